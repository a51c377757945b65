"""Java and ICU: `key = text` with continuation lines, `\\uXXXX` and MessageFormat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbassist.catalogue.entry import Entry, Skipped
from kbassist.catalogue.placeholders import message_format

_PAIR = re.compile(r"((?:\\.|[^\\\s:=])*)(?:\s*[:=]\s*|\s+|$)(.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u+([0-9a-fA-F]{4})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": " ", "r": "", "f": ""}
_PAIRED = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def parse(text: str) -> Iterator[Entry | Skipped]:
    """The messages of a `.properties` file."""
    for number, line in _lines(text):
        found = _PAIR.match(line)
        key, value = (_unescaped(found[1]), _unescaped(found[2])) if found else (line, "")
        if not value.strip():
            yield Skipped("it is empty", number, key)
            continue
        made = message_format(value)
        yield Entry(key, made.texts, number, kinds=made.kinds)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The logical lines, each with the number of its first."""
    whole, first = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        line = line.lstrip(" \t\f")
        if not whole and (not line or line[0] in "#!"):
            continue
        first = first if whole else number
        backslashes = len(line) - len(line.rstrip("\\"))
        if backslashes % 2:
            whole += line[:-1] or "\0"
            continue
        yield first, (whole + line).replace("\0", "")
        whole = ""
    if whole:
        yield first, whole.replace("\0", "")


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _LETTERS.get(found[2], found[2]), text
    )
    return _PAIRED.sub(
        lambda found: found[0].encode("utf-16", "surrogatepass").decode("utf-16"), text
    )
