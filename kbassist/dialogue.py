"""Talking with an author at a terminal: which line, which placeholders, and the editor.

Everything is shown and asked on standard error.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kbassist.model import KBError, Kind
from kbassist.terminal import agreed, question, remark, show

if TYPE_CHECKING:
    from kbassist.guess import Guess
    from kbassist.model import Template
    from kbassist.render.page import Line


def chosen(found: Sequence[str]) -> str:
    """The message, where several lines may be it."""
    if len(found) == 1:
        return found[0]
    from kbassist.render.page import text_line

    show(text_line(one, lead=f"{i:>2}  ", hang="    ") for i, one in enumerate(found, 1))
    while True:
        said = question(f"Which line is the message? (1-{len(found)}, Enter: 1)")
        if not said:
            return found[0]
        if said.isdecimal() and 0 < int(said) <= len(found):
            return found[int(said) - 1]
        remark(f"{said!r} is none of them")


HELP = (
    "OLD=NEW renames, NAME:KIND changes the kind, -NAME makes it words again, +TEXT makes one more"
)


def corrected(guessed: Guess) -> Guess:
    """*guessed* as the author wants it."""
    from kbassist.render.page import text_line

    show([text_line(HELP)])
    while True:
        show(_proposal(guessed))
        said = question("Is this right? (Enter: yes)")
        if not said:
            return guessed
        guessed = changed(guessed, said) or guessed


def changed(guessed: Guess, said: str) -> Guess | None:
    """*guessed* after one answer of the author; None, with a remark, where it was not understood."""
    names = [one.name for one in guessed.values]
    if said.startswith("+"):
        more = guessed.having(said[1:].strip())
        if more is None:
            remark(f"{said[1:].strip()!r} does not stand in it, or is a placeholder already")
        return more
    asked = re.fullmatch(r"-\s*(?P<gone>\w+)|(?P<name>\w+)\s*(?P<how>[=:])\s*(?P<value>\w+)", said)
    if not asked:
        remark("that was not understood")
        return None
    name = asked["gone"] or asked["name"]
    if name not in names:
        remark(f"there is no placeholder {name}; there is {', '.join(names) or 'none'}")
        return None
    if asked["gone"]:
        return guessed.without(name)
    value = asked["value"]
    if asked["how"] == ":":
        if value not in set(map(str, Kind)):
            remark(f"no kind is called {value}; there are {', '.join(Kind)}")
            return None
        return guessed.of_kind(name, Kind(value))
    if not re.fullmatch(r"[A-Za-z_]\w*", value, re.ASCII) or value in names:
        remark(f"{value} cannot be its name: it is taken, or not made of letters, digits and _")
        return None
    return guessed.renamed(name, value)


def _proposal(guessed: Guess) -> Iterator[Line]:
    """The message with its placeholders, and what each stands for."""
    yield from message_lines(guessed.template)
    yield from value_lines(guessed.said, guessed.kinds)


def message_lines(one: Template) -> Iterator[Line]:
    from kbassist.render.page import Line, Piece, Role, labelled, one_line

    pieces = [
        Piece(one_line(part))
        if isinstance(part, str)
        else Piece(f"{{{{{part.name}}}}}", Role.BLANK)
        for part in one
    ]
    yield Line()
    yield labelled("Message", pieces, 11)


def value_lines(said: Mapping[str, str], kinds: Mapping[str, Kind]) -> Iterator[Line]:
    from kbassist.render.page import Piece, Role, labelled, one_line

    width = min(24, max(map(len, kinds), default=0)) + 2
    for name, kind in kinds.items():
        value = Piece(one_line(said[name]), Role.VALUE) if name in said else Piece("")
        yield labelled(f"  {name}", (value, Piece(f"  {kind}", Role.DIM)), width + 2)


# ------------------------------------------------------------------------------------------- editor


def edited(text: str, path: Path) -> str:
    """*text* as the author left it in the editor; again, where it has faults and that is wanted.

    Raises KBError where the editor fails.
    """
    from kbassist import articles
    from kbassist.render import faults as writing

    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        remark("neither VISUAL nor EDITOR names an editor; write the rest into the file itself")
        return text
    before = text
    while True:
        text = _edit(command, text, path.parent.name)
        if text == before:
            remark("nothing was changed in the editor; it is written as it was proposed")
        _, faults = articles.parse(text, str(path))
        if not faults:
            return text
        show(writing.page(faults))
        if not agreed("Open the editor again? (Y/n)", default=True):
            return text


def _edit(command: str, text: str, name: str) -> str:
    """What the editor *command* leaves of *text*. Raises KBError where it fails."""
    import shlex
    import subprocess
    import tempfile

    words = shlex.split(command, posix=os.name != "nt")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.md"
        file.write_text(text, encoding="utf-8", newline="\n")
        try:
            status = subprocess.call([*words, str(file)])  # noqa: S603
        except OSError as error:
            raise KBError(
                f"{command} cannot be started: {error.strerror}; nothing was written"
            ) from error
        if status:
            raise KBError(f"{command} failed with status {status}; nothing was written")
        try:
            return file.read_bytes().decode().replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as error:
            raise KBError(f"{command} left no text behind; nothing was written") from error
