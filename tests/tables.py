"""Tables of examples: a title, what goes in, what must come out, separated by lines of one dot.

    a quotation mark stays outside
    .
    'Disk A is full'
    .
    match 1 disk=A
    .

A character that cannot be seen, or that an editor would spoil, is written by its number: `⟨1b⟩[31m`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_NUMBERED = re.compile("⟨([0-9a-f]+)⟩")


class Case(NamedTuple):
    """One example of a table."""

    title: str
    """The paragraph right above its first dot."""
    given: str
    expected: str


def cases(table: Path) -> list[Case]:
    """Every example of *table*, in order."""
    blocks: list[list[str]] = [[]]
    for line in table.read_text("utf-8").rstrip("\n").split("\n"):
        if line == ".":
            blocks.append([])
        else:
            blocks[-1].append(line)
    assert len(blocks) % 3 == 1, f"{table.name}: an example lacks a line of one dot"
    texts = ["\n".join(block) for block in blocks[:-1]]
    return [
        Case(heading.rstrip("\n").rsplit("\n", 1)[-1], given, expected)
        for heading, given, expected in zip(texts[::3], texts[1::3], texts[2::3], strict=True)
    ]


def unnumbered(text: str) -> str:
    """*text* with the characters that are written by their numbers."""
    return _NUMBERED.sub(lambda found: chr(int(found[1], 16)), text)


def numbered(text: str) -> str:
    """*text* with everything by its number that is no letter, mark or single blank of a keyboard."""
    return "".join(
        c if c == "\n" or (c.isprintable() and not "\u0300" <= c <= "\u036f") else f"⟨{ord(c):x}⟩"
        for c in text
    )
