"""Walking through an article: what is shown and asked, line after line, on standard error.

Nothing is ever drawn over and no key is read by itself, so that it works with a screen reader, on the
simplest terminal, and whatever becomes of its size.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kbassist.model import Audience, KBError, Node, Nodes, Snippet
from kbassist.render.page import Line, Role, counted, item_lines, lines, pieces, text_line
from kbassist.tailor import outward
from kbassist.terminal import question, remark, show
from kbassist.walkthrough import (
    Answer,
    Said,
    State,
    Step,
    Verb,
    Walk,
    after,
    begun,
    steps,
    understood,
)

TO_A_STEP = (
    "Enter, done or yes: the step is done",
    "s REASON: it is skipped, and why",
)
TO_A_CHECK = (
    "yes: it is as it should be",
    "no: it is not",
    "Enter: it was not checked",
)
TO_BOTH = (
    "b: back to the one before",
    "n NOTE: a note for the work note",
    "q: stop here",
)
SAID = {
    State.DONE: "done",
    State.SKIPPED: "skipped",
    State.YES: "yes",
    State.NO: "no",
    State.UNCHECKED: "not checked",
}


class Plan(NamedTuple):
    """What there is to walk through."""

    desk: Snippet
    """The article as the desk sees it."""
    steps: tuple[Step, ...]
    checks: tuple[Step, ...]
    """At least one: whether it works now."""
    audience: Audience
    """Who reads the work note."""
    internal: bool
    """Whether what is internal is shown."""

    @property
    def places(self) -> tuple[Step, ...]:
        """Everything that is asked about, in order."""
        return (*self.steps, *self.checks)

    @property
    def begun(self) -> Walk:
        """The walk of which nothing is said yet."""
        return begun(len(self.steps), len(self.checks))


def plan(desk: Snippet, audience: Audience, at_a_terminal: bool) -> Plan:
    """The steps and checks of an article as the *desk* sees it, for a work note for *audience*.

    What is internal is shown at a terminal, and where the work note is for the desk.
    """
    checks = steps(_section(desk, "Verification")) or (Step(Node("item")),)
    internal = at_a_terminal or audience is Audience.INTERNAL
    return Plan(desk, steps(_section(desk, "Resolution")), checks, audience, internal)


def with_a_person(plan: Plan, walk: Walk, redact: bool) -> Iterator[Walk]:
    """Ask a person at the terminal until all is answered, they stop, or the input ends.

    Gives the walk after each answer, before the next is asked for.
    """
    show(_introduction(plan, walk))
    shown = -1
    while not walk.finished:
        if walk.position != shown:
            show(_page(plan, walk))
            shown = walk.position
        line = question(
            "Does it work? (yes, no, Enter: not checked, ?: help)"
            if walk.checking
            else "Done? (Enter: yes, ?: help)"
        )
        if line is None:
            return
        try:
            answer = understood(line, walk.checking)
            if answer.verb is Verb.STOP:
                return
            if answer.verb is Verb.HELP:
                show(_help(walk))
                continue
            if answer.verb in _ASKED_FOR and not answer.words:
                answer = answer._replace(words=question(_ASKED_FOR[answer.verb]) or "")
            walk = after(walk, _cleaned(answer, plan, walk, redact))
        except KBError as error:
            remark(str(error))
            continue
        yield walk
        if answer.verb is Verb.NOTE:
            remark("noted")


_ASKED_FOR = {Verb.SKIP: "Why is it skipped?", Verb.NOTE: "What is to be noted?"}


def answered(plan: Plan, walk: Walk, told: Sequence[str], redact: bool) -> Iterator[Walk]:
    """The walk after each answer that was *told*, up to `stop`. Raises KBError for one that is none."""
    for number, line in enumerate(told, 1):
        try:
            answer = understood(line, walk.checking)
            if answer.verb is Verb.STOP:
                return
            walk = after(walk, _cleaned(answer, plan, walk, redact))
        except KBError as error:
            raise KBError(f"answer {number}: {error}") from None
        yield walk


def alone(plan: Plan, walk: Walk, way: Sequence[Walk] | None) -> Iterator[Walk]:
    """Show what there is to do without any question: along the *way* that was told, or all of it.

    Gives the walk after each answer.
    """
    show(_introduction(plan, walk))
    show(_page(plan, walk))
    for now in way or ():
        if now.position != walk.position:
            show(_page(plan, now))
        walk = now
        yield walk
    if way is None:
        for position in range(walk.position + 1, len(walk.said)):
            show(_page(plan, replace(walk, position=position)))


def _cleaned(answer: Answer, plan: Plan, walk: Walk, redact: bool) -> Answer:
    """*answer* with a token in place of each secret in its words."""
    if not (redact and answer.words):
        return answer
    from kbassist import redact as work

    beside = " ".join(text for said in walk.said for text in (said.reason, *said.notes))
    kept = (one.value for one in plan.desk.variables.values() if one.value)
    made = work.redact(answer.words, keep=kept, beside=beside)
    if made.counts:
        remark(f"replaced: {work.told(made.counts)}")
    return answer._replace(words=made.text)


def end_line() -> None:
    """Leave the line of a question that was broken off."""
    sys.stderr.write("\n")


def place(walk: Walk) -> tuple[str, ...]:
    """Where a walk is, in words: `step 3 of 7`, and what was said of it before."""
    if walk.finished:
        return ("its end",)
    checks = len(walk.said) - walk.steps
    at = walk.position - walk.steps if walk.checking else walk.position
    name, many = ("check", checks) if walk.checking else ("step", walk.steps)
    return (f"{name} {at + 1} of {many}", *_so_far(walk.said[walk.position]))


def _so_far(said: Said) -> Iterator[str]:
    if said.state is not State.OPEN:
        reason = f": {said.reason}" if said.reason else ""
        yield f"Said before: {SAID[said.state]}{reason}"
    for note in said.notes:
        yield f"Note: {note}"


# ----------------------------------------------------------------------------------------------- pages


def _introduction(plan: Plan, walk: Walk) -> Iterator[Line]:
    """What the walk is of, and what to know first."""
    desk = plan.desk
    yield text_line(f"Article {desk.article}, revision {desk.revision}", Role.DIM)
    yield Line(pieces(desk.title, Role.TITLE))
    if plan.internal:
        for note in desk.notes:
            yield text_line(note, lead="Note: ", hang="  ")
        yield from _part("Internal Notes", _section(desk, "Internal Notes"))
    yield Line()
    yield text_line(
        f"{counted(len(plan.steps), 'step')}, then {counted(len(plan.checks), 'check')}."
    )
    counts = Counter(one.state for one in walk.said if one.state is not State.OPEN)
    if counts:
        yield text_line(
            "So far: " + ", ".join(f"{n} {SAID[one]}" for one, n in counts.items()) + "."
        )
    if plan.internal and plan.audience is not Audience.INTERNAL:
        yield text_line(f"Notes and reasons go into a text for the audience {plan.audience}.")


def _part(name: str, nodes: Nodes) -> Iterator[Line]:
    if nodes:
        yield Line()
        yield text_line(name, Role.HEADING)
        yield from lines(nodes)


def _page(plan: Plan, walk: Walk) -> Iterator[Line]:
    """The step or check that the walk is at; nothing where it is finished."""
    if walk.finished:
        return
    where, *before = place(walk)
    step = plan.places[walk.position]
    yield Line()
    yield text_line(where.capitalize(), Role.HEADING)
    lead, parts = (
        (step.lead, step.item.children)
        if plan.internal
        else (outward(step.lead), outward(step.item.children))
    )
    if lead:
        yield from lines(lead)
        yield Line()
    if parts:
        yield from item_lines(Node("item", parts))
    elif step.item.children:
        yield text_line("This is for the desk only.")
    else:
        yield text_line("Does it work now? The article does not say how to see it.")
    for text in before:
        yield text_line(text, Role.DIM)


def _help(walk: Walk) -> Iterator[Line]:
    for text in (*(TO_A_CHECK if walk.checking else TO_A_STEP), *TO_BOTH):
        yield text_line(text, lead="  ", hang="    ")


def _section(snippet: Snippet, name: str) -> Nodes:
    return next((one.nodes for one in snippet.sections if one.name == name), ())
