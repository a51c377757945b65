"""The answers to many messages, most of them without matching them.

Logs repeat themselves. Two lines of one *shape* differ only in words with digits in them: times, counts,
ports, identifiers. The first two lines of a shape are matched; what was decided holds for the others, and
the values are cut out of each line at the places where they stood. That is safe only where the words that
differ mean nothing to the signatures that might be meant, and where the lengths of them do not matter:

* a word that could be a literal, a piece of one, a misread one, a message code or an article's number is
  *telling*, and lines with other telling words are decided apart (`Shape.telling`);
* each decision is tried on two lines made up for the purpose, with the shortest and the longest words in
  place of the others, and must be just what the matcher says to them (`Quick._learn`).

Whatever does not pass goes to the matcher every time, unless the same message was there before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from kbassist.match.align import Region, exact
from kbassist.match.candidates import look_up
from kbassist.match.capture import SHAPES
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
from kbassist.store import asked_numbers
from kbassist.template import fill, plain
from kbassist.text import normalise, tokenise
from kbassist.triage.shape import Base, Key, Line, Shape, Telling, Vocabulary, take_apart, trials

LONGEST = 1000
"""Characters of a line that may have a shape; longer ones are matched."""
MESSAGES, ONCE, SHAPES_KEPT, DECISIONS = 4_000, 50_000, 4_000, 10_000
"""How many are remembered: answers to messages, shapes seen once, shapes, decisions."""

_NOBODY = re.compile(r"_?[xy]{2}", re.IGNORECASE)

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A mapping of at most twice *size* entries that forgets those not asked for in a long while."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._new: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """The value of *key*, or None."""
        value = self._new.get(key)
        if value is None and self._old:
            value = self._old.get(key)
            if value is not None:
                self[key] = value
        return value

    def __setitem__(self, key: K, value: V) -> None:
        if len(self._new) >= self.size:
            self._old, self._new = self._new, {}
        self._new[key] = value

    def __len__(self) -> int:
        return len(self._new) + len(self._old)


def brief(result: MatchResult) -> MatchResult:
    """*result* without what a row of a table has no place for: runners-up, further errors, evidence."""
    best = result.best and replace(result.best, evidence=(), words=())
    return replace(result, best=best, candidates=(), others=())


# --------------------------------------------------------------------------------------- decisions

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


@dataclass(slots=True)
class Decision:
    """What holds for all lines of one shape with the same telling words."""

    result: MatchResult | None
    """The answer to the line it was learnt from; None: each line is to be matched."""
    revision: Revision | None = None
    spans: tuple[tuple[Place, Place], ...] = ()
    """The message, then its words."""
    values: tuple[Value, ...] = ()
    examples: frozenset[tuple[str, str]] = frozenset()
    spoken: frozenset[str] = frozenset()
    """Words with digits that speak for or against the article; lines with them are to be matched."""
    fixed: Mapping[str, Variable] = field(default_factory=dict)
    """Every variable as it was; those that `values` name are replaced."""

    def apply(self, text: str, line: Line) -> MatchResult | None:
        """The answer to another line, or None where it must be matched."""
        result = self.result
        if result is None:
            return None
        if result.best is None:
            return MatchResult(result.verdict, result.reason, None, (), (), len(text), len(text))
        if self.spoken and not self.spoken.isdisjoint(map(str.lower, line.pieces[1::2])):
            return None
        starts = list(accumulate(map(len, line.pieces), initial=0))
        variables = dict(self.fixed)
        for name, start, end, shape, kind, flags in self.values:
            a, b = starts[start[0]] + start[1], starts[end[0]] + end[1]
            value = text[a:b]
            if shape is not None and not (shape.fullmatch(value) and _fits(value, kind)):
                return None
            if (name, value) in self.examples:
                return None
            variables[name] = Variable(value, Source.SIGNATURE, (a, b), flags)
        spans: list[Span] = [(starts[a] + b, starts[c] + d) for (a, b), (c, d) in self.spans]
        best = self._filled(result.best, variables, spans)
        return MatchResult(result.verdict, result.reason, best, (), (), len(text), len(text))

    def _filled(self, match: Match, variables: dict[str, Variable], spans: Sequence[Span]) -> Match:
        title, notes = match.title, match.notes
        if self.values and self.revision:
            values = {n: one.value for n, one in variables.items() if one.value is not None}
            if len(self.revision.title) > 1:
                title = plain(fill(self.revision.title, values, self.revision.placeholders))
            if self.revision.distinct:
                from kbassist.tailor import notes as noted

                notes = noted(self.revision, variables)
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


Decisions = dict[Telling, Decision | None]
"""The decisions of one shape; None where such a line was there once."""


class Quick:
    """Answers messages one by one, just as `KnowledgeBase.match` would, most of them much faster.

    With *table* the answers are as `brief` makes them.
    """

    def __init__(self, base: Base, table: bool = True) -> None:
        self.base = base
        self.table = table
        self.matched = 0
        """How many texts the matcher has looked at."""
        self.shape = ""
        """What the last text has in common with others of its shape; empty if it has none."""
        self._known: Vocabulary | None = None
        self._messages: Recent[object, MatchResult] = Recent(MESSAGES)
        self._answers: Recent[object, tuple[MatchResult, int]] = Recent(MESSAGES)
        self._once: Recent[int, bool] = Recent(ONCE)
        self._decided_on = 0
        self._shapes: Recent[Key, tuple[Shape, Decisions]] = Recent(SHAPES_KEPT)

    def match(
        self, text: str, product: str | None = None, version: str | None = None
    ) -> MatchResult:
        """The answer to *text*."""
        if len(text) > LONGEST or "\n" in text or "\r" in text:
            self.shape = ""
            return self._remembered(text, product, version)
        line = take_apart(text, product, version)
        self.shape = line.key.text
        words = line.pieces[1::2]
        known = self._shapes.get(line.key)
        if known is None:
            mark = hash(line.key)
            if not self._once.get(mark):
                self._once[mark] = True
                return self._remembered(text, product, version)
            shape = self._shape(text, line)
            known = self._shapes[line.key] = shape, {shape.telling(words): None}
        shape, decisions = known
        telling = shape.telling(words)
        if telling not in decisions:
            self._decided_on += 1
            if self._decided_on > DECISIONS:
                self._shapes, self._decided_on = Recent(SHAPES_KEPT), 0
            decisions[telling] = None
            return self._remembered(text, product, version)
        decision = decisions[telling]
        if decision is None:
            decision = decisions[telling] = self._learn(text, line, shape, telling)
        if len(text) <= 40 and self._is_number(text):
            return self._full(text, product, version)
        result = decision.apply(text, line)
        if result is None:
            result = self._again(line, telling, text)
        return result

    def _full(self, text: str, product: str | None, version: str | None) -> MatchResult:
        self.matched += 1
        result = self.base.match(text, product=product, version=version)
        return brief(result) if self.table else result

    def _remembered(self, text: str, product: str | None, version: str | None) -> MatchResult:
        """The answer to *text*, matched once."""
        key = text, product, version
        result = self._messages.get(key)
        if result is None:
            result = self._messages[key] = self._full(text, product, version)
        return result

    def _again(self, line: Line, telling: Telling, text: str) -> MatchResult:
        """The answer to a line of which each message is to be matched by itself.

        What stands before the message differs from time to time, in digits that tell nothing and not in
        length. Two lines with the same message and the same answer speak for the third.
        """
        words = line.pieces[1::2]
        key = line.key, telling, tuple(words[line.head :] if self.table else words)
        known = self._answers.get(key)
        if known is not None and known[1] > 1:
            return known[0]
        result = self._full(text, line.key.product, line.key.version)
        if known is None:
            self._answers[key] = result, 1
        elif known[1]:
            self._answers[key] = result, 2 if result == known[0] else 0
        return result

    def _vocabulary(self) -> Vocabulary:
        if self._known is None:
            self._known = Vocabulary(self.base.store)
        return self._known

    def _is_number(self, text: str) -> bool:
        """Whether *text* is nothing but the number of an article."""
        known = self._vocabulary().articles
        return any(number in known for number in asked_numbers(text.strip()))

    def _candidates(self, text: str) -> list[Compiled]:
        read = look_up(normalise(text), self.base.store, self.base.matcher.cache)
        return [one for unit in read.units for one in unit.candidates]

    def _shape(self, text: str, line: Line) -> Shape:
        return Shape(text, line, self._candidates(text), self.base, self._vocabulary())

    # ----------------------------------------------------------------------------------- learning

    def _learn(self, text: str, line: Line, shape: Shape, telling: Telling) -> Decision:
        """What the answer to this line says about all lines like it."""
        result = self._full(text, line.key.product, line.key.version)
        never = Decision(None)
        repaired = normalise(text)
        if repaired.repaired != text or len(repaired.lines) > 1 or result.candidates:
            return never
        decision = self._decided(text, line, telling, result)
        if decision is None or decision.apply(text, line) != result:
            return never
        for other in trials(line, telling, shape):
            again = take_apart(other, line.key.product, line.key.version)
            if again.key != line.key or shape.telling(again.pieces[1::2]) != telling:
                return never
            asked = self._full(other, line.key.product, line.key.version)
            if decision.apply(other, again) != asked:
                return never
        return decision

    def _decided(
        self, text: str, line: Line, telling: Telling, result: MatchResult
    ) -> Decision | None:
        best = result.best
        if best is None:
            nothing = result.verdict is Verdict.NONE and result.reason is Reason.NOTHING
            return Decision(result) if nothing else None
        if best.span is None or result.others or best.count > 1:
            return None
        compiled = self._aligned(text, best)
        if compiled is None:
            return None
        places = _Places(line.pieces, telling)
        revisions = self.base.matcher.revisions(best.article)
        others = self.base.matcher.revisions(compiled.pattern.number)
        if len(revisions) > 1 and _names_product(text, revisions):
            return None
        values: list[Value] = []
        for name, one in best.variables.items():
            if one.source is Source.HINT or Flag.CONFLICT in one.flags:
                return None
            if one.span is None:
                continue
            if (
                one.value is None
                or text[slice(*one.span)] != one.value
                or Flag.EXAMPLE in one.flags
            ):
                return None
            start, end = map(places.at, one.span)
            if start is None or end is None:
                return None
            kind = compiled.pattern.kinds.get(name, Kind.TEXT)
            shape = re.compile(SHAPES[kind]) if kind in SHAPES else None
            values.append(Value(name, start, end, shape, kind, one.flags))
        spans = []
        for span in (best.span, *best.words):
            start, end = map(places.at, span)
            if start is None or end is None:
                return None
            spans.append((start, end))
        return Decision(
            result,
            next(one for one in revisions if one.revision == best.revision),
            tuple(spans),
            tuple(values),
            frozenset(_examples(revisions)),
            frozenset(_spoken((*revisions, *others))),
            best.variables,
        )

    def _aligned(self, text: str, best: Match) -> Compiled | None:
        """The signature of *best*; with all evidence only if it stands in the line word for word.

        What was misread or does not belong is told in the evidence, and differs from line to line.
        """
        region = Region(normalise(text).lines)
        for one in self._candidates(text):
            if one.pattern.signature.text == best.signature and len(one.parts) == 1:
                return one if self.table or exact(one.parts[0], region) else None
        return None


def _examples(revisions: Iterable[Revision]) -> Iterator[tuple[str, str]]:
    for revision in revisions:
        for name, one in revision.placeholders.items():
            if one.example:
                yield name, one.example


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

    def __init__(self, pieces: Sequence[str], telling: Telling) -> None:
        self.pieces = pieces
        self.telling = telling
        self.starts = list(accumulate(map(len, pieces), initial=0))

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
