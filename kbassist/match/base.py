"""What stays the same between pastes: the articles, the weights, and what was made ready of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from kbassist.match.candidates import Cache, Index
from kbassist.match.mention.speech import Speech
from kbassist.match.rarity import Background, Rarity
from kbassist.match.score import Weights
from kbassist.model import Revision
from kbassist.products import Families

REMEMBERED = 2000
"""Articles whose revisions are kept in memory."""


class Library(Index, Protocol):
    """What matching asks of the articles beside the index."""

    def revisions(self, number: str) -> tuple[Revision, ...]:
        """The revisions of an article, oldest first."""

    def by_ids(self, ids: Iterable[int]) -> list[Revision]:
        """Revisions by their number in the index."""

    def families(self) -> Families:
        """Names of products that go together."""


@dataclass(slots=True, eq=False, repr=False)
class Base:
    """One state of one base of articles, ready for matching."""

    library: Library
    weights: Weights
    background: Background
    speech: Callable[[], Speech]
    """How people write of what they have and of what they only speak of; read when it is first needed."""
    cache: Cache = field(init=False)
    _revisions: dict[str, tuple[Revision, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        def count(keys: Iterable[str]) -> dict[str, int]:
            return {key: one.count for key, one in self.library.postings(keys).items()}

        self.cache = Cache(Rarity(self.background, self.library.size, count))

    @property
    def rarity(self) -> Rarity:
        """How much each word tells in this base."""
        return self.cache.rarity

    def revisions(self, number: str) -> tuple[Revision, ...]:
        """The revisions of an article, oldest first; kept for the next paste."""
        found = self._revisions.get(number)
        if found is None:
            if len(self._revisions) > REMEMBERED:
                self._revisions.clear()
            found = self._revisions[number] = self.library.revisions(number)
        return found

    def family(self, revision: Revision) -> str:
        """The article at the end of the chain of those that supersede it."""
        seen = {revision.number}
        while revision.successor and revision.successor not in seen:
            seen.add(revision.successor)
            newer = self.revisions(revision.successor)
            if not newer:
                break
            revision = newer[-1]
        return revision.number
