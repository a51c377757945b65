"""How a signature lies on a stretch of a paste: which words fit, which were misread, what the slots hold.

First the exact way: the literal pieces, one after the other, searched for as strings. Where that fails,
an alignment of token sequences by dynamic programming, local in the paste and global in the signature
(Smith and Waterman 1981, with slots as free gaps): a literal may be misread, missing or cut off, two may
have run together, one may have been torn apart, and foreign tokens may stand between. Scores are bits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kbassist.match.misread import confusable, edits, prefixed
from kbassist.match.pattern import GLUED_AFTER, GLUED_BEFORE, SEPARATOR, Part, missing_cost
from kbassist.match.rarity import Rarity
from kbassist.text import Line

NEVER = -1e9
LED = -1
"""In place of misread letters: the token also ends the slot before, which began in no other token."""
SHORTENED = -2
"""In place of misread letters: a writer in haste has left out the end of the word."""
OWN_WORD = 6.0
"""Bits of a word that is too common to be the beginning of another one: `with`, not `without`."""
EDIT = 2.5
"""Bits that each misread letter costs."""
OTHER_WORD = 4.0
"""Bits more if what stands there is a word of its own."""
SLOT_WORD, SLOT_TOKEN, EMPTY_SLOT = 0.15, 0.02, 2.0
"""Bits for a slot: each word of a language in it, each other token, nothing at all."""
CUT, UNSEEN_CUT = 0.15, 1.5
"""Part of their weight that literals cost which a cut took away; bits more if no dots show the cut."""
DANGLING = frozenset({"...", ",", ":", ";", "("})
"""What no message ends with."""
BREAK = (0.0, 1.5, 0.4)
"""Bits for a slot that runs over a line end: impossible, unlikely wrap, likely wrap."""


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


class View:
    """Tokens that parts are aligned with, and what is found out about them once for all parts."""

    __slots__ = ("_alike", "_words", "absorbing", "barred", "extras", "joined", "places", "tokens")

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
    return part.pieces[0].key in region.key and bool(_forwards(part, region.key, 0))


def exact(part: Part, region: Region, since: int = 0) -> Alignment | None:
    """*part* found word for word in *region*, from token *since* on, as tightly as it stands there."""
    key, pieces = region.key, part.pieces
    if pieces[0].key not in key:
        return None
    bounds = _forwards(part, key, region.key_offset(since) - 1 if since else 0)
    if not bounds:
        return None
    if len(pieces) > 1 and key.find(pieces[0].key, bounds[0][0] + 1, bounds[-1][0]) >= 0:
        bounds = _tightened(part, key, bounds)
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


def _forwards(part: Part, key: str, position: int) -> list[tuple[int, int]]:
    """Where each piece stands, every one as early as it can; empty if one does not."""
    bounds: list[tuple[int, int]] = []
    for piece in part.pieces:
        if bounds and piece.glue & GLUED_BEFORE:
            position += 1
            if position > len(key):
                return []
        start = key.find(piece.key, position - (key[position - 1] == SEPARATOR and position > 0))
        if start < 0:
            return []
        end = start + len(piece.key)
        bounds.append((start, end))
        position = end + 1 if key[end - 1] != SEPARATOR and key[end] == SEPARATOR else end
    return bounds


def _tightened(part: Part, key: str, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same, with every piece as late as it can stand before the last one."""
    tight = [bounds[-1]]
    for piece in part.pieces[-2::-1]:
        limit = tight[0][0]
        start = key.rfind(piece.key, 0, limit)
        if start < 0 or start + len(piece.key) >= limit + (key[limit] != SEPARATOR):
            return bounds
        tight.insert(0, (start, start + len(piece.key)))
    return tight


# ---------------------------------------------------------------------------------------- by edits


def extra_cost(token: str, rarity: Rarity) -> float:
    """Bits that a foreign token inside a message costs."""
    return 1.0 + 0.4 * min(rarity.weight(token), 8.0) if token[0].isalnum() else 0.3


def breaks_off(tokens: Sequence[str]) -> bool:
    """Whether a text with these last tokens visibly ends in the middle."""
    return tokens[-1] in DANGLING


