"""How vendors write placeholders, and ours instead: a text → templates, and the kinds of their slots.

Each notation is a function from a text to its alternatives, usually one: a message with plural forms or
a choice inside prints one of several texts. The n-th argument is called `value_n` in every language and
every notation; what has a name keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kbassist import template
from kbassist.model import Kind, Slot

Pieces = list[str | Slot]
Kinds = dict[str, Kind]


class Translated(NamedTuple):
    """What a vendor's text became."""

    texts: tuple[str, ...]
    """Its alternatives in our own writing."""
    kinds: Kinds


Notation = Callable[[str], Translated]

DEPTH = 4
"""Forms inside forms that are looked into."""
ALTERNATIVES = 16
"""Texts that one message may print at the most; the other ones are left out."""


def argument(number: int) -> str:
    """The name of the n-th argument, from 1."""
    return f"value_{number}"


def written(pieces: Sequence[str | Slot]) -> str:
    """*pieces* as an article writes them."""
    joined: Pieces = []
    plain = True
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
            plain = plain and (isinstance(piece, Slot) or not ("\\" in piece or "{" in piece))
    if plain:  # nothing that could be taken for a placeholder
        return "".join([one if isinstance(one, str) else f"{{{{{one.name}}}}}" for one in joined])
    return template.dump(tuple(joined))


def _named(name: str) -> str:
    """*name* as a placeholder may be called."""
    name = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
    return name if name and not name[0].isdigit() else f"value_{name}" if name else "value"


def _one(text: str, found: re.Pattern[str], slot: Callable[[re.Match[str]], str | Slot]) -> Pieces:
    """*text* in pieces, each that *found* finds replaced."""
    pieces: Pieces = []
    position = 0
    for one in found.finditer(text):
        pieces += (text[position : one.start()], slot(one))
        position = one.end()
    pieces.append(text[position:])
    return pieces


def literal(text: str) -> Translated:
    """A text without any placeholder, whatever stands in it."""
    return Translated((written([text]),), {})


# ------------------------------------------------------------------------------------------- printf

_PRINTF = re.compile(
    r"%(?:(?P<number>\d+)\$)?(?:\((?P<name>\w+)\))?[-+#0'I]*(?P<width>\*(?:\d+\$)?|\d+)?"
    r"(?:\.(?P<precision>\*(?:\d+\$)?|-?\d+)?)?(?:hh|h|ll|l|L|q|j|z|t)?"
    r"(?P<type>[diouxXeEfFgGaAcsSpPmnrv@%]|<PRI[a-zA-Z]+\d*>)"
)
_NUMBERS = frozenset("diueEfFgGaA<")
_IDS = frozenset("xXopP")


def printf(text: str) -> Translated:
    """`%s`, `%d`, `%-.64s`, `%1$s`, `%(name)s`, `%%`.

    >>> printf("Buoy %2$s: %.3d%% of %1$-.64s").texts
    ('Buoy {{value_2}}: {{value_1}}% of {{value_1}}',)
    """
    if "%" not in text:
        return literal(text)
    kinds: Kinds = {}
    count = 0

    def slot(found: re.Match[str]) -> str | Slot:
        nonlocal count
        kind = found["type"]
        if kind == "%":
            return "%"
        if kind == "n":
            return ""
        if kind == "m":
            return Slot("error")
        for star in (found["width"], found["precision"]):
            count += star == "*"
        if found["name"]:
            name = _named(found["name"])
        elif found["number"]:
            name = argument(int(found["number"]))
        else:
            count += 1
            name = argument(count)
        if kind[0] in _NUMBERS:
            kinds[name] = Kind.NUMBER
        elif kind in _IDS:
            kinds[name] = Kind.ID
        return Slot(name)

    return Translated((written(_one(text, _PRINTF, slot)),), kinds)


# ------------------------------------------------------------------------------------------ Windows

_WINDOWS = re.compile(r"%(?:([1-9]\d?)(?:!([^!\n]*)!)?|([0nrtb%.!\\ ])|space\b)")
_WINDOWS_MARKS = {"n": "\n", "r": "", "t": " ", "b": " ", "%": "%", ".": ".", "!": "!", "\\": "\\"}


