"""How much a literal word tells: the rarer among messages, the more.

The share of messages that hold a word is taken from the base itself, smoothed with a background list of
how common words are in error messages at large: with three articles the background speaks, with a
hundred thousand the base does (additive smoothing with an informed prior; Zhai and Lafferty 2004).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kbassist.keys import pairs

PRIOR = 500.0
"""How many messages of the base the background counts as much as."""
LANGUAGES = 4.0
"""The background mixes languages; a message is in one: about this part of it is to be compared with."""
HIGHEST, LOWEST, MARK, NUMBER = 12.0, 0.7, 0.5, 4.0
"""Bits: of an unheard-of word, of the commonest, of a punctuation mark, of a number at the most."""


class Background(NamedTuple):
    """How common words are in messages of any program."""

    messages: int
    counts: Mapping[str, int]


def read_background(text: str) -> Background:
    """The list as the package keeps it: the number of messages, then lines `step word word …`.

    A word of step s stands in about 2 ** (s / 2) messages.
    """
    head, *lines = text.splitlines()
    counts: dict[str, int] = {}
    for line in lines:
        step, *words = line.split(" ")
        counts.update(dict.fromkeys(words, round(2.0 ** (int(step) / 2))))
    return Background(int(head), counts)


@dataclass(slots=True, eq=False, repr=False)
class Rarity:
    """The weight, in bits, of every word, for one state of one base."""

    background: Background
    size: int
    """Signatures in the base."""
    count: Callable[[Iterable[str]], Mapping[str, int]]
    """How many signatures have each of these keys."""
    _weights: dict[str, float] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _joined: dict[str, bool] = field(default_factory=dict)

    def learn(self, words: Iterable[str]) -> None:
        """Fetch the counts of *words*, all in one look-up."""
        new = {word for word in words if word not in self._counts}
        if not new:
            return
        if len(self._counts) > 200_000:
            self._counts.clear()
            self._weights.clear()
        found = self.count(["=" + word for word in new])
        for word in new:
            self._counts[word] = found.get("=" + word, 0)

    def joined(self, words: Sequence[str]) -> list[bool]:
        """For each two neighbours of *words* whether some signature has them next to each other."""
        couples = pairs(words)
        new = [couple for couple in couples if couple not in self._joined]
        if new:
            if len(self._joined) > 200_000:
                self._joined.clear()
                return self.joined(words)
            found = self.count(new)
            self._joined.update((couple, couple in found) for couple in new)
        return [self._joined[couple] for couple in couples]

    def count_of(self, word: str) -> int:
        """How many signatures have *word*, which must have been learnt."""
        return self._counts.get(word, 0)

    def known(self, word: str) -> bool:
        """Whether *word* is a word of messages, of this base or of any."""
        return word in self.background.counts or self._counts.get(word, 0) > 0

    def weight(self, token: str) -> float:
        """Bits of information in seeing *token* as a literal."""
        weight = self._weights.get(token)
        if weight is None:
            weight = self._weights[token] = self._weigh(token)
        return weight

    def _weigh(self, token: str) -> float:
        if not token[0].isalnum():
            return MARK
        background = LANGUAGES * self.background.counts.get(token, 0.125) / self.background.messages
        share = (self._counts.get(token, 0) + PRIOR * background) / (self.size + PRIOR)
        highest = NUMBER if token.isdecimal() else HIGHEST
        return max(LOWEST, min(highest, -math.log2(share)))
