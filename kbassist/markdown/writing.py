"""Nodes → Markdown in which no literal and no value is taken for structure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kbassist import template
from kbassist.markdown.reading import MARKS, NAME, push
from kbassist.model import Filled, Inline, Missing, Node, Slot, inside


def write(nodes: Iterable[Node | Inline], *, article: bool = True) -> str:
    """*nodes* as CommonMark that `read` reads as the same nodes.

    A `Filled` becomes a code span, a `Missing` becomes bold `‹label›`. Where *article* is true the text
    is to be read as an article's again, so literal `{{x}}` in code gets its backslash; a text for people
    is written with *article* false.
    """
    return _Writer(article).blocks(list(nodes))


_ENTITY = re.compile(r"&(?=[#A-Za-z])")
_LITERAL_SLOT = re.compile(r"\{(?=\{[ \t]*" + NAME + r"[ \t]*\}\})")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|\Z)|[`*\[\]<~|]|(?<!\w)_++|_++(?![^\W_])")
_LINE_START = re.compile(
    r"#{1,6}(?=\s|\Z)|>|[-+](?=\s|\Z)|-(?=[ \t]*[-|:])|=(?==*\s*\Z)|:(?=::|[ \t]*[-|])"
    r"|\d{1,9}(?=[.)](?:\s|\Z))"
)
_ASCIIMARKS = re.compile(r"[\s!-/:-@\[-`{-~]")
_AUTOLINK = re.compile(r"https?://[A-Za-z0-9/._~:?#@!$'()*+,;=-]+")


@dataclass(frozen=True, slots=True)
class _Writer:
    article: bool
    bare: str = ""
    """A character that is not escaped, because somebody else does it."""

    def blocks(self, nodes: Sequence[Node | Inline], tight: bool = False, first: int = 0) -> str:
        """Blocks with a blank line between them; neighbouring lists get different markers.

        Where *tight*, a list follows a paragraph without a blank line if it is a list there, too.
        A list that comes *first* has that marker, so that `- * -` is no rule.
        """
        text, marker, before = "", 0, ""
        for node in nodes:
            if not isinstance(node, Node):
                node = Node("paragraph", (node,))
            marker = 1 - marker if node.kind == before else 0 if text else first
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
                return self.items(node, ["-*"[marker]] * len(node.children), 1 - marker)
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
                body = self.blocks(node.children)
                longest = max(
                    (len(run) for run in re.findall(r"^[ \t]*(:+)", body, re.MULTILINE)),
                    default=0,
                )
                fence = ":" * max(3, longest + 1)
                return f"{fence} internal\n{body}\n{fence}"
            case _:
                return self.paragraph(node.children)

    def paragraph(self, parts: Sequence[Node | Inline]) -> str:
        return "\n".join(_line_start(_edges(line)) for line in self.inline(parts).split("\n"))

    def items(self, node: Node, markers: list[str], first: int = 0) -> str:
        texts = []
        for item, marker in zip(node.children, markers, strict=True):
            indent = " " * (len(marker) + 1)
            lines = [
                indent + line if line else ""
                for line in self.blocks(inside(item), True, first).split("\n")
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
            cells = inside(row)
            rows.append("| " + " | ".join(map(self.cell, cells)) + " |")
            if len(rows) == 1:
                rows.append("|" + " --- |" * len(cells))
        return "\n".join(rows)

    def cell(self, node: Node | Inline) -> str:
        text = _Writer(self.article, "|").inline(inside(node))
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
                mark = MARKS.get(kind, "")
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
            push(found, part)
            continue
        if part.kind == "codespan":
            push(found, Node("codespan", tuple(p for p in part.children if p != "")))
            continue
        children = _canonical(part.children, open_ | {part.kind})
        if part.kind in open_ and part.kind != "break":
            for child in children:
                push(found, child)
        else:
            push(found, Node(part.kind, children, part.info))
    return tuple(found)


def _splits(part: Node | Inline, text: str, edge: int) -> bool:
    """Whether the mark at that edge of *part* only works beside a blank or a punctuation mark."""
    if not isinstance(part, Node) or part.kind not in MARKS:
        return False
    mark = MARKS[part.kind]
    inside = text[len(mark) : -len(mark)]
    return mark == "_" or not inside[edge].isalnum()


def _escape(text: str, before: bool, after: bool, bare: str) -> str:
    """Literal *text*; its first or last character as an entity where a mark beside it needs that.

    The character *bare* is left alone.
    """
    before = before and not _ASCIIMARKS.match(text[0])
    after = after and not _ASCIIMARKS.match(text[-1]) and len(text) > before
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
