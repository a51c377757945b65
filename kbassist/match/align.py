"""How a signature lies on a stretch of a paste: which words fit, which were misread, what the slots hold.

The exact way first: the literal pieces, one after the other, searched for as strings. Where that fails,
`approximate` goes by edits; both give the same `Alignment`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from kbassist.match.misread import edits
from kbassist.match.pattern import (
    APART_AFTER,
    APART_BEFORE,
    GLUED_AFTER,
    GLUED_BEFORE,
    SEPARATOR,
    TOUCHES_BEFORE,
    Part,
    Piece,
)
from kbassist.match.rarity import Rarity
from kbassist.text import Line

SHORTENED = -2
"""In place of misread letters: a writer in haste has left out the end of the word."""
EDIT = 2.5
"""Bits that each misread letter costs."""
SLOT_WORD, SLOT_TOKEN = 0.15, 0.02
"""Bits for a slot: each word of a language in it, each other token."""
CUT = 0.15
"""Part of their weight that literals cost which a cut took away."""
DANGLING = frozenset({"...", ",", ":", ";", "("})
"""What no message ends with."""

_PAUSE = re.compile(r"$|\s|[\"'`)\]}>*|<]|[.,;:!?\u2026]+(?:$|\s|[\"'`)\]}>])|\\[nrt]")
"""What follows a mark that ends a sentence or divides two values: no word, no other piece of a value."""
_APART = {
    **dict.fromkeys("'\"", re.compile(r"(?!\w)")),
    **dict.fromkeys(")]}>", re.compile(r"(?![\w\\/]|[.-]\w)")),
}
"""The same for marks that close."""
_TOUCHES = re.compile(r"\S")
_DRIVE = re.compile(r"(?<![^\W_])[A-Za-z]$")
_ADDRESS = re.compile(r"\[[0-9A-Fa-f:.]*$")
_REST_OF_ADDRESS = re.compile(r"[0-9A-Fa-f:.]*(?:%\w+)?\]")


class Region:
    """Some lines of a paste that may hold one message, as one sequence of tokens."""

    __slots__ = ("_key", "_offsets", "_views", "breaks", "firsts", "lines", "tokens")

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.tokens: list[str] = lines[0].tokens if len(lines) == 1 else []
        self.firsts = [0]
        self.breaks: dict[int, int] = {}
        self._key = ""
        self._offsets: list[int] = []
        self._views: dict[tuple[int, int], View] = {}
        if len(lines) > 1:
            for line in lines:
                if self.tokens:
                    self.breaks[len(self.tokens)] = 1
                    self.firsts.append(len(self.tokens))
                self.tokens = self.tokens + line.tokens

    @property
    def key(self) -> str:
        """The tokens as one string to search in."""
        if not self._key:
            self._key = SEPARATOR + SEPARATOR.join(self.tokens) + SEPARATOR
        return self._key

    def token_at(self, offset: int) -> int:
        """Number of the token at an offset of `key`."""
        if not self._offsets:
            position, self._offsets = 1, []
            for token in self.tokens:
                self._offsets.append(position)
                position += len(token) + 1
        return bisect_right(self._offsets, offset) - 1

    def key_offset(self, token: int) -> int:
        """Offset in `key` at which a token begins."""
        self.token_at(0)
        return self._offsets[token]

    def view(self, low: int, high: int, rarity: Rarity) -> View:
        """The tokens from *low* up to *high*."""
        view = self._views.get((low, high))
        if view is None:
            view = self._views[low, high] = View(self.tokens[low:high], rarity)
        return view

    def line_of(self, token: int) -> int:
        """Index in `lines` of a token's line."""
        return bisect_right(self.firsts, token) - 1 if len(self.lines) > 1 else 0

    def start(self, token: int) -> int:
        """Where a token begins in the repaired text."""
        i = self.line_of(token)
        line = self.lines[i]
        return line.start + line.spans[token - self.firsts[i]][0]

    def end(self, token: int) -> int:
        """Where a token ends in the repaired text."""
        i = self.line_of(token)
        line = self.lines[i]
        return line.start + line.spans[token - self.firsts[i]][1]

    def seated(self, token: int, count: int, seat: int) -> bool:
        """Whether *count* marks from *token* on stand as a signature has them beside its values.

        A dot that ends a sentence has a blank behind it, one inside a value has none; the colon of a
        drive, of a web address or inside a bracketed address is a part of its value in any case.
        """
        line = self.lines[self.line_of(token)]
        start, end = self.start(token) - line.start, self.end(token + count - 1) - line.start
        before, behind = line.text[:start], line.text[end:]
        apart = _APART.get(self.tokens[token + count - 1], _PAUSE)
        if not (apart if seat & APART_AFTER else _TOUCHES).match(behind):
            return False
        blank = not before or before[-1].isspace()
        if seat & (TOUCHES_BEFORE | APART_BEFORE) and blank != bool(seat & APART_BEFORE):
            return False
        return self.tokens[token] != ":" or count > 1 or not _in_address(before, behind)


