"""From an alignment to a probability: a few named measures, weighed by a logistic model.

The weights are data (`weights.json`), fitted on messages that nobody here wrote; see
`tests/benchmarks/fit.py`. Every measure becomes a piece of evidence, its weight the log-odds it adds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from kbassist.match.align import (
    CUT,
    EDIT,
    Alignment,
    Region,
    breaks_off,
    extra_cost,
)
from kbassist.match.capture import CLOSING
from kbassist.match.misread import confusable
from kbassist.match.pattern import Compiled, Line, Part, telling
from kbassist.match.rarity import Rarity
from kbassist.model import Evidence, Kind
from kbassist.text import plain, tokenise

EXACT_LEAD = 0.4
"""Bits by which the more telling of two signatures must lead that both stand there word for word."""
CUT_REACH = 6.0
"""Bits behind a message found word for word at which a longer one is a rival, where the text breaks off."""
TORN = 2.0
"""Bits that a value costs which holds one end of a quotation."""
QUOTES = "'\"([{<*"
CLOSES = frozenset("'\")]}>*.!?|-") | {"..."}
PAUSES = frozenset(",;:")
_SETTING = re.compile(r"\s[A-Za-z_][\w.]*=")
ONE_WORD = frozenset(Kind) - {Kind.TEXT, Kind.QUOTED, Kind.PATH, Kind.TIME}
"""Kinds of values that no blank divides."""
DENIALS = frozenset({"not", "never", "nicht", "nie", "niemals"})
"""Those that belong to the verb behind a value, "job X never ended", where they are no value."""

ARTICLES = frozenset({"the", "a", "an", "die", "das", "der", "ein", "eine", "le", "la", "les"})
"""Words that may stand before a message without being a part of it, nor of anything else."""

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
    "marks",
    "cut",
    "cut unseen",
    "cut inside",
    "cut clean",
    "cut short",
    "start",
    "end",
    "beside",
    "going on",
    "thin",
    "swallowed",
    "wide",
    "held",
    "torn",
    "empty",
    "case",
    "rival",
    "exact",
)
"""The names of the measures, in the order of the weights file."""


class Weights(NamedTuple):
    """What the decisions rest on."""

    measures: Mapping[str, float]
    """Log-odds per unit of each measure."""
    certain: float
    """Scores from here on are a match."""
    floor: float
    """Scores below are nothing."""
    lead: float
    """Bits by which the best must surpass another article on the same words."""


@dataclass(slots=True, eq=False, repr=False)
class Proposal:
    """A signature found somewhere, not yet judged."""

    compiled: Compiled
    region: Region
    alignments: list[Alignment]
    """One per line of the signature."""
    bits: float = 0.0
    """What is gained by what fits, less what does not, its surroundings included."""
    measures: dict[str, float] = field(default_factory=dict)
    score: float = 0.0
    rivals: float = 0.0
    rival: str = ""
    """Another article on the same words, the strongest."""
    rival_exact: bool = False

    @property
    def left_off(self) -> bool:
        """Whether the text goes on behind it and then visibly ends in the middle."""
        tokens = self.region.tokens
        return self.alignments[-1].end < len(tokens) and breaks_off(tokens)

    def tied(self, lead: float) -> bool:
        """Whether another article fits the same words about as well; *lead*: bits it must be ahead by.

        Of two that fit word for word, the one with more words is meant; one that fits word for word
        is meant before one that would have to be cut off or misread.
        """
        if not self.rival:
            return False
        if self.exact and self.left_off:
            lead += CUT_REACH
        elif self.exact:
            lead = min(lead, EXACT_LEAD if self.rival_exact else 0.0)
        return self.rivals <= lead

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

    def overlaps(self, other: Proposal) -> bool:
        """Whether some of its words stand among those of *other*."""
        return other.first < self.last and self.first < other.last


def measure(proposal: Proposal, text: str, rarity: Rarity) -> None:
    """Take the measures of *proposal* (all but `rival`) and its bits."""
    region, compiled = proposal.region, proposal.compiled
    found = misread = other = missing = missing_words = foreign = foreign_words = cut = wide = 0.0
    bits = 0.0
    torn = empty = 0
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
                literal = part.literals[step.literal]
                if (
                    step.end == step.first + 1
                    and rarity.known(token)
                    and not confusable(literal, token)
                ):
                    other += 1
                found += weight * max(0.3, 1.0 - 0.25 * step.edits)
            else:
                found += weight
        for k in alignment.missing:
            missing += part.weights[k]
            missing_words += telling(part.literals[k], part.weights[k])
        cut += sum(
            part.weights[k]
            for k in alignment.cut
            if part.literals[k][0].isalnum()
            and not any(s.prefix and s.literal == k for s in alignment.steps)
        )
        for k in alignment.extra:
            foreign += extra_cost(region.tokens[k], rarity)
            foreign_words += telling(region.tokens[k], rarity.weight(region.tokens[k]))
        inner = zip(part.slots[1:-1], part.opens, alignment.slots, strict=True)
        for names, opening, place in inner:
            value = text[slice(*place)].strip() if place else ""
            if value:
                for word in _beside_value(value, names, compiled.pattern.kinds, rarity):
                    foreign += extra_cost(word, rarity)
                    foreign_words += telling(word, rarity.weight(word))
                wide += len(value.split()) - 1
                torn += _torn(value, part, alignment, opening)
            elif not alignment.cut or opening < alignment.cut[0]:
                empty += 1
    before, after, beside, absorbed, going_on = _surroundings(proposal, rarity)
    seen = region.tokens[-1] == "..." or any(
        s.prefix for one in proposal.alignments for s in one.steps
    )
    marks = sum(
        not alignment.part.literals[k][0].isalnum()
        for alignment in proposal.alignments
        for k in alignment.missing
    ) + sum(
        not region.tokens[k][0].isalnum()
        for alignment in proposal.alignments
        for k in alignment.extra
    )
    bits -= 0.12 * absorbed + 0.1 * beside + TORN * torn
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
        "marks": min(marks, 5.0),
        "cut": cut / total if seen else 0.0,
        "cut unseen": 0.0 if seen else cut / total,
        "cut inside": cut / total if cut and _goes_on(proposal, text) else 0.0,
        "cut clean": 0.0 if seen else _cut_clean(proposal) / total,
        "cut short": float(bool(cut) and not seen),
        "start": before,
        "end": after,
        "beside": min(beside, 40.0) / 10.0 * 10.0 / (10.0 + found),
        "going on": min(going_on, 20.0) / 10.0,
        "thin": max(0.0, 16.0 - found) / 10.0 * max(before, after, min(1.0, beside / 20)),
        "swallowed": min(absorbed, 40.0) / 10.0,
        "wide": min(wide, 10.0) / 5.0,
        "held": min(_held(proposal, rarity), 20.0) / 10.0 if wide else 0.0,
        "torn": float(min(torn, 3)),
        "empty": float(min(empty, 3)),
        "case": _miscased(proposal) if found < 24 else 0.0,
        "rival": 0.0,
        "exact": float(proposal.exact),
    }


def _beside_value(
    value: str, names: Sequence[str], kinds: Mapping[str, Kind], rarity: Rarity
) -> list[str]:
    """Words in a slot that cannot belong to its value: a language's, beside an ID; a negation at its end."""
    words = tokenise(value)
    if len(names) == 1 and kinds.get(names[0], Kind.TEXT) in ONE_WORD and " " in value:
        return [word for word in words if len(word) > 1 and word.isalpha() and rarity.known(word)]
    return [value.split()[-1]] if len(words) > 1 and value.split()[-1] in DENIALS else []


