"""`kbassist walk` without a terminal: what it prints, what it refuses, what it keeps."""

from __future__ import annotations

import io
import json
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kbassist import progress
from kbassist.cli import main
from kbassist.model import KBError
from kbassist.render import FORMATS
from tests.walks import DESK, TANK

Run = Callable[..., tuple[int, str, str]]
PASTE = "Tank A7 is empty and cannot start"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KBASSIST_DATA", str(tmp_path / "data"))
    folder = tmp_path / "desk"
    folder.mkdir()
    for number, text in DESK.items():
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    monkeypatch.setenv("KBASSIST_ARTICLES", str(folder))
    return folder


@pytest.fixture
def run(desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `walk`; its answers come from the pipe, where there are any."""

    def call(*arguments: str, answers: str | None = None) -> tuple[int, str, str]:
        piped = io.TextIOWrapper(io.BytesIO((answers or "").encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", piped)
        given = (*arguments, *(("--answers", "-") if answers is not None else ()))
        status = main(["walk", *given])
        told = capsys.readouterr()
        return status, re.sub(r"20\d\d-\d\d-\d\dT\d\d:\d\dZ", "NOW", told.out), told.err

    return call


def kept(desk: Path) -> list[Path]:
    return sorted((desk.parent / "data" / "walks").glob("*"))


def log(desk: Path) -> list[dict[str, str]]:
    file = desk.parent / "data" / "sent.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


# ------------------------------------------------------------------------------------------ the work note

FOR_THE_DESK = """INTERNAL - not for the customer

Work note: article T-1, revision 1, validated

Ticket INC7

Tank A7 is empty

4 done, 1 skipped. It does not work yet.

Begun NOW, finished NOW.
- tank: A7 - from the message

Steps
Never smoke beside A7, and never let anybody else smoke there, whatever
is said of it.
1. Done: Open the lid of A7.
   Note: it was rusty
   Note: mind the dog
2. Done: Look inside:
   - with a lamp
   - not with a match
   | Internal:
   | The lamp is in the drawer.
3. Skipped: Run the pump:
       pump --tank A7
   Reason: the pump is at the mender's

Afterwards
4. Done: Read the gauge:
   colour  what it means
   red     still empty
   green   full
5. Done: Close the lid.

Does it work now?
1. Yes: The gauge of A7 shows green.
2. No: The motor starts.
   Note: it coughs

Escalation
Component FUEL-TANK (Tanks)

Receipt: T-1 r1 """
FOR_THE_CUSTOMER = """Arbeitsnotiz: Artikel T-1, Revision 1

Tank A7 is empty

1 erledigt, 1 ausgelassen, 3 nicht bestätigt. Ob es jetzt funktioniert,
ist nicht bestätigt.

Begonnen NOW, nicht beendet.
- tank: A7

Schritte
Never smoke beside A7, and never let anybody else smoke there, whatever
is said of it.
1. Erledigt: Open the lid of A7.
2. Ausgelassen: Look inside:
   - with a lamp
   - not with a match
   Grund: too dark
3. Nicht bestätigt: Run the pump:
       pump --tank A7

Afterwards
4. Nicht bestätigt: Read the gauge:
   colour  what it means
   red     still empty
   green   full
5. Nicht bestätigt: Close the lid.

Funktioniert es jetzt?
1. Nicht bestätigt: The gauge of A7 shows green.
2. Nicht bestätigt: The motor starts.

Receipt: T-1 r1 """
ALL = """done
b
n it was rusty
n mind the dog

done
done
s the pump is at the mender's
ok
done
yes
n it coughs
no
"""


def test_a_walk_to_the_end(run: Run, desk: Path) -> None:
    status, out, _ = run(PASTE, "--ticket", "INC7", answers=ALL)
    assert status == 0
    assert out.startswith(FOR_THE_DESK), out
    assert kept(desk) == []
    (sent,) = log(desk)
    assert (sent["ticket"], sent["article"], sent["audience"]) == ("INC7", "T-1", "internal")
    assert out.rstrip().endswith(sent["receipt"])


def test_a_work_note_for_a_customer_in_german(run: Run, desk: Path) -> None:
    given = ("--audience", "customer", "--language", "de")
    status, out, err = run(PASTE, *given, answers="done\ns too dark\n")
    assert status == 3
    assert out.startswith(FOR_THE_CUSTOMER), out
    assert err.endswith(
        "kbassist: stopped at step 3 of 5; nothing was kept, which needs --ticket\n"
        "kbassist: the article is in English, what stands around it in German\n"
        "kbassist: for the customer\n"
    )
    assert "drawer" not in err
    assert "hurry" not in err
    assert log(desk) == []


def test_the_receipt_proves_the_work_note(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run("--article", "T-1", "--set", "tank=A7", "--no-input")
    assert "5 not confirmed" in out
    # the times were replaced above, and so the text is not as it was made
    assert main(["verify", out]) == 1
    assert main(["walk", "--article", "T-1", "--set", "tank=A7", "--no-input"]) == 0
    whole = capsys.readouterr().out
    whole = whole[whole.index("INTERNAL") :]
    assert main(["verify", whole]) == 0


@pytest.mark.parametrize("form", FORMATS)
def test_every_format(run: Run, form: str) -> None:
    status, out, _ = run(PASTE, "--format", form, answers="done\ns no key\n")
    assert status == 3
    for words in ("Receipt", "Not confirmed", "Skipped", "no key", "A7"):
        assert words in out


def test_it_works_now(run: Run) -> None:
    _, out, _ = run("The valve of the tank is stuck", answers="done\nyes\n")
    assert "1 done. It works now." in out
    assert "1. Yes: The article says nothing of how to check it." in out
    assert "Escalation" not in out


def test_a_no_without_a_component(run: Run) -> None:
    _, out, _ = run("T-2", answers="done\nno\n")
    assert "Escalation\nThe article names no component." in out


# ------------------------------------------------------------------------------------------- what is shown


def test_all_steps_are_shown_and_nothing_is_claimed(run: Run, desk: Path) -> None:
    status, out, err = run(PASTE, "--no-input", "--ticket", "INC7")
    assert status == 0
    assert "5 not confirmed. Whether it works now is not confirmed." in out
    assert re.findall(r"^(?:Step|Check) .*", err, re.MULTILINE) == [
        *(f"Step {n} of 5" for n in range(1, 6)),
        "Check 1 of 2",
        "Check 2 of 2",
    ]
    assert "Step 3 of 5\nRun the pump:\n    pump --tank A7\n" in err
    assert "Internal Notes\nThe driver is always in a hurry." in err
    assert "?" not in err
    assert kept(desk) == []


def test_a_blank_stays_a_blank(run: Run) -> None:
    status, out, err = run("--article", "T-1", "--no-input")
    assert status == 0
    assert "1. Not confirmed: Open the lid of ____ (tank)." in out
    assert "Open the lid of ____ (tank)." in err


def test_without_a_terminal_it_says_that_nobody_was_asked(run: Run) -> None:
    assert (
        "nobody could be asked, for this is no terminal; so no step is confirmed" in run(PASTE)[2]
    )
    assert "nobody" not in run(PASTE, "--no-input")[2]


def test_control_characters_reach_neither_terminal_nor_note(run: Run) -> None:
    _, out, err = run(PASTE, answers="n \x1b[31mred\u202e\nstop\n")
    assert "red" in out
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err


# --------------------------------------------------------------------------------------------- refusing


@pytest.mark.parametrize(
    ("arguments", "answers", "status", "why"),
    [
        (("The moon is full",), None, 1, "no article fits this text"),
        (("T-4",), None, 1, "T-4 r1 has no steps"),
        (
            ("--article", "T-3", "--set", "old=H1", "--set", "new=H1"),
            None,
            1,
            "The hose is where it belongs.",
        ),
        (("--ticket", "INC9"), None, 2, "nothing is kept for INC9"),
        (("--restart", PASTE), None, 2, "--restart goes with --ticket"),
        ((PASTE, "--ticket", "no ticket"), None, 2, "is no ticket"),
        (("--article", "T-1", "--audience", "customer"), None, 2, "values are missing: tank"),
        (("T-4", "--audience", "customer"), None, 2, "written for the audience internal"),
        (("--file", "-"), "done\n", 2, "the pipe cannot hold both"),
        (("-",), "done\n", 2, "the pipe cannot hold both"),
        ((), "done\n", 2, "the pipe cannot hold both"),
        ((PASTE,), "done\nfine\n", 2, "answer 2: that was not understood"),
        ((PASTE,), "done\ns\n", 2, "answer 2: a step is skipped with a reason"),
        ((PASTE,), "no\n", 2, "answer 1: what is not done is skipped with a reason"),
        ((PASTE,), "x" * (1024 * 1024 + 1), 2, "the answers are larger than 1 MB"),
        ((PASTE, "--set", "tank=two words"), None, 2, "does not look like one word"),
        ((f"{PASTE}\n\nTank B8 is empty and cannot start", "--audience", "customer"), None, 2, "--set"),
    ],
)  # fmt: skip
def test_what_is_refused(
    run: Run, arguments: tuple[str, ...], answers: str | None, status: int, why: str
) -> None:
    code, out, err = run(*arguments, answers=answers)
    assert (code, out) == (status, "")
    assert why in err


# ------------------------------------------------------------------------------------------------ secrets


def test_secrets_in_notes_and_reasons_are_replaced(run: Run, desk: Path) -> None:
    said = "n the password=hunter2\ns token=abcd1234efgh5678, password=sesame9\n"
    status, out, err = run(PASTE, "--ticket", "INC7", answers=said)
    (file,) = kept(desk)
    assert status == 3
    for secret in ("hunter2", "abcd1234", "sesame9"):
        assert secret not in out + err + file.read_text()
    assert "Note: the password=[password-1]" in out
    assert "Reason: token=[token-1], password=[password-2]" in out
    assert "replaced: 1 password" in err


def test_no_redact_leaves_them(run: Run) -> None:
    assert "hunter2" in run(PASTE, "--no-redact", answers="n password=hunter2\n")[1]


def test_a_value_that_is_captured_stays_in_a_note(run: Run) -> None:
    out = run("--article", "T-1", "--set", "tank=joe@corp.com", answers="n ask joe@corp.com\n")[1]
    assert "Note: ask joe@corp.com" in out


def test_a_value_that_is_a_secret_is_not_kept(run: Run, desk: Path) -> None:
    secret = "AKIAIOSFODNN7EXAMPLE"
    _, out, _ = run("T-1", "--set", f"tank={secret}", "--ticket", "INC7", answers="done\n")
    assert secret in out
    (file,) = kept(desk)
    assert secret not in file.read_text()
    _, out, _ = run("--ticket", "INC7", "--no-input")
    assert "Done: Open the lid of ____ (tank)." in out
    _, out, _ = run("--ticket", "INC7", "--no-input", "--set", "tank=A7")
    assert "Done: Open the lid of A7." in out


# ------------------------------------------------------------------------------------------- going on


def test_going_on_by_the_ticket_alone(run: Run, desk: Path) -> None:
    status, _, err = run(PASTE, "--ticket", "INC7", answers="done\nn mind the dog\n")
    assert status == 3
    assert err.endswith(
        "kbassist: stopped at step 2 of 5; go on with: kbassist walk --ticket INC7\n"
    )
    (file,) = kept(desk)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    before = file.read_bytes()
    status, out, err = run("--ticket", "INC7", "--no-input")
    assert (status, file.read_bytes()) == (0, before)
    assert "1. Done: Open the lid of A7." in out
    assert "Step 2 of 5" in err
    assert "Step 1 of 5" not in err
    assert "\nSo far: 1 done.\n" in err
    rest = "done\ns no\ndone\ndone\nyes\nyes\n"
    status, out, _ = run("--ticket", "INC7", "--audience", "internal", answers=rest)
    assert status == 0
    assert "4 done, 1 skipped. It works now." in out
    assert "Note: mind the dog" in out
    assert kept(desk) == []


def test_answers_are_taken_all_or_none(run: Run, desk: Path) -> None:
    for kept_before in (False, True):
        if kept_before:
            run(PASTE, "--ticket", "INC7", answers="done\n")
        before = [file.read_bytes() for file in kept(desk)]
        status, out, err = run(
            *(() if kept_before else (PASTE,)), "--ticket", "INC7", answers="done\nfine\n"
        )
        assert (status, out) == (2, "")
        assert err.endswith("answer 2: that was not understood; ? says what you can answer\n")
        assert [file.read_bytes() for file in kept(desk)] == before


def test_a_message_of_a_catalogue_has_no_steps(run: Run, desk: Path) -> None:
    message = (
        '{"number": "TP-1017", "signatures": {"en": "Buoy {{value_1}} went adrift off the pier"}}'
    )
    head = '{"catalogue": "tides", "product": "Tide Portal"}'
    (desk / "tides.messages.jsonl").write_text(f"{head}\n{message}\n", encoding="utf-8")
    status, out, err = run("Buoy B3 went adrift off the pier")
    assert (status, out) == (1, "")
    assert "no resolution is written yet" in err


def test_tickets_never_mix(run: Run, desk: Path) -> None:
    for ticket in ("a/1", "a-1", "A-1", "a.1"):
        run(PASTE, "--ticket", ticket, answers=f"n of {ticket}\n")
    assert len(kept(desk)) == 4
    for ticket in ("a/1", "a-1", "A-1", "a.1"):
        out = run("--ticket", ticket, "--no-input")[1]
        assert re.findall("Note: .*", out) == [f"Note: of {ticket}"]


def test_another_text_for_a_ticket_that_has_a_walk(run: Run, desk: Path) -> None:
    run(PASTE, "--ticket", "INC7", answers="done\n")
    before = kept(desk)[0].read_bytes()
    status, out, err = run("T-2", "--ticket", "INC7", "--no-input")
    assert (status, out) == (2, "")
    assert "INC7 has a walk of T-1 r1 at step 2 of 5" in err
    assert kept(desk)[0].read_bytes() == before
    run("T-2", "--ticket", "INC7", "--restart", answers="done\n")
    assert "T-2" in kept(desk)[0].read_text()


def test_an_article_that_says_something_else_by_now(run: Run, desk: Path) -> None:
    run(PASTE, "--ticket", "INC7", answers="done\n")
    (desk / "T-1.md").write_text(TANK.replace("Close the lid", "Lock the lid"), encoding="utf-8")
    status, out, err = run("--ticket", "INC7", "--no-input")
    assert (status, out) == (2, "")
    assert "T-1 r1 says something else by now; begin again with --restart" in err
    status, out, _ = run("--ticket", "INC7", "--restart", answers="n anew\n")
    assert "1. Not confirmed: Open the lid of A7.\n   Note: anew" in out


@pytest.mark.parametrize("gone", [False, True])
def test_a_newer_revision(run: Run, desk: Path, gone: bool) -> None:
    run(PASTE, "--ticket", "INC7", answers="done\n")
    newer = TANK.replace("title:", 'revision: "2"\ntitle:').replace("Close the lid", "Lock it")
    (desk / "newer.md").write_text(newer, encoding="utf-8")
    if gone:
        (desk / "T-1.md").unlink()
    status, _, err = run("--ticket", "INC7", answers="done\n")
    assert status == 2
    assert ("is not among these articles any more" if gone else "there is T-1 r2 by now") in err
    _, out, _ = run("--ticket", "INC7", "--restart", answers="done\n")
    assert "Work note: article T-1, revision 2" in out
    assert "Open the lid of A7" in out


def test_notes_never_reach_others_than_they_were_written_for(run: Run) -> None:
    run(PASTE, "--ticket", "INC7", answers="n the customer is a nuisance\n")
    status, out, err = run("--ticket", "INC7", "--no-input", "--audience", "customer")
    assert (status, out) == (2, "")
    assert "were written for the audience internal" in err
    run(PASTE, "--ticket", "INC8", answers="done\n")
    assert run("--ticket", "INC8", "--no-input", "--audience", "customer")[0] == 0


def test_a_spoilt_file_is_said_and_written_over(run: Run, desk: Path) -> None:
    run(PASTE, "--ticket", "INC7", answers="done\n")
    whole = kept(desk)[0].read_text()
    for spoilt in ("", "{}", "[]", whole.replace("INC7", "INC8"), whole.replace('"done"', "1")):
        kept(desk)[0].write_text(spoilt)
        status, _, err = run("--ticket", "INC7", "--no-input")
        assert status == 2
        assert "holds no walk of INC7; name the article and begin again with --restart" in err
    assert run(PASTE, "--ticket", "INC7", "--restart", answers="done\n")[0] == 3
    assert run("--ticket", "INC7", "--no-input")[0] == 0


def test_a_ticket_that_is_walked_twice_at_once(run: Run, desk: Path) -> None:
    run(PASTE, "--ticket", "INC7", answers="done\n")
    one = progress.read("INC7")
    assert one is not None
    run("--ticket", "INC7", answers="n from elsewhere\n")
    with pytest.raises(KBError, match="INC7 is being walked somewhere else, too"):
        progress.write(one, one)
    assert "from elsewhere" in kept(desk)[0].read_text()
