"""Files of bare messages: what is read of them, what is wrong with them, and what a match with one says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import kbassist
from kbassist import articles, template
from kbassist.articles.messages import FAULTS, Catalogue, Message, dump
from kbassist.cli import main
from kbassist.model import (
    ArticleFault,
    Audience,
    Confidence,
    Kind,
    NotForAudience,
    Product,
    Revision,
    Verdict,
)
from tests.small import base, revision

HEAD = '{"catalogue": "tides", "product": "Tide Portal", "versions": ["4.2"]}\n'
BUOY = (
    '{"number": "TP-1017", "codes": ["TP-1017"],'
    ' "signatures": {"en": "Buoy {{value_1}} went adrift off pier {{value_2}}",'
    ' "de": "Boje {{value_1}} treibt vor Kai {{value_2}} ab"}, "kinds": {"value_2": "number"}}\n'
)


def read(path: Path, text: str) -> list[Revision | ArticleFault]:
    path.write_text(text, encoding="utf-8")
    return list(articles.read_messages(path, "t.messages.jsonl"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "t.messages.jsonl"


def test_a_message_is_an_article_without_a_resolution(file: Path) -> None:
    (one,) = read(file, HEAD + BUOY)
    assert isinstance(one, Revision)
    assert (one.number, one.revision, one.bare) == ("TP-1017", "1", True)
    assert one.confidence is Confidence.WORK_IN_PROGRESS
    assert one.audience is Audience.INTERNAL
    assert template.dump(one.title) == "Buoy {{value_1}} went adrift off pier {{value_2}}"
    assert [signature.text for signature in one.signatures] == [
        "Buoy {{value_1}} went adrift off pier {{value_2}}",
        "Boje {{value_1}} treibt vor Kai {{value_2}} ab",
    ]
    assert one.applies_to == (Product("Tide Portal", (), ("4.2",)),)
    assert one.codes == ("TP-1017",)
    assert one.source == "message TP-1017 of Tide Portal"
    assert {name: p.kind for name, p in one.placeholders.items()} == {
        "value_1": Kind.TEXT,
        "value_2": Kind.NUMBER,
    }
    assert one.sections == ()


def test_several_lines_and_a_text_that_is_too_weak(file: Path) -> None:
    texts = '{"en": ["The pier is closed\\nAsk {{value_1}}", "Pier closed"]}'
    several, weak = read(
        file,
        '{"catalogue": "tides"}\n\n'
        f'{{"number": "a", "key": "pier.closed", "signatures": {texts}}}\n'
        '{"number": "b", "weak": {"en": "{{value_1}}: {{value_2}}"}}\n',
    )
    assert isinstance(several, Revision)
    assert isinstance(weak, Revision)
    assert [len(one.lines) for one in several.signatures] == [2, 1]
    assert several.signatures[0].text == "The pier is closed … Ask {{value_1}}"
    assert template.dump(several.title) == "The pier is closed"
    assert several.source == "message pier.closed of tides"
    assert weak.signatures == ()
    assert template.names(weak.title) == ("value_1", "value_2")


def test_the_title_is_in_the_language_of_the_catalogue(file: Path) -> None:
    (one,) = read(file, HEAD.replace("}", ', "language": "de"}') + BUOY)
    assert isinstance(one, Revision)
    assert template.dump(one.title).startswith("Boje")
    assert one.language == "de"


GOOD = '{"number": "A-1", "signatures": {"en": "Buoy adrift"}}'


@pytest.mark.parametrize(
    ("line", "message", "suggestion"),
    [
        ('{"number": "A-1"', "this line is no JSON", "one object a line"),
        ("[1]", "this line is no JSON object", "signatures"),
        ("{" * 5000, "this line is no JSON", ""),
        (GOOD.replace("signatures", "signatuers"), "`signatuers` is not a field", "`signatures`?"),
        ('{"signatures": {"en": "Buoy adrift"}}', "`number` is missing", ""),
        ('{"number": "A-1"}', "the message has no text", "`signatures`"),
        ('{"number": 17, "signatures": {"en": "Buoy adrift"}}', "`number` cannot be `17`", ""),
        (GOOD.replace("A-1", "A/1"), "`number` cannot be `A/1`", ""),
        (GOOD.replace("Buoy adrift", "{{value_1}}: {{value_2}}"), "no word of its own", "`weak`"),
        (GOOD.replace("Buoy adrift", ""), "`signatures` is a text", ""),
        (GOOD.replace('"Buoy adrift"', "3"), "`signatures` is a list of texts", ""),
        (GOOD.replace("Buoy adrift", "Buoy \\u0007 adrift"), "a control character", "out"),
        (GOOD.replace("Buoy adrift", "Buoy \\ud800 adrift"), "a control character", "out"),
        (GOOD.replace("en", "english language"), "`english language` is no language", "pt-BR"),
        (GOOD[:-1] + ', "kinds": {"a": "nubmer"}}', "`a` cannot be `nubmer`", "`number`?"),
        (GOOD[:-1] + ', "codes": "A-1"}', "`codes` is a list of texts", ""),
        (GOOD.replace("A-1", "a-0"), "`a-0` is written twice", "the first is in line 2"),
        (GOOD.replace("Buoy", "Buoy" * 20_000), "a line of more than 50,000 bytes", "cut"),
    ],
)
def test_a_fault_names_its_line_and_hides_no_other(
    file: Path, line: str, message: str, suggestion: str
) -> None:
    before, after = GOOD.replace("A-1", "A-0"), GOOD.replace("A-1", "A-2")
    found = read(file, f"{HEAD}{before}\n{line}\n{after}\n")
    one, fault, other = found
    assert isinstance(fault, ArticleFault)
    assert (fault.path, fault.line) == ("t.messages.jsonl", 3)
    assert message in fault.message
    assert suggestion in fault.suggestion
    assert [r.number for r in (one, other) if isinstance(r, Revision)] == ["A-0", "A-2"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this holds no catalogue"),
        ("\n\n", "this holds no catalogue"),
        (GOOD, "the first line is a message"),
        ('{"catalog": "tides"}', "`catalog` is not a field"),
        ('{"catalogue": 3}', "`catalogue` is a text"),
        ('{"catalogue": "t", "language": "?"}', "`language` cannot be `?`"),
    ],
)
def test_a_catalogue_needs_its_first_line(file: Path, text: str, message: str) -> None:
    fault = next(one for one in read(file, text) if isinstance(one, ArticleFault))
    assert fault.line == 1
    assert message in fault.message


def test_many_faults_are_counted(file: Path) -> None:
    found = read(file, HEAD + "x\n" * (FAULTS + 5))
    assert len(found) == FAULTS + 1
    assert str(found[-1]) == "t.messages.jsonl: and 5 more faults"


def test_bytes_that_are_no_text_are_a_fault(file: Path) -> None:
    file.write_bytes(HEAD.encode() + b'{"number": "\xff"}\n')
    (fault,) = articles.read_messages(file, "t")
    assert isinstance(fault, ArticleFault)
    assert fault.message == "this line is not UTF-8"


def test_what_is_written_is_read(file: Path) -> None:
    catalogue = Catalogue("tides", "Tide Portal", ("TP",), ("4.2",), "de")
    messages = [
        Message(
            "1", "key", ("A-1",), {"de": ("Boje {{a}}",)}, {"en": ("{{a}}",)}, {"a": Kind.HOST}
        ),
        Message("2", signatures={"en": ("a\u2028b", "two\nlines")}),
    ]
    written = list(dump(catalogue, messages))
    assert all(line.count("\n") == 1 and len(line.splitlines()) == 1 for line in written)
    assert json.loads(written[0]) == {
        "catalogue": "tides",
        "product": "Tide Portal",
        "also_called": ["TP"],
        "versions": ["4.2"],
        "language": "de",
    }
    first, fault = read(file, "".join(written))
    assert isinstance(first, Revision)
    assert (first.number, first.source) == ("1", "message key of Tide Portal")
    assert isinstance(fault, ArticleFault)  # a separator of lines is a control character


# ---------------------------------------------------------------------------------- what a match says


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "tides.messages.jsonl").write_text(HEAD + BUOY, encoding="utf-8")
    return folder


PASTE = "12:00 ERROR Buoy K-7 went adrift off pier 12"
NOTE = "This is message TP-1017 of Tide Portal; no resolution is written yet."


def test_a_match_says_which_message_it_is(desk: Path, tmp_path: Path) -> None:
    with kbassist.open(desk, cache=tmp_path / "cache") as kb:
        result = kb.match(PASTE)
        assert result.verdict is Verdict.MATCH
        assert result.best
        assert result.best.article == "TP-1017"
        assert result.best.notes == (NOTE,)
        assert {name: one.value for name, one in result.best.variables.items()} == {
            "value_1": "K-7",
            "value_2": "12",
        }
        assert kb.match("Boje K-7 treibt vor Kai 12 ab").verdict is Verdict.MATCH
        assert NOTE in " ".join(kb.snippet(result.best).split())
        for allowed in (False, True):
            with pytest.raises(NotForAudience):
                kb.snippet(result.best, audience="customer", allow_unvalidated=allowed)
        assert kb.check(strict=True) == ()


@pytest.mark.parametrize("form", ["text", "screen", "json"])
def test_every_output_says_so(desk: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", PASTE, "--articles", str(desk), "--format", form]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert NOTE in printed
    assert "K-7" in printed
    if form != "json":
        assert "kbassist new --from TP-1017" in printed
        assert "kbassist snippet" not in printed


def test_a_message_without_a_placeholder_says_so_too(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    text = '{"number": "a", "key": "k", "signatures": {"en": "The lighthouse has gone dark"}}'
    (folder / "t.messages.jsonl").write_text(HEAD + text, encoding="utf-8")
    with kbassist.open(folder, cache=tmp_path / "cache") as kb:
        best = kb.match("The lighthouse has gone dark").best
        assert best
        assert best.notes == ("This is message k of Tide Portal; no resolution is written yet.",)


@pytest.mark.parametrize(
    "bare",
    [
        (),
        ("Certificate is already assigned to user {{value_1}}",),
        (
            "Certificate is already assigned to user {{value_1}}",
            "Certificate is already assigned to {{value_1}} {{value_2}}",
        ),
    ],
)
def test_a_catalogue_never_puts_an_article_in_doubt(bare: tuple[str, ...]) -> None:
    """Where a catalogue has the same message, the article answers as if it were not there."""
    messages = [
        replace(revision(f"Z-{i}", one), path="z.messages.jsonl", sections=())
        for i, one in enumerate(bare)
    ]
    article = revision("A-1", "Certificate is already assigned to user {{user_id}}")
    result = base(article, *messages).match("Certificate is already assigned to user _CPI_DEV")
    assert result.verdict is Verdict.MATCH
    assert result.best
    assert result.best.article == "A-1"
    assert result.others == ()


def test_a_code_leads_to_the_article_that_lists_it_before_the_message_that_has_it() -> None:
    message = replace(
        revision("TID-01017", "Buoy {{value_1}} went adrift", codes=("TID-01017",)),
        path="z.messages.jsonl",
    )
    article = revision("X-1", "The mooring of buoy {{value_1}} broke", codes=("TID-01017",))
    for there, number in (((message,), "TID-01017"), ((message, article), "X-1")):
        best = base(*there).match("tid-1017").best
        assert best
        assert best.article == number


def test_a_message_that_says_more_is_found_beside_an_article() -> None:
    article = revision("A-1", "is already assigned to user {{user_id}}")
    more = replace(
        revision(
            "Z-1", "Certificate of harbour {{value_1}} is already assigned to user {{value_2}}"
        ),
        path="z.messages.jsonl",
        sections=(),
    )
    result = base(article, more).match(
        "Certificate of harbour BERGEN is already assigned to user _CPI_DEV"
    )
    assert result.best
    assert result.best.article == "Z-1"


def test_the_faults_of_a_catalogue_are_checked(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (desk / "tides.messages.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"number": "x", "signature": {"en": "a b c"}}\n')
    assert main(["check", "--articles", str(desk)]) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert "tides.messages.jsonl:3: `signature` is not a field" in shown
    assert "did you mean `signatures`?" in shown


def test_a_reference_to_a_message_leads_somewhere(desk: Path, tmp_path: Path) -> None:
    (desk / "a.md").write_text(
        "---\nnumber: a\ntitle: On buoys\nsee_also: [TP-1017, TP-1018]\n---\n\n## Resolution\n\nDive.\n"
    )
    with kbassist.open(desk, cache=tmp_path / "cache") as kb:
        assert [fault.message for fault in kb.check()] == [
            "there is no article TP-1018 in this base"
        ]
