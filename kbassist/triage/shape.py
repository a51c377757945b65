"""What lines of a log have in common, and which of their words could make a difference.

Two lines of one *shape* differ only in words with digits in them: times, counts, ports, identifiers. Such
a word is *telling* if a signature that might be meant could see something in it: a literal, a piece of
one, a misread one, a message code, an article's number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from kbassist.keys import PARTS, runs
from kbassist.match import Matcher
from kbassist.match.misread import edits, reach
from kbassist.match.pattern import GLUED_AFTER, GLUED_BEFORE, Compiled, literals
from kbassist.model import MatchResult
from kbassist.redact import may_hold_secrets
from kbassist.store import Store, fold_number
from kbassist.text import message_start, tokenise

MARKS = 500
"""Words of one shape that are remembered."""
SHARE = 0.25
"""Part of a signature's bits that a line must hold for one more word of it to be telling."""

_WORD = re.compile(
    r"(?<![^\W_])(?=[A-Za-z]*+[0-9])(?<![&\\<])(?<!&#)(?<!</)(?!(?<==)(?:3D|C[23]|E2))"
    r"((?<!\|)[A-Za-z0-9]++(?!\|)|[0-9]++)(?![^\W_]|[\u0300-\u036f])"
)
"""A whole word with a digit in it; not where repairing the text could depend on which one."""
_TELLING_DIGIT = re.compile(r"=(?:0D|C0|E0)")
"""Where in a line of which all digits are zeros another digit could make that no word is masked."""
_ZEROS, _ONES = (bytes.maketrans(b"0123456789", digit * 10) for digit in (b"0", b"1"))
_ALL_DIGITS = str.maketrans("", "", "0123456789")
_UNLIKE_LETTERS = str.maketrans("", "", "0158")


@dataclass(frozen=True, slots=True)
class Base:
    """A knowledge base as its parts."""

    match: Callable[..., MatchResult]
    """`KnowledgeBase.match`."""
    matcher: Matcher
    store: Store


# -------------------------------------------------------------------------------------- vocabulary


class Vocabulary:
    """Every word with which signatures, codes or numbers of articles could speak to a masked word."""

    def __init__(self, store: Store) -> None:
        words: set[str] = set()
        self.beside: dict[str, set[tuple[str, str]]] = {}
        """A number that is a literal → the literals right before and behind it; empty: a slot."""
        for one in store.all_patterns():
            words.update(word for word in literals(one) if word[0].isalnum())
            for run in runs(one.signature):
                for before, word, behind in zip(["", *run], run, [*run[1:], ""], strict=False):
                    if word.isdecimal():
                        self.beside.setdefault(word, set()).add((before, behind))
        self.words = frozenset(words)
        self.articles = frozenset(map(fold_number, store.numbers()))
        self.numbers: dict[str, tuple[str, ...]] = {}
        """The number of a code or an article, without leading zeros → what must stand before it."""
        self.names: set[str] = set()
        """Words with digits of codes such as `error.part_2`."""
        for code in store.codes():
            name, _, number = code.partition(":")
            if number:
                self._file(number, name)
            self.names.update(word for word in tokenise(code) if not word.isalpha())
        for number in self.articles:
            if number.isdecimal() and len(number) > 3:
                self._file(number, "")
        self._shortest = min(map(len, self.numbers), default=9)
        """Digits that a number must have at least to be one of these."""
        self._literals = frozenset(filter(str.isdecimal, self.words | self.names))

    def met(self, words: Sequence[str]) -> frozenset[str]:
        """The numbers among *words* that are in a signature or a code, or are an article's."""
        found = self._literals.intersection(words)
        long = [word for word in words if len(word) >= self._shortest]
        return found.union(word for word in long if word.lstrip("0")[-8:] in self.numbers)

    def _file(self, number: str, name: str) -> None:
        number = number.lstrip("0")[-8:]
        self.numbers[number] = (*self.numbers.get(number, ()), name)


