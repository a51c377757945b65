"""Which files are articles, and what is told of those that cannot be looked at."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kbassist.model import StoreUnavailable
from kbassist.store import files


def make(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)


def listed(*folders: Path) -> list[str]:
    return sorted(files.listing([str(one) for one in folders]))


def test_markdown_files_at_any_depth(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "b/c/d/e.MD", "b/notes.txt", "b/md", "ü/ß.md")
    assert listed(tmp_path) == [str(tmp_path / one) for one in ("a.md", "b/c/d/e.MD", "ü/ß.md")]


def test_what_is_hidden_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, "a.md", ".b.md", ".git/c.md", "d/.e/f.md")
    assert listed(tmp_path) == [str(tmp_path / "a.md")]


def test_a_hidden_folder_that_was_asked_for(tmp_path: Path) -> None:
    make(tmp_path, ".kb/a.md")
    assert listed(tmp_path / ".kb") == [str(tmp_path / ".kb/a.md")]


def test_links_are_followed_once(tmp_path: Path) -> None:
    make(tmp_path, "in/a.md", "in/deep/b.md", "out/c.md", "out/deep/d.md")
    (tmp_path / "in/round").symlink_to(tmp_path / "in")
    (tmp_path / "in/deep/up").symlink_to("..")
    (tmp_path / "in/out1").symlink_to(tmp_path / "out")
    (tmp_path / "in/out2").symlink_to(tmp_path / "out")
    (tmp_path / "in/out0").symlink_to(tmp_path / "out/deep")
    (tmp_path / "out/back").symlink_to(tmp_path / "in")
    found = [one.removeprefix(f"{tmp_path}/in/") for one in listed(tmp_path / "in")]
    assert found == ["a.md", "deep/b.md", "out0/d.md", "out1/c.md"]


def test_a_folder_within_another_counts_once(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "b/c.md")
    assert listed(tmp_path, tmp_path / "b") == [str(tmp_path / "a.md"), str(tmp_path / "b/c.md")]


def test_what_is_no_file_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, "folder.md/a.md")
    os.mkfifo(tmp_path / "pipe.md")
    assert listed(tmp_path) == [str(tmp_path / "folder.md/a.md")]


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "gone.md").symlink_to("nothing")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "loop").symlink_to("loop")
    found = files.listing([str(tmp_path)])
    assert {Path(path).name: -stamp[2] for path, stamp in found.items()} == {
        "gone.md": errno.ENOENT,
        "loop.md": errno.ELOOP,
    }
    assert {files.problem(stamp) for stamp in found.values()} == {
        f"this cannot be read: {os.strerror(errno.ENOENT)}",
        f"this cannot be read: {os.strerror(errno.ELOOP)}",
    }


def test_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.md", "b/c.md")
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("b"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = files.listing([str(tmp_path)])
    assert found[str(tmp_path / "b")] == (0, 0, -errno.EACCES)
    assert files.problem(found[str(tmp_path / "a.md")]) == ""
    with pytest.raises(StoreUnavailable, match=r"/b cannot be read: Permission denied"):
        files.listing([str(tmp_path / "b")])


@pytest.mark.parametrize("look", [files.listing, files.check])
def test_folders_that_are_none(look: object, tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    assert callable(look)
    with pytest.raises(StoreUnavailable, match=r"there is no folder .*/nothing; name the folder"):
        look([str(tmp_path), str(tmp_path / "nothing")])
    with pytest.raises(StoreUnavailable, match=r"a\.md is a file; name the folder"):
        look([str(tmp_path / "a.md")])


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_text("longer than before"),
        lambda file: os.utime(file, ns=(1, 1)),
        lambda file: file.chmod(0o600),
        lambda file: file.unlink(),
        lambda file: file.rename(file.with_name("b.md")),
    ],
    ids=["size", "time", "mode", "gone", "renamed"],
)
def test_a_change_is_seen(change: object, tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    before = files.listing([str(tmp_path)])
    assert files.listing([str(tmp_path)]) == before
    assert callable(change)
    change(tmp_path / "a.md")
    assert files.listing([str(tmp_path)]) != before


def test_the_same_time_but_another_size(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    os.utime(tmp_path / "a.md", ns=(1, 1))
    ((_, before),) = files.listing([str(tmp_path)]).items()
    (tmp_path / "a.md").write_text("longer than before")
    os.utime(tmp_path / "a.md", ns=(1, 1))
    ((_, after),) = files.listing([str(tmp_path)]).items()
    assert before[0] == after[0]
    assert before[2] < after[2]
