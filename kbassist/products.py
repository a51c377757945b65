"""Products under their several names, and versions in the forms people write them.

A product is renamed every few years and people keep saying the old name; a version is a number of two
or four digits, a dotted one, half a year, or a range of these. `same_product` and `covers` answer
whether what somebody asks for is what an article lists.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

from kbassist.model import Product

Families = tuple[frozenset[str], ...]
"""Sets of folded names, each of one product."""


# ----------------------------------------------------------------------------------------- products


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """The form in which names of products are compared: words in lower case, no "SAP" before them.

    >>> fold_name("SAP® S/4HANA Cloud,  Public Edition")
    's 4hana cloud public edition'
    """
    words = re.findall(r"[^\W_]+", name.casefold())
    return " ".join(words[1:] if words[:1] == ["sap"] and len(words) > 1 else words)


def has_words(part: str, whole: str) -> bool:
    """Whether the folded name *part* stands in the folded name *whole* as whole words."""
    return bool(part) and f" {part} " in f" {whole} "


def families(products: Iterable[Product]) -> Families:
    """The names that some article says are `also_called` of one another, joined across articles."""
    of: dict[str, set[str]] = {}
    for one in products:
        names = {fold_name(name) for name in (one.product, *one.also_called)} - {""}
        joined = names.union(*(of[name] for name in names if name in of))
        of.update(dict.fromkeys(joined, joined))
    distinct = {id(group): group for group in of.values() if len(group) > 1}
    return tuple(sorted((frozenset(group) for group in distinct.values()), key=sorted))


def same_product(given: str, listed: str, families: Collection[Collection[str]] = ()) -> bool:
    """Whether the product that somebody names is the one that an article lists.

    Equal names, one of the same family, or whole words of the listed name ("Cloud Connector" for
    "SAP Cloud Connector 2.x").

    >>> same_product("Cloud for Customer", "SAP Cloud for Customer add-ins")
    True
    """
    asked, whole = fold_name(given), fold_name(listed)
    return any(
        has_words(name, whole)
        for name in (asked, *(one for group in families if asked in group for one in group))
    )


# ----------------------------------------------------------------------------------------- versions


class Range(NamedTuple):
    """Versions from *low* up to, not including, *high*; `None` is no end."""

    low: tuple[int, ...] = ()
    high: tuple[int, ...] | None = None

    def overlaps(self, other: Range) -> bool:
        """Whether some version lies in both."""
        return (self.high is None or other.low < self.high) and (
            other.high is None or self.low < other.high
        )


ALL = Range()

_NOISE = r"\([^()]*\)|^(?:versions?|releases?|rel\.?|ver\.?)[\s:]*(?=[bv]?\d)"
_ALL = r"(?:all|any|every)(?: supported)?(?: versions?| releases?)?|\*|(?:release|version)[ -]independent"
_OR = r"\s*[,;/]\s*|\s+(?:and|or|und|oder)\s+(?!higher|later|above|newer|up|lower|earlier|older|below|höher)"
_BETWEEN = r"\s*(?:\.\.+|…|–|—)\s*|\s+-\s+|(?<=\d)-(?=\d)|\s+(?:to|through|bis)\s+"
_BELOW = (
    r"(?:<(?!=)|before|vor)\s*(?P<under>\S.*)|(?:<=|=<|≤|up to|until|bis)\s*(?P<upto>\S.*)"
    r"|(?P<andlower>.*\S)\s*(?:and|or)\s+(?:lower|earlier|older|below)"
)
_ABOVE = (
    r"(?:>(?!=)|after)\s*(?P<over>\S.*)|(?:>=|=>|≥|from|since|at least|as of|ab)\s*(?P<least>\S.*)"
    r"|(?P<plus>.*\S)\s*(?:\+|(?:and|or)\s+(?:higher|later|above|newer|up)|onwards?)"
)
_HALF = r"(?:h([12])|([12])h)[ /-]*(\d{4})|(\d{4})[ /-]*(?:h([12])|([12])h)"
_NUMBER = (
    r"[vb]?\.?\s*(\d{1,12}(?:\.\d{1,12})*)(?:\.[x*])?([a-z]?)"
    r"(?:[ .-]*(?:sp|ps|fp|pl|patch)[ -]*(\d{1,6}))?"
)


@lru_cache(maxsize=4096)
def parse(versions: str) -> tuple[Range, ...]:
    """The ranges that a written version stands for; none if it is not understood.

    A version stands for all of its kind: `2.18` for 2.18.0 as for 2.18.3, `4` and `4.x` for 4.1.

    >>> parse("<2.17"), parse("4.0 / 4.1")
    ((Range(low=(), high=(2, 17)),), (Range(low=(4,), high=(4, 1)), Range(low=(4, 1), high=(4, 2))))
    """
    text = _fold_version(versions)
    if re.fullmatch(_ALL, text):
        return (ALL,)
    found = [_range(part) for part in re.split(_OR, text) if part]
    return tuple(one for one in found if one) if all(found) else ()


def covers(versions: Iterable[str], version: str) -> bool:
    """Whether *version* is among the *versions* that an article lists.

    >>> covers(["1211..1802", ">=2005"], "1605"), covers(["2.16 - 2.18"], "2.19")
    (True, False)
    """
    return any(says_all(one) or lists((one,), version) for one in versions)


def lists(versions: Iterable[str], version: str) -> bool:
    """As `covers`, but a listed "all" does not count."""
    asked, plain = parse(version), _fold_version(version)
    for one in versions:
        if says_all(one):
            continue
        ranges = parse(one)
        if any(a.overlaps(b) for a in asked for b in ranges):
            return True
        if plain == _fold_version(one):
            return True
    return False


def says_all(version: str) -> bool:
    """Whether a written version leaves nothing out."""
    return parse(version) == (ALL,)


@lru_cache(maxsize=4096)
def _fold_version(text: str) -> str:
    text = " ".join(text.casefold().split())
    text = re.sub(r"(?<!\.)[.;]$", "", text).rstrip()
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]
    return re.sub(_NOISE, "", re.sub(_NOISE, "", text)).strip()


def _range(text: str) -> Range | None:
    """The range that one piece of text means, or None."""
    ends = [_number(end.removeprefix("from ")) if end else () for end in re.split(_BETWEEN, text)]
    if len(ends) == 2 and None not in ends and any(ends):
        first, last = ends[0] or (), ends[1] or ()
        if first <= last or not last:
            return Range(_trimmed(first), _next(last) if last else None)
        return _single((*first, *last)) if "-" in text else None  # 2023-06 is a version
    if found := re.fullmatch(_BELOW, text):
        upto = found["upto"] or found["andlower"]
        number = _number(upto or found["under"])
        return Range((), _next(number) if upto else _trimmed(number)) if number else None
    if found := re.fullmatch(_ABOVE, text):
        least = found["least"] or found["plus"]
        number = _number(least or found["over"])
        return Range(_trimmed(number) if least else _next(number)) if number else None
    number = _number(text)
    return _single(number) if number else None


def _single(number: tuple[int, ...]) -> Range:
    return Range(_trimmed(number), _next(number))


def _number(text: str) -> tuple[int, ...] | None:
    """`2.18.0` → (2, 18, 0); `12c` → (12, 3); `1h 2022` → (2022, 1); None if it is no version."""
    text = text.strip()
    if half := re.fullmatch(_HALF, text):
        year, part = half[3] or half[4], half[1] or half[2] or half[5] or half[6]
        return int(year), int(part)
    found = re.fullmatch(_NUMBER, text)
    if not found:
        return None
    number = tuple(map(int, found[1].split(".")))
    if found[2]:
        number += (ord(found[2]) - ord("a") + 1,)
    return (*number, int(found[3])) if found[3] else number


def _trimmed(number: tuple[int, ...]) -> tuple[int, ...]:
    """Without the zeros at its end, so that 2.19 and 2.19.0 are equal."""
    end = len(number)
    while end and not number[end - 1]:
        end -= 1
    return number[:end]


def _next(number: tuple[int, ...]) -> tuple[int, ...]:
    """The first version after all that *number* stands for."""
    return (*number[:-1], number[-1] + 1)
