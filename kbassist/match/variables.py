"""The values for an article's placeholders: from the message, from hints beside it, from the caller."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kbassist.match.align import Region, exact
from kbassist.match.capture import Capture, captures, is_person, looks_made
from kbassist.match.pattern import Part, compile_part
from kbassist.match.rarity import Rarity
from kbassist.model import (
    Flag,
    Kind,
    Node,
    Nodes,
    Revision,
    Slot,
    Source,
    Span,
    Template,
    Variable,
    walk,
)
from kbassist.template import names
from kbassist.text import Text, clean

SHOWN = ("Resolution", "Verification")
"""Sections whose blanks are worth asking for."""
HINT_LINES = 3000
"""Lines of a paste in which hints are looked for."""
_DENIED = re.compile(
    r"\b(?:not|nicht|no|never|except|without)\W+(?:\w+\W+)?$|n't\W+$", re.IGNORECASE
)
HINTS_MOST = 100
"""Hints with a value that are read in one paste."""


class Found(NamedTuple):
    """What a match knows before the revision is chosen."""

    captures: Mapping[str, Capture]
    taken: tuple[Span, ...]
    """Stretches of the repaired text that the message itself takes."""


def slots_in(nodes: Nodes) -> Iterator[str]:
    """The placeholders that a body shows."""
    for piece in walk(nodes):
        if isinstance(piece, Slot):
            yield piece.name


def shown(revision: Revision) -> tuple[str, ...]:
    """The placeholders that Resolution and Verification show."""
    found: dict[str, None] = {}
    for name in SHOWN:
        section = revision.section(name)
        if section:
            found.update(dict.fromkeys(slots_in(section.nodes)))
    return tuple(found)


def wanted(revision: Revision) -> tuple[str, ...]:
    """Every placeholder that signatures, hints or sections of a revision name."""
    found: dict[str, None] = {}
    for signature in revision.signatures:
        for template in signature.lines:
            found.update(dict.fromkeys(names(template)))
    for template in revision.hints:
        found.update(dict.fromkeys(names(template)))
    for section in revision.sections:
        nodes: tuple[Node, ...] = section.nodes
        found.update(dict.fromkeys(slots_in(nodes)))
    return tuple(found)


def variables(
    revision: Revision,
    revisions: Sequence[Revision],
    found: Found,
    text: Text | None,
    rarity: Rarity,
    values: Mapping[str, str],
) -> dict[str, Variable]:
    """What is known of each placeholder of *revision*.

    The caller's *values* win, then what the message says, then hints, then defaults. A hint that
    names the user (or whatever) of another placeholder, from which it must be distinct, gives way to
    one that does not.
    """
    hinted = hints(revision, found.taken, text, rarity) if text else {}
    examples = {
        (name, one.example)
        for each in (revision, *revisions)
        for name, one in each.placeholders.items()
        if one.example
    }
    result: dict[str, Variable] = {}
    for name in dict.fromkeys((*wanted(revision), *found.captures)):
        placeholder = revision.placeholders.get(name)
        capture = found.captures.get(name)
        if name in values:
            result[name] = Variable(clean(values[name]), Source.VALUE)
        elif capture and capture.value is not None and text:
            flags = capture.flags
            if (name, capture.value) in examples:
                flags = (*flags, Flag.EXAMPLE)
            span = text.span(capture.start, capture.end)
            result[name] = Variable(capture.value, Source.SIGNATURE, span, flags)
        else:
            one = _hinted(revision, name, hinted.get(name, []), found, text)
            if one is None and capture and Flag.CUT in capture.flags and text:
                one = Variable(
                    None, None, text.span(capture.start, capture.end), (Flag.CUT, Flag.MISSING)
                )
            if one is None and placeholder and placeholder.default is not None:
                one = Variable(placeholder.default, Source.DEFAULT)
            if one and one.value and (name, one.value) in examples and one.source is Source.HINT:
                one = Variable(one.value, one.source, one.span, (*one.flags, Flag.EXAMPLE))
            result[name] = one or Variable(flags=(Flag.MISSING,))
    return result


def _hinted(
    revision: Revision, name: str, found: list[Capture], known: Found, text: Text | None
) -> Variable | None:
    """The variable that hints give: their value if they agree."""
    if not found or text is None:
        return None
    others = {
        capture.value.casefold()
        for rule in revision.distinct
        if name in rule.names
        for other in rule.names
        if other != name and (capture := known.captures.get(other)) and capture.value
    }
    free = [one for one in found if one.value and one.value.casefold() not in others]
    chosen = free or found
    distinct = {one.value.casefold() for one in chosen if one.value}
    if len(distinct) > 1:
        return Variable(None, None, None, (Flag.CONFLICT, Flag.MISSING))
    first = chosen[0]
    return Variable(first.value, Source.HINT, text.span(first.start, first.end))


def hints(
    revision: Revision, taken: Sequence[Span], text: Text, rarity: Rarity
) -> dict[str, list[Capture]]:
    """What the hints of *revision* say, in order of appearance, outside of the message itself."""
    result: dict[str, list[Capture]] = {}
    if not revision.hints:
        return result
    kinds = {name: one.kind for name, one in revision.placeholders.items()}
    parts = [_compiled(template, rarity) for template in revision.hints]
    lines = text.lines[:HINT_LINES]
    seen = 0.0
    for i in range(len(lines)):
        if seen > HINTS_MOST:
            break
        region = Region(lines[i : i + 2])
        best: dict[tuple[str, int], Capture] = {}
        for part in parts:
            if seen > HINTS_MOST or not part.pieces or part.pieces[0].key not in region.key:
                continue
            seen += 0.1
            for name, capture in _captured(part, region, text, kinds, rarity.known, taken):
                best[name, capture.end] = capture
                seen += 1
        for (name, _), capture in sorted(best.items(), key=lambda item: item[1].start):
            result.setdefault(name, []).append(capture)
    return result


def _compiled(template: Template, rarity: Rarity) -> Part:
    return compile_part(template, rarity)


def _captured(
    part: Part,
    region: Region,
    text: Text,
    kinds: Mapping[str, Kind],
    known: Callable[[str], bool],
    taken: Sequence[Span],
) -> Iterator[tuple[str, Capture]]:
    """Every place of one line in which a hint stands with a value that fits."""
    since = 0
    for _ in range(8):
        alignment = exact(part, region, since)
        if alignment is None:
            return
        since = alignment.first + 1
        if region.line_of(alignment.first) > 0 or region.line_of(alignment.end - 1) > 0:
            return
        start, end = region.start(alignment.first), region.end(alignment.end - 1)
        if not any(start < b and a < end for a, b in taken):
            for name, capture in captures(alignment, region, text.repaired, kinds, known).items():
                value = capture.value
                if value is None or any(capture.start < b and a < capture.end for a, b in taken):
                    continue
                if kinds.get(name) is Kind.USER_ID and (is_person(value) or not looks_made(value)):
                    continue
                if _DENIED.search(text.repaired, max(0, start - 24), start):
                    continue
                yield name, capture
        if since >= len(region.tokens):
            return
