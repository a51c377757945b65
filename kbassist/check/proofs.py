"""What an article must stand up to: its samples and strangers, and that each placeholder has a use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from kbassist import template
from kbassist.articles import Where
from kbassist.check.base import Base
from kbassist.match.capture import looks
from kbassist.model import (
    FACTS,
    PARTS,
    ArticleFault,
    Confidence,
    Flag,
    Match,
    MatchResult,
    Placeholder,
    Revision,
    Source,
    Variable,
    Verdict,
    walk,
)
from kbassist.values import LOOKS

Proved = set[tuple[str, str]]
"""Signatures that a sample of their article proves: its family, the signature's text."""


def unused(base: Base) -> Iterator[ArticleFault]:
    """Captures that nothing shows; a name that begins with `_` only marks a gap."""
    for revision in base.revisions:
        shown = _shown(revision)
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
                    "unused-placeholder",
                    revision,
                    where,
                    f"`{name}` is captured but shown nowhere",
                    f"show it in the text, or call it `_{name}` if it only marks a gap",
                    warning=True,
                )
        captured = {name for _, name in captures}
        for name in revision.placeholders:
            if name not in shown and name not in captured:
                yield base.fault(
                    "unused-placeholder",
                    revision,
                    ("placeholders", name),
                    f"`{name}` is declared but used nowhere",
                    "show it in the text, or take it out",
                    warning=True,
                )


def _shown(revision: Revision) -> set[str]:
    """The placeholders that a reader may see, or that must differ."""
    shown = set(template.names(revision.title))
    shown.update(*(one.names for one in revision.distinct))
    for section in revision.sections:
        shown.update(template.names(walk(section.nodes)))
    return shown


def reserved(base: Base) -> Iterator[ArticleFault]:
    """Placeholders that a wording could not show, for there their names mean something else."""
    for revision in base.revisions:
        for name in revision.placeholders:
            if name in PARTS or name in FACTS:
                yield base.fault(
                    "reserved-placeholder",
                    revision,
                    ("placeholders", name),
                    f"in the words around an article `{name}` means something else",
                    "call it something else, and a wording can show its value",
                    warning=True,
                )


def samples(base: Base, proved: Proved) -> Iterator[ArticleFault]:
    """Samples that are not answered by their article, with their captures; signatures without one.

    What the samples prove is added to *proved*.
    """
    met: Proved = set()
    hinted: set[tuple[str, str]] = set()
    for revision in base.revisions:
        family = base.family(revision.number)
        for i, sample in enumerate(revision.samples):
            hinted.update((family, name) for name in sample.captures)
            result = base.match(sample.paste)
            best = result.best
            if best and base.family(best.article) == family:
                hinted.update(
                    (family, name)
                    for name, one in best.variables.items()
                    if one.source is Source.HINT
                )
                for one in (best, *result.others):
                    if one.signature is not None:
                        met.add((base.family(one.article), one.signature))
            where: Where = ("samples", i)
            problem = _answer(base, revision, result)
            if problem:
                yield base.fault("sample-fails", revision, where, *problem)
            elif best:
                if best.signature is not None:
                    proved.add((family, best.signature))
                for message, name in _captures(revision, sample.captures, best):
                    yield base.fault(
                        "capture-differs", revision, (*where, "captures", name), message
                    )
    for revision in base.revisions:
        for i, signature in enumerate(revision.signatures):
            if (base.family(revision.number), signature.text) not in met:
                yield base.fault(
                    "no-sample",
                    revision,
                    ("signatures", i),
                    "no sample matches this signature",
                    "add a paste of this message to `samples`",
                    warning=True,
                )
        yield from _unhinted(base, revision, hinted)


def _unhinted(
    base: Base, revision: Revision, hinted: Set[tuple[str, str]]
) -> Iterator[ArticleFault]:
    """Values that only hints can give, if no sample of a validated article shows one at work."""
    if revision.confidence is not Confidence.VALIDATED:
        return
    captured = {
        name
        for signature in revision.signatures
        for line in signature.lines
        for name in template.names(line)
    }
    waiting = _shown(revision) - captured
    for i, hint in enumerate(revision.hints):
        for name in template.names(hint):
            if name not in waiting or (base.family(revision.number), name) in hinted:
                continue
            waiting.remove(name)
            yield base.fault(
                "no-sample",
                revision,
                ("hints", i),
                f"no sample shows a hint that gives `{name}`",
                "add a paste to `samples` in which it stands",
                warning=True,
            )


def _answer(base: Base, revision: Revision, result: MatchResult) -> tuple[str, str] | None:
    """What is wrong with the answer to a sample of *revision*, and what to do."""
    best = result.best
    if best is None:
        return "the sample matches nothing", "compare it with the signatures word by word"
    if base.family(best.article) != base.family(revision.number):
        said = f": `{best.signature}`" if best.signature else ""
        return (
            f"the sample matches {best.article} r{best.revision} instead{said}",
            base.parting(best.article),
        )
    if result.verdict is not Verdict.MATCH:
        rivals = [c.article for c in result.candidates]
        rivals = [one for one in rivals if base.family(one) != base.family(revision.number)]
        also = f", {', '.join(rivals)} would do as well" if rivals else ""
        return (
            f"the sample is no sure match but {result.verdict} ({result.reason}){also}",
            base.parting(rivals[0]) if rivals else "compare it with the signatures word by word",
        )
    return None


def _captures(
    revision: Revision, expected: Mapping[str, str], best: Match
) -> Iterator[tuple[str, str]]:
    """Differences between what a sample should give and what it gave, each with its name."""
    given = {
        name: one.value
        for name, one in best.variables.items()
        if one.value is not None and one.source in (Source.SIGNATURE, Source.HINT)
    }
    for name, value in expected.items():
        if name not in given:
            why = _why(best.variables.get(name), revision.placeholders.get(name), value)
            yield f"`{name}` is not captured; it should be `{value}`{why}", name
        elif given[name] != value:
            yield f"`{name}` is captured as `{given[name]}`; it should be `{value}`", name
    for name in sorted(given.keys() - expected.keys()):
        if name.startswith("_"):
            continue  # it only marks a gap
        yield f"`{name}` is captured as `{given[name]}`, which `captures` does not say", name


def _why(found: Variable | None, placeholder: Placeholder | None, value: str) -> str:
    """Why a placeholder has no value, in words that go on a sentence; empty if nothing tells it."""
    flags = found.flags if found else ()
    if Flag.CONFLICT in flags:
        return ": the text has several values for it"
    if Flag.CUT in flags:
        return ": something goes on behind it that no value of its kind has"
    if placeholder and not looks(placeholder.kind, value):
        return f": `{value}` does not look like {LOOKS[placeholder.kind]}"
    return ""


def strangers(base: Base) -> Iterator[ArticleFault]:
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
                    "stranger-matches",
                    revision,
                    ("strangers", i),
                    f"the stranger matches {best.article} r{best.revision}{said}",
                    "make the signature longer",
                )
