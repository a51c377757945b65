"""A snippet as plain text of 72 columns, for tickets and e-mails that take nothing else."""

from __future__ import annotations

from kbassist.model import Form, Snippet
from kbassist.render import page
from kbassist.render.document import document


def render(snippet: Snippet) -> str:
    """The snippet as plain text; a placeholder without a value is `____ (its label)`.

    A snippet of one line is one line, however long.
    """
    lines = page.lines(document(snippet))
    if snippet.wording is not None and snippet.wording.form is Form.LINE:
        return page.plain(line._replace(whole=True) for line in lines)
    return page.plain(lines)
