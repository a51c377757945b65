r"""The bare messages of a catalogue in one file, `NAME.messages.jsonl`: a JSON object a line.

The first line says whose messages they are, every other one is a message:

    {"catalogue": "tides", "product": "Tide Portal", "versions": ["4.2"], "language": "en"}
    {"number": "TP-17", "codes": ["TP-17"], "signatures": {"en": "Buoy {{value_1}} is adrift"}}

A message has signatures by language, one or a list of them, `\n` between the lines of one that has several;
those under `weak` are known but too weak to be matched on. `key` is its name in the product, `kinds` tells
what its placeholders look like. The order of the keys is the one in which they are written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kbassist import template
from kbassist.model import (
    ArticleFault,
    Confidence,
    Kind,
    Placeholder,
    Product,
    Revision,
    Signature,
    Slot,
    Template,
)

SIZE = 256_000_000
"""How many bytes a file may have."""
WIDTH = 50_000
"""How many bytes a line may have."""
FAULTS = 100
"""How many faults of one file are told."""

Texts = Mapping[str, tuple[str, ...]]
"""Language → signatures, written as in an article; `\n` between the lines of one."""

_NUMBER = re.compile(r"[A-Za-z0-9._-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_ALNUM = re.compile(r"[^\W_]")


class Catalogue(NamedTuple):
    """Whose messages a file holds."""

    catalogue: str
    """Its name, as in `NAME.messages.jsonl`."""
    product: str = ""
    also_called: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    language: str = "en"
    """The language of the titles, where a message has it."""


class Message(NamedTuple):
    """One message of a catalogue."""

    number: str
    """The number of the article that it is as long as nobody has written one."""
    key: str = ""
    """Its name in the product, where that is not the number."""
    codes: tuple[str, ...] = ()
    signatures: Texts = MappingProxyType({})
    weak: Texts = MappingProxyType({})
    """Texts that say too little to be matched on."""
    kinds: Mapping[str, Kind] = MappingProxyType({})
    """Kinds of placeholders; those not named are `text`."""


class _Fault(Exception):
    """What is wrong with a line, what to write instead, and a word with what it may have meant."""

    def __init__(
        self, message: str, suggestion: str = "", near: tuple[str, Iterable[str]] | None = None
    ) -> None:
        super().__init__(message)
        self.suggestion, self.near = suggestion, near


# ------------------------------------------------------------------------------------------ writing

_dumps = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": "), check_circular=False).encode


def dump(catalogue: Catalogue, messages: Iterable[Message]) -> Iterator[str]:
    """The lines of the file, each with its line end."""
    yield _line(catalogue._asdict(), Catalogue._field_defaults)
    for one in messages:
        yield _line(one._asdict(), Message._field_defaults)


def _line(values: dict[str, Any], defaults: Mapping[str, Any]) -> str:
    for name in ("signatures", "weak"):
        if values.get(name):
            values[name] = {k: v[0] if len(v) == 1 else v for k, v in values[name].items()}
    written = {k: v for k, v in values.items() if k not in defaults or v != defaults[k]}
    return _separated(_dumps(written)) + "\n"


def _separated(line: str) -> str:
    """*line* without characters that some programs take for a line end."""
    if line.isascii():
        return line
    for mark in "\x85\u2028\u2029":
        line = line.replace(mark, f"\\u{ord(mark):04x}")
    return line


# ------------------------------------------------------------------------------------------ reading


def read(path: str | Path, shown: str) -> Iterator[Revision | ArticleFault]:
    """The bare messages in the file *path*, which faults call *shown*, and what is wrong with it.

    Never raises; a line at fault hides no other.
    """
    faults = 0
    try:
        with open(path, "rb") as file:
            for found in _read(file, shown):
                if isinstance(found, ArticleFault):
                    faults += 1
                    if faults > FAULTS:
                        continue
                yield found
    except OSError as error:
        yield ArticleFault(shown, 0, f"cannot be read: {error.strerror or error}")
    if faults > FAULTS:
        yield ArticleFault(shown, 0, f"and {faults - FAULTS:,} more faults")


def _read(lines: Iterable[bytes], shown: str) -> Iterator[Revision | ArticleFault]:
    catalogue: Catalogue | None = None
    seen: dict[str, int] = {}
    size = 0
    for place, line in enumerate(lines, 1):
        size += len(line)
        if size > SIZE:
            yield ArticleFault(
                shown, place, f"beyond {SIZE:,} bytes nothing was read", "", "cut it up"
            )
            return
        try:
            values = _object(line)
            if values is None:
                continue
            if catalogue is None:
                catalogue = Catalogue("")  # whatever is wrong with it, the messages are read
                catalogue = _catalogue(values)
                continue
            message = _message(values)
            first = seen.setdefault(message.number.casefold(), place)
            if first != place:
                raise _Fault(
                    f"`{message.number}` is written twice", f"the first is in line {first}"
                )
            yield _revision(catalogue, message, shown)
        except _Fault as fault:
            yield _told(shown, place, line, fault)
    if catalogue is None:
        begin = 'begin with a line {"catalogue": "NAME"}'
        yield ArticleFault(shown, 1, "this holds no catalogue", "", begin)


def _object(line: bytes) -> dict[str, Any] | None:
    """The object that *line* writes; None for an empty one."""
    if len(line) > WIDTH:
        raise _Fault(f"a line of more than {WIDTH:,} bytes", "cut the message down")
    if not line.strip():
        return None
    try:
        values = json.loads(line)
    except UnicodeDecodeError:
        raise _Fault("this line is not UTF-8", "save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        said = getattr(error, "msg", "too deep")
        raise _Fault(f"this line is no JSON: {said}", "write one object a line") from None
    if not isinstance(values, dict):
        raise _Fault("this line is no JSON object", 'write {"number": …, "signatures": …}')
    return values


def _known(values: Mapping[str, Any], names: tuple[str, ...], required: str) -> None:
    if not values.keys() <= set(names):
        unknown = next(name for name in values if name not in names)
        raise _Fault(f"`{unknown}` is not a field", near=(unknown, names))
    if required not in values:
        raise _Fault(f"`{required}` is missing")


def _catalogue(values: dict[str, Any]) -> Catalogue:
    if "catalogue" not in values and "number" in values:
        raise _Fault("the first line is a message", 'begin with a line {"catalogue": "NAME"}')
    _known(values, Catalogue._fields, "catalogue")
    for name in ("catalogue", "product", "language"):
        _text(values.get(name, "en"), name)
    if not _LANGUAGE.fullmatch(values.get("language", "en")):
        raise _Fault(
            f"`language` cannot be `{values['language']}`", "write a code like en or pt-BR"
        )
    for name in ("also_called", "versions"):
        values[name] = _many(values.get(name, []), name)
    return Catalogue(**values)


def _message(values: dict[str, Any]) -> Message:
    _known(values, Message._fields, "number")
    number = values["number"]
    if not isinstance(number, str) or not _NUMBER.fullmatch(number):
        raise _Fault(
            f"`number` cannot be `{number}`: it is a text of letters, digits, `-`, `_` and `.`"
        )
    signatures = _texts(values.get("signatures", {}), "signatures")
    weak = _texts(values.get("weak", {}), "weak")
    if not signatures and not weak:
        raise _Fault("the message has no text", "write it under `signatures`, by language")
    for texts in signatures.values():
        for text in texts:
            for line in text.split("\n"):
                if not any(isinstance(p, str) and _ALNUM.search(p) for p in _parsed(line)):
                    raise _Fault(
                        "the signature has no word of its own", "such a text belongs under `weak`"
                    )
    kinds = values.get("kinds", {})
    if not isinstance(kinds, dict):
        raise _Fault("`kinds` holds names and kinds", 'write {"value_1": "number"}')
    for name, kind in kinds.items():
        if kind not in _KINDS:
            raise _Fault(f"`{name}` cannot be `{kind}`", near=(str(kind), _KINDS))
    return Message(
        number,
        _text(values["key"], "key") if "key" in values else "",
        _many(values.get("codes", []), "codes"),
        signatures,
        weak,
        {name: _KINDS[kind] for name, kind in kinds.items()},
    )


_KINDS = {str(kind): kind for kind in Kind}


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Fault(f"`{name}` is a text")
    if not value.isprintable() and _CONTROL.search(value):
        raise _Fault(f"a control character in `{name}`", "take it out")
    return value


def _many(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _Fault(f"`{name}` is a list of texts")
    return tuple(_text(one, name) for one in value)


def _texts(values: Any, name: str) -> Texts:
    if not isinstance(values, dict):
        raise _Fault(f"`{name}` holds texts by language", 'write {"en": "…"}')
    found = {}
    for language, texts in values.items():
        if not _LANGUAGE.fullmatch(language):
            raise _Fault(f"`{language}` is no language", "write a code like en or pt-BR")
        found[language] = _many([texts] if isinstance(texts, str) else texts, name)
    return found


@lru_cache(maxsize=4)
def _parsed(line: str) -> Template:
    return template.parse(line)


@lru_cache(maxsize=4096)
def _placeholder(name: str, kind: Kind) -> Placeholder:
    return Placeholder(name, kind)


def _revision(catalogue: Catalogue, message: Message, shown: str) -> Revision:
    signatures: dict[str, Signature] = {}
    for texts in message.signatures.values():
        for text in texts:
            if text not in signatures:
                lines = tuple(map(_parsed, text.split("\n")))
                signatures[text] = Signature(lines, text=text.replace("\n", " … "))
    if signatures:
        title = (message.signatures.get(catalogue.language) or tuple(signatures))[0]
    else:
        title = next(iter(message.weak.get(catalogue.language) or (*message.weak.values(),)[0]))
    first = template.parse(title.partition("\n")[0])
    names: dict[str, None] = dict.fromkeys(template.names(first))
    for one in signatures.values():
        for line in one.lines:
            for piece in line:
                if isinstance(piece, Slot):
                    names[piece.name] = None
    kinds = message.kinds
    product, versions = catalogue.product, catalogue.versions or ("all",)
    key = message.key or (message.codes[0] if message.codes else message.number)
    return Revision(
        message.number,
        first,
        language=catalogue.language,
        confidence=Confidence.WORK_IN_PROGRESS,
        source=f"message {key} of {product or catalogue.catalogue}",
        codes=message.codes,
        applies_to=(Product(product, catalogue.also_called, versions),) if product else (),
        placeholders={name: _placeholder(name, kinds.get(name, Kind.TEXT)) for name in names},
        signatures=tuple(signatures.values()),
        path=shown,
    )


def _told(shown: str, place: int, line: bytes, fault: _Fault) -> ArticleFault:
    from kbassist.articles.front import nearest, visible

    meant = nearest(*fault.near) if fault.near else None
    return ArticleFault(
        shown,
        place,
        visible(str(fault)),
        visible(line[:1000].decode(errors="replace").strip(), 160),
        f"did you mean `{meant}`?" if meant else visible(fault.suggestion, 400),
    )
