"""The same invented article in each layout gives the same parts, whatever the layout took away.

`tables/articles.txt` holds the articles: a title after `#`, then a line for each part, its paragraphs and
items separated by ` | `: S symptom, E environment (bullets), R reproduction (steps, a paragraph after `~`),
C cause, F resolution (a step after `1.`).
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kbassist.importer import layout

TABLE = Path(__file__).parent / "tables" / "articles.txt"
HEADINGS = {
    "S": "Symptom",
    "E": "Environment",
    "R": "Reproducing the Issue",
    "C": "Cause",
    "F": "Resolution",
}
ITEM = re.compile(r"  (?:•|\d+\.) (?P<text>.*)")
Parts = Mapping[str, Sequence[str]]


def written() -> dict[str, Parts]:
    """Title → letter → paragraphs and items."""
    found: dict[str, Parts] = {}
    for case in TABLE.read_text(encoding="utf-8").removeprefix("# ").split("\n# "):
        title, *lines = case.strip().splitlines()
        found[title] = {line[0]: [one.strip() for one in line[3:].split(" | ")] for line in lines}
    return found


ARTICLES = written()


def items(letter: str, texts: Sequence[str]) -> Iterator[str]:
    """What stands in one part, as a browser copies it."""
    number = 0
    for text in texts:
        if letter == "E":
            yield f"  • {text}"
        elif text.startswith("1. ") or (letter == "R" and not text.startswith("~")):
            number += 1
            yield f"  {number}. {text.removeprefix('1. ')}"
        else:
            yield text.removeprefix("~")


def headed(title: str, parts: Parts) -> list[str]:
    """The lines of an article with its headings."""
    lines = ["SAP Knowledge Base Article - Public", "", f"4200000 - {title}", ""]
    for letter, texts in parts.items():
        lines += [HEADINGS[letter], ""]
        before = ""
        for text in items(letter, texts):
            if before and not (ITEM.match(before) and ITEM.match(text)):
                lines.append("")
            lines.append(text)
            before = text
        lines.append("")
    keywords = "one, two , KBA , LOD-X-Y , Name , Problem"
    return [*lines, "Keywords", "", keywords, "", "Product", "", "SAP Thing all versions"]


def headings_lost(lines: Sequence[str]) -> list[str]:
    """Without headings of one word."""
    return [line for line in lines if not re.fullmatch(r"[A-Z]\w+", line)]


def pictures_lost(lines: Sequence[str], chance: random.Random) -> list[str]:
    """With the holes that pictures leave between the items of lists."""
    made: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        made.append(line)
        if ITEM.match(line) and ITEM.match(following) and chance.random() < 0.4:
            made += [""] * chance.choice((2, 3, 5, 19))
    return made


def flat(lines: Sequence[str]) -> list[str]:
    """Without empty lines, nesting, numbers and title; the banner comes last."""
    kept = [re.sub(ITEM, r"- \g<text>", line) for line in lines if line]
    return [*kept[2:], kept[0]]


def page(lines: Sequence[str]) -> list[str]:
    """As HTML."""
    made = ["<html><body>"]
    inside = ""
    for line in lines:
        item = ITEM.match(line)
        tag = "" if not item else "ul" if "•" in line else "ol"
        if line and tag != inside:
            made += [f"</{inside}>"] if inside else []
            made += [f"<{tag}>"] if tag else []
            inside = tag
        if item:
            made.append(f"<li><p>{html.escape(item['text'])}</p></li>")
        elif line in HEADINGS.values() or line in ("Keywords", "Product"):
            made.append(f"<h3>{line}</h3>")
        elif line:
            made.append(f"<div>{html.escape(line)}</div>")
    return [*made, "</body></html>"]


def said(lines: Sequence[str]) -> dict[str, Any]:
    """The parts that are told of a text."""
    found = layout.read("\n".join(lines)).to_json()
    names = (
        "symptom",
        "environment",
        "reproduction",
        "cause",
        "resolution",
        "keywords",
        "products",
    )
    return {name: found[name] for name in names}


@pytest.mark.parametrize("title", ARTICLES)
def test_a_headed_article_is_read_as_it_is_written(title: str) -> None:
    parts = ARTICLES[title]
    found = said(headed(title, parts))
    plain = {
        letter: [re.sub(r"^(?:1\. |~)", "", text) for text in texts]
        for letter, texts in parts.items()
    }
    assert found["symptom"] == " ".join(plain["S"])
    assert found["environment"] == plain["E"]
    assert found["reproduction"] == plain["R"]
    assert found["cause"] == " ".join(plain["C"])
    steps = [text[3:] for text in parts["F"] if text.startswith("1. ")]
    prose = [text.removeprefix("~") for text in parts["F"] if not text.startswith("1. ")]
    assert found["resolution"] == {"steps": steps, "prose": prose}


@pytest.mark.parametrize("title", ARTICLES)
def test_flat_text_and_pages_say_the_same(title: str) -> None:
    lines = headed(title, ARTICLES[title])
    assert said(flat(lines)) == said(lines)
    assert said(page(lines)) == said(lines)


@pytest.mark.parametrize("left_out", ["", "C", "R", "E", "CR", "ER"])
@pytest.mark.parametrize("title", ARTICLES)
def test_lost_headings_are_told_by_gaps_and_shape(title: str, left_out: str) -> None:
    parts = {letter: texts for letter, texts in ARTICLES[title].items() if letter not in left_out}
    lines = headed(title, parts)
    assert said(headings_lost(lines)) == said(lines)


@pytest.mark.parametrize("title", ARTICLES)
def test_holes_in_lists_end_no_part(title: str) -> None:
    lines = headed(title, ARTICLES[title])
    for seed in range(5):
        assert said(pictures_lost(headings_lost(lines), random.Random(seed))) == said(lines)


def test_flat_text_without_headings_is_mostly_told_by_its_words() -> None:
    """Nothing but words is left to go by, so that all such parts are guesses."""
    right = 0
    for title, parts in ARTICLES.items():
        lines = headed(title, parts)
        found = layout.read("\n".join(flat(headings_lost(lines))))
        assert {"cause", "resolution"} <= {one.field for one in found.questions}
        right += said(flat(headings_lost(lines))) == said(lines)
    assert right >= len(ARTICLES) - 1
