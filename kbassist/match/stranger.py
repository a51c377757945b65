"""What makes a message another one than it seems: a stranger of its article, another thing's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kbassist.keys import stem, symptom_words
from kbassist.match.align import Alignment, Region, exact
from kbassist.match.base import Base
from kbassist.match.capture import CLOSING, another_thing, looks_made, unfilled
from kbassist.match.hits import Hit
from kbassist.model import Flag, Kind, Revision
from kbassist.text import Text, normalise, tokenise

TELLING, HEARD = 4.0, 0.6
"""Bits that a stranger's further words must tell to be listened for; the part of them that decides."""
LABEL = 12
"""Words before a message that may name what has issued it."""
STRAY = 2
"""Tokens by which they may stand farther from the message than in the stranger."""
_NAMED = re.compile(r"\s+[\"']?[A-Z0-9_]\w*")
"""The name of a thing, behind the word for it."""
_LABELS = re.compile(
    r"aw|case|customer|fwd?|http|inc|kunde|log|re|response|soap|sr|status|ticket|wg"
    r"|(?:betreff|code|error|exception|fault|fehler|hinweis|incident|kurztext|meldung|message|msg|nachricht"
    r"|problem|screenshot|subject|system|text|titel|title)\w*",
    re.IGNORECASE,
)
"""Words of labels of messages, tickets and mails, which name nothing that has issued a message."""
_SURNAME = re.compile(r" [A-Z][a-z\u00c0-\u024f'-]+")
"""What follows a person's first name."""
_LEADS = frozenset(
    """a aber about afternoon again all also an and as at auf aujourd'hui ayer because bei beim but
    by car click clicking da dann das dass dem den der des die dienstag diese dieser dieses
    directly dnes doch donc donnerstag ein eine einem einen einer entry error errors erscheint
    es evening every exception fehler fehlermeldung following for freitag friday from gestern
    get gets getting gibt gives got had hallo has have he heißt hello help here heute hi hier
    hoy i if ihre immer in is it its jetzt jeudi kommt la lautet le les line log logs lundi
    lunes mardi martes mein meine meldung mercredi message midnight migration mittwoch monday
    montag month morgen morning my nach neue noon now nun of often ok omdat on once only or our
    out parce perché please pls ponieważ pop popup porque prints puis que raises read reads
    reason receive received receives release reports returned returns said same samstag saturday
    save saving says see seen sees she shows since so sometimes sonntag steht still sunday
    system team text that the their then there they this thursday to today today's tomorrow
    tuesday und unser unsere update upgrade upload uploading urgent user users vandaag vendredi
    von we wednesday week weekend wegen weil wenn what when where which while why wird with year
    yesterday you your zeigt""".split()
)
"""Words behind which a message may begin: what comes after them is not part of a name."""
_ABOUT = frozenset(
    """about concerning for of on over regarding to with für über wegen zu zum zur
    bezüglich""".split()
)
"""Words that make the first thing of a message the object of something else: "the ticket about the …"."""


def stranger(hit: Hit, text: Text, base: Base) -> str:
    """What is nearer to the text than the article of *hit*; empty where nothing is."""
    if thing := _another_value(hit, text, base) or _several(hit):
        return thing
    first, last = hit.proposal.alignments[0], hit.proposal.alignments[-1]
    region = hit.proposal.region
    if not first.part.slots[0] and (found := _named(first, region, text.readable)):
        revisions = base.revisions(hit.proposal.compiled.pattern.number)
        own = {word for revision in revisions for word in symptom_words(revision)}
        if not found.qualified or stem(found.text.split()[0].lower()) not in own:
            return found.text
    end = region.end(last.end - 1)
    if (
        last.part.slots[-1]
        and not last.tail
        and re.match(r"[-'][^\W\d_]", text.readable[end : end + 2])
    ):
        return text.repaired[region.start(last.end - 1) : end + 20].split()[0]
    return _stranger(hit, base) if len(hit.proposal.alignments) == 1 else ""


