"""Error texts → signatures: what an article writes for somebody's value becomes a placeholder.

`_ABC`, `<user>`, `XXXX`, `&1`, `{0}`, `%s`, `****` stand for values. What they are called is taken from the
article's own words ("_ABC represents the communication user"), from the name between the brackets, or from
the noun before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kbassist import template
from kbassist.importer import errors
from kbassist.importer.draft import Draft, Proposal
from kbassist.importer.headings import Part
from kbassist.importer.values import PLACE
from kbassist.model import Kind, Placeholder, Slot, Template
from kbassist.text import message_start

FEWEST = 3
"""Words that a signature must have of its own."""
MOST = 12
"""Signatures that are proposed for one article."""

_LIKELY = re.compile(r"_[A-Z]|<")
"""What is replaced in the article's own sentences, too: nothing else looks like it."""

_KINDS = (
    (Kind.EMAIL, r"e?mail"),
    (Kind.URL, r"url|link|address of the (?:page|service)"),
    (Kind.HOST, r"host|server|machine"),
    (Kind.PATH, r"path|file|folder|directory"),
    (Kind.TIME, r"date|time|timestamp|datum"),
    (Kind.GUID, r"guid|uuid"),
    (Kind.VERSION, r"version|release"),
    (Kind.USER_ID, r"users?|benutzer|logon|login|account"),
    (Kind.NUMBER, r"count|amount|quantity|anzahl"),
    (Kind.ID, r"id|number|code|key|nummer|name|object|role|client|system|sid|tenant|partner|order"),
)
_VALUES = {
    Kind.USER_ID: "_EXAMPLE",
    Kind.HOST: "host.example.com",
    Kind.PATH: "example.txt",
    Kind.TIME: "2024-01-31 12:00:00",
    Kind.GUID: "00000000-0000-4000-8000-000000000001",
    Kind.URL: "https://example.com/page",
    Kind.EMAIL: "user@example.com",
    Kind.VERSION: "1.2.3",
    Kind.NUMBER: "42",
    Kind.ID: "Z4711",
    Kind.WORD: "Z4711",
    Kind.CODE: "Z4711",
}
"""What stands in a sample, for each kind of value."""


class _Value(NamedTuple):
    """What a token of the article stands for."""

    name: str
    kind: Kind
    label: str


def propose(draft: Draft) -> Draft:
    """*draft* with the error texts it quotes, signatures and samples for them, and hints."""
    messages = errors.find(draft.title, draft.parts)
    namer = _Namer(_Explained(draft).phrases())
    templates: list[Template] = []
    for message in messages:
        one = namer.template(_line(message))
        if _strong(one):
            templates.append(one)
    kept = _without_doubles(templates)[:MOST]
    captured = set(template.names(slot for one in kept for slot in one))
    hints = tuple(_hints(draft, namer, captured)) if kept else ()
    placeholders, examples = namer.of((*kept, *hints), captured)
    made = replace(
        draft,
        messages=messages,
        signatures=tuple(_proposal(one, namer) for one in kept),
        hints=hints,
        placeholders=placeholders,
        examples=examples,
    )
    return _unshown(made)


# ----------------------------------------------------------------------------------- what they say


def _line(message: str) -> str:
    """The message without what a logger wrote before it, nor full stops and dots at its end."""
    message = _PREFIX.sub("", message)
    message = message[message_start(message) :]
    return re.sub(r"(?:\s*(?:\.\.\.|…))+$|(?<!\.)\.$", "", message).strip()


_PREFIX = re.compile(
    r"^\[?\d{4}-\d\d-\d\d[T ][\d:.,]+\s*(?:[+-]\d{4}|Z)?\]?[\s#|]*(?:(?:ERROR|FATAL|SEVERE|WARN)\b[\s#|:]*)?"
)
"""What a logger writes before a message: the time, and how grave it is."""


def _strong(made: Template) -> bool:
    """Whether the words of its own are enough to tell a message from others."""
    literal = " ".join(part for part in made if isinstance(part, str))
    words = re.findall(r"[^\W\d_]{2,}", literal)
    wide = len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]", literal))
    return len(words) >= FEWEST or wide >= 6


def _folded(made: Template) -> tuple[str, ...]:
    """The words of a signature in lower case, every slot the same."""
    text = "".join(part if isinstance(part, str) else "\0" for part in made)
    return tuple(re.findall(r"[^\W_]+|\0", text.casefold()))


