"""What was found in a text, what was done with it, and what was not: for people, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kbassist import template
from kbassist.importer.draft import Draft, How
from kbassist.importer.existing import Plan
from kbassist.importer.lines import Marker
from kbassist.render import changes
from kbassist.render.page import Line, Piece, Role, counted, labelled, one_line, text_line

COLUMN = 14
"""Columns of the labels."""


class Double(NamedTuple):
    """Another article that seems to be about the same."""

    number: str
    why: str


class Outcome(NamedTuple):
    """What became of one text."""

    source: str
    draft: Draft
    plan: Plan | None = None
    """None where number or title is missing."""
    doubles: Sequence[Double] = ()
    written: str = ""
    """The file, or empty where none was written."""
    why: str = ""
    """Why none was."""


def page(outcome: Outcome) -> Iterator[Line]:
    """One text for the screen."""
    draft = outcome.draft
    name = " - ".join(one for one in (draft.number, draft.title) if one) or "without a name"
    yield text_line(name, Role.TITLE)
    yield _row("From", outcome.source)
    yield _row("Layout", draft.layout)
    for what, how in draft.told:
        yield _row(what.capitalize(), f"{_value(draft, what)} ({how})", _role(how))
    for part, found in draft.parts.items():
        steps = sum(one.marker is not Marker.NONE for one in found.blocks)
        held = {"item": steps, "paragraph": len(found.blocks) - steps}
        place = f", line {found.line}" if found.line else ""
        yield _row(
            part.replace("_", " ").capitalize(),
            f"{', '.join(counted(n, noun) for noun, n in held.items() if n) or 'nothing'}"
            f" ({found.how}{place})",
            _role(found.how),
        )
    yield from _listed("Messages", draft.messages)
    yield from _listed("Signatures", [template.dump(one.template) for one in draft.signatures])
    yield from _listed("Hints", [template.dump(one) for one in draft.hints])
    yield from _listed("To decide", [f"{one.field}: {one.text}" for one in draft.questions])
    yield from _listed(
        "Left out",
        [
            f"{f'line {one.line}: ' if one.line else ''}{one.text} ({one.why})"
            for one in draft.dropped
        ],
    )
    yield from _compared(outcome)
    if outcome.written:
        yield _row("Written", outcome.written, Role.GOOD)
    elif outcome.why:
        yield _row("Not written", outcome.why, Role.DOUBT)
    yield Line()


def _compared(outcome: Outcome) -> Iterator[Line]:
    plan = outcome.plan
    if plan is not None and plan.against is not None:
        yield _row("Compared", f"with {plan.against.name}: {plan.reason}")
        if plan.changes is not None:
            yield from changes.page(plan.changes)
            yield Line()
    for double in outcome.doubles:
        yield _row("Looks like", f"{double.number}: {double.why}", Role.DOUBT)


def _value(draft: Draft, what: str) -> str:
    match what:
        case "number":
            return draft.number or ""
        case "title":
            return draft.title or ""
        case "keywords":
            rest = [one.code for one in draft.components] + [draft.category or ""]
            words = counted(len(draft.keywords), "term")
            return "; ".join([words, *(one for one in rest if one)])
        case _:
            return counted(len(draft.products), "version")


def _role(how: How) -> Role:
    return Role.DOUBT if how is How.GUESS else Role.PLAIN


def _row(label: str, text: str, role: Role = Role.PLAIN) -> Line:
    return labelled(label, (Piece(one_line(text), role),), COLUMN)


def _listed(label: str, texts: Sequence[str]) -> Iterator[Line]:
    if texts:
        yield text_line(label, Role.HEADING)
        for text in texts:
            yield text_line(text, Role.PLAIN, "- ", "  ")


def to_json(outcome: Outcome) -> dict[str, Any]:
    """Schema `kbassist.imported/1`."""
    plan, draft = outcome.plan, outcome.draft
    against = plan.against if plan else None
    return {
        "schema": "kbassist.imported/1",
        "source": outcome.source,
        "written": outcome.written or None,
        "why": outcome.why or None,
        "action": str(plan.action) if plan else None,
        "revision": plan.revision if plan else None,
        "reason": plan.reason if plan else None,
        "against": against.name if against else None,
        "changes": changes.to_json(plan.changes) if plan and plan.changes else None,
        "doubles": [{"number": one.number, "why": one.why} for one in outcome.doubles],
        "layout": str(draft.layout),
        "found": [{"field": what, "how": str(how), "line": None} for what, how in draft.told]
        + [
            {"field": str(part), "how": str(found.how), "line": found.line or None}
            for part, found in draft.parts.items()
        ],
        "dropped": [
            {"line": one.line or None, "text": one.text, "why": one.why} for one in draft.dropped
        ],
        "draft": draft.to_json(),
    }
