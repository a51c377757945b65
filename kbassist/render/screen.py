"""A page on a terminal: the same lines as plain text, in few colours."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.console import Console
from rich.text import Text

from kbassist.render.page import Line, Piece, Role, columns, wrap

STYLES = {
    Role.PLAIN: "",
    Role.TITLE: "bold",
    Role.HEADING: "bold",
    Role.STRONG: "bold",
    Role.EMPHASIS: "italic",
    Role.CODE: "cyan",
    Role.VALUE: "bold cyan",
    Role.BLANK: "bold black on yellow",
    Role.WORD: "green",
    Role.DIM: "dim",
    Role.GOOD: "bold green",
    Role.DOUBT: "bold yellow",
    Role.BAD: "bold red",
}

WIDEST = 100
"""Columns beyond which a line is hard to read."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the caller what to do when nobody reads any more."""
        raise BrokenPipeError


def show(page: Iterable[Line], file: TextIO | None = None, width: int | None = None) -> None:
    """Print *page* to *file* (standard output); colours only where it is a terminal that has them.

    Raises BrokenPipeError where nobody reads.
    """
    console = _Console(file=file, width=width, highlight=False, markup=False, emoji=False)
    room = _dumb_width(console) or console.width
    for line in page:
        for row in broken(line, room) if line.command else wrap(line, min(room, WIDEST)):
            text = Text()
            for piece in row:
                text.append(piece.text, STYLES[piece.role])
            text.rstrip()
            console.print(text, soft_wrap=True)


def broken(line: Line, room: int) -> Iterator[tuple[Piece, ...]]:
    """The rows of a command: broken before an option where it has no *room*, so that it can still be copied.

    A shell goes on behind a backslash; that of Windows does not, and gets it in one row.
    """
    (piece,) = line.pieces
    if os.name == "nt" or columns(line.lead + piece.text) <= room:
        yield (Piece(line.lead), piece)
        return
    rows = [""]
    for part in _OPTIONS.findall(piece.text):
        indent = line.lead + ("  " if rows[1:] else "")
        if rows[-1] and columns(indent + rows[-1] + part) > room - len(" \\"):
            rows.append("")
        rows[-1] += part if rows[-1] else part.lstrip()
    for number, row in enumerate(rows):
        end = " \\" if number < len(rows) - 1 else ""
        yield (Piece(line.lead + ("  " if number else "")), Piece(row + end, piece.role))


_OPTIONS = re.compile(r"(?:^| +--?)(?:'[^']*'|(?! -)[^'])*")
"""A command's beginning, or one of its options with its value; what is quoted is of one piece."""


def _dumb_width(console: Console) -> int:
    """The width of a terminal that knows nothing but lines, which rich does not ask; 0 for any other."""
    if not console.is_dumb_terminal or "COLUMNS" in os.environ:
        return 0
    try:
        return os.get_terminal_size(console.file.fileno()).columns
    except (OSError, ValueError):
        return 0
