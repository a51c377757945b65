"""A text → the parts of its article: by headings where they are there, by order and shape where not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType
from typing import NamedTuple

from kbassist.importer import headings, markup, order, tail
from kbassist.importer.draft import Draft, Found, How, Layout, Question
from kbassist.importer.headings import LOSABLE, ORDER, Heading, Part
from kbassist.importer.lines import Block, Line, Marker, blocks, collapsed, lines, margin
from kbassist.importer.noise import Dropped, sift
from kbassist.importer.values import same_title
from kbassist.model import Component, KBError

LIMIT = 400_000
"""Characters of one text."""
MOST = 20_000
"""Lines of one text."""
SHOWN = 90
"""Characters of a line that a question quotes."""


_OF_THE_PAGE = (Part.ABOUT, Part.ATTRIBUTES)
"""What is under these headings is not the article's."""


class Unrecognised(KBError):
    """A text in which no part of an article can be told."""


class Given(NamedTuple):
    """What a person said of a text."""

    number: str | None = None
    title: str | None = None
    starts: Mapping[Part, int] = MappingProxyType({})
    """Part → the line of the source where it begins, 0 if the text has no such part."""
    signed: bool | None = None
    """Whether the messages are as a program prints them; None if nobody said so."""


def read(text: str, name: str = "", given: Given | None = None) -> Draft:
    """The parts that *text*, which came from the file *name*, is made of; its error texts are left aside.

    Raises Unrecognised where there is not a single one, or more text than an article has.
    """
    if len(text) > LIMIT:
        raise Unrecognised(f"more than {LIMIT:,} characters; that is no article")
    title = ""
    dropped: tuple[Dropped, ...] = ()
    if markup.is_html(text, name):
        text, title, dropped = markup.page(text)
    if not text.strip():
        raise Unrecognised("there is no text in it")
    found = lines(text)
    if len(found) > MOST:
        raise Unrecognised(f"more than {MOST:,} lines; that is no article")
    work = _Work(found, given or Given(), list(dropped))
    work.head(title, name)
    work.parts()
    return work.draft()


_LEAD = r"^[#*_ ]*(?:(?:SAP[ -])?(?:KBA|Note|Hinweis|Knowledge Base Article)\s*:?\s*)?#?0*"
SAP_TITLE = re.compile(
    _LEAD + r"(?P<number>[1-9]\d{3,9})\s*(?:[-–—‐‑:：|]\s*)(?P<title>\S.*?)[*_]*$", re.IGNORECASE
)
"""The line of an article's number and title, as SAP writes it."""
_NUMBER_ALONE = re.compile(
    r"^(?:(?:SAP[ -])?(?:KBA|Note|Hinweis|Knowledge Base Article|Article|Document|Artikel)?)\s*"
    r"(?:number|no\.?|ID|Nr\.?|Nummer)?\s*[:#]?\s*0*(?P<number>[1-9]\d{3,9})$",
    re.IGNORECASE,
)
_TITLE_ALONE = re.compile(r"^(?:title|titel|タイトル)\s*[:：]\s*(?P<title>\S.*)$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"/(?:knowledge/(?:public/)?[A-Za-z]{1,2}|notes?)/0*(?P<number>[1-9]\d{3,9})\b"
)
_COMPONENT = re.compile(
    r"^(?:component|komponente)\s*:?\s*(?P<code>[A-Z]{2,4}(?:-[A-Z0-9]{1,5}){1,5})"
    r"(?:\s*[-–(]\s*(?P<name>[^()]+?)\)?)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:version|released(?: on)?|language|languages|category|priority|last (?:changed|updated|modified)"
    r"|created|changed|modified|favou?rites?|pdf|print|share|download|status|type|document type|processor"
    r"|valid(?:ity| from)?|available languages|release status|freigegeben am|sprache|komponente|component)"
    r"\b.{0,80}$",
    re.IGNORECASE,
)
_PAGE_TAIL = re.compile(r"\s+[-|–]\s+SAP\b.*$|\s+\|.*$")


