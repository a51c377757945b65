"""A folder of articles with an index of it, whatever may befall the index, and what must come of it."""

from __future__ import annotations

import os
import random
import sqlite3
from pathlib import Path

import pytest

from kbassist.store import Store
from kbassist.store import open as open_store
from kbassist.store.lookup import Query
from kbassist.store.sqlite import SqliteStore
from tests.store.bases import BASE, Reader, write


class Desk:
    """A folder with the articles of `BASE`, a cache folder, and stores opened on them."""

    def __init__(self, tmp: Path) -> None:
        self.tmp, self.folder, self.cache = tmp, tmp / "articles", tmp / "cache"
        self.read = Reader()
        self.stores: list[Store] = []
        write(self.folder, BASE)

    def open(self, *folders: Path, refresh: bool = False) -> Store:
        store = open_store(folders or [self.folder], self.read, self.cache, refresh)
        self.stores.append(store)
        return store

    @property
    def index(self) -> Path:
        (found,) = self.cache.glob("*.sqlite")
        return found


EVERY = ["2322303/r1.md", "2577062/r1.md", "2577062/r2.md", "3141132/r1.md", "wiki-17/r1.md"]


def names(store: Store) -> list[str]:
    return [r.name for number in store.numbers() for r in store.revisions(number)]


def agree(store: Store, folder: Path) -> None:
    """The store holds what a store made anew holds, but for its ids."""
    anew = SqliteStore([folder], Reader(), None)
    assert names(store) == names(anew)
    assert store.faults == anew.faults
    assert store.size == anew.size

    def texts(store: Store) -> list[tuple[str, str, str]]:
        return sorted((p.number, p.family, p.signature.text) for p in store.all_patterns())

    assert texts(store) == texts(anew)
    for query in ("certificate", "key pair", "user", "file", "error 1 2 3"):
        hits, expected = store.search(Query(query)), anew.search(Query(query))
        assert [(h.revision.name, h.section, h.excerpt) for h in hits] == [
            (h.revision.name, h.section, h.excerpt) for h in expected
        ]
        assert [h.score for h in hits] == pytest.approx([h.score for h in expected])
    keys = ["=certificate", "=error", "=user", "&assigned to", "~certif", "^cer", "^^er"]
    assert {key: (p.count, len(p.ids)) for key, p in store.postings(keys).items()} == {
        key: (p.count, len(p.ids)) for key, p in anew.postings(keys).items()
    }
    status, other = store.status(), anew.status()
    assert (status.articles, status.revisions, status.signatures, status.faults) == (
        *(other.articles, other.revisions, other.signatures, other.faults),
    )
    anew.close()


def truncated(index: Path) -> None:
    os.truncate(index, index.stat().st_size // 2)


def emptied(index: Path) -> None:
    index.write_bytes(b"")


def noise(index: Path) -> None:
    index.write_bytes(random.Random(1).randbytes(50_000))


def noise_behind_its_header(index: Path) -> None:
    whole = index.read_bytes()
    index.write_bytes(whole[:100] + random.Random(1).randbytes(len(whole) - 100))


def of_another_format(index: Path) -> None:
    altered(index, "UPDATE meta SET value = 'other' WHERE key = 'made_by'")


def of_other_folders(index: Path) -> None:
    altered(index, "UPDATE meta SET value = '[]' WHERE key = 'folders'")


def altered(index: Path, statement: str) -> None:
    """Put another index in its place, as another program would."""
    other = index.with_suffix(".other")
    other.write_bytes(index.read_bytes())
    with sqlite3.connect(other) as connection:
        connection.execute(statement)
    connection.close()
    other.replace(index)


def another_database(index: Path) -> None:
    index.unlink()
    with sqlite3.connect(index) as connection:
        connection.execute("CREATE TABLE meta (a)")
    connection.close()


def gone(index: Path) -> None:
    index.unlink()


DAMAGE = [
    *(truncated, emptied, noise, noise_behind_its_header, of_another_format, of_other_folders),
    *(another_database, gone),
]
