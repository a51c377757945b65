r"""What an article's hints find in a text beside the message: values that the message does not name.

A hint that ends in a colon, `User ID: {{new_user}}`, is a label. It counts where it begins a line, a cell
or a sentence, or follows a separator, with a colon behind it, "is", or, alone in its line, nothing; `UserID`
and `"userId":` are the same label. It does not count among what tells of a person: a caller's card.

Any other hint, `for user {{new_user}}`, is a phrase, and so is a label in the middle of a sentence. It counts
in the sentence of the message. In a sentence of its own it counts if that says what the article is about, by
a keyword or by the bold name of several words that its steps show, or what is needed; if the hint by itself
tells enough; or, no label, if its value is the only one of its form in the text beside those of the message.
It counts nowhere near a logon, a password, or what works or is gone. Where an article has neither keywords
nor such names, any other sentence will do.

A user's ID counts if it begins as the article's example: where that is `_DEFXYZ`, an ID without `_` is
somebody else's. It does not count where its line tells of what is gone, nor, if it is the one of the message,
unless a label has a line for itself, for elsewhere the text speaks of the user whom the message names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from kbassist.match.align import Region, exact
from kbassist.match.capture import Capture, captures, fitted, is_person, looks_made, stands_out
from kbassist.match.pattern import Part, compile_part
from kbassist.match.rarity import Rarity
from kbassist.model import Flag, Kind, Node, Revision, Slot, Span, Template, walk
from kbassist.text import Text, tokenise

LINES = 3000
"""Lines of a paste in which hints are looked for."""
MOST = 100
"""Hints with a value that are read in one paste."""
REACH = 400
"""Characters of a sentence before and behind a hint that are looked at."""
LABEL = 4
"""Words of a label that has a line for itself."""
NEIGHBOURS = 3
"""Lines above and below a label that may tell whose it is."""

PERSONAL = frozenset({Kind.USER_ID, Kind.EMAIL, Kind.ID, Kind.WORD, Kind.TEXT, Kind.QUOTED})
"""Kinds of values that may be a person's."""

_COLON = re.compile(r"\s*[:=]\s*$")
_BEFORE_LABEL = (
    r"(?i)(?:^|[\n;|,>({\[\u2022\t]|[.!?:]\s|(?:^|\s)[-*]\s)[\s\"'*_]*"
    r"(?:(?:the|our|die|der|das|unsere?)\s+)?[\"'*_]*$"
)
"""What stands before a label. Like most of what follows it is compiled when a text first needs it."""
_COLON_BEHIND = (
    r"(?i)[\s\"'*_.]{0,20}(?:[:=|]|\b(?:is|ist|lautet|est|es)\b[ \t]*:?)[\s\"'*]*|>(?=\S)"
)
_ALONE_BEHIND = re.compile(r"(?:[ \t]+|[ \t]*\n[ \t]*)[\"'*]*(?=\S)")
_LINE_BEGINS = re.compile(r"(?:^|[\n|\t])[ \"'*\u2022-]*$")
_LINE_ENDS = re.compile(r"[\"'*.;, \t]*(?:$|[\n|;,]| {2}|\t)")
_RAN_ON = re.compile(r"(?<=[A-Z0-9_])[A-Z][a-z]{2,}$")
"""The next label, without a blank before it: `_CRM_02Authentication Method: …`."""
_BULLETS = " \t\"'*\u2022|-"
_LOOKS = {"i": "[iIl1|]", "l": "[lI1|]", "o": "[oO0]"}