def _without_doubles(templates: Sequence[Template]) -> list[Template]:
    """*templates* without those that another one matches as well: the shorter, if it is long enough."""
    kept: list[Template] = []
    for one in templates:
        words = _folded(one)
        for i, other in enumerate(kept):
            theirs = _folded(other)
            if words == theirs:
                break
            short, long = sorted((words, theirs), key=len)
            if _within(short, long):
                enough = len(short) > FEWEST and len(short) * 2 > len(long)
                if (words is short) == enough:
                    kept[i] = one
                break
        else:
            kept.append(one)
    return list(dict.fromkeys(kept))


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _proposal(made: Template, namer: _Namer) -> Proposal:
    values = {name: namer.sample(name) for name in template.names(made)}
    sample = "".join(part if isinstance(part, str) else values[part.name] for part in made)
    return Proposal(made, sample, values)


# ------------------------------------------------------------------------------ what values are called


@dataclass(frozen=True, slots=True)
class _Explained:
    """The article's own words for what its tokens stand for."""

    draft: Draft

    def phrases(self) -> dict[str, str]:
        """Token → what it stands for."""
        phrases: dict[str, str] = {}
        text = " ".join(one.text for one in self.draft.parts.values())
        for one in (found for pattern in _MEANS for found in pattern.finditer(text)):
            phrase = re.split(r"\b(?:which|that|of the|in the|for the|and)\b", one["phrase"])[0]
            words = re.findall(r"[^\W\d_][\w-]*", phrase)
            if words:
                phrases.setdefault(one["token"].strip("'\"<>"), " ".join(words[-5:]))
        return phrases


_WRITTEN = r"(?P<token>['\"]?[_<]?[\w*#]+>?['\"]?)"
_PHRASE = r"(?:(?:the|a|an|your|their|respective|der|die|das)\s+)*(?P<phrase>[^().,;:]{3,60})"
_MEANS = (
    re.compile(
        rf"{_WRITTEN}\s+(?:represents?|refers? to|stands? for|denotes?|means|=)\s+{_PHRASE}"
    ),
    re.compile(rf"\({_WRITTEN}\s+(?:is|are)\s+{_PHRASE}"),
)
"""How an article says what it writes for a value: "_ABC represents the user", "(_ABC is the user)"."""


