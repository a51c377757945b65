"""A signature made ready for comparing: its literal tokens, its slots, what each is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kbassist.keys import MISREAD_LENGTH
from kbassist.match.kinds import SHAPES
from kbassist.match.rarity import Rarity
from kbassist.model import Kind, Pattern, Slot, Template
from kbassist.text import split, tokenise

SEPARATOR = "\0"
"""Stands between tokens where a stretch of them is searched for as one string."""

GLUED_BEFORE, GLUED_AFTER = 1, 2
TOUCHES_BEFORE, TOUCHES_AFTER, APART_BEFORE, APART_AFTER = 1, 2, 4, 8
ENDING = {*SHAPES, Kind.TIME}
"""Kinds whose values tell where they end."""
SENTENCE_MARKS = ".,;:!?"
"""What ends a sentence or a clause, and may stand inside a value too."""
NEGATIONS = frozenset(
    """no not non never without cannot none nicht kein keine keinen nie ohne ne pas jamais sans sin
    nunca""".split()
)
"""Words that turn the sense of a message."""


class Piece(NamedTuple):
    """Literal tokens between two slots."""

    tokens: tuple[str, ...]
    weights: tuple[float, ...]
    glue: int
    """Whether its first word touches the slot before, its last word the slot after."""
    key: str
    """The tokens as one string to search for."""
    seat: int = 0
    """Of marks without any word: whether they touch the slots beside them or stand apart from them."""


class Part(NamedTuple):
    """One line of a signature."""

    pieces: tuple[Piece, ...]
    slots: tuple[tuple[str, ...], ...]
    """Placeholders before each piece and after the last one; neighbouring slots form one group."""
    literals: tuple[str, ...]
    """Its literal tokens in order."""
    weights: tuple[float, ...]
    """The bits of each literal."""
    opens: tuple[int, ...]
    """Literals before which a slot stands, ascending, the first one apart."""
    glued: tuple[int, ...]
    """For each literal, which slots it touches: `GLUED_BEFORE`, `GLUED_AFTER`."""
    weight: float
    """Bits of all its literals."""
    template: Template
    seats: Mapping[int, int]
    """The seat of each literal that is the first of a piece of marks."""
    unended: Part | None = None
    """The same without the full stop (or the like) behind its last slot."""

    @property
    def written(self) -> tuple[str, ...]:
        """Its literal tokens as the article writes them, not folded."""
        pieces = [piece for piece in self.template if isinstance(piece, str)]
        return tuple([token for piece in pieces for token in split(piece)])


Cost = tuple[str, float, float, float, bool]
"""A word of a signature: its bits; those that it costs if it is not there; how much it then counts as
`telling`, nothing if it is so short that a misread one is not found; whether it stands before too.
"""


class Line(NamedTuple):
    """The literals of one line of a signature: enough to tell whether it may stand in a text."""

    tokens: tuple[str, ...]
    weights: tuple[float, ...]
    """The bits of each."""
    weight: float
    """Bits of all of them."""
    marks: float
    """Bits of those that are no words."""
    costs: tuple[Cost, ...]
    """What each word is worth."""
    glued: bool
    """Whether a word touches a slot: it may then be found inside of one of the text's."""


