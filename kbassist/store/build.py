"""Writing an index: all of it, or what changed since.

    meta        what the index is: who made it, of which folders, when, how much it holds
    file        every article file with its stamp; `twin` is the file that holds the same revision and
                is read instead; of a catalogue of bare messages `revision` is 0
    fault       what is wrong with a file
    revision    every revision; its signatures have the ids that follow its own; `state` is 0, 1 for an
                archived one, 2 for a bare message
    aside       bare messages whose number an article has, or a catalogue that comes before theirs
    body        all of a revision, as `codec` writes it; kept apart so that the others are read quickly
    pattern     every signature, likewise written
    word        the vocabulary of the signatures, with the number of signatures that use a word
    posting     key → ids, ascending, four bytes each; segment 0 is written by a full build, segment 1
                grows, and its count goes below 0 where segment 0 counts ids that are dead
    dead        ids that postings still hold and nothing else does: where a key has more ids than its
                counts say, some of them stand here
    supersedes  folded number of the older article → the revision that replaces it
    facet       what can be filtered by; facet_of: the revisions that have it
    search      the folded words of every revision, by column

Revisions, patterns, words and facets draw their ids from one sequence and none is used twice, so that
one table of dead ids does for all.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from kbassist.keys import misreadable, word_keys
from kbassist.model import ArticleFault, Revision
from kbassist.store import codec, fold_number
from kbassist.store.entry import BARE, Entry, entry, storable
from kbassist.store.files import Stamp
from kbassist.store.lookup import COLUMNS

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE file (
    path BLOB PRIMARY KEY, mtime INTEGER, ctime INTEGER, size INTEGER, revision INTEGER, twin BLOB
) WITHOUT ROWID;
CREATE TABLE fault (path BLOB, place INTEGER, data TEXT, PRIMARY KEY (path, place)) WITHOUT ROWID;
CREATE TABLE revision (
    id INTEGER PRIMARY KEY, folded TEXT, name TEXT, number TEXT, audience TEXT, state INTEGER,
    path BLOB
);
CREATE TABLE aside (folded TEXT, path BLOB, data TEXT, PRIMARY KEY (folded, path)) WITHOUT ROWID;
CREATE TABLE body (id INTEGER PRIMARY KEY, data TEXT);
CREATE TABLE pattern (id INTEGER PRIMARY KEY, data TEXT);
CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT UNIQUE, uses INTEGER);
CREATE TABLE posting (
    key TEXT, segment INTEGER, count INTEGER, ids BLOB, PRIMARY KEY (key, segment)
) WITHOUT ROWID;
CREATE TABLE dead (id INTEGER PRIMARY KEY);
CREATE TABLE supersedes (old TEXT, revision INTEGER, PRIMARY KEY (old, revision)) WITHOUT ROWID;
CREATE TABLE facet (id INTEGER PRIMARY KEY, kind TEXT, value TEXT, UNIQUE (kind, value));
CREATE TABLE facet_of (
    facet INTEGER, revision INTEGER, PRIMARY KEY (facet, revision)
) WITHOUT ROWID;
"""
_INDICES = (
    "CREATE INDEX revision_by_number ON revision (folded, name)",
    "CREATE INDEX file_without_article ON file (path) WHERE revision IS NULL",
)
_NAMES = ", ".join(one.name for one in COLUMNS)
_SEARCH = f"CREATE VIRTUAL TABLE search USING fts5({_NAMES}, content='')"
_MARKS = ", ".join("?" * len(COLUMNS))
INSERTS = {
    "file": "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)",
    "fault": "INSERT INTO fault VALUES (?, ?, ?)",
    "revision": "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)",
    "body": "INSERT INTO body VALUES (?, ?)",
    "aside": "INSERT OR IGNORE INTO aside VALUES (?, ?, ?)",
    "pattern": "INSERT INTO pattern VALUES (?, ?)",
    "supersedes": "INSERT OR IGNORE INTO supersedes VALUES (?, ?)",
    "facet": "INSERT INTO facet VALUES (?, ?, ?)",
    "facet_of": "INSERT INTO facet_of VALUES (?, ?)",
    "search": f"INSERT INTO search (rowid, {_NAMES}) VALUES (?, {_MARKS})",
}
_FORGET = f"INSERT INTO search (search, rowid, {_NAMES}) VALUES ('delete', ?, {_MARKS})"
_COUNTED = (
    *("files", "faults", "revisions", "articles", "messages", "signatures"),
    *("aside", "doubled", "changes", "odd_numbers"),
)
"""What `meta` counts; `aside` are bare messages that are not read, `doubled` the catalogues of those that
are not for another catalogue's sake, `changes` those since all was written; `odd_numbers` says whether there
were articles whose number is not the folded one.
"""
BATCH = 500
"""Revisions that are kept back to be written together."""


