"""HTML as text: what a browser would copy, and what of the page is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist.importer import markup
from tests.tables import Case, cases, unnumbered

TABLE = Path(__file__).parent / "tables" / "pages.txt"


@pytest.mark.parametrize("case", cases(TABLE), ids=lambda case: case.title)
def test_page(case: Case) -> None:
    found = markup.page(case.given)
    left = [f"{one.text}: {one.why}" for one in found.dropped]
    text = found.text.strip("\n")
    assert "\n".join([text, *(["---", *left] if left else [])]) == unnumbered(case.expected)


def test_the_name_of_a_page_is_told_apart() -> None:
    found = markup.page("<html><head><title> 4711 -  A\nB </title></head><body>Text</body></html>")
    assert (found.title, found.text) == ("4711 - A B", "Text")


@pytest.mark.parametrize(
    ("text", "name", "html"),
    [
        ("<!DOCTYPE html><p>x", "", True),
        ("  <!-- saved -->\n<html>", "", True),
        ("<div>x</div>", "a.txt", True),
        ("x", "a.HTML", True),
        ("Symptom\n\n<p>quoted</p>", "a.txt", False),
        ("<user> is locked", "", False),
    ],
)
def test_html_that_is_quoted_makes_no_page(text: str, name: str, html: bool) -> None:
    assert markup.is_html(text, name) is html


TAGS = st.sampled_from(
    [
        *("<p>", "</p>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<td>", "<tr>", "<b>", "<br>"),
        *("<h1>", "<pre>", "</pre>", "<div>", "<", ">", "<a href='x'>", "<img alt='y'>"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TAGS | st.from_regex(r"[a-z]{1,8}", fullmatch=True), max_size=30))
def test_no_word_outside_of_tags_disappears(pieces: list[str]) -> None:
    found = markup.page(" ".join(pieces))
    told = found.text.split() + [word for one in found.dropped for word in one.text.split()]
    for piece in pieces:
        if piece.isalpha():
            assert any(piece in word for word in told)
