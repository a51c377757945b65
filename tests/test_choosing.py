"""What is said where a text holds more than one answer, and what is suggested to do next.

All of it with the articles that come with the program.
"""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kbassist
from kbassist import desk
from kbassist.cli import main
from kbassist.match.capture import fits
from kbassist.model import Audience, Kind
from kbassist.values import LOOKS

Run = Callable[..., tuple[int, str, str]]

ERROR = "Certificate is already assigned to user {}\n"
TWICE = ERROR.format("_AAA") + ERROR.format("_BBB")
GATE = """---
number: G-1
title: Gate {{gate}} is blocked
confidence: validated
audience: customer
signatures:
  - Gate {{gate}} is blocked by transport {{transport}}
---

## Resolution

1. Open gate {{gate}}.
"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command and gives its exit status, its page as one line, and its remarks.

    With *answers* somebody sits at a terminal.
    """
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "gate.md").write_text(GATE, encoding="utf-8")
    both = f"{desk.bundled()}{';' if desk.HERE.drive else ':'}{tmp_path / 'more'}"
    monkeypatch.setenv("KBASSIST_ARTICLES", both)

    def call(*arguments: str, answers: str | None = None) -> tuple[int, str, str]:
        stream = io.TextIOWrapper(io.BytesIO((answers or "").encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)
        for one in (sys.stdin, sys.stderr):
            monkeypatch.setattr(one, "isatty", lambda: answers is not None)
        status = main(arguments)
        told = capsys.readouterr()
        return status, " ".join(told.out.split()), told.err

    return call


def commands(page: str) -> list[list[str]]:
    """The commands that *page* suggests."""
    return [
        shlex.split(one)[1:]
        for one in re.findall(r"(kbassist (?:snippet|show) .*?)(?= - [A-Z]|\Z)", page)
    ]


def test_two_values_of_one_error_are_told_and_left_to_choose(run: Run) -> None:
    status, page, _ = run("match", TWICE, "--set", "new_user=_X")
    assert status == 0
    told = "The text holds this error more than once: existing_user is _AAA and _BBB"
    assert f"Note {told}; what follows is about _AAA." in page
    assert (
        "To choose user who holds the certificate, of _AAA and _BBB: --set existing_user=..."
        in page
    )
    snippet, show = commands(page)
    assert "existing_user=..." in snippet
    assert "new_user=_X" in snippet
    assert "existing_user=..." not in show
    status, _, told = run(*snippet)
    assert (status, told) == (2, "kbassist: --set existing_user=... waits for a value\n")


def test_who_has_chosen_is_told_nothing(run: Run) -> None:
    _, page, _ = run("match", TWICE, "--set", "new_user=_X", "--set", "existing_user=_BBB")
    assert "more than once" not in page
    assert "existing_user=_BBB" in commands(page)[0]


def test_the_desks_own_page_has_a_note_and_others_get_nothing(run: Run) -> None:
    told = "The text holds this error more than once: existing_user is _AAA and _BBB"
    status, page, err = run("snippet", TWICE, "--set", "new_user=_X")
    assert status == 0
    assert f"- Note: {told}." in page
    assert err == f"kbassist: {told}\n"
    status, page, err = run("snippet", TWICE, "--set", "new_user=_X", "--audience", "customer")
    assert (status, page, err) == (2, "", f"kbassist: {told}; choose with --set\n")


def test_of_many_values_the_first_are_named(run: Run) -> None:
    page = run("match", "".join(ERROR.format(f"_U{i}") for i in range(8)), "--set", "new_user=_X")[
        1
    ]
    assert "existing_user is _U0, _U1, _U2, _U3, _U4 and 3 more; what follows" in page


@pytest.mark.parametrize("order", [("_ABC", "_BBB"), ("_BBB", "_ABC")])
def test_the_articles_example_beside_another_value_is_told(
    order: tuple[str, str], run: Run
) -> None:
    told = "The text also names _ABC; that is the article's own example and was not taken."
    text = "".join(map(ERROR.format, order))
    page = run("match", text, "--set", "new_user=_X")[1]
    assert f"Note {told}" in page
    assert "existing_user=_BBB" in commands(page)[0]
    assert f"Note: {told}" in run("snippet", text, "--set", "new_user=_X")[1]
    with kbassist.open() as kb:
        alone = kb.match(ERROR.format("_BBB") + "See _ABCD, x_ABC and _ABC-1.").best
        assert alone is not None
        assert told not in alone.notes


def test_a_second_article_in_the_text_is_told(run: Run) -> None:
    text = ERROR.format("_AAA") + "\nGate A7 is blocked by transport T4\n"
    told = "kbassist: the text holds an error of G-1 r1, too, which is not answered here\n"
    for audience in Audience:
        status, page, err = run("snippet", text, "--set", "new_user=_X", "--audience", audience)
        assert status == 0
        assert "_AAA" in page
        assert err.count(told) == 1
    assert "Also in this text - G-1 r1" in run("match", text)[1]


@pytest.mark.parametrize("audience", Audience)
def test_what_is_next_is_for_the_same_reader(audience: Audience, run: Run, tmp_path: Path) -> None:
    text = ERROR.format("_AAA") + "User ID: _BBB"
    folder = tmp_path / "my articles"
    folder.symlink_to(desk.bundled())
    given = ("--audience", str(audience), "--articles", str(folder))
    said = [] if audience is Audience.INTERNAL else ["--audience", str(audience)]
    snippet, show = commands(run("match", text, *given)[1])
    for one in (snippet, show):
        assert one[-len(said) - 2 :] == [*said, "--articles", str(folder)]
        status, page, _ = run(*one)
        assert status == 0
        assert ("Internal Notes" in page) == (audience is Audience.INTERNAL)
    last_year = "We had 'Certificate is already assigned to user _X' last year; all is well now."
    _, unsure, _ = run("match", last_year, *given)
    assert unsure.startswith("Unsure"), unsure
    assert commands(unsure)[0][2:] == [*said, "--articles", str(folder)]
    status, page, _ = run(*commands(unsure)[0])
    assert status == 0
    assert "____ (user of this arrangement)" in page
    assert run("show", "2577062", "--audience", "customer", "--format", "markdown")[0] == 2


# --------------------------------------------------------------------------------------- slips of the hand

SLIP = ("--set", "newuser=_B")
REFUSED = "kbassist: 2577062 r2 has no placeholder newuser; did you mean new_user?\n"


@pytest.mark.parametrize(
    "asked",
    [
        ("snippet", ERROR),
        ("snippet", "--article", "2577062"),
        ("walk", ERROR),
        ("walk", "--article", "2577062"),
        ("match", ERROR),
        ("show", "2577062"),
    ],
)
def test_a_name_that_is_mistyped_is_refused(asked: tuple[str, ...], run: Run) -> None:
    given = [one.format("_AAA") for one in asked]
    assert run(*given, *SLIP) == (2, "", REFUSED)


def test_a_name_that_is_like_none_of_its_own(run: Run) -> None:
    told = "kbassist: 2577062 r2 has no placeholder colour; it has existing_user, new_user\n"
    assert run("snippet", ERROR.format("_A"), "--set", "colour=red") == (2, "", told)
    status, page, err = run("match", ERROR.format("_A"), "--set", "colour=red")
    assert (status, err) == (0, told)
    assert page.startswith("Match")


def test_a_product_that_no_article_knows_is_remarked(run: Run) -> None:
    told = "kbassist: no article is for a product 'Foo', so it decides nothing\n"
    for command in ("match", "snippet", "walk"):
        given = (command, ERROR.format("_A"), "--no-input", "--product")
        assert run(*given, "Foo")[2].count(told) == 1
        for known in ("C4C", "SAP Cloud for Customer"):
            assert "no article" not in run(*given, known)[2]


def test_a_mistyped_answer_is_asked_for_again(run: Run) -> None:
    asked = ("snippet", ERROR.format("_AAA"), "--audience", "customer")
    status, page, err = run(*asked, answers="bad value here\n_CRM\n")
    assert status == 0
    assert "User ID: _CRM" in page
    assert err.count("leave blank") == 2
    assert "'bad value here' does not look like a user ID such as _CPI_DEV or MEIERH" in err
    assert "user_id" not in err
    status, page, err = run(*asked, answers="a b\nc d\ne f\n_TOO_LATE\n")
    assert (status, page) == (2, "")
    assert err.count("leave blank") == 3
    assert "left blank" in err


def test_a_value_of_another_kind_is_refused_in_words(run: Run) -> None:
    status, page, err = run("snippet", ERROR.format("_A"), "--set", "new_user=bad value")
    assert (status, page) == (2, "")
    assert "new_user: 'bad value' does not look like a user ID such as _CPI_DEV" in err


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_told_in_words(kind: Kind) -> None:
    for example in re.findall(r"such as (\S+?)[:,]?(?= |\Z)", LOOKS[kind]):
        assert fits(kind, example)
    assert "_" not in LOOKS[kind].replace("_CPI_DEV", "").replace(" and _ ", "")
