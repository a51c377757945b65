"""`kbassist new` from the command line: what is asked, written, warned of and refused."""

from __future__ import annotations

import io
import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kbassist import articles
from kbassist.cli import main
from kbassist.model import Confidence, Kind, Revision

Run = Callable[..., tuple[int, str, str]]

PASTE = "12:31:00 ERROR [main] Printing failed because queue FLOOR3-A is paused."
MESSAGE = "Printing failed because queue {{queue}} is paused"
CATALOGUE = (
    '{"catalogue": "tides", "product": "Tide Portal", "versions": ["4.2"]}\n'
    '{"number": "TID-01017", "codes": ["TID-01017"], "signatures": {"en":'
    ' "Buoy {{value_1}} went adrift off pier {{value_2}}"}, "kinds": {"value_2": "number"}}\n'
    '{"number": "tides-pair", "weak": {"en": "{{value_1}}: {{value_2}}"}}\n'
)
EDITED = """\
---
number: {number}
title: The queue is paused
signatures:
  - {message}
samples:
  - {{paste: Printing failed because queue FLOOR3-A is paused, captures: {{queue: FLOOR3-A}}}}
---

## Resolution

Press Resume at `{{{{{shown}}}}}`.
"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `kbassist new` in a folder with an empty folder of articles."""
    (tmp_path / "work/desk").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("TERM", "xterm")
    for name in ("KBASSIST_ARTICLES", "VISUAL", "EDITOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def call(
        *arguments: str, stdin: str = "", terminal: bool = False, folder: str = "desk"
    ) -> tuple[int, str, str]:
        stream = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)
        for one in (sys.stdin, sys.stderr):
            monkeypatch.setattr(one, "isatty", lambda: terminal)
        named = ("--articles", folder) if folder else ()
        status = main(["new", *arguments, *named])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes an editor that leaves this text in the file, or what *code* does to the text in `text`."""

    def make(
        text: str | None = None, *, code: str = "", status: int = 0, name: str = "EDITOR"
    ) -> None:
        script = tmp_path / f"editor {name}.py"
        code = code or ("" if text is None else f"text = {text!r}")
        script.write_text(
            "import sys, pathlib\nfile = pathlib.Path(sys.argv[-1])\ntext = file.read_text('utf-8')\n"
            f"{code}\nfile.write_text(text, 'utf-8')\nsys.exit({status})\n"
        )
        monkeypatch.setenv(name, f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}")

    return make


def read(path: str) -> Revision:
    found, faults = articles.read(Path(path), path)
    assert found, faults
    return found


# --------------------------------------------------------------------------------------- in a script


def test_a_paste_becomes_an_article_that_check_accepts(run: Run) -> None:
    status, out, err = run(PASTE, "--number", "D-17")
    assert (status, err) == (0, "kbassist: no faults in D-17 r1\n")
    assert out == (
        "desk/D-17/r1.md\n\n"
        "Message    Printing failed because queue {{queue}} is paused\n"
        "  queue  FLOOR3-A  id\n"
    )
    made = read("desk/D-17/r1.md")
    assert made.confidence is Confidence.WORK_IN_PROGRESS
    assert [one.text for one in made.signatures] == [MESSAGE]
    assert {name: one.kind for name, one in made.placeholders.items()} == {"queue": Kind.ID}
    (sample,) = made.samples
    assert sample.paste == "Printing failed because queue FLOOR3-A is paused"
    assert sample.captures == {"queue": "FLOOR3-A"}
    assert [one.name for one in made.sections] == ["Symptom", "Cause", "Resolution"]


@pytest.mark.parametrize(
    ("paste", "signature", "sample"),
    [
        (
            "Gate refused user=jdoe with password=abc123 on pier",
            "Gate refused user={{user}} with password={{password}} on pier",
            "Gate refused user=jdoe with password=[password-1] on pier",
        ),
        (
            "Gate refused the visitor: password=abc123",
            "Gate refused the visitor: password={{password}}",
            "Gate refused the visitor: password=[password-1]",
        ),
    ],
)
def test_a_placeholder_stands_for_a_secret_alone(
    run: Run, paste: str, signature: str, sample: str
) -> None:
    assert run(paste, "--number", "D-17")[2].endswith("no faults in D-17 r1\n")
    made = read("desk/D-17/r1.md")
    assert [one.text for one in made.signatures] == [signature]
    assert [one.paste for one in made.samples] == [sample]


def test_as_json(run: Run) -> None:
    status, out, _ = run(PASTE, "--number", "D-17", "--title", "It is  paused", "--format", "json")
    assert status == 0
    assert json.loads(out) == {
        "schema": "kbassist.new/1",
        "path": "desk/D-17/r1.md",
        "written": True,
        "number": "D-17",
        "revision": "1",
        "title": "It is paused",
        "codes": [],
        "signatures": [MESSAGE],
        "placeholders": {"queue": "id"},
        "sample": {
            "paste": "Printing failed because queue FLOOR3-A is paused",
            "captures": {"queue": "FLOOR3-A"},
        },
        "warnings": [],
        "faults": [],
    }


def test_a_code_before_the_message_is_listed(run: Run) -> None:
    run("TID-00942: chart of harbour BERGEN does not exist", "--number", "D-1")
    assert read("desk/D-1/r1.md").codes == ("TID-00942",)


def test_a_dry_run_prints_the_file_and_writes_nothing(run: Run) -> None:
    status, out, _ = run(PASTE, "--number", "D-17", "--dry-run")
    assert status == 0
    assert list(Path("desk").iterdir()) == []
    assert run(PASTE, "--number", "D-17")[0] == 0
    assert Path("desk/D-17/r1.md").read_text("utf-8") == out


def test_the_author_s_own_signatures(run: Run) -> None:
    written = ("--signature", MESSAGE, "--signature", "Queue {{queue}} stands still")
    status, _, _ = run("we saw: " + PASTE[22:], "--number", "D-17", *written)
    made = read("desk/D-17/r1.md")
    assert [one.text for one in made.signatures] == [MESSAGE, "Queue {{queue}} stands still"]
    assert made.placeholders["queue"].kind is Kind.ID
    assert made.samples[0].captures == {"queue": "FLOOR3-A"}
    assert status == 0


def test_without_a_text_signatures_have_no_sample(run: Run) -> None:
    status, _, err = run("--number", "D-17", "--signature", MESSAGE, stdin="not read")
    assert status == 0
    assert read("desk/D-17/r1.md").samples == ()
    assert "1 warning in D-17 r1" in err  # no sample


def test_a_text_that_does_not_match_is_no_sample(run: Run) -> None:
    _, _, err = run("the lighthouse is dark", "--number", "D-17", "--signature", MESSAGE)
    assert "the text does not match the message" in err
    assert read("desk/D-17/r1.md").samples == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((PASTE,), "the article needs a number: give it with --number"),
        ((PASTE, "--number", "a/b"), "'a/b' is no number"),
        ((PASTE, "--number", "../../a"), "'../../a' is no number"),
        (("--signature", "{{a}}: {{b}}", "--number", "1"), "no word of its own"),
        (("...", "--number", "1"), "no line of this text looks like a message"),
        ((" ", "--number", "1"), "the text is empty"),
        (("--from", "TID-7"), "there is no article TID-7"),
        (("--from", "TID-7", "--number", "8"), "--from has the number"),
        (("--file", "no/such", "--number", "8"), "no/such: No such file"),
        (
            ("--number", "1", "--signature", "Ship {{a}} sank", "--title", "{{b}}"),
            "`b` is not declared",
        ),
    ],
)
def test_what_cannot_be_done_writes_nothing(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert list(Path("desk").rglob("*.md")) == []


def test_nothing_is_ever_written_over(run: Run) -> None:
    run(PASTE, "--number", "D-17")
    before = Path("desk/D-17/r1.md").read_bytes()
    for number in ("D-17", "d-17"):
        status, _, err = run("The lighthouse is dark", "--number", number)
        assert status == 2
        assert f"there is an article {number} already: desk/D-17/r1.md" in err
    assert Path("desk/D-17/r1.md").read_bytes() == before
    broken = Path("desk/D-18/r1.md")
    broken.parent.mkdir()
    broken.write_text("no article")
    assert run("The lighthouse is dark", "--number", "D-18")[0] == 2
    assert broken.read_text() == "no article"


def test_a_folder_has_to_be_named(run: Run) -> None:
    status, _, err = run(PASTE, "--number", "D-17", folder="")
    assert status == 2
    assert "name the folder to write to" in err
    assert run(PASTE, "--number", "D-17", "--dry-run", folder="")[0] == 0
    assert run(PASTE, "--number", "D-17", folder="new/desk")[0] == 0
    assert Path("new/desk/D-17/r1.md").exists()


# ----------------------------------------------------------------------------------------- warnings


def test_an_article_that_answers_already_is_named(run: Run) -> None:
    run(PASTE, "--number", "D-17")
    status, out, err = run(PASTE.replace("3-A", "3-B"), "--number", "D-18", "--format", "json")
    assert status == 1
    assert "kbassist: D-17 r1 answers this already: Printing failed" in err
    assert "a sample of D-17 r1 would match this article as well" in err
    document = json.loads(out)
    assert len(document["warnings"]) == 2
    assert "shadowed-signature" in [fault["rule"] for fault in document["faults"]]


def test_a_sample_of_another_article_that_would_be_taken(run: Run) -> None:
    run(PASTE, "--number", "D-17")
    taking = "Printing failed because {{what}}"
    _, _, err = run("--number", "D-18", "--signature", taking)
    assert "a sample of D-17 r1" not in err  # its own message says more
    longer = "ERROR Printing failed because queue {{queue}} is paused"
    _, _, err = run("--number", "D-19", "--signature", longer.removeprefix("ERROR "))
    assert "a sample of D-17 r1 would match this article as well" in err


@pytest.mark.parametrize(
    ("paste", "what"),
    [
        ("Logon of S0012345678 to harbour BERGEN was refused", "somebody's user ID"),
        ("Logon with password=hunter2 to harbour BERGEN was refused", "a password"),
        ("Mail of joe.doe@acme.com to harbour BERGEN was refused", "somebody's mail address"),
    ],
)
def test_secrets_and_people_in_the_sample_are_warned_of(run: Run, paste: str, what: str) -> None:
    _, _, err = run(paste, "--number", "D-17", "--no-redact")
    assert f"the sample holds what looks like {what}; write an invented one instead" in err


def test_which_line_was_taken_is_said(run: Run) -> None:
    _, _, err = run("--number", "D-17", "--file", "-", stdin=f"{PASTE}\nThe lamp went out\n")
    assert "of 2 lines that may be the message this was taken: Printing failed" in err


# ------------------------------------------------------------------------------------ from a catalogue


def test_a_bare_message_becomes_an_article_that_takes_its_place(run: Run) -> None:
    Path("desk/tides.messages.jsonl").write_text(CATALOGUE, encoding="utf-8")
    status, _, err = run(
        "--from", "tid-01017", "Buoy K-7 went adrift off pier 12", "--title", "Adrift"
    )
    assert (status, err) == (0, "kbassist: no faults in TID-01017 r1\n")
    made = read("desk/TID-01017/r1.md")
    assert made.codes == ("TID-01017",)
    assert made.applies_to[0].versions == ("4.2",)
    assert made.placeholders["value_2"].kind is Kind.NUMBER
    assert made.samples[0].captures == {"value_1": "K-7", "value_2": "12"}
    assert not made.bare
    assert run("--from", "TID-01017")[2].startswith("kbassist: TID-01017 r1 is an article already")


def test_a_paste_that_a_catalogue_knows_leads_there(run: Run) -> None:
    Path("desk/tides.messages.jsonl").write_text(CATALOGUE, encoding="utf-8")
    _, _, err = run("Buoy K-7 went adrift off pier 12", "--number", "D-17")
    assert "this is message TID-01017 of a catalogue; kbassist new --from TID-01017" in err


def test_the_number_of_a_bare_message_is_free(run: Run) -> None:
    Path("desk/tides.messages.jsonl").write_text(CATALOGUE, encoding="utf-8")
    assert run("Buoy K-7 went adrift off pier 12", "--number", "TID-01017")[0] == 0
    assert read("desk/TID-01017/r1.md")


def test_a_weak_message_needs_a_signature(run: Run) -> None:
    Path("desk/tides.messages.jsonl").write_text(CATALOGUE, encoding="utf-8")
    _, _, err = run("--from", "tides-pair")
    assert "tides-pair says too little to be matched on; give it a signature" in err


# ---------------------------------------------------------------------------------------- at a terminal


def test_the_author_sees_and_corrects_the_guess(run: Run) -> None:
    answers = [
        "spool=queue",
        "queue=spool",
        "spool:word",
        "spool:colour",
        "+paused",
        "+Berlin",
        "-id",
    ]
    status, out, err = run(
        PASTE,
        stdin="\n".join([*answers, "what?", "", "a/b", "D-17", "Queue {{spool}}", ""]),
        terminal=True,
    )
    assert status == 0
    made = read("desk/D-17/r1.md")
    assert [one.text for one in made.signatures] == [MESSAGE.replace("queue}", "spool}")]
    assert made.placeholders["spool"].kind is Kind.WORD
    assert made.title[0] == "Queue "
    assert "Message    Printing failed because queue \x1b[1;30;43m{{queue}}\x1b[0m is paused" in err
    assert "there is no placeholder spool; there is queue" in err
    assert "OLD=NEW renames" in err
    assert "no kind is called colour" in err
    assert "'Berlin' does not stand in it" in err
    assert "that was not understood" in err
    assert "'a/b' is no number" in err
    assert "neither VISUAL nor EDITOR names an editor" in err
    assert "Message" in out


def test_the_author_chooses_the_line(run: Run) -> None:
    paste = f"{PASTE}\nThe harbour master BERGEN could not be found\n"
    Path("paste.txt").write_text(paste)
    run("--file", "paste.txt", "--title", "t", stdin="7\n2\n\nD-1\n", terminal=True)
    assert read("desk/D-1/r1.md").signatures[0].text.startswith("The harbour master")


def test_without_an_answer_no_number_is_invented(run: Run) -> None:
    status, _, err = run(PASTE, stdin="\n", terminal=True)
    assert status == 2
    assert "the article needs a number" in err
    assert list(Path("desk").iterdir()) == []


def test_a_number_that_is_taken_is_asked_for_again(run: Run) -> None:
    run(PASTE, "--number", "D-17")
    status, _, err = run("The lighthouse is dark", stdin="\nD-17\nD-18\n\n", terminal=True)
    assert status == 0
    assert "there is an article D-17 already" in err
    assert Path("desk/D-18/r1.md").exists()


def test_the_editor_has_the_last_word(run: Run, editor: Callable[..., None]) -> None:
    editor(code="raise SystemExit(7)")
    editor(EDITED.format(number="D-17", message=MESSAGE, shown="queue"), name="VISUAL")
    status, _, err = run(PASTE, "--number", "D-17", stdin="\n\n", terminal=True)
    assert status == 0, err
    assert read("desk/D-17/r1.md").title == ("The queue is paused",)


def test_another_number_in_the_editor_is_another_file(
    run: Run, editor: Callable[..., None]
) -> None:
    editor(EDITED.format(number="D-99", message=MESSAGE, shown="queue"))
    assert run(PASTE, "--number", "D-17", stdin="\n\n", terminal=True)[0] == 0
    assert [one.name for one in Path("desk").iterdir()] == ["D-99"]
    status, _, err = run("The lighthouse is dark", "--number", "D-1", stdin="\n\n", terminal=True)
    assert status == 2
    assert "there is an article D-99 already" in err


@pytest.mark.parametrize(("said", "asked"), [("\nn\n", 2), ("no\n", 1), ("", 1)])
def test_a_faulty_text_is_shown_and_kept_if_the_author_wants(
    run: Run, editor: Callable[..., None], said: str, asked: int
) -> None:
    editor(EDITED.format(number="D-17", message=MESSAGE, shown="quue"))
    status, out, err = run(PASTE, "--number", "D-17", stdin=f"\n\n{said}", terminal=True)
    assert status == 1
    assert err.count("Open the editor again?") == asked
    assert "did you mean `queue`?" in " ".join(err.split())
    assert "`quue`" in out
    assert Path("desk/D-17/r1.md").exists()


def test_an_unchanged_text_is_told(run: Run, editor: Callable[..., None]) -> None:
    editor()
    status, _, err = run(PASTE, "--number", "D-17", stdin="\n\n", terminal=True)
    assert status == 0
    assert "nothing was changed in the editor" in err


@pytest.mark.parametrize(
    ("command", "said"),
    [("no-such-editor", "cannot be started"), ("false", "failed with status 1")],
)
def test_an_editor_that_fails_writes_nothing(
    run: Run, command: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", command)
    status, _, err = run(PASTE, "--number", "D-17", stdin="\n\n", terminal=True)
    assert status == 2
    assert said in err
    assert "nothing was written" in err
    assert list(Path("desk").iterdir()) == []


def test_without_questions_no_editor_is_opened(run: Run, editor: Callable[..., None]) -> None:
    editor(status=1)
    assert run(PASTE, "--number", "D-17", "--no-input", terminal=True)[0] == 0


def test_control_characters_of_a_paste_reach_no_terminal(run: Run) -> None:
    _, out, err = run("Queue \x1b[31mFLOOR3-A\x07 \u202eis paused today", "--number", "D-17")
    assert "\x1b" not in out + err
    assert "\u202e" not in Path("desk/D-17/r1.md").read_text("utf-8")
