"""A walk → the work note of it: a `Snippet`, so that every format writes it and every value stays a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kbassist.model import (
    Audience,
    Filled,
    Form,
    Inline,
    Node,
    Nodes,
    Slot,
    Snippet,
    SnippetSection,
    Wording,
)
from kbassist.render.document import labels
from kbassist.render.page import BLOCKS
from kbassist.tailor import outward
from kbassist.walkthrough import Said, State, Step, Walk

Taken = tuple[Step, Said]
"""A step, and what was said of it."""


class Words(NamedTuple):
    """What a work note says in one language."""

    head: str
    """With `{article}` and `{revision}`."""
    ticket: str
    times: str
    """With `{started}` and `{finished}`."""
    unfinished: str
    """With `{started}`."""
    steps: str
    checks: str
    escalation: str
    nobody: str
    """Where the article names no component."""
    reason: str
    note: str
    unsaid: str
    """Where the Verification is not written."""
    states: dict[State, str]
    """What stands before a step or a check."""
    outcomes: dict[State, str]
    counted: dict[State, str]
    """With `{}` for how many steps."""


WORDS = {
    "en": Words(
        head="Work note: article {article}, revision {revision}",
        ticket="Ticket {ticket}",
        times="Begun {started}, finished {finished}.",
        unfinished="Begun {started}, not finished.",
        steps="Steps",
        checks="Does it work now?",
        escalation="Escalation",
        nobody="The article names no component.",
        reason="Reason:",
        note="Note:",
        unsaid="The article says nothing of how to check it.",
        states={
            State.OPEN: "Not confirmed:",
            State.DONE: "Done:",
            State.SKIPPED: "Skipped:",
            State.YES: "Yes:",
            State.NO: "No:",
            State.UNCHECKED: "Not checked:",
        },
        outcomes={
            State.YES: "It works now.",
            State.NO: "It does not work yet.",
            State.UNCHECKED: "Whether it works now is not confirmed.",
        },
        counted={
            State.DONE: "{} done",
            State.SKIPPED: "{} skipped",
            State.OPEN: "{} not confirmed",
        },
    ),
    "de": Words(
        head="Arbeitsnotiz: Artikel {article}, Revision {revision}",
        ticket="Ticket {ticket}",
        times="Begonnen {started}, beendet {finished}.",
        unfinished="Begonnen {started}, nicht beendet.",
        steps="Schritte",
        checks="Funktioniert es jetzt?",
        escalation="Eskalation",
        nobody="Der Artikel nennt keine Komponente.",
        reason="Grund:",
        note="Notiz:",
        unsaid="Der Artikel sagt nichts darüber, wie man es prüft.",
        states={
            State.OPEN: "Nicht bestätigt:",
            State.DONE: "Erledigt:",
            State.SKIPPED: "Ausgelassen:",
            State.YES: "Ja:",
            State.NO: "Nein:",
            State.UNCHECKED: "Nicht geprüft:",
        },
        outcomes={
            State.YES: "Es funktioniert jetzt.",
            State.NO: "Es funktioniert noch nicht.",
            State.UNCHECKED: "Ob es jetzt funktioniert, ist nicht bestätigt.",
        },
        counted={
            State.DONE: "{} erledigt",
            State.SKIPPED: "{} ausgelassen",
            State.OPEN: "{} nicht bestätigt",
        },
    ),
}


def work_note(
    made: Snippet,
    steps: Sequence[Step],
    checks: Sequence[Step],
    walk: Walk,
    *,
    language: str,
    ticket: str = "",
    started: str,
    finished: str = "",
) -> Snippet:
    """What was done of *steps* and *checks*, for the audience of *made*, the resolution tailored to it.

    Steps and checks are as the desk sees them; what is internal in them stays there. In English where the
    *language* has no words here; *finished* is empty where the walk is not.
    """
    known = language.partition("-")[0].lower()
    known = known if known in WORDS else "en"
    say = WORDS[known]
    internal = made.audience is Audience.INTERNAL
    taken = list(zip(steps, walk.said[: walk.steps], strict=True))
    checked = list(zip(checks, walk.said[walk.steps :], strict=True))
    if not internal:
        taken, checked = list(_outward(taken)), list(_outward(checked))
    if internal:
        facts: Nodes = (_paragraph(Slot("facts")),)
    else:
        values = tuple(
            _item(f"{made.labels.get(name, name)}: ", Filled(name, one.value))
            for name, one in made.variables.items()
            if one.value
        )
        facts = (_paragraph(Slot("notes")), *((Node("bullets", values),) if values else ()))
    times = say.times if finished else say.unfinished
    head = say.head.format(article=made.article, revision=made.revision)
    nodes = (
        _paragraph(f"{head}, {labels(known).states[made.confidence]}" if internal else head),
        *((_paragraph(say.ticket.format(ticket=ticket)),) if ticket else ()),
        _paragraph(Slot("title")),
        _paragraph(f"{_sum(taken, say)}. {say.outcomes[walk.outcome]}"),
        _paragraph(times.format(started=started, finished=finished)),
        *facts,
        _heading(say.steps),
        _paragraph(Slot("steps")),
        _heading(say.checks),
        _paragraph(Slot("verification")),
    )
    if internal and walk.outcome is State.NO:
        where = Slot("escalation") if made.components else say.nobody
        nodes = (*nodes, _heading(say.escalation), _paragraph(where))
    return replace(
        made,
        sections=(
            SnippetSection("Resolution", tuple(_listed(taken, say))),
            SnippetSection("Verification", tuple(_listed(checked, say))),
        ),
        match=None,
        wording=Wording(nodes, known, Form.FULL, ticket),
    )


def _outward(pairs: Iterable[Taken]) -> Iterator[Taken]:
    """*pairs* without what is internal; a step that is nothing else is left out."""
    lead: Nodes = ()
    for step, said in pairs:
        lead += _nodes(outward(step.lead))
        children = outward(step.item.children)
        if children or not step.item.children:
            yield Step(replace(step.item, children=children), lead), said
            lead = ()


def _sum(pairs: Iterable[Taken], say: Words) -> str:
    counts = Counter(said.state for _, said in pairs)
    return ", ".join(text.format(counts[s]) for s, text in say.counted.items() if counts[s])


def _listed(pairs: Iterable[Taken], say: Words) -> Iterator[Node]:
    """The steps as numbered lists that go on behind what stands between them."""
    number = 1
    held: list[Node] = []
    for step, said in pairs:
        if step.lead and held:
            yield Node("steps", tuple(held), str(number))
            number, held = number + len(held), []
        yield from step.lead
        held.append(_marked(step.item, said, say))
    if held:
        yield Node("steps", tuple(held), str(number))


def _marked(item: Node, said: Said, say: Words) -> Node:
    """*item* with its state before it, and with reason and notes behind it."""
    made: list[Node | Inline]
    state = Node("strong", (say.states[said.state],))
    match item.children:
        case (Node(kind="paragraph") as first, *rest):
            made = [replace(first, children=(state, " ", *first.children)), *rest]
        case (Node(kind=kind), *_) as blocks if kind in BLOCKS:
            made = [_paragraph(state), *blocks]
        case ():
            made = [_paragraph(state, " ", say.unsaid)]
        case words:
            made = [state, " ", *words]
    rows: list[Node | Inline] = []
    for label, text in ((say.reason, said.reason), *((say.note, note) for note in said.notes)):
        if text:
            rows += (Node("break", (), "hard"), Node("emphasis", (label,)), f" {text}")
    match made:
        case [*before, Node(kind="paragraph") as last]:
            made = [*before, replace(last, children=(*last.children, *rows))]
        case [*_, Node(kind=kind)] if rows and kind in BLOCKS:
            made = [*made, _paragraph(*rows[1:])]
        case _:
            made = [*made, *rows]
    return replace(item, children=tuple(made))


def _nodes(parts: Iterable[Node | Inline]) -> Nodes:
    return tuple(part for part in parts if isinstance(part, Node))


def _item(*parts: Node | Inline) -> Node:
    return Node("item", (_paragraph(*parts),))


def _paragraph(*parts: Node | Inline) -> Node:
    return Node("paragraph", parts)


def _heading(text: str) -> Node:
    return Node("heading", (text,), "4")
