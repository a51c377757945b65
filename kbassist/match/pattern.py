"""A signature made ready for comparing: its literal tokens, its slots, what each is worth."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from kbassist.match.rarity import Rarity
from kbassist.model import Pattern, Slot, Template
from kbassist.text import split, tokenise

SEPARATOR = "\0"
"""Stands between tokens where a stretch of them is searched for as one string."""

GLUED_BEFORE, GLUED_AFTER = 1, 2


class Piece(NamedTuple):
    """Literal tokens between two slots."""

    tokens: tuple[str, ...]
    weights: tuple[float, ...]
    glue: int
    """Whether its first word touches the slot before, its last word the slot after."""
    key: str
    """The tokens as one string to search for."""


class Part(NamedTuple):
    """One line of a signature."""

    pieces: tuple[Piece, ...]
    slots: tuple[tuple[str, ...], ...]
    """Placeholders before each piece and after the last one; neighbouring slots form one group."""
    literals: tuple[str, ...]
    """Its literal tokens in order."""
    weights: tuple[float, ...]
    """The bits of each literal."""
    opens: frozenset[int]
    """Literals before which a slot stands, the first one apart."""
    glued: tuple[int, ...]
    """For each literal, which slots it touches: `GLUED_BEFORE`, `GLUED_AFTER`."""
    weight: float
    """Bits of all its literals."""
    words: int
    """How many of its literals are words."""
    marks: float
    """Bits of those that are none."""
    costs: tuple[tuple[str, float, float], ...]
    """Each word with its bits, and the bits that it costs if it is not there."""
    template: Template

    @property
    def written(self) -> tuple[str, ...]:
        """Its literal tokens as the article writes them, not folded."""
        pieces = [piece for piece in self.template if isinstance(piece, str)]
        return tuple([token for piece in pieces for token in split(piece)])


class Compiled(NamedTuple):
    """A pattern made ready."""

    pattern: Pattern
    parts: tuple[Part, ...]
    weight: float
    words: int


def literals(pattern: Pattern) -> tuple[str, ...]:
    """Every literal token of a pattern."""
    return tuple(
        [
            token
            for template in pattern.signature.lines
            for piece in template
            if isinstance(piece, str)
            for token in _tokens(piece)
        ]
    )


@lru_cache(maxsize=4096)
def _tokens(piece: str) -> tuple[str, ...]:
    """The tokens of a piece, asked for once to learn how rare they are and once again to weigh them."""
    return tuple(tokenise(piece))


def compile_pattern(pattern: Pattern, rarity: Rarity) -> Compiled:
    """Make *pattern* ready; `rarity` must have learnt its literals."""
    parts = tuple(compile_part(template, rarity) for template in pattern.signature.lines)
    return Compiled(pattern, parts, sum(p.weight for p in parts), sum(p.words for p in parts))


def compile_part(template: Template, rarity: Rarity) -> Part:
    """Make one template ready."""
    pieces: list[Piece] = []
    slots: list[list[str]] = [[]]
    for i, piece in enumerate(template):
        if isinstance(piece, Slot):
            slots[-1].append(piece.name)
            continue
        tokens = _tokens(piece)
        if not tokens:
            continue
        glue = 0
        if i > 0 and piece[0].isalnum():
            glue |= GLUED_BEFORE
        if i + 1 < len(template) and piece[-1].isalnum():
            glue |= GLUED_AFTER
        key = SEPARATOR.join(tokens)
        key = key if glue & GLUED_BEFORE else SEPARATOR + key
        key = key if glue & GLUED_AFTER else key + SEPARATOR
        pieces.append(Piece(tokens, tuple(map(rarity.weight, tokens)), glue, key))
        slots.append([])
    literals = tuple([token for one in pieces for token in one.tokens])
    weights = tuple([weight for one in pieces for weight in one.weights])
    weighed = list(zip(literals, weights, strict=True))
    words = [(token, weight) for token, weight in weighed if token[0].isalnum()]
    glued: list[int] = []
    opens: list[int] = []
    for one in pieces:
        opens.append(len(glued))
        marks = [0] * len(one.tokens)
        marks[0] |= one.glue & GLUED_BEFORE
        marks[-1] |= one.glue & GLUED_AFTER
        glued += marks
    return Part(
        pieces=tuple(pieces),
        slots=tuple(map(tuple, slots)),
        literals=literals,
        weights=weights,
        opens=frozenset(opens[1:]),
        glued=tuple(glued),
        weight=sum(sum(one.weights) for one in pieces),
        words=len(words),
        marks=sum([weight for token, weight in weighed if not token[0].isalnum()]),
        costs=tuple([(word, weight, missing_cost(word, weight)) for word, weight in words]),
        template=template,
    )


def missing_cost(token: str, weight: float) -> float:
    """Bits that a literal costs which is not there."""
    return max(0.6 * weight, 1.5) if token[0].isalnum() else 0.3
