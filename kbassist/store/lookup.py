"""Looking articles up by words, products, components and keywords: all that needs no index.

What is text of an article, which of it who may see, what a query asks for, whether an article fits it,
and what piece of an article to show for it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kbassist import template
from kbassist.model import (
    SECTIONS,
    Audience,
    Inline,
    Node,
    Product,
    Revision,
    Section,
)
from kbassist.products import Families, covers, fold_name, has_words, lists, same_product

# -------------------------------------------------------------------------------------------- words

_SPACELESS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Letters of scripts that put no blanks between words: each is a word."""
_WORD = re.compile(f"[{_SPACELESS}]|[^\\W_{_SPACELESS}]+")
_ASKED = re.compile(r'"([^"]*)"?|(\S+)')
MOST_WORDS = 32
"""Words of a query that are looked for."""


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """The form in which words are compared: no case, no accents, letters and digits only."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum())


def fold_text(text: str) -> str:
    """The folded words of *text*, a blank between each."""
    if text.isascii():
        return " ".join(_WORD.findall(text.lower()))
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    text = " ".join(words)
    return text.lower() if text.isascii() else " ".join(filter(None, map(fold_word, words)))


@dataclass(frozen=True, slots=True)
class Term:
    """Something to look for: a word, or several next to each other."""

    forms: tuple[tuple[str, ...], ...]
    """The folded words; alternatives where hyphens leave it open: `e mail` and `email`."""
    unfinished: bool = False
    """Whether the last word is only its beginning."""


def terms(query: str) -> tuple[Term, ...]:
    """What *query* looks for; a phrase in quotes is kept together."""
    found: dict[tuple[tuple[str, ...], ...], bool] = {}
    for asked in _ASKED.finditer(query):
        text = asked[2] or asked[1]
        words = tuple(fold_text(text).split())
        if not words:
            continue
        glued = 1 < len(words) < 4 and "-" in text and not set(text) & set(" ./:")
        forms = (words, ("".join(words),)) if glued else (words,)
        found[forms] = asked[2] is not None and not query[asked.end() :].strip()
        if len(found) == MOST_WORDS:
            break
    return tuple(Term(forms, unfinished) for forms, unfinished in found.items())


# -------------------------------------------------------------------------------------- what is text


@dataclass(frozen=True, slots=True)
class Column:
    """A kind of text of an article, found for itself."""

    name: str
    weight: float
    """How much a word in it counts."""
    section: str = ""
    internal: bool = False


def _columns() -> Iterator[Column]:
    yield Column("title", 10)
    yield Column("keywords", 6)
    yield Column("signatures", 4)
    weights = {"Symptom": 3.0, "Cause": 2.0, "Resolution": 1.5}
    for internal in (False, True):
        for section in SECTIONS:
            if internal or section != "Internal Notes":
                name = section.lower().replace(" ", "_") + ("_internal" if internal else "")
                yield Column(name, weights.get(section, 1.0), section, internal)


COLUMNS = tuple(_columns())
_OF_SECTION = {
    name: tuple(f"{name.lower().replace(' ', '_')}{end}" for end in ("", "_internal"))
    for name in SECTIONS
}
"""The columns of what everybody may see of a section, and of what only the desk may."""


def columns(section: str | None, audience: Audience) -> tuple[Column, ...]:
    """The columns to search for a reader of *audience*."""
    return tuple(
        one
        for one in COLUMNS
        if (audience is Audience.INTERNAL or not one.internal)
        and (section is None or one.section == section)
    )


def texts(revision: Revision) -> dict[str, str]:
    """The text of every column of *revision* that has any."""
    labels = _labels(revision)
    found = {
        "title": _labelled(revision.title, labels),
        "keywords": "\n".join(
            (
                *revision.keywords,
                *revision.codes,
                *(text for one in revision.components for text in (one.code, one.name)),
                *(text for one in revision.applies_to for text in (one.product, *one.also_called)),
            )
        ),
        "signatures": "\n".join(
            [_labelled(line, labels) for one in revision.signatures for line in one.lines]
        ),
    }
    for section in revision.sections:
        for column, text in zip(
            _OF_SECTION.get(section.name, ()), _plain_parts(section, labels), strict=False
        ):
            if text:
                found[column] = found.get(column, "") + text
    return {name: text for name, text in found.items() if text}


def _labels(revision: Revision) -> dict[str, str]:
    return {name: one.shown for name, one in revision.placeholders.items()}


def _labelled(parts: Iterable[Inline], labels: Mapping[str, str]) -> str:
    return "".join([_inline(part, labels) for part in parts])


def _inline(part: Inline, labels: Mapping[str, str]) -> str:
    if isinstance(part, str):
        return part
    return template.plain((part,)) if part.name not in labels else f"‹{labels[part.name]}›"


def _plain_parts(section: Section, labels: Mapping[str, str]) -> tuple[str, str]:
    """The text of *section* that everybody may see, and that which only the desk may."""
    public: list[str] = []
    internal: list[str] = []
    _collect(section.nodes, labels, public, internal, section.name == "Internal Notes")
    return "".join(public), "".join(internal)


def _plain(section: Section, labels: Mapping[str, str], *, internal: bool) -> str:
    """The text of *section*, what is internal in its place or left out."""
    public: list[str] = []
    hidden = section.name == "Internal Notes"
    _collect(section.nodes, labels, public, public if internal else [], hidden)
    return "".join(public)


def _collect(
    nodes: Iterable[Node | Inline],
    labels: Mapping[str, str],
    public: list[str],
    internal: list[str],
    hidden: bool,
) -> None:
    for node in nodes:
        if isinstance(node, str):
            (internal if hidden else public).append(node)
        elif isinstance(node, Node):
            inside = hidden or node.kind == "internal"
            _collect(node.children, labels, public, internal, inside)
            if node.kind not in _INLINE_KINDS:
                (internal if inside else public).append("\n")
        else:
            (internal if hidden else public).append(_inline(node, labels))


_INLINE_KINDS = {"strong", "emphasis", "strike", "codespan", "link"}


# ------------------------------------------------------------------------------------------ excerpts

LONGEST = 180
"""Characters of an excerpt, about."""


def excerpt(
    revision: Revision, looked_for: Sequence[Term], within: Collection[Column], audience: Audience
) -> tuple[str, tuple[tuple[str, bool], ...]]:
    """The section that holds most of the words, and the piece of it where they stand.

    The section is empty, and the piece the beginning of the article, where only its title, keywords or
    signatures have them. Nothing internal is shown to any other audience.
    """
    labels = _labels(revision)
    internal = audience is Audience.INTERNAL
    allowed = {one.section for one in within}
    best: tuple[int, str, str, list[tuple[int, int]]] = (0, "", "", [])
    start = ""
    for section in revision.sections:
        if section.name not in allowed:
            continue
        text = _plain(section, labels, internal=internal)
        text = " ".join(unicodedata.normalize("NFC", text).split())
        start = start or text
        places, distinct = _found(text, looked_for)
        if distinct > best[0]:
            best = distinct, section.name, text, places
    _, name, text, places = best
    return name, tuple(_window(text or start, places))


def _found(text: str, looked_for: Sequence[Term]) -> tuple[list[tuple[int, int]], int]:
    """Where words of the terms stand in *text*, and how many of the terms do."""
    words = [(fold_word(found[0]), found.span()) for found in _WORD.finditer(text)]
    hits: set[tuple[int, int]] = set()
    distinct = 0
    for term in looked_for:
        known = False
        for form in term.forms:
            for i in range(len(words) - len(form) + 1):
                if stands_at(words, i, form, term.unfinished):
                    known = True
                    hits.update(span for _, span in words[i : i + len(form)])
        distinct += known
    return sorted(hits), distinct


def stands_at(
    words: Sequence[tuple[str, object]], start: int, form: Sequence[str], unfinished: bool
) -> bool:
    """Whether the words from *start* on are those of *form*."""
    for k, wanted in enumerate(form):
        word = words[start + k][0]
        last = unfinished and k == len(form) - 1
        if not (word.startswith(wanted) if last else word == wanted):
            return False
    return True


def _window(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """About `LONGEST` characters of *text* where most *places* are, in pieces; places are True."""
    first = 0
    if places:
        starts = [one for one, _ in places]
        first = max(starts, key=lambda at: (sum(at <= s < at + LONGEST for s in starts), -at))
    begin = max(0, first - LONGEST // 5)
    if begin:
        begin = text.find(" ", begin, first) + 1 or first
    end = min(len(text), begin + LONGEST)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), max((b for _, b in places if b <= end), default=0))
        end = end if end > begin else min(len(text), begin + LONGEST)
    position = begin
    before = "… " if begin else ""
    for a, b in places:
        if a < begin or b > end:
            continue
        if before + text[position:a]:
            yield before + text[position:a], False
        yield text[a:b], True
        position, before = b, ""
    rest = before + text[position:end] + (" …" if end < len(text) else "")
    if rest:
        yield rest, False


# ------------------------------------------------------------------------------------------- queries


def facets(revision: Revision) -> tuple[tuple[str, str], ...]:
    """What *revision* can be filtered by: (kind, value), each once."""
    found = [
        ("product", _json([p.product, p.also_called, p.versions])) for p in revision.applies_to
    ]
    found += [("component", _json([one.code, one.name])) for one in revision.components]
    found += [("keyword", one) for one in revision.keywords]
    return tuple(dict.fromkeys(found))


def product_of(value: str) -> Product:
    """The product of a facet's value."""
    name, also_called, versions = json.loads(value)
    return Product(name, tuple(also_called), tuple(versions))


