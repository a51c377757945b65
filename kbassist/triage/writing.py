"""Answers as rows of a table or as JSON Lines, and the way back into a file that was not finished."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from json.encoder import encode_basestring as quoted
from pathlib import Path
from typing import IO, NamedTuple

from kbassist.formats import OutputFormat
from kbassist.model import KBError, MatchResult, Verdict
from kbassist.triage.reading import Row
from kbassist.triage.summary import Tally

COLUMNS = (
    "row",
    "id",
    "verdict",
    "reason",
    "article",
    "revision",
    "title",
    "score",
    "missing",
    "variables",
)
"""The columns of the answers."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would calculate."""


def cell(value: str) -> str:
    """*value* as a cell that no spreadsheet takes for a formula.

    >>> cell("=HYPERLINK(A1)")
    "'=HYPERLINK(A1)"
    """
    return "'" + value if value.startswith(FORMULA) else value


def header(delimiter: str) -> str:
    """The first row of a table of answers."""
    return delimiter.join(COLUMNS) + "\r\n"


def writer(form: OutputFormat, delimiter: str) -> Callable[[Row, MatchResult], str]:
    """Makes the record of an answer, its line end included."""
    return table_row(delimiter) if form is OutputFormat.CSV else json_row


def table_row(delimiter: str) -> Callable[[Row, MatchResult], str]:
    """Makes rows of a table."""

    class Sink:
        write = str  # what is written is what `writerow` returns

    write: Callable[[Iterable[object]], str] = csv.writer(Sink, delimiter=delimiter).writerow

    def row(row: Row, result: MatchResult) -> str:
        best = result.best
        if best is None:
            cells: tuple[object, ...] = ("", "", "", "", "", "")
        else:
            values = [
                f"{quoted(name)}: {'null' if one.value is None else quoted(one.value)}"
                for name, one in best.variables.items()
            ]
            cells = (
                cell(best.article),
                cell(best.revision),
                cell(best.title),
                best.score,
                " ".join(best.missing),
                f"{{{', '.join(values)}}}" if values else "",
            )
        return write((row.number, cell(row.id), result.verdict, result.reason, *cells))

    return row


def json_row(row: Row, result: MatchResult) -> str:
    """The dictionary of a result, with the row before it."""
    return json.dumps({"row": row.number, "id": row.id, **result.to_json()}) + "\n"


# --------------------------------------------------------------------------------------- going on


class Last(NamedTuple):
    """The last answer of a file."""

    row: int
    id: str


@dataclass(slots=True)
class Written:
    """What a file of answers holds already."""

    size: int = 0
    """Bytes of all that is whole."""
    last: Last = field(default_factory=lambda: Last(0, ""))
    tally: Tally = field(default_factory=Tally)


def written(path: Path, form: OutputFormat, delimiter: str) -> Written:
    """Read the answers of an earlier run; raises KBError if they are not of this kind."""
    found = Written()
    other = KBError(f"{path} holds no answers in this format; give another --output")
    with path.open("rb") as file:
        records = _whole_records(file, form)
        if form is OutputFormat.CSV:
            first = next(records, None)
            if first is None:
                return found
            if first[0].decode("utf-8-sig", "replace") != header(delimiter):
                raise other
            found.size = first[1]
        for record, end in records:
            try:
                found.last = _last(record.decode("utf-8"), form, delimiter, found.tally)
            except (ValueError, LookupError, TypeError, csv.Error):
                raise other from None
            found.size = end
    return found


def _last(record: str, form: OutputFormat, delimiter: str, tally: Tally) -> Last:
    if form is OutputFormat.CSV:
        cells = dict(
            zip(COLUMNS, next(csv.reader(io.StringIO(record), delimiter=delimiter)), strict=True)
        )
        row, id_, verdict, article = (cells[c] for c in ("row", "id", "verdict", "article"))
    else:
        data = json.loads(record)
        row, id_, verdict = data["row"], data["id"], data["verdict"]
        article = data["best"]["article"] if data["best"] else ""
    tally.verdicts[Verdict(verdict)] += 1
    if verdict == Verdict.MATCH:
        tally.articles[article] += 1
    return Last(int(row), id_)


def _whole_records(file: IO[bytes], form: OutputFormat) -> Iterator[tuple[bytes, int]]:
    """Each record that has its line end, with where it ends; quoted line ends do not count."""
    held, end, odd = b"", 0, False
    for line in file:
        held += line
        if form is OutputFormat.CSV:
            odd ^= line.count(b'"') % 2 == 1
        if odd or not line.endswith(b"\r\n" if form is OutputFormat.CSV else b"\n"):
            continue
        end += len(held)
        yield held, end
        held = b""
