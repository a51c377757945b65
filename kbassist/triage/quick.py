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
from kbassist.triage.shape import Base, Key, Line, Shape, Telling, Vocabulary, take_apart, trials

LONGEST = 1000
"""Characters of a line that may have a shape; longer ones are matched."""
MESSAGES, ONCE, SHAPES_KEPT, DECISIONS = 4_000, 50_000, 4_000, 10_000
"""How many are remembered: answers to messages, shapes seen once, shapes, decisions."""

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
        never = Decision()
        repaired = normalise(text)
        if repaired.repaired != text or len(repaired.lines) > 1:
            return never
        decision = decide(text, line, telling, result, self.base.matcher, self._candidates(text))
        if decision.apply(text, line) != result:
            return never
        for other in trials(line, telling, shape):
            again = take_apart(other, line.key.product, line.key.version)
            if again.key != line.key or shape.telling(again.pieces[1::2]) != telling:
                return never
            asked = self._full(other, line.key.product, line.key.version)
            if decision.apply(other, again) != asked:
                return never
        return decision
