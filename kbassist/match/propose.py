"""From candidates to judged proposals: where each signature lies best, and how likely it is meant."""

from __future__ import annotations

from kbassist.match.align import Alignment, Region, exact
from kbassist.match.approximate import approximate
from kbassist.match.candidates import Candidate, Unit
from kbassist.match.mend import mended
from kbassist.match.pattern import Compiled
from kbassist.match.rarity import Rarity
from kbassist.match.score import CUT_REACH, Proposal, Weights, measure, probability
from kbassist.text import Text

ALIGNED = 10
"""Candidates of a unit that are aligned by edits at the most."""
FRUITLESS = 4
"""Candidates in a row that lie nowhere; those behind them promise less."""
UNLIKELY, RIVALS = 0.99, 4
"""Telling words, counted, without which a signature is hardly meant; so many such are aligned, as rivals."""
SCANT = 1.0
"""A message whose words tell less, in tens of bits, must stand alone and as it is written."""
CUT_TOLD = 1.4
"""What is left of a message that was cut off must tell so much, and be half of it."""
SURROUNDED = ("start", "end", "case", "missing words", "foreign words")
BESIDE = 0.5
LIKELY = 0.3
"""Score that a rival of what stands there word for word must have by itself."""
GIVES_WAY = 1.0
"""Bits by which a catalogue's message must tell more than an article to be its rival."""
RIVAL_REACH = 12.0
"""Bits behind the best at which another article is no rival any more."""
MISSED = 0.5
"""Bits that a signature gains less where one of its words is not there, at the very least."""
AGAIN = 8
"""Times that a message is looked for in one unit."""


def propose(unit: Unit, text: Text, rarity: Rarity, weights: Weights) -> list[Proposal]:
    """The proposals for one unit, the best first; of one article only the best one on the same words."""
    proposals, rest = _word_for_word(unit, text, rarity)
    leading = max((one.bits for one in proposals), default=0.0)
    reach = 0.0 if proposals else RIVAL_REACH
    if any(one.left_off for one in proposals):
        reach = CUT_REACH
    fruitless = rivals = 0
    for compiled, bits, lack in rest[:ALIGNED]:
        if bits <= leading - reach or fruitless == FRUITLESS:
            continue  # what was found already tells more than this could, or nothing can be found
        if lack >= UNLIKELY:
            if rivals == RIVALS:
                continue
            rivals += 1
        alignment = approximate(compiled.parts[0], unit.region, rarity, open_end=True)
        fruitless = 0 if alignment else fruitless + 1
        if alignment:
            alignment = mended(alignment, unit.region, rarity)
            proposals.append(_measured(compiled, unit, alignment, text, rarity))
            leading = max(leading, proposals[-1].bits)
    return judged(proposals, weights)


def _word_for_word(
    unit: Unit, text: Text, rarity: Rarity
) -> tuple[list[Proposal], list[Candidate]]:
    """What stands there word for word, and the candidates that do not."""
    proposals: list[Proposal] = []
    rest: list[Candidate] = []
    for candidate in unit.candidates:
        compiled = candidate.compiled
        if len(compiled.lines) != 1 or not compiled.lines[0].tokens:
            continue
        whole = candidate.bits > compiled.weight - MISSED or compiled.lines[0].glued
        alignment = exact(compiled.parts[0], unit.region) if whole else None
        if alignment is None:
            rest.append(candidate)
        for _ in range(AGAIN):
            if alignment is None:
                break
            proposals.append(_measured(compiled, unit, alignment, text, rarity))
            if alignment.end >= len(unit.region.tokens):
                break
            alignment = exact(compiled.parts[0], unit.region, alignment.end)
    return proposals, rest


def _measured(
    compiled: Compiled, unit: Unit, alignment: Alignment, text: Text, rarity: Rarity
) -> Proposal:
    proposal = Proposal(compiled, unit.region, [alignment])
    measure(proposal, text.repaired, rarity)
    return proposal