def _torn(value: str, part: Part, alignment: Alignment, opening: int) -> bool:
    """Whether *value* is none: it holds one end of a quotation or of brackets, a setting with its name,
    or the very words that should follow it and seem to have been cut off."""
    value = plain(value)
    return (
        (opening in alignment.cut and part.literals[opening] in tokenise(value))
        or bool(_SETTING.search(value))
        or value.count('"') % 2 == 1
        or value.count("(") != value.count(")")
        or value.count("[") != value.count("]")
    )


def _cut_clean(proposal: Proposal) -> float:
    """Bits of what is cut off where a clause ends: the text may be a whole message of its own."""
    last = proposal.alignments[-1]
    if not last.cut or last.part.literals[last.cut[0]][0].isalnum():
        return 0.0
    return sum(last.part.weights[k] for k in last.cut)


def _goes_on(proposal: Proposal, text: str) -> bool:
    """Whether other lines follow a message that ends too early, and no dots show the cut."""
    line = proposal.region.lines[-1]
    end = line.start + len(line.text.rstrip())
    return proposal.region.tokens[-1] != "..." and bool(text[end:].strip())


def _miscased(proposal: Proposal) -> float:
    """Share of the words whose letters are of another case than the article's."""
    words = other = 0
    for alignment in proposal.alignments:
        spelt = alignment.part.written
        for step in alignment.steps:
            written = spelt[step.literal]
            if step.edits or step.prefix or not written[0].isalpha():
                continue
            words += 1
            line = proposal.region.lines[proposal.region.line_of(step.first)]
            start, end = line.spans[
                step.first - proposal.region.firsts[proposal.region.line_of(step.first)]
            ]
            other += written not in line.text[start:end]
    return other / words if words else 0.0