_DENIED = (
    r"(?i)\b(?:not|nicht|no|never|except|without|by|von|durch|par|pas|jamais|sauf|sans|non|tranne|salvo|sin"
    r"|excepto|nunca|n\u00e3o|exceto|sem|niet|behalve|nie|opr\u00f3cz|bez|ikke|unntatt)"
    r"\W+(?:(?!work)\w+\W+)?$|n't\W+$"
    r"|\b(?:created|opened|raised|reported|requested|erstellt|angelegt|er\u00f6ffnet"
    r"|my|mein\w*|your|ihre?|old|former|previous|alte\w*|bisherige\w*|other|another|existing|first"
    r"|andere\w*|bestehende\w*|erste\w*)\s+$"
)
_ANOTHER = (
    r"(?i)\b(?:other|another|existing|first|old|former|andere\w*|bestehende\w*|erste\w*|alte\w*)"
    r"\s+(?:\w+\s+)?$"
)
"""What makes the next word, or the one behind it, another thing than the one that is asked about."""
_TAKEN_BACK = (
    r"(?i)\b(?:wrong|incorrect|falsch|no,? wait|wait,? no|sorry|correction|i meant|i mean|ich meine?|meinte"
    r"|not (?:the )?(?:right|correct)|nicht (?:richtig|korrekt)|oder doch|instead of (?:this|that))\b"
)
_ALSO = re.compile(r"['\"*]*\s*(?:[,/&]|\b(?:or|oder|and|und)\b)\s*['\"*]*([\w-]+)")
"""A further value behind one."""
_NEEDED = (
    r"(?i)\b(?:needs?|needed|requires?|required|should|must|wants?|brauchen|braucht|ben\u00f6tigt|ben\u00f6tigen"
    r"|soll|muss|besoin|necesita)\b"
)
_OTHERWISE = (
    r"(?i)\b(?:log(?:ged|ging)?[ -]?(?:on|in|off|out)s?|log(?:on|in|off|out)|sign(?:ed|ing)?[ -]?in|anmeld\w*"
    r"|angemeldet|passw\w*|kennw\w*|pwd|resets?|zur\u00fcckgesetzt|sessions?|sitzung\w*|requested|requester"
    r"|callers?|reporter|reported|anrufer\w*|melder|kontakt\w*|contact|konto|accounts?|phone|telefon|remote"
    r"|e-?mails?|mails|newsletter|lock(?:ed)?|unlock(?:ed)?|gesperrt|entsperrt|expire[sd]?|abgelaufen"
    r"|authori[sz]ations?|berechtigung\w*|roles?|unauthori[sz]ed|401|403|no (?:problems?|issues?|errors?)"
    r"|(?:not|\w*n't|nicht|no longer) (?:want|need|requir|use|affect|betroffen|ben\u00f6tigt)\w*"
    r"|(?:without|ohne)(?: \w+)? (?:problem|issue|error|fehler)\w*"
    r"|keine? (?:problem\w*|fehler)|(?<!not )(?<!n't )works?|worked|(?<!not )(?<!n't )working"
    r"|works? fine|fine|runs?|l\u00e4uft|laufen|funktionier\w*(?! nicht)|klappt(?! nicht)|geht(?! nicht)"
    r"|successful(?:ly)?|succeed(?:s|ed)|erfolgreich|same for|jobs?|last (?:week|month|year)|yesterday"
    r"|gestern|already has|marchent?|fonctionn\w*|mots? de passe|connexions?|funziona\w*|scadut\w*"
    r"|funciona\w*|contrase\u00f1a\w*|senhas?|inici\w+ de sesi\u00f3n|werkt|wachtwoord\w*|dzia\u0142a\w*"
    r"|has\u0142\w*|virker|fungerer|passord\w*)\b"
)
"""What a sentence is about that names somebody else: a logon, a password, a mail, or that all is well."""
_PAST = r"(?i)\b(?:was|were|had been|wurden?|war(?:en)?)\b(?! (?:refused|rejected))"
_GONE = (
    r"(?i)\b(?:deleted|removed|gel\u00f6scht|entfernt|obsolete|yesterday|gestern|former(?:ly)?|previous(?:ly)?"
    r"|worked|no longer|nicht mehr|last (?:week|month|year)|letzte\w* (?:woche|monat|jahr)|supprim\u00e9\w*"
    r"|borrad\w+|eliminad\w+)\b"
)
"""What is told of a user who is not the one that is asked for any more."""
_FIELD = r"[\s\"'*\u2022|-]*[^\W\d_][\w /.-]{1,30}[:=]\s*\S"
"""A line of a form: a name, a colon, a value."""
_TELLING = 17.0
"""Bits of a hint that needs no words beside it to show what it is about."""
_HOW = (
    r"(?i)\bhow (?:(?:do|can|could|should|shall|must|would) (?:i|we|one)|to)\b"
    r"|\bwie\b.{0,40}\b(?:ich|wir|man)\b"
    r"|\bcomment (?:puis|pouvons|dois|devons|faire)\b|\bc[\u00f3o]mo (?:puedo|podemos|posso)\b"
    r"|\bcome (?:posso|possiamo|devo|dobbiamo)\b|\bhoe (?:kan|kunnen|moet|moeten)\b"
)
"""How a question begins that asks for the way to do what the article is about."""
_PERSON = (
    r"(?i)[\W_]*(?:requested (?:for|by)|request(?:e|o)r|reported by|reporter|opened (?:by|for)|created by"
    r"|caller|contact|customer|log[io]n|logged[ -]in|e-?mail|mail|tele(?:ph|f)on\w*|tel|phone|mobile"
    r"|department|abteilung|employee|first ?name|last ?name|full ?name|vorname|nachname|name|manager"
    r"|assignee|assigned (?:group|to)|anrufer|melder|gemeldet von|ansprechpartner|kontakt|angemeldet"
    r"|benutzername|user ?name|user ?type)"
    r"\b[^:|\n]{0,24}(?:[:|\t=]|$)"
)
"""A line of a person's card."""
_SENTENCE_END = re.compile(r"[.!?;]+[\"')\]]*(?=\s)|\n")
_CLAUSE_END = (
    r"(?i)[;:\u2013]\s|\s-\s|,\s+(?:but|aber|however|while|whereas|w\u00e4hrend|sondern|not|nicht)\b|\b(?:but|aber"
    r"|whereas|sondern)\b"
)


