"""Where a pasted text comes from: an argument, a file, a pipe, the clipboard, or the keyboard."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kbassist.model import KBError
from kbassist.text import decode

LARGEST = 64 * 1024 * 1024
"""Bytes that are read of a file or a pipe; a longer one is refused."""


class NoPaste(KBError):
    """There is no text to look at, or it cannot be read."""


def read(
    words: Sequence[str],
    file: Path | None,
    clipboard: bool,
    *,
    ask: bool,
    say: Callable[[str], None],
) -> str:
    """The text from the one place that was named; without any, from the pipe or the keyboard.

    *words* are the command's arguments, `-` alone being the pipe; *say* prints a remark. Raises `NoPaste`
    where two places are named, the words are the name of a file, nothing can be read, what is read is no
    text, or a person would have to be asked and *ask* is false; `NoClipboard` where the clipboard and
    `OSError` where the file cannot be read.
    """
    named = [
        name
        for name, given in (
            ("a text", bool(words)),
            ("--file", file is not None),
            ("--clipboard", clipboard),
        )
        if given
    ]
    if len(named) > 1:
        raise NoPaste(f"give either {' or '.join(named)}, not both")
    if clipboard:
        from kbassist import clipboard as board

        text = decoded(board.content(), "the clipboard")
    elif file is not None and str(file) != "-":
        with file.open("rb") as opened:
            text = decoded(opened.read(LARGEST + 1), str(file))
    elif words and list(words) != ["-"]:
        _refuse_file_names(words)
        text = " ".join(words)
    else:
        if sys.stdin is None or (sys.stdin.isatty() and not ask):
            raise NoPaste(
                "there is no text: give it as an argument, with --file, or through a pipe"
            )
        if sys.stdin.isatty():
            end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
            say(f"Paste or type the error; end with {end} on a line of its own.")
        text = decoded(sys.stdin.buffer.read(LARGEST + 1), "the input")
    if not text.strip():
        raise NoPaste("the text is empty")
    return text


def _refuse_file_names(words: Sequence[str]) -> None:
    """Raise `NoPaste` where *words* are names of files: whoever named one meant what is in it."""
    whole = " ".join(words)
    if os.path.isfile(whole) or all(map(os.path.isfile, words)):
        import shlex

        name = whole if os.path.isfile(whole) else words[0]
        raise NoPaste(f"{name} is a file; did you mean --file {shlex.quote(name)}?")


def decoded(data: bytes, name: str) -> str:
    """The text that the *data* of a file or of anything else called *name* hold.

    Raises `NoPaste` where they are more than `LARGEST` bytes, or no text.
    """
    if len(data) > LARGEST:
        raise NoPaste(f"{name} is larger than {LARGEST // 2**20} MB")
    from kbassist import binary

    if what := binary.kind(data):
        raise NoPaste(f"{name} is no text but {what}")
    text = decode(data)
    if binary.odd(text) > binary.ODD:
        raise NoPaste(f"{name} is no text: it holds bytes that no text has")
    return text