# ------------------------------------------------------------------------------------------ shapes


class Key(NamedTuple):
    """What lines of one shape have in common."""

    text: str
    """All but the masked words."""
    words: str
    """The class of each masked word; before the message begins its length too."""
    product: str | None
    version: str | None


@dataclass(frozen=True)
class Layout:
    """Where the masked words of a line stand, and those of all lines that differ in digits only."""

    zeros: str
    """The line `with_digits` that are zeros."""
    key: Key
    starts: tuple[int, ...]
    """Where each piece begins, text and masked words in turn, text first; where the last one ends."""
    words: tuple[slice, ...]
    """Where the masked words stand."""
    head: int
    """Masked words before the message begins."""

    @cached_property
    def may_hold_secrets(self) -> bool:
        """Whether such lines may: `redact.may_hold_secrets` looks at no numbers."""
        return _may_hold_secrets(re.sub("0+", "0", self.zeros))

    @property
    def lasts(self) -> bool:
        """Whether it is that of every line with these `zeros`, whatever its digits are."""
        ones = with_digits(self.zeros, _ONES)
        return (
            not re.search("[0-9]", self.key.text)
            and not _TELLING_DIGIT.search(self.zeros)
            and ("0" * 9 not in self.zeros or message_start(ones) == message_start(self.zeros))
        )


_may_hold_secrets = lru_cache(maxsize=4096)(may_hold_secrets)


class Line(NamedTuple):
    """A line taken apart."""

    text: str
    words: list[str]
    """The masked ones."""
    layout: Layout

    @property
    def pieces(self) -> list[str]:
        """Text and masked words in turn, text first."""
        return [self.text[start:end] for start, end in pairwise(self.layout.starts)]


def with_digits(text: str, table: bytes = _ZEROS) -> str:
    """*text* with other digits, its first character left alone: a stamp of ten digits begins with 1.

    >>> with_digits("12:30 read 5 of node7")
    '10:00 read 0 of node0'
    """
    data = text[1:].encode("utf-8", "surrogatepass").translate(table)  # texts are far slower at it
    return text[:1] + data.decode("utf-8", "surrogatepass")


def take_apart(text: str, product: str | None = None, version: str | None = None) -> Line:
    """The shape of a line, and the words masked in it.

    >>> take_apart("12:30 read 5 of node7").layout.key[:2]
    ('\\x00:\\x00 read \\x00 of \\x00', 'd2d2da')
    """
    pieces = _WORD.split(text)
    words = pieces[1::2]
    starts = tuple(accumulate(map(len, pieces), initial=0))
    classes = ["d" if w.isdecimal() else "n" if w[0] <= "9" else "a" for w in words]
    head = 0
    if words and (body := message_start(text)):
        head = bisect_left(starts[1::2], body)
        for number, word in enumerate(words[:head]):
            classes[number] += str(len(word))
    key = Key("\0".join(pieces[::2]), "".join(classes), product, version)
    places = tuple(map(slice, starts[1:-1:2], starts[2::2]))
    return Line(text, words, Layout(with_digits(text), key, starts, places, head))


Beside = tuple[str | None, str | None]
"""The tokens before and behind a masked word; None where that is one too, empty at an end of the line."""


def _neighbours(pieces: Sequence[str]) -> Iterator[Beside]:
    tokens = [tokenise(piece) for piece in pieces[::2]]
    last = len(tokens) - 2
    for i, (before, behind) in enumerate(pairwise(tokens)):
        yield (
            before[-1] if before else None if i else "",
            behind[0] if behind else None if i < last else "",
        )


def _is_piece(word: str, literal: str, before: str | None, behind: str | None) -> bool:
    """Whether *word* is half of a literal that was torn in two, or the beginning of one cut off."""
    if word == literal:
        return False
    if literal.startswith(word):
        return behind in (None, "", literal[len(word) :])
    return literal.endswith(word) and before in (None, literal[: -len(word)])


