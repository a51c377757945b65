"""A snippet in its wording: greeting, parts and closing in the order that the wording has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kbassist.model import (
    INTERNAL_ONLY,
    PARTS,
    Audience,
    Form,
    Inline,
    Node,
    Nodes,
    Slot,
    Snippet,
    Wording,
)
from kbassist.render.document import FOR, escalation, facts, lowered, notes

FOR_IN = {
    "de": {
        Audience.INTERNAL: "INTERN - nicht für den Kunden",
        Audience.PARTNER: "Für den Partner",
        Audience.CUSTOMER: "Für den Kunden",
        Audience.PUBLIC: "Für die Öffentlichkeit",
    }
}
"""Language → the first line of every snippet, where it is not English."""

SECTION_OF = {
    "cause": "Cause",
    "steps": "Resolution",
    "verification": "Verification",
    "risks": "Internal Notes",
}


def letter(snippet: Snippet, wording: Wording) -> Nodes:
    """Whom it is for, then what *wording* says; what has nothing to say is left out, its heading too."""
    reader = FOR_IN.get(wording.language, FOR)[snippet.audience]
    blocks = tuple(_headed(_expanded(snippet, wording)))
    if wording.form is Form.LINE:
        words = (child for block in blocks for child in (" ", *block.children))
        return (Node("paragraph", (Node("strong", (f"{reader}:",)), *words)),)
    return (Node("paragraph", (Node("strong", (reader,)),)), *blocks)


def _expanded(snippet: Snippet, wording: Wording) -> Iterator[Node]:
    """The wording's blocks, each part in its place."""
    for node in wording.nodes:
        match node:
            case Node(kind="paragraph", children=(Slot(name=name),)) if name in PARTS:
                if name == "title" and wording.form is Form.LINE:
                    yield Node("paragraph", snippet.title)
                else:
                    yield from part(snippet, name)
            case _:
                said = _said(node, snippet, wording)
                if said is not None:
                    yield said


def part(snippet: Snippet, name: str) -> Nodes:
    """One of `PARTS`, or nothing where the snippet has none."""
    match name:
        case "title":
            return (Node("heading", snippet.title, "3"),)
        case "notes":
            return notes(snippet)
        case "facts":
            return facts(snippet) if snippet.audience is Audience.INTERNAL else ()
        case "escalation":
            return escalation(snippet)
        case "lead":
            return tuple(_lead(part(snippet, "steps")))
    sections = (one for one in snippet.sections if one.name == SECTION_OF[name])
    return tuple(lowered(node, 2) for section in sections for node in section.nodes)


def _lead(nodes: Nodes) -> Iterator[Node]:
    """*nodes* up to the first list."""
    for node in nodes:
        yield node
        if node.kind in ("steps", "bullets"):
            return


def _said(node: Node, snippet: Snippet, wording: Wording) -> Node | None:
    """*node* with the words in its slots; None where one of them has nothing to say."""
    made: list[Node | Inline] = []
    for child in node.children:
        if isinstance(child, Node):
            inner = _said(child, snippet, wording)
            if inner is None:
                return None
            made.append(inner)
        elif isinstance(child, Slot):
            words = tuple(_words(child.name, snippet, wording))
            if not words:
                return None
            made += words
        else:
            made.append(child)
    return replace(node, children=tuple(made))


def _words(name: str, snippet: Snippet, wording: Wording) -> Iterable[Inline]:
    """What stands for one of `FACTS`, or for `title`, in a line."""
    if name in INTERNAL_ONLY and snippet.audience is not Audience.INTERNAL:
        return ()
    words = {
        "article": snippet.article,
        "revision": snippet.revision,
        "state": str(snippet.confidence),
        "ticket": wording.ticket,
        "component": ", ".join(one.code for one in snippet.components),
    }
    return snippet.title if name == "title" else filter(None, (words.get(name, ""),))


def _headed(blocks: Iterable[Node]) -> Iterator[Node]:
    """*blocks* without the headings that nothing stands under."""
    heading: Node | None = None
    for block in blocks:
        if block.kind == "heading" and block.info == "4":
            heading = block
            continue
        if heading is not None:
            yield heading
            heading = None
        yield block
