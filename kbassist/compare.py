"""Two revisions of an article → what changed between them, section by section and word by word.

A section is compared in pieces: its paragraphs, steps, items and blocks of code. A change of a piece is of
the *markup*, of the *wording*, or of the *meaning*: the latter where names of buttons, code, placeholders,
numbers or a "not" differ. Pieces that come, go or change places are changes of the *structure*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz

from kbassist import template
from kbassist.model import (
    SECTIONS,
    Audience,
    Filled,
    Inline,
    Missing,
    Node,
    Revision,
    Slot,
    Snippet,
    inside,
)

LIKE = 0.6
"""Likeness, 0 to 1, from which on two pieces are one that was changed."""
PAIRED = 40_000
"""Pairs of pieces that are compared in one stretch; in a longer one none is taken for changed."""

_WORD = re.compile(r"\s+|[^\W_]+(?:[-'’_.][^\W_]+)*|\{\{\w+\}\}|.", re.DOTALL)
_NUMBERS = re.compile(r"\d[\d.,]*")
_NAMES = re.compile(r"\b\w*[A-Z]\w*[A-Z]\w*")
_NOT = re.compile(
    r"\b(?:not?|n't|never|without|cannot|only|nicht|kein\w*|nie|ohne|nur)\b", re.IGNORECASE
)


class Sort(StrEnum):
    """What a change is one of."""

    STRUCTURE = "structure"
    MEANING = "meaning"
    WORDING = "wording"
    MARKUP = "markup"


class Edit(NamedTuple):
    """A stretch of a piece's text."""

    op: str
    """`same`, `removed` or `added`."""
    text: str


class Change(NamedTuple):
    """One piece that is not what it was."""

    op: str
    """`added`, `removed`, `changed` or `moved`."""
    sort: Sort
    kind: str
    """As `Node.kind`, a step being `step`."""
    old: int | None
    """Its number among the steps of its list, before; None where it has none."""
    new: int | None
    """The same, now."""
    edits: tuple[Edit, ...]


class SectionChanges(NamedTuple):
    """What changed in a section."""

    name: str
    op: str
    """`added`, `removed`, `changed` or `same`."""
    same: int
    """How many of its pieces are as they were."""
    changes: tuple[Change, ...]


class FieldChanges(NamedTuple):
    """What changed in a field of the front matter."""

    name: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


class Comparison(NamedTuple):
    """What changed between two revisions."""

    article: str
    old: str
    new: str
    fields: tuple[FieldChanges, ...]
    sections: tuple[SectionChanges, ...]
    """Those that one of them has at least, in their order."""

    @property
    def differs(self) -> bool:
        """Whether there is any change."""
        return bool(self.fields) or any(one.op != "same" for one in self.sections)


def compare(
    old: Revision, new: Revision, before: Snippet, after: Snippet, audience: Audience
) -> Comparison:
    """What changed from *old* to *new*, as far as *audience* may see it.

    *before* and *after* are the two, tailored to that audience with all their sections and no values.
    """
    names = {section.name for one in (before, after) for section in one.sections}
    return Comparison(
        new.number,
        old.revision,
        new.revision,
        tuple(_fields(old, new, audience)),
        tuple(_section(name, before, after) for name in SECTIONS if name in names),
    )


# ------------------------------------------------------------------------------------------ fields


def _fields(old: Revision, new: Revision, audience: Audience) -> Iterator[FieldChanges]:
    before, after = _values(old, audience), _values(new, audience)
    for name, values in before.items():
        removed, added = Counter(values), Counter(after[name])
        gone, come = removed - added, added - removed
        if gone or come:
            yield FieldChanges(
                name,
                tuple(one for one in values if one in gone),
                tuple(one for one in after[name] if one in come),
            )