def _surroundings(proposal: Proposal, rarity: Rarity) -> tuple[float, float, float, float, float]:
    """Whether the message begins and ends where a message would, and the bits beside it.

    Returns: unclean start (0 or 1), unclean end, bits of words beside it in its lines, words in its
    outer slots, bits of words beside it or in those slots that stand together in other messages.
    """
    region = proposal.region
    first, last = proposal.alignments[0], proposal.alignments[-1]
    absorbed = 0.0
    i = region.line_of(first.first)
    line = region.lines[i]
    start = region.start(first.first) - line.start
    body = line.body
    head = [
        region.tokens[k]
        for k in range(region.firsts[i], first.first)
        if line.spans[k - region.firsts[i]][0] >= body
    ]
    if head and head[-1] in ARTICLES and not first.part.slots[0]:
        head = head[:-1]
        opened = line.text[:start].rstrip()[: -len(line.text[:start].split()[-1])].rstrip()[-1:]
    else:
        opened = line.text[:start].rstrip()[-1:]
    i = region.line_of(last.end - 1)
    stop = region.firsts[i + 1] if i + 1 < len(region.firsts) else len(region.tokens)
    rest = region.tokens[last.end : stop]
    quoted = opened in QUOTES and CLOSING[opened] in rest if opened else False
    if quoted and not last.part.slots[-1]:
        quoted = rest[0] == CLOSING[opened] or (rest[0] == "." and rest[1:2] == [CLOSING[opened]])
    share = 0.1 if quoted else 1.0
    before = after = beside = 0.0
    if first.part.slots[0]:
        absorbed += sum(token[0].isalnum() for token in head)
    elif head:
        before = 0.0 if not opened or opened in QUOTES + ":=|>\u2022-#," or start <= body else 1.0
        beside += share * (1.0 if before else 0.5) * sum(map(rarity.weight, head))
    elif region.firsts[region.line_of(first.first)] > 0:
        before = 0.5 * region.breaks.get(region.firsts[region.line_of(first.first)], 0)
        beside += 5.0 * before
    if last.part.slots[-1] and not quoted:
        absorbed += sum(token[0].isalnum() for token in rest)
    elif rest and not last.cut:
        after = 0.0 if quoted or rest[0] in CLOSES else 0.5 if rest[0] in PAUSES else 1.0
        words = [token for token in rest if token[0].isalnum()]
        beside += share * (1.0 if after else 0.5) * sum(map(rarity.weight, words))
    return before, after, beside, absorbed, _going_on(proposal, head, rest, rarity)


