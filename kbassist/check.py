"""Proving articles: samples match with their captures, strangers do not, and no name hangs in the air.

An article's revisions and its predecessors are one family: they may share signatures, and each may
answer a sample of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePath

from kbassist import articles, template
from kbassist.articles import Where
from kbassist.model import (
    ArticleFault,
    Match,
    MatchResult,
    Revision,
    Source,
    Verdict,
    revision_order,
    walk,
)


def check(
    revisions: Sequence[Revision],
    load_faults: Iterable[ArticleFault],
    match: Callable[[str], MatchResult],
    strict: bool = False,
    others: Collection[str] = (),
) -> tuple[ArticleFault, ...]:
    """Every fault of a base, by file and line, *load_faults* among them.

    *match* answers a paste from all of *revisions*; *others* are numbers of the base beside theirs. What
    only *strict* forbids is told in any case, as a warning unless *strict*.
    """
    base = _Base(
        tuple(sorted(revisions, key=_order)), tuple(load_faults), match, strict, frozenset(others)
    )
    found = [
        *base.load_faults,
        *_duplicates(base),
        *_references(base),
        *_cycles(base),
        *_unused(base),
        *_samples(base),
        *_strangers(base),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.path, one.line, one.message)))


def _order(revision: Revision) -> tuple[object, ...]:
    return revision.number, revision_order(revision.revision), revision.path


@dataclass(frozen=True, slots=True)
class _Base:
    revisions: tuple[Revision, ...]
    load_faults: tuple[ArticleFault, ...]
    match: Callable[[str], MatchResult]
    strict: bool
    others: frozenset[str]
    families: Mapping[str, str] = field(init=False)
    """Number → the least number of its family."""
    places: dict[str, Mapping[Where, tuple[int, str]]] = field(default_factory=dict)
    """File → where its fields stand; read when a fault needs it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "families", _families(self.revisions))

    def family(self, number: str) -> str:
        return self.families.get(number, number)

    def fault(
        self,
        revision: Revision,
        where: Where,
        message: str,
        suggestion: str = "",
        warning: bool = False,
    ) -> ArticleFault:
        """A fault at a place in the front matter; a *warning* is none where not strict."""
        if revision.path not in self.places:
            self.places[revision.path] = articles.places(revision.path)
        places = self.places[revision.path]
        line, excerpt = next(
            (places[where[:n]] for n in range(len(where), -1, -1) if where[:n] in places), (0, "")
        )
        warning = warning and not self.strict
        return ArticleFault(revision.path, line, message, excerpt[:160], suggestion, warning)


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


# ------------------------------------------------------------------------------------ the base as one


def _duplicates(base: _Base) -> Iterator[ArticleFault]:
    """The same revision of the same article in two files."""
    first: dict[tuple[str, str], Revision] = {}
    for revision in base.revisions:
        key = revision.number, revision.revision
        other = first.setdefault(key, revision)
        if other is not revision:
            message = f"{revision.name} stands in {other.path} already"
            where: Where = ("revision",) if revision.revision != "1" else ("number",)
            yield base.fault(revision, where, message, "give it another number or revision")


def _references(base: _Base) -> Iterator[ArticleFault]:
    """Numbers that no article of the base has; what could not be loaded is not missed as well."""
    numbers = {revision.number for revision in base.revisions} | base.others
    for one in base.load_faults:
        if not one.warning:
            path = PurePath(one.path)
            numbers |= {path.stem, path.parent.name}
    for revision in base.revisions:
        targets: list[tuple[Where, str]] = [
            (("supersedes", i), number) for i, number in enumerate(revision.supersedes)
        ]
        targets += [
            (("see_also", i), one.number)
            for i, one in enumerate(revision.see_also)
            if not one.title
        ]
        for where, number in targets:
            if number not in numbers:
                near = get_close_matches(number, sorted(numbers), 1, 0.7)
                other = (
                    "give its title, if it is none of this base's" if where[0] == "see_also" else ""
                )
                yield base.fault(
                    revision,
                    where,
                    f"there is no article {number} in this base",
                    f"did you mean `{near[0]}`?" if near else other,
                )


def _cycles(base: _Base) -> Iterator[ArticleFault]:
    """Articles that supersede themselves, directly or through others: once for each circle."""
    older: dict[str, dict[str, tuple[Revision, Where]]] = {}
    for revision in base.revisions:
        for i, number in enumerate(revision.supersedes):
            older.setdefault(revision.number, {}).setdefault(number, (revision, ("supersedes", i)))
    done: set[str] = set()
    for start in sorted(older):
        path: list[str] = [start]
        branches = [iter(sorted(older[start]))]
        while branches and start not in done:
            number = next(branches[-1], "")
            if not number:
                done.add(path.pop())
                branches.pop()
            elif number in path:
                circle = path[path.index(number) :]
                revision, where = older[circle[-1]][number]
                chain = " → ".join((*circle, number))
                yield base.fault(
                    revision,
                    where,
                    f"an article supersedes itself: {chain}",
                    "take one of them out",
                )
            elif number in older and number not in done:
                path.append(number)
                branches.append(iter(sorted(older[number])))


