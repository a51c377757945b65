"""Messages from files and pipes, one at a time: tables, JSON Lines, plain lines.

Nothing is read twice, and of no file more than a line is held: not even of one that has no line ends.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from kbassist import binary
from kbassist.formats import InputFormat
from kbassist.model import KBError
from kbassist.text import LIMIT

HEAD = 64 * 1024
"""Bytes by which the encoding is told."""
FIELD = 16 * 1024 * 1024
"""Characters of a field of a table, or of a line of JSON; a longer one is an error."""
DELIMITERS = ",;\t"
TOLD = 3
"""Rows with an open quotation mark that are named."""

if TYPE_CHECKING:
    from _csv import Reader as _Reader

TITLES = (
    "short_description",
    "short description",
    "kurzbeschreibung",
    "summary",
    "subject",
    "betreff",
    "title",
)
"""Usual names of a column that says in one line what a ticket is about."""
TEXTS = (
    "description",
    "text",
    "message",
    "body",
    "beschreibung",
    "meldung",
    "fehlermeldung",
    "error_message",
    "error",
    "details",
    "comments",
    "log",
    "msg",
)
"""Usual names of a column that says all."""

_FRAME = re.compile(
    r"\s*(?:at [\w.$<>/]+\(.*|\.\.\. \d+ (?:more|common frames omitted)|File \"[^\"]+\", line \d+.*)\s*"
)
"""A stack frame as Java and Python print it."""


class Row(NamedTuple):
    """A message with where it came from."""

    number: int
    """Its record in the table, from 1; its line, where every line is a message."""
    id: str
    text: str
    product: str | None
    version: str | None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table or keys of a JSON object hold what."""

    text: Sequence[str] = ()
    """Joined by line ends; none: guessed."""
    id: str | None = None
    product: str | None = None
    """A column, or if there is none of that name the product itself."""
    version: str | None = None


@dataclass(slots=True)
class Input:
    """Messages to come."""

    format: InputFormat
    rows: Iterator[Row]
    delimiter: str = ","
    """Of a table."""
    spreadsheet: bool = False
    """Whether the encoding is one that only spreadsheets write: with a mark, or Windows-1252."""
    position: Callable[[], int] = lambda: 0
    """Bytes read so far."""
    size: int = 0
    """Bytes there are; 0 where nobody knows."""
    passed: int = 0
    """Lines that are no message: stack frames and empty ones; unreadable ones of JSON."""
    close: Callable[[], None] = lambda: None
    """Gives back the file."""


Say = Callable[[str], None]


# --------------------------------------------------------------------------------------- encodings


