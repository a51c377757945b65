"""The end of an article: the line of keywords with component and category, and the list of products."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kbassist.model import Component


class Keywords(NamedTuple):
    """What a line of keywords says."""

    free: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    category: str | None = None
    tags: tuple[str, ...] = ()
    """What stands between `KBA` and the first component: internal labels."""


class Version(NamedTuple):
    """A product in one version; None where none is named."""

    product: str
    version: str | None


ANCHOR = re.compile(r"(?:^|[\s,])KBA\s,(?:\s|$)|,\s*KBA$")
"""What only a line of keywords holds."""
_CODE = re.compile(r"[A-Z]{2,4}(?:-[A-Z0-9]{1,5}){1,5}")
_CATEGORIES = (
    "how to",
    "problem",
    "product enhancement",
    "bug filed",
    "known error",
    "program error",
    "consulting",
    "error",
    "customizing",
    "faq",
)


def keywords(text: str, messages: Iterable[str] = ()) -> Keywords:
    """The free terms, components and category of a line of keywords.

    *messages* are error texts that may hold commas and still be one keyword.

    >>> keywords("Key Pair, Certificate. , KBA , LOD-X , Name, with comma , How To").free
    ('Key Pair', 'Certificate')
    """
    found = ANCHOR.search(text)
    if not found:
        return Keywords(_free(text, messages))
    free = _free(text[: found.start()], messages)
    tail = [one.strip(" ,") for one in re.split(r"\s+,(?:\s+|$)", text[found.end() :])]
    return _tail(free, [one for one in tail if one])


def _tail(free: tuple[str, ...], tail: Sequence[str]) -> Keywords:
    codes = [i for i, one in enumerate(tail) if _CODE.fullmatch(one)]
    if not codes:
        category = tail[-1] if tail and tail[-1].casefold() in _CATEGORIES else None
        return Keywords(free, (), category, tuple(tail[: len(tail) - bool(category)]))
    components = []
    category = None
    for n, i in enumerate(codes):
        last = n + 1 == len(codes)
        between = list(tail[i + 1 : len(tail) if last else codes[n + 1]])
        if last and between and (len(between) > 1 or between[-1].casefold() in _CATEGORIES):
            category = between.pop()
        components.append(Component(tail[i], " , ".join(between)))
    return Keywords(free, tuple(components), category, tuple(tail[: codes[0]]))


def _free(text: str, messages: Iterable[str]) -> tuple[str, ...]:
    """The terms between commas, or between semicolons where these are more than the commas."""
    text = text.strip(" ,;")
    kept: list[str] = []
    for message in sorted((one for one in messages if "," in one), key=len, reverse=True):
        at = text.casefold().find(message.casefold())
        while at >= 0 and len(text.casefold()) == len(text):
            kept.append(text[at : at + len(message)])
            text = f"{text[:at]}\0{len(kept) - 1}\0{text[at + len(message) :]}"
            at = text.casefold().find(message.casefold())
    semicolons = text.count(";")
    commas = len(re.findall(r",\s", text))
    if semicolons and semicolons >= commas:
        pieces = re.split(r"\s*;\s*", text)
    else:
        pieces = _joined(re.split(r"\s*[,、，]\s+|\s+,|、|，|;\s+|,(?=[^\s\d])", text))
    terms = (
        re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], one.strip(" ,;")) for one in pieces
    )
    return tuple(_term(one) for one in terms if any(character.isalnum() for character in one))


def _joined(pieces: Iterable[str]) -> list[str]:
    """*pieces*, where the parts of one quotation are together again."""
    made: list[str] = []
    waiting = ""
    for piece in pieces:
        if waiting:
            made[-1] += ", " + piece
            waiting = "" if piece.endswith(waiting) else waiting
            continue
        made.append(piece)
        closing = {'"': '"', "“": "”", "'": "'", "‘": "’", "„": "“"}.get(piece[:1])
        if closing and closing not in piece[1:]:
            waiting = closing
    if waiting:  # never closed: then it was none
        return [one for piece in made for one in piece.split(", ")]
    return made


def _term(text: str) -> str:
    """A term without the full stop that ends the list; a sentence keeps its own."""
    short = len(text.split()) <= 3 and not re.search(r"\b(?:etc|e\.g|i\.e|vs|no)\.$", text)
    return text[:-1].rstrip() if short and text.endswith(".") and "." not in text[:-1] else text


# ----------------------------------------------------------------------------------------- products

_ALL = re.compile(
    r"(?P<name>.*?)[\s,:-]*\b(?P<version>all (?:supported )?(?:versions|releases)"
    r"|alle versionen|すべてのバージョン)\.?",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"(?P<name>\S.*?)\s+(?P<version>[12]H\s\d{4}|H[12]\s\d{4}|\d{4}\s[12]H"
    r"|[bvV]?\d[\d.]*(?:\.x|\+)?(?:\s-\s\d[\d.]*)?)"
)


def products(texts: Iterable[str]) -> tuple[Version, ...]:
    """Each version of each product, from lines such as `NAME 1.0 ; NAME 2.0 ; OTHER all versions`."""
    return tuple(
        _version(one.strip(" ;"))
        for text in texts
        for one in re.split(r"\s+;(?:\s+|$)|;\s+(?=[A-Z])", text)
        if one.strip(" ;,.")
    )


def _version(text: str) -> Version:
    found = _ALL.fullmatch(text)
    if found and found["name"].strip(" ,"):
        return Version(found["name"].strip(" ,"), found["version"])
    found = _VERSION.fullmatch(text)
    if found:
        return Version(found["name"].rstrip(" ,"), found["version"])
    return Version(text, None)


def is_product_list(text: str) -> bool:
    """Whether a line can be nothing but the list of products: every piece has a version.

    >>> is_product_list("SAP Cloud for Sales 3.0 ; SAP Sales OnDemand all versions")
    True
    """
    found = products((text,))
    if len(found) > 1:
        return sum(one.version is not None for one in found) * 2 >= len(found)
    return len(found) == 1 and found[0].version is not None and len(text.split()) <= 12
