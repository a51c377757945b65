"""Texts in which it is marked what must not get out: `tests/secrets/*.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "secrets"
HALVES = ("seen", "unseen")
_MARK = re.compile(r"⟦(?P<kind>[a-z-]+):(?P<value>[^⟧]*)⟧")


class Marked(NamedTuple):
    """A text and what it is about."""

    line: int
    """Of the file, from 1."""
    text: str
    secrets: tuple[tuple[int, int, str], ...]
    """Start, end and kind of each value; none in ordinary text."""


def marked(half: str) -> Iterator[Marked]:
    """The texts of a half."""
    lines = (FOLDER / f"{half}.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("# "):
            yield _read(number, line.replace("¦", "").replace("␤", "\n"))


def _read(number: int, line: str) -> Marked:
    text, secrets, position = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        secrets.append((len(text), len(text) + len(mark["value"]), mark["kind"]))
        text += mark["value"]
        position = mark.end()
    return Marked(number, text + line[position:], tuple(secrets))
