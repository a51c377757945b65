"""Vendors' catalogues in every format: what becomes of their texts, and what they print is recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kbassist
from kbassist import desk, template
from kbassist.articles import read_messages
from kbassist.articles.messages import Catalogue, Message, dump
from kbassist.catalogue import Found, Source, Unreadable, read, recognise
from kbassist.formats import CatalogueFormat as Format
from kbassist.model import Kind, Revision, Verdict
from kbassist.store.memory import MemoryStore
from tests.tables import Case, cases, unnumbered

CASES = cases(Path(__file__).parent / "tables" / "catalogue.txt")


def found_in(given: str) -> tuple[list[Source], Found]:
    """What is found in the files that *given* writes, each below a line `=== its name, its language`."""
    sources = []
    for part in re.split(r"^=== ", unnumbered(given), flags=re.MULTILINE)[1:]:
        head, _, text = part.partition("\n")
        name, _, language = head.partition(", ")
        sources.append(Source(name, text, recognise(name, text), language))
    return sources, read("tides", sources, desk.background())


def told(sources: list[Source], found: Found) -> Iterator[str]:
    """The formats; each message with its texts by language and its kinds; what was left out."""
    yield " ".join(dict.fromkeys(str(one.format) for one in sources))
    for one in found.messages:
        yield " ".join([one.number, *one.codes, *([f"({one.key})"] if one.key else [])])
        for weak, texts in (("", one.signatures), ("weak ", one.weak)):
            for language, many in texts.items():
                for text in many:
                    yield f"  {weak}{language}: {text}".replace("\n", "\\n")
        if one.kinds:
            yield "  " + ", ".join(f"{name} {kind}" for name, kind in one.kinds.items())
    for why, places in found.skipped.items():
        yield f"left out, {why}: " + "; ".join(place.strip() for place in places)


@pytest.mark.parametrize("case", CASES, ids=[case.title.replace(" ", "-") for case in CASES])
def test_a_catalogue_is_read(case: Case) -> None:
    assert "\n".join(told(*found_in(case.given))) == case.expected


# ----------------------------------------------------------------------------------------- formats


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.po", "", Format.PO),
        ("a.POT", "", Format.PO),
        ("a", 'msgid ""\nmsgstr ""\n', Format.PO),
        ("a.properties", "b=c {0}", Format.PROPERTIES),
        ("a.mc", "", Format.WINDOWS),
        ("a", "MessageId=1\n", Format.WINDOWS),
        ("a", "%TIDE-3-LOST: [chars] lost\n", Format.CISCO),
        ("a", "SPRSL,ARBGB,MSGNR,TEXT\n", Format.T100),
        ("a", "E ZTIDE 001 Buoy &1\nE ZTIDE 002 Pier &1\n", Format.T100),
        ("a", "Buoy %s is lost\nShip {0}\nShip %d\n", Format.PRINTF),
        ("a", "Buoy %1 is lost to %2!s!\n", Format.WINDOWS),
        ("a", "Buoy %1$s is lost\n", Format.PRINTF),
        ("a", "Buoy {0} is lost\n100% of all\n", Format.LIST),
        ("a", "100% sure of it, 50% down\n", Format.LIST),
        ("a", "", Format.LIST),
    ],
)
def test_the_format_is_recognised(name: str, text: str, expected: Format) -> None:
    assert recognise(name, text) is expected


@pytest.mark.parametrize(
    "text", ["", "Buoy lost\nShip lost\n", "a;b\n", "a;b;c\nd;e;f\n", '"' * 200_000 + ",a,b\n"]
)
def test_what_is_no_export_of_messages_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read("tides", [Source("a", text, Format.T100)], desk.background())


@given(st.text(alphabet="aA1%&{}[]'\"\\\n=:;,|#~ .\tmsgidtr_-0\u00e9", max_size=200))
@settings(max_examples=150, deadline=None)
def test_nothing_is_too_odd_to_be_read(text: str) -> None:
    for form in Format:
        try:
            found = read("tides", [Source("a", text, form)], desk.background())
        except Unreadable:
            continue
        lines = list(dump(Catalogue("tides"), found.messages))
        assert sum(1 for one in made(lines) if isinstance(one, Revision)) == len(found.messages)


def made(lines: list[str]) -> list[object]:
    """What is read of a file with these lines."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "t.messages.jsonl"
        file.write_text("".join(lines), encoding="utf-8")
        return list(read_messages(file, str(file)))


