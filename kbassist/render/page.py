"""A page of text before it is plain or coloured: lines of pieces, each piece with its role.

The text of a ticket and the answer on a terminal are the same lines; `text` writes them as they are,
`screen` gives the roles their colours. Whatever becomes a piece is cleaned of control characters here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from kbassist.model import Filled, Inline, Missing, Node, Slot, inside
from kbassist.text import clean

WIDTH = 72
"""Columns of a text that goes into a ticket, an e-mail or a pipe."""

BLOCKS = frozenset(
    ("paragraph", "heading", "bullets", "steps", "code", "quote", "rule", "table", "internal")
)
"""The kinds of nodes that stand by themselves, not in a line."""


class Role(StrEnum):
    """What a piece of text is, for whoever gives it a colour."""

    PLAIN = "plain"
    TITLE = "title"
    HEADING = "heading"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    VALUE = "value"
    BLANK = "blank"
    WORD = "word"
    DIM = "dim"
    GOOD = "good"
    DOUBT = "doubt"
    BAD = "bad"


class Piece(NamedTuple):
    """Some text in one role."""

    text: str
    role: Role = Role.PLAIN


class Line(NamedTuple):
    """A paragraph: wrapped to the width, its first row begun by *lead*, the others by *hang*."""

    pieces: tuple[Piece, ...] = ()
    lead: str = ""
    hang: str = ""
    whole: bool = False
    """Never wrapped, as code is."""
    command: bool = False
    """Whether it is one, for a shell, which a terminal may break between options."""


_ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_GAPS = re.compile(r"[\r\n\t\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")


def one_line(text: str) -> str:
    """*text* cleaned, on one line."""
    return clean(_GAPS.sub(" ", text))


def many_lines(text: str) -> str:
    """*text* cleaned, its line ends kept."""
    return "\n".join(map(clean, _ENDS.split(text)))


def blank(label: str) -> str:
    """How a placeholder without a value looks."""
    return f"____ ({one_line(label)})"


def counted(number: int, noun: str) -> str:
    """`no faults`, `1 fault`, `1,024 faults`."""
    many = f"{number:,}" if number else "no"
    return f"{many} {noun}{'' if number == 1 else 's'}"


def text_line(text: str, role: Role = Role.PLAIN, lead: str = "", hang: str = "") -> Line:
    """One line of one role."""
    return Line((Piece(one_line(text), role),), lead, hang)


def labelled(label: str, pieces: Iterable[Piece], width: int) -> Line:
    """A line with *label* in a column of *width* before it."""
    return Line(tuple(pieces), f"{label:<{width}}", " " * width)


def pieces(parts: Iterable[Node | Inline], role: Role = Role.PLAIN) -> tuple[Piece, ...]:
    """Inline content as pieces; *role* is what plain words in it are."""
    made: list[Piece] = []
    for part in parts:
        match part:
            case str():
                made.append(Piece(one_line(part), role))
            case Filled(value=value):
                made.append(Piece(one_line(value), Role.VALUE))
            case Missing(label=label):
                made.append(Piece(blank(label), Role.BLANK))
            case Slot(name=name):
                made.append(Piece(blank(name), Role.BLANK))
            case Node(kind="break"):
                made.append(Piece("\n" if part.info == "hard" else " ", role))
            case Node(kind="strong"):
                made += pieces(part.children, Role.STRONG)
            case Node(kind="emphasis"):
                made += pieces(part.children, Role.EMPHASIS)
            case Node(kind="codespan"):
                made += pieces(part.children, Role.CODE)
            case Node(kind="link"):
                shown = pieces(part.children, role)
                made += shown
                if part.info and part.info != "".join(piece.text for piece in shown):
                    made.append(Piece(f" ({one_line(part.info)})", role))
            case Node():
                made += pieces(part.children, role)
    return tuple(made)


def lines(nodes: Iterable[Node | Inline], lead: str = "", hang: str = "") -> Iterator[Line]:
    """Blocks as lines; *lead* begins the first row of all, *hang* every other."""
    before: Node | None = None
    for node in nodes:
        if not isinstance(node, Node):
            node = Node("paragraph", (node,))
        if before is not None:
            listed = node.kind in ("bullets", "steps") and before.kind == "paragraph"
            headed = before.kind == "heading" and before.info != "3"
            if not listed and not headed:
                yield Line(lead=hang.rstrip(), hang=hang.rstrip())
            lead = hang
        yield from _block(node, lead, hang)
        before = node


def _block(node: Node, lead: str, hang: str) -> Iterator[Line]:
    match node.kind:
        case "heading":
            yield Line(pieces(node.children, Role.HEADING), lead, hang)
        case "bullets" | "steps":
            number = node.first
            digits = len(str(number + len(node.children) - 1))
            for item in node.children:
                mark = f"{number:>{digits}}. " if node.kind == "steps" else "- "
                yield from item_lines(item, lead + mark, hang + " " * len(mark))
                lead, number = hang, number + 1
        case "code":
            code = "".join(_code(child) for child in node.children)
            for row in code.rstrip("\n").split("\n"):
                yield Line((Piece(row, Role.CODE),), f"{lead}    ", f"{hang}    ", whole=True)
                lead = hang
        case "quote":
            yield from lines(node.children, lead + "> ", hang + "> ")
        case "internal":
            yield text_line("Internal:", Role.DOUBT, lead + "| ", hang + "| ")
            yield from lines(node.children, hang + "| ", hang + "| ")
        case "rule":
            yield text_line("-" * 20, Role.DIM, lead, hang)
        case "table":
            yield from _table(node, lead, hang)
        case _:
            yield Line(pieces(node.children), lead, hang)


def item_lines(item: Node | Inline, lead: str = "", hang: str = "") -> Iterator[Line]:
    """A list's item; what stands inside it follows without a gap but for a second paragraph."""
    blocks: list[Node] = []
    for child in inside(item):
        if isinstance(child, Node) and child.kind in BLOCKS:
            blocks.append(child)
        elif blocks and blocks[-1].kind == "words":
            blocks[-1] = replace(blocks[-1], children=(*blocks[-1].children, child))
        else:
            blocks.append(Node("words", (child,)))
    if not blocks:
        yield Line(lead=lead.rstrip(), hang=hang)
    for i, block in enumerate(blocks):
        if i and block.kind == blocks[i - 1].kind == "paragraph":
            yield Line()
        yield from _block(block, lead if not i else hang, hang)


