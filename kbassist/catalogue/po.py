"""gettext: `msgid` and its `msgstr`, each with plural forms, and flags that name their notation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kbassist.catalogue.entry import Entry, Skipped
from kbassist.catalogue.placeholders import Kinds, Notation, braces, literal, message_format, printf
from kbassist.catalogue.placeholders import windows as numbered

_FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s*(?=")')
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))")
_LETTERS = {"n": "\n", "t": "\t", "r": "", "a": "", "b": "", "f": "", "v": ""}
_LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z]{2,3}(?:[_-][A-Za-z]{2,4})*)", re.MULTILINE)

_NOTATIONS: dict[str, Notation] = {
    **dict.fromkeys(
        ("c-format", "objc-format", "php-format", "perl-format", "python-format", "go-format"),
        printf,
    ),
    **dict.fromkeys(("python-brace-format", "perl-brace-format", "csharp-format"), braces),
    **dict.fromkeys(("java-format", "java-printf-format"), message_format),
    **dict.fromkeys(("qt-format", "kde-format", "boost-format"), numbered),
}


@dataclass(slots=True)
class _Block:
    """One entry being read."""

    line: int = 0
    flags: str = ""
    values: dict[tuple[str, int], str] = field(default_factory=dict)


def parse(text: str, language: str) -> Iterator[Entry | Skipped]:
    """The messages of a `.po` file: what the program says, in no language named, and the translations.

    They are in the language that the file names, else in *language*.
    """
    blocks = list(_blocks(text))
    flagged = any("-format" in block.flags for block in blocks)
    for block in blocks:
        values = block.values
        if not values.get(("msgid", 0)) and ("msgctxt", 0) not in values:
            found = _LANGUAGE.search(values.get(("msgstr", 0), ""))
            language = found[1].replace("_", "-") if found else language
            continue
        yield from _entries(block, language, flagged)


def _entries(block: _Block, language: str, flagged: bool) -> Iterator[Entry | Skipped]:
    values = block.values
    notation = _notation(block.flags, flagged)
    source = [values[name] for name in (("msgid", 0), ("msgid_plural", 0)) if name in values]
    if not any(one.strip() for one in source):
        yield Skipped("it is empty", block.line)
        return
    key = "\4".join((values.get(("msgctxt", 0), ""), source[0]))
    yield _entry(key, source, block.line, "", notation)
    forms = [one for (name, _), one in values.items() if name == "msgstr" and one.strip()]
    if not forms:
        return
    if "fuzzy" in block.flags:
        yield Skipped("its translation is fuzzy", block.line, forms[0])
    elif language:
        yield _entry(key, forms, block.line, language, notation)
    elif forms != source[: len(forms)]:
        yield Skipped("the file does not name its language", block.line, forms[0])


def _entry(key: str, forms: list[str], line: int, language: str, notation: Notation) -> Entry:
    kinds: Kinds = {}
    texts: dict[str, None] = {}
    for one in forms:
        made = notation(one)
        texts.update(dict.fromkeys(made.texts))
        kinds |= made.kinds
    return Entry(key, tuple(texts), line, language, "", kinds)


def _notation(flags: str, flagged: bool) -> Notation:
    """The notation that the flags name; without any in the whole file it is taken for C's."""
    for flag in flags.split(","):
        if found := _NOTATIONS.get(flag.strip()):
            return found
    return literal if flagged else printf


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block()
    name: tuple[str, int] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line.startswith('"') and name:
            block.values[name] += _unquoted(line)
            continue
        if line.startswith("#"):
            if block.values:
                yield block
                block, name = _Block(), None
            if line.startswith("#,"):
                block.flags += "," + line[2:]
            continue
        found = _FIELD.match(line)
        if not found:
            if block.values:
                yield block
            block, name = _Block(), None
            continue
        name = found[1], int(found[2] or 0)
        again = name in block.values
        if again or (name[0] in ("msgctxt", "msgid") and ("msgid", 0) in block.values):
            yield block
            block = _Block()
        block.line = block.line or number
        block.values[name] = _unquoted(line[found.end() :])
    if block.values:
        yield block


def _unquoted(text: str) -> str:
    """A string as C writes it, what stands behind its end left out."""
    text = text.strip()
    text = text[1:-1] if text.endswith('"') and len(text) > 1 else text[1:]
    return unescaped(text)


def unescaped(text: str) -> str:
    """*text* with the escapes of a string in C resolved."""
    if "\\" not in text:
        return text

    def one(found: re.Match[str]) -> str:
        if found[1] or found[2]:
            return chr(int(found[1], 8) if found[1] else int(found[2], 16))
        return _LETTERS.get(found[3], found[3])

    return _ESCAPE.sub(one, text)
