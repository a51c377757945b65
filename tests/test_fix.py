"""What `check --fix` puts right, and what it leaves alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import articles, desk
from kbassist.check.fix import MENDINGS, fix, write
from kbassist.cli import main

SOUND = """\
---
number: "1"
title: The pump stands still
---

## Resolution

Press Reset.
"""

CASES: dict[str, tuple[str, str, str]] = {
    "a sound article stays as it is": (SOUND, SOUND, ""),
    "line ends and a byte order mark": (
        "\ufeff" + SOUND.replace("\n", "\r\n"),
        SOUND,
        "line ends",
    ),
    "quotes around messages that YAML takes for something else": (
        SOUND.replace("---\n\n", "signatures:\n  - ORA-01017: invalid\ncodes: [a]\n---\n\n"),
        SOUND.replace("---\n\n", 'codes: [a]\nsignatures:\n  - "ORA-01017: invalid"\n---\n\n'),
        "quotes around messages, order of the fields",
    ),
    "blanks at line ends, but those that break a line of the text": (
        SOUND.replace("number: ", "number:  ")
        .replace('"1"', '"1"  ')
        .replace("Press", "Press  \nit \nor"),
        SOUND.replace("number: ", "number:  ").replace("Press", "Press  \nit\nor"),
        "blanks at line ends",
    ),
    "the order of the fields, comments with their fields": (
        "---\n# about the title\ntitle: A\n\n# about words\nkeywords:\n  - b # second\n"
        "  # inside\n  - a\nnumber: '1'\nowner: me  # who\n# at the end\n---\n\n## Resolution\n\nCall.\n",
        "---\nnumber: '1'\n# about the title\ntitle: A\n\n# about words\nkeywords:\n  - b # second\n"
        "  # inside\n  - a\nowner: me  # who\n# at the end\n---\n\n## Resolution\n\nCall.\n",
        "order of the fields",
    ),
    "the names of sections": (
        SOUND.replace("## Resolution", "##  RESOLUTION "),
        SOUND,
        "blanks at line ends, names of sections",
    ),
    "empty lines": (
        SOUND.replace("---\n\n## R", "---\n## R").replace("\n\nPress", "\nPress\n\n\n\n") + "\n\n",
        SOUND.replace("Press Reset.", "Press\n\n Reset."),
        "empty lines",
    ),
    "a faulty file but for its quotes": (
        "---\ntitle: A\nnumber: '1'\nkeyword: x\n---\n## Resolution\nCall.",
        "---\ntitle: A\nnumber: '1'\nkeyword: x\n---\n## Resolution\nCall.",
        "",
    ),
    "no front matter at all": ("just text  \n", "just text  \n", ""),
}


@pytest.mark.parametrize(("before", "after", "done"), CASES.values(), ids=CASES.keys())
def test_what_is_put_right(before: str, after: str, done: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(before.encode())
    fixed = fix(path)
    assert fixed.after == after
    assert ", ".join(fixed.done) == done
    assert path.read_bytes() == before.encode()
    write(fixed)
    assert path.read_bytes() == after.encode()
    assert fix(path).done == ()


def test_what_would_say_something_else_is_left_alone(tmp_path: Path) -> None:
    code = SOUND.replace("Press Reset.", "```\none\n\n\n\nfour\n```")
    path = tmp_path / "a.md"
    path.write_text(code, "utf-8")
    fixed = fix(path)
    assert (fixed.after, fixed.done, fixed.refused) == (code, (), ("empty lines",))


def test_a_file_that_is_no_text_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"---\xff")
    assert fix(path).done == ()


@pytest.mark.skipif(os.name == "nt", reason="files have no such permissions")
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a.md", tmp_path / "link.md"
    path.write_text(SOUND + "\n\n", "utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    write(fix(link))
    assert link.is_symlink()
    assert path.read_text("utf-8") == SOUND
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.md", "link.md"]


def test_nothing_is_left_behind_where_a_file_cannot_be_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    path = tmp_path / "a.md"
    path.write_text(SOUND + "\n\n", "utf-8")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        write(fix(path))
    assert [one.name for one in tmp_path.iterdir()] == ["a.md"]
    assert path.read_text("utf-8") == SOUND + "\n\n"


@pytest.mark.parametrize("path", sorted(desk.bundled().glob("*/*.md")), ids=str)
def test_bundled_articles_are_written_well(path: Path) -> None:
    assert fix(path).done == ()


LINES = st.sampled_from(
    [
        'number: "1"',
        "title: A  ",
        "keywords: [b, a]",
        "keywords:",
        "  - b",
        "# note",
        "  # note",
        "",
        "samples:",
        "  - |",
        "    text  ",
        "signatures: [ORA-1: x]",
        "  - ORA-1: x",
        "owner: me\r",
        "---",
        "## cause ",
        "## Resolution",
        "```",
        "1. Go",
        "   ",
        "text  ",
    ]
)


@pytest.mark.parametrize("name", MENDINGS)
@given(lines=st.lists(LINES, max_size=14))
def test_a_mending_is_done_once(name: str, lines: list[str]) -> None:
    text = "\n".join(["---", 'number: "1"', "title: A", *lines])
    once = MENDINGS[name](text)
    assert MENDINGS[name](once) == once


@given(lines=st.lists(LINES, max_size=14))
def test_no_comment_is_lost(lines: list[str]) -> None:
    text = "\n".join(["---", *lines, "---", "", "## Resolution", "", "Call.", ""])
    for name in ("order of the fields", "blanks at line ends"):
        assert MENDINGS[name](text).count("# note") == text.count("# note")


# --------------------------------------------------------------------------------------- the command


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    (tmp_path / "desk").mkdir()

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(["check", "--articles", "desk", *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def test_a_dry_run_shows_what_would_change(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "desk" / "a.md"
    path.write_text(SOUND.replace("## Resolution", "## resolution"), "utf-8")
    status, out, err = run("--fix", "--dry-run")
    assert status == 1
    assert out.splitlines()[-6:] == [
        " ---",
        " ",
        "-## resolution",
        "+## Resolution",
        " ",
        " Press Reset.",
    ]
    assert err == f"kbassist: {Path('desk', 'a.md')}: would mend names of sections\n"
    assert "## resolution" in path.read_text("utf-8")


def test_fixing_says_what_it_did_and_then_checks(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "desk" / "a.md"
    path.write_text(SOUND.replace("## Resolution", "## resolution"), "utf-8")
    name = Path("desk", "a.md")
    assert run("--fix") == (
        0,
        "",
        f"kbassist: {name}: mended names of sections\nkbassist: no faults in 1 article\n",
    )
    assert path.read_text("utf-8") == SOUND
    assert run("--fix", "--dry-run") == (0, "", "")


def test_what_is_left_alone_is_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "desk" / "a.md"
    path.write_text(SOUND.replace("Press Reset.", "```\na\n\n\nb\n```"), "utf-8")
    status, _, err = run("--fix")
    assert status == 0
    assert "empty lines left alone, for the article would say something else" in err


def test_a_dry_run_is_one_of_fixing(run: Run) -> None:
    assert run("--dry-run") == (2, "", "kbassist: --dry-run goes with --fix\n")


def test_mending_leaves_what_it_does_not_know() -> None:
    assert articles.mend(SOUND) == SOUND
    assert articles.mend("no article: at all") == "no article: at all"


@pytest.mark.parametrize("name", MENDINGS)
@pytest.mark.parametrize("piece", [" ", "\t", "\n", "\r", "#", "-", "a: ", "## "])
def test_nothing_in_a_file_takes_long(name: str, piece: str) -> None:
    """A run that a careless pattern begins anew at each of its characters would go on for hours."""
    run = piece * (500_000 // len(piece))
    text = f'---\nnumber: "1"\n# {run}.\n---\n\n## Resolution\n\n.{run}.\n'
    assert "## Resolution" in MENDINGS[name](text)