Telling = tuple[str, ...]
"""For each masked word what of it must be the same: nothing, all, one end (`0x…`, `…ms`),
or that it has certain pieces (`x·a`)."""


class Shape:
    """What there is to know about lines of one shape before anything is decided."""

    def __init__(
        self, line: Line, candidates: Sequence[Compiled], base: Base, known: Vocabulary
    ) -> None:
        self._base, self._known = base, known
        tokens = {token for piece in line.pieces[::2] for token in tokenise(piece)}
        self._words = frozenset(token for token in tokens if token[0].isalnum())
        self._lower = line.text.lower()
        self._literals = {
            word for one in candidates for part in one.parts for word in part.literals
        }
        self._literals = {word for word in self._literals if word[0].isalnum()}
        self._numbered = {word for word in self._literals if not word.isalpha()}
        self._joined = {
            one + two
            for compiled in candidates
            for part in compiled.parts
            for one, two in zip(part.literals, part.literals[1:], strict=False)
            if not (one + two).isalpha() and (one + two).isalnum()
        }
        self._glued = {
            (word, glue)
            for compiled in candidates
            for part in compiled.parts
            for word, glue in zip(part.literals, part.glued, strict=True)
            if glue
        }
        self._torn = self._joined | {
            half
            for one in self._numbered
            for i in range(1, len(one))
            for half in (one[:i], one[i:])
        }
        self._any_number = any(one.isdecimal() for one, _ in self._glued)
        """Whether a number could tell that is no literal, no piece and no code: one with a literal in it."""
        self._sizes: dict[int, list[str]] = {}
        self._cares: dict[str, bool] = {}
        self._marks: dict[tuple[str, Beside] | str, str] = {}
        self.beside = list(_neighbours(line.pieces))
        self._mixed = [i for i, word in enumerate(line.words) if not word.isdecimal()]

    def telling(self, words: Sequence[str]) -> Telling:
        """What of the masked *words* might make a difference."""
        found = None
        places: Iterable[int] = self._mixed
        met = self._known.met(words) | self._torn.intersection(words)
        if self._any_number:
            places = range(len(words))
        elif met:
            places = [*places, *(i for i, word in enumerate(words) if word in met)]
        for i in places:
            word = words[i]
            key = (word, self.beside[i]) if word.isdecimal() else word
            mark = self._marks.get(key)
            if mark is None:
                if len(self._marks) > MARKS:
                    self._marks.clear()
                mark = self._marks[key] = self.mark(word.lower(), self.beside[i])
            if mark:
                if found is None:
                    found = [""] * len(words)
                found[i] = mark
        return tuple(found) if found else ()

    def mark(self, word: str, beside: Beside) -> str:
        """The part of a folded word that might make a difference; empty if nothing does.

        A number is worth little by itself: it is a literal where it stands beside the same literals.
        """
        known = self._known
        if word in known.names or (
            word in known.words
            and (not word.isdecimal() or self._placed(word, beside))
            and self._cares_for(word)
        ):
            return word
        pieces = PARTS.findall(word)
        for piece in pieces:
            if piece.isdecimal():
                names = known.numbers.get(piece.lstrip("0")[-8:])
                if names and any(self._named(name, word) for name in names):
                    return word
        if word in self._joined or (
            word in self._torn and any(_is_piece(word, one, *beside) for one in self._numbered)
        ):
            return word
        if self._glued and (mark := self._glue(word)):
            return mark
        if not word.isdecimal() and self._misread(word):
            return word
        return "·".join(piece for piece in pieces if piece != word and self._speaks(piece))

    def _speaks(self, piece: str) -> bool:
        """Whether a piece of a word counts by itself, where signatures are looked for."""
        if piece in self._known.words:
            return self._cares_for(piece)
        return len(piece) > 2 and piece.isalpha() and self._near(piece)

    def _placed(self, word: str, beside: Beside) -> bool:
        """Whether a number stands as in a signature: beside the same word, or between the same marks.

        Behind the last word of a line the signature may be cut off.
        """
        before, behind = beside
        return any(
            (one.isalnum() and one == before)
            or (two.isalnum() and two == behind)
            or ((not one or one == (before or one)) and (not two or two == (behind or two)))
            for one, two in self._known.beside.get(word, ())
        )

    def _named(self, name: str, word: str) -> bool:
        """Whether a code's *name* stands in the line."""
        return all(one in self._lower or one in word for one in re.findall("[a-z]+", name))

    def _misread(self, word: str) -> bool:
        """Whether *word* could be taken for a literal; each digit that is none there is a mistake."""
        letters = word.translate(_ALL_DIGITS)
        if (
            all(one.isalpha() or one.isdecimal() for one in self._numbered)
            and len(word) - len(letters) > reach(len(word))
            and len(word.translate(_UNLIKE_LETTERS)) > len(letters)
        ):
            return False
        return self._near(word)

    def _near(self, word: str) -> bool:
        """Whether a literal is only some letters away."""
        size = len(word)
        close = self._sizes.get(size)
        if close is None:
            close = self._sizes[size] = [
                one
                for one in self._literals
                if abs(len(one) - size) <= reach(size) and not one.isdecimal()
            ]
        return any(edits(one, word) >= 0 for one in close)

    def _glue(self, word: str) -> str:
        """What of *word* is a literal with a slot right beside it: `0x` of `0x1f`."""
        mark = ""
        for literal, glue in self._glued:
            first = glue & GLUED_AFTER and word.startswith(literal)
            last = glue & GLUED_BEFORE and word.endswith(literal)
            both = glue == GLUED_AFTER | GLUED_BEFORE and literal in word
            if both or (first and last) or ((first or last) and mark):
                return word
            if first:
                mark = literal + "…"
            elif last:
                mark = "…" + literal
        return mark

    def _cares_for(self, word: str) -> bool:
        """Whether a signature that has *word* shares enough with the line to be meant."""
        answer = self._cares.get(word)
        if answer is None:
            if len(self._cares) > MARKS:
                self._cares.clear()
            answer = self._cares[word] = any(self._shares(word))
        return answer

    def _shares(self, word: str) -> Iterator[bool]:
        posting = self._base.store.postings(["=" + word]).get("=" + word)
        if posting is None:
            return
        if not posting.ids:  # in too many to look at
            yield True
        held = self._words | {word}
        for one in self._base.matcher.cache.get(posting.ids, self._base.store):
            shared = sum(
                weight for line in one.lines for word, weight, *_ in line.costs if word in held
            )
            yield shared >= SHARE * one.weight


