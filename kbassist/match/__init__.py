"""A paste against all signatures: candidates → align → capture → score → decide.

`candidates` picks the signatures worth comparing with each line, `align` lays them on it, `capture` reads
the slots, `score` turns what fits and what does not into a probability, `hits` puts that together for
the whole paste, and `Matcher` decides. `besides` knows what else leads to an article. Everything reads
through the look-ups it is handed; nothing here does input or output of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import islice

from kbassist.match.base import Base, Library
from kbassist.match.besides import by_code, by_number, by_symptom
from kbassist.match.candidates import Cache
from kbassist.match.hits import NEAREST, SAME, Hit, find, is_example
from kbassist.match.mention.speech import Speech, read_speech
from kbassist.match.pattern import compile_part
from kbassist.match.rarity import Background, Rarity, read_background
from kbassist.match.results import OTHERS, Answer
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
    "Speech",
    "Weights",
    "read_background",
    "read_speech",
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
        if real := self._real(clear, text):
            first, *others = real
            return answer.result(
                Verdict.MATCH,
                _reason(first),
                answer.match(first),
                answer.runners_up(hits, first),
                others,
            )
        if otherwise := coded or by_number(answer):
            return otherwise
        if doubtful := clear or sure or hits:
            best = doubtful[0]
            if best.score >= self.weights.floor:
                reason = Reason.AMBIGUOUS if sure and not clear else Reason.WEAK
                if reason is Reason.WEAK and (best.mention or best.stranger):
                    reason = Reason.MENTION if best.mention else Reason.STRANGER
                return answer.result(
                    Verdict.UNSURE, reason, answer.match(best), answer.runners_up(hits, best)
                )
        if told := by_symptom(answer):
            return told
        near = [answer.match(hit) for hit in hits[:1] if hit.score >= NEAREST]
        return answer.result(Verdict.NONE, Reason.NOTHING, None, near)

    def _real(self, clear: Sequence[Hit], text: Text) -> list[Hit]:
        """The first cause, then the surest others: those of *clear* that are no mention and no stranger.

        No more are looked at than a result has room for. Those with the values of an article's own example
        count only where there is nothing else.
        """

        def is_real(hit: Hit) -> bool:
            if hit.mention:
                return False
            if hit.stranger is None:
                hit.stranger = stranger(hit, text, self)
            return not hit.stranger

        surest = sorted(clear, key=lambda hit: (-hit.score, hit.start))
        for some in ([hit for hit in surest if not is_example(hit, self)], surest):
            real = list(islice(filter(is_real, some), OTHERS + 1))
            if real:
                near = (hit for hit in some if hit.score >= real[0].score - SAME)
                first = next(filter(is_real, sorted(near, key=lambda hit: hit.start)))
                return [first, *(hit for hit in real if hit is not first)]
        return []


def _reason(hit: Hit) -> Reason:
    """What a match by signature rests on."""
    if hit.code:
        return Reason.CODE
    return Reason.SIGNATURE if hit.proposal.exact else Reason.APPROXIMATE
