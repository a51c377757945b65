"""The answer to a paste as a page, plain and on a terminal."""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kbassist.model import (
    Audience,
    Flag,
    Match,
    MatchResult,
    Reason,
    Snippet,
    Source,
    Variable,
    Verdict,
)
from kbassist.render import screen
from kbassist.render.answer import answer
from kbassist.render.page import Line, Piece, Role, columns, plain, wrap
from kbassist.tailor import tailor
from tests.render.examples import CERTIFICATE, PASTE, found, result

GOLDEN = Path(__file__).parent / "golden"
SECTIONS = ("Cause", "Resolution", "Verification")


def tailored(match: Match) -> Snippet:
    return tailor(
        CERTIFICATE, match.variables, audience=Audience.INTERNAL, sections=SECTIONS, match=match
    )


def page(match: Match, options: str = "") -> str:
    made = result(best=match)
    return plain(answer(made, PASTE, tailored(match), options=options))


def excerpt(paste: str, *marked: str) -> list[str]:
    """The rows of the paste that are shown where *marked* are the words of the match."""
    words = tuple((paste.index(word), paste.index(word) + len(word)) for word in marked)
    match = replace(found(), words=words, variables={}, lines=None, signature=None)
    return plain(answer(result(best=match), paste, tailored(match))).split("\n\n")[1].splitlines()


GOLDENS: dict[str, MatchResult] = {
    "match": result(),
    "match-with-other-errors": result(
        best=found(new=Variable("_svc_erp", Source.HINT, (0, 5))),
        others=(found(article="2980997", title="HTTP 401", lines=(5, 9), count=4, score=0.914),),
    ),
    "unsure": result(
        Verdict.UNSURE,
        Reason.AMBIGUOUS,
        candidates=(found(article="2980997", title="HTTP 401", score=0.41),),
    ),
    "none": result(Verdict.NONE, Reason.NOTHING, best=None, candidates=(found(score=0.04),)),
}


@pytest.mark.parametrize("name", GOLDENS)
@pytest.mark.parametrize("explain", [False, True])
def test_golden(name: str, explain: bool) -> None:
    given = GOLDENS[name]
    snippet = tailored(given.best) if given.best and given.verdict is Verdict.MATCH else None
    written = plain(answer(given, PASTE, snippet, explain=explain))
    file = GOLDEN / f"answer-{name}{'-explained' if explain else ''}.txt"
    if os.environ.get("KBASSIST_GOLDEN") == "write":
        file.write_text(written, encoding="utf-8", newline="\n")
    assert written == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        (Variable("_A", Source.VALUE), "_A user of this arrangement; given"),
        (Variable("_A", Source.DEFAULT), "_A user of this arrangement; the article's default"),
        (
            Variable("_A", Source.HINT, (13, 15)),
            "_A user of this arrangement; from elsewhere in the text, line 2",
        ),
        (Variable(flags=(Flag.CUT, Flag.MISSING)), "cut off in the text; not in the text"),
        (
            Variable(flags=(Flag.CONFLICT,)),
            "____ user of this arrangement; the text names several",
        ),
        (Variable("_A", Source.HINT, None, (Flag.APPROXIMATE,)), "in the text; perhaps misread"),
        (Variable("_A", Source.HINT, None, (Flag.EXAMPLE,)), "the article's own example, check it"),
    ],
)
def test_each_value_says_where_it_came_from(variable: Variable, words: str) -> None:
    assert words in " ".join(page(found(new=variable)).split())


def test_notes_come_before_everything_else() -> None:
    written = page(found(new=Variable("_SVC_ERP", Source.VALUE)))
    assert written.splitlines()[2] == "Note  The certificate is already where it should be."


def test_the_message_is_shown_where_it_is_not_the_title() -> None:
    assert "Message" not in page(found())
    assert "Message    Upload of _SVC_ERP failed" in page(
        found(signature="Upload of {{existing_user}} failed")
    )


def test_a_suggested_command_never_holds_what_a_shell_might_read() -> None:
    written = page(found(existing=Variable("$(rm -rf ~)", Source.SIGNATURE, (0, 3))))
    assert "--set existing_user=..." in written
    assert "--set existing_user=$(" not in written


def test_a_suggested_command_repeats_what_it_needs() -> None:
    assert "kbassist show 2577062 --revision 2 --articles mine" in page(
        found(), options=" --articles mine"
    )


# ------------------------------------------------------------------------------------------ excerpt


def test_only_the_rows_around_the_match_are_shown() -> None:
    paste = "\n".join(f"row {n}" for n in range(1, 31))
    assert excerpt(paste, "row 15") == [
        "... 13 lines left out",
        "| row 14",
        "| row 15",
        "| row 16",
        "... 14 lines left out",
    ]


def test_a_single_row_is_not_worth_leaving_out() -> None:
    assert excerpt("a\nb\nneedle\nc\nd", "needle") == ["| a", "| b", "| needle", "| c", "| d"]


