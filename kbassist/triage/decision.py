"""What one answer says about all lines of its shape: the same article, other values at the same places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kbassist.match import Matcher
from kbassist.match.kinds import SHAPES
from kbassist.match.pattern import Compiled
from kbassist.model import (
    Flag,
    Kind,
    Match,
    MatchResult,
    Reason,
    Revision,
    Source,
    Span,
    Variable,
    Verdict,
)
from kbassist.template import fill, plain
from kbassist.text import tokenise
from kbassist.triage.shape import Line, Telling

_NOBODY = re.compile(r"_?[xy]{2}", re.IGNORECASE)

Place = tuple[int, int]
"""A piece of the line, and characters from its beginning."""


class Value(NamedTuple):
    """A value and where to find it in other lines."""

    name: str
    start: Place
    end: Place
    shape: re.Pattern[str] | None
    """What it must look like; None: like anything."""
    kind: Kind
    flags: tuple[Flag, ...]
    examples: frozenset[str]
    """What it is in an article; lines with such a value are to be matched."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A match, and where what it names stands in other lines."""

    match: Match
    revision: Revision
    spans: tuple[tuple[Place, Place], ...]
    """The message, then its words."""
    values: tuple[Value, ...]
    spoken: frozenset[str]
    """Words with digits that speak for or against the article; lines with them are to be matched."""

    def apply(self, line: Line) -> Match | None:
        """The match in another line, or None where that must be matched."""
        if self.spoken and not self.spoken.isdisjoint(map(str.lower, line.words)):
            return None
        text, starts = line.text, line.layout.starts
        variables = dict(self.match.variables)
        for name, (a, b), (c, d), shape, kind, flags, examples in self.values:
            start, end = starts[a] + b, starts[c] + d
            value = text[start:end]
            if shape is not None and not (shape.fullmatch(value) and _fits(value, kind)):
                return None
            if value in examples:
                return None
            variables[name] = Variable(value, Source.SIGNATURE, (start, end), flags)
        spans: list[Span] = [(starts[a] + b, starts[c] + d) for (a, b), (c, d) in self.spans]
        return self._filled(variables, spans)

    def _filled(self, variables: dict[str, Variable], spans: Sequence[Span]) -> Match:
        match, revision = self.match, self.revision
        title, notes = match.title, match.notes
        if self.values and len(revision.title) > 1:
            values = {n: one.value for n, one in variables.items() if one.value is not None}
            title = plain(fill(revision.title, values, revision.placeholders))
        if self.values and revision.distinct:
            from kbassist.tailor import notes as noted

            notes = noted(revision, variables)
        return Match(
            match.article,
            match.revision,
            title,
            match.score,
            match.signature,
            spans[0],
            match.lines,
            match.count,
            variables,
            match.missing,
            match.revision_reason,
            match.supersedes,
            notes,
            match.evidence,
            tuple(spans[1:]),
        )


def _fits(value: str, kind: Kind) -> bool:
    """Whether *value*, which has the shape of its kind, is captured whatever its digits are."""
    if kind is not Kind.USER_ID:
        return True
    return not value.isdecimal() and len(value) <= 80 and not _NOBODY.match(value)


@dataclass(frozen=True, slots=True)
class Decision:
    """What holds for all lines of one shape with the same telling words."""

    result: MatchResult | None = None
    """The answer to the line it was learnt from; None: each line is to be matched."""
    best: Kept | None = None
    candidates: tuple[Kept, ...] = ()

    def apply(self, line: Line) -> MatchResult | None:
        """The answer to another line, or None where it must be matched."""
        result = self.result
        if result is None or not (self.best or self.candidates or result.characters):
            return result  # for a table a line without an article is like any other
        best = self.best.apply(line) if self.best else None
        if self.best and best is None:
            return None
        candidates: tuple[Match, ...] = ()
        for kept in self.candidates:
            one = kept.apply(line)
            if one is None:
                return None
            candidates += (one,)
        size = result.characters and len(line.text)
        return MatchResult(result.verdict, result.reason, best, candidates, (), size, size)


# ---------------------------------------------------------------------------------------- deciding


def decide(
    line: Line,
    telling: Telling,
    result: MatchResult,
    matcher: Matcher,
    candidates: Sequence[Compiled],
) -> Decision:
    """What *result*, the answer to *line*, says about other lines; *candidates* are its signatures."""
    if result.others or (
        result.best is None and (result.verdict, result.reason) != (Verdict.NONE, Reason.NOTHING)
    ):
        return Decision()
    places = _Places(line, telling)
    kept: list[Kept] = []
    for match in (result.best, *result.candidates):
        if match is not None:
            one = _kept(line.text, match, places, matcher, candidates)
            if one is None:
                return Decision()
            kept.append(one)
    best = kept.pop(0) if result.best else None
    return Decision(result, best, tuple(kept))


