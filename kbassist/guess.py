"""A pasted error → which of its lines is the message, and which of its words are values.

Everything here is a guess for a person to correct: a value is what looks like one (a path, an address,
a time, something in quotation marks, a word with digits in it), and is called by the noun before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kbassist.keys import code_key
from kbassist.match import Rarity
from kbassist.match.capture import is_person
from kbassist.model import Kind, Slot, Template
from kbassist.redact import KINDS
from kbassist.text import Line, Text, clean, message_start

MOST = 9
"""Lines that are offered."""
LONGEST = 400
"""Characters of a line that is a message."""
WRAPPED = 3
"""Further lines over which a mail program may have wrapped a message."""
ENOUGH = 60.0
"""Bits beyond which a line says no more by being longer."""


class Value(NamedTuple):
    """A stretch of a message that is taken for a value."""

    start: int
    end: int
    name: str
    kind: Kind


class Guess(NamedTuple):
    """A message with what is taken for values in it, in order."""

    message: str
    values: tuple[Value, ...]
    codes: tuple[str, ...] = ()
    """Message codes that stand before it."""

    @property
    def template(self) -> Template:
        """The message with a slot for each value."""
        pieces: list[str | Slot] = []
        position = 0
        for one in self.values:
            if one.start > position:
                pieces.append(self.message[position : one.start])
            pieces.append(Slot(one.name))
            position = one.end
        if position < len(self.message):
            pieces.append(self.message[position:])
        return tuple(pieces)

    @property
    def said(self) -> dict[str, str]:
        """What stands in the place of each name."""
        return {one.name: self.message[one.start : one.end] for one in self.values}

    @property
    def kinds(self) -> dict[str, Kind]:
        """The kind of each name."""
        return {one.name: one.kind for one in self.values}

    def renamed(self, name: str, new: str) -> Guess:
        """The same with another name for a value."""
        return self._replace(
            values=tuple(v._replace(name=new) if v.name == name else v for v in self.values)
        )

    def of_kind(self, name: str, kind: Kind) -> Guess:
        """The same with another kind of a value."""
        return self._replace(
            values=tuple(v._replace(kind=kind) if v.name == name else v for v in self.values)
        )

    def without(self, name: str) -> Guess:
        """The same with a value taken for words again."""
        return self._replace(values=tuple(v for v in self.values if v.name != name))

    def having(self, words: str) -> Guess | None:
        """The same with *words* of the message taken for a value; None where they do not stand there."""
        taken = [(v.start, v.end) for v in self.values]
        for found in re.finditer(re.escape(words), self.message):
            start, end = found.span()
            if words and not any(a < end and start < b for a, b in taken):
                kind = kind_of(words)
                name = _free(
                    _noun(self.message[:start]) or str(kind), {v.name for v in self.values}
                )
                values = sorted((*self.values, Value(start, end, name, kind)))
                return self._replace(values=tuple(values))
        return None


# ---------------------------------------------------------------------------------------- the message

_CUE = re.compile(
    r"error|exception|fail|could ?n[o']t|can ?n[o']t|unable|denied|invalid"
    r"|not (?:found|allowed|permitted|valid)|refused|already|missing|illegal|timed? ?out|exceed|unknown"
    r"|unexpected|expired|abort|forbidden"
    r"|fehler|nicht|kein|ungültig|erreur|impossible|inconnu",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\b(?:ERROR|FATAL|SEVERE|CRITICAL|PANIC|FEHLER)\b|Caused by:|Exception")
_FRAME = re.compile(r"\s*(?:at [\w.$<>/]+\(|\.\.\. \d+ (?:more|common)|File \"[^\"]+\", line \d+)")
_TALK = re.compile(
    r"\s*(?:hi|hello|dear|hallo|liebe[rs]?|guten (?:tag|morgen)|thanks|thank you|regards|best|kind"
    r"|mit freundl|viele grüße|from|to|cc|subject|sent|date|von|an|betreff|gesendet|please|bitte|we|i|ich|wir"
    r"|traceback)\b",
    re.IGNORECASE,
)
_CAUSED = re.compile(
    r"^(?:Caused by:\s*)?(?:(?:[a-z]\w*\.)+[\w$]+(?:Exception|Error)\b:?\s*)?"
    r"(?:(?:[a-z]\w*\.)+[A-Z][\w$]*(?:\s+-|:)\s+)?"
)
"""What stands before a message: the names of an exception, of a logger."""
_CLOCK = re.compile(r"\[?\d{1,2}:\d\d\]?[ \t]+(?=[A-Z])")
"""A time without seconds; within a message such a number may be anything."""
_SAID = re.compile(r"[\"“„«'‘]([^\"“”„«»]{12,300}?)[\"”“»'’](?![^\W_])")


def messages(text: Text, rarity: Rarity) -> list[str]:
    """What may be the message of a paste, likeliest first; the noise around it is gone."""
    found: dict[str, float] = {}
    wrapped = 0
    for i, line in enumerate(text.lines):
        if wrapped or _FRAME.match(line.text):
            wrapped = max(0, wrapped - 1)
            continue
        whole = line.text.rstrip()
        for more in text.lines[i + 1 : i + 1 + WRAPPED]:
            said = more.text.strip()
            if more.joined != 2 or (whole[-1] in ".!?" and said[:1].isupper()):
                break
            whole += " " + said
            wrapped += 1
        for message, bonus in _in_line(line, whole):
            score = min(ENOUGH, _bits(message, rarity)) * bonus
            found[message] = max(score, found.get(message, 0.0))
    return sorted((one for one in found if found[one]), key=lambda one: -found[one])[:MOST]


def _in_line(line: Line, whole: str) -> Iterator[tuple[str, float]]:
    """The messages that a line may hold, each with how much speaks for it."""
    body = line.body
    level = (
        1.5 if _LEVEL.search(line.text[:body]) or whole.lstrip().startswith("Caused by") else 1.0
    )
    talk = 0.4 if _TALK.match(whole[body:]) else 1.0
    for said in _SAID.finditer(whole):
        if len(said[1].split()) > 2 and _CUE.search(said[1]):
            yield trimmed(said[1]), 1.6
    rest = whole[body:].strip()
    if clock := _CLOCK.match(rest):
        rest = rest[clock.end() :]
        rest = rest[message_start(rest) :]
    message = trimmed(_CAUSED.sub("", rest, count=1))
    if message and len(message) <= LONGEST:
        yield message, level * talk * (1.4 if _CUE.search(message) else 1.0)


def _bits(message: str, rarity: Rarity) -> float:
    from kbassist.text import tokenise

    words = {token for token in tokenise(message) if token[0].isalpha()}
    return sum(map(rarity.weight, words)) if len(words) > 1 else 0.0


def trimmed(message: str) -> str:
    """*message* on one line, without quotation marks around it, nor a full stop at its end.

    >>> trimmed("'The buoy is lost.' ")
    'The buoy is lost'
    """
    message = " ".join(clean(message).split())
    while len(message) > 1 and message[0] + message[-1] in (
        "''",
        '""',
        "“”",
        "„“",
        "«»",
        "‘’",
        "()",
    ):
        message = message[1:-1].strip()
    return re.sub(r"(?<![.\s])[.;,]$", "", message)


# ----------------------------------------------------------------------------------------- its values

_SHAPES: Mapping[str, tuple[Kind, str]] = {
    "url": (Kind.URL, r"[a-z][a-z0-9+.-]*://[^\s'\"<>,;)\]]+"),
    "email": (Kind.EMAIL, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "guid": (Kind.GUID, r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|[0-9A-F]{32}"),
    "time": (
        Kind.TIME,
        r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
        r"|\d{1,2}[/.]\d{1,2}[/.]\d{4}(?:,? \d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?)?|\d{1,2}:\d\d:\d\d",
    ),
    "path": (
        Kind.PATH,
        r"[A-Za-z]:\\[^\s'\"<>|*?,;)]+|\\\\[\w.-]+\\[^\s'\"<>|*?,;)]+|/(?:[\w.@+~-]+/)+[\w.@+~-]*"
        r"|/(?:etc|tmp|var|usr|opt|home|dev)\b[\w./@+~-]*",
    ),
    "address": (Kind.HOST, r"\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:]{3,}\]"),
    "host": (
        Kind.HOST,
        r"(?:[a-z0-9-]+\.)+(?:com|org|net|local|internal|corp|lan|intra|example|test|io|de|fr|uk|eu|gov|edu)",
    ),
    "version": (Kind.VERSION, r"[vV]?\d+(?:\.\d+){2,}(?:[-+][\w.]+)?"),
    "hex": (Kind.NUMBER, r"0[xX][0-9a-fA-F]+"),
    "user": (Kind.USER_ID, r"_[A-Z0-9][A-Z0-9_]+"),
    "id": (Kind.ID, r"(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9]\w*(?:-\w+)*|[A-Z]+(?:_[A-Z0-9]+)+"),
    "number": (Kind.NUMBER, r"[-+]?\d+(?:[.,]\d+)*%?"),
}
"""What looks like a value by itself, the surest first."""
_VALUE = re.compile(
    "|".join(
        rf"(?P<{name}>(?<![\w./\\-])(?:{shape})(?![\w]))" for name, (_, shape) in _SHAPES.items()
    )
    + rf"|(?P<token>\[(?:{'|'.join(KINDS)})-[1-9]\d{{0,8}}\])"
    r"|(?P<quoted>(?<![^\s(\[=:,])(?:'(?P<q1>[^']{1,60})'|\"(?P<q2>[^\"]{1,60})\"|“(?P<q3>[^”]{1,60})”"
    r"|„(?P<q4>[^“”]{1,60})[“”]|«(?P<q5>[^»]{1,60})»|‘(?P<q6>[^’]{1,60})’)(?![^\W_]))"
    r"|\b(?i:users?|benutzers?|account|login) (?P<login>[A-Z][A-Z0-9_]{2,})\b"
    r"|\b(?i:user(?:[ _]?(?:name|id))?|uid|benutzer(?:name)?|account|log[io]n)=(?P<named>[A-Za-z][\w.-]*\w)"
)
_NOBODY = frozenset(("null", "none", "nil", "undefined", "true", "false", "unknown", "anonymous"))
"""What stands behind `user=` and is nobody's name."""
_QUOTES = ("q1", "q2", "q3", "q4", "q5", "q6")
_NO_VALUE = re.compile(
    r"(?:UTF|ISO|SHA|TLS|SSL|MD|HTTP|OAuth|Base|AES|RSA|X|IPv|RFC|Win|x|utf|sha|md|amd|i)[-_]?\d[\w.-]*"
    r"|\d+(?:st|nd|rd|th)|[A-Z]\d|ICM_[A-Z_]+|[A-Z]+(?:_[A-Z]+)+|(?:HTTP|TLS)v?\d.*"
)
"""Words with digits that name things which do not change; constants."""
_FIXED_BEFORE = re.compile(
    r"(?:error|errno|code|status|statusCode|http|sqlstate|sqlcode|rc|rfc|return code|exit code|fehler|level)"
    r"(?: (?:code|status|number))?[\s:=#(]*$",
    re.IGNORECASE,
)
"""What stands before a number that tells one message from another."""
_HEAD = re.compile(
    r"(?:Message (?:no|number)\.? |Meldungsnr\.? )?[\[(]?([A-Z][A-Z0-9_]*[-_ ]?\d{2,}[A-Z]?)[\])]?"
    r"\s*[:\-–]?\s+(?=\S)"
)


