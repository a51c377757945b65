"""From candidates to judged proposals: where each signature lies best, and how likely it is meant."""

from __future__ import annotations

from kbassist.match.align import Alignment, Region, approximate, exact
from kbassist.match.candidates import Unit
from kbassist.match.pattern import Compiled
from kbassist.match.rarity import Rarity
from kbassist.match.score import Proposal, Weights, measure, probability
from kbassist.text import Text

ALIGNED = 6
"""Candidates of a unit that are aligned by edits at the most."""
RIVAL_REACH = 12.0
"""Bits behind the best at which another article is no rival any more."""


def propose(unit: Unit, text: Text, rarity: Rarity, weights: Weights) -> list[Proposal]:
    """The proposals for one unit, the best first; several of one article are only the best one."""
    proposals: list[Proposal] = []
    leading = 0.0
    aligned = 0
    for compiled in unit.candidates:
        if len(compiled.parts) != 1 or not compiled.parts[0].pieces:
            continue
        alignment = exact(compiled.parts[0], unit.region)
        if alignment is None:
            if aligned >= ALIGNED or compiled.weight <= leading:
                continue
            aligned += 1
            alignment = approximate(compiled.parts[0], unit.region, rarity, _open_end(unit, text))
        if alignment is None:
            continue
        proposal = Proposal(compiled, unit.region, [alignment])
        measure(proposal, text.repaired, rarity)
        leading = max(leading, proposal.bits)
        proposals.append(proposal)
    return judged(proposals, weights)


def judged(proposals: list[Proposal], weights: Weights) -> list[Proposal]:
    """*proposals* with scores, best first, each article once."""
    proposals.sort(key=_order)
    best: dict[str, Proposal] = {}
    for one in proposals:
        best.setdefault(one.compiled.pattern.family, one)
    kept = list(best.values())
    for one in kept:
        others = [
            other
            for other in kept
            if other is not one and other.first < one.last and one.first < other.last
        ]
        if others:
            strongest = max(others, key=lambda other: other.bits)
            one.rival = strongest.compiled.pattern.number
            one.rivals = one.bits - strongest.bits
            one.measures["rival"] = max(0.0, min(2.0, 1.0 - one.rivals / RIVAL_REACH))
        one.score = probability(one.measures, weights)
    return kept


def _order(one: Proposal) -> tuple[float, str, str, int]:
    pattern = one.compiled.pattern
    return (-one.bits, pattern.number, pattern.revision, pattern.id)


def _open_end(unit: Unit, text: Text) -> bool:
    """Whether the text may have been cut off at the end of the unit's last line."""
    return True


__all__ = ["Alignment", "Compiled", "Region", "judged", "propose"]
