"""A paste → lines of tokens that remember their place in it; all repair of noise.

What a customer sends has been through mail programs, browsers, loggers and screens. `normalise` undoes
what those did to it: terminal sequences, quoted-printable, JSON escapes, markup and entities, mail
quoting, invisible characters, odd blanks. Each repair keeps, for every character that is left, the span
of the paste it came from, so that a match can be shown where it stands. Letters are folded token by
token, never over the whole text: folding may change lengths, tokens carry their places themselves.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from kbassist.model import Span

LIMIT = 1_000_000
"""Characters of a paste that are looked at, half at its beginning and half at its end, where logs fail."""
LONGEST_LINE = 4_000
"""Characters after which a line is broken in two, at the next blank if there is one soon."""

LOOSE = 3
"""Lines in a row that are joined though nothing but a small letter speaks for it."""

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
"""Characters that show nothing: soft hyphens, zero-width and bidi marks (a class for patterns)."""
_SURROGATES = "[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]"
_INVISIBLE = f"[{INVISIBLE}]+"
_UNPRINTABLE = f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{INVISIBLE}\ud800-\udfff]"
_ESCAPES = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # control sequences, 7 and 8 bit
    r"|\x1b[\]PX^_][^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"  # strings, closed or not
    r"|[\x90\x98\x9d-\x9f][^\x07\x1b\x90\x98\x9c-\x9f\n]*(?:\x07|\x1b\\|\x9c)"  # 8 bit, closed
    r"|\x1b[ -/]*[0-~]?"
    r"|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+"
)
_LINE_ENDS = "\r\n?|[\x0b\x0c\x85\u2028\u2029]"
_SOFT_BREAK = r"=[ \t]*\n"
_QUOTED_BYTES = (
    r"=[CD][0-9A-F]=[89AB][0-9A-F]|=E[0-9A-F](?:=[89AB][0-9A-F]){2}|=F[0-7](?:=[89AB][0-9A-F]){3}"
    r"|=[0-9A-F]{2}"
)
"""One character of quoted-printable, in UTF-8 or in a code page of one byte."""
_QUOTED_PRINTABLE = r"=\n|=3D|=20\n|=(?:C2|C3|E2)=[89AB][0-9A-F]|=C3="
_PERCENT_BYTES = r"(?:%[0-9A-Fa-f]{2})+"
_UNICODE_ESCAPE = r"\\u([0-9a-fA-F]{4})|\\(_)"
_JSON = r"\"\s*:\s*[\"{\[]"
_JSON_ESCAPE = r"\\([/\\nrtbf'\"])"
_JSON_LETTERS = {
    "n": "\n",
    "r": "\n",
    "t": "\t",
    "b": "",
    "f": "\n",
    "/": "/",
    "\\": "\\",
    "'": "'",
    '"': '"',
}
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_BLOCK_TAGS = "p|br|div|tr|table|tbody|thead|li|ul|ol|h[1-6]|blockquote|hr|pre|html|body|head"
_INLINE_TAGS = (
    "span|b|i|u|em|strong|font|a|td|th|code|tt|img|small|sub|sup|o:p|s|mark|meta|link|label"
)
_CLOSING = r"</([A-Za-z][\w:.-]{0,60})\s*>"
_DROPPED = (
    r"(?is)<(script|style|title)\b[^<>]{0,2000}>[^<]*</\1\s*>|<!--.{0,2000}?-->|<!\[CDATA\[|\]\]>"
)
_MAIL_QUOTE = r"(?m)^[ \t]*(?:>(?![\w=])[ \t]?|>(?=[>\w]))+[ \t]?"
_BOX = "\u2500-\u257f"
"""Lines and corners with which terminals draw frames."""
_UPRIGHT = r"[\u2502\u2503\u2551]"
_EDGE = rf"(?m)^[ \t]*(?=[^\n]*[-={_BOX}]{{3}})[-=+|{_BOX}]{{5,}}[ \t]*$"
"""The upper or lower edge of a frame."""
_WRAPPED_ROW = r"(?<=\w)\|[ \t]*\n[ \t]*\|[ \t]+(?=\w)"
"""Between two rows of a frame, where the words of the first touch its border."""
_BORDER = r"(?m)^[ \t]*\|(?=[^\n]+\|[ \t]*$)|(?<=[^\n|])\|[ \t]*$"

_LOOKALIKES: dict[int, str] = {
    **{0xFF01 + i: chr(0x21 + i) for i in range(94)},
    **dict.fromkeys(
        map(ord, "\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u00b4\u0060\uff07\u02bc\u02b9"), "'"
    ),
    **dict.fromkeys(
        map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d\u300e\u300f"), '"'
    ),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u1680\u202f\u205f\u3000\t"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    0x203F: "_",
}
"""One character for one: quotes, dashes, blanks and full-width forms as a keyboard would type them."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RULING = r"(?:\.\.+|\u2026)[.\u2026]*|-{3,}|={3,}|\*{3,}|#{3,}|~{3,}|\+{3,}|_{3,}"
_DOUBLED = re.compile(r"([.=*#~+_-])\1")
"""Where this is not found, there is no ruling either; it is found much sooner."""
_TOKEN = re.compile(rf"[^\W_]++(?:[\u0300-\u036f]++[^\W_]*+)*+|{_RULING}|(?!\\['\"])[^\w\s]|_")
"""A word (letters and digits), a run of dots or of ruling, one other mark; of a text without CJK."""
_SIMPLE_TOKEN = re.compile(r"[a-z0-9]+|(?!\\['\"])[^\w\s]|_")
"""The same in a text of small ASCII letters without any ruling."""

