"""A snippet as CommonMark, for tickets that render it."""

from __future__ import annotations

from dataclasses import replace

from kbassist import markdown
from kbassist.model import Filled, Inline, Missing, Node, Snippet
from kbassist.render.blocks import INTERNAL
from kbassist.render.document import document
from kbassist.render.page import many_lines, one_line


def render(snippet: Snippet) -> str:
    """The snippet as Markdown; values are code spans, a placeholder without one is bold."""
    nodes = (cleaned(node) for node in document(snippet))
    return markdown.write(nodes, article=False).strip("\n") + "\n"


def cleaned(node: Node) -> Node:
    """*node* without control characters, before it is escaped; an internal block as a quotation."""

    def one(part: Node | Inline) -> Node | Inline:
        match part:
            case str():
                return many_lines(part) if node.kind == "code" else one_line(part)
            case Filled(value=value):
                return replace(part, value=one_line(value))
            case Missing(label=label):
                return replace(part, label=one_line(label))
            case Node():
                return cleaned(part)
        return part

    children = tuple(map(one, node.children))
    if node.kind == "internal":
        return Node("quote", (INTERNAL, *children))
    return replace(node, children=children, info=one_line(node.info))
