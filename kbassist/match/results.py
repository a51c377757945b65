"""From a hit to the match that a reader sees: revision, variables, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kbassist.match.base import Base
from kbassist.match.hints import Sought, seek
from kbassist.match.hits import Hit, trust
from kbassist.match.revision import choose
from kbassist.match.score import Weights, evidence
from kbassist.match.variables import Found, shown, variables
from kbassist.model import (
    Evidence,
    Kind,
    Match,
    MatchResult,
    Reason,
    Revision,
    Span,
    Variable,
    Verdict,
)
from kbassist.template import fill, plain
from kbassist.text import Text, clean

RUNNERS_UP, OTHERS = 5, 50
"""Candidates and further errors that a result holds at most."""


@dataclass(slots=True, eq=False, repr=False)
class Answer:
    """A paste being answered, with what the caller knows already."""

    base: Base
    text: Text
    values: Mapping[str, str]
    product: str | None
    version: str | None
    _sought: dict[tuple[str, str], Sought | None] = field(default_factory=dict)

    def result(
        self,
        verdict: Verdict,
        reason: Reason,
        best: Match | None = None,
        candidates: Sequence[Match] = (),
        others: Sequence[Hit] = (),
    ) -> MatchResult:
        """The result, the further errors surest first."""
        further = sorted(others, key=lambda hit: (-hit.score, hit.start))[:OTHERS]
        return MatchResult(
            verdict,
            reason,
            best,
            tuple(candidates),
            tuple(map(self.match, further)),
            len(self.text.paste),
            self.text.used,
        )

    def runners_up(self, hits: Sequence[Hit], best: Hit) -> tuple[Match, ...]:
        """Other articles worth a look beside *best*."""
        seen = {best.family}
        result: list[Match] = []
        for hit in hits:
            if hit.family in seen or hit.score < self.base.weights.floor / 2:
                continue
            overlaps = any(a < d and c < b for a, b in best.spans for c, d in hit.spans)
            if overlaps or hit.score < self.base.weights.certain:
                seen.add(hit.family)
                result.append(self.match(hit))
            if len(result) == RUNNERS_UP:
                break
        return tuple(result)

    def match(self, hit: Hit) -> Match:
        """The match that *hit* is, with all that is known about it."""
        values = [(one.start, one.end) for one in hit.found.values() if one.value]
        revision, why, revisions = self._revision(hit.family, values)
        known = variables(
            revision,
            revisions,
            Found(hit.found, hit.spans),
            self.text,
            self._hints(revision),
            self.values,
        )
        span = self.text.span(min(a for a, _ in hit.spans), max(b for _, b in hit.spans))
        return self._filled(
            revision,
            why,
            known,
            score=min(0.999, round(trust(hit), 3)),
            signature=hit.proposal.compiled.pattern.signature.text,
            span=span,
            lines=self.text.line_numbers(span),
            count=hit.count,
            evidence=tuple(_evidence(hit, self.base.weights)),
            words=tuple(self.text.span(*place) for place in _places(hit)),
        )

    def whole(self, number: str, score: float, why: Evidence, span: Span | None) -> Match:
        """A match of an article as such, without a signature."""
        revision, reason, revisions = self._revision(number, ())
        known = variables(
            revision, revisions, Found({}, ()), self.text, self._hints(revision), self.values
        )
        return self._filled(
            revision,
            reason,
            known,
            score=score,
            evidence=(why,),
            span=span,
            lines=self.text.line_numbers(span) if span else None,
        )

    def _hints(self, revision: Revision) -> Sought | None:
        """What was found of its hints; looked for once, however many of its messages there are."""
        key = revision.number, revision.revision
        if key not in self._sought:
            self._sought[key] = seek(revision, self.text, self.base.rarity)
        return self._sought[key]

    def _filled(
        self, revision: Revision, why: str, known: Mapping[str, Variable], **found: Any
    ) -> Match:
        """A match of *revision*, with what else was *found*."""
        values = {name: one.value for name, one in known.items() if one.value is not None}
        return Match(
            article=revision.number,
            revision=revision.revision,
            title=plain(fill(revision.title, values, revision.placeholders)),
            variables=known,
            missing=tuple(name for name in shown(revision) if name not in values),
            revision_reason=why,
            supersedes=revision.supersedes,
            **found,
        )

    def _revision(
        self, number: str, taken: Sequence[Span]
    ) -> tuple[Revision, str, tuple[Revision, ...]]:
        revisions = self.base.revisions(number)
        families = self.base.library.families() if self.product else ()
        chosen, why = choose(
            revisions, self.text.repaired, taken, self.product, self.version, families
        )
        return chosen, why, revisions


def _evidence(hit: Hit, weights: Weights) -> Iterator[Evidence]:
    """What speaks for *hit* and against it; what decides without being weighed comes first."""
    if hit.stranger:
        yield Evidence("stranger", -3.0, f"nearer to what is not this: {clean(hit.stranger)}")
    if hit.mention:
        yield Evidence("mention", -3.0, f"the text says: {clean(hit.mention)}")
    if hit.code:
        yield Evidence("code", 1.0, f"the article's code {hit.code} stands in the text")
    yield from evidence(hit.proposal.measures, weights)
    yield from _words(hit)
    kinds = hit.proposal.compiled.pattern.kinds
    held = (
        f"{name} as {kinds.get(name, Kind.TEXT)}" for name, one in hit.found.items() if one.value
    )
    if captured := ", ".join(held):
        yield Evidence("captured", 0.0, captured)
    rival = "no other article fits these words"
    if hit.proposal.rival:
        rival = f"{hit.proposal.rival} fits the same words, {hit.proposal.rivals:.1f} bits behind"
    yield Evidence("runner-up", 0.0, rival)
    bar = f"a match needs {weights.certain:.0%}, below {weights.floor:.0%} is nothing"
    yield Evidence("threshold", 0.0, bar)


def _places(hit: Hit) -> Iterator[Span]:
    """Where the words of the signature stand, in the repaired text."""
    region = hit.proposal.region
    for alignment in hit.proposal.alignments:
        for step in alignment.steps:
            if alignment.part.literals[step.literal][0].isalnum():
                yield region.start(step.first), region.end(step.end - 1)


def _words(hit: Hit) -> Iterator[Evidence]:
    """The words of the signature: found, misread, missing, foreign, cut off."""
    region = hit.proposal.region
    found: list[str] = []
    misread: list[str] = []
    missing: list[str] = []
    foreign: list[str] = []
    cut: list[str] = []
    for alignment in hit.proposal.alignments:
        literals = alignment.part.literals
        for step in alignment.steps:
            word = literals[step.literal]
            if step.edits:
                misread.append(f"{'·'.join(region.tokens[step.first : step.end])} for {word}")
            elif word[0].isalnum() and not step.prefix:
                found.append(word)
        missing += [literals[k] for k in alignment.missing if literals[k][0].isalnum()]
        foreign += [region.tokens[k] for k in alignment.extra if region.tokens[k][0].isalnum()]
        cut += [literals[k] for k in alignment.cut if literals[k][0].isalnum()]
    total = sum(
        literal[0].isalnum()
        for alignment in hit.proposal.alignments
        for literal in alignment.part.literals
    )
    yield Evidence("words", 0.0, f"{len(found)} of {total}")
    for name, words in (
        ("misread as", misread),
        ("not there", missing),
        ("does not belong", foreign),
        ("cut off", cut),
    ):
        if words:
            yield Evidence(name, 0.0, clean(", ".join(words[:8])))
