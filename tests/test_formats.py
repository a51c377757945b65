"""`kbassist formats` tells of every format, and `snippet` writes each."""

from __future__ import annotations

import json

import pytest

from kbassist.cli import main
from kbassist.render import FORMATS

CUSTOMER = [
    *("snippet", "--article", "2577062", "--audience", "customer", "--no-input"),
    *("--set", "existing_user=_CPI_DEV", "--set", "new_user=_CRM_02"),
]


def test_the_list_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line[0] != " "]
    assert listed == list(FORMATS)


def test_the_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "kbassist.formats/1"
    assert [one["format"] for one in told["formats"]] == list(FORMATS)
    assert all(one["ending"] and one["use"] for one in told["formats"])


@pytest.mark.parametrize("form", FORMATS)
def test_a_snippet_in_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*CUSTOMER, "--format", form]) == 0
    told = capsys.readouterr()
    assert told.out.endswith("\n")
    assert "2577062" in told.out
    assert "CRM" in told.out
    assert told.err == "kbassist: for the customer\n"


def test_a_page_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*CUSTOMER, "--format", "html", "--standalone"]) == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")
    assert main([*CUSTOMER, "--format", "markdown", "--standalone"]) == 2
    assert capsys.readouterr().err == "kbassist: --standalone goes with --format html\n"


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("json", "adf")])
def test_a_tickets_number_is_named_and_no_mark(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*CUSTOMER, "--format", form, "--ticket", " INC0012345\x1b[2J "]) == 0
    told = capsys.readouterr().out
    assert "INC0012345." in told
    assert "\x1b" not in told


@pytest.mark.parametrize("length", ["line", "summary", "full"])
@pytest.mark.parametrize("form", FORMATS)
def test_what_is_refused_is_refused_in_every_format(
    form: str, length: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A blank, an archived article: nothing is printed, in whatever form it is asked for."""
    for article, told in (("2577062", "values are missing"), ("2322303", "must not go to")):
        asked = ["snippet", "--article", article, "--audience", "customer", "--no-input"]
        assert main([*asked, "--format", form, "--form", length]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert told in said.err
