"""A symptom told in prose: which articles' symptoms share its telling words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from kbassist.keys import is_word, stem, symptom_words
from kbassist.match.rarity import Background
from kbassist.model import Revision
from kbassist.text import Line, Text

TOLD = 28.0
"""Bits that the shared words must tell at least."""
WORDS = 4
"""Different telling words that must be shared at least."""
SHARE, LONG = 0.62, 400.0
"""Part of what the sentences tell that the article must tell too; less the more bits are shared."""
TELLING = 5.0
"""Bits from which on a word is a telling one."""
SENTENCES = 4
"""Lines that are taken together."""
LINES = 60
"""Lines of a paste that are read for a symptom: a letter, not a log."""


class Told(NamedTuple):
    """An article whose symptom a text seems to tell."""

    revision: Revision
    share: float
    """Part of what the text tells that the article tells too, 0 to 1."""
    bits: float
    words: tuple[str, ...]
    """The shared words, the most telling first."""


def windows(text: Text, background: Background) -> list[dict[str, float]]:
    """The stems, and the bits of each, of every few lines that tell enough; of all where they are few."""
    stems = [_stems(line) for line in text.lines[:LINES]]
    weights = {word: weight(word, background) for word in dict.fromkeys(chain(*stems))}
    found = [
        {word: weights[word] for word in chain(*stems[i : i + SENTENCES])}
        for i in range(max(1, len(stems) - SENTENCES + 1))
    ]
    return [one for one in found if _tells_enough(one.values())]


def _stems(line: Line) -> list[str]:
    neighbours = zip(["", *line.tokens[:-1]], line.tokens, [*line.tokens[1:], ""], strict=True)
    return [
        stem(token)
        for before, token, behind in neighbours
        if is_word(token) and len(token) > 1 and "_" not in (before, behind)
    ]


def _tells_enough(bits: Iterable[float]) -> bool:
    """Whether an article that shares words of so many *bits* would be named."""
    telling = [one for one in bits if one >= TELLING]
    return len(telling) >= WORDS and sum(telling) >= TOLD


def weight(word: str, background: Background) -> float:
    """Bits of a stem, by the commonest word it may stand for; numbers tell no symptom."""
    from math import log2

    if any(c.isdigit() for c in word):
        return 0.0
    counts = background.counts
    count = max(counts.get(word + ending, 0) for ending in ("", "s", "e", "ed", "ing", "es", "en"))
    return min(11.0, max(0.0, log2(background.messages / 4 / max(count, 8))))


def _tells(profile: Mapping[str, None], word: str) -> bool:
    """Whether an article tells *word*, or what a writer in haste has shortened to it."""
    return word in profile or (len(word) > 3 and any(one.startswith(word) for one in profile))


def told(windows: Sequence[Mapping[str, float]], revisions: Sequence[Revision]) -> list[Told]:
    """The articles among *revisions* whose symptom a text with these *windows* tells, best first."""
    best: dict[str, Told] = {}
    for revision in revisions:
        profile = symptom_words(revision)
        for weights in windows:
            total = sum(value for value in weights.values() if value >= 3.0)
            shared = [
                word for word, bits in weights.items() if bits >= TELLING and _tells(profile, word)
            ]
            bits = sum(weights[word] for word in shared)
            if bits < TOLD or len(shared) < WORDS or bits < (SHARE - bits / LONG) * total:
                continue
            found = Told(
                revision,
                bits / total,
                bits,
                tuple(sorted(shared, key=lambda word: (-weights[word], word))[:8]),
            )
            known = best.get(revision.number)
            if known is None or (found.bits, found.share) > (known.bits, known.share):
                best[revision.number] = found
    return sorted(best.values(), key=lambda one: (-one.bits, one.revision.number))
