"""`kbassist walk` at a real terminal: questions, Ctrl-C, Ctrl-D, a change of size, going on another day."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.walks import DESK, TANK

if TYPE_CHECKING:
    from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")

PASTE = "Tank A7 is empty and cannot start"
Sit = Callable[..., "Terminal"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def sit(tmp_path: Path, cache: Path) -> Iterator[Sit]:
    """Begin a walk at a new terminal; where nobody sits any more it is ended."""
    from tests.terminal import Terminal

    desk = tmp_path / "desk"
    desk.mkdir()
    for number, text in DESK.items():
        (desk / f"{number}.md").write_text(text, encoding="utf-8")
    environment = {
        "KBASSIST_ARTICLES": str(desk),
        "KBASSIST_CACHE": str(cache),
        "KBASSIST_DATA": str(tmp_path / "data"),
    }
    with ExitStack() as open_now:

        def begin(*arguments: str, columns: int = 80) -> Terminal:
            output = tmp_path / "note.txt"
            one = Terminal(
                "walk", *arguments, environment=environment, output=output, columns=columns
            )
            return open_now.enter_context(one)

        yield begin


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "data" / "walks").glob("*"))


def test_a_walk_to_the_end(sit: Sit, tmp_path: Path) -> None:
    one = sit(PASTE)
    one.answer("", "done", "n mind the dog", "s")
    one.expect(r"Why is it skipped\? ")
    one.type("the pump is out\n")
    one.answer("", "", "yes", "yes")
    assert one.end() == 0
    note = one.printed()
    assert "4 done, 1 skipped. It works now." in note
    assert "   Reason: the pump is out\n   Note: mind the dog\n" in note
    assert "Step 5 of 5" in one.seen
    assert "The lamp is in the drawer." in one.seen
    assert "\x1b" not in one.seen
    assert kept(tmp_path) == []


def test_what_is_missing_is_asked_for_first(sit: Sit) -> None:
    one = sit("--article", "T-1")
    one.expect(r"Which tank is it\? \(Enter: leave blank\) ")
    one.type("B8\n")
    assert "Open the lid of B8." in one.expect(r"Done\?")


def test_ctrl_c_keeps_what_was_said(sit: Sit, tmp_path: Path) -> None:
    one = sit(PASTE, "--ticket", "INC7")
    one.answer("", "n mind the dog")
    one.expect(r"noted\n")
    one.expect(r"\?: help\) $")
    one.type("half an ans")
    assert one.interrupt() == 130
    assert one.seen.endswith(
        "\nkbassist: stopped at step 2 of 5; go on with: kbassist walk --ticket INC7\n"
    )
    assert one.printed() == ""
    assert len(kept(tmp_path)) == 1
    other = sit("--ticket", "INC7")
    shown = other.expect(r"Done\?")
    assert "Step 2 of 5" in shown
    assert "Note: mind the dog" in shown
    assert "So far: 1 done." in shown
    other.answer("", "", "", "", "", "no")
    assert other.end() == 0
    assert "5 done. It does not work yet." in other.printed()
    assert "Component FUEL-TANK" in other.printed()
    assert kept(tmp_path) == []


def test_what_was_said_outlives_a_killed_program(sit: Sit, tmp_path: Path) -> None:
    one = sit(PASTE, "--ticket", "INC7")
    one.answer("", "s no key")
    one.expect(r"Step 3 of 5")
    one.signal(signal.SIGKILL)
    assert one.end() == -signal.SIGKILL
    assert "Said before" not in sit("--ticket", "INC7").expect(r"Step 3 of 5")


@pytest.mark.parametrize("ending", ["\x04", "q\n"])
def test_the_end_of_the_input_stops(sit: Sit, tmp_path: Path, ending: str) -> None:
    one = sit(PASTE, "--ticket", "INC7")
    one.answer("")
    one.expect(r"Done\?.* $")
    one.type(ending)
    assert one.end() == 3
    assert "stopped at step 2 of 5; go on with: kbassist walk --ticket INC7" in one.seen
    assert one.printed() == ""
    assert len(kept(tmp_path)) == 1


def test_without_a_ticket_the_work_note_so_far_is_printed(sit: Sit, tmp_path: Path) -> None:
    one = sit(PASTE)
    one.answer("", "q")
    assert one.end() == 3
    assert "1 done, 4 not confirmed." in one.printed()
    assert "nothing was kept, which needs --ticket" in one.seen
    assert kept(tmp_path) == []


def test_ctrl_c_without_a_ticket_prints_nothing(sit: Sit) -> None:
    one = sit(PASTE)
    one.answer("")
    one.expect(r"Done\?")
    assert (one.interrupt(), one.printed()) == (130, "")
    assert "nothing was kept, which needs --ticket" in one.seen


def test_a_change_of_size_changes_but_the_lines_to_come(sit: Sit) -> None:
    one = sit("T-1", "--set", f"tank={'A' * 30}")
    one.expect(r"Done\?.* $")
    before = one.seen
    one.type("do")
    one.expect("do")
    one.resize(30)
    one.signal(signal.SIGWINCH)
    one.type("ne\n")
    assert one.expect(r"Step 2 of 5") == "ne\n\nStep 2 of 5"
    one.answer("")
    one.expect(r"Step 3 of 5")
    one.answer("", "")
    one.expect(r"Step 5 of 5")
    one.answer("")
    shown = one.expect(r"Does it work\?")
    assert one.seen.startswith(before)
    assert f"The gauge of\n{'A' * 30}\nshows green.\n" in shown


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(sit: Sit, columns: int) -> None:
    one = sit("Tank Abcdefghijklmnopq is empty and cannot start", columns=columns)
    one.answer("", "?", "", "", "", "", "?", "b", "", "y", "y")
    assert one.end() == 0
    questions = ("Done? ", "Does it work? ", "kbassist: ")
    for line in one.seen.split("\n"):
        assert len(line) <= columns or line.startswith(questions)


def test_an_answer_that_is_none_is_said_so_and_asked_again(sit: Sit) -> None:
    one = sit(PASTE)
    one.answer("b", "what?", "s")
    one.expect(r"Why is it skipped\? ")
    one.type("\n")
    one.answer("?", "")
    one.expect("Step 2 of 5")
    assert "s REASON: it is skipped, and why" in one.seen
    for words in (
        "this is the first step",
        "that was not understood; ? says what you can answer",
        "a step is skipped with a reason",
    ):
        assert f"kbassist: {words}\n" in one.seen


def test_what_is_internal_is_shown_but_not_written_for_a_customer(sit: Sit) -> None:
    one = sit(PASTE, "--audience", "customer")
    assert "Notes and reasons go into a text for the audience customer." in one.expect(r"Done\?")
    one.type("\n")
    assert "The lamp is in the drawer." in one.expect(r"Step 2 of 5[^?]*Done\?")
    one.type("\n")
    one.answer("", "", "", "no", "yes")
    assert one.end() == 0
    note = one.printed()
    assert note.startswith("Work note: ")
    assert "It does not work yet." in note
    for word in ("drawer", "hurry", "FUEL-TANK"):
        assert word not in note
    assert "hurry" in one.seen


@pytest.mark.parametrize(
    ("said", "status", "shown"),
    [("\n", 130, "Step 1 of 5"), ("n\n", 3, "what is kept for INC7 stays as it is")],
)
def test_an_article_that_has_changed(
    sit: Sit, tmp_path: Path, said: str, status: int, shown: str
) -> None:
    one = sit(PASTE, "--ticket", "INC7")
    one.answer("", "q")
    assert one.end() == 3
    (tmp_path / "desk" / "T-1.md").write_text(TANK.replace("Close", "Lock"), encoding="utf-8")
    other = sit("--ticket", "INC7")
    other.expect(
        r"T-1 r1 says something else by now. Begin again with T-1 r1\? \(Enter: yes, n: stop here\) $"
    )
    other.type(said)
    other.expect(shown)
    if status == 130:
        other.expect(r"Done\?.* $")
        assert other.interrupt() == status
    else:
        assert other.end() == status


@pytest.mark.parametrize(("said", "shown"), [("\n", "Step 2 of 5"), ("n\n", "Step 1 of 1")])
def test_another_article_for_a_ticket_that_has_a_walk(sit: Sit, said: str, shown: str) -> None:
    one = sit(PASTE, "--ticket", "INC7")
    one.answer("", "q")
    assert one.end() == 3
    other = sit("T-2", "--ticket", "INC7")
    other.expect(
        r"INC7 has a walk of T-1 r1 at step 2 of 5. Go on with it\? \(Enter: yes, n: begin again\) "
    )
    other.type(said)
    assert shown in other.expect(r"Done\?")


def test_a_newer_revision_need_not_be_taken(sit: Sit, tmp_path: Path) -> None:
    one = sit(PASTE, "--ticket", "INC7")
    one.answer("", "q")
    assert one.end() == 3
    newer = TANK.replace("title:", 'revision: "2"\ntitle:').replace("Close the lid", "Lock it")
    (tmp_path / "desk" / "newer.md").write_text(newer, encoding="utf-8")
    other = sit("--ticket", "INC7")
    other.expect(r"there is T-1 r2 by now. Begin again with T-1 r2\? .*n: go on with T-1 r1\) ")
    other.type("n\n")
    assert "Step 2 of 5" in other.expect(r"Done\?")
    other.type("q\n")
    assert other.end() == 3
    assert "there is" not in sit("--ticket", "INC7").expect(r"Done\?"), "asked once, answered once"


def test_a_secret_value_is_asked_for_again(sit: Sit) -> None:
    one = sit("T-1", "--set", "tank=AKIAIOSFODNN7EXAMPLE", "--ticket", "INC7")
    one.answer("", "q")
    assert one.end() == 3
    other = sit("--ticket", "INC7")
    other.expect(r"Which tank is it\? ")
    other.type("A7\n")
    other.answer("", "b", "b", "q")
    other.expect(r"stopped at step 1 of 5")
    assert "Open the lid of A7." in other.seen
