"""A revision, the values found for it, a reader → the `Snippet` for that reader.

Here is decided what a reader may see, before any format is chosen: an internal block, the Internal Notes
and how the article was found never leave the desk, and a text for somebody else is whole or refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from kbassist import template
from kbassist.model import (
    FACTS,
    PARTS,
    SECTIONS,
    Audience,
    Confidence,
    Filled,
    Flag,
    Inline,
    KBError,
    Match,
    Missing,
    MissingValues,
    Node,
    Nodes,
    NotForAudience,
    Placeholder,
    Revision,
    Slot,
    Snippet,
    SnippetSection,
    Source,
    Variable,
    Wording,
    walk,
)

STEPS = ("Resolution", "Verification")
"""The sections that solve the problem; a snippet shows these where no others are chosen."""


NOTES = {
    "en": (
        "This is {}; no resolution is written yet.",
        "{} is the article's own example, not necessarily the customer's value ({}).",
    ),
    "de": (
        "Das ist {}; eine Lösung ist noch nicht geschrieben.",
        "{} ist das eigene Beispiel des Artikels, nicht unbedingt der Wert des Kunden ({}).",
    ),
}
"""Language → that there are no steps, with what it is; that a value is the example, with its label."""


def tailor(
    revision: Revision,
    variables: Mapping[str, Variable],
    *,
    audience: Audience,
    sections: Iterable[str] | None = None,
    match: Match | None = None,
    allow_unvalidated: bool = False,
    blanks: bool = False,
    wording: Wording | None = None,
) -> Snippet:
    """*revision* filled in with *variables*, as far as *audience* may see it.

    *sections* are names as in `section_name`; without them Resolution and Verification, for the desk
    also the Internal Notes, for others in a *wording* the first paragraph of the Cause. Sections that the
    revision lacks are left out, as are paragraphs of *wording* with a placeholder that has no value.
    Raises `NotForAudience` for an article, or a state of it, that must not go to *audience*;
    `MissingValues` where a text that leaves the desk would show a blank, unless *blanks* are wanted;
    `KBError` for a section's name that there is not.
    """
    internal = audience is Audience.INTERNAL
    if not internal:
        _permit(revision, audience, allow_unvalidated)
    known = _with_defaults(revision, variables)
    values = {name: one.value for name, one in known.items() if one.value}
    settled = (sections is None or match is not None) and bool(_coincidences(revision, known))
    if sections is not None:
        chosen = set(map(section_name, sections))
        chosen -= set(STEPS) if settled else set()  # the note says that nothing is to be done
    elif settled:
        chosen = set()
    else:
        chosen = {*STEPS, *(("Internal Notes",) if internal else ("Cause",) if wording else ())}
    shown = tuple(_shown(revision, chosen, values, internal, sections is None))

    title = template.fill(revision.title, values, revision.placeholders)
    pieces = [*title, *(piece for section in shown for piece in walk(section.nodes))]
    missing = tuple(dict.fromkeys(p.name for p in pieces if isinstance(p, Missing)))
    if not internal and missing and not blanks:
        raise MissingValues(missing)
    if not internal and not shown and not settled:
        raise NotForAudience(f"{revision.name} has nothing to show to {_reader(audience)}")
    for name in missing:
        known.setdefault(name, Variable(flags=(Flag.MISSING,)))
    if internal:
        remarks = notes(revision, known, wording.language if wording else "en")
        if match is not None:
            again = notes(revision, match.variables)
            remarks += tuple(one for one in match.notes if one not in again)
    else:
        remarks = _coincidences(revision, known)
        names = {piece.name for piece in pieces if isinstance(piece, Filled)}
        known = {name: Variable(one.value) for name, one in known.items() if name in names}

    return Snippet(
        article=revision.number,
        revision=revision.revision,
        title=title,
        audience=audience,
        confidence=revision.confidence,
        sections=shown,
        variables=known,
        labels={name: _label(revision, name) for name in known},
        missing=missing,
        notes=tuple(dict.fromkeys(remarks)),
        source=revision.source if internal else "",
        successor=revision.successor,
        bare=revision.bare,
        components=revision.components if internal else (),
        match=match if internal else None,
        wording=wording and wording._replace(nodes=_worded(wording, values, internal)),
    )


def _shown(
    revision: Revision,
    chosen: Collection[str],
    values: Mapping[str, str],
    internal: bool,
    short: bool,
) -> Iterator[SnippetSection]:
    """The *chosen* sections filled in, as far as the reader may see them; of the Cause a *short* one."""
    for section in revision.sections:
        if section.name in chosen and (internal or section.name != "Internal Notes"):
            seen = section.nodes if internal else outward(section.nodes)
            filled = _filled(seen, values, revision.placeholders)
            nodes = tuple(node for node in filled if isinstance(node, Node))
            if section.name == "Cause" and short:
                nodes = _why(nodes)
            if nodes:
                yield SnippetSection(section.name, nodes)


def _filled(
    parts: Iterable[Node | Inline],
    values: Mapping[str, str],
    placeholders: Mapping[str, Placeholder],
) -> tuple[Node | Inline, ...]:
    made: list[Node | Inline] = []
    for part in parts:
        if isinstance(part, Node):
            made.append(replace(part, children=_filled(part.children, values, placeholders)))
        else:
            made += template.fill((part,), values, placeholders)
    return tuple(made)


def outward(parts: Iterable[Node | Inline]) -> tuple[Node | Inline, ...]:
    """*parts* without internal blocks, and without what holds nothing else.

    A numbered list that such a block had cut in two is one again.
    """
    made: list[Node | Inline] = []
    dropped = False
    for part in parts:
        if not isinstance(part, Node):
            made.append(part)
            continue
        if part.kind == "internal":
            dropped = True
            continue
        children = outward(part.children)
        if part.children and not children:
            continue
        part = replace(part, children=children)
        before = made[-1] if made else None
        if dropped and isinstance(before, Node) and _goes_on(before, part):
            made[-1] = replace(before, children=before.children + part.children)
        else:
            made.append(part)
        dropped = False
    return tuple(made)


def _why(cause: Nodes) -> Nodes:
    """The first paragraph of a Cause; nothing where it has a blank, since it is there for comfort."""
    first = tuple(node for node in cause if node.kind == "paragraph")[:1]
    return () if any(isinstance(piece, Missing) for piece in walk(first)) else first


def _worded(wording: Wording, values: Mapping[str, str], internal: bool) -> Nodes:
    """The nodes of *wording* with the article's own *values*, without what lacks one.

    Internal blocks stay only for the desk.
    """

    def filled(node: Node) -> Node | None:
        made: list[Node | Inline] = []
        for part in node.children:
            if isinstance(part, Node):
                if part.kind == "internal" and not internal:
                    continue
                child = filled(part)
                if child is None:
                    return None
                made.append(child)
            elif not isinstance(part, Slot) or part.name in (*PARTS, *FACTS):
                made.append(part)
            elif part.name in values:
                made.append(Filled(part.name, values[part.name]))
            else:
                return None
        return replace(node, children=tuple(made))

    permitted = (one for one in wording.nodes if internal or one.kind != "internal")
    return tuple(node for node in map(filled, permitted) if node is not None)


def section_name(name: str) -> str:
    """The section that *name* means: any case, `-` or `_` for a blank, or how it begins.

    Raises `KBError`, naming the sections there are.
    """
    wanted = " ".join(name.replace("-", " ").replace("_", " ").casefold().split())
    found = [one for one in SECTIONS if wanted and one.casefold().startswith(wanted)]
    if len(found) == 1:
        return found[0]
    raise KBError(f"no section is called {name!r}; there are {', '.join(SECTIONS)}")


def notes(
    revision: Revision, variables: Mapping[str, Variable], language: str = "en"
) -> tuple[str, ...]:
    """What a reader must know before the steps, in English where *language* is not known.

    The same value twice, as the article says it; an article's own example; that there are no steps yet.
    """
    unwritten, example = NOTES.get(language, NOTES["en"])
    bare = (unwritten.format(revision.source),) if revision.bare else ()
    examples = (
        example.format(one.value, _label(revision, name))
        for name, one in variables.items()
        if one.value and Flag.EXAMPLE in one.flags
    )
    return (*bare, *_coincidences(revision, variables), *examples)


def _goes_on(steps: Node, more: Node) -> bool:
    """Whether the numbered list *more* continues *steps*, so that both are one."""
    return (
        steps.kind == more.kind == "steps"
        and steps.info.isdecimal()
        and more.info == str(int(steps.info) + len(steps.children))
    )


def _label(revision: Revision, name: str) -> str:
    return (revision.placeholders.get(name) or Placeholder(name)).shown


def _coincidences(revision: Revision, variables: Mapping[str, Variable]) -> tuple[str, ...]:
    """The notes of those `distinct` placeholders that have the same value."""
    found = []
    for distinct in revision.distinct:
        values = [
            one.value.casefold()
            for name in distinct.names
            if (one := variables.get(name)) and one.value
        ]
        if len(set(values)) < len(values):
            found.append(distinct.note)
    return tuple(found)


def _with_defaults(revision: Revision, variables: Mapping[str, Variable]) -> dict[str, Variable]:
    """*variables*, and the article's default where nothing at all is known of a placeholder."""
    known = dict(variables)
    for name, placeholder in revision.placeholders.items():
        one = known.get(name, Variable())
        if placeholder.default and one.value is None and set(one.flags) <= {Flag.MISSING}:
            known[name] = Variable(placeholder.default, Source.DEFAULT)
    return known


def _permit(revision: Revision, audience: Audience, allow_unvalidated: bool) -> None:
    reader = _reader(audience)
    if not audience.may_read(revision.audience):
        raise NotForAudience(
            f"{revision.name} is written for the audience {revision.audience};"
            f" it must not go to {reader}"
        )
    if revision.confidence is Confidence.ARCHIVED:
        onward = f"; {revision.successor} has taken its place" if revision.successor else ""
        raise NotForAudience(f"{revision.name} is archived and must not go to {reader}{onward}")
    if revision.confidence is not Confidence.VALIDATED and not allow_unvalidated:
        raise NotForAudience(
            f"{revision.name} is {revision.confidence} and must not go to {reader}"
            " before it is validated, unless unvalidated articles are allowed"
        )


def _reader(audience: Audience) -> str:
    return "the public" if audience is Audience.PUBLIC else f"a {audience}"
