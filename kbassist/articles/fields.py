"""The one table of front-matter fields: it drives parsing, faults, writing and the JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from kbassist import template
from kbassist.articles.front import Keys
from kbassist.articles.shapes import (
    Choice,
    Count,
    Field,
    Line,
    Many,
    Named,
    Pairs,
    Record,
    Text,
)
from kbassist.model import (
    Audience,
    Component,
    Confidence,
    Distinct,
    Kind,
    Placeholder,
    Product,
    Reference,
    Sample,
    Signature,
    Template,
)


def _number(text: str) -> str:
    good = _NUMBER.fullmatch(text)
    return "" if good else f"cannot be `{text}`: it is made of letters, digits, `-`, `_` and `.`"


def _date(text: str) -> str:
    try:
        if len(text) == len("2027-06-30"):
            date.fromisoformat(text)
            return ""
    except ValueError:
        pass
    return f"cannot be `{text}`: a day is written 2027-06-30"


def _language(text: str) -> str:
    return (
        ""
        if re.fullmatch(_LANGUAGE, text)
        else f"cannot be `{text}`: write a code like en or pt-BR"
    )


def _signature(lines: tuple[Template, ...], within: int = 20) -> Signature:
    return Signature(lines, within, " … ".join(map(template.dump, lines)))


class Evidence(NamedTuple):
    """Words that speak for a revision, or against it."""

    speaks_for: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


_NUMBER = re.compile(r"[A-Za-z0-9._-]+")
_LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
ARTICLE = Text(_number, f"^{_NUMBER.pattern}$")
_PROSE = Text(message=True)
_WORDS = Many(Text())

_PLACEHOLDER = Record(
    Placeholder,
    (
        Field("kind", Choice(Kind), "what its value looks like", Kind.TEXT),
        Field("label", _PROSE, "its name on screen", ""),
        Field("ask", _PROSE, "the question to ask for it", ""),
        Field("default", Text(raw=True), "its value where nothing else is known"),
        Field("example", Text(raw=True), "the value that stands in the article's own sample"),
    ),
    bare="kind",
)

FIELDS = (
    Field("number", ARTICLE, 'the article\'s number: `number: "2577062"`', required=True),
    Field("revision", ARTICLE, "which revision of the article this is", "1"),
    Field("title", Line(words=False), "one line, with placeholders: `title: …`", required=True),
    Field("language", Text(_language, f"^{_LANGUAGE}$"), "a language code", "en"),
    Field("confidence", Choice(Confidence), "KCS confidence", Confidence.NOT_VALIDATED),
    Field("audience", Choice(Audience), "the widest audience that may read it", Audience.INTERNAL),
    Field("supersedes", Many(ARTICLE), "articles of this base that this one replaces", ()),
    Field(
        "see_also",
        Many(
            Record(
                Reference,
                (
                    Field("number", Text(), "an article's number", required=True),
                    Field("title", _PROSE, "its title, where it is not in this base", ""),
                ),
                bare="number",
            )
        ),
        "other articles worth a look; bare numbers are of this base",
        (),
    ),
    Field("source", _PROSE, "where the facts come from", ""),
    Field("category", _PROSE, "what sort of article it is", ""),
    Field(
        "components",
        Many(
            Record(
                Component,
                (
                    Field("code", Text(), "the component's code", required=True),
                    Field("name", _PROSE, "the component's name", ""),
                ),
                bare="code",
            )
        ),
        "application components",
        (),
    ),
    Field("codes", _WORDS, "exact message codes: ORA-01017, C2065", ()),
    Field("keywords", _WORDS, "words to find it by", ()),
    Field("owner", _PROSE, "who looks after it", ""),
    Field("review_by", Text(_date, r"^\d{4}-\d{2}-\d{2}$"), "the day it is to be read again", ""),
    Field(
        "applies_to",
        Many(
            Record(
                Product,
                (
                    Field("product", _PROSE, "the product's name", required=True),
                    Field("also_called", _WORDS, "its other names", ()),
                    Field("versions", _WORDS, "all, 1605, 1211..1802 or >=1805", ("all",)),
                ),
                bare="product",
            )
        ),
        "products and their versions",
        (),
    ),
    Field(
        "evidence",
        Record(
            Evidence,
            (
                Field("for", _WORDS, "words that speak for it", (), attribute="speaks_for"),
                Field("against", _WORDS, "words that speak against it", ()),
            ),
        ),
        "words in a paste that speak for this revision, or against it",
        Evidence(),
    ),
    Field("placeholders", Named(_PLACEHOLDER), "named values", {}),
    Field(
        "distinct",
        Many(
            Record(
                Distinct,
                (
                    Field("names", _WORDS, "placeholders", required=True),
                    Field("note", _PROSE, "what it means if they are the same", required=True),
                ),
            )
        ),
        "placeholders that must not have the same value",
        (),
    ),
    Field(
        "signatures",
        Many(
            Record(
                _signature,
                (
                    Field("lines", Many(Line()), "the message's lines, in order", required=True),
                    Field("within", Count(), "how many lines of a paste hold them all", 20),
                ),
                bare="lines",
            )
        ),
        "error messages, values replaced by placeholders",
        (),
    ),
    Field("hints", Many(Line()), "lines that fill placeholders but decide nothing", ()),
    Field(
        "samples",
        Many(
            Record(
                Sample,
                (
                    Field(
                        "paste",
                        Text(raw=True, message=True),
                        "a paste that must match",
                        required=True,
                    ),
                    Field("captures", Pairs(), "what must be captured from it", {}),
                ),
                bare="paste",
            )
        ),
        "pastes that must match this article",
        (),
    ),
    Field("strangers", Many(Text(raw=True, message=True)), "pastes that must not match", ()),
)
"""Every field of the front matter, in the order in which it is written."""

FRONT_MATTER = Record(dict, FIELDS)


def _all(fields: Iterable[Field]) -> Iterable[Field]:
    for field in fields:
        yield field
        shape = field.shape
        inner = shape.item if isinstance(shape, Many) else shape
        inner = inner.record if isinstance(inner, Named) else inner
        if isinstance(inner, Record):
            yield from _all(inner.fields)


def _keys() -> Keys:
    texts, lists, others = set(), set(), set()
    for field in _all(FIELDS):
        if isinstance(field.shape, Text | Line | Choice | Count):
            texts.add(field.key)
        elif isinstance(field.shape, Many) and isinstance(field.shape.item, Text | Line):
            lists.add(field.key)
        else:
            others.add(field.key)
    return Keys(frozenset(texts), frozenset(lists), frozenset(others))


KEYS = _keys()


def json_schema() -> dict[str, Any]:
    """The front matter as JSON Schema (draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An article's front matter",
        "description": "What stands between the two lines --- of an article of kbassist.",
    } | FRONT_MATTER.schema()