def _in_address(before: str, behind: str) -> bool:
    """Whether the colon between two stretches belongs to a drive, a web address, a bracketed address."""
    opened, closed = _ADDRESS.search(before), _REST_OF_ADDRESS.match(behind)
    return (
        behind.startswith("//")
        or (behind.startswith(("\\", "/")) and _DRIVE.search(before) is not None)
        or (opened is not None and closed is not None and ":" in opened[0] + closed[0])
    )


class Places(NamedTuple):
    """Where a literal may stand among some tokens."""

    found: Sequence[tuple[int, int, float, int]]
    """First token, how many, bits, misread letters."""
    led: Sequence[tuple[int, float]]
    """Tokens that hold the end of the slot before as well, and the bits."""
    filled: Sequence[int]
    """Tokens behind those that hold the beginning of the slot behind."""


class View:
    """Tokens that parts are aligned with, and what is found out about them once for all parts."""

    __slots__ = (
        "_alike",
        "_words",
        "absorbing",
        "barred",
        "extras",
        "joined",
        "known",
        "places",
        "tokens",
    )

    def __init__(self, tokens: list[str], rarity: Rarity) -> None:
        self.tokens = tokens
        self.places: dict[str, list[int]] = {}
        """Where each token stands."""
        self.joined: dict[str, list[int]] = {}
        """Each token run together with the next one: where it begins."""
        self.barred: dict[str, list[int]] = {}
        """Words in which a small l was read as a bar, or that a hyphen divides: where they begin."""
        for i, token in enumerate(tokens):
            self.places.setdefault(token, []).append(i)
        for i, (token, after) in enumerate(pairwise(tokens)):
            self.joined.setdefault(token + after, []).append(i)
            if after in ("|", "-") and i + 2 < len(tokens):
                whole = token + ("l" if after == "|" else "") + tokens[i + 2]
                self.barred.setdefault(whole, []).append(i)
        costs = {token: extra_cost(token, rarity) for token in self.places}
        self.extras = [costs[token] for token in tokens]
        """Bits that each costs inside a message to which it is foreign."""
        costs = {
            token: SLOT_WORD if token.isalpha() and rarity.known(token) else SLOT_TOKEN
            for token in self.places
        }
        self.absorbing = [costs[token] for token in tokens]
        """Bits that each costs in a slot."""
        self.known: dict[tuple[str, float, int], Places] = {}
        """Of literals with their bits and the slots that they touch: where they may stand."""
        self._alike: dict[str, list[tuple[str, int]]] = {}
        self._words = [
            (token, len(token))
            for token in self.places
            if token[0].isalnum() and not token.isdecimal()
        ]

    def alike(self, literal: str) -> list[tuple[str, int]]:
        """Other words that may be *literal*, with their misread letters or `SHORTENED`."""
        found = self._alike.get(literal)
        if found is None:
            found = self._alike[literal] = []
            length = len(literal)
            for token, long in self._words:
                if -5 < long - length < 5:
                    count = edits(literal, token)
                    if count >= 0:
                        if token != literal:
                            found.append((token, count))
                        continue
                if 3 < long < length and literal.startswith(token) and token.isalpha():
                    found.append((token, SHORTENED))
        return found


