"""Articles that do not come from SAP: Markdown, pages and plain text with the headings of other desks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import articles, desk, importer
from kbassist.importer import Draft, Given, Unrecognised
from kbassist.importer.headings import Part
from kbassist.model import Confidence

MARKDOWN = """\
# Harbour gate stays shut (GATE-7)

**Article ID:** HG0042
**Product:** Tide Portal
**Author:** jo@corp.com

## Symptoms

Opening it fails with:

```
GATE-7 <berth 12>: the gate stays shut
# not a heading
```

## Cause
The tide is out.

## Resolution

| Step | Action |
| ---- | ------ |
| 1 | Open **Gates** |

1. Run `gate --open {{berth}}`.
   - as harbour master

### On Sundays

Ring the bell.

Internal only: the bell is broken.

## Workaround
Use the ladder.

## History of the gate
Built in 1901.
"""
PAGE = """\
<html><head><title>Tor: Fehler 7 - Hafenwissen</title></head><body><nav>Start</nav>
<h1>Tor: Fehler 7 beim Öffnen</h1><p>Artikelnummer: HW-77</p>
<h2>Symptom</h2><p>Das Tor meldet: <code>Fehler 7: das Tor bleibt zu.</code></p>
<h2>Ursache</h2><p>Ebbe.</p>
<h2>Lösung</h2><ol><li>Warten</li><li>Öffnen<ul><li>von Hand</li></ul></li></ol>
<h2>Interne Hinweise</h2><p>Der Motor ist alt.</p></body></html>
"""
PLAIN = """\
Harbour Help
Home > Gates > Errors
Sign in | Ask us

Error 7 when opening a gate
HK-10455 · Last updated: 12 Feb 2025 · 5 min read
Was this article helpful? Yes No

Applies to: Tide Portal 4.2; Tide Desk 11

Problem
The gate says "Error 7: the gate stays shut."

Cause
The tide is out.

Solution
1. Wait.
   a. An hour.
2. Open it.

Internal only: tell the harbour master first.

And close it again.

Verification
The gate is open.

Related articles
HK-10311 Gate rusty

