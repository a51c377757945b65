"""The nouns of the product, as plain frozen data, and every error it raises.

An *article* is a number; what one reads is one of its *revisions*. A revision states error messages
as *signatures*: literal words with named *placeholders*. Matching a paste gives a `MatchResult`;
tailoring a revision to the values found gives a `Snippet`. Nothing here does any work beyond turning
itself into JSON, and nothing of ours is imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

Span = tuple[int, int]
"""Offsets in characters of the paste as given, end exclusive."""


class Verdict(StrEnum):
    """How far an answer may be trusted."""

    MATCH = "match"
    UNSURE = "unsure"
    NONE = "none"


class Reason(StrEnum):
    """What the verdict rests on."""

    CODE = "code"
    NUMBER = "number"
    SIGNATURE = "signature"
    APPROXIMATE = "approximate"
    AMBIGUOUS = "ambiguous"
    WEAK = "weak"
    MENTION = "mention"
    STRANGER = "stranger"
    SYMPTOM = "symptom"
    NOTHING = "nothing"


class Confidence(StrEnum):
    """KCS article confidence."""

    WORK_IN_PROGRESS = "work-in-progress"
    NOT_VALIDATED = "not-validated"
    VALIDATED = "validated"
    ARCHIVED = "archived"


class Audience(StrEnum):
    """KCS article audience, from the narrowest to the widest."""

    INTERNAL = "internal"
    PARTNER = "partner"
    CUSTOMER = "customer"
    PUBLIC = "public"

    def may_read(self, article: Audience) -> bool:
        """Whether a reader of this audience may see an article written for *article*."""
        order = list(Audience)
        return order.index(self) <= order.index(article)


class Source(StrEnum):
    """Where a variable's value came from."""

    SIGNATURE = "signature"
    HINT = "hint"
    VALUE = "value"
    DEFAULT = "default"


class Flag(StrEnum):
    """What a reader should know of a variable before trusting it."""

    MISSING = "missing"
    EXAMPLE = "example"
    CUT = "cut"
    CONFLICT = "conflict"
    APPROXIMATE = "approximate"


class Kind(StrEnum):
    """What a placeholder's value looks like."""

    TEXT = "text"
    WORD = "word"
    USER_ID = "user_id"
    ID = "id"
    NUMBER = "number"
    CODE = "code"
    PATH = "path"
    HOST = "host"
    URL = "url"
    EMAIL = "email"
    VERSION = "version"
    GUID = "guid"
    TIME = "time"
    QUOTED = "quoted"


# ------------------------------------------------------------------------------------------ errors


class KBError(Exception):
    """Everything that kbassist raises."""


@dataclass(unsafe_hash=True)
class ArticleFault(KBError):
    """Something wrong in an article's file, with the place where it stands."""

    path: str
    """The file as the user named it."""
    line: int
    """Line in the file, from 1; 0 where the whole file is meant."""
    message: str
    """What is wrong, in one sentence."""
    excerpt: str = ""
    """The line at fault, stripped."""
    suggestion: str = ""
    """What to write instead, or empty."""
    warning: bool = False
    """True where only `--strict` makes a fault of it."""
    rule: str = "format"
    """What it offends against, by a name that stays the same: `weak-signature`."""
    column: int = 0
    """Column in the line, from 1; 0 where the whole line is meant."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        text = "; ".join(filter(None, (f"{place}: {self.message}", self.suggestion)))
        return f"{text}\n    {self.excerpt}" if self.excerpt else text


class UnknownArticle(KBError):
    """No article, or no revision, of that number."""


class MissingValues(KBError):
    """A snippet for a customer would show unfilled placeholders."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(
            "values are missing: " + ", ".join(names) + "; give them with --set NAME=VALUE"
        )


class NotForAudience(KBError):
    """The article, or its state, must not go to that reader."""


class StoreUnavailable(KBError):
    """The articles or their index cannot be read."""


