"""Markdown ↔ nodes: what is read, and that what is written reads the same."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist.markdown import Trouble, read, sections, write
from kbassist.markdown.reading import prose, structured
from kbassist.model import Filled, Inline, Missing, Node, Nodes, Slot, walk

N = Node


def paragraph(*children: Node | Inline) -> Node:
    return N("paragraph", children)


def item(*children: Node | Inline) -> Node:
    return N("item", (paragraph(*children),))


READ: dict[str, tuple[str, Nodes]] = {
    "a paragraph with its line break": (
        "One\ntwo",
        (paragraph("One", N("break"), "two"),),
    ),
    "a hard line break": (
        "One\\\ntwo",
        (paragraph("One", N("break", (), "hard"), "two"),),
    ),
    "a slot, blanks inside allowed": (
        "User {{ who }} and blk_{{id}}",
        (paragraph("User ", Slot("who"), " and blk_", Slot("id")),),
    ),
    "a backslash makes a slot literal, two are one and a slot": (
        "\\{{a}} \\\\{{b}} {{{c}}",
        (paragraph("{{a}} \\", Slot("b"), " {", Slot("c")),),
    ),
    "slots in code spans and code blocks": (
        "`User ID: {{who}}`\n\n```sh\nssh {{host}}\n```",
        (
            paragraph(N("codespan", ("User ID: ", Slot("who")))),
            N("code", ("ssh ", Slot("host")), "sh"),
        ),
    ),
    "underscores inside a slot are no emphasis": (
        "{{new_user}} and {{old_user}}",
        (paragraph(Slot("new_user"), " and ", Slot("old_user")),),
    ),
    "marks, with a slot in them": (
        "**a {{b}}** _c_ ~~d~~",
        (
            paragraph(
                N("strong", ("a ", Slot("b"))), " ", N("emphasis", ("c",)), " ", N("strike", ("d",))
            ),
        ),
    ),
    "a link": (
        "[the _note_](https://example.org/a?b=1)",
        (paragraph(N("link", ("the ", N("emphasis", ("note",))), "https://example.org/a?b=1")),),
    ),
    "a picture is a link to it": (
        "![A screen](shot.png)",
        (paragraph("!", N("link", ("A screen",), "shot.png")),),
    ),
    "a script is no link": (
        "[a](javascript:alert(1))",
        (paragraph("[a](javascript:alert(1))"),),
    ),
    "HTML is text": (
        "<b>x</b> &amp; <!-- y -->",
        (paragraph("<b>x</b> & <!-- y -->"),),
    ),
    "steps keep their first number": (
        "3. a\n4. b",
        (N("steps", (item("a"), item("b")), "3"),),
    ),
    "steps go on after a paragraph": (
        "1. a\n2. b\n\nThen:\n\n3. c",
        (
            N("steps", (item("a"), item("b")), "1"),
            paragraph("Then:"),
            N("steps", (item("c"),), "3"),
        ),
    ),
    "steps go on after a nested list": (
        "1. a\n   - x\n2. b",
        (
            N(
                "steps",
                (N("item", (paragraph("a"), N("bullets", (item("x"),)))), item("b")),
                "1",
            ),
        ),
    ),
    "numbers typed with a gap stay as typed": (
        "1. a\n2. b\n5. c",
        (N("steps", (item("a"), item("b")), "1"), N("steps", (item("c"),), "5")),
    ),
    "the same number for all means counting": (
        "1. a\n1. b",
        (N("steps", (item("a"), item("b")), "1"),),
    ),
    "an internal block, in any case of letters": (
        "::: Internal\n- a\n:::",
        (N("internal", (N("bullets", (item("a"),)),)),),
    ),
    "a table": (
        "| a | b |\n| --- | :-: |\n| {{c}} | `x\\|y` |",
        (
            N(
                "table",
                (
                    N("row", (N("cell", ("a",)), N("cell", ("b",))), "head"),
                    N("row", (N("cell", (Slot("c"),)), N("cell", (N("codespan", ("x|y",)),)))),
                ),
            ),
        ),
    ),
    "headings, quotes and rules": (
        "### a\n\n> b\n\n---",
        (N("heading", ("a",), "3"), N("quote", (paragraph("b"),)), N("rule")),
    ),
    "a line of dashes below a paragraph is a rule": (
        "a\n---",
        (paragraph("a"), N("rule")),
    ),
}


@pytest.mark.parametrize(("text", "nodes"), READ.values(), ids=READ.keys())
def test_what_is_read(text: str, nodes: Nodes) -> None:
    assert read(text) == (nodes, ())
    assert read(write(nodes)) == (nodes, ())


TROUBLES = {
    "Go to\n[x](https://{{host}}/)": [(6, "a placeholder in a link's target")],
    "<https://{{host}}/>": [(5, "a placeholder in a link's target")],
    "[x][1]\n\n[1]: https://{{host}}/": [(5, "a placeholder in a link's target")],
    "a\n\n::: internl\nb\n:::": [
        (7, "`::: internl` is not known"),
        (9, "`:::` closes nothing"),
    ],
    "> ::: internal\n> a": [(5, "`::: internal` is not closed")],
    "- ::: internal\nb\n  :::": [
        (5, "`::: internal` is not closed"),
        (7, "`:::` closes nothing"),
    ],
    "a\n2. b": [(6, "`2.` belongs to the paragraph above it and is no step")],
    "> " * 30 + "a": [(5, "nested too deep")],
    "- " * 3000 + "a": [(5, "nested too deep")],
    "a\n\n" + "[" * 20_001: [(7, "a paragraph of more than 20,000 characters")],
}


@pytest.mark.parametrize(("text", "expected"), TROUBLES.items())
def test_what_cannot_stand(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(one.line, one.message) for one in read(text, 5)[1]] == expected


@pytest.mark.parametrize(
    "text",
    [
        "1. a\n2. b",
        "::: internal\na\n:::",
        "> ::: internal\n> a\n> :::",
        "a \\\n`2. b`",
        "a\n2\\. b",
        "a\n\\::: internl",
        "```\n::: internl\n2. b\n```",
        "[x](https://example.org/%7Bhost%7D)",
    ],
)
def test_what_is_no_trouble(text: str) -> None:
    assert read(text)[1] == ()


def test_sections_know_their_lines() -> None:
    text = "before\n\n## Symptom\na\n\n```\n## no heading\n```\n\n##  See   Also ##\n\n- b\n"
    parts, troubles = sections(text, 10)
    assert troubles == ()
    assert [(one.heading, one.line, len(one.nodes)) for one in parts] == [
        ("", 10, 1),
        ("Symptom", 12, 2),
        ("See Also", 19, 1),
    ]


def test_a_title_in_the_body_is_told() -> None:
    assert sections("## Cause\n\n# Title", 3)[1] == (
        Trouble(5, "a heading with one `#`", "sections begin with `##`, titles go above"),
    )


# ---------------------------------------------------------------------------------------- writing

WRITTEN = {
    "a value is a code span": ((Filled("a", "_X_"),), "`_X_`"),
    "a value with backticks": ((Filled("a", "`a`b`"),), "`` `a`b` ``"),
    "a value with blanks at both ends": ((Filled("a", " a "),), "`  a  `"),
    "a value on two lines": ((Filled("a", "a\nb"),), "`a b`"),
    "values that touch": ((Filled("a", "x"), Filled("b", "y")), "`xy`"),
    "values beside words": (("blk_", Filled("a", "1"), ":"), "blk\\_`1`:"),
    "a blank": (("User ", Missing("a", "new user")), "User **‹new user›**"),
    "a blank that touches a word": (("ab", Missing("a", "c")), "a&#98;**‹c›**"),
    "blanks that touch": ((Missing("a", "b"), Missing("c", "d")), "**‹b›‹d›**"),
    "a blank in bold text": (
        (N("strong", ("User ", Missing("a", "b"))),),
        "**User ‹b›**",
    ),
    "a value and a blank in code": (
        (N("codespan", ("User ", Filled("a", "_X"), Missing("b", "c"))),),
        "`User _X‹c›`",
    ),
    "names with underscores stay legible": (("new_user and _X_",), "new_user and \\_X\\_"),
    "a Windows path stays legible": (("C:\\Users\\x",), "C:\\Users\\x"),
    "marks": (("*a* <b> [c] `d` ~~e~~ f|g",), "\\*a\\* \\<b> \\[c\\] \\`d\\` \\~\\~e\\~\\~ f\\|g"),
    "a step number at the start": (("1. a",), "1\\. a"),
    "a heading at the start": (("# a",), "\\# a"),
    "a bullet at the start": (("- a",), "\\- a"),
    "an internal block at the start": (("::: internal",), "\\::: internal"),
    "an entity": (("&amp; & <",), "\\&amp; & \\<"),
    "a literal slot": (("{{a}}", Slot("b")), "\\{{a}}{{b}}"),
}


@pytest.mark.parametrize(("parts", "text"), WRITTEN.values(), ids=WRITTEN.keys())
def test_what_is_written(parts: tuple[Node | Inline, ...], text: str) -> None:
    assert write((paragraph(*parts),)) == text


def test_a_literal_slot_in_code_has_its_backslash_only_in_articles() -> None:
    nodes = (paragraph(N("codespan", ("{{a}}",))), N("code", ("{{a}}", Slot("b")), "sh"))
    assert write(nodes) == "`\\{{a}}`\n\n```sh\n\\{{a}}{{b}}\n```"
    assert write(nodes, article=False) == "`{{a}}`\n\n```sh\n{{a}}{{b}}\n```"


def test_lists_that_touch_stay_two() -> None:
    lists = (N("bullets", (item("a"),)), N("bullets", (item("b"),)))
    assert write(lists) == "- a\n\n* b"
    assert read(write(lists))[0] == lists


@pytest.mark.parametrize("text", ["- - -", "- - *", "> ::: internal\n>", "- ::: internal\n  "])
def test_what_went_wrong_once(text: str) -> None:
    nodes, _ = read(text)
    assert nodes
    assert read(write(nodes))[0] == nodes


def test_a_nested_list_stays_close_to_its_paragraph() -> None:
    nodes, _ = read("1. a\n   - b\n     - c\n2. d")
    assert write(nodes) == "1. a\n   - b\n     - c\n2. d"


# ------------------------------------------------------------------------------------------- laws

WORDS = st.text("ab1._*`~[]()<>&#-+|\\{}:!='\" é\u00a0,\n", min_size=1, max_size=8)
NAMES = st.sampled_from(["a", "new_user"])
CODE = st.text("ab` |\\{}*_~", min_size=1, max_size=8).filter(lambda text: "{{" not in text)
MARKS = frozenset({"strong", "emphasis", "strike"})


@st.composite
def inlines(draw: st.DrawFn, outside: frozenset[str] = frozenset()) -> tuple[Node | Inline, ...]:
    """Text, and between any two texts something else; no mark within itself."""
    parts: list[Node | Inline] = [draw(WORDS)]
    for _ in range(draw(st.integers(0, 2 if len(outside) < 2 else 0))):
        parts.append(draw(pieces(outside)))
        parts.append(draw(WORDS))
    return tuple(parts)


@cache
def pieces(outside: frozenset[str]) -> st.SearchStrategy[Node | Inline]:
    choices: list[st.SearchStrategy[Node | Inline]] = [
        st.builds(Slot, NAMES),
        st.builds(lambda text: N("codespan", (text,)), CODE),
        st.sampled_from([N("break"), N("break", (), "hard")]),
    ]
    choices += [
        st.builds(lambda inner, kind=kind: N(kind, inner), inlines(outside | {kind}))
        for kind in sorted(MARKS - outside)
    ]
    if "link" not in outside:
        targets = st.sampled_from(["https://example.org/a_b", "a(b)*c", "?a&amp;b"])
        choices.append(
            st.builds(lambda i, to: N("link", i, to), inlines(outside | {"link"}), targets)
        )
    return st.one_of(choices)


def one_line(parts: tuple[Node | Inline, ...]) -> bool:
    return not any(isinstance(part, Node) and part.kind == "break" for part in walk(parts))


PARAGRAPHS = st.builds(lambda parts: N("paragraph", parts), inlines())
CELLS = inlines().filter(one_line)
LEAVES = st.one_of(
    PARAGRAPHS,
    st.builds(lambda parts, level: N("heading", parts, level), CELLS, st.sampled_from("3456")),
    st.builds(
        lambda text, info: N("code", (text,) if text else (), info),
        st.text("ab`~:\\ \n\t>-", max_size=12),
        st.sampled_from(["", "sh", "a`b"]),
    ),
    st.just(N("rule")),
    st.builds(
        lambda cells: N(
            "table",
            (
                N("row", tuple(N("cell", cell) for cell in cells), "head"),
                N("row", tuple(N("cell", cell) for cell in reversed(cells))),
            ),
        ),
        st.lists(CELLS, min_size=1, max_size=3),
    ),
)


def containers(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    blocks = st.lists(inner, max_size=3).map(tuple)
    items = st.lists(blocks.map(lambda block: N("item", block)), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(lambda found: N("bullets", found), items),
        st.builds(lambda found, first: N("steps", found, str(first)), items, st.integers(0, 12)),
        st.builds(lambda block: N("quote", block), blocks),
        st.builds(lambda block: N("internal", block), blocks),
    )


BLOCKS = st.lists(st.recursive(LEAVES, containers, max_leaves=6), max_size=4).map(tuple)
PIECES = [
    *("**", "_", "~~", "*", "a", "b ", "!", " ", "`c`", "`", "``", "[l](u)", "[", "]", "(", ")"),
    *("{{s}}", "\\{{s}}", "{{", "}}", "{", "\n", "\\", "&amp;", "&#32;", "<http://a.b/c>", "é"),
    *("\u00a0", "\n\n", "1. ", "3. ", "2) ", "- ", "* ", "> ", "    ", "|", "\n| --- |\n", "\t"),
    *("```", "~~~", "::: internal\n", ":::\n", "### ", "## ", "___", "\n---\n", "<b>"),
]
SOURCES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(deadline=None, max_examples=300)
@given(BLOCKS)
def test_nodes_are_read_as_written(nodes: Nodes) -> None:
    assert read(write(nodes))[0] == nodes


@settings(deadline=None, max_examples=300)
@given(SOURCES)
def test_whatever_was_read_is_written_and_read_again(text: str) -> None:
    nodes, _ = read(text)
    assert read(write(nodes))[0] == nodes


@settings(deadline=None, max_examples=300)
@given(st.text("ab.1 \n{}_#=,:é\u00a0\t!-)>x\"'\\*", max_size=40) | SOURCES)
def test_plain_prose_is_read_the_same_without_the_grammar(text: str) -> None:
    fast = prose(text, 7)
    assert fast is None or (fast, ()) == structured(text, 7)


def test_plain_prose_takes_the_short_way() -> None:
    assert prose("\n## Resolution\n\nAsk {{new_user}}, the owner (of it).\n", 1)


@settings(deadline=None)
@given(inlines(), st.text("`*_[]<>|{}\\ \nab:#1.", max_size=12))
def test_values_change_no_structure(parts: tuple[Node | Inline, ...], value: str) -> None:
    filled = tuple(Filled("a", value) if isinstance(p, Slot) else p for p in parts)
    plain = tuple(Filled("a", "x") if isinstance(p, Slot) else p for p in parts)

    def shape(nodes: Nodes) -> list[str]:
        return [one.kind for one in walk(nodes) if isinstance(one, Node)]

    if not value:
        return
    assert shape(read(write((paragraph(*filled),), article=False))[0]) == shape(
        read(write((paragraph(*plain),), article=False))[0]
    )