def _another_value(hit: Hit, text: Text, base: Base) -> str:
    """What stands in place of a value and is none of the article's: a group, a number, `{0}`."""
    kinds = hit.proposal.compiled.pattern.kinds
    examples = {
        name: placeholder.example
        for revision in base.revisions(hit.proposal.compiled.pattern.number)
        for name, placeholder in revision.placeholders.items()
    }
    for name, one in hit.found.items():
        if Flag.CUT in one.flags:
            continue
        if one.value is None and (gap := unfilled(text.repaired, one.start)):
            if _has_words(text.repaired[: hit.start], text.repaired[one.start + len(gap) :]):
                return gap.strip()
        elif kinds.get(name) is Kind.USER_ID:
            if example := examples.get(name):
                value = one.value or ""
                if value and _is_unlike(value, example):
                    return value
                alike = value.startswith(_mark(example)) or ("_" in value and value.isupper())
                if not alike and (owner := _owner(hit, text, base)):
                    return f"{owner} {value}".strip()
            if one.value is None:
                if thing := another_thing(text.repaired, one.start):
                    return thing
            elif one.value.isalpha() and one.value.istitle():
                second = _SURNAME.match(text.repaired, one.end)
                if second:
                    return one.value + second[0]
            elif one.value.isalpha() and one.value.islower():
                named = _NAMED.match(text.repaired, one.end)
                if named and looks_made(named[0].strip(" \"'")):
                    return one.value + named[0]
    return ""


def _several(hit: Hit) -> str:
    """The word before a user's ID if it tells of several: `users`."""
    kinds, region = hit.proposal.compiled.pattern.kinds, hit.proposal.region
    for alignment in hit.proposal.alignments:
        step = alignment.steps[-1]
        token = region.tokens[step.first]
        if token == alignment.part.literals[step.literal] + "s" and any(
            kinds.get(name) is Kind.USER_ID for name in alignment.part.slots[-1]
        ):
            return token
    return ""


def _has_words(*around: str) -> bool:
    """Whether words stand beside a message: it is not all that was pasted."""
    return any(re.search(r"[^\W\d_]{2}", one) for one in around)


def _mark(example: str) -> str:
    """The mark with which the IDs begin of which *example* is one: the `_` of `_ABC`."""
    return "" if example[0].isalnum() else example[0]


def _is_unlike(value: str, example: str) -> bool:
    """Whether *value* is an ID of quite another kind than *example*: a mail address, a number."""
    return value.isdecimal() != example.isdecimal() or any(
        (mark in value) != (mark in example) for mark in "@\\"
    )


def _owner(hit: Hit, text: Text, base: Base) -> str:
    """The name before a message of what has issued it, if that is nothing that its article speaks of."""
    region = hit.proposal.region
    start = region.start(hit.proposal.alignments[0].first)
    line = region.lines[region.line_of(hit.proposal.alignments[0].first)]
    label = text.readable[line.start + line.body : start].rpartition(":")[0]
    words = re.findall(r"[^\W_][\w/-]*", label)
    if not words or len(words) > LABEL:
        return ""
    known = {
        word
        for revision in base.revisions(hit.proposal.compiled.pattern.number)
        for word in (*symptom_words(revision), *_names(revision))
    }
    base.rarity.learn(map(str.lower, words))
    told = [
        word for word in words if not _LABELS.fullmatch(word) and not any(c.isdigit() for c in word)
    ]
    named = len(told) > 1 and all(word[0].isupper() for word in told)  # `Pulse Secure`
    odd = [
        word
        for word in told
        if named or not base.rarity.known(word.lower()) or word[1:] != word[1:].lower()
    ]
    own = sum(word.lower() in known or stem(word.lower()) in known for word in odd)
    return f"{label.strip()}:" if len(odd) > 2 * own else ""


def _names(revision: Revision) -> Iterator[str]:
    """The words of products, and of what speaks for a revision."""
    for product in revision.applies_to:
        yield from tokenise(" ".join((product.product, *product.also_called)))
    yield from tokenise(" ".join(revision.evidence_for))


class Name(NamedTuple):
    """A thing's name that ends in the first word of a message."""

    text: str
    qualified: bool = False
    """Whether it is that word with another before it, which the article may know: "client certificate"."""


