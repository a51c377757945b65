"""What formats need whose lists, quotations and tables hold less than Markdown's do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kbassist.model import Filled, Inline, Missing, Node, Nodes, Slot, inside, walk
from kbassist.render.page import BLOCKS, many_lines, one_line

INTERNAL = Node("paragraph", (Node("strong", ("Internal:",)),))
"""What stands above an internal block where a format has no other sign of it."""


class Run(NamedTuple):
    """Some text of one line, in which nothing is a mark."""

    text: str
    styles: frozenset[str] = frozenset()
    """Of `strong`, `emphasis`, `strike`, `code`."""
    target: str = ""
    """Where it leads to, or empty."""
    value: bool = False
    """Whether it may hold what was filled in, so that nothing must depend on what it says."""


def runs(parts: Iterable[Node | Inline], styles: frozenset[str] = frozenset()) -> Iterator[Run]:
    """Inline content without nesting, cleaned, none of it empty.

    A value is code, a hard break is the text of one line end, a link and a code span are one run each.
    """
    for part in parts:
        match part:
            case str():
                run = Run(one_line(part), styles)
            case Filled(value=value):
                run = Run(one_line(value), styles | {"code"}, value=True)
            case Missing(label=name) | Slot(name=name):
                run = Run(f"‹{one_line(name)}›", styles | {"strong"}, value=True)
            case Node(kind="break"):
                run = Run("\n" if part.info == "hard" else " ", styles)
            case Node(kind="codespan"):
                run = Run(_joined(part), styles | {"code"}, value=True)
            case Node(kind="link"):
                filled = any(isinstance(one, Filled | Missing | Slot) for one in walk((part,)))
                run = Run(_joined(part), styles, one_line(part.info).strip(), filled)
            case Node():
                marks = {part.kind} & {"strong", "emphasis", "strike"}
                yield from runs(part.children, styles | marks)
                continue
        if run.text:
            yield run


def _joined(node: Node) -> str:
    return "".join(run.text for run in runs(node.children)).replace("\n", " ")


def grouped(children: Iterable[Node | Inline]) -> Nodes:
    """*children* as blocks: what stands loose among them becomes paragraphs."""
    made: list[Node] = []
    loose: list[Node | Inline] = []
    for child in children:
        if not (isinstance(child, Node) and child.kind in BLOCKS):
            loose.append(child)
            continue
        if loose:
            made.append(Node("paragraph", tuple(loose)))
            loose = []
        made.append(child)
    if loose:
        made.append(Node("paragraph", tuple(loose)))
    return tuple(made)


def flat(node: Node) -> Iterator[Node]:
    """*node* as paragraphs, lists and code, for places that hold nothing else."""
    match node.kind:
        case "paragraph" | "bullets" | "steps" | "code":
            yield node
        case "heading":
            yield Node("paragraph", (Node("strong", node.children),))
        case "table":
            for row in node.children:
                if isinstance(row, Node):
                    yield Node("paragraph", tuple(_cells(row)))
        case "internal":
            yield INTERNAL
            yield from flattened(node.children)
        case "quote":
            yield from flattened(node.children)


def flattened(children: Iterable[Node | Inline]) -> Iterator[Node]:
    """*children* as `flat` has them, one after the other."""
    for child in grouped(children):
        yield from flat(child)


def item(node: Node | Inline) -> Nodes:
    """What a list's item holds, as `flat` has it."""
    return tuple(flattened(inside(node)))


def level(heading: Node) -> int:
    """The level of a heading, 3 to 6."""
    return int(heading.info) if heading.info in ("3", "4", "5", "6") else 3


def code(node: Node) -> str:
    """The text of a code block, cleaned; its own line ends stay, those of a value do not."""
    return _code(node.children).rstrip("\n")


def _code(parts: Iterable[Node | Inline]) -> str:
    made = ""
    for part in parts:
        match part:
            case str():
                made += many_lines(part)
            case Node():
                made += _code(part.children)
            case _:
                made += "".join(run.text for run in runs((part,)))
    return made


def _cells(row: Node) -> Iterator[Node | Inline]:
    """The cells of a row in one line."""
    for number, cell in enumerate(row.children):
        if number:
            yield "; "
        yield from inside(cell)
