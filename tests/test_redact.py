"""What is found in a text that must not get out, how it is replaced, and how it comes back."""

from __future__ import annotations

import doctest
import io
import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kbassist.redact
from kbassist.cli import main
from kbassist.model import Match, MatchResult, Reason, Source, Variable, Verdict
from kbassist.redact import (
    KINDS,
    SECRETS,
    find,
    for_sample,
    may_hold_secrets,
    redact,
    restore,
    shielded,
    shielded_result,
)
from kbassist.redact.detect import find as find_in
from kbassist.redact.kinds import PERSONAL, TRIGGERS
from tests.marked import HALVES, Marked, marked
from tests.small import base, revision

Run = Callable[..., tuple[int, str, str]]

SEEN = list(marked("seen"))
TEXTS = [one for half in HALVES for one in marked(half)]


# ------------------------------------------------------------------------------------------ finding


def said(text: str, *kinds: str) -> list[tuple[str, str]]:
    """Kind and value of what is found."""
    return [(one.kind, text[one.start : one.end]) for one in find(text, kinds or list(KINDS))]


@pytest.mark.parametrize("one", SEEN, ids=[f"line-{one.line}" for one in SEEN])
def test_what_is_marked_is_found_and_nothing_else(one: Marked) -> None:
    found = find(one.text)
    assert [kind for *_, kind in found] == [kind for *_, kind in one.secrets]
    for (start, end, _), (from_, to, _) in zip(found, one.secrets, strict=True):
        assert start <= from_
        assert to <= end


def test_the_other_half_is_found_nearly_as_well() -> None:
    unseen = list(marked("unseen"))
    secrets = [(one.text, s) for one in unseen for s in one.secrets]
    hits = [any(f.start <= s[0] and s[1] <= f.end for f in find(text)) for text, s in secrets]
    assert sum(hits) >= 0.95 * len(hits)
    assert not [one.line for one in unseen if not one.secrets and find(one.text)]


def test_the_texts_are_many_and_of_every_usual_kind() -> None:
    assert len(TEXTS) >= 300
    ordinary = sum(not one.secrets for one in TEXTS)
    assert 0.4 < ordinary / len(TEXTS) < 0.6
    for half in HALVES:
        marks = {kind for one in marked(half) for *_, kind in one.secrets}
        assert marks == set(KINDS) - {"user-id"}


@pytest.mark.parametrize("one", TEXTS, ids=[f"{one.line}" for one in TEXTS])
def test_a_text_that_is_passed_over_holds_nothing(one: Marked) -> None:
    if not may_hold_secrets(one.text):
        assert not find(one.text, SECRETS)


def test_every_rule_has_its_triggers() -> None:
    from kbassist.redact import detect

    assert list(detect._RULES) == list(TRIGGERS)
    assert set(PERSONAL) < set(TRIGGERS)
    assert all(word == word.lower() for words in TRIGGERS.values() for word in words)


@pytest.mark.parametrize("one", TEXTS, ids=[f"{one.line}" for one in TEXTS])
def test_a_rule_finds_nothing_without_its_triggers(one: Marked) -> None:
    from kbassist.redact import detect

    for name, rule in detect._RULES.items():
        if not any(trigger in one.text.lower() for trigger in TRIGGERS[name]):
            assert not list(rule(one.text)), name


@pytest.mark.parametrize(
    "name",
    [
        *("JSESSIONID", "PHPSESSID", "MYSAPSSO2", "SAP_SESSIONID_ABC_100", "ASP.NET_SessionId"),
        *("connect.sid", "laravel_session", "sessionid", "cookie: a"),
    ],
)
def test_cookies_of_every_name(name: str) -> None:
    assert said(f"{name}=hX81Qz77") == [("cookie", "hX81Qz77")]


def test_digits_do_not_decide_whether_to_look_closer() -> None:
    for text in ("MYSAPSSO2=a", "ya29.abc"):
        assert may_hold_secrets(text)
        assert may_hold_secrets(text.translate(str.maketrans("29", "71")))
    assert not may_hold_secrets("session 29 of 71 is over")


def test_user_ids_are_found_when_asked_for() -> None:
    text = "S0012345678, CB9980000001 and I123456, but not S0000000000 nor _SVC_ERP"
    assert said(text) == [("user-id", one) for one in ("S0012345678", "CB9980000001", "I123456")]
    assert find(text) == ()


