"""From an alignment to a probability: a few named measures, weighed by a logistic model.

The weights are data (`weights.json`), fitted on messages that nobody here wrote; see
`tests/benchmarks/fit.py`. Every measure becomes a piece of evidence, its weight the log-odds it adds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kbassist.match.align import Alignment, Region, extra_cost, missing_cost
from kbassist.match.capture import CLOSERS, OPENERS
from kbassist.match.pattern import Compiled
from kbassist.match.rarity import Rarity
from kbassist.model import Evidence
from kbassist.text import plain

MEASURES = (
    "bias",
    "told",
    "covered",
    "misread",
    "other words",
    "missing",
    "missing words",
    "foreign",
    "foreign words",
    "cut",
    "start",
    "end",
    "beside",
    "thin",
    "swallowed",
    "rival",
    "exact",
)
"""The names of the measures, in the order of the weights file."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the decisions rest on."""

    measures: Mapping[str, float]
    """Log-odds per unit of each measure."""
    certain: float
    """Scores from here on are a match."""
    floor: float
    """Scores below are nothing."""
    lead: float
    """Bits by which the best must surpass another article on the same words."""


@dataclass(slots=True)
class Proposal:
    """A signature found somewhere, not yet judged."""

    compiled: Compiled
    region: Region
    alignments: list[Alignment]
    """One per line of the signature."""
    bits: float = 0.0
    """What is gained by what fits, less what does not, its surroundings included."""
    measures: dict[str, float] | None = None
    score: float = 0.0
    rivals: float = 0.0
    rival: str = ""
    """Another article on the same words, the strongest."""

    @property
    def exact(self) -> bool:
        """Whether every literal is there as it is written."""
        return all(one.exact for one in self.alignments)

    @property
    def first(self) -> int:
        """Offset in the repaired text at which its first literal begins."""
        return self.region.start(self.alignments[0].first)

    @property
    def last(self) -> int:
        """Offset in the repaired text at which its last literal ends."""
        return self.region.end(self.alignments[-1].end - 1)


def measure(proposal: Proposal, text: str, rarity: Rarity) -> None:
    """Take the measures of *proposal* (all but `rival`) and its bits."""
    region, compiled = proposal.region, proposal.compiled
    found = misread = other = missing = missing_words = foreign = foreign_words = cut = (
        swallowed
    ) = 0.0
    bits = 0.0
    for alignment in proposal.alignments:
        part = alignment.part
        bits += alignment.score
        for step in alignment.steps:
            weight = part.weights[step.literal]
            if step.prefix:
                length = len(region.tokens[step.first]) / len(part.literals[step.literal])
                found += weight * length
                cut += weight * (1 - length)
            elif step.edits:
                misread += step.edits
                token = region.tokens[step.first]
                if step.end == step.first + 1 and rarity.known(token):
                    other += 1
                found += 0.5 * weight
            else:
                found += weight
        for k in alignment.missing:
            missing += part.weights[k]
            missing_words += part.literals[k][0].isalnum()
        cut += sum(
            part.weights[k]
            for k in alignment.cut
            if not any(s.prefix and s.literal == k for s in alignment.steps)
        )
        for k in alignment.extra:
            foreign += extra_cost(region.tokens[k], rarity)
            foreign_words += region.tokens[k][0].isalnum()
    before, after, beside, absorbed = _surroundings(proposal, rarity)
    bits -= 0.12 * absorbed + 0.1 * beside
    proposal.bits = bits
    total = compiled.weight or 1.0
    proposal.measures = {
        "bias": 1.0,
        "told": min(found, 60.0) / 10.0,
        "covered": found / total,
        "misread": min(misread, 8.0),
        "other words": min(other, 4.0),
        "missing": missing / total,
        "missing words": min(missing_words, 5.0),
        "foreign": min(foreign, 20.0) / 10.0,
        "foreign words": min(foreign_words, 5.0),
        "cut": cut / total,
        "start": before,
        "end": after,
        "beside": min(beside, 60.0) / 10.0,
        "thin": max(0.0, 16.0 - found) / 10.0 * max(before, after, min(1.0, beside / 20)),
        "swallowed": min(absorbed, 40.0) / 10.0,
        "rival": 0.0,
        "exact": float(proposal.exact),
    }


