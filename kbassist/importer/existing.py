"""What a draft has to do with the articles that are there: the same, an earlier revision, or a double.

Two texts are compared as `compare` does it, but for what their placeholders are called and, where one of
them is flat, for what was a list. A change of words is told from a change of meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from kbassist.compare import Comparison, Sort, compare
from kbassist.importer.article import layout_of
from kbassist.importer.draft import Draft, Layout
from kbassist.importer.values import BLANK, PLACE, words_of
from kbassist.model import (
    Audience,
    Node,
    Nodes,
    Product,
    Revision,
    Section,
    Slot,
    Snippet,
    SnippetSection,
    revision_order,
)


class Action(StrEnum):
    """What may be done with a draft."""

    NEW = "new"
    """There is no such article."""
    SAME = "same"
    """All of it is there."""
    REPLACE = "replace"
    """It may take the place of a revision, if somebody says so."""
    REVISION = "revision"
    """It says something else and may become another revision, if somebody says so."""
    KEEP = "keep"
    """What is there is better and stays."""


class Plan(NamedTuple):
    """What may be done with a draft, and why."""

    action: Action
    revision: str
    """The name of the revision that it would be."""
    reason: str
    against: Revision | None = None
    """The revision that it was compared with."""
    changes: Comparison | None = None
    """What differs from it; None where nothing does."""


def plan(draft: Draft, made: Revision, there: Sequence[Revision]) -> Plan:
    """What may be done with *draft*, which becomes the revision *made*, where *there* is its article."""
    if not there:
        return Plan(Action.NEW, "1", "there is no such article")
    compared = [(one, differences(one, made)) for one in there]
    nearest, found = min(compared, key=lambda pair: _distance(pair[1]))
    name = nearest.revision
    layout = layout_of(nearest.source) or (Layout.HEADED if _is_full(nearest) else Layout.PREVIEW)
    if not found.differs:
        return Plan(Action.SAME, name, f"{nearest.name} says the same", nearest)
    full = [one for one in there if _is_full(one)]
    if draft.layout.preview and full:
        reason = f"it is a preview, and {full[-1].name} is there in full"
        return Plan(Action.KEEP, name, reason, nearest, found)
    if layout.preview and not draft.layout.preview:
        reason = f"{nearest.name} is only a preview"
        return Plan(Action.REPLACE, name, reason, nearest, found)
    if not _distance(found)[0] or draft.layout.preview:
        if draft.layout.rank > layout.rank:
            reason = f"{nearest.name} says the same and keeps more of its form"
            return Plan(Action.KEEP, name, reason, nearest, found)
        return Plan(
            Action.REPLACE, name, f"only the wording of {nearest.name} differs", nearest, found
        )
    reason = f"it says something else than {nearest.name}"
    return Plan(Action.REVISION, _next(there), reason, nearest, found)


def _is_full(revision: Revision) -> bool:
    layout = layout_of(revision.source)
    return not layout.preview if layout else revision.section("Resolution") is not None


def _next(there: Iterable[Revision]) -> str:
    """A name for the revision that comes after those that are there."""
    numbers = [int(one.revision) for one in there if one.revision.isdecimal()]
    last = max((one.revision for one in there), key=revision_order)
    return str(max(numbers) + 1) if numbers and last.isdecimal() else f"{last}.1"


def _distance(found: Comparison) -> tuple[int, int]:
    """How many changes of meaning there are, and how many of mere words."""
    sorts = Counter(change.sort for one in found.sections for change in one.changes)
    fields = {one.name for one in found.fields}
    meant = sorts[Sort.MEANING] + sorts[Sort.STRUCTURE] + ("applies_to" in fields)
    return meant, sorts.total() + len(fields) - meant


# ---------------------------------------------------------------------------------------- comparing


def differences(before: Revision, after: Revision) -> Comparison:
    """Where two revisions say something else, or say it in other words."""
    flat = any(_is_flat(one) for one in (before, after))
    old, new = _neutral(before, flat), _neutral(after, flat)
    return compare(old, new, _shown(old), _shown(new), Audience.INTERNAL)


def _is_flat(revision: Revision) -> bool:
    return layout_of(revision.source) in (Layout.FLAT, Layout.FLAT_LOST, Layout.FLAT_PREVIEW)


def _neutral(revision: Revision, flat: bool) -> Revision:
    """*revision* as far as a text tells it, placeholders nameless; *flat*: its lists are paragraphs."""
    sections = (
        Section(one.name, tuple(_paragraphs(one.nodes)) if flat else _nameless(one.nodes))
        for one in revision.sections
        if one.name not in ("Internal Notes", "Verification")
    )
    versions = (Product(one.product, (), (v,)) for one in revision.applies_to for v in one.versions)
    return Revision(
        revision.number,
        (title(revision),),
        revision.revision,
        category=revision.category,
        components=tuple(sorted(revision.components)),
        keywords=tuple(sorted({word.casefold() for word in revision.keywords})),
        applies_to=tuple(sorted(versions)),
        sections=tuple(sections),
    )


def _shown(revision: Revision) -> Snippet:
    sections = tuple(SnippetSection(one.name, one.nodes) for one in revision.sections)
    title = tuple(part for part in revision.title if isinstance(part, str))
    return Snippet(
        revision.number,
        revision.revision,
        title,
        Audience.INTERNAL,
        revision.confidence,
        sections,
    )


def _nameless(nodes: Iterable[object]) -> Nodes:
    """*nodes*, every placeholder as `BLANK`."""
    made: list[Node] = []
    for node in nodes:
        if not isinstance(node, Node):
            continue
        if any(not isinstance(child, Node) for child in node.children):
            made.append(Node(node.kind, (" ".join(_plain(_inline(node.children)).split()),)))
        else:
            made.append(Node(node.kind, _nameless(node.children), node.info))
    return tuple(made)


def _paragraphs(nodes: Iterable[object]) -> Iterator[Node]:
    """The blocks of text in *nodes*, each as a paragraph."""
    for node in _nameless(nodes):
        if any(not isinstance(child, Node) for child in node.children):
            yield Node("paragraph", node.children)
        else:
            yield from _paragraphs(node.children)


def _inline(parts: Iterable[object]) -> Iterator[object]:
    for part in parts:
        if isinstance(part, Node):
            if part.kind == "break":
                yield " "
            yield from _inline(part.children)
        else:
            yield part


def _plain(parts: Iterable[object]) -> str:
    """*parts* as text; every placeholder, written as a slot or as an article does, is `BLANK`."""
    text = "".join(BLANK if isinstance(part, Slot) else str(part) for part in parts)
    return PLACE.sub(BLANK, text)


# ------------------------------------------------------------------------------------------ doubles


def title(revision: Revision) -> str:
    """The title of *revision*, every placeholder as `BLANK`."""
    return _plain(revision.title)


def likeness(one: Revision, other: Revision) -> float:
    """How much of what two articles advise is the same, 0 to 1: of cause and resolution, word by word."""

    def words(revision: Revision) -> Counter[str]:
        sections = (revision.section(name) for name in ("Cause", "Resolution"))
        nodes = (node for one in sections if one for node in _paragraphs(one.nodes))
        return Counter(word for node in nodes for word in words_of(str(node.children[0])))

    first, second = words(one), words(other)
    total = sum((first | second).values())
    return sum((first & second).values()) / total if total else 0.0
