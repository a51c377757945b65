"""The small grammars of an article's text: markers, keywords, products, what a page says of itself."""

from __future__ import annotations

import pytest

from kbassist.importer import noise, tail
from kbassist.importer.lines import Marker, lines
from kbassist.model import Component


@pytest.mark.parametrize(
    ("line", "marker", "text"),
    [
        ("  • Open it", "bullet", "Open it"),
        ("  •\u00a0\u00a0Open it", "bullet", "Open it"),
        ("・Open it", "bullet", "Open it"),
        ("- Open it", "bullet", "Open it"),
        ("* Open it", "bullet", "Open it"),
        ("– Open it", "bullet", "Open it"),
        ("-", "bullet", ""),
        ("  1. Open it", "number", "Open it"),
        ("1.Open it", "number", "Open it"),
        ("12) Open it", "number", "Open it"),
        ("(3) Open it", "number", "Open it"),
        ("1 - Open it", "number", "Open it"),
        ("1: Open it", "number", "Open it"),
        ("1.a Open it", "number", "Open it"),
        ("a. open it", "number", "open it"),
        ("b) open it", "number", "open it"),
        ("iv) open it", "number", "open it"),
        ("Step 7: Open it", "number", "Open it"),
        ("STEP 7 - Open it", "number", "Open it"),
        ("Schritt 2: Öffnen", "number", "Öffnen"),
        ("手順3：開く", "number", "開く"),
        ("１．開く", "number", "開く"),
        ("② Open it", "number", "Open it"),
        ("- 1 - Open it", "number", "Open it"),
        ("• - Open it", "bullet", "Open it"),
        ("4100001 - Title", "", "4100001 - Title"),
        ("2.18 or later", "", "2.18 or later"),
        ("5 - 7 days", "", "5 - 7 days"),
        ("10:30 is too late", "", "10:30 is too late"),
        ("(a) and (b) are general", "", "(a) and (b) are general"),
        ("A. Nothing.", "", "A. Nothing."),
        ("-Xmx512m is too little", "", "-Xmx512m is too little"),
        ("**bold** word", "", "**bold** word"),
        ("e.g. the gate", "", "e.g. the gate"),
        ("Steps 1 to 3 are needed", "", "Steps 1 to 3 are needed"),
    ],
)
def test_marker(line: str, marker: str, text: str) -> None:
    (found,) = lines(line)
    assert (str(found.marker), found.text) == (marker, text)


def test_a_doubtful_number_must_follow_the_one_before() -> None:
    text = "1 - Open\n2 - Close\n7 - 9 days later\n3 - Wait"
    assert [one.marker is Marker.NUMBER for one in lines(text)] == [True, True, False, True]


def test_a_number_alone_takes_the_text_of_the_next_line() -> None:
    assert [(one.ordinal, one.text) for one in lines("1.\nOpen\n2.\nClose")] == [
        (1, "Open"),
        (2, "Close"),
    ]