class Phrase(NamedTuple):
    """A hint as it stands in the middle of a sentence."""

    part: Part
    is_label: bool


class Sought(NamedTuple):
    """A text in which an article's hints were looked for: where they stand, whatever the message is."""

    text: Text
    readable: str
    """The repaired text, lookalikes plain, as far as hints are looked for."""
    paragraphs: list[int]
    """Where lines begin that do not go on with the line before."""
    topics: re.Pattern[str] | None
    """What the article is about."""
    kinds: Mapping[str, Kind]
    marks: Mapping[str, str]
    """With which mark a user's ID begins, where it is one."""
    known: Callable[[str], bool]
    labels: Sequence[tuple[str, float, Span]] = ()
    """Each label's placeholder, bits and place; as an element's name it is gone, and the place empty."""
    phrases: Sequence[tuple[Phrase, Region]] = ()
    """Each phrase, and two lines of which the first may hold it."""
    taken: Sequence[Span] = ()
    """What the message takes."""
    only: frozenset[str] = frozenset()
    """Placeholders of which there is but one value beside those of the message, as their mark tells."""


def seek(revision: Revision, text: Text, rarity: Rarity) -> Sought | None:
    """Look for the hints of *revision*; None where it has none."""
    if not revision.hints or not text.lines:
        return None
    last = text.lines[:LINES][-1]
    paste = Sought(
        text,
        text.readable[: last.start + len(last.text)],
        [line.start for line in text.lines[:LINES] if not line.joined],
        _topics(revision),
        {name: one.kind for name, one in revision.placeholders.items()},
        {
            name: one.example[0]
            for name, one in revision.placeholders.items()
            if one.kind is Kind.USER_ID and one.example and not one.example[0].isalnum()
        },
        rarity.known,
    )
    parts = [compile_part(_phrase(template), rarity) for template in revision.hints]
    labels = list(zip(map(_label, revision.hints), parts, strict=True))
    phrases = [Phrase(part, label is not None) for label, part in labels if part.pieces]
    return paste._replace(
        labels=[
            (label[1], part.weight, place)
            for label, part in labels
            if label
            for place in _places(label[0], paste)
        ],
        phrases=list(_lines_with(phrases, text)),
    )


