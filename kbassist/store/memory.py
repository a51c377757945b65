"""A store of a few revisions in plain dictionaries: no index, no files, everything looked through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kbassist.keys import pattern_keys, revision_keys, vocabulary, word_keys
from kbassist.model import (
    ArticleFault,
    Confidence,
    Pattern,
    Revision,
    SearchHit,
    Slot,
    revision_order,
)
from kbassist.products import families
from kbassist.store import (
    CAP,
    Posting,
    Status,
    asked_numbers,
    fold_number,
    fold_revision,
    lookup,
    number_order,
    told_doubled,
)


class MemoryStore:
    """The articles that are given; see `kbassist.store.Store`."""

    def __init__(self, revisions: Iterable[Revision], faults: Iterable[ArticleFault] = ()) -> None:
        found, revisions = list(faults), list(revisions)
        by_name: dict[tuple[str, str], Revision] = {}
        for one in sorted(revisions, key=lambda one: one.path):
            if one.bare:
                continue
            first = by_name.setdefault((fold_number(one.number), fold_revision(one.revision)), one)
            if first is not one:
                message = f"{first.path} has the same number and revision and is read instead"
                found.append(ArticleFault(one.path, 0, message, rule="duplicate-revision"))
        found += _take_bare(by_name, [one for one in revisions if one.bare])
        newer = [one for one in by_name.values() if one.supersedes]
        self._all = [
            replace(one, successor=_successor(folded, newer))
            for (folded, _), one in by_name.items()
        ]
        self._by_number: dict[str, list[Revision]] = {}
        for one in sorted(self._all, key=lambda one: revision_order(one.revision)):
            self._by_number.setdefault(fold_number(one.number), []).append(one)
        self._faults = tuple(sorted(found, key=lambda one: (one.path, one.line)))
        self._patterns = [
            Pattern(
                0,
                one.number,
                one.revision,
                self._family(one),
                signature,
                {
                    slot.name: one.placeholders[slot.name].kind
                    for line in signature.lines
                    for slot in line
                    if isinstance(slot, Slot) and slot.name in one.placeholders
                },
                one.bare,
            )
            for one in self._all
            for signature in one.signatures
        ]
        self._patterns = [one._replace(id=i) for i, one in enumerate(self._patterns)]
        self._words = sorted({w for one in self._patterns for w in vocabulary(one.signature)})
        self._ids: dict[str, list[int]] = {}
        for i, one in enumerate(self._all):
            self._file_under(revision_keys(one), i)
        for pattern in self._patterns:
            self._file_under(pattern_keys(pattern.signature), pattern.id)
        for i, word in enumerate(self._words):
            self._file_under(word_keys(word), i)

    def _file_under(self, keys: Iterable[str], number: int) -> None:
        for key in keys:
            self._ids.setdefault(key, []).append(number)

    def _family(self, revision: Revision) -> str:
        chain, one = [fold_number(revision.number)], revision
        while one.successor is not None:
            one = self.revisions(one.successor)[0]
            folded = fold_number(one.number)
            if folded in chain:
                return max(chain[chain.index(folded) :], key=number_order)
            chain.append(folded)
        return min(other.number for other in self.revisions(one.number))

    @property
    def size(self) -> int:
        """How many patterns there are."""
        return len(self._patterns)

    @property
    def faults(self) -> tuple[ArticleFault, ...]:
        """What is wrong with files, by path and line."""
        return self._faults

    def postings(self, keys: Iterable[str]) -> dict[str, Posting]:
        """What is filed under *keys*; unknown keys are absent."""
        found = {key: self._ids[key] for key in keys if key in self._ids}
        return {key: Posting(len(v), v if len(v) <= CAP else ()) for key, v in found.items()}

    def patterns(self, ids: Iterable[int]) -> list[Pattern]:
        """The patterns of these ids, ascending; unknown ids are skipped."""
        return [self._patterns[one] for one in _known(ids, self._patterns)]

    def words(self, ids: Iterable[int]) -> list[str]:
        """The words of the vocabulary of these ids, ascending; unknown ids are skipped."""
        return [self._words[one] for one in _known(ids, self._words)]

    def all_patterns(self) -> Iterator[Pattern]:
        """Every pattern, ascending."""
        return iter(self._patterns)

    def by_ids(self, ids: Iterable[int]) -> list[Revision]:
        """The revisions of these ids, ascending; unknown ids are skipped."""
        return [self._all[one] for one in _known(ids, self._all)]

    def revisions(self, number: str) -> tuple[Revision, ...]:
        """The revisions of an article, oldest first; leading zeros, "KBA" and "Note" do not matter."""
        for asked in asked_numbers(number):
            if asked in self._by_number:
                return tuple(self._by_number[asked])
        return ()

    def numbers(self) -> Iterator[str]:
        """The number of every article and of every bare message, in order."""
        for folded in sorted(self._by_number, key=number_order):
            yield min(one.number for one in self._by_number[folded])

    def codes(self) -> Iterator[str]:
        """Every message code that articles list, as in `keys.code_key`; ascending."""
        return (key[1:] for key in sorted(self._ids) if key.startswith("#"))

    def newest(self) -> Iterator[Revision]:
        """The newest revision of every article, by number; bare messages of catalogues are none."""
        for number in self.numbers():
            newest = self.revisions(number)[-1]
            if not newest.bare:
                yield newest

    def families(self) -> tuple[frozenset[str], ...]:
        """The names that go together for `products.same_product`."""
        return families(product for one in self._all for product in one.applies_to)

    def search(self, query: lookup.Query) -> list[SearchHit]:
        """Articles that hold the words of *query*, best first; see `kbassist.store.Store`."""
        within = lookup.columns(query.section, query.audience)
        readable = (one for one in self._all if query.audience.may_read(one.audience))
        fits = [(one, self._fit(one, query)) for one in readable]
        fitting = [(one, fit) for one, fit in fits if fit]
        for number in asked_numbers(query.words):
            named = [(fit, one, 1.0) for one, fit in fitting if fold_number(one.number) == number]
            if named:
                return _hits(named, (), within, query)
        if not query.words.strip():
            return _hits([(fit, one, 0.0) for one, fit in fitting], (), within, query)
        terms = lookup.terms(query.words)
        for every in (True, False):
            found = []
            for one, fit in fitting:
                scores = [_score(one, term, within) for term in terms]
                if scores and (all(scores) if every else any(scores)):
                    found.append((fit, one, sum(scores)))
            if found:
                return _hits(found, terms, within, query)
        return []

    def _fit(self, revision: Revision, query: lookup.Query) -> int:
        names = self.families()
        best = dict.fromkeys(query.kinds, 0)
        for kind, value in lookup.facets(revision):
            if kind in best:
                best[kind] = max(best[kind], query.fits(kind, value, names))
        return min(best.values(), default=2)

    def status(self) -> Status:
        """What it holds."""
        messages = sum(one.bare for one in self._all)
        articles, revisions = len(list(self.newest())), len(self._all) - messages
        counts = articles, revisions, len(self._patterns), len(self._faults), messages
        return Status("memory", (), *counts, size=0, built="", refreshed="", fresh=True)

    def refresh(self) -> Status:
        """Nothing can have changed."""
        return self.status()

    def close(self) -> None:
        """Nothing to give back."""


def _take_bare(
    known: dict[tuple[str, str], Revision], messages: Iterable[Revision]
) -> Iterator[ArticleFault]:
    """Take up bare messages whose number nothing has; the catalogues of those that another has."""
    articles = {folded for folded, _ in known}
    doubled: dict[str, int] = {}
    for one in sorted(messages, key=lambda one: one.path):
        folded = fold_number(one.number)
        if folded not in articles and known.setdefault((folded, ""), one) is not one:
            doubled[one.path] = doubled.get(one.path, 0) + 1
    for path, many in doubled.items():
        yield ArticleFault(path, 0, told_doubled(many))


def _known(ids: Iterable[int], many: Sequence[object]) -> list[int]:
    return [one for one in sorted(set(ids)) if 0 <= one < len(many)]


def _successor(folded: str, revisions: Iterable[Revision]) -> str | None:
    newer = [
        (number_order(other), other, one.number)
        for one in revisions
        for other in [fold_number(one.number)]
        if other != folded and folded in map(fold_number, one.supersedes)
    ]
    if not newer:
        return None
    _, newest, _ = max(newer)
    return min(number for _, other, number in newer if other == newest)


def _score(revision: Revision, term: lookup.Term, within: Iterable[lookup.Column]) -> float:
    """The weight of the columns that hold *term*."""
    texts = lookup.texts(revision)
    score = 0.0
    for column in within:
        text = lookup.fold_text(texts.get(column.name, ""))
        words = [(word, None) for word in text.split()]
        score += column.weight * any(
            lookup.stands_at(words, i, form, term.unfinished)
            for form in term.forms
            for i in range(len(words) - len(form) + 1)
        )
    return score


def _hits(
    found: Iterable[tuple[int, Revision, float]],
    terms: Sequence[lookup.Term],
    within: Sequence[lookup.Column],
    query: lookup.Query,
) -> list[SearchHit]:
    """One hit for each article: its revision that fits best, then the newest."""
    best: dict[str, tuple[int, object, Revision, float]] = {}
    for fit, one, score in found:
        folded, rank = fold_number(one.number), (fit, revision_order(one.revision))
        if folded not in best or best[folded][:2] < rank:
            best[folded] = (*rank, one, score)

    def order(folded: str) -> tuple[object, ...]:
        _, _, one, score = best[folded]
        behind = one.confidence is Confidence.ARCHIVED or one.successor is not None
        return one.bare, behind and score > 0, -score, number_order(folded)

    return [
        SearchHit(one, *lookup.excerpt(one, terms, within, query.audience), score)
        for _, _, one, score in (
            best[one] for one in sorted(best, key=order)[: max(0, query.limit)]
        )
    ]
