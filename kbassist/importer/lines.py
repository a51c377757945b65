"""Raw text → lines: blanks collapsed, markers of lists taken off, the empty lines before each counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from kbassist.text import clean


class Marker(StrEnum):
    """What stood before the text of a line."""

    NONE = ""
    BULLET = "bullet"
    NUMBER = "number"


class Line(NamedTuple):
    """A line that says something."""

    number: int
    """Where it stands in the source, from 1."""
    raw: str
    """As it stands there, but for blanks at its ends and what cannot be printed."""
    text: str
    """Without its marker, blanks collapsed; empty where there was nothing but a marker."""
    marker: Marker = Marker.NONE
    ordinal: int = 0
    """The number or, for `b.`, the place of the letter; 0 where there is none."""
    indent: int = 0
    """Columns before the marker or the text."""
    gap: int = 0
    """Empty lines before it."""


def lines(text: str) -> list[Line]:
    """The lines of *text* that hold anything, markers read in order.

    >>> lines("  1. Go\\n\\n - there")[1]
    Line(number=3, raw='- there', text='there', marker=<Marker.BULLET: 'bullet'>, ordinal=0, indent=1, gap=1)
    """
    found: list[Line] = []
    gap, last = 0, 0
    for number, raw in enumerate(split(text), 1):
        if not raw.strip():
            gap += 1
            continue
        expanded = raw.replace("\xa0", " ").expandtabs(4)
        line = collapsed(raw)
        marker, ordinal, rest = _marker(line, last)
        if marker is Marker.BULLET:
            again, ordinal, inner = _marker(rest, last)
            if again is Marker.NUMBER or (again is Marker.BULLET and inner):
                marker, rest = again, inner
        if marker is Marker.NUMBER:
            last = ordinal
        indent = len(expanded) - len(expanded.lstrip())
        found.append(Line(number, line, rest, marker, ordinal, indent, gap))
        gap = 0
    return list(_completed(found))


def split(text: str) -> list[str]:
    """*text* line by line, without anything that cannot be printed."""
    return clean(re.sub("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)).split("\n")


def collapsed(text: str) -> str:
    """*text* on one line, every stretch of blanks as one.

    >>> collapsed(" user\\xa0 _ABC ")
    'user _ABC'
    """
    return " ".join(text.split())


_BULLET = re.compile(r"[•‣◦▪▫●○■□∙⁃⦁➢➤►▶✓➔→][ ]*|・[ ]*|·[ ]*|[-–—*+o](?:[ ]+|\Z)", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:steps?|schritt)[ ]*(?P<step>\d{1,3})[ ]*(?:[:.)][ ]*|[-–][ ]+|\Z)"
    r"|手順[ ]*(?P<tejun>\d{1,3})[ ]*[:：.)]?[ ]*"
    r"|(?P<sub>\d{1,2})\.(?P<letter>[a-z])[.):]?[ ]+(?=\S)"
    r"|(?P<plain>\d{1,3})[ ]?[.)](?:[ ]+|\Z|(?=[^\W\d_]))"
    r"|\((?P<round>\d{1,2})\)[ ]*(?=\S)"
    r"|(?P<wide>\d{1,2})[．）、][ ]*"
    r"|(?P<colon>\d{1,2})[ ]?:[ ]+(?=\S)"
    r"|(?P<dash>\d{1,2})[ ]+[-–—][ ]+(?=\S)"
    r"|(?P<circle>[①-⑳])[ ]*"
    r"|(?P<alpha>[a-z])[.)][ ]+(?=\S)"
    r"|(?P<roman>i{1,3}|iv|vi{0,3}|ix)[.)][ ]+(?=\S)",
    re.IGNORECASE,
)
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_OTHER_BULLET = re.compile(r"o[ ]", re.IGNORECASE)


def _marker(line: str, last: int) -> tuple[Marker, int, str]:
    """The marker at the start of *line*, its number, and the text after it.

    A number that only a dash or a colon tells from text must be 1 or follow *last*.
    """
    found = _NUMBER.match(line)
    if found:
        ordinal = _ordinal(found)
        doubtful = found["dash"] or found["colon"]
        capital = found[0][:1].isupper() and (found["alpha"] or found["roman"])
        if not capital and not (doubtful and ordinal not in (1, last + 1)):
            return Marker.NUMBER, ordinal, line[found.end() :]
    found = _BULLET.match(line)
    if found and not _OTHER_BULLET.match(line) and not line.startswith("**"):
        return Marker.BULLET, 0, line[found.end() :].lstrip()
    return Marker.NONE, 0, line


def _ordinal(found: re.Match[str]) -> int:
    if found["letter"] or found["alpha"]:
        return ord((found["letter"] or found["alpha"]).casefold()) - ord("a") + 1
    if found["circle"]:
        return ord(found["circle"]) - ord("①") + 1
    if found["roman"]:
        return _ROMAN.index(found["roman"].casefold())
    digits = (found[name] for name in ("step", "tejun", "plain", "round", "wide", "colon", "dash"))
    return int(next(one for one in digits if one))


def _completed(found: list[Line]) -> Iterator[Line]:
    """*found*, where a number that stands alone on its line has got the text of the next line."""
    waiting: Line | None = None
    for line in found:
        if waiting is not None:
            if not line.marker and not line.gap:
                line = waiting._replace(raw=f"{waiting.raw} {line.raw}", text=line.text)
            else:
                yield waiting
            waiting = None
        if line.marker is Marker.NUMBER and not line.text:
            waiting = line
        else:
            yield line
    if waiting is not None:
        yield waiting


# ------------------------------------------------------------------------------------------- blocks


class Block(NamedTuple):
    """A paragraph, or an item of a list."""

    text: str
    line: int
    """Where it begins in the source."""
    marker: Marker = Marker.NONE
    ordinal: int = 0
    depth: int = 0
    """How deep an item is nested; for a paragraph inside of an item, one more than the item's."""
    gap: int = 0
    """Empty lines before it."""


