"""A `Snippet` as one tree of nodes, head included, which every format then only writes down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kbassist import template
from kbassist.model import (
    Audience,
    Filled,
    Flag,
    Form,
    Inline,
    Match,
    Node,
    Nodes,
    Snippet,
    Source,
    Variable,
)

FOR = {
    Audience.INTERNAL: "INTERNAL - not for the customer",
    Audience.PARTNER: "For the partner",
    Audience.CUSTOMER: "For the customer",
    Audience.PUBLIC: "For the public",
}
"""The first line of every snippet: whom it is for."""

SOURCES = {
    Source.SIGNATURE: "from the message",
    Source.HINT: "from elsewhere in the text",
    Source.VALUE: "given",
    Source.DEFAULT: "the article's default",
}

FLAGS = {
    Flag.MISSING: "not in the text",
    Flag.EXAMPLE: "the article's own example, check it",
    Flag.CUT: "cut off in the text",
    Flag.CONFLICT: "the text names several",
    Flag.APPROXIMATE: "perhaps misread",
}


def document(snippet: Snippet) -> Nodes:
    """Whom it is for; then what its wording says, or the article as it is; then its receipt."""
    if snippet.wording is not None:
        from kbassist.render.letter import letter

        made = letter(snippet, snippet.wording)
    else:
        made = _article(snippet)
    short = snippet.wording is not None and snippet.wording.form is Form.LINE
    return (*made, _paragraph(snippet.receipt)) if snippet.receipt and not short else made


def _article(snippet: Snippet) -> Nodes:
    """Whom it is for, article, title, notes; for the desk how it was found; the sections."""
    internal = snippet.audience is Audience.INTERNAL
    state = f", {snippet.confidence}" if internal else ""
    article = f"Article {snippet.article}, revision {snippet.revision}{state}"
    blocks = [
        _paragraph(Node("strong", (FOR[snippet.audience],))),
        _paragraph(article),
        Node("heading", snippet.title, "3"),
    ]
    blocks += facts(snippet) if internal else notes(snippet)
    for section in snippet.sections:
        blocks.append(Node("heading", (section.name,), "4"))
        blocks += (lowered(node, 2) for node in section.nodes)
    if snippet.components:
        blocks += [Node("heading", ("Escalation",), "4"), *escalation(snippet)]
    return tuple(blocks)


def notes(snippet: Snippet) -> Nodes:
    """What a reader must know first, a paragraph each."""
    return tuple(_paragraph(*note) for note in _notes(snippet))


def facts(snippet: Snippet) -> Nodes:
    """What a reader must know first, how it was found and what is known, as one list; or nothing."""
    found = (*_notes(snippet), *_facts(snippet))
    items = tuple(Node("item", (_paragraph(*one),)) for one in found)
    return (Node("bullets", items),) if items else ()


def escalation(snippet: Snippet) -> Nodes:
    """The component to turn to, or nothing."""
    names = (f"{c.code} ({c.name})" if c.name else c.code for c in snippet.components)
    return (_paragraph("Component ", ", ".join(names)),) if snippet.components else ()


def _notes(snippet: Snippet) -> Iterator[tuple[Node | Inline, ...]]:
    for note in snippet.notes:
        yield Node("strong", ("Note:",)), " " + note


def confidence(score: float) -> str:
    """A score for people: `97%`; never rounded up to certainty."""
    return f"{int(score * 100 + 1e-9)}%"


def recognised(match: Match) -> tuple[Inline, ...]:
    """The message as it was recognised: the signature with what the text says in its places."""
    if match.signature is None:
        return ()
    values = {
        name: one.value
        for name, one in match.variables.items()
        if one.value and one.source is Source.SIGNATURE
    }
    return template.fill(template.parse(match.signature), values, {})


def origin(variable: Variable, place: str = "") -> str:
    """Where a value came from, with the *place* in the paste, and what to know of it, in words."""
    source = SOURCES[variable.source] + place if variable.source and variable.value else ""
    return "; ".join(filter(None, (source, *(FLAGS[flag] for flag in variable.flags))))


def _facts(snippet: Snippet) -> Iterator[tuple[Node | Inline, ...]]:
    if snippet.successor:
        yield (f"Taken over by article {snippet.successor}",)
    match = snippet.match
    if match is not None:
        yield (f"Verdict: match, {confidence(match.score)}",)
        if match.signature is not None:
            yield ("Recognised: ", *recognised(match))
        else:
            yield ("Recognised without its message",)
        if match.revision_reason:
            yield (f"Revision {snippet.revision}: {match.revision_reason}",)
    for name, variable in snippet.variables.items():
        label = snippet.labels.get(name, name)
        value = Filled(name, variable.value) if variable.value else "unknown"
        where = origin(variable)
        yield (f"{label}: ", value, f" - {where}" if where else "")


def _paragraph(*parts: Node | Inline) -> Node:
    return Node("paragraph", tuple(part for part in parts if part != ""))


def lowered(node: Node, by: int) -> Node:
    """*node* with its headings *by* so many levels lower."""
    if node.kind == "heading" and node.info.isdecimal():
        return replace(node, info=str(min(6, int(node.info) + by)))
    children = tuple(lowered(c, by) if isinstance(c, Node) else c for c in node.children)
    return replace(node, children=children) if children else node