def windows(text: str) -> Translated:
    """`%1`, `%1!s!`, `%%`, `%n`; what is behind `%0` is not printed.

    >>> windows("Pier %1!s! has %2!d! berths.%n").texts
    ('Pier {{value_1}} has {{value_2}} berths.',)
    """
    if "%" not in text:
        return literal(text)
    kinds: Kinds = {}
    text = re.split(r"(?<!%)%0(?!\d)", text, maxsplit=1)[0]

    def slot(found: re.Match[str]) -> str | Slot:
        if not found[1]:
            return _WINDOWS_MARKS.get(found[3] or "", " ")
        name = argument(int(found[1]))
        made = found[2][-1:] if found[2] else ""
        if made and made in "diu":
            kinds[name] = Kind.NUMBER
        elif made and made in "xXp":
            kinds[name] = Kind.ID
        return Slot(name)

    return Translated((written(_one(text, _WINDOWS, slot)).rstrip("\n"),), kinds)


# --------------------------------------------------------------------------------------------- T100

_T100 = re.compile(r"&V([1-8])&|&([1-8])(?:&(?![\dV&]))?|\$([1-8])(?!\d)|&&|(?<!\w)&|&(?!\w)")


def t100(text: str) -> Translated:
    """`&1` to `&4`, `&V1&`, and `&` for the next one.

    >>> t100('Berth "&2" of &V1& & buoy &').texts
    ('Berth "{{value_2}}" of {{value_1}} {{value_1}} buoy {{value_2}}',)
    """
    if "&" not in text and "$" not in text:
        return literal(text)
    count = 0

    def slot(found: re.Match[str]) -> str | Slot:
        nonlocal count
        number = found[1] or found[2] or found[3]
        if number:
            return Slot(argument(int(number)))
        if found[0] == "&&":
            return "&"
        count += 1
        return Slot(argument(count))

    return Translated((written(_one(text, _T100, slot)),), {})


# -------------------------------------------------------------------------------------------- Cisco

_CISCO = re.compile(r"\[([A-Za-z][A-Za-z0-9_ /-]{0,24})\]|%(?:\d+\$)?[-0-9.]*l*[sdux]\b")
_CISCO_KINDS = {
    **dict.fromkeys(("dec", "int", "num", "v_num", "digit", "unsigned", "long"), Kind.NUMBER),
    **dict.fromkeys(("hex", "enet", "mac", "mac_address", "char_hex"), Kind.ID),
    **dict.fromkeys(("ip_address", "inet", "ip", "ipv6", "ipv6_address", "ipaddr"), Kind.HOST),
}


def cisco(text: str) -> Translated:
    """`[chars]`, `[dec]`, `[hex]`, `[ip_address]` and the like.

    >>> cisco("Pier [dec] lost [chars] at [IP_address]").kinds
    {'value_1': <Kind.NUMBER: 'number'>, 'value_3': <Kind.HOST: 'host'>}
    """
    kinds: Kinds = {}
    count = 0

    def slot(found: re.Match[str]) -> Slot:
        nonlocal count
        count += 1
        name = argument(count)
        word = (found[1] or found[0][-1]).lower().replace(" ", "_").replace("-", "_")
        kind = _CISCO_KINDS.get(word, Kind.NUMBER if word in ("d", "u") else Kind.TEXT)
        if kind is not Kind.TEXT:
            kinds[name] = kind
        return Slot(name)

    return Translated((written(_one(text, _CISCO, slot)),), kinds)


# ------------------------------------------------------------------------------------ MessageFormat

_FORMATTED = re.compile(r"\{\s*\w+\s*[,}]|''")
_QUOTED = re.compile(r"''|'([{}#|][^']*(?:''[^']*)*)(?:'|$)")
_ARGUMENT = re.compile(r"\{\s*(\w+)\s*(?:,\s*(\w+)\s*)?(?=[,}])")
_FORMS = re.compile(r"\s*(?:offset:\d+\s*)?(=?\w+)\s*\{")
_LIMITS = re.compile(r"[-+]?[\d.\u221e]+\s*[#<\u2264]")
_JAVA_KINDS = {"number": Kind.NUMBER, "date": Kind.TIME, "time": Kind.TIME}


def message_format(text: str) -> Translated:
    """`{0}`, `{1,number,#}`, `{name}`; `''` is an apostrophe; each form of a plural or choice is a text.

    >>> message_format("Can''t moor {0}").texts
    ("Can't moor {{value_1}}",)
    >>> message_format("{0, plural, one {# boat} other {# boats}} in '{1}'").texts
    ('{{value_1}} boat in {1}', '{{value_1}} boats in {1}')
    """
    if not _FORMATTED.search(text):
        return literal(text)
    kinds: Kinds = {}
    made = _alternatives(text, "", kinds, 0)
    return Translated(tuple(dict.fromkeys(map(written, made))), kinds)


