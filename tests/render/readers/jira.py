"""Jira's wiki markup: the rules of the renderer in Jira Server, as far as they make something of a text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from tests.render.readers import Seen

_ESCAPE = re.compile(r"(?<!\\)\\([-#*_+?^~|%{}\[\]()!@])")
_REFERENCE = re.compile(r"&(?:#\d+|#x[0-9a-f]+|\w+);", re.IGNORECASE)
_HELD = 0xF0000
"""Escaped characters are held in a plane of their own until nothing is looked for any more."""

_LETTER = r"[^\W_]"
_PHRASES = [
    ("code", re.compile(r"\{\{(.+?)\}\}")),
    ("citation", re.compile(rf"(?<!{_LETTER})\?\?(?=\S)(.+?)(?<=\S)\?\?(?!{_LETTER})")),
    *(
        (name, re.compile(rf"(?<!{_LETTER}){m}(?=[^\s{m}])([^\n]*?)(?<=\S){m}(?!{_LETTER})"))
        for name, m in [
            ("strong", r"\*"),
            ("emphasis", "_"),
            ("strike", "-"),
            ("inserted", r"\+"),
            ("superscript", r"\^"),
            ("subscript", "~"),
        ]
    ),
]
_MACRO = re.compile(r"\{[A-Za-z][^{}\n]*\}")
_LINK = re.compile(r"\[([^\[\]\n]+)\]")
_EMBEDDED = re.compile(r"!(?=\S)([^!\n]+)!")
_ADDRESS = re.compile(r"\b(?:https?|ftp|file)://|\bmailto:|\\\\\w", re.IGNORECASE)
_SMILEY = re.compile(
    r":[)(PD]|;\)|\((?:[!+?/xyin*-]|\*[rgby]|on|off|flag|flagoff)\)", re.IGNORECASE
)
_DASHES = re.compile(r"(?:^|(?<=\s))-{2,3}(?=\s|$)")


def read(text: str) -> Iterator[Seen]:
    """*text* as Jira shows it."""
    lines = text.split("\n")
    depth: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        macro = re.fullmatch(r"\{(noformat|code)\}", line, re.IGNORECASE)
        if macro:
            body = []
            while f"{{{macro[1]}}}" not in lines[at].lower():
                body.append(lines[at])
                at += 1
            assert lines[at] == f"{{{macro[1]}}}", "the end of the block stands inside it"
            at += 1
            yield from (Seen("+pre"), Seen("", "\n".join(body)), Seen("-pre"))
            continue
        if holder := re.fullmatch(r"\{(panel|quote)(?::title=(\w+))?\}", line):
            depth.append(holder[1])
            opens = depth.count(holder[1]) % 2
            yield Seen(f"{'+' if opens else '-'}{holder[1]}", "")
            if holder[2]:
                yield Seen("", holder[2] + " ")
            continue
        if not line.strip():
            yield Seen("-block")
        elif heading := re.match(r"h([1-6])\.\s", line):
            yield from (Seen(f"+h{heading[1]}"), *_inline(line[4:]), Seen(f"-h{heading[1]}"))
        elif re.match(r"bq\.\s", line):
            yield Seen("+quotation")
        elif re.fullmatch(r"-{4,}", line):
            yield Seen("+rule")
        elif item := re.match(r"([*#]+|-)\s+", line):
            yield from (Seen(f"+{item[1]}"), *_inline(line[item.end() :]))
        elif line.startswith("|"):
            yield Seen("+row")
            for cell in re.split(r"(?<!\\)(\|\|?)", re.sub(r"(?<!\\)\|\|?$", "", line)):
                yield from [Seen(f"+{cell}")] if cell.startswith("|") else _inline(cell)
        else:
            yield from (Seen("+line"), *_inline(line), Seen("-line"))


def _inline(line: str) -> Iterator[Seen]:
    held = _ESCAPE.sub(lambda found: chr(_HELD + ord(found[1])), line)
    held = _REFERENCE.sub(
        lambda found: "".join(chr(_HELD + ord(c)) for c in html.unescape(found[0])), held
    )
    for number, piece in enumerate(re.split(r"\\\\(?= )", held)):
        if number:
            yield Seen("+br")
        yield from _marked(piece)


def _marked(text: str) -> Iterator[Seen]:
    found = [
        (match.start(), name, match)
        for name, pattern in [*_PHRASES, ("macro", _MACRO), ("link", _LINK), ("image", _EMBEDDED)]
        if (match := pattern.search(text))
    ]
    for name, pattern in (("address", _ADDRESS), ("smiley", _SMILEY), ("dash", _DASHES)):
        outside = _LINK.sub("", text)
        assert not pattern.search(outside), f"Jira takes this for a {name}: {outside!r}"
    if not found:
        yield Seen(
            "",
            "".join(chr(ord(c) - _HELD) if _HELD <= ord(c) < _HELD + 0x10000 else c for c in text),
        )
        return
    start, name, match = min(found, key=lambda one: (one[0], one[1] != "code"))
    yield from _marked(text[:start])
    if name == "link":
        shown, _, target = match[1].partition("|")
        yield from (Seen("+link", target), *_marked(shown), Seen("-link"))
    elif name in ("macro", "image"):
        yield Seen(f"+{name}", match[0])
    else:
        yield from (Seen(f"+{name}"), *_marked(match[1]), Seen(f"-{name}"))
    yield from _marked(text[match.end() :])
