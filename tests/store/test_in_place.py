"""A few changes are written into the index where it is; nobody ever sees half of them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kbassist.model import ArticleFault, Revision
from kbassist.store import Store, sqlite
from tests.store.bases import BASE, CPI, FILE_TYPE, article, write
from tests.store.desks import DAMAGE, EVERY, Desk, agree, names


def change(desk: Desk) -> None:
    """Change one of the articles."""
    write(desk.folder, [replace(FILE_TYPE, title=("Another title",))])


def counts(store: Store) -> tuple[int, int, int, int]:
    """How much it says that it holds."""
    status = store.status()
    return status.articles, status.revisions, status.signatures, status.faults


def test_changed_where_it_is(desk: Desk) -> None:
    store = desk.open()
    desk.read.taken()
    before = desk.index.stat()
    change(desk)
    store.refresh()
    assert desk.read.taken() == ["3141132/r1.md"]
    assert desk.index.stat().st_ino == before.st_ino
    assert sorted(one.suffix for one in desk.cache.iterdir()) == [".lock", ".sqlite"]
    agree(store, desk.folder)


def test_not_where_it_is_while_somebody_reads_it(desk: Desk) -> None:
    store, reader = desk.open(), desk.open()
    desk.read.taken()
    before = desk.index.stat()
    change(desk)
    store.refresh()
    assert desk.read.taken() == ["3141132/r1.md"]
    assert desk.index.stat().st_ino != before.st_ino
    assert reader.revisions("3141132") == (replace(FILE_TYPE, path=reader_path(desk)),)
    agree(store, desk.folder)
    reader.close()
    before = desk.index.stat()
    write(desk.folder, [FILE_TYPE])
    store.refresh()
    assert desk.index.stat().st_ino == before.st_ino
    agree(store, desk.folder)


def reader_path(desk: Desk) -> str:
    return str(desk.folder / FILE_TYPE.path)


def test_many_changes_are_made_in_a_copy(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "FEW", 1)
    write(desk.folder, [article(str(n), "", f"error {n}") for n in range(30)])
    store = desk.open()
    before = desk.index.stat()
    change(desk)
    write(desk.folder, [replace(CPI, keywords=("tortoise",))])
    store.refresh()
    assert desk.index.stat().st_ino != before.st_ino
    agree(store, desk.folder)


def test_it_counts_what_it_holds(desk: Desk) -> None:
    store = desk.open()
    assert counts(store) == (4, 5, 5, 0)
    write(desk.folder, [article("00077", "", "error 77", revision="2", path="x.md")])
    (desk.folder / "broken.md").write_text("broken")
    write(desk.folder, [replace(CPI, path="zz/copy.md")])
    store.refresh()
    assert counts(store) == (5, 6, 6, 2)
    assert next(store.numbers()) == "00077"
    write(desk.folder, [article("77", "", "error 77", "77 again", path="y.md")])
    (desk.folder / "broken.md").unlink()
    store.refresh()
    assert counts(store) == (5, 7, 8, 1)
    (desk.folder / CPI.path).unlink()
    (desk.folder / "x.md").unlink()
    (desk.folder / "y.md").unlink()
    store.refresh()
    assert counts(store) == (4, 5, 5, 0)
    agree(store, desk.folder)


def test_an_interrupted_refresh(desk: Desk) -> None:
    """Who presses Ctrl+C while a file is read can go on with the store."""
    store = desk.open()
    change(desk)
    reading = desk.read.__class__.__call__

    def interrupted(
        reader: object, path: str, shown: str
    ) -> tuple[Revision | None, tuple[ArticleFault, ...]]:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.read.__class__, "__call__", interrupted)
        with pytest.raises(KeyboardInterrupt):
            store.refresh()
    assert desk.read.__class__.__call__ is reading
    assert names(store) == [one.name for one in BASE]
    store.refresh()
    agree(store, desk.folder)


# ------------------------------------------------------------------------------- what befalls it

CRASH = """
import os, sys
from pathlib import Path
from kbassist.store import open, sqlite
from tests.store.bases import Reader
left = int(sys.argv[3])
real = sqlite.connect
def connect(path, patience):
    connection = real(path, patience)
    connection.execute("PRAGMA cache_size = 1")  # everything is written at once
    def count(statement):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
    connection.set_trace_callback(count)
    return connection
