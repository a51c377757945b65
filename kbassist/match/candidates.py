"""Which signatures are worth comparing with which lines of a paste.

Never all of them: a paste's words are looked up in the index, the rarest first, and the signatures that
share most weight with a line are taken. Words that no signature has may be misread ones; they are looked
for among the vocabulary by their trigrams.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise
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
FEW, COMPARED, KEPT = 8, 32, 16
"""Signatures whose words are compared with a unit's: at first, and where those do not cover it; those that
are aligned with it."""
TIED = 12
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
SHAPES, MASKS = 4_000, 50_000
"""Shapes of units whose candidates are kept, and tokens of which it is known what they tell."""
LACKING = 2.5
"""Telling words of a signature, counted, without which it cannot be meant by any measure."""

Tokens = tuple[str, ...]
"""Those of a unit; or its shape, that of all units for which the same candidates are chosen."""


class Stage(IntEnum):
    """How much trouble is taken to choose candidates."""

    FEW = 0
    """Enough for a message that stands there word for word."""
    MORE = 1
    """Enough for one with a word misread here and there, which the others show."""
    GUESSED = 2
    """The signatures of misread words as well, looked for among the vocabulary."""


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


class Candidate(NamedTuple):
    """A signature to compare with a unit."""

    compiled: Compiled
    bits: float
    """What it can gain at most, roughly."""
    lack: float
    """How much its words count that are not there, at least; see `telling`."""


@dataclass(slots=True, eq=False, repr=False)
class Unit:
    """Lines of a paste that may hold a message, with the signatures to compare them with."""

    region: Region
    candidates: Sequence[Candidate]
    """The most promising first."""
    lines: list[int]
    """Their numbers in the text."""
    count: int = 1


@dataclass(slots=True, eq=False, repr=False)
class Cache:
    """What is kept between pastes for one state of a base: signatures made ready, and what was chosen."""

    rarity: Rarity
    compiled: dict[int, Compiled] = field(default_factory=dict)
    chosen: dict[tuple[Stage, Tokens], Sequence[Candidate]] = field(default_factory=dict)
    """For units of one shape, the candidates of each stage."""
    masks: dict[str, str] = field(default_factory=dict)
    """For each token met what stands for it in a shape."""

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

    def masked(self, tokens: Set[str], index: Index) -> dict[str, str]:
        """What stands for each of *tokens* in a shape.

        `0` for those that have digits and that no signature holds, nor a part of them, else they themselves.
        """
        if len(self.masks) > MASKS:
            self.masks.clear()
        found = {token: mask for token in tokens if (mask := self.masks.get(token))}
        new = [token for token in tokens if token not in found]
        held = index.postings(["=" + word for word in _words(new)]) if new else {}
        for token in new:
            tells = token.isalpha() or not is_word(token)
            tells = tells or any("=" + one in held for one in (token, *parts(token)))
            found[token] = self.masks[token] = token if tells else "0"
        return found


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


def look_up(text: Text, index: Index, cache: Cache) -> list[Unit]:
    """The units of a paste that may hold a message, with the signatures that the index has for them."""
    parted = [(numbers, region, tuple(region.tokens)) for numbers, region in units(text)]
    reading = _Reading({one[2] for one in parted}, index, cache)
    found: list[Unit] = []
    guesses = ALL_GUESSED
    seen: dict[tuple[str, ...], Unit] = {}
    for numbers, region, identity in parted:
        known = seen.get(identity)
        if known is not None:
            known.count += 1
            known.lines += numbers
            continue
        candidates = reading.candidates(identity, Stage.FEW)
        if not _covered(candidates, region):
            stage = Stage.GUESSED if guesses > 0 else Stage.MORE
            guesses -= GUESSED
            candidates = reading.candidates(identity, stage)
        if candidates:
            seen[identity] = Unit(region, candidates, list(numbers))
            found.append(seen[identity])
    return found


class _Reading:
    """What the index says to the words of a paste, whose units have these *tokens*."""

    def __init__(self, tokens: Set[Tokens], index: Index, cache: Cache) -> None:
        self.index, self.cache = index, cache
        self.shared: tuple[Tokens, dict[int, float]] = (), {}
        """What the last unit shares: its stages follow each other."""
        every = set[str]().union(*tokens)
        masks = cache.masked(every, index)
        cache.rarity.learn(every)
        self.shapes = {unit: tuple(map(masks.__getitem__, unit)) for unit in tokens}
        new = [
            unit for unit, shape in self.shapes.items() if (Stage.FEW, shape) not in cache.chosen
        ]
        words = dict.fromkeys(word for unit in new for word in _words(unit))
        cache.rarity.learn(words)
        postings = index.postings(["=" + word for word in words])  # all in one read
        index.postings([key for unit in new for key in _couples(unit, postings)])

    def candidates(self, tokens: Tokens, stage: Stage) -> Sequence[Candidate]:
        """The signatures to compare a unit with, the same for all that have its shape."""
        key, chosen = (stage, self.shapes[tokens]), self.cache.chosen
        found = chosen.get(key)
        if found is None:
            if len(chosen) > SHAPES:
                chosen.clear()
            found = chosen[key] = self._chosen(tokens, stage)
        return found

    def _chosen(self, tokens: Tokens, stage: Stage) -> Sequence[Candidate]:
        words, shared = _words(tokens).keys(), self._share(tokens)
        if stage is Stage.FEW:
            return _best(_few(shared), words, (), self.index, self.cache)
        rarity = self.cache.rarity
        odd = [t for t in words if len(t) > 2 and t.isalpha() and not rarity.count_of(t)]
        misread: dict[int, float] = {}
        if stage is Stage.GUESSED:
            _add(misread, _misread(tokens, self.index, rarity))
            shared = shared | {i: shared.get(i, 0.0) + bits for i, bits in misread.items()}
        ids = _most(shared)
        ids += [i for i in _few({i: shared[i] for i in misread}) if i not in ids]
        return _best(ids, words, odd, self.index, self.cache)

    def _share(self, tokens: Tokens) -> dict[int, float]:
        """The signatures that share words with a unit, and how many bits' worth."""
        if self.shared[0] != tokens:
            words = _words(tokens)
            postings = dict(self.index.postings(["=" + word for word in words]))
            couples = _couples(tokens, postings)
            postings.update(self.index.postings(couples))
            shared: dict[int, float] = {}
            _add(shared, _found(words, couples, postings, self.cache.rarity))
            self.shared = tokens, shared
        return self.shared[1]