def hints(paste: Sought, taken: Sequence[Span]) -> dict[str, list[Capture]]:
    """What an article's hints say, in order of appearance, outside of the message itself.

    A value that the text takes back is flagged as a conflict.
    """
    paste = paste._replace(taken=taken)
    paste = paste._replace(only=frozenset(name for name in paste.marks if _is_only(name, paste)))
    found: dict[tuple[str, int], Capture] = {}
    for name, bits, (start, end) in paste.labels:
        if one := _labelled(start, end, name, bits, paste):
            found[name, one.end] = one
    for name, one in _phrased(paste):
        found.setdefault((name, one.end), one)
    result: dict[str, list[Capture]] = {}
    for (name, _), one in sorted(found.items(), key=lambda item: item[1].start):
        result.setdefault(name, []).append(one)
    return result


def _is_only(name: str, paste: Sought) -> bool:
    """Whether the text has one value with the mark of *name* beside those that the message takes."""
    marked = re.compile(rf"(?<!\w){re.escape(paste.marks[name])}\w+")
    said = {one.casefold() for a, b in paste.taken for one in marked.findall(paste.readable[a:b])}
    return len({one.casefold() for one in marked.findall(paste.readable)} - said) == 1


def _label(template: Template) -> tuple[str, str] | None:
    """The words of a hint that is a label, and its placeholder; None if it is a phrase."""
    match template:
        case (str(words), Slot(name)) if _COLON.search(words):
            return words, name
    return None


def _phrase(template: Template) -> Template:
    """*template* as it stands in the middle of a sentence: without its colon."""
    if _label(template):
        return (_COLON.sub(" ", str(template[0])), *template[1:])
    return template


def _topics(revision: Revision) -> re.Pattern[str] | None:
    """What an article is about: the nouns among its keywords, names of several words that its steps show."""
    slots = {
        tokens[-1]
        for hint in revision.hints
        for piece in hint
        if isinstance(piece, str) and (tokens := tokenise(_COLON.sub("", piece)))
    }
    nouns = {one.split()[-1] for one in revision.keywords if one.islower() and one.isascii()}
    nouns = {noun for noun in nouns if len(noun) > 3 and noun not in slots}
    names = {
        name
        for section in revision.sections
        for node in walk(section.nodes)
        if isinstance(node, Node) and node.kind == "strong"
        for name in node.children
        if isinstance(name, str) and 1 < len(name.split()) < 5
    }
    words = [rf"\b{re.escape(noun)}" for noun in sorted(nouns)]
    words += [rf"\b{re.escape(name)}\b" for name in sorted(names)]
    return re.compile("|".join(words), re.IGNORECASE) if words else None


# ------------------------------------------------------------------------------------------- labels


def _places(words: str, paste: Sought) -> Iterator[Span]:
    """Where a label stands; where an element is called so, an empty place behind its tag.

    The tags are gone from the repaired text.
    """
    pattern = r"[\s_-]{0,3}".join(
        r"[ _-]?".join(_LOOKS.get(c, re.escape(c)) for c in token)
        for token in tokenise(words)
        if token[0].isalnum()
    )
    if not pattern:
        return
    starts, given = paste.text.starts, paste.text.paste
    if starts is not None and "<" in given:
        tags = re.finditer(rf"<(?:\w+:)?{pattern}(?:\s[^<>]{{0,200}})?>\s*", given, re.IGNORECASE)
        for found in islice(tags, MOST):
            place = bisect_left(starts, found.end())
            if place < len(paste.readable):
                yield place, place
    labels = re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE)
    yield from (found.span() for found in islice(labels.finditer(paste.readable), MOST))


