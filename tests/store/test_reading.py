"""Files that other processes read: the same index, whatever program asks for it, and whatever goes wrong."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

import kbassist
from kbassist import desk, model
from kbassist.store import Read, reading, sqlite
from kbassist.store.entry import Taken

ROOT = Path(kbassist.__file__).parent.parent
FILES = 130
ARTICLE = """---
number: "{0}"
title: Tank {0} leaks at {{{{valve}}}}
signatures: ["tank {0} leaks at {{{{valve}}}}", "pressure of tank {0} fell below {{{{limit}}}} bar"]
supersedes: ["{1}"]
keywords: [tank, "café {0}"]
---

## Resolution

Close {{{{valve}}}} of tank {0}.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Articles, some with faults, some twice, some that are no text, and a catalogue."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for i in range(FILES):
        text = ARTICLE.format(i - i % 10 if i % 10 == 7 else i, i - 50)
        if i % 9 == 3:
            text = text.replace(
                "## Resolution", "## Solution\n\n1. *Look.*\n2. `Turn`.\n\n## Cause"
            )
        if i % 11 == 4:
            text = text.replace("title", "titel").replace("## Resolution\n", "")
        if i % 13 == 5:
            text = text.replace("## Resolution\n", "## Resolution\n\n1. **Look.**\n2. `Turn`.\n")
        (folder / f"{i:03}.md").write_text(text, "utf-8")
    (folder / "bytes.md").write_bytes(b"---\nnumber: \xff\n---\n")
    (folder / "gone.md").symlink_to(folder / "nowhere.md")
    (folder / "vendor.messages.jsonl").write_text(
        '{"schema": "kbassist.messages/1"}\n{"number": "9"}\n'
    )
    return folder


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read in this process; a few are enough for another one."""
    found: list[str] = []
    taken = reading._taken

    def noted(read: Read, path: str, problem: str) -> Taken:
        found.append(Path(path).name)
        return taken(read, path, problem)

    monkeypatch.setattr(reading, "_taken", noted)
    for name, value in {"ENOUGH": 10, "BATCH": 4, "LEAD": 2}.items():
        monkeypatch.setattr(reading, name, value)
    processors(monkeypatch, 2)
    return found


def processors(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(reading, "_processors", lambda: many)


def index(folder: Path, cache: Path) -> list[str]:
    """All that stands in the index of a folder, but for the times."""
    kbassist.open(folder, cache=cache, refresh=True).close()
    (path,) = cache.glob("*.sqlite")
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM meta WHERE key IN ('built', 'refreshed', 'written')")
    lines = list(connection.iterdump())
    connection.close()
    return lines


# --------------------------------------------------------------------------------------- the same


@pytest.mark.parametrize("few", [500, 5, 0], ids=["in place", "in a copy", "anew"])
def test_the_index_is_the_same_however_many_processes_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: list[str], few: int
) -> None:
    monkeypatch.setattr(sqlite, "FEW", few)
    first: dict[int, list[str]] = {}
    for many in (1, 2, 3, 4):
        processors(monkeypatch, many)
        first[many] = index(folder, tmp_path / f"{many}")
    assert len(set(map(tuple, first.values()))) == 1
    for i in range(5, 105 if few == 0 else 45):
        path = folder / f"{i:03}.md"
        path.write_text(path.read_text("utf-8").replace("tank", "barrel"), "utf-8")
    (folder / "110.md").unlink()
    later: dict[int, list[str]] = {}
    for many in (1, 2, 3, 4):
        processors(monkeypatch, many)
        here.clear()
        later[many] = index(folder, tmp_path / f"{many}")
        assert (len(here) >= 40) == (many == 1), "others have read"
    assert len(set(map(tuple, later.values()))) == 1
    assert later[1] != first[1]


@pytest.mark.parametrize(
    ("many", "least", "most"),
    [(1, 132, 132), (2, 8 + 24, 8 + 36), (3, 8, 8), (4, 8, 8), (64, 8, 8)],
)
def test_what_is_left_to_this_process(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    here: list[str],
    many: int,
    least: int,
    most: int,
) -> None:
    processors(monkeypatch, many)
    index(folder, tmp_path)
    assert least <= len(here) <= most
    assert here == sorted(here)


@pytest.mark.parametrize(("many", "read_here"), [(19, 19), (20, 8), (48, 8 + 8)])
def test_few_files_are_read_here(folder: Path, here: list[str], many: int, read_here: int) -> None:
    given = [(str(path), "") for path in sorted(folder.glob("*.md"))][:many]
    assert len(list(reading.entries(given, desk._read))) == many
    assert len(here) == read_here


def test_names_of_files_that_are_no_text(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: list[str]
) -> None:
    try:
        for i in range(60):
            Path(os.fsdecode(os.fsencode(folder) + b"/\xff%d.md" % i)).write_text("no article")
    except OSError:
        pytest.skip("this file system takes text only")
    found = index(folder, tmp_path / "a")
    assert len(here) < 100
    processors(monkeypatch, 1)
    assert index(folder, tmp_path / "b") == found


# --------------------------------------------------------------------------------- what goes wrong


def script(text: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    """In place of Python there is a shell script of that name; `$PYTHON` is Python."""

    def put(tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp / "python3"
        path.write_text(f"#!/bin/sh\nPYTHON='{sys.executable}'\n{text}\n")
        path.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(path))

    return put


def executable(name: object) -> Callable[[Path, pytest.MonkeyPatch], None]:
    return lambda tmp, monkeypatch: monkeypatch.setattr(sys, "executable", name)


def refused(name: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("this is not to be had")

    return lambda tmp, monkeypatch: monkeypatch.setattr(name, refuse)


WRONG = {
    "no interpreter": executable(None),
    "an empty name": executable(""),
    "a relative name": executable("python3"),
    "an interpreter that is gone": executable("/nowhere/python3"),
    "another program": executable(os.path.abspath("/bin/cat")),
    "a frozen program": lambda tmp, patch: patch.setattr(sys, "frozen", True, raising=False),
    "an interpreter that fails": script("exit 1"),
    "an interpreter that never begins": script("exec sleep 600"),
    "an interpreter that says something else": script("echo Welcome; echo '[]'"),
    "an interpreter that stays": script("echo '[]'; exec sleep 600"),
    "another interpreter": script("""$PYTHON "$@" | sed '1s/.*/["another"]/'"""),
    "one that does not know the package": script('shift 5; "$PYTHON" -I -S "$@" </dev/null'),
    "one that ends halfway": script('"$PYTHON" "$@" | head -n 6'),
    "one that ends in the middle of a line": script('"$PYTHON" "$@" | head -c 30000'),
    "no processes": refused("subprocess.Popen"),
    "no threads": refused("threading.Timer.start"),
    "no files": refused("tempfile.TemporaryFile"),
}


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
@pytest.mark.parametrize("name", WRONG)
def test_whatever_goes_wrong_is_read_here(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    here: list[str],
    capfd: pytest.CaptureFixture[str],
    name: str,
) -> None:
    expected = index(folder, tmp_path / "a")
    for many in (2, 3):
        here.clear()
        with monkeypatch.context() as patch:
            if "never begins" in name:
                patch.setattr(reading, "PATIENCE", 0.5)
            processors(patch, many)
            WRONG[name](tmp_path, patch)
            assert index(folder, tmp_path / f"b{many}") == expected
        assert (len(here) < 132) == ("halfway" in name or "middle" in name)
    assert capfd.readouterr() == ("", "")


def test_a_process_that_has_begun_may_take_its_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch, here: list[str]
) -> None:
    timers: list[threading.Timer] = []

    class Noted(threading.Timer):
        def start(self) -> None:
            timers.append(self)

    monkeypatch.setattr("threading.Timer", Noted)
    given = [(str(path), "") for path in sorted(folder.glob("*.md"))]
    with closing(reading.entries(given, desk._read)) as found:
        assert len(list(islice(found, 8))) == len(here) == 8
        assert [one.finished.is_set() for one in timers] == [False]
        assert next(found)
        assert [one.finished.is_set() for one in timers] == [True]


def test_what_is_no_function_of_the_package_is_called_here(folder: Path, here: list[str]) -> None:
    def read(path: str, shown: str) -> tuple[None, tuple[model.ArticleFault, ...]]:
        return None, (model.ArticleFault(shown, 1, "this is no article"),)

    given = [(str(path), "") for path in sorted(folder.glob("*.md"))]
    assert len(list(reading.entries(given, read))) == len(here) == 132


# -------------------------------------------------------------------------------- in other programs

PROGRAM = """
import os, subprocess, sys
print("this program runs")
class Seen(subprocess.Popen):
    def __init__(self, *given, **more):
        super().__init__(*given, **more)
        print("process", self.pid, flush=True)
