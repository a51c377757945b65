"""A base of articles while it is proved: its families, its matcher, the places of its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kbassist import articles
from kbassist.articles import Place, Where
from kbassist.model import ArticleFault, MatchResult, Revision, Template

NOWHERE = Place(0, 0, "")
READ = 1_000_000
"""Bytes of a file in which the exact place of a fault is looked for."""


@dataclass(frozen=True, slots=True)
class Base:
    """What every proof reads, and how it words a fault."""

    revisions: tuple[Revision, ...]
    """In order of number, revision, file."""
    load_faults: tuple[ArticleFault, ...]
    """What was wrong with files that are no articles."""
    match: Callable[[str], MatchResult]
    """Answers a paste from all revisions."""
    bits: Callable[[Template], float]
    """How much the words of a template tell in this base."""
    strict: bool
    others: frozenset[str]
    """Numbers of the base beside those of *revisions*: of bare messages."""
    today: date
    families: Mapping[str, str] = field(init=False)
    """Number → the least number of its family."""
    _places: dict[str, Mapping[Where, Place]] = field(default_factory=dict)
    """File → where its fields stand; read when a fault needs it."""
    _lines: dict[str, list[str]] = field(default_factory=dict)
    """The file that was read last → its lines."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "families", _families(self.revisions))

    def family(self, number: str) -> str:
        """What revisions, predecessors and successors of an article have in common."""
        return self.families.get(number, number)

    def place(self, revision: Revision, where: Where) -> Place:
        """Where the field stands, or the nearest one that it is a part of."""
        if revision.path not in self._places:
            if len(self._places) > 100:
                self._places.clear()
            self._places[revision.path] = articles.places(revision.path)
        places = self._places[revision.path]
        found = (places[where[:n]] for n in range(len(where), -1, -1) if where[:n] in places)
        return next(found, NOWHERE)

    def written(self, revision: Revision, words: str, after: int = 0) -> Place:
        """Where *words* stand in its file for the first time in or behind line *after*.

        If they are written otherwise there, line *after* itself.
        """
        if revision.path not in self._lines:
            self._lines.clear()
            self._lines[revision.path] = _read(revision.path)
        lines = self._lines[revision.path]
        for number, line in enumerate(lines[max(0, after - 1) :], max(1, after)):
            if words in line:
                return Place(number, line.index(words) + 1, line.strip())
        return Place(after, 0, lines[after - 1].strip()) if 0 < after <= len(lines) else NOWHERE

    def parting(self, number: str) -> str:
        """What to do about an article of that *number* which takes another's message."""
        if number in self.others:
            return "name it in `supersedes`, or write this article under its number"
        return "make one of the two longer"

    def fault(
        self,
        rule: str,
        revision: Revision,
        where: Where | Place,
        message: str,
        suggestion: str = "",
        warning: bool = False,
    ) -> ArticleFault:
        """A fault at a place of the file; a *warning* is none where not strict."""
        line, column, excerpt = where if isinstance(where, Place) else self.place(revision, where)
        return ArticleFault(
            revision.path,
            line,
            message,
            excerpt[:160],
            suggestion,
            warning and not self.strict,
            rule,
            column,
        )


def _read(path: str) -> list[str]:
    try:
        with Path(path).open("rb") as file:
            return file.read(READ).decode(errors="replace").removeprefix("\ufeff").splitlines()
    except OSError:
        return []


def _families(revisions: Iterable[Revision]) -> dict[str, str]:
    """Numbers that supersession connects, each with the least of them."""
    roots: dict[str, str] = {}

    def root(number: str) -> str:
        while roots.setdefault(number, number) != number:
            number = roots[number]
        return number

    for revision in revisions:
        for older in (revision.number, *revision.supersedes):
            one, two = sorted((root(revision.number), root(older)))
            roots[two] = one
    return {number: root(number) for number in roots}
