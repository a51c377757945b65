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

POWERSHELL = (
    "-NoProfile",
    "-Command",
    "[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-Clipboard -Raw",
)


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
    where two places are named, nothing can be read, or a person would have to be asked and *ask* is
    false; `OSError` where the file cannot be read.
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
        text = _clipboard()
    elif file is not None and str(file) != "-":
        with file.open("rb") as opened:
            text = _decoded(opened.read(LARGEST + 1), str(file))
    elif words and list(words) != ["-"]:
        text = " ".join(words)
    else:
        if sys.stdin is None or (sys.stdin.isatty() and not ask):
            raise NoPaste(
                "there is no text: give it as an argument, with --file, or through a pipe"
            )
        if sys.stdin.isatty():
            end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
            say(f"Paste or type the error; end with {end} on a line of its own.")
        text = _decoded(sys.stdin.buffer.read(LARGEST + 1), "the input")
    if not text.strip():
        raise NoPaste("the text is empty")
    return text


def _decoded(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise NoPaste(f"{name} is larger than {LARGEST // 2**20} MB")
    return decode(data)


def clipboard_commands() -> list[tuple[str, ...]]:
    """The commands that print the clipboard on this platform, the likeliest first."""
    if sys.platform == "darwin":
        return [("pbpaste",)]
    if os.name == "nt":
        return [("powershell", *POWERSHELL), ("pwsh", *POWERSHELL)]
    wayland = ("wl-paste", "--no-newline")
    x11 = [("xclip", "-selection", "clipboard", "-o"), ("xsel", "--clipboard", "--output")]
    first = [wayland, *x11] if os.environ.get("WAYLAND_DISPLAY") else [*x11, wayland]
    return [*first, ("powershell.exe", *POWERSHELL)]


def _clipboard() -> str:
    import shutil
    import subprocess

    commands = clipboard_commands()
    there = [command for command in commands if shutil.which(command[0])]
    if not there:
        names = ", ".join(command[0] for command in commands)
        raise NoPaste(f"no program here reads the clipboard; install one of: {names}")
    said = ""
    for command in there:
        try:
            done = subprocess.run(command, capture_output=True, timeout=10, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            said = said or str(error)
            continue
        if done.returncode == 0:
            return _decoded(done.stdout, "the clipboard")
        said = said or decode(done.stderr).strip().partition("\n")[0]
    raise NoPaste(f"the clipboard cannot be read: {said or 'it is empty'}")