# --------------------------------------------------------------------------------------- templates


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder's occurrence inside a template."""

    name: str
    """The placeholder, e.g. `existing_user`."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot that has its value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A slot that has none and stays a visible blank."""

    name: str
    label: str
    """What to call it on screen."""


Template = tuple[str | Slot, ...]
"""Literal text and slots, in order; no two neighbours are both text."""

Inline = str | Slot | Filled | Missing


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of an article's body: what Markdown became, before any format is chosen.

    Blocks: `paragraph`, `heading` (info: level "3" to "6"), `bullets`, `steps` (info: first number),
    `item`, `code` (info: language; children are `Inline`), `quote`, `rule`, `table`, `row` (info:
    "head" or ""), `cell`, `internal`. Inline: `strong`, `emphasis`, `strike`, `codespan` (children are
    `Inline`), `link` (info: target), `break` (info: "hard" or "").
    """

    kind: str
    children: tuple[Node | Inline, ...] = ()
    info: str = ""

    @property
    def first(self) -> int:
        """The number of the first of its items, which are steps."""
        return int(self.info) if self.info.isdecimal() else 1


Nodes = tuple[Node, ...]


# ---------------------------------------------------------------------------------------- articles


class Placeholder(NamedTuple):
    """A named value of an article."""

    name: str
    kind: Kind = Kind.TEXT
    label: str = ""
    """Its name on screen; empty: the name itself."""
    ask: str = ""
    """The question to ask for it; empty: it is never asked for."""
    default: str | None = None
    example: str | None = None
    """The value that stands in the article's own sample."""

    @property
    def shown(self) -> str:
        """Its name on screen."""
        return self.label or self.name.replace("_", " ")

    @property
    def question(self) -> str:
        """What to ask a person for it."""
        return self.ask or self.shown


class Signature(NamedTuple):
    """An error message as the program prints it, values replaced by slots."""

    lines: tuple[Template, ...]
    """One template; several where the message needs several lines, in this order."""
    within: int = 20
    """How many lines of the paste all of them must stand within."""
    text: str = ""
    """As it is written in the article; several lines are joined by " … "."""


class Sample(NamedTuple):
    """A paste that must match its article, with what must be captured."""

    paste: str
    captures: Mapping[str, str] = MappingProxyType({})


class Reference(NamedTuple):
    """Another article worth a look; in this base if `title` is empty."""

    number: str
    title: str = ""


class Component(NamedTuple):
    """The application component an article belongs to."""

    code: str
    name: str = ""


class Product(NamedTuple):
    """A product an article applies to."""

    product: str
    also_called: tuple[str, ...] = ()
    versions: tuple[str, ...] = ("all",)
    """`all`, single versions (`1605`), ranges (`1211..1802`), bounds (`>=1805`)."""


class Distinct(NamedTuple):
    """Placeholders that must not have the same value, and what it means if they do."""

    names: tuple[str, ...]
    note: str


class Section(NamedTuple):
    """One `##` section of an article's body."""

    name: str
    """As in the list of section names: "Symptom", "Resolution" …"""
    nodes: Nodes
    line: int = 0
    """Where its heading stands in the file."""


SNIPPETS = "snippets"
"""The folder in a folder of articles, or of configuration, that holds a desk's own wordings."""

MESSAGES = ".messages.jsonl"
"""How the file of a catalogue of bare messages is called, in small letters."""

