"""What changed between two revisions, as a page and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from kbassist.compare import Change, Comparison, Edit, SectionChanges
from kbassist.render.page import Line, Piece, Role, one_line, text_line

MARKS = {"added": "+", "removed": "-", "moved": ">", "changed": "~"}
ROLES = {"added": Role.GOOD, "removed": Role.BAD, "moved": Role.DOUBT, "changed": Role.DOUBT}
LONG = 30
"""Words in a row that stay the same, of which only the ends are shown."""


def page(found: Comparison) -> Iterator[Line]:
    """The fields that changed, then the sections, each with a line of sums and its changes."""
    head = f"{found.article}  r{found.old} → r{found.new}"
    yield text_line(head if found.differs else f"{head}  no difference", Role.TITLE)
    if not found.differs:
        return
    if found.fields:
        yield Line()
        yield text_line("Front matter", Role.HEADING)
    for field in found.fields:
        yield text_line(field.name, Role.STRONG)
        for op, values in (("removed", field.removed), ("added", field.added)):
            for value in values:
                yield Line((Piece(one_line(value), ROLES[op]),), f"  {MARKS[op]} ", "    ")
    for section in found.sections:
        yield Line()
        sums = _sums(section)
        yield Line((Piece(section.name, Role.HEADING), Piece(f"  {sums}", Role.DIM)))
        for change in section.changes:
            yield _line(change)


def _sums(section: SectionChanges) -> str:
    """`2 changed, 1 added, 5 the same`."""
    if section.op == "same":
        return "the same"
    counts = Counter(one.op for one in section.changes)
    told = [f"{counts[op]} {op}" for op in ("changed", "moved", "added", "removed") if counts[op]]
    told += [f"{section.same} the same"] if section.same else []
    whole = {"added": "a new section: ", "removed": "the section is gone: "}.get(section.op, "")
    return whole + ", ".join(told)


def _line(change: Change) -> Line:
    number = _number(change)
    role = ROLES[change.op]
    body: list[Piece] = []
    for edit in change.edits:
        body += _pieces(edit, change.op, role)
    if change.op == "changed":
        body.append(Piece(f"  ({change.sort})", Role.DIM))
    lead = f"{MARKS[change.op]} {number}"
    return Line(tuple(body), lead, " " * len(lead))


def _pieces(edit: Edit, op: str, role: Role) -> Iterable[Piece]:
    text = one_line(edit.text)
    if op in ("added", "removed"):
        return (Piece(text, role),)
    match edit.op:
        case "removed":
            return (Piece(f"[-{text}-]", Role.BAD),)
        case "added":
            return (Piece(f"{{+{text}+}}", Role.GOOD),)
    words = text.split(" ")
    if len(words) > LONG:
        text = " ".join((*words[: LONG // 3], "…", *words[-LONG // 3 :]))
    return (Piece(text),)


def _number(change: Change) -> str:
    """`3. `, `3→4. ` or nothing."""
    if change.kind != "step":
        return {"item": "• ", "heading": "# "}.get(change.kind, "")
    numbers = dict.fromkeys(str(one) for one in (change.old, change.new) if one is not None)
    return f"{'→'.join(numbers)}. "


def to_json(found: Comparison) -> dict[str, Any]:
    """Schema `kbassist.diff/1`."""
    return {
        "schema": "kbassist.diff/1",
        "article": found.article,
        "old": found.old,
        "new": found.new,
        "differs": found.differs,
        "fields": [
            {"field": one.name, "removed": list(one.removed), "added": list(one.added)}
            for one in found.fields
        ],
        "sections": [
            {
                "name": section.name,
                "op": section.op,
                "same": section.same,
                "changes": [
                    {
                        "op": one.op,
                        "sort": str(one.sort),
                        "kind": one.kind,
                        "old": one.old,
                        "new": one.new,
                        "edits": [[edit.op, one_line(edit.text)] for edit in one.edits],
                    }
                    for one in section.changes
                ],
            }
            for section in found.sections
        ],
    }