def _few(shared: Mapping[int, float]) -> list[int]:
    """The few signatures that share most; of very many that share as much as the last of them none."""
    if len(shared) <= FEW:
        return list(shared)
    least = sorted(shared.values(), reverse=True)[FEW - 1]
    few = [i for i, bits in shared.items() if bits >= least]
    return few if len(few) <= 2 * FEW else [i for i in few if shared[i] > least]


def _most(shared: Mapping[int, float]) -> list[int]:
    """The signatures that share most, and some more that share as much as the last of them."""
    if len(shared) <= COMPARED:
        return list(shared)
    least = sorted(shared.values(), reverse=True)[COMPARED - 1]
    most = sorted([(-bits, i) for i, bits in shared.items() if bits >= least])
    return [i for _, i in most[: COMPARED + TIED]]


def _words(tokens: Iterable[str]) -> dict[str, None]:
    """The tokens of a unit and the parts of its words."""
    words = dict.fromkeys(tokens)
    for token in tuple(words):
        if not token.isalpha():
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
        if not posting.ids:
            continue
        brings = read < LISTS or posting.count <= budget
        budget = budget - posting.count if brings else 0
        if not brings:
            further -= posting.count
            if further < 0:
                break
        there = shared.keys() & posting.ids
        for number in there:
            shared[number] += weight
        if brings:
            shared.update(dict.fromkeys(set(posting.ids).difference(there), weight))


def _covered(candidates: Sequence[Candidate], region: Region) -> bool:
    """Whether one of the best stands there word for word."""
    return any(
        one.bits >= COVERED * one.compiled.weight
        and any(stands(part, region) for part in one.compiled.parts)
        for one in candidates[:3]
    )


def _best(
    ids: Sequence[int], held: Set[str], odd: Sequence[str], index: Index, cache: Cache
) -> list[Candidate]:
    """The most promising of these signatures, best first.

    *held* are the tokens that they are compared with, *odd* those of them that may be misread words.
    """
    compiled = cache.get(ids, index)
    near: dict[str, int] = {}
    if odd:
        literals = set[str]().union(*[line.tokens for one in compiled for line in one.lines])
        near = alike(literals - held, odd)
    candidates = [_compared(one, held, near) for one in compiled]
    promising = [
        one
        for one in candidates
        if one.bits > PROMISING * one.compiled.weight and one.lack < LACKING
    ]
    promising.sort(key=_order)
    return promising[:KEPT]


def _compared(compiled: Compiled, held: Set[str], near: Mapping[str, int]) -> Candidate:
    """A signature beside the tokens of a unit, which may be the first of several lines that it needs."""
    if len(compiled.lines) == 1:
        return Candidate(compiled, *bound(compiled.lines[0], held, near))
    return Candidate(compiled, sum([bound(line, held, near).bits for line in compiled.lines]), 0.0)


def _order(one: Candidate) -> tuple[float, str, str, int]:
    pattern = one.compiled.pattern
    return -one.bits, pattern.number, pattern.revision, pattern.id


def _misread(tokens: Tokens, index: Index, rarity: Rarity) -> Iterator[tuple[Posting, float]]:
    """Entries of words of which *tokens* may hold misread forms."""
    odd = [
        token
        for token in dict.fromkeys(tokens)
        if len(token) >= 4 and token.isalpha() and not rarity.count_of(token)
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
