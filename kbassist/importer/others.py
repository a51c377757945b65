"""Articles of other desks than SAP's → the parts: told by their headings alone, Markdown kept as such.

Nothing is guessed into the resolution: what is for the desk alone, and what stands under a heading that no
section answers to, goes to the Internal Notes, and a question says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kbassist.importer import headings, markup, tail
from kbassist.importer.article import nodes as as_nodes
from kbassist.importer.draft import Draft, Found, How, Layout, Question
from kbassist.importer.headings import HEADINGS, ORDER, Part
from kbassist.importer.layout import LIMIT, MOST, SAP_TITLE, Given
from kbassist.importer.lines import Block, Line, Marker, blocks, collapsed, lines, margin
from kbassist.importer.noise import Dropped, sift
from kbassist.model import Inline, Node, Nodes, Slot

_WORKAROUND = "workaround"
_INTERNAL = "internal"
_ASIDE = "aside"
"""What is under such a heading is not the article's."""
_NAMES: dict[str, Sequence[str]] = {
    Part.SYMPTOM: (
        "problem|problems|issue|problem description|problem statement|error message|"
        "problembeschreibung|fehlerbild|fehlerbeschreibung|fehlermeldung"
    ).split("|"),
    Part.ENVIRONMENT: (
        "applies to|affected products|affected versions|affected systems|platform|gilt für|"
        "betrifft|betroffene produkte|betroffene systeme|betroffene versionen"
    ).split("|"),
    Part.REPRODUCTION: "how to reproduce|reproduction|steps to reproduce the issue".split("|"),
    Part.CAUSE: "reason|possible causes|causes|grund|ursachen|mögliche ursachen".split("|"),
    Part.RESOLUTION: "fix|how to fix|behebung|lösungsweg|abhilfe|lösungen".split("|"),
    Part.VERIFICATION: (
        "verification|verify|how to verify|how to check|überprüfung|prüfung|kontrolle"
    ).split("|"),
    Part.SEE_ALSO: (
        "related articles|related|related information|references|related links|links|"
        "verwandte artikel|weitere informationen|weiterführende links|verweise"
    ).split("|"),
    Part.KEYWORDS: "tags|search terms|suchbegriffe".split("|"),
    _WORKAROUND: "workaround|workarounds|temporary workaround|umgehung|umgehungslösung".split("|"),
    _INTERNAL: (
        "internal|internal notes|internal note|internal only|internal comments|"
        "internal information|for internal use only|internal use only|agent notes|intern|"
        "interne hinweise|interne notizen|interne informationen|nur intern"
    ).split("|"),
    _ASIDE: (
        "feedback|comments|attachments|change history|revision history|document history|"
        "kommentare|anhänge|änderungshistorie|article properties"
    ).split("|"),
}
_KNOWN: dict[str, str] = {name: str(part) for name, (part, _) in HEADINGS.items()} | {
    name: str(part) for part, names in _NAMES.items() for name in names
}
"""Folded heading → part, or one of the three words above."""
_FOREIGN = frozenset(name for names in _NAMES.values() for name in names)
_PARAGRAPH = (Part.ENVIRONMENT, Part.KEYWORDS, Part.PRODUCTS, _INTERNAL)
"""What may stand behind its name and a colon, and ends with its paragraph."""

