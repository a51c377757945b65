"""A file → `Revision`, or every fault in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kbassist import markdown, template
from kbassist.articles import Place, Where
from kbassist.articles.fields import FRONT_MATTER, KEYS, Evidence
from kbassist.articles.front import FIRST, Report, compose, nearest
from kbassist.model import (
    SECTIONS,
    ArticleFault,
    Confidence,
    Placeholder,
    Revision,
    Section,
    walk,
)

SIZE = 1_000_000
"""How many bytes a file may have."""
WIDTH = 20_000
"""How many characters a line may have."""

_TO_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_OPENING = re.compile(r"---[ \t]*$", re.MULTILINE)
_CLOSING = re.compile(r"\n---[ \t]*$", re.MULTILINE)
_LONG = re.compile(rf"[^\n]{{{WIDTH + 1}}}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_BY_NAME = {name.casefold(): name for name in SECTIONS}


def read(path: str | Path, shown: str) -> tuple[Revision | None, tuple[ArticleFault, ...]]:
    """See `kbassist.articles.read`."""
    try:
        file = os.open(path, _TO_READ)
        try:
            size = os.fstat(file).st_size  # room for the largest takes long to get
            data = os.read(file, min(size, SIZE) + 1)
        finally:
            os.close(file)
    except OSError as error:
        reason = error.strerror or str(error)
        return None, (ArticleFault(shown, 0, f"cannot be read: {reason}"),)
    if len(data) > SIZE:
        return None, (_too_large(shown),)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        excerpt = data.split(b"\n")[line - 1].decode(errors="replace").strip()[:160]
        return None, (
            ArticleFault(
                shown,
                line,
                f"byte 0x{data[error.start]:02x} is not UTF-8",
                excerpt,
                "save the file as UTF-8",
            ),
        )
    return parse(text, shown)


def parse(text: str, shown: str) -> tuple[Revision | None, tuple[ArticleFault, ...]]:
    """See `kbassist.articles.parse`."""
    if len(text) > SIZE:
        return None, (_too_large(shown),)
    report = Report(shown, _unified(text), KEYS)
    revision = _revision(report)
    faults = report.result()
    return (None if faults else revision), faults


def places(path: str) -> Mapping[Where, Place]:
    """See `kbassist.articles.places`."""
    try:
        with Path(path).open("rb") as file:
            text = file.read(SIZE).decode(errors="replace")
    except OSError:
        return {}
    report = Report(path, _unified(text), KEYS)
    found = _front(report)
    if found is None or found[0] is None:
        return {}
    starts = {where: node.start_mark for where, node in report.nodes.items()}
    return {
        where: Place(mark.line + FIRST, mark.column + 1, report.raw[mark.line + FIRST - 1].strip())
        for where, mark in starts.items()
        if mark.line + FIRST <= len(report.raw)
    } | {(): Place(1, 0, report.raw[0].strip())}


def mend(text: str) -> str:
    """See `kbassist.articles.mend`."""
    report = Report("", _unified(text), KEYS)
    _revision(report)
    for line, better in report.mended.items():
        report.raw[line - 1] = better
    return "\n".join(report.raw) if report.mended else text


def _too_large(shown: str) -> ArticleFault:
    return ArticleFault(
        shown, 0, f"is larger than {SIZE:,} bytes and was not read", "", "cut it up"
    )


def _unified(text: str) -> str:
    """*text* without byte order mark, its lines ending in a line feed."""
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _revision(report: Report) -> Revision | None:
    """The revision that the report's text writes, as good as it can be read; all faults are told."""
    if not _characters(report):
        return None
    found = _front(report)
    if found is None:
        return None
    values, body, first = found
    sections = _sections(body, first, report)
    if values is None:
        return None
    evidence = values.pop("evidence", Evidence())
    confidence = values.get("confidence")
    unfinished = (Confidence.WORK_IN_PROGRESS, Confidence.ARCHIVED)
    if "Resolution" not in {one.name for one in sections} and confidence not in unfinished:
        report.fault(
            len(report.raw),
            "there is no section `## Resolution`",
            "say what to do",
            rule="no-resolution",
        )
    if "number" not in values or "title" not in values:
        if not report.faults:
            report.fault(1, "`number` or `title` is missing")
        values = {"number": "", "title": ()} | values
    captured = _captured(values)
    declared = values.get("placeholders", {})
    known = declared | {name: Placeholder(name) for name in captured if name not in declared}
    revision = Revision(
        **values | {"placeholders": known},
        evidence_for=evidence.speaks_for,
        evidence_against=evidence.against,
        sections=sections,
        path=report.path,
    )
    _names(revision, declared, captured, report, first)
    return revision