class _Namer:
    """Names for tokens; the same token has the same name throughout an article."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = phrases
        self._of: dict[str, _Value] = {}
        self._tokens: dict[str, str] = {}

    def template(self, message: str) -> Template:
        """*message* with a slot for each token."""
        parts: list[str | Slot] = []
        at = 0
        for found in PLACE.finditer(message):
            token = found[0]
            before = message[: found.start()]
            value = self._value(token, found.lastgroup or "", before)
            if parts and isinstance(parts[-1], Slot) and found.start() == at:
                return (message,)  # nothing tells the one value from the other
            if found.start() > at:
                parts.append(message[at : found.start()])
            parts.append(Slot(value.name))
            at = found.end()
        if at < len(message):
            parts.append(message[at:])
        return tuple(parts)

    def _value(self, token: str, group: str, before: str) -> _Value:
        key = token if group in ("user", "named") else f"{token} after {_noun(before)}"
        if key in self._of:
            return self._of[key]
        label = self._phrases.get(token.strip("<>"), "")
        if not label and group in ("named", "date"):
            label = token.strip("<>[]")
        label = label or {"guid": "GUID", "time": "time", "url": "URL"}.get(group) or _noun(before)
        name = _identifier(label) or "value"
        kind = _kind(label, group)
        taken = {one.name for one in self._of.values()}
        number = 2
        while name in taken:
            name = f"{_identifier(label) or 'value'}_{number}"
            number += 1
        made = _Value(name, kind, label)
        self._of[key] = made
        self._tokens[name] = token
        return made

    def sample(self, name: str) -> str:
        """A value for the placeholder *name* that may stand in a message."""
        token = self._tokens[name]
        if token.startswith("_"):
            return token
        kind = next(one.kind for one in self._of.values() if one.name == name)
        return _VALUES.get(kind, "EXAMPLE")

    def of(
        self, templates: Iterable[Template], captured: set[str]
    ) -> tuple[dict[str, Placeholder], dict[str, str]]:
        """The placeholders of *templates*, and token → name for what the text shows of them.

        Those that no message gives are asked for.
        """
        used = set(template.names(slot for one in templates for slot in one))
        placeholders, examples = {}, {}
        for value in self._of.values():
            if value.name not in used:
                continue
            token = self._tokens[value.name]
            label = value.label if _identifier(value.label) != value.name else ""
            shown = value.label or value.name
            placeholders[value.name] = Placeholder(
                value.name,
                value.kind,
                label=label,
                ask="" if value.name in captured else f"What is the {shown}?",
                example=token if token.startswith("_") else None,
            )
            if _LIKELY.match(token):
                examples[token] = value.name
        return placeholders, examples


def _noun(before: str) -> str:
    """The noun before a value: `user`, `company code`."""
    words: list[str] = re.findall(r"[^\W\d_]+", before[-40:])
    if not words or not re.search(r"[^\W\d_][\s:=\"'“‘„(\[]*$", before):
        return ""
    last = words[-1]
    if last.casefold() in _NO_NOUNS:
        return ""
    if len(words) > 1 and last.casefold() in _TWO_WORDS and words[-2].casefold() not in _NO_NOUNS:
        return f"{words[-2]} {last}"
    return last


_TWO_WORDS = {"code", "id", "number", "name", "partner", "type", "key", "group", "class", "role"}
_NO_NOUNS = frozenset(
    "to for of in at with by from the a an and or is are was on not as than between der die"
    " das für mit von zu bei ist".split()
)


def _identifier(label: str) -> str:
    """*label* as the name of a placeholder.

    >>> _identifier("Communication user ID")
    'communication_user'
    """
    words = re.findall(r"[a-z0-9]+", label.casefold())
    if len(words) > 1 and words[-1] in ("id", "name") and "user" in words:
        words = words[:-1]
    name = "_".join(words)[:40].strip("_")
    return f"value_{name}" if name[:1].isdigit() else name


def _kind(label: str, group: str) -> Kind:
    if group in ("guid", "time", "url"):
        return Kind(group)
    if group == "user":
        return Kind.USER_ID
    for kind, words in _KINDS:
        if re.search(rf"(?:\b|_)(?:{words})\b", label, re.IGNORECASE):
            return kind
    return Kind.WORD if group == "crossed" else Kind.TEXT


# --------------------------------------------------------------------------------------------- hints

_HINT = re.compile(r"^(?P<label>[A-ZÄÖÜ][\w /-]{1,30}?)\s?:\s*(?P<token>\S+)")


def _hints(draft: Draft, namer: _Namer, captured: set[str]) -> Iterator[Template]:
    """Lines such as `User ID: _DEFXYZ` that name a value which no message gives."""
    seen: set[Template] = set()
    for part in (Part.SYMPTOM, Part.REPRODUCTION, Part.CAUSE, Part.RESOLUTION):
        found = draft.parts.get(part)
        for block in found.blocks if found else ():
            line = _HINT.match(block.text)
            token = PLACE.match(line["token"]) if line else None
            if line is None or token is None or token.lastgroup not in ("user", "named"):
                continue
            made = namer.template(f"{line['label']}: {token[0]}")
            if made not in seen and not captured & set(template.names(made)):
                seen.add(made)
                yield made


# ------------------------------------------------------------------------------- what the text shows


def shown(text: str, examples: Mapping[str, str]) -> Template:
    """*text* with a slot for each of *examples*, but where it says what they stand for."""
    if not examples:
        return (text,)
    tokens = "|".join(re.escape(one) for one in sorted(examples, key=len, reverse=True))
    pattern = re.compile(
        rf"(?<!\w)(?:{tokens})(?!\w)(?!\s+(?:represents?|refers? to|stands? for|denotes?|means|=)\b)"
    )
    parts: list[str | Slot] = []
    at = 0
    for found in pattern.finditer(text):
        if found.start() > at:
            parts.append(text[at : found.start()])
        parts.append(Slot(examples[found[0]]))
        at = found.end()
    if at < len(text):
        parts.append(text[at:])
    return tuple(parts)


def _unshown(draft: Draft) -> Draft:
    """*draft*, where what the text does not show has a name that begins with an underscore."""
    texts = [draft.title or "", *(b.text for one in draft.parts.values() for b in one.blocks)]
    seen = {name for text in texts for name in template.names(shown(text, draft.examples))}
    names = {name: f"_{name}" for name in draft.placeholders if name not in seen}
    if not names:
        return draft

    def renamed(made: Template) -> Template:
        return tuple(
            Slot(names.get(part.name, part.name)) if isinstance(part, Slot) else part
            for part in made
        )

    hinted = set(template.names(slot for hint in draft.hints for slot in hint))
    return replace(
        draft,
        signatures=tuple(
            Proposal(
                renamed(one.template),
                one.sample,
                {names.get(name, name): value for name, value in one.captures.items()},
            )
            for one in draft.signatures
        ),
        hints=tuple(h for h in draft.hints if not set(template.names(h)) & names.keys()),
        placeholders={
            names.get(name, name): one._replace(name=names.get(name, name))
            for name, one in draft.placeholders.items()
            if name not in names or name not in hinted
        },
        examples={token: name for token, name in draft.examples.items() if name not in names},
    )