@dataclass
class _Work:
    """One text while it is taken apart."""

    raw: list[Line]
    given: Given
    dropped: list[Dropped]
    number: str | None = None
    title: str | None = None
    told: dict[str, How] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    found: dict[Part, Found] = field(default_factory=dict)
    keywords: tail.Keywords = field(default_factory=tail.Keywords)
    products: tuple[tail.Version, ...] = ()
    component: Component | None = None

    def __post_init__(self) -> None:
        sifted = sift(self.raw)
        self.dropped += sifted.dropped
        self.lines = sifted.lines
        self.cut = sifted.cut
        self.width = margin(self.raw)
        self.headings = headings.find(self.lines)
        marks = {one.part for one in self.headings}
        self.preview = sifted.preview or Part.ABOUT in marks
        self.anchors = [i for i, line in enumerate(self.lines) if tail.ANCHOR.search(line.text)]
        self.lost = self._is_lost(marks)
        if self.lost:
            self.headings = [one for one in self.headings if not one.one_word]
        listed = any(";" in line.text and tail.is_product_list(line.text) for line in self.lines)
        if not (marks - {*_OF_THE_PAGE} or self.anchors or listed):
            raise Unrecognised(
                "not a single section of an article can be told: no heading such as Symptom or"
                " Resolution, no line of keywords with `, KBA ,`, no list of products"
            )
        gaps = sum(line.gap > 0 for line in self.raw)
        nested = any(line.marker and line.indent for line in self.raw)
        self.flat = len(self.raw) > 5 and gaps < 0.15 * len(self.raw) and not nested
        self.gapped = any(line.gap >= 2 for line in self.lines[1:])

    def _is_lost(self, marks: Set[Part]) -> bool:
        """Whether one-word headings are gone; single words of a table may look like some."""
        visible = {*LOSABLE, Part.KEYWORDS, Part.PRODUCTS}
        if not any(one.one_word and one.part in visible for one in self.headings):
            return True
        ends = marks & {Part.SYMPTOM, Part.KEYWORDS, Part.PRODUCTS}
        return bool(self.anchors) and not ends and Part.TERMS not in marks

    @property
    def layout(self) -> Layout:
        """How much of the article's form is left."""
        if self.preview:
            return Layout.FLAT_PREVIEW if self.flat else Layout.PREVIEW
        if self.lost:
            return Layout.FLAT_LOST if self.flat else Layout.LOST
        return Layout.FLAT if self.flat else Layout.HEADED

    def drop(self, line: Line, why: str) -> None:
        self.dropped.append(Dropped(line.number, line.raw, why))

    # ------------------------------------------------------------------------------------- its head

    def head(self, page_title: str, name: str) -> None:
        """Number and title, from above the first part; `body` is where the text begins."""
        first = self.headings[0].at if self.headings else len(self.lines)
        if self.lost:
            first = min([first, *self.anchors])
        end = min(first, 8) if self.lost else first
        self.body = 0
        for i, line in enumerate(self.lines[:end]):
            found = None if line.marker else SAP_TITLE.match(line.text)
            if found:
                self.number, self.title = found["number"], found["title"].strip()
                self.told["number"] = self.told["title"] = How.HEADING
                for other in self.lines[:i]:
                    self._beside(other)
                self.body = i + 1
                break
        if not self.number:
            self._number_alone(end)
        if not self.lost:
            self._above(first)
        elif self.title:
            while self.body < end and self._repeats(self.lines[self.body]):
                self.drop(self.lines[self.body], "the title again")
                self.body += 1
        found = SAP_TITLE.match(page_title)
        if found and not self.number:
            self.number = found["number"]
            self.told["number"] = How.SHAPE
        if found and not self.title and found["number"] == self.number:
            self.title = _PAGE_TAIL.sub("", found["title"]).strip()
            self.told["title"] = How.SHAPE
        elif page_title:
            self.dropped.append(Dropped(0, page_title, "the name of the page"))
        self._said(name)

    def _said(self, name: str) -> None:
        """What a person said goes before what the text says; what is missing becomes a question."""
        if self.given.number:
            self.number = self.given.number
            self.told["number"] = How.SAID
        if self.given.title:
            self.title = self.given.title
            self.told["title"] = How.SAID
        if not self.number:
            in_name = re.findall(r"(?<!\d)[1-9]\d{5,7}(?!\d)", PurePath(name).name)
            hint = f" The file is called {PurePath(name).name}." if in_name else ""
            self.questions.append(
                Question("number", f"The text does not say its number. What is it?{hint}")
            )
        if not self.title:
            self.questions.append(Question("title", "The text does not say its title. What is it?"))

    def _number_alone(self, end: int) -> None:
        """A number that stands by itself, or in the address of the page, above the first part."""
        for i, line in enumerate(self.lines[:end]):
            title = _TITLE_ALONE.match(line.text)
            if title and not self.title:
                self.title = title["title"]
                self.told["title"] = How.HEADING
                self.body = max(self.body, i + 1)
            number = _NUMBER_ALONE.match(line.text) or (
                _ADDRESS.search(line.text) if len(line.text.split()) <= 3 else None
            )
            if number and not line.marker and not self.number:
                self.number = number["number"]
                self.told["number"] = How.SHAPE
                self.body = max(self.body, i + 1)
        if self.body:
            for line in self.lines[: self.body]:
                if not _TITLE_ALONE.match(line.text) and not _NUMBER_ALONE.match(line.text):
                    self._beside(line)

    def _above(self, first: int) -> None:
        """What stands between the title and the first heading."""
        rest = [line for line in self.lines[self.body : first] if not self._known(line)]
        rest = self._without_anchor(rest)
        has_symptom = any(one.part is Part.SYMPTOM for one in self.headings)
        if len(rest) == 1 and not self.title and has_symptom and len(rest[0].text) <= 250:
            self.title = rest[0].text
            self.told["title"] = How.SHAPE
        elif has_symptom:
            for line in rest:
                self.drop(line, "above the first heading")
        elif rest:
            made = tuple(blocks(rest, self.width))
            self.found[Part.SYMPTOM] = Found(made, How.SHAPE, made[0].line)
        self.body = first

    def _known(self, line: Line) -> bool:
        """Whether *line* is the title again or says something about the article; then it is dropped."""
        if self._repeats(line):
            self.drop(line, "the title again")
            return True
        if _ABOUT.match(line.text) and not line.marker:
            self._beside(line)
            return True
        return False

    def _repeats(self, line: Line) -> bool:
        if not self.title:
            return False
        text = line.text.casefold()
        return text in (self.title.casefold(), f"{self.number} - {self.title}".casefold())

    def _beside(self, line: Line) -> None:
        """A line beside the title: its component is kept, all else is dropped."""
        found = _COMPONENT.match(line.text)
        if found and self.component is None:
            self.component = Component(found["code"].upper(), (found["name"] or "").strip())
        else:
            self.drop(line, "beside the title")

    # ------------------------------------------------------------------------------------ its parts

    def parts(self) -> None:
        """All else."""
        if not self.lost:
            self._headed()
        else:
            self._unheaded()
        self._ask()

    def _headed(self) -> None:
        ends = [one.at for one in self.headings[1:]] + [len(self.lines)]
        for one, end in zip(self.headings, ends, strict=True):
            inside = self.lines[one.at + 1 : end]
            if one.rest:
                line = self.lines[one.at]
                inside = [line._replace(text=one.rest, marker=Marker.NONE, gap=0), *inside]
            if one.part not in (Part.KEYWORDS, *_OF_THE_PAGE):
                inside = self._without_anchor(inside)
            inside = self._unprinted(one.part, inside)
            if one.part in _OF_THE_PAGE:
                for line in inside:
                    self.drop(line, "the page speaks of itself")
            elif one.part is Part.PRODUCTS:
                self._products(inside, How.HEADING)
            elif one.part in (Part.KEYWORDS, Part.TERMS):
                self._keywords(inside, How.HEADING)
            else:
                made = tuple(blocks(inside, self.width))
                number = self.lines[one.at].number
                self.found[one.part] = Found(made, How.HEADING, number)

    def _without_anchor(self, inside: Sequence[Line]) -> list[Line]:
        """*inside* without a line of keywords that stands there under no heading of its own."""
        rest: list[Line] = []
        for line in inside:
            if tail.ANCHOR.search(line.text) and line.text.count(" , ") >= 2:
                self._keywords([line], How.SHAPE)
            else:
                rest.append(line)
        return rest

    def _unprinted(self, part: Part | None, inside: Sequence[Line]) -> list[Line]:
        """*inside* without number and title, which a printer repeats on every page."""
        rest: list[Line] = []
        for line in inside:
            whole = bool(self.number) and line.text.startswith(str(self.number))
            if whole and not line.marker and part is not Part.SEE_ALSO and self._repeats(line):
                self.drop(line, "the title again")
            else:
                rest.append(line)
        return rest

    def _unheaded(self) -> None:
        """The one-word headings are gone: the others and the line of keywords divide the text."""
        end = len(self.lines)
        if self.anchors:
            at = self.anchors[-1]
            after = self.lines[at + 1 :]
            about = next((one.at for one in self.headings if one.at > at), None)
            if about is not None:
                after = self.lines[at + 1 : about]
                for line in self.lines[about + 1 :]:
                    self.drop(line, "below the line of keywords")
            self._products(after, How.SHAPE)
            end = at
        if not self.products:
            start = end
            while start > self.body and self._listed(self.lines[start - 1]):
                start -= 1
            if start < end:
                self._products(self.lines[start:end], How.SHAPE)
                end = start
        found = [one for one in self.headings if self.body <= one.at < end]
        starts = [self.body, *(one.at + 1 for one in found)]
        ends = [*(one.at for one in found), end]
        for mark, start, stop in zip([None, *found], starts, ends, strict=True):
            following = next((one.part for one in found if mark is None or one > mark), None)
            self._zone(mark, following, self.lines[start:stop])
        if self.anchors:
            self._keywords([self.lines[self.anchors[-1]]], How.SHAPE)

    def _listed(self, line: Line) -> bool:
        if not tail.is_product_list(line.text):
            return False
        return " ; " in line.text or (self.preview and not line.marker)

    def _zone(self, mark: Heading | None, following: Part | None, inside: list[Line]) -> None:
        """What stands between two headings that are there."""
        if mark is not None and mark.part in _OF_THE_PAGE:
            for line in inside:
                self.drop(line, "the page speaks of itself")
            return
        if mark is not None and mark.part is Part.TERMS:
            self._keywords(inside, How.HEADING)
            return
        made = blocks(self._unprinted(mark.part if mark else None, inside), self.width)
        low = ORDER.index(mark.part) if mark else -1
        high = ORDER.index(following) if following else ORDER.index(Part.SEE_ALSO)
        parts = [part for part in LOSABLE if low < ORDER.index(part) < high]
        if any(one.part is Part.TERMS for one in self.headings):
            parts = [part for part in parts if part is not Part.ENVIRONMENT]
        if self.preview:
            parts = [part for part in parts if part in (Part.SYMPTOM, Part.ENVIRONMENT)]
        if mark is not None:
            parts = [mark.part, *parts]
        if mark is not None and mark.part is Part.SEE_ALSO:
            parts = [Part.SEE_ALSO]
        if not made or not parts:
            if mark is not None:
                self.found[mark.part] = Found((), How.HEADING, self.lines[mark.at].number)
            return
        labels = order.cut(made, parts, self.gapped, self.given.starts, self.cut)
        choices = tuple(
            (block.line, block.text[:SHOWN]) for block in made if block.marker is Marker.NONE
        )
        for part in parts:
            mine = tuple(block for block, label in zip(made, labels, strict=True) if label is part)
            if mark is not None and part is mark.part:
                self.found[part] = Found(mine, How.HEADING, self.lines[mark.at].number)
            elif mine:
                how = self._how(part, mine)
                self.found[part] = Found(mine, how, mine[0].line)
                if how is How.GUESS:
                    self.questions.append(_begins(part, mine[0], choices))

    def _how(self, part: Part, mine: Sequence[Block]) -> How:
        if part in self.given.starts:
            return How.SAID
        if part is Part.SYMPTOM:
            return How.SHAPE
        if part is Part.ENVIRONMENT and all(order.looks_like_product(one.text) for one in mine):
            return How.SHAPE
        return How.GUESS

    def _keywords(self, inside: Sequence[Line], how: How) -> None:
        texts = [block.text for block in blocks([_plain(line) for line in inside], self.width)]
        if not texts:
            return
        found = tail.keywords(", ".join(texts) if len(texts) > 1 else texts[0], self._quoted())
        before = self.keywords
        self.keywords = tail.Keywords(
            before.free + found.free,
            before.components + found.components,
            before.category or found.category,
            before.tags + found.tags,
        )
        self.told["keywords"] = how
        for tag in found.tags:
            self.dropped.append(
                Dropped(inside[0].number, tag, "a label between `KBA` and the component")
            )

    def _quoted(self) -> list[str]:
        """Sentences of the symptom that a keyword may repeat, commas and all."""
        found = [self.title] if self.title else []
        symptom = self.found.get(Part.SYMPTOM)
        for block in symptom.blocks if symptom else ():
            found += re.findall(r"[\"“'‘„`]([^\"”'’“`]{8,300})[\"”'’“`]", block.text)
            found.append(block.text.rstrip("."))
        return found

    def _products(self, inside: Sequence[Line], how: How) -> None:
        listed = []
        for block in blocks([_plain(line) for line in inside], self.width):
            if len(block.text.split()) > 14 and " ; " not in block.text:
                self.dropped.append(Dropped(block.line, block.text, "below the list of products"))
            else:
                listed.append(block.text)
        self.products += tail.products(listed)
        if listed:
            self.told["products"] = how

    # ---------------------------------------------------------------------------------- its doubts

    def _ask(self) -> None:
        """Questions about what is missing, and about what the article may replace."""
        also = self.found.get(Part.SEE_ALSO)
        for block in also.blocks if also else ():
            found = SAP_TITLE.match(block.text)
            if found and self.title and same_title(found["title"], self.title):
                text = f"{found['number']} has the same title. Does this article replace it?"
                self.questions.append(Question("supersedes", text))
        if self.preview:
            for part in (Part.CAUSE, Part.RESOLUTION):
                self.questions.append(
                    Question(part, "The text is a preview and does not show this. What is it?")
                )
            return
        resolution = self.found.get(Part.RESOLUTION)
        if not resolution or not resolution.blocks:
            self.questions.append(
                Question(Part.RESOLUTION, "No resolution was found in the text. What is it?")
            )

    def draft(self) -> Draft:
        """What was found."""
        components = self.keywords.components or ((self.component,) if self.component else ())
        parts = dict(self.found)
        if self.preview:
            parts = {p: one for p, one in parts.items() if p is not Part.RESOLUTION or one.blocks}
        body = " ".join(line.text for line in self.lines)
        return Draft(
            self.layout,
            self.number,
            collapsed(self.title) if self.title else None,
            headings.language(self.headings, body),
            {part: parts[part] for part in ORDER if part in parts},
            self.keywords.free,
            tuple(dict.fromkeys(components)),
            self.keywords.category,
            tuple(dict.fromkeys(self.products)),
            questions=tuple(self.questions),
            dropped=tuple(sorted(self.dropped)),
            told=tuple(self.told.items()),
        )


def _plain(line: Line) -> Line:
    return line._replace(marker=Marker.NONE, indent=0)


def _begins(part: Part, block: Block, choices: Iterable[tuple[int, str]]) -> Question:
    text = block.text if len(block.text) <= SHOWN else block.text[: SHOWN - 1] + "…"
    return Question(
        part,
        f"Its heading is lost. Does it begin in line {block.line}, “{text}”?",
        tuple(choices),
        block.line,
    )