def _front(report: Report) -> tuple[dict[str, Any] | None, str, int] | None:
    """What the front matter says, if it can be read at all; the body, and the line that it begins in.

    None where there is no front matter.
    """
    text = report.text
    opening = _OPENING.match(text)
    if not opening:
        report.fault(1, "the front matter is missing", "begin with a line `---` and `number: …`")
        return None
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        report.fault(1, "the front matter is not closed", "write `---` on a line before the text")
        return None
    front, body = text[opening.end() + 1 : closing.start() + 1], text[closing.end() + 1 :]
    first = 2 + front.count("\n") + 1
    root = compose(front, 2, report)
    values = None
    if root is not None:
        values = FRONT_MATTER.values(root, (), report)
    elif not report.faults:
        report.fault(1, "the front matter is empty", "write at least `number: …` and `title: …`")
    return values, body, first


def _characters(report: Report) -> bool:
    """Whether the text can be read at all; what is in the way becomes faults."""
    text = report.text
    good = True
    if not text.isascii() or _CONTROL.search(text):
        for found in _CONTROL.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            report.fault(line, f"a control character, U+{ord(found[0]):04X}", "take it out")
            good = False
            if report.more:
                return False
    if len(text) > WIDTH:
        for found in _LONG.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            report.fault(line, f"a line of more than {WIDTH:,} characters", "break it")
            return False
    return good


def _sections(body: str, first: int, report: Report) -> tuple[Section, ...]:
    """The body's sections; line *first* is its first."""
    parts, troubles = markdown.sections(body, first)
    for line, message, suggestion in troubles:
        report.fault(line, message, suggestion)
    found: dict[str, Section] = {}
    for heading, line, nodes in parts:
        name = _BY_NAME.get(heading.casefold())
        if not heading and name is None:
            while not report.raw[line - 1].strip() and line < len(report.raw):
                line += 1
            report.fault(
                line, "text before the first section", "begin with a heading, `## Symptom`"
            )
        elif name is None:
            report.fault(
                line,
                f"there is no section `{heading}`",
                "sections are " + ", ".join(SECTIONS),
                near=(heading, SECTIONS),
                rule="unknown-section",
            )
            meant = nearest(heading, SECTIONS)
            if meant:
                found.setdefault(meant, Section(meant, nodes, line))
        elif name in found:
            report.fault(
                line,
                f"the section `{name}` stands here again",
                f"it began in line {found[name].line}",
            )
        else:
            found[name] = Section(name, nodes, line)
    return tuple(found.values())


def _captured(values: Mapping[str, Any]) -> dict[str, None]:
    """The placeholders that signatures and hints capture."""
    lines = [line for one in values.get("signatures", ()) for line in one.lines]
    every = [*lines, *values.get("hints", ())]
    return dict.fromkeys(template.names([piece for line in every for piece in line]))


def _names(
    revision: Revision,
    declared: Mapping[str, Placeholder],
    captured: Mapping[str, None],
    report: Report,
    first: int,
) -> None:
    """Names without meaning become faults."""
    known = revision.placeholders

    def fault(name: str, line: int) -> None:
        if name in known:
            report.fault(
                line,
                f"nothing gives `{name}` a value",
                "capture it in a signature or a hint, or give it an `ask` or a `default`",
                near=(name, set(captured) - {name}),
                rule="unknown-placeholder",
            )
        else:
            report.fault(
                line,
                f"`{name}` is not declared",
                "declare it under `placeholders`, with an `ask` or a `default`",
                near=(name, known),
                rule="unknown-placeholder",
            )

    def sourced(name: str) -> bool:
        if name in captured:
            return True
        placeholder = declared.get(name)
        return bool(placeholder and (placeholder.ask or placeholder.default is not None))

    for name in template.names(revision.title):
        if not sourced(name):
            fault(name, report.line(("title",)))
    pieces = [piece for one in revision.sections for piece in walk(one.nodes)]
    for name in template.names(pieces):
        if not sourced(name):
            for line in _occurrences(name, report.raw, first):
                fault(name, line)
    for i, distinct in enumerate(revision.distinct):
        for name in distinct.names:
            if name not in known:
                fault(name, report.line(("distinct", i, "names")))
    for i, sample in enumerate(revision.samples):
        for name in sample.captures:
            if name not in captured:
                line = report.line(("samples", i, "captures", name))
                report.fault(
                    line,
                    f"no signature or hint captures `{name}`",
                    near=(name, captured),
                    rule="unknown-placeholder",
                )


def _occurrences(name: str, raw: Iterable[str], first: int) -> Iterator[int]:
    """The lines of the body that show the placeholder *name*."""
    for number, line in enumerate(raw, 1):
        found = template.SLOT.finditer(line) if number >= first else ()
        if any(one[2] == name and len(one[1]) % 2 == 0 for one in found):
            yield number
