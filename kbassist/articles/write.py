"""`Revision` → the file that says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import dumps
from typing import Any

from kbassist import markdown, template
from kbassist.articles.fields import ARTICLE, FIELDS, Evidence
from kbassist.articles.shapes import Many, Text
from kbassist.model import Placeholder, Revision

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./()+-]*(?: [A-Za-z0-9_./()+-]+)*")
_TYPED = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def dump(revision: Revision) -> str:
    """See `kbassist.articles.dump`."""
    lines = ["---"]
    for field in FIELDS:
        value: Any
        if field.key == "evidence":
            value = Evidence(revision.evidence_for, revision.evidence_against)
        elif field.key == "placeholders":
            value = _declared(revision)
        else:
            value = getattr(revision, field.key)
        if field.required or value != field.default:
            short = isinstance(field.shape, Many) and field.shape.item in (Text(), ARTICLE)
            lines += _yaml(field.key, field.shape.plain(value), short)
    lines.append("---")
    for section in revision.sections:
        lines += ["", f"## {section.name}"]
        if section.nodes:
            lines += ["", markdown.write(section.nodes)]
    return "\n".join(lines) + "\n"


def _declared(revision: Revision) -> dict[str, Placeholder]:
    """The placeholders that do not follow from signatures and hints alone."""
    captured = set(template.names(p for hint in revision.hints for p in hint))
    for signature in revision.signatures:
        captured |= set(template.names(p for line in signature.lines for p in line))
    return {
        name: one
        for name, one in revision.placeholders.items()
        if name not in captured or one != Placeholder(name)
    }


def _yaml(key: str, value: Any, short: bool) -> Iterator[str]:
    """One field: a scalar or *short* words on one line, everything else an item a line."""
    if isinstance(value, dict):
        yield f"{key}:"
        for name, one in value.items():
            yield f"  {name}: {_flow(one)}"
    elif isinstance(value, list) and not (short and sum(map(len, value)) < 80):
        yield f"{key}:"
        for one in value:
            yield f"  - {_flow(one)}"
    else:
        yield f"{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    """*value* on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if _PLAIN.fullmatch(value) and value.casefold() not in _TYPED:
        return str(value)
    text = dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
