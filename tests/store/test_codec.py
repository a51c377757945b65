"""What the index keeps of an article is all of it."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.model import (
    ArticleFault,
    Component,
    Distinct,
    Filled,
    Kind,
    Missing,
    Node,
    Pattern,
    Placeholder,
    Product,
    Reference,
    Revision,
    Sample,
    Section,
    Signature,
    Slot,
)
from kbassist.store import codec
from tests.store.bases import CPI, USER

texts = st.text(max_size=12)
names = st.sampled_from(["a", "existing_user", "x_1"])
slots = st.builds(Slot, names)
templates = st.lists(texts | slots, max_size=4).map(tuple)
inlines = texts | slots | st.builds(Filled, names, texts) | st.builds(Missing, names, texts)
nodes = st.recursive(
    st.builds(Node, texts, st.lists(inlines, max_size=3).map(tuple), texts),
    lambda inner: st.builds(Node, texts, st.lists(inner | inlines, max_size=3).map(tuple), texts),
    max_leaves=8,
)


def few(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


signatures = st.builds(Signature, few(templates), st.integers(0, 99), texts)
placeholders = st.builds(
    Placeholder,
    name=names,
    kind=st.sampled_from(Kind),
    label=texts,
    ask=texts,
    default=st.none() | texts,
    example=st.none() | texts,
)
revisions = st.builds(
    Revision,
    number=texts,
    title=templates,
    revision=texts,
    language=texts,
    supersedes=few(texts),
    see_also=few(st.builds(Reference, texts, texts)),
    source=texts,
    category=texts,
    components=few(st.builds(Component, texts, texts)),
    codes=few(texts),
    keywords=few(texts),
    owner=texts,
    review_by=texts,
    applies_to=few(st.builds(Product, texts, few(texts), few(texts))),
    evidence_for=few(texts),
    evidence_against=few(texts),
    placeholders=st.dictionaries(names, placeholders, max_size=2),
    distinct=few(st.builds(Distinct, few(texts), texts)),
    signatures=few(signatures),
    hints=few(templates),
    samples=few(st.builds(Sample, texts, st.dictionaries(texts, texts, max_size=2))),
    strangers=few(texts),
    sections=few(st.builds(Section, texts, few(nodes), st.integers(0, 999))),
    path=texts,
    successor=st.none() | texts,
)


@given(revisions)
def test_a_revision_survives(revision: Revision) -> None:
    text = codec.encode(revision)
    assert codec.decode(text) == revision
    assert text.isascii()
    assert "\n" not in text


FULL = replace(
    CPI,
    see_also=(Reference("1", "One"),),
    source="KBA 2577062",
    category="How To",
    codes=("ORA-01017",),
    owner="desk",
    review_by="2027-06-30",
    evidence_for=("CPI",),
    evidence_against=("Eclipse",),
    distinct=(Distinct(("a", "b"), "the same"),),
    hints=(("User ID: ", Slot("new_user")),),
    samples=(Sample("a paste", {"a": "b"}),),
    strangers=("another",),
    successor="9",
)


def test_no_field_is_forgotten() -> None:
    assert set(json.loads(codec.encode(FULL))) == {one.name for one in fields(Revision)}
    assert codec.decode(codec.encode(FULL)) == FULL


def test_fields_at_their_default_take_no_room() -> None:
    assert json.loads(codec.encode(Revision("1", ("Title",)))) == {
        "number": "1",
        "title": ["Title"],
        "revision": "1",
        "language": "en",
        "confidence": "not-validated",
        "audience": "internal",
        "successor": None,
    }


def test_fields_can_be_set_while_reading() -> None:
    found = codec.decode(codec.encode(CPI), path="elsewhere.md", successor="9")
    assert (found.path, found.successor, found.number) == ("elsewhere.md", "9", CPI.number)


@given(signatures)
def test_a_pattern_knows_its_signature_and_kinds(signature: Signature) -> None:
    text = codec.encode_pattern(Revision("7", (), placeholders=USER), signature)
    named = {s.name for line in signature.lines for s in line if isinstance(s, Slot)}
    kinds = {"existing_user": Kind.USER_ID} if "existing_user" in named else {}
    assert codec.decode_pattern(5, text, lambda number: number + "!") == Pattern(
        5, "7", "1", "7!", signature, kinds
    )


@pytest.mark.parametrize("warning", [True, False])
def test_a_fault_survives(warning: bool) -> None:
    fault = ArticleFault("a.md", 3, "wrong", "excerpt", "right", warning, "no-sample", 7)
    assert codec.decode_fault("a.md", codec.encode_fault(fault)) == fault


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "7", "{}", '{"number":"1"}', '{"number":"1","title":7}', '{"x":1}'],
)
def test_what_is_spoilt_is_called_damaged(text: str) -> None:
    for read in (
        codec.decode,
        lambda text: codec.decode_pattern(1, text, str),
        lambda text: codec.decode_fault("a.md", text),
    ):
        with pytest.raises(codec.Damaged):
            read(text)