def guess(message: str) -> Guess:
    """*message* with what looks like a value in it.

    >>> guess("Printing failed, queue FLOOR3-A is full").template
    ('Printing failed, queue ', Slot(name='queue'), ' is full')
    """
    codes: tuple[str, ...] = ()
    head = _HEAD.match(message)
    start = 0
    if head and code_key(head[1]):
        codes, start = (head[1],), head.end()
    values: list[Value] = []
    taken: set[str] = set()
    for found in _VALUE.finditer(message, start):
        place = _place(found, message)
        if place is None:
            continue
        begin, end, kind = place
        name = _free(_noun(message[:begin], quoted=bool(found["quoted"])) or _usual(kind), taken)
        taken.add(name)
        values.append(Value(begin, end, name, kind))
    return Guess(message, tuple(values), codes)


def _place(found: re.Match[str], message: str) -> tuple[int, int, Kind] | None:
    """Where the value stands that was *found*, and its kind; None if it is none."""
    if found["quoted"]:
        group = next(one for one in _QUOTES if found[one] is not None)
        inside = found[group]
        if not inside.strip() or len(inside.split()) > 5:
            return None
        return (*found.span(group), _by_context(kind_of(inside), message[: found.start()]))
    if found["token"]:
        return (*found.span("token"), Kind.WORD)  # a secret that was taken out, brackets and all
    for group in ("login", "named"):
        if found[group]:
            nobody = found[group].casefold() in _NOBODY
            return None if nobody else (*found.span(group), Kind.USER_ID)
    kind = next(kind for name, (kind, _) in _SHAPES.items() if found[name])
    value, before = found[0], message[: found.start()]
    if is_person(value):
        kind = Kind.USER_ID
    if kind is Kind.ID and _NO_VALUE.fullmatch(value):
        return None
    if kind is Kind.NUMBER and _FIXED_BEFORE.search(before):
        return None
    end = found.end()
    if kind is Kind.NUMBER:
        end -= value.endswith("%")
    elif kind in (Kind.PATH, Kind.URL):
        end -= len(value) - len(value.rstrip(".:"))
    return found.start(), end, _by_context(kind, before)


