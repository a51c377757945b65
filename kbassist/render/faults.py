"""What is wrong with articles, for people and for the programs that show it beside the file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kbassist.model import ArticleFault
from kbassist.render.page import Line, Piece, Role, counted, one_line, text_line

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def page(found: Iterable[ArticleFault]) -> Iterator[Line]:
    """Each fault with its place, the line at fault and what to write instead."""
    for one in found:
        place = f"{one.path}:{one.line}" if one.line else one.path
        said = (
            Piece(f"{one_line(place)}: ", Role.STRONG),
            Piece("warning: " if one.warning else "", Role.DOUBT),
            Piece(one_line(one.message)),
        )
        yield Line(said, hang="    ")
        if one.excerpt:
            yield Line((Piece(one_line(one.excerpt), Role.CODE),), "    ", "    ", whole=True)
        if one.suggestion:
            yield text_line(one.suggestion, Role.GOOD, "    ", "    ")


def told(found: Iterable[ArticleFault]) -> str:
    """How many there are: `no faults`, `2 faults`, `1 warning`, `1 fault and 2 warnings`."""
    warnings = [one.warning for one in found]
    few = sum(warnings)
    said = [counted(len(warnings) - few, "fault")] if few < len(warnings) or not few else []
    return " and ".join([*said, counted(few, "warning")] if few else said)


def to_json(found: Iterable[ArticleFault], strict: bool) -> dict[str, Any]:
    """Schema `kbassist.check/1`."""
    return {
        "schema": "kbassist.check/1",
        "strict": strict,
        "faults": [
            {
                "rule": one.rule,
                "path": one.path,
                "line": one.line,
                "column": one.column,
                "message": one.message,
                "excerpt": one.excerpt,
                "suggestion": one.suggestion,
                "warning": one.warning,
            }
            for one in found
        ],
    }


# ------------------------------------------------------------------------------------------- GitHub


def github(found: Iterable[ArticleFault]) -> str:
    """A workflow command for each fault: GitHub shows it beside the line of the file."""
    return "".join(f"{_command(one)}\n" for one in found)


def _command(fault: ArticleFault) -> str:
    properties = {"file": nearby(fault.path), "title": fault.rule}
    if fault.line:
        properties["line"] = str(fault.line)
    if fault.column:
        properties["col"] = str(fault.column)
    said = "\n".join(map(one_line, filter(None, (_sentence(fault), fault.excerpt))))
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_level(fault)} {named}::{_data(said)}"


def _data(text: str) -> str:
    """*text* where a workflow command ends only with its line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """*text* between the commas and colons of a workflow command."""
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")


# -------------------------------------------------------------------------------------------- SARIF


def sarif(found: Iterable[ArticleFault], rules: Mapping[str, str], version: str) -> dict[str, Any]:
    """SARIF 2.1.0: one run, with *rules* (name → what it demands) and a result for each fault."""
    order = list(rules)
    return {
        "$schema": SARIF,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "kbassist",
                        "version": version,
                        "rules": [
                            {"id": name, "shortDescription": {"text": text}}
                            for name, text in rules.items()
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, order) for one in found],
            }
        ],
    }


def _result(fault: ArticleFault, rules: list[str]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(fault.path)}}
    if fault.line:
        place["region"] = {"startLine": fault.line}
        if fault.column:
            place["region"]["startColumn"] = fault.column
        if fault.excerpt:
            place["region"]["snippet"] = {"text": one_line(fault.excerpt)}
    same = "\0".join((fault.rule, nearby(fault.path), fault.message, fault.excerpt))
    return {
        "ruleId": fault.rule,
        "ruleIndex": rules.index(fault.rule),
        "level": _level(fault),
        "message": {"text": one_line(_sentence(fault))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {
            "fault/v1": hashlib.sha256(same.encode(errors="replace")).hexdigest()[:32]
        },
    }


def _uri(path: str) -> str:
    """*path* as a reference that is relative where the file lies in or below the current folder."""
    shown = nearby(path)
    if os.path.isabs(shown):
        return Path(shown).as_uri()
    return quote(shown.replace(os.sep, "/"), errors="replace")


def nearby(path: str) -> str:
    """*path* from the current folder, if the file lies in or below it."""
    if not os.path.isabs(path):
        return path
    try:
        return os.path.relpath(path) if Path(path).is_relative_to(Path.cwd()) else path
    except (OSError, ValueError):
        return path


# ------------------------------------------------------------------------------------- what is shared


def _level(fault: ArticleFault) -> str:
    return "warning" if fault.warning else "error"


def _sentence(fault: ArticleFault) -> str:
    return f"{fault.message}; {fault.suggestion}" if fault.suggestion else fault.message