def approximate(part: Part, region: Region, rarity: Rarity, open_end: bool) -> Alignment | None:
    """The best alignment of *part* in *region*; `open_end`: the text is cut off where the region ends."""
    tokens, literals, weights, opens = region.tokens, part.literals, part.weights, part.opens
    low, high = _window(part, tokens)
    whole = len(tokens)
    while open_end and whole > 1 and tokens[whole - 1] == "...":
        whole -= 1
    high = min(high, whole)
    if high <= low:
        return None
    n, m = high - low, len(literals)
    view = region.view(low, high, rarity)
    here = view.tokens
    score = [0.0] * (n + 1)
    back: list[list[tuple[int, int, int]]] = []  # per literal: (items back, tokens back, edits)
    after_slot: list[
        list[int]
    ] = []  # per literal with a slot before it: token at which the slot began
    rows = [score]
    filled: set[int] = set()  # tokens that hold the beginning of the next slot's value
    for j in range(m):
        row = bare = rows[j]
        begun: list[int] = []
        if j in opens:
            row, begun = _slot_row(row, view.absorbing, region.breaks, low, filled)
        after_slot.append(begun)
        rows[j] = row
        gains, led, filled = _gains(part, j, view, rarity)
        new, steps = _literal_row(j, row, rows, gains, part, view)
        for i in led:
            if bare[i] + gains[i][0] > new[i + 1]:
                new[i + 1], steps[i + 1] = bare[i] + gains[i][0], (1, 1, LED)
        rows.append(new)
        back.append(steps)
    best, end_j = max(rows[m]), m
    end_i = rows[m].index(best)
    cut_steps: list[Step] = []
    if open_end and high == whole:
        left = 0.0 if breaks_off(tokens) else UNSEEN_CUT
        for j in range(m - 1, -1, -1):
            left += CUT * weights[j]
            value = rows[j][n] - left
            if j and j not in opens and back[j - 1][n][0] == 0:
                value = NEVER  # a foreign word stands where the literal would go on
            if value > best and j > 0:
                best, end_j, end_i, cut_steps = value, j, n, []
            word = here[n - 1]
            if (
                literals[j].startswith(word)
                and word != literals[j]
                and word[0].isalnum()
                and rows[j][n - 1] > NEVER
            ):
                part_of = len(word) / len(literals[j])
                value = rows[j][n - 1] + weights[j] * part_of - left
                if value > best:
                    best, end_j, end_i = value, j, n - 1
                    cut_steps = [Step(j, low + n - 1, low + n, prefix=True)]
    if best <= 0:
        return None
    return _traced(part, region, best, end_j, end_i, low, back, after_slot, cut_steps)


def _window(part: Part, tokens: list[str]) -> tuple[int, int]:
    """The stretch of *tokens* in which the part can lie: all of them unless they are many."""
    if len(tokens) <= 3 * len(part.literals) + 20:
        return 0, len(tokens)
    wanted = {t for t, w in zip(part.literals, part.weights, strict=True) if w > 2}
    hits = [i for i, token in enumerate(tokens) if token in wanted]
    if not hits:
        return 0, 0
    margin = len(part.literals) + 4
    best, reach = (hits[0], hits[-1]), 4 * len(part.literals) + 40
    if hits[-1] - hits[0] > reach:  # several places: the one with most different words
        counts: Counter[str] = Counter()
        most = first = 0
        for last in hits:
            counts[tokens[last]] += 1
            while last - hits[first] > reach:
                counts[tokens[hits[first]]] -= 1
                if not counts[tokens[hits[first]]]:
                    del counts[tokens[hits[first]]]
                first += 1
            if len(counts) > most:
                most, best = len(counts), (hits[first], last)
    return max(0, best[0] - margin), min(len(tokens), best[1] + 1 + margin)


def _gains(
    part: Part, j: int, view: View, rarity: Rarity
) -> tuple[dict[int, tuple[float, int]], set[int], set[int]]:
    """Tokens that may be literal *j*: index → (bits, misread letters).

    And those of them that also hold the end of the slot before, the beginning of the slot behind.
    """
    literal, weight, glued = part.literals[j], part.weights[j], part.glued[j]
    places = view.places
    found = dict.fromkeys(places.get(literal, ()), (weight, 0))
    led: set[int] = set()
    filled: set[int] = set()
    if not literal[0].isalnum():
        return found, led, filled
    for token, count in view.alike(literal):
        if count == SHORTENED:
            if rarity.weight(token) < OWN_WORD:
                continue
            gain = 0.5 * weight - EDIT, 2
        elif (
            count > 1 and (len(literal) < 5 or prefixed(literal, token)) and rarity.known(token)
        ) or (count > 1 and len(literal) < 5 and len(token) < 2):
            continue
        else:
            bits = weight - EDIT * count - _other(literal, token, rarity)
            gain = max(bits, 0.1 - missing_cost(literal, weight)), count
        found.update(dict.fromkeys(places[token], gain))
    if glued:
        for token, where in places.items():
            if len(token) > len(literal) and token[0].isalnum():
                after = glued & GLUED_AFTER and token.startswith(literal)
                before = glued & GLUED_BEFORE and token.endswith(literal)
                if after or before:
                    found.update(dict.fromkeys(where, (weight - 0.1, 0)))
                if after:
                    filled.update([i + 1 for i in where])
                if before:
                    led.update(where)
    return found, led, filled


