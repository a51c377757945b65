"""What a value of each kind looks like, and where one ends that the rest of a sentence follows."""

from __future__ import annotations

import re
from functools import cache

from kbassist.model import Kind

SHAPES: dict[Kind, str] = {
    Kind.WORD: r"[^\s'\"<>()\[\]{},;]+",
    Kind.USER_ID: r"[A-Za-z0-9_\u00c0-\u024f]"
    r"(?:[A-Za-z0-9_\u00c0-\u024f]|[.@/$-]|\\(?![nrt](?![a-z])|par\b|x[0-9a-f]{2}|u[0-9a-f]{4}))*",
    Kind.ID: r"[\w][\w.@:/+$-]*",
    Kind.NUMBER: r"0[xX][0-9a-fA-F]+|[-+]?\d(?:[\d.,' ]*\d)?(?:[eE][-+]?\d+)?",
    Kind.CODE: r"[A-Za-z0-9/_~(][A-Za-z0-9/_~().:-]*",
    Kind.PATH: r"(?:[A-Za-z]:)?[^\s'\"<>|*?][^'\"<>|*?\n]*",
    Kind.HOST: r"(?:[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?:\.\d{1,3}){3})?(?:%\w+)?(?![\w:]|\.\w)"
    r"|(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]+(?:%\w+)?\])(?::\d{1,5}\b)?)",
    Kind.URL: r"[A-Za-z][A-Za-z0-9+.-]*:[^\s'\"<>]+|[\w.-]+\.[a-z]{2,}(?:[/:][^\s'\"<>]*)?",
    Kind.EMAIL: r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    Kind.VERSION: r"[vV]?\d(?:[\w.+-]|,(?=\d))*",
    Kind.GUID: r"[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}",
}
"""What a value of each kind looks like: one word, but for `path`; `text`, `time` and `quoted` are whatever
stands there."""

_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|mo|di|mi|do|fr|sa|so)\b"
)
_DAY = rf"{_WEEKDAY}\.?,? "
_MONTH = r"(?:jan|feb|m[aä]r|mrz|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]{0,6}\.?"
_DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d)(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[. -]{{1,2}}{_MONTH}(?:,?[ -]\d{{4}}(?!\d))?"
    rf"|{_MONTH} {{1,2}}\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? \d{{4}}(?![\d:]))?"
    r"|\d{8}(?!\d))"
)
_CLOCK = (
    r"(?:\d{1,2}:\d\d(?::\d\d)?(?:[.,:]\d{1,9})?(?!\d)|\d{1,2}\.\d\d(?= uhr\b)|\d{1,2}(?= ?[ap]\.?m\b)"
    r"|\d{6}(?![\d]))(?: ?(?:a\.m\.|p\.m\.|[ap]m\b|uhr\b))?"
)
_ZONE = (
    r"(?: ?(?:z\b|(?:utc|gmt|[a-z]{1,4}s?t\b)(?:[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d(?!\d)))?"
)
_TIME = (
    r"/date\(-?\d+(?:[+-]\d{4})?\)/|\d{14}(?:\.\d+)?(?!\d)|1\d{9}(?:\d{3})?(?!\d)"
    rf"|(?:{_DAY})?{_DATE}(?:(?:t|,? |_| - |,? (?:at|um|à|@) ){_CLOCK}{_ZONE}(?: \d{{4}}(?!\d))?)?"
    rf"|{_CLOCK}{_ZONE}(?:,? (?:(?:on|am|at) )?(?:{_DAY})?{_DATE}|,? (?:on|am) {_WEEKDAY})?"
)
_ENDING = re.compile(r"\.\w{1,5}[.,;:!?)]*$")
_WINDOWS = re.compile(r"[A-Za-z]:\\|\\\\")
_PATH = re.compile(r"[^\s'\"<>|*?]+")
_NAME = re.compile(r" [\w()-]+\.[a-z]\w{0,3}(?=[\s.,;:!?)]|$)")
_ONWARD = re.compile(
    r"(?: [^\s'\"<>|*?:;,/\\]+){1,3}(?:\\|(?<=[\w)])\.\w{1,5}(?=[\s.,;:!?)]|$))|(?: [^\s'\"<>|*?:;,/\\]+)\\"
)


@cache
def shape(kind: Kind) -> re.Pattern[str] | None:
    """What one value of *kind* looks like; None where it is whatever stands there."""
    return re.compile(SHAPES[kind]) if kind in SHAPES else None


@cache
def _time() -> re.Pattern[str]:
    return re.compile(_TIME, re.IGNORECASE)


def time_end(text: str, start: int, end: int) -> int:
    """Where the time ends that begins at *start*; *start* where none does."""
    found = _time().match(text, start, end)
    return found.end() if found else start


def path_end(text: str, start: int, end: int) -> int:
    r"""Where the path ends that begins at *start*.

    A blank is a part of it where a folder's or a file's name goes on: an ending (`.log`) comes with the next
    word; on Windows, where paths often have blanks, also a `\` or an ending within three words.
    """
    found = _PATH.match(text, start, end)
    if not found:
        return start
    stop = found.end()
    if not _WINDOWS.match(text, start):
        onward = None if _ended(text, start, stop) else _NAME.match(text, stop, end)
        return onward.end() if onward and "/" in found[0] else stop
    while not _ended(text, start, stop):
        onward = _ONWARD.match(text, stop, end)
        if not onward:
            break
        found = _PATH.match(text, onward.end(), end)
        stop = found.end() if found and onward[0].endswith("\\") else onward.end()
    return stop


def _ended(text: str, start: int, stop: int) -> bool:
    """Whether a file's ending stands right before *stop*, or what no name ends with."""
    return bool(_ENDING.search(text[max(start, stop - 12) : stop])) or text[stop - 1] in ".,;:!?)"
