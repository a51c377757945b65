"""The formats that are read and written, for the modules that do it and the commands that offer them.

They stand apart from both, so that a command can offer them without loading what writes them.
"""

from __future__ import annotations

from enum import StrEnum


class SnippetFormat(StrEnum):
    """What a ticket system takes; see `render.FORMATS`."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JIRA = "jira"
    ADF = "adf"
    CONFLUENCE = "confluence"
    SERVICENOW = "servicenow"
    ZENDESK = "zendesk"
    SLACK = "slack"
    TEAMS = "teams"
    JSON = "json"


class CatalogueFormat(StrEnum):
    """How a vendor's catalogue of messages is written; see `catalogue`."""

    PO = "po"
    PROPERTIES = "properties"
    T100 = "t100"
    CISCO = "cisco"
    PRINTF = "printf"
    WINDOWS = "windows"
    LIST = "list"


class InputFormat(StrEnum):
    """What stands in a file of many messages; see `triage`."""

    CSV = "csv"
    JSONL = "jsonl"
    LINES = "lines"


class OutputFormat(StrEnum):
    """How the answers to them are written."""

    CSV = "csv"
    JSONL = "jsonl"
