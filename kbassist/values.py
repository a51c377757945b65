"""What can be said of placeholders' values without looking at any text."""

from __future__ import annotations

from collections.abc import Iterable

from kbassist.model import Kind, Match, Source, Variable

LOOKS = {
    Kind.TEXT: "a text",
    Kind.WORD: "one word",
    Kind.USER_ID: "a user ID such as _CPI_DEV or MEIERH: letters, digits and _ without blanks",
    Kind.ID: "a name without blanks",
    Kind.NUMBER: "a number such as 1,024",
    Kind.CODE: "a code such as SY-530",
    Kind.PATH: "a file or folder",
    Kind.HOST: "the name or address of a machine",
    Kind.URL: "a web address",
    Kind.EMAIL: "a mail address",
    Kind.VERSION: "a version such as 2.4.1",
    Kind.GUID: "32 hexadecimal digits, with or without hyphens",
    Kind.TIME: "a date or a time of day",
    Kind.QUOTED: "what stands between quotation marks",
}
"""What a value of each kind is, for whoever has to type one."""


def several(
    best: Match, further: Iterable[Match], names: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Of the placeholders *names* those for which the error of *best* stands in the text with several values.

    *further* are the other errors of the same text. What was given by hand is not in question, and a
    placeholder with an underscore is but a gap.
    """
    same = [best, *(one for one in further if one.article == best.article)]
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        known = (one.variables.get(name, Variable()) for one in same)
        values = dict.fromkeys(
            one.value for one in known if one.value and one.source is Source.SIGNATURE
        )
        if len(values) > 1 and not name.startswith("_"):
            found[name] = tuple(values)
    return found
