"""Reading one index: an SQLite file that does not change while it is open, or one in memory."""

from __future__ import annotations

import os
import sqlite3
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kbassist.model import ArticleFault, Pattern, Revision, revision_order
from kbassist.store import (
    CAP,
    Posting,
    asked_numbers,
    codec,
    fold_number,
    number_order,
    told_doubled,
)
from kbassist.store.files import Stamp

FORMAT = 3
"""Raised when the tables of an index change."""
KEPT = 20_000
"""Postings and patterns that are kept in the process."""
CHUNK = 512
"""Values in one statement."""
PATIENCE = 5.0
"""Seconds to wait for another process that is changing the index; it takes a moment only."""


class Index:
    """An index as it stands; whatever is asked of it raises sqlite3.DatabaseError or codec.Damaged
    where the file has been spoilt.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: str, shown: Callable[[str], str]
    ) -> None:
        self.connection = connection
        self.path = path
        """Its file; empty in memory."""
        self.shown = shown
        """The path to show for a file's absolute path."""
        self.meta: dict[str, Any] = dict(self.rows("SELECT key, value FROM meta"))
        self._postings: dict[str, Posting | None] = {}
        self._patterns: dict[int, Pattern] = {}
        self._families: dict[str, str] = {}
        self._listing: dict[str, Stamp] | None = None

    @property
    def size(self) -> int:
        """How many revisions, bare messages and patterns there are."""
        return int(self.meta["revisions"] + self.meta["messages"] + self.meta["signatures"])

    def close(self) -> None:
        """Give back the file."""
        self.connection.close()

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows of a statement."""
        return self.connection.execute(statement, values).fetchall()

    def rows_of(self, statement: str, values: Sequence[object], order: str = "") -> Iterator[Any]:
        """The rows of *statement*, which ends before `IN`, for any number of *values*."""
        for start in range(0, len(values), CHUNK):
            some = list(values[start : start + CHUNK])
            # few different lengths, so that few statements have to be prepared
            some += some[-1:] * ((1 << (len(some) - 1).bit_length()) - len(some))
            yield from self.rows(f"{statement} IN ({','.join('?' * len(some))}) {order}", some)

    # -------------------------------------------------------------------------------------- matching

    def postings(self, keys: Iterable[str]) -> dict[str, Posting]:
        """What is filed under *keys*; unknown keys are absent."""
        known = self._postings
        if len(known) > KEPT:
            known.clear()
        wanted = list(dict.fromkeys(keys))
        unknown = [key for key in wanted if key not in known]
        if unknown:
            self._read_postings(unknown)
        return {key: one for key in wanted if (one := known[key])}

    def _read_postings(self, keys: list[str]) -> None:
        known = self._postings
        known.update(dict.fromkeys(keys))
        keys = [key for key in keys if _is_text(key)]
        counts: dict[str, int] = {}
        found: dict[str, array[int]] = {}
        for key, count in self.rows_of("SELECT key, count FROM posting WHERE key", keys):
            counts[key] = counts.get(key, 0) + count
        rare = [key for key in counts if counts[key] <= CAP]
        known.update((key, Posting(counts[key], ())) for key in counts if counts[key] > CAP)
        for key, packed in self.rows_of(
            "SELECT key, ids FROM posting WHERE key", rare, "ORDER BY key, segment"
        ):
            found.setdefault(key, array("I")).frombytes(packed)
        for key, ids in found.items():
            if sys.byteorder == "big":
                ids.byteswap()
            if len(ids) > counts[key]:
                ids = self._living(ids)
            known[key] = Posting(counts[key], ids) if counts[key] else None

    def _living(self, ids: array[int]) -> array[int]:
        """*ids* without those that are dead."""
        dead = {number for (number,) in self.rows_of("SELECT id FROM dead WHERE id", ids)}
        return array("I", [one for one in ids if one not in dead])

    def patterns(self, ids: Sequence[int]) -> list[Pattern]:
        """The patterns of *ids*, in that order; unknown ids are skipped."""
        known = self._patterns
        if len(known) > KEPT:
            known.clear()
        unknown = [one for one in ids if one not in known]
        rows = list(self.rows_of("SELECT id, data FROM pattern WHERE id", unknown))
        self._learn_families({codec.article_of_pattern(data) for _, data in rows})
        for number, data in rows:
            known[number] = codec.decode_pattern(number, data, self.family)
        return [known[one] for one in ids if one in known]

    def words(self, ids: Sequence[int]) -> list[str]:
        """The words of *ids*, ascending ones."""
        return [
            word for (word,) in self.rows_of("SELECT word FROM word WHERE id", ids, "ORDER BY id")
        ]

    def pattern_ids(self) -> list[int]:
        """The ids of every pattern."""
        return [number for (number,) in self.rows("SELECT id FROM pattern ORDER BY id")]

    # -------------------------------------------------------------------------------------- articles

    def by_ids(self, ids: Sequence[int]) -> list[Revision]:
        """The revisions of *ids*, in that order; unknown ids are skipped."""
        found: dict[int, Revision] = {}
        statement = "SELECT id, folded, path, data FROM revision JOIN body USING (id) WHERE id"
        for number, folded, path, data in self.rows_of(statement, ids):
            found[number] = codec.decode(
                data, path=self.shown(os.fsdecode(path)), successor=self.successor(folded)
            )
        return [found[one] for one in ids if one in found]

    def revisions(self, number: str) -> tuple[Revision, ...]:
        """The revisions of the article that *number* means, oldest first."""
        for asked in asked_numbers(number):
            found = self.rows("SELECT id, name FROM revision WHERE folded = ?", (asked,))
            if found:
                found.sort(key=lambda row: revision_order(row[1]))
                return tuple(self.by_ids([number for number, _ in found]))
        return ()

    def numbers(self) -> list[str]:
        """The number of every article and bare message, in order."""
        rows = self.rows("SELECT folded, min(number) FROM revision GROUP BY folded")
        return [number for _, number in sorted(rows, key=lambda row: number_order(row[0]))]

    def codes(self) -> list[str]:
        """Every message code that articles list, ascending."""
        found = self.rows("SELECT DISTINCT key FROM posting WHERE key >= '#' AND key < '$'")
        return sorted(key[1:] for (key,) in found if key in self.postings([key]))

    def newest_ids(self) -> list[int]:
        """The newest revision of every article, by number; no bare messages."""
        newest: dict[str, tuple[Any, int]] = {}
        for folded, name, number in self.rows(
            "SELECT folded, name, id FROM revision WHERE state < 2"
        ):
            one = revision_order(name), number
            newest[folded] = max(newest.get(folded, one), one)
        return [newest[folded][1] for folded in sorted(newest, key=number_order)]

    def successor(self, folded: str) -> str | None:
        """The article that says it supersedes the one of this folded number."""
        if not self.meta["supersedes"]:
            return None
        rows = self.rows(
            "SELECT DISTINCT folded, number FROM supersedes JOIN revision ON id = revision"
            " WHERE old = ? AND folded <> old",
            (folded,),
        )
        if not rows:
            return None
        newest = max((row[0] for row in rows), key=number_order)
        return min(str(number) for folded, number in rows if folded == newest)

    def family(self, number: str) -> str:
        """The article at the end of the chain of successors of *number*."""
        family = self._families.get(number)
        if family is None:
            family = self._families[number] = self._end_of_chain(number)
        return family

    def _learn_families(self, numbers: Iterable[str]) -> None:
        """Find the families of articles that nothing supersedes, which most are, in one look-up."""
        if len(self._families) > KEPT:
            self._families.clear()
        new = {fold_number(one): one for one in numbers if one not in self._families}
        if self.meta["supersedes"]:
            for (old,) in self.rows_of("SELECT old FROM supersedes WHERE old", list(new)):
                new.pop(old, None)
        shown = dict.fromkeys(new)
        if self.meta["odd_numbers"]:
            statement = "SELECT folded, min(number) FROM revision WHERE folded"
            shown |= dict(self.rows_of(statement, list(new), "GROUP BY folded"))
        self._families.update((one, shown[folded] or folded) for folded, one in new.items())

    def _end_of_chain(self, number: str) -> str:
        chain = [fold_number(number)]
        while True:
            next_ = self.successor(chain[-1])
            if next_ is None:
                end = chain[-1]
                break
            folded = fold_number(next_)
            if folded in chain:  # a circle: all of it is one family, whoever asks
                end = max(chain[chain.index(folded) :], key=number_order)
                break
            chain.append(folded)
        if not self.meta["odd_numbers"]:
            return end
        return str(self.rows("SELECT min(number) FROM revision WHERE folded = ?", (end,))[0][0])

    # ----------------------------------------------------------------------------------------- files

    def listing(self) -> dict[str, Stamp]:
        """The files it was made of."""
        if self._listing is None:
            rows = self.connection.execute("SELECT path, mtime, ctime, size FROM file")
            code, errors = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()
            self._listing = {row[0].decode(code, errors): row[1:] for row in rows}
        return self._listing

    def twins(self) -> set[str]:
        """The files that are left out because another one has the same revision."""
        rows = self.rows(f"{_WITHOUT_ARTICLE} AND twin IS NOT NULL")
        return {os.fsdecode(path) for path, _ in rows}

    def unread(self) -> set[str]:
        """The files that gave no article."""
        rows = self.rows(f"{_WITHOUT_ARTICLE} AND twin IS NULL")
        return {os.fsdecode(path) for path, _ in rows}

    def kept(self, path: str) -> tuple[Revision | None, tuple[ArticleFault, ...]]:
        """What reading a file gave."""
        name = os.fsencode(path)
        faults = self.rows("SELECT data FROM fault WHERE path = ? ORDER BY place", (name,))
        found = self.rows(
            "SELECT data FROM body WHERE id = (SELECT revision FROM file WHERE path = ?)",
            (name,),
        )
        return (
            codec.decode(found[0][0]) if found else None,
            tuple(codec.decode_fault(path, data) for (data,) in faults),
        )

    def kept_messages(self, path: str) -> Iterator[Revision | ArticleFault]:
        """What reading a catalogue gave."""
        yield from self.kept(path)[1]
        for (data,) in self.connection.execute(
            "SELECT data FROM revision JOIN body USING (id) WHERE path = ?1 AND state = 2"
            " UNION ALL SELECT data FROM aside WHERE path = ?1",
            (os.fsencode(path),),
        ):
            yield codec.decode(data)

    def faults(self) -> tuple[ArticleFault, ...]:
        """What is wrong with files, by path and line."""
        found = [
            codec.decode_fault(self.shown(os.fsdecode(path)), data)
            for path, data in self.rows("SELECT path, data FROM fault ORDER BY path, place")
        ]
        for path, twin in self.rows(f"{_WITHOUT_ARTICLE} AND twin IS NOT NULL"):
            other = self.shown(os.fsdecode(twin))
            message = f"{other} has the same number and revision and is read instead"
            found.append(
                ArticleFault(self.shown(os.fsdecode(path)), 0, message, rule="duplicate-revision")
            )
        if self.meta["doubled"]:
            from kbassist.store.build import doubled

            for path, many in doubled(self.connection):
                shown = self.shown(os.fsdecode(path))
                found.append(ArticleFault(shown, 0, told_doubled(many)))
        return tuple(sorted(found, key=lambda one: (one.path, one.line)))


_WITHOUT_ARTICLE = "SELECT path, twin FROM file WHERE revision IS NULL"


def open_index(path: str, folders: str, shown: Callable[[str], str]) -> Index | None:
    """The index in the file *path*; None if there is none of these *folders* that is whole and ours.

    Nobody can change it before it is closed: one transaction goes on all the time.
    """
    connection = None
    try:
        connection = connect(path, PATIENCE)
        connection.execute("BEGIN")
        index = Index(connection, path, shown)
        if index.meta["made_by"] == made_by() and index.meta["folders"] == folders:
            return index
    except (OSError, sqlite3.DatabaseError, KeyError):
        pass
    if connection:
        connection.close()
    return None


def connect(path: str, patience: float) -> sqlite3.Connection:
    """The SQLite file that there is. What somebody left half done is undone by SQLite."""
    address = f"{Path(path).as_uri()}?mode=rw"
    return sqlite3.connect(
        address, patience, isolation_level=None, check_same_thread=False, uri=True
    )


def made_by() -> str:
    """What an index depends on besides the articles: another one is not used but made again."""
    package = os.path.dirname(os.path.dirname(__file__))
    makers: list[object] = [FORMAT]
    for name in _MAKERS:
        path = os.path.join(package, name)
        try:
            if name.endswith(".py"):
                status = os.stat(path)
                makers.append((status.st_mtime_ns, status.st_size))
                continue
            with os.scandir(path) as entries:
                modules = [(one.name, one.stat()) for one in entries if one.name.endswith(".py")]
            makers += sorted((name, one.st_mtime_ns, one.st_size) for name, one in modules)
        except OSError:  # not in a folder of its own
            continue
    return repr(makers)


_MAKERS = ("articles", "keys.py", "markdown", "model.py", "store", "template.py", "text.py")
"""The modules that decide what stands in an index: another version of them makes another one."""


def _is_text(key: str) -> bool:
    try:
        key.encode()
    except UnicodeEncodeError:
        return False
    return True
