"""The command `kbassist redact`: a text without its secrets, and back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbassist import options
from kbassist.choice import read_paste
from kbassist.model import KBError
from kbassist.terminal import Format, copied, emit, emit_json, emit_page, remark

if TYPE_CHECKING:
    from kbassist.render.page import Line

SCHEMA = "kbassist.redaction/1"
"""Of a map: `values`, token → what stood there."""
LARGEST = 64 * 1024 * 1024
"""Bytes of a map."""


def redact(
    words: options.Words = None,
    file: options.File = None,
    clipboard: options.Clipboard = False,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only this kind, or all; may be repeated. Default: all but user-id.",
            show_default=False,
        ),
    ] = None,
    kinds: Annotated[
        bool, typer.Option("--kinds", help="Say which kinds there are; no text is read.")
    ] = False,
    map_: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="FILE",
            help="Keep what was replaced in FILE, for --restore; nobody else may read it.",
        ),
    ] = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Put back what the FILE of --map holds.")
    ] = False,
    copy: options.Copy = False,
    form: options.PlainOrJson = None,
    no_input: options.NoInput = False,
) -> None:
    """Take passwords, tokens, keys and mail addresses out of a text.

    Each value becomes a token, the same one wherever it stands: [password-1]. Everything else stays as it is,
    and the text goes to standard output; how much was replaced goes to standard error. What is found has a
    form of its own (a private key, a cookie, a known kind of token, a mail address) or a word before it that
    tells what it is (password=, Passwort:, api_key, PIN, login:). A password without such a word cannot
    be told from a word, nor one of several words from a sentence, nor a key without a name from a
    hash: read what you send.

    Nothing is kept unless --map names a file, which must not exist yet. It holds the values themselves. With
    --copy the text is in the clipboard, too, in any --format.

    \b
    Examples:
      kbassist redact --file ticket.txt
      kbassist redact --clipboard --copy
      kbassist redact --clipboard --kind password --kind token
      kbassist redact --file ticket.txt --map ticket.map
      kbassist redact --file answer.txt --restore --map ticket.map
    """
    from kbassist import redact as work

    if kinds:
        if form is Format.JSON:
            emit_json({"schema": "kbassist.kinds/1", "kinds": _kinds()})
        else:
            emit_page(_page(), form)
        return
    wanted = _wanted(kind)
    if restore:
        if map_ is None:
            raise KBError("--restore needs the file that holds the values; name it with --map")
        if kind:
            raise KBError("--kind goes with taking out, not with --restore")
        values = _read(map_)
        text = work.restore(read_paste(words, file, clipboard, no_input), values)
        _emit(text, {}, form)
    else:
        if map_ is not None and map_.exists():
            raise KBError(f"{map_} exists already and is not written over; name another file")
        made = work.redact(read_paste(words, file, clipboard, no_input), wanted)
        text = made.text
        if map_ is not None:
            _keep(map_, made.values)
        _emit(text, {"counts": dict(made.counts), "tokens": list(made.values)}, form)
        if form is not Format.JSON:
            replaced = f"replaced: {work.told(made.counts)}" if made.counts else "nothing found"
            remark(f"{replaced}; the values are in {map_}" if map_ is not None else replaced)
    if copy:
        copied(text)


def _wanted(kind: list[str] | None) -> frozenset[str]:
    """The kinds that were named. Raises KBError for one that there is not."""
    from kbassist.redact import KINDS, USUAL

    if not kind:
        return USUAL
    for one in kind:
        if one not in KINDS and one != "all":
            raise KBError(f"no kind is called {one!r}; there are {', '.join(KINDS)}, all")
    return frozenset(KINDS if "all" in kind else kind)


def _emit(text: str, told: Mapping[str, object], form: Format | None) -> None:
    """Print *text*, on a screen without what would control it; in JSON with what else is *told* of it.

    The schema is `kbassist.redact/1`; the values are not in it.
    """
    if form is Format.JSON:
        emit_json({"schema": "kbassist.redact/1", "text": text, **told})
        return
    if form is Format.SCREEN or sys.stdout.isatty():
        from kbassist.render.page import many_lines

        text = many_lines(text)
    emit(text if text.endswith("\n") else text + "\n")


def _kinds() -> list[dict[str, object]]:
    from kbassist.redact import KINDS, SECRETS, USUAL

    return [
        {"kind": name, "is": what, "secret": name in SECRETS, "default": name in USUAL}
        for name, what in KINDS.items()
    ]


def _page() -> Iterator[Line]:
    from kbassist.redact import KINDS, SECRETS, USUAL
    from kbassist.render.page import Piece, labelled

    for name, what in KINDS.items():
        more = "" if name in SECRETS else "; stays where a placeholder has captured it"
        more += "" if name in USUAL else "; only when asked for"
        yield labelled(name, [Piece(f"{what}{more}")], 13)


# -------------------------------------------------------------------------------------------- the map


def _keep(path: Path, values: Mapping[str, str]) -> None:
    """Write a new map that only its owner may read. Raises KBError where the file exists."""
    import json

    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KBError(f"{path} exists already and is not written over; name another file") from None
    with open(handle, "w", encoding="utf-8") as file:
        json.dump({"schema": SCHEMA, "values": dict(values)}, file, indent=2)
        file.write("\n")


def _read(path: Path) -> dict[str, str]:
    """The values of a map. Raises KBError where the file is none."""
    import json

    with path.open("rb") as file:
        data = file.read(LARGEST)
    try:
        found = json.loads(data)
        if found["schema"] == SCHEMA and all(
            isinstance(one, str) for one in found["values"].values()
        ):
            return dict(found["values"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        pass
    raise KBError(f"{path} holds no values that kbassist redact has kept")