@dataclass(slots=True, eq=False, repr=False)
class Step:
    """A literal found in the paste."""

    literal: int
    first: int
    """Its first token in the region."""
    end: int
    """Behind its last token."""
    edits: int = 0
    prefix: bool = False
    """The paste ends inside it."""


@dataclass(slots=True, eq=False, repr=False)
class Alignment:
    """How one part of a signature lies on a region."""

    part: Part
    score: float
    """Bits gained by what fits less what does not."""
    steps: list[Step]
    slots: list[tuple[int, int] | None]
    """Repaired offsets of the slots between the pieces (not before the first, not after the last)."""
    first: int
    """First token of the region that a literal took."""
    end: int
    """Behind the last one."""
    exact: bool = False
    missing: list[int] = field(default_factory=list)
    """Literals that are not there though the text goes on."""
    extra: list[int] = field(default_factory=list)
    """Foreign tokens between literals."""
    cut: list[int] = field(default_factory=list)
    """Literals behind the place where the text ends."""
    tail: int = 0
    """Characters by which the last slot reaches back into the last literal's token (glued)."""
    guessed: bool = False
    """Whether a word was taken for a literal more for its place than for its letters."""
    head: int = 0
    """Characters of the first literal's token that belong to the slot before it (glued)."""

    def edits_near(self, name: str) -> bool:
        """Whether a literal right beside one of *name*'s slots was misread, missing or cut."""
        if self.exact:
            return False
        sure = {step.literal for step in self.steps if not step.edits and not step.prefix}
        edges = [0, *self.part.opens, len(self.part.literals)]
        for names, opening in zip(self.part.slots, edges, strict=True):
            if name in names:
                return any(
                    k not in sure
                    for k in (opening - 1, opening)
                    if 0 <= k < len(self.part.literals) and k not in self.cut
                )
        return False


def stands(part: Part, region: Region) -> bool:
    """Whether *part* is there word for word."""
    part = part.unended or part
    return part.pieces[0].key in region.key and bool(_forwards(part, region, 0))


def exact(part: Part, region: Region, since: int = 0) -> Alignment | None:
    """*part* found word for word in *region*, from token *since* on, as tightly as it stands there.

    Marks between its values stand as the signature writes them if they can. A full stop behind the last
    value stands at a sentence's end or need not be there.
    """
    if not part.seats:
        return _exact(part, region, since, seated=False)
    for seated in (True, False):
        for one in (part, part.unended):
            if one and (seated or one.unended is None):
                found = _exact(one, region, since, seated=seated)
                if found:
                    return found
    return None


def _exact(part: Part, region: Region, since: int, *, seated: bool) -> Alignment | None:
    key, pieces = region.key, part.pieces
    if pieces[0].key not in key:
        return None
    bounds = _forwards(part, region, region.key_offset(since) - 1 if since else 0, seated)
    if not bounds:
        return None
    if len(pieces) > 1 and key.find(pieces[0].key, bounds[0][0] + 1, bounds[-1][0]) >= 0:
        bounds = _tightened(part, region, bounds, seated)
    steps: list[Step] = []
    literal = 0
    slots: list[tuple[int, int] | None] = []
    head = tail = 0
    before = 0
    for number, (piece, (start, end)) in enumerate(zip(pieces, bounds, strict=True)):
        inside = start + (key[start] == SEPARATOR)
        first = region.token_at(inside)
        lead = inside - region.key_offset(first)
        last = first + len(piece.tokens) - 1
        if number:
            slots.append((before, region.start(first) + lead))
        elif lead:
            head = lead
        steps += [Step(literal + i, first + i, first + i + 1) for i in range(len(piece.tokens))]
        literal += len(piece.tokens)
        rest = (
            region.key_offset(last) + len(region.tokens[last]) - (end - (key[end - 1] == SEPARATOR))
        )
        before = region.end(last) - rest
        if number == len(pieces) - 1:
            tail = rest
    return Alignment(
        part,
        part.weight,
        steps,
        slots,
        steps[0].first,
        steps[-1].end,
        exact=True,
        head=head,
        tail=tail,
    )


