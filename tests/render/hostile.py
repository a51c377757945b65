"""Values and articles that try to get out of their places, and a snippet that has every place."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import strategies as st

from kbassist import template
from kbassist.model import Audience, Component, Kind, Node, Placeholder, Section, Snippet, Wording
from kbassist.render.page import one_line
from kbassist.tailor import tailor
from kbassist.wording import read
from tests.render.examples import CERTIFICATE, inline, paragraph, steps, values

VALUES = [
    "_A _B_",
    "_CPI_DEV",
    "__init__",
    "{code}",
    "{code}x{code}",
    "{noformat}",
    "{panel:title=x}",
    "{{x}}",
    "{{ticket.id}}",
    "{% raw %}",
    "{{x}} | upcase }}",
    "[code]",
    "[/code]",
    "[code]<b>x</b>[/code]",
    "[click|javascript:alert(1)]",
    "[click](javascript:alert(1))",
    "[~admin]",
    "!image.png!",
    "a|b",
    "||a||",
    "`tick`",
    "``two``",
    "```",
    "```\nx\n```",
    "*x*",
    "**x**",
    "-x-",
    "--",
    "---",
    "----",
    "- x",
    "+x+ ^x^ ~x~ ~~x~~ ??x??",
    "# x",
    "#channel",
    "h1. x",
    "bq. x",
    "1. x",
    "> x",
    "<img src=x onerror=alert(1)>",
    "</code><script>alert(1)</script>",
    "<!channel>",
    "<@U123|x>",
    "<https://x.example|y>",
    "@channel",
    "@here",
    ":smile:",
    ":) ;) :D :P (x) (!) (*r) (flag)",
    "]]>",
    "]]><script>",
    "<![CDATA[",
    "<!--",
    "&amp; & &#95; &lt;",
    "&",
    "\\",
    "\\\\",
    "\\_x\\_",
    "DOMAIN\\joe",
    "\\\\server\\share",
    "https://x.example/a_b_c?d=e&f",
    "http://x",
    "mailto:a@x.example",
    "a@x.example",
    "www.x.example",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "@SUM(A1)",
    "-2+3",
    "\u202ex\u2066y",
    "a\u200bb",
    "\x1b[31mred\x1b[0m",
    "\"quoted\" 'single'",
    "${x}",
    "$(x)",
    "%s %(x)s",
    "/close",
    "/assign @x",
    "From x",
    "-- ",
    ":::",
    "||",
    "~~~",
    "x" * 10_000,
    "_x" * 5_000,
    "`*_~" * 2_500,
    "Überprüfung 証明書 🙂",
]

hostile = (
    st.sampled_from(VALUES)
    | st.lists(st.sampled_from([v for v in VALUES if len(v) < 100]), min_size=1, max_size=4).map(
        " ".join
    )
    | st.lists(
        st.sampled_from([*"_*~`-+^?!|{}[]()<>@#&:;\\/.='\"$% \naB7é"]),
        min_size=1,
        max_size=12,
    ).map("".join)
    | st.text(st.characters(exclude_categories=["Co"]), min_size=1, max_size=8)
).filter(lambda value: bool(shown(value).strip()))

PLAIN = "Qzwqz"
"""A value that means nothing to any format, in whose place a hostile one stands."""


def shown(value: str) -> str:
    """What a reader is to see of *value*: nothing unprintable."""
    return re.sub("[\ufffe\uffff]", "", one_line(value))


def every_place(value: str, audience: Audience = Audience.INTERNAL) -> Snippet:
    """A snippet with *value* in every place where a placeholder may stand."""
    one = tuple(template.parse("{{existing_user}}"))
    row = tuple(Node("cell", (*one,)) for _ in range(2))
    head = tuple(Node("cell", paragraph("Column of {{existing_user}}").children) for _ in range(2))
    inner = Node("bullets", (Node("item", (paragraph("inner {{existing_user}}"),)),))
    body = (
        paragraph("{{existing_user}} begins and ends {{existing_user}}"),
        paragraph("_SVC {{existing_user}} and {{existing_user}}_SVC, in one line"),
        paragraph(
            'blk_{{existing_user}}_1, user{{existing_user}}s ({{existing_user}}): "{{existing_user}}"'
        ),
        paragraph("{{existing_user}}{{existing_user}} and {{existing_user}}:{{new_user}}"),
        inline(
            "A ",
            Node("strong", one),
            ", an ",
            Node("emphasis", ("x ", *one)),
            Node("strike", one),
            ".",
        ),
        inline("Run ", Node("codespan", ("ls ", *one)), " or ", Node("codespan", one), "."),
        inline("See ", Node("link", ("page ", *one), "https://example.com/a_b"), ", please."),
        inline("One", Node("break", (), "hard"), *one, Node("break"), *one),
        Node("heading", ("About ", *one), "3"),
        Node("code", ("select ", *one, "\n  from ", *one, "\n"), "sql"),
        Node(
            "steps",
            (
                Node("item", (paragraph("Do {{existing_user}}"), inner)),
                Node("item", (paragraph("{{existing_user}}"), Node("code", ("x ", *one)))),
                Node(
                    "item",
                    (paragraph("Then {{existing_user}}"), paragraph("and {{existing_user}}")),
                ),
            ),
            "1",
        ),
        Node("quote", (paragraph("{{existing_user}} said {{existing_user}}"),)),
        Node("table", (Node("row", head, "head"), Node("row", row), Node("row", row))),
        Node("internal", (paragraph("Keep {{existing_user}}."), steps("Once {{existing_user}}"))),
        Node("rule"),
        steps("Late {{existing_user}}", start=7),
    )
    article = replace(
        CERTIFICATE,
        title=template.parse("Assigned to user {{existing_user}}"),
        placeholders={
            "existing_user": Placeholder("existing_user", Kind.TEXT),
            "new_user": Placeholder("new_user", Kind.TEXT),
        },
        components=(Component("LOD-CRM", "Integration"),),
        distinct=(),
        sections=(
            Section("Resolution", body),
            Section("Internal Notes", (paragraph("Of {{existing_user}}"),)),
        ),
    )
    return tailor(article, values(existing_user=value, new_user=value), audience=audience)


def in_a_letter(value: str) -> Snippet:
    """*value* where a desk's own words name it: in a greeting, in a heading, as the title."""
    said = read(
        "Hello {{existing_user}},\n\n{{existing_user}}: {{title}} ({{existing_user}}).\n\n"
        "## On {{existing_user}}\n\n- {{existing_user}}\n\n{{steps}}\n\nBye, **{{existing_user}}**\n"
    )
    article = replace(
        CERTIFICATE,
        title=template.parse("{{existing_user}} is there"),
        placeholders={"existing_user": Placeholder("existing_user", Kind.TEXT)},
        distinct=(),
        sections=(Section("Resolution", (paragraph("{{existing_user}}"),)),),
    )
    given = values(existing_user=value)
    return tailor(article, given, audience=Audience.CUSTOMER, wording=Wording(said))


def every_text(text: str) -> Snippet:
    """A snippet of an article that says *text* in every place where words may stand."""
    body = (
        Node("paragraph", (text,)),
        inline("x ", Node("strong", (text,)), " y"),
        inline("x ", Node("codespan", (text,)), " y"),
        Node("bullets", (Node("item", (Node("paragraph", (text,)),)),)),
        Node(
            "table",
            (Node("row", (Node("cell", (text,)),), "head"), Node("row", (Node("cell", (text,)),))),
        ),
        Node("code", (text, "\n", text)),
        Node("heading", (text,), "3"),
    )
    article = replace(
        CERTIFICATE, title=(text,), sections=(Section("Resolution", body),), distinct=()
    )
    snippet = tailor(article, {}, audience=Audience.INTERNAL)
    return replace(snippet, notes=(f"{text} is a note.",))