def _labelled(start: int, end: int, name: str, bits: float, paste: Sought) -> Capture | None:
    """The value that stands behind a label."""
    readable = paste.readable
    if start == end:
        one = _value(place := start, name, paste)
        return None if one is None or _is_somebody_s(place, name, paste) else one
    if any(start < b and a < end for a, b in paste.taken):
        return None
    before = readable[max(0, start - 40) : start]
    before = before if start > 40 else "\n" + before
    behind = re.compile(_COLON_BEHIND).match(readable, end)
    alone = not behind and _LINE_BEGINS.search(before)
    behind = behind or (_ALONE_BEHIND.match(readable, end) if alone else None)
    if not behind or _is_denied(start, paste):
        return None
    one = _value(behind.end(), name, paste)
    if one is None or _is_somebody_s(start, name, paste) or _is_gone(start, one.end, paste):
        return None
    if alone and not _LINE_ENDS.match(readable, one.end):
        return None
    if (
        "\n" in readable[end : one.start]
        and paste.kinds.get(name) is Kind.USER_ID
        and not stands_out(readable, one.start, one.end)
    ):
        return None  # the next line is about something else
    if not re.search(_BEFORE_LABEL, before) and not _counts(
        start, one.end, one, bits, False, paste
    ):
        return None
    return one


def _is_gone(start: int, end: int, paste: Sought) -> bool:
    """Whether the sentence of a label tells of what is gone; the message's own sentence does not count."""
    low, high = _sentence(start, end, paste)
    if any(low < b and a < high for a, b in paste.taken):
        return False
    return bool(re.search(_GONE, paste.readable[low:start] + " " + paste.readable[end:high]))


def _value(start: int, name: str, paste: Sought) -> Capture | None:
    """The value of *name* that begins at *start*, if it may be trusted."""
    stop = paste.readable.find("\n", start)
    stop = stop if stop >= 0 else len(paste.readable)
    kind = paste.kinds.get(name, Kind.TEXT)
    one = fitted(paste.text.repaired, start, stop, kind, paste.known)
    return _checked(one, name, paste)


def _checked(one: Capture, name: str, paste: Sought) -> Capture | None:
    """*one* if its value may be that of *name*; flagged where the text takes it back."""
    value, kind = one.value, paste.kinds.get(name, Kind.TEXT)
    if value is None or any(one.start < b and a < one.end for a, b in paste.taken):
        return None
    if not value.startswith(paste.marks.get(name, "")) or _held_by(value, one, paste):
        return None
    if kind is Kind.USER_ID and (
        is_person(value) or not looks_made(value) or _RAN_ON.search(value)
    ):
        return None
    behind = paste.readable[one.end : one.end + 60].split("\n\n")[0]
    for a, b in paste.taken:
        if one.end <= a < one.end + 60 and b:
            behind = behind[: a - one.end]
    also = _ALSO.match(behind) if kind is Kind.USER_ID else None
    if re.search(_TAKEN_BACK, behind) or (also and _alike(value, also[1])):
        return one._replace(flags=(Flag.CONFLICT,))
    return one


