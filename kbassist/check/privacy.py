"""Words in samples that look like secrets, or like the names of real people.

Conservative: an address at example.org, `password=***` and an ID of zeros are nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kbassist.articles import Place, Where
from kbassist.check.base import Base
from kbassist.model import ArticleFault, Inline, Node, Revision
from kbassist.redact import KINDS, find

TOLD = 20
"""How many of them are told of one article."""


def sensitive(base: Base) -> Iterator[ArticleFault]:
    """Samples, captures, strangers and examples that say what should be nobody's business."""
    for revision in base.revisions:
        told: set[str] = set()
        for where, text in _texts(revision):
            for what, found in looks(text):
                if found in told or len(told) == TOLD:
                    continue
                told.add(found)
                place = base.place(revision, where)
                line, column, _ = base.written(revision, found, place.line)
                yield base.fault(
                    "sensitive-text",
                    revision,
                    Place(line, column, ""),  # what must not be seen is not shown once more
                    f"this looks like {what}",
                    "write an invented one that shows what it is: S0000000000,"
                    " somebody@example.org, password=***",
                    warning=True,
                )


def comments(base: Base) -> Iterator[ArticleFault]:
    """HTML comments in the text: HTML is off in articles, so that they are read by customers."""
    for revision in base.revisions:
        for section in revision.sections:
            if any("<!--" in one for one in _prose(section.nodes)):
                yield base.fault(
                    "shown-comment",
                    revision,
                    base.written(revision, "<!--", section.line),
                    "a comment between `<!--` and `-->` is shown as text",
                    "take it out; what only the desk should read stands in `::: internal` or in the"
                    " Internal Notes",
                    warning=True,
                )


def _prose(parts: Iterable[Node | Inline]) -> Iterator[str]:
    """The text of *parts* that is no code."""
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Node) and part.kind not in ("code", "codespan"):
            yield from _prose(part.children)


def looks(text: str) -> Iterator[tuple[str, str]]:
    """What *text* seems to give away: what it is, and the characters themselves."""
    for found in find(text, KINDS):
        yield KINDS[found.kind], text[found.start : found.end]


def _texts(revision: Revision) -> Iterator[tuple[Where, str]]:
    for i, sample in enumerate(revision.samples):
        yield ("samples", i), sample.paste
        for name, value in sample.captures.items():
            yield ("samples", i, "captures", name), value
    for i, stranger in enumerate(revision.strangers):
        yield ("strangers", i), stranger
    for name, placeholder in revision.placeholders.items():
        for field, text in (("example", placeholder.example), ("default", placeholder.default)):
            if text:
                yield ("placeholders", name, field), text
