"""A snippet as a fragment of HTML, for tickets and mail programs that take it.

Systems that take HTML differ in what they do to it first: each has a `Dialect`, in a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from kbassist import template
from kbassist.model import Filled, Inline, Missing, Node, Slot, Snippet, inside
from kbassist.render.blocks import code, level
from kbassist.render.document import document
from kbassist.render.page import many_lines, one_line

SCHEMES = ("https://", "http://", "mailto:")
"""What a link may lead to; any other is written out as text."""

STYLE = """
:root { color-scheme: light dark }
body { margin: 2rem auto; padding: 0 1rem; max-width: 46rem; font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere }
code, pre { font-family: ui-monospace, monospace }
pre { white-space: pre-wrap }
aside { border-left: .3rem solid #b35900; padding-left: 1rem }
table { border-collapse: collapse }
td, th { border: 1px solid; padding: .25rem .5rem; text-align: left }
@media print { body { margin: 0; max-width: none } }
"""

_TAGS = {
    "paragraph": "p",
    "bullets": "ul",
    "item": "li",
    "quote": "blockquote",
    "table": "table",
    "row": "tr",
    "cell": "td",
    "strong": "strong",
    "emphasis": "em",
    "strike": "del",
    "codespan": "code",
}


def pre(code: str) -> str:
    """A block of code that is escaped already."""
    return f"<pre><code>{code}</code></pre>"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one system takes HTML."""

    escape: Callable[[str], str] = escape
    """Takes the meaning from every mark in a text or an attribute."""
    between: str = "\n"
    """What stands between two blocks."""
    empty: str = ">"
    """How a tag ends that has no closing one."""
    blank: str = "mark"
    """The tag of a placeholder without a value."""
    internal: tuple[str, str] = ("<aside><p><strong>Internal:</strong></p>", "</aside>")
    """What stands around an internal block."""
    code: Callable[[str], str] = pre
    """Writes a block of code."""
    raw_code: bool = False
    """Whether `code` escapes the text itself."""
    table: tuple[str, str] = ("<table>", "</table>")


HTML = Dialect()


def render(snippet: Snippet) -> str:
    """The snippet as HTML; values are `code`, a placeholder without one is a `mark`."""
    return blocks(document(snippet)) + "\n"


def page(snippet: Snippet) -> str:
    """The snippet as a page of its own, which loads nothing."""
    title = escape(one_line(template.plain(snippet.title)))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
        " style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{render(snippet)}</body>\n</html>\n"
    )


def blocks(nodes: Iterable[Node], dialect: Dialect = HTML) -> str:
    """*nodes* as HTML."""
    writer = _Writer(dialect)
    return dialect.between.join(map(writer.node, nodes))


def inline(parts: Iterable[Node | Inline]) -> str:
    """What stands in one line, as HTML."""
    return _Writer(HTML).inside(parts)


@dataclass(frozen=True, slots=True)
class _Writer:
    dialect: Dialect

    def text(self, text: str) -> str:
        """*text* as HTML, on one line."""
        return self.dialect.escape(one_line(text))

    def inside(self, parts: Iterable[Node | Inline], in_code: bool = False) -> str:
        made = ""
        for part in parts:
            match part:
                case str():
                    made += self.dialect.escape(many_lines(part)) if in_code else self.text(part)
                case Filled(value=value):
                    made += self.text(value) if in_code else f"<code>{self.text(value)}</code>"
                case Missing(label=name) | Slot(name=name):
                    tag = self.dialect.blank
                    made += f"<{tag}>‹{self.text(name)}›</{tag}>"
                case Node():
                    made += self.node(part)
        return made

    def item(self, item: Node | Inline) -> str:
        """A list's item, the only paragraph of a short one without its tags."""
        if not isinstance(item, Node):
            return f"<li>{self.inside((item,))}</li>"
        first, *rest = item.children or ("",)
        alone = not any(isinstance(one, Node) and one.kind == "paragraph" for one in rest)
        if isinstance(first, Node) and first.kind == "paragraph" and alone:
            return f"<li>{self.inside(first.children)}{self.inside(rest)}</li>"
        return f"<li>{self.inside(item.children)}</li>"

    def node(self, node: Node) -> str:
        between = self.dialect.between
        match node.kind:
            case "heading":
                return f"<h{level(node)}>{self.inside(node.children)}</h{level(node)}>"
            case "bullets" | "steps":
                tag = "ol" if node.kind == "steps" else "ul"
                start = f' start="{node.first}"' if node.first != 1 else ""
                items = between.join(map(self.item, node.children))
                return f"<{tag}{start}>{between}{items}{between}</{tag}>"
            case "code" if self.dialect.raw_code:
                return self.dialect.code(code(node))
            case "code":
                return self.dialect.code(self.inside(node.children, in_code=True))
            case "codespan":
                return f"<code>{self.inside(node.children, in_code=True)}</code>"
            case "rule":
                return f"<hr{self.dialect.empty}"
            case "break":
                return f"<br{self.dialect.empty}" if node.info == "hard" else " "
            case "internal":
                opening, closing = self.dialect.internal
                return f"{opening}{between}{self.inside(node.children)}{closing}"
            case "table":
                opening, closing = self.dialect.table
                return f"{opening}{self.inside(node.children)}{closing}"
            case "row":
                tag = "th" if node.info == "head" else "td"
                cells = map(inside, node.children)
                made = "".join(f"<{tag}>{self.inside(cell)}</{tag}>" for cell in cells)
                return f"<tr>{made}</tr>"
            case "link":
                target = one_line(node.info).strip()
                if target.lower().startswith(SCHEMES):
                    shown = self.inside(node.children)
                    return f'<a href="{self.dialect.escape(target)}">{shown}</a>'
                shown = f" ({self.text(target)})" if target else ""
                return f"{self.inside(node.children)}{shown}"
        tag = _TAGS.get(node.kind, "span")
        return f"<{tag}>{self.inside(node.children)}</{tag}>"
