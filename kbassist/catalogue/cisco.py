"""Cisco: `%FACILITY-SEVERITY-MNEMONIC: text`, alone on its lines or in a system message guide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbassist.catalogue.entry import Entry, Skipped
from kbassist.catalogue.placeholders import cisco, written

MNEMONIC = re.compile(
    r"^(?:\s*(?:Error\s+)?Message\s*:?)?\s*%?(?P<name>[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*?-[0-7]-[A-Z0-9_]+)"
    r"\s*:\s*(?P<text>.*)$"
)
_NEXT = re.compile(
    r"^\s*(?:Explanation|Recommended|Error\s+Message|Message|Action)\b", re.IGNORECASE
)


def parse(text: str) -> Iterator[Entry | Skipped]:
    """The messages of a list or guide; explanations and actions in it are passed over."""
    name, said, first, guide = "", "", 0, False
    for number, line in enumerate((*text.split("\n"), ""), 1):
        found = MNEMONIC.match(line)
        if name and not found and guide and line.strip() and not _NEXT.match(line):
            said += " " + line.strip()  # a message that goes on in the next line
            continue
        if name:
            yield _entry(name, said, first)
            name = ""
        if found:
            name, said, first = found["name"], found["text"].strip(), number
            guide = line.lstrip().startswith(("Error", "Message"))


def _entry(name: str, said: str, line: int) -> Entry | Skipped:
    if not said:
        return Skipped("it is empty", line, name)
    made = cisco(said)
    head = written([f"%{name}: "])
    return Entry(name, tuple(head + one for one in made.texts), line, code=name, kinds=made.kinds)
