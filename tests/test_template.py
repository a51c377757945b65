"""The grammar of placeholders: what is one, what is not, and that values are only ever filled in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.model import Filled, Missing, Placeholder, Slot, Template
from kbassist.template import dump, fill, names, parse, plain
from tests.tables import Case, cases

TABLE = cases(Path(__file__).parent / "tables/template.txt")

PIECES = ["{{", "}}", "{", "}", "\\", "\\\\", "{{a}}", "{{ b_1 }}", "\\{{a}}", " ", "a", "\n", "ä"]
WRITTEN = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)


def joined(pieces: list[str | Slot]) -> Template:
    """*pieces* without empty text, and with neighbouring text in one piece."""
    made: list[str | Slot] = []
    for piece in pieces:
        if isinstance(piece, str) and made and isinstance(made[-1], str):
            made[-1] += piece
        elif piece != "":
            made.append(piece)
    return tuple(made)


TEMPLATES = st.lists(WRITTEN | NAMES.map(Slot), max_size=8).map(joined)


def shown(template: Template) -> str:
    return " ".join(p.name if isinstance(p, Slot) else f"‹{p}›" for p in template)


@pytest.mark.parametrize("case", TABLE, ids=[case.title for case in TABLE])
def test_parse(case: Case) -> None:
    assert shown(parse(case.given)) == case.expected


@given(TEMPLATES)
def test_what_is_written_reads_the_same(template: Template) -> None:
    assert parse(dump(template)) == template


@given(WRITTEN)
def test_what_is_read_holds_no_empty_piece_and_no_two_texts_in_a_row(text: str) -> None:
    template = parse(text)
    assert joined(list(template)) == template


@given(WRITTEN)
def test_writing_what_was_read_changes_its_form_only(text: str) -> None:
    assert parse(dump(parse(text))) == parse(text)


@given(TEMPLATES, st.text())
def test_values_are_never_scanned_again(template: Template, value: str) -> None:
    for hostile in (value, "{{a}}", "{{" + value + "}}", "\\" + value):
        values = dict.fromkeys(names(template), hostile)
        filled = fill(template, values, {})
        assert filled == tuple(
            Filled(p.name, hostile) if isinstance(p, Slot) else p for p in template
        )
        assert fill(filled, {"a": "again"}, {}) == filled
        text = "".join(hostile if isinstance(p, Slot) else p for p in template)
        assert plain(filled) == text


def test_a_placeholder_without_a_value_stays_visible_under_its_label() -> None:
    known = {"new_user": Placeholder("new_user", label="user of this arrangement")}
    template = parse("{{existing_user}} and {{new_user}}, {{log_file}}")
    filled = fill(template, {"existing_user": ""}, known)
    assert filled == (
        Filled("existing_user", ""),
        " and ",
        Missing("new_user", "user of this arrangement"),
        ", ",
        Missing("log_file", "log file"),
    )
    assert plain(filled) == " and ‹user of this arrangement›, ‹log file›"
    assert plain(template) == "‹existing_user› and ‹new_user›, ‹log_file›"


def test_names_come_once_each_in_order() -> None:
    assert names(parse("{{b}} {{a}} {{b}} \\{{c}}")) == ("b", "a")
