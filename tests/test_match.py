"""A paste against small invented bases: what is recognised, what is captured, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kbassist
from kbassist.model import (
    Confidence,
    Distinct,
    Flag,
    Kind,
    Match,
    MatchResult,
    Placeholder,
    Product,
    Source,
    Variable,
    Verdict,
)
from tests.small import base, revision, told, variables, written
from tests.store.bases import section
from tests.tables import Case, cases, unnumbered

TABLE = cases(Path(__file__).parent / "tables/match.txt")


def best(result: MatchResult) -> Match:
    """The best candidate, which there must be."""
    assert result.best is not None, result
    return result.best


@pytest.mark.parametrize("case", TABLE, ids=[case.title for case in TABLE])
def test_table(case: Case) -> None:
    base, paste = case.given.split("\n---")
    assert told(written(base.split("\n")).match(unnumbered(paste[1:]))) == case.expected


# ------------------------------------------------------------------------------------------- kinds

FITTING = [
    (Kind.TEXT, "anything (at all), even 'this'", "…"),
    (Kind.WORD, "Disk_1", "()"),
    (Kind.USER_ID, "_SVC_ERP", "the"),
    (Kind.ID, "a-1:2", "()"),
    (Kind.NUMBER, "-1,024.50", "many"),
    (Kind.NUMBER, "0x1F", "%d"),
    (Kind.CODE, "SPF/1003", "!!"),
    (Kind.PATH, "C:\\Program Files\\x.log", "<>"),
    (Kind.PATH, "/var/log/a b.log", "|"),
    (Kind.HOST, "db-1.example.com", "!!"),
    (Kind.HOST, "[::1]", "( )"),
    (Kind.URL, "https://x.example/a?b=c&d", "!!"),
    (Kind.EMAIL, "a.b+c@x.example.com", "nobody"),
    (Kind.VERSION, "v1.2.3-rc1", "new"),
    (Kind.GUID, "3F2504E0-4F89-11D3-9A0C-0305E82C3301", "123"),
    (Kind.TIME, "10:15 on Monday", "…"),
    (Kind.QUOTED, "'a b'", "…"),
]


@pytest.mark.parametrize(("kind", "value", "other"), FITTING)
def test_a_value_fits_its_kind(kind: Kind, value: str, other: str) -> None:
    inside = written(["1 The quota ledger rejected {{" + kind + "}} during the reconciliation"])
    behind = written(["1 The reconciliation of the quota ledger rejected {{" + kind + "}}"])
    for kb, paste in (
        (inside, f"The quota ledger rejected {value} during the reconciliation"),
        (behind, f"The reconciliation of the quota ledger rejected {value}"),
        (behind, f"The reconciliation of the quota ledger rejected {value}."),
        (behind, f"„The reconciliation of the quota ledger rejected {value}“, they say."),
    ):
        found = best(kb.match(paste)).variables[kind]
        assert (found.value, found.flags) == (
            value.strip("'") if kind is Kind.QUOTED else value,
            (),
        )
        assert found.source == "signature"
        assert found.span is not None
        assert paste[slice(*found.span)] == found.value
    for kb, paste in (
        (inside, f"The quota ledger rejected {other} during the reconciliation"),
        (behind, f"The reconciliation of the quota ledger rejected {other}"),
    ):
        found = best(kb.match(paste)).variables[kind]
        assert found.value is None
        assert Flag.MISSING in found.flags


@pytest.mark.parametrize("kind", Kind)
def test_a_value_of_any_kind_that_is_cut_off_is_unknown(kind: Kind) -> None:
    kb = written(["1 The reconciliation of the quota ledger rejected {{" + kind + "}}"])
    for value in ("a1…", "3F2...", "http…", "x@y…", "'a…", "10:…", "v1.…", "C:\\…", "…", "..."):
        found = best(kb.match(f"The reconciliation of the quota ledger rejected {value}"))
        assert found.variables[kind] == Variable(
            None, None, found.variables[kind].span, (Flag.CUT, Flag.MISSING)
        )


# --------------------------------------------------------------------------- several in one paste

VOLUME = "Volume {{word}} cannot be mounted because the superblock is damaged"
LEDGER = "The nightly reconciliation of the quota ledger rejected {{id}}"


def volume(name: str) -> str:
    return VOLUME.replace("{{word}}", name)


def ledger(name: str) -> str:
    return LEDGER.replace("{{id}}", name)


@pytest.mark.parametrize(
    "between",
    ["\n", "\n\n", "\n2026-02-03 04:05:06 ERROR ", "\nsomething else\n", ". ", "; ", "\nhost: "],
)
def test_a_message_is_counted_and_others_are_told(between: str) -> None:
    kb = written([f"1 {VOLUME}", f"2 {LEDGER}"])
    paste = between.join([volume("A"), ledger("X1"), volume("A"), volume("B"), volume("A"), ""])
    result = kb.match(paste)
    first = best(result)
    assert (first.article, first.count, first.span) == ("1", 3, (0, len(volume("A"))))
    assert first.lines == (1, 1)
    others = {(one.article, *variables(one)): one for one in result.others}
    assert {key: one.count for key, one in others.items()} == {
        ("1", "word: B"): 1,
        ("2", "id: X1"): 1,
    }
    for one in result.others:
        assert one.span is not None
        assert one.lines is not None
        line = 1 + paste.count("\n", 0, one.span[0])
        assert one.lines[0] == line
    assert result.verdict is Verdict.MATCH


@pytest.mark.parametrize("times", [2, 7, 30])
def test_repeated_lines_are_counted(times: int) -> None:
    kb = written([f"1 {VOLUME}"])
    for line in (volume("A"), f"host: {volume('A')}", f"04:05:06 {volume('A')}"):
        result = kb.match("\n".join([line] * times))
        assert best(result).count == times
        assert result.others == ()


def test_the_first_of_several_errors_is_the_cause() -> None:
    kb = written([f"1 {VOLUME}", f"2 {LEDGER}"])
    assert best(kb.match(f"{ledger('X')}\n{volume('A')}")).article == "2"
    assert best(kb.match(f"{volume('A')}\n{ledger('X')}")).article == "1"


def test_how_many_lines_a_message_may_take() -> None:
    lines = "Volume {{word}} cannot be mounted … The superblock of extent {{number}} is damaged"
    near, far = (base(revision("1", lines, within=within)) for within in (4, 3))
    paste = "Volume A cannot be mounted\n10:00:00 one\n10:00:00 two\nThe superblock of extent 7 is damaged"
    assert told(near.match(paste)) == "match signature 1\nword: A\nnumber: 7"
    assert best(near.match(paste)).lines == (1, 4)
    assert told(far.match(paste)) == "none nothing"


# ------------------------------------------------------------------------------------------- hints

TAKEN = "The superblock of the certificate vault belongs to user {{existing_user}}"
USERS = {
    "existing_user": Placeholder("existing_user", Kind.USER_ID, example="_ABC"),
    "new_user": Placeholder("new_user", Kind.USER_ID),
}
NOTE = "The vault is already at this user."


def vault(**fields: object) -> kbassist.KnowledgeBase:
    """One article whose message names one user and whose hint another."""
    hints = ("User ID: {{new_user}}", "logon name {{new_user}}")
    distinct = (Distinct(("existing_user", "new_user"), NOTE),)
    given = {"placeholders": USERS, "hints": hints, "distinct": distinct} | fields
    return base(revision("1", TAKEN, **given))  # type: ignore[arg-type]


HINTS = [
    ("a hint before the message", "User ID: _B\n\n{taken} _A", "_A", "_B hint"),
    ("a hint behind it, in any case", "{taken} _A\n\nuser id : _B", "_A", "_B hint"),
    ("another hint", "{taken} _A\n\nOur logon name _B failed", "_A", "_B hint"),
    ("the same hint twice", "User ID: _B\n{taken} _A\n\nUser ID: _B", "_A", "_B hint"),
    ("hints that disagree", "User ID: _B\n\nUser ID: _C\n\n{taken} _A", "_A", "conflict missing"),
    ("one of two is the holder", "User ID: _A\n\nUser ID: _B\n\n{taken} _A", "_A", "_B hint"),
    ("the hint is the holder", "User ID: _A\n\n{taken} _A", "_A", "_A hint"),
    ("the holder in other letters", "User ID: _a\n\nUser ID: _B\n\n{taken} _A", "_A", "_B hint"),
    (
        "a person's logon is no technical user",
        "User ID: S0012345678\n\n{taken} _A",
        "_A",
        "missing",
    ),
    ("nor is another's", "User ID: I123456\n\n{taken} _A", "_A", "missing"),
    ("no value", "User ID:\n\n{taken} _A", "_A", "missing"),
    ("an English word", "User ID: unknown\n\n{taken} _A", "_A", "missing"),
    ("no hint", "{taken} _A", "_A", "missing"),
    ("a hint alone", "User ID: _B", None, "none"),
    ("the article's own example", "{taken} _ABC", "_ABC example", "missing"),
    ("the example in a hint of the other", "User ID: _ABC\n\n{taken} _A", "_A", "_ABC hint"),
    ("the example, cut", "{taken} _ABC…", "cut missing", "missing"),
]


@pytest.mark.parametrize(
    ("paste", "holder", "new"), [row[1:] for row in HINTS], ids=[row[0] for row in HINTS]
)
def test_hints(paste: str, holder: str | None, new: str) -> None:
    text = paste.format(taken=TAKEN.replace(" {{existing_user}}", ""))
    result = vault().match(text)
    if holder is None:
        assert result.verdict is Verdict.NONE
        return
    assert result.verdict is Verdict.MATCH
    assert described(best(result).variables["existing_user"]) == holder
    assert described(best(result).variables["new_user"]) == new
    for variable in best(result).variables.values():
        if variable.span and variable.value:
            assert text[slice(*variable.span)] == variable.value


def described(variable: Variable) -> str:
    """Value, source where it is not the signature, flags."""
    source = variable.source if variable.source is not Source.SIGNATURE else None
    return " ".join(str(one) for one in (variable.value, source, *variable.flags) if one)


LISTED = [
    ("Owner name: {{user_id}}", "Owner name: STORCH1\n{}", "STORCH1"),
    ("Username: {{user_id}}", "Username: STORCH1\n{}", "STORCH1"),
    ("Username: {{user_id}}", "User name: STORCH1\n{}", "STORCH1"),
    ("Username: {{user_id}}", "Contact: Jo\nUsername: STORCH1\n{}", None),
    ("Login: {{user_id}}", "{}\nLogin: STORCH1", "STORCH1"),
    ("Tower: {{word}}", "The bird on the tower sits still. {}", None),
    ("Tower: {{word}}", "The tower was painted.\nTower: north\n{}", "north"),
    ("Host name: {{host}}", "Requested for: Jo Doe\nHost name: TOWER-7\n{}", "TOWER-7"),
    ("! (push refused) {{id}} ->", "{}\n ! (push refused) topic/7.1 -> topic/7.1 (hook)", "topic/7.1"),
    ("! (push refused) {{id}} ->", " ! (push refused) topic -> topic (hook)\n{}", "topic"),
    ("! (push refused) {{id}} ->", "{}\n ! (push refused) a -> a\n ! (push refused) b -> b", None),
]  # fmt: skip


@pytest.mark.parametrize(("hint", "paste", "value"), LISTED)
def test_a_hint_counts_as_it_is_listed(hint: str, paste: str, value: str | None) -> None:
    message = "The stork's nest on the chimney is protected by law"
    kb = base(revision("1", message, hints=[hint], keywords=("bird", "chimney")))
    (known,) = best(kb.match(paste.format(message))).variables.values()
    assert known.value == value


def test_the_same_user_twice_is_told() -> None:
    text = f"User ID: _A\n\n{TAKEN.replace('{{existing_user}}', '_A')}"
    assert any(NOTE in note for note in best(vault().match(text)).notes)
    other = text.replace("ID: _A", "ID: _B")
    assert not any(NOTE in note for note in best(vault().match(other)).notes)


def test_values_of_the_caller_win() -> None:
    text = f"User ID: _B\n\n{TAKEN.replace('{{existing_user}}', '_A')}"
    found = best(vault().match(text, values={"new_user": "_C", "existing_user": "_D"})).variables
    assert found["new_user"] == Variable("_C", Source.VALUE)
    assert found["existing_user"] == Variable("_D", Source.VALUE)


def test_a_default_comes_last() -> None:
    placeholders = USERS | {"new_user": Placeholder("new_user", Kind.USER_ID, default="_STD")}
    kb = vault(placeholders=placeholders)
    taken = TAKEN.replace("{{existing_user}}", "_A")
    assert described(best(kb.match(taken)).variables["new_user"]) == "_STD default"
    assert described(best(kb.match(f"{taken}\n\nUser ID: _B")).variables["new_user"]) == "_B hint"


def test_what_resolution_shows_without_a_value_is_missing() -> None:
    assert best(vault().match(TAKEN.replace("{{existing_user}}", "_A"))).missing == ("new_user",)
    assert best(vault().match(TAKEN.replace("{{existing_user}}", "…"))).missing == (
        "existing_user",
        "new_user",
    )


# --------------------------------------------------------------------------------------- revisions


def revised() -> kbassist.KnowledgeBase:
    """Two revisions of one article, and a predecessor that says the same."""
    old = revision(
        "7",
        VOLUME,
        applies_to=(Product("Old Mounter", ("OM",), ("1.0", "1.5..2.0")),),
        evidence_for=("tape", "spool"),
    )
    new = revision(
        "7",
        VOLUME,
        revision="2",
        supersedes=("3",),
        applies_to=(
            Product("New Mounter", ("NM",)),
            Product("Old Mounter", ("OM",), (">=3.0",)),
        ),
        evidence_for=("cloud",),
        evidence_against=("diskette",),
    )
    former = revision("3", VOLUME, confidence=Confidence.ARCHIVED, successor="7")
    return base(old, new, former)


REVISIONS = [
    ("nothing decides", "", {}, "2", "newest"),
    ("a version beside the product", "Old Mounter 1.5", {}, "1", "version 1.5 is listed"),
    ("a version inside a range", "we run OM version 1.7 here", {}, "1", "version 1.7 is listed"),
    ("a newer version", "we run OM 3.1 here", {}, "2", "version 3.1"),
    (
        "a whole number beside the product",
        "Old Mounter 1 on Windows",
        {},
        "1",
        "version 1 is listed",
    ),
    ("the same in brackets", "Old Mounter (OM 3)", {}, "2", "version 3 is listed"),
    ("the same with v", "we run OM v2", {}, "1", "version 2 is listed"),
    ("the same with a letter", "OM 3b: no mount", {}, "2", "version 3b is listed"),
    ("a letter behind version", "our OM is of version 3c", {}, "2", "version 3c is listed"),
    ("a whole number that is no version of any", "Old Mounter 0", {}, "2", "newest"),
    ("so many things", "Old Mounter 1 times, OM 2 jobs, OM 1 of 3, OM 2%", {}, "2", "newest"),
    ("a time, a day", "Old Mounter 1:30, OM 2 May, OM 1. März, OM 2/3", {}, "2", "newest"),
    ("a version without its product", "we have 1.5 of them", {}, "2", "newest"),
    ("evidence for", "the tape is old", {}, "1", "tape"),
    ("evidence for the other", "it is in the cloud", {}, "2", "cloud"),
    ("evidence against", "from a diskette", {}, "1", "diskette"),
    ("evidence for both", "the tape is in the cloud", {}, "2", "newest; the text speaks for both"),
    ("more evidence for one", "tape and spool in the cloud", {}, "1", "tape, spool"),
    ("part of a word is no evidence", "the tapeworm", {}, "2", "newest"),
    ("a version beats evidence", "OM 1.5 in the cloud", {}, "1", "version 1.5"),
    ("the product of the caller", "", {"product": "New Mounter"}, "2", "New Mounter"),
    ("product and version", "", {"product": "OM", "version": "1.0"}, "1", "version 1.0"),
    (
        "the caller beats the text",
        "OM 1.5",
        {"product": "OM", "version": "3.2"},
        "2",
        "version 3.2",
    ),
    ("an unknown product", "", {"product": "Spoon"}, "2", "newest"),
]


@pytest.mark.parametrize(
    ("text", "arguments", "expected", "reason"),
    [row[1:] for row in REVISIONS],
    ids=[row[0] for row in REVISIONS],
)
def test_which_revision(text: str, arguments: dict[str, Any], expected: str, reason: str) -> None:
    found = best(revised().match(f"{volume('A')}\n\n{text}.", **arguments))
    assert (found.article, found.revision) == ("7", expected)
    assert reason in found.revision_reason


def test_an_article_its_revisions_and_its_predecessor_are_one_candidate() -> None:
    result = revised().match(volume("A"))
    assert told(result) == "match signature 7\nword: A"
    assert result.candidates == ()
    assert result.others == ()
    assert best(result).supersedes == ("3",)


def test_a_value_is_no_evidence() -> None:
    assert best(revised().match(volume("tape"))).revision == "2"


# ---------------------------------------------------------------- strangers, mentions, what is near

GROUP = "The reconciliation of the ledger rejected group {{word}}"


def test_a_stranger_that_goes_beyond_the_signature() -> None:
    stranger = GROUP.replace("{{word}}", "KEY because the treasurer vetoed the transfer")
    kb = base(revision("1", GROUP, strangers=(stranger,)))
    assert kb.match(GROUP.replace("{{word}}", "KEY")).verdict is Verdict.MATCH
    assert kb.match(stranger).verdict is not Verdict.MATCH
    assert kb.match(stranger.replace("KEY", "OTHER")).verdict is not Verdict.MATCH
    assert base(revision("1", GROUP)).match(stranger).verdict is Verdict.MATCH


MENTIONS = [
    "Yesterday we had: {}. That one is fixed since this morning.",
    "The error {} no longer occurs.",
    "This is not the error '{}'.",
    "Last year another customer had: {}.",
    "If '{}' should appear again, we will call.",
    "Topics of the training: {}.",
    "Der Fehler '{}' ist inzwischen behoben.",
    "{}\nThis has been solved by a restart, but now the printer is silent.",
]


@pytest.mark.parametrize("words", MENTIONS)
def test_what_is_only_mentioned_is_no_match(words: str) -> None:
    result = written([f"1 {VOLUME}"]).match(words.format(volume("A")))
    assert told(result) == "unsure mention 1\nword: A"


REAL = [
    "Is this fixed? {}",
    "This is not fixed: {}",
    "How can it be solved?\n\n{}\n\nPlease help.",
    "{}\nIt must be fixed by tomorrow.",
    "The first error is fixed. Now we get: {}",
    "We tried a restart. It did not help. {}",
]


@pytest.mark.parametrize("words", REAL)
def test_what_is_asked_denied_or_wished_is_no_mention(words: str) -> None:
    assert told(written([f"1 {VOLUME}"]).match(words.format(volume("A")))) == (
        "match signature 1\nword: A"
    )


# ------------------------------------------------------------------------- codes, numbers, symptoms


def coded() -> kbassist.KnowledgeBase:
    return base(
        revision("1", "ORA-01017: invalid username/password; logon denied", codes=("ORA-01017",)),
        revision("2", "The gateway was refused for want of a token", codes=("HTTP 401",)),
        revision("3", codes=("SPF/1003",)),
        revision("4", codes=("com.example.QuorumLostException",)),
        revision("5", codes=("0x0000c21b",)),
    )


CODES = [
    ("ORA-01017", "match code 1"),
    ("ora-1017", "match code 1"),
    ("ORA 01017", "match code 1"),
    ("ORA01017", "match code 1"),
    ("we see ORA-01017: invalid username/password; logon denied", "match code 1"),
    ("we see ORA-01017: invalid usernarne/passvord; logon denied", "match code 1"),
    ("ORA-01017: der Benutzername ist leider ungültig und wurde abgelehnt", "unsure weak 1"),
    ("ORA-01018", "none nothing"),
    ("1017", "none nothing"),
    ("01017", "none nothing"),
    ("room 1017, phone 01017", "none nothing"),
    ("XSPF/1003", "none nothing"),
    ("HTTP 401", "match code 2"),
    ("http-401", "match code 2"),
    ("HTTP/401", "match code 2"),
    ("401", "none nothing"),
    ("see page 401 of the manual", "none nothing"),
    ("error 401", "none nothing"),
    ("SPF/1003", "match code 3"),
    ("Message no. SPF 1003", "match code 3"),
    ("com.example.QuorumLostException", "match code 4"),
    ("com.example.QuorumLost", "none nothing"),
    ("0x0000c21b", "match code 5"),
    ("The mill stops: 0xC21B", "match code 5"),
    ("0x0000c21c", "none nothing"),
    ("c21b, 0x0000c21b1 and x0000c21b", "none nothing"),
]


@pytest.mark.parametrize(("paste", "expected"), CODES)
def test_codes(paste: str, expected: str) -> None:
    assert told(coded().match(paste)) == expected


NUMBERS = [
    ("4711001", "match number 4711001"),
    ("KBA 4711001", "match number 4711001"),
    ("SAP Note 0004711001", "match number 4711001"),
    ("does note 4711001 apply here?", "match number 4711001"),
    ("https://me.sap.com/notes/4711001", "match number 4711001"),
    ("article #4711001", "match number 4711001"),
    ("note 4711001 did not help", "unsure mention 4711001"),
    ("the order 4711001 is late", "none nothing"),
    ("note 47110011", "none nothing"),
    ("note 14711001", "none nothing"),
    ("note 4711001-2", "none nothing"),
    ("note 4711000", "match number 4711001"),
]


@pytest.mark.parametrize(("paste", "expected"), NUMBERS)
def test_numbers_of_articles(paste: str, expected: str) -> None:
    kb = base(
        revision("4711001", "The quota ledger is sealed", supersedes=("4711000",)),
        revision("4711000", confidence=Confidence.ARCHIVED, successor="4711001"),
    )
    assert told(kb.match(paste)) == expected


def test_a_message_comes_before_a_number() -> None:
    kb = base(revision("4711001", VOLUME), revision("4711002", LEDGER))
    result = kb.match(f"KBA 4711002: {volume('A')}")
    assert told(result) == "match signature 4711001\nword: A"


def test_a_symptom_told_in_prose_is_worth_a_look() -> None:
    symptom = section(
        "Symptom",
        "While mounting a volume in the archive browser the superblock inspector freezes and the "
        "quorum indicator turns grey.",
    )
    other = section("Symptom", "Printing a payslip in the mobile portal shows an empty sheet.")
    kb = base(
        revision("1", sections=(symptom, section("Resolution", "Restart the inspector."))),
        revision("2", sections=(other, section("Resolution", "Choose another sheet."))),
    )
    result = kb.match(
        "when I mount volumes in the archive browser, the superblock inspector freezes, "
        "quorum indicator is grey"
    )
    assert told(result) == "unsure symptom 1"
    assert best(result).signature is None
    assert best(result).span is None
    assert told(kb.match("the printer in the archive is grey")) == "none nothing"
    assert told(kb.match("I cannot mount anything, please call me back")) == "none nothing"
