"""What is said where a text holds more than one answer, and what is suggested to do next.

All of it with the articles that come with the program.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import kbassist
from kbassist import desk
from kbassist.cli import main
from kbassist.model import Audience

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
    """Runs a command and gives its exit status and what it said, each on one line."""
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "gate.md").write_text(GATE, encoding="utf-8")
    both = f"{desk.bundled()}{';' if desk.HERE.drive else ':'}{tmp_path / 'more'}"
    monkeypatch.setenv("KBASSIST_ARTICLES", both)

    def call(*arguments: str) -> tuple[int, str, str]:
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
