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

from dataclasses import replace
from typing import Generic, TypeVar

from kbassist.match.candidates import look_up
from kbassist.match.pattern import Compiled
from kbassist.model import MatchResult
from kbassist.store import asked_numbers
from kbassist.text import normalise
from kbassist.triage.decision import Decision, decide
from kbassist.triage.shape import (
    Base,
    Key,
    Layout,
    Line,
    Shape,
    Telling,
    Vocabulary,
    take_apart,
    trials,
    with_digits,
)

LONGEST = 1000
"""Characters of a line that may have a shape; longer ones are matched."""
MESSAGES, ONCE, SHAPES_KEPT, LAYOUTS, DECISIONS = 4_000, 50_000, 4_000, 4_000, 10_000
"""How many are remembered: answers to messages, shapes seen once, shapes, layouts, decisions."""

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
    """*result* without what a table has no place for: runners-up, further errors, evidence, lengths."""
    best = result.best and replace(result.best, evidence=(), words=())
    return MatchResult(result.verdict, result.reason, best)


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
        self.line: Line | None = None
        """The last text, taken apart; None if it has no shape."""
        self._known: Vocabulary | None = None
        self._messages: Recent[object, MatchResult] = Recent(MESSAGES)
        self._answers: Recent[object, tuple[MatchResult, int]] = Recent(MESSAGES)
        self._once: Recent[int, bool] = Recent(ONCE)
        self._decided_on = 0
        self._shapes: Recent[Key, tuple[Shape, Decisions]] = Recent(SHAPES_KEPT)
        self._layouts: Recent[tuple[str, str | None, str | None], Layout] = Recent(LAYOUTS)

    def match(
        self, text: str, product: str | None = None, version: str | None = None
    ) -> MatchResult:
        """The answer to *text*."""
        if len(text) > LONGEST or "\n" in text or "\r" in text:
            self.line = None
            return self._remembered(text, product, version)
        line = self.line = self._taken_apart(text, product, version)
        words, key = line.words, line.layout.key
        known = self._shapes.get(key)
        if known is None:
            mark = hash(key)
            if not self._once.get(mark):
                self._once[mark] = True
                return self._remembered(text, product, version)
            shape = self._shape(line)
            known = self._shapes[key] = shape, {shape.telling(words): None}
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
            decision = decisions[telling] = self._learn(line, shape, telling)
        if len(text) <= 40 and self._is_number(text):
            return self._full(text, product, version)
        return decision.apply(line) or self._again(line, telling)

    def _taken_apart(self, text: str, product: str | None, version: str | None) -> Line:
        """As `take_apart`; most lines differ from an earlier one in digits only."""
        key = with_digits(text), product, version
        layout = self._layouts.get(key)
        if layout is not None:
            return Line(text, [text[place] for place in layout.words], layout)
        line = take_apart(text, product, version)
        if line.layout.lasts:
            self._layouts[key] = line.layout
        return line

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

    def _again(self, line: Line, telling: Telling) -> MatchResult:
        """The answer to a line of which each message is to be matched by itself.

        What stands before the message differs from time to time, in digits that tell nothing and not in
        length. Two lines with the same message and the same answer speak for the third.
        """
        _, words, layout = line
        key = layout.key, telling, tuple(words[layout.head :] if self.table else words)
        known = self._answers.get(key)
        if known is not None and known[1] > 1:
            return known[0]
        result = self._full(line.text, layout.key.product, layout.key.version)
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
        units = look_up(normalise(text), self.base.store, self.base.matcher.cache)
        return [one.compiled for unit in units for one in unit.candidates]

    def _shape(self, line: Line) -> Shape:
        return Shape(line, self._candidates(line.text), self.base, self._vocabulary())

    # ----------------------------------------------------------------------------------- learning

    def _learn(self, line: Line, shape: Shape, telling: Telling) -> Decision:
        """What the answer to this line says about all lines like it."""
        text, key = line.text, line.layout.key
        result = self._full(text, key.product, key.version)
        never = Decision()
        repaired = normalise(text)
        if repaired.repaired != text or len(repaired.lines) > 1:
            return never
        decision = decide(line, telling, result, self.base.matcher, self._candidates(text))
        if decision.apply(line) != result:
            return never
        for other in trials(line, telling, shape):
            again = take_apart(other, key.product, key.version)
            if again.layout.key != key or shape.telling(again.words) != telling:
                return never
            asked = self._full(other, key.product, key.version)
            if decision.apply(again) != asked:
                return never
        return decision
