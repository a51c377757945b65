"""A `Snippet` as one tree of nodes, head included, which every format then only writes down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from kbassist import template
from kbassist.model import (
    Audience,
    Confidence,
    Filled,
    Flag,
    Form,
    Inline,
    Match,
    Node,
    Nodes,
    Snippet,
    Source,
    Variable,
)

FOR = {
    Audience.INTERNAL: "INTERNAL - not for the customer",
    Audience.PARTNER: "For the partner",
    Audience.CUSTOMER: "For the customer",
    Audience.PUBLIC: "For the public",
}
"""Whom a text is for."""


class Labels(NamedTuple):
    """The program's own words beside what an article says, in one language."""

    internal: str
    """The first line of what must not leave the desk."""
    note: str
    verdict: str
    recognised: str
    unrecognised: str
    revision: str
    successor: str
    component: str
    unknown: str
    more: str
    """Where only the beginning of the steps is shown."""
    sources: Mapping[Source, str]
    flags: Mapping[Flag, str]
    states: Mapping[Confidence, str]
    reasons: Mapping[str, str]
    """Why a revision was chosen: the matcher's English, `{}` for what it names → this language."""

    def reason(self, text: str) -> str:
        """*text*, the matcher's, in this language where it has it."""
        for english, other in self.reasons.items():
            if found := re.fullmatch(re.escape(english).replace(r"\{\}", "(.+)"), text):
                return other.format(*found.groups())
        return text


LABELS = {
    "en": Labels(
        internal=FOR[Audience.INTERNAL],
        note="Note:",
        verdict="Verdict: match, {}",
        recognised="Recognised: ",
        unrecognised="Recognised without its message",
        revision="Revision {}: {}",
        successor="Taken over by article {}",
        component="Component ",
        unknown="unknown",
        more="There is more to do; see the article.",
        sources={
            Source.SIGNATURE: "from the message",
            Source.HINT: "from elsewhere in the text",
            Source.VALUE: "given",
            Source.DEFAULT: "the article's default",
        },
        flags={
            Flag.MISSING: "not in the text",
            Flag.EXAMPLE: "the article's own example, check it",
            Flag.CUT: "cut off in the text",
            Flag.CONFLICT: "the text names several",
            Flag.APPROXIMATE: "perhaps misread",
        },
        states={one: str(one) for one in Confidence},
        reasons={},
    ),
    "de": Labels(
        internal="INTERN - nicht für den Kunden",
        note="Hinweis:",
        verdict="Ergebnis: Treffer, {}",
        recognised="Erkannt: ",
        unrecognised="Ohne seine Meldung erkannt",
        revision="Revision {}: {}",
        successor="Abgelöst durch Artikel {}",
        component="Komponente ",
        unknown="unbekannt",
        more="Es ist noch mehr zu tun; siehe Artikel.",
        sources={
            Source.SIGNATURE: "aus der Meldung",
            Source.HINT: "von anderswo im Text",
            Source.VALUE: "angegeben",
            Source.DEFAULT: "Vorgabe des Artikels",
        },
        flags={
            Flag.MISSING: "steht nicht im Text",
            Flag.EXAMPLE: "das Beispiel des Artikels, bitte prüfen",
            Flag.CUT: "im Text abgeschnitten",
            Flag.CONFLICT: "der Text nennt mehrere",
            Flag.APPROXIMATE: "vielleicht verlesen",
        },
        states={
            Confidence.WORK_IN_PROGRESS: "in Arbeit",
            Confidence.NOT_VALIDATED: "noch nicht geprüft",
            Confidence.VALIDATED: "geprüft",
            Confidence.ARCHIVED: "archiviert",
        },
        reasons={
            "the only revision": "die einzige Revision",
            "only this revision is for {}": "nur diese Revision ist für {}",
            "version {} is listed by this revision": "diese Revision nennt die Version {}",
            "version {} is not listed by the other revision": (
                "die andere Revision nennt die Version {} nicht"
            ),
            "the text speaks of {}": "der Text spricht von {}",
            "the product is listed by this revision only": "nur diese Revision nennt das Produkt",
            "newest; the text speaks for both": "die neueste; der Text spricht für beide",
            "newest; product and text decide nothing": "die neueste; Produkt und Text entscheiden nichts",
            "newest; nothing in the text decides": "die neueste; nichts im Text entscheidet",
        },
    ),
}


def labels(language: str) -> Labels:
    """The words of *language*, else the English ones."""
    return LABELS.get(language, LABELS["en"])


def labels_of(snippet: Snippet) -> Labels:
    """The words that go with what is said around *snippet*."""
    return labels(snippet.wording.language if snippet.wording else "en")


class Parts(NamedTuple):
    """A snippet's blocks. Its receipt answers for the middle ones, and stands below them."""

    greeting: Nodes
    middle: Nodes
    closing: Nodes


