"""A snippet in the Atlassian Document Format, for Jira Cloud: a tree of nodes in JSON.

Nothing in a text is a mark here, so nothing is escaped. What may stand in what is told by the published
schema: an item holds no quotation and no table, a quotation no heading, code no mark but a link.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kbassist.model import Inline, Node, Snippet, inside
from kbassist.render.blocks import Run, code, flat, flattened, item, level, runs
from kbassist.render.document import document
from kbassist.render.html import SCHEMES

MARKS = {"strong": "strong", "emphasis": "em", "strike": "strike", "code": "code"}


def render(snippet: Snippet) -> str:
    """The snippet as JSON in plain ASCII; values are code, a placeholder without one is bold."""
    return json.dumps(to_json(snippet), indent=2) + "\n"


def to_json(snippet: Snippet) -> dict[str, Any]:
    """The document, as a request to Jira Cloud holds it in `body` or `description`."""
    return {"version": 1, "type": "doc", "content": _blocks(document(snippet))}


def _blocks(nodes: Iterable[Node]) -> list[dict[str, Any]]:
    return [_block(node) for node in nodes]


def _block(node: Node) -> dict[str, Any]:
    match node.kind:
        case "heading":
            return _node("heading", _inline(node.children), level=level(node))
        case "bullets":
            return _node("bulletList", _items(node))
        case "steps":
            return _node("orderedList", _items(node), order=node.first)
        case "code":
            text = code(node)
            return _node("codeBlock", [{"type": "text", "text": text}] if text else [])
        case "quote":
            return _node("blockquote", _some(_blocks(flat(node))))
        case "internal":
            return _node("panel", _blocks(flat(node)), panelType="warning")
        case "rule":
            return _node("rule")
        case "table":
            return _node("table", [_row(row) for row in node.children if isinstance(row, Node)])
    return _node("paragraph", _inline(node.children))


def _items(node: Node) -> list[dict[str, Any]]:
    """An item begins with a paragraph or with code."""
    made = []
    for child in node.children:
        held = _blocks(item(child))
        if not held or held[0]["type"] not in ("paragraph", "codeBlock"):
            held.insert(0, _node("paragraph", []))
        made.append(_node("listItem", held))
    return made


def _row(row: Node) -> dict[str, Any]:
    kind = "tableHeader" if row.info == "head" else "tableCell"
    cells = (_some(_blocks(flattened(inside(cell)))) for cell in row.children)
    return _node("tableRow", [_node(kind, one) for one in cells])


def _some(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """*nodes*, where there must be one."""
    return nodes or [_node("paragraph", [])]


def _node(kind: str, content: list[dict[str, Any]] | None = None, **attrs: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind}
    if attrs:
        made["attrs"] = attrs
    if content is not None:
        made["content"] = content
    return made


def _inline(parts: Iterable[Node | Inline]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for run in runs(parts):
        for number, text in enumerate(run.text.split("\n")):
            if number:
                made.append({"type": "hardBreak"})
            if text:
                one = _text(run._replace(text=text))
                if (
                    made
                    and made[-1]["type"] == "text"
                    and made[-1].get("marks") == one.get("marks")
                ):
                    one["text"] = made.pop()["text"] + one["text"]
                made.append(one)
    return made


def _text(run: Run) -> dict[str, Any]:
    styles = {"code"} if "code" in run.styles else run.styles
    marks: list[dict[str, Any]] = [{"type": to} for name, to in MARKS.items() if name in styles]
    text = run.text
    if run.target.lower().startswith(SCHEMES):
        marks.append({"type": "link", "attrs": {"href": run.target}})
    elif run.target and run.target != text:
        text += f" ({run.target})"
    made: dict[str, Any] = {"type": "text", "text": text}
    if marks:
        made["marks"] = marks
    return made
