"""The few shapes that values in the front matter have.

A shape reads a YAML node into a value of the model, turns such a value back into plain data, and
describes itself as JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

import yaml

from kbassist import template
from kbassist.articles import Where
from kbassist.articles.front import FIRST, Report, nearest, quoted_line
from kbassist.model import Template


class Shape(Protocol):
    """What a field's value looks like."""

    def read(self, node: yaml.Node, where: Where, report: Report) -> Any:
        """The value that *node* writes; None, with faults in *report*, if it does not."""

    def plain(self, value: Any) -> Any:
        """*value* as strings, lists and dictionaries."""

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of what stands in the file."""


_SCALAR = ["string", "number", "boolean"]
"""Whatever YAML takes an unquoted value for: it is read as it is written."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + FIRST


def _empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.value


@dataclass(frozen=True, slots=True)
class Text:
    """One text."""

    wrong: Callable[[str], str] | None = None
    """What is wrong with a text, or nothing."""
    pattern: str = ""
    message: bool = False
    """An error message or prose, in which ` #5` is no comment."""
    raw: bool = False
    """Taken as it is, blanks at its ends and control characters included."""

    def read(self, node: yaml.Node, where: Where, report: Report) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            _spoiled(node, where, report)
            return None
        text: str = node.value
        if (self.message or not text) and not node.style and _commented(node, report):
            return None
        if not self.raw:
            text = text.strip()
            if not text.isprintable() and _CONTROL.search(text):
                report.fault(_line(node), f"a control character in {_called(where)}")
                return None
        if not text and not (self.raw and node.style):
            report.fault(_line(node), f"{_called(where)} is empty")
            return None
        wrong = self.wrong and self.wrong(text)
        if wrong:
            report.fault(_line(node), f"{_called(where)} {wrong}")
            return None
        return text

    def plain(self, value: Any) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": _SCALAR} | ({"pattern": self.pattern} if self.pattern else {})


