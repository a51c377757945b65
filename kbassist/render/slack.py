"""A snippet as Slack's mrkdwn.

It knows no escapes but for `&`, `<` and `>`; only in code is nothing a mark. So values stand in code, and so
does every word that holds a mark, a mention or an emoji. A backtick cannot stand in code at all: `ˋ` does
for it, the letter that looks like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from kbassist.model import Inline, Node, Snippet
from kbassist.render.blocks import Run, code, flat, item, runs
from kbassist.render.document import document
from kbassist.render.html import SCHEMES

PHRASES = {"strike": "~", "emphasis": "_", "strong": "*"}
BACKTICK = "ˋ"

_SPECIAL = re.compile(r"[*_~`]|(?<!\w)[@#](?=\w)|:[\w+'-]+:|[:;=][-']?[)(DPpOo|/\\*](?!/)")
_GAP = re.compile(r"(\s+)")
_BEFORE = re.compile(r"[\w-]*\Z")
_AFTER = re.compile(r"\A[\w-]*")


class _Piece(NamedTuple):
    text: str
    coded: bool
    styles: frozenset[str]
    target: str = ""


def render(snippet: Snippet) -> str:
    """The snippet as mrkdwn; values are code, headings and blanks are bold."""
    return "\n\n".join(filter(None, map(_block, document(snippet)))) + "\n"


def _block(node: Node) -> str:
    match node.kind:
        case "heading":
            return _inline((Node("strong", node.children),))
        case "bullets" | "steps":
            return "\n".join(_items(node, ""))
        case "code":
            return _code(node)
        case "quote" | "internal":
            return "\n".join(f"> {line}" for one in flat(node) for line in _lines(one))
        case "table":
            return "\n".join(_inline(one.children) for one in flat(node))
        case "rule":
            return ""
    return _inline(node.children)


def _items(node: Node, indent: str) -> Iterator[str]:
    """The lines of a list, each item with its own number or point."""
    number = node.first
    for one in node.children:
        mark = "• " if node.kind == "bullets" else f"{number}. "
        first = True
        for block in item(one):
            if block.kind in ("bullets", "steps"):
                if first:
                    yield indent + mark.rstrip()
                yield from _items(block, indent + "    ")
            else:
                for line in _lines(block):
                    yield indent + (mark if first else "    ") + line
                    first = False
            first = False
        if first:
            yield indent + mark.rstrip()
        number += 1


def _lines(node: Node) -> Iterator[str]:
    """One of `flat` blocks inside another; code line by line, since a block of it would end the other."""
    match node.kind:
        case "bullets" | "steps":
            yield from _items(node, "")
        case "code":
            for row in code(node).split("\n"):
                yield _inline((Node("codespan", (row,)),))
        case _:
            yield from _inline(node.children).split("\n")


def _code(node: Node) -> str:
    return f"```\n{_escape(code(node).replace('`', BACKTICK))}\n```"


def _inline(parts: Iterable[Node | Inline]) -> str:
    """What stands in one paragraph; its marks work only where no letter stands beside them."""
    pieces = list(_joined(_pieces(runs(parts))))
    made = ""
    groups = [(styles, list(same)) for styles, same in groupby(pieces, lambda one: one.styles)]
    for i, (styles, same) in enumerate(groups):
        after = groups[i + 1][1][0].text[:1] if i + 1 < len(groups) else ""
        inside = "".join(_written(one, not made and not n) for n, one in enumerate(same))
        text = inside.strip()
        alone = not made[-1:].isalnum() and not after.isalnum() and "\n" not in text
        if text and alone:
            head, _, tail = inside.partition(text)
            for style, mark in PHRASES.items():
                if style in styles:
                    text = mark + text + mark
            inside = head + text + tail
        made += inside
    return made


def _pieces(found: Iterable[Run]) -> Iterator[_Piece]:
    """*found* cut into words, those that hold a mark as code."""
    for run in found:
        styles = run.styles - {"code"}
        plain = not run.value and not _SPECIAL.search(run.text)
        if plain and run.target.lower().startswith(SCHEMES):
            yield _Piece(run.text, False, styles, run.target)
            continue
        if "code" in run.styles or (run.target and run.value):
            yield _Piece(run.text, True, styles)
        else:
            for word in filter(None, _GAP.split(run.text)):
                yield _Piece(word, bool(_SPECIAL.search(word)), styles)
        if run.target and run.target != run.text:
            yield _Piece(" ", False, styles)
            yield _Piece(run.target, True, styles)


def _joined(found: Iterable[_Piece]) -> Iterator[_Piece]:
    """*found* with the letters that touch code put into it: code that begins inside a word is none."""
    held: _Piece | None = None
    for one in found:
        if held is None or held.target or one.target:
            if held is not None:
                yield held
            held = one
        elif held.coded and one.coded:
            held = held._replace(text=held.text + one.text)
        elif held.coded:
            letters = _AFTER.search(one.text)
            end = letters.end() if letters else 0
            held = held._replace(text=held.text + one.text[:end])
            if one.text[end:]:
                yield held
                held = one._replace(text=one.text[end:])
        elif one.coded:
            letters = _BEFORE.search(held.text)
            start = letters.start() if letters else len(held.text)
            if held.text[:start]:
                yield held._replace(text=held.text[:start])
            held = one._replace(text=held.text[start:] + one.text)
        else:
            yield held
            held = one
    if held is not None:
        yield held


def _written(piece: _Piece, start: bool) -> str:
    """One piece; at the *start* of a line a `>` would begin a quotation."""
    if piece.target:
        target = re.sub(r"[|<>\s]", lambda found: f"%{ord(found[0]):02X}", piece.target)
        return f"<{target.replace('&', '&amp;')}|{_escape(piece.text)}>"
    text = piece.text
    if piece.coded or (start and text.startswith(">")):
        bare = text.strip()
        head, _, tail = text.partition(bare) if bare else (text, "", "")
        return head + (f"`{_escape(bare.replace('`', BACKTICK))}`" if bare else "") + tail
    return _escape(text)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
