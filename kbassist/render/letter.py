"""A snippet in its wording: greeting, parts and closing in the order that the wording has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kbassist.model import (
    INTERNAL_ONLY,
    PARTS,
    Audience,
    Filled,
    Form,
    Inline,
    Node,
    Nodes,
    Slot,
    Snippet,
    Wording,
    walk,
)
from kbassist.render.document import (
    Labels,
    Parts,
    escalation,
    facts,
    labels,
    labels_of,
    lowered,
    notes,
    reader,
)

SECTION_OF = {
    "cause": "Cause",
    "steps": "Resolution",
    "verification": "Verification",
    "risks": "Internal Notes",
}


def letter(snippet: Snippet, wording: Wording) -> Parts:
    """What *wording* says; what has nothing to say is left out, its heading too.

    For the desk a line stands above it that says so. For anybody else a first and a last paragraph without
    any slot are greeting and closing.
    """
    if snippet.audience is Audience.INTERNAL:
        first = reader(labels(wording.language))
        blocks = _blocks(snippet, wording, wording.nodes)
        if wording.form is not Form.LINE:
            return Parts((), (first, *blocks), ())
        said = Node("strong", (f"{labels(wording.language).internal}:",))
        return Parts((), (_line((Node("paragraph", (said,)), *blocks)),), ())
    if wording.form is Form.LINE:
        return Parts((), (_line(_blocks(snippet, wording, wording.nodes)),), ())
    nodes = wording.nodes
    start = 1 if nodes and _plain(nodes[0]) else 0
    closed = len(nodes) > start + 1 and _plain(nodes[-1]) and nodes[-2].kind != "heading"
    end = len(nodes) - closed
    greeting, middle, closing = (
        _blocks(snippet, wording, some) for some in (nodes[:start], nodes[start:end], nodes[end:])
    )
    return Parts(greeting, middle, closing)


def _plain(node: Node) -> bool:
    """Whether *node* is a paragraph that says the same in every letter."""
    return node.kind == "paragraph" and not any(
        isinstance(piece, Slot | Filled) for piece in walk((node,))
    )


def _line(blocks: Nodes) -> Node:
    """*blocks* in one line."""
    words = [child for block in blocks for child in (" ", *block.children)]
    return Node("paragraph", tuple(words[1:]))


def _blocks(snippet: Snippet, wording: Wording, nodes: Nodes) -> Nodes:
    """What *nodes*, of *wording*, become."""
    return tuple(_headed(_expanded(snippet, wording, nodes)))


def _expanded(snippet: Snippet, wording: Wording, nodes: Nodes) -> Iterator[Node]:
    """*nodes*, of *wording*, with each part in its place."""
    for node in nodes:
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
    """One of `PARTS`, or nothing where the snippet has none or its reader must not see it."""
    if name in INTERNAL_ONLY and snippet.audience is not Audience.INTERNAL:
        return ()
    match name:
        case "title":
            return (Node("heading", snippet.title, "3"),)
        case "notes":
            return notes(snippet)
        case "facts":
            return facts(snippet)
        case "escalation":
            return escalation(snippet)
        case "lead":
            return tuple(_lead(part(snippet, "steps"), labels_of(snippet)))
    sections = (one for one in snippet.sections if one.name == SECTION_OF[name])
    return tuple(lowered(node, 2) for section in sections for node in section.nodes)


def _lead(nodes: Nodes, say: Labels) -> Iterator[Node]:
    """*nodes* up to the first list, and whether there are more."""
    for number, node in enumerate(nodes, 1):
        yield node
        if node.kind in ("steps", "bullets"):
            if number < len(nodes):
                yield Node("paragraph", (say.more,))
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
        "state": labels(wording.language).states[snippet.confidence],
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