def encoding_of(head: bytes) -> str:
    """The encoding of a text that begins with *head*, by the rules of `kbassist.text.decode`."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    some = head[:4000]
    for encoding, zeros in (("utf-16-le", some[1::2]), ("utf-16-be", some[::2])):
        if len(some) >= 4 and zeros.count(0) > 0.6 * len(zeros) and some.count(0) < 0.7 * len(some):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def misfits(name: str, encoding: str, say: Say) -> str:
    """The name of an error handler that reads odd bytes as Windows-1252 and says so once."""
    told = False

    def handle(error: UnicodeError) -> tuple[str, int]:
        nonlocal told
        if not isinstance(error, UnicodeDecodeError):
            raise error
        if not told:
            told = True
            how = "read as Windows-1252" if encoding.startswith("utf-8") else "left out"
            say(f"{name} is not all {encoding}; bytes that do not fit are {how}")
        odd = error.object[error.start : error.end]
        if not encoding.startswith("utf-8"):
            return "\ufffd", error.end
        return odd.decode("cp1252", errors="replace"), error.end

    codecs.register_error("kbassist.misfits", handle)
    return "kbassist.misfits"


class _Counted(io.RawIOBase):
    """A stream of bytes that knows how many were read of it."""

    def __init__(self, source: io.RawIOBase) -> None:
        self.source = source
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        count = self.source.readinto(buffer)
        self.count += count or 0
        return count


def _lines(stream: IO[str], longest: int) -> Iterator[str]:
    """The lines of *stream* with their ends; of a longer one only so much."""
    while line := stream.readline(longest):
        if not line.endswith("\n") and len(line) == longest:
            while (rest := stream.readline(longest)) and not rest.endswith("\n"):
                pass
        yield line


# ------------------------------------------------------------------------------------------ tables


def format_of(path: Path | None) -> InputFormat:
    """The format by the name of the file; a pipe has lines."""
    match path.suffix.lower() if path else "":
        case ".csv" | ".tsv":
            return InputFormat.CSV
        case ".jsonl" | ".ndjson" | ".json":
            return InputFormat.JSONL
    return InputFormat.LINES


def open_input(path: Path | None, format_: InputFormat | None, columns: Columns, say: Say) -> Input:
    """The messages of a file, or of standard input where there is none.

    *say* is told what was guessed and what did not fit. Raises OSError, and KBError where a column is
    missing.
    """
    raw = _raw(path)
    made = Input(format_ or format_of(path), iter(()))
    if path:
        made.size, made.close = os.stat(path).st_size, raw.close
    try:
        _begin(made, raw, str(path) if path else "the input", columns, say)
    except BaseException:
        made.close()
        raise
    return made


def _raw(path: Path | None) -> io.RawIOBase:
    if path:
        return io.FileIO(path)
    stdin: Any = sys.stdin.buffer
    raw: io.RawIOBase = getattr(stdin, "raw", stdin)
    return raw


def _begin(made: Input, raw: io.RawIOBase, name: str, columns: Columns, say: Say) -> None:
    """Tell encoding and columns by the beginning of the input."""
    counted = _Counted(raw)
    buffered = io.BufferedReader(counted, 2 * HEAD)
    head = buffered.peek(HEAD)[:HEAD]
    if what := binary.kind(head):
        raise KBError(f"{name} is no text but {what}")
    encoding = encoding_of(head)
    newline = "" if made.format is InputFormat.CSV else None
    stream = io.TextIOWrapper(buffered, encoding, misfits(name, encoding, say), newline)
    made.spreadsheet = encoding in ("utf-8-sig", "utf-16", "cp1252")
    made.position = lambda: counted.count
    match made.format:
        case InputFormat.LINES:
            for option, given in (("--text", columns.text), ("--id", columns.id)):
                if given:
                    raise KBError(f"{option} names a column; {name} is read line by line")
            made.rows = _log(stream, columns, made)
        case InputFormat.JSONL:
            made.rows = _objects(stream, columns, made, name, say)
        case InputFormat.CSV:
            made.rows = _table(stream, columns, made, name, say)


def _log(stream: IO[str], columns: Columns, made: Input) -> Iterator[Row]:
    product, version = columns.product, columns.version
    for number, line in enumerate(_lines(stream, LIMIT), 1):
        text = line.rstrip("\n")
        if not text or text.isspace() or (text[0] in " \t" and _FRAME.fullmatch(text)):
            made.passed += 1
            continue
        yield Row(number, "", text, product, version)


@dataclass(slots=True)
class _Chosen:
    """Where in a record its parts stand."""

    text: list[str]
    id: str | None
    product: tuple[str | None, str | None]
    """A column, or a value."""
    version: tuple[str | None, str | None]


def _choose(columns: Columns, there: Sequence[str], name: str, say: Say) -> _Chosen:
    """The columns to read, by their names; raises KBError for one that is missing."""
    folded = {one.strip().casefold(): one for one in reversed(there)}

    def column(option: str, wanted: str) -> str:
        found = folded.get(wanted.strip().casefold())
        if found is None:
            raise KBError(
                f"{name} has no column {wanted} ({option}); it has: {', '.join(there) or 'none'}"
            )
        return found

    def either(wanted: str | None) -> tuple[str | None, str | None]:
        if wanted is None:
            return None, None
        found = folded.get(wanted.strip().casefold())
        return (found, None) if found is not None else (None, wanted)

    if columns.text:
        text = [column("--text", one) for one in columns.text]
    else:
        text = [folded[one] for one in TITLES if one in folded][:1]
        text += [folded[one] for one in TEXTS if one in folded][:1]
        if not text and len(there) == 1:
            text = [there[0]]
        if not text:
            raise KBError(
                f"{name} has no column whose name says that it holds the text; name one with --text:"
                f" {', '.join(there) or 'there is none'}"
            )
        say(f"the text is taken from {' and '.join(text)}; --text names other columns")
    return _Chosen(
        text,
        column("--id", columns.id) if columns.id else None,
        either(columns.product),
        either(columns.version),
    )


def _row(number: int, record: dict[str, str], chosen: _Chosen) -> Row:
    def value(of: tuple[str | None, str | None]) -> str | None:
        column, fixed = of
        return record.get(column, "").strip() or None if column is not None else fixed

    parts = [record.get(one, "") for one in chosen.text]
    return Row(
        number,
        record.get(chosen.id, "") if chosen.id is not None else "",
        "\n".join(part for part in parts if part.strip()),
        value(chosen.product),
        value(chosen.version),
    )


def delimiter_of(header: str) -> str:
    """What separates the cells of a table, by its first line.

    >>> delimiter_of('Nummer;"Text, lang";Datum')
    ';'
    """
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=bare.count)


def _table(stream: IO[str], columns: Columns, made: Input, name: str, say: Say) -> Iterator[Row]:
    first = stream.readline(2 * FIELD)
    if declared := re.fullmatch(r"sep=(.)\r?\n", first, re.IGNORECASE):  # how a spreadsheet says it
        made.delimiter, first = declared[1], stream.readline(2 * FIELD)
    else:
        made.delimiter = delimiter_of(first)
    if not first:
        raise KBError(f"{name} is empty")
    csv.field_size_limit(FIELD)
    read: list[str] = []
    reader = csv.reader(
        _kept(_chained(first, _lines(stream, 2 * FIELD)), read), delimiter=made.delimiter
    )
    records = _records(reader, name, read, made.delimiter, say)
    header = [one.strip() for one in next(records)]
    chosen = _choose(columns, header, name, say)
    return _rows_of_table(records, header, chosen)


def _rows_of_table(
    records: Iterator[list[str]], header: list[str], chosen: _Chosen
) -> Iterator[Row]:
    for number, cells in enumerate(records, 1):
        yield _row(number, dict(zip(header, cells, strict=False)), chosen)


def _chained(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _kept(lines: Iterable[str], read: list[str]) -> Iterator[str]:
    """*lines*, each of which is added to *read*."""
    for line in lines:
        read.append(line)
        yield line


def _records(
    reader: _Reader, name: str, read: list[str], delimiter: str, say: Say
) -> Iterator[list[str]]:
    """The records that are not empty; raises KBError for what is no table.

    *read* are the lines of the record that is being read; *say* is told of lines that were read as one
    because a quotation mark is not closed where it should be.
    """
    number = told = 0
    while True:
        read.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise KBError(
                f"{name}, record {number}: {error}; is a quotation mark missing?"
            ) from error
        if len(read) > 1 and told < TOLD and _torn(read, delimiter):
            told += 1
            last = reader.line_num
            more = "; others like it are not told" if told == TOLD else ""
            say(
                f"{name}, lines {last - len(read) + 1:,} to {last:,} were read as one row: a quotation"
                f" mark is not closed, or something stands behind it{more}"
            )
        if cells:
            yield cells
            number += 1


def _torn(lines: Sequence[str], delimiter: str) -> bool:
    """Whether the *lines* of one record are such as no program writes on purpose."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


def _objects(stream: IO[str], columns: Columns, made: Input, name: str, say: Say) -> Iterator[Row]:
    chosen: _Chosen | None = None
    for number, line in enumerate(_lines(stream, FIELD), 1):
        if line.isspace():
            continue
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            if not made.passed:
                say(f"{name}, line {number} is no JSON object and is passed over")
            made.passed += 1
            continue
        record = {key: _string(value) for key, value in found.items()}
        if chosen is None:
            chosen = _choose(columns, list(record), name, say)
        yield _row(number, record, chosen)


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
