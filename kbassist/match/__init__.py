"""A paste against all signatures: candidates → align → capture → score → decide.

`candidates` picks the signatures worth comparing with each line, `align` lays them on it, `capture` reads
the slots, `score` turns what fits and what does not into a probability, `hits` puts that together for
the whole paste, and `Matcher` decides. `besides` knows what else leads to an article. Everything reads
through the look-ups it is handed; nothing here does input or output of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from kbassist.match.base import Base, Library
from kbassist.match.besides import by_code, by_number, by_symptom
from kbassist.match.candidates import Cache
from kbassist.match.hits import NEAREST, SAME, Hit, find, is_example
from kbassist.match.pattern import compile_part
from kbassist.match.rarity import Background, Rarity, read_background
from kbassist.match.results import Answer
from kbassist.match.score import MEASURES, Weights
from kbassist.match.stranger import stranger
from kbassist.model import MatchResult, Reason, Template, Verdict
from kbassist.text import Text, tokenise

__all__ = [
    "Background",
    "Cache",
    "Library",
    "Matcher",
    "Rarity",
    "Weights",
    "read_background",
    "read_weights",
]


def read_weights(text: str) -> Weights:
    """The weights file of the package."""
    data = json.loads(text)
    unknown = set(data["measures"]) - set(MEASURES)
    if unknown:
        raise ValueError(f"unknown measures: {sorted(unknown)}")
    return Weights(data["measures"], data["certain"], data["floor"], data["lead"])


class Matcher(Base):
    """Matches pastes against one state of one base."""

    def bits(self, template: Template) -> float:
        """How much the words of a signature's line tell in this base."""
        self.rarity.learn(
            token for piece in template if isinstance(piece, str) for token in tokenise(piece)
        )
        return compile_part(template, self.rarity).weight

    def match(
        self,
        text: Text,
        values: Mapping[str, str] | None = None,
        product: str | None = None,
        version: str | None = None,
    ) -> MatchResult:
        """The answer to a paste.

        *values* are placeholders that the caller knows, *product* and *version* help to choose the
        revision.
        """
        answer = Answer(self, text, values or {}, product, version)
        hits = find(text, self)
        coded = by_code(answer, hits)
        sure = [hit for hit in hits if hit.score >= self.weights.certain]
        clear = [hit for hit in sure if not hit.proposal.tied(self.weights.lead)]
        for hit in clear:
            hit.stranger = "" if hit.mention else stranger(hit, text, self)
        real = [hit for hit in clear if not hit.mention and not hit.stranger]
        real = [hit for hit in real if not is_example(hit, self)] or real
        if real:
            top = max(hit.score for hit in real)
            first = min((hit for hit in real if hit.score >= top - SAME), key=lambda hit: hit.start)
            return answer.result(
                Verdict.MATCH,
                _reason(first),
                answer.match(first),
                answer.runners_up(hits, first),
                [hit for hit in real if hit is not first],
            )
        if otherwise := coded or by_number(answer):
            return otherwise
        if doubtful := clear or sure or hits:
            best = doubtful[0]
            if best.score >= self.weights.floor:
                reason = Reason.AMBIGUOUS if sure and not clear else Reason.WEAK
                if best.mention and reason is Reason.WEAK:
                    reason = Reason.MENTION
                return answer.result(
                    Verdict.UNSURE, reason, answer.match(best), answer.runners_up(hits, best)
                )
        if told := by_symptom(answer):
            return told
        near = [answer.match(hit) for hit in hits[:1] if hit.score >= NEAREST]
        return answer.result(Verdict.NONE, Reason.NOTHING, None, near)


def _reason(hit: Hit) -> Reason:
    """What a match by signature rests on."""
    if hit.code:
        return Reason.CODE
    return Reason.SIGNATURE if hit.proposal.exact else Reason.APPROXIMATE
