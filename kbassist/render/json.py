"""A snippet as JSON: schema `kbassist.snippet/1`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kbassist.model import Audience, Inline, Node, Nodes, Snippet
from kbassist.render import page, text

UNWRAPPED = 10**9
"""Columns of a text that no line of is broken."""


def render(snippet: Snippet) -> str:
    """The snippet as JSON in plain ASCII, so that no pipe can spoil it."""
    return json.dumps(to_json(snippet), indent=2) + "\n"


def to_json(snippet: Snippet) -> dict[str, Any]:
    """The dictionary; `match` and `components` only for the internal audience.

    `text` is what the format `text` prints.
    """
    made: dict[str, Any] = {
        "schema": "kbassist.snippet/1",
        "audience": str(snippet.audience),
        "article": snippet.article,
        "revision": snippet.revision,
        "title": _plain(snippet.title),
        "confidence": str(snippet.confidence),
        "source": page.one_line(snippet.source),
        "successor": snippet.successor,
        "notes": [page.one_line(note) for note in snippet.notes],
        "missing": list(snippet.missing),
        "variables": {
            name: {
                "label": page.one_line(snippet.labels.get(name, name)),
                "value": page.one_line(one.value) if one.value else None,
                "source": one.source and str(one.source),
                "flags": [str(flag) for flag in one.flags],
            }
            for name, one in snippet.variables.items()
        },
        "sections": sections(snippet),
        "text": text.render(snippet),
        "receipt": snippet.receipt or None,
    }
    if snippet.audience is Audience.INTERNAL:
        made["components"] = [{"code": c.code, "name": c.name} for c in snippet.components]
        made["match"] = snippet.match and snippet.match.to_json()
    return made


def sections(snippet: Snippet) -> list[dict[str, Any]]:
    """Each section as plain text, and its numbered steps one by one, not wrapped."""
    return [
        {
            "name": section.name,
            "text": page.plain(page.lines(section.nodes), width=UNWRAPPED).rstrip("\n"),
            "steps": list(_steps(section.nodes)),
        }
        for section in snippet.sections
    ]


def _steps(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if node.kind == "steps":
            for item in node.children:
                yield page.plain(page.item_lines(item), width=UNWRAPPED).rstrip("\n")
        else:
            yield from _steps(tuple(c for c in node.children if isinstance(c, Node)))


def _plain(parts: tuple[Inline, ...]) -> str:
    return "".join(piece.text for piece in page.pieces(parts))
