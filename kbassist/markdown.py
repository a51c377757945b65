"""Markdown ↔ nodes: CommonMark with tables, strikethrough and `::: internal`.

HTML stays literal text, numbers of steps stay as typed, and `{{name}}` is a `Slot` in text, code spans
and code blocks. `write` is the other direction: whatever stands in a literal or a value, it reads back
as that text and never as structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from kbassist import template
from kbassist.model import Filled, Inline, Missing, Node, Nodes, Slot

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
    prose = _prose(text, line)
    return (prose, ()) if prose is not None else _sections(text, line)


def _sections(text: str, line: int) -> tuple[tuple[Part, ...], tuple[Trouble, ...]]:
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

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_PROSE_LINE = (
    r"(?![\s#>+:~-]|\d{1,9}[.)])"
    r"(?:[^\\`*_\[\]<&~|{\n]++|\{\{[ \t]*" + _NAME + r"[ \t]*\}\}|\{)++(?<!\s)"
)
_PROSE = re.compile(rf"(?:(?:(?:##[ ][A-Za-z ]*[A-Za-z]|{_PROSE_LINE})(?:\n|\Z))|\n)*+")
"""Headings of sections and paragraphs in which nothing means anything to Markdown but slots."""


def _prose(text: str, line: int) -> tuple[Part, ...] | None:
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
_MARKS = {"strong": "**", "emphasis": "_", "strike": "~~"}


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
            _push(here, token.content)
        elif token.type == "slot":
            here.append(Slot(token.content))
        elif token.type == "code_inline":
            _push(here, Node("codespan", template.parse(token.content)))
        elif token.type in ("softbreak", "hardbreak"):
            here.append(Node("break", (), "hard" if token.type == "hardbreak" else ""))
        elif side == "open":
            kind = _KINDS[base]
            again = any(kind == one for one, *_ in stack)
            stack.append(("" if again else kind, [], str(token.attrs.get("href", ""))))
        elif side == "close":
            kind, children, info = stack.pop()
            for part in (Node(kind, tuple(children), info),) if kind else children:
                _push(stack[-1][1], part)
    return stack[0][1]


def _push(parts: list[Node | Inline], part: Node | Inline) -> None:
    """Append *part*; neighbours that read as one become one."""
    last = parts[-1] if parts else None
    if isinstance(part, str):
        if isinstance(last, str):
            parts[-1] = last + part
        elif part:
            parts.append(part)
    elif not isinstance(part, Node) or part.kind not in (*_MARKS, "codespan"):
        parts.append(part)
    elif isinstance(last, Node) and last.kind == part.kind:
        joined = list(last.children)
        for child in part.children:
            _push(joined, child)
        parts[-1] = Node(part.kind, tuple(joined))
    elif part.children:
        parts.append(part)


# ------------------------------------------------------------------------------------------ writing


def write(nodes: Iterable[Node | Inline], *, article: bool = True) -> str:
    """*nodes* as CommonMark that `read` reads as the same nodes.

    A `Filled` becomes a code span, a `Missing` becomes bold `‹label›`. Where *article* is true the text
    is to be read as an article's again, so literal `{{x}}` in code gets its backslash; a text for people
    is written with *article* false.
    """
    return _Writer(article).blocks(list(nodes))


_ENTITY = re.compile(r"&(?=[#A-Za-z])")
_LITERAL_SLOT = re.compile(r"\{(?=\{[ \t]*" + _NAME + r"[ \t]*\}\})")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|\Z)|[`*\[\]<~|]|(?<!\w)_++|_++(?![^\W_])")
_LINE_START = re.compile(
    r"#{1,6}(?=\s|\Z)|>|[-+](?=\s|\Z)|-(?=[ \t]*[-|:])|=(?==*\s*\Z)|:(?=::|[ \t]*[-|])"
    r"|\d{1,9}(?=[.)](?:\s|\Z))"
)
_ASCII_MARKS = re.compile(r"[\s!-/:-@\[-`{-~]")
_AUTOLINK = re.compile(r"https?://[A-Za-z0-9/._~:?#@!$'()*+,;=-]+")


@dataclass(frozen=True, slots=True)
class _Writer:
    article: bool
    bare: str = ""
    """A character that is not escaped, because somebody else does it."""

    def blocks(self, nodes: Sequence[Node | Inline], tight: bool = False) -> str:
        """Blocks with a blank line between them; neighbouring lists get different markers.

        Where *tight*, a list follows a paragraph without a blank line if it is a list there, too.
        """
        text, marker, before = "", 0, ""
        for node in nodes:
            if not isinstance(node, Node):
                node = Node("paragraph", (node,))
            marker = 1 - marker if node.kind == before else 0
            block = self.block(node, marker)
            if not block:
                continue
            close = tight and before == "paragraph" and re.match(r"(?:-|1\.) \S", block)
            text += ("\n" if close else "\n\n") if text else ""
            text += block
            before = node.kind
        return text

    def block(self, node: Node, marker: int) -> str:
        match node.kind:
            case "heading":
                text = re.sub(r"#\Z", r"\\#", _one_line(self.inline(node.children)))
                return "#" * max(3, int(node.info or "3")) + (" " + text if text else "")
            case "bullets":
                return self.items(node, ["-*"[marker]] * len(node.children))
            case "steps":
                first = int(node.info or "1")
                count = range(first, first + len(node.children))
                return self.items(node, [f"{min(n, 999_999_999)}{'.)'[marker]}" for n in count])
            case "code":
                return self.code(node)
            case "quote":
                lines = self.blocks(node.children).split("\n")
                return "\n".join("> " + line if line else ">" for line in lines)
            case "rule":
                return "___"
            case "table":
                return self.table(node)
            case "internal":
                inside = self.blocks(node.children)
                longest = max(
                    (len(run) for run in re.findall(r"^[ \t]*(:+)", inside, re.MULTILINE)),
                    default=0,
                )
                fence = ":" * max(3, longest + 1)
                return f"{fence} internal\n{inside}\n{fence}"
            case _:
                return self.paragraph(node.children)

    def paragraph(self, parts: Sequence[Node | Inline]) -> str:
        return "\n".join(_line_start(_edges(line)) for line in self.inline(parts).split("\n"))

    def items(self, node: Node, markers: list[str]) -> str:
        texts = []
        for item, marker in zip(node.children, markers, strict=True):
            children = item.children if isinstance(item, Node) else (item,)
            indent = " " * (len(marker) + 1)
            lines = [
                indent + line if line else "" for line in self.blocks(children, True).split("\n")
            ]
            texts.append(marker + "\n".join(lines)[len(marker) :])
        return ("\n\n" if any("\n\n" in text for text in texts) else "\n").join(texts)

    def code(self, node: Node) -> str:
        text = self.literal(node.children)
        mark = "~" if "`" in node.info else "`"
        longest = max((len(run) for run in re.findall(mark + "+", text)), default=0)
        fence = mark * max(3, longest + 1)
        return f"{fence}{node.info}\n{text}\n{fence}" if text else f"{fence}{node.info}\n{fence}"

    def table(self, node: Node) -> str:
        rows = []
        for row in node.children:
            cells = row.children if isinstance(row, Node) else (row,)
            rows.append("| " + " | ".join(map(self.cell, cells)) + " |")
            if len(rows) == 1:
                rows.append("|" + " --- |" * len(cells))
        return "\n".join(rows)

    def cell(self, node: Node | Inline) -> str:
        parts = node.children if isinstance(node, Node) else (node,)
        text = _Writer(self.article, "|").inline(parts)
        return _one_line(text).replace("|", "\\|")

    def literal(self, parts: Iterable[Node | Inline]) -> str:
        """What stands in code, where nothing can be escaped."""
        if self.article and not any(isinstance(part, Filled | Missing) for part in parts):
            return template.dump(tuple(p for p in parts if isinstance(p, str | Slot)))
        return "".join(
            "{{" + part.name + "}}" if isinstance(part, Slot) else template.plain((part,))
            for part in parts
            if not isinstance(part, Node)
        )

    def inline(self, parts: Iterable[Node | Inline]) -> str:
        """One paragraph's content; lines are not yet safe at their edges."""
        return self.pieces(_canonical(parts, frozenset()))

    def pieces(self, parts: Sequence[Node | Inline]) -> str:
        done = ["" if isinstance(part, str) else self.piece(part) for part in parts]
        for i, part in enumerate(parts):
            if isinstance(part, str):
                before = i > 0 and _splits(parts[i - 1], done[i - 1], -1)
                after = i + 1 < len(parts) and _splits(parts[i + 1], done[i + 1], 0)
                done[i] = _escape(part, before, after, self.bare)
                if part.endswith("!") and i + 1 < len(parts) and done[i + 1][:1] == "[":
                    done[i] = done[i][:-1] + "\\!"
        return "".join(done)

    def piece(self, part: Node | Inline) -> str:
        match part:
            case Slot(name=name):
                return "{{" + name + "}}"
            case Node(kind="break", info=info):
                return "\\\n" if info else "\n"
            case Node(kind="codespan", children=children):
                return self.codespan(self.literal(children))
            case Node(kind="link", children=children, info=target):
                if children == (target,) and _AUTOLINK.fullmatch(target):
                    return f"<{target}>"
                return f"[{self.pieces(children)}]({_target(target)})"
            case Node(kind=kind, children=children):
                mark = _MARKS.get(kind, "")
                return mark + _edges(self.pieces(children)) + mark
        return ""

    def codespan(self, text: str) -> str:
        text = re.sub(r"[\r\n]", " ", text)
        runs = {len(run) for run in re.findall("`+", text)}
        fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
        blanks = text[:1] == text[-1:] == " " and text.strip(" ")
        if blanks or text[:1] == "`" or text[-1:] == "`":
            text = f" {text} "
        return fence + text + fence