def _surroundings(proposal: Proposal, rarity: Rarity) -> tuple[float, float, float, float]:
    """Whether the message begins and ends where a message would, and the bits beside it.

    Returns: unclean start (0 or 1), unclean end, bits of words beside it in its lines, words in its
    outer slots.
    """
    region = proposal.region
    first, last = proposal.alignments[0], proposal.alignments[-1]
    i = region.line_of(first.first)
    line = region.lines[i]
    beside = absorbed = 0.0
    before = after = 0.0
    start = region.start(first.first) - line.start
    body = line.body
    head = [
        region.tokens[k]
        for k in range(region.firsts[i], first.first)
        if line.spans[k - region.firsts[i]][0] >= body
    ]
    if first.part.slots[0]:
        absorbed += sum(token[0].isalnum() for token in head)
    elif head:
        text = line.text[:start].rstrip()
        clean = text[-1:] in OPENERS + ":=|>\u2022-#," or start <= body
        before = 0.0 if clean else 1.0
        beside += (0.5 if clean else 1.0) * sum(map(rarity.weight, head))
    if region.firsts[i] > 0 and not head and region.breaks.get(region.firsts[i]) == 2:
        before = max(before, 0.5)
    i = region.line_of(last.end - 1)
    line = region.lines[i]
    stop = region.firsts[i + 1] if i + 1 < len(region.firsts) else len(region.tokens)
    rest = region.tokens[last.end : stop]
    if last.part.slots[-1]:
        absorbed += sum(token[0].isalnum() for token in rest)
    elif rest and not last.cut:
        clean = plain(rest[0])[0] in CLOSERS + ".,;:!?|-" or rest[0] == "..."
        after = 0.0 if clean else 1.0
        words = [token for token in rest if token[0].isalnum()]
        beside += (0.5 if clean else 1.0) * sum(map(rarity.weight, words))
    return before, after, beside, absorbed


def probability(measures: Mapping[str, float], weights: Weights) -> float:
    """The logistic model's answer, 0 to 1."""
    odds = sum(value * weights.measures.get(name, 0.0) for name, value in measures.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


NOTES: Mapping[str, str] = {
    "bias": "what every candidate starts with",
    "told": "how much the words found tell",
    "covered": "share of the signature's words that was found",
    "misread": "letters misread or mistyped",
    "other words": "words that are other words, not misread ones",
    "missing": "share of the signature's words that is not there",
    "missing words": "words of the signature that are not there",
    "foreign": "words that do not belong inside the message",
    "foreign words": "words that do not belong inside the message, counted",
    "cut": "share of the signature behind the place where the text ends",
    "start": "the message begins in the middle of a sentence",
    "end": "the line goes on behind the message",
    "beside": "other words in the same line",
    "thin": "few telling words, and others around them",
    "swallowed": "words that fell into an open slot",
    "rival": "another article fits the same words",
    "exact": "every word stands as it is written",
}


def evidence(measures: Mapping[str, float], weights: Weights) -> tuple[Evidence, ...]:
    """Each measure that says something, the strongest first."""
    pieces = [
        Evidence(name, round(value * weights.measures.get(name, 0.0), 2), NOTES[name])
        for name, value in measures.items()
        if value and weights.measures.get(name)
    ]
    return tuple(sorted(pieces, key=lambda one: (-abs(one.weight), one.name)))


def bound(words: Sequence[str], held: set[str], rarity: Rarity) -> float:
    """Bits a signature with these literals can gain at most from these tokens, roughly."""
    score = 0.0
    for word in words:
        weight = rarity.weight(word)
        score += weight if word in held else -0.5 * missing_cost(word, weight)
    return score