def kind_of(value: str) -> Kind:
    """What *value* looks like.

    >>> kind_of("/var/tmp/a.txt"), kind_of("FLOOR3-A"), kind_of("two words")
    (<Kind.PATH: 'path'>, <Kind.ID: 'id'>, <Kind.TEXT: 'text'>)
    """
    for kind, shape in _SHAPES.values():
        if re.fullmatch(shape, value):
            return Kind.USER_ID if is_person(value) else kind
    if re.search(r"\s", value):
        return Kind.TEXT
    return (
        Kind.PATH if re.search(r"[/\\]", value) else Kind.ID if value[:1].isalnum() else Kind.TEXT
    )


_USERS = re.compile(
    r"(?:user|benutzer|account|login|logon)s?(?: id| name)?[\s:=\"'“„«(]*$", re.IGNORECASE
)


def _by_context(kind: Kind, before: str) -> Kind:
    """The kind of a value behind the words *before* it."""
    return Kind.USER_ID if kind is Kind.ID and _USERS.search(before) else kind


# ------------------------------------------------------------------------------------------ its names

_NO_NOUNS = frozenset(
    """a an the of in on at to for from with by is are was were be been has have had not no and or as than
    then after before within between into over under until since because could cannot can failed failure
    error closed exceeded expected found got using via only all any some this that these those it its if when
    while reading writing opening loading executing der die das den dem des ein eine einen im am zu zum zur
    von vom mit für bei nach über unter ist sind war wurde nicht kein keine und oder le la les un une de du
    est sont already assigned exists does did do copy move open read write load save delete create start stop
    connect find use access invoke call run parse resolve reach""".split()
)
"""Words that may stand before a value and do not say what it is."""
_USUAL = {
    Kind.TEXT: "value",
    Kind.QUOTED: "value",
    Kind.WORD: "value",
    Kind.USER_ID: "user",
}


def _usual(kind: Kind) -> str:
    return _USUAL.get(kind, str(kind))


def _noun(before: str, quoted: bool = False) -> str:
    """The noun right before a value, as the name of a placeholder; empty where there is none."""
    found = re.search(
        r"([^\W\d_]+)(?:[ _-](id|name|number|no|code|nr))?\s*[:=#]?\s*[\"'“„«‘(\[]*$",
        before,
        re.IGNORECASE,
    )
    if not found:
        return ""
    word = found[1].casefold()
    if word in _NO_NOUNS or len(word) < 3 or not word.isascii():
        return ""
    if not quoted and re.search(r"(?:ed|ing|ly|ten|iert)$", word):
        return ""
    name = "user" if word in ("users", "benutzer", "benutzers") else word
    return f"{name}_{found[2].casefold()}" if found[2] and name != "user" else name


def _free(name: str, taken: set[str]) -> str:
    """*name*, or with a number behind it where it is taken."""
    number = 2
    while (numbered := name if number == 2 else f"{name}_{number - 1}") in taken:
        number += 1
    return numbered
