"""What a command prints and asks: results on standard output, all else on standard error."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kbassist.model import Revision

if TYPE_CHECKING:
    from kbassist.render.page import Line


TRIES = 3
"""How often a value is asked for."""


class Format(StrEnum):
    """How an answer is printed."""

    SCREEN = "screen"
    TEXT = "text"
    JSON = "json"


def emit(text: str) -> bool:
    """Print a result, and give whether all of it was taken; a reader who has gone away is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        gone()
        return False
    return True


def gone() -> None:
    """Nobody reads standard output any more; what is still written goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def emit_json(document: Mapping[str, Any]) -> None:
    """Print JSON in plain ASCII, so that no pipe can spoil it."""
    import json

    emit(json.dumps(document, indent=2) + "\n")


def emit_page(page: Iterable[Line], form: Format | None) -> None:
    """Print a page in colour or plain; without a *form* as suits standard output."""
    if form is None:
        form = Format.SCREEN if sys.stdout.isatty() else Format.TEXT
    rows = list(page)
    if form is Format.SCREEN:
        from kbassist.render import screen

        try:
            screen.show(rows)
            sys.stdout.flush()
        except BrokenPipeError:
            gone()
    elif rows:
        from kbassist.render.page import plain

        emit(plain(rows))


def show(page: Iterable[Line]) -> None:
    """Print a page that is not the result, on standard error, in colour where that is a terminal."""
    from kbassist.render import screen

    screen.show(page, sys.stderr)


def remark(text: str) -> None:
    """Say something that is not the result, on one line."""
    from kbassist.render.page import one_line

    if sys.stderr is not None:
        print(f"kbassist: {one_line(text)}", file=sys.stderr)


def told(error: OSError) -> str:
    """What went wrong with which file, and what to do where the device is full."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        if not error.filename:
            return "no space is left where the output goes; what was written is not whole"
        return f"{error.filename}: no space is left there; make room, or name another place"
    if error.strerror:
        return f"{error.filename or 'input or output'}: {error.strerror}"
    return str(error)


def copied(text: str, html: str | None = None) -> None:
    """Copy a result that is printed already, with *html* as formatted text too, and say what was done.

    Raises NoClipboard where nothing could be done.
    """
    from kbassist import clipboard

    remark(clipboard.copy(text, html))


def may_ask(no_input: bool) -> bool:
    """Whether a person sits there to answer."""
    return not no_input and all(s is not None and s.isatty() for s in (sys.stdin, sys.stderr))


def question(text: str) -> str | None:
    """Ask a person for one line; None where the input ends."""
    from kbassist.render.page import one_line
    from kbassist.text import decode

    sys.stderr.write(f"{one_line(text)} ")
    sys.stderr.flush()
    given = sys.stdin.buffer.readline()
    if not given:
        sys.stderr.write("\n")
        return None
    return one_line(decode(given)).strip()


def agreed(text: str, *, default: bool) -> bool | None:
    """Ask a person for yes or no; Enter, or what is neither, is the *default*. None where the input ends."""
    said = question(text)
    if said is None:
        return None
    return said.casefold() in _YES or (default and said.casefold() not in _NO)


_YES = ("y", "yes", "j", "ja")
_NO = ("n", "no", "nein")


def ask(revision: Revision, names: Iterable[str]) -> dict[str, str]:
    """Ask for each placeholder; Enter leaves it blank, as do `TRIES` answers that it cannot have."""
    from kbassist.match.capture import fits
    from kbassist.model import Placeholder
    from kbassist.values import LOOKS

    values: dict[str, str] = {}
    for name in names:
        one = revision.placeholders.get(name) or Placeholder(name)
        for left in reversed(range(TRIES)):
            value = question(f"{one.question} (Enter: leave blank)")
            if value is None:
                return values
            if not value or fits(one.kind, value):
                break
            told = f"{value!r} does not look like {LOOKS[one.kind]}"
            remark(told if left else f"{told}; left blank")
            value = ""
        if value:
            values[name] = value
    return values