_MESSAGE = Text(message=True)
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with slots → `Template`; a message has words of its own, a title need not."""

    words: bool = True

    def read(self, node: yaml.Node, where: Where, report: Report) -> Template | None:
        text = _MESSAGE.read(node, where, report)
        if text is None:
            return None
        if "\n" in text:
            report.fault(
                _line(node),
                f"{_called(where)} has several lines",
                "write `lines: [first, second]`" if where[0] == "signatures" else "write one line",
            )
            return None
        found = template.parse(text)
        if self.words and not any(isinstance(p, str) and _WORD.search(p) for p in found):
            report.fault(
                _line(node), f"{_called(where)} has no word of its own", "it would match everything"
            )
            return None
        return found

    def plain(self, value: Any) -> Any:
        return template.dump(value)

    def schema(self) -> dict[str, Any]:
        return {"type": _SCALAR}


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of several."""

    choices: type[StrEnum]

    def read(self, node: yaml.Node, where: Where, report: Report) -> StrEnum | None:
        text = Text().read(node, where, report)
        if text is None:
            return None
        try:
            return self.choices(text)
        except ValueError:
            words = list(map(str, self.choices))
            report.fault(
                _line(node),
                f"{_called(where)} cannot be `{text}`",
                "write one of " + ", ".join(f"`{word}`" for word in words),
                near=(text, words),
            )
            return None

    def plain(self, value: Any) -> Any:
        return str(value)

    def schema(self) -> dict[str, Any]:
        return {"enum": list(map(str, self.choices))}


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number above 0."""

    def read(self, node: yaml.Node, where: Where, report: Report) -> int | None:
        text = Text().read(node, where, report)
        if text is None or (re.fullmatch(r"[0-9]{1,6}", text) and int(text)):
            return int(text) if text else None
        report.fault(_line(node), f"{_called(where)} cannot be `{text}`", "write a number of lines")
        return None

    def plain(self, value: Any) -> Any:
        return str(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 1, "maximum": 999_999}


@dataclass(frozen=True, slots=True)
class Many:
    """A list → tuple; a single item may stand without its list."""

    item: Shape

    def read(self, node: yaml.Node, where: Where, report: Report) -> tuple[Any, ...] | None:
        if not isinstance(node, yaml.SequenceNode):
            report.nodes[*where, 0] = node
            one = self.item.read(node, (*where, 0), report)
            return None if one is None else (one,)
        values = []
        for i, item in enumerate(node.value):
            here = (*where, i)
            report.nodes[here] = item
            values.append(self.item.read(item, here, report))
        return None if None in values else tuple(values)

    def plain(self, value: Any) -> Any:
        return [self.item.plain(one) for one in value]

    def schema(self) -> dict[str, Any]:
        item = self.item.schema()
        return {"anyOf": [{"type": "array", "items": item}, item]}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and what they stand for → dictionary."""

    def read(self, node: yaml.Node, where: Where, report: Report) -> dict[str, str] | None:
        found = _pairs(node, where, report, None)
        if found is None:
            return None
        values = {}
        for name, value in found:
            here = (*where, name)
            report.nodes[here] = value
            values[name] = Text(raw=True).read(value, here, report)
        return {name: text for name, text in values.items() if text is not None}

    def plain(self, value: Any) -> Any:
        return dict(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": _SCALAR}}


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the table."""

    key: str
    shape: Shape
    about: str
    default: Any = None
    required: bool = False
    attribute: str = ""
    """Its name in the model where that is not the key."""


@dataclass(frozen=True)
class Record:
    """Fields by name → whatever *make* makes of them."""

    make: Callable[..., Any]
    fields: tuple[Field, ...]
    bare: str = ""
    """The field that a value without names is."""

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {field.key: field for field in self.fields}

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """Those that may not be missing."""
        return tuple(field for field in self.fields if field.required)

    def read(self, node: yaml.Node, where: Where, report: Report, **more: str) -> Any:
        if self.bare and not isinstance(node, yaml.MappingNode):
            value = self.by_key[self.bare].shape.read(node, (*where, self.bare), report)
            return None if value is None else self.make(**{self.bare: value}, **more)
        before = len(report.faults) + report.more
        values = self.values(node, where, report)
        return self.make(**values, **more) if len(report.faults) + report.more == before else None

    def values(self, node: yaml.Node, where: Where, report: Report) -> dict[str, Any]:
        """What could be read, by the names in the model."""
        by_key = self.by_key
        if self.bare and isinstance(node, yaml.MappingNode) and self._is_message(node, by_key):
            _spoiled(node, where, report)
            return {}
        found = _pairs(node, where, report, by_key)
        if found is None:
            return {}
        values: dict[str, Any] = {}
        for key, value in found:
            field = by_key[key]
            here = (*where, key)
            report.nodes[here] = value
            if isinstance(value, yaml.ScalarNode) and not (
                value.value or value.style or field.required
            ):
                _commented(value, report)
                continue
            read = field.shape.read(value, here, report)
            if read is not None:
                values[field.attribute or key] = read
        for field in self.required:
            if all(key != field.key for key, _ in found):
                inside = f" in {_called(where)}" if where else ""
                report.fault(_line(node), f"`{field.key}` is missing{inside}", field.about)
        return values

    def _is_message(self, node: yaml.MappingNode, by_key: Mapping[str, Field]) -> bool:
        """Whether a mapping is a message with a colon in it: `ORA-01017: invalid`."""
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if any(key in by_key for key in keys) or (node.flow_style and keys):
            return False
        return not any(nearest(str(key), by_key) for key in keys)

    def plain(self, value: Any) -> Any:
        data = {}
        for field in self.fields:
            one = getattr(value, field.attribute or field.key)
            if field.required or one != field.default:
                data[field.key] = field.shape.plain(one)
        if self.bare and list(data) == [self.bare]:
            one = data[self.bare]
            if not isinstance(one, list):
                return one
            if len(one) == 1:
                return one[0]
        return data

    def schema(self) -> dict[str, Any]:
        record: dict[str, Any] = {
            "type": "object",
            "properties": {f.key: f.shape.schema() | {"description": f.about} for f in self.fields},
            "additionalProperties": False,
        }
        if self.required:
            record["required"] = [field.key for field in self.required]
        if not self.bare:
            return record
        return {"anyOf": [self.by_key[self.bare].shape.schema(), record]}


@dataclass(frozen=True, slots=True)
class Named:
    """Names and a record for each → dictionary."""

    record: Record

    def read(self, node: yaml.Node, where: Where, report: Report) -> dict[str, Any] | None:
        found = _pairs(node, where, report, None)
        if found is None:
            return None
        values = {}
        for name, value in found:
            here = (*where, name)
            report.nodes[here] = value
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                report.fault(
                    _line(value),
                    f"`{name}` cannot be a placeholder's name",
                    "use letters, digits, `_`",
                )
            elif _empty(value):
                values[name] = self.record.make(name=name)
            else:
                read = self.record.read(value, here, report, name=name)
                values[name] = read or self.record.make(name=name, ask=name)
        return values

    def plain(self, value: Any) -> Any:
        return {name: self.record.plain(one) for name, one in value.items()}

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
            "additionalProperties": self.record.schema(),
        }


# ------------------------------------------------------------------------------ what shapes share


_ITEMS: Mapping[str | int, str] = {
    "signatures": "the signature",
    "hints": "the hint",
    "samples": "the sample",
    "strangers": "the stranger",
}


def _called(where: Where) -> str:
    """A place in the front matter, for people: the innermost name in it."""
    if (
        len(where) > 1
        and where[0] in _ITEMS
        and (where[-1] in ("lines", "paste") or len(where) == 2)
    ):
        return _ITEMS[where[0]]
    if where[:1] == ("signatures",) and "lines" in where:
        return "the signature"
    names = [one for one in where if isinstance(one, str)]
    return f"`{names[-1]}`" if names else "the front matter"


def _pairs(
    node: yaml.Node, where: Where, report: Report, known: Iterable[str] | None
) -> list[tuple[str, yaml.Node]] | None:
    """The keys and values of a mapping, each known key once; None if it is none."""
    if not isinstance(node, yaml.MappingNode):
        report.fault(
            _line(node), f"{_called(where)} holds names and values", "write `name: value` lines"
        )
        return None
    found: dict[str, yaml.Node] = {}
    lines: dict[str, int] = {}
    for key_node, value in node.value:
        key, line = key_node.value, _line(key_node)
        if not isinstance(key_node, yaml.ScalarNode) or not key:
            report.fault(line, "a name is missing before the colon")
        elif known is not None and key not in known:
            inside = f" of {_called(where)}" if where else ""
            cut = node.flow_style and _empty(value)
            report.fault(
                line,
                f"`{key}` is not a field{inside}",
                "a text with a comma in it needs quotes here" if cut else "",
                near=None if cut else (key, known),
                rule="unknown-field",
            )
        elif key in found:
            report.fault(line, f"`{key}` is written twice", f"the first is in line {lines[key]}")
        else:
            found[key], lines[key] = value, line
    return list(found.items())


def _spoiled(node: yaml.Node, where: Where, report: Report) -> None:
    """A fault: where one text was wanted, YAML saw something else in it."""
    line = _line(node)
    raw = report.raw[line - 1] if line <= len(report.raw) else ""
    better = quoted_line(raw, report.keys)
    if not raw.lstrip().startswith(("-", f"{where[-1]}:")):
        better = None
    if better:
        report.mended[line] = better
    seen = "a mapping" if isinstance(node, yaml.MappingNode) else "a list"
    report.fault(
        line,
        f"{_called(where)} is one text, but YAML reads {seen} here",
        f"write it in quotes: `{better.strip()}`" if better else "",
    )


def _commented(node: yaml.Node, report: Report) -> bool:
    """Whether the rest of a message was lost as a comment; if so, a fault."""
    end = node.end_mark
    if end.line + FIRST > len(report.raw):
        return False
    raw = report.raw[end.line + FIRST - 1]
    rest = raw[end.column :]
    blanks = len(rest) - len(rest.lstrip())
    lost = rest.lstrip()
    if lost[:1] != "#" or (not node.value and lost[1:2] in ("", " ")):
        return False
    if node.value and blanks > 1 and lost[1:2] in ("", " ", "#", "-", "="):
        return False
    better = quoted_line(raw, report.keys)
    report.fault(
        end.line + FIRST,
        f"`{lost}` is a comment to YAML and no part of the text",
        f"write it in quotes: `{better.strip()}`" if better else "write the text in quotes",
    )
    return True