SECTIONS = (
    "Symptom",
    "Environment",
    "Reproducing the Issue",
    "Cause",
    "Resolution",
    "Verification",
    "See Also",
    "Internal Notes",
)
"""The sections of an article, in their order."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of an article: all that its file says."""

    number: str
    title: Template
    revision: str = "1"
    language: str = "en"
    confidence: Confidence = Confidence.NOT_VALIDATED
    audience: Audience = Audience.INTERNAL
    supersedes: tuple[str, ...] = ()
    see_also: tuple[Reference, ...] = ()
    source: str = ""
    category: str = ""
    components: tuple[Component, ...] = ()
    codes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    owner: str = ""
    review_by: str = ""
    """An ISO date, or empty."""
    applies_to: tuple[Product, ...] = ()
    evidence_for: tuple[str, ...] = ()
    """Words in a paste that speak for this revision among its article's."""
    evidence_against: tuple[str, ...] = ()
    placeholders: Mapping[str, Placeholder] = field(default_factory=dict)
    """Every placeholder, the undeclared ones of signatures and hints included."""
    distinct: tuple[Distinct, ...] = ()
    signatures: tuple[Signature, ...] = ()
    hints: tuple[Template, ...] = ()
    samples: tuple[Sample, ...] = ()
    strangers: tuple[str, ...] = ()
    """Pastes that must not match this article."""
    sections: tuple[Section, ...] = ()
    path: str = ""
    """The file it came from."""
    successor: str | None = None
    """The article of this base that supersedes it, if there is one."""

    def section(self, name: str) -> Section | None:
        """The section of that name, or None."""
        return next((one for one in self.sections if one.name == name), None)

    @property
    def bare(self) -> bool:
        """Whether it is but a message of a catalogue, which any article of its number replaces."""
        return is_catalogue(self.path)

    @property
    def name(self) -> str:
        """Number and revision, for people: `2577062 r2`."""
        return f"{self.number} r{self.revision}"


def is_catalogue(path: str) -> bool:
    """Whether a file of that name holds bare messages, not an article."""
    return path[-len(MESSAGES) :].lower() == MESSAGES


def revision_order(revision: str) -> tuple[tuple[int, int | str], ...]:
    """Sorting key of revision names: `2` before `10`, numbers before words."""
    return tuple((0, int(p)) if p.isdecimal() else (1, p) for p in revision.split("."))


def inside(part: Node | Inline) -> tuple[Node | Inline, ...]:
    """What *part* holds if it is a node, else *part* itself."""
    return part.children if isinstance(part, Node) else (part,)


def walk(nodes: tuple[Node | Inline, ...]) -> Iterator[Node | Inline]:
    """Every node and inline piece, in reading order, parents before children."""
    for node in nodes:
        yield node
        if isinstance(node, Node):
            yield from walk(node.children)


class Pattern(NamedTuple):
    """A signature as the index hands it to the matcher."""

    id: int
    """Its number in the index."""
    number: str
    revision: str
    family: str
    """The article at the end of the chain of successors; what shares it is one candidate."""
    signature: Signature
    kinds: Mapping[str, Kind] = MappingProxyType({})
    """The kinds of its placeholders; those not named are `text`."""
    bare: bool = False
    """Whether it is a bare message's; on the same words it is no rival of an article's."""


# ----------------------------------------------------------------------------------------- results


