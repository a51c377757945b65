"""Articles in files: what is read, every fault that is told, and that what is written reads the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kbassist import articles, markdown, template
from kbassist.articles import front
from kbassist.model import (
    SECTIONS,
    Audience,
    Component,
    Confidence,
    Distinct,
    Kind,
    Node,
    Placeholder,
    Product,
    Reference,
    Revision,
    Sample,
    Section,
    Signature,
    Slot,
    Template,
    walk,
)
from tests.tables import Case, cases
from tests.test_markdown import SOURCES

HERE = Path(__file__).parent
BUNDLED = sorted((HERE.parent / "articles").rglob("*.md"))

SMALLEST = """\
---
number: "4711"
title: The disk is full
signatures:
  - The disk is full
---

## Resolution

Empty it.
"""


def article(front: str, body: str = "## Resolution\n\nCall the desk.\n") -> str:
    return f"---\nnumber: '1'\ntitle: x\n{front}\n---\n\n{body}"


def parsed(text: str) -> Revision:
    revision, faults = articles.parse(text, "a.md")
    assert faults == ()
    assert revision is not None
    return revision


def placeless(revision: Revision) -> Revision:
    sections = tuple(one._replace(line=0) for one in revision.sections)
    return replace(revision, path="", sections=sections)


# --------------------------------------------------------------------------------------- reading


def test_the_smallest_article() -> None:
    assert parsed(SMALLEST) == Revision(
        number="4711",
        title=("The disk is full",),
        signatures=(Signature((("The disk is full",),), text="The disk is full"),),
        sections=(Section("Resolution", (Node("paragraph", ("Empty it.",)),), 8),),
        path="a.md",
    )


def test_all_that_an_article_can_say() -> None:
    text = (HERE / "article_full.md").read_text("utf-8")
    user: Template = ("Certificate is already assigned to user ", Slot("existing_user"))
    assert parsed(text) == Revision(
        number="2577062",
        title=user,
        revision="2",
        language="de",
        confidence=Confidence.VALIDATED,
        audience=Audience.PUBLIC,
        supersedes=("2322303",),
        see_also=(Reference("2980997", "HTTP 401 after a new key pair"), Reference("3284822")),
        source="KBA 2577062",
        category="How To",
        components=(Component("LOD-CRM-INT-ERP", "Integration of C4C with ERP"), Component("LOD")),
        codes=("ORA-01017", "SAML011"),
        keywords=("communication user", "key pair"),
        owner="integration desk",
        review_by="2027-06-30",
        applies_to=(
            Product("SAP Cloud for Customer", ("C4C",), ("1211..1802", ">=1805")),
            Product("SAP Integration Suite"),
        ),
        evidence_for=("CPI", "Integration Suite"),
        evidence_against=("Eclipse",),
        placeholders={
            "existing_user": Placeholder(
                "existing_user", Kind.USER_ID, "user who holds the certificate", example="_ABC"
            ),
            "new_user": Placeholder("new_user", Kind.USER_ID, ask="Which user does it use?"),
            "system": Placeholder("system", Kind.HOST, default="localhost"),
            "count": Placeholder("count", Kind.NUMBER),
            "a": Placeholder("a"),
            "b": Placeholder("b"),
        },
        distinct=(Distinct(("existing_user", "new_user"), "Nothing is to be replaced."),),
        signatures=(
            Signature((user,), text="Certificate is already assigned to user {{existing_user}}"),
            Signature(
                (("first line ", Slot("a")), ("a later line ", Slot("b"))),
                within=5,
                text="first line {{a}} … a later line {{b}}",
            ),
            Signature((("ORA-01017: #5",),), text="ORA-01017: #5"),
        ),
        hints=(("User ID: ", Slot("new_user")), ("count ", Slot("count"))),
        samples=(
            Sample("'Certificate is Already Assigned to User _SVC'.", {"existing_user": "_SVC"}),
            Sample("first line 1\na later line 2\n"),
        ),
        strangers=("This certificate was already registered.",),
        sections=(
            Section("Symptom", (Node("paragraph", user),), 52),
            Section(
                "Resolution",
                (
                    Node("paragraph", ("Ask ", Slot("new_user"), " at ", Slot("system"), ".")),
                    Node("internal", (Node("paragraph", ("Call them.",)),)),
                ),
                56,
            ),
            Section("Internal Notes", (), 64),
        ),
        path="a.md",
    )


def test_scalars_are_read_as_they_are_written() -> None:
    revision = parsed(
        "---\nnumber: 0002322303\nrevision: 4.10\ntitle: null\nlanguage: NO\nreview_by: 2027-06-30\n"
        "codes: [0x1F, 1e3, yes, ~, 12:30:45]\n---\n## Resolution\nx"
    )
    assert revision.number == "0002322303"
    assert revision.revision == "4.10"
    assert revision.title == ("null",)
    assert revision.language == "NO"
    assert revision.review_by == "2027-06-30"
    assert revision.codes == ("0x1F", "1e3", "yes", "~", "12:30:45")


LIBERAL: dict[str, Callable[[Revision], bool]] = {
    "components: LOD-X": lambda r: r.components == (Component("LOD-X"),),
    "components: [LOD-X]": lambda r: r.components == (Component("LOD-X"),),
    "components: {code: LOD-X, name: X}": lambda r: r.components == (Component("LOD-X", "X"),),
    'see_also: ["2980997"]': lambda r: r.see_also == (Reference("2980997"),),
    "supersedes: 2322303": lambda r: r.supersedes == ("2322303",),
    "applies_to: C4C": lambda r: r.applies_to == (Product("C4C"),),
    "applies_to: [{product: C4C, versions: 1605}]": lambda r: (
        r.applies_to == (Product("C4C", versions=("1605",)),)
    ),
    "placeholders: {a: user_id}": lambda r: r.placeholders == {"a": Placeholder("a", Kind.USER_ID)},
    "placeholders:\n  a:": lambda r: r.placeholders == {"a": Placeholder("a")},
    "signatures: disk full": lambda r: r.signatures[0].lines == (("disk full",),),
    "signatures:\n  - lines: disk full": lambda r: r.signatures[0].lines == (("disk full",),),
    "samples: disk full": lambda r: r.samples == (Sample("disk full"),),
    "owner:\nkeywords:  # later": lambda r: (r.owner, r.keywords) == ("", ()),
    "owner: >\n  integration\n  desk": lambda r: r.owner == "integration desk",
    "owner: C# desk": lambda r: r.owner == "C# desk",
    'samples: ["\\e[31m\\0"]': lambda r: r.samples == (Sample("\x1b[31m\x00"),),
    "signatures: ['{{a}}{{b}} failed']": lambda r: (
        r.signatures[0].lines == ((Slot("a"), Slot("b"), " failed"),)
    ),
    "signatures: ['\\{{a}} failed']": lambda r: r.placeholders == {},
}


@pytest.mark.parametrize("front", LIBERAL)
def test_what_may_be_written_shorter(front: str) -> None:
    assert LIBERAL[front](parsed(article(front)))


@pytest.mark.parametrize("confidence", ["work-in-progress", "archived"])
def test_unfinished_articles_need_no_resolution(confidence: str) -> None:
    assert parsed(article(f"confidence: {confidence}", "")).sections == ()


def test_windows_files_and_byte_order_marks() -> None:
    text = (HERE / "article_full.md").read_text("utf-8")
    assert parsed("\ufeff" + text.replace("\n", "\r\n")) == parsed(text)


# ----------------------------------------------------------------------------------------- faults


FAULTS = cases(HERE / "article_faults.txt")


@pytest.mark.parametrize("case", FAULTS, ids=[case.title for case in FAULTS])
def test_faults(case: Case) -> None:
    revision, faults = articles.parse(case.given + "\n", "a.md")
    assert "\n".join(map(str, faults)) == case.expected
    assert revision is None


HOSTILE = {
    "many aliases": (
        article("a: &a [x]\n" + "".join(f"b{i}: [*a, *a, *a]\n" for i in range(9))),
        "a.md:4: `&a` is an anchor in YAML; articles have none",
    ),
    "deep brackets": (article("codes: " + "[" * 10_000), "a.md:4: nested too deep"),
    "deep braces": (article("codes: " + "{a: " * 4_000), "a.md:4: nested too deep"),
    "deep lists": (article("codes:\n " + "- " * 9_000 + "x"), "a.md:5: nested too deep"),
    "deep indentation": (
        article("a:\n" + "".join(" " * i + "- \n" for i in range(1, 200))),
        "nested too deep",
    ),
    "deep Markdown": (article("", "## Resolution\n\n" + "> " * 5_000 + "a"), "nested too deep"),
    "a long line": (
        article("", "## Resolution\n\n" + "[" * 900_000),
        "a.md:9: a line of more than 20,000 characters",
    ),
    "a long paragraph": (
        article("", "## Resolution\n\n" + ("[" * 99 + "\n") * 300),
        "a.md:9: a paragraph of more than 20,000 characters",
    ),
    "a large file": (
        article("", "## Resolution\n\n" + "a\n" * 500_000),
        "a.md: is larger than 1,000,000 bytes",
    ),
    "NUL in the front matter": (article("owner: a\0b"), "a.md:4: a control character, U+0000"),
    "control characters in the body": (
        article("", "## Resolution\n\na\x1b[31m\u2028"),
        "a.md:9: a control character, U+001B",
    ),
    "half a character": (article("owner: \ud800"), "a.md:4: a control character, U+D800"),
    "an unknown field a thousand times": (
        article("".join(f"field{i}: x\n" for i in range(1000))),
        "a.md: and 900 more faults",
    ),
    "two documents": (article("--- x"), "a.md:4: YAML cannot read this"),
    "a directive": ("---\n%YAML 9\n---\n", "a.md:2: YAML cannot read this"),
}


@pytest.mark.parametrize(("text", "expected"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_give_faults(text: str, expected: str) -> None:
    revision, faults = articles.parse(text, "a.md")
    assert revision is None
    assert any(expected in str(one) for one in faults), faults[:3]
    assert all(len(str(one)) < 1_000 and str(one).replace("\n", "").isprintable() for one in faults)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    def told(name: str, data: bytes) -> str:
        (tmp_path / name).write_bytes(data)
        revision, faults = articles.read(tmp_path / name, name)
        assert revision is None
        return "\n".join(map(str, faults))

    assert told("latin.md", "---\nnumber: 1\ntitle: für\n---".encode("latin-1")) == (
        "latin.md:3: byte 0xfc is not UTF-8; save the file as UTF-8\n    title: f\ufffdr"
    )
    assert "UTF-8" in told("wide.md", SMALLEST.encode("utf-16"))
    assert "larger" in told("large.md", b"a" * 1_000_001)
    assert "front matter is missing" in told("empty.md", b"")
    missing = articles.read(tmp_path / "none.md", "none.md")
    assert missing[0] is None
    assert str(missing[1][0]).startswith("none.md: cannot be read: ")
    assert articles.read(tmp_path, "folder")[0] is None


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *"[]{}&*!|>'\"%@`#:,-?\n \t~\\",
                "{{a}}",
                "- ",
                ": ",
                "\n  - ",
                "title: ",
                "samples:\n",
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_nothing_in_a_front_matter_raises(mess: str) -> None:
    revision, faults = articles.parse(article("owner: x\n" + mess), "a.md")
    assert (revision is None) == bool(faults)


def test_where_fields_stand(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text((HERE / "article_full.md").read_text("utf-8"), "utf-8")
    places = articles.places(str(path))
    assert places["number",] == (2, 9, 'number: "2577062"')
    assert places["samples", 0] == (
        44,
        5,
        "- paste: \"'Certificate is Already Assigned to User _SVC'.\"",
    )
    assert places["samples", 0, "captures", "existing_user"][0] == 45
    assert articles.places(str(tmp_path / "none.md")) == {}


# ---------------------------------------------------------------------------------------- writing


@pytest.mark.parametrize("path", BUNDLED, ids=[f"{p.parent.name}-{p.stem}" for p in BUNDLED])
def test_bundled_articles_are_read_and_written(path: Path) -> None:
    revision, faults = articles.read(path, path.name)
    assert faults == ()
    assert revision is not None
    assert placeless(parsed(articles.dump(revision))) == placeless(revision)


def test_what_is_written() -> None:
    revision = replace(
        parsed(SMALLEST),
        revision="4.10",
        language="no",
        owner="yes",
        keywords=("C#: x", "key pair"),
        hints=(("User ", Slot("a_b")),),
        components=(Component("X-1", "a, b"), Component("Z")),
    )
    assert articles.dump(revision) == (
        '---\nnumber: "4711"\nrevision: "4.10"\ntitle: The disk is full\nlanguage: "no"\n'
        'components:\n  - {code: X-1, name: "a, b"}\n  - Z\n'
        'keywords: ["C#: x", key pair]\nowner: "yes"\n'
        'signatures:\n  - The disk is full\nhints:\n  - "User {{a_b}}"\n'
        "---\n\n## Resolution\n\nEmpty it.\n"
    )


TEXTS = st.text("abC1 :#-'\"[]{}&*!|>%@`,\\?.é\u00a0\ufeff\u200b", min_size=1, max_size=15)
WORDS = TEXTS.map(str.strip).filter(bool)
RAW = st.text(max_size=15)
NUMBERS = st.text("aB1._-", min_size=1, max_size=6)
NAMES = st.sampled_from(["a", "b_c", "_d"])
MESSAGES = (
    st.lists(WORDS | NAMES.map(lambda name: "{{" + name + "}}") | st.just("\\{{a}}"), max_size=4)
    .map(lambda parts: template.parse("x" + "".join(parts).strip()))
    .filter(lambda found: found == template.parse(template.dump(found).strip()))
)


def tuples(items: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(items, max_size=3).map(tuple)


@st.composite
def signatures(draw: st.DrawFn) -> Signature:
    lines = tuple(draw(st.lists(MESSAGES, min_size=1, max_size=3)))
    within = draw(st.sampled_from([1, 20, 99]))
    return Signature(lines, within, " … ".join(map(template.dump, lines)))


@st.composite
def sections(draw: st.DrawFn) -> tuple[Section, ...]:
    found = []
    for name in draw(st.lists(st.sampled_from(SECTIONS), unique=True, max_size=3)):
        nodes, troubles = markdown.read(draw(SOURCES).replace("{{s}}", "{{a}}"))
        assume(not troubles and "##" not in str(nodes))
        found.append(Section(name, nodes))
    return tuple(found)


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    body = draw(sections())
    said = tuple(draw(st.lists(signatures(), max_size=2)))
    hints = tuple(draw(st.lists(MESSAGES, max_size=2)))
    captured = [s for one in said for line in one.lines for s in line] + [
        s for h in hints for s in h
    ]
    names = template.names(captured)
    shown = template.names(p for one in body for p in walk(one.nodes))
    placeholders = {name: Placeholder(name) for name in names}
    for name in {*shown, *draw(st.sets(NAMES))}:
        placeholders[name] = Placeholder(
            name,
            draw(st.sampled_from(Kind)),
            draw(WORDS),
            draw(WORDS),
            draw(st.none() | RAW),
            draw(st.none() | RAW),
        )
    return Revision(
        number=draw(NUMBERS),
        title=(draw(WORDS.filter(lambda text: "{{" not in text)),),
        revision=draw(NUMBERS),
        language=draw(st.sampled_from(["en", "no", "pt-BR"])),
        confidence=Confidence.ARCHIVED,
        audience=draw(st.sampled_from(Audience)),
        supersedes=draw(tuples(NUMBERS)),
        see_also=tuple(
            draw(st.lists(st.builds(Reference, WORDS, st.just("") | WORDS), max_size=2))
        ),
        source=draw(WORDS),
        components=tuple(draw(st.lists(st.builds(Component, WORDS, WORDS), max_size=2))),
        codes=draw(tuples(WORDS)),
        keywords=draw(tuples(WORDS)),
        review_by=draw(st.sampled_from(["", "2027-06-30"])),
        applies_to=tuple(
            draw(st.lists(st.builds(Product, WORDS, tuples(WORDS), tuples(WORDS)), max_size=2))
        ),
        evidence_for=draw(tuples(WORDS)),
        evidence_against=draw(tuples(WORDS)),
        placeholders=placeholders,
        distinct=tuple(Distinct((name, name), draw(WORDS)) for name in list(placeholders)[:1]),
        signatures=said,
        hints=hints,
        samples=tuple(
            Sample(draw(RAW), dict.fromkeys(names, draw(RAW)))
            for _ in range(draw(st.integers(0, 2)))
        ),
        strangers=draw(tuples(RAW)),
        sections=body,
    )


@settings(deadline=None)
@given(revisions())
def test_a_revision_is_read_as_it_was_written(revision: Revision) -> None:
    text = articles.dump(revision)
    again, faults = articles.parse(text)
    assert faults == ()
    assert again is not None
    assert placeless(again) == revision


# ---------------------------------------------------------------------------- without the C library


def test_everything_is_read_without_the_c_library(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [path.read_text("utf-8") for path in BUNDLED]
    expected = [articles.parse(text) for text in texts]
    monkeypatch.setattr(front, "_Loader", yaml.BaseLoader)
    assert [articles.parse(text) for text in texts] == expected
    for text, fault in HOSTILE.values():
        assert fault in "\n".join(map(str, articles.parse(text, "a.md")[1]))


# ----------------------------------------------------------------------------------------- schema


def test_the_schema_names_what_is_read() -> None:
    schema = articles.json_schema()
    assert schema["required"] == ["number", "title"]
    assert schema["additionalProperties"] is False
    properties = schema["properties"]
    assert set(properties) >= {"number", "evidence", "signatures", "strangers"}
    assert properties["confidence"]["enum"] == list(Confidence)
    bare, record = properties["placeholders"]["additionalProperties"]["anyOf"]
    assert bare["enum"] == record["properties"]["kind"]["enum"] == list(Kind)
    for field in properties.values():
        assert field["description"]
