"""A snippet as HTML for Zendesk, where braces would be evaluated as Liquid before anybody sees them."""

from __future__ import annotations

from html import escape

from kbassist.model import Snippet
from kbassist.render.document import document
from kbassist.render.html import Dialect, blocks


def _escape(text: str) -> str:
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


ZENDESK = Dialect(
    escape=_escape,
    blank="strong",
    internal=("<blockquote><p><strong>Internal:</strong></p>", "</blockquote>"),
)


def render(snippet: Snippet) -> str:
    """The snippet as HTML without a brace; values are `code`, a placeholder without one is bold."""
    return blocks(document(snippet), ZENDESK) + "\n"
