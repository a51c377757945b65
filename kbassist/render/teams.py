"""A snippet as the part of Markdown that Teams takes in messages: no headings, no tables, no rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kbassist import markdown
from kbassist.model import Inline, Node, Nodes, Snippet
from kbassist.render.blocks import flat, flattened, item
from kbassist.render.document import document
from kbassist.render.markdown import cleaned


def render(snippet: Snippet) -> str:
    """The snippet as Markdown; values are code spans, headings and blanks are bold."""
    nodes = _simple(cleaned(node) for node in document(snippet))
    return markdown.write(nodes, article=False).strip("\n") + "\n"


def _simple(nodes: Iterable[Node]) -> Iterator[Node]:
    """*nodes* as paragraphs, lists, code and quotations of these, one deep."""
    for node in nodes:
        if node.kind == "quote":
            yield replace(node, children=_within(node.children))
        else:
            yield from map(_list, flat(node))


def _within(children: Iterable[Node | Inline]) -> Nodes:
    return tuple(map(_list, flattened(children)))


def _list(node: Node) -> Node:
    """*node*; the items of a list without what Teams has not."""
    if node.kind not in ("bullets", "steps"):
        return node
    items = (Node("item", tuple(map(_list, item(one)))) for one in node.children)
    return replace(node, children=tuple(items))
