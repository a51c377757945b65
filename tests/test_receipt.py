"""Receipts survive what ticket systems do to a text, and nothing else; what was sent, what is out of date."""

from __future__ import annotations

import doctest
import errno
import io
import json
import os
import re
import stat
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kbassist.receipt
from kbassist.cli import main
from kbassist.model import SECTIONS, Audience, Form, Snippet
from kbassist.receipt import Found, edition, find, letters, with_receipt
from kbassist.render import RENDERERS
from kbassist.tailor import tailor
from kbassist.wording import wording
from tests.render.examples import CERTIFICATE, found, paragraph, values
from tests.render.hostile import VALUES, every_place
from tests.render.readers import visible
from tests.render.test_structure import READERS

Run = Callable[..., tuple[int, str, str]]

WRITTEN = list(RENDERERS)
GIVEN = values(existing_user="_A_B", new_user="_CRM_02")
LOST = {("jira", "<![CDATA["), ("jira", "&amp; & &#95; &lt;")}
"""Values of which this format's source says more than its reader sees."""


def made(audience: Audience = Audience.CUSTOMER, whole: bool = False, **values: str) -> Snippet:
    """The certificate's letter with its receipt; or the *whole* of the article."""
    names = {"existing_user": "_A_B", "new_user": "_CRM_02"} | values
    variables = {name: one._replace(value=names[name]) for name, one in found().variables.items()}
    said = None if whole else wording(audience, "en")
    chosen = SECTIONS if whole else None
    snippet = tailor(
        CERTIFICATE, variables, audience=audience, sections=chosen, wording=said, blanks=True
    )
    return with_receipt(snippet, CERTIFICATE)


def only(text: str) -> Found:
    """The one receipt in *text*."""
    (one,) = find(text)
    return one


# --------------------------------------------------------------------------------------- what survives


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize("whole", [True, False])
def test_every_format_has_its_receipt(form: str, audience: Audience, whole: bool) -> None:
    snippet = made(audience, whole)
    one = only(RENDERERS[form](snippet))
    assert not one.altered
    assert str(one.receipt) == snippet.receipt
    assert (one.receipt.article, one.receipt.revision) == ("2577062", "2")


@pytest.mark.parametrize("form", READERS)
def test_it_survives_being_shown(form: str) -> None:
    seen = visible(READERS[form](RENDERERS[form](made())))
    assert not only(seen).altered


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_it_survives_in_every_format_whatever_a_value_holds(value: str) -> None:
    snippet = with_receipt(every_place(value), CERTIFICATE)
    for form in WRITTEN:
        if (form, value) not in LOST:
            assert not only(RENDERERS[form](snippet)).altered, form


def test_greeting_and_closing_may_be_altered_and_nothing_between_them() -> None:
    text = RENDERERS["text"](made())
    assert text.startswith("Hello,\n\nWe have found")
    assert text.endswith(f"\n{made().receipt}\n\nKind regards\n")
    sent = text.replace("Hello,", "Good morning Ms Roe,").replace("Kind regards", "Yours, Jo")
    assert not only(sent).altered
    for word in ("We have found", "_CRM_02", "This answer is article"):
        assert only(sent.replace(word, "Beware of the dog")).altered
    desk = RENDERERS["text"](made(Audience.INTERNAL))
    assert only(desk.replace("not for the customer", "for the customer")).altered


@pytest.mark.parametrize("form", Form)
def test_json_is_taken_back_as_it_is_printed(form: Form) -> None:
    said = wording(Audience.CUSTOMER, "en", form)
    snippet = tailor(CERTIFICATE, GIVEN, audience=Audience.CUSTOMER, wording=said)
    printed = RENDERERS["json"](with_receipt(snippet, CERTIFICATE))
    assert not only(printed).altered
    assert only(printed.replace("_A_B", "_A_C")).altered


def test_json_has_the_receipt_too() -> None:
    assert json.loads(RENDERERS["json"](made()))["receipt"] == made().receipt
    assert json.loads(RENDERERS["json"](replace(made(), receipt="")))["receipt"] is None