# ------------------------------------------------------------------------------------------ trials


def trials(line: Line, telling: Telling, shape: Shape) -> Iterator[str]:
    """The line with other words in place of those that do not tell: short ones, long ones."""
    for numbers, mixed in zip(NUMBERS, MIXED, strict=True):
        pieces = line.pieces
        for i in range(1, len(pieces), 2):
            word = pieces[i]
            if telling and telling[i // 2]:
                continue
            choice = [_other(word)]
            if i // 2 >= line.layout.head:
                if word.isdecimal():
                    choice = [*numbers]
                elif numbers is NUMBERS[0]:
                    choice = [*mixed[word[0] > "9"], *choice]
            beside = shape.beside[i // 2]
            pieces[i] = next((one for one in choice if not shape.mark(one.lower(), beside)), word)
        yield "".join(pieces)


NUMBERS = ("73", "58", "947", "6283"), ("9172637481926", "6283749172839", "62837491728393")
MIXED = (("7q", "9k7"), ("q7", "k97")), ((), ())


def _other(word: str) -> str:
    """*word* with other digits, hexadecimal letters and letters in place of its own."""
    return word.translate(_OTHERS)


_OTHERS = str.maketrans(
    "23456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "34567892bcdefahijklmnopqrstuvwxyzgBCDEFAHIJKLMNOPQRSTUVWXYZG",
)
