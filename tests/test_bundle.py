"""A base in one file and back again: the same bytes, or a clear word and nothing written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbassist import bundle, desk
from kbassist.articles import place
from kbassist.bundle import File
from kbassist.cli import main
from kbassist.model import KBError

WRITERS = (bundle.jsonl, bundle.markdown)
Writer = Callable[[Sequence[tuple[str, Path]]], Iterator[bytes]]


def base(folder: Path, found: Sequence[File]) -> list[tuple[str, Path]]:
    """A folder that holds these files, as a bundle names them."""
    bundle.unpack(found, folder, force=True)
    return [(one.path, folder / one.path) for one in found]


# ---------------------------------------------------------------------------------------- round trip

TEXT = st.lists(
    st.sampled_from(
        [
            "---\n",
            "number: '1'\n",
            "## a.md\n",
            "~~~~",
            "~~~~markdown\n",
            "~~~~~~~~ ",
            "```\n",
            "<!-- kbassist.bundle/1 {} -->\n",
            "\r\n",
            "\r",
            "\n",
            "é\u2028\x85",
            "\ufeff",
            "text",
            "\x00",
        ]
    ),
    max_size=10,
).map(lambda parts: "".join(parts).encode())
DATA = st.one_of(TEXT, st.binary(max_size=40), st.text(max_size=20).map(str.encode))
PART = st.from_regex(r"[A-Za-z0-9_(é][\w (),+@=é-]{0,6}[a-z0-9]", fullmatch=True)
PATHS = st.lists(PART, min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from([".md", ".MD", ".messages.jsonl"]).map(
        lambda ending: "/".join(parts) + ending
    )
)


@pytest.mark.parametrize("write", WRITERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(files=st.lists(DATA, max_size=4))
def test_what_is_written_reads_back(write: Writer, files: list[bytes], tmp_path: Path) -> None:
    found = [File(f"{i}/r{i}.md", data) for i, data in enumerate(files)]
    written = b"".join(write(base(tmp_path, found)))
    assert bundle.recognised(written)
    assert list(bundle.read(written)) == found


@pytest.mark.parametrize("write", WRITERS)
@given(path=PATHS)
def test_every_path_reads_back(write: Writer, path: str) -> None:
    here = Path(__file__)
    written = b"".join(write([(path, here)]))
    assert bundle.read(written) == (File(path, here.read_bytes()),)


@pytest.mark.parametrize("write", WRITERS)
def test_the_bundled_articles_go_round(write: Writer, tmp_path: Path) -> None:
    folder = desk.bundled()
    written = b"".join(write(bundle.files([folder])))
    bundle.unpack(bundle.read(written), tmp_path)
    assert b"".join(write(bundle.files([tmp_path]))) == written
    for path in folder.rglob("*.md"):
        assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("write", WRITERS)
def test_line_ends_marks_and_bytes_that_are_no_text_stay(write: Writer, tmp_path: Path) -> None:
    found = [
        File("a.md", b"\xef\xbb\xbf---\r\nnumber: 1\r\n---\r\n"),
        File("b/c d.md", b"\xff\xfe\x00"),
        File("e.md", b""),
        File("f.messages.jsonl", b'{"catalogue": "f"}\n{"number": "F-1"}'),
    ]
    assert list(bundle.read(b"".join(write(base(tmp_path, found))))) == found


def test_markdown_is_readable(tmp_path: Path) -> None:
    found = base(tmp_path, [File("1/r1.md", b"# A\n\n~~~~\ncode\n~~~~")])
    assert b"".join(bundle.markdown(found)).decode() == (
        '<!-- kbassist.bundle/1 {"audience": "internal", "complete": true, "files": 1} -->\n'
        "\n# Knowledge base\n\n## 1/r1.md\n\n~~~~~markdown no-line-end\n# A\n\n~~~~\ncode\n~~~~\n~~~~~\n"
    )


def test_a_bundle_may_be_edited_and_sent_through_windows(tmp_path: Path) -> None:
    written = b"".join(bundle.markdown(base(tmp_path, [File("a.md", b"one\ntwo\n")])))
    edited = b"\xef\xbb\xbf" + written.replace(b"two", b"three").replace(b"\n", b"\r\n")
    assert bundle.read(edited) == (File("a.md", b"one\r\nthree\r\n"),)


def test_two_folders_and_hidden_files(tmp_path: Path) -> None:
    for name in ("one/a.md", "two/b.md", "two/.git/c.md", "two/notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    folders = [tmp_path / "one", tmp_path / "two"]
    assert [path for path, _ in bundle.files(folders)] == ["a.md", "b.md"]
    (tmp_path / "two/a.md").write_text("y")
    with pytest.raises(KBError, match="would have the same name; export one folder"):
        bundle.files(folders)


@pytest.mark.skipif(os.name == "nt", reason="such a name cannot be made there")
def test_a_name_that_could_not_be_read_back_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a:b.md").write_text("x")
    with pytest.raises(KBError, match="rename it"):
        bundle.files([tmp_path])


# ------------------------------------------------------------------------------------ what is refused

HEAD = '{"schema": "kbassist.bundle/1", "audience": "internal", "complete": true, "files": 1}\n'
COMMENT = '<!-- kbassist.bundle/1 {"audience": "internal", "complete": true, "files": 1} -->\n'
FILE = '{"path": "a.md", "text": "x"}\n'

REFUSED: dict[str, tuple[str, str]] = {
    "no bundle": ("# A text", "no export of kbassist"),
    "another schema": (HEAD.replace("/1", "/2"), "no export of kbassist"),
    "for customers": (
        HEAD.replace('internal", "complete": true', 'customer", "complete": false')
        + '{"schema": "kbassist.article/1"}',
        "for the audience customer and is not complete",
    ),
    "for customers, as Markdown": (
        COMMENT.replace("true", "false") + "\n---\n\nArticle D-17, revision 1\n",
        "is not complete",
    ),
    "cut off": (HEAD.replace("1}", "2}") + FILE, "has 1 of 2 files; it was cut off"),
    "cut off in a line": (HEAD + FILE[:20], "line 2 of this export is damaged"),
    "a line that is none": (HEAD + "[]\n", "line 2 of this export is damaged"),
    "neither text nor bytes": (HEAD + '{"path": "a.md"}\n', "line 2 of this export is damaged"),
    "bytes that are none": (
        HEAD + '{"path": "a.md", "base64": "x"}',
        "line 2 of this export is damaged",
    ),
    "half a character": (
        HEAD + '{"path": "a.md", "text": "\\ud800"}',
        "line 2 of this export is damaged",
    ),
    "nested without end": (HEAD + "[" * 100_000, "line 2 of this export is damaged"),
    "a first line that is spoilt": (
        COMMENT.replace("}", ""),
        "the first line of this export is damaged",
    ),
    "a file without an end": (
        COMMENT + "## a.md\n~~~~markdown\nx\n",
        "line 3 of this export begins",
    ),
    "text outside of files": (COMMENT + "hello\n", "line 2 of this export belongs to no file"),
    "a file without a name": (
        COMMENT + "~~~~markdown\n~~~~\n",
        "line 2 of this export belongs to no file",
    ),
    "a spoilt name": (
        COMMENT + '## "a.md\n~~~~markdown\n~~~~\n',
        "line 2 of this export is damaged",
    ),
    "bytes that are none, as Markdown": (
        COMMENT + "## a.md\n~~~~base64\n!\n~~~~\n",
        "that begins in line 3 of this export is damaged",
    ),
    "a file twice": (HEAD.replace("1}", "2}") + FILE + FILE, "has the file 'a.md' twice"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_whole_bundle_is_refused(text: str, message: str) -> None:
    with pytest.raises(KBError, match=message.replace("(", r"\(")):
        bundle.read(text.encode())


@pytest.mark.parametrize(
    "path",
    [
        "",
        "../a.md",
        "a/../../b.md",
        "/etc/a.md",
        "//server/a.md",
        "C:/a.md",
        "a\\..\\b.md",
        "a//b.md",
        "./a.md",
        ".git/a.md",
        "a/.hidden.md",
        "a.txt",
        "a.md/x.sh",
        "a\x00.md",
        "a\n.md",
        "a\u202e.md",
        "a. /b.md ",
        "x" * 600 + ".md",
    ],
)
def test_no_path_leads_out_of_the_folder_or_makes_other_files(path: str, tmp_path: Path) -> None:
    text = HEAD + json.dumps({"path": path, "text": "x"})
    with pytest.raises(KBError, match="names a file that none may have"):
        bundle.read(text.encode())
    with pytest.raises(KBError, match="nothing was written"):
        bundle.unpack([File("good.md", b"x"), File(path, b"x")], tmp_path)
    assert list(tmp_path.iterdir()) == []


@given(st.binary(max_size=200))
def test_nothing_raises_anything_else(data: bytes) -> None:
    for head in (HEAD, COMMENT):
        with suppress(KBError):
            bundle.read(head.encode() + data)


# ---------------------------------------------------------------------------------------- unpacking


def test_nothing_is_written_over_without_force(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_bytes(b"mine")
    (tmp_path / "c.md").write_bytes(b"same")
    found = [File("a.md", b"new"), File("b.md", b"theirs"), File("c.md", b"same")]
    with pytest.raises(KBError, match=r"b\.md exists already; --force replaces it"):
        bundle.unpack(found, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.md", "c.md"]
    assert bundle.unpack(found, tmp_path, force=True) == (tmp_path / "a.md", tmp_path / "b.md")
    assert (tmp_path / "b.md").read_bytes() == b"theirs"
    assert bundle.unpack(found, tmp_path) == ()


@pytest.mark.skipif(os.name == "nt", reason="links need permissions there")
def test_no_link_is_followed_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk/in").symlink_to(tmp_path / "outside")
    with pytest.raises(KBError, match="leads out of"):
        bundle.unpack([File("in/a.md", b"x")], tmp_path / "desk", force=True)
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no such folder here")
def test_a_place_that_takes_no_file_is_named_as_it_was_named() -> None:
    with pytest.raises(OSError, match=r"'/proc/base\.jsonl'$"):
        place({Path("/proc/base.jsonl"): (b"x",)})


def test_where_one_cannot_be_written_none_is(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError("the disk is full")

    (tmp_path / "a.md").write_bytes(b"old")
    with pytest.raises(OSError, match="the disk is full"):
        place({tmp_path / "a.md": [b"new"], tmp_path / "b.md": broken()})
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert (tmp_path / "a.md").read_bytes() == b"old"


# --------------------------------------------------------------------------------------- the command


SECRET = """\
---
number: "{n}"
title: The pump at {{{{site}}}} stands still
confidence: {confidence}
audience: {audience}
owner: nobody-shall-know
signatures: ["The pump at {{{{site}}}} stands still since noon"]
samples:
  - paste: The pump at nobody-shall-know stands still since noon
    captures: {{site: nobody-shall-know}}
