"""A symptom told in prose: which articles' symptoms share its telling words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kbassist.keys import is_word, stem, symptom_words
from kbassist.match.rarity import Background
from kbassist.model import Revision
from kbassist.text import Text

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


def windows(text: Text) -> Iterator[dict[str, None]]:
    """The stems of every few lines that belong together, and of the whole where it is short."""
    lines = text.lines[:LINES]
    for i in range(max(1, len(lines) - SENTENCES + 1)):
        stems: dict[str, None] = {}
        for line in lines[i : i + SENTENCES]:
            neighbours = zip(
                ["", *line.tokens[:-1]], line.tokens, [*line.tokens[1:], ""], strict=True
            )
            for before, token, behind in neighbours:
                if is_word(token) and len(token) > 1 and "_" not in (before, behind):
                    stems[stem(token)] = None
        yield stems


def keys(text: Text) -> tuple[str, ...]:
    """The index keys of a text's words."""
    return tuple(dict.fromkeys("~" + word for stems in windows(text) for word in stems))


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


def told(text: Text, revisions: Sequence[Revision], background: Background) -> list[Told]:
    """The articles among *revisions* whose symptom *text* tells, best first."""
    profiles: list[tuple[Revision, Mapping[str, None]]] = [
        (one, symptom_words(one)) for one in revisions
    ]
    best: dict[str, Told] = {}
    for stems in windows(text):
        weights = {word: weight(word, background) for word in stems}
        total = sum(value for value in weights.values() if value >= 3.0)
        for revision, profile in profiles:
            shared = [word for word in stems if weights[word] >= TELLING and _tells(profile, word)]
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
