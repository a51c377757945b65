"""A snippet as a fragment of HTML, for tickets and mail programs that take it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kbassist.model import Filled, Inline, Missing, Node, Slot, Snippet
from kbassist.render.document import document
from kbassist.render.page import many_lines, one_line

SCHEMES = ("https://", "http://", "mailto:")
"""What a link may lead to; any other is written out as text."""

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


def render(snippet: Snippet) -> str:
    """The snippet as HTML; values are `code`, a placeholder without one is a `mark`."""
    return blocks(document(snippet)) + "\n"


def blocks(nodes: Iterable[Node]) -> str:
    """*nodes* as HTML."""
    return "\n".join(map(_node, nodes))


def inline(parts: Iterable[Node | Inline]) -> str:
    """What stands in one line, as HTML."""
    return _inside(parts)


def _text(text: str) -> str:
    """*text* as HTML, on one line."""
    return escape(one_line(text))


def _inside(parts: Iterable[Node | Inline], in_code: bool = False) -> str:
    made = ""
    for part in parts:
        match part:
            case str():
                made += escape(many_lines(part)) if in_code else _text(part)
            case Filled(value=value):
                made += _text(value) if in_code else f"<code>{_text(value)}</code>"
            case Missing(label=label):
                made += f"<mark>‹{_text(label)}›</mark>"
            case Slot(name=name):
                made += f"<mark>‹{_text(name)}›</mark>"
            case Node():
                made += _node(part)
    return made


def _item(item: Node | Inline) -> str:
    """A list's item, the only paragraph of a short one without its tags."""
    if not isinstance(item, Node):
        return f"<li>{_inside((item,))}</li>"
    first, *rest = item.children or ("",)
    alone = not any(isinstance(one, Node) and one.kind == "paragraph" for one in rest)
    if isinstance(first, Node) and first.kind == "paragraph" and alone:
        return f"<li>{_inside(first.children)}{_inside(rest)}</li>"
    return f"<li>{_inside(item.children)}</li>"


def _node(node: Node) -> str:
    match node.kind:
        case "heading":
            level = node.info if node.info in ("3", "4", "5", "6") else "3"
            return f"<h{level}>{_inside(node.children)}</h{level}>"
        case "bullets" | "steps":
            tag, start = "ul", ""
            if node.kind == "steps":
                tag = "ol"
                if node.info.isdecimal() and node.info != "1":
                    start = f' start="{int(node.info)}"'
            items = "\n".join(map(_item, node.children))
            return f"<{tag}{start}>\n{items}\n</{tag}>"
        case "code":
            return f"<pre><code>{_inside(node.children, in_code=True)}</code></pre>"
        case "codespan":
            return f"<code>{_inside(node.children, in_code=True)}</code>"
        case "rule":
            return "<hr>"
        case "break":
            return "<br>" if node.info == "hard" else " "
        case "internal":
            return f"<aside><p><strong>Internal:</strong></p>\n{_inside(node.children)}</aside>"
        case "row" if node.info == "head":
            return (
                "<tr>"
                + _inside(node.children).replace("<td>", "<th>").replace("</td>", "</th>")
                + "</tr>"
            )
        case "link":
            target = one_line(node.info).strip()
            if target.lower().startswith(SCHEMES):
                return f'<a href="{escape(target)}">{_inside(node.children)}</a>'
            shown = f" ({_text(target)})" if target else ""
            return f"{_inside(node.children)}{shown}"
    tag = _TAGS.get(node.kind, "span")
    return f"<{tag}>{_inside(node.children)}</{tag}>"
