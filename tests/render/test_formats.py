"""Every format against its golden file, and against hostile values.

`KBASSIST_GOLDEN=write pytest tests/render` writes the golden files anew.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from kbassist.formats import SnippetFormat
from kbassist.model import Audience, Inline, Node, Section, Snippet
from kbassist.render import FORMATS, RENDERERS, html
from kbassist.tailor import tailor
from kbassist.wording import wording
from tests.render.examples import CERTIFICATE, found, paragraph, steps, values
from tests.render.readers import adf

GOLDEN = Path(__file__).parent / "golden"

HOSTILE = [
    "`tick`",
    "``two``",
    "<img src=x onerror=alert(1)>",
    "[red]bold[/red]",
    "{code}",
    "a|b",
    "_ABC and _DEF",
    "*x*",
    "{{ticket.id}}",
    "[click](javascript:alert)",
    "</code><script>",
    "&amp; & \"'",
    "\\",
    "# heading",
    "1. one",
]
UNPRINTABLE = "_\x1b[31mA\x07\x9b2J\u202eB\u200b\u2066C\ufeff\r\n\u2028D\ud800"


def internal(existing: str = "_SVC_ERP") -> Snippet:
    match = found()
    variables = dict(match.variables)
    variables["existing_user"] = variables["existing_user"]._replace(value=existing)
    match = replace(match, variables=variables)
    said = wording(Audience.INTERNAL, "en")
    return tailor(
        CERTIFICATE, match.variables, audience=Audience.INTERNAL, match=match, wording=said
    )


def customer() -> Snippet:
    given = values(existing_user="_SVC_ERP", new_user="_CRM")
    said = wording(Audience.CUSTOMER, "en")
    return tailor(CERTIFICATE, given, audience=Audience.CUSTOMER, match=found(), wording=said)


def with_body(*nodes: Node, value: str = "_A") -> Snippet:
    article = replace(CERTIFICATE, sections=(Section("Resolution", nodes),))
    return tailor(article, values(existing_user=value), audience=Audience.INTERNAL)


@pytest.mark.parametrize("form", RENDERERS)
@pytest.mark.parametrize("audience", ["internal", "customer"])
def test_golden(form: str, audience: str) -> None:
    written = RENDERERS[form](internal() if audience == "internal" else customer())
    file = GOLDEN / f"{form}-{audience}.{FORMATS[form].ending}"
    if os.environ.get("KBASSIST_GOLDEN") == "write":
        file.write_text(written, encoding="utf-8", newline="\n")
    assert written == file.read_text(encoding="utf-8")


def test_every_format_is_written() -> None:
    assert list(SnippetFormat) == list(FORMATS)


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("json", "adf")])
@pytest.mark.parametrize(
    ("snippet", "words"), [(internal(), "INTERNAL - not for"), (customer(), "Hello,")]
)
def test_the_first_line(form: str, snippet: Snippet, words: str) -> None:
    assert words in RENDERERS[form](snippet).splitlines()[0].replace("\\", "")


@pytest.mark.parametrize("form", RENDERERS)
def test_what_is_internal_is_in_no_customers_text(form: str) -> None:
    written = RENDERERS[form](customer())
    for secret in ("Never take it away", "alias", "97%", "LOD-CRM", "newest"):
        assert secret not in written
    assert "internal" not in written.lower()


@pytest.mark.parametrize("form", RENDERERS)
def test_nothing_unprintable_comes_out_wherever_it_stands(form: str) -> None:
    snippet = replace(
        with_body(
            paragraph(f"{UNPRINTABLE} {{{{existing_user}}}}"),
            Node("code", (f"one {UNPRINTABLE}\n", "two")),
            Node("paragraph", (Node("link", ("here",), f"https://example.com/{UNPRINTABLE}"),)),
            value=UNPRINTABLE,
        ),
        notes=(UNPRINTABLE,),
        labels={"existing_user": UNPRINTABLE, "new_user": UNPRINTABLE},
        source=UNPRINTABLE,
    )
    written = RENDERERS[form](snippet)
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", written
    )
    written.encode("utf-8")


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_value_in_html(value: str) -> None:
    written = RENDERERS["html"](internal(value))
    assert "<img" not in written
    assert "<script" not in written
    outside = re.sub(
        r"</?(?:p|strong|h\d|ul|ol|li|code|mark|aside)(?: start=\"\d+\")?>", "", written
    )
    assert "<" not in outside
    assert ">" not in outside


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_value_in_json_and_text_stays_itself(value: str) -> None:
    document = json.loads(RENDERERS["json"](internal(value)))
    assert document["variables"]["existing_user"]["value"] == value
    assert document["title"] == f"Certificate is already assigned to user {value}"
    assert value in RENDERERS["text"](internal(value))


def test_a_value_with_blanks_is_not_broken_between_lines() -> None:
    for length in range(40, 72):
        body = paragraph("x" * length + " {{existing_user}} y")
        assert "my own name" in RENDERERS["text"](with_body(body, value="my own name"))


def test_steps_keep_the_articles_numbers() -> None:
    body = steps(*["turn"] * 3, start=9)
    assert [row for row in RENDERERS["text"](with_body(body)).splitlines() if "turn" in row] == [
        " 9. turn",
        "10. turn",
        "11. turn",
    ]
    assert '<ol start="9">' in RENDERERS["html"](with_body(body))


def test_text_is_72_columns_wide_and_hangs() -> None:
    long = "word " * 40
    written = RENDERERS["text"](with_body(steps(long)))
    assert max(map(len, written.splitlines())) <= 72
    begun = [row for row in written.splitlines() if "word" in row]
    assert [row[:3] for row in begun] == ["1. "] + ["   "] * (len(begun) - 1)


def test_code_is_not_wrapped_and_its_values_are_filled() -> None:
    code = Node(
        "code", ("SELECT " + "x" * 100 + "\n  FROM ", *paragraph("{{existing_user}}").children)
    )
    written = RENDERERS["text"](with_body(code))
    assert "    SELECT " + "x" * 100 in written.splitlines()
    assert "      FROM _A" in written.splitlines()
    assert "<pre><code>SELECT " in RENDERERS["html"](with_body(code))


def test_lists_in_lists_stand_in_line() -> None:
    inner = Node("bullets", (Node("item", (paragraph("inner"),)),))
    outer = Node("steps", (Node("item", (paragraph("outer"), inner)), Node("item", ("bare",))), "1")
    rows = RENDERERS["text"](with_body(outer)).splitlines()
    at = rows.index("1. outer")
    assert rows[at : at + 3] == ["1. outer", "   - inner", "2. bare"]


def test_a_page_of_its_own() -> None:
    written = html.page(customer())
    assert written.startswith("<!doctype html>\n<html")
    assert "<title>Certificate is already assigned to user _SVC_ERP</title>" in written
    assert '<meta charset="utf-8">' in written
    assert "default-src 'none'" in written
    assert RENDERERS["html"](customer()) in written
    assert "user &lt;b&gt;</title>" in html.page(internal("<b>"))


@pytest.mark.parametrize("form", RENDERERS)
def test_every_word_of_a_deep_body_is_there(form: str) -> None:
    inner = Node(
        "quote", (paragraph("three"), Node("table", (Node("row", (Node("cell", ("four",)),)),)))
    )
    outer = Node("bullets", (Node("item", ("one", Node("internal", (paragraph("two"), inner)))),))
    body = Node(
        "steps", (Node("item", ("zero", outer)), Node("item", ()), Node("item", (outer,))), "4"
    )
    written = RENDERERS[form](with_body(body, Node("quote", ("five",)), Node("internal", ("six",))))
    for word in ("zero", "one", "two", "three", "four", "five", "six"):
        assert word in written
    if form == "adf":
        adf.demand_valid(json.loads(written))


def table(*rows: tuple[str, ...]) -> Node:
    made = []
    for number, row in enumerate(rows):
        cells = tuple(Node("cell", (text,)) for text in row)
        made.append(Node("row", cells, "" if number else "head"))
    return Node("table", tuple(made))


def test_a_narrow_table_has_columns_a_wide_one_has_none() -> None:
    narrow = RENDERERS["text"](with_body(table(("Key", "Value"), ("alias", "name"))))
    assert "Key    Value\nalias  name" in narrow
    wide = RENDERERS["text"](with_body(table(("Key", "Value"), ("a " * 30, "b " * 30))))
    assert "Key; Value" in wide
    assert max(map(len, wide.splitlines())) <= 72
    assert "<tr><th>Key</th><th>Value</th></tr>" in RENDERERS["html"](
        with_body(table(("Key", "Value")))
    )


@pytest.mark.parametrize(
    ("target", "html"),
    [
        ("https://example.com/?a=1&b", '<a href="https://example.com/?a=1&amp;b">here</a>'),
        ("javascript:alert(1)", "here (javascript:alert(1))"),
        (' https://e/" onclick="x', '<a href="https://e/&quot; onclick=&quot;x">here</a>'),
    ],
)
def test_links(target: str, html: str) -> None:
    link = Node("paragraph", (Node("link", ("here",), target),))
    assert html in RENDERERS["html"](with_body(link))
    assert f"here ({target})" in RENDERERS["text"](with_body(link))


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((Node("strong", ("loud",)), " word"), "loud word"),
        (("one", Node("break", (), "hard"), "two"), "one\ntwo"),
        (("one", Node("break"), "two"), "one two"),
        ((Node("codespan", ("a  b",)),), "a  b"),
    ],
)
def test_inline_nodes_as_text(parts: tuple[Node | Inline, ...], text: str) -> None:
    assert f"Resolution\n{text}\n" in RENDERERS["text"](with_body(Node("paragraph", parts)))
