"""The messages found in a paste: judged, captured, folded where they stand more than once."""

from __future__ import annotations

from dataclasses import dataclass

from kbassist.match.base import Base
from kbassist.match.candidates import Unit, look_up
from kbassist.match.capture import Capture, captures
from kbassist.match.mention import Scene
from kbassist.match.propose import propose, several_lines
from kbassist.match.score import Proposal
from kbassist.model import Flag, Span
from kbassist.text import Text

NEAREST = 0.02
"""Score from which on the nearest article of a refused paste is worth naming."""
SAME = 0.06
"""Scores this close are equally sure; the earlier message is then the first cause."""
NEAR = 64
"""Places of a message that are remembered, so that none is counted twice."""
MENTIONED, ESTRANGED = 0.5, 0.3
"""What is left of the score of a message that is only mentioned; of one that a stranger is nearer to."""


@dataclass(slots=True, eq=False, repr=False)
class Hit:
    """A judged proposal with its captures, on the way to becoming a match."""

    proposal: Proposal
    unit: Unit
    found: dict[str, Capture]
    spans: tuple[Span, ...]
    """Stretches of the repaired text that it takes, captured values included."""
    score: float
    scene: Scene | None
    """Where it may be only spoken of; None: it is too unlikely to ask."""
    count: int = 1
    code: str = ""
    stranger: str | None = None
    """What is nearer to the text than its article: one of its strangers, another thing's name.

    None: it was not looked for.
    """
    _mention: str | None = None

    @property
    def mention(self) -> str:
        """The words that show it to be only spoken of; looked for when they are first asked for."""
        if self._mention is None:
            self._mention = self.scene.mentioned(self.spans) if self.scene else ""
        return self._mention

    @property
    def family(self) -> str:
        """The article it stands for."""
        return self.proposal.compiled.pattern.family

    @property
    def start(self) -> int:
        """Where in the repaired text it begins."""
        return min(start for start, _ in self.spans)


def order(hit: Hit) -> tuple[bool, float, int, str]:
    """Sorting key: the surest first; what another article beats on the same words comes last."""
    beaten = bool(hit.proposal.rival) and hit.proposal.rivals < 0
    return beaten, -hit.score, hit.start, hit.family


def find(text: Text, base: Base) -> list[Hit]:
    """Every message found, the surest first; those with the same values are one."""
    units = look_up(text, base.library, base.cache)
    folded: dict[tuple[str, tuple[tuple[str, str | None], ...]], Hit] = {}
    taken: dict[object, list[Span]] = {}
    proposals: list[tuple[Proposal, Unit]] = []
    for unit in units:
        proposals += [(one, unit) for one in propose(unit, text, base.rarity, base.weights)]
    proposals += several_lines(units, text, base.rarity, base.weights)
    scene = Scene(text, base.speech)
    for proposal, unit in proposals:
        if proposal.score < NEAREST:
            continue
        hit = _hit(proposal, unit, text, base, scene)
        key = (hit.family, tuple(sorted((name, one.value) for name, one in hit.found.items())))
        known = folded.setdefault(key, hit)
        places = taken.setdefault(key, [])
        again = any(a < d and c < b for a, b in places[-NEAR:] for c, d in hit.spans)
        if known is not hit:  # the earlier of two that are about as sure
            surer = hit.score - known.score
            earlier = not again and surer >= -SAME and hit.start < known.start
            if earlier or surer > (0 if again else SAME):
                folded[key] = hit
            folded[key].count = known.count + (0 if again else hit.count)
        if not again:
            places += hit.spans
    return sorted(folded.values(), key=order)


def _hit(proposal: Proposal, unit: Unit, text: Text, base: Base, scene: Scene) -> Hit:
    pattern = proposal.compiled.pattern
    found: dict[str, Capture] = {}
    spans: list[Span] = []
    for alignment in proposal.alignments:
        own = captures(alignment, proposal.region, text.repaired, pattern.kinds, base.rarity.known)
        found = own | found
        start, end = (
            proposal.region.start(alignment.first),
            proposal.region.end(alignment.end - 1),
        )
        places = [
            (one.start, one.end) for one in own.values() if one.value or Flag.CUT in one.flags
        ]
        spans.append((min([start, *(a for a, _ in places)]), max([end, *(b for _, b in places)])))
    likely = scene if proposal.score >= base.weights.floor else None
    return Hit(proposal, unit, found, tuple(spans), proposal.score, likely, unit.count)


def trust(hit: Hit) -> float:
    """How likely it is that its article answers, 0 to 1: its score, and what else speaks against it."""
    return hit.score * (MENTIONED if hit.mention else 1.0) * (ESTRANGED if hit.stranger else 1.0)


def is_example(hit: Hit, base: Base) -> bool:
    """Whether its values are those of the article's own sentence."""
    examples = {
        (name, one.example)
        for revision in base.revisions(hit.proposal.compiled.pattern.number)
        for name, one in revision.placeholders.items()
    }
    return any((name, one.value) in examples for name, one in hit.found.items() if one.value)
