"""The index follows its folders, reads no more than it must, and comes through whatever befalls it."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kbassist.model import ArticleFault, Revision, StoreUnavailable
from kbassist.store import files, sqlite
from kbassist.store import open as open_store
from kbassist.store.lookup import Query
from kbassist.store.memory import MemoryStore
from tests.store.bases import BASE, CPI, FILE_TYPE, HCI, Reader, article, write
from tests.store.desks import DAMAGE, EVERY, Desk, agree, names

# --------------------------------------------------------------------------------- reading no more


def test_a_file_is_read_once(desk: Desk) -> None:
    assert names(desk.open()) == [one.name for one in BASE]
    assert desk.read.taken() == EVERY
    before = desk.index.stat()
    assert names(desk.open()) == [one.name for one in BASE]
    assert desk.read.taken() == []
    assert desk.index.stat() == before


def test_only_what_changed_is_read(desk: Desk) -> None:
    store = desk.open()
    desk.read.taken()
    write(desk.folder, [replace(CPI, keywords=("tortoise",)), article("77", "", "error 77 came")])
    (desk.folder / "wiki-17/r1.md").unlink()
    later = desk.open()
    assert desk.read.taken() == ["2577062/r2.md", "77/r1.md"]
    assert [hit.revision.name for hit in later.search(Query("tortoise"))] == ["2577062 r2"]
    assert names(store) == [one.name for one in BASE], "the other goes on with what it had"
    agree(later, desk.folder)
    agree_after = store.refresh()
    assert agree_after.revisions == 5
    assert desk.read.taken() == []
    agree(store, desk.folder)


def test_many_changes_in_turn(desk: Desk) -> None:
    """Whatever happens, and in whatever order, the index is as one made anew."""
    chance = random.Random(7)
    store = desk.open()
    for turn in range(25):
        for _ in range(chance.randint(1, 3)):
            number, revision = chance.choice("123"), chance.choice("12")
            path = f"{chance.choice('abc')}/{number}-{revision}.md"
            if chance.random() < 0.3:
                (desk.folder / path).unlink(missing_ok=True)
            elif chance.random() < 0.2:
                (desk.folder / "a").mkdir(exist_ok=True)
                (desk.folder / "a/broken.md").write_text(f"broken {turn}")
            else:
                one = article(
                    number,
                    "",
                    *(f"error {n} of user {{{{u}}}}" for n in range(chance.randint(0, 3))),
                    revision=revision,
                    path=path,
                    supersedes=tuple(chance.sample("1234", chance.randint(0, 2))),
                    keywords=(chance.choice(["key pair", "certificate"]),),
                )
                write(desk.folder, [one])
        store.refresh()
        agree(store, desk.folder)


def test_an_index_made_anew_from_the_old_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """When too much of it is dead, the index is made anew, and still only what changed is read."""
    monkeypatch.setattr(sqlite, "FEW", 0)
    (desk.folder / "broken.md").write_text("broken")
    store = desk.open()
    desk.read.taken()
    for word in ("hare", "tortoise"):
        write(desk.folder, [replace(HCI, keywords=(word,))])
        store.refresh()
        assert desk.read.taken() == ["2577062/r1.md", "articles/broken.md"]
    agree(store, desk.folder)
    with sqlite3.connect(desk.index) as index:
        assert index.execute("SELECT count(*) FROM dead").fetchone() == (0,)
        assert index.execute("SELECT max(segment) FROM posting").fetchone() == (0,)
    index.close()


def test_dead_ids_are_not_given(desk: Desk) -> None:
    store = desk.open()
    write(desk.folder, [replace(FILE_TYPE, title=("Another title",))])
    store.refresh()
    with sqlite3.connect(desk.index) as index:
        assert index.execute("SELECT count(*) FROM dead").fetchone() == (2,)
    index.close()
    found = store.postings(["=permitted", "~permitt"])
    assert found.keys() == {"=permitted"}
    assert len(found["=permitted"].ids) == found["=permitted"].count == 1


def test_above_some_thousand_files_a_look_holds_for_a_minute(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "MANY", 4)
    assert desk.open().status().fresh
    (desk.folder / "wiki-17/r1.md").unlink()
    put_off = desk.open()
    assert put_off.status().revisions == 5
    assert not put_off.status().fresh
    assert put_off.refresh().revisions == 4
    write(desk.folder, BASE)
    assert desk.open(refresh=True).status().revisions == 5
    (desk.folder / "wiki-17/r1.md").unlink()
    os.utime(desk.index, (time.time() - 61,) * 2)
    assert desk.open().status().revisions == 4
    write(desk.folder, BASE)
    os.utime(desk.index, (time.time() + 600,) * 2)
    assert desk.open().status().revisions == 5, "a clock that was wrong"


def test_a_look_that_found_nothing_counts_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "MANY", 4)
    desk.open()
    os.utime(desk.index, (time.time() - 61,) * 2)
    assert desk.open().status().fresh
    assert not desk.open().status().fresh


def test_a_folder_that_vanished_is_noticed_even_then(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "MANY", 4)
    desk.open()
    desk.folder.rename(desk.tmp / "moved")
    with pytest.raises(StoreUnavailable, match="there is no folder"):
        desk.open()


def test_a_fresh_index_is_read_without_what_makes_it(desk: Desk) -> None:
    desk.open().close()
    code = (
        "import sys; from pathlib import Path; from kbassist.store import open\n"
        "def read(path, shown): raise AssertionError\n"
        f"store = open([Path({str(desk.folder)!r})], read, Path({str(desk.cache)!r}))\n"
        "found = store.postings(['=certificate']); store.patterns(found['=certificate'].ids)\n"
        "store.revisions('2577062')\n"
        "print(sorted(set(sys.modules) & {'yaml', 'markdown_it', 'rich', 'hashlib', 'shutil',"
        " 'kbassist.articles', 'kbassist.store.build', 'kbassist.store.lookup'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"


# ------------------------------------------------------------------------------ paths and folders


def test_paths_are_shown_as_the_folder_was_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.folder / "broken.md").write_text("broken")
    write(desk.folder, [replace(HCI, path="copy.md")])
    desk.open()
    desk.read.taken()
    for place, named, shown in [
        (desk.tmp, "articles", "articles/"),
        (desk.tmp, "./articles/", "articles/"),
        (desk.folder, ".", ""),
        (desk.cache, "../articles", "../articles/"),
    ]:
        monkeypatch.chdir(place)
        store = desk.open(Path(named))
        assert [one.path for one in store.revisions("3141132")] == [f"{shown}3141132/r1.md"]
        assert list(map(str, store.faults)) == [
            f"{shown}broken.md:3: this is no article; write one\n    excerpt",
            f"{shown}copy.md: {shown}2577062/r1.md has the same number and revision and is read instead",
        ]
    assert desk.read.taken() == []


def test_each_set_of_folders_has_its_index(desk: Desk) -> None:
    other = desk.tmp / "other"
    write(other, [article("5", "", "error 5")])
    both = desk.open(other, desk.folder)
    assert next(both.numbers()) == "5"
    assert both.status().folders == (str(desk.folder), str(other))
    desk.read.taken()
    desk.open(desk.folder, other, other)
    assert desk.read.taken() == []
    assert names(desk.open()) == [one.name for one in BASE]
    assert len(list(desk.cache.glob("*.sqlite"))) == 2


def test_the_first_by_path_wins_in_any_order(desk: Desk) -> None:
    one, two = desk.tmp / "one", desk.tmp / "two"
    for folder in (two, one):
        write(folder, [article("5", f"from {folder.name}", path="r.md")])
    for folders in ([one, two], [two, one]):
        store = desk.open(*folders)
        assert store.revisions("5")[0].title == ("from one",)
        assert {fault.path for fault in store.faults} == {str(two / "r.md")}
    (one / "r.md").unlink()
    store = desk.open(one, two)
    assert store.revisions("5")[0].title == ("from two",)
    assert list(store.faults) == []
    write(one, [article("5", "from one", path="r.md")])
    store.refresh()
    assert store.revisions("5")[0].title == ("from one",)
    assert [fault.path for fault in store.faults] == [str(two / "r.md")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_of_files_that_are_no_text(desk: Desk) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    write(desk.folder, [article("5", "five", path=name)])
    assert desk.open().revisions("5")[0].path == str(desk.folder / name)
    desk.read.taken()
    assert desk.open().revisions("5")[0].path == str(desk.folder / name)
    assert desk.read.taken() == []


# ------------------------------------------------------------------------------------------ faults


def test_faults_are_kept(desk: Desk) -> None:
    (desk.folder / "broken.md").write_text("broken")
    first = desk.open().faults
    desk.read.taken()
    second = desk.open()
    assert second.faults == first
    assert desk.read.taken() == []
    assert names(second) == [one.name for one in BASE], "the others are not hidden"
    (desk.folder / "broken.md").unlink()
    assert desk.open().faults == ()


def test_a_file_that_gave_nothing_is_read_again_when_asked(desk: Desk) -> None:
    (desk.folder / "broken.md").write_text("broken")
    store = desk.open()
    desk.read.taken()
    store.refresh()
    assert desk.read.taken() == ["articles/broken.md"]


def test_an_article_may_have_both_a_revision_and_faults(desk: Desk) -> None:
    warning = ArticleFault("", 2, "no sample", warning=True)

    def read(path: str, shown: str) -> tuple[Revision | None, tuple[ArticleFault, ...]]:
        revision, _ = Reader()(path, shown)
        return revision, (replace(warning, path=shown),) * ("wiki-17" in path)

    for _ in range(2):
        store = open_store([desk.folder], read, desk.cache)
        assert list(map(str, store.faults)) == [f"{desk.folder}/wiki-17/r1.md:2: no sample"]
        assert store.faults[0].warning
        assert len(names(store)) == 5
        store.close()


def test_what_cannot_be_read_is_a_fault(desk: Desk) -> None:
    (desk.folder / "gone.md").symlink_to("nothing")
    for _ in range(2):
        (fault,) = desk.open().faults
        assert str(fault) == (
            f"{desk.folder}/gone.md: this cannot be read: No such file or directory"
        )
    assert "articles/gone.md" not in desk.read.taken()


def test_a_file_deleted_while_it_is_taken_up(desk: Desk) -> None:
    class Deleting(Reader):
        def __call__(
            self, path: str, shown: str
        ) -> tuple[Revision | None, tuple[ArticleFault, ...]]:
            (desk.folder / "wiki-17/r1.md").unlink(missing_ok=True)
            return super().__call__(path, shown)

    store = open_store([desk.folder], Deleting(), desk.cache)
    assert len(names(store)) == 4
    assert store.faults == ()
    store.close()
    agree(desk.open(), desk.folder)


def test_text_that_is_none(desk: Desk) -> None:
    """Half of a pair, which YAML can write, must not spoil the whole index."""
    write(
        desk.folder,
        [
            article("5", "half", "error \ud800 of {{x}}", path="half.md"),
            article("6", "whole", "error \U0001f600 of {{x}}", path="whole.md"),
        ],
    )
    store = desk.open()
    assert [Path(fault.path).name for fault in store.faults] == ["half.md"]
    assert "no text" in store.faults[0].message
    assert next(store.numbers()) == "6"


# ---------------------------------------------------------------------------------------- damage


@pytest.mark.parametrize("spoil", DAMAGE)
def test_a_spoilt_index_is_made_again(desk: Desk, spoil: Callable[[Path], None]) -> None:
    desk.open().close()
    desk.read.taken()
    spoil(desk.index)
    agree(desk.open(), desk.folder)
    assert desk.read.taken() == EVERY
    desk.open()
    assert desk.read.taken() == []


@pytest.mark.parametrize("spoil", DAMAGE)
def test_an_index_spoilt_while_it_is_in_use(desk: Desk, spoil: Callable[[Path], None]) -> None:
    store = desk.open()
    spoil(desk.index)
    assert store.postings(["=permitted"])["=permitted"].count == 1
    agree(store, desk.folder)
    store.refresh()
    agree(store, desk.folder)
    agree(desk.open(), desk.folder)


@pytest.mark.parametrize("table", ["body", "pattern"])
def test_spoilt_rows(desk: Desk, table: str) -> None:
    desk.open().close()
    with sqlite3.connect(desk.index) as connection:
        connection.execute(f"UPDATE {table} SET data = substr(data, 3)")
    connection.close()
    store = desk.open()
    assert [
        one.signature.text
        for one in store.patterns(store.postings(["=permitted"])["=permitted"].ids)
    ] == ["This file type is not permitted."]
    assert store.revisions("3141132")[0].keywords == ("file name",)
    agree(store, desk.folder)


def test_spoilt_rows_are_noticed_when_something_changed(desk: Desk) -> None:
    desk.open().close()
    with sqlite3.connect(desk.index) as connection:
        connection.execute("UPDATE body SET data = substr(data, 3)")
    connection.close()
    write(desk.folder, [replace(FILE_TYPE, title=("Another title",))])
    agree(desk.open(), desk.folder)


def test_an_index_half_made_is_no_hindrance(desk: Desk) -> None:
    desk.open().close()
    index = desk.index
    index.rename(index.with_suffix(".new"))
    index.with_suffix(".lock").write_bytes(b"")
    agree(desk.open(), desk.folder)
    assert sorted(one.suffix for one in desk.cache.iterdir()) == [".lock", ".sqlite"]


# ------------------------------------------------------------------------------ no place to write


def test_a_cache_folder_that_cannot_be_made(desk: Desk) -> None:
    (desk.tmp / "cache").write_text("a file")
    store = desk.open()
    agree(store, desk.folder)
    assert store.status().path == "memory"
    assert store.status().size == 0
    desk.read.taken()
    write(desk.folder, [replace(CPI, keywords=("tortoise",))])
    store.refresh()
    assert desk.read.taken() == ["2577062/r2.md"], "memory follows the folders, too"
    agree(store, desk.folder)


def test_a_cache_folder_that_cannot_be_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index that is there is of use all the same: only what changed is read."""
    desk.open().close()
    desk.read.taken()
    before = desk.index.read_bytes()
    monkeypatch.setattr(os, "makedirs", lambda *_, **__: (_ for _ in ()).throw(PermissionError()))
    assert desk.open().status().path == str(desk.index)
    write(desk.folder, [replace(CPI, keywords=("tortoise",))])
    store = desk.open()
    assert desk.read.taken() == ["2577062/r2.md"]
    assert store.status().path == "memory"
    agree(store, desk.folder)
    assert desk.index.read_bytes() == before


