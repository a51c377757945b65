"""The shortcut of triage says what the matcher says, line by line; and it is one."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist import KnowledgeBase, desk
from kbassist.match import Matcher
from kbassist.model import Distinct, Kind, Placeholder, Verdict
from kbassist.triage.quick import Quick, Recent, brief
from kbassist.triage.shape import Base, Shape, Vocabulary, take_apart, with_digits
from tests.small import base, revision

CERTIFICATE = "Certificate is already assigned to user {{user_id}}"
KB = base(
    revision(
        "2577062",
        CERTIFICATE,
        strangers=("Certificate is already assigned to user group 77",),
        distinct=(Distinct(("user_id", "new"), "the same user twice"),),
        hints=("User ID: {{new}}",),
    ),
    revision("1001", "Accepted socket connection from /{{host}}:{{number}}"),
    revision("1002", "Closed socket connection from /{{host}}:{{number}} after {{number_2}}ms"),
    revision("1003", "Machine check register: 0x{{text}}"),
    revision("1004", "Server returned status 404"),
    revision("1005", "Server returned status 503 for {{url}}"),
    revision(
        "1006", "ORA-01017: invalid username or password for {{user_id}}", codes=("ORA-01017",)
    ),
    revision("1007", codes=("SAML011",)),
    revision("1008", "Job {{id}} failed with object {{guid}}"),
    revision("1009", "{{text}} tokens of queue {{word}} were lost"),
    revision("1010", "Disk quota of node7 exceeded by {{number}} blocks"),
    revision("5577062", "Import of certificate {{quoted}} failed"),
    revision("1011", "Release {{version}} of {{word}} is not supported", applies_to=()),
    revision(
        "1012",
        "Buffer {{word}} of pool {{word_2}} overflows",
        placeholders={"word": Placeholder("word", Kind.WORD, example="B12")},
    ),
)

MESSAGES = (
    "Certificate is already assigned to user {u}",
    "'Certificate is already assigned to user {u}'. User ID: {u}",
    "Certificate is already assigned to user group {n}",
    "Certificate ix alreedy assigned to user {u}",
    "Accepted socket connection from /{n}.{n}.{n}.{n}:{n}",
    "Closed socket connection from /{x}.example.com:{n} after {n}ms",
    "Closed socket connection from /{n}.{n}.0.1:{n} after {x}",
    "Machine check register: 0x{h}",
    "Machine check register: {h}",
    "Server returned status {n}",
    "Server returned status {n} for http://{x}:{n}/a{n}",
    "ORA-{n}: invalid username or password for {u}",
    "SAML{n} logon failed",
    "Logon failed, see SAML {n} in the trace of {x}",
    "Job {h} failed with object {g}",
    "Job {x} failed with object {n}",
    "{n} tokens of queue Q{n} were lost",
    "Disk quota of node{n} exceeded by {n} blocks",
    "Disk quota of n0de{n} exceeded by {n} blocks",
    "Import of certificate 'C{n}' failed",
    "See note {n}",
    "KBA {n} did not help",
    "{n}",
    "Release {n}.{n} of S{n}HANA is not supported",
    "Buffer B{n} of pool P{n} overflows",
    "Nothing of the kind happened {n} times to {x}",
    "Total {n}|{n}|{x}|null",
    "a=3D{n} b=C3=A{n} &#{n}; \\u00e{n} <b{n}>x</b{n}>",
    "Größe {n}² überschritten: Straße {x}",
)
PREFIXES = (
    "",
    "2024-03-{d} {d}:{d}:{d},{d}0 ERROR [pool-{d}] ",
    "Mar {d} {d}:{d}:{d} host sshd[{n}]: ",
    "{n} WARN com.example.Main: ",
    "17000000{d} [ERROR] ",
    " 17000000{d}: ",
    "[{n}] the old one is fixed since {n} days, but: ",
)


def quick(kb: KnowledgeBase, *, table: bool) -> Quick:
    parts = Matcher(kb.store, desk.weights(), desk.background(), desk.speech)
    return Quick(Base(kb.match, parts, kb.store), table)


def filled(template: str, chance: random.Random) -> str:
    """*template* with other numbers (n), days (d), hexadecimal (h), users (u), words (x), GUIDs (g)."""

    def value(found: re.Match[str]) -> str:
        number = chance.choice((str(chance.randrange(10 ** chance.randint(1, 6))), *TELLING))
        hexadecimal = f"{chance.randrange(16 ** chance.choice((2, 4, 12))):x}"
        guid = f"{chance.randrange(16**12):012x}"
        return {
            "n": number,
            "d": f"{chance.randrange(60):02d}",
            "h": hexadecimal,
            "u": chance.choice((f"_SVC_{number}", f"D{number}", number, "XX12")),
            "x": chance.choice((f"node{number}", f"{number}q", f"s{number}e", hexadecimal)),
            "g": f"0{guid[:7]}-1111-2222-3333-{guid}",
        }[found[1]]

    return re.sub(r"\{(\w)\}", value, template)


TELLING = ("404", "503", "1017", "01017", "11", "7", "77", "2577062", "5577062", "12", "0")
"""Numbers that stand somewhere in the base."""


@pytest.mark.parametrize("table", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_an_invented_log_is_answered_as_line_by_line(table: bool, seed: int) -> None:
    chance = random.Random(seed)
    shortcut = quick(KB, table=table)
    messages = chance.sample(MESSAGES, 6)
    for _ in range(200):
        line = filled(chance.choice(PREFIXES[:3] if seed else PREFIXES), chance)
        line += filled(chance.choice(messages), chance)
        expected = KB.match(line)
        assert shortcut.match(line) == (brief(expected) if table else expected), line


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(PREFIXES),
    st.sampled_from(MESSAGES),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_lines_of_one_message(
    prefix: str, message: str, chance: random.Random, table: bool
) -> None:
    shortcut = quick(KB, table=table)
    for _ in range(12):
        line = filled(prefix + message, chance)
        expected = KB.match(line)
        assert shortcut.match(line) == (brief(expected) if table else expected), line


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("aZ019 _-=#&<>|\\/.:;'\"\u00e9\u00ad\u0301\u200b²"), max_size=40))
def test_the_shape_and_its_words_are_the_line(text: str) -> None:
    line = take_apart(text)
    assert "".join(line.pieces) == text
    assert line.pieces[1::2] == line.words
    assert "\0".join(line.pieces[::2]) == line.layout.key.text
    assert all(any(c in "0123456789" for c in word) for word in line.words)


DIGITS = ("=3D1", "=C31", "&#39;", "a5|", "1234567890", "2345678901", "1234567890123", "x7²", "404")
"""Pieces of which it hangs on the digits, or might, what is masked and where the message begins."""


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from((*DIGITS, " ", "[", "]", "=", "=E", "a", "\ud800", "ERROR ", ": "))),
    st.randoms(use_true_random=False),
)
def test_the_layout_of_a_line_holds_for_all_other_digits(
    pieces: list[str], chance: random.Random
) -> None:
    text = "".join(pieces)
    other = text[:1] + re.sub("[0-9]", lambda _: chance.choice("0123"), text[1:])
    assert with_digits(other) == with_digits(text)
    layout = take_apart(text).layout
    assert not layout.lasts or take_apart(other).layout == layout


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("2024-03-01 12:00:01 ERROR [x1] read 5 of node7", True),
        ("1700000000.123 ERROR read 1234567890", True),
        ("[1700000000] ERROR", True),
        ("at 1700000000 it failed", True),
        (" 1700000000 it failed", False),  # 2700000000 is no stamp
        ("a=3D7", False),
        ("a=0D7", False),
        ("a5|6", False),
        ("", True),
    ],
)
def test_where_the_layout_hangs_on_the_digits(text: str, lasts: bool) -> None:
    assert take_apart(text).layout.lasts == lasts


def test_most_lines_are_not_matched() -> None:
    chance = random.Random(0)
    shortcut = quick(KB, table=True)
    for _ in range(1000):
        number = chance.randrange(10_000, 99_999)
        found = shortcut.match(
            f"12:00:{number % 60:02d} Accepted socket connection from /1.2.3.4:{number}"
        )
        assert found.best
        assert found.best.variables["number"].value == str(number)
    assert shortcut.matched < 20


def test_an_identical_text_is_matched_once() -> None:
    shortcut = quick(KB, table=True)
    text = "Two lines\nof which the second says: Server returned status 404"
    assert len({id(shortcut.match(text)) for _ in range(5)}) == 1
    assert shortcut.matched == 1


def test_products_and_versions_are_asked_apart() -> None:
    shortcut = quick(KB, table=False)
    for product in (None, "C4C", "CPI"):
        for _ in range(4):
            asked = shortcut.match("Server returned status 404", product, "1605")
            assert asked.verdict is Verdict.MATCH
    assert len(shortcut._messages) == 3  # one for each product


TELL = [
    ("Server returned status {}", "404", ("404",)),
    ("Server returned status {}", "405", ()),
    ("Server status returned {}", "404", ()),  # the number stands elsewhere
    ("Machine check register: {}", "0x14f", ("0x…",)),
    ("ORA-{}: it failed", "01017", ("01017",)),
    ("port {} is in use", "01017", ()),  # no ORA before it
    ("node {} is down", "2577062", ("2577062",)),
]


@pytest.mark.parametrize(("template", "word", "expected"), TELL)
def test_words_that_make_a_difference(template: str, word: str, expected: tuple[str, ...]) -> None:
    shortcut = quick(KB, table=True)
    text = template.format(word)
    line = take_apart(text)
    shape = Shape(line, shortcut._candidates(text), shortcut.base, Vocabulary(KB.store))
    assert shape.telling(line.words) == expected


def test_what_was_asked_for_lately_is_remembered() -> None:
    recent: Recent[int, str] = Recent(10)
    recent[0] = "kept"
    for number in range(1, 200):
        recent[number] = str(number)
        assert recent.get(0) == "kept"
        assert len(recent) <= 20
    assert recent.get(50) is None
