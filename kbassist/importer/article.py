"""A draft → the revision that its file holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kbassist import template
from kbassist.importer.draft import Draft, How, Layout
from kbassist.importer.headings import Part
from kbassist.importer.lines import Block, Marker
from kbassist.importer.signatures import shown
from kbassist.importer.tail import Version
from kbassist.model import (
    Confidence,
    Inline,
    Node,
    Nodes,
    Product,
    Reference,
    Revision,
    Sample,
    Section,
    Signature,
    Slot,
)

LONGEST = 9_000
"""Characters of one paragraph; a longer one is cut in two at a blank."""

NAMES = {
    Part.SYMPTOM: "Symptom",
    Part.ENVIRONMENT: "Environment",
    Part.REPRODUCTION: "Reproducing the Issue",
    Part.CAUSE: "Cause",
    Part.RESOLUTION: "Resolution",
    Part.VERIFICATION: "Verification",
    Part.SEE_ALSO: "See Also",
}
"""The parts of a text that are sections of an article."""

_REFERENCE = re.compile(
    r"^(?:(?:SAP\s+)?(?:KBA|Note|Hinweis|Knowledge Base Article)\s*)?#?0*"
    r"(?P<number>[1-9]\d{3,7})\s*[-–—:‑]\s*(?P<title>\S.*)$",
    re.IGNORECASE,
)
_MENTIONED = re.compile(
    r"\b(?:KBA|Note|Hinweis|Knowledge Base Article)s?\s*(?:no\.?|number)?\s*:?\s*"
    r"#?0*(?P<number>[1-9]\d{3,7})\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"^KBA (?P<number>\S+) \((?P<layout>[^()]+)\)$")


def revision(draft: Draft, name: str = "1") -> Revision:
    """The article that *draft* makes, as its revision *name*; number and title must be known."""
    if not draft.number or not draft.title:
        raise ValueError("a draft without number or title makes no article")
    examples = draft.examples
    sections = [
        Section(NAMES[part], slotted(found.nodes, examples) or nodes(found.blocks, examples))
        for part, found in draft.parts.items()
        if part in NAMES and (found.blocks or found.nodes)
    ]
    notes = (*slotted(draft.internal, examples), *_notes(draft))
    if notes:
        sections.append(Section("Internal Notes", notes))
    there = {one.name for one in sections}
    return Revision(
        number=draft.number,
        title=shown(draft.title, examples),
        revision=name,
        language=draft.language or "en",
        confidence=Confidence.NOT_VALIDATED
        if "Resolution" in there
        else Confidence.WORK_IN_PROGRESS,
        see_also=tuple(_references(draft)),
        source=f"KBA {draft.number} ({draft.layout})",
        category=draft.category or "",
        components=draft.components,
        keywords=tuple(dict.fromkeys(draft.keywords)),
        applies_to=_products(draft.products),
        placeholders=draft.placeholders,
        signatures=tuple(
            Signature((one.template,), text=template.dump(one.template)) for one in draft.signatures
        ),
        hints=draft.hints,
        samples=tuple(Sample(one.sample, one.captures) for one in draft.signatures),
        sections=tuple(sections),
    )


def layout_of(source: str) -> Layout | None:
    """The layout of the text that an article was imported from, as its `source` says."""
    found = _SOURCE.match(source)
    return next((one for one in Layout if found and one == found["layout"]), None)


def _references(draft: Draft) -> Iterator[Reference]:
    """The articles that See Also names by number, each once; without a title what stands there is it."""
    also = draft.parts.get(Part.SEE_ALSO)
    seen = {draft.number}
    for block in also.blocks if also else ():
        named = _REFERENCE.match(block.text)
        found = [(named["number"], named["title"])] if named else []
        found = found or [(one["number"], block.text) for one in _MENTIONED.finditer(block.text)]
        for number, title in found:
            if number not in seen:
                seen.add(number)
                yield Reference(number, title)


def _products(listed: Sequence[Version]) -> tuple[Product, ...]:
    """Each product once, with its versions."""
    versions: dict[str, list[str]] = {}
    for one in listed:
        every = one.version is None or re.match(r"all|alle|すべて", one.version, re.IGNORECASE)
        versions.setdefault(one.product, []).append("all" if every else one.version or "all")
    return tuple(
        Product(name, versions=tuple(dict.fromkeys(found))) for name, found in versions.items()
    )


def _notes(draft: Draft) -> Nodes:
    """What the author still has to decide, for the desk alone."""
    lines = [f"{one.field}: {one.text}" for one in draft.questions if one.field != "number"]
    lines += [
        f"{part}: {How.SHAPE}, its heading is lost."
        for part, found in draft.parts.items()
        if found.how is How.SHAPE
    ]
    if not lines:
        return ()
    return (
        Node("paragraph", ("Still to be decided:",)),
        Node("bullets", tuple(Node("item", (Node("paragraph", (line,)),)) for line in lines)),
    )


# ---------------------------------------------------------------------------------------- the body


def nodes(blocks: Sequence[Block], examples: Mapping[str, str]) -> Nodes:
    """*blocks* as paragraphs and nested lists; a number out of turn begins another list."""
    made, _ = _level(blocks, 0, 0, examples)
    return tuple(made)


def slotted(made: Nodes, examples: Mapping[str, str]) -> Nodes:
    """*made* with a slot for each of *examples*; a slot that stands there already is mere text."""
    return tuple(_slotted(one, examples) for one in made)


def _slotted(node: Node, examples: Mapping[str, str]) -> Node:
    children: list[Node | Inline] = []
    text = ""
    for child in (*node.children, None):
        if isinstance(child, (str, Slot)):
            text += child if isinstance(child, str) else "{{" + child.name + "}}"
            continue
        children += shown(text, examples) if text else ()
        text = ""
        if isinstance(child, Node):
            children.append(_slotted(child, examples))
        elif child is not None:
            children.append(child)
    return Node(node.kind, tuple(children), node.info)


def _level(
    blocks: Sequence[Block], at: int, depth: int, examples: Mapping[str, str]
) -> tuple[list[Node], int]:
    """The nodes from block *at* on that are at least *depth* deep, and where they end."""
    made: list[Node] = []
    items: list[Node] = []
    kind, number = "", 0

    def close() -> None:
        if items:
            first = str(number - len(items) + 1) if kind == "steps" else ""
            made.append(Node(kind, tuple(items), first))
            items.clear()

    while at < len(blocks) and blocks[at].depth >= depth:
        block = blocks[at]
        if block.marker is Marker.NONE:
            close()
            made += _paragraphs(block.text, examples)
            at += 1
            continue
        here = "steps" if block.marker is Marker.NUMBER else "bullets"
        if here != kind or (here == "steps" and block.ordinal != number + 1):
            close()
        kind, number = here, block.ordinal
        inside, at = _level(blocks, at + 1, block.depth + 1, examples)
        items.append(Node("item", (*_paragraphs(block.text, examples), *inside)))
    close()
    return made, at


def _paragraphs(text: str, examples: Mapping[str, str]) -> list[Node]:
    """*text* as a paragraph, or as several where it is longer than a file may hold."""
    pieces = []
    while len(text) > LONGEST:
        end = text.rfind(" ", 1, LONGEST)
        end = end if end > 0 else LONGEST
        pieces.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [Node("paragraph", shown(one, examples)) for one in (*pieces, text) if one]