subprocess.Popen = Seen
from kbassist.store import build, reading
reading.ENOUGH, reading.BATCH, reading.LEAD, reading._processors = 10, 4, 2, lambda: {many}
reading.AHEAD = 4096
import kbassist
def work(cache):
    kbassist.open({folder!r}, cache=cache).close()
    print("done", flush=True)
"""
PLAIN = "work({cache!r})"
PRESENT_FOLDER = """
import kbassist.articles.load
sys.path.insert(0, "")
work({cache!r})
"""
THREAD = """
import threading
one = threading.Thread(target=work, args=({cache!r},))
one.start(); one.join()
"""
DAEMON = """
import multiprocessing
if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    one = multiprocessing.Process(target=work, args=({cache!r},), daemon=True)
    one.start(); one.join()
"""
NO_SIGNALS = """
import signal
for one in ("SIGPIPE", "SIGCHLD"):
    signal.signal(getattr(signal, one), signal.SIG_DFL if one == "SIGPIPE" else signal.SIG_IGN)
work({cache!r})
"""


def start(
    folder: Path, tmp_path: Path, text: str, many: int = 3, *options: str
) -> subprocess.Popen[str]:
    """A program that opens a knowledge base, among modules that it should not touch."""
    place = tmp_path / "place"
    place.mkdir(exist_ok=True)
    for name in ("kbassist", "yaml", "json", "sitecustomize", "usercustomize", "signal"):
        (place / f"{name}.py").write_text(
            f"open({str(tmp_path / 'touched')!r}, 'a').write({name!r})"
        )
    names = {"folder": str(folder), "cache": str(tmp_path / "program"), "many": many}
    path = tmp_path / "program.py"
    path.write_text((PROGRAM + textwrap.dedent(text)).format(**names))
    return subprocess.Popen(
        [sys.executable, *options, str(path)],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.skipif(os.name == "nt", reason="other signals, and no forks")
@pytest.mark.parametrize(
    "text",
    [PLAIN, PRESENT_FOLDER, THREAD, DAEMON, NO_SIGNALS],
    ids=["plain", "with the present folder", "a thread", "a daemon", "with other signals"],
)
def test_a_program_that_knows_nothing_of_it(
    folder: Path, tmp_path: Path, here: list[str], text: str
) -> None:
    with start(folder, tmp_path, text) as program:
        out, err = program.communicate(timeout=60)
    lines = out.splitlines()
    assert (lines[0], lines[-1], err) == ("this program runs", "done", "")
    assert [line.split()[0] for line in lines[1:-1]] == ["process", "process"]
    assert not (tmp_path / "touched").exists()
    expected = index(folder, tmp_path / "expected")
    assert index(folder, tmp_path / "program") == expected


SLOW = """
import time
add = build.Writer.add
def slow(*given):
    time.sleep(0.05)
    add(*given)