class Variable(NamedTuple):
    """What is known of one placeholder."""

    value: str | None = None
    source: Source | None = None
    span: Span | None = None
    flags: tuple[Flag, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As in the result's `variables`."""
        return {
            "value": self.value,
            "source": self.source and str(self.source),
            "span": self.span and list(self.span),
            "flags": [str(flag) for flag in self.flags],
        }


class Evidence(NamedTuple):
    """One named piece of what a score is made of."""

    name: str
    weight: float
    """Its contribution to the log-odds of the score; above 0 it speaks for the article."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An article found in a paste, with all that is known about it."""

    article: str
    revision: str
    title: str
    score: float
    """The probability that it is the right article, 0 to 1."""
    signature: str | None = None
    span: Span | None = None
    lines: tuple[int, int] | None = None
    """First and last line of the paste, from 1, inclusive."""
    count: int = 1
    """How often the message stands in the paste."""
    variables: Mapping[str, Variable] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    """Placeholders without a value that Resolution or Verification show."""
    revision_reason: str = ""
    supersedes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    words: tuple[Span, ...] = ()
    """The matched literal words, for highlighting; not part of the JSON."""

    def to_json(self) -> dict[str, Any]:
        """As in the result's `best`."""
        return {
            "article": self.article,
            "revision": self.revision,
            "title": self.title,
            "score": self.score,
            "signature": self.signature,
            "span": self.span and list(self.span),
            "lines": self.lines and list(self.lines),
            "count": self.count,
            "variables": {name: one.to_json() for name, one in self.variables.items()},
            "missing": list(self.missing),
            "revision_reason": self.revision_reason,
            "supersedes": list(self.supersedes),
            "notes": list(self.notes),
            "evidence": [
                {"name": one.name, "weight": one.weight, "note": one.note} for one in self.evidence
            ],
        }


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The answer to one paste."""

    verdict: Verdict
    reason: Reason
    best: Match | None = None
    """The first candidate; None where the verdict is none."""
    candidates: tuple[Match, ...] = ()
    """Runners-up, best first, at most five."""
    others: tuple[Match, ...] = ()
    """Further errors of the same paste."""
    characters: int = 0
    """How long the paste was."""
    used: int = 0
    """How much of it was looked at."""

    def to_json(self) -> dict[str, Any]:
        """The dictionary that leaves every edge: schema `kbassist.match/1`."""
        return {
            "schema": "kbassist.match/1",
            "verdict": str(self.verdict),
            "reason": str(self.reason),
            "best": self.best and self.best.to_json(),
            "candidates": [one.to_json() for one in self.candidates],
            "others": [one.to_json() for one in self.others],
            "input": {"characters": self.characters, "used": self.used},
        }


class SearchHit(NamedTuple):
    """A revision found by a look-up."""

    revision: Revision
    section: str
    """The section in which the words stand; empty where only title or keywords hold them."""
    excerpt: tuple[tuple[str, bool], ...]
    """A piece of its text: (text, whether these are words searched for)."""
    score: float
    """Higher is better; only comparable within one search."""


class Form(StrEnum):
    """How much a snippet says."""

    LINE = "line"
    SUMMARY = "summary"
    FULL = "full"


class Wording(NamedTuple):
    """What a snippet says around an article's parts, and in which order they come."""

    nodes: Nodes
    """Paragraphs and headings; the slots named in `PARTS` and `FACTS` are filled by the snippet itself."""
    language: str = "en"
    form: Form = Form.FULL
    ticket: str = ""
    """The ticket that the snippet is for, or empty."""
    path: str = ""
    """The desk's own file that says it; empty where it is the program's wording."""
    faults: tuple[ArticleFault, ...] = ()
    """What is wrong with that file."""


PARTS = ("title", "notes", "facts", "cause", "steps", "lead", "verification", "risks", "escalation")
"""Slots of a wording that stand alone on a line, for several lines; `title` may stand in a line, too."""
FACTS = ("article", "revision", "state", "ticket", "component")
"""Slots of a wording for a few words."""
INTERNAL_ONLY = ("facts", "lead", "risks", "escalation", "state", "component")
"""Those of them that are empty for anybody but the desk."""


class SnippetSection(NamedTuple):
    """One section of a snippet, filled in."""

    name: str
    nodes: Nodes


@dataclass(frozen=True, slots=True)
class Snippet:
    """A revision tailored to the values found and to its reader, before a format is chosen."""

    article: str
    revision: str
    title: tuple[Inline, ...]
    audience: Audience
    """Whom this text is for; every rendering says it."""
    confidence: Confidence
    sections: tuple[SnippetSection, ...]
    variables: Mapping[str, Variable] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    """Placeholder → its name on screen."""
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader must know first: the same user twice, a value that is the article's example."""
    source: str = ""
    successor: str | None = None
    bare: bool = False
    """Whether the article is but a message of a catalogue."""
    components: tuple[Component, ...] = ()
    match: Match | None = None
    """Where to escalate, and how it was found; only ever set for the internal audience."""
    wording: Wording | None = None
    """What is said around it; None: title and sections as the article has them."""
    receipt: str = ""
    """The line that it ends with unless it is but a line, see `receipt`; none where it is empty."""