def test_a_secret_is_found_again_where_nothing_tells_what_it_is() -> None:
    assert said("password=Tr0ub4dor\nTr0ub4dor, or xTr0ub4dor?") == [("password", "Tr0ub4dor")] * 2
    assert said("password=orange\nan orange sky") == [("password", "orange")]


def test_a_word_that_is_a_password_is_not_looked_for_elsewhere() -> None:
    assert redact("Passwort: sommer\nim sommer").text == "Passwort: [password-1]\nim sommer"


HOSTILE = [
    *(
        "password=",
        "password: ",
        "password ",
        "pass:",
        "passphrase= ",
        "password='",
        "<password>",
        "secret key ",
    ),
    *(
        "-----BEGIN PRIVATE KEY-----",
        "Private-Lines: 999\n",
        "eyJa",
        "eyJaaaaaa.eyJaaaaaa.",
        "@",
        "a@b.",
        "a.b@",
    ),
    *(
        "://a:",
        "://a:b@",
        "cookie: a=b;",
        "cookie:",
        "curl -u a:",
        "mysql mysql -p",
        "bearer aaaaaaaa1 ",
    ),
    *(
        "identified by ",
        "net use z: x ",
        "token token ",
        "\\",
        "'\"",
        "sqlplus a/",
        "key",
        "i123456 ",
        "pin 1",
        "login: a / ",
        "user/password: a/",
        "password: a ",
        "password=a a a; ",
        "x=y;password=a a",
        "zugangsdaten:a:",
    ),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_lines_come_to_an_end(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    made = redact(text, KINDS)
    assert restore(made.text, made.values) == text


# ---------------------------------------------------------------------------------------- replacing


def test_the_same_value_has_the_same_token() -> None:
    made = redact("pwd=one1 pwd=two2 pwd=one1 token=one1")
    assert made.text == "pwd=[password-1] pwd=[password-2] pwd=[password-1] token=[token-1]"
    assert made.values == {"[password-1]": "one1", "[password-2]": "two2", "[token-1]": "one1"}
    assert made.counts == {"password": 3, "token": 1}


def test_tokens_that_are_there_already_are_not_given_again() -> None:
    made = redact("[password-3] pwd=one1")
    assert made.text == "[password-3] pwd=[password-4]"
    assert restore(made.text, made.values) == "[password-3] pwd=one1"


def test_what_was_captured_stays_unless_it_is_a_secret() -> None:
    text = "mail to jo@corp.com and al@corp.com, password=hunter2"
    assert redact(text, keep=["jo@corp.com", "hunter2"]).text == (
        "mail to jo@corp.com and [email-1], password=[password-1]"
    )


def test_other_kinds_stay() -> None:
    assert redact("jo@corp.com pwd=one1", {"email"}).text == "[email-1] pwd=one1"


@pytest.mark.parametrize("one", TEXTS, ids=[f"{one.line}" for one in TEXTS])
def test_nothing_is_left_and_everything_comes_back(one: Marked) -> None:
    made = redact(one.text)
    assert restore(made.text, made.values) == one.text
    assert redact(made.text).text == made.text
    assert not set(made.values) & set(redact(made.text).values)


PIECES = st.sampled_from(
    [one.text for one in TEXTS] + HOSTILE + ["[password-1]", "[token-2]", "\n", " "]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=8).map("".join))
def test_any_text_comes_back(text: str) -> None:
    made = redact(text, KINDS)
    assert restore(made.text, made.values) == text
    assert sum(made.counts.values()) == len(find_in(text, KINDS))
    for one in find_in(text, KINDS):
        assert 0 <= one.start < one.end <= len(text)


def test_examples_in_the_code() -> None:
    assert doctest.testmod(kbassist.redact).failed == 0
    assert doctest.testmod(kbassist.redact).attempted


def test_a_sample_keeps_the_kind_of_its_values() -> None:
    made = for_sample("mail of jo@corp.com to al@corp.com, pwd=one1")
    assert made.text == "mail of somebody-1@example.org to somebody-2@example.org, pwd=[password-1]"
    assert not find(made.text)


# ------------------------------------------------------------------------------- what a match captured


def captured(signature: str, paste: str) -> tuple[Match, Match]:
    """The match of *paste* and the same shielded."""
    best = base(revision("1", signature)).match(paste).best
    assert best is not None
    return best, shielded(best, paste)


def test_a_captured_secret_is_replaced_wherever_the_match_tells_it() -> None:
    paste = "Logon refused with password=hunter2 at the gate"
    best, made = captured("Logon refused with password={{word}} at the gate", paste)
    assert best.variables["word"].value == "hunter2"
    assert made.variables["word"].value == "[password-1]"
    assert made.variables["word"].span == best.variables["word"].span
    assert "hunter2" not in json.dumps(made.to_json())


def test_a_part_of_a_captured_value_is_replaced() -> None:
    paste = "Cannot connect the gate to https://joe:geheim@host.corp.com/x at all"
    _, made = captured("Cannot connect the gate to {{text}} at all", paste)
    assert made.variables["text"].value == "https://[credentials-1]@host.corp.com/x"


@pytest.mark.parametrize(
    ("signature", "paste"),
    [
        (
            "Mail of {{email}} was refused at the gate",
            "Mail of jo@corp.com was refused at the gate",
        ),
        ("Logon of {{user_id}} was refused", "Logon of S0012345678 was refused"),
        ("Gate {{text}} is stuck for good", "Gate A7 is stuck for good\npassword=hunter2"),
    ],
)
def test_other_captured_values_stay(signature: str, paste: str) -> None:
    best, made = captured(signature, paste)
    assert made == best


def test_a_value_that_was_given_stays() -> None:
    one = Match("1", "1", "t", 1.0, variables={"a": Variable("hunter2", Source.VALUE)})
    assert shielded(one, "password=hunter2") == one


def test_every_match_of_a_result_is_shielded() -> None:
    paste = "password=hunter2"
    one = Match("1", "1", "for hunter2", 1.0, variables={"a": Variable("hunter2", span=(9, 16))})
    result = MatchResult(Verdict.UNSURE, Reason.AMBIGUOUS, one, (one,), (one,))
    assert "hunter2" not in json.dumps(shielded_result(result, paste).to_json())


# -------------------------------------------------------------------------------------- the commands


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("KBASSIST_ARTICLES", raising=False)

    def call(*arguments: str, stdin: str = "", terminal: bool = False) -> tuple[int, str, str]:
        stream = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


TEXT = "jo@corp.com says password=hunter2\n"


def test_redact_prints_the_text_and_tells_the_counts(run: Run) -> None:
    assert run("redact", stdin=TEXT) == (
        0,
        "[email-1] says password=[password-1]\n",
        "kbassist: replaced: 1 email, 1 password\n",
    )
    assert run("redact", "all is well") == (0, "all is well\n", "kbassist: nothing found\n")


def test_redact_as_json_holds_no_values(run: Run) -> None:
    status, out, err = run("redact", "--format", "json", stdin=TEXT)
    assert (status, err) == (0, "")
    assert json.loads(out) == {
        "schema": "kbassist.redact/1",
        "text": "[email-1] says password=[password-1]\n",
        "counts": {"email": 1, "password": 1},
        "tokens": ["[email-1]", "[password-1]"],
    }


def test_kinds_may_be_chosen(run: Run) -> None:
    text = "S0012345678 jo@corp.com pwd=one1"
    assert run("redact", text, "--kind", "email")[1] == "S0012345678 [email-1] pwd=one1\n"
    assert run("redact", text, "--kind", "all")[1] == "[user-id-1] [email-1] pwd=[password-1]\n"
    status, _, err = run("redact", text, "--kind", "phone")
    assert status == 2
    assert "no kind is called 'phone'; there are private-key," in err


def test_the_kinds_are_listed(run: Run) -> None:
    status, out, _ = run("redact", "--kinds")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines() if line[0] != " "] == list(KINDS)
    listed = json.loads(run("redact", "--kinds", "--format", "json")[1])["kinds"]
    assert [one["kind"] for one in listed] == list(KINDS)
    assert {one["kind"] for one in listed if not one["default"]} == {"user-id"}