@pytest.mark.parametrize("form", Format)
def test_no_line_takes_long(form: Format) -> None:
    """A line that makes a careless pattern try everything would go on for hours."""
    for piece in ("A", "A ", "A-", '"', "'", "{0", "{a,b,", "%", "&", "\\", "1 ", "a=", "|", ";"):
        text = piece * (200_000 // len(piece))
        try:
            read("tides", [Source("a", text, form)], desk.background())
        except Unreadable:
            continue


# ---------------------------------------------------------------------------------------- messages


def test_a_number_is_the_same_whatever_else_is_imported() -> None:
    few = Source("a", "no pilot on board\n", Format.LIST)
    many = Source("b", "the harbour is closed\nno pilot on board\n", Format.LIST)
    (first,) = read("tides", [few], desk.background()).messages
    assert first.number in [one.number for one in read("tides", [many], desk.background()).messages]


def test_two_names_that_come_to_the_same_are_told_apart() -> None:
    text = "a/b=no pilot on board\na\\:b=no sailor on board\nA_B=no captain on board\n"
    found = read("t", [Source("a.properties", text, Format.PROPERTIES)], desk.background())
    numbers = [one.number for one in found.messages]
    assert numbers[0] == "t-a_b"
    assert len({number.casefold() for number in numbers}) == 3


def test_a_page_of_help_is_no_message() -> None:
    page, line = r"one more line of help\n" * 9, "word " * 400
    text = f"a={page}\nb={line}\nc=the harbour is closed\n"
    found = read("t", [Source("a.properties", text, Format.PROPERTIES)], desk.background())
    assert [one.number for one in found.messages] == ["t-c"]
    assert [len(places) for places in found.skipped.values()] == [2]


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("%s", False),
        ("%s: %s", False),
        ("error", False),
        ("error: %s", False),
        ("failed", False),
        ("OK", False),
        ("line %d of %d", False),
        ("cannot open", False),
        ("internal error %d", False),
        ("Zwischenfall", False),
        ("%s returning %s", False),
        ("EHARBOURISFULL", True),
        ("harbour basin %s flooded", True),
    ],
)
def test_what_says_too_little_is_not_matched_on(text: str, telling: bool) -> None:
    (one,) = read("t", [Source("a", text, Format.PRINTF)], desk.background()).messages
    assert bool(one.signatures) == telling
    assert bool(one.weak) != telling


# -------------------------------------------------------------------------------------- recognising

STRONG = [
    one._replace(signatures={"en": (text,)})
    for case in CASES
    for one in found_in(case.given)[1].messages
    for texts in one.signatures.values()
    for text in texts
    if template.names(template.parse(text)) and "\n" not in text
]
"""Every message with a value, one text of it each."""

VALUES = {
    Kind.TEXT: st.from_regex(r"[A-Z][a-z]{2,7}-?[0-9]{1,3}", fullmatch=True),
    Kind.NUMBER: st.integers(0, 99_999).map(str),
    Kind.ID: st.from_regex(r"0x[0-9a-f]{4,8}", fullmatch=True),
    Kind.HOST: st.integers(1, 250).map(lambda n: f"10.1.2.{n}"),
    Kind.TIME: st.integers(1, 28).map(lambda n: f"2027-06-{n:02}"),
}


def test_there_are_messages_to_print() -> None:
    assert len(STRONG) > 40


@given(st.sampled_from(STRONG), st.data())
@settings(max_examples=120, deadline=None)
def test_what_a_message_prints_is_recognised(message: Message, data: st.DataObject) -> None:
    """Filled in with values it is a match of itself, and gives just these values."""
    (revision,) = made(list(dump(Catalogue("tides", "Tide Portal"), [message])))
    assert isinstance(revision, Revision)
    (line,) = revision.signatures[0].lines
    values = {
        name: data.draw(VALUES[revision.placeholders[name].kind], label=name)
        for name in template.names(line)
    }
    text = template.plain(template.fill(line, values, revision.placeholders))
    kb = kbassist.KnowledgeBase(MemoryStore([revision]))
    result = kb.match(text)
    assert result.verdict is Verdict.MATCH, text
    assert result.best
    assert {n: v.value for n, v in result.best.variables.items()} == values
