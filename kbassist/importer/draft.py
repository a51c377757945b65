"""What was found in a text, before it becomes an article: each piece knows how it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from kbassist.importer.headings import Part
from kbassist.importer.lines import Block, Marker
from kbassist.importer.noise import Dropped
from kbassist.importer.tail import Version
from kbassist.model import Component, Nodes, Placeholder, Template
from kbassist.template import dump


class How(StrEnum):
    """How a piece was found."""

    HEADING = "by its heading"
    SAID = "as somebody said"
    SHAPE = "by order and shape"
    GUESS = "a guess"


class Layout(StrEnum):
    """How much of the article's form a text still has, the best first."""

    HEADED = "headings, lists and numbers kept"
    LOST = "one-word headings lost"
    FLAT = "flat, headings kept"
    FLAT_LOST = "flat, one-word headings lost"
    PREVIEW = "preview"
    FLAT_PREVIEW = "flat preview"

    @property
    def rank(self) -> int:
        """0 is the best."""
        return list(Layout).index(self)

    @property
    def preview(self) -> bool:
        """Whether the text shows only the beginning of its article."""
        return self in (Layout.PREVIEW, Layout.FLAT_PREVIEW)


class Question(NamedTuple):
    """What only a person can decide."""

    field: str
    """As in the JSON."""
    text: str
    choices: tuple[tuple[int, str], ...] = ()
    """Lines of the source where the part may begin: number, text; the one that was taken is in `taken`."""
    taken: int = 0


class Found(NamedTuple):
    """One part of the article."""

    blocks: tuple[Block, ...]
    how: How
    line: int
    """Where its heading or its first line stands."""
    nodes: Nodes = ()
    """The same with what blocks cannot hold: code, tables, headings; empty where they hold it all."""

    @property
    def text(self) -> str:
        """All that it says, on one line."""
        return " ".join(block.text for block in self.blocks)


class Proposal(NamedTuple):
    """A signature with a paste that proves it."""

    template: Template
    sample: str
    captures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as far as a text tells it."""

    layout: Layout
    number: str | None = None
    title: str | None = None
    language: str | None = None
    parts: Mapping[Part, Found] = field(default_factory=dict)
    """Symptom, environment, reproduction, cause, resolution, verification, see also: those there are."""
    keywords: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    category: str | None = None
    products: tuple[Version, ...] = ()
    messages: tuple[str, ...] = ()
    """The error texts that it quotes."""
    signatures: tuple[Proposal, ...] = ()
    hints: tuple[Template, ...] = ()
    placeholders: Mapping[str, Placeholder] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    """What stands in the text for a placeholder, such as `_ABC` → its name."""
    questions: tuple[Question, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    told: tuple[tuple[str, How], ...] = ()
    """What else was found, such as number and keywords, and how."""
    internal: Nodes = ()
    """What is for the desk alone, or could not be placed."""

    @property
    def complete(self) -> bool:
        """Whether the text is the whole article."""
        return not self.layout.preview

    def to_json(self) -> dict[str, Any]:
        """Schema `kbassist.import/1`; what is unknown is None."""
        unknown: list[str] | None = None if self.layout.preview else []
        resolution = self.parts.get(Part.RESOLUTION)
        return {
            "schema": "kbassist.import/1",
            "number": self.number,
            "title": self.title,
            "complete": self.complete,
            "language": self.language,
            "symptom": self._text(Part.SYMPTOM),
            "environment": self._list(Part.ENVIRONMENT) or [],
            "reproduction": self._list(Part.REPRODUCTION) or unknown,
            "cause": self._text(Part.CAUSE),
            "resolution": None
            if resolution is None
            else {
                "steps": [one.text for one in resolution.blocks if one.marker is not Marker.NONE],
                "prose": [one.text for one in resolution.blocks if one.marker is Marker.NONE],
            },
            "see_also": self._list(Part.SEE_ALSO) or unknown,
            "keywords": list(self.keywords),
            "components": [{"code": one.code, "name": one.name or None} for one in self.components],
            "category": self.category,
            "products": [{"product": one.product, "version": one.version} for one in self.products],
            "error_messages": list(self.messages),
            "signatures": [dump(one.template) for one in self.signatures],
            "questions": [{"field": one.field, "text": one.text} for one in self.questions],
        }

    def _text(self, part: Part) -> str | None:
        found = self.parts.get(part)
        return found.text or None if found else None

    def _list(self, part: Part) -> list[str] | None:
        found = self.parts.get(part)
        return [block.text for block in found.blocks] if found else None
