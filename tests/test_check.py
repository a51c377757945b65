"""Proving a base of articles: what `check` says, with a matcher that only knows exact messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kbassist import articles, template
from kbassist.check import check
from kbassist.model import (
    ArticleFault,
    Flag,
    Match,
    MatchResult,
    Reason,
    Revision,
    Signature,
    Slot,
    Source,
    Template,
    Variable,
    Verdict,
)

Matcher = Callable[[str], MatchResult]
TODAY = date(2027, 1, 31)


def bits(template: Template) -> float:
    """Four bits a word."""
    return 4.0 * sum(len(piece.split()) for piece in template if isinstance(piece, str))


def _found(revision: Revision, signature: Signature, paste: str) -> Match | None:
    """The signature's first line in *paste*, every slot one word; hints fill what is left."""

    def search(line: tuple[str | Slot, ...], source: Source) -> dict[str, Variable] | None:
        pattern = "".join(
            re.escape(p) if isinstance(p, str) else f"(?P<{p.name}>[^ ']+)" for p in line
        )
        found = re.search(pattern, paste)
        return found and {k: Variable(v, source) for k, v in found.groupdict().items()}

    variables = search(signature.lines[0], Source.SIGNATURE)
    if variables is None:
        return None
    for hint in revision.hints:
        variables = (search(hint, Source.HINT) or {}) | variables
    blank = {name: Variable(flags=(Flag.MISSING,)) for name in revision.placeholders}
    return Match(
        revision.number,
        revision.revision,
        template.plain(revision.title),
        1.0,
        signature.text,
        variables=blank | variables,
    )


def matcher(revisions: list[Revision]) -> Matcher:
    """The longest signature wins; two of one length in different articles are unsure."""

    successors = {older: one.number for one in revisions for older in one.supersedes}

    def family(one: Match) -> str:
        return successors.get(one.article, one.article)

    def match(paste: str) -> MatchResult:
        found = [
            one
            for revision in revisions
            for signature in revision.signatures
            if (one := _found(revision, signature, paste))
        ]
        found.sort(key=lambda one: (-len(one.signature or ""), one.article, one.revision))
        if not found:
            return MatchResult(Verdict.NONE, Reason.NOTHING)
        rivals = [
            one for one in found[1:] if len(one.signature or "") == len(found[0].signature or "")
        ]
        rivals = [one for one in rivals if family(one) != family(found[0])]
        if rivals:
            return MatchResult(Verdict.UNSURE, Reason.AMBIGUOUS, found[0], tuple(rivals))
        return MatchResult(Verdict.MATCH, Reason.SIGNATURE, found[0])

    return match


def said(folder: Path, files: dict[str, str], strict: bool = False) -> str:
    """What `check` says of *files*: name → front matter, or front matter and body."""
    revisions: list[Revision] = []
    faults: list[ArticleFault] = []
    for name, text in files.items():
        front, _, body = text.partition("\n\n")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"---\n{front.strip()}\n---\n\n## Resolution\n\n{body or 'Call the desk.'}\n", "utf-8"
        )
        revision, wrong = articles.read(path, str(path))
        faults += wrong
        if revision:
            revisions.append(revision)
    found = check(revisions, faults, matcher(revisions), bits, strict, today=TODAY)
    return "\n".join(
        ("warning: " if one.warning else "") + str(one).removeprefix(f"{folder}/") for one in found
    )


HOLDER = """\
number: "1"
title: Assigned to user {{user}}
signatures:
  - Certificate is assigned to user {{user}}
samples:
  - paste: "it says 'Certificate is assigned to user _A'"
    captures: {user: _A}
strangers:
  - Role is assigned to user _A
"""


