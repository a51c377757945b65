"""Which signatures are worth comparing with which lines of a paste.

Never all of them: a paste's words are looked up in the index, the rarest first, and the signatures that
share most weight with a line are taken. Words that no signature has may be misread ones; they are looked
for among the vocabulary by their trigrams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple, Protocol

from kbassist.keys import is_word, pairs, parts, word_keys
from kbassist.match.align import Region, stands
from kbassist.match.misread import alike, edits
from kbassist.match.pattern import Compiled, compile_pattern, literals
from kbassist.match.rarity import Rarity
from kbassist.match.score import bound
from kbassist.model import Pattern
from kbassist.text import Text

LISTS = 3
"""Posting lists that are read for one unit, however long."""
BUDGET = 250
"""Entries of posting lists that bring signatures in for one unit."""
FURTHER = 2_000
"""Entries of further lists in which those are looked for."""
FEW, COMPARED, KEPT = 12, 32, 16
"""Signatures whose words are compared with a unit's: at first, and where those do not cover it; those that
are aligned with it."""
TIED = 30
"""How many more are compared that share as much as the last of them."""
PROMISING = 0.1
"""Part of a signature's bits that it must be able to gain to be worth aligning."""
WINDOW = 6
"""Lines of a unit at the most."""
LARGE = 300
"""Tokens of a line that is a unit by itself, or the last one of its unit."""
ALL_GUESSED = 300
"""Misread words of one paste that are looked for."""
COVERED = 0.9
"""Part of a signature's bits that must be there for no misread words to be looked for."""
GUESSED = 12
"""Misread words of one unit that are looked for."""
LIKELY = 40
"""Words with most trigrams in common that are compared with one that may be misread."""


class Posting(Protocol):
    """How often a key stands in the index, and where; too common keys have no ids."""

    @property
    def count(self) -> int:
        """How many entries have the key."""

    @property
    def ids(self) -> Sequence[int]:
        """Their numbers."""


class Index(Protocol):
    """What matching reads: three look-ups."""

    @property
    def size(self) -> int:
        """Signatures in the index."""

    def postings(self, keys: Iterable[str]) -> Mapping[str, Posting]:
        """The entries of each key that there is."""

    def patterns(self, ids: Iterable[int]) -> list[Pattern]:
        """Signatures by number; those that are gone are skipped."""

    def words(self, ids: Iterable[int]) -> list[str]:
        """Words of the vocabulary by number."""


@dataclass(slots=True, eq=False, repr=False)
class Unit:
    """Lines of a paste that may hold a message, with the signatures to compare them with."""

    region: Region
    candidates: list[Compiled]
    bounds: list[float]
    """For each candidate the bits it can gain at most, roughly."""
    lines: list[int]
    """Their numbers in the text."""
    shape: tuple[str, ...] = ()
    """Its tokens, those masked that no signature holds: what has the same shape fits as well."""
    count: int = 1


class Candidates(NamedTuple):
    """Everything that one read of the index brought for a paste."""

    units: list[Unit]
    rarity: Rarity


@dataclass(slots=True, eq=False, repr=False)
class Cache:
    """Signatures made ready, kept between pastes for one state of a base."""

    rarity: Rarity
    compiled: dict[int, Compiled] = field(default_factory=dict)

    def get(self, ids: Iterable[int], index: Index) -> list[Compiled]:
        """The signatures of these numbers, made ready."""
        ids = list(ids)
        new = [i for i in ids if i not in self.compiled]
        if new:
            patterns = index.patterns(new)
            self.rarity.learn(
                token for one in patterns for token in literals(one) if is_word(token)
            )
            if len(self.compiled) > 50_000:
                self.compiled.clear()
                return self.get(ids, index)
            for pattern in patterns:
                self.compiled[pattern.id] = compile_pattern(pattern, self.rarity)
        return [self.compiled[i] for i in ids if i in self.compiled]


def units(text: Text) -> list[tuple[list[int], Region]]:
    """The stretches of lines that may hold one message: a line, with those wrapped from it."""
    result: list[tuple[list[int], Region]] = []
    block: list[int] = []

    def flush() -> None:
        step = WINDOW // 2
        for start in range(0, max(1, len(block) - step), step):
            numbers = block[start : start + WINDOW]
            region = Region([text.lines[i] for i in numbers])
            for position, number in zip(region.firsts, numbers, strict=True):
                if position:
                    region.breaks[position] = text.lines[number].joined
            result.append((numbers, region))

    for i, line in enumerate(text.lines):
        if block and not line.joined:
            flush()
            block = []
        block.append(i)
        if len(line.tokens) > LARGE:
            flush()
            block = []
    if block:
        flush()
    return result