_HASHED = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<name>\S.*?)[ \t]*#*")
_BOLD = re.compile(r"(?:\*\*|__)(?P<name>[^*_]{3,60}?):?(?:\*\*|__):?")
_LABELLED = re.compile(
    r"[*_\[(>\s]*(?P<name>[^\W\d][\w &-]{2,40}?)[*_\])\s]*[:：][*_\s]*(?P<rest>\S.*)"
)
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_NUMBER = re.compile(
    r"\W*(?:(?:article|kba?|document|doc|knowledge(?: base)?(?: article)?|artikel|dokument(?:en)?)"
    r"[ -]?(?:id|number|no\.?|nr\.?|nummer)|id|number|nummer)\W{0,3}[:#][\s*_`]*"
    r"(?P<number>[A-Za-z0-9][A-Za-z0-9._-]{0,60})(?P<rest>.*)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"(?P<number>[A-Z]{1,6}[- ]?\d{2,10})(?P<rest>\s*(?:[·|•–—,].*)?)")
_TITLE = re.compile(r"\W*(?:title|titel)\W{0,3}:[\s*_]*(?P<title>\S.*?)[\s*_]*", re.IGNORECASE)
_FOOTER = re.compile(
    r"(?:©|\(c\) |copyright\b|all rights reserved|alle rechte vorbehalten).*", re.IGNORECASE
)
_PAGE_TAIL = re.compile(r"\s+[-|–]\s+[^-|–]*$")


class _Piece(NamedTuple):
    """A line of the source, or what stands in it behind a label."""

    number: int
    text: str
    """As it stands there."""
    line: Line | None = None
    """The same read as a line; None in Markdown."""


@dataclass
class _Section:
    """What stands under one heading."""

    kind: str
    """A part, one of the three words, or empty: no section is called so."""
    name: str
    number: int
    level: int
    pieces: list[_Piece] = field(default_factory=list)


def read(text: str, name: str = "", given: Given | None = None) -> Draft | None:
    """The draft that *text*, from the file *name*, makes; None where it is not of this kind.

    It is where it has headings as Markdown or a page has them, or such as only other desks use, and neither
    title nor keywords as SAP writes them.
    """
    if len(text) > LIMIT or text.count("\n") > MOST:
        return None
    html = markup.is_html(text, name)
    page_title = ""
    dropped: tuple[Dropped, ...] = ()
    if html:
        text, page_title, dropped = markup.page(text, hashed=True)
    found = lines(text)
    heads = [line.text for line in found[:12]]
    if any(tail.ANCHOR.search(line.text) for line in found) or any(
        map(SAP_TITLE.match, (*heads, page_title))
    ):
        return None
    hashed = html or _is_markdown(text)
    sifted = sift(found)
    if sifted.preview:
        return None
    work = _Work(given or Given(), [*dropped], hashed and not html, margin(found))
    if work.markdown:
        pieces = [_Piece(i, one.rstrip()) for i, one in enumerate(text.split("\n"), 1)]
    else:
        work.dropped += sifted.dropped
        pieces = [_Piece(line.number, line.raw, line) for line in sifted.lines]
    work.cut(pieces, hashed)
    if not work.sections or not (hashed or work.foreign):
        return None
    work.head(page_title)
    work.place()
    return work.draft(text)


def _is_markdown(text: str) -> bool:
    """Whether *text* has headings as Markdown writes them, one of which is a section's."""
    names = [one["name"] for line in text.split("\n") if (one := _HASHED.fullmatch(line.strip()))]
    return any(_folded(one) in _KNOWN for one in names)


def _folded(name: str) -> str:
    return collapsed(name.strip("*_#: \t")).casefold()


@dataclass
class _Work:
    """One text while it is taken apart."""

    given: Given
    dropped: list[Dropped]
    markdown: bool
    width: int
    above: list[_Piece] = field(default_factory=list)
    """What stands before the first section."""
    sections: list[_Section] = field(default_factory=list)
    foreign: bool = False
    """Whether a heading is one that only other desks use."""
    title: str = ""
    number: str = ""
    told: dict[str, How] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    parts: dict[Part, Found] = field(default_factory=dict)
    internal: list[Node] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    products: tuple[tail.Version, ...] = ()

    # -------------------------------------------------------------------------------- its sections

    def cut(self, pieces: Sequence[_Piece], hashed: bool) -> None:
        """Give each line to the section that it stands in."""
        current: _Section | None = None
        aside: _Section | None = None
        fenced, blank = False, True
        for piece in pieces:
            text = piece.text.strip()
            gap = blank if self.markdown else bool(piece.line and piece.line.gap) or current is None
            blank = not text
            if self.markdown and _FENCE.match(piece.text):
                fenced = not fenced
            elif not fenced and text:
                if aside and gap:
                    aside = None
                began = self._heading(piece, current, hashed)
                if began is not None:
                    if began.level:
                        self.sections.append(began)
                        current, aside = began, None
                    continue
                labelled = self._label(piece, current, gap)
                if labelled is not None:
                    self.sections.append(labelled)
                    if labelled.kind in _PARAGRAPH:
                        marked = piece.line is not None and bool(piece.line.marker)
                        aside = None if marked else labelled
                    else:
                        current, aside = labelled, None
                    continue
                if aside and current is None and _LABELLED.fullmatch(text):
                    aside = None
                if _FOOTER.fullmatch(text):
                    self.dropped.append(Dropped(piece.number, text, "the page speaks of itself"))
                    continue
            place = aside or current
            (place.pieces if place else self.above).append(piece)

    def _heading(self, piece: _Piece, current: _Section | None, hashed: bool) -> _Section | None:
        """The section that begins at *piece*; one of level 0 where it was the title."""
        text = piece.text.strip()
        found = _HASHED.fullmatch(text) if hashed else None
        if found:
            level, name = len(found["marks"]), found["name"].strip("*_: ")
        elif piece.line is not None and piece.line.marker:
            return None
        else:
            bold = _BOLD.fullmatch(text)
            level, name = 7, bold["name"] if bold else text
            if len(name) > 60 or _folded(name) not in _KNOWN:
                return None
        kind = _KNOWN.get(_folded(name), "")
        self.foreign = self.foreign or _folded(name) in _FOREIGN
        if not kind and not self.title and current is None:
            self.title, self.told["title"] = collapsed(re.sub(r"[*`]", "", name)), How.HEADING
            return _Section("", name, piece.number, 0)
        if not kind and current is not None and current.kind and level > current.level:
            return None  # a heading within the section
        return _Section(kind, name, piece.number, level)

    def _label(self, piece: _Piece, current: _Section | None, gap: bool) -> _Section | None:
        """The section that *piece* is, or begins, with its name and a colon: `Applies to: …`."""
        text = (
            piece.line.text if piece.line else re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", piece.text)
        )
        found = _LABELLED.fullmatch(text.strip())
        kind = _KNOWN.get(_folded(found["name"])) if found else None
        if found is None or kind is None:
            return None
        item = text.strip() != piece.text.strip()
        if kind != _INTERNAL and (item or not (gap or current is None)):
            return None
        if kind not in _PARAGRAPH and (
            self.markdown or _folded(found["name"]) in ("fix", "reason")
        ):
            return None
        self.foreign = self.foreign or _folded(found["name"]) in _FOREIGN
        rest = found["rest"].rstrip("*_ ") if "*" in text else found["rest"]
        line = piece.line._replace(text=rest, marker=Marker.NONE, gap=0) if piece.line else None
        first = _Piece(piece.number, rest, line)
        return _Section(kind, found["name"], piece.number, 7, [first])

    # ------------------------------------------------------------------------------------ its head

    def head(self, page_title: str) -> None:
        """Number and title, from above the first section."""
        above = [one for one in self.above if one.text.strip()]
        rest: list[_Piece] = []
        at = None
        for piece in above:
            text = piece.text.strip()
            number = _NUMBER.fullmatch(text) or _BARE_NUMBER.fullmatch(text)
            title = _TITLE.fullmatch(text)
            if number and not self.number:
                self.number = number["number"].replace(" ", "-")
                self.told["number"] = How.HEADING if _NUMBER.fullmatch(text) else How.SHAPE
                at = len(rest)
                if number["rest"].strip("*_ "):
                    self.dropped.append(Dropped(piece.number, text, "beside the title"))
            elif title and not self.title:
                self.title, self.told["title"] = title["title"], How.HEADING
            elif _LABELLED.fullmatch(text) and len(text) < 120:
                self.dropped.append(Dropped(piece.number, text, "beside the title"))
            else:
                rest.append(piece)
        if not self.title and at is not None and rest:
            chosen = rest.pop(at - 1 if at else 0)
            self.title, self.told["title"] = collapsed(chosen.text.strip()), How.SHAPE
        elif not self.title and len(rest) == 1:
            self.title, self.told["title"] = collapsed(rest.pop().text), How.SHAPE
        elif not self.title and page_title:
            self.title, self.told["title"] = _PAGE_TAIL.sub("", page_title), How.SHAPE
        elif page_title:
            self.dropped.append(Dropped(0, page_title, "the name of the page"))
        kinds = {one.kind for one in self.sections}
        if rest and self.markdown and Part.SYMPTOM not in kinds:
            self.sections.insert(0, _Section(Part.SYMPTOM, "", rest[0].number, 7, rest))
            self.questions.append(
                Question("symptom", f"No heading says so. Does it begin in line {rest[0].number}?")
            )
        else:
            self.dropped += [
                Dropped(one.number, one.text.strip(), "above the first heading") for one in rest
            ]
        for what in ("number", "title"):
            said = getattr(self.given, what)
            if said:
                setattr(self, what, said)
                self.told[what] = How.SAID
            if not getattr(self, what):
                self.questions.append(
                    Question(what, f"The text does not say its {what}. What is it?")
                )

    # ----------------------------------------------------------------------------------- its parts

    def place(self) -> None:
        """Give every section its place in the article, or a question."""
        for one in sorted(self.sections, key=lambda one: one.kind == _WORKAROUND):
            made, content = self._content(one.pieces)
            if not content and not made:
                continue
            match one.kind:
                case Part.KEYWORDS | Part.TERMS:
                    self.keywords += [block.text for block in made]
                    self.told["keywords"] = How.HEADING
                case Part.PRODUCTS:
                    self.products += tail.products(block.text for block in made)
                    self.told["products"] = How.HEADING
                case "about" | "attributes" | "aside":
                    for block in made:
                        why = "the page speaks of itself"
                        self.dropped.append(Dropped(block.line, block.text, why))
                case "internal":
                    self.internal += content
                    self._ask(
                        _INTERNAL,
                        f"What line {one.number} calls “{one.name}” stands in the Internal Notes. Is all"
                        " that only the desk should know there?",
                    )
                case "workaround":
                    self._add(Part.RESOLUTION, one, made, (_title(one.name), *content))
                    self._ask(
                        Part.RESOLUTION,
                        f"The workaround of line {one.number} stands at its end, under a heading of its"
                        " own. Does it belong there?",
                    )
                case "":
                    self.internal += (_title(one.name), *content)
                    self._ask(
                        "sections",
                        f"No section of an article is called “{one.name}” (line {one.number}). What stands"
                        " there is in the Internal Notes; where does it belong?",
                    )
                case _:
                    self._add(Part(one.kind), one, made, content)
        resolution = self.parts.get(Part.RESOLUTION)
        if resolution is None:
            text = "No resolution was found in the text. What is it?"
            self._ask(Part.RESOLUTION, text)
        elif not self.markdown:
            for block in resolution.blocks:
                if block.gap and block.marker is Marker.NONE and _like_heading(block.text):
                    self._ask(
                        Part.RESOLUTION,
                        f"Line {block.line}, “{block.text}”, looks like a heading. Does what follows it"
                        " belong to the resolution?",
                    )

    def _ask(self, field_: str, text: str) -> None:
        self.questions.append(Question(field_, text))

    def _add(self, part: Part, one: _Section, made: Sequence[Block], content: Nodes) -> None:
        before = self.parts.get(part, Found((), How.HEADING if one.name else How.SHAPE, one.number))
        self.parts[part] = before._replace(
            blocks=(*before.blocks, *made), nodes=(*before.nodes, *content)
        )

    def _content(self, pieces: Sequence[_Piece]) -> tuple[tuple[Block, ...], Nodes]:
        """The blocks of *pieces*, and the same as nodes."""
        if not self.markdown:
            made = tuple(blocks([one.line for one in pieces if one.line], self.width))
            return made, as_nodes(made, {})
        from kbassist import markdown

        if not pieces:
            return (), ()
        nodes, troubles = markdown.read("\n".join(one.text for one in pieces), pieces[0].number)
        for trouble in troubles:
            self._ask("sections", f"Line {trouble.line}: {trouble.message}. What was meant?")
        return tuple(_blocks(nodes, pieces[0].number)), nodes

    def draft(self, text: str) -> Draft:
        """What was found."""
        language = None
        german = sum(_folded(one.name) in _GERMAN for one in self.sections)
        if german * 2 > len(self.sections):
            language = "de"
        return Draft(
            Layout.HEADED,
            self.number or None,
            collapsed(self.title) or None,
            language or headings.language((), text),
            {part: self.parts[part] for part in ORDER if part in self.parts},
            tail.keywords(", ".join(self.keywords)).free,
            products=tuple(dict.fromkeys(self.products)),
            questions=tuple(self.questions),
            dropped=tuple(sorted(self.dropped)),
            told=tuple(self.told.items()),
            internal=tuple(self.internal),
        )


_GERMAN = frozenset(name for name, (_, language) in HEADINGS.items() if language == "de") | {
    name
    for name in _FOREIGN
    if re.search(r"[äöü]|problembe|fehler|betr|ursach|abhilfe|intern[e ]|verw", name)
}


def _like_heading(text: str) -> bool:
    return len(text) < 50 and len(text.split()) <= 5 and text[:1].isupper() and text[-1:].isalnum()


def _title(name: str) -> Node:
    return Node("heading", (name,), "3")


def _blocks(nodes: Sequence[Node], line: int, depth: int = 0) -> Iterator[Block]:
    """What *nodes* say, paragraph by paragraph; where each stands is not known more closely than *line*."""
    for node in nodes:
        if node.kind in ("bullets", "steps"):
            marker = Marker.BULLET if node.kind == "bullets" else Marker.NUMBER
            for i, item in enumerate(node.children, int(node.info or "1")):
                if isinstance(item, Node):
                    inner = list(_blocks([n for n in item.children if isinstance(n, Node)], line))
                    for n, block in enumerate(inner):
                        if n == 0:
                            block = block._replace(marker=marker, ordinal=i)
                        yield block._replace(depth=depth + block.depth + (n > 0))
        elif node.kind == "code":
            for text in _text(node.children).split("\n"):
                if text.strip():
                    yield Block(collapsed(text), line, depth=depth)
        elif node.kind in ("table", "row", "quote", "internal"):
            yield from _blocks([n for n in node.children if isinstance(n, Node)], line, depth)
        elif node.kind != "rule":
            text = collapsed(_text(node.children))
            if text:
                yield Block(text, line, depth=depth)


def _text(parts: Sequence[Node | Inline]) -> str:
    made = ""
    for part in parts:
        if isinstance(part, str):
            made += part
        elif isinstance(part, Slot):
            made += "{{" + part.name + "}}"
        elif isinstance(part, Node):
            inner = _text(part.children)
            made += (
                f"`{inner}`" if part.kind == "codespan" else " " if part.kind == "break" else inner
            )
    return made
