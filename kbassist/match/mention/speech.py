"""How people write of an error that they have, and how of one that they only speak of; learned from texts.

What the cues read is grammar beside the message. Here the whole text around it is heard: its words, two
that follow each other, those in the message's own sentence and those just before and behind it. A logistic
model weighs them, words and pairs of words as by Wang and Manning 2012, "Baselines and Bigrams". A word is
known by its first letters, so that its endings do not matter.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Mapping
from itertools import islice, pairwise
from typing import NamedTuple

from kbassist.model import Span

REACH, OPENING = 1_500, 1_000
"""Characters before and behind a message that are heard; of the beginning where it stands far below."""
BESIDE = 10
"""Words before and behind a message that are heard as such."""
LETTERS = 5
"""Letters by which a word is known."""
FEW = 30
"""Features that add little to each other; of fewer, each tells less."""
LEAST = 4
"""Words around a message that tell something; what fewer say is for the cues."""
SHOWN = 3
"""Words that are named as the reason."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]+|[?!]")
_END = re.compile(r"[.!?]\s+|\n\s*\n|\n(?=[-*\u2022\d])")


class Speech(NamedTuple):
    """What was learned."""

    weights: Mapping[str, float]
    """Of each feature: how much it speaks for a mention; below nothing, for a live error."""
    bias: float
    certain: float
    """Log-odds from which on a message is only spoken of."""

    def odds(self, heard: Iterable[str]) -> float:
        """Log-odds that a message is only spoken of around which that is *heard*."""
        known = [self.weights[one] for one in heard if one in self.weights]
        return self.bias + sum(known) / math.sqrt(len(known) + FEW)

    def spoken_of(self, words: Words, start: int, end: int) -> str:
        """The words that show the message from *start* to *end* to be only spoken of, if any do."""
        heard = words.around(start, end)
        if self.odds(heard) < self.certain or words.few(start, end):
            return ""
        told = {one: self.weights[one] for one in heard if self.weights.get(one, 0.0) > 0}
        best = sorted(told, key=lambda one: (-told[one], one))
        return ", ".join(islice(dict.fromkeys(map(heard.__getitem__, best)), SHOWN))


def read_speech(text: str) -> Speech:
    """What was learned, as the package keeps it: bias and threshold, then `weight feature|feature|…`."""
    head, *lines = text.splitlines()
    bias, certain = map(float, head.split())
    weights: dict[str, float] = {}
    for line in lines:
        weight, _, ones = line.partition(" ")
        weights.update(dict.fromkeys(ones.split("|"), float(weight)))
    return Speech(weights, bias, certain)


class Words:
    """A text taken apart: its words, what each is known by, and what two that follow each other are.

    Only features that are *known* are heard; None: all of them.
    """

    def __init__(self, text: str, known: Container[str] | None = None) -> None:
        found = list(_WORD.finditer(text))
        self._text = text
        self._starts = [one.start() for one in found]
        self._ends = [one.end() for one in found]
        self._words = [one[0] for one in found]
        self._keys = [word.casefold()[:LETTERS] for word in self._words]
        self._couples = [f"{one} {two}" for one, two in pairwise(self._keys)]
        self._heard, self._heard_couples = (
            [i for i, key in enumerate(keys) if known is None or key in known]
            for keys in (self._keys, self._couples)
        )

    def around(self, start: int, end: int) -> dict[str, str]:
        """What is heard around the message from *start* to *end*: features, and the words of each."""
        words, keys = self._words, self._keys
        found: dict[str, str] = {}
        for a, b in self._stretches(start, end):
            for i in _between(self._heard, a, b):
                found[keys[i]] = words[i]
            for i in _between(self._heard_couples, a, b - 1):
                found[self._couples[i]] = f"{words[i]} {words[i + 1]}"
        _, (first, last), (behind, stop) = self._stretches(start, end)
        low, high = max(0, start - REACH), end + REACH
        begin = max((one.end() for one in _END.finditer(self._text, low, start)), default=low)
        closing = _END.search(self._text, end, high)
        for mark, a, b in (
            ("<", max(first, last - BESIDE), last),
            (">", behind, min(stop, behind + BESIDE)),
            ("=", bisect_left(self._starts, begin), last),
            ("=", behind, bisect_left(self._starts, closing.end()) if closing else stop),
        ):
            found.update(zip([mark + key for key in keys[a:b]], words[a:b], strict=True))
        return found

    def few(self, start: int, end: int) -> bool:
        """Whether too few different words are around the message from *start* to *end*."""
        told: set[str] = set()
        for a, b in self._stretches(start, end):
            for key in self._keys[a:b]:
                if key.isalpha():
                    told.add(key)
                    if len(told) == LEAST:
                        return False
        return True

    def _stretches(self, start: int, end: int) -> tuple[Span, Span, Span]:
        """The words of the text's opening, those before the message, those behind it."""
        starts, ends = self._starts, self._ends
        first, last = bisect_left(starts, max(0, start - REACH)), bisect_right(ends, start)
        opening = min(first, bisect_right(ends, OPENING))
        return (
            (0, opening),
            (first, last),
            (bisect_left(starts, end), bisect_left(starts, end + REACH)),
        )


def _between(numbers: list[int], low: int, high: int) -> list[int]:
    """Those of *numbers*, ascending ones, from *low* up to *high*."""
    return numbers[bisect_left(numbers, low) : bisect_left(numbers, high)]
