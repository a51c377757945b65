"""`kbassist import` from the command line: what it reads, writes, asks, refuses and returns."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kbassist import articles, desk
from kbassist.cli import main
from kbassist.importer import sources
from kbassist.model import Audience, Confidence, Revision

HERE = Path(__file__).parent / "imports"
HEADED = HERE / "headed.txt"
LOST = HERE / "headings-lost.txt"
FLAT = HERE / "flat.txt"
NUMBER = "4100001"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `import` with the folder `desk` for its articles, as on a terminal if it is to answer."""
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KBASSIST_ARTICLES", str(tmp_path / "desk"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path, stdin: bytes = b"", answers: bytes | None = None) -> Any:
        data = stdin if answers is None else answers
        stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
        monkeypatch.setattr("sys.stdin", stream)
        monkeypatch.setattr(stream, "isatty", lambda: answers is not None)
        monkeypatch.setattr("sys.stderr.isatty", lambda: answers is not None)
        status = main(["import", *map(str, arguments)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def written(folder: Path) -> list[str]:
    """Every file under *folder*, hidden ones too."""
    if not folder.exists():
        return []
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def read(path: Path) -> Revision:
    revision, faults = articles.read(path, str(path))
    assert faults == ()
    assert revision is not None
    return revision


# ------------------------------------------------------------------------------------------- writing


def test_a_draft_is_written_for_the_desk_alone(run: Run, tmp_path: Path) -> None:
    status, out, err = run(HEADED)
    assert (status, err) == (0, "")
    assert written(tmp_path / "desk") == [f"{NUMBER}/r1.md"]
    made = read(tmp_path / "desk" / NUMBER / "r1.md")
    assert made.confidence is Confidence.NOT_VALIDATED
    assert made.audience is Audience.INTERNAL
    assert made.number == NUMBER
    assert "Symptom       1 paragraph (by its heading, line 5)" in out
    assert out.rstrip().endswith(f"{NUMBER}/r1.md")


def test_placeholders_come_from_the_articles_own_words(run: Run, tmp_path: Path) -> None:
    run(HEADED)
    made = read(tmp_path / "desk" / NUMBER / "r1.md")
    assert [one.text for one in made.signatures] == [
        "Signing Key is Already Held by Job {{background_job}}"
    ]
    assert made.samples[0].captures == {"background_job": "_AAA"}
    assert set(made.placeholders) == {"background_job", "second_background_job"}
    assert articles.dump(made).count("{{second_background_job}}") == 4
    assert "(\\_AAA represents the background job)" in articles.dump(made)


def test_what_is_a_guess_stands_in_the_draft(run: Run, tmp_path: Path) -> None:
    status, out, _ = run(LOST)
    assert status == 0
    assert "Cause         2 items, 4 paragraphs (a guess, line 20)" in out
    text = (tmp_path / "desk" / NUMBER / "r1.md").read_text(encoding="utf-8")
    notes = text.partition("## Internal Notes")[2]
    assert "cause: Its heading is lost. Does it begin in line 20" in notes
    assert "symptom: by order and shape" in notes


def test_a_preview_is_unfinished(run: Run, tmp_path: Path) -> None:
    assert run(HERE / "preview.txt")[0] == 0
    made = read(tmp_path / "desk" / "4100010" / "r1.md")
    assert made.confidence is Confidence.WORK_IN_PROGRESS
    assert made.section("Resolution") is None
    assert made.section("Cause") is None


def test_what_is_left_out_is_listed(run: Run) -> None:
    out = run(FLAT, "--dry-run")[1]
    left = out.partition("Left out\n")[2]
    assert "line 9: - (an item without text)" in left
    assert "line 11: release.PNG (the name of a picture)" in left


def test_the_folder_must_be_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KBASSIST_ARTICLES")
    status, _, err = run(HEADED)
    assert status == 2
    assert "--articles DIR" in err
    assert run(HEADED, "--dry-run")[0] == 0


def test_a_file_that_cannot_be_written_leaves_nothing_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "r1.md")

    monkeypatch.setattr("os.replace", fail)
    status, _, err = run(HEADED)
    assert status == 2
    assert "r1.md: no space is left there; make room" in err
    assert written(tmp_path / "desk") == []


# ---------------------------------------------------------------------------------------------- JSON


def test_a_dry_run_prints_one_object_a_line_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    status, out, err = run(HEADED, HERE / "preview.txt", "--dry-run", "--format", "json")
    assert (status, err) == (0, "")
    first, second = map(json.loads, out.splitlines())
    assert list(first) == [
        *("schema", "number", "title", "complete", "language", "symptom", "environment"),
        *("reproduction", "cause", "resolution", "see_also", "keywords", "components", "category"),
        *("products", "error_messages", "signatures", "questions"),
    ]
    assert first["schema"] == "kbassist.import/1"
    assert list(first["resolution"]) == ["steps", "prose"]
    assert (second["complete"], second["cause"], second["resolution"]) == (False, None, None)
    assert written(tmp_path / "desk") == []


def test_json_tells_what_was_done(run: Run) -> None:
    _, out, _ = run(HEADED, "--format", "json")
    said = json.loads(out)
    assert said["schema"] == "kbassist.imported/1"
    assert (said["action"], said["revision"], said["changes"]) == ("new", "1", None)
    assert said["written"].endswith("r1.md")
    assert said["draft"]["number"] == NUMBER
    assert {"field": "symptom", "how": "by its heading", "line": 5} in said["found"]
    assert said["dropped"][0]["text"] == "SAP Knowledge Base Article - Public"


# ------------------------------------------------------------------------------------- what is there


def test_the_same_text_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    run(HEADED)
    path = tmp_path / "desk" / NUMBER / "r1.md"
    before = path.stat().st_mtime_ns
    status, out, _ = run(HEADED)
    assert status == 0
    assert f"{NUMBER} r1 says the same" in out
    assert path.stat().st_mtime_ns == before


def test_a_change_of_meaning_proposes_a_revision(run: Run, tmp_path: Path) -> None:
    run(HEADED)
    status, out, err = run(LOST)
    assert status == 1
    assert "it says something else than 4100001 r1; --force writes" in err
    assert "[-Yard Gateway" in out or "- • Yard Gateway" in out
    assert written(tmp_path / "desk") == [f"{NUMBER}/r1.md"]
    assert run(LOST, "--force")[0] == 0
    assert written(tmp_path / "desk") == [f"{NUMBER}/r1.md", f"{NUMBER}/r2.md"]
    assert read(tmp_path / "desk" / NUMBER / "r2.md").revision == "2"


def test_other_words_take_the_place_only_by_force(run: Run, tmp_path: Path) -> None:
    run(HEADED)
    other = tmp_path / "other.txt"
    other.write_text(
        HEADED.read_text(encoding="utf-8").replace(
            "The message is right since", "It is right, since"
        ),
        encoding="utf-8",
    )
    status, out, err = run(other)
    assert status == 1
    assert "only the wording of 4100001 r1 differs" in err
    assert "(wording)" in out
    path = tmp_path / "desk" / NUMBER / "r1.md"
    assert "The message is right" in path.read_text(encoding="utf-8")
    assert run(other, "--force")[0] == 0
    assert "It is right, since" in path.read_text(encoding="utf-8")
    assert written(tmp_path / "desk") == [f"{NUMBER}/r1.md"]


def flattened(text: str) -> str:
    """A text as a reader that knows neither lists nor empty lines copies it, without its title."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = [
        "- " + line.lstrip("•0123456789. ") if line[:1] in "•123456789" else line for line in lines
    ]
    return "\n".join([f"{NUMBER} - The Signing Key is Already Held by Job _AAA", *lines[2:]])


def test_a_text_that_lost_its_form_never_takes_the_place_of_a_better_one(
    run: Run, tmp_path: Path
) -> None:
    run(HEADED)
    path = tmp_path / "desk" / NUMBER / "r1.md"
    before = path.read_bytes()
    flat = tmp_path / "flat.txt"
    text = flattened(HEADED.read_text(encoding="utf-8"))
    flat.write_text(text.replace("The message is right since", "It is right, since"))
    for force in ((), ("--force",)):
        status, _, err = run(flat, *force)
        assert status == 1
        assert "says the same and keeps more of its form" in err
        assert path.read_bytes() == before
    assert written(tmp_path / "desk") == [f"{NUMBER}/r1.md"]


def test_a_flat_text_of_the_same_words_is_the_same(run: Run, tmp_path: Path) -> None:
    run(HEADED)
    flat = tmp_path / "flat.txt"
    flat.write_text(flattened(HEADED.read_text(encoding="utf-8")), encoding="utf-8")
    status, out, _ = run(flat)
    assert status == 0
    assert f"{NUMBER} r1 says the same" in out


PREVIEW = (HERE / "preview.txt").read_text(encoding="utf-8").replace("4100010", NUMBER)


def test_a_preview_never_takes_the_place_of_a_full_text(run: Run, tmp_path: Path) -> None:
    run(HEADED)
    for force in ((), ("--force",)):
        status, _, err = run(*force, stdin=PREVIEW.encode())
        assert status == 1
        assert "it is a preview, and 4100001 r1 is there in full" in err
    assert written(tmp_path / "desk") == [f"{NUMBER}/r1.md"]


def test_a_full_text_takes_the_place_of_its_preview_by_force(run: Run, tmp_path: Path) -> None:
    assert run(stdin=PREVIEW.encode())[0] == 0
    assert run(HEADED)[0] == 1
    assert run(HEADED, "--force")[0] == 0
    assert written(tmp_path / "desk") == [f"{NUMBER}/r1.md"]
    assert read(tmp_path / "desk" / NUMBER / "r1.md").section("Resolution")


def test_a_file_that_cannot_be_read_as_an_article_is_not_written_over(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "desk" / NUMBER / "r1.md"
    path.parent.mkdir(parents=True)
    path.write_text("not an article", encoding="utf-8")
    status, _, err = run(HEADED, "--force")
    assert status == 2
    assert "there is such a file already" in err
    assert path.read_text(encoding="utf-8") == "not an article"


def test_near_doubles_are_named(run: Run, tmp_path: Path) -> None:
    run(HEADED)
    double = HEADED.read_text(encoding="utf-8").replace(NUMBER, "4100999")
    _, out, _ = run("--dry-run", stdin=double.encode())
    assert f"Looks like    {NUMBER}: it answers" in out


# ------------------------------------------------------------------------------------------ questions


def test_a_missing_number_is_asked_for_and_never_invented(run: Run, tmp_path: Path) -> None:
    named = tmp_path / "4123456.txt"
    named.write_bytes(FLAT.read_bytes())
    status, _, err = run(named)
    assert status == 1
    assert "the text does not say its number and title" in err
    assert written(tmp_path / "desk") == []
    asked = json.loads(run(named, "--dry-run", "--format", "json")[1])
    assert (asked["number"], asked["title"]) == (None, None)
    questions = {one["field"]: one["text"] for one in asked["questions"]}
    assert questions["number"].endswith("The file is called 4123456.txt.")
    assert run(named, "--number", "4123456", "--title", "Load list without carrier")[0] == 0
    made = read(tmp_path / "desk" / "4123456" / "r1.md")
    assert made.title == ("Load list without carrier",)


def test_a_terminal_asks_for_number_and_title(run: Run, tmp_path: Path) -> None:
    status, _, err = run(FLAT, answers=b"4123456\nLoad list without carrier\n")
    assert status == 0
    assert "does not say its number. What is it?" in err
    assert written(tmp_path / "desk") == ["4123456/r1.md"]


def test_a_terminal_asks_where_a_part_begins(run: Run) -> None:
    _, out, err = run(LOST, "--dry-run", answers=b"\n29\n")
    assert "    20  This is expected system behaviour" in err
    assert "Cause         2 items, 3 paragraphs (as somebody said, line 20)" in out
    assert "(as somebody said, line 29)" in out
    assert "cause: Its heading" not in out


def test_a_terminal_asks_before_it_writes_a_revision(run: Run, tmp_path: Path) -> None:
    run(HEADED)
    assert run(LOST, answers=b"\n\n\nn\n")[0] == 1
    assert written(tmp_path / "desk") == [f"{NUMBER}/r1.md"]
    status, _, err = run(LOST, answers=b"\n\n\ny\n")
    assert status == 0
    assert "r2.md? (y/N)" in err
    assert written(tmp_path / "desk") == [f"{NUMBER}/r1.md", f"{NUMBER}/r2.md"]


def test_a_terminal_asks_whether_messages_are_right(run: Run) -> None:
    _, out, err = run(HEADED, "--dry-run", answers=b"n\n")
    assert "        Signing Key is Already Held by Job {{background_job}}" in err
    assert "Messages\n- The Signing Key" in out
    assert "Signatures" not in out
    assert "To decide" not in run(HEADED, "--dry-run", answers=b"\n")[1]


def test_an_article_is_no_text_to_import(run: Run, tmp_path: Path) -> None:
    run(HEADED)
    status, _, err = run(tmp_path / "desk" / NUMBER / "r1.md")
    assert status == 1
    assert "this is an article already" in err


def test_no_input_asks_nothing(run: Run) -> None:
    _, _, err = run(LOST, "--no-input", answers=b"")
    assert err == ""


# ------------------------------------------------------------------------------------------- sources


def test_folders_and_archives_are_read_by_name(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    (folder / "b.html").write_bytes((HERE / "page.html").read_bytes())
    (folder / "a.txt").write_bytes(HEADED.read_bytes())
    (folder / "c.png").write_bytes(b"\x89PNG")
    with zipfile.ZipFile(tmp_path / "in" / "z.zip", "w") as archive:
        archive.write(HERE / "preview.txt", "../../preview.txt")
        archive.writestr("notes.doc", "no text")
    status, out, _ = run(tmp_path / "in", "--dry-run", "--format", "json")
    assert status == 0
    assert [json.loads(line)["number"] for line in out.splitlines()] == [
        NUMBER,
        "4100080",
        "4100010",
    ]
    assert written(tmp_path / "desk") == []


def test_nothing_is_unpacked(run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.write(HEADED, "../../evil.txt")
    before = {one for one in written(tmp_path) if not one.startswith("cache")}
    assert run(tmp_path / "z.zip", "--dry-run")[0] == 0
    assert {one for one in written(tmp_path) if not one.startswith("cache")} == before


def archive(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "status", "words"),
    [
        ("a.txt", b"%PDF-1.7 \x00\x01", 2, "a PDF document"),
        ("a.txt", bytes(range(256)) * 20, 2, "this is no text"),
        ("a.txt", b"", 2, "it is empty"),
        ("a.txt", b"\n \t\n", 2, "it is empty"),
        ("a.txt", b"Symptom\n\n" + b"x " * (sources.LARGEST // 2), 2, "larger than 4 MB"),
        ("a.txt", b"Symptom\n\n" + b"x " * 600_000, 1, "more than 400,000 characters"),
        ("a.txt", b"Symptom\n\n" + b"x\n" * 30_000, 1, "more than 20,000 lines"),
        ("a.txt", b"Dear all,\n\nlunch is at noon.\n\nBye\n", 1, "not a single section"),
        ("a.html", b"<script>alert(1)</script><style>x</style>", 1, "there is no text in it"),
        ("a.zip", archive(("a.exe", b"MZ")), 2, "no text is in this archive"),
        (
            "a.xlsx",
            archive(("xl/workbook.xml", b"<a/>")),
            2,
            "a workbook; save its sheet as CSV first",
        ),
        ("a.docx", archive(("word/document.xml", b"<a/>")), 2, "a Word document; save it as text"),
        ("a.zip", archive(("a.txt", b"\0" * 9_000_000)), 2, "larger than 4 MB"),
        ("a.zip", archive(("a.txt", b"Symptom"))[:-20], 2, "the archive cannot be read"),
        ("a.zip", archive(*((f"{i}.txt", b"") for i in range(10_001))), 2, "10,000 are the most"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_input_is_refused_with_a_reason(
    run: Run, tmp_path: Path, name: str, data: bytes, status: int, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found, out, err = run(path)
    assert (found, out) == (status, "")
    assert name in err
    assert words in err
    assert written(tmp_path / "desk") == []


def test_a_bad_text_does_not_hide_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x89PNG")
    status, _, err = run(tmp_path / "bad.txt", tmp_path / "none.txt", HEADED)
    assert status == 2
    assert "none.txt: cannot be read" in err
    assert written(tmp_path / "desk") == [f"{NUMBER}/r1.md"]


def test_a_number_is_for_one_text(run: Run) -> None:
    status, _, err = run(HEADED, LOST, "--number", "1")
    assert status == 2
    assert "for one text" in err


def test_a_number_is_no_path(run: Run, tmp_path: Path) -> None:
    assert run(FLAT, "--number", "../x", "--title", "x")[0] == 2
    assert run(FLAT, "--number", "..", "--title", "x")[0] == 2
    assert written(tmp_path / "desk") == []


def test_scripts_of_a_page_are_not_read(run: Run) -> None:
    _, out, _ = run(HERE / "page.html", "--dry-run", "--format", "json")
    assert "Do not read this" not in out


def test_control_characters_never_reach_the_screen(run: Run) -> None:
    text = HEADED.read_text(encoding="utf-8").replace("Job _AAA\n", "Job\x1b[31m \u202e_AAA\n")
    _, out, err = run("--dry-run", stdin=text.encode())
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_draft_has_the_permissions_of_a_new_file(run: Run, tmp_path: Path) -> None:
    run(HEADED)
    mask = os.umask(0)
    os.umask(mask)
    path = tmp_path / "desk" / NUMBER / "r1.md"
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_whole_folder_of_drafts_passes_check(run: Run, tmp_path: Path) -> None:
    status, out, err = run(HERE, "--no-input")
    assert status == 1, "some of the texts do not say their number"
    assert out.count("Written  ") == len(written(tmp_path / "desk")) >= 20
    assert err.count("nothing was written") == 3
    with desk.open(tmp_path / "desk") as kb:
        assert [str(fault) for fault in kb.check(strict=True)] == []