_STAMP = (
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\b)?"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? +\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?"
    r"|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d|\d{1,2}:\d\d:\d\d(?:[.,]\d+)?|1[0-9]{9}(?:[0-9]{3})?\b"
)
_LEVEL = (
    r"(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|ERR|FATAL|SEVERE|CRITICAL|PANIC"
    r"|FEHLER|WARNUNG|ERREUR)"
)
_PREFIXES = re.compile(
    rf"(?:\s+|(?:{_STAMP})(?=[\s\]|,;#-]|$)|\[[^\]\n]{{1,48}}\](?=\s|$|:)|{_LEVEL}\b ?[:|#-]*(?=\s|$|#)"
    rf"|(?:error|warning|fatal|erreur|fehler)(?: [A-Z]{{0,4}}\d+)? ?:(?=\s)|Error \d+:|{_LEVEL} - "
    r"|(?:level|lvl|severity|ts|time|logger|thread)=(?:\"[^\"]*\"|\S+)|(?:msg|message)=|\d+>"
    r"|std(?:err|out) ?\||[VDIWEF]/[\w.$-]+ ?\( ?\d+\):|(?:[\w.-]+ )?[\w.-]+\[\d+\]:"
    r"|Exception in thread \S+(?: |$)"
    r"|[-*\u2022\u00b7|#](?=\s)"
    r"|(?:(?:[a-z]\w+\.)+[\w$]+(?:Exception|Error)|[A-Z]\w+(?:Exception|Error)): ){0,12}"
)
"""What loggers and consoles write before a message, piece by piece."""
_FRAME = r"\s*(?:at [\w.$<>/]+\(|\.\.\. \d+ (?:more|common)|File \"[^\"]+\", line \d+)"
_CONTINUED_CELL = r"\s+\|"
_SPEAKER = r"\s*[A-Z][\w.-]{1,20}(?: [A-Z][\w.-]{1,20})?: "
"""What begins the lines of a conversation: `Agent: `."""
_OPENS = rf"\s*(?:{_STAMP}|\[|{_LEVEL}\b|[-*\u2022\u00b7]\s|\d+[.)]\s|Caused by|--)"


