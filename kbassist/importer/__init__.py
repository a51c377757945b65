"""Raw texts of knowledge-base articles, as people have them, → drafts of articles.

A text goes one way: `lines` (markers, blanks, margins) → `noise` (what is not the article's own) →
`headings` and, where they were lost, `order` → `layout.read`, the parts → `errors` and `signatures` →
`proof` → `article`, the revision. A text with the headings of other desks, as Markdown or not, goes by
`others` instead of `noise` to `layout`. Every piece knows how it was found; what is a guess is a question.
"""

from __future__ import annotations

from kbassist.importer.article import revision
from kbassist.importer.draft import Draft, Layout, Question
from kbassist.importer.existing import Action, Plan, plan
from kbassist.importer.headings import Part
from kbassist.importer.layout import Given, Unrecognised
from kbassist.importer.proof import Check

__all__ = [
    "Action",
    "Draft",
    "Given",
    "Layout",
    "Part",
    "Plan",
    "Question",
    "Unrecognised",
    "plan",
    "read",
    "revision",
]


def read(text: str, check: Check, name: str = "", given: Given | None = None) -> Draft:
    """The draft that *text*, from the file *name*, makes; *check* says what is wrong with a revision.

    *given* is what a person said of it. Raises Unrecognised where no part of an article can be told.
    """
    from kbassist.importer import layout, others, proof, signatures

    draft = others.read(text, name, given) or layout.read(text, name, given)
    signed = given.signed if given else None
    proposed = signatures.propose(draft)
    if signed is False:
        return proof.without_signatures(proposed)
    return proof.prove(proposed, check, asked=signed is None)