def _held_by(value: str, one: Capture, paste: Sought) -> bool:
    """Whether *value*, which the message has too, is told of the one whom the message names.

    It is not where a label has a line for itself, among no fields that the article does not know.
    """
    readable = paste.readable
    said = " ".join(readable[a:b] for a, b in paste.taken).casefold().split()
    if value.casefold() not in said:
        return False
    low = readable.rfind("\n", 0, one.start) + 1
    high = readable.find("\n", one.end)
    high = high if high >= 0 else len(readable)
    if len(readable[low : one.start].split()) > LABEL or re.search(r"\w", readable[one.end : high]):
        return True
    above = readable.rfind("\n", 0, max(0, low - 1)) + 1
    below = readable.find("\n", high + 1)
    below = below if below >= 0 else len(readable)
    return any(
        re.match(_FIELD, readable[a:b])
        and not any(a < end and start < b for start, end in paste.taken)
        and not (paste.topics and paste.topics.search(readable, a, b))
        for a, b in ((above, low - 1), (high + 1, below))
        if a < b
    )


def _alike(value: str, other: str) -> bool:
    """Whether *other* may be a user's ID as *value* is one."""
    return value.casefold() != other.casefold() and (
        other.startswith("_") if value[0] == "_" else looks_made(other) and other[0].isalpha()
    )


def _is_somebody_s(start: int, name: str, paste: Sought) -> bool:
    """Whether the lines around a label tell of a person, and none nearer of the article's subject.

    A label that the article itself names tells of none: `Username: {{owner}}`. Where users of the
    article are known by their mark, no person has such an ID; a host or a number is what it is on any card.
    """
    if name in paste.marks or paste.kinds.get(name) not in PERSONAL:
        return False
    readable = paste.readable
    for step in (-1, 1):
        line_start = readable.rfind("\n", 0, start) + 1
        line_end = readable.find("\n", start)
        line_end = line_end if line_end >= 0 else len(readable)
        own = readable[line_start:line_end][:200]
        if readable[line_start:start].strip(_BULLETS) and re.match(_PERSON, own):
            return True
        for _ in range(NEIGHBOURS):
            if step < 0:
                line_end = line_start - 1
                line_start = readable.rfind("\n", 0, max(0, line_end)) + 1
            else:
                line_start = line_end + 1
                line_end = readable.find("\n", line_start)
                line_end = line_end if line_end >= 0 else len(readable)
            line = (
                readable[line_start : min(line_end, line_start + 200)]
                if line_end > line_start
                else ""
            )
            if not line.strip() or (paste.topics and paste.topics.search(line)):
                break
            if re.match(_PERSON, line):
                return True
    return False


# ------------------------------------------------------------------------------------------ phrases


def _lines_with(phrases: Sequence[Phrase], text: Text) -> Iterator[tuple[Phrase, Region]]:
    """The phrases and the lines that may hold them."""
    held = {token for line in text.lines[:LINES] for token in line.tokens}
    phrases = [
        one
        for one in phrases
        if one.part.pieces[0].glue or held.issuperset(one.part.pieces[0].tokens)
    ]
    for i, line in enumerate(text.lines[:LINES] if phrases else ()):
        region = Region([line, *text.lines[i + 1 : min(i + 2, LINES)]])
        yield from ((one, region) for one in phrases if one.part.pieces[0].key in region.key)


def _phrased(paste: Sought) -> Iterator[tuple[str, Capture]]:
    """The values in sentences that are about the article."""
    seen = 0.0
    for phrase, region in paste.phrases:
        if seen > MOST:
            return
        seen += 0.1
        for name, capture in _captured(phrase, region, paste):
            yield name, capture
            seen += 1


def _captured(phrase: Phrase, region: Region, paste: Sought) -> Iterator[tuple[str, Capture]]:
    """Every place in which a phrase stands with a value that fits; wrapped lines are one."""
    since, part = 0, phrase.part
    for _ in range(8):
        alignment = exact(part, region, since)
        if alignment is None:
            return
        since = alignment.first + 1
        if region.line_of(alignment.first) > 0:
            return
        if region.line_of(alignment.end - 1) > 0 and not region.lines[1].joined:
            continue
        start, end = region.start(alignment.first), region.end(alignment.end - 1)
        if not any(start < b and a < end for a, b in paste.taken):
            held = captures(alignment, region, paste.text.repaired, paste.kinds, paste.known)
            for name, capture in held.items():
                one = _checked(capture, name, paste)
                only = name in paste.only and not phrase.is_label
                if one is None or (phrase.is_label and not looks_made(one.value or "")):
                    continue  # without its colon a label is a word as any other
                if _counts(start, max(end, one.end), one, part.weight, only, paste):
                    yield name, one
        if since >= len(region.tokens):
            return