def test_a_map_puts_everything_back(run: Run) -> None:
    _, out, err = run("redact", "--map", "ticket.map", stdin=TEXT)
    assert err.endswith("the values are in ticket.map\n")
    back = run("redact", "--restore", "--map", "ticket.map", stdin=out + "[password-9]\n")
    assert back == (0, TEXT + "[password-9]\n", "")


@pytest.mark.skipif(os.name == "nt", reason="permissions are of POSIX")
def test_a_map_is_for_its_owner_alone(run: Run) -> None:
    before = os.umask(0)
    try:
        run("redact", "--map", "ticket.map", stdin=TEXT)
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path("ticket.map").stat().st_mode) == 0o600


def test_without_a_map_nothing_is_kept(run: Run, tmp_path: Path) -> None:
    run("redact", stdin=TEXT)
    assert list(tmp_path.iterdir()) == []


def test_a_map_is_never_written_over(run: Run) -> None:
    Path("ticket.map").write_text("mine")
    status, out, err = run("redact", "--map", "ticket.map", stdin=TEXT)
    assert (status, out) == (2, "")
    assert "ticket.map exists already and is not written over" in err
    assert Path("ticket.map").read_text() == "mine"


@pytest.mark.parametrize(
    ("held", "arguments", "expected"),
    [
        (None, ["--restore"], "name it with --map"),
        (None, ["--restore", "--map", "a.map"], "a.map: No such file"),
        ("{}", ["--restore", "--map", "a.map"], "a.map holds no values"),
        ("[" * 100_000, ["--restore", "--map", "a.map"], "a.map holds no values"),
        (
            '{"schema": "kbassist.redaction/1", "values": {"a": 1}}',
            ["--restore", "--map", "a.map"],
            "no values",
        ),
        (None, ["--restore", "--map", "a.map", "--kind", "token"], "--kind goes with taking out"),
    ],
)
def test_what_cannot_be_restored(
    run: Run, held: str | None, arguments: list[str], expected: str
) -> None:
    if held is not None:
        Path("a.map").write_text(held)
    status, out, err = run("redact", "x", *arguments)
    assert (status, out) == (2, "")
    assert expected in err


