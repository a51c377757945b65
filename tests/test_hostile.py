"""Whatever is pasted, there is an answer, and nothing raw comes out of any output.

No test here measures time; the sizes are such that none would end if something grew with their square.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kbassist
from kbassist.model import KBError, MatchResult, Node, Section, Verdict
from kbassist.render import RENDERERS
from kbassist.render.answer import answer
from kbassist.render.page import plain
from kbassist.text import LIMIT, decode
from tests.small import base, revision
from tests.test_text import TRACES, unprintable

MESSAGE = "Certificate is already assigned to user _SVC_ERP"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kbassist.KnowledgeBase]:
    """The bundled articles."""
    with kbassist.open(cache=tmp_path_factory.mktemp("cache")) as opened:
        yield opened


# --------------------------------------------------------------------------------- clear answers

FOUND = {
    "terminal colours": "\x1b[31mCertificate\x1b[0m is already \x1b[1massigned\x1b[m to user _SVC_ERP",
    "terminal colours in 8 bits": "\x9b31mCertificate is already\x9b0m assigned to user _SVC_ERP",
    "window titles": f"\x1b]0;Certificate is expired\x07{MESSAGE}\x1b]2;x\x1b\\",
    "a terminal that is cleared": f"\x1bc\x1b[2J\x1b[H{MESSAGE}",
    "NUL": "\0" * 1000 + "\0".join(MESSAGE),
    "marks of direction": f"\u202e{MESSAGE[:40]}\u2066_SVC_ERP\u2069\u202c",
    "zero width": "\u200b".join(MESSAGE),
    "halves of characters": f"\ud800 {MESSAGE} \udfff",
    "rich markup": f"[bold red]{MESSAGE}[/bold red]",
    "rich links": f"[link=https://x.example]x[/link] {MESSAGE}",
    "HTML": f"<p onclick=alert(1)>{MESSAGE}</p><script>alert(2)</script>",
    "an image": f"<img src=x onerror=alert(1)>{MESSAGE}",
    "Jira": "{code:java}\n" + MESSAGE + "\n{code}",
    "Jira panels": "{panel:title=x}{color:red}" + MESSAGE + "{color}{panel}",
    "templates": "{{ticket.id}} ${jndi:ldap://x} {0.__class__} {% raw %} %s %(x)s\n" + MESSAGE,
    "Markdown": f"# x\n\n**{MESSAGE}**\n\n[x](javascript:alert)",
    "SQL and FTS": f"'; DROP TABLE revision; -- \" OR NEAR( * ^ : {{a b}} AND\n{MESSAGE}",
    "many copies": f"{MESSAGE}\n" * 20_000,
    "many quotation marks before it": '"' * 10_000 + MESSAGE,
    "many quotation marks around it": "'" * 10_000 + MESSAGE + "'" * 10_000,
    "many brackets": "([{<" * 5_000 + MESSAGE + ">}])" * 5_000,
    "nested quotations": "\n".join(f"{'>' * i} {MESSAGE}" for i in range(2_000)),
    "one deep quotation": ">" * 10_000 + " " + MESSAGE,
    "deep, blanks between": "> " * 10_000 + MESSAGE,
    "tags": "<b>" * 100_000 + MESSAGE,
    "angle brackets": "<" * 100_000 + MESSAGE,
    "tags that do not close": "<b " * 100_000 + MESSAGE,
    "closing tags of many names": "".join(f"</t{i}>" for i in range(60_000)) + "\n" + MESSAGE,
    "entities": "&amp;" * 100_000 + "\n" + MESSAGE,
    "JSON": '{"a":' * 100_000 + "\n" + MESSAGE,
    "backslashes": "\\" * 500_000 + "\n" + MESSAGE,
    "control sequences": "\x1b[" * 200_000 + "0m\n" + MESSAGE,
    "strings of a terminal": "\x1b]" * 200_000 + "\n" + MESSAGE,
    "strings in 8 bits": "\x9d" * 200_000 + "\n" + MESSAGE,
    "quoted-printable": "=E2=80=99" * 100_000 + "=\n\n" + MESSAGE,
    "levels": "ERROR " * 100_000 + "\n" + MESSAGE,
    "brackets of loggers": "[a] " * 100_000 + "\n" + MESSAGE,
    "hints": "User ID: " * 50_000 + "\n" + MESSAGE,
    "hints with values": "User ID: _A\n" * 20_000 + MESSAGE,
    "cues of mentions": MESSAGE + "\n" + "is " * 100_000 + "\n",
}  # fmt: skip

NOT_FOUND = {
    "nothing": "",
    "blanks": " " * 1_000_000,
    "line ends": "\n" * 1_000_000,
    "dots": "." * 1_000_000,
    "underscores": "_" * 1_000_000,
    "digits": "1" * 1_000_000,
    "a line of a million letters": "a" * 1_000_000,
    "a line of words": "word " * 200_000,
    "marks": ".," * 400_000,
    "bars": "|\n" * 200_000,
    "bars in a row": "|" * 500_000 + "|\n|\n",
    "accents": "e\u0301" * 300_000,
    "accents alone": "\u0301" * 500_000,
    "Chinese": "証明書" * 300_000,
    "ampersands": "&" * 500_000,
    "character data": "<![CDATA[" * 100_000,
    "scripts": "<script>" * 50_000,
    "comments": "<!--" * 100_000,
    "brackets": "[" * 500_000,
    "codes": "ORA-01017 " * 50_000,
    "dotted names": "a_b.c_d." * 80_000,
    "numbers of articles": "KBA 4711 " * 50_000,
    "colons": "a:" * 300_000,
    "half of the message": "certificate is assigned " * 40_000,
    "only surrogates": "\ud800\udc00\ud800" * 100_000,
}


@pytest.mark.parametrize("name", FOUND)
def test_found_in_spite_of(kb: kbassist.KnowledgeBase, name: str) -> None:
    result = kb.match(FOUND[name])
    assert result.verdict is Verdict.MATCH
    assert result.best is not None
    assert result.best.variables["existing_user"].value == "_SVC_ERP"
    assert raw(result) == set()


@pytest.mark.parametrize("name", NOT_FOUND)
def test_nothing_is_found_in(kb: kbassist.KnowledgeBase, name: str) -> None:
    result = kb.match(NOT_FOUND[name])
    assert result.verdict is Verdict.NONE
    assert raw(result) == set()


@pytest.mark.parametrize("copies", [(MESSAGE + "\n"), (MESSAGE + " "), MESSAGE.lower()[:-8]])
def test_a_huge_paste_is_read_up_to_a_limit_that_is_told(
    kb: kbassist.KnowledgeBase, copies: str
) -> None:
    paste = copies * (20_000_000 // len(copies))
    result = kb.match(paste)
    assert (result.characters, result.used) == (len(paste), LIMIT)
    assert result.to_json()["input"] == {"characters": len(paste), "used": LIMIT}
    assert result.best is not None
    assert result.best.article == "2577062"


ENCODED = {
    "UTF-16 from a Windows pipe": (MESSAGE + "\r\n").encode("utf-16"),
    "UTF-16 without its mark": (MESSAGE + "\r\n").encode("utf-16-le"),
    "invalid UTF-8": b"\xff\xfa\xc3(" + MESSAGE.encode() + b"\n\xc3",
    "UTF-8 with its mark": b"\xef\xbb\xbf" + MESSAGE.encode(),
    "Windows": "Fehler – „".encode("cp1252") + MESSAGE.encode() + b"\x93",
    "NUL": b"\0\0" + MESSAGE.encode(),
    "all bytes": bytes(range(256)) + b"\n" + MESSAGE.encode(),
}


@pytest.mark.parametrize("name", ENCODED)
def test_bytes(kb: kbassist.KnowledgeBase, name: str) -> None:
    result = kb.match(decode(ENCODED[name]))
    assert result.verdict is Verdict.MATCH
    assert result.best is not None
    assert result.best.variables["existing_user"].value == "_SVC_ERP"


def test_what_is_filled_in_is_never_scanned_again() -> None:
    kb = base(revision("1", "The vault ledger was sealed by {{text}} for {{user_id}}"))
    for value in ("{{user_id}}", "{{text}}", "{0.__class__}", "\\{{user_id}}", "[red]x[/red]"):
        best = kb.match(f"The vault ledger was sealed by {value} for _SVC").best
        assert best is not None
        assert best.variables["text"].value == value
        for form in ("text", "json"):
            assert value.replace("\\", "\\\\" if form == "json" else "\\") in kb.snippet(best, form)


# ----------------------------------------------------------------------------- nothing raw comes out

HOSTILE = [
    *TRACES,
    MESSAGE,
    MESSAGE[:-8],
    "'",
    "User ID: ",
    "\x1b[2J",
    "\x9b2J",
    "\x1b]8;;http://x\x1b\\",
    "\x90q",
    "\u061c",
    "\u200f",
    "\u2066",
    "\u3164",
    "\U000e0041",
    "[bold]",
    "{{existing_user}}",
    "{code}",
    "KBA 2577062",
    " is fixed since yesterday",
]
PASTES = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=3), max_size=10).map("".join)


def strings(made: Any) -> Iterator[str]:
    """Every text in a dictionary that leaves an edge."""
    if isinstance(made, str):
        yield made
    elif isinstance(made, Mapping):
        for key, value in made.items():
            yield from strings(key)
            yield from strings(value)
    elif isinstance(made, list):
        for value in made:
            yield from strings(value)


def raw(result: MatchResult) -> set[str]:
    """Every character of a result that no terminal and no ticket should be sent."""
    return {c for one in strings(result.to_json()) for c in unprintable(one)}


@given(PASTES, st.text(max_size=4) | st.sampled_from(HOSTILE))
@settings(max_examples=200)
def test_nothing_raw_comes_out(kb: kbassist.KnowledgeBase, paste: str, value: str) -> None:
    try:
        result = kb.match(paste, values={"new_user": value})
    except KBError as refused:
        told = str(refused)
        result = kb.match(paste)
    else:
        told = ""
    assert unprintable(told) == set()
    assert not told or any(map(str.isspace, value))
    assert raw(result) == set()
    json.dumps(result.to_json(), ensure_ascii=False).encode()
    best = result.best
    snippet = None
    if best is not None:
        snippet = kb.tailor(best)
        for form in RENDERERS:
            made = kb.snippet(best, form)
            assert unprintable(made) == set()
        for one in strings(json.loads(kb.snippet(best, "json"))):
            assert unprintable(one) == set()
    for explain in (False, True):
        page = plain(answer(result, paste, snippet, explain=explain))
        assert unprintable(page) == set()


@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=3), max_size=6).map("".join))
@settings(max_examples=100)
def test_nothing_raw_comes_out_of_an_article(text: str) -> None:
    made = revision(
        "1",
        MESSAGE,
        sections=(
            Section(
                "Resolution",
                (
                    Node("paragraph", (text, Node("codespan", (text,)), Node("strong", (text,)))),
                    Node("code", (text,), "text"),
                    Node("bullets", (Node("item", (Node("paragraph", (text,)),)),)),
                    Node("paragraph", (Node("link", (text,), "https://x.example/"),)),
                ),
            ),
        ),
        source=text,
    )
    made = replace(made, title=(text,))
    kb = base(made)
    for form in RENDERERS:
        assert unprintable(kb.snippet(made, form, values={"user": text})) == set()
