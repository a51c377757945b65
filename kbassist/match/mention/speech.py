"""How people write of an error that they have, and how of one that they only speak of; learned from texts.

What the cues read is grammar beside the message. Here the whole text around it is heard: its words, two
that follow each other, those in the message's own sentence and those just before and behind it. A logistic
model weighs them, words and pairs of words as by Wang and Manning 2012, "Baselines and Bigrams". A word is
known by its first letters, so that its endings do not matter.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from typing import NamedTuple

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

    def spoken_of(self, text: str, start: int, end: int) -> str:
        """The words that show the message from *start* to *end* of *text* to be only spoken of, if any do."""
        heard = features(text, start, end)
        words = sum(one.isalpha() for one in heard)
        if words < LEAST or self.odds(heard) < self.certain:
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


def features(text: str, start: int, end: int) -> dict[str, str]:
    """What is heard around the message from *start* to *end* of *text*: features, and the words of each."""
    low = max(0, start - REACH)
    before, behind = text[low:start], text[end : end + REACH]
    ahead = [*_words(text[: min(low, OPENING)]), *_words(before)]
    after = list(_words(behind))
    found: dict[str, str] = {}
    for words in (ahead, after):
        found.update(words)
        found.update(
            (f"{one} {two}", f"{word} {next_one}")
            for (one, word), (two, next_one) in pairwise(words)
        )
    opening = max((one.end() for one in _END.finditer(before)), default=0)
    closing = _END.search(behind)
    own = before[opening:], behind[: closing.end() if closing else None]
    for mark, some in (
        ("<", ahead[-BESIDE:]),
        (">", after[:BESIDE]),
        ("=", [word for piece in own for word in _words(piece)]),
    ):
        found.update((mark + key, word) for key, word in some)
    return found


def _words(text: str) -> Iterator[tuple[str, str]]:
    """The words of *text*: what each is known by, and how it is written."""
    return ((found[0].casefold()[:LETTERS], found[0]) for found in _WORD.finditer(text))