def _named(first: Alignment, region: Region, text: str) -> Name | None:
    """The name of which the beginning of a message is only the end: `Gift certificate`, `SAP_CERTIFICATE`."""
    start = region.start(first.first)
    line = text[text.rfind("\n", 0, start) + 1 : start]
    glued = re.search(r"[^\W_][\w.]*[-_./]$", line)
    if glued:
        return Name(glued[0] + text[start : region.end(first.first)])
    opened = re.search(r"(?:^|[\s(:])(['\"(\[])[^'\"()\[\]]*$", line)
    if opened and _closed_inside(first, region, CLOSING[opened[1]]):
        return Name(line[opened.start(1) :] + text[start : region.end(first.first)])
    if not first.part.written[first.steps[0].literal][:1].isupper() or not text[start].islower():
        return None
    words = re.findall(r"[^\W_][\w'-]*(?=[ \t]+(?:[^\W_][\w'-]*[ \t]+)*$)", line)[-2:]
    if not words:
        return None
    article = words[-1].lower() in ("the", "a", "an", "das", "ein", "die", "der")
    before = (words[:-1] if article else words)[-1:]
    if not before:
        return None
    word = before[0].lower()
    if word in _ABOUT and (article or word == "of"):
        return Name(f"{words[0]} {text[start : region.end(first.first)]}")
    if article or word in _LEADS or looks_made(before[0]) or not before[0].isalpha():
        return None
    return Name(f"{before[0]} {text[start : region.end(first.first)]}", qualified=True)


def _closed_inside(first: Alignment, region: Region, closing: str) -> bool:
    """Whether a quotation that was opened before the message ends between its words."""
    taken = {k for step in first.steps for k in range(step.first, step.end)}
    slots = [place for place in first.slots if place]
    return any(
        region.tokens[k] == closing
        and k not in taken
        and not any(a <= region.start(k) < b for a, b in slots)
        for k in range(first.first + 1, first.end)
    )


def _stranger(hit: Hit, base: Base) -> str:
    """The stranger of the article that stands there.

    A stranger that goes beyond the signature, "… assigned to user group …", tells by its further
    words, each in its own place: before, inside or behind. Those in capitals are examples of values.
    """
    here, region = hit.proposal.alignments[0], hit.proposal.region
    strangers = {
        stranger
        for revision in base.revisions(hit.proposal.compiled.pattern.number)
        for stranger in revision.strangers
    }
    for stranger in sorted(strangers):
        told, own = _told(stranger)
        there = exact(here.part, own)
        if there is None:
            continue
        total = heard = 0.0
        for side, further in enumerate(_sides(there, own, len(own.tokens))):
            words = {
                own.tokens[k]
                for k in further
                if own.tokens[k][0].isalnum()
                and not told.repaired[own.start(k) : own.end(k)].isupper()
            }
            around = _sides(here, region, len(further) + STRAY)[side]
            base.rarity.learn(words)
            total += sum(map(base.rarity.weight, words))
            heard += sum(map(base.rarity.weight, words & {region.tokens[k] for k in around}))
        if total >= TELLING and heard >= HEARD * total:
            return stranger
    return ""


@lru_cache(maxsize=1000)
def _told(stranger: str) -> tuple[Text, Region]:
    """A stranger made ready."""
    told = normalise(stranger)
    return told, Region(told.lines)


def _sides(alignment: Alignment, region: Region, reach: int) -> tuple[Sequence[int], ...]:
    """The tokens before, inside and behind a message that its signature does not have."""
    first, end = alignment.first, alignment.end
    taken = {k for step in alignment.steps for k in range(step.first, step.end)}
    begin, stop = _line_around(first, end, region)
    return (
        range(max(begin, first - reach), first),
        [k for k in range(first, end) if k not in taken],
        range(end, min(stop, end + reach)),
    )


def _line_around(first: int, end: int, region: Region) -> tuple[int, int]:
    """The tokens of the lines in which a message stands, with those that were wrapped from them."""
    ends = [k for k, joined in region.breaks.items() if joined < 2]
    return (
        max((k for k in ends if k <= first), default=0),
        min((k for k in ends if k >= end), default=len(region.tokens)),
    )
