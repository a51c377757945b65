"""Proposed signatures are put to the test before anybody sees them: each must be matched by its sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kbassist import template
from kbassist.importer.article import revision
from kbassist.importer.draft import Draft, Proposal, Question
from kbassist.model import ArticleFault, Revision

Check = Callable[[Revision], Iterable[ArticleFault]]
"""What is wrong with a revision, looked at alone."""


def prove(draft: Draft, check: Check, *, asked: bool = True) -> Draft:
    """*draft* without the signatures that *check* finds fault with.

    What is left out becomes a question to the author, with the reason; if *asked*, so does what is kept:
    whether a program really prints it so is not to be seen in a text.
    """
    kept: list[Proposal] = []
    questions = list(draft.questions)
    for one in draft.signatures:
        faults = [
            fault
            for fault in check(_alone(draft, (*kept, one)))
            if not fault.warning and fault.rule in _RULES
        ]
        if not faults:
            kept.append(one)
            continue
        said = template.dump(one.template)
        questions.append(
            Question("signatures", f"No signature was made of “{said}”: {faults[0].message}.")
        )
    if kept and asked:
        questions.append(Question("signatures", _are_right(kept)))
    if len(kept) < len(draft.signatures):
        draft = _reduced(replace(draft, signatures=tuple(kept)))
    return replace(draft, questions=tuple(questions))


def without_signatures(draft: Draft) -> Draft:
    """*draft* as it is where nobody vouches for its messages."""
    return _reduced(replace(draft, signatures=()))


_RULES = {"format", "sample-fails", "capture-differs", "weak-signature", "shadowed-signature"}


def _alone(draft: Draft, signatures: tuple[Proposal, ...]) -> Revision:
    made = replace(
        draft, number=draft.number or "0", title=draft.title or "untitled", signatures=signatures
    )
    return revision(_reduced(made))


def _are_right(kept: list[Proposal]) -> str:
    names = template.names(slot for one in kept for slot in one.template)
    which = "the message" if len(kept) == 1 else f"each of the {len(kept)} messages"
    text = f"Is {which} written as the program prints it?"
    if not names:
        return text
    named = ", ".join(names)
    return f"{text} What may differ was called {named}: are these good names for it?"


def _reduced(draft: Draft) -> Draft:
    """*draft* without placeholders and hints that no signature is left for."""
    if not draft.signatures:
        return replace(draft, hints=(), placeholders={}, examples={})
    slots = [slot for one in draft.signatures for slot in one.template]
    named = set(template.names((*slots, *(slot for hint in draft.hints for slot in hint))))
    return replace(
        draft,
        placeholders={name: one for name, one in draft.placeholders.items() if name in named},
        examples={token: name for token, name in draft.examples.items() if name in named},
    )
