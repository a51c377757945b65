"""Proving articles: samples match with their captures, strangers do not, and no name hangs in the air.

An article's revisions and its predecessors are one family: they may share signatures, and each may
answer a sample of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kbassist.check import links, messages, privacy, proofs, validity
from kbassist.check.base import Base
from kbassist.model import ArticleFault, MatchResult, Revision, Template, revision_order

RULES: Mapping[str, str] = {
    "format": "A file can be read as an article.",
    "unknown-field": "The front matter has only fields that there are.",
    "unknown-section": "The text has only sections that there are.",
    "no-resolution": "A finished article has a Resolution.",
    "unknown-placeholder": "A placeholder is declared, and something gives it a value.",
    "unused-placeholder": "A placeholder is shown somewhere, or only marks a gap.",
    "reserved-placeholder": "No placeholder has the name of a slot of the wordings around an article.",
    "duplicate-revision": "A revision stands in one file.",
    "unknown-article": "A number without a title is one of an article of this base.",
    "unlisted-article": "What See Also names, the field see_also names too.",
    "broken-link": "A link leads somewhere.",
    "supersession-cycle": "No article supersedes itself, directly or through others.",
    "overlapping-versions": "Something decides between two revisions for a version of a product.",
    "empty-versions": "A range of versions holds at least one.",
    "sample-fails": "A sample is a sure match of its article.",
    "capture-differs": "A sample gives just the values that it says.",
    "stranger-matches": "A stranger is no match of the article that names it.",
    "no-sample": "Each signature has a sample, and in a validated article each value that hints give.",
    "weak-signature": "A signature tells enough to decide something.",
    "weak-line": "Each line of a signature of several lines tells something.",
    "shadowed-signature": "The message of a signature goes to its own article.",
    "useless-code": "A message code can be found in a text.",
    "sensitive-text": "Samples hold no secrets and no names of real people.",
    "shown-comment": "No comment stands in the text, where it would be shown.",
    "review-overdue": "An article is read again by the day that it says.",
    "wording": "What a snippet says around an article has slots that there are, each in its place.",
}
"""What `check` demands: the name of each rule, and the rule."""


def check(
    revisions: Sequence[Revision],
    load_faults: Iterable[ArticleFault],
    match: Callable[[str], MatchResult],
    bits: Callable[[Template], float],
    strict: bool = False,
    others: Collection[str] = (),
    today: date | None = None,
) -> tuple[ArticleFault, ...]:
    """Every fault of a base, by file and line, *load_faults* among them.

    *match* answers a paste from all of *revisions*; *bits* says how much the words of a template tell in
    them; *others* are numbers of the base beside theirs. What only *strict* forbids is told in any case, as
    a warning unless *strict*. *today* is what review dates are compared with.
    """
    base = Base(
        tuple(sorted(revisions, key=_order)),
        tuple(replace(one, warning=one.warning and not strict) for one in load_faults),
        match,
        bits,
        strict,
        frozenset(others) - {one.number for one in revisions},
        today or date.today(),
    )
    proved: proofs.Proved = set()
    found = [
        *base.load_faults,
        *links.duplicates(base),
        *links.references(base),
        *links.links(base),
        *links.cycles(base),
        *validity.versions(base),
        *validity.reviews(base),
        *privacy.sensitive(base),
        *privacy.comments(base),
        *proofs.unused(base),
        *proofs.reserved(base),
        *proofs.samples(base, proved),
        *proofs.strangers(base),
        *messages.signatures(base, proved),
        *messages.codes(base),
    ]
    hidden = {(one.path, one.line) for one in found if one.rule == "sensitive-text"}
    told = (replace(one, excerpt="") if (one.path, one.line) in hidden else one for one in found)
    return tuple(
        sorted(dict.fromkeys(told), key=lambda one: (one.path, one.line, one.column, one.message))
    )


def _order(revision: Revision) -> tuple[object, ...]:
    return revision.number, revision_order(revision.revision), revision.path
