"""The values for an article's placeholders: from the message, from hints beside it, from the caller."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kbassist.match.capture import Capture
from kbassist.match.hints import Sought, hints
from kbassist.model import (
    Flag,
    Node,
    Nodes,
    Revision,
    Slot,
    Source,
    Span,
    Variable,
    walk,
)
from kbassist.template import names
from kbassist.text import Text, clean

SHOWN = ("Resolution", "Verification")
"""Sections whose blanks are worth asking for."""


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
    sought: Sought | None,
    values: Mapping[str, str],
) -> dict[str, Variable]:
    """What is known of each placeholder of *revision*.

    The caller's *values* win, then what the message says, then hints, then defaults. A hint that
    names the user (or whatever) of another placeholder, from which it must be distinct, gives way to
    one that does not. *sought* is what was found of the hints.
    """
    hinted = hints(sought, found.taken) if sought else {}
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
    if len(distinct) > 1 or any(Flag.CONFLICT in one.flags for one in found):
        return Variable(None, None, None, (Flag.CONFLICT, Flag.MISSING))
    first = chosen[0]
    return Variable(first.value, Source.HINT, text.span(first.start, first.end))
