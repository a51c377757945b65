"""What articles write where a program prints a value: `_ABC`, `<user>`, `XXXX`, `&1`, `{0}`, `%s`."""

from __future__ import annotations

import re

PLACE = re.compile(
    r"(?P<user>(?<![\w.])_[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b)"
    r"|(?P<named><(?!/?(?:html|head|body|br|p|div|span|b|i|u|td|tr|th|table|xml|pre|code)\b)"
    r"[A-Za-z][\w .#/-]{0,38}>)"
    r"|(?P<url>https?://[^\s\"'<>,;()]*[^\s\"'<>,;().:])"
    r"|(?P<date>\[(?:date|time|user|name|id|number|value|system|host)[^\[\]]{0,20}\])"
    r"|(?P<number>&V?\d&?|''\{\d\}''|\{\d\}|%\d\$[sd]|%[sd]\b|\$\d\b|(?<=[\s\"'(])&(?=[\s\"').,;:]|$))"
    r"|(?P<guid>[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b|\b[0-9A-F]{32}\b|#{3,}[X#-]*)"
    r"|(?P<time>\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?Z?\b|\b\d{14}\b)"
    r"|(?P<crossed>\b(?:[A-Z]{0,4}\d*(?:X{2,}|Y{2,}|Z{2,})\d?|\d*x{3,}|[A-Z]{0,3}\*{2,}|xyz\d?|XYZ\d?|ABC\d?|abc|xy)\b"
    r"|(?<!\w)[A-Z]{0,3}\*{2,}(?!\w))"
    r"|(?P<dots>(?<=[\s=(\"'])(?:\.\.\.|…)(?=[\s;,)\"']))"
)
"""What stands for a value."""
BLANK = "‹›"
"""Every placeholder, and whatever an article writes for a value, where two texts are compared."""


def words_of(text: str) -> list[str]:
    """The words of *text* that say something, whatever stands for a value as `BLANK`."""
    words = re.findall(rf"{BLANK}|[^\W_]+", PLACE.sub(BLANK, text).casefold())
    return [word for word in words if word not in _SMALL]


_SMALL = frozenset(("a", "an", "the", "der", "die", "das", "ein", "eine"))


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same but for their placeholders, small words and case.

    >>> same_title("Certificate taken by _ABC", "The certificate taken by _ABCXYZ.")
    True
    """
    return bool(words_of(one)) and words_of(one) == words_of(other)