class Token(NamedTuple):
    """A folded word or mark and where it stands in the paste."""

    text: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Line:
    """One line of the repaired text."""

    text: str
    """Repaired, not folded; lookalikes (smart quotes, odd blanks) are already plain."""
    start: int
    """Offset of its first character in the repaired text."""
    tokens: list[str]
    """Its folded tokens."""
    joined: int = 0
    """Whether it may go on the message of the line before: 0 no, 1 perhaps, 2 wrapped at full width."""
    _spans: list[Span] | None = field(default=None, repr=False)

    @property
    def spans(self) -> list[Span]:
        """Each token's place in `text`."""
        if self._spans is None:
            self._spans = [found.span() for found in _token(self.text).finditer(self.text)]
        return self._spans

    @property
    def body(self) -> int:
        """Offset in `text` at which the message begins: time stamps, levels and the like are over."""
        return message_start(self.text)


@dataclass(slots=True, eq=False, repr=False)
class Text:
    """A paste, repaired and cut into lines of tokens."""

    paste: str
    used: int
    """How many characters of the paste were looked at."""
    repaired: str
    """What a person would read; values are taken from it."""
    readable: str
    """The same with plain quotation marks, dashes and blanks, character by character."""
    lines: list[Line]
    starts: array[int] | None = None
    """Repaired offset → where that character begins in the paste; None: nothing was moved."""
    ends: array[int] | None = None
    """Repaired offset → where that character ends in the paste."""

    def span(self, start: int, end: int) -> Span:
        """The place in the paste of `repaired[start:end]`."""
        if self.starts is None or self.ends is None:
            return start, end
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else len(self.paste)
            return place, place
        return self.starts[start], self.ends[end - 1]

    def __iter__(self) -> Iterator[Token]:
        for line in self.lines:
            for token, (start, end) in zip(line.tokens, line.spans, strict=True):
                yield Token(token, *self.span(line.start + start, line.start + end))

    def line_numbers(self, span: Span) -> tuple[int, int]:
        """First and last line of the paste that *span* touches, from 1."""
        first = _count_lines(self.paste, 0, span[0]) + 1
        return first, first + _count_lines(self.paste, span[0], max(span[0], span[1] - 1))


def _count_lines(text: str, start: int, end: int) -> int:
    return text.count("\n", start, end) + sum(
        1
        for found in re.finditer("\r(?!\n)", text[start:end])
        if text[start + found.end() :][:1] != "\n"
    )


# ---------------------------------------------------------------------------------------- encodings


def decode(data: bytes) -> str:
    """Text from a file or a pipe: UTF-8, UTF-16 with or without its mark, else Windows-1252."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    head = data[:4000]
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(head) >= 4 and zeros.count(0) > 0.6 * len(zeros) and head.count(0) < 0.7 * len(head):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > len(data) - 4:
            return data.decode("utf-8", errors="ignore")
        return data.decode("cp1252", errors="replace")


def clean(value: str) -> str:
    """*value* without any control, bidi or invisible character; safe for terminals and tickets.

    Tabs stay, and line ends, all of them as `\\n`: a carriage return would overwrite its line.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(_UNPRINTABLE, "", re.sub(_ESCAPES, "", value))


# ------------------------------------------------------------------------------------------ repairs