def test_a_full_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    store = desk.open()
    assert store.status().path == "memory"
    agree(store, desk.folder)


def test_another_process_that_never_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.open().close()
    index = desk.index
    other = sqlite3.connect(index.with_suffix(".lock"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(sqlite, "PATIENCE", (0.05, 0.05))
    assert desk.open().status().path == str(index)
    write(desk.folder, [replace(CPI, keywords=("tortoise",))])
    store = desk.open()
    assert store.status().path == "memory"
    agree(store, desk.folder)
    other.close()


def test_where_the_index_lies(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.tmp)
    monkeypatch.setenv("KBASSIST_CACHE", "kept")
    for given, folder in ((None, "kept"), (Path("given"), "given")):
        path = Path(open_store([desk.folder], desk.read, given).status().path)
        assert path.parent == desk.tmp / folder


def test_nobody_else_may_look_into_the_cache(desk: Desk) -> None:
    desk.open()
    assert desk.cache.stat().st_mode & 0o077 == 0


# --------------------------------------------------------------------------------- several at once

WORKER = """
import sys, time
from pathlib import Path
from kbassist.store import open
from tests.store.bases import Reader
folder, cache, until = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
reader = Reader()
while time.time() < until:
    time.sleep(0.001)
for turn in range(int(sys.argv[4])):
    store = open([folder], reader, cache)
    found = store.postings(["=certificate"])["=certificate"]
    assert found.count == len(store.patterns(found.ids)), (found, store.patterns(found.ids))
    assert store.status().path != "memory"
    assert len(store.revisions("2577062")) == 2
    store.close()
print(len(reader.seen))
"""


def workers(desk: Desk, many: int, turns: int) -> list[subprocess.Popen[str]]:
    start = str(time.time() + 0.5)
    return [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, desk.folder, desk.cache, start, str(turns)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(many)
    ]


def seen(processes: list[subprocess.Popen[str]]) -> list[int]:
    """How many files each process read."""
    counts = []
    for one in processes:
        out, errors = one.communicate(timeout=120)
        assert one.returncode == 0, errors
        counts.append(int(out))
    return counts


def test_processes_that_build_at_once(desk: Desk) -> None:
    assert sorted(seen(workers(desk, 4, 1))) == [0, 0, 0, 5], "one builds, the others use it"
    agree(desk.open(), desk.folder)


def test_processes_that_refresh_at_once(desk: Desk) -> None:
    processes = workers(desk, 3, 30)
    while any(one.poll() is None for one in processes):
        write(desk.folder, [replace(FILE_TYPE, keywords=(str(time.time()),))])
        time.sleep(0.01)
    seen(processes)
    agree(desk.open(), desk.folder)


def test_threads_that_share_a_store(desk: Desk) -> None:
    store = desk.open()
    expected = {p.id: p for p in store.all_patterns()}
    errors: list[BaseException] = []

    def ask(number: int) -> None:
        try:
            for turn in range(40):
                if number == 0 and turn % 10 == 0:
                    store.refresh()
                found = store.patterns(store.postings(["=certificate"])["=certificate"].ids)
                assert [expected[p.id] for p in found] == found
                assert len(store.search(Query("key pair"))) == 2
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert errors == []


def test_a_closed_store_says_so(desk: Desk) -> None:
    store = desk.open()
    store.close()
    store.close()
    for ask in (lambda: store.size, store.status, store.refresh, lambda: store.search(Query("x"))):
        with pytest.raises(StoreUnavailable, match="closed"):
            ask()


# -------------------------------------------------------------------------------------- many files


def test_some_thousand_files(desk: Desk) -> None:
    revisions = [article(str(i), "", f"error {i} of user {{{{u}}}}") for i in range(10_000, 13_000)]
    write(desk.folder, revisions)
    store = desk.open()
    assert store.status().articles == 3_004
    assert (
        store.postings(["=error"])["=error"]
        == MemoryStore(revisions).postings(["=error"])["=error"]
    )
    assert store.postings(["=11234"])["=11234"].count == 1
    desk.read.taken()
    write(desk.folder, [replace(revisions[7], title=("Tortoise",))])
    (desk.folder / revisions[8].path).unlink()
    assert store.refresh().articles == 3_003
    assert desk.read.taken() == ["10007/r1.md"]
    assert [hit.revision.number for hit in store.search(Query("tortoise"))] == ["10007"]
    assert store.postings(["=error"])["=error"].count == 2_999
    assert len(files.listing([str(desk.folder)])) == 3_004