def _values(revision: Revision, audience: Audience) -> Mapping[str, Sequence[str]]:
    """Each field as texts; what is only the desk's business is left out for others."""
    shown: dict[str, Sequence[str]] = {
        "title": [template.dump(revision.title)],
        "language": [revision.language],
        "confidence": [revision.confidence],
        "supersedes": revision.supersedes,
        "see_also": [f"{one.number} {one.title}".strip() for one in revision.see_also],
        "category": [revision.category] if revision.category else [],
        "codes": revision.codes,
        "keywords": revision.keywords,
        "applies_to": [
            f"{one.product} {version}" for one in revision.applies_to for version in one.versions
        ],
        "signatures": [one.text for one in revision.signatures],
    }
    if audience is Audience.INTERNAL:
        shown |= {
            "audience": [revision.audience],
            "source": [revision.source] if revision.source else [],
            "components": [f"{one.code} {one.name}".strip() for one in revision.components],
            "owner": [revision.owner] if revision.owner else [],
            "review_by": [revision.review_by] if revision.review_by else [],
            "evidence": [
                *(f"for {one}" for one in revision.evidence_for),
                *(f"against {one}" for one in revision.evidence_against),
            ],
            "placeholders": [
                " ".join(filter(None, (name, one.kind, one.label, one.ask, one.default)))
                for name, one in revision.placeholders.items()
            ],
            "distinct": [f"{', '.join(one.names)}: {one.note}" for one in revision.distinct],
            "hints": [template.dump(one) for one in revision.hints],
            "samples": [one.paste for one in revision.samples],
            "strangers": revision.strangers,
        }
    return shown


# ---------------------------------------------------------------------------------------- sections


class _Piece(NamedTuple):
    kind: str
    number: int | None
    text: str
    terms: tuple[str, ...]
    """What stands out in it: names of buttons, code, placeholders, targets of links."""


def _section(name: str, before: Snippet, after: Snippet) -> SectionChanges:
    old, new = (
        [
            piece
            for section in snippet.sections
            if section.name == name
            for piece in _pieces(section.nodes)
        ]
        for snippet in (before, after)
    )
    there = [any(one.name == name for one in snippet.sections) for snippet in (before, after)]
    same, changes = _changes(old, new)
    changes = list(_moved(changes))
    op = "removed" if not there[1] else "added" if not there[0] else "changed"
    return SectionChanges(
        name, "same" if op == "changed" and not changes else op, same, tuple(changes)
    )


def _pieces(
    nodes: Iterable[Node | Inline], kind: str = "", number: int | None = None
) -> list[_Piece]:
    """The blocks of text in *nodes*, in reading order; the first one is the *kind* and has the *number*."""
    made: list[_Piece] = []
    inline: list[Node | Inline] = []

    def flush(named: str = "") -> None:
        nonlocal kind, number
        terms: list[str] = []
        text = " ".join(_text(inline, terms).split())
        if text:
            made.append(_Piece(kind or named or "paragraph", number, text, tuple(terms)))
            kind, number = "", None
        inline.clear()

    for node in nodes:
        if not isinstance(node, Node) or node.kind in _INLINE:
            inline.append(node)
            continue
        flush()
        if node.kind in ("paragraph", "heading", "code", "row"):
            children = [
                part
                for child in node.children
                for part in ((child, " | ") if node.kind == "row" else (child,))
            ]
            inline.extend(children)
            flush(node.kind)
        elif node.kind in ("bullets", "steps"):
            for i, item in enumerate(node.children, node.first):
                of = ("step", i) if node.kind == "steps" else ("item", None)
                made += _pieces(inside(item), *of)
        else:
            made += _pieces(node.children, "internal" if node.kind == "internal" else "")
    flush()
    return made


_INLINE = {"strong", "emphasis", "strike", "codespan", "link", "break", "cell"}


def _text(parts: Iterable[Node | Inline], terms: list[str]) -> str:
    """*parts* as plain text, placeholders by name; what stands out is added to *terms*."""
    text = ""
    for part in parts:
        match part:
            case str():
                text += part
            case Slot(name=name) | Filled(name=name) | Missing(name=name):
                terms.append("{{" + name + "}}")
                text += terms[-1]
            case Node(kind="break"):
                text += " "
            case Node(kind=kind, children=children, info=info):
                said = _text(children, terms)
                if kind in ("strong", "codespan"):
                    terms.append(said.casefold())
                elif kind == "link":
                    terms.append(info)
                text += said
    return text


