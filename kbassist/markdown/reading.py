"""Markdown → nodes, by the full grammar or, for plain prose, by a short way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from kbassist import template
from kbassist.model import Inline, Node, Nodes, Slot

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

DEPTH = 20
"""How deep blocks may be nested; a list counts twice, for itself and its item."""
LENGTH = 20_000
"""How many characters a paragraph may have."""


class Trouble(NamedTuple):
    """Something in the text that cannot stand in an article."""

    line: int
    message: str
    suggestion: str = ""


class Part(NamedTuple):
    """What stands under one `##` heading; what stands before the first has an empty heading."""

    heading: str
    line: int
    nodes: Nodes


def read(text: str, line: int = 1) -> tuple[Nodes, tuple[Trouble, ...]]:
    """The nodes of *text*, whose first line has the number *line*, and what is wrong in it.

    >>> read("Ask {{who}}")[0]
    (Node(kind='paragraph', children=('Ask ', Slot(name='who')), info=''),)
    """
    tokens, troubles = _tokens(text, line)
    return _blocks(tokens), tuple(troubles)


def sections(text: str, line: int = 1) -> tuple[tuple[Part, ...], tuple[Trouble, ...]]:
    """*text* cut at its `##` headings, each with the number of its line, and what is wrong in it."""
    parts = prose(text, line)
    return (parts, ()) if parts is not None else structured(text, line)


def structured(text: str, line: int) -> tuple[tuple[Part, ...], tuple[Trouble, ...]]:
    """`sections` by the full grammar."""
    tokens, troubles = _tokens(text, line)
    parts: list[Part] = []
    heading, at, start, i = "", line, 0, 0
    while i < len(tokens):
        token = tokens[i]
        if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2"):
            here = line + _line(token)
            if token.tag == "h1":
                troubles.append(
                    Trouble(
                        here, "a heading with one `#`", "sections begin with `##`, titles go above"
                    )
                )
            else:
                parts.append(Part(heading, at, _blocks(tokens[start:i])))
                heading, at, start = " ".join(tokens[i + 1].content.split()), here, i + 3
            i += 2
        i += 1
    parts.append(Part(heading, at, _blocks(tokens[start:])))
    return tuple(parts if parts[0].nodes else parts[1:]), tuple(troubles)


# --------------------------------------------------------------------------------- plain prose, fast

NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_PROSE_LINE = (
    r"(?![\s#>+:~-]|\d{1,9}[.)])"
    r"(?:[^\\`*_\[\]<&~|{\n]++|\{\{[ \t]*" + NAME + r"[ \t]*\}\}|\{)++(?<!\s)"
)
_PROSE = re.compile(rf"(?:(?:(?:##[ ][A-Za-z ]*[A-Za-z]|{_PROSE_LINE})(?:\n|\Z))|\n)*")
"""Headings of sections and paragraphs in which nothing means anything to Markdown but slots.

Not `*+`: before Python 3.11.4 that goes on from where a line has failed to match.
"""


def prose(text: str, line: int) -> tuple[Part, ...] | None:
    """`sections` of a text that is nothing but plain prose; None if it may be more."""
    if not _PROSE.fullmatch(text) or len(text) > LENGTH:
        return None
    parts: list[Part] = []
    heading, at = "", line
    blocks: list[Node] = []
    lines: list[str] = []

    def close_paragraph() -> None:
        if lines:
            children: list[Node | Inline] = []
            for one in lines:
                if children:
                    children.append(Node("break"))
                children += template.parse(one) if "{{" in one else (one,)
            blocks.append(Node("paragraph", tuple(children)))
            lines.clear()

    for number, one in enumerate(text.split("\n"), line):
        if one[:3] == "## ":
            close_paragraph()
            if heading or blocks:
                parts.append(Part(heading, at, tuple(blocks)))
            heading, at, blocks = " ".join(one[3:].split()), number, []
        elif one:
            lines.append(one)
        else:
            close_paragraph()
    close_paragraph()
    if heading or blocks:
        parts.append(Part(heading, at, tuple(blocks)))
    return tuple(parts)


# -------------------------------------------------------------------------------- the full grammar


def _slot(state: StateInline, silent: bool) -> bool:
    """Inline rule: `{{name}}`. The backslashes before one are Markdown's own escapes."""
    if state.src[state.pos] != "{":
        return False
    found = template.SLOT.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("slot", "", 0).content = found[2]
    state.pos = found.end()
    return True


