"""A resolution taken step by step, and what was said of each step: a machine without input or output.

    nodes → steps → Walk → after(walk, answer) → Walk

The steps come first, then the checks of the Verification. A walk never forgets what was said: going back
keeps it, and another answer to the same step takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from kbassist.model import Inline, KBError, Node, Nodes

LONGEST = 2_000
"""Characters of a note or a reason."""


class State(StrEnum):
    """What is known of a step or a check."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    YES = "yes"
    NO = "no"
    UNCHECKED = "unchecked"


class Verb(StrEnum):
    """What somebody may answer."""

    DONE = "done"
    SKIP = "skip"
    YES = "yes"
    NO = "no"
    UNCHECKED = "unchecked"
    BACK = "back"
    NOTE = "note"
    STOP = "stop"
    HELP = "help"


class Answer(NamedTuple):
    """An answer to a step or a check."""

    verb: Verb
    words: str = ""
    """The reason or the note; empty with every other verb."""


class Said(NamedTuple):
    """What was said of one step or check."""

    state: State = State.OPEN
    reason: str = ""
    """Why it was skipped."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """How far somebody has come."""

    steps: int
    """How many of the places are steps; the others, behind them, are checks."""
    said: tuple[Said, ...]
    """Of each place: steps, then checks."""
    position: int = 0
    """The place that is asked about now; behind the last one the walk is finished."""

    @property
    def finished(self) -> bool:
        """Whether there is an answer to everything."""
        return self.position == len(self.said)

    @property
    def checking(self) -> bool:
        """Whether the steps lie behind."""
        return self.position >= self.steps

    @property
    def outcome(self) -> State:
        """Whether it works now: `no` where one check says so, `yes` where all of them do."""
        states = {one.state for one in self.said[self.steps :]}
        if State.NO in states:
            return State.NO
        return State.YES if states == {State.YES} else State.UNCHECKED


def begun(steps: int, checks: int) -> Walk:
    """A walk of which nothing is said yet."""
    return Walk(steps, (Said(),) * (steps + checks))


STATES = {
    Verb.DONE: State.DONE,
    Verb.SKIP: State.SKIPPED,
    Verb.YES: State.YES,
    Verb.NO: State.NO,
    Verb.UNCHECKED: State.UNCHECKED,
}
"""The answers that lead on → what is known then."""
_OF_A_CHECK = (Verb.YES, Verb.NO, Verb.UNCHECKED)


def after(walk: Walk, answer: Answer) -> Walk:
    """*walk* after one answer; `stop` and `help` change nothing.

    Raises KBError for an answer that cannot be given here, and says why.
    """
    verb, words = answer
    if verb in (Verb.STOP, Verb.HELP):
        return walk
    if verb is Verb.BACK:
        if not walk.position:
            raise KBError("this is the first step")
        return replace(walk, position=walk.position - 1)
    if walk.finished:
        raise KBError("the walk is finished")
    if len(words) > LONGEST:
        raise KBError(f"that is too long: {len(words):,} characters, and {LONGEST:,} at most")
    now = walk.said[walk.position]
    if verb is Verb.NOTE:
        if not words:
            raise KBError("a note needs its words")
        return _saying(walk, now._replace(notes=(*now.notes, words)), 0)
    if verb is Verb.NO and not walk.checking:
        raise KBError("what is not done is skipped with a reason: s REASON")
    if (verb in _OF_A_CHECK) is not walk.checking:
        raise KBError(f"{verb} is no answer to a {'check' if walk.checking else 'step'}")
    if verb is Verb.SKIP and not words:
        raise KBError("a step is skipped with a reason")
    reason = words if verb is Verb.SKIP else ""
    return _saying(walk, now._replace(state=STATES[verb], reason=reason), 1)


def _saying(walk: Walk, said: Said, on: int) -> Walk:
    at = walk.position
    return replace(walk, said=(*walk.said[:at], said, *walk.said[at + 1 :]), position=at + on)


# -------------------------------------------------------------------------------------------- answers

_WORDS = {
    Verb.DONE: ("d", "done", "ok"),
    Verb.SKIP: ("s", "skip"),
    Verb.YES: ("y", "yes"),
    Verb.NO: ("no",),
    Verb.UNCHECKED: ("u", "unchecked"),
    Verb.BACK: ("b", "back"),
    Verb.NOTE: ("n", "note"),
    Verb.STOP: ("q", "quit", "stop"),
    Verb.HELP: ("?", "h", "help"),
}
VERBS = {word: verb for verb, words in _WORDS.items() for word in words}


def understood(line: str, checking: bool) -> Answer:
    """The answer that a line means: a word or its first letter, and the words of a reason or a note.

    An empty line is `done` to a step, and to a check that it was not made. Raises KBError for anything else.

    >>> understood("S: no access", checking=False)
    Answer(verb=<Verb.SKIP: 'skip'>, words='no access')
    """
    if not line.strip():
        return Answer(Verb.UNCHECKED if checking else Verb.DONE)
    first, *rest = line.split(maxsplit=1)
    words = rest[0].strip() if rest else ""
    verb = VERBS.get(first.casefold().rstrip(":") or first)
    if verb is None:
        raise KBError("that was not understood; ? says what you can answer")
    if verb is Verb.YES and not checking:
        verb = Verb.DONE
    if words and verb not in (Verb.SKIP, Verb.NOTE):
        raise KBError(f"{verb} takes no words; write n and a note before it")
    if checking and not words and first.casefold() == "n":
        raise KBError("write no, or n and the words of a note")
    return Answer(verb, words)


# ---------------------------------------------------------------------------------------------- steps


class Step(NamedTuple):
    """One step of a resolution."""

    item: Node
    """Of kind `item`; it may hold lists, code and tables."""
    lead: Nodes = ()
    """What stands before it and is no step itself: an introduction, a heading."""


_LEADING = ("heading", "rule")


def steps(nodes: Nodes) -> tuple[Step, ...]:
    """The steps that *nodes* have, nothing left out.

    Each item of a numbered list is a step; what stands before a list leads to its first item. Behind the last
    list each paragraph is a step, with the blocks that follow it. Without any numbered list all is one step.
    """
    last = max((i for i, node in enumerate(nodes) if node.kind == "steps"), default=-1)
    if last < 0:
        return (Step(Node("item", nodes)),) if nodes else ()
    made: list[Step] = []
    lead: list[Node] = []
    for node in nodes[: last + 1]:
        if node.kind == "steps":
            for item in node.children:
                made.append(Step(item if isinstance(item, Node) else _item(item), tuple(lead)))
                lead = []
        else:
            lead.append(node)
    for node in nodes[last + 1 :]:
        if node.kind == "paragraph":
            made.append(Step(_item(node), tuple(lead)))
            lead = []
        elif node.kind in _LEADING or lead:
            lead.append(node)
        else:
            made[-1] = _longer(made[-1], (node,))
    if lead:
        made[-1] = _longer(made[-1], lead)
    return tuple(made)


def _item(*children: Node | Inline) -> Node:
    return Node("item", children)


def _longer(step: Step, more: Iterable[Node]) -> Step:
    return step._replace(item=replace(step.item, children=(*step.item.children, *more)))
