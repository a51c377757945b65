"""The index of a set of article folders, in one SQLite file that follows them by itself.

The file does not change while anybody has it open, so that readers never see half a change. Whoever finds
that a few articles have changed writes that into it while nobody else has it open, in one transaction
which SQLite completes or undoes, whatever happens. Where others have it open, or much has changed, a new
file is made beside it and moved into its place, and they go on with the former one. Writers take turns,
so that each change is taken up once. Where the index cannot be written it is made in memory; where it is
damaged it is made again.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kbassist.model import (
    ArticleFault,
    Pattern,
    Revision,
    SearchHit,
    StoreUnavailable,
    is_catalogue,
)
from kbassist.store import Posting, Read, ReadMessages, Status, codec, files, no_messages
from kbassist.store.index import Index, connect, made_by, open_index

if TYPE_CHECKING:
    from kbassist.store.build import Writer
    from kbassist.store.entry import Taken
    from kbassist.store.lookup import Query

T = TypeVar("T")
Listing = dict[str, files.Stamp]

MANY = 3_000
"""With more files than this the folders are not looked at in every run …"""
PAUSE = 60
"""… but after so many seconds."""
PATIENCE = 5, 60
"""Seconds to wait for another process that writes: if there is an index to use meanwhile; if not."""
SUFFIX = ".sqlite"
READERS = 0.25
"""Seconds to wait for others to close an index that is to be changed where it is."""
FEW = 500
"""Changes that are always taken up in turn, beyond a third of the index it is made anew; and changed files
that are taken up where the index is, more in a copy of it.
"""
SMALL = 150
"""Bytes of a catalogue that count as one change when it has changed: about a message."""
PAGE = 500
"""Articles that are read in one go where all are asked for."""


class SqliteStore:
    """The articles of some folders; see `kbassist.store.Store`."""

    def __init__(
        self,
        folders: Sequence[Path],
        read: Read,
        path: str | None,
        refresh: bool = False,
        *,
        read_messages: ReadMessages = no_messages,
    ) -> None:
        given = {os.path.abspath(one): str(one) for one in sorted(folders, key=str)}
        self._folders = tuple(sorted(given))
        self._shown = [
            (os.path.join(one, ""), "" if given[one] == "." else os.path.join(given[one], ""))
            for one in sorted(given, key=len, reverse=True)
        ]
        self._read = read, read_messages
        self._path = path and os.path.join(path, _name(self._folders) + SUFFIX)
        self._lock = threading.RLock()
        self._index: Index | None = None
        self._closed = False
        self._fresh = False
        self._listed = json.dumps(self._folders)
        self._look(refresh)

    # ------------------------------------------------------------------------------------ looking up

    @property
    def size(self) -> int:
        """How many patterns there are."""
        return self._ask(lambda index: int(index.meta["signatures"]))

    @property
    def faults(self) -> tuple[ArticleFault, ...]:
        """What is wrong with files, by path and line."""
        return self._ask(Index.faults)

    def postings(self, keys: Iterable[str]) -> dict[str, Posting]:
        """What is filed under *keys*; unknown keys are absent."""
        wanted = list(keys)
        return self._ask(lambda index: index.postings(wanted))

    def patterns(self, ids: Iterable[int]) -> list[Pattern]:
        """The patterns of these ids, ascending; unknown ids are skipped."""
        wanted = sorted(set(ids))
        return self._ask(lambda index: index.patterns(wanted))

    def words(self, ids: Iterable[int]) -> list[str]:
        """The words of the vocabulary of these ids, ascending; unknown ids are skipped."""
        wanted = sorted(set(ids))
        return self._ask(lambda index: index.words(wanted))

    def all_patterns(self) -> Iterator[Pattern]:
        """Every pattern, ascending."""
        ids = self._ask(Index.pattern_ids)
        for start in range(0, len(ids), PAGE):
            yield from self.patterns(ids[start : start + PAGE])

    def by_ids(self, ids: Iterable[int]) -> list[Revision]:
        """The revisions of these ids, ascending; unknown ids are skipped."""
        wanted = sorted(set(ids))
        return self._ask(lambda index: index.by_ids(wanted))

    def revisions(self, number: str) -> tuple[Revision, ...]:
        """The revisions of an article, oldest first; leading zeros, "KBA" and "Note" do not matter."""
        return self._ask(lambda index: index.revisions(number))

    def numbers(self) -> Iterator[str]:
        """The number of every article, in order."""
        return iter(self._ask(Index.numbers))

    def codes(self) -> Iterator[str]:
        """Every message code that articles list, as in `keys.code_key`; ascending."""
        return iter(self._ask(Index.codes))

    def newest(self) -> Iterator[Revision]:
        """The newest revision of every article, by number."""
        ids = self._ask(Index.newest_ids)
        for start in range(0, len(ids), PAGE):
            yield from self._in_order(ids[start : start + PAGE])

    def _in_order(self, ids: Sequence[int]) -> list[Revision]:
        return self._ask(lambda index: index.by_ids(ids))

    def families(self) -> tuple[frozenset[str], ...]:
        """The names that go together for `products.same_product`."""
        from kbassist.store.find import known_families

        return self._ask(known_families)

    def search(self, query: Query) -> list[SearchHit]:
        """Articles that hold the words of *query*, best first; see `kbassist.store.Store`."""
        from kbassist.store.find import search

        return self._ask(lambda index: search(index, query))

    def status(self) -> Status:
        """What it holds, and how it stands."""
        return self._ask(self._status)

    def refresh(self) -> Status:
        """Look at the folders at once, however many files they hold."""
        with self._lock:
            if not self._closed:
                self._look(at_once=True)
        return self.status()

    def close(self) -> None:
        """Give back the file; nothing can be asked afterwards."""
        with self._lock:
            self._use(None)
            self._closed = True

    def _ask(self, question: Callable[[Index], T]) -> T:
        """Ask the index; one that turns out to be damaged is made again first."""
        with self._lock:
            if self._closed or self._index is None:
                raise StoreUnavailable("this knowledge base is closed")
            try:
                return question(self._index)
            except (sqlite3.DatabaseError, codec.Damaged):
                if self._path is None:
                    raise
                self._use(None)
                with contextlib.suppress(OSError):
                    os.unlink(self._path)
                self._make()
            return question(self._index)

    def _status(self, index: Index) -> Status:
        meta, size = index.meta, 0
        with contextlib.suppress(OSError):
            size = os.stat(index.path).st_size if index.path else 0
        return Status(
            path=index.path or "memory",
            folders=self._folders,
            articles=meta["articles"],
            revisions=meta["revisions"],
            signatures=meta["signatures"],
            faults=meta["faults"] + meta["doubled"],
            messages=meta["messages"],
            size=size,
            built=meta["built"],
            refreshed=meta["refreshed"],
            fresh=self._fresh,
        )

    # ------------------------------------------------------------------------- following the articles

    def _look(self, at_once: bool) -> None:
        """Bring the index up to date, unless that was done just now. Raises StoreUnavailable."""
        index = self._index
        if self._path and (index is None or index.path):
            index = self._use(open_index(self._path, self._listed, self._show))
        if index and not at_once and self._looked_lately(index):
            files.check(self._folders)
            return
        listing = files.listing(self._folders) if index else {}
        if index and self._agrees(index, listing, at_once):
            if index.path and index.meta["files"] > MANY:
                with contextlib.suppress(OSError):
                    os.utime(index.path)
        else:
            self._make(at_once, listing)
        self._fresh = True

    def _looked_lately(self, index: Index) -> bool:
        """Whether there are many files and the last look, by the time of the index, is not long ago."""
        if not index.path or index.meta["files"] <= MANY:
            return False
        try:
            return 0 <= time.time() - os.stat(index.path).st_mtime < PAUSE
        except OSError:
            return False

    def _agrees(self, index: Index, listing: Listing, at_once: bool) -> bool:
        try:
            return index.listing() == listing and not (at_once and index.unread())
        except sqlite3.DatabaseError:  # it is damaged, and will be made again
            return False

    def _make(self, at_once: bool = False, listing: Listing | None = None) -> None:
        """Take up what changed, in the file or else in memory. Raises StoreUnavailable.

        *listing* is what the folders held just now, where that is known.
        """
        if self._path:
            try:
                os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
                with _turn(self._path, PATIENCE[self._index is None]):
                    self._make_file(self._path, at_once, listing)
            except (OSError, sqlite3.DatabaseError):
                self._make_in_memory(at_once)
        else:
            self._make_in_memory(at_once)

    def _make_file(self, path: str, at_once: bool, listing: Listing | None) -> None:
        index = open_index(path, self._listed, self._show)
        if index and self._index and index.meta["written"] == self._index.meta["written"]:
            index.close()
            index = self._index  # what it knows of the files is true
        else:
            self._use(index or self._index)
            listing = None  # another process has been at work meanwhile
        work = _Work(listing or files.listing(self._folders), *self._read, at_once)
        if index and self._agrees(index, work.listing, at_once):
            return  # another process was quicker
        if not (index and self._amend(path, index, work)):
            aside = path.removesuffix(SUFFIX) + ".new"
            self._write(aside, work).close()
            whole = index and self._index
            self._use(None)  # some systems move nothing to where a file is open
            try:
                if not whole:
                    _discard(path)
                os.replace(aside, path)
            finally:
                self._use(open_index(path, self._listed, self._show))
        if not self._index:
            raise OSError(f"{path} cannot be read back")

    def _amend(self, path: str, index: Index, work: _Work) -> bool:
        """Change the index where it is; False where much has to be done, or others are reading it."""
        from kbassist.store.build import Writer

        try:
            if not work.compare(index) or work.weight > FEW:
                return False
        except sqlite3.DatabaseError:
            return False
        work.read_ahead()
        self._use(None)
        try:
            with contextlib.closing(connect(path, READERS)) as connection:
                writer = Writer(connection, in_place=True)
                work.amend(writer)
                writer.finish(made_by(), self._listed)
        except (sqlite3.DatabaseError, codec.Damaged):
            return False  # whatever it did is undone
        finally:
            self._use(open_index(path, self._listed, self._show))
        return True

    def _make_in_memory(self, at_once: bool) -> None:
        work = _Work(files.listing(self._folders), *self._read, at_once)
        self._use(Index(self._write(":memory:", work), "", self._show))

    def _write(self, target: str, work: _Work) -> sqlite3.Connection:
        """A new index, made from the present one if that is of use."""
        from kbassist.store.build import Writer

        for old in (self._index, None):
            if target != ":memory:":
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(target)
            connection = sqlite3.connect(target, isolation_level=None, check_same_thread=False)
            try:
                few = work.compare(old)
                if few and old:
                    old.connection.backup(connection)
                writer = Writer(connection)
                if few:
                    work.amend(writer)
                else:
                    work.build(writer, old)
                writer.finish(made_by(), self._listed)
            except (sqlite3.DatabaseError, codec.Damaged):
                connection.close()
                if old is None:
                    raise
            except BaseException:
                connection.close()
                raise
            else:
                return connection
        raise AssertionError  # the last turn of the loop returns or raises

    def _use(self, index: Index | None) -> Index | None:
        """Go on with *index* and give back the former one."""
        if self._index and self._index is not index:
            self._index.close()
        self._index = index
        return index

    def _show(self, path: str) -> str:
        """The path of a file as the user named its folder."""
        for folder, shown in self._shown:
            if path.startswith(folder):
                return shown + path[len(folder) :]
        return path


class _Work:
    """What has to be done to an index for it to agree with the files of a listing."""

    def __init__(
        self, listing: Listing, read: Read, read_messages: ReadMessages, at_once: bool
    ) -> None:
        self.listing = listing
        self.weight = 0
        """How much that is, in articles."""
        self.changed: set[str] = set()
        self.gone: set[str] = set()
        self._before: Listing = {}
        self._read, self._read_messages = read, read_messages
        self._at_once = at_once
        self._ahead: dict[str, Taken] = {}
        self._catalogues: dict[str, list[Revision | ArticleFault]] = {}

    def compare(self, old: Index | None) -> bool:
        """Find out what changed since *old*; whether that is little enough to take it up in turn."""
        self._before = old.listing() if old else {}
        before = self._before.get
        self.changed = {path for path, stamp in self.listing.items() if before(path) != stamp}
        if old:
            again = old.twins() | (old.unread() if self._at_once else set())
            self.changed |= again & self.listing.keys()
        self.gone = self._before.keys() - self.listing.keys()
        sizes = [
            self.listing.get(path, before(path))
            for path in self.changed | self.gone
            if is_catalogue(path)
        ]
        self.weight = (
            len(self.changed) + len(self.gone) + sum(one[2] // SMALL for one in sizes if one)
        )
        return old is not None and self.weight + old.meta["changes"] <= max(FEW, old.size // 3)

    def read_ahead(self) -> None:
        """Read the changed files now, not while others wait."""
        for path in self.changed:
            if is_catalogue(path):
                self._catalogues[path] = list(self._messages(path))
        articles = self._articles()
        with contextlib.closing(self._entries(articles)) as entries:
            self._ahead = dict(zip(articles, entries, strict=True))

    def amend(self, writer: Writer) -> None:
        """Take up what changed."""
        for path in sorted(self.gone | (self.changed & self._before.keys())):
            writer.remove(path)
        with contextlib.closing(self._entries(self._articles())) as entries:
            for path in sorted(self.changed, key=_order):
                self._add(writer, path, entries)

    def build(self, writer: Writer, old: Index | None) -> None:
        """Take up everything, what did not change from *old*."""
        from kbassist.store.entry import take

        with contextlib.closing(self._entries(self._articles())) as entries:
            for path in sorted(self.listing, key=_order):
                if old and path not in self.changed and is_catalogue(path):
                    writer.add_messages(path, self.listing[path], old.kept_messages(path))
                elif old and path not in self.changed:
                    writer.add(path, self.listing[path], *take(path, *old.kept(path)))
                else:
                    self._add(writer, path, entries)

    def _add(self, writer: Writer, path: str, entries: Iterator[Taken]) -> None:
        """Take up a file; *entries* go on with it if it is an article's."""
        if is_catalogue(path):
            found = self._catalogues.get(path) or self._messages(path)
            if path in self._catalogues or os.path.lexists(path):
                writer.add_messages(path, self.listing[path], found)
            return
        entry, faults = self._ahead.get(path) or next(entries)
        if entry is not None or os.path.lexists(path):  # else it was deleted meanwhile
            writer.add(path, self.listing[path], entry, faults)

    def _articles(self) -> list[str]:
        """The changed articles that have not been read ahead, as they are to be added."""
        return sorted(
            path for path in self.changed if path not in self._ahead and not is_catalogue(path)
        )

    def _entries(self, articles: Sequence[str]) -> Generator[Taken, None, None]:
        from kbassist.store import reading

        problems = (files.problem(self.listing[path]) for path in articles)
        return reading.entries(list(zip(articles, problems, strict=True)), self._read)

    def _messages(self, path: str) -> Iterator[Revision | ArticleFault]:
        if problem := files.problem(self.listing[path]):
            return iter((ArticleFault(path, 0, problem),))
        return self._read_messages(path, path)


def _order(path: str) -> tuple[bool, str]:
    """Sorting key of files that are taken up: catalogues behind the articles."""
    return is_catalogue(path), path


def _discard(path: str) -> None:
    """Delete a file that is no index, and only then what SQLite may have put beside it to mend it."""
    for name in (path, path + "-journal"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


@contextlib.contextmanager
def _turn(path: str, patience: float) -> Iterator[None]:
    """Wait until no other process writes to that index. Raises sqlite3.OperationalError after a while.

    SQLite's own locks on an empty file: they work everywhere and end with the process.
    """
    lock = sqlite3.connect(
        path.removesuffix(SUFFIX) + ".lock", timeout=patience, isolation_level=None
    )
    try:
        lock.execute("BEGIN IMMEDIATE")
        yield
    finally:
        lock.close()


def _name(folders: Sequence[str]) -> str:
    """The name of the index of *folders*: a fingerprint, without the cost of loading hashlib.

    Another Python may fold letters otherwise and has its own.
    """
    text = "\0".join((*map(str, sys.version_info[:2]), *folders))
    number = int.from_bytes(text.encode("utf-8", "surrogateescape"), "big")
    return f"{number % (2**127 - 1):032x}"
