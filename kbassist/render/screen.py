"""A page on a terminal: the same lines as plain text, in few colours."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.text import Text

from kbassist.render.page import Line, Role, wrap

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
    columns = min(_dumb_width(console) or console.width, WIDEST)
    for line in page:
        for row in wrap(line, columns):
            text = Text()
            for piece in row:
                text.append(piece.text, STYLES[piece.role])
            text.rstrip()
            console.print(text, soft_wrap=True)


def _dumb_width(console: Console) -> int:
    """The width of a terminal that knows nothing but lines, which rich does not ask; 0 for any other."""
    if not console.is_dumb_terminal or "COLUMNS" in os.environ:
        return 0
    try:
        return os.get_terminal_size(console.file.fileno()).columns
    except (OSError, ValueError):
        return 0
