"""A snippet as plain text of 72 columns, for tickets and e-mails that take nothing else."""

from __future__ import annotations

from kbassist.model import Snippet
from kbassist.render import page
from kbassist.render.document import document


def render(snippet: Snippet) -> str:
    """The snippet as plain text; a placeholder without a value is `____ (its label)`."""
    return page.plain(page.lines(document(snippet)))
