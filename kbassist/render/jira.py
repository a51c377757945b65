"""A snippet as Jira's wiki markup, for Jira Server and Data Center.

The markup is one of lines: a list's item is a line, a blank line ends the list, and no list can begin with
another number than 1. What it takes for a mark is escaped by a backslash where Jira knows that escape and
by a character reference elsewhere; both also work inside `{{ }}`, where marks still mean something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kbassist.model import Inline, Node, Snippet, inside
from kbassist.render.blocks import Run, code, flattened, grouped, item, level, runs
from kbassist.render.document import document
from kbassist.render.html import SCHEMES

PHRASES = {"strong": ("*", "*"), "emphasis": ("_", "_"), "strike": ("-", "-"), "code": ("{{", "}}")}

_SMILEY = r"\((?=(?:[!+?/xyin*-]|\*[rgby]|on|off|flag|flagoff)\))"
_MARK = re.compile(
    rf"[*_+^~|\[\]#\\{{}}]|!(?! )|\?(?=\?)|(?<=\?)\?|(?<=[:;])[()]|{_SMILEY}"
    r"|(?<![^\W_])-(?! )|-(?![^\W_]| )|(?<![^\W_])@|&(?=#?\w)|:(?=[/\\DP])|(?<=mailto):",
    re.IGNORECASE,
)
_MARK_IN_VALUE = re.compile(rf"[!?@()-]|{_MARK.pattern}", re.IGNORECASE)
_BLOCK_START = re.compile(r"(?<=\Ah[1-6])\.|(?<=\Abq)\.|\A-(?= )", re.IGNORECASE)
_BACKSLASHED = "-#*_+?^~|%[]()!@"
"""Before these a backslash takes the meaning away; other characters are written by their numbers."""
_TARGET = re.compile(r"[|\[\]{}\\\s!*_^~+-]")
_FORCED = "\\\\ "
"""A line break inside a paragraph, an item or a cell."""


def render(snippet: Snippet) -> str:
    """The snippet as wiki markup; values are monospaced, a placeholder without one is bold."""
    return blocks(document(snippet)) + "\n"


def blocks(nodes: Iterable[Node]) -> str:
    """*nodes* as wiki markup."""
    return "\n\n".join(filter(None, map(_block, nodes)))


def _block(node: Node) -> str:
    match node.kind:
        case "heading":
            return f"h{level(node)}. {_inline(node.children)}"
        case "bullets" | "steps":
            return "\n".join(_items(node, ""))
        case "code":
            return _code(node)
        case "quote":
            return "{quote}\n" + blocks(flattened(node.children)) + "\n{quote}"
        case "internal":
            return "{panel:title=Internal}\n" + blocks(grouped(node.children)) + "\n{panel}"
        case "rule":
            return "----"
        case "table":
            return "\n".join(_row(row) for row in node.children if isinstance(row, Node))
    return _inline(node.children)


def _items(node: Node, above: str) -> Iterator[str]:
    """The lines of a list; *above* are the marks of the lists it stands in.

    Steps that do not begin with 1 are lines that state their numbers.
    """
    number = node.first if node.kind == "steps" else 0
    stated = number > 1
    mark = above + ("#" if number == 1 else "*")
    for child in node.children:
        lead = f"{number}. " if stated else ""
        if above or not stated:
            lead = f"{mark} {lead}"
        line = ""
        inner: list[str] = []
        for block in item(child):
            match block.kind:
                case "bullets" | "steps":
                    inner += _items(block, "" if stated and not above else mark)
                case "code" if not inner:
                    line += "\n" + _code(block) + "\n"
                case "code":
                    inner.append(_code(block))
                case _ if not inner:
                    line += (_FORCED if line and line[-1] != "\n" else "") + _inline(block.children)
                case _:
                    inner[-1] += _FORCED + _inline(block.children)
        yield (lead + line).rstrip("\n")
        yield from inner
        if stated and not above and inner and child is not node.children[-1]:
            yield ""  # else the next line would belong to the inner list
        number += 1


def _row(row: Node) -> str:
    bar = "||" if row.info == "head" else "|"
    return bar + bar.join(_inline(inside(cell)) or " " for cell in row.children) + bar


def _code(node: Node) -> str:
    """A block in which nothing is a mark; lines one by one where even its end could be part of it."""
    text = code(node)
    for name in ("noformat", "code"):
        if f"{{{name}" not in text.lower():
            return f"{{{name}}}\n{text}\n{{{name}}}"
    rows = (Run(row, frozenset(("code",)), value=True) for row in text.split("\n"))
    return _FORCED.join(_marked(row, True) for row in rows)


def _inline(parts: Iterable[Node | Inline]) -> str:
    """What stands in one line."""
    found = list(runs(parts))
    made = ""
    for i, run in enumerate(found):
        before = i > 0 and (found[i - 1].value or found[i - 1].text[-1].isalnum())
        after = i + 1 < len(found) and (found[i + 1].value or found[i + 1].text[0].isalnum())
        made += _marked(run, not before and not after, not made)
    return made


def _marked(run: Run, alone: bool, start: bool = False) -> str:
    """*run* with its marks, which only work where it stands *alone*, without letters beside it."""
    bare = run.text.strip()
    head, _, tail = run.text.partition(bare) if bare else (run.text, "", "")
    made = _text(bare, start, run.value)
    if alone and "\n" not in bare:
        for style, (opening, closing) in reversed(PHRASES.items()):
            if bare and style in run.styles:
                made = opening + made + closing
    if run.target.lower().startswith(SCHEMES):
        made = f"[{made}|{_TARGET.sub(lambda c: f'%{ord(c[0]):02X}', run.target)}]"
    elif run.target and run.target != run.text:
        made += f" ({_text(run.target, False, True)})"
    return _text(head, False) + made + _text(tail, False)


def _text(text: str, start: bool, value: bool = False) -> str:
    """*text* with every mark escaped; at the *start* of a line also what begins a block."""
    made = (_MARK_IN_VALUE if value else _MARK).sub(_escaped, text)
    if start:
        made = _BLOCK_START.sub(_escaped, made)
    return made.replace("\n", _FORCED)


def _escaped(found: re.Match[str]) -> str:
    mark = found[0]
    return f"\\{mark}" if mark in _BACKSLASHED else f"&#{ord(mark)};"
