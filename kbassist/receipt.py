"""The small line in a snippet: which article and revision it was made of, and a check of its text.

    Receipt: 2577062 r2 842x5f2c9ab1x77e0c1

The text is checked by its letters and digits alone: how many of them stand above the line, and a digest of
them, but for the greeting. So it survives what ticket systems do to blanks, quotation marks and markup, and
whatever somebody writes above the letter or below the line, where the closing stands. The last part is a
digest of the article, which tells whether that has changed since.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from html import unescape
from itertools import islice
from typing import Any, NamedTuple

from kbassist import template
from kbassist.model import Audience, Inline, Node, Revision, Snippet
from kbassist.render import page
from kbassist.render.document import parts

BACKTICK = "ˋ"
"""What stands for a backtick in a text for Slack."""
LONGEST = 1_000_000
"""Characters of a text in which receipts are looked for."""
MOST = 100
"""Receipts of a text that are looked at."""


class Receipt(NamedTuple):
    """What such a line says."""

    article: str
    revision: str
    letters: int
    """How many letters and digits of the snippet stand above it."""
    digest: str
    """Of those, 8 hexadecimal digits."""
    edition: str
    """Of the article, see `edition`."""

    def __str__(self) -> str:
        return (
            f"Receipt: {self.article} r{self.revision} {self.letters}x{self.digest}x{self.edition}"
        )


class Found(NamedTuple):
    """A receipt in a text."""

    receipt: Receipt
    altered: bool
    """Whether the text above it is not what it was."""
    above: str = ""
    """The letters that stand between it and the receipt before it."""


def with_receipt(snippet: Snippet, revision: Revision) -> Snippet:
    """*snippet*, made of *revision*, with its receipt, which answers for all but greeting and closing."""
    text = letters(page.plain(page.lines(parts(snippet).middle)))
    number, name = snippet.article, snippet.revision
    made = Receipt(
        number,
        name,
        len(text),
        _digest(number, name, text),
        edition(revision, snippet.audience),
    )
    return replace(snippet, receipt=str(made))


def find(text: str) -> tuple[Found, ...]:
    """The receipts in *text*, as a ticket system gives it back, in order."""
    plain = _plain(text[:LONGEST])
    made: list[Found] = []
    position, above = 0, ""
    for one in islice(_RECEIPT.finditer(plain), MOST):
        piece = _letters(plain[position : one.start()])
        above += piece
        position = one.end()
        receipt = Receipt(
            one["article"], one["revision"], int(one["letters"]), one["digest"], one["edition"]
        )
        said = above[len(above) - receipt.letters :] if receipt.letters <= len(above) else ""
        same = _digest(receipt.article, receipt.revision, said) == receipt.digest
        made.append(Found(receipt, not (same and receipt.letters == len(said)), piece))
    return tuple(made)


def edition(revision: Revision, audience: Audience) -> str:
    """A digest of what the article says, 6 hexadecimal digits.

    What is internal counts for the internal audience only.
    """
    internal = audience is Audience.INTERNAL
    said = [template.dump(revision.title)]
    for section in revision.sections:
        if internal or section.name != "Internal Notes":
            said.append(section.name)
            said += _said(section.nodes, internal)
    return sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:6]


def _said(parts: tuple[Node | Inline, ...], internal: bool) -> Iterator[str]:
    for part in parts:
        if not isinstance(part, Node):
            yield part if isinstance(part, str) else repr(part)
        elif internal or part.kind != "internal":
            yield f"{part.kind} {part.info}"
            yield from _said(part.children, internal)


def _digest(article: str, revision: str, text: str) -> str:
    return sha256(f"{article} {revision} {text}".encode("utf-8", "replace")).hexdigest()[:8]


# ------------------------------------------------------------------------------------ what was altered

ANYTHING = "qxzjanythingjzxq"
"""Stands in a snippet that is made again for what nobody knows any more: its line is not looked for."""
_VALUE = re.compile("qxzj([a-j]+)jzxq")
READ = 50_000
"""Letters above a receipt in which lines are looked for."""


def unknown(number: int) -> str:
    """What stands in a snippet that is made again for the value of its placeholder of that number."""
    return f"qxzj{''.join(chr(ord('a') + int(digit)) for digit in str(number))}jzxq"


def differences(found: Found, again: Snippet) -> tuple[tuple[str, ...], int]:
    """What of *again* is not in the text as it was made, and how many letters are.

    *again* is the snippet as it was, but for its values, see `unknown`.
    """
    text = found.above[-READ:]
    lines = [
        (one, letters(one))
        for line in page.lines(parts(again).middle)
        if (one := "".join(piece.text for piece in line.pieces))
    ]
    values = _values(text, [said for _, said in lines])
    told: list[str] = []
    position, there, before = 0, 0, ""
    for line, said in lines:
        if ANYTHING in said:
            before = ""
            continue
        shown = _VALUE.sub("…", line)
        place = _pattern(said, values).search(text, position) if said else None
        if place is None:
            told += [f"altered or left out: {shown}"] if said else []
            before = "" if said else before
            continue
        if before and place.start() > position:
            told.append(f"added behind: {before}")
        position, there = place.end(), there + len(said)
        *_, last, rest = (None, *_VALUE.split(said))
        before = shown if rest or last in values else ""  # nobody knows where such a value ends
    if before and position < len(text):
        told.append(f"added behind: {before}")
    return tuple(told), there


def _values(text: str, lines: Iterable[str]) -> dict[str, str]:
    """What most of the *lines* in *text* have for each value that other words follow."""
    found: dict[str, Counter[str]] = {}
    for said in lines:
        if ANYTHING in said:
            continue
        place = _pattern(said, {}).search(text)
        last = _VALUE.split(said)
        for name, value in place.groupdict().items() if place else ():
            if len(last[-1]) > 2 or name != last[-2]:
                found.setdefault(name, Counter())[value] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in found.items()}


def _pattern(said: str, values: Mapping[str, str]) -> re.Pattern[str]:
    """What finds a line, whatever its values are; *values* are those known already."""
    made = ""
    here: set[str] = set()
    for number, piece in enumerate(_VALUE.split(said)):
        if not number % 2:
            made += re.escape(piece)
        elif piece in values:
            made += re.escape(values[piece])
        elif piece in here:
            made += f"(?P={piece})"
        else:
            here.add(piece)
            made += f"(?P<{piece}>.{{1,100}}?)"
    return re.compile(made)


# ---------------------------------------------------------------------------------- what is left of a text

_BETWEEN = r"[\W_]{1,20}"
_RECEIPT = re.compile(
    rf"Receipt\W?{_BETWEEN}(?P<article>[^\W_][\w.-]{{0,100}}){_BETWEEN}r(?P<revision>[\w.-]{{1,100}})"
    rf"{_BETWEEN}(?P<letters>\d{{1,7}})x(?P<digest>[0-9a-f]{{8}})x(?P<edition>[0-9a-f]{{6}})"
)
_BLOCK_TAG = re.compile(
    r"<!\[CDATA\[|\]\]>|</?(?:ac:[\w-]{1,40}|p|div|h[1-6]|ul|ol|li|br|hr|pre|blockquote|table|t[rhd]|tbody|thead|aside|section|body|html)"
    r"\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"<ac:parameter (?!ac:name=\"title\")[^<>]{0,200}>[^<>]{0,200}</ac:parameter>"
    r"|<(?:title|style)>[^<>]{0,5000}</(?:title|style)>",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|del|code|tt|span|font|mark|small|sub|sup|main|head|meta|link|article|header"
    r"|ri:[\w-]{1,40})(?![\w:-])[^<>]{0,2000}>|<!DOCTYPE[^<>]{0,100}>",
    re.IGNORECASE,
)
_JIRA = re.compile(
    r"\{(?:code|noformat|quote|panel(?::title=(?P<title>[^{}|\n]{0,200}))?|color)(?:[:|][^{}\n]{0,200})?\}"
    r"|\[/?code\]|^[ \t]{0,40}(?:```|~~~)[`~]{0,40}[\w+-]{0,40}[ \t]{0,40}$",
    re.MULTILINE,
)
_ESCAPE = re.compile(r"\\([^\w\s])")
_ADDRESS = re.compile(r"(?:https?|ftp|mailto):[^\s<>\"'|\[\]()]{1,4000}", re.IGNORECASE)
_MARKS = re.compile(r"[^\w\s.)]|_")
_ITEM = re.compile(r"(?<![^\s.)])(?:\d{1,3}|[a-z]|h[1-6])[.)](?=\s|\Z)")
_LEFT = re.compile(r"[^\w]|_")
_SNIPPET = "kbassist.snippet/1"


def letters(text: str) -> str:
    """The letters and digits of *text*, small; without markup, addresses of links and numbers of items.

    >>> letters("1. Open **Users** (see https://x.example/a)") == letters("<li>Open <b>users</b>&nbsp;(see )")
    True
    """
    return _letters(_plain(text))


def _plain(text: str) -> str:
    """*text* without tags, character references and escapes."""
    text = _of_json(text)
    for _ in range(2):  # what a reference stands for may look like a tag, in every format
        text = _TAG.sub("", _BLOCK_TAG.sub("\n", _DROPPED.sub("", text)))
        text = unescape(text)
    text = _TAG.sub("", _BLOCK_TAG.sub("\n", text))
    text = _ESCAPE.sub(r"\1", text.replace(BACKTICK, "`"))
    return _JIRA.sub(lambda one: f"\n{one['title'] or ''}\n", text)


def _letters(plain: str) -> str:
    plain = _ADDRESS.sub(" ", plain).replace("|", " ")
    plain = unicodedata.normalize("NFKC", plain).casefold()
    plain = unicodedata.normalize("NFKC", plain)
    return _LEFT.sub("", _ITEM.sub(" ", _MARKS.sub("", plain)))


def _of_json(text: str) -> str:
    """The text of an Atlassian document, or of a snippet as JSON; any other text as it is."""
    if not text.lstrip().startswith("{") or not ('"doc"' in text or _SNIPPET in text):
        return text
    import json

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if found.get("schema") != _SNIPPET:
        return "".join(_of_node(found))
    said, receipt = str(found.get("text")), str(found.get("receipt"))
    return said if receipt in said else f"{said}\n{receipt}"


def _of_node(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        elif node.get("type") != "text":
            yield from _of_node(node.get("content"))
            yield "\n"
    elif isinstance(node, list):
        for one in node:
            yield from _of_node(one)