© 2025 Harbour. All rights reserved.
"""


def read(text: str, name: str = "", given: Given | None = None) -> Draft:
    return importer.read(text, desk.check_alone, name, given)


def sections(text: str, name: str = "") -> dict[str, str]:
    """Section → its Markdown, of the article that *text* makes."""
    draft = read(text, name)
    written = articles.dump(importer.revision(draft))
    body = written.split("\n---\n", 1)[1]
    return {
        head.strip(): rest.strip()
        for head, _, rest in (one.partition("\n") for one in f"\n{body}".split("\n## ")[1:])
    }


def asked(text: str) -> list[str]:
    return [one.field for one in read(text).questions]


# ---------------------------------------------------------------------------------------- Markdown


def test_markdown_stays_markdown() -> None:
    draft = read(MARKDOWN)
    assert (draft.number, draft.title) == ("HG0042", "Harbour gate stays shut (GATE-7)")
    assert [one.product for one in draft.products] == ["Tide Portal"]
    found = sections(MARKDOWN)
    assert found["Symptom"] == (
        "Opening it fails with:\n\n```\nGATE-7 {{berth_12}}: the gate stays shut\n# not a heading\n```"
    )
    assert "| Step | Action |\n| --- | --- |\n| 1 | Open **Gates** |" in found["Resolution"]
    assert "1. Run `gate --open \\{{berth}}`.\n   - as harbour master" in found["Resolution"]
    assert "### On Sundays\n\nRing the bell." in found["Resolution"]


def test_a_message_in_a_fence_is_a_signature() -> None:
    draft = read(MARKDOWN)
    assert "GATE-7 <berth 12>: the gate stays shut" in draft.messages


def test_a_workaround_is_marked_and_asked_about() -> None:
    assert sections(MARKDOWN)["Resolution"].endswith("### Workaround\n\nUse the ladder.")
    assert [one.text for one in read(MARKDOWN).questions if "workaround of line 34" in one.text]


def test_what_is_internal_or_has_no_place_is_in_the_internal_notes() -> None:
    found = sections(MARKDOWN)
    assert "bell is broken" not in found["Resolution"]
    assert "1901" not in found["Resolution"]
    notes = found["Internal Notes"]
    assert notes.startswith("the bell is broken.\n\n### History of the gate\n\nBuilt in 1901.")
    assert "No section of an article is called “History of the gate” (line 37)" in notes
    assert {"internal", "sections"} <= set(asked(MARKDOWN))


def test_what_stands_beside_the_title_is_told() -> None:
    dropped = {one.text: one.why for one in read(MARKDOWN).dropped}
    assert dropped == {"**Author:** jo@corp.com": "beside the title"}


def test_an_introduction_is_the_symptom_and_a_question() -> None:
    text = "# Gate\n\nArticle ID: G1\n\nThe gate is shut.\n\n## Fix\n\nOpen it.\n"
    assert sections(text)["Symptom"] == "The gate is shut."
    assert "symptom" in asked(text)


# -------------------------------------------------------------------------------- pages, plain text


def test_a_page_with_its_own_headings() -> None:
    draft = read(PAGE, "gate.html")
    assert (draft.number, draft.title) == ("HW-77", "Tor: Fehler 7 beim Öffnen")
    assert draft.language == "de"
    found = sections(PAGE, "gate.html")
    assert list(found) == ["Symptom", "Cause", "Resolution", "Internal Notes"]
    assert found["Resolution"] == "1. Warten\n2. Öffnen\n   - von Hand"
    assert found["Internal Notes"].startswith("Der Motor ist alt.")


def test_plain_text_with_other_headings() -> None:
    draft = read(PLAIN)
    assert (draft.number, draft.title) == ("HK-10455", "Error 7 when opening a gate")
    found = sections(PLAIN)
    assert {name: text for name, text in found.items() if name != "Internal Notes"} == {
        "Symptom": 'The gate says "Error 7: the gate stays shut."',
        "Environment": "Tide Portal 4.2; Tide Desk 11",
        "Cause": "The tide is out.",
        "Resolution": "1. Wait.\n   1. An hour.\n2. Open it.\n\nAnd close it again.",
        "Verification": "The gate is open.",
        "See Also": "HK-10311 Gate rusty",
    }
    assert found["Internal Notes"].startswith("tell the harbour master first.")
    assert "internal" in asked(PLAIN)


def test_navigation_and_footer_are_left_out_and_told() -> None:
    assert [one.line for one in read(PLAIN).dropped] == [1, 2, 3, 6, 7, 32]


def test_a_line_like_a_heading_in_the_resolution_is_a_question() -> None:
    text = "Problem\nIt is shut.\n\nSolution\nOpen it.\n\nAbout the author\nJo wrote this.\n"
    said = [one.text for one in read(text).questions if one.field == Part.RESOLUTION]
    assert said == [
        "Line 7, “About the author”, looks like a heading. Does what follows it belong to the resolution?"
    ]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Article ID: HT0042", "HT0042"),
        ("**Article number:** `KB-7.2`", "KB-7.2"),
        ("Artikelnummer: WD-77", "WD-77"),
        ("Artikel-Nr.: 4711", "4711"),
        ("KB ID: 10455 (public)", "10455"),
        ("KB-10455 · updated yesterday", "KB-10455"),
        ("KB 10455", "KB-10455"),
        ("Phone number 4711", None),
    ],
)
def test_numbers(line: str, number: str | None) -> None:
    assert read(f"# Gate\n\n{line}\n\n## Resolution\n\nOpen it.\n").number == number


@pytest.mark.parametrize(
    "line",
    [
        "Internal only: ring Jo.",
        "**Internal:** ring Jo.",
        "Internal note: ring Jo.",
        "For internal use only: ring Jo.",
        "Nur intern: ring Jo.",
        "- Internal only: ring Jo.",
    ],
)
@pytest.mark.parametrize("mark", ["## ", ""])
def test_internal_remarks_do_not_stay_in_the_resolution(line: str, mark: str) -> None:
    text = f"{mark}Problem\n\nShut.\n\n{mark}Resolution\n\n- Open it.\n{line}\n\nClose it.\n"
    draft = read(text, given=Given("G1", "Gate"))
    made = articles.dump(importer.revision(draft))
    resolution, _, notes = made.partition("## Internal Notes")
    assert "ring Jo" not in resolution
    assert "ring Jo" in notes
    assert "Close it" in resolution


def test_without_a_resolution_it_is_work_in_progress() -> None:
    draft = read("# Gate\n\nArticle ID: G1\n\n## Problem\n\nShut.\n")
    assert importer.revision(draft).confidence is Confidence.WORK_IN_PROGRESS
    assert "resolution" in [one.field for one in draft.questions]


def test_what_a_person_says_goes_before_what_the_text_says() -> None:
    draft = read(MARKDOWN, given=Given("G9", "The gate"))
    assert (draft.number, draft.title) == ("G9", "The gate")


@given(
    st.lists(
        st.sampled_from(MARKDOWN.splitlines() + PLAIN.splitlines()) | st.text("#*:-` \tab|1.<>{}"),
        max_size=30,
    )
)
def test_no_line_is_lost(lines: list[str]) -> None:
    try:
        draft = read(
            "# Gate\nKB-1234\n## Resolution\nOpen\n" + "\n".join(lines), given=Given("G1", "T")
        )
    except Unrecognised:
        return
    written = articles.dump(importer.revision(draft))
    assert articles.parse(written)[0] is not None, written
    there = written + "".join(one.text for one in draft.dropped)
    for words in ("The tide is out", "Built in 1901", "tell the harbour master", "Ring the bell"):
        if any(words in line for line in lines):
            assert words in there