def judged(proposals: list[Proposal], weights: Weights) -> list[Proposal]:
    """*proposals* with scores, best first, each article once on the same words."""
    proposals.sort(key=_order)
    best: dict[str, list[Proposal]] = {}
    for one in sorted(
        proposals, key=lambda one: not one.exact
    ):  # what stands there word for word first
        same = best.setdefault(one.compiled.pattern.family, [])
        if not any(map(one.overlaps, same)):
            same.append(one)
    kept = sorted((one for same in best.values() for one in same), key=_order)
    for one in kept:
        one.score = probability(one.measures, weights)
    likely = [one for one in kept if one.score >= LIKELY]
    for one in kept:
        rivals = likely if one.exact else kept
        others = [
            other
            for other in rivals
            if other is not one and one.overlaps(other) and not _gives_way(other, one)
        ]
        if others:
            strongest = max(others, key=lambda other: other.bits)
            one.rival = strongest.compiled.pattern.number
            one.rival_exact = strongest.exact
            one.rivals = one.bits - strongest.bits
            if strongest.exact or not one.exact:
                one.measures["rival"] = max(0.0, min(2.0, 1.0 - one.rivals / RIVAL_REACH))
                one.score = probability(one.measures, weights)
        alone = (
            not any(one.measures[name] for name in SURROUNDED) and one.measures["beside"] < BESIDE
        )
        cut = one.measures["cut"] + one.measures["cut unseen"]
        hacked = cut and (one.measures["told"] < CUT_TOLD or cut > 0.5)
        scant = one.measures["told"] < SCANT
        guessed = any(alignment.guessed for alignment in one.alignments)
        if hacked or guessed or (scant and not alone):
            one.score = min(one.score, 0.9 * weights.certain)
        if scant and one.measures["beside"] >= BESIDE:
            one.score = min(one.score, 0.9 * weights.floor)
    return kept


def _gives_way(bare: Proposal, one: Proposal) -> bool:
    """Whether *bare* is a catalogue's message that says no more than the article *one*."""
    if one.compiled.pattern.bare or not bare.compiled.pattern.bare:
        return False
    return bare.bits < one.bits + GIVES_WAY


def _order(one: Proposal) -> tuple[float, str, str, int]:
    pattern = one.compiled.pattern
    return (-one.bits, pattern.number, pattern.revision, pattern.id)


def several_lines(
    units: list[Unit], text: Text, rarity: Rarity, weights: Weights
) -> list[tuple[Proposal, Unit]]:
    """Signatures that need several lines together, in order, others between them."""
    tried: set[tuple[int, int]] = set()
    found: list[tuple[Proposal, Unit]] = []
    for unit in units:
        for compiled, _, _ in unit.candidates:
            if len(compiled.lines) < 2:
                continue
            key = (compiled.pattern.id, unit.lines[0])
            if key in tried:
                continue
            tried.add(key)
            proposal = _in_order(compiled, unit, text, rarity)
            if proposal:
                measure(proposal, text.repaired, rarity)
                found.append((judged([proposal], weights)[0], unit))
    best: dict[str, tuple[Proposal, Unit]] = {}
    for one in found:
        family = one[0].compiled.pattern.family
        if family not in best or one[0].score > best[family][0].score:
            best[family] = one
    return list(best.values())


def _in_order(compiled: Compiled, unit: Unit, text: Text, rarity: Rarity) -> Proposal | None:
    """The lines of a signature, each in a later line of the paste than the one before."""
    first = unit.lines[0]
    numbers = range(first, min(len(text.lines), first + compiled.pattern.signature.within))
    region = Region([text.lines[i] for i in numbers])
    alignments: list[Alignment] = []
    position = 0
    for part in compiled.parts:
        placed = None
        while position < len(region.lines) and placed is None:
            line = Region([region.lines[position]])
            alignment = exact(part, line) or approximate(part, line, rarity, False)
            if alignment and alignment.score >= 0.7 * part.weight:
                placed = _moved(alignment, region.firsts[position])
            elif not alignments:
                return None
            position += 1
        if placed is None:
            return None
        alignments.append(placed)
    return Proposal(compiled, region, alignments)


def _moved(alignment: Alignment, by: int) -> Alignment:
    """*alignment* with its tokens counted from an earlier one."""
    for step in alignment.steps:
        step.first += by
        step.end += by
    alignment.first += by
    alignment.end += by
    alignment.extra = [k + by for k in alignment.extra]
    return alignment
