"""What a run found, counted: verdicts, the most frequent articles, the most frequent unknown messages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from kbassist.model import MatchResult, Verdict
from kbassist.text import clean, message_start

KEPT, MOST = 5_000, 50_000
"""Messages that are counted at least; at the most, before the rare ones are forgotten."""
SHOWN = 10
"""Articles and messages that a summary names."""
LONGEST = 20_000
"""Characters of a text in which its message is looked for."""
WIDTH = 110
"""Characters of a message in a summary."""

_VALUES = re.compile(
    r"\"[^\"]{1,200}\"|(?<!\w)'[^']{1,200}'(?!\w)|„[^“”]{1,200}[“”]|«[^»]{1,200}»"  # quotations
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # addresses
    r"|[A-Za-z][A-Za-z0-9+.-]*://[^\s'\"<>]+"
    r"|(?<![\w:])(?:[A-Za-z]:)?(?:[\\/][\w.$-]+){2,}[\\/]?"  # paths
    r"|(?<!\w)_+\w+|\w*\d\w*(?:[.:,/_@-]+\w*\d\w*)*"  # identifiers, numbers
)


def masked(text: str) -> str:
    """The message of *text* with its values masked, on one line; empty if there are no words.

    >>> masked("12:00:01 ERROR [x1] User _ABC not found on 10.0.0.7:8080")
    'User … not found on …'
    """
    for line in text[:LONGEST].split("\n"):
        body = _VALUES.sub("…", line[message_start(line) :])
        if re.search(r"[^\W\d_]{2}", body):
            body = " ".join(clean(body).split())
            return body if len(body) <= WIDTH else body[: WIDTH - 1].rstrip("… ") + "…"
    return ""


@dataclass(slots=True)
class Tally:
    """The counts of some rows; `add` another to count both."""

    verdicts: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    """Masked messages without an article."""
    rounded: bool = False
    """Whether rare messages were forgotten, so that counts may be too small."""

    @property
    def rows(self) -> int:
        """How many there are."""
        return self.verdicts.total()

    @property
    def found(self) -> bool:
        """Whether any row has an article, surely or not."""
        return bool(self.verdicts[Verdict.MATCH] or self.verdicts[Verdict.UNSURE])

    def count(self, result: MatchResult, label: str) -> None:
        """Count an answer; *label* is the masked message."""
        self.verdicts[result.verdict] += 1
        if result.verdict is Verdict.MATCH and result.best:
            self.articles[result.best.article] += 1
        elif result.verdict is Verdict.NONE:
            self.unknown[label] += 1
            self._forget()

    def add(self, other: Tally) -> None:
        """Count what *other* has counted."""
        self.verdicts += other.verdicts
        self.articles += other.articles
        self.unknown += other.unknown
        self.rounded |= other.rounded
        self._forget()

    def _forget(self) -> None:
        if len(self.unknown) > MOST:
            self.unknown = Counter(dict(self.unknown.most_common(KEPT)))
            self.rounded = True


def lines(tally: Tally, titles: dict[str, str]) -> list[str]:
    """The summary of *tally*, line by line; *titles* are those of the articles."""
    counts = tally.verdicts
    made = [
        f"{tally.rows:,} row{'' if tally.rows == 1 else 's'}: {counts[Verdict.MATCH]:,} matched,"
        f" {counts[Verdict.UNSURE]:,} unsure, {counts[Verdict.NONE]:,} none"
    ]
    if tally.articles:
        made.append("most frequent articles:")
        for number, count in _first(tally.articles):
            made.append(f"{count:>9,}  {number}  {titles.get(number, '')}".rstrip())
    unknown = Counter({text: count for text, count in tally.unknown.items() if text})
    if unknown:
        about = ", roughly counted" if tally.rounded else ""
        of = (
            " of this run"
            if not tally.rounded and unknown.total() < counts[Verdict.NONE] - tally.unknown[""]
            else ""
        )
        made.append(f"most frequent messages{of} without an article (values are masked{about}):")
        made += [f"{count:>9,}  {text}" for text, count in _first(unknown)]
    return made


def _first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