def _counts(start: int, end: int, one: Capture, bits: float, only: bool, paste: Sought) -> bool:
    """Whether a phrase stands in a sentence that makes its value the one that is asked for.

    *bits*: how much the words of the hint tell; *only*: its value is the only one that there may be.
    """
    readable = paste.readable
    if _is_denied(start, paste):
        return False
    low, high = _sentence(start, end, paste)
    own = any(low < b and a < high for a, b in paste.taken)
    before, behind = readable[low:start], readable[end:high]
    for a, b in paste.taken:  # what the message says is not said of the hint
        if low <= a < start:
            before = readable[min(b, start) : start] if b <= start else ""
        if end < b <= high + 1 or end <= a < high:
            behind = readable[end : max(end, a)]
    clause = before[_last_end(before) :] + " " + behind[: _first_end(behind)]
    if re.search(_OTHERWISE, clause):
        return False
    asked = "?" in readable[end : high + 2]
    said = " ".join(readable[a:b] for a, b in paste.taken).casefold().split()
    if asked and (one.value or "").casefold() in {word.strip("'\".,;") for word in said}:
        return False
    if own:
        return True
    if asked and not re.search(_HOW, before):
        return False
    if (
        re.search(_PAST, clause)
        or re.search(_GONE, f"{before} {behind}")
        or _is_of_another(clause, paste)
    ):
        return False
    words = readable[low:start] + " " + readable[start : one.start] + " " + readable[one.end : high]
    if not paste.topics or only or bits >= _TELLING or paste.topics.search(words):
        return True
    return bool(re.search(_NEEDED, words))


def _is_denied(start: int, paste: Sought) -> bool:
    """Whether words right before a hint turn it round; those of the message are none of them."""
    low = max([b for _, b in paste.taken if b <= start], default=0)
    return re.compile(_DENIED).search(paste.readable, max(low, start - 40), start) is not None


def _is_of_another(clause: str, paste: Sought) -> bool:
    """Whether *clause* speaks of another one of the things that the article is about."""
    found = paste.topics.finditer(clause) if paste.topics else ()
    return any(re.search(_ANOTHER, clause[max(0, one.start() - 40) : one.start()]) for one in found)


def _sentence(start: int, end: int, paste: Sought) -> Span:
    """The sentence around a stretch of the text; a colon at a line's end leads on to the next line."""
    readable = paste.readable
    low, high = max(0, start - REACH), min(len(readable), end + REACH)
    for found in _SENTENCE_END.finditer(readable, low, high):
        place = found.end()
        if found[0] == "\n" and not _ends_line(found.start(), place, paste):
            continue
        if place <= start:
            low = place
        elif found.start() >= end:
            return low, found.start()
    return low, high


def _ends_line(at: int, after: int, paste: Sought) -> bool:
    """Whether the line end at *at* also ends a sentence."""
    readable = paste.readable
    if readable[at - 1 : at] == ":" and not any(b <= at <= b + 1 for _, b in paste.taken):
        return False
    starts = paste.paragraphs
    i = bisect_left(starts, after)
    return i >= len(starts) or starts[i] == after or readable[after : after + 1] == "\n"


def _last_end(clause: str) -> int:
    """Behind the last end of a clause."""
    return max((found.start() + 1 for found in re.finditer(_CLAUSE_END, clause)), default=0)


def _first_end(clause: str) -> int:
    """Before the first end of a clause."""
    found = re.search(_CLAUSE_END, clause)
    return found.start() if found else len(clause)
