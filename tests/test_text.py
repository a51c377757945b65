"""What a paste becomes: repaired text, tokens, and where in the paste each of them stands.

Hypothesis builds pastes out of the traces that carriers leave, so that one repair meets the others.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kbassist import text
from kbassist.text import Text, clean, decode, fold, normalise, plain, split, tokenise
from tests.tables import Case, cases, unnumbered

TABLES = Path(__file__).parent / "tables"
REPAIRS = cases(TABLES / "repair.txt")
TOKENS = cases(TABLES / "tokens.txt")

TRACES = [
    "disk", "is Full", "_SVC_ERP", "O'Neil", "\n", "\r\n", "\r", " ", "  ", "\t", "'", '"', ".", "...",
    "\x1b[31m", "\x9b0m", "\x1b]0;t\x07", "\x1b", "\x00", "\x7f", "\x85", "\u2028", "\x0c",
    "=\n", "=3D", "=C3=A4", "=E2=80=9C", "=FC", "=20", "=", "=00", "=0D=0A", "=1B",
    '{"a": "', '"}', "\\n", "\\u00e4", "\\u001b", "\\u202e", "\\ud83d", "\\\\", "\\", "\\_", "C:\\",
    "<b>", "</b>", "<br>", "<td>", "<x:y>", "</x:y>", "<!--", "-->", "<![CDATA[", "]]>", "<script>",
    "</script>", "<", ">", "&lt;", "&gt;", "&amp;", "&#27;", "&#x202e;", "&nbsp;", "&NotEqualTilde;",
    "&notit;", "&", "&#13;", "> ", ">", ">> ", "| ", " |\n", "|", "l|", "\u00ad", "\u200b", "\u202e",
    "\ufeff", "\u00a0", "\u3000", "“", "”", "„", "…", "–", "Ｄ", "ﬁ", "e\u0301", "\u0301", "ß", "İ",
    "証明書", "\ud800", "\udc00", "\U0001f600", "----", "====", "___", "2024-01-01 10:00:00 ERROR ",
]  # fmt: skip
PASTES = st.lists(st.sampled_from(TRACES) | st.text(max_size=4), max_size=14).map("".join)
WORDS = st.text(
    st.sampled_from("aZß1_ .,:'-?\n") | st.characters(categories=["L", "N", "P", "Zs"]), max_size=30
).filter(lambda one: not set(one) & set("=\\<>&|"))
"""Text that no repair touches but for characters that show nothing."""


def shown(one: Text) -> str:
    """The lines of *one*, blanks as a page shows them."""
    lines = (" ".join(line.split()) for line in one.repaired.split("\n"))
    return "\n".join(line for line in lines if line)


@pytest.mark.parametrize("case", REPAIRS, ids=[case.title for case in REPAIRS])
def test_repair(case: Case) -> None:
    if case.title == "a bar inside a word is a misread l":
        readable = "\n".join(line.text for line in normalise(case.given).lines)
        assert readable == case.expected
    else:
        assert shown(normalise(unnumbered(case.given))) == case.expected


@pytest.mark.parametrize("case", TOKENS, ids=[case.title for case in TOKENS])
def test_tokens(case: Case) -> None:
    paste = unnumbered(case.given)
    assert " ".join(tokenise(paste)) == case.expected
    assert [token.text for token in normalise(paste)] == tokenise(paste)


# ------------------------------------------------------------------------------------------ places


@given(WORDS)
def test_what_needs_no_repair_slices_to_its_tokens(paste: str) -> None:
    read = normalise(paste)
    for token in read:
        piece = paste[token.start : token.end]
        assert [again.text for again in normalise(piece)] == [token.text]


@given(PASTES)
def test_spans_are_ascending_do_not_overlap_and_lie_inside(paste: str) -> None:
    tokens = list(normalise(paste))
    for token in tokens:
        assert 0 <= token.start < token.end <= len(paste)
    for one, two in pairwise(tokens):
        assert one.end <= two.start


@given(PASTES)
def test_each_character_knows_where_it_came_from(paste: str) -> None:
    """Where the paste holds a character as it is, its place is that character.

    This is the law for repairs that need their surroundings: an escape, an entity or a tag means
    something else when it stands alone, but it takes exactly its own stretch of the paste.
    """
    read = normalise(paste)
    for i, character in enumerate(read.repaired):
        start, end = read.span(i, i + 1)
        piece = paste[start:end]
        assert piece
        if len(piece) == 1:
            assert piece == character or character in "\n \ufffd" or piece in "\r\x0b\x0c"
        else:
            assert piece[0] in "\\&=\r<\ud800" or piece in ("\r\n", "\ud800\udc00")
    for token in read:
        assert token.text
    assert "".join(token.text for token in read) == "".join(
        word for line in read.lines for word in line.tokens
    )


@given(PASTES)
def test_lines_hold_the_tokens_of_the_repaired_text(paste: str) -> None:
    read = normalise(paste)
    for line in read.lines:
        assert plain(read.repaired)[line.start : line.start + len(line.text)] == line.text
        assert line.tokens == tokenise(line.text)
        assert len(line.tokens) == len(line.spans)
        for token, (start, end) in zip(line.tokens, line.spans, strict=True):
            assert fold(line.text[start:end]) == token
        assert 0 <= line.body <= len(line.text)


@given(PASTES, st.data())
def test_line_numbers(paste: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(paste)))
    end = data.draw(st.integers(start, len(paste)))
    number, numbers = 1, []
    for i, character in enumerate(paste):
        numbers.append(number)
        if character == "\n" or (character == "\r" and paste[i + 1 : i + 2] != "\n"):
            number += 1
    numbers.append(number)
    last = numbers[max(start, end - 1)]
    assert normalise(paste).line_numbers((start, end)) == (numbers[start], last)


def test_a_token_torn_by_invisible_things_spans_all_of_them() -> None:
    paste = "x Cer\u00adti\x1b[0mfi=\ncate =E2=80=9Cy"
    spans = {token.text: paste[token.start : token.end] for token in normalise(paste)}
    assert spans == {
        "x": "x",
        "certificate": "Cer\u00adti\x1b[0mfi=\ncate",
        '"': "=E2=80=9C",
        "y": "y",
    }


# --------------------------------------------------------------------------------------- what holds


@given(PASTES)
@example("\ud800")
@example("&#0;&#xd800;&#x110000;")
def test_what_is_read_holds_no_control_no_direction_and_nothing_invisible(paste: str) -> None:
    assert unprintable(normalise(paste).repaired) == set()


@given(PASTES)
def test_clean_text_is_clean(paste: str) -> None:
    assert unprintable(clean(paste)) == set()
    assert clean(clean(paste)) == clean(paste)


@given(WORDS)
def test_clean_leaves_visible_text_alone(paste: str) -> None:
    assert clean(paste) == "".join(c for c in paste if c not in INVISIBLE)


@given(PASTES)
def test_what_was_repaired_as_plain_text_needs_no_more(paste: str) -> None:
    once = normalise(paste).repaired
    if not set(once) & set("=\\<>&|"):
        assert normalise(once).repaired == once


@given(PASTES | WORDS)
@example("½ ﬁ é… İ ŉ")
@example("réf. ==== ½")
def test_a_text_is_folded_as_each_of_its_tokens(paste: str) -> None:
    """Accents, ligatures and rulings take other ways through the program than plain text."""
    assert tokenise(paste) == list(map(fold, split(paste)))


@given(st.text())
def test_fold_is_stable_and_forgets_case_and_form(word: str) -> None:
    for token in tokenise(word):
        assert fold(token) == token or not token.isalpha()  # `⑴` becomes a bracketed number
    for form in ("NFC", "NFD", "NFKC"):
        if word.isalpha() and unicodedata.normalize(form, word).isalpha():
            assert fold(unicodedata.normalize(form, word)) == fold(word)
    if word.isascii():
        assert tokenise(word.upper()) == tokenise(word) == tokenise(word.lower())


def test_only_so_much_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LIMIT", 16)
    paste = "disk is full\nof <b>everything</b>\nin it"
    read = normalise(paste)
    assert read.used == 16
    assert [token.text for token in read] == ["disk", "is", "b", ">", "in", "it"]
    assert [paste[token.start : token.end] for token in read][-2:] == ["in", "it"]
    assert read.line_numbers(read.span(0, len(read.repaired)))[1] == 3
    assert normalise("disk").used == 4


def test_long_lines_are_broken_at_a_blank_and_go_on() -> None:
    paste = "word " * 2_000 + "end"
    lines = normalise(paste).lines
    assert len(lines) == 3
    assert all(len(line.text) <= text.LONGEST_LINE for line in lines)
    assert [line.joined for line in lines] == [0, 2, 2]
    assert [token for line in lines for token in line.tokens] == paste.split()


# --------------------------------------------------------------------------------------- encodings

GERMAN = "Müller hat „gekündigt“ – 証明書\n"
ENCODED = [
    ("UTF-8", GERMAN.encode(), GERMAN),
    ("UTF-8 with its mark", b"\xef\xbb\xbf" + GERMAN.encode(), GERMAN),
    ("UTF-16 with its mark", GERMAN.encode("utf-16"), GERMAN),
    ("UTF-16, big end first, with its mark", b"\xfe\xff" + GERMAN.encode("utf-16-be"), GERMAN),
    ("UTF-16 from a Windows pipe", "Disk is full\r\n".encode("utf-16-le"), "Disk is full\r\n"),
    ("UTF-16, big end first", "Disk is full".encode("utf-16-be"), "Disk is full"),
    ("Windows-1252", "Müller – “gone”".encode("cp1252"), "Müller – “gone”"),
    ("UTF-8, cut inside a character", "Müller „".encode()[:-1], "Müller "),
    ("NUL bytes are no UTF-16", b"\0" * 1000 + b"disk full", "\0" * 1000 + "disk full"),
    ("half a UTF-16 character", b"\xff\xfea\0b", "a\ufffd"),
    ("nothing", b"", ""),
]


@pytest.mark.parametrize(
    ("data", "expected"), [case[1:] for case in ENCODED], ids=[case[0] for case in ENCODED]
)
def test_decode(data: bytes, expected: str) -> None:
    assert decode(data) == expected


@given(st.binary(), st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]))
def test_any_bytes_are_some_text(data: bytes, mark: bytes) -> None:
    decode(mark + data).encode()


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_what_was_written_as_utf8_is_read_as_it_was(written: str) -> None:
    if not written.startswith("\ufeff") and "\0" not in written:
        assert decode(written.encode()) == written


# ----------------------------------------------------------------------------------------- helpers


def invisible() -> set[str]:
    """The characters of Unicode that show nothing by themselves."""
    ranges = (
        "\u00ad\u00ad\u034f\u034f\u061c\u061c\u115f\u1160\u17b4\u17b5\u180b\u180f\u200b\u200f\u202a"
        "\u202e\u2060\u206f\u3164\u3164\ufe00\ufe0f\ufeff\ufeff\uffa0\uffa0\ufff0\ufff8\U0001bca0"
        "\U0001bca3\U0001d173\U0001d17a\U000e0000\U000e0fff"
    )
    return {
        chr(c)
        for first, last in zip(ranges[::2], ranges[1::2], strict=True)
        for c in range(ord(first), ord(last) + 1)
    }


INVISIBLE = invisible()
VISIBLE_FORMATS = set(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)


def unprintable(written: str) -> set[str]:
    """Controls but line feeds and tabs, marks of direction, halves of characters, and what is invisible."""
    return {
        c
        for c in written
        if c in INVISIBLE
        or (unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t")
        or (unicodedata.category(c) == "Cf" and c not in VISIBLE_FORMATS and c < "\U00013430")
    }
