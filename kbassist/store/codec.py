"""A revision as one line of JSON, and back: what the index keeps of an article.

Compact and quick rather than pretty: fields at their default are left out; text is a string, a node a
list `[kind, info, child …]`, the other inline pieces dictionaries of one letter. Whatever cannot be
read back raises `Damaged`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from kbassist.model import (
    ArticleFault,
    Audience,
    Component,
    Confidence,
    Distinct,
    Filled,
    Inline,
    Kind,
    Missing,
    Node,
    Pattern,
    Placeholder,
    Product,
    Reference,
    Revision,
    Sample,
    Section,
    Signature,
    Slot,
    Template,
)


def _plain(piece: Slot | Mapping[str, str]) -> Any:
    """What JSON does not know by itself; tuples with names are lists to it."""
    return [piece.name] if isinstance(piece, Slot) else dict(piece)


_dumps = json.JSONEncoder(separators=(",", ":"), check_circular=False, default=_plain).encode
_ALWAYS = {"number", "title", "revision", "language", "successor"}
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError)


class Damaged(ValueError):
    """This is nothing that was written here."""


def encode(revision: Revision) -> str:
    """*revision* as ASCII text without line ends."""
    fields = {
        name: value
        for name in Revision.__slots__
        if (value := getattr(revision, name)) or name in _ALWAYS
    }
    if revision.sections:
        fields["sections"] = [
            (one.name, _from_inline(one.nodes), one.line) for one in revision.sections
        ]
    return _dumps(fields)


def decode(text: str, **changes: Any) -> Revision:
    """The revision that `encode` wrote; *changes* are fields to set instead. Raises Damaged."""
    try:
        fields = json.loads(text)
        for name, read in _READERS.items():
            if name in fields:
                fields[name] = read(fields[name])
        return Revision(**(fields | changes))
    except _UNREADABLE as error:
        raise Damaged(f"this is not an article's revision: {error}") from error


def encode_pattern(revision: Revision, signature: Signature) -> str:
    """*signature* with all that a `Pattern` needs of its revision."""
    kinds = {
        slot.name: revision.placeholders[slot.name].kind
        for line in signature.lines
        for slot in line
        if isinstance(slot, Slot) and slot.name in revision.placeholders
    }
    bare = [1] if revision.bare else []
    return _dumps([revision.number, revision.revision, signature, kinds, *bare])


def decode_pattern(pattern: int, text: str, family: Callable[[str], str]) -> Pattern:
    """The pattern that `encode_pattern` wrote, by its number in the index.

    *family* names the family of an article. Raises Damaged.
    """
    try:
        number, revision, signature, kinds, *bare = json.loads(text)
        return Pattern(
            pattern,
            number,
            revision,
            family(number),
            _to_signature(signature),
            _to_kinds(*kinds.items()),
            bool(bare),
        )
    except _UNREADABLE as error:
        raise Damaged(f"this is not a signature: {error}") from error


def article_of_pattern(text: str) -> str:
    """The number of the article of a pattern, which `encode_pattern` wrote first; empty if it did not."""
    found = re.match(r'\["([^"\\]*)"', text)
    return found[1] if found else ""


def encode_fault(fault: ArticleFault) -> str:
    """*fault* but for its path."""
    said = [fault.message, fault.excerpt, fault.suggestion]
    return _dumps([fault.line, *said, int(fault.warning), fault.rule, fault.column])


def decode_fault(path: str, text: str) -> ArticleFault:
    """The fault that `encode_fault` wrote, in the file *path*. Raises Damaged."""
    try:
        line, message, excerpt, suggestion, warning, rule, column = json.loads(text)
    except _UNREADABLE as error:
        raise Damaged(f"this is not a fault: {error}") from error
    return ArticleFault(path, line, message, excerpt, suggestion, bool(warning), rule, column)


# ------------------------------------------------------------------------------------------- pieces


@lru_cache(maxsize=4096)
def _to_slot(name: str) -> Slot:
    """The slot of that name, the same one for very many signatures."""
    return Slot(name)


@lru_cache(maxsize=4096)
def _to_kinds(*kinds: tuple[str, str]) -> Mapping[str, Kind]:
    """Kinds of placeholders, the same mapping for all signatures that have these."""
    return MappingProxyType({name: Kind(kind) for name, kind in kinds})


def _to_template(pieces: list[Any]) -> Template:
    return tuple([piece if isinstance(piece, str) else _to_slot(*piece) for piece in pieces])


def _to_signature(pieces: list[Any]) -> Signature:
    return Signature(tuple(map(_to_template, pieces[0])), pieces[1], pieces[2])


def _to_placeholders(pieces: Mapping[str, list[Any]]) -> dict[str, Placeholder]:
    return {key: Placeholder(one[0], Kind(one[1]), *one[2:]) for key, one in pieces.items()}


def _from_inline(pieces: Iterable[Node | Inline]) -> list[Any]:
    written: list[Any] = []
    for piece in pieces:
        match piece:
            case str():
                written.append(piece)
            case Node():
                written.append([piece.kind, piece.info, *_from_inline(piece.children)])
            case Slot(name):
                written.append({"s": name})
            case Filled(name, value):
                written.append({"f": [name, value]})
            case Missing(name, label):
                written.append({"m": [name, label]})
    return written


def _to_inline(piece: Any) -> Any:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, list):
        return Node(piece[0], tuple(map(_to_inline, piece[2:])), piece[1])
    if "s" in piece:
        return Slot(piece["s"])
    return Filled(*piece["f"]) if "f" in piece else Missing(*piece["m"])


def _to_sections(pieces: list[Any]) -> tuple[Section, ...]:
    return tuple(Section(name, tuple(map(_to_inline, nodes)), line) for name, nodes, line in pieces)


_READERS: dict[str, Callable[[Any], Any]] = {
    "title": _to_template,
    "confidence": Confidence,
    "audience": Audience,
    "supersedes": tuple,
    "see_also": lambda many: tuple(Reference(*one) for one in many),
    "components": lambda many: tuple(Component(*one) for one in many),
    "codes": tuple,
    "keywords": tuple,
    "applies_to": lambda many: tuple(
        Product(product, tuple(also), tuple(versions)) for product, also, versions in many
    ),
    "evidence_for": tuple,
    "evidence_against": tuple,
    "placeholders": _to_placeholders,
    "distinct": lambda many: tuple(Distinct(tuple(names), note) for names, note in many),
    "signatures": lambda many: tuple(map(_to_signature, many)),
    "hints": lambda many: tuple(map(_to_template, many)),
    "samples": lambda many: tuple(Sample(*one) for one in many),
    "strangers": tuple,
    "sections": _to_sections,
}
