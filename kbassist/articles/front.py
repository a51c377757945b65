"""The front matter's YAML → nodes that know their lines, every scalar as it is written.

YAML spoils natural messages: `- ORA-01017: invalid` is a mapping and ` #5` a comment. Where that
happened, the form to write is shown; where YAML gave up over it, the line is mended in memory and
reading goes on, so that one such line does not hide the other faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from kbassist.articles import Where
from kbassist.model import ArticleFault

FIRST = 2
"""The front matter's first line in the file."""
DEPTH = 20
"""How deep the front matter may be nested."""
FAULTS = 100
"""How many faults of one file are told."""
MENDED = 20
"""How many lines of one file are mended in memory."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The names of the front matter's fields, as far as mending a line must know them."""

    texts: frozenset[str]
    """Those that hold one text."""
    lists: frozenset[str]
    """Those that hold several."""
    others: frozenset[str]


@dataclass
class Report:
    """The faults of one file and the lines of its fields, collected while it is read."""

    path: str
    text: str
    keys: Keys
    faults: list[ArticleFault] = field(default_factory=list)
    nodes: dict[Where, yaml.Node] = field(default_factory=dict)
    """What stands where in the front matter."""
    mended: dict[int, str] = field(default_factory=dict)
    """Lines that YAML reads as something else, and how to write them."""
    more: int = 0

    @cached_property
    def raw(self) -> list[str]:
        """The file, line by line."""
        return self.text.split("\n")

    def fault(
        self,
        line: int,
        message: str,
        suggestion: str = "",
        near: tuple[str, Iterable[str]] | None = None,
        rule: str = "format",
    ) -> None:
        """Add a fault; *near* is a word and what may have been meant by it."""
        if len(self.faults) >= FAULTS:
            self.more += 1
            return
        meant = nearest(*near) if near else None
        if meant:
            suggestion = f"did you mean `{meant}`?"
        excerpt = self.raw[line - 1].strip() if 0 < line <= len(self.raw) else ""
        self.faults.append(
            ArticleFault(
                self.path,
                line,
                visible(message),
                visible(excerpt, 160),
                visible(suggestion, 400),
                rule=rule,
            )
        )

    def line(self, where: Where) -> int:
        """The line of what stands at *where*; 1 where that is not in the front matter."""
        node = self.nodes.get(where)
        return node.start_mark.line + FIRST if node else 1

    def result(self) -> tuple[ArticleFault, ...]:
        """All faults, by line."""
        found = sorted(self.faults, key=lambda fault: fault.line)
        if self.more:
            found.append(ArticleFault(self.path, 0, f"and {self.more:,} more faults"))
        return tuple(found)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The one of *choices* that *word* most likely was meant to be."""
    from difflib import get_close_matches

    folded = {choice.casefold(): choice for choice in choices}
    found = get_close_matches(word[:80].casefold(), folded, 1)
    return folded[found[0]] if found else None


def visible(text: str, limit: int = 300) -> str:
    """*text* on one line of at most *limit* characters, with nothing invisible in it."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )


# -------------------------------------------------------------------------------------- composing


def _untyped(*_: object) -> str:
    """No type at all, found without looking for one."""
    return ""


_Loader: Any = type(
    "Loader",
    (getattr(yaml, "CBaseLoader", yaml.BaseLoader),),
    dict.fromkeys(("resolve", "descend_resolver", "ascend_resolver"), _untyped),
)
"""Without types: `4.10`, `NO` and `0002322303` stay as they are written."""

_SUSPECT = re.compile(r"[&*!](?<![^\s\[{,:-].)\S")
"""What may be an alias, an anchor or a tag."""
_DEEP = re.compile(r"[ \t?:-]{40}")
"""What may be deep nesting, unless it is done with brackets."""


