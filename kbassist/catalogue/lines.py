r"""Lists: a message a line, with or without its code or name before it, in any notation.

    ORA-00942: table or view does not exist
    disk.full = Disk %1 is full
    ER_TIDE 1205 "Tide of %-.64s is out"

Beside it what lists of messages in C and on Windows look like: a string in quotes, a name on a line of its
own with its texts by language below it, and `MessageId=` with a text up to a full stop alone on its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbassist.catalogue.entry import Entry, Skipped
from kbassist.catalogue.placeholders import Notation
from kbassist.catalogue.po import unescaped

_CODE = r"[A-Z][A-Z0-9]{0,30}(?:[-_ ][A-Z][A-Z0-9]{0,30}){0,3}[-_ ]?\d+[A-Z]?|0x[0-9A-Fa-f]+|\d{2,}"
_KEYED = re.compile(
    r"\{?[ \t]*(?P<constant>[A-Z][A-Z0-9_]{3,})(?:[ \t,]+[\w-]+)*[ \t,]+(?P<said>\".*)"
    rf"|(?P<code>{_CODE})[ \t]*(?:[:=;]|\t| - |,(?=[\"'])|[ \t](?=\"))[ \t]*(?P<coded>\S.*)"
    r"|(?P<name>[A-Za-z_][\w.-]*[._][\w.-]*|[A-Z][A-Z0-9_]{3,})[ \t]*(?:=|\t|;)[ \t]*(?P<named>\S.*)"
)
_STRING = re.compile(r'"((?:[^"\\]|\\.|"")*)"[,;)}\s]*')
_HEAD = re.compile(r"([A-Z][A-Z0-9_]{2,})(?:[ \t]+[\w-]+)*")
_SAID = re.compile(r'[ \t]+([a-z]{2,12}(?:-[a-z]+)?)[ \t]+(".*)')
_COMMENT = re.compile(r"#|//|--|;(?!\S*\d)")
_RESOURCE = re.compile(r"^(\w+)[ \t]*=[ \t]*(.*)$")

_LANGUAGES = {
    "eng": "en",
    "ger": "de",
    "fre": "fr",
    "fra": "fr",
    "spa": "es",
    "ita": "it",
    "por": "pt",
    "jpn": "ja",
    "kor": "ko",
    "rus": "ru",
    "pol": "pl",
    "cze": "cs",
    "nla": "nl",
    "dan": "da",
    "swe": "sv",
    "norwegian-ny": "nn",
    "nor": "no",
    "hun": "hu",
    "greek": "el",
    "rum": "ro",
    "est": "et",
    "slo": "sk",
    "ukr": "uk",
    "serbian": "sr",
    "bul": "bg",
    "chi": "zh",
    "deu": "de",
    "nld": "nl",
    "ces": "cs",
    "zho": "zh",
    "ron": "ro",
    "slk": "sk",
    "ell": "el",
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "japanese": "ja",
    "portuguese": "pt",
}


def parse(text: str, notation: Notation) -> Iterator[Entry | Skipped]:
    """The messages of a list whose placeholders are written in *notation*."""
    if re.search(r"^MessageId[ \t]*=", text, re.MULTILINE | re.IGNORECASE):
        yield from _resources(text, notation)
        return
    above = ""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if not bare or _COMMENT.match(bare):
            continue
        if above and (said := _SAID.fullmatch(line.rstrip())):
            language = _LANGUAGES.get(said[1], said[1] if len(said[1]) == 2 else "")
            if language:
                yield _entry(above, "", said[2], number, notation, language)
            else:
                yield Skipped(f"its language {said[1]} is not known", number, bare)
            continue
        below = lines[number] if number < len(lines) else ""
        head = _HEAD.fullmatch(bare)
        if head and _SAID.fullmatch(below.rstrip()):
            above = head[1]
            continue
        above = ""
        keyed = _KEYED.fullmatch(bare)
        if keyed and keyed["code"]:
            yield _entry(keyed["code"], keyed["code"], keyed["coded"], number, notation)
        elif keyed:
            key = keyed["name"] or keyed["constant"]
            yield _entry(key, "", keyed["named"] or keyed["said"], number, notation)
        else:
            yield _entry("", "", bare, number, notation)


def _entry(
    key: str, code: str, text: str, line: int, notation: Notation, language: str = ""
) -> Entry | Skipped:
    if string := _STRING.fullmatch(text):
        text = unescaped(string[1].replace('""', '"'))
    if not text.strip():
        return Skipped("it is empty", line, key)
    made = notation(text.strip())
    return Entry(key, made.texts, line, language, code, made.kinds)


def _resources(text: str, notation: Notation) -> Iterator[Entry | Skipped]:
    """The source of a Windows message table: `MessageId=1`, `Language=English`, its text, a full stop."""
    names: dict[str, str] = {}
    language, last, first = "", 0, 0
    said: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if said is not None:
            if line.strip() != ".":
                said.append(line)
                continue
            name = names.get("symbolicname") or names.get("messageid", "")
            yield _entry(name, "", "\n".join(said), first, notation, language)
            said = None
            continue
        found = _RESOURCE.match(line.strip())
        if not found or line.lstrip().startswith(";"):
            continue
        field, value = found[1].lower(), found[2].strip()
        if field == "messageid":
            last = int(value, 0) if re.fullmatch(r"0x[0-9a-fA-F]+|\d+", value) else last + 1
            names = {"messageid": str(last)}
        elif field == "language":
            language = _LANGUAGES.get(value.lower(), "")
            said, first = [], number + 1
        elif field in ("symbolicname", "severity", "facility"):
            names[field] = value
    if said is not None:
        yield Skipped("its text is not closed by a full stop", first, " ".join(said))