sqlite.connect = connect
open([Path(sys.argv[1])], Reader(), Path(sys.argv[2])).close()
"""


def crash(desk: Desk, statement: int) -> Path:
    """Die before that statement of a change; what is left beside the index."""
    command = [sys.executable, "-c", CRASH, str(desk.folder), str(desk.cache), str(statement)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 9, done.stderr
    return desk.index.with_name(desk.index.name + "-journal")


@pytest.mark.parametrize("statement", [8, 13, 23, 33, 48, 78])
def test_a_crash_in_the_middle(desk: Desk, statement: int) -> None:
    desk.open().close()
    before = desk.index.read_bytes()
    change(desk)
    journal = crash(desk, statement)
    spoilt = desk.index.read_bytes() != before
    assert (journal.exists(), spoilt) == (statement > 8, statement > 8), "else it proves nothing"
    desk.read.taken()
    agree(desk.open(), desk.folder)
    assert desk.read.taken() == ["3141132/r1.md"], "nothing was lost"
    assert not journal.exists()


def test_a_crash_is_mended_by_whoever_only_reads(desk: Desk) -> None:
    desk.open().close()
    change(desk)
    journal = crash(desk, 23)
    write(desk.folder, [FILE_TYPE])
    (desk.folder / FILE_TYPE.path).touch()
    assert journal.exists()
    store = desk.open()
    assert not journal.exists()
    agree(store, desk.folder)


@pytest.mark.parametrize("spoil", DAMAGE)
def test_damage_after_a_crash(desk: Desk, spoil: Callable[[Path], None]) -> None:
    """What was to mend another file must not be put into the new one."""
    desk.open().close()
    change(desk)
    journal = crash(desk, 23)
    left = journal.read_bytes()
    spoil(desk.index) if spoil.__name__ not in MENDING else desk.index.unlink()
    journal.write_bytes(left)
    desk.read.taken()
    agree(desk.open(), desk.folder)
    assert not journal.exists()
    agree(desk.open(), desk.folder)


MENDING = {"of_another_format", "of_other_folders"}
"""Damage that is done with SQLite, which would mend the index first."""


@pytest.mark.parametrize("spoil", DAMAGE)
def test_damage_while_there_are_changes(desk: Desk, spoil: Callable[[Path], None]) -> None:
    store = desk.open()
    change(desk)
    spoil(desk.index)
    store.refresh()
    agree(store, desk.folder)
    store.close()
    desk.read.taken()
    agree(desk.open(), desk.folder)
    assert desk.read.taken() == []


@pytest.mark.parametrize("table", ["file", "revision", "body", "posting", "word", "search_data"])
def test_a_change_that_meets_damage(desk: Desk, table: str) -> None:
    """The index is made again from the files."""
    desk.open().close()
    with sqlite3.connect(desk.index) as connection:
        if table == "search_data":
            connection.execute("DELETE FROM search_data")
        else:
            connection.execute(f"DROP TABLE {table}")
    connection.close()
    change(desk)
    desk.read.taken()
    store = desk.open()
    agree(store, desk.folder)
    assert set(desk.read.taken()) <= set(EVERY)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs modes that hold")
def test_an_index_that_may_only_be_read(desk: Desk) -> None:
    desk.open().close()
    desk.index.chmod(0o400)
    desk.cache.chmod(0o500)
    try:
        assert desk.open().status().path == str(desk.index)
        change(desk)
        store = desk.open()
        assert store.status().path == "memory"
        agree(store, desk.folder)
    finally:
        desk.cache.chmod(0o700)
