"""Where articles are kept so that they can be found: what every store offers, and the one in use.

`open` gives the store of a set of article folders: an index in a file of the user's cache folder that
follows its articles by itself. `memory.MemoryStore` does the same without any index, for a few revisions.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from kbassist.model import ArticleFault, Pattern, Revision, SearchHit

if TYPE_CHECKING:
    from kbassist.store.lookup import Query

Read = Callable[[str, str], tuple[Revision | None, tuple[ArticleFault, ...]]]
"""Reads an article file: its path, and the path to name in faults and in `Revision.path`."""

ReadMessages = Callable[[str, str], Iterator[Revision | ArticleFault]]
"""Reads a catalogue of bare messages, likewise."""


def no_messages(path: str, shown: str) -> Iterator[Revision | ArticleFault]:
    """What a store reads of catalogues that is not told how to read them."""
    return iter(())


CAP = 2_000
"""A key with more ids than this is too common to look anything up by: its ids are not given."""


@dataclass(frozen=True, slots=True)
class Posting:
    """What is filed under a key."""

    count: int
    """How many live ids there are."""
    ids: Sequence[int]
    """They themselves, ascending; empty where there are more than `CAP`."""


class Status(NamedTuple):
    """What a store holds, and how it stands."""

    path: str
    """The index file, or `memory`."""
    folders: tuple[str, ...]
    articles: int
    revisions: int
    signatures: int
    faults: int
    messages: int
    """Bare messages of catalogues, which are no articles."""
    size: int
    """Bytes of the index file; 0 in memory."""
    built: str
    """When it was last built in full, as `2027-06-30T12:00:00Z`; empty in memory."""
    refreshed: str
    """When a changed article was last taken up; same form."""
    fresh: bool
    """Whether the folders were looked at and the index agrees with them."""

    def to_json(self) -> dict[str, Any]:
        """All of it, by name."""
        return self._asdict() | {"folders": list(self.folders)}


class Store(Protocol):
    """What the matcher, the desk and the checks ask of the articles."""

    @property
    def size(self) -> int:
        """How many patterns there are."""

    @property
    def faults(self) -> tuple[ArticleFault, ...]:
        """What is wrong with files, by path and line."""

    def postings(self, keys: Iterable[str]) -> dict[str, Posting]:
        """What is filed under *keys*; unknown keys are absent."""

    def patterns(self, ids: Iterable[int]) -> list[Pattern]:
        """The patterns of these ids, ascending; unknown ids are skipped."""

    def words(self, ids: Iterable[int]) -> list[str]:
        """The words of the vocabulary of these ids, ascending; unknown ids are skipped."""

    def all_patterns(self) -> Iterator[Pattern]:
        """Every pattern, ascending."""

    def by_ids(self, ids: Iterable[int]) -> list[Revision]:
        """The revisions of these ids, ascending; unknown ids are skipped."""

    def revisions(self, number: str) -> tuple[Revision, ...]:
        """The revisions of an article, oldest first; leading zeros, "KBA" and "Note" do not matter."""

    def numbers(self) -> Iterator[str]:
        """The number of every article and of every bare message, in order."""

    def codes(self) -> Iterator[str]:
        """Every message code that articles list, as in `keys.code_key`; ascending."""

    def newest(self) -> Iterator[Revision]:
        """The newest revision of every article, by number; bare messages of catalogues are none."""

    def families(self) -> tuple[frozenset[str], ...]:
        """The names that go together for `products.same_product`."""

    def search(self, query: Query) -> list[SearchHit]:
        """Articles that hold the words of *query*, best first; one hit for each article.

        All words if there is an article that has them all, else any; the last may be unfinished. The
        number of an article leads straight to it; no words at all list all that fits otherwise. Bare
        messages of catalogues come behind the articles. Raises StoreUnavailable where words cannot be
        looked up.
        """

    def status(self) -> Status:
        """What it holds, and how it stands."""

    def refresh(self) -> Status:
        """Look at the folders at once, however many files they hold."""

    def close(self) -> None:
        """Give back the file; nothing can be asked afterwards."""


def open(  # noqa: A001
    folders: Sequence[Path],
    read: Read,
    cache: Path | None = None,
    refresh: bool = False,
    *,
    read_messages: ReadMessages = no_messages,
) -> Store:
    """The store of the articles in *folders*, up to date.

    The index lies in *cache*, else in the folder that KBASSIST_CACHE names, else in the user's cache
    folder, else in memory. *refresh* looks for changes even where that was done less than a minute ago.
    Raises StoreUnavailable where a folder does not exist.
    """
    from kbassist import places
    from kbassist.store.sqlite import SqliteStore

    kept = places.cache() if cache is None else cache
    path = None if kept is None else os.path.abspath(kept)
    return SqliteStore(folders, read, path, refresh, read_messages=read_messages)


# ------------------------------------------------------------------------------------------ numbers


def told_doubled(many: int) -> str:
    """What is wrong with a catalogue that has numbers of another one."""
    return f"another catalogue, which is read instead, has {many:,} of its numbers too"


_CALLED = re.compile(r"(?:sap\s+)?(?:kba|note|hinweis|article)s?[\s:#]*(?=\d+$)")


@lru_cache
def fold_number(number: str) -> str:
    """The form in which numbers of articles are compared: `0002577062` is `2577062`."""
    number = " ".join(number.split()).casefold()
    return number.lstrip("0") or "0" if number.isascii() and number.isdecimal() else number


def asked_numbers(text: str) -> tuple[str, ...]:
    """The folded numbers that somebody may mean by *text*, likeliest first.

    >>> asked_numbers("SAP Note 0002577062")
    ('sap note 0002577062', '2577062')
    """
    folded = fold_number(text)
    return tuple(dict.fromkeys((folded, fold_number(_CALLED.sub("", folded, count=1)))))


def fold_revision(revision: str) -> str:
    """The form in which names of revisions are compared: `01` is `1`."""
    return ".".join(map(fold_number, revision.split(".")))


def number_order(number: str) -> tuple[int, int, str]:
    """Sorting key of folded numbers: digits by value, before words."""
    if number.isascii() and number.isdecimal():
        return 0, int(number) if len(number) < 100 else 10**100, number
    return 1, 0, number