CASES: dict[str, tuple[dict[str, str], str]] = {
    "a sound article": ({"a.md": HOLDER}, ""),
    "a sample that nothing matches": (
        {"a.md": HOLDER.replace("says 'Certificate", "says 'The cert")},
        "a.md:7: the sample matches nothing; compare it with the signatures word by word\n"
        "    - paste: \"it says 'The cert is assigned to user _A'\"\n"
        "warning: a.md:5: no sample matches this signature; add a paste of this message to `samples`\n"
        "    - Certificate is assigned to user {{user}}",
    ),
    "a sample that another article takes": (
        {
            "a.md": HOLDER,
            "b.md": 'number: "2"\ntitle: Taken\n'
            'signatures: ["says \'Certificate is assigned to user {{_name}}"]\n'
            "samples: [{paste: \"says 'Certificate is assigned to user _B'\", captures: {_name: _B}}]",
        },
        "a.md:7: the sample matches 2 r1 instead: `says 'Certificate is assigned to user {{_name}}`; "
        "make one of the two longer\n"
        "    - paste: \"it says 'Certificate is assigned to user _A'\"\n"
        "warning: a.md:5: no sample matches this signature; add a paste of this message to `samples`\n"
        "    - Certificate is assigned to user {{user}}",
    ),
    "a sample that two articles take": (
        {
            "a.md": 'number: "1"\ntitle: Full\nsignatures: [Disk is full]\nsamples: [Disk is full]',
            "b.md": 'number: "2"\ntitle: Full\nsignatures: [Disk is full]',
        },
        "a.md:5: the sample is no sure match but unsure (ambiguous), 2 would do as well; "
        "make one of the two longer\n"
        "    samples: [Disk is full]\n"
        "a.md:4: 2 r1 fits this message as well: `Disk is full`; make one of the two longer\n"
        "    signatures: [Disk is full]\n"
        "b.md:4: 1 r1 fits this message as well: `Disk is full`; make one of the two longer\n"
        "    signatures: [Disk is full]\n"
        "warning: b.md:4: no sample matches this signature; add a paste of this message to `samples`\n"
        "    signatures: [Disk is full]",
    ),
    "captures that differ, are absent, or too many": (
        {
            "a.md": HOLDER.replace("captures: {user: _A}", "captures: {user: _B}"),
            "b.md": 'number: "2"\ntitle: Full at {{host}} {{port}}\nhints: ["port {{port}}"]\n'
            "signatures: ['Disk is full at {{host}}']\n"
            "samples:\n  - Disk is full at sap01\n"
            "  - {paste: Disk is full at sap01, captures: {host: sap01, port: 80}}",
        },
        "a.md:8: `user` is captured as `_A`; it should be `_B`\n    captures: {user: _B}\n"
        "b.md:7: `host` is captured as `sap01`, which `captures` does not say\n"
        "    - Disk is full at sap01\n"
        "b.md:8: `port` is not captured; it should be `80`\n"
        "    - {paste: Disk is full at sap01, captures: {host: sap01, port: 80}}",
    ),
    "a gap need not be named by a sample": (
        {
            "a.md": 'number: "1"\ntitle: Full\nsignatures: ["The store of {{_host}} is full"]\n'
            "samples: [The store of sap01 is full]"
        },
        "",
    ),
    "a value that only hints give, and no sample that shows one": (
        {
            "a.md": 'number: "1"\ntitle: Full at {{port}}\nconfidence: validated\n'
            'signatures: ["The store is full"]\n'
            'hints: ["port {{port}}", "Port: {{port}}"]\nsamples: [The store is full]'
        },
        "warning: a.md:6: no sample shows a hint that gives `port`; add a paste to `samples` in which"
        ' it stands\n    hints: ["port {{port}}", "Port: {{port}}"]',
    ),
    "a stranger that matches": (
        {"a.md": HOLDER.replace("Role is", "no Certificate is")},
        "a.md:10: the stranger matches 1 r1: `Certificate is assigned to user {{user}}`; "
        "make the signature longer\n"
        "    - no Certificate is assigned to user _A",
    ),
    "a stranger that another article takes is none of ours": (
        {
            "a.md": HOLDER,
            "b.md": 'number: "2"\ntitle: Role\nsignatures: [Role is assigned]\nsamples: [Role is assigned]',
        },
        "",
    ),
    "a capture without a use": (
        {
            "a.md": 'number: "1"\ntitle: Full\nsignatures: ["{{host}} is full at {{_when}}"]\n'
            "hints: ['port {{port}}', 'Port {{port}}']\n"
            "samples: [{paste: sap01 is full at 12, captures: {host: sap01, _when: 12}}]"
        },
        "warning: a.md:4: `host` is captured but shown nowhere; "
        "show it in the text, or call it `_host` if it only marks a gap\n"
        '    signatures: ["{{host}} is full at {{_when}}"]\n'
        "warning: a.md:5: `port` is captured but shown nowhere; "
        "show it in the text, or call it `_port` if it only marks a gap\n"
        "    hints: ['port {{port}}', 'Port {{port}}']",
    ),
    "a capture is used by what must differ": (
        {
            "a.md": 'number: "1"\ntitle: Full\nsignatures: ["{{a}} is full at {{b}}"]\n'
            "distinct: [{names: [a, b], note: The same.}]\n"
            "samples: [{paste: x is full at y, captures: {a: x, b: y}}]"
        },
        "",
    ),
    "a revision in two files": (
        {
            "1/r2.md": 'number: "1"\nrevision: 2\ntitle: A',
            "copy.md": 'number: "1"\nrevision: 2\ntitle: B',
        },
        "copy.md:3: 1 r2 stands in FOLDER/1/r2.md already; give it another number or revision\n"
        "    revision: 2",
    ),
    "numbers that the base does not have": (
        {
            "a.md": 'number: "2577062"\ntitle: A\nsupersedes: ["2577026"]\n'
            "see_also: [{number: 99, title: Elsewhere}, 4711, 2577062]"
        },
        "a.md:4: there is no article 2577026 in this base; did you mean `2577062`?\n"
        '    supersedes: ["2577026"]\n'
        "a.md:5: there is no article 4711 in this base; give its title, if it is none of this base's\n"
        "    see_also: [{number: 99, title: Elsewhere}, 4711, 2577062]",
    ),
    "an article that could not be loaded is not missed as well": (
        {"2/r1.md": 'number: "2"', "a.md": 'number: "1"\ntitle: A\nsupersedes: ["2"]'},
        '2/r1.md:2: `title` is missing; one line, with placeholders: `title: …`\n    number: "2"',
    ),
    "articles that supersede each other": (
        {
            "a.md": 'number: "1"\ntitle: A\nsupersedes: ["2"]',
            "b.md": 'number: "2"\ntitle: B\nsupersedes: ["3"]',
            "c.md": 'number: "3"\ntitle: C\nsupersedes: ["1"]',
            "d.md": 'number: "4"\ntitle: D\nsupersedes: ["1", "4"]',
        },
        "c.md:4: an article supersedes itself: 1 → 2 → 3 → 1; take one of them out\n"
        '    supersedes: ["1"]\n'
        "d.md:4: an article supersedes itself: 4 → 4; take one of them out\n"
        '    supersedes: ["1", "4"]',
    ),
    "a chain that two articles lead to is no circle": (
        {
            "a.md": 'number: "1"\ntitle: A\nsupersedes: ["3"]',
            "b.md": 'number: "2"\ntitle: B\nsupersedes: ["3"]',
            "c.md": 'number: "3"\ntitle: C',
        },
        "",
    ),
    "revisions and predecessors share signatures and samples": (
        {
            "1/r1.md": HOLDER,
            "1/r2.md": HOLDER.replace('"1"', '"1"\nrevision: 2').partition("samples")[0],
            "0/r1.md": HOLDER.replace('"1"', '"0"'),
            "2/r1.md": 'number: "2"\ntitle: New\nsupersedes: ["1", "0"]\n'
            "signatures: ['Certificate is assigned to user {{user}}']\n\nAsk {{user}}.",
        },
        "",
    ),
}


