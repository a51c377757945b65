"""The headings of articles, in the languages they come in, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kbassist.importer.lines import Line


class Part(StrEnum):
    """The parts of an article's text, named as in the JSON."""

    SYMPTOM = "symptom"
    TERMS = "terms"
    ENVIRONMENT = "environment"
    REPRODUCTION = "reproduction"
    CAUSE = "cause"
    RESOLUTION = "resolution"
    VERIFICATION = "verification"
    SEE_ALSO = "see_also"
    KEYWORDS = "keywords"
    PRODUCTS = "products"
    ABOUT = "about"
    ATTRIBUTES = "attributes"


ORDER = tuple(Part)
"""The parts in the order in which articles have them."""
LOSABLE = (Part.SYMPTOM, Part.ENVIRONMENT, Part.CAUSE, Part.RESOLUTION)
"""The parts whose headings are one word each, which some copies lose, and that order and shape tell."""

LOOKED = 150
"""Lines that may be headings, from either end of a text, that are looked at."""

_NAMES: dict[str, dict[Part, tuple[str, ...]]] = {
    "en": {
        Part.SYMPTOM: ("symptom", "symptoms"),
        Part.TERMS: ("other terms",),
        Part.ENVIRONMENT: ("environment",),
        Part.REPRODUCTION: (
            "reproducing the issue",
            "reproducing the problem",
            "reproducing the error",
            "steps to reproduce",
        ),
        Part.CAUSE: ("cause", "root cause", "reason and prerequisites", "cause and prerequisites"),
        Part.RESOLUTION: ("resolution", "solution"),
        Part.SEE_ALSO: ("see also",),
        Part.KEYWORDS: ("keywords", "keyword"),
        Part.PRODUCTS: ("product", "products"),
        Part.ABOUT: ("about this page",),
        Part.ATTRIBUTES: (
            "attributes",
            "languages",
            "available languages",
            "header data",
            "validity",
        ),
    },
    "de": {
        Part.SYMPTOM: ("symptom", "symptome"),
        Part.TERMS: ("weitere begriffe", "weitere suchbegriffe", "andere begriffe"),
        Part.ENVIRONMENT: ("umgebung",),
        Part.REPRODUCTION: (
            "reproduzieren des problems",
            "reproduzieren des fehlers",
            "reproduktion des problems",
            "reproduktion des fehlers",
            "nachstellen des problems",
        ),
        Part.CAUSE: ("ursache", "ursache und voraussetzungen", "grund und voraussetzungen"),
        Part.RESOLUTION: ("lösung", "loesung"),
        Part.SEE_ALSO: ("siehe auch",),
        Part.KEYWORDS: ("schlüsselwörter", "schluesselwoerter", "stichwörter", "schlagwörter"),
        Part.PRODUCTS: ("produkt", "produkte"),
        Part.ABOUT: ("über diese seite", "informationen zu dieser seite"),
        Part.ATTRIBUTES: (
            "attribute",
            "sprachen",
            "verfügbare sprachen",
            "kopfdaten",
            "gültigkeit",
        ),
    },
    "ja": {
        Part.SYMPTOM: ("症状",),
        Part.TERMS: ("その他の用語", "その他用語"),
        Part.ENVIRONMENT: ("環境",),
        Part.REPRODUCTION: ("再現手順", "再現方法", "問題の再現", "問題の再現手順"),
        Part.CAUSE: ("原因", "理由および前提条件", "原因および前提条件", "理由と前提条件"),
        Part.RESOLUTION: ("解決策", "解決方法", "解決", "ソリューション"),
        Part.SEE_ALSO: ("参照", "関連項目", "関連情報"),
        Part.KEYWORDS: ("キーワード",),
        Part.PRODUCTS: ("製品",),
        Part.ABOUT: ("このページについて",),
        Part.ATTRIBUTES: ("属性", "言語"),
    },
}

HEADINGS = {
    name: (part, language)
    for language, parts in reversed(_NAMES.items())
    for part, names in parts.items()
    for name in names
}
"""Folded heading → (part, language); a name of two languages is the first one's."""


class Heading(NamedTuple):
    """A heading in a text."""

    at: int
    """Which of the lines it is."""
    part: Part
    language: str
    rest: str = ""
    """What stands behind it on the same line, after a colon."""
    one_word: bool = False


