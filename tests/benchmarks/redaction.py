"""Measure how much of what must not get out of a text is found, and how much is taken for it that is not.

    python tests/benchmarks/redaction.py [FILE …]

The texts of `tests/secrets` are invented: about half of them hold what must be found, the others are what
error messages, logs and tickets look like. The detector was written with the half `seen` at hand. Further
FILEs are read as ordinary text, one message a line, and what is found in them is counted.

found    of the marked values, those that are covered whole
kind     of these, those whose kind is right
exact    of these, those of which nothing more was taken
false    of the ordinary texts, those in which something was found

The time is that of a megabyte of each half, repeated, as a ratio to splitting it into words; then the longest
of a megabyte in one line that repeats one of the pieces that the tests call hostile, as a ratio to that of a
quarter of a megabyte: 4 where time grows with length and nothing else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from itertools import chain, repeat
from pathlib import Path
from time import process_time

from kbassist.redact import KINDS, find
from tests.benchmarks.outcomes import percent, ratio, table
from tests.marked import HALVES, marked
from tests.test_redact import HOSTILE

MEGABYTE = 1_000_000


def main(files: Iterable[str]) -> None:
    """Measure and print tables."""
    rows = [(half, *of_half(half)) for half in HALVES]
    print(table(("half", "values", "found", "kind", "exact", "ordinary", "false"), rows))
    for name in files:
        lines = [
            one for one in Path(name).read_text("utf-8", "replace").splitlines() if one.strip()
        ]
        false = sum(bool(find(one)) for one in lines)
        print(f"\n{Path(name).name}: something found in {false:,} of {len(lines):,} lines")
    print()
    print(table(("text", "to splitting"), [(half, f"{slowness(half):.1f}") for half in HALVES]))
    worst = max(HOSTILE, key=lambda piece: seconds(piece, MEGABYTE))
    grown = seconds(worst, MEGABYTE) / seconds(worst, MEGABYTE // 4)
    print(
        f"\nslowest piece {worst!r}: a megabyte takes {grown:.1f} times as long as a quarter of it"
    )


def of_half(half: str) -> tuple[str, ...]:
    """The counts of a half."""
    values = found = kind = exact = ordinary = false = 0
    for one in marked(half):
        there = find(one.text)
        ordinary += not one.secrets
        false += not one.secrets and bool(there)
        for start, end, wanted in one.secrets:
            values += 1
            hits = [hit for hit in there if hit.start <= start and end <= hit.end]
            found += bool(hits)
            kind += any(hit.kind == wanted for hit in hits)
            exact += any((hit.start, hit.end) == (start, end) for hit in hits)
    return (
        str(values),
        percent(ratio(found, values)),
        percent(ratio(kind, found)),
        percent(ratio(exact, found)),
        str(ordinary),
        percent(ratio(false, ordinary)),
    )


def slowness(half: str) -> float:
    """How much longer than splitting it into words it takes to look through a half."""
    texts = list(chain.from_iterable(repeat([one.text for one in marked(half)], 100)))
    since = process_time()
    for text in texts:
        find(text)
    between = process_time()
    for text in texts:
        re.findall(r"\w+|[^\w\s]", text)
    return (between - since) / (process_time() - between)


def seconds(piece: str, length: int) -> float:
    """How long one line takes that repeats *piece*."""
    text = (piece * (length // len(piece) + 1))[:length]
    since = process_time()
    find(text, KINDS)
    return process_time() - since


if __name__ == "__main__":
    main(sys.argv[1:])