def _going_on(proposal: Proposal, head: list[str], rest: list[str], rarity: Rarity) -> float:
    """Bits of the words right before and behind a message that some signature has in this order.

    They are part of a longer message, while a person's own words are not.
    """
    first, last = proposal.alignments[0], proposal.alignments[-1]
    if first.part.slots[0]:
        head = head[: -_length_of_value(proposal.region, first.first - 1, -1, len(head)) or None]
    if last.part.slots[-1]:
        rest = rest[_length_of_value(proposal.region, last.end, 1, len(rest)) :]
    opening = first.part.literals[first.steps[0].literal]
    closing = last.part.literals[last.steps[-1].literal]
    if not first.part.slots[0]:
        head = [*head, opening]
    if not last.part.slots[-1]:
        rest = [closing, *rest]
    return _chained(head, rarity, -1) + _chained(rest, rarity, 1)


def _chained(tokens: Sequence[str], rarity: Rarity, step: int) -> float:
    """Bits of the words that follow the first one, or, *step* -1, precede the last one, as in a signature."""
    words = [token for token in tokens if token[0].isalnum()]
    if len(words) < 2:
        return 0.0
    bits = 0.0
    for word, known in zip(words[::step][1:], rarity.joined(words)[::step], strict=True):
        if not known:
            break
        bits += rarity.weight(word)
    return bits


def _length_of_value(region: Region, first: int, step: int, most: int) -> int:
    """Tokens of the value that begins (or, *step* -1, ends) at token *first*: up to a blank behind a word."""
    word = False
    for length in range(most):
        k = first + step * length
        if word and region.end(min(k, k - step)) < region.start(max(k, k - step)):
            return length
        word = word or region.tokens[k][0].isalnum()
    return most


def _held(proposal: Proposal, rarity: Rarity) -> float:
    """Bits of the words at the edges of slots that some signature has next to what stands there: no value."""
    bits = 0.0
    for alignment in proposal.alignments:
        literals = alignment.part.literals
        for one, after in pairwise(alignment.steps):
            if after.first - one.end > 1 and after.literal in alignment.part.opens:
                held = proposal.region.tokens[one.end : after.first]
                bits += _chained([literals[one.literal], *held], rarity, 1)
                bits += _chained([*held, literals[after.literal]], rarity, -1)
    return bits


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
    "marks": "punctuation that is missing or too much",
    "cut": "share of the signature behind the place where the text ends",
    "cut unseen": "cut off between two words, and no dots show it",
    "cut short": "cut off between two words at all",
    "cut clean": "cut off where a clause ends",
    "cut inside": "cut off without dots, and the text goes on",
    "start": "the message begins in the middle of a sentence",
    "end": "the line goes on behind the message",
    "beside": "other words in the same line",
    "going on": "words beside it that stand together in other messages",
    "thin": "few telling words, and others around them",
    "swallowed": "words that fell into an open slot",
    "wide": "slots inside the message that hold whole phrases",
    "held": "words in those that stand together in other messages",
    "torn": "values that hold one end of a quotation, a setting, or what should follow them",
    "empty": "slots inside the message that hold nothing",
    "case": "few words, and written in other letters",
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


class Bound(NamedTuple):
    """What can be said of a signature beside a text before it is aligned."""

    bits: float
    """What it can gain at most, roughly."""
    lack: float
    """How much its words count that are not there, at least; see `telling`."""


def bound(line: Line, held: Container[str], near: Mapping[str, int]) -> Bound:
    """The bound of a line beside a text that has the tokens *held*.

    *near* are the literals of which it may have misread forms, as `alike` tells. What is behind the last
    word that is there may have been cut off.
    """
    score = lost = cut = lack = lacking = 0.0
    for word, weight, cost, tells, again in line.costs:
        if word in held:
            score += weight - lost
        elif word in near:
            score += weight - EDIT * near[word] - lost
        else:
            lost += 0.5 * cost
            cut += CUT * weight
            lacking += tells
            continue
        lost = cut = 0.0
        if not again:
            lack += lacking
            lacking = 0.0
    return Bound(score - min(lost, cut) + line.marks, lack)