DONE: dict[str, Callable[[str], str]] = {
    "blanks": lambda text: text.replace(" ", "\u00a0 "),
    "tabs": lambda text: text.replace(" ", "\t"),
    "no line ends": lambda text: " ".join(text.split()),
    "more line ends": lambda text: text.replace("\n", "\r\n\r\n"),
    "wrapped": lambda text: "\n".join(textwrap.fill(row, 40) for row in text.split("\n")),
    "answered": lambda text: "".join(f"> {row}\n" for row in text.split("\n")),
    "quotation marks": lambda text: text.replace("'", "’").replace('"', "”"),
    "dashes": lambda text: text.replace(" - ", " – ").replace("...", "…"),
    "no marks": lambda text: text.replace("*", "").replace("`", "").replace("_", ""),
    "bullets": lambda text: text.replace("\n- ", "\n• "),
    "zero width": lambda text: text.replace("\n", "\u200b\n").replace("_", "_\u200d"),
    "full width": lambda text: text.replace(":", "：").replace("(", "（"),
    "below a greeting": lambda text: f"Hello Jo,\nas promised on 2027-01-31:\n\n{text}",
    "sent": lambda text: text.replace("Hello,", "Dear Jo,").replace(
        "regards", "regards\n\nJane Doe"
    ),
    "above a signature": lambda text: f"{text}\n-- \nJane Doe\nPhone 4711",
    "between other texts": lambda text: (
        f"Ticket 4711\n{'x y ' * 500}\n{text}\nOn Monday, Jo wrote:"
    ),
}
"""What ticket systems, mail programs and people do to a text."""


@pytest.mark.parametrize("done", DONE)
def test_what_ticket_systems_do(done: str) -> None:
    for form in ("text", "markdown"):
        assert not only(DONE[done](RENDERERS[form](made()))).altered


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(list(DONE)), max_size=4),
    st.sampled_from(["text", "markdown", "slack"]),
)
def test_what_they_do_one_after_the_other(done: list[str], form: str) -> None:
    text = RENDERERS[form](made())
    for name in done:
        text = DONE[name](text)
    assert not only(text).altered


@given(st.text())
def test_letters_stay_what_they_are(text: str) -> None:
    said = letters(text)
    assert said.isalnum() or not said
    assert letters(said) == said or not said.isascii()
    assert letters(f" {said} ") == letters(said)


@settings(max_examples=60)
@given(st.data())
def test_a_letter_more_or_less_is_noticed(data: st.DataObject) -> None:
    text = RENDERERS["text"](made())
    start, body = text.index("We have found"), text[: text.rindex("Receipt")]
    at = data.draw(st.sampled_from([i for i, c in enumerate(body) if c.isalpha() and i >= start]))
    other = data.draw(st.sampled_from(["", "q9", body[at] + "zz"]))
    assert only(body[:at] + other + body[at + 1 :] + text[len(body) :]).altered


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("_CRM_02", "_CRM_03"),
        ("r2 ", "r1 "),
        ("Receipt: 2577062", "Receipt: 2577063"),
        ("not the", "the"),
    ],
)
def test_what_is_noticed(old: str, new: str) -> None:
    text = RENDERERS["text"](made())
    assert old in text
    assert only(text.replace(old, new)).altered


def test_several_snippets_in_one_text() -> None:
    one, two = RENDERERS["text"](made()), RENDERERS["markdown"](made(new_user="_OTHER"))
    assert [each.altered for each in find(one + two)] == [False, False]
    assert [each.altered for each in find(one + two.replace("_OTHER", "_ELSE"))] == [False, True]
    assert find("Receipt: none, sorry") == ()
    assert only("Receipt: 1 r1 9999999x00000000x000000").altered


def test_a_receipt_says_nothing_of_values() -> None:
    assert "CRM" not in made().receipt
    assert len(made().receipt) < 60


def test_examples_in_the_code() -> None:
    done = doctest.testmod(kbassist.receipt)
    assert done.attempted
    assert not done.failed


# ---------------------------------------------------------------------------------------- the article


def test_the_edition_is_of_what_a_reader_may_see() -> None:
    other = replace(
        CERTIFICATE,
        sections=tuple(
            one._replace(nodes=(paragraph("Ask somebody else."),))
            if one.name == "Internal Notes"
            else one
            for one in CERTIFICATE.sections
        ),
    )
    assert edition(other, Audience.PUBLIC) == edition(CERTIFICATE, Audience.PUBLIC)
    assert edition(other, Audience.INTERNAL) != edition(CERTIFICATE, Audience.INTERNAL)
    less = replace(CERTIFICATE, sections=CERTIFICATE.sections[:-2])
    assert edition(less, Audience.PUBLIC) != edition(CERTIFICATE, Audience.PUBLIC)
    assert edition(replace(CERTIFICATE, keywords=("x",)), Audience.PUBLIC) == edition(
        CERTIFICATE, Audience.PUBLIC
    )


