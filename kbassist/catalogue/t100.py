"""SAP messages: exports of table T100 with class, number, language and text, however they are delimited."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import median_low
from typing import NamedTuple

from kbassist.catalogue.entry import Entry, Skipped, Unreadable
from kbassist.catalogue.placeholders import t100

_HEADS = {
    "language": {"sprsl", "langu", "language", "language key", "sprache", "lang", "spras", "la"},
    "class": {
        *("arbgb", "class", "message class", "msgid", "nachrichtenklasse", "klasse", "sarbgb"),
        *("application area", "appl. area", "area", "msg class", "id"),
    },
    "number": {
        *("msgnr", "number", "message number", "msgno", "nachrichtennummer", "nummer", "no."),
        *("no", "nr", "nr.", "msg no", "message no."),
    },
    "text": {
        "text",
        "message text",
        "short text",
        "message",
        "nachrichtentext",
        "msgtx",
        "kurztext",
    },
}
_FIXED = re.compile(
    r"(?:(?P<language>[A-Z0-9]{1,2})[ \t]+)?(?P<class>(?!\d{3}[ \t])\S{1,20}(?: [A-Z0-9]{1,6})?)[ \t]+"
    r"(?P<number>\d{3})[ \t]+(?P<text>\S.*)"
)
"""Columns that blanks divide."""

LANGUAGES = {
    "0": "sr",
    "1": "zh",
    "2": "th",
    "3": "ko",
    "4": "ro",
    "5": "sl",
    "6": "hr",
    "7": "ms",
    "8": "uk",
    "9": "et",
    "A": "ar",
    "B": "he",
    "C": "cs",
    "D": "de",
    "E": "en",
    "F": "fr",
    "G": "el",
    "H": "hu",
    "I": "it",
    "J": "ja",
    "K": "da",
    "L": "pl",
    "M": "zh-TW",
    "N": "nl",
    "O": "no",
    "P": "pt",
    "Q": "sk",
    "R": "ru",
    "S": "es",
    "T": "tr",
    "U": "fi",
    "V": "sv",
    "W": "bg",
    "X": "lt",
    "Y": "lv",
    "a": "af",
    "b": "is",
    "c": "ca",
    "d": "sh",
    "i": "id",
}
"""SAP's language keys of one letter."""


class Columns(NamedTuple):
    """Which cell of a row is what."""

    code: int
    number: int
    text: int
    language: int
    """-1 where there is none."""


def parse(text: str) -> Iterator[Entry | Skipped]:
    """The messages of an export. Raises Unreadable where no columns are found."""
    lines = [line.strip("\r") for line in text.split("\n")]
    delimiter = _delimiter(lines)
    if not delimiter:
        yield from _fixed(lines)
        return
    rows = list(_rows(lines, delimiter))
    columns, first = _columns([cells for _, cells in rows])
    for number, cells in rows[first:]:
        least = max(columns.code, columns.number, columns.text)
        if len(cells) <= least:
            yield Skipped("its row is short", number, " ".join(cells))
            continue
        language = cells[columns.language] if columns.language >= 0 else ""
        last = columns.text == max(columns)
        text = delimiter.join(cells[columns.text :]) if last else cells[columns.text]
        yield _entry(cells[columns.code], cells[columns.number], language, text, number)


def _entry(code: str, number: str, language: str, text: str, line: int) -> Entry | Skipped:
    code, number, language = code.strip(), number.strip(), language.strip()
    if not re.fullmatch(r"\d{1,3}", number) or not code:
        return Skipped("it has no class and number", line, f"{code} {number}")
    if not text.strip():
        return Skipped("it is empty", line, f"{code}{number}")
    known = LANGUAGES.get(language) or language.lower().replace("_", "-")
    if language and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,4})?", known):
        return Skipped(f"its language {language} is not known", line, text)
    made = t100(text.strip())
    name = f"{code}{number:0>3}"
    return Entry(name, made.texts, line, known, name, made.kinds)


def looks_so(text: str) -> bool:
    """Whether *text* may be such an export."""
    lines = [line.strip("\r") for line in text.split("\n")[:200]]
    delimiter = _delimiter(lines)
    if not delimiter:
        found = [_FIXED.fullmatch(line) for line in lines if line.strip()]
        return sum(map(bool, found)) > 0.8 * len(found) > 0
    try:
        _columns([cells for _, cells in _rows(lines, delimiter)])
    except Unreadable:
        return False
    return True


def _delimiter(lines: Sequence[str]) -> str:
    """What divides the cells of most lines, each as often as the others; empty: blanks."""
    some = [line for line in lines[:200] if line.strip(" |-=\t")]
    for delimiter in "\t;|,":
        counts = [line.count(delimiter) for line in some]
        if counts and sorted(counts)[len(counts) // 4] >= 2:
            return delimiter
    return ""


def _rows(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not ruling, with its line, without the empty cells that a border makes."""
    if delimiter in ",;":
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, cells
        except csv.Error as error:
            raise Unreadable(f"line {reader.line_num} is no row of a table: {error}") from error
        return
    for number, line in enumerate(lines, 1):
        if line.strip(" |-=\t"):
            bordered = delimiter == "|" and line.strip().startswith("|")
            cells = line.strip().strip("|").split("|") if bordered else line.split(delimiter)
            yield number, cells


def _columns(rows: Sequence[Sequence[str]]) -> tuple[Columns, int]:
    """Which column is what, and the first row that is a message. Raises Unreadable."""
    for i, row in enumerate(rows[:10]):
        heads = [cell.strip().strip('"').casefold() for cell in row]
        found = {
            what: next((k for k, head in enumerate(heads) if head in names), -1)
            for what, names in _HEADS.items()
        }
        if min(found["class"], found["number"], found["text"]) >= 0:
            columns = Columns(found["class"], found["number"], found["text"], found["language"])
            return columns, i + 1
    width = median_low([len(row) for row in rows[:200]] or [0])
    some = [row for row in rows[:200] if len(row) >= width]
    numbers = [k for k in range(width) if all(re.fullmatch(r"\d{3}", r[k].strip()) for r in some)]
    if width < 3 or len(numbers) != 1:
        raise Unreadable("no columns with a message class, a number and a text are found in it")
    lengths = [sum(len(row[k].strip()) for row in some) for k in range(width)]
    text = max(range(width), key=lambda k: lengths[k])
    rest = [k for k in range(width) if k not in (numbers[0], text)]
    language = next((k for k in rest if all(len(r[k].strip()) <= 2 for r in some)), -1)
    classes = [k for k in rest if k != language]
    if not classes:
        classes, language = [language], -1
    return Columns(classes[0], numbers[0], text, language), 0


def _fixed(lines: Iterable[str]) -> Iterator[Entry | Skipped]:
    known = False
    for number, line in enumerate(lines, 1):
        if not line.strip(" -="):
            continue
        found = _FIXED.fullmatch(line.strip())
        if found:
            known = True
            yield _entry(
                found["class"].replace(" ", ""),
                found["number"],
                found["language"] or "",
                found["text"],
                number,
            )
        elif known:
            yield Skipped("it has no class and number", number, line)
    if not known:
        raise Unreadable("no line with a message class, a number and a text is found in it")