# ----------------------------------------------------------------------------------- each by itself


def _unused(base: _Base) -> Iterator[ArticleFault]:
    """Captures that nothing shows; a name that begins with `_` only marks a gap."""
    for revision in base.revisions:
        shown = set(template.names(revision.title))
        shown.update(*(one.names for one in revision.distinct))
        for section in revision.sections:
            shown.update(template.names(walk(section.nodes)))
        captures: list[tuple[Where, str]] = [
            (("signatures", i), name)
            for i, signature in enumerate(revision.signatures)
            for line in signature.lines
            for name in template.names(line)
        ]
        captures += [
            (("hints", i), name)
            for i, hint in enumerate(revision.hints)
            for name in template.names(hint)
        ]
        told: set[str] = set()
        for where, name in captures:
            if name not in shown and name not in told and not name.startswith("_"):
                told.add(name)
                yield base.fault(
                    revision,
                    where,
                    f"`{name}` is captured but shown nowhere",
                    f"show it in the text, or call it `_{name}` if it only marks a gap",
                    warning=True,
                )


def _samples(base: _Base) -> Iterator[ArticleFault]:
    """Samples that are not answered by their article, with their captures; signatures without one."""
    proved: set[tuple[str, str]] = set()
    for revision in base.revisions:
        for i, sample in enumerate(revision.samples):
            result = base.match(sample.paste)
            best = result.best
            if best and base.family(best.article) == base.family(revision.number):
                for one in (best, *result.others):
                    if one.signature is not None:
                        proved.add((base.family(one.article), one.signature))
            where: Where = ("samples", i)
            problem = _answer(base, revision, result)
            if problem:
                yield base.fault(revision, where, *problem)
            elif best:
                for message, name in _captures(sample.captures, best):
                    yield base.fault(revision, (*where, "captures", name), message)
    for revision in base.revisions:
        for i, signature in enumerate(revision.signatures):
            if (base.family(revision.number), signature.text) not in proved:
                yield base.fault(
                    revision,
                    ("signatures", i),
                    "no sample matches this signature",
                    "add a paste of this message to `samples`",
                    warning=True,
                )


def _answer(base: _Base, revision: Revision, result: MatchResult) -> tuple[str, str] | None:
    """What is wrong with the answer to a sample of *revision*, and what to do."""
    best = result.best
    if best is None:
        return "the sample matches nothing", "compare it with the signatures word by word"
    if base.family(best.article) != base.family(revision.number):
        said = f": `{best.signature}`" if best.signature else ""
        return (
            f"the sample matches {best.article} r{best.revision} instead{said}",
            "make one of the two signatures longer",
        )
    if result.verdict is not Verdict.MATCH:
        rivals = [c.article for c in result.candidates]
        rivals = [one for one in rivals if base.family(one) != base.family(revision.number)]
        also = f", {', '.join(rivals)} would do as well" if rivals else ""
        return (
            f"the sample is no sure match but {result.verdict} ({result.reason}){also}",
            "compare it with the signatures word by word",
        )
    return None


def _captures(expected: Mapping[str, str], best: Match) -> Iterator[tuple[str, str]]:
    """Differences between what a sample should give and what it gave, each with its name."""
    given = {
        name: one.value
        for name, one in best.variables.items()
        if one.value is not None and one.source in (Source.SIGNATURE, Source.HINT)
    }
    for name, value in expected.items():
        if name not in given:
            yield f"`{name}` is not captured; it should be `{value}`", name
        elif given[name] != value:
            yield f"`{name}` is captured as `{given[name]}`; it should be `{value}`", name
    for name in sorted(given.keys() - expected.keys()):
        yield f"`{name}` is captured as `{given[name]}`, which `captures` does not say", name


def _strangers(base: _Base) -> Iterator[ArticleFault]:
    """Pastes that match although they must not."""
    for revision in base.revisions:
        for i, paste in enumerate(revision.strangers):
            result = base.match(paste)
            best = result.best
            if result.verdict is not Verdict.MATCH or best is None:
                continue
            if base.family(best.article) == base.family(revision.number):
                said = f": `{best.signature}`" if best.signature else ""
                yield base.fault(
                    revision,
                    ("strangers", i),
                    f"the stranger matches {best.article} r{best.revision}{said}",
                    "make the signature longer",
                )
