"""Raw texts of articles, invented, in every layout that people have them in, and what must be recovered.

`imports/NAME.txt` (or `.html`, `.md`) is the text, byte by byte; `imports/NAME.expect.json` is the JSON that
must come of it, but for its schema; `questions` are only their fields, and two keys are added: the
`layout`, by its name, and what is `dropped`.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kbassist import articles, desk, importer
from kbassist.importer import Draft, Given, Layout, Unrecognised
from kbassist.importer.headings import HEADINGS
from kbassist.importer.lines import collapsed
from kbassist.model import Revision, walk
from kbassist.store.memory import MemoryStore
from kbassist.text import decode

FOLDER = Path(__file__).parent / "imports"
TEXTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")
IDS = [path.stem for path in TEXTS]


def imported(text: str, name: str = "", **given: Any) -> Draft:
    return importer.read(text, desk.check_alone, name, Given(**given))


def draft(path: Path) -> Draft:
    return imported(decode(path.read_bytes()), path.name)


def revision(of: Draft) -> Revision:
    """The article that a draft makes; a number and a title are given to one that has none."""
    return importer.revision(replace(of, number=of.number or "1", title=of.title or "No title"))


@pytest.mark.parametrize("path", TEXTS, ids=IDS)
def test_text(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expect.json").read_text(encoding="utf-8"))
    found = draft(path)
    said = found.to_json()
    assert said.pop("schema") == "kbassist.import/1"
    said["questions"] = [one["field"] for one in said["questions"]]
    said |= {"layout": found.layout.name.lower(), "dropped": [one.text for one in found.dropped]}
    assert said == expected


def test_every_text_has_its_expectation() -> None:
    names = {path.name.removesuffix(".expect.json") for path in FOLDER.glob("*.json")}
    assert names == set(IDS)
    assert len(IDS) >= 20


@pytest.mark.parametrize("layout", list(Layout))
def test_every_layout_is_among_them(layout: Layout) -> None:
    assert any(draft(path).layout is layout for path in TEXTS)


# ---------------------------------------------------------------------------------------------- laws


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def told(of: Draft) -> str:
    """All that a draft says, and all that it says was left out."""
    values: list[str] = [of.number or "", of.title or "", of.category or ""]
    values += [block.text for part in of.parts.values() for block in part.blocks]
    values += of.keywords
    values += [f"{one.code} {one.name}" for one in of.components]
    values += [f"{one.product} {one.version or ''}" for one in of.products]
    values += [one.text for one in of.dropped]
    values += [piece for piece in walk(of.internal) if isinstance(piece, str)]
    return " ".join(values)


MARKER = re.compile(
    r"^[\W_]*(?:(?:step|手順)?\s*\d{1,3}|[a-z](?=[.)]))[\s.):：．-]+", re.IGNORECASE
)


def lost(text: str, of: Draft) -> list[str]:
    """The lines of *text* with a word that is neither in the draft nor among what was left out."""
    there = set(words(told(of))) | {"kba"}
    gone = []
    for line in text.splitlines():
        if collapsed(line).strip("#* :：").casefold() in {*HEADINGS, "internal"}:
            continue
        if not set(words(MARKER.sub("", line))) <= there | {
            "step",
            "title",
            "article",
            "component",
        }:
            gone.append(line)
    return gone


PLAIN = [path for path in TEXTS if path.suffix != ".html"]


@pytest.mark.parametrize("path", PLAIN, ids=[path.stem for path in PLAIN])
def test_no_line_disappears(path: Path) -> None:
    text = decode(path.read_bytes())
    found = draft(path)
    missing = lost(text, found)
    if path.stem == "inline-headings":
        missing = [line for line in missing if line.partition(":")[0].casefold() not in HEADINGS]
    assert missing == []


@pytest.mark.parametrize("path", TEXTS, ids=IDS)
def test_what_is_imported_reads_back_equal_and_passes_check(path: Path) -> None:
    made = revision(draft(path))
    read, faults = articles.parse(articles.dump(made))
    assert faults == ()
    assert read is not None
    sections = tuple(one._replace(line=0) for one in read.sections)
    assert replace(read, path="", sections=sections) == made
    found = desk.KnowledgeBase(MemoryStore([read])).check()
    assert [str(fault) for fault in found if not fault.warning] == []


LINE = st.sampled_from(
    [
        *("", "", "", "Symptom", "Environment", "Cause", "Resolution", "See Also", "Keywords"),
        *("Product", "Reproducing the Issue", "Other Terms", "About this page", "Symptom:"),
        *("  • Open it", "  1. Open the list.", "      • deeper", "- ", "3) close", "Step 2: go"),
        *(
            "SAP Knowledge Base Article - Public",
            "4100001 - The Key is Held by _AAA",
            "picture.png",
        ),
        *("a, b , KBA , LOD-X-Y , Name , How To", "SAP A 1.0 ; SAP B 2.0", "Read more..."),
        *("You get the error 'No key for {{x}} is held by _AAA'.", "To resolve this, do that:"),
        *("The error occurs because it is so.", "# x", "```", "| a | b |", "::: internal", "---"),
        *("\u00a0 <b>bold</b> & *stars* _x_", "&nbsp;", "    indented code", "> quote", "a\\"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE | st.text(max_size=30), max_size=30))
@example(["::: internal"])
@example(["::: internal", "3) close"])
@example(["Other Terms", "SAP A 1.0", "::: internal", "Other Terms", "- Open it"])
def test_any_text_is_refused_or_wholly_accounted_for(lines: list[str]) -> None:
    text = "\n".join(lines)
    if text.lstrip().startswith("<"):
        return
    try:
        found = imported(text)
    except Unrecognised:
        return
    everything = "\n".join(line for line in " ".join(text.split("\x00")).splitlines())
    assert [line for line in lost(everything, found) if line.isascii() and line.isprintable()] == []
    made = revision(found)
    read, faults = articles.parse(articles.dump(made))
    assert faults == ()
    assert read is not None
    sections = tuple(one._replace(line=0) for one in read.sections)
    assert replace(read, path="", sections=sections) == made


@settings(max_examples=100, deadline=None)
@given(st.lists(LINE, min_size=3, max_size=25))
def test_line_ends_and_blanks_make_no_difference(lines: list[str]) -> None:
    def said(text: str) -> object:
        try:
            return imported(text).to_json()
        except Unrecognised as error:
            return str(error)

    text = "\n".join(lines)
    if text.lstrip().startswith("<"):
        return
    assert said(text.replace("\n", "\r\n")) == said(text)
    assert said(text.replace(" • ", " •\u00a0")) == said(text)
    assert said(text + "\n\n") == said(text)