def _depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: stop, and say so, where blocks are nested too deep."""
    if silent or state.level < DEPTH:
        return False
    state.env["troubles"].append((start, "nested too deep", "use fewer levels"))
    state.line = end
    return True


def _length(state: StateCore) -> None:
    """Core rule: cut, and say so, what is too long to be one paragraph."""
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > LENGTH:
            message = f"a paragraph of more than {LENGTH:,} characters"
            state.env["troubles"].append((_line(token), message, "cut it up"))
            token.content = ""


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.container import container_plugin

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEPTH + 1})
    parser.enable(["table", "strikethrough"]).disable(["lheading", "image"])
    parser.use(
        container_plugin,
        "internal",
        validate=lambda params, *_: params.strip().lower() == "internal",
    )
    parser.block.ruler.before("table", "depth", _depth)
    parser.inline.ruler.before("escape", "slot", _slot)
    parser.core.ruler.before("inline", "length", _length)
    return parser


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0


_STEP = re.compile(r"[ \t]*\d{1,2}[.)][ \t]")
_COLONS = re.compile(r"[ \t]*:::")


def _tokens(text: str, first: int) -> tuple[list[Token], list[Trouble]]:
    """The tokens of *text* and all that is wrong in them."""
    found: list[tuple[int, str, str]] = []
    if not text.endswith("\n"):
        text += "\n"  # the rule for containers looks one character beyond the last line
    tokens = _parser().parse(text, {"troubles": found})
    lines = text.split("\n")
    for token in tokens:
        if token.type == "container_internal_open" and token.map:
            last = lines[token.map[1]] if token.map[1] < len(lines) else ""
            if not last.lstrip(" >\t").startswith(":::"):
                found.append(
                    (token.map[0], "`::: internal` is not closed", "write `:::` where it ends")
                )
        elif token.type == "inline":
            if ":::" in token.content or "\n" in token.content:
                found += _misread(token)
            for child in token.children or ():
                href = str(child.attrs.get("href", "")) if child.type == "link_open" else ""
                if "{" in unquote(href) and template.SLOT.search(unquote(href)):
                    at = _line(token)
                    while at + 1 < (token.map or [0, 0])[1] and "{{" not in lines[at]:
                        at += 1
                    found.append((at, "a placeholder in a link's target", "show it in the text"))
    return tokens, [Trouble(first + at, *rest) for at, *rest in sorted(found)]


def _misread(token: Token) -> Iterator[tuple[int, str, str]]:
    """Lines of a paragraph that were meant as something else."""
    for i, line in enumerate(token.content.split("\n")):
        if _COLONS.match(line):
            name = line.strip(": \t")
            yield (
                (_line(token) + i, f"`::: {name}` is not known", "did you mean `::: internal`?")
                if name
                else (_line(token) + i, "`:::` closes nothing", "open it with `::: internal`")
            )
        elif i and "`" not in token.content and _STEP.match(line):
            message = f"`{line.split()[0]}` belongs to the paragraph above it and is no step"
            yield (_line(token) + i, message, "leave a blank line before it")


_KINDS = {
    "paragraph": "paragraph",
    "heading": "heading",
    "bullet_list": "bullets",
    "ordered_list": "steps",
    "list_item": "item",
    "blockquote": "quote",
    "table": "table",
    "tr": "row",
    "th": "cell",
    "td": "cell",
    "container_internal": "internal",
    "strong": "strong",
    "em": "emphasis",
    "s": "strike",
    "link": "link",
}
MARKS = {"strong": "**", "emphasis": "_", "strike": "~~"}


def _blocks(tokens: Sequence[Token]) -> Nodes:
    """The tree that block *tokens* stand for."""
    top: list[Any] = []
    stack: list[tuple[str, list[Any], str]] = [("", top, "")]
    head = ""
    for token in tokens:
        base, _, side = token.type.rpartition("_")
        if side == "open" and base in _KINDS:
            info = token.info if base == "list_item" else ""
            if base == "heading":
                info = str(max(3, int(token.tag[1])))
            stack.append((_KINDS[base], [], info))
        elif side == "close" and base in _KINDS:
            kind, children, info = stack.pop()
            parent = stack[-1][1]
            if kind == "steps":
                parent += _steps(children)
            elif kind == "row":
                parent.append(Node(kind, tuple(children), head))
            elif kind != "paragraph" or children:
                parent.append(Node(kind, tuple(children), info))
        elif token.type == "inline":
            stack[-1][1].extend(_inline(token.children or ()))
        elif token.type in ("fence", "code_block"):
            info = (token.info.split() or [""])[0]
            code = template.parse(token.content.removesuffix("\n"))
            stack[-1][1].append(Node("code", code, info))
        elif token.type in ("thead_open", "thead_close"):
            head = "head" if side == "open" else ""
        elif token.type == "hr":
            stack[-1][1].append(Node("rule"))
    return tuple(top)


def _steps(items: list[Node]) -> Iterator[Node]:
    """One list, or several where the numbers typed are not consecutive; all the same means counting."""
    numbers = [int(item.info or "1") for item in items]
    items = [Node("item", item.children) for item in items]
    if len(set(numbers)) <= 1:
        yield Node("steps", tuple(items), str(numbers[0]))
        return
    start = 0
    for i in range(1, len(items) + 1):
        if i == len(items) or numbers[i] != numbers[i - 1] + 1:
            yield Node("steps", tuple(items[start:i]), str(numbers[start]))
            start = i


def _inline(tokens: Iterable[Token]) -> list[Node | Inline]:
    """The tree that inline *tokens* stand for; nothing is strong, emphasised or struck out twice."""
    stack: list[tuple[str, list[Node | Inline], str]] = [("", [], "")]
    for token in tokens:
        here = stack[-1][1]
        base, _, side = token.type.rpartition("_")
        if token.type == "text":
            push(here, token.content)
        elif token.type == "slot":
            here.append(Slot(token.content))
        elif token.type == "code_inline":
            push(here, Node("codespan", template.parse(token.content)))
        elif token.type in ("softbreak", "hardbreak"):
            here.append(Node("break", (), "hard" if token.type == "hardbreak" else ""))
        elif side == "open":
            kind = _KINDS[base]
            again = any(kind == one for one, *_ in stack)
            stack.append(("" if again else kind, [], str(token.attrs.get("href", ""))))
        elif side == "close":
            kind, children, info = stack.pop()
            for part in (Node(kind, tuple(children), info),) if kind else children:
                push(stack[-1][1], part)
    return stack[0][1]


def push(parts: list[Node | Inline], part: Node | Inline) -> None:
    """Append *part*; neighbours that read as one become one."""
    last = parts[-1] if parts else None
    if isinstance(part, str):
        if isinstance(last, str):
            parts[-1] = last + part
        elif part:
            parts.append(part)
    elif not isinstance(part, Node) or part.kind not in (*MARKS, "codespan"):
        parts.append(part)
    elif isinstance(last, Node) and last.kind == part.kind:
        joined = list(last.children)
        for child in part.children:
            push(joined, child)
        parts[-1] = Node(part.kind, tuple(joined))
    elif part.children:
        parts.append(part)
