"""Slack's mrkdwn: how a message is taken apart, marks, mentions and emoji included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.render.readers import Seen

_PRE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_ANGLE = re.compile(r"<([^<>\n]*)>")
_EDGE = r"[^\W_]"
_MARKS = [
    (name, re.compile(rf"(?<!{_EDGE}){mark}(?=[^\s{mark}])([^{mark}\n]*)(?<=\S){mark}(?!{_EDGE})"))
    for name, mark in [("strong", r"\*"), ("emphasis", "_"), ("strike", "~")]
]
_LIVE = re.compile(r"(?<!\w)[@#]\w|:[\w+'-]+:|(?<!\w)[:;]-?[)(DP](?!\w)")


def read(text: str) -> Iterator[Seen]:
    """*text* as Slack shows it."""
    position = 0
    for block in _PRE.finditer(text):
        yield from _lines(text[position : block.start()])
        yield from (Seen("+pre"), Seen("", _decoded(block[1])), Seen("-pre"))
        position = block.end()
    yield from _lines(text[position:])


def _lines(text: str) -> Iterator[Seen]:
    for line in text.split("\n"):
        if not line.strip():
            yield Seen("+block")
            continue
        quoted = re.match(r"\s*(?:>|&gt;) ?", line)
        if quoted:
            yield Seen("+quote")
        yield from (Seen("+line"), *_inline(line[quoted.end() if quoted else 0 :]), Seen("-line"))


def _inline(text: str) -> Iterator[Seen]:
    """Code first, then what stands between angle brackets, then marks."""
    found = [(m.start(), name, m) for name, m in _found(text)]
    if not found:
        assert "`" not in text, text
        live = _LIVE.search(_decoded(text))
        if live:
            yield Seen("+live", live[0])
        yield Seen("", _decoded(text))
        return
    start, name, match = min(found, key=lambda one: one[0])
    yield from _inline(text[:start])
    if name == "code":
        yield from (Seen("+code"), Seen("", _decoded(match[1])), Seen("-code"))
    elif name == "angle":
        assert not match[1].startswith(("!", "@", "#")), f"a mention: {match[0]}"
        target, _, shown = match[1].partition("|")
        yield from (Seen("+link", _decoded(target)), *_inline(shown), Seen("-link"))
    else:
        yield from (Seen(f"+{name}"), *_inline(match[1]), Seen(f"-{name}"))
    yield from _inline(text[match.end() :])


def _found(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The marks of *text*, those that stand around code too, since code inside hides its own."""
    hidden = _CODE.sub(lambda found: "\0" * len(found[0]), text)
    hidden = _ANGLE.sub(lambda found: "\1" * len(found[0]), hidden)
    for name, pattern in _MARKS:
        if found := pattern.search(hidden):
            whole = re.compile(r"(?s).(.*).").fullmatch(text, found.start(), found.end())
            assert whole
            yield name, whole
    for name, pattern in (("code", _CODE), ("angle", _ANGLE)):
        if found := pattern.search(text):
            yield name, found


def _decoded(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