def blocks(found: list[Line], width: int = 0) -> list[Block]:
    """*found* as paragraphs and items: lines that only a margin broke are joined.

    *width* is the margin at which the whole text was broken, 0 if it was not.
    """
    made: list[Block] = []
    levels: list[tuple[int, int]] = []  # (indent, number of the last item) of the lists around
    previous: Line | None = None
    for line in found:
        if not line.text:
            previous = None
            continue
        if line.marker:
            while levels and line.indent < levels[-1][0] - 1:
                levels.pop()
            follows = line.ordinal > 1 and levels and line.ordinal == levels[-1][1] + 1
            if not levels or (line.indent > levels[-1][0] + 1 and not follows):
                levels.append((line.indent, line.ordinal))
            else:
                levels[-1] = (min(levels[-1][0], line.indent), line.ordinal)
            made.append(
                Block(line.text, line.number, line.marker, line.ordinal, len(levels) - 1, line.gap)
            )
        elif previous is not None and made and _continues(previous, line, width):
            made[-1] = made[-1]._replace(text=f"{made[-1].text} {line.text}")
        else:
            inside = bool(levels) and line.indent > levels[-1][0] + 1
            if not inside:
                levels = []
            made.append(Block(line.text, line.number, depth=len(levels), gap=line.gap))
        previous = line
    return made


def _continues(previous: Line, line: Line, width: int) -> bool:
    """Whether *line*, which has no marker, is the rest of the line before it."""
    if line.gap:
        return False
    if previous.marker and line.indent >= previous.indent + 2:
        return True
    if not width:
        return False
    first = line.text.partition(" ")[0]
    return previous.indent + len(previous.raw) + 1 + len(first) > width - 2


def margin(found: list[Line]) -> int:
    """The column at which the whole text was broken into lines; 0 where it was not."""
    widest = max((line.indent + len(line.raw) for line in found), default=0)
    if not 50 <= widest <= 100:
        return 0
    full = [
        (before, line)
        for before, line in pairwise(found)
        if before.indent + len(before.raw) > 0.8 * widest and not line.gap and not line.marker
    ]
    broken = sum(
        before.text[-1:] not in ".:;!?" and line.text[:1].islower() for before, line in full
    )
    parted = any(line.gap for line in found)
    return widest if parted and broken >= 3 and broken * 2 > len(full) else 0