@pytest.mark.parametrize(("files", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_said(files: dict[str, str], expected: str, tmp_path: Path) -> None:
    found = sorted(said(tmp_path, files).replace(str(tmp_path), "FOLDER").split("\n"))
    assert found == sorted(expected.split("\n"))


def test_faults_come_by_file_and_line(tmp_path: Path) -> None:
    files = {
        "b.md": HOLDER.replace('"1"', '"2"').replace("Role is", "no Certificate is"),
        "a.md": HOLDER.replace("says 'Certificate", "says 'The cert"),
    }
    lines = [line for line in said(tmp_path, files).split("\n") if ".md:" in line]
    assert [line.removeprefix("warning: ").partition(": ")[0] for line in lines] == [
        "a.md:5",
        "a.md:5",
        "a.md:7",
        "b.md:5",
        "b.md:5",
        "b.md:7",
    ]


def test_strict_makes_faults_of_warnings(tmp_path: Path) -> None:
    files = {
        "a.md": HOLDER.partition("samples")[0].replace(
            "title: Assigned to user {{user}}", "title: A"
        )
    }
    lenient, strict = said(tmp_path, files), said(tmp_path, files, strict=True)
    assert lenient.count("warning: ") == 2
    assert strict == lenient.replace("warning: ", "")


def test_what_loading_said_is_said_again() -> None:
    fault = ArticleFault("b.md", 3, "`x` is not a field")
    assert check([], [fault], matcher([]), bits) == (fault,)


def test_a_file_that_is_gone_has_no_lines() -> None:
    revision = Revision("1", ("A",), supersedes=("2",), path="/nowhere/a.md")
    (fault,) = check([revision], [], matcher([]), bits)
    assert (fault.path, fault.line, fault.excerpt) == ("/nowhere/a.md", 0, "")


def test_the_order_of_the_articles_changes_nothing(tmp_path: Path) -> None:
    files = {
        "b.md": HOLDER.replace("says 'Certificate", "says 'The cert"),
        "a.md": 'number: "1"\ntitle: A',
        "c.md": 'number: "3"\ntitle: A\nsupersedes: ["3", "7"]',
    }
    assert said(tmp_path, files) == said(tmp_path, dict(reversed(files.items())))