def _other(literal: str, token: str, rarity: Rarity) -> float:
    """Bits more for a misread word that is a word of its own."""
    return OTHER_WORD if rarity.known(token) and not confusable(literal, token) else 0.0


def _slot_row(
    row: list[float], absorbing: list[float], breaks: dict[int, int], low: int, filled: set[int]
) -> tuple[list[float], list[int]]:
    """Let a slot begin anywhere and take one token or more; empty slots cost."""
    best, start = NEVER, 0
    new = [value - EMPTY_SLOT for value in row]
    for i in filled:
        new[i] = row[i]
    begun = list(range(len(row)))
    for i, cost in enumerate(absorbing):
        if row[i] > best:
            best, start = row[i], i
        best -= cost
        if breaks and i > start:
            best -= BREAK[breaks.get(low + i, 0)]
        if best > new[i + 1]:
            new[i + 1], begun[i + 1] = best, start
    return new, begun


def _literal_row(
    j: int,
    row: list[float],
    rows: list[list[float]],
    gains: dict[int, tuple[float, int]],
    part: Part,
    view: View,
) -> tuple[list[float], list[tuple[int, int, int]]]:
    """Scores behind literal *j*, from those before it."""
    literal, weight = part.literals[j], part.weights[j]
    miss = missing_cost(literal, weight)
    new = [value - miss for value in row]
    steps = [(1, 0, 0)] * len(row)
    for i, (gain, count) in gains.items():
        if row[i] + gain > new[i + 1]:
            new[i + 1], steps[i + 1] = row[i] + gain, (1, 1, count)
    if literal[0].isalnum() and len(literal) > 3:
        for width, torn in ((2, view.joined), (3, view.barred)):
            for i in torn.get(literal, ()):
                value = row[i] + weight - EDIT
                if value > new[i + width]:
                    new[i + width], steps[i + width] = value, (1, width, 1)
    if j and j not in part.opens and literal[0].isalnum():
        for i in view.places.get(part.literals[j - 1] + literal, ()):  # two literals run together
            value = rows[j - 1][i] + part.weights[j - 1] + weight - EDIT
            if value > new[i + 1]:
                new[i + 1], steps[i + 1] = value, (2, 1, 1)
    if j + 1 < len(part.literals) and j + 1 not in part.opens:
        value = new[0]
        for i, cost in enumerate(view.extras, 1):  # a foreign token before the next literal
            value -= cost
            if value > new[i]:
                new[i], steps[i] = value, (0, 1, 0)
            else:
                value = new[i]
    return new, steps


def _traced(
    part: Part,
    region: Region,
    score: float,
    j: int,
    i: int,
    low: int,
    back: list[list[tuple[int, int, int]]],
    after_slot: list[list[int]],
    cut_steps: list[Step],
) -> Alignment | None:
    """The path that led to the best score."""
    steps: list[Step] = cut_steps[:]
    cut = [k for k in range(j, len(part.literals)) if not any(s.literal == k for s in steps)]
    missing: list[int] = []
    extra: list[int] = []
    if j < len(part.literals) and after_slot[j]:  # the text is cut off inside a slot
        i = after_slot[j][i]
    while j > 0:
        items, taken, count = back[j - 1][i]
        if items == 0:
            extra.append(low + i - 1)
            i -= 1
            continue
        if taken:
            steps += [
                Step(j - 1 - k, low + i - taken, low + i, max(count, 0)) for k in range(items)
            ]
        else:
            missing.append(j - 1)
        i -= taken
        j -= items
        if after_slot[j] and count != LED:
            i = after_slot[j][i]
    steps.reverse()
    steps.sort(key=lambda step: step.literal)
    if not steps:
        return None
    first, end = steps[0].first, steps[-1].end
    found = {step.literal: step for step in steps}
    slots = [slot_place(part, region, found, opening, cut) for opening in part.opens]
    literal, token = part.literals[steps[-1].literal], region.tokens[end - 1]
    tail = head = 0
    if steps[-1].literal == len(part.literals) - 1 and part.glued[-1] & GLUED_AFTER:
        tail = len(token) - len(literal) if token.startswith(literal) else 0
    if steps[0].literal == 0 and part.glued[0] & GLUED_BEFORE and not steps[0].edits:
        head = max(0, len(region.tokens[first]) - len(part.literals[0]))
    extra = [k for k in extra if first < k < end]
    return Alignment(
        part,
        score,
        steps,
        slots,
        first,
        end,
        missing=sorted(missing),
        extra=sorted(extra),
        cut=cut,
        tail=tail,
        head=head,
    )


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


def words_of(alignment: Alignment) -> Iterator[Step]:
    """The steps that took words, not marks."""
    for step in alignment.steps:
        if alignment.part.literals[step.literal][0].isalnum():
            yield step
