"""The machine of a walk, as a table of what is answered and what is known then, and its laws."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import articles
from kbassist.model import KBError, Node, Nodes, walk
from kbassist.render import page
from kbassist.walkthrough import (
    LONGEST,
    Answer,
    State,
    Verb,
    Walk,
    after,
    begun,
    steps,
    understood,
)
from tests.walks import BARE, TANK

TABLE = """
                                        | 1 open open / open
Enter                                   | 2 done open / open
done                                    | 2 done open / open
s no key                                | 2 skipped(no key) open / open
Enter, Enter                            | 3 done done / open
Enter, b                                | 1 done open / open
Enter, b, Enter                         | 2 done open / open
Enter, b, s no key                      | 2 skipped(no key) open / open
s no key, b, Enter                      | 2 done open / open
Enter, s a, b, b, Enter                 | 2 done skipped(a) / open
n first, n second                       | 1 open[first][second] open / open
n first, Enter, b                       | 1 done[first] open / open
n first, s no key, b, Enter             | 2 done[first] open / open
Enter, Enter, n odd, yes                | 4 done done / yes[odd]
Enter, Enter, no                        | 4 done done / no
Enter, Enter, Enter                     | 4 done done / unchecked
Enter, Enter, no, b, y                  | 4 done done / yes
Enter, Enter, b, s late                 | 3 done skipped(late) / open
Enter, ?, q, Enter                      | 3 done done / open
"""
"""Answers to a walk of two steps and one check | the place (from 1), steps / checks: state(reason)[note]."""

TWO = begun(2, 1)


def taken(walk: Walk, answers: list[str]) -> Walk:
    for line in answers:
        walk = after(walk, understood("" if line == "Enter" else line, walk.checking))
    return walk


def written(walk: Walk) -> str:
    words = [
        one.state
        + (f"({one.reason})" if one.reason else "")
        + "".join(f"[{note}]" for note in one.notes)
        for one in walk.said
    ]
    return f"{walk.position + 1} {' '.join(words[: walk.steps])} / {' '.join(words[walk.steps :])}"


@pytest.mark.parametrize(
    ("answers", "known"),
    [tuple(map(str.strip, row.split("|"))) for row in TABLE.strip("\n").split("\n")],
)
def test_what_is_known_after_some_answers(answers: str, known: str) -> None:
    given = [one.strip() for one in answers.split(",")] if answers else []
    assert written(taken(TWO, given)) == known


@pytest.mark.parametrize(
    ("before", "line", "why"),
    [
        ("", "b", "this is the first step"),
        ("", "s", "a step is skipped with a reason"),
        ("", "n", "a note needs its words"),
        ("", "u", "unchecked is no answer to a step"),
        ("", "no", "what is not done is skipped with a reason: s REASON"),
        ("", "done it", "done takes no words; write n and a note before it"),
        ("", "I did it", "that was not understood; ? says what you can answer"),
        ("", ":", "that was not understood; ? says what you can answer"),
        ("", f"n {'x' * (LONGEST + 1)}", "that is too long: 2,001 characters, and 2,000 at most"),
        ("Enter, Enter", "done", "done is no answer to a check"),
        ("Enter, Enter", "s why", "skip is no answer to a check"),
        ("Enter, Enter", "n", "write no, or n and the words of a note"),
        ("Enter, Enter", "yes and no", "yes takes no words; write n and a note before it"),
        ("Enter, Enter, yes", "yes", "the walk is finished"),
    ],
)
def test_what_cannot_be_answered(before: str, line: str, why: str) -> None:
    walk = taken(TWO, before.split(", ") if before else [])
    with pytest.raises(KBError) as error:
        after(walk, understood(line, walk.checking))
    assert str(error.value) == why


@pytest.mark.parametrize(
    ("line", "checking", "answer"),
    [
        ("", False, Answer(Verb.DONE)),
        ("   ", True, Answer(Verb.UNCHECKED)),
        ("DONE", False, Answer(Verb.DONE)),
        ("d", False, Answer(Verb.DONE)),
        ("yes", False, Answer(Verb.DONE)),
        ("Skip:  no access", False, Answer(Verb.SKIP, "no access")),
        ("n password was changed", False, Answer(Verb.NOTE, "password was changed")),
        ("note", False, Answer(Verb.NOTE)),
        ("n o", True, Answer(Verb.NOTE, "o")),
        ("no", True, Answer(Verb.NO)),
        ("Y", True, Answer(Verb.YES)),
        ("u", True, Answer(Verb.UNCHECKED)),
        ("back", True, Answer(Verb.BACK)),
        ("quit", False, Answer(Verb.STOP)),
        ("?", False, Answer(Verb.HELP)),
    ],
)
def test_what_a_line_means(line: str, checking: bool, answer: Answer) -> None:
    assert understood(line, checking) == answer


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ("yes, yes", State.YES),
        ("yes, Enter", State.UNCHECKED),
        ("Enter, no", State.NO),
        ("no, yes", State.NO),
        ("yes", State.UNCHECKED),
        ("", State.UNCHECKED),
    ],
)
def test_whether_it_works(answers: str, outcome: State) -> None:
    assert taken(begun(0, 2), answers.split(", ") if answers else []).outcome is outcome


words = st.text("abc", max_size=3)
anything = st.builds(Answer, st.sampled_from(Verb), words)


@given(st.integers(0, 4), st.integers(1, 3), st.lists(anything, max_size=30))
def test_no_note_is_ever_lost_and_no_place_is_outside(
    many: int, checks: int, answers: list[Answer]
) -> None:
    walk = begun(many, checks)
    notes: list[str] = []
    for answer in answers:
        try:
            walk = after(walk, answer)
        except KBError:
            continue
        if answer.verb is Verb.NOTE:
            notes.append(answer.words)
        assert 0 <= walk.position <= len(walk.said) == many + checks
        assert walk.steps == many
        assert sorted(note for one in walk.said for note in one.notes) == sorted(notes)
        passed = walk.said[: walk.position]
        assert all(one.state is not State.OPEN for one in passed)
        assert all(bool(one.reason) == (one.state is State.SKIPPED) for one in walk.said)


@given(st.integers(1, 4), st.lists(anything, max_size=20))
def test_going_back_and_answering_the_same_changes_nothing(
    many: int, answers: list[Answer]
) -> None:
    walk = begun(many, 2)
    for answer in answers:
        try:
            walk = after(walk, answer)
        except KBError:
            continue
    if walk.position:
        back = after(walk, Answer(Verb.BACK))
        said = back.said[back.position]
        verb = next(verb for verb, state in STATES if state is said.state)
        assert after(back, Answer(verb, said.reason)) == walk


STATES = [
    (Verb.DONE, State.DONE),
    (Verb.SKIP, State.SKIPPED),
    (Verb.YES, State.YES),
    (Verb.NO, State.NO),
    (Verb.UNCHECKED, State.UNCHECKED),
]


# ---------------------------------------------------------------------------------------------- steps


def resolution(text: str) -> Nodes:
    revision, faults = articles.parse(text, "one.md")
    assert revision is not None, faults
    section = revision.section("Resolution")
    assert section is not None
    return section.nodes


def text(lines: Iterable[page.Line]) -> str:
    return page.plain(lines).strip("\n")


SMOKE = """Never smoke beside ____ (tank), and never let anybody else smoke there,
whatever is said of it."""


def test_an_article_in_steps() -> None:
    found = [
        (text(page.lines(step.lead)), text(page.item_lines(step.item)))
        for step in steps(resolution(TANK))
    ]
    assert [(lead, item.partition("\n")[0]) for lead, item in found] == [
        (SMOKE, "Open the lid of ____ (tank)."),
        ("", "Look inside:"),
        ("", "Run the pump:"),
        ("Afterwards", "Read the gauge:"),
        ("", "Close the lid."),
    ]
    assert "pump --tank" in found[2][1]
    assert "still empty" in found[3][1]


STEPS = Node("steps", (Node("item", (Node("paragraph", ("one",)),)),), "1")
SAID = Node("paragraph", ("said",))
CODE = Node("code", ("code",))
HEAD = Node("heading", ("head",), "3")


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ((), []),
        ((SAID, CODE), ["-said code"]),
        ((STEPS,), ["-one"]),
        ((SAID, CODE, STEPS), ["said code-one"]),
        ((STEPS, SAID, STEPS), ["-one", "said-one"]),
        ((STEPS, CODE), ["-one code"]),
        ((STEPS, CODE, SAID, CODE), ["-one code", "-said code"]),
        ((STEPS, HEAD, CODE, SAID), ["-one", "head code-said"]),
        ((STEPS, SAID, HEAD), ["-one", "-said head"]),
    ],
)
def test_what_becomes_of_the_blocks_around_lists(nodes: Nodes, expected: list[str]) -> None:
    def words(part: Nodes) -> str:
        return " ".join(one for one in walk(part) if isinstance(one, str))

    found = steps(nodes)
    assert [f"{words(one.lead)}-{words((one.item,))}" for one in found] == expected
    there = " ".join(f"{words(one.lead)} {words((one.item,))}" for one in found).split()
    assert there == words(nodes).split(), "something was left out"


def test_prose_alone_is_one_step() -> None:
    assert len(steps(resolution(BARE))) == 1