@dataclass(slots=True, eq=False, repr=False)
class Compiled:
    """A pattern made ready: weighed at once, taken apart when it is compared, for most never are."""

    pattern: Pattern
    lines: tuple[Line, ...]
    weight: float
    _parts: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its lines, taken apart."""
        if not self._parts:
            self._parts = tuple(map(_apart, _bare(self.pattern), self.lines))
        return self._parts


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
    lines = tuple([_weighed(template, rarity) for template in _bare(pattern)])
    return Compiled(pattern, lines, sum([line.weight for line in lines]))


def _bare(pattern: Pattern) -> list[Template]:
    """The lines of a signature, without the full stop behind a value whose kind tells where it ends."""
    return [
        _without_end(template)
        if len(template) > 1
        and isinstance(slot := template[-2], Slot)
        and pattern.kinds.get(slot.name, Kind.TEXT) in ENDING
        else template
        for template in pattern.signature.lines
    ]


def _without_end(template: Template) -> Template:
    """*template* without the full stop (or the like) that alone follows its last slot."""
    *before, last = template
    if len(before) > 1 and isinstance(last, str) and not last.strip(SENTENCE_MARKS + " "):
        return tuple(before)
    return template


def compile_part(template: Template, rarity: Rarity) -> Part:
    """Make one template ready."""
    return _apart(template, _weighed(template, rarity))


def _weighed(template: Template, rarity: Rarity) -> Line:
    tokens: list[str] = []
    glued = 0
    for i, piece in enumerate(template):
        if isinstance(piece, str):
            tokens += _tokens(piece)
            glued |= _glue(template, i)
    weights = [rarity.weight(token) for token in tokens]
    costs: list[Cost] = []
    seen: set[str] = set()
    marks = 0.0
    for token, weight in zip(tokens, weights, strict=True):
        if token in seen:
            costs.append((*_cost(token, weight)[:4], True))
        elif token[0].isalnum():
            costs.append(_cost(token, weight))
            seen.add(token)
        else:
            marks += weight
    return Line(tuple(tokens), tuple(weights), sum(weights), marks, tuple(costs), glued > 0)


@lru_cache(maxsize=1 << 16)
def _cost(word: str, weight: float) -> Cost:
    """One and the same for all signatures that hold *word*."""
    lack = telling(word, weight) if len(word) >= MISREAD_LENGTH else 0.0
    return word, weight, missing_cost(word, weight), lack, False


def _apart(template: Template, line: Line) -> Part:
    pieces: list[Piece] = []
    slots: list[list[str]] = [[]]
    glued: list[int] = []
    opens: list[int] = []
    seats: dict[int, int] = {}
    for i, piece in enumerate(template):
        if isinstance(piece, Slot):
            slots[-1].append(piece.name)
            continue
        tokens = _tokens(piece)
        if not tokens:
            continue
        glue = _glue(template, i)
        key = SEPARATOR.join(tokens)
        key = key if glue & GLUED_BEFORE else SEPARATOR + key
        key = key if glue & GLUED_AFTER else key + SEPARATOR
        start = len(glued)
        seat = _seat(piece, i > 0, i + 1 < len(template))
        if seat:
            seats[start] = seat
        pieces.append(Piece(tokens, line.weights[start : start + len(tokens)], glue, key, seat))
        slots.append([])
        opens.append(start)
        marks = [0] * len(tokens)
        marks[0] |= glue & GLUED_BEFORE
        marks[-1] |= glue & GLUED_AFTER
        glued += marks
    return Part(
        pieces=tuple(pieces),
        slots=tuple(map(tuple, slots)),
        literals=line.tokens,
        weights=line.weights,
        opens=tuple(opens[1:]),
        glued=tuple(glued),
        weight=line.weight,
        template=template,
        seats=seats,
        unended=_unended(template, line),
    )


def _glue(template: Template, i: int) -> int:
    """Whether the first word of a piece touches the slot before it, the last word the slot behind."""
    piece = template[i]
    if not isinstance(piece, str):
        return 0
    before = GLUED_BEFORE if i > 0 and piece[0].isalnum() else 0
    return before | (GLUED_AFTER if i + 1 < len(template) and piece[-1].isalnum() else 0)


def _seat(piece: str, after_slot: bool, before_slot: bool) -> int:
    """How marks stand that are all there is between two slots, or behind the last one."""
    if not after_slot or any(c.isalnum() for c in piece):
        return 0
    seat = APART_BEFORE if piece[0].isspace() else TOUCHES_BEFORE
    return seat | (APART_AFTER if piece[-1].isspace() or not before_slot else TOUCHES_AFTER)


def _unended(template: Template, line: Line) -> Part | None:
    shorter = _without_end(template)
    if shorter is template:
        return None
    dropped = len(_tokens(str(template[-1])))
    kept = line._replace(
        tokens=line.tokens[:-dropped],
        weight=line.weight - sum(line.weights[-dropped:]),
        weights=line.weights[:-dropped],
    )
    return _apart(shorter, kept) if kept.tokens else None


def telling(token: str, weight: float) -> float:
    """How much a word of so many bits counts that is there or not.

    Marks count nothing, what turns the sense counts double.
    """
    if token in NEGATIONS:
        return 2.0
    if token.isdecimal():
        return 1.0
    return min(1.0, (weight / 5.0) ** 2) if token[0].isalnum() else 0.0


def missing_cost(token: str, weight: float) -> float:
    """Bits that a literal costs which is not there."""
    return max(0.6 * weight, 1.5) if token[0].isalnum() else 0.3