---

## Resolution

1. Restart {{{{site}}}}.

   ::: internal
   nobody-shall-know
   :::

## Internal Notes

nobody-shall-know
"""


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "desk"
    folder.mkdir()
    for n, confidence, audience in (
        ("1", "validated", "public"),
        ("2", "validated", "internal"),
        ("3", "not-validated", "public"),
        ("4", "archived", "public"),
        ("5", "validated", "partner"),
    ):
        text = SECRET.format(n=n, confidence=confidence, audience=audience)
        (folder / f"{n}.md").write_text(text, "utf-8")
    return folder


FORMATS = ("jsonl", "markdown", "html")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("audience", "numbers"), [("public", ["1"]), ("customer", ["1"]), ("partner", ["1", "5"])]
)
def test_others_get_only_what_they_may_read(
    form: str,
    audience: str,
    numbers: list[str],
    articles: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    to = tmp_path / "out"
    options = [
        "--format",
        form,
        "--audience",
        audience,
        "--output",
        str(to),
        "--articles",
        str(articles),
    ]
    assert main(["export", *options]) == 0
    assert (
        f"{5 - len(numbers)} left out that {audience} readers may not see"
        in capsys.readouterr().err
    )
    text = to.read_text("utf-8")
    assert "nobody-shall-know" not in text
    assert "Internal Notes" not in text
    assert text.count("Restart") == len(numbers) * (2 if form == "jsonl" else 1)
    if form == "jsonl":
        first, *lines = map(json.loads, text.splitlines())
        assert (first["audience"], first["complete"]) == (audience, False)
        assert [one["article"] for one in lines] == numbers
    else:
        assert "This is a part of the knowledge base." in text
    with pytest.raises(KBError):
        bundle.read(to.read_bytes())


def test_unvalidated_articles_only_on_demand(articles: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    options = ["--audience", "public", "--output", str(to), "--articles", str(articles)]
    assert main(["export", *options, "--allow-unvalidated"]) == 0
    lines = [json.loads(line) for line in to.read_text("utf-8").splitlines()]
    assert [one.get("article") for one in lines] == [None, "1", "3"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_desk_gets_everything(form: str, articles: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    (articles / "broken.md").write_bytes(b"---\nno article \xff\n")
    assert main(["export", "--format", form, "--output", str(to), "--articles", str(articles)]) == 0
    assert to.read_text("utf-8").count("nobody-shall-know") >= 5
    if form != "html":
        bundle.unpack(bundle.read(to.read_bytes()), tmp_path / "copy")
        for path in articles.iterdir():
            assert (tmp_path / "copy" / path.name).read_bytes() == path.read_bytes()


def test_standard_output_gets_the_same_bytes(
    articles: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    to = tmp_path / "out"
    assert main(["export", "--output", str(to), "--articles", str(articles)]) == 0
    capfdbinary.readouterr()
    assert main(["export", "--articles", str(articles)]) == 0
    assert capfdbinary.readouterr().out == to.read_bytes()


def test_a_file_that_is_there_stays(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "out"
    to.write_text("mine")
    assert main(["export", "--output", str(to), "--articles", str(articles)]) == 2
    assert "exists already; --force replaces it" in capsys.readouterr().err
    assert to.read_text() == "mine"
    assert main(["export", "--output", str(to), "--articles", str(articles), "--force"]) == 0
    assert bundle.recognised(to.read_bytes())


@pytest.fixture
def export(articles: Path, tmp_path: Path) -> Path:
    to = tmp_path / "base.jsonl"
    assert main(["export", "--output", str(to), "--articles", str(articles)]) == 0
    return to


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))


def test_importing_an_export_gives_the_same_bytes(
    export: Path,
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy = tmp_path / "copy"
    give(monkeypatch, b"")
    capsys.readouterr()
    assert main(["import", str(export), "--articles", str(copy)]) == 0
    assert capsys.readouterr().err == f"kbassist: {export}: 5 of 5 files written to {copy}\n"
    for path in articles.iterdir():
        assert (copy / path.name).read_bytes() == path.read_bytes()
    (copy / "1.md").unlink()
    give(monkeypatch, export.read_bytes())
    assert main(["import", "--articles", str(copy), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["written"] == ["1.md"]
    assert err == f"kbassist: the pipe: 1 of 5 files written to {copy}; 4 there already\n"


def test_importing_an_export_writes_over_nothing(
    export: Path,
    articles: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    give(monkeypatch, b"")
    (articles / "1.md").write_text("mine")
    (articles / "2.md").unlink()
    assert main(["import", str(export), "--articles", str(articles), "--force", "--dry-run"]) == 0
    assert "2 of 5 files would be written" in capsys.readouterr().err
    assert main(["import", str(export), "--articles", str(articles)]) == 2
    assert "1.md exists already; --force replaces it" in capsys.readouterr().err
    assert (articles / "1.md").read_text() == "mine"
    assert not (articles / "2.md").exists()
    assert main(["import", str(export), "--articles", str(articles), "--force"]) == 0
    assert (articles / "1.md").read_text("utf-8").startswith("---")


def test_an_export_for_others_is_not_imported(
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    give(monkeypatch, b"")
    to = tmp_path / "public.jsonl"
    assert (
        main(["export", "--audience", "public", "--output", str(to), "--articles", str(articles)])
        == 0
    )
    assert main(["import", str(to), "--articles", str(tmp_path / "copy")]) == 2
    assert "written for the audience public and is not complete" in capsys.readouterr().err
    assert not (tmp_path / "copy").exists()


def test_an_export_larger_than_can_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "SIZE", 500)
    with pytest.raises(KBError, match="larger than 500 bytes"):
        bundle.load(BytesIO(HEAD.encode() + b" " * 1000))
    assert bundle.load(BytesIO(b"# A text" * 1000)) == ((b"# A text" * 1000)[: bundle.HEAD], False)
