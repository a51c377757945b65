"""What `check` demands of signatures, numbers, links, versions, dates and samples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import kbassist
from kbassist import articles
from kbassist.check import RULES
from kbassist.check.messages import ANY, rendered
from kbassist.check.privacy import looks
from kbassist.match.capture import fits
from kbassist.model import ArticleFault, Kind, Placeholder
from tests.small import signature

TODAY = date(2027, 1, 31)
PACKAGE = Path(kbassist.__file__).parent

Files = dict[str, str]


def found(folder: Path, files: Files, strict: bool = False) -> list[ArticleFault]:
    """The faults of *files*: name → front matter, and body where it is not just a resolution."""
    for name, text in files.items():
        front, _, body = text.partition("\n\n")
        path = folder / "base" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        body = body.strip("\n") or "## Resolution\n\nCall the desk."
        path.write_text(f"---\n{front.strip()}\n---\n\n{body}\n", "utf-8")
    with kbassist.open(folder / "base", cache=folder / "cache") as kb:
        return list(kb.check(strict, TODAY))


def told(folder: Path, files: Files, rule: str) -> list[str]:
    """`file:line:column message` of each fault against *rule*, warnings marked."""
    return [
        f"{Path(one.path).name}:{one.line}:{one.column} {'warning: ' if one.warning else ''}{one.message}"
        for one in found(folder, files)
        if one.rule == rule
    ]


def article(number: int | str, more: str = "", body: str = "") -> str:
    return f'number: "{number}"\ntitle: A\n{more}\n\n{body}'


SAID: dict[str, tuple[str, Files, list[str]]] = {
    "a signature of one common word is a fault, of one rare word a warning": (
        "weak-signature",
        {"a.md": article(1, "signatures:\n  - error {{_p}}\n  - Timeout\n  - Disk quota exceeded")},
        [
            "a.md:5:5 the signature tells next to nothing (3.8 of 10 bits): any text with these words"
            " would do",
            "a.md:6:5 warning: the signature tells little (7.9 of 10 bits): it counts only where it"
            " stands alone on its line",
        ],
    ),
    "a message that is none even word for word, and one whose words touch its values": (
        "weak-signature",
        {
            "a.md": article(
                1,
                "signatures:\n  - lines: [The turbine governor tripped, The steam valve is shut]\n"
                "    within: 1",
            ),
            "b.md": article(2, "signatures: ['reloadTodaysPumpSteps{{_a}}|{{_b}}|{{_c}} done']"),
        },
        [
            "a.md:5:5 the message is no match even word for word, but none (nothing)",
        ],
    ),
    "a line that every text has": (
        "weak-line",
        {
            "a.md": article(
                1,
                "signatures:\n  - lines:\n    - The turbine governor tripped at {{_rpm}}\n"
                "    - error {{_p}}\n    within: 5",
            )
        },
        [
            "a.md:7:7 warning: this line of the signature tells next to nothing (3.8 bits)",
        ],
    ),
    "a message that a longer signature of another article takes": (
        "shadowed-signature",
        {
            "a.md": article(1, "signatures: ['The governor tripped at {{_rpm}}']"),
            "b.md": article(2, "signatures: ['The governor tripped at {{_rpm}} of {{_n}}']"),
            "c.md": article(3, "signatures: ['The governor tripped at {{_speed}}']"),
        },
        [
            "a.md:4:14 3 r1 fits this message as well: `The governor tripped at {{_speed}}`",
            "c.md:4:14 1 r1 fits this message as well: `The governor tripped at {{_rpm}}`",
        ],
    ),
    "a message that another article's code takes": (
        "shadowed-signature",
        {
            "a.md": article(1, "signatures: ['{{_what}} reports the state {{_state}}']"),
            "b.md": article(2, "signatures: ['{{_what}} reports the state {{_state}}']"),
            "b2.md": article(
                2, "revision: 2\nsignatures: ['{{_what}} reports the state {{_state}}']"
            ),
        },
        [
            "a.md:4:14 2 r2 fits this message as well: `{{_what}} reports the state {{_state}}`",
            "b.md:4:14 1 r1 fits this message as well: `{{_what}} reports the state {{_state}}`",
            "b2.md:5:14 1 r1 fits this message as well: `{{_what}} reports the state {{_state}}`",
        ],
    ),
    "what a predecessor shares is no shadow": (
        "shadowed-signature",
        {
            "a.md": article(1, "signatures: [The governor tripped at noon]"),
            "b.md": article(2, 'supersedes: "1"\nsignatures: [The governor tripped at noon]'),
        },
        [],
    ),
    "why a value is not captured: its look, several of them, something behind it": (
        "capture-differs",
        {
            "a.md": article(
                1,
                "placeholders: {user: {kind: user_id}}\n"
                "signatures: ['The crane is locked for user {{user}} since noon']\n"
                "hints: ['Host: {{host}}']\nsamples:\n"
                "  - {paste: The crane is locked for user app since noon, captures: {user: app}}\n"
                '  - paste: "Host: a1\\nHost: b2\\nThe crane is locked for user _A since noon"\n'
                "    captures: {user: _A, host: a1}\n"
                "  - {paste: The crane is locked for user _A and _B since noon, captures: {user: _A}}",
            )
        },
        [
            "a.md:8:75 `user` is not captured; it should be `app`: `app` does not look like a user ID"
            " such as _CPI_DEV or MEIERH: letters, digits and _ without blanks",
            "a.md:10:32 `host` is not captured; it should be `a1`: the text has several values for it",
            "a.md:11:81 `user` is not captured; it should be `_A`: something goes on behind it that"
            " no value of its kind has",
        ],
    ),
    "codes of digits, and what is no code": (
        "useless-code",
        {
            "a.md": article(
                1,
                "codes: [ORA-01017, '1017', WSAECONNREFUSED, 3.1.2, no code, '0x0000011b', '0x1b']",
            )
        },
        [
            "a.md:4:20 `1017` is never found in a text: it is made of digits only",
            "a.md:4:52 `no code` is never found in a text: it is no message code",
            "a.md:4:75 `0x1b` is never found in a text: it is no message code",
        ],
    ),
    "a placeholder that nothing uses": (
        "unused-placeholder",
        {
            "a.md": article(
                1, "placeholders:\n  host: host\n  port: {kind: number, ask: Which port?}"
            )
            + "## Resolution\n\nAsk for {{port}}."
        },
        ["a.md:5:9 warning: `host` is declared but used nowhere"],
    ),
    "a placeholder that a wording could not show": (
        "reserved-placeholder",
        {
            "a.md": article(
                1, "placeholders:\n  state: {ask: Which state?}\n  steps_left: {ask: How many?}"
            )
            + "## Resolution\n\n{{steps_left}} to {{state}}."
        },
        ["a.md:5:10 warning: in the words around an article `state` means something else"],
    ),
    "numbers with leading zeros are the same": (
        "unknown-article",
        {
            "a.md": article("0002577062", "see_also: [KBA 2577063]"),
            "b.md": article("2577063", "see_also: ['2577062', '4711']"),
        },
        ["b.md:4:23 there is no article 4711 in this base"],
    ),
    "what See Also names and the field does not": (
        "unlisted-article",
        {
            "a.md": article(
                2577062,
                "see_also: [{number: 2980997, title: HTTP 401}]",
                "## Resolution\n\nAs in 3141132, in 2026.\n\n"
                "## See Also\n\n- 2980997: known\n- KBA 2980979: mistyped\n- 3284822, far away\n"
                "- 2577062: itself\n- 2026 was a good year\n- 1000000 records at most\n- see 3742580",
            )
        },
        [
            "a.md:14:7 warning: 2980979 is no article of this base, and `see_also` does not name it",
            "a.md:15:3 warning: 3284822 is no article of this base, and `see_also` does not name it",
        ],
    ),
    "links that lead nowhere": (
        "broken-link",
        {
            "a.md": article(
                1,
                "",
                "## Resolution\n\n[a](https://example.org/x) [b](b.md) [c](c%20d.md) [d](mailto:a@b.org)\n"
                "[e](none.md) [f](#there) [g](https:///x) [h](ftp://example.org/) [i](mailto:me)\n"
                "[j](//x/)\n\n::: internal\n[k](../up.md)\n:::",
            ),
            "b.md": article(2),
            "c d.md": article(3),
        },
        [
            "a.md:9:5 there is no file `none.md` beside this one",
            "a.md:9:18 `#there` leads nowhere: a snippet has no such place",
            "a.md:9:30 `https:///x` names no machine",
            "a.md:9:46 `ftp://example.org/` is shown as text, for only https, http and mailto are links",
            "a.md:9:70 `mailto:me` is no mail address",
            "a.md:10:5 `//x/` is shown as text, for only https, http and mailto are links",
            "a.md:13:5 there is no file `../up.md` beside this one",
        ],
    ),
    "versions that two revisions claim": (
        "overlapping-versions",
        {
            "1/r1.md": article(1, "applies_to: {product: SAP Pump, versions: [1211..1605, 7.1]}"),
            "1/r2.md": article(
                1,
                "revision: 2\n"
                "applies_to: {product: Pump, also_called: [Cloud Pump], versions: ['1602', '7.1']}",
            ),
            "1/r3.md": article(
                1, "revision: 3\napplies_to: {product: Cloud Pump, versions: ['>=1805', '1602']}"
            ),
            "1/r4.md": article(1, "revision: 4\napplies_to: {product: Valve, versions: ['1602']}"),
            "1/r5.md": article(1, "revision: 5\napplies_to: {product: Pump, versions: all}"),
        },
        [
            "r2.md:5:67 `1602`, and with it something of `1211..1605`, is listed by revision 1 too,"
            " and nothing decides between the two",
            "r3.md:5:56 `1602` is listed by revision 2 too, and nothing decides between the two",
            "r3.md:5:56 `1602`, and with it something of `1211..1605`, is listed by revision 1 too,"
            " and nothing decides between the two",
        ],
    ),
    "words that speak for a revision decide, and so does an archive": (
        "overlapping-versions",
        {
            "1/r1.md": article(1, "applies_to: {product: Pump, versions: '7.1'}"),
            "1/r2.md": article(
                1,
                "revision: 2\nevidence: {for: steam}\napplies_to: {product: Pump, versions: '7.1'}",
            ),
            "2/r1.md": article(
                2, "confidence: archived\napplies_to: {product: Pump, versions: '7.1'}"
            ),
            "2/r2.md": article(2, "revision: 2\napplies_to: {product: Pump, versions: '7.1'}"),
        },
        [],
    ),
    "ranges that hold nothing": (
        "empty-versions",
        {
            "a.md": article(
                1,
                "applies_to: {product: Pump, versions: [1802..1211, '>= soon', Golden Edition, all, 7.1]}",
            )
        },
        [
            "a.md:4:40 `1802..1211` holds no version",
            "a.md:4:52 `>= soon` holds no version",
        ],
    ),
    "a review that is overdue": (
        "review-overdue",
        {
            "a.md": article(1, "review_by: 2027-01-30"),
            "b.md": article(2, "review_by: 2027-01-31"),
            "c.md": article(3, "confidence: archived\nreview_by: 2020-01-01"),
        },
        ["a.md:4:12 warning: the article was to be read again by 2027-01-30"],
    ),
    "a comment that everybody would read": (
        "shown-comment",
        {
            "a.md": article(
                1, "", "## Resolution\n\nOpen it.\n\n<!-- ask Jo\nfirst -->\nClose it."
            ),
            "b.md": article(2, "", "## Resolution\n\nWrite `<!-- x -->`:\n\n```\n<!-- y -->\n```"),
        },
        ["a.md:10:1 warning: a comment between `<!--` and `-->` is shown as text"],
    ),
    "what samples give away, each once, without showing it": (
        "sensitive-text",
        {
            "a.md": article(
                1,
                "signatures: ['The governor of {{user}} tripped at noon']\n"
                "samples:\n"
                "  - paste: |\n      Dear team,\n      The governor of S0012345678 tripped at noon\n"
                "    captures: {user: S0012345678}\n"
                "strangers: ['mail to jo@corp.com']\n"
                "placeholders: {user: {kind: user_id, example: CB9980000001}}",
                "## Resolution\n\nTell {{user}}.",
            )
        },
        [
            "a.md:8:23 warning: this looks like somebody's user ID",
            "a.md:10:22 warning: this looks like somebody's mail address",
            "a.md:11:47 warning: this looks like somebody's user ID",
        ],
    ),
}


@pytest.mark.parametrize(("rule", "files", "expected"), SAID.values(), ids=SAID.keys())
def test_what_is_said(rule: str, files: Files, expected: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, files, rule) == expected


def test_strict_makes_faults_of_warnings_but_of_no_date(tmp_path: Path) -> None:
    files = {"a.md": article(1, "review_by: 2020-01-01\nsignatures: [Timeout]")}
    by_rule = {one.rule: one.warning for one in found(tmp_path, files, strict=True)}
    assert by_rule == {"review-overdue": True, "weak-signature": False, "no-sample": False}


def test_what_should_be_nobodys_business_is_not_shown(tmp_path: Path) -> None:
    files = {"a.md": article(1, "strangers: ['login with password=Tr0ub4dor']")}
    (fault,) = (one for one in found(tmp_path, files) if one.rule == "sensitive-text")
    assert "Tr0ub4dor" not in str(fault)


LOOKS: dict[str, str] = {
    "user S0012345678 locked": "somebody's user ID",
    "user CB9980000001 locked": "somebody's user ID",
    "changed by I123456": "somebody's user ID",
    "jane.doe@corp.de wrote": "somebody's mail address",
    "Authorization: Bearer abcdef0123456789ABCDEF": "a token",
    "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x": "a token",
    "password=Geheim": "a password",
    "DB_PASSWORD: s3cret!x": "a password",
    '"client_secret": "9f8e7d6c"': "a key",
    "jdbc:postgresql://sa:hunter2@db/x": "a user with a password in an address or a connection string",
    "-----BEGIN RSA PRIVATE KEY-----": "a private key",
}


@pytest.mark.parametrize(("text", "what"), LOOKS.items())
def test_what_looks_like_a_secret(text: str, what: str) -> None:
    assert [name for name, _ in looks(text)] == [what]


@pytest.mark.parametrize(
    "text",
    [
        "user S0000000000 locked",
        "user _SVC_ERP locked, MEIERH too",
        "me@example.org, you@mail.example.com, it@host.test, a@srv.local",
        "password=***, password=xxxx, password=$PASSWORD, password=<yours>",
        "The password is incorrect",
        "Password: expired",
        "ORA-01017 and C2065 and E003 and ID 1234567",
        "Bearer token is missing",
        "secret: unknown",
    ],
)
def test_what_is_nobodys(text: str) -> None:
    assert list(looks(text)) == []


@pytest.mark.parametrize("kind", Kind)
def test_invented_values_are_of_their_kind(kind: Kind) -> None:
    assert fits(kind, ANY[kind])


def test_a_message_is_rendered_with_invented_values() -> None:
    known = {"a": Placeholder("a"), "n": Placeholder("n", Kind.NUMBER)}
    assert rendered(signature("disk {{a}} is full … at {{n}} percent"), known) == (
        "disk Qx7 is full\nat 4711 percent"
    )


def rules_in_code() -> Iterator[str]:
    folders = (PACKAGE / "check", PACKAGE / "articles")
    for path in (PACKAGE / "wording.py", *(one for each in folders for one in each.glob("*.py"))):
        text = path.read_text("utf-8")
        yield from re.findall(r"base\.fault\(\s*\"([a-z-]+)\"", text)
        yield from re.findall(r"rule(?:: str)? ?= ?\"([a-z-]+)\"", text)


def test_every_rule_has_its_sentence_and_is_used() -> None:
    assert set(rules_in_code()) == RULES.keys()
    assert all(text.endswith(".") for text in RULES.values())


def test_rules_of_files_that_cannot_be_read() -> None:
    text = "---\nnumber: '1'\ntitle: A\nkeyword: x\n---\n\n## Cuase\n\n{{name}}\n"
    rules = [one.rule for one in articles.parse(text)[1]]
    assert sorted(rules) == [
        "no-resolution",
        "unknown-field",
        "unknown-placeholder",
        "unknown-section",
    ]


BARE = (
    '{"catalogue": "tides", "product": "Tide Portal", "language": "en"}\n'
    '{"number": "TP-17", "signatures": {"en": "Buoy {{value_1}} is adrift near the harbour"}}\n'
)


def test_a_message_that_a_catalogue_has_too(tmp_path: Path) -> None:
    """It goes to the article, whose number may be another; a catalogue's own messages are not checked."""
    front = "signatures: ['Buoy {{_buoy}} is adrift near the harbour']"
    (tmp_path / "base").mkdir()
    (tmp_path / "base/tides.messages.jsonl").write_text(BARE, "utf-8")
    for more in ("", "\nsupersedes: [TP-17]"):
        rules = {fault.rule for fault in found(tmp_path, {"a.md": article("A-1", front + more)})}
        assert rules == {"no-sample"}


def test_nothing_that_stands_in_an_article_takes_long_or_stops_the_check(tmp_path: Path) -> None:
    long = "x." * 9000
    body = f"## Resolution\n\n[a](<{'n' * 5000}>) [b](<a%00b>)"
    front = "strangers:\n" + "".join(f"  - '{long}{i}'\n" for i in range(20))
    rules = [one.rule for one in found(tmp_path, {"a.md": article(1, front, body)})]
    assert rules == ["broken-link", "broken-link"]


def test_a_revision_in_two_files_is_told_once(tmp_path: Path) -> None:
    files = {"7.md": article(7), "copy.md": article(7)}
    (fault,) = found(tmp_path, files)
    assert (Path(fault.path).name, fault.rule) == ("copy.md", "duplicate-revision")