def test_a_terminal_is_not_controlled(run: Run) -> None:
    text = "\x1b[2Jpwd=one1 \u202e\n"
    assert run("redact", stdin=text)[1] == "\x1b[2Jpwd=[password-1] \u202e\n"
    assert run("redact", stdin=text, terminal=True)[1] == "pwd=[password-1] \n"
    Path("a.map").write_text('{"schema": "kbassist.redaction/1", "values": {}}')
    for way in ((), ("--restore", "--map", "a.map")):
        shown = run("redact", *way, "--format", "screen", stdin=text)[1]
        assert "\x1b" not in shown
        assert "\u202e" not in shown


ARTICLE = """\
---
number: "1"
title: The logon with {{secret}} was refused
confidence: validated
audience: public
signatures:
  - The harbour refused the logon of {{who}} with password={{secret}}
placeholders: {who: email}
---

## Resolution

Tell {{who}} that {{secret}} is wrong.
"""
PASTE = "The harbour refused the logon of jo@corp.com with password=hunter2"


@pytest.fixture
def desk(tmp_path: Path) -> str:
    """A folder with one article that captures a password."""
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk/a.md").write_text(ARTICLE, encoding="utf-8")
    return "desk"


@pytest.mark.parametrize("audience", ["internal", "customer"])
@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_a_snippet_quotes_no_secret(run: Run, desk: str, form: str, audience: str) -> None:
    asked = ("snippet", PASTE, "--articles", desk, "--format", form, "--audience", audience)
    status, out, _ = run(*asked)
    assert status == 0
    assert "hunter2" not in out
    assert "password-1" in out
    assert "jo@corp.com" in out.replace("&#64;", "@")
    assert "hunter2" in run(*asked, "--no-redact")[1]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_triage_writes_no_secret(run: Run, desk: str, form: str, jobs: str) -> None:
    Path("log.txt").write_text(f"{PASTE}\nanother thing with password=tulip went wrong\n")
    asked = (
        "triage",
        "log.txt",
        "--articles",
        desk,
        "--format",
        form,
        "--output",
        "out",
        "--jobs",
        jobs,
    )
    _, _, err = run(*asked)
    written = Path("out").read_text()
    assert "hunter2" not in written
    assert "[password-1]" in written
    assert "jo@corp.com" in written
    assert "tulip" not in err
    assert "another thing with password=" in err
    run(*asked, "--force", "--no-redact")
    assert "hunter2" in Path("out").read_text()


def test_a_new_article_holds_no_secret(run: Run) -> None:
    Path("desk").mkdir()
    paste = "12:31:00 ERROR Mail of jo@corp.com with password=hunter2 was refused"
    new = ("new", paste, "--articles", "desk", "--no-input", "--number")
    _, _, err = run(*new, "1")
    written = Path("desk/1/r1.md").read_text()
    assert "hunter2" not in written
    assert "corp.com" not in written
    assert "somebody-1@example.org" in written
    assert "replaced in the text: 1 email, 1 password; --no-redact keeps what stands there" in err
    assert "this looks like" not in run("check", "--articles", "desk")[1]
    run(*new, "2", "--no-redact")
    assert "hunter2" in Path("desk/2/r1.md").read_text()