def _canonical(parts: Iterable[Node | Inline], open_: frozenset[str]) -> tuple[Node | Inline, ...]:
    """*parts* with values as code spans, blanks as bold labels, and nothing marked twice."""
    found: list[Node | Inline] = []
    for part in parts:
        match part:
            case Filled(value=value):
                part = Node("codespan", (value,))
            case Missing():
                part = Node("strong", (template.plain((part,)),))
        if not isinstance(part, Node):
            _push(found, part)
            continue
        if part.kind == "codespan":
            _push(found, Node("codespan", tuple(p for p in part.children if p != "")))
            continue
        children = _canonical(part.children, open_ | {part.kind})
        if part.kind in open_ and part.kind != "break":
            for child in children:
                _push(found, child)
        else:
            _push(found, Node(part.kind, children, part.info))
    return tuple(found)


def _splits(part: Node | Inline, text: str, edge: int) -> bool:
    """Whether the mark at that edge of *part* only works beside a blank or a punctuation mark."""
    if not isinstance(part, Node) or part.kind not in _MARKS:
        return False
    mark = _MARKS[part.kind]
    inside = text[len(mark) : -len(mark)]
    return mark == "_" or not inside[edge].isalnum()


def _escape(text: str, before: bool, after: bool, bare: str) -> str:
    """Literal *text*; its first or last character as an entity where a mark beside it needs that.

    The character *bare* is left alone.
    """
    before = before and not _ASCII_MARKS.match(text[0])
    after = after and not _ASCII_MARKS.match(text[-1]) and len(text) > before
    core = text[before : len(text) - after]
    core = _ESCAPE.sub(
        lambda found: found[0] if found[0] == bare else re.sub("(.)", r"\\\1", found[0]), core
    )
    core = _ENTITY.sub(r"\\&", _LITERAL_SLOT.sub(r"\\{", core))
    core = core.replace("\n", "&#10;").replace("\r", "&#13;")
    return (_entity(text[0]) if before else "") + core + (_entity(text[-1]) if after else "")


def _entity(character: str) -> str:
    return f"&#{ord(character)};"


def _edges(text: str) -> str:
    """Blanks at the edges, which Markdown would drop, as entities."""
    if text[:1].isspace():
        text = _entity(text[0]) + text[1:]
    if text[-1:].isspace():
        before = text[:-1]
        odd = (len(before) - len(before.rstrip("\\"))) % 2
        text = before + "\\" * odd + _entity(text[-1])
    return text


def _one_line(text: str) -> str:
    """Content of a heading or a cell, where no line can break."""
    return _edges(re.sub(r"\\?\n", " ", text))


def _line_start(line: str) -> str:
    """*line* with a backslash where its start would begin a block."""
    found = _LINE_START.match(line)
    if not found:
        return line
    at = found.end() if found[0].isdigit() else 0
    return line[:at] + "\\" + line[at:]


def _target(target: str) -> str:
    """A link's target between round brackets."""
    escaped = re.sub(r"[\\()<>&]", r"\\\g<0>", target)
    return f"<{escaped}>" if re.search(r"\s", target) else escaped
