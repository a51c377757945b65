"""Which revision of an article applies, and why.

A product version that a revision lists beats one that merely says "all"; then the words for and against
that the revisions name; then the products; then the newest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kbassist.model import Confidence, Revision, Span, revision_order
from kbassist.products import Families, covers, fold_name, has_words, lists, same_product

_GAP = r"[^\w\n]{0,3}"
_BETWEEN = rf"(?:{_GAP}\b(?:add-?ins|tenant|system|is|on|in|at|v|build|ab)\b)*{_GAP}"
_VERSION = r"(v?\d[\d.]*\d[a-z]?|\d[a-z]?)(?![\w.]*\w)"
_PLAIN_VERSION = r"(v?\d+(?:\.\d+)+|\d{4})(?![\w.]*\w|-\d)"
"""Behind a product's name without a word for it: dotted, or year and month."""
_SHORT_VERSION = (
    r"[ \t]{0,2}[(\"']?v?(\d{1,3}[a-z]?)(?!\w|[.,]\d|[-:/]\w|[ \t]?%)"
    r"(?!\.?[ \t]*(?:of|von|out|x|times?|mal|min|h|hours?|[gmtk]b|percent|prozent|users?|nutzer|benutzer"
    r"|anwender|fehler|rechner|lizenzen|(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]{0,6})\b)"
    r"(?![ \t]+(?!(?:is|was|has|says|fails|does|gives|reports|throws|shows|stops|crashes)\b)[^\W\d]+s\b)"
)
"""The same of few digits, if nothing is counted with it: `11`, `19c`, not `11 jobs`, `11 Jan`."""
_WORDED = r"(?:version|release|rel\.?|ver\.?|v\.?)"
_GENERIC = rf"(?i)\b(?:version|release|rel\.?|fassung|stand)\W{{1,3}}{_VERSION}"
READ = 200_000
"""Characters in which products and evidence are looked for."""


def choose(
    revisions: Sequence[Revision],
    text: str = "",
    taken: Sequence[Span] = (),
    product: str | None = None,
    version: str | None = None,
    families: Families = (),
) -> tuple[Revision, str]:
    """The revision among *revisions* (all of one article) that fits best, and the reason in words.

    *text* is what the customer sent, *taken* the stretches of it that are values, not words.
    """
    alive = [one for one in revisions if one.confidence is not Confidence.ARCHIVED] or list(
        revisions
    )
    alive.sort(key=lambda one: revision_order(one.revision))
    if len(alive) == 1:
        return alive[0], "the only revision"
    text = text[:READ].casefold()
    for start, end in sorted(taken, reverse=True):
        text = text[:start] + " " * (end - start) + text[end:]
    asked = [version] if version else _versions(alive, text)
    fitting = _of_product(alive, product, families) if product else []
    alive = fitting or alive
    if len(alive) == 1:
        return alive[0], f"only this revision is for {product}"
    for one in asked:
        listed = [r for r in alive if any(lists(p.versions, one) for p in r.applies_to)]
        if len(listed) == 1:
            return listed[0], f"version {one} is listed by this revision"
        covering = [r for r in alive if any(covers(p.versions, one) for p in r.applies_to)]
        if not listed and len(covering) == 1:
            return covering[0], f"version {one} is not listed by the other revision"
        alive = listed or covering or alive
    spoken = [_evidence(one, text) for one in alive]
    nets = [len(words) - len(other) for words, other in spoken]
    most = max(nets)
    chosen = [one for one, net in zip(alive, nets, strict=True) if net == most]
    if len(chosen) == 1:
        words = spoken[nets.index(most)][0] or [word for _, other in spoken for word in other]
        return chosen[0], f"the text speaks of {', '.join(dict.fromkeys(words))}"
    named = [one for one in chosen if _is_named(one, text)] or chosen
    if len(named) == 1:
        return named[0], "the product is listed by this revision only"
    if any(words or other for words, other in spoken):
        return named[-1], "newest; the text speaks for both"
    if product and len(fitting) == len(revisions):
        return named[-1], "newest; product and text decide nothing"
    return named[-1], "newest; nothing in the text decides"


def _of_product(revisions: Sequence[Revision], product: str, families: Families) -> list[Revision]:
    """Those that list *product* under just that name, else under any name of its family."""
    asked = fold_name(product)
    return [
        one
        for one in revisions
        if any(has_words(asked, fold_name(p.product)) for p in one.applies_to)
    ] or [
        one
        for one in revisions
        if any(same_product(product, p.product, families) for p in one.applies_to)
    ]


@lru_cache(maxsize=4096)
def _phrase(words: str) -> re.Pattern[str]:
    pieces = [re.escape(word) for word in re.findall(r"[^\W_]+|[^\w\s]", words.casefold())]
    return re.compile(r"(?<!\w)" + r"[\s-]*".join(pieces) + r"(?!\w)")


def _stands(words: str, text: str) -> bool:
    """Whether *words* stand in the folded *text*; no pattern is made where the first of them does not."""
    first = re.search(r"[^\W_]+", words.casefold())
    return first is not None and first[0] in text and _phrase(words).search(text) is not None


def _evidence(revision: Revision, text: str) -> tuple[list[str], list[str]]:
    """The words of *text* that speak for the revision, and against it."""
    return (
        [word for word in revision.evidence_for if _stands(word, text)],
        [word for word in revision.evidence_against if _stands(word, text)],
    )


def _is_named(revision: Revision, text: str) -> bool:
    """Whether *text* names a product of the revision."""
    return any(
        _stands(name, text) for p in revision.applies_to for name in (p.product, *p.also_called)
    )


def _versions(revisions: Sequence[Revision], text: str) -> list[str]:
    """Versions that the text gives to one of the products, in order of appearance."""
    names = {
        name for one in revisions for p in one.applies_to for name in (p.product, *p.also_called)
    }
    found: dict[str, int] = {}
    mentioned = False
    for name in sorted(names):
        for place in _phrase(name).finditer(text) if _stands(name, text) else ():
            mentioned = True
            behind = re.compile(rf"{_BETWEEN}(?:{_WORDED}{_GAP}{_VERSION}|{_PLAIN_VERSION})").match(
                text, place.end()
            )
            if behind:
                found.setdefault(behind[1] or behind[2], behind.start())
            elif (short := re.compile(_SHORT_VERSION).match(text, place.end())) and any(
                lists(p.versions, short[1]) for one in revisions for p in one.applies_to
            ):
                found.setdefault(short[1], short.start())
    if mentioned:
        for place in re.finditer(_GENERIC, text):
            found.setdefault(place[1], place.start())
    return sorted(found, key=lambda one: found[one])