def document(snippet: Snippet) -> Nodes:
    """What its wording says, or the article as it is; with its receipt above the closing."""
    greeting, middle, closing = parts(snippet)
    short = snippet.wording is not None and snippet.wording.form is Form.LINE
    receipt = (_paragraph(snippet.receipt),) if snippet.receipt and not short else ()
    return (*greeting, *middle, *receipt, *closing)


def parts(snippet: Snippet) -> Parts:
    """The blocks of *snippet* without its receipt.

    What is for the desk alone says so first, and has neither greeting nor closing.
    """
    if snippet.wording is None:
        return Parts((), _article(snippet), ())
    from kbassist.render.letter import letter

    return letter(snippet, snippet.wording)


def _article(snippet: Snippet) -> Nodes:
    """For the desk whom it is for; article, title, notes; for the desk how it was found; the sections."""
    internal = snippet.audience is Audience.INTERNAL
    state = f", {snippet.confidence}" if internal else ""
    article = f"Article {snippet.article}, revision {snippet.revision}{state}"
    blocks = [_paragraph(article), Node("heading", snippet.title, "3")]
    if internal:
        blocks.insert(0, reader(labels_of(snippet)))
    blocks += facts(snippet) if internal else notes(snippet)
    for section in snippet.sections:
        blocks.append(Node("heading", (section.name,), "4"))
        blocks += (lowered(node, 2) for node in section.nodes)
    if snippet.components:
        blocks += [Node("heading", ("Escalation",), "4"), *escalation(snippet)]
    return tuple(blocks)


def reader(say: Labels) -> Node:
    """The line above all that is for the desk alone."""
    return _paragraph(Node("strong", (say.internal,)))


def notes(snippet: Snippet) -> Nodes:
    """What a reader must know first, a paragraph each."""
    return tuple(_paragraph(*note) for note in _notes(snippet))


def facts(snippet: Snippet) -> Nodes:
    """What a reader must know first, how it was found and what is known, as one list; or nothing."""
    found = (*_notes(snippet), *_facts(snippet))
    items = tuple(Node("item", (_paragraph(*one),)) for one in found)
    return (Node("bullets", items),) if items else ()


def escalation(snippet: Snippet) -> Nodes:
    """The component to turn to, or nothing."""
    names = (f"{c.code} ({c.name})" if c.name else c.code for c in snippet.components)
    component = labels_of(snippet).component
    return (_paragraph(component, ", ".join(names)),) if snippet.components else ()


def _notes(snippet: Snippet) -> Iterator[tuple[Node | Inline, ...]]:
    for note in snippet.notes:
        yield Node("strong", (labels_of(snippet).note,)), " " + note


def confidence(score: float) -> str:
    """A score for people: `97%`; never rounded up to certainty."""
    return f"{int(score * 100 + 1e-9)}%"


def recognised(match: Match) -> tuple[Inline, ...]:
    """The message as it was recognised: the signature with what the text says in its places."""
    if match.signature is None:
        return ()
    values = {
        name: one.value
        for name, one in match.variables.items()
        if one.value and one.source is Source.SIGNATURE
    }
    return template.fill(template.parse(match.signature), values, {})


def origin(variable: Variable, place: str = "", say: Labels = LABELS["en"]) -> str:
    """Where a value came from, with the *place* in the paste, and what to know of it, in words."""
    source = say.sources[variable.source] + place if variable.source and variable.value else ""
    return "; ".join(filter(None, (source, *(say.flags[flag] for flag in variable.flags))))


def _facts(snippet: Snippet) -> Iterator[tuple[Node | Inline, ...]]:
    say = labels_of(snippet)
    if snippet.successor:
        yield (say.successor.format(snippet.successor),)
    match = snippet.match
    if match is not None:
        yield (say.verdict.format(confidence(match.score)),)
        if match.signature is not None:
            yield (say.recognised, *recognised(match))
        else:
            yield (say.unrecognised,)
        if match.revision_reason:
            yield (say.revision.format(snippet.revision, say.reason(match.revision_reason)),)
    for name, variable in snippet.variables.items():
        label = snippet.labels.get(name, name)
        value = Filled(name, variable.value) if variable.value else say.unknown
        where = origin(variable, say=say)
        yield (f"{label}: ", value, f" - {where}" if where else "")


def _paragraph(*parts: Node | Inline) -> Node:
    return Node("paragraph", tuple(part for part in parts if part != ""))


def lowered(node: Node, by: int) -> Node:
    """*node* with its headings *by* so many levels lower."""
    if node.kind == "heading" and node.info.isdecimal():
        return replace(node, info=str(min(6, int(node.info) + by)))
    children = tuple(lowered(c, by) if isinstance(c, Node) else c for c in node.children)
    return replace(node, children=children) if children else node