# ---------------------------------------------------------------------------------------- the commands

ARTICLE = """\
---
number: D-17
revision: "{revision}"
title: The queue {{{{queue}}}} is paused
confidence: {confidence}
audience: customer
signatures:
  - Printing failed because queue {{{{queue}}}} is paused
---

## Resolution

{steps}
"""
STEPS = "1. Open the print server.\n2. Choose the queue `{{queue}}`.\n3. Press **Resume**."
ASKED = ("snippet", "--article", "D-17", "--set", "queue=FLOOR3-A", "--audience", "customer")


def write(revision: str, steps: str = STEPS, confidence: str = "validated") -> None:
    """Put a revision of the article into the folder."""
    Path("desk").mkdir(exist_ok=True)
    text = ARTICLE.format(revision=revision, steps=steps, confidence=confidence)
    Path(f"desk/r{revision}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder with one article."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KBASSIST_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KBASSIST_ARTICLES", "desk")
    write("1")

    def call(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        stream = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def verified(run: Run, text: str) -> tuple[int, dict[str, Any]]:
    """The exit status of `verify`, and what it says of the one receipt."""
    status, out, _ = run("verify", "--format", "json", stdin=text)
    document = json.loads(out)
    assert document["schema"] == "kbassist.verify/1"
    (one,) = document["receipts"]
    return status, one


def test_a_text_of_one_line_stays_one(run: Run) -> None:
    _, out, _ = run(*ASKED, "--form", "line", "--ticket", "T1")
    assert len(out.splitlines()) == 1
    assert "Receipt" not in out
    assert run("sent")[0] == 0


@pytest.mark.parametrize("form", ["summary", "full"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_other_form_has_a_receipt(run: Run, form: str, language: str) -> None:
    _, out, _ = run(*ASKED, "--form", form, "--language", language, "--ticket", "T-1")
    assert verified(run, out)[0] == 0
    assert out.splitlines()[-1 if form == "summary" else -3].startswith("Receipt: D-17 r1 ")


def test_the_ticket_stands_in_the_letter(run: Run) -> None:
    _, out, _ = run(*ASKED, "--ticket", "INC0012345")
    assert "INC0012345" in out


def test_a_snippet_that_is_as_it_was_made(run: Run) -> None:
    _, out, _ = run(*ASKED)
    assert verified(run, f"Hello,\n{out}") == (
        0,
        {
            "article": "D-17",
            "revision": "1",
            "title": "The queue {{queue}} is paused",
            "altered": False,
            "differences": [],
            "article_is": "same",
            "newest": "1",
        },
    )
    status, page, _ = run("verify", stdin=out)
    assert status == 0
    assert page.splitlines()[:4] == [
        "Article  D-17 r1",
        "Title    The queue {{queue}} is paused",
        "Text     as it was made",
        "Now      says the same as then",
    ]


def test_the_python_snippet_has_a_receipt_too(run: Run) -> None:
    with kbassist.open("desk") as kb:
        text = kb.snippet(kb.get("D-17"), values={"queue": "A"})
    assert verified(run, text)[0] == 0


def test_an_altered_snippet(run: Run) -> None:
    _, out, _ = run(*ASKED)
    status, one = verified(run, out.replace("Resume", "Delete"))
    assert (status, one["altered"], one["article_is"]) == (1, True, "same")
    assert "is not as it was made" in run("verify", stdin=out.replace("Resume", "Delete"))[1]


ALTERED: dict[str, tuple[str | re.Pattern[str], str, list[str]]] = {
    "a step": ("Press Resume", "Press Delete", ["altered or left out: Press Resume."]),
    "a step that is gone": ("3. Press Resume.\n", "", ["altered or left out: Press Resume."]),
    "a step more": (
        "print server.\n",
        "print server.\n   Unplug it.\n",
        ["added behind: Open the print server."],
    ),
    "a value, once": (
        "Choose the queue FLOOR3-A",
        "Choose the queue FLOOR4",
        ["altered or left out: Choose the queue …."],
    ),
    "a value, throughout": (
        "FLOOR3-A",
        "FLOOR4",
        ["its lines are all there; a value in them is another one"],
    ),
    "behind the last step": (
        "Press Resume.",
        "Press Resume. And then?",
        ["added behind: Press Resume."],
    ),
    "nearly all": (re.compile("[aei]"), "o", []),
}


@pytest.mark.parametrize("what", ALTERED)
@pytest.mark.parametrize("audience", ["internal", "customer"])
@pytest.mark.parametrize(
    "how", [(), ("--language", "de", "--ticket", "T-1"), ("--form", "summary")]
)
def test_what_was_altered_is_named(
    what: str, audience: str, how: tuple[str, ...], run: Run
) -> None:
    old, new, told = ALTERED[what]
    _, out, _ = run(*ASKED[:-1], audience, *how)
    head, between, tail = out.partition("Receipt")
    head = head.replace(old, new) if isinstance(old, str) else old.sub(new, head)
    status, one = verified(run, head + between + tail)
    assert (status, one["altered"]) == (1, True)
    assert one["differences"] == told


def test_what_was_altered_in_markup_and_in_a_desks_own_words(run: Run) -> None:
    Path("desk/snippets").mkdir()
    Path("desk/snippets/customer.md").write_text(
        "Dear customer,\n\n{{steps}}\n\nMind the heron.\n\nYour desk\n", encoding="utf-8"
    )
    for form in RENDERERS:
        _, out, _ = run(*ASKED, "--format", form)
        one = verified(run, out.replace("heron", "stork"))[1]
        assert one["differences"] == ["altered or left out: Mind the heron."], form
    page = run("verify", stdin=out.replace("heron", "stork"))[1]
    assert "         altered or left out: Mind the heron.\n" in page


def test_nothing_is_named_where_the_article_has_changed(run: Run) -> None:
    _, out, _ = run(*ASKED)
    write("1", STEPS.replace("Resume", "Restart"))
    assert verified(run, out.replace("print server", "pump"))[1]["differences"] == []


def test_an_article_that_was_changed_in_place(run: Run) -> None:
    _, out, _ = run(*ASKED)
    write("1", STEPS.replace("Resume", "Restart"))
    status, one = verified(run, out)
    assert (status, one["altered"], one["article_is"]) == (1, False, "changed")
    assert "says something else by now; what it said is not kept" in " ".join(
        run("verify", stdin=out)[1].split()
    )


def test_an_article_with_a_newer_revision_shows_the_difference(run: Run) -> None:
    _, out, _ = run(*ASKED)
    write("2", STEPS.replace("Resume", "Restart"))
    status, one = verified(run, out)
    assert (status, one["article_is"], one["newest"]) == (1, "older", "2")
    page = run("verify", stdin=out)[1]
    assert "revision 1 says the same, but there is revision 2" in page
    assert "[-Resume-]{+Restart+}" in page.replace("[-Resume-] {+", "[-Resume-]{+")


def test_an_article_that_is_gone(run: Run) -> None:
    _, out, _ = run(*ASKED)
    write("2")
    Path("desk/r1.md").unlink()
    assert verified(run, out)[1]["article_is"] == "gone"
    Path("desk/r2.md").unlink()
    status, one = verified(run, out)
    assert (status, one["article_is"], one["newest"]) == (1, "gone", None)


def test_a_text_without_a_receipt(run: Run) -> None:
    assert run("verify", "Hello") == (1, "", "kbassist: there is no receipt in this text\n")


# --------------------------------------------------------------------------------------------- the log


def test_what_was_sent_is_listed(run: Run) -> None:
    assert run("sent") == (1, "", "kbassist: nothing found\n")
    run(*ASKED, "--ticket", "INC0012345")
    run(*ASKED, "--ticket", " DESK-7 ")
    run(*ASKED)
    status, out, err = run("sent", "d-17")
    assert (status, err) == (0, "")
    assert [line.split()[:3] for line in out.splitlines()] == [
        ["INC0012345", "D-17", "r1"],
        ["DESK-7", "D-17", "r1"],
    ]
    assert run("sent", "D-18")[0] == 1
    document = json.loads(run("sent", "--format", "json")[1])
    assert document["schema"] == "kbassist.sent/1"
    assert [one["ticket"] for one in document["sent"]] == ["INC0012345", "DESK-7"]


def test_a_ticket_is_asked_for_where_no_article_is_called_so(run: Run) -> None:
    for ticket in ("INC0012345", "DESK-7", "D-17"):
        run(*ASKED, "--ticket", ticket)
    assert run("sent", "inc0012345")[1].startswith("INC0012345  D-17 r1")
    assert run("sent", "INC0012345")[1].count("\n") == 1
    assert run("sent", "D-17")[1].count("\n") == 3  # the article goes first
    assert run("sent", "INC9")[0] == 1
    Path("desk/r1.md").unlink()
    assert run("recall", "DESK-7")[1].startswith("DESK-7  D-17 r1")


def test_what_other_folders_made_is_only_counted(run: Run) -> None:
    for ticket in ("T1", "T2"):
        run(*ASKED, "--ticket", ticket)
    Path("desk/r1.md").unlink()
    status, out, err = run("recall")
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "kbassist: 2 snippets were made of articles that are not among these and not listed: D-17",
        "kbassist: nothing found",
    ]
    assert run("recall", "D-17")[1].count("it is not among") == 2


class Full(io.StringIO):
    """A device on which there is no room."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("command", [("snippet",), ("walk", "--no-input")])
def test_what_could_not_be_written_was_not_sent(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", Full())
        assert main([*command, *ASKED[1:], "--ticket", "T1"]) == 2
    assert (
        "no space is left where the output goes; what was written is not whole"
        in capsys.readouterr().err
    )
    assert not Path("data/sent.jsonl").exists()


def test_a_log_that_cannot_be_written_is_told_after_the_text(run: Run) -> None:
    Path("data").write_text("no folder")
    status, out, err = run(*ASKED, "--ticket", "T1")
    assert status == 2
    assert "Receipt: D-17" in out
    assert "it is printed, but the log of T1 cannot be written: " in err


def test_the_log_holds_no_value_and_is_for_its_owner_alone(run: Run) -> None:
    before = os.umask(0)
    try:
        run("snippet", "Printing failed because queue FLOOR3-A is paused", "--ticket", "T1")
    finally:
        os.umask(before)
    log = Path("data/sent.jsonl")
    (line,) = log.read_text().splitlines()
    assert "FLOOR3" not in line
    assert "Printing" not in line
    assert set(json.loads(line)) == {
        *("time", "ticket", "article", "revision", "newest", "audience", "receipt")
    }
    if os.name != "nt":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_lines_are_only_added(run: Run) -> None:
    Path("data").mkdir()
    log = Path("data/sent.jsonl")
    log.write_text('{"half')
    run(*ASKED, "--ticket", "T1")
    assert log.read_text().startswith('{"half\n{')
    status, out, err = run("sent")
    assert status == 0
    assert out.startswith("T1")
    assert "1 line cannot be read" in err


@pytest.mark.parametrize("ticket", ["", "a b", "a\nb", "\x1b[2J", "x" * 101])
def test_what_is_no_ticket(run: Run, ticket: str) -> None:
    status, out, err = run(*ASKED, "--ticket", ticket)
    assert (status, out) == (2, "")
    assert "is no ticket" in err
    assert not Path("data").exists()


def test_nothing_is_noted_of_a_snippet_that_is_refused(run: Run) -> None:
    status, _, _ = run(*ASKED[:3], "--audience", "customer", "--no-input", "--ticket", "T1")
    assert status == 2
    assert run("sent")[0] == 1


def test_without_a_ticket_nothing_is_written(run: Run) -> None:
    run(*ASKED)
    assert not Path("data").exists()


CHANGES: dict[str, Callable[[], object]] = {
    "revision 1 says something else by now": lambda: write("1", "Call the desk about {{queue}}."),
    "there is revision 2 by now": lambda: write("2"),
    "it is archived": lambda: write("1", confidence="archived"),
    "it is not among these articles": lambda: Path("desk/r1.md").unlink(),
}


@pytest.mark.parametrize("why", CHANGES)
def test_what_is_to_be_recalled(run: Run, why: str) -> None:
    run(*ASKED, "--ticket", "T1")
    assert run("recall") == (1, "", "kbassist: nothing found\n")
    CHANGES[why]()
    status, out, _ = run("recall", "D-17")
    assert status == 0
    assert out.startswith("T1  D-17 r1  customer,")
    assert why in " ".join(out.split())
    assert json.loads(run("recall", "--format", "json")[1])["sent"][0]["why"] == why


def test_an_older_revision_that_was_meant_is_not_recalled(run: Run) -> None:
    write("2")
    run(*ASKED, "--revision", "1", "--ticket", "T1")
    assert run("recall")[0] == 1