def _code(part: Node | Inline) -> str:
    """A piece of a code block; its own line ends stay, a value's do not."""
    match part:
        case str():
            return many_lines(part)
        case Node():
            return "".join(map(_code, part.children))
    return pieces((part,))[0].text


def _table(table: Node, lead: str, hang: str) -> Iterator[Line]:
    """Columns where they fit, else each row as a paragraph."""
    rows = [
        [pieces(cell.children) if isinstance(cell, Node) else () for cell in row.children]
        for row in table.children
        if isinstance(row, Node)
    ]
    widths = [
        max(columns("".join(piece.text for piece in row[i])) if i < len(row) else 0 for row in rows)
        for i in range(max(map(len, rows), default=0))
    ]
    fits = len(hang) + sum(widths) + 2 * len(widths) <= WIDTH
    for row in rows:
        made: list[Piece] = []
        for cell, width in zip(row, widths, strict=False):
            if made:
                made.append(Piece("  " if fits else "; "))
            text = "".join(piece.text for piece in cell)
            made += cell
            if fits and cell is not row[-1]:
                made.append(Piece(" " * (width - columns(text))))
        yield Line(tuple(made), lead, hang + "  ", whole=fits)
        lead = hang


def columns(text: str) -> int:
    """How wide *text* is on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


_BREAKS = re.compile(r"( +|\n)")


def wrap(line: Line, width: int) -> Iterator[tuple[Piece, ...]]:
    """The rows of *line*, its lead included; words and short values are never broken."""
    if line.whole:
        yield (Piece(line.lead), *line.pieces)
        return
    row: list[Piece] = []
    room = max(width - columns(line.lead), 16)
    start, used, gap = line.lead, 0, ""
    word: list[Piece] = []

    def place() -> Iterator[tuple[Piece, ...]]:
        """Put the word that is complete into this row or the next."""
        nonlocal row, room, start, used, gap, word
        size = sum(columns(piece.text) for piece in word)
        if row and used + len(gap) + size > room:
            yield _merged(Piece(start), *row)
            row, start, used, gap = [], line.hang, 0, ""
            room = max(width - columns(line.hang), 16)
        if word:
            if gap and row:
                row.append(Piece(gap, row[-1].role if row[-1].role is word[0].role else Role.PLAIN))
                used += len(gap)
            row += word
            used, gap, word = used + size, "", []

    for piece in line.pieces:
        if piece.role is Role.VALUE and len(piece.text) <= 40:
            word.append(piece)
            continue
        for part in _BREAKS.split(piece.text):
            if part == "\n":
                yield from place()
                yield _merged(Piece(start), *row)
                row, start, used, gap = [], line.hang, 0, ""
            elif part.startswith(" "):
                yield from place()
                gap = part
            elif part:
                word.append(Piece(part, piece.role))
    yield from place()
    yield _merged(Piece(start), *row)


def _merged(*row: Piece) -> tuple[Piece, ...]:
    """*row* with neighbours of the same role made one."""
    made: list[Piece] = []
    for piece in row:
        if made and made[-1].role is piece.role:
            made[-1] = Piece(made[-1].text + piece.text, piece.role)
        elif piece.text:
            made.append(piece)
    return tuple(made)


def plain(page: Iterable[Line], width: int = WIDTH) -> str:
    """*page* without any colour, ending in one line end."""
    rows = ("".join(p.text for p in row).rstrip() for line in page for row in wrap(line, width))
    return "\n".join(rows).strip("\n") + "\n"