def _kept(
    text: str, match: Match, places: _Places, matcher: Matcher, candidates: Sequence[Compiled]
) -> Kept | None:
    """What to find again of *match*; None where too much hangs on the words of this very line."""
    pattern = next(
        (
            one.pattern
            for one in candidates
            if one.pattern.signature.text == match.signature and len(one.parts) == 1
        ),
        None,
    )
    if pattern is None or match.span is None or match.count > 1 or _quotes(match, places):
        return None
    revisions = matcher.revisions(match.article)
    if len(revisions) > 1 and _names_product(text, revisions):
        return None
    values: list[Value] = []
    for name, one in match.variables.items():
        if one.source is Source.HINT or Flag.CONFLICT in one.flags or Flag.EXAMPLE in one.flags:
            return None
        if one.span is None:
            continue
        start, end = map(places.at, one.span)
        if start is None or end is None or text[slice(*one.span)] != one.value:
            return None
        kind = pattern.kinds.get(name, Kind.TEXT)
        shape = re.compile(SHAPES[kind]) if kind in SHAPES else None
        examples = frozenset(_examples(revisions, name))
        values.append(Value(name, start, end, shape, kind, one.flags, examples))
    spans: list[tuple[Place, Place]] = []
    for span in (match.span, *match.words):
        start, end = map(places.at, span)
        if start is None or end is None:
            return None
        spans.append((start, end))
    return Kept(
        match,
        next(one for one in revisions if one.revision == match.revision),
        tuple(spans),
        tuple(values),
        frozenset(_spoken((*revisions, *matcher.revisions(pattern.number)))),
    )


def _quotes(match: Match, places: _Places) -> bool:
    """Whether the evidence quotes a word that is another one in other lines.

    Or another article that may be another one there: where words are misread, very many fit as well.
    """
    names = {one.name for one in match.evidence}
    if "runner-up" in names and "exact" not in names:
        return True
    notes = {word for one in match.evidence for word in re.findall(r"[^\W_]+", one.note)}
    return any(
        word.lower() in notes and not mark
        for word, mark in zip(places.words, places.telling or [""] * len(places.words), strict=True)
        if not word.isdecimal() or len(word) > 2  # "3 of 10" quotes nothing
    )


def _examples(revisions: Iterable[Revision], name: str) -> Iterator[str]:
    for revision in revisions:
        one = revision.placeholders.get(name)
        if one and one.example:
            yield one.example


def _spoken(revisions: Iterable[Revision]) -> Iterator[str]:
    """Words with digits of strangers, of hints, and of what speaks for or against a revision."""
    for one in revisions:
        texts = [*one.strangers, *one.evidence_for, *one.evidence_against]
        texts += [piece for hint in one.hints for piece in hint if isinstance(piece, str)]
        for text in texts:
            yield from (word for word in tokenise(text) if not word.isalpha())


def _names_product(text: str, revisions: Iterable[Revision]) -> bool:
    """Whether a product is named: its version, if it is told too, chooses the revision."""
    text = re.sub(r"[\s-]", "", text.casefold())
    return any(
        re.sub(r"[\s-]", "", name.casefold()) in text
        for revision in revisions
        for product in revision.applies_to
        for name in (product.product, *product.also_called)
    )


class _Places:
    """The pieces of a line, to find a place in them again."""

    def __init__(self, line: Line, telling: Telling) -> None:
        self.pieces, self.words = line.pieces, line.words
        self.telling = telling
        self.starts = line.layout.starts

    def at(self, offset: int) -> Place | None:
        """The place of an offset; None inside of a masked word, unless at a telling end of it."""
        for number, piece in enumerate(self.pieces):
            inside = offset - self.starts[number]
            if number % 2 == 0 and 0 <= inside <= len(piece):
                return number, inside
            if number % 2 and 0 < inside < len(piece) and self.telling:
                mark = self.telling[number // 2]
                if mark.endswith("…") and inside <= len(mark) - 1:
                    return number, inside
                if mark.startswith("…") and len(piece) - inside <= len(mark) - 1:
                    return number + 1, inside - len(piece)
                if mark.lower() == piece.lower():
                    return number, inside
        return None
