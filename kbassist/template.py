"""`user {{existing_user}}` → (`"user "`, `Slot("existing_user")`), and back.

The grammar is closed: exactly `{{name}}`, blanks inside allowed, is a placeholder; every other brace is
literal, so `{{{p}}` is a brace before a placeholder. A backslash before a placeholder makes it literal,
two are one backslash and a placeholder, and so on by pairs; elsewhere a backslash is itself. Values are
never scanned again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kbassist.model import Filled, Inline, Missing, Placeholder, Slot, Template

SLOT = re.compile(r"((?<!\\)\\++|)\{\{[ \t]*+([A-Za-z_][A-Za-z0-9_]*+)[ \t]*+\}\}")
"""A placeholder with the backslashes before it; however long a run of them is, it is read once."""


def parse(text: str) -> Template:
    r"""The template that *text* writes.

    >>> parse("user {{who}}, \\{{literal}}")
    ('user ', Slot(name='who'), ', {{literal}}')
    """
    if "{{" not in text:
        return (text,) if text else ()
    pieces: list[str | Slot] = []
    literal, position = "", 0
    for found in SLOT.finditer(text):
        literal += text[position : found.start()]
        position = found.end()
        pairs, single = divmod(len(found[1]), 2)
        literal += "\\" * pairs
        if single:
            literal += found[0][len(found[1]) :]
            continue
        if literal:
            pieces.append(literal)
        pieces.append(Slot(found[2]))
        literal = ""
    literal += text[position:]
    if literal:
        pieces.append(literal)
    return tuple(pieces)


def dump(template: Template) -> str:
    r"""The text that `parse` reads as *template*.

    >>> dump(("a", Slot("b"), "{{c}}"))
    'a{{b}}\\{{c}}'
    """
    text = ""
    for i, piece in enumerate(template):
        if isinstance(piece, Slot):
            text += "{{" + piece.name + "}}"
            continue
        if "{{" in piece:
            piece = SLOT.sub(lambda found: found[1] + "\\" + found[0], piece)
        if i + 1 < len(template):
            piece += "\\" * (len(piece) - len(piece.rstrip("\\")))
        text += piece
    return text


def names(template: Iterable[object]) -> tuple[str, ...]:
    """The placeholders in *template*, each once, in order of appearance."""
    return tuple(dict.fromkeys([p.name for p in template if isinstance(p, Slot)]))


def fill(
    template: Iterable[Inline], values: Mapping[str, str], placeholders: Mapping[str, Placeholder]
) -> tuple[Inline, ...]:
    """Fill *template*; a slot without a value stays visible as `Missing`."""

    def one(part: Inline) -> Inline:
        if not isinstance(part, Slot):
            return part
        if part.name in values:
            return Filled(part.name, values[part.name])
        placeholder = placeholders.get(part.name) or Placeholder(part.name)
        return Missing(part.name, placeholder.shown)

    return tuple(map(one, template))


def plain(parts: Iterable[Inline]) -> str:
    """*parts* as one line of text; a blank is shown as `‹label›`."""
    text = ""
    for part in parts:
        match part:
            case str():
                text += part
            case Filled(value=value):
                text += value
            case Missing(label=label):
                text += f"‹{label}›"
            case Slot(name=name):
                text += f"‹{name}›"
    return text
