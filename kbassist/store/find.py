"""Looking articles up in an index: by number, by words, by what they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nsmallest

from kbassist.model import Audience, SearchHit, StoreUnavailable, revision_order
from kbassist.products import Families, families
from kbassist.store import asked_numbers, lookup, number_order
from kbassist.store.index import Index

DEEPEST = 2_000
"""Revisions found that are looked at more closely."""
_BM25 = f"bm25(search, {', '.join(str(one.weight) for one in lookup.COLUMNS)})"


def search(index: Index, query: lookup.Query) -> list[SearchHit]:
    """See `kbassist.store.Store.search`."""
    within = lookup.columns(query.section, query.audience)
    fitting = _fitting(index, query)
    for number in asked_numbers(query.words):
        ids = [row[0] for row in index.rows("SELECT id FROM revision WHERE folded = ?", (number,))]
        if found := _best(index, dict.fromkeys(ids, 1.0), fitting, query):
            return _hits(index, found, (), within, query)
    terms = lookup.terms(query.words)
    if not terms:
        if query.words.strip():
            return []
        ids = [row[0] for row in index.rows("SELECT id FROM revision")]
        found = _best(index, dict.fromkeys(ids, 0.0), fitting, query)
        return _hits(index, found, (), within, query)
    if not index.meta["words"]:
        raise StoreUnavailable(
            "this SQLite has no full-text search (FTS5); search by number or filter"
        )
    for every in (True, False):
        scores = _scores(index, terms, within, every)
        if found := _best(index, scores, fitting, query):
            return _hits(index, found, terms, within, query)
    return []


def known_families(index: Index) -> Families:
    """The names of products that some article says belong together."""
    rows = index.rows(
        "SELECT value FROM facet WHERE kind = 'product'"
        " AND EXISTS (SELECT 1 FROM facet_of WHERE facet = id) ORDER BY value"
    )
    return families(lookup.product_of(value) for (value,) in rows)


def _fitting(index: Index, query: lookup.Query) -> dict[int, int] | None:
    """The revisions that fit, and how well; None for all."""
    fitting: dict[int, int] | None = None
    names = known_families(index) if query.product is not None else ()
    for kind in query.kinds:
        rows = index.rows("SELECT id, value FROM facet WHERE kind = ?", (kind,))
        fits = {number: query.fits(kind, value, names) for number, value in rows}
        wanted = [number for number, fit in fits.items() if fit]
        found: dict[int, int] = {}
        for facet, revision in index.rows_of(
            "SELECT facet, revision FROM facet_of WHERE facet", wanted
        ):
            found[revision] = max(fits[facet], found.get(revision, 0))
        if fitting is not None:
            found = {one: min(fit, fitting[one]) for one, fit in found.items() if one in fitting}
        fitting = found
    return fitting


def _scores(
    index: Index, terms: Sequence[lookup.Term], within: Sequence[lookup.Column], every: bool
) -> dict[int, float]:
    """The revisions that have every one, or any, of the terms; higher is better."""
    if not within:
        return {}
    asked = (" AND " if every else " OR ").join(
        "(" + " OR ".join(_phrase(form, term.unfinished) for form in term.forms) + ")"
        for term in terms
    )
    if len(within) < len(lookup.COLUMNS):
        asked = f"{{{' '.join(one.name for one in within)}}} : ({asked})"
    rows = index.rows(f"SELECT rowid, {_BM25} FROM search WHERE search MATCH ?", (asked,))
    return {number: -score for number, score in rows}


def _phrase(words: Sequence[str], unfinished: bool) -> str:
    """Words next to each other; they are letters and digits only, nothing has to be escaped."""
    return f'"{" ".join(words)}"' + (" *" if unfinished else "")


def _best(
    index: Index,
    scores: Mapping[int, float],
    fitting: Mapping[int, int] | None,
    query: lookup.Query,
) -> list[tuple[int, float]]:
    """The revision to show of each article, best first: what is superseded or archived comes last, and bare
    messages behind everything else.

    Of the revisions found of one article, one that lists the version asked for goes before one that says
    "all", and then the newest.
    """
    ids = [one for one in scores if fitting is None or one in fitting]
    if len(ids) > DEEPEST and any(scores.values()):
        ids = nsmallest(DEEPEST, ids, key=lambda one: (-scores[one], one))
    rows = index.rows_of("SELECT id, folded, name, audience, state FROM revision WHERE id", ids)
    may_read = {one.value for one in Audience if query.audience.may_read(one)}
    best: dict[str, tuple[int, str, int, int]] = {}
    for number, folded, name, readers, state in rows:
        if readers in may_read:
            one = fitting[number] if fitting else 0, name, number, state
            if folded not in best or _rank(best[folded]) < _rank(one):
                best[folded] = one

    def order(folded: str) -> tuple[object, ...]:
        _, _, number, state = best[folded]
        score = scores[number]
        behind = score > 0 and (state == 1 or index.successor(folded) is not None)
        return state == 2, behind, -score, number_order(folded)

    found = sorted(best, key=order)[: max(0, query.limit)]
    return [(best[one][2], scores[best[one][2]]) for one in found]


def _rank(one: tuple[int, str, int, int]) -> tuple[object, ...]:
    return one[0], revision_order(one[1])


def _hits(
    index: Index,
    found: Sequence[tuple[int, float]],
    terms: Sequence[lookup.Term],
    within: Sequence[lookup.Column],
    query: lookup.Query,
) -> list[SearchHit]:
    revisions = index.by_ids([number for number, _ in found])
    return [
        SearchHit(revision, *lookup.excerpt(revision, terms, within, query.audience), score)
        for revision, (_, score) in zip(revisions, found, strict=True)
    ]