class _Repair:
    """A text under repair, with the place in the paste of each of its characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: array[int] | None = None
        self.ends: array[int] | None = None

    def replace(self, pattern: str, by: Callable[[re.Match[str]], str | None]) -> None:
        """Replace what *pattern* finds by what *by* makes of it; None leaves it alone."""
        text, pieces, position = self.text, [], 0
        starts, ends = array("q"), array("q")
        old_starts, old_ends = self.starts, self.ends
        for found in re.finditer(pattern, text):
            new = by(found)
            if new is None or new == found[0]:
                continue
            if old_starts is None or old_ends is None:
                old_starts, old_ends = (
                    array("q", range(len(text))),
                    array("q", range(1, len(text) + 1)),
                )
            start, end = found.span()
            pieces += [text[position:start], new]
            starts += old_starts[position:start]
            ends += old_ends[position:start]
            if new:
                starts += array("q", [old_starts[start]]) * len(new)
                ends += array("q", [old_ends[end - 1]]) * len(new)
            position = end
        if old_starts is None or old_ends is None or not pieces:
            return
        self.text = "".join(pieces) + text[position:]
        self.starts = starts + old_starts[position:]
        self.ends = ends + old_ends[position:]

    def leave_out(self, place: int, count: int) -> None:
        """Let *count* characters of the paste, which the text never had, stand at *place*."""
        starts = self.starts or array("q", range(len(self.text)))
        ends = self.ends or array("q", range(1, len(self.text) + 1))
        self.starts = array("q", [start + count * (start >= place) for start in starts])
        self.ends = array("q", [end + count * (end > place) for end in ends])


def _nothing(_: re.Match[str]) -> str:
    return ""


def _newline(_: re.Match[str]) -> str:
    return "\n"


def _whole(found: re.Match[str]) -> str:
    """The character that a pair of surrogates writes; half a pair is none."""
    return found[0].encode("utf-16", "surrogatepass").decode("utf-16", errors="replace")


def _decoded_bytes(found: re.Match[str]) -> str | None:
    data = bytes.fromhex(found[0].replace("=", ""))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="ignore")


def _decoded_percent(found: re.Match[str]) -> str | None:
    try:
        return bytes.fromhex(found[0].replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _unescaped(found: re.Match[str]) -> str | None:
    if found[2]:
        word = found.string[max(0, found.start() - 80) : found.start()].split(" ")[-1]
        return None if ":\\" in word else found[2]  # a backslash in a path is one
    character = chr(int(found[1], 16))
    return None if "\ud800" <= character <= "\udfff" else character


def _entity(found: re.Match[str]) -> str | None:
    from html import unescape

    text = unescape(found[0])
    return text if len(text) < 2 else None


def _same_width(found: re.Match[str]) -> str | None:
    """Nothing, where two rows of a frame are one: a word of as many characters as fit goes on below."""
    text = found.string
    first = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
    after = text.find("\n", found.end())
    second = text[text.index("\n", found.start()) + 1 : after if after >= 0 else len(text)]
    return "" if len(first.strip()) + 1 == len(second.strip()) and first.count("|") == 1 else None


def _tags(text: str) -> str:
    """The tags of HTML, and those of other markup that are closed somewhere in *text*."""
    known = re.compile(rf"(?:{_BLOCK_TAGS}|{_INLINE_TAGS})", re.IGNORECASE)
    others = {n for n in set(re.findall(_CLOSING, text)) if not known.fullmatch(n)}
    more = "".join("|" + re.escape(name) for name in sorted(others)[:40])
    return rf"(?i)</?({_BLOCK_TAGS}|{_INLINE_TAGS}{more})(?:[\s/](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?/?>"


_INLINE = f"(?i:{_INLINE_TAGS})"
_CELL = r"(?i)</?t[dh]"


def _untagged(found: re.Match[str]) -> str:
    if re.match(_CELL, found[0]):
        return " "
    return "" if re.fullmatch(_INLINE, found[1]) else "\n"


def _repaired(paste: str) -> _Repair:
    """Undo what carried the text here; each step only where its traces are seen."""
    work = _Repair(paste)
    _unescape(work)
    without = work.text
    if "=" in paste and re.search(_QUOTED_PRINTABLE, work.text):
        work.replace(_SOFT_BREAK, _nothing)
        work.replace(_QUOTED_BYTES, _decoded_bytes)
    if work.text.count("%20") > 1:
        work.replace(_PERCENT_BYTES, _decoded_percent)
    if "\\" in paste:
        work.replace(_UNICODE_ESCAPE, _unescaped)
        if re.search(_JSON, work.text):
            work.replace(_JSON_ESCAPE, lambda found: _JSON_LETTERS[found[1]])
    for _ in range(2):  # markup inside markup: a fault quoted in a page
        if "<" in work.text and (">" in work.text):
            work.replace(_DROPPED, _nothing)
            work.replace(_tags(work.text), _untagged)
        if "&" not in work.text:
            break
        work.replace(_ENTITY, _entity)
    if work.text is not without:
        _unescape(work)
    if not work.text.isascii():
        work.replace(_INVISIBLE, _nothing)
    if ">" in work.text:
        work.replace(_MAIL_QUOTE, _nothing)
    if not work.text.isascii():
        work.replace(_UPRIGHT, lambda _: "|")
    if "|" in work.text and work.text.count("|\n") > 1:
        work.replace(_EDGE, _nothing)
        work.replace(_WRAPPED_ROW, _same_width)
        work.replace(_BORDER, _nothing)
    return work


def _unescape(work: _Repair) -> None:
    """Take control sequences away; make one of all line ends."""
    if work.text.isprintable():
        return
    beyond = not work.text.isascii()
    if beyond or any(end in work.text for end in "\r\x0b\x0c"):
        work.replace(_LINE_ENDS, _newline)
    work.replace(_ESCAPES, _nothing)
    if beyond:
        work.replace(_SURROGATES, _whole)


# ------------------------------------------------------------------------------------------- tokens


@lru_cache(maxsize=65536)
def fold(token: str) -> str:
    """The form in which tokens are compared: case, Unicode form and length of rulings are gone."""
    if token.isascii():
        token = token.lower()
        return token[:3] if len(token) > 2 and not token.isalnum() else _DOTS.get(token, token)
    token = unicodedata.normalize("NFKC", token).casefold()
    return "..." if token.startswith("..") else token


_DOTS = {"..": "..."}


@cache
def _token_beside_cjk() -> re.Pattern[str]:
    """As `_TOKEN`, and each CJK character by itself; such large sets take long to compile."""
    word = rf"[^\W_{_CJK}]"
    return re.compile(
        rf"{word}++(?:[\u0300-\u036f]++{word}*+)*+|[{_CJK}]|{_RULING}|(?!\\['\"])[^\w\s]|_"
    )


def _token(text: str) -> re.Pattern[str]:
    """What a token of *text* is."""
    return _TOKEN if text.isascii() or max(text) < _CJK[0] else _token_beside_cjk()


def tokenise(text: str) -> list[str]:
    """The folded tokens of *text*.

    >>> tokenise("'User _SVC-1'…")
    ["'", 'user', '_', 'svc', '-', '1', "'", '...']
    """
    return _tokens(plain(text))


def split(text: str) -> list[str]:
    """The tokens of *text*, not folded."""
    text = plain(text)
    return _token(text).findall(text)


def places(text: str) -> list[Span]:
    """Where each token of *text* stands."""
    return [found.span() for found in _token(text).finditer(plain(text))]


def plain(text: str) -> str:
    """*text* with lookalikes as a keyboard would type them; no character moves."""
    if text.isascii() and "`" not in text and "\t" not in text:
        return text
    return _lookalike().sub(lambda found: _LOOKALIKES[ord(found[0])], text)


@cache
def _lookalike() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, _LOOKALIKES)))}]")


def _tokens(text: str) -> list[str]:
    if not _DOUBLED.search(text):
        if text.isascii():
            return _SIMPLE_TOKEN.findall(text.lower())
        if unicodedata.is_normalized("NFKC", text) and max(text) < _CJK[0]:
            return _TOKEN.findall(text.casefold())
    return list(map(fold, _token(text).findall(text)))


def message_start(line: str) -> int:
    """Where the message of *line* begins, behind time stamp, level, thread and the like."""
    found = _PREFIXES.match(line)
    position = found.end() if found else 0
    return position if position < len(line.rstrip()) else 0


def _quotation(line: str, opened: str) -> str:
    """The mark with which a quotation was opened that is still open behind *line*; *opened*: before it."""
    if opened:
        return opened if line.strip() and not re.search(opened + _CLOSES, line) else ""
    found = re.search(_UNCLOSED, line)
    return found[1] if found else ""


def _joins(before: str, line: str, width: int, quoted: str) -> int:
    """Whether *line* may continue *before*: 2 where that was full at about *width* characters.

    Or where the quotation ends in it that was opened by the mark *quoted*.
    """
    if not before.strip() or not line.strip() or re.match(_FRAME, line) or re.match(_FRAME, before):
        return 0
    if quoted:
        return 2 if re.search(quoted + _CLOSES, line) else 1
    if re.match(_OPENS, line):
        return 0
    word = line.split(None, 1)[0]
    if word == before.split(None, 1)[0] and (len(word) > 3 or word[0].isupper()):
        return 0  # a list
    if re.match(_SPEAKER, before) and re.match(_SPEAKER, line):
        return 0
    if len(before.rstrip()) + 1 + len(word) > width:
        return 2
    first = line.lstrip()[0]
    ended = before.rstrip()[-1] in ".:;!?"
    return int(not ended and not first.isupper() and len(line) - len(line.lstrip()) < 2)


_CLOSES = r"(?!\w)"
_UNCLOSED = r"(?:^|(?<=[\s(:]))(['\"])(?=\w)(?!.*\1(?!\w))"
"""A quotation mark before a word, and no such mark behind one in the rest of the line."""


def normalise(paste: str) -> Text:
    """Repair *paste* and cut it into lines of tokens.

    At most `LIMIT` characters are looked at, what is in the middle of more is left out; `Text.used` says
    how many. Never raises.
    """
    used = min(len(paste), LIMIT)
    if used == len(paste):
        work = _repaired(paste)
    else:
        head = LIMIT // 2
        work = _repaired(f"{paste[:head]}\n{paste[head - LIMIT :]}")
        work.leave_out(head, len(paste) - LIMIT - 1)
    repaired = work.text
    readable = plain(repaired)
    lines: list[Line] = []
    start, before, run, quoted = 0, "", 0, ""
    widths = _widths(readable)
    for number, content in enumerate(readable.split("\n")):
        cell = re.match(_CONTINUED_CELL, content) if before else None
        if cell:
            start += cell.end()
        for piece in _pieces(content[cell.end() :] if cell else content):
            tokens = _tokens(piece)
            if tokens:
                joined = 0
                if cell or len(piece) < len(content):
                    joined = 2 if before else 0
                elif before:
                    joined = _joins(before, piece, widths[number], quoted)
                run = run + 1 if joined == 1 else 0
                lines.append(Line(piece, start, tokens, 0 if run > LOOSE else joined))
            quoted = _quotation(piece, quoted)
            before = piece
            start += len(piece)
        start += 1
    return Text(paste, used, repaired, readable, lines, work.starts, work.ends)


def _widths(text: str) -> list[int]:
    """For each line the width at which its paragraph seems to be wrapped."""
    widths: list[int] = []
    paragraph: list[int] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            paragraph.append(len(line.rstrip()))
            continue
        widths += [max(paragraph)] * len(paragraph) if paragraph else []
        widths.append(0)
        paragraph = []
    return widths


def _pieces(line: str) -> Iterator[str]:
    """*line*, in pieces of at most about `LONGEST_LINE` characters."""
    position = 0
    while len(line) - position > LONGEST_LINE:
        blank = line.find(" ", position + LONGEST_LINE - 200, position + LONGEST_LINE)
        end = blank + 1 if blank >= 0 else position + LONGEST_LINE
        yield line[position:end]
        position = end
    yield line[position:] if position else line