class Writer:
    """Fills an index.

    Files must be removed before others are added, and added in the order of their paths: of two with the
    same number and revision the first is taken, whatever was in the index before. Catalogues are added
    after all others: a bare message gives way to an article of its number.

    *in_place* is for an index that others may want to read meanwhile: either all of the changes come to
    stand in it or none. Raises sqlite3.OperationalError where somebody is reading it.
    """

    def __init__(self, connection: sqlite3.Connection, in_place: bool = False) -> None:
        self._index = connection
        if in_place:
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("BEGIN EXCLUSIVE")
        else:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
        self._new = not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        if self._new:
            for statement in SCHEMA.split(";"):
                connection.execute(statement)
            try:
                connection.execute(_SEARCH)
            except sqlite3.OperationalError:  # a SQLite without full-text search
                self._set(words=0)
            else:
                self._set(words=1)
            self._set(next=1)
            self._set(**dict.fromkeys(_COUNTED, 0))
        meta = dict(connection.execute("SELECT key, value FROM meta"))
        self._words: bool = bool(meta["words"])
        self._next: int = meta["next"]
        self._counts: dict[str, int] = {name: meta[name] for name in _COUNTED}
        self._rows: dict[str, list[Sequence[Any]]] = {table: [] for table in INSERTS}
        self._held: dict[tuple[str, str], str] = {}
        self._ids: dict[str, int | array[int]] = {}
        self._gone: dict[str, int] = {}
        self._uses: dict[str, int] = {}
        self._touched: dict[str, bool] = {}
        self._facets: dict[tuple[str, str], int] = {}
        self._taken: set[str] | None = None
        self._unsettled: dict[str, None] = {}

    def add(self, path: str, stamp: Stamp, found: Entry | None, faults: Sequence[str]) -> None:
        """Take up an article file that is not in the index; *faults* are as `codec` writes them."""
        twin = self._claim(path, found) if found else None
        number = self._add_revision(path, found) if found and not twin else None
        name = os.fsencode(path)
        self._counts["files"] += 1
        self._counts["faults"] += len(faults) + bool(twin)
        self._rows["file"].append((name, *stamp, number, twin and os.fsencode(twin)))
        self._rows["fault"] += [(name, place, fault) for place, fault in enumerate(faults)]
        if len(self._rows["file"]) >= BATCH:
            self._flush()

    def add_messages(
        self, path: str, stamp: Stamp, found: Iterable[Revision | ArticleFault]
    ) -> None:
        """Take up a catalogue of bare messages that is not in the index."""
        name, given, faults = os.fsencode(path), 0, 0
        for one in found:
            data = "" if isinstance(one, ArticleFault) else codec.encode(one)
            if not isinstance(one, ArticleFault) and not storable(one, data):
                one = ArticleFault(path, 0, f"{one.number} holds characters that are no text")
            if isinstance(one, ArticleFault):
                self._rows["fault"].append((name, faults, codec.encode_fault(one)))
                faults += 1
                continue
            given += 1
            if self._take(fold_number(one.number)):
                self._add_revision(path, entry(one, data))
            else:
                self._rows["aside"].append((fold_number(one.number), name, data))
            if len(self._rows["body"]) >= BATCH:
                self._flush()
        self._counts["files"] += 1
        self._counts["faults"] += faults
        self._rows["file"].append((name, *stamp, 0 if given else None, None))

    def _take(self, folded: str) -> bool:
        """Whether a bare message may have that number, for now."""
        if self._taken is None:
            self._flush()
            self._taken = {folded for folded, _ in self._held} if self._new else set()
        free = folded not in self._taken and (self._new or not self._has(folded, BARE + 1))
        self._taken.add(folded)
        if not self._new:
            self._unsettled[folded] = None
        return free

    def _settle(self, folded: str) -> None:
        """Let an article have its number, else the bare message of the first catalogue that has one."""
        index, written = self._index, self._has(folded, BARE)
        bare = index.execute(
            "SELECT id, path FROM revision WHERE folded = ? AND state = ?", (folded, BARE)
        ).fetchone()
        first = None
        if not written:
            first = index.execute(
                "SELECT path, data FROM aside WHERE folded = ? ORDER BY path LIMIT 1", (folded,)
            ).fetchone()
        if bare and (written or (first and first[0] < bare[1])):
            index.execute(
                "INSERT INTO aside SELECT folded, path, data FROM revision JOIN body USING (id)"
                " WHERE id = ?",
                (bare[0],),
            )
            self._remove_revision(bare[0])
            bare = None
        if first and not bare:
            path, data = first
            index.execute("DELETE FROM aside WHERE folded = ? AND path = ?", (folded, path))
            self._add_revision(os.fsdecode(path), entry(codec.decode(data), data))

    def remove(self, path: str) -> None:
        """Forget an article file."""
        name = os.fsencode(path)
        number, twin = self._index.execute(
            "SELECT revision, twin FROM file WHERE path = ?", (name,)
        ).fetchone()
        if number == 0:
            self._remove_messages(name)
        elif number is not None:
            self._remove_revision(number)
        found = self._index.execute("DELETE FROM fault WHERE path = ?", (name,)).rowcount
        self._index.execute("DELETE FROM file WHERE path = ?", (name,))
        self._counts["files"] -= 1
        self._counts["faults"] -= found + (twin is not None)

    def _remove_messages(self, name: bytes) -> None:
        rows = self._index.execute(
            "SELECT id, folded FROM revision WHERE path = ? AND state = ?", (name, BARE)
        ).fetchall()
        for number, folded in rows:
            self._remove_revision(number)
            self._unsettled[folded] = None
        self._index.execute("DELETE FROM aside WHERE path = ?", (name,))

    def finish(self, made_by: str, folders: str) -> None:
        """Write what was kept back."""
        self._flush()
        for folded in self._unsettled:
            self._settle(folded)
        self._flush()
        self._write_words()
        if self._new:
            self._write_postings()
            for statement in _INDICES:
                self._index.execute(statement)
            articles = self._index.execute(
                "SELECT count(DISTINCT folded) FROM revision WHERE state < ?", (BARE,)
            )
            self._counts |= {"articles": articles.fetchone()[0], "changes": 0}
        else:
            self._merge_postings()
            for folded, before in self._touched.items():
                self._counts["articles"] += self._has(folded, BARE) - before
        self._count_aside()
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        if self._new:
            self._set(built=now)
        self._set(
            made_by=made_by,
            folders=folders,
            refreshed=now,
            written=time.time_ns(),
            next=self._next,
            supersedes=self._index.execute("SELECT EXISTS (SELECT 1 FROM supersedes)").fetchone()[
                0
            ],
            **self._counts,
        )
        self._index.execute("COMMIT")

    def _count_aside(self) -> None:
        counts = self._counts
        if self._taken is None and not counts["aside"] and not self._unsettled:
            return
        counts["aside"] = self._index.execute("SELECT count(*) FROM aside").fetchone()[0]
        counts["doubled"] = len(doubled(self._index)) if counts["aside"] else 0

    # ---------------------------------------------------------------------------------- revisions

    def _claim(self, path: str, found: Entry) -> str | None:
        """The file that holds the same revision already, if it comes before *path*."""
        name = found.folded, found.name
        if holder := self._held.get(name):
            return holder
        if not self._new:
            there = self._index.execute(
                "SELECT path, id FROM revision WHERE folded = ? AND name = ? AND state < ?",
                (*name, BARE),
            ).fetchone()
            if there and (holder := os.fsdecode(there[0])) < path:
                return holder
            if there:
                self._remove_revision(there[1])
                self._index.execute(
                    "UPDATE file SET revision = NULL, twin = ? WHERE path = ?",
                    (os.fsencode(path), there[0]),
                )
                self._counts["faults"] += 1
        self._held[name] = path
        return None

    def _add_revision(self, path: str, found: Entry) -> int:
        rows, number = self._rows, self._next
        self._next += 1 + len(found.patterns)
        self._counted(found, 1)
        rows["revision"].append(
            (
                number,
                found.folded,
                found.name,
                found.number,
                found.audience,
                found.state,
                os.fsencode(path),
            )
        )
        rows["body"].append((number, found.data))
        rows["supersedes"] += [(old, number) for old in found.supersedes]
        self._file_under(found.keys, number)
        for pattern, (data, keys) in enumerate(found.patterns, number + 1):
            rows["pattern"].append((pattern, data))
            self._file_under(keys, pattern)
            for word in misreadable(keys):
                self._uses[word] = self._uses.get(word, 0) + 1
        if self._words:
            rows["search"].append((number, *found.columns))
        rows["facet_of"] += [(self._facet(*facet), number) for facet in found.facets]
        return number

    def _remove_revision(self, number: int) -> None:
        index = self._index
        data = index.execute("SELECT data FROM body WHERE id = ?", (number,)).fetchone()[0]
        found = entry(codec.decode(data), data)
        last = number + len(found.patterns)
        self._counted(found, -1)
        index.executemany("INSERT INTO dead VALUES (?)", ((i,) for i in range(number, last + 1)))
        index.execute("DELETE FROM revision WHERE id = ?", (number,))
        index.execute("DELETE FROM body WHERE id = ?", (number,))
        index.execute("DELETE FROM pattern WHERE id BETWEEN ? AND ?", (number + 1, last))
        for key in found.keys:
            self._gone[key] = self._gone.get(key, 0) + 1
        for _, keys in found.patterns:
            for key in keys:
                self._gone[key] = self._gone.get(key, 0) + 1
            for word in misreadable(keys):
                self._uses[word] = self._uses.get(word, 0) - 1
        if self._words:
            index.execute(_FORGET, (number, *found.columns))
        index.executemany(
            "DELETE FROM facet_of WHERE facet = ? AND revision = ?",
            [(self._facet(*facet), number) for facet in found.facets],
        )
        index.executemany(
            "DELETE FROM supersedes WHERE old = ? AND revision = ?",
            [(old, number) for old in found.supersedes],
        )

    def _counted(self, found: Entry, by: int) -> None:
        """Count a revision that comes or goes."""
        counts, many, folded = self._counts, len(found.patterns), found.folded
        if found.state == BARE:
            counts["messages"] += by
        else:
            counts["revisions"] += by
            if not self._new and folded not in self._touched:
                self._touched[folded] = self._has(folded, BARE)
            if counts["messages"] or counts["aside"]:
                self._unsettled[folded] = None
        counts["signatures"] += by * many
        counts["changes"] += 1 + many
        counts["odd_numbers"] |= folded != found.number

    def _has(self, folded: str, below: int) -> bool:
        """Whether the index holds a revision of that number in a state *below* that."""
        statement = "SELECT 1 FROM revision WHERE folded = ? AND state < ?"
        return self._index.execute(statement, (folded, below)).fetchone() is not None

    def _facet(self, kind: str, value: str) -> int:
        """The id of a facet, new or not."""
        number = self._facets.get((kind, value))
        if number is None:
            found = None
            if not self._new:
                found = self._index.execute(
                    "SELECT id FROM facet WHERE kind = ? AND value = ?", (kind, value)
                ).fetchone()
            if found:
                number = int(found[0])
            else:
                number = self._next
                self._next += 1
                self._rows["facet"].append((number, kind, value))
            self._facets[kind, value] = number
        return number

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            if rows:
                self._index.executemany(INSERTS[table], rows)
                rows.clear()

    # ----------------------------------------------------------------------------- words, postings

    def _file_under(self, keys: Iterable[str], number: int) -> None:
        """Note an id under keys; a single one is kept as it is, most keys have no more."""
        ids, note = self._ids, self._ids.setdefault
        for key in keys:
            held = note(key, number)
            if held is number:
                continue
            if isinstance(held, int):
                ids[key] = array("I", (held, number))
            else:
                held.append(number)

    def _write_words(self) -> None:
        """Bring the vocabulary up to date with the changes in `_uses`."""
        known: dict[str, tuple[int, int]] = {}
        if not self._new:
            for some in batches(self._uses):
                rows = self._index.execute(
                    f"SELECT word, id, uses FROM word WHERE word IN ({marks(some)})", some
                )
                known.update((word, (number, uses)) for word, number, uses in rows)
        fresh: list[tuple[int, str, int]] = []
        for word in sorted(self._uses):
            change = self._uses[word]
            if word not in known:
                if change > 0:
                    fresh.append((self._next, word, change))
                    self._file_under(word_keys(word), self._next)
                    self._next += 1
                continue
            number, uses = known[word]
            if uses + change:
                self._index.execute(
                    "UPDATE word SET uses = ? WHERE id = ?", (uses + change, number)
                )
                continue
            self._index.execute("DELETE FROM word WHERE id = ?", (number,))
            self._index.execute("INSERT INTO dead VALUES (?)", (number,))
            for key in word_keys(word):
                self._gone[key] = self._gone.get(key, 0) + 1
        self._index.executemany("INSERT INTO word VALUES (?, ?, ?)", fresh)

    def _write_postings(self) -> None:
        ids = self._ids
        self._index.executemany(
            "INSERT INTO posting VALUES (?, 0, ?, ?)",
            ((key, *_packed(ids.pop(key))) for key in sorted(ids)),
        )

    def _merge_postings(self) -> None:
        """Add what changed to segment 1."""
        changed = sorted(self._ids.keys() | self._gone.keys())
        for some in batches(changed):
            held = {
                key: (count, ids)
                for key, count, ids in self._index.execute(
                    "SELECT key, count, ids FROM posting"
                    f" WHERE segment = 1 AND key IN ({marks(some)})",
                    some,
                )
            }
            rows = []
            for key in some:
                count, ids = held.get(key, (0, b""))
                added, more = _packed(self._ids[key]) if key in self._ids else (0, b"")
                rows.append((key, count + added - self._gone.get(key, 0), ids + more))
            self._index.executemany("INSERT OR REPLACE INTO posting VALUES (?, 1, ?, ?)", rows)

    # ---------------------------------------------------------------------------------------- meta

    def _set(self, **values: Any) -> None:
        self._index.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def doubled(index: sqlite3.Connection) -> list[tuple[bytes, int]]:
    """The catalogues of which messages are not read for another catalogue's sake, and how many are not."""
    return index.execute(
        "SELECT aside.path, count(*) FROM aside JOIN revision USING (folded) WHERE state = ?"
        " GROUP BY aside.path ORDER BY aside.path",
        (BARE,),
    ).fetchall()


def batches(many: Iterable[Any]) -> Iterator[list[Any]]:
    """*many* in lists that fit into one statement."""
    rest = iter(many)
    while some := list(islice(rest, BATCH)):
        yield some


def marks(values: Sequence[Any]) -> str:
    """As many question marks as there are *values*."""
    return ",".join("?" * len(values))


def _packed(ids: int | array[int]) -> tuple[int, bytes]:
    """How many ids, and they themselves in four bytes each, little-endian."""
    if isinstance(ids, int):
        return 1, ids.to_bytes(4, "little")
    if sys.byteorder == "big":
        ids = array("I", ids)
        ids.byteswap()
    return len(ids), ids.tobytes()
