"""What of a pasted error is taken for the message, and which of its words for values."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import desk, guess, template
from kbassist.match import Rarity
from kbassist.model import Kind
from kbassist.text import normalise
from tests.tables import Case, cases

CASES = cases(Path(__file__).parent / "tables" / "guess.txt")
RARITY = Rarity(desk.background(), 0, lambda words: {})


def proposed(paste: str) -> str:
    """What is proposed for *paste*, as the table tells it."""
    found = guess.messages(normalise(paste), RARITY)
    one = guess.guess(found[0])
    lines = [template.dump(one.template), *one.codes]
    return "\n".join([*lines, *(f"{v.name} {v.kind}: {one.said[v.name]}" for v in one.values)])


@pytest.mark.parametrize("case", CASES, ids=[case.title.replace(" ", "-") for case in CASES])
def test_a_signature_is_proposed(case: Case) -> None:
    assert proposed(case.given) == case.expected


@given(st.text(max_size=200))
def test_a_guess_is_the_message_itself(paste: str) -> None:
    for message in guess.messages(normalise(paste), RARITY):
        one = guess.guess(message)
        pieces = [p if isinstance(p, str) else one.said[p.name] for p in one.template]
        assert "".join(pieces) == message
        assert len({v.name for v in one.values}) == len(one.values)


def test_an_author_corrects_it() -> None:
    one = guess.guess("Ship K-7 of line Ostsee is late by 12 minutes")
    assert (
        template.dump(one.template) == "Ship {{ship}} of line Ostsee is late by {{number}} minutes"
    )
    one = one.renamed("number", "delay").of_kind("ship", Kind.WORD)
    more = one.having("Ostsee")
    assert more
    assert template.dump(more.template) == (
        "Ship {{ship}} of line {{line}} is late by {{delay}} minutes"
    )
    assert more.kinds == {"ship": Kind.WORD, "line": Kind.ID, "delay": Kind.NUMBER}
    assert more.said == {"ship": "K-7", "line": "Ostsee", "delay": "12"}
    assert more.without("line") == one
    assert more.having("K-7") is None
    assert more.having("Nordsee") is None
    assert more.having("") is None


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("/var/a.txt", Kind.PATH),
        ("reports\\q1", Kind.PATH),
        ("10.1.2.3", Kind.HOST),
        ("db.example.org", Kind.HOST),
        ("12,5", Kind.NUMBER),
        ("1.2.3", Kind.VERSION),
        ("_CPI_DEV", Kind.USER_ID),
        ("S0012345678", Kind.USER_ID),
        ("joe@example.org", Kind.EMAIL),
        ("12:00:01", Kind.TIME),
        ("two words", Kind.TEXT),
        ("Berlin", Kind.ID),
    ],
)
def test_what_a_value_looks_like(value: str, kind: Kind) -> None:
    assert guess.kind_of(value) is kind