def _changes(old: Sequence[_Piece], new: Sequence[_Piece]) -> tuple[int, list[Change]]:
    """How many pieces are the same, and each change, in reading order."""
    same = 0
    made: list[Change] = []
    matcher = SequenceMatcher(None, [p.text for p in old], [p.text for p in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            for one, two in zip(old[a:b], new[c:d], strict=True):
                if (one.kind, one.terms) == (two.kind, two.terms):
                    same += 1
                else:
                    sort = Sort.MARKUP if one.kind == two.kind else Sort.STRUCTURE
                    edits = (Edit("same", two.text),)
                    made.append(Change("changed", sort, two.kind, one.number, two.number, edits))
            continue
        gone = come = 0
        for i, j in (*_pairs(old[a:b], new[c:d]), (b - a, d - c)):
            made += [_whole("removed", one) for one in old[a + gone : a + i]]
            made += [_whole("added", one) for one in new[c + come : c + j]]
            gone, come = i + 1, j + 1
            if (a + i, c + j) != (b, d):
                made.append(_changed(old[a + i], new[c + j]))
    return same, made


def _pairs(old: Sequence[_Piece], new: Sequence[_Piece]) -> list[tuple[int, int]]:
    """Pieces that are one another's successors: in order, as much alike as can be."""
    if len(old) * len(new) > PAIRED:
        return []
    likeness = [[fuzz.ratio(one.text, two.text) / 100 - LIKE for two in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def _whole(op: str, piece: _Piece) -> Change:
    """A piece that came or went."""
    old, new = (piece.number, None) if op == "removed" else (None, piece.number)
    return Change(op, Sort.STRUCTURE, piece.kind, old, new, (Edit(op, piece.text),))


def _changed(old: _Piece, new: _Piece) -> Change:
    """A piece that says something else than before, or says it in other words."""
    sort = Sort.MEANING if _meant(old) != _meant(new) else Sort.WORDING
    return Change(
        "changed", sort, new.kind, old.number, new.number, tuple(_edits(old.text, new.text))
    )


def _meant(piece: _Piece) -> tuple[Counter[str], ...]:
    """What a change of wording leaves as it is: names in capitals are meant, not worded."""
    return (
        Counter(_NAMES.findall(piece.text)),
        Counter(piece.terms),
        Counter(_NUMBERS.findall(piece.text)),
        Counter(one.casefold() for one in _NOT.findall(piece.text)),
    )


def _edits(old: str, new: str) -> Iterator[Edit]:
    """How *old* becomes *new*, by words."""
    one, two = _WORD.findall(old), _WORD.findall(new)
    gone = come = ""
    codes = SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    for tag, a, b, c, d in (*codes, ("equal", 0, 0, 0, 0)):
        same = "".join(one[a:b])
        if tag != "equal" or (same.isspace() and gone and come):
            gone, come = gone + same, come + "".join(two[c:d])
            continue
        if gone.strip() and come.strip() and gone[-1:] == come[-1:] == " ":
            gone, come, same = gone[:-1], come[:-1], " " + same
        yield from (Edit(op, text) for op, text in (("removed", gone), ("added", come)) if text)
        gone = come = ""
        if same:
            yield Edit("same", same)


def _moved(changes: Sequence[Change]) -> Iterator[Change]:
    """*changes* in which a piece that went and came back elsewhere is one that moved."""
    gone = {(one.kind, one.edits[0].text): one for one in changes if one.op == "removed"}
    back = {(one.kind, one.edits[0].text): one for one in changes if one.op == "added"}
    for one in changes:
        key = one.kind, one.edits[0].text
        if one.op == "added" and key in gone:
            edits = (Edit("same", key[1]),)
            yield Change("moved", Sort.STRUCTURE, one.kind, gone[key].old, one.new, edits)
        elif not (one.op == "removed" and key in back):
            yield one
