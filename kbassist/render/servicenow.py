"""A snippet for a journal field of ServiceNow, comments or work notes: HTML between `[code]` and `[/code]`.

A journal field is plain text; only what stands between these two is HTML. Each line end in it becomes a
break of its own, so there is none, and brackets are written by their numbers, so that no value ends it.
"""

from __future__ import annotations

from html import escape

from kbassist.model import Snippet
from kbassist.render.document import document
from kbassist.render.html import Dialect, blocks


def _escape(text: str) -> str:
    made = escape(text).replace("[", "&#91;").replace("]", "&#93;")
    return made.replace("${", "&#36;{")


def _code(code: str) -> str:
    """Code with a tag for each line end, and blanks that stay."""
    rows = code.rstrip("\n").split("\n")
    return "<p><code>" + "<br>".join(row.replace("  ", " &nbsp;") for row in rows) + "</code></p>"


SERVICENOW = Dialect(
    escape=_escape,
    between="",
    blank="strong",
    internal=("<blockquote><p><strong>Internal:</strong></p>", "</blockquote>"),
    code=_code,
)


def render(snippet: Snippet) -> str:
    """The snippet on one line; values are `code`, a placeholder without one is bold."""
    return f"[code]{blocks(document(snippet), SERVICENOW)}[/code]\n"
