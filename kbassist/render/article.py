"""Whole articles, lists of them and what a search found, as pages and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kbassist import template
from kbassist.model import Audience, Placeholder, Revision, SearchHit, Snippet
from kbassist.render import json
from kbassist.render.page import Line, Piece, Role, labelled, lines, one_line, pieces, text_line


def title(revision: Revision) -> str:
    """A revision's title on one line, its placeholders by name."""
    return one_line(template.plain(revision.title))


def article(revision: Revision, snippet: Snippet, revisions: Sequence[str]) -> Iterator[Line]:
    """The page of one article: what it is, what it applies to, its sections as *snippet* has them."""
    yield Line(
        (
            Piece(f"{revision.number} r{revision.revision}", Role.STRONG),
            Piece(f"  {revision.confidence}, for the audience {revision.audience}", Role.DIM),
        )
    )
    yield Line(pieces(snippet.title, Role.TITLE))
    if revision.successor:
        yield Line(
            (Piece("Note  ", Role.DOUBT), Piece(f"Superseded; see {revision.successor}.")),
            hang=" " * 6,
        )
    for note in snippet.notes:
        yield Line((Piece("Note  ", Role.DOUBT), Piece(one_line(note))), hang=" " * 6)
    yield Line()
    for label, text in facts(revision, revisions, snippet.audience).items():
        yield labelled(label, (Piece(one_line(text)),), 11)
    for signature in revision.signatures:
        yield labelled("Message", (Piece(one_line(signature.text)),), 11)
    for section in snippet.sections:
        yield Line()
        yield text_line(section.name, Role.HEADING)
        yield from lines(section.nodes)


def facts(revision: Revision, revisions: Sequence[str], audience: Audience) -> dict[str, str]:
    """What an article applies to and belongs to, by label, as far as it says so and *audience* may know."""
    internal = audience is Audience.INTERNAL
    said = {
        "Product": "; ".join(
            f"{one.product} {', '.join(one.versions) if one.versions != ('all',) else '(all versions)'}"
            for one in revision.applies_to
        ),
        "Component": "; ".join(
            f"{c.code} {c.name}".strip() for c in revision.components if internal
        ),
        "Codes": ", ".join(revision.codes),
        "Keywords": ", ".join(revision.keywords),
        "Replaces": ", ".join(revision.supersedes),
        "See also": "; ".join(f"{r.number} {r.title}".strip() for r in revision.see_also),
        "Source": revision.source if internal else "",
        "Revisions": ", ".join(revisions) if len(revisions) > 1 else "",
    }
    return {label: text for label, text in said.items() if text}


def article_json(revision: Revision, snippet: Snippet, revisions: Sequence[str]) -> dict[str, Any]:
    """Schema `kbassist.article/1`; what is the desk's own business only for the internal audience."""
    internal = snippet.audience is Audience.INTERNAL
    made: dict[str, Any] = {
        "schema": "kbassist.article/1",
        **_head(revision, snippet.audience),
        "revisions": list(revisions),
        "category": revision.category,
        "codes": list(revision.codes),
        "keywords": list(revision.keywords),
        "see_also": [{"number": r.number, "title": r.title} for r in revision.see_also],
        "applies_to": [
            {
                "product": one.product,
                "also_called": list(one.also_called),
                "versions": list(one.versions),
            }
            for one in revision.applies_to
        ],
        "placeholders": {
            name: {"kind": str(one.kind), "label": one.shown} | (_asked(one) if internal else {})
            for name, one in revision.placeholders.items()
        },
        "signatures": [one.text for one in revision.signatures],
        "notes": list(snippet.notes),
        "missing": list(snippet.missing),
        "sections": json.sections(snippet),
    }
    if internal:
        made |= {
            "source": revision.source,
            "owner": revision.owner,
            "review_by": revision.review_by or None,
            "path": revision.path,
        }
    return made


def _asked(one: Placeholder) -> dict[str, str | None]:
    """How the desk comes by a value."""
    return {"ask": one.ask or None, "default": one.default, "example": one.example}


def listing(revisions: Iterable[Revision]) -> Iterator[Line]:
    """One line an article: number, newest revision, title, state."""
    rows = list(revisions)
    width = max((len(one.name) for one in rows), default=0) + 2
    for one in rows:
        state = f"{one.confidence}, {one.audience}"
        if one.successor:
            state += f", superseded by {one.successor}"
        yield Line(
            (Piece(title(one)), Piece("  "), Piece(state, Role.DIM)),
            f"{one.name:<{width}}",
            " " * width,
        )


def listing_json(revisions: Iterable[Revision], audience: Audience) -> dict[str, Any]:
    """Schema `kbassist.list/1`."""
    return {"schema": "kbassist.list/1", "articles": [_head(one, audience) for one in revisions]}


def hits(found: Sequence[SearchHit]) -> Iterator[Line]:
    """What a search found, best first, the words searched for marked."""
    for i, hit in enumerate(found):
        if i:
            yield Line()
        yield Line(
            (
                Piece(hit.revision.name, Role.STRONG),
                Piece(f"  {title(hit.revision)}"),
                Piece(
                    f"  superseded by {hit.revision.successor}" if hit.revision.successor else ""
                ),
            )
        )
        shown = [Piece(one_line(t), Role.WORD if word else Role.PLAIN) for t, word in hit.excerpt]
        if shown:
            section = Piece(f"{hit.section}: " if hit.section else "", Role.DIM)
            yield Line((section, *shown), "  ", "  ")


def hits_json(query: str, found: Sequence[SearchHit], audience: Audience) -> dict[str, Any]:
    """Schema `kbassist.search/1`; `found` are the words' places in the excerpt."""
    made = []
    for hit in found:
        excerpt, places = "", []
        for text, word in hit.excerpt:
            text = one_line(text)
            if word:
                places.append([len(excerpt), len(excerpt) + len(text)])
            excerpt += text
        made.append(
            {
                **_head(hit.revision, audience),
                "section": hit.section,
                "excerpt": excerpt,
                "found": places,
            }
        )
    return {"schema": "kbassist.search/1", "query": query, "hits": made}


def index(status: Mapping[str, Any]) -> Iterator[Line]:
    """What the index holds; *status* is a store's own account of itself."""
    size = f" ({status['size'] / 1e6:.1f} MB)" if status["size"] else ""
    facts = {
        "Index": f"{status['path']}{size}",
        "Folders": ", ".join(status["folders"]),
        "Articles": f"{status['articles']} in {status['revisions']} revisions",
        "Catalogues": f"{status['messages']} messages without an article"
        if status["messages"]
        else "",
        "Messages": f"{status['signatures']}",
        "Faults": f"{status['faults']}" + ("; see kbassist check" if status["faults"] else ""),
        "Built": status["built"],
        "Refreshed": status["refreshed"],
        "State": "up to date" if status["fresh"] else "not looked at lately",
    }
    for label, text in facts.items():
        if text:
            yield labelled(label, (Piece(one_line(text)),), 11)


def _head(revision: Revision, audience: Audience) -> dict[str, Any]:
    components = [{"code": c.code, "name": c.name} for c in revision.components]
    return {
        "article": revision.number,
        "revision": revision.revision,
        "title": title(revision),
        "language": revision.language,
        "confidence": str(revision.confidence),
        "audience": str(revision.audience),
        "supersedes": list(revision.supersedes),
        "successor": revision.successor,
        **({"components": components} if audience is Audience.INTERNAL else {}),
    }
