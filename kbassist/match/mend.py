"""Letters and blanks that have moved between words: `l efichier` for `le fichier`, `r'un` for `d'un`.

An alignment takes tokens as they are; where some of them fit nothing, what stands between two literals that
do fit is compared with what should stand there, as strings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kbassist.match.align import EDIT, Alignment, Region, Step, extra_cost, slot_place
from kbassist.match.misread import drawn_together, opposed, other_number
from kbassist.match.pattern import NEGATIONS, Part, missing_cost
from kbassist.match.rarity import Rarity
from kbassist.text import places

MOVED, GUESSED = 0.34, 0.5
"""Part of the letters of such a stretch that may be wrong; so many that only its place shows what it is."""


def mended(alignment: Alignment, region: Region, rarity: Rarity) -> Alignment:
    """*alignment* with the stretches that read as misspelt taken for what they are."""
    if alignment.exact or not (alignment.missing or alignment.extra):
        return alignment
    touching = _touching(alignment.part)
    for run in list(_runs(alignment, touching)):
        alignment = _mended(alignment, run, touching, region, rarity) or alignment
    return alignment


def _touching(part: Part) -> list[bool]:
    """For each literal, whether no blank stands between it and the next one."""
    result: list[bool] = []
    for text in part.template:
        if isinstance(text, str) and (spans := places(text)):
            result += [one[1] == after[0] for one, after in pairwise(spans)]
            result.append(False)
    return result


def _runs(alignment: Alignment, touching: Sequence[bool]) -> Iterator[range]:
    """The stretches of literals that do not stand there as written, whole words each."""
    part = alignment.part
    sure = {step.literal for step in alignment.steps if not step.edits and not step.prefix}
    edges = [0, *part.opens, len(part.literals)]
    for begin, end in pairwise(edges):
        k = begin
        while k < end:
            if k in sure or k in alignment.cut:
                k += 1
                continue
            first = last = k
            while first > begin and touching[first - 1]:
                first -= 1
            while last + 1 < end and (touching[last] or last + 1 not in sure):
                last += 1
            if not sure.issuperset(range(first, last + 1)) and last not in alignment.cut:
                yield range(first, last + 1)
            k = last + 1


def _mended(
    alignment: Alignment, run: range, touching: Sequence[bool], region: Region, rarity: Rarity
) -> Alignment | None:
    part = alignment.part
    found = {step.literal: step for step in alignment.steps}
    own = [found[k] for k in run if k in found]
    before = found.get(run[0] - 1) if run[0] not in part.opens else None
    after = found.get(run[-1] + 1) if run[-1] + 1 not in part.opens else None
    wanted = _written(part, run, touching)
    if not (after or run[-1] in found):
        return None
    end = after.first if after else own[-1].end
    if before or run[0] in found:
        first = before.end if before else own[0].first
    else:
        first = _denied(wanted, region, end) if run[0] == 0 else end
    if first >= end:
        return None
    spare = [k for k in range(first, end) if not any(s.first <= k < s.end for s in own)]
    wrong = [k for k in run if k not in found or found[k].edits]
    letters = sum(len(part.literals[k]) for k in wrong)
    given = _read(region, first, end)
    if drawn_together(wanted) == drawn_together(given):
        distance = each = 0
    elif (
        not (before or run[0] in found)
        or not _may_be(alignment, run, spare, region, rarity)
        or (" " not in wanted and opposed(wanted, given))
        or (any(c.isdigit() for c in wanted) and not _same_numbers(wanted, given))
    ):
        return None
    else:
        from rapidfuzz.distance import OSA

        distance = OSA.distance(wanted, given)
        each = max(1, distance // max(1, len(wrong)))
    if distance > max(1, int(GUESSED * letters)):
        return None
    lost = [k for k in run if k in alignment.missing]
    steps = [step for step in alignment.steps if step.literal not in wrong]
    steps += [Step(k, first, end, each) for k in wrong]
    steps.sort(key=lambda step: step.literal)
    score = alignment.score - EDIT * (distance - sum(found[k].edits for k in wrong if k in found))
    score += sum(missing_cost(part.literals[k], part.weights[k]) + part.weights[k] for k in lost)
    score += sum(extra_cost(region.tokens[k], rarity) for k in spare if k in alignment.extra)
    places = {step.literal: step for step in steps}
    return replace(
        alignment,
        score=score,
        steps=steps,
        slots=[slot_place(part, region, places, opening, alignment.cut) for opening in part.opens],
        first=min(step.first for step in steps),
        end=max(step.end for step in steps),
        missing=[k for k in alignment.missing if k not in lost],
        extra=[k for k in alignment.extra if k not in spare],
        guessed=alignment.guessed or distance > max(1, int(MOVED * letters)),
    )


def _denied(wanted: str, region: Region, end: int) -> int:
    """Where a denied verb begins that ends at token *end*, *wanted* in other writing; *end*: nowhere."""
    wanted = drawn_together(wanted)
    for first in range(end - 1, max(-1, end - 4), -1):
        if drawn_together(_read(region, first, end)) == wanted:
            return first
    return end


def _may_be(
    alignment: Alignment, run: range, spare: Sequence[int], region: Region, rarity: Rarity
) -> bool:
    """Whether the literals of *run* may be there in other letters; *spare*: the tokens that fit nothing."""
    literals = alignment.part.literals
    lost = [k for k in run if k in alignment.missing]
    if not (lost or spare) or NEGATIONS.intersection(literals[k] for k in lost):
        return False
    for k in spare:
        token = region.tokens[k]
        if token in NEGATIONS or token.isdecimal() or (len(token) > 1 and rarity.known(token)):
            return False
    return all(len(literals[k]) > 1 or _elided(alignment.part, k) for k in lost)


def _same_numbers(wanted: str, given: str) -> bool:
    """Whether each word with a number stands in *given*, misread at the most."""
    words = given.split()
    return all(
        any(not other_number(word, one) for one in words)
        for word in wanted.split()
        if any(c.isdigit() for c in word)
    )


def _elided(part: Part, k: int) -> bool:
    """Whether a literal is a letter at an apostrophe: the `d` of `d'un`, the `a` of `n'a`."""
    beside = (*part.literals[max(0, k - 1) : k], *part.literals[k + 1 : k + 2])
    return part.literals[k].isalpha() and "'" in beside


def _written(part: Part, run: range, touching: Sequence[bool]) -> str:
    """Literals as one string, with blanks where the signature has them."""
    return "".join(part.literals[k] + ("" if k == run[-1] or touching[k] else " ") for k in run)


def _read(region: Region, first: int, end: int) -> str:
    """Tokens as one string, with blanks where the paste has them."""
    return "".join(
        region.tokens[k] + ("" if k == end - 1 or region.end(k) == region.start(k + 1) else " ")
        for k in range(first, end)
    )
