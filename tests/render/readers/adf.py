"""The Atlassian Document Format: the rules of its published schema for the nodes that a text is made of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.render.readers import Seen

INLINE = {"text", "hardBreak"}
LISTS = {"bulletList", "orderedList"}
CONTENT: dict[str, tuple[set[str], int]] = {
    "doc": (
        {"paragraph", "heading", "codeBlock", "blockquote", "panel", "rule", "table"} | LISTS,
        0,
    ),
    "paragraph": (INLINE, 0),
    "heading": (INLINE, 0),
    "bulletList": ({"listItem"}, 1),
    "orderedList": ({"listItem"}, 1),
    "listItem": ({"paragraph", "codeBlock"} | LISTS, 1),
    "blockquote": ({"paragraph", "codeBlock"} | LISTS, 1),
    "panel": ({"paragraph", "heading", "codeBlock", "rule"} | LISTS, 1),
    "codeBlock": ({"text"}, 0),
    "table": ({"tableRow"}, 1),
    "tableRow": ({"tableCell", "tableHeader"}, 0),
    "tableCell": (
        {"paragraph", "heading", "codeBlock", "blockquote", "panel", "rule"} | LISTS,
        1,
    ),
    "tableHeader": (
        {"paragraph", "heading", "codeBlock", "blockquote", "panel", "rule"} | LISTS,
        1,
    ),
}
"""Node → what may stand in it, and how many of that at least."""
LEAVES = {"text", "hardBreak", "rule"}
ATTRIBUTES: dict[str, dict[str, type]] = {
    "heading": {"level": int},
    "orderedList": {"order": int},
    "panel": {"panelType": str},
}
MARKS = {"strong": "strong", "em": "emphasis", "strike": "strike", "code": "code", "link": "link"}


def demand_valid(node: dict[str, Any]) -> None:
    """Fail where the schema forbids *node* or anything in it."""
    kind = node["type"]
    assert kind in CONTENT or kind in LEAVES, kind
    told = {"version"} if kind == "doc" else set()
    if kind == "doc":
        assert node["version"] == 1
    attrs = node.get("attrs", {})
    assert set(attrs) == set(ATTRIBUTES.get(kind, {}))
    assert all(type(attrs[name]) is is_a for name, is_a in ATTRIBUTES.get(kind, {}).items())
    assert 1 <= attrs.get("level", 1) <= 6
    assert attrs.get("order", 0) >= 0
    assert attrs.get("panelType", "info") in ("info", "note", "tip", "warning", "error", "success")
    if kind == "text":
        _demand_text(node)
        return
    assert set(node) <= {"type", "attrs", "content"} | told
    if kind in LEAVES:
        assert "content" not in node
        return
    permitted, least = CONTENT[kind]
    content = node["content"]
    assert len(content) >= least, f"{kind} is empty"
    for child in content:
        assert child["type"] in permitted, f"{child['type']} in {kind}"
        if kind == "codeBlock":
            assert "marks" not in child
        demand_valid(child)
    if kind == "listItem":
        assert content[0]["type"] in ("paragraph", "codeBlock")


def _demand_text(node: dict[str, Any]) -> None:
    assert set(node) <= {"type", "text", "marks"}
    assert len(node["text"]) >= 1
    marks = [mark["type"] for mark in node.get("marks", ())]
    assert len(set(marks)) == len(marks)
    assert set(marks) <= set(MARKS)
    assert "code" not in marks or set(marks) <= {"code", "link"}
    for mark in node.get("marks", ()):
        assert set(mark) == ({"type", "attrs"} if mark["type"] == "link" else {"type"})
        if mark["type"] == "link":
            assert set(mark["attrs"]) == {"href"}
            assert mark["attrs"]["href"].startswith(("https://", "http://", "mailto:"))


def read(text: str) -> Iterator[Seen]:
    """A valid document, node by node."""
    document = json.loads(text)
    demand_valid(document)
    yield from _node(document)


def _node(node: dict[str, Any]) -> Iterator[Seen]:
    if node["type"] == "text":
        marks = [MARKS[mark["type"]] for mark in node.get("marks", ())]
        yield from (Seen(f"+{mark}") for mark in marks)
        yield Seen("", node["text"])
        yield from (Seen(f"-{mark}") for mark in reversed(marks))
        return
    yield Seen(f"+{node['type']}", json.dumps(node.get("attrs")))
    for child in node.get("content", ()):
        yield from _node(child)
    yield Seen(f"-{node['type']}")
