"""How a `Snippet` is written: one function per format, each loaded when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kbassist.model import Snippet


def _text(snippet: Snippet) -> str:
    from kbassist.render import text

    return text.render(snippet)


def _markdown(snippet: Snippet) -> str:
    from kbassist.render import markdown

    return markdown.render(snippet)


def _html(snippet: Snippet) -> str:
    from kbassist.render import html

    return html.render(snippet)


def _json(snippet: Snippet) -> str:
    from kbassist.render import json

    return json.render(snippet)


RENDERERS: Mapping[str, Callable[[Snippet], str]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "json": _json,
}
"""Format → what writes a snippet in it, ending in one line end."""