build.Writer.add = slow
print("slow", flush=True)
work({cache!r})
"""


def running(pid: int) -> bool:
    if os.path.exists("/proc/self/stat"):
        try:
            told = Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return False
        return told.rpartition(")")[2].split()[0] != "Z"
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return done.stdout.strip()[:1] not in ("", "Z")


@pytest.mark.skipif(os.name == "nt", reason="other signals")
@pytest.mark.parametrize("many", [2, 4])
def test_an_interrupted_program_leaves_nothing_behind(
    folder: Path, tmp_path: Path, many: int
) -> None:
    for ended_by in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with start(folder, tmp_path, SLOW, many) as program:
            assert program.stdout
            lines = [program.stdout.readline() for _ in range(1 + many)]
            pids = [int(line.split()[1]) for line in lines[2:]]
            time.sleep(0.3)
            if ended_by == signal.SIGINT:
                os.killpg(program.pid, ended_by)
            else:
                program.send_signal(ended_by)
            out, err = program.communicate(timeout=60)
        assert out == ""
        interrupted = "Traceback" in err and err.endswith("\nKeyboardInterrupt\n")
        assert err.count("Traceback") == interrupted == (ended_by == signal.SIGINT)
        until = time.monotonic() + 20
        while any(map(running, pids)):
            assert time.monotonic() < until
            time.sleep(0.05)