def _forwards(
    part: Part, region: Region, position: int, seated: bool = False
) -> list[tuple[int, int]]:
    """Where each piece stands, every one as early as it can; empty if one does not.

    *seated*: marks between values must stand as the signature writes them.
    """
    key = region.key
    bounds: list[tuple[int, int]] = []
    for piece in part.pieces:
        if bounds and piece.glue & GLUED_BEFORE:
            position += 1
            if position > len(key):
                return []
        start = key.find(piece.key, position - (key[position - 1] == SEPARATOR and position > 0))
        while seated and start >= 0 and not _sits(piece, start, region):
            start = key.find(piece.key, start + 1)
        if start < 0:
            return []
        end = start + len(piece.key)
        bounds.append((start, end))
        position = end + 1 if key[end - 1] != SEPARATOR and key[end] == SEPARATOR else end
    return bounds


def _sits(piece: Piece, start: int, region: Region) -> bool:
    """Whether a piece that stands at *start* in the region's key has its blanks as it should."""
    if not piece.seat:
        return True
    return region.seated(region.token_at(start + 1), len(piece.tokens), piece.seat)


def _tightened(
    part: Part, region: Region, bounds: list[tuple[int, int]], seated: bool
) -> list[tuple[int, int]]:
    """The same, with every piece as late as it can stand before the last one."""
    key = region.key
    tight = [bounds[-1]]
    for piece in part.pieces[-2::-1]:
        limit = tight[0][0]
        start = key.rfind(piece.key, 0, limit)
        while seated and start >= 0 and not _sits(piece, start, region):
            start = key.rfind(piece.key, 0, start + len(piece.key) - 1)
        if start < 0 or start + len(piece.key) >= limit + (key[limit] != SEPARATOR):
            return bounds
        tight.insert(0, (start, start + len(piece.key)))
    return tight


def extra_cost(token: str, rarity: Rarity) -> float:
    """Bits that a foreign token inside a message costs."""
    return 1.0 + 0.4 * min(rarity.weight(token), 8.0) if token[0].isalnum() else 0.3


def breaks_off(tokens: Sequence[str]) -> bool:
    """Whether a text with these last tokens visibly ends in the middle."""
    return tokens[-1] in DANGLING


def slot_place(
    part: Part, region: Region, found: dict[int, Step], opening: int, cut: list[int]
) -> tuple[int, int] | None:
    """Repaired offsets of the slot before literal *opening*."""
    before = next((found[k] for k in range(opening - 1, -1, -1) if k in found), None)
    after = next((found[k] for k in range(opening, len(part.literals)) if k in found), None)
    if before is None:
        return None
    start = region.end(before.end - 1)
    literal, token = part.literals[before.literal], region.tokens[before.end - 1]
    if part.glued[before.literal] & GLUED_AFTER and token.startswith(literal) and not before.edits:
        start -= len(token) - len(literal)
    if after is None:
        if cut and opening <= cut[0]:  # the text ends in this slot
            return (start, region.end(len(region.tokens) - 1)) if opening == cut[0] else None
        return None
    end = region.start(after.first)
    literal, token = part.literals[after.literal], region.tokens[after.first]
    if part.glued[after.literal] & GLUED_BEFORE and token.endswith(literal) and not after.edits:
        end += len(token) - len(literal)
    return (start, end) if end > start else None