def _alternatives(text: str, counted: str, kinds: Kinds, depth: int) -> list[Pieces]:
    """Everything that *text* may print; *counted* is the argument that `#` stands for."""
    made: list[Pieces] = [[]]
    position = 0
    while position < len(text):
        mark = text[position]
        forms: list[Pieces]
        if mark == "'":
            inside, position = _quotation(text, position)
            forms = [[inside]]
        elif (
            depth < DEPTH
            and (given := _ARGUMENT.match(text, position))
            and (end := _closing(text, position)) > 0
        ):
            forms = _argument(given, text[given.end() : end], kinds, depth)
            position = end + 1
        elif mark == "#" and counted:
            forms, position = [[Slot(counted)]], position + 1
        else:
            stop = position + 1
            while stop < len(text) and text[stop] not in "'{#":
                stop += 1
            forms, position = [[text[position:stop]]], stop
        made = [[*one, *form] for one in made for form in forms][:ALTERNATIVES]
    return made


def _quotation(text: str, start: int) -> tuple[str, int]:
    """What the apostrophe at *start* writes, and where that ends."""
    found = _QUOTED.match(text, start)
    if not found or not found[1]:
        return "'", found.end() if found else start + 1
    return found[1].replace("''", "'"), found.end()


def _closing(text: str, start: int) -> int:
    """Where the brace that opens at *start* is closed; -1: nowhere."""
    depth, position = 0, start
    while position < len(text):
        mark = text[position]
        if mark == "'":
            position = _quotation(text, position)[1]
            continue
        depth += (mark == "{") - (mark == "}")
        if depth == 0:
            return position
        position += 1
    return -1


def _argument(found: re.Match[str], rest: str, kinds: Kinds, depth: int) -> list[Pieces]:
    """What an argument in its braces prints: a value, or one of several texts."""
    given, how, body = found[1], found[2] or "", rest.lstrip(" ,")
    name = argument(int(given) + 1) if given.isdecimal() else _named(given)
    if how in ("plural", "selectordinal", "select"):
        forms = [
            form
            for inside in _forms(body)
            for form in _alternatives(inside, name if how != "select" else "", kinds, depth + 1)
        ]
        if how != "select":
            kinds[name] = Kind.NUMBER
        return forms[:ALTERNATIVES] or [[Slot(name)]]
    if how == "choice":
        limits = [_LIMITS.match(choice.strip()) for choice in body.split("|")]
        forms = [
            form
            for choice, limit in zip(body.split("|"), limits, strict=True)
            if limit
            for form in _alternatives(choice.strip()[limit.end() :], "", kinds, depth + 1)
        ]
        return forms[:ALTERNATIVES] or [[Slot(name)]]
    if how in _JAVA_KINDS:
        kinds[name] = _JAVA_KINDS[how]
    return [[Slot(name)]]


def _forms(body: str) -> Iterator[str]:
    """The texts of a plural or a selection: `one {…} other {…}`."""
    position = 0
    while found := _FORMS.match(body, position):
        end = _closing(body, found.end() - 1)
        if end < 0:
            return
        yield body[found.end() : end]
        position = end + 1


# -------------------------------------------------------------------------------------- plain lists

_BRACES = re.compile(r"\$?\{([A-Za-z_]\w*|\d*)(?::[^{}\n]{0,20})?\}|<\*>")


def braces(text: str) -> Translated:
    """`{0}`, `{name}`, `{}`, `${name}`, `<*>`, and our own `{{name}}`.

    >>> braces("Boat {} left {pier} for {{sea}}").texts
    ('Boat {{value_1}} left {{pier}} for {{sea}}',)
    """
    if "{" not in text and "<*>" not in text:
        return literal(text)
    count = 0

    def slot(found: re.Match[str]) -> Slot:
        nonlocal count
        if found[1]:
            return Slot(argument(int(found[1]) + 1) if found[1].isdecimal() else found[1])
        count += 1
        return Slot(argument(count))

    pieces: Pieces = []
    for piece in template.parse(text):
        pieces += _one(piece, _BRACES, slot) if isinstance(piece, str) else [piece]
    return Translated((written(pieces),), {})