def compose(front: str, first: int, report: Report) -> yaml.Node | None:
    """The root of the YAML *front*, whose first line is line *first* of the file.

    What cannot be read at all becomes a fault. None where nothing can be said of the rest.
    """
    for _ in range(MENDED):
        try:
            wrong = _refused(front)
            if wrong is None:
                node: yaml.Node | None = _Loader(front).get_single_node()
                return node
        except yaml.YAMLError as error:
            wrong = _explained(error, front)
        line, message, suggestion = wrong
        for at in () if suggestion else dict.fromkeys((line, _context(front, line))):
            mended = _mended(front, at, report.keys)
            if mended:
                front, better = mended
                if isinstance(message, _Syntax):
                    message = "YAML cannot read this text as it stands"
                report.fault(first + at, message, f"write it in quotes: `{better.strip()}`")
                report.mended[first + at] = better
                if len(front) > 100_000:
                    return None
                break
        else:
            report.fault(first + line, message, suggestion)
            return None
    return None


class _Syntax(str):
    """What YAML says of text that it cannot read, in its own words."""

    __slots__ = ()


def _refused(front: str) -> tuple[int, str, str] | None:
    """The first thing in *front* that an article must not hold: its line from 0, what, what to do."""
    brackets = front.count("[") + front.count("{")
    if brackets < 2 * DEPTH and not _SUSPECT.search(front) and not _DEEP.search(front):
        return None
    depth = 0
    for event in yaml.parse(front, Loader=_Loader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            return line, f"`*{event.anchor}` is an alias in YAML; articles have none", ""
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            return line, f"`&{event.anchor}` is an anchor in YAML; articles have none", ""
        tag = getattr(event, "tag", None)
        if tag:
            return line, f"`{tag}` is a tag in YAML; articles have none", ""
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH:
            return line, "nested too deep", f"{DEPTH} levels are enough"
    return None


def _explained(error: yaml.YAMLError, front: str) -> tuple[int, str, str]:
    """The line of a syntax error, from 0, what it says, and what to do where that is known."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
    found = [mark.line for mark in marks if mark is not None]
    lines = front.split("\n")
    line = min(found[0], len(front.rstrip("\n").split("\n")) - 1) if found else 0
    if "unexpected end of stream" in problem and len(found) > 1:
        return found[1], "the quotation mark is not closed", "close it"
    if re.match(r"[ ]*\t", lines[line]):
        return line, "a tab at the start of the line", "YAML wants blanks there"
    return line, _Syntax("YAML cannot read this: " + problem.split("\n")[0]), ""


def _context(front: str, line: int) -> int:
    """The line before *line* that says something, where an error may really stand."""
    lines = front.split("\n")[:line]
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    return max(0, len(lines) - 1)


# ------------------------------------------------------------------------------------ mending lines

_ITEM = re.compile(r"(?P<lead>[ ]*(?:-[ ]+)*)(?:(?P<key>[A-Za-z_]+):(?:[ ]+|\Z))?(?P<value>.*)")
_QUOTED = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\Z""")


def quoted_line(line: str, keys: Keys) -> str | None:
    """The line of YAML *line* with its message in quotes; None where it holds no bare message.

    >>> quoted_line("- ORA-01017: invalid", Keys(frozenset(), frozenset(), frozenset()))
    '- "ORA-01017: invalid"'
    """
    found = _ITEM.match(line)
    if found is None:
        return None
    lead, key, value = found["lead"], found["key"], found["value"]
    if key and key not in keys.texts | keys.lists | keys.others:
        key, value = None, line[len(lead) :]
    value = re.sub(r"[ \t]{2,}# .*", "", value).strip()
    if not value or _QUOTED.match(value) or (not key and "-" not in lead):
        return None
    if key:
        lead += f"{key}: "
        if key in keys.lists and value[0] + value[-1] == "[]":
            items = [one.strip() for one in value[1:-1].split(", ")]
            return (
                f"{lead}[{', '.join(one if _QUOTED.match(one) else quoted(one) for one in items)}]"
            )
        if key not in keys.texts:
            return None
    return lead + quoted(value)


def quoted(text: str) -> str:
    """*text* as a scalar of YAML in the quotes that need least escaping."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _mended(front: str, line: int, keys: Keys) -> tuple[str, str] | None:
    """*front* with the message in that line in quotes, and the line itself."""
    lines = front.split("\n")
    if line >= len(lines):
        return None
    better = quoted_line(lines[line], keys)
    if better is None or better == lines[line]:
        return None
    lines[line] = better
    return "\n".join(lines), better
