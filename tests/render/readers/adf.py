"""The Atlassian Document Format, by the schema that its makers publish."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

from tests.render.readers import Seen

SCHEMA = Path(__file__).with_name("adf.schema.json")
MARKS = {"strong": "strong", "em": "emphasis", "strike": "strike", "code": "code", "link": "link"}


@cache
def _demand() -> Callable[[dict[str, Any]], object]:
    demand: Callable[[dict[str, Any]], object] = fastjsonschema.compile(
        json.loads(SCHEMA.read_text(encoding="utf-8"))
    )
    return demand


def demand_valid(document: dict[str, Any]) -> None:
    """Raise where the schema forbids *document* or anything in it."""
    _demand()(document)


def read(text: str) -> Iterator[Seen]:
    """A valid document, node by node."""
    document = json.loads(text)
    demand_valid(document)
    yield from _node(document)


def _node(node: dict[str, Any]) -> Iterator[Seen]:
    if node["type"] == "text":
        for mark in node.get("marks", ()):
            if mark["type"] == "link":
                assert mark["attrs"]["href"].startswith(("https://", "http://", "mailto:"))
        marks = [MARKS[mark["type"]] for mark in node.get("marks", ())]
        yield from (Seen(f"+{mark}") for mark in marks)
        yield Seen("", node["text"])
        yield from (Seen(f"-{mark}") for mark in reversed(marks))
        return
    yield Seen(f"+{node['type']}", json.dumps(node.get("attrs")))
    for child in node.get("content", ()):
        yield from _node(child)
    yield Seen(f"-{node['type']}")