def look_up(text: Text, index: Index, cache: Cache) -> Candidates:
    """Read the index for a paste."""
    rarity = cache.rarity
    parted = [(numbers, region, tuple(region.tokens)) for numbers, region in units(text)]
    words = {identity: _words(identity) for identity in {one[2] for one in parted}}
    postings = dict(index.postings(["=" + word for those in words.values() for word in those]))
    couples = {identity: _couples(identity, postings) for identity in words}
    postings.update(index.postings([key for those in couples.values() for key in those]))
    rarity.learn([word for those in words.values() for word in those])
    found: list[Unit] = []
    guesses = ALL_GUESSED
    seen: dict[tuple[str, ...], Unit] = {}
    shapes: dict[tuple[str, ...], list[tuple[float, Compiled]]] = {}
    for numbers, region, identity in parted:
        known = seen.get(identity)
        if known is not None:
            known.count += 1
            known.lines += numbers
            continue
        shape = tuple("0" if not t.isalpha() and "=" + t not in postings else t for t in identity)
        ranked = shapes.get(shape)
        if ranked is None:
            ids: dict[int, float] = {}
            _add(ids, _found(words[identity], couples[identity], postings, rarity))
            held = words[identity].keys()
            ranked = _rank(ids, held, (), index, cache, FEW)
            if not _covered(ranked, region):
                odd = [t for t in held if len(t) > 2 and t.isalpha() and not rarity.count_of(t)]
                if guesses > 0:
                    guesses -= GUESSED
                    _add(ids, _misread(region, index, postings, rarity))
                ranked = _rank(ids, held, odd, index, cache, COMPARED)
            shapes[shape] = ranked
        if ranked:
            unit = Unit(
                region, [one for _, one in ranked], [bound for bound, _ in ranked], list(numbers)
            )
            unit.shape = shape
            seen[identity] = unit
            found.append(unit)
    return Candidates(found, rarity)


def _words(tokens: Sequence[str]) -> dict[str, None]:
    """The tokens of a unit and the parts of its words."""
    words = dict.fromkeys(tokens)
    for token in tokens:
        if is_word(token):
            words.update(dict.fromkeys(parts(token)))
    return words


def _couples(tokens: Sequence[str], postings: Mapping[str, Posting]) -> dict[str, tuple[str, str]]:
    """The keys of neighbouring words, which tell apart what common words cannot; those unheard of apart."""
    words = [token for token in tokens if is_word(token)]
    return {
        key: couple
        for key, couple in zip(pairs(words), pairwise(words), strict=True)
        if "=" + couple[0] in postings and "=" + couple[1] in postings
    }


def _found(
    words: Iterable[str],
    couples: Mapping[str, tuple[str, str]],
    postings: Mapping[str, Posting],
    rarity: Rarity,
) -> Iterator[tuple[Posting, float]]:
    """The entries that there are of *words* and *couples*, and how many bits' worth each is."""
    weight = rarity.weight
    for word in words:
        if posting := postings.get("=" + word):
            yield posting, weight(word)
    for key, (one, two) in couples.items():
        if posting := postings.get(key):
            yield posting, weight(one) + weight(two)


def _add(shared: dict[int, float], entries: Iterable[tuple[Posting, float]]) -> None:
    """Give each signature its bits, the rarest entries first.

    `LISTS` of them, and more as far as `BUDGET` goes, bring signatures in; the others tell those apart that
    are there, as far as `FURTHER` goes.
    """
    budget, further = BUDGET, FURTHER
    told = sorted(entries, key=lambda entry: (entry[0].count, -entry[1]))
    for read, (posting, weight) in enumerate(told):
        ids: Iterable[int] = posting.ids
        if not ids:
            continue
        if read < LISTS or posting.count <= budget:
            budget -= posting.count
        else:
            budget = 0
            further -= posting.count
            if further < 0:
                break
            ids = shared.keys() & ids
        for number in ids:
            shared[number] = shared.get(number, 0.0) + weight


def _covered(ranked: list[tuple[float, Compiled]], region: Region) -> bool:
    """Whether one of the best stands there word for word."""
    return any(
        bound >= COVERED * one.weight and any(stands(part, region) for part in one.parts)
        for bound, one in ranked[:3]
    )


def _rank(
    ids: Mapping[int, float],
    held: Set[str],
    odd: Sequence[str],
    index: Index,
    cache: Cache,
    most: int,
) -> list[tuple[float, Compiled]]:
    """The most promising signatures with their bounds, best first.

    *held* are the tokens that they are compared with, *odd* those of them that may be misread words.
    """
    if not ids:
        return []
    best: Iterable[int] = ids
    if len(ids) > most:
        least = sorted(ids.values(), reverse=True)[most - 1]
        first = sorted([(-bits, i) for i, bits in ids.items() if bits >= least])
        best = [i for _, i in first[: most + TIED]]
    ranked = []
    compiled = cache.get(best, index)
    near: dict[str, int] = {}
    if odd:
        literals = set[str]().union(*[line.tokens for one in compiled for line in one.lines])
        near = alike(literals - held, odd)
    for one in compiled:
        value = 0.0
        for line in one.lines:
            value += bound(line, held, near)
        if value > PROMISING * one.weight:
            ranked.append((-value, one.pattern.number, one.pattern.revision, one.pattern.id, one))
    ranked.sort(key=itemgetter(0, 1, 2, 3))
    return [(-entry[0], entry[4]) for entry in ranked[:KEPT]]


def _misread(
    region: Region, index: Index, postings: Mapping[str, Posting], rarity: Rarity
) -> Iterator[tuple[Posting, float]]:
    """Entries of words of which the region may hold misread forms."""
    odd = [
        token
        for token in dict.fromkeys(region.tokens)
        if len(token) >= 4 and token.isalpha() and "=" + token not in postings
    ]
    for token in odd[:GUESSED]:
        keys = word_keys(token)
        hits: Counter[int] = Counter()
        for posting in index.postings(keys).values():
            hits.update(posting.ids)
        need = max(2, len(keys) // 3)
        likely = sorted([(-count, number) for number, count in hits.items() if count >= need])
        near = [
            word
            for word in index.words(number for _, number in likely[:LIKELY])
            if edits(word, token) >= 0 or word in token or token in word
        ]
        rarity.learn(near)
        for key, posting in index.postings(["=" + word for word in near]).items():
            yield posting, 0.7 * rarity.weight(key[1:])