_json = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and for whom; where nothing is asked for, None, anything is found."""

    words: str = ""
    """As they were typed; or the number of an article."""
    section: str | None = None
    """Where the words stand: one of `SECTIONS`."""
    product: str | None = None
    version: str | None = None
    component: str | None = None
    keyword: str | None = None
    audience: Audience = Audience.INTERNAL
    limit: int = 20
    """Hits at most."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of facets that it asks for."""
        wanted = {
            "product": self.product is not None or self.version is not None,
            "component": self.component is not None,
            "keyword": self.keyword is not None,
        }
        return tuple(kind for kind, asked in wanted.items() if asked)

    def fits(self, kind: str, value: str, families: Families) -> int:
        """How well a facet fits: 0 not at all, 1 by all versions, 2 as asked for."""
        if kind == "product":
            return self._fits_product(product_of(value), families)
        if kind == "component":
            code, name = json.loads(value)
            asked = (self.component or "").strip().casefold()
            fits = asked and f"{code.casefold()}-".startswith(f"{asked.rstrip('-')}-")
            return 2 if fits or has_words(fold_name(self.component or ""), fold_name(name)) else 0
        return 2 if has_words(fold_text(self.keyword or ""), fold_text(value)) else 0

    def _fits_product(self, listed: Product, families: Families) -> int:
        if self.product is not None and not any(
            same_product(self.product, name, families)
            for name in (listed.product, *listed.also_called)
        ):
            return 0
        if self.version is None or lists(listed.versions, self.version):
            return 2
        return int(covers(listed.versions, self.version))
