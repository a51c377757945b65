"""How a `Snippet` is written: one function per format, each loaded when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple

from kbassist.formats import SnippetFormat
from kbassist.model import Snippet


class Format(NamedTuple):
    """What a format is for."""

    ending: str
    """What the name of a file of it ends in."""
    use: str
    """Where it goes, and what to know of that place."""


FORMATS: Mapping[str, Format] = {
    SnippetFormat.TEXT: Format("txt", "e-mail and fields that take nothing else; 72 columns"),
    SnippetFormat.MARKDOWN: Format(
        "md", "GitHub, GitLab, Zendesk's agent view: CommonMark, values as code"
    ),
    SnippetFormat.HTML: Format(
        "html", "mail programs and rich editors: a fragment, or a page with --standalone"
    ),
    SnippetFormat.JIRA: Format("jira", "Jira Server and Data Center: wiki markup, IDs escaped"),
    SnippetFormat.ADF: Format("json", "Jira Cloud by its interface: the Atlassian Document Format"),
    SnippetFormat.CONFLUENCE: Format(
        "xml", "pages of Confluence: the storage format, XHTML with macros"
    ),
    SnippetFormat.SERVICENOW: Format(
        "txt",
        "comments and work notes of ServiceNow: HTML between [code] and [/code], on one line;"
        " a field often takes no more than 4,000 characters",
    ),
    SnippetFormat.ZENDESK: Format(
        "html", "comments and macros of Zendesk: HTML in which Liquid finds nothing"
    ),
    SnippetFormat.SLACK: Format("txt", "messages in Slack: mrkdwn; a backtick in code becomes ˋ"),
    SnippetFormat.TEAMS: Format("md", "messages in Teams: the part of Markdown that it takes"),
    SnippetFormat.JSON: Format(
        "json", "programs: the text, its steps and its values, each by name"
    ),
}
"""Format → what it is for; the module of this folder that has its name writes it."""


def _renderer(name: str) -> Callable[[Snippet], str]:
    def render(snippet: Snippet) -> str:
        written: str = import_module(f"{__name__}.{name}").render(snippet)
        return written

    return render


RENDERERS: Mapping[str, Callable[[Snippet], str]] = {name: _renderer(name) for name in FORMATS}
"""Format → what writes a snippet in it, ending in one line end."""