def heading(line: Line) -> Heading | None:
    """The heading that *line* is, at line 0; None if it is none."""
    if line.marker or len(line.text) > 60:
        return None
    text = re.sub(r"^#{1,6} |^[=*_]{2,}|[=*_]{2,}$", "", line.text).strip()
    name = re.sub(r"[ ]?[:：]$", "", text).strip("*_ ")
    found = HEADINGS.get(name.casefold())
    return Heading(0, *found, one_word=" " not in name) if found else None


def find(lines: Sequence[Line]) -> list[Heading]:
    """The headings among *lines*, one for each part.

    A word such as "Cause" may also be the head of a table: of several lines that could be the heading of
    one part, the one is taken with which the most headings are in order. "Symptom: text" on one line
    counts where three parts or more are written so.
    """
    alone = [one._replace(at=i) for i, line in enumerate(lines) if (one := heading(line))]
    alone = alone[:LOOKED] + alone[LOOKED:][-LOOKED:]
    chosen = _in_order(alone)
    parts = {one.part for one in chosen}
    for one in alone:
        if one.part not in {*parts, Part.ATTRIBUTES} and not _cell(one, alone):
            chosen.append(one)
            parts.add(one.part)
    inline = _inline(lines)
    if len({one.part for one in inline}) >= 3:
        for one in inline:
            if one.part not in parts:
                chosen.append(one)
                parts.add(one.part)
    return sorted(chosen)


def _cell(one: Heading, others: Sequence[Heading]) -> bool:
    """Whether another such word is the line before it or after it, as in the head of a table."""
    return any(abs(one.at - other.at) == 1 for other in others)


def _inline(lines: Sequence[Line]) -> list[Heading]:
    found = []
    for i, line in enumerate(lines):
        name, colon, rest = line.text.partition(":")
        known = HEADINGS.get(name.strip("*_# ").casefold()) if colon and not line.marker else None
        if known and rest.strip("*_ "):
            found.append(Heading(i, *known, rest.strip("*_ "), one_word=" " not in name.strip()))
    return found


_LATE = (Part.CAUSE, Part.SEE_ALSO, Part.KEYWORDS, Part.PRODUCTS, Part.ABOUT)
"""Of equals the last is taken: what stands before it is quoted in some other part."""


def _in_order(found: Sequence[Heading]) -> list[Heading]:
    """The longest run of *found*, each part once, in the order in which articles have them.

    One that another one follows at once, as in a table of contents or for an empty part, counts half.
    """
    best: list[tuple[tuple[float, int], list[Heading]]] = []
    followed = {one.at for one in found} & {one.at - 1 for one in found}
    for one in found:
        chain: tuple[tuple[float, int], list[Heading]] = ((0, 0), [])
        for weight, before in best:
            if _may_follow(before, one) and weight >= chain[0]:
                chain = weight, before
        (count, bonus), before = chain
        place = one.at if one.part in _LATE else -one.at
        worth = 0.5 if one.at in followed else 1.0
        best.append(((count + worth, bonus + place), [*before, one]))
    return max(best, key=lambda pair: pair[0])[1] if best else []


def _may_follow(before: Sequence[Heading], one: Heading) -> bool:
    if not before or ORDER.index(before[-1].part) < ORDER.index(one.part):
        return True
    swapped = before[-1].part is Part.PRODUCTS and one.part is Part.KEYWORDS
    return swapped and all(other.part is not Part.KEYWORDS for other in before)


def language(found: Sequence[Heading], text: str) -> str | None:
    """The language of a text with these headings; by its small words where they do not tell."""
    told = [one.language for one in found if one.part is not Part.SYMPTOM] or [
        one.language for one in found
    ]
    if told:
        return max(set(told), key=lambda name: (told.count(name), name))
    if len(re.findall(r"[\u3040-\u30ff]", text)) * 20 > len(text):
        return "ja"
    words = re.findall(r"[a-zäöüß]+", text.casefold())
    counts = {name: sum(word in small for word in words) for name, small in _SMALL.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= 3 else None


_SMALL = {
    "en": frozenset("the is to of and you in when for this that with not".split()),
    "de": frozenset("der die das ist und sie wird nicht im bei den ein eine mit zu".split()),
}
