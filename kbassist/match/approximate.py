"""A signature laid on a text in which it does not stand word for word: an alignment by edits.

By dynamic programming, local in the paste and global in the signature (Smith and Waterman 1981, with slots
as free gaps): a literal may be misread, missing or cut off, two may have run together, one may have been
torn apart, and foreign tokens may stand between. Scores are bits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from kbassist.match.align import (
    CUT,
    EDIT,
    SHORTENED,
    Alignment,
    Places,
    Region,
    Step,
    View,
    breaks_off,
    slot_place,
)
from kbassist.match.misread import confusable, prefixed
from kbassist.match.pattern import GLUED_AFTER, GLUED_BEFORE, Part, missing_cost
from kbassist.match.rarity import Rarity

NEVER = -1e9
MISSING, EXTRA = (1, 0, 0), (0, 1, 0)
"""Steps back: over a literal that is not there, over a foreign token."""
LED = -1
"""In place of misread letters: the token also ends the slot before, which began in no other token."""
OWN_WORD = 6.0
"""Bits of a word that is too common to be the beginning of another one: `with`, not `without`."""
OTHER_WORD = 4.0
"""Bits more if what stands there is a word of its own."""
LOOSE_MARK = 0.05
"""Bits for a mark between two slots that does not stand there as the signature writes it."""
BREAK = (0.0, 1.5, 0.4)
"""Bits for a slot that runs over a line end: impossible, unlikely wrap, likely wrap."""
EMPTY_SLOT, EMPTY_PAIR = 2.0, 0.2
"""Bits for a slot with nothing in it; for one between two brackets or quotation marks."""
PAIRS = frozenset({"()", "[]", "{}", "<>", '""', "''", "\u00ab\u00bb"})
UNSEEN_CUT = 1.5
"""Bits that a cut costs which no dots show."""


def approximate(part: Part, region: Region, rarity: Rarity, open_end: bool) -> Alignment | None:
    """The best alignment of *part* in *region*; `open_end`: the text is cut off where the region ends."""
    found = _approximate(part, region, rarity, open_end)
    if part.unended and not (found and found.steps[-1].literal == len(part.literals) - 1):
        return _approximate(part.unended, region, rarity, open_end) or found
    return found


def _approximate(part: Part, region: Region, rarity: Rarity, open_end: bool) -> Alignment | None:
    tokens, literals, weights, opens = region.tokens, part.literals, part.weights, part.opens
    low, high = _window(part, tokens)
    whole = len(tokens)
    dots = tokens[-1] == "..."
    while open_end and whole > 1 and tokens[whole - 1] == "...":
        whole -= 1
    high = min(high, whole)
    if high <= low:
        return None
    n, m = high - low, len(literals)
    view = region.view(low, high, rarity)
    here = view.tokens
    back: list[Sequence[tuple[int, int, int]]] = []  # per literal: (items back, tokens back, edits)
    after_slot: list[Sequence[int]] = []  # per literal: token at which the slot before it began
    rows = [[0.0] * (n + 1)]
    missing = [MISSING] * (n + 1)
    foreign = [False]  # per row: whether the last token is foreign to the literals before it
    filled: Iterable[int] = ()  # tokens that hold the beginning of the next slot's value
    level = not region.breaks
    for j in range(m):
        row = bare = rows[j]
        begun: Sequence[int] = ()
        if j in opens:
            empty = EMPTY_PAIR if "".join(literals[j - 1 : j + 1]) in PAIRS else EMPTY_SLOT
            row, begun = _slot_row(row, view.absorbing, region.breaks, low, filled, empty)
        after_slot.append(begun)
        rows[j] = row
        places = _places(part, j, view, rarity)
        found = places.found
        if j in part.seats:
            found = _seated(part, j, found, region, low)
        new, steps = _literal_row(j, rows, found, part, view, missing, level)
        for i, gain in places.led:
            if bare[i] + gain > new[i + 1]:
                new[i + 1], steps[i + 1] = bare[i] + gain, (1, 1, LED)
        level = not (region.breaks or places.led)
        filled = places.filled
        last = steps[n]
        foreign.append(last is EXTRA or (last is MISSING and j not in opens and foreign[j]))
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
            if j not in opens and foreign[j]:
                value = NEVER  # a foreign word stands where the literal would go on
            if value > best and j > 0:
                best, end_j, end_i, cut_steps = value, j, n, []
            word = here[n - 1]
            if (
                literals[j].startswith(word)
                and word != literals[j]
                and word[0].isalnum()
                and (dots or not any(c.isdigit() for c in word))
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


def _places(part: Part, j: int, view: View, rarity: Rarity) -> Places:
    """Where literal *j* may stand; looked for once for all parts that have it."""
    key = part.literals[j], part.weights[j], part.glued[j]
    found = view.known.get(key)
    if found is None:
        found = view.known[key] = _placed(*key, view, rarity)
    return found


def _placed(literal: str, weight: float, glued: int, view: View, rarity: Rarity) -> Places:
    places = view.places
    found = dict.fromkeys(places.get(literal, ()), (weight, 0))
    if not literal[0].isalnum():
        return Places([(i, 1, weight, 0) for i in found], (), ())
    led: list[int] = []
    filled: list[int] = []
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
                    filled += [i + 1 for i in where]
                if before:
                    led += where
    standing = [(i, 1, *gain) for i, gain in found.items()]
    if len(literal) > 3:
        for width, torn in ((2, view.joined), (3, view.barred)):
            standing += [(i, width, weight - EDIT, 1) for i in torn.get(literal, ())]
    return Places(standing, [(i, found[i][0]) for i in led], filled)


def _seated(
    part: Part, j: int, found: Sequence[tuple[int, int, float, int]], region: Region, low: int
) -> Sequence[tuple[int, int, float, int]]:
    """The places of marks beside slots: little for those that stand otherwise than they should.

    Nothing for a full stop that is to end the message.
    """
    piece = part.pieces[bisect_right(part.opens, j)]
    last = part.unended is not None and j == part.opens[-1]
    result: list[tuple[int, int, float, int]] = []
    for i, width, gain, count in found:
        there = region.tokens[low + i : low + i + len(piece.tokens)] == list(piece.tokens)
        if there and region.seated(low + i, len(piece.tokens), piece.seat):
            result.append((i, width, gain, count))
        elif not last:
            result.append((i, width, LOOSE_MARK, count))
    return result


def _other(literal: str, token: str, rarity: Rarity) -> float:
    """Bits more for a misread word that is a word of its own."""
    return OTHER_WORD if rarity.known(token) and not confusable(literal, token) else 0.0


def _slot_row(
    row: list[float],
    absorbing: list[float],
    breaks: dict[int, int],
    low: int,
    filled: Iterable[int],
    empty: float,
) -> tuple[list[float], list[int]]:
    """Let a slot begin anywhere and take one token or more; empty slots cost."""
    best, start = NEVER, 0
    new = [value - empty for value in row]
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
    rows: list[list[float]],
    found: Sequence[tuple[int, int, float, int]],
    part: Part,
    view: View,
    missing: list[tuple[int, int, int]],
    level: bool,
) -> tuple[list[float], list[tuple[int, int, int]]]:
    """Scores behind literal *j*, from those before it.

    *level*: no foreign token would raise a score of the last row.
    """
    literal, weight, row = part.literals[j], part.weights[j], rows[j]
    miss = missing_cost(literal, weight)
    new = [value - miss for value in row]
    steps = missing[:]
    raised: list[int] = []
    for i, width, gain, count in found:
        if row[i] + gain > new[i + width]:
            new[i + width], steps[i + width] = row[i] + gain, (1, width, count)
            raised.append(i + width)
    if j and j not in part.opens and literal[0].isalnum():
        for i in view.places.get(part.literals[j - 1] + literal, ()):  # two literals run together
            value = rows[j - 1][i] + part.weights[j - 1] + weight - EDIT
            if value > new[i + 1]:
                new[i + 1], steps[i + 1] = value, (2, 1, 1)
                raised.append(i + 1)
    if j + 1 < len(part.literals) and j + 1 not in part.opens:
        for start in sorted(raised) if level else range(len(row)):
            value = new[start]
            for i, cost in enumerate(view.extras[start:], start + 1):
                value -= cost  # a foreign token before the next literal
                if value <= new[i]:
                    break
                new[i], steps[i] = value, EXTRA
    return new, steps


def _traced(
    part: Part,
    region: Region,
    score: float,
    j: int,
    i: int,
    low: int,
    back: Sequence[Sequence[tuple[int, int, int]]],
    after_slot: Sequence[Sequence[int]],
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
