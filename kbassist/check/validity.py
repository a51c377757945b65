"""For which versions a revision holds, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, groupby

from kbassist.check.base import Base
from kbassist.model import ArticleFault, Confidence, Product, Revision
from kbassist.products import Families, Range, families, parse, same_product, says_all

_RANGE = re.compile(r"[<>=≤≥]|\.\.|…|\S\s+[-–—]\s+\S|\d[–—]\d")


def versions(base: Base) -> Iterator[ArticleFault]:
    """Ranges that hold no version, and versions that two revisions of an article both claim."""
    for _, group in groupby(base.revisions, lambda one: one.number):
        revisions = list(group)
        for revision in revisions:
            yield from _empty(base, revision)
        alive = [one for one in revisions if one.confidence is not Confidence.ARCHIVED]
        names = families(product for one in alive for product in one.applies_to)
        for older, newer in combinations(alive, 2):
            yield from _claimed(base, older, newer, names)


def _empty(base: Base, revision: Revision) -> Iterator[ArticleFault]:
    for i, product in enumerate(revision.applies_to):
        for j, version in enumerate(product.versions):
            if not parse(version) and _RANGE.search(version):
                yield base.fault(
                    "empty-versions",
                    revision,
                    ("applies_to", i, "versions", j),
                    f"`{version}` holds no version",
                    "write the lower one first, as in `1211..1802`, or a bound, as in `>=1805`",
                )


def _claimed(
    base: Base, older: Revision, newer: Revision, names: Families
) -> Iterator[ArticleFault]:
    """What both revisions list, where no words of the text could decide between them."""
    if older.revision == newer.revision or any(
        one.evidence_for or one.evidence_against for one in (older, newer)
    ):
        return
    for i, product in enumerate(newer.applies_to):
        for other in older.applies_to:
            if not same_product(product.product, other.product, names):
                continue
            shared = _shared(product, other)
            if shared is not None:
                j, one, two = shared
                both = f"`{one}`" if one == two else f"`{one}`, and with it something of `{two}`,"
                yield base.fault(
                    "overlapping-versions",
                    newer,
                    ("applies_to", i, "versions", j),
                    f"{both} is listed by revision {older.revision} too, and nothing decides"
                    " between the two",
                    "take it out of one of them, or tell them apart with `evidence`",
                )
                break


def _shared(newer: Product, older: Product) -> tuple[int, str, str] | None:
    """The first version of *newer*, with its place, that *older* lists as well."""
    listed = [(one, parse(one)) for one in older.versions if not says_all(one)]
    for j, version in enumerate(newer.versions):
        if says_all(version):
            continue
        ranges = parse(version)
        for other, others in listed:
            if _overlap(ranges, others) or (not ranges and version == other):
                return j, version, other
    return None


def _overlap(some: Sequence[Range], others: Sequence[Range]) -> bool:
    return any(a.overlaps(b) for a in some for b in others)


def reviews(base: Base) -> Iterator[ArticleFault]:
    """Review dates that have passed: always a warning, for no text becomes wrong overnight."""
    for revision in base.revisions:
        if not revision.review_by or revision.confidence is Confidence.ARCHIVED:
            continue
        if base.today > date.fromisoformat(revision.review_by):
            who = f"{revision.owner}: read" if revision.owner else "read"
            fault = base.fault(
                "review-overdue",
                revision,
                ("review_by",),
                f"the article was to be read again by {revision.review_by}",
                f"{who} it, correct it, and set a new day",
            )
            fault.warning = True
            yield fault