def test_a_hint_far_away_is_shown_too() -> None:
    paste = "needle\n" + "x\n" * 20 + "User ID: _B\n"
    assert excerpt(paste, "needle", "_B") == [
        "| needle",
        "| x",
        "... 18 lines left out",
        "| x",
        "| User ID: _B",
    ]


def test_a_very_long_row_is_cut_down_around_its_words() -> None:
    paste = "a " * 3000 + "needle" + " b" * 3000
    written = " ".join(row.removeprefix("| ") for row in excerpt(paste, "needle"))
    assert written.startswith("... a a")
    assert " needle " in written
    assert written.endswith("b b ...")
    assert len(written) < 200


def test_many_marked_rows_are_bounded() -> None:
    paste = "\n".join(f"word{n:03}" for n in range(100))
    rows = excerpt(paste, *(f"word{n:03}" for n in range(100)))
    assert len(rows) == 13
    assert rows[-1] == "... 88 lines left out"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_kind(end: str) -> None:
    assert excerpt(f"one{end}two{end}", "two") == ["| one", "| two"]


def test_what_a_paste_smuggles_in_does_not_come_out() -> None:
    paste = "\x1b]0;title\x07one \x1b[31mtwo\x1b[0m \u202ethree\u200b\n"
    assert excerpt(paste, "two") == ["| one two three"]


# ------------------------------------------------------------------------------------------- screen


def shown(width: int) -> str:
    file = io.StringIO()
    match = found()
    screen.show(answer(result(best=match), PASTE, tailored(match)), file, width)
    return file.getvalue()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def colours(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm-256color", **environment}.items():
        monkeypatch.setenv(name, value)
    file = Terminal()
    match = found()
    screen.show(answer(result(best=match), PASTE, tailored(match)), file, 80)
    return file.getvalue()


def test_the_screen_says_the_same_as_the_plain_page() -> None:
    match = found()
    whole = shown(72).replace(" \\\n     ", "")  # a command is broken where it has no room
    assert whole == plain(answer(result(best=match), PASTE, tailored(match)))


def test_the_matched_words_and_the_value_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    written = colours(monkeypatch)
    assert "\x1b[32mCertificate is Already Assigned to User\x1b[0m" in written
    assert "\x1b[1;36m_SVC_ERP\x1b[0m" in written
    assert "\x1b[1;30;43m____ (user of this arrangement)\x1b[0m" in written


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    written = colours(monkeypatch, **environment)
    assert not re.search(r"\x1b\[[0-9;]*[349][0-7]", written)
    assert "____ (user of this arrangement)" in written


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_row_is_wider_than_the_terminal_but_commands(width: int) -> None:
    for row in shown(width).splitlines():
        assert len(row) <= width or row.startswith("    ")


def test_rich_markup_in_data_is_data() -> None:
    file = io.StringIO()
    screen.show((Line((Piece("[red]x[/red] :smile:"),)),), file, 80)
    assert file.getvalue() == "[red]x[/red] :smile:\n"


# -------------------------------------------------------------------------------------------- wrap


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        (
            Line((Piece("one two three four five"),), "1. ", "   "),
            ["1. one two three four", "   five"],
        ),
        (Line((Piece("a" * 30),), "- ", "  "), ["- " + "a" * 30]),
        (Line((Piece("x " * 30),), whole=True), ["x " * 30]),
        (Line((Piece("漢字漢字 漢字漢字 漢字"),)), ["漢字漢字 漢字漢字", "漢字"]),
        (
            Line((Piece("one two three four "), Piece("my name", Role.VALUE))),
            ["one two three four", "my name"],
        ),
        (Line((Piece("glued"), Piece("_V", Role.VALUE), Piece(". End"))), ["glued_V. End"]),
        (Line((Piece("one\ntwo"),), "> ", "> "), ["> one", "> two"]),
        (Line(), [""]),
    ],
)
def test_wrap_at_20_columns(line: Line, rows: list[str]) -> None:
    assert ["".join(piece.text for piece in row) for row in wrap(line, 21)] == rows


def test_a_letter_with_an_accent_of_its_own_is_one_column_wide() -> None:
    assert columns("e\u0301") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="its shells do not go on behind a backslash")
@pytest.mark.parametrize("width", [30, 60, 80, 300])
def test_a_command_is_broken_between_options_and_can_still_be_copied(width: int) -> None:
    command = (
        "kbassist snippet --article 2577062 --revision 2 --set existing_user=_A --set new_user=_B"
        " --articles 'my --set of articles'"
    )
    file = io.StringIO()
    screen.show((Line((Piece(command),), "    ", whole=True, command=True),), file, width)
    rows = file.getvalue().splitlines()
    assert all(row.endswith(" \\") for row in rows[:-1])
    assert max(map(len, rows)) <= max(width, 42)
    assert (len(rows) == 1) == (width == 300)
    assert shlex.split(file.getvalue().replace("\\\n", " ")) == shlex.split(command)