@pytest.mark.parametrize(
    ("text", "free", "components", "category", "tags"),
    [
        (
            "key, key ring. , KBA , LOD-A-B , Name of it , How To",
            ["key", "key ring"],
            ["LOD-A-B Name of it"],
            "How To",
            [],
        ),
        ("KBA , LOD-A-B , Name , Problem", [], ["LOD-A-B Name"], "Problem", []),
        (
            "key , , KBA , csg , LOD-A-B , One, with comma , BI-X , Two , Product Enhancement",
            ["key"],
            ["LOD-A-B One, with comma", "BI-X Two"],
            "Product Enhancement",
            ["csg"],
        ),
        (
            "key; the error, the bug; ring , KBA , BC-B , N , Problem",
            ["key", "the error, the bug", "ring"],
            ["BC-B N"],
            "Problem",
            [],
        ),
        (
            "LOD-A-B, key , KBA , LOD-A-C , N , Problem",
            ["LOD-A-B", "key"],
            ["LOD-A-C N"],
            "Problem",
            [],
        ),
        (
            '"key, ring", gate , KBA , LOD-A-B , N , Problem',
            ['"key, ring"', "gate"],
            ["LOD-A-B N"],
            "Problem",
            [],
        ),
        (
            "No, it is late, try again., gate , KBA , LOD-A-B , N , Problem",
            ["No, it is late, try again.", "gate"],
            ["LOD-A-B N"],
            "Problem",
            [],
        ),
        ("case, case , KBA , LOD-A-B , How To", ["case", "case"], ["LOD-A-B "], "How To", []),
        ("key, 1,024 gates, e.g. ring", ["key", "1,024 gates", "e.g. ring"], [], None, []),
        ("鍵、門、輪", ["鍵", "門", "輪"], [], None, []),
    ],
)
def test_keywords(
    text: str, free: list[str], components: list[str], category: str | None, tags: list[str]
) -> None:
    found = tail.keywords(text, ["No, it is late, try again."])
    assert list(found.free) == free
    assert [f"{one.code} {one.name}" for one in found.components] == components
    assert (found.category, list(found.tags)) == (category, tags)
    assert all(isinstance(one, Component) for one in found.components)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SAP A 1.0 ; SAP A 2.0", [("SAP A", "1.0"), ("SAP A", "2.0")]),
        ("SAP A add-ins all versions", [("SAP A add-ins", "all versions")]),
        ("SAP A, all versions.", [("SAP A", "all versions")]),
        (
            "SAP S/4HANA 1709 ; SAP for Sales 3.0",
            [("SAP S/4HANA", "1709"), ("SAP for Sales", "3.0")],
        ),
        ("SAP A 1H 2022 ; SAP B b2111", [("SAP A", "1H 2022"), ("SAP B", "b2111")]),
        ("SAP A 10.0, version for SAP HANA", [("SAP A 10.0, version for SAP HANA", None)]),
        ("SAP A 2.16 - 2.18", [("SAP A", "2.16 - 2.18")]),
        ("SAP A 4.x ;", [("SAP A", "4.x")]),
        ("CONNECTOR all versions", [("CONNECTOR", "all versions")]),
        ("SAP A alle Versionen", [("SAP A", "alle Versionen")]),
        ("SAP A", [("SAP A", None)]),
        (" ; ", []),
    ],
)
def test_products(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert list(tail.products([text])) == expected


DISCLAIMER = (
    "Image/data in this KBA is from SAP internal systems, sample data, or demo systems."
    " Any resemblance to real data is purely coincidental."
)


@pytest.mark.parametrize(
    "line",
    [
        DISCLAIMER,
        DISCLAIMER.rstrip("."),
        f"Disclaimer: {DISCLAIMER}",
        f"NOTE: {DISCLAIMER}",
        f"*{DISCLAIMER}",
        f'"{DISCLAIMER}"',
        f"“{DISCLAIMER}”",
        f"  • {DISCLAIMER}",
        "Image/data in this KBA is from SAP internal systems",
        "Screenshots in this article are from SAP internal systems, sample data, or demo systems.",
        "Any resemblance to real data is purely coincidental.",
        "Please rate how useful you found this article.",
        "Was this article helpful?",
        "Search for additional results",
        "Visit SAP Support Portal's SAP Notes and KBA Search.",
        "Read more...",
        "[Read more…]",
        "Click more to access the full version on SAP for Me (Login required).",
        "SAP Knowledge Base Article - Public",
        "Page 2 of 3",
        "https://me.example.com/notes/4100070  2/3",
        "© 2031 SAP SE or an SAP affiliate company. All rights reserved.",
        "ExternalLearner.PNG",
        "20200918_143425.png",
        "screen 1.jpeg",
        "![the gate](gate.png)",
        "[image]",
    ],
)
def test_noise_is_dropped_whole(line: str) -> None:
    found = noise.sift(lines(line))
    assert found.lines == []
    assert found.dropped


@pytest.mark.parametrize(
    "line",
    [
        "Open the file gate.png.",
        "Save the picture as gate.png",
        "Upload key.jks",
        "https://me.example.com/notes/4100070",
        "1/2",
        "The page was not helpful.",
        "Read more about gates.",
        "Images in this list are from the yard.",
        "SAP Knowledge Base",
        "Rate the carrier.",
    ],
)
def test_what_only_looks_like_noise_stays(line: str) -> None:
    found = noise.sift(lines(line))
    assert [one.text for one in found.lines] == [line]


def test_a_disclaimer_is_cut_out_of_its_line() -> None:
    found = noise.sift(lines(f"The gate is shut. Disclaimer: {DISCLAIMER} It hurts."))
    assert [one.text for one in found.lines] == ["The gate is shut. It hurts."]
    assert [one.text for one in found.dropped] == [f"Disclaimer: {DISCLAIMER}"]
