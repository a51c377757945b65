"""The command line against a knowledge base of one article: what it asks of the desk, prints and returns."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kbassist import clipboard, tailor
from kbassist import wording as wordings
from kbassist.cli import main
from kbassist.model import (
    ArticleFault,
    Audience,
    Flag,
    Form,
    Match,
    MatchResult,
    Reason,
    Revision,
    SearchHit,
    Snippet,
    Source,
    StoreUnavailable,
    UnknownArticle,
    Variable,
    Verdict,
    Wording,
)
from kbassist.store import Status
from kbassist.store.memory import MemoryStore
from tests.render.examples import CERTIFICATE, PASTE, found, result, values

Run = Callable[..., tuple[int, str, str]]

OLD = replace(CERTIFICATE, number="2322303", revision="1", successor="2577062")


class Desk:
    """A knowledge base whose answer is told beforehand; it remembers what it was asked."""

    def __init__(self) -> None:
        self.result = result()
        self.faults: tuple[ArticleFault, ...] = ()
        self.found: list[SearchHit] = []
        self.opened: list[Path] = []
        self.asked: dict[str, Any] = {}
        self.strict: list[bool] = []

    def match(self, text: str, **asked: Any) -> MatchResult:
        self.asked = {"text": text, **asked}
        given = values(**(asked["values"] or {}))
        if self.result.best is None or not given:
            return self.result
        best = self.result.best
        variables = {**best.variables, **given}
        missing = tuple(name for name in best.missing if name not in given)
        return replace(self.result, best=replace(best, variables=variables, missing=missing))

    def get(self, number: str, revision: str | None = None) -> Revision:
        for one in (CERTIFICATE, OLD):
            if number == one.number and revision in (None, one.revision):
                return one
        raise UnknownArticle(f"there is no article {number}; did you mean 2577062?")

    def revisions(self, number: str) -> tuple[Revision, ...]:
        return (self.get(number),)

    def articles(self) -> Iterator[Revision]:
        yield from (OLD, CERTIFICATE)

    def nearest(self, query: str) -> tuple[str, ...]:
        return ("key", "pair") if query == "kee pear" else ()

    def search(self, query: str, **asked: Any) -> list[SearchHit]:
        self.asked |= {"query": query, **asked}
        return self.found

    def tailor(
        self,
        what: Match | Revision,
        *,
        audience: Audience,
        values: Mapping[str, str] | None = None,
        sections: Sequence[str] | None = None,
        allow_unvalidated: bool = False,
        blanks: bool = False,
        wording: Wording | None = None,
    ) -> Snippet:
        known = dict(what.variables) if isinstance(what, Match) else {}
        known |= {name: Variable(value, Source.VALUE) for name, value in (values or {}).items()}
        return tailor.tailor(
            CERTIFICATE if isinstance(what, Match) else what,
            known,
            audience=audience,
            sections=sections,
            match=what if isinstance(what, Match) else None,
            allow_unvalidated=allow_unvalidated,
            blanks=blanks,
            wording=wording,
        )

    def wording(
        self,
        what: Match | Revision,
        audience: Audience,
        form: Form,
        language: str | None,
        ticket: str = "",
    ) -> Wording:
        return wordings.wording(audience, language or "en", form, ticket)

    def status(self) -> Status:
        return MemoryStore((CERTIFICATE,)).status()

    def check(self, strict: bool = False) -> tuple[ArticleFault, ...]:
        self.strict.append(strict)
        return self.faults


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    module = ModuleType("kbassist.desk")

    def opened(*folders: Path) -> Desk:
        made.opened = list(folders)
        return made

    module.__dict__["open"] = opened
    monkeypatch.setitem(sys.modules, "kbassist.desk", module)
    monkeypatch.setattr("kbassist.desk", module, raising=False)
    monkeypatch.delenv("KBASSIST_ARTICLES", raising=False)
    return made


@pytest.fixture
def run(desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: str, stdin: bytes = b"", terminal: bool = False) -> tuple[int, str, str]:
        stream = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)
        for one in (sys.stdin, sys.stderr):
            monkeypatch.setattr(one, "isatty", lambda: terminal)
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


# ------------------------------------------------------------------------------------------- match


def test_match_in_a_pipe_prints_a_plain_answer(run: Run) -> None:
    status, out, err = run("match", PASTE, "--set", "new_user=_CRM")
    assert (status, err) == (0, "")
    assert out.startswith("Match 97%  2577062 r2  validated\nCertificate is already assigned to")
    assert "2. Check that the user ID is _CRM" in out
    assert "\x1b" not in out


def test_match_as_json_is_the_result_itself(run: Run, desk: Desk) -> None:
    status, out, _ = run("match", PASTE, "--format", "json")
    assert status == 0
    assert json.loads(out) == desk.result.to_json()


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        (result(), 0, "Match 97%"),
        (
            result(Verdict.UNSURE, Reason.AMBIGUOUS, candidates=(found(article="99"),)),
            3,
            "Could be one of these",
        ),
        (
            result(Verdict.NONE, Reason.NOTHING, best=None),
            1,
            "No match: no article fits this text.",
        ),
    ],
)
def test_the_exit_status_is_the_verdict(
    run: Run, desk: Desk, given: MatchResult, status: int, words: str
) -> None:
    desk.result = given
    code, out, _ = run("match", PASTE)
    assert code == status
    assert words in out


def test_no_match_is_one_line_and_the_nearest_is_for_explain(run: Run, desk: Desk) -> None:
    near = found(article="99", score=0.02)
    desk.result = result(Verdict.NONE, Reason.NOTHING, best=None, candidates=(near,))
    assert run("match", PASTE)[1] == "No match: no article fits this text.\n"
    assert "Nearest: 99 r2, 2%\nwords  +4.20  6 of 6" in run("match", PASTE, "--explain")[1]


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("the error",), b""),
        (("the", "error"), b""),
        (("-",), b"the error"),
        ((), b"the error"),
        ((), "the error".encode("utf-16")),
        (("--file", "-"), b"the error"),
    ],
)
def test_a_text_may_come_from_anywhere(
    run: Run, desk: Desk, arguments: tuple[str, ...], stdin: bytes
) -> None:
    assert run("match", *arguments, stdin=stdin)[0] == 0
    assert desk.asked["text"] == "the error"


def test_a_text_from_a_file_in_an_old_encoding(run: Run, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "ticket.txt"
    file.write_bytes("Schlüssel".encode("cp1252"))
    assert run("match", "--file", str(file))[0] == 0
    assert desk.asked["text"] == "Schlüssel"


def test_a_text_typed_at_the_keyboard_says_how_to_end(run: Run, desk: Desk) -> None:
    _, _, err = run("match", "--set", "new_user=_B", stdin=b"typed\n", terminal=True)
    assert "on a line of its own" in err
    assert desk.asked["text"] == "typed\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("match", "a", "--file", "b"), "give either a text or --file, not both"),
        (("match", "--file", "no/such/file"), "no/such/file: No such file"),
        (("match", " "), "the text is empty"),
        (("match", "a", "--set", "new_user"), "--set takes NAME=VALUE, not 'new_user'"),
        (("match", "a", "--zzz"), "No such option: --zzz (see kbassist match --help)"),
        (("match", "a", "--format", "xml"), "Invalid value for '--format'"),
        (("show", "99"), "there is no article 99; did you mean 2577062?"),
        (("show", "2577062", "--section", "steps"), "no section is called 'steps'"),
        (("snippet", "a", "--article", "2577062"), "either --article or a text"),
        (("snippet", "a", "--revision", "1"), "--revision goes with --article"),
        (("search",), "give words to look for"),
        (("index", "--status", "--refresh"), "either --status or --refresh"),
        (("serve",), "No such command 'serve'"),
    ],
)
def test_a_mistake_is_one_line_on_standard_error(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert err.startswith("kbassist: ")


@pytest.mark.parametrize("command", ["match", "snippet", "walk", "verify", "redact", "new"])
def test_the_name_of_a_file_is_no_paste(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("m1.txt", "my ticket.txt", "m2.txt"):
        Path(name).write_text("password=hunter2")
    options = ("--dry-run",) if command == "new" else ()
    for words, said in (
        (("m1.txt",), "m1.txt is a file; did you mean --file m1.txt?"),
        (("my ticket.txt",), "did you mean --file 'my ticket.txt'?"),
        (("my", "ticket.txt"), "did you mean --file 'my ticket.txt'?"),
        (("m2.txt", "m1.txt"), "did you mean --file m2.txt?"),
    ):
        status, out, err = run(command, *words, *options)
        assert (status, out) == (2, "")
        assert said in err


def test_a_paste_that_begins_with_a_file_s_name_is_a_paste(
    run: Run, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("m1.txt").write_text("x")
    assert run("match", "m1.txt", "cannot be read")[0] == 0
    assert desk.asked["text"] == "m1.txt cannot be read"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"PK\3\4" + b"." * 30 + b"xl/workbook.xml",
            "is no text but a workbook; save its sheet as",
        ),
        (b"%PDF-1.7", "is no text but a PDF document"),
        (b"\0\1\2\3\4\5" * 40, "bytes that no text has"),
    ],
)
def test_what_is_no_text_is_no_paste(run: Run, tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "given"
    file.write_bytes(data)
    for status, out, err in (
        run("match", "--file", str(file)),
        run("redact", stdin=data),
    ):
        assert (status, out) == (2, "")
        assert said in err


def test_without_input_nothing_is_asked_not_even_the_text(run: Run) -> None:
    status, _, err = run("match", "--no-input", terminal=True)
    assert status == 2
    assert "there is no text" in err


def test_a_blank_is_asked_for_on_a_terminal(run: Run, desk: Desk) -> None:
    _, out, err = run("match", PASTE, stdin=b" \x1b[31m_CRM\x07 \n", terminal=True)
    assert "Which communication user does this arrangement use?" in err
    assert desk.asked["values"] == {"new_user": "_CRM"}
    assert "_CRM" in out


@pytest.mark.parametrize("stdin", [b"\n", b""])
def test_enter_leaves_it_blank(run: Run, stdin: bytes) -> None:
    status, out, _ = run("match", PASTE, stdin=stdin, terminal=True)
    assert status == 0
    assert "____ (user of this arrangement)" in out


@pytest.mark.parametrize(
    ("options", "terminal"),
    [((), False), (("--no-input",), True), (("--set", "new_user=_B"), True)],
)
def test_nothing_is_asked_otherwise(run: Run, options: tuple[str, ...], terminal: bool) -> None:
    status, _, err = run("match", PASTE, *options, terminal=terminal)
    assert (status, err) == (0, "")


def test_product_and_version_reach_the_desk(run: Run, desk: Desk) -> None:
    run("match", PASTE, "--product", "C4C", "--version", "1605")
    assert (desk.asked["product"], desk.asked["version"]) == ("C4C", "1605")


def test_a_value_that_has_no_place_is_remarked(run: Run) -> None:
    _, _, err = run("match", PASTE, "--set", "user=_B")
    assert "2577062 r2 has no placeholder user; it has existing_user, new_user" in err


def test_what_was_not_looked_at_is_said(run: Run, desk: Desk) -> None:
    desk.result = result(characters=2000, used=1000)
    assert "1,000 of 2,000 characters were looked at" in run("match", PASTE)[2]


def test_a_customers_answer_is_refused_like_a_snippet(run: Run) -> None:
    for form in ("text", "json"):
        status, out, err = run("match", PASTE, "--audience", "customer", "--format", form)
        assert (status, out) == (2, "")
        assert "values are missing: new_user" in err


# ------------------------------------------------------------------------------------ article files


def test_articles_come_from_options_else_from_the_environment(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("list")
    assert desk.opened == []
    monkeypatch.setenv("KBASSIST_ARTICLES", "a:b" if sys.platform != "win32" else "a;b")
    run("list")
    assert desk.opened == [Path("a"), Path("b")]
    run("list", "--articles", "c", "--articles", "d")
    assert desk.opened == [Path("c"), Path("d")]


def test_broken_files_are_remarked_a_few_then_counted(run: Run, desk: Desk) -> None:
    desk.faults = tuple(ArticleFault(f"{n}.md", 3, "bad", "line", "good") for n in range(5))
    status, _, err = run("match", PASTE)
    assert status == 0
    assert err.splitlines() == [
        "kbassist: 0.md:3: bad; good",
        "kbassist: 1.md:3: bad; good",
        "kbassist: 2.md:3: bad; good",
        "kbassist: 2 more; `kbassist check` shows them all",
    ]


def test_a_store_that_cannot_be_read_is_one_line(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Path) -> None:
        raise StoreUnavailable("there is no folder articles")

    monkeypatch.setattr(sys.modules["kbassist.desk"], "open", refuse)
    assert run("list") == (2, "", "kbassist: there is no folder articles\n")


# ----------------------------------------------------------------------------------------- snippet


def test_a_snippet_is_internal_unless_said_otherwise(run: Run) -> None:
    status, out, _ = run("snippet", PASTE)
    assert status == 0
    assert out.splitlines()[0] == "INTERNAL - not for the customer"
    assert "Verdict: match, 97%" in out
    assert "Recognised: Certificate is already assigned to user _SVC_ERP\n" in out


def test_a_snippet_without_a_paste(run: Run) -> None:
    status, out, _ = run(
        *("snippet", "--article", "2577062", "--format", "html", "--audience", "customer"),
        *("--set", "existing_user=_A", "--set", "new_user=_B"),
    )
    assert status == 0
    assert out.startswith("<p>Hello,</p>")


@pytest.mark.parametrize(
    ("verdict", "status", "words"),
    [
        (Verdict.UNSURE, 3, "not sure which article fits (2577062 r2)"),
        (Verdict.NONE, 1, "no article fits this text"),
    ],
)
def test_no_snippet_without_a_certain_match(
    run: Run, desk: Desk, verdict: Verdict, status: int, words: str
) -> None:
    best = found() if verdict is Verdict.UNSURE else None
    desk.result = result(verdict, Reason.WEAK, best=best)
    code, out, err = run("snippet", PASTE)
    assert (code, out) == (status, "")
    assert words in err


def test_a_refused_snippet_prints_nothing(run: Run) -> None:
    status, out, err = run("snippet", PASTE, "--audience", "customer")
    assert (status, out) == (2, "")
    assert "new_user" in err


def test_a_customers_blank_is_asked_for_on_a_terminal(run: Run) -> None:
    given = ("snippet", PASTE, "--audience", "customer")
    status, out, _ = run(*given, stdin=b"_CRM\n", terminal=True)
    assert status == 0
    assert "user ID is _CRM" in out
    assert run(*given, stdin=b"\n", terminal=True)[:2] == (2, "")


def test_an_example_value_is_remarked_before_it_goes_out(run: Run, desk: Desk) -> None:
    example = Variable("_ABC", Source.SIGNATURE, (0, 4), (Flag.EXAMPLE,))
    desk.result = result(best=found(example, Variable("_B", Source.HINT)))
    status, out, err = run("snippet", PASTE, "--audience", "customer")
    assert status == 0
    assert "existing_user=_ABC is the article's own example" in err
    assert "example" not in out


def test_two_holders_in_one_text_do_not_go_out_unchosen(run: Run, desk: Desk) -> None:
    new, second = Variable("_B", Source.HINT), Variable("_ERP3", Source.SIGNATURE)
    desk.result = result(best=found(new=new), others=(found(second, new),))
    told = "The text holds this error more than once: existing_user is _SVC_ERP and _ERP3"
    status, out, err = run("snippet", PASTE, "--audience", "customer")
    assert (status, out, err) == (2, "", f"kbassist: {told}; choose with --set\n")
    assert run("snippet", PASTE, "--audience", "customer", "--set", "existing_user=_ERP3")[0] == 0
    status, out, err = run("snippet", PASTE)
    assert status == 0
    assert "_SVC_ERP" in out
    assert f"Note: {told}." in " ".join(out.split())
    assert told in err


def test_chosen_sections_only(run: Run) -> None:
    out = run("snippet", "--article", "2577062", "--section", "cause")[1]
    assert "One certificate, two users" in out
    assert "Verification" not in out


# ------------------------------------------------------------------------------------ show and list


def test_show_an_article(run: Run) -> None:
    out = run("show", "2577062")[1]
    for words in (
        "2577062 r2  validated, for the audience public",
        "Product    SAP Cloud for Customer >=1805",
        "Component  LOD-CRM-INT-ERP Integration of C4C with ERP",
        "Message    Certificate is already assigned to user {{existing_user}}",
        "1. Open the communication arrangement.",
        "Internal Notes",
    ):
        assert words in out


def test_a_superseded_article_leads_on(run: Run) -> None:
    assert "Note  Superseded; see 2577062." in run("show", "2322303")[1]


def test_show_one_section_with_a_value(run: Run) -> None:
    status, out, err = run("show", "2577062", "--section", "cause", "--set", "existing_user=_A")
    assert (status, err) == (0, "")
    assert "One certificate, two users: _A has it already." in out
    assert "Verification" not in out


def test_a_section_that_the_article_lacks_is_remarked(run: Run) -> None:
    assert "2577062 r2 has no section Symptom" in run("show", "2577062", "--section", "symptom")[2]


@pytest.mark.parametrize(
    ("form", "words"), [("markdown", "**INTERNAL"), ("html", "<ol>"), ("json", "article/1")]
)
def test_show_in_other_formats(run: Run, form: str, words: str) -> None:
    assert words in run("show", "2577062", "--format", form)[1]


def test_an_article_as_json_for_others_names_no_owner(run: Run) -> None:
    given = (
        "show",
        "2577062",
        "--format",
        "json",
        "--set",
        "existing_user=a",
        "--set",
        "new_user=b",
    )
    inside = json.loads(run(*given)[1])
    outside = json.loads(run(*given, "--audience", "customer")[1])
    assert inside["owner"] == "integration desk"
    assert "owner" not in outside
    assert "path" not in outside
    assert [s["name"] for s in outside["sections"]] == ["Cause", "Resolution", "Verification"]


def test_list(run: Run) -> None:
    out = run("list")[1]
    assert out.splitlines()[0].startswith("2322303 r1  Certificate is already assigned to user")
    assert "superseded by 2577062" in " ".join(out.split())
    document = json.loads(run("list", "--format", "json")[1])
    assert document["schema"] == "kbassist.list/1"
    assert [one["article"] for one in document["articles"]] == ["2322303", "2577062"]


# ------------------------------------------------------------------------------------------ search


def test_search_asks_the_desk_and_shows_where(run: Run, desk: Desk) -> None:
    excerpt = (("Create ", False), ("Key Pair", True), (".", False))
    desk.found = [SearchHit(CERTIFICATE, "Resolution", excerpt, 1.0)]
    given = ("search", "key", "pair", "--section", "resolution", "--product", "C4C", "--limit", "5")
    status, out, _ = run(*given)
    assert status == 0
    assert "  Resolution: Create Key Pair." in out
    assert desk.asked == {
        "query": "key pair",
        "section": "resolution",
        "product": "C4C",
        "version": None,
        "component": None,
        "keyword": None,
        "audience": Audience.INTERNAL,
        "limit": 5,
    }
    hit = json.loads(run(*given, "--format", "json")[1])["hits"][0]
    assert (hit["excerpt"], hit["found"]) == ("Create Key Pair.", [[7, 15]])


def test_a_mistyped_search_is_told_the_nearest_words(run: Run) -> None:
    err = run("search", "kee", "pear")[2]
    assert err == "kbassist: nothing found\nkbassist: did you mean key pair?\n"


def test_where_there_are_no_articles_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    Path("empty").mkdir()
    for asked in (("match", "x y"), ("snippet", "x y"), ("search", "x"), ("list",)):
        main([*asked, "--articles", "empty"])
        assert "there are no articles in empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "command"),
    [
        (("the moon",), "kbassist new 'the moon' --articles DIR"),
        (("--file", "t 1.txt"), "kbassist new --file 't 1.txt' --articles DIR"),
        (("--articles", "my desk", "moon"), "kbassist new moon --articles 'my desk'"),
        (("x" * 99,), "kbassist new --articles DIR"),
    ],
)
def test_without_a_match_it_is_said_what_can_be_done(
    run: Run,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: tuple[str, ...],
    command: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t 1.txt").write_text("the moon")
    desk.result = result(Verdict.NONE, Reason.NOTHING, best=None)
    for name in ("match", "snippet"):
        _, _, err = run(name, *asked)
        assert f"or begin an article: {command}\n" in err
        assert "kbassist search WORDS" in err
    assert run("match", *asked, "--format", "json")[2] == ""


def test_no_match_in_a_part_says_that_it_was_a_part(run: Run, desk: Desk) -> None:
    none = result(Verdict.NONE, Reason.NOTHING, best=None)
    desk.result = replace(none, characters=2000, used=1000)
    out = " ".join(run("match", PASTE)[1].split())
    assert out.startswith(
        "No match: no article fits this text. Only 1,000 of 2,000 characters were"
    )
    assert "for a log there is kbassist triage" in out


def test_a_search_that_finds_nothing(run: Run) -> None:
    assert run("search", "nonsense") == (1, "", "kbassist: nothing found\n")
    status, out, _ = run("search", "nonsense", "--format", "json")
    assert (status, json.loads(out)["hits"]) == (1, [])


# ------------------------------------------------------------------------------------------- check


def test_check_shows_each_fault_with_its_place(run: Run, desk: Desk) -> None:
    desk.faults = (
        ArticleFault("a/r1.md", 31, "`new_usr` is not declared", "8. {{new_usr}}", "new_user?"),
    )
    status, out, err = run("check")
    assert status == 1
    assert out == "a/r1.md:31: `new_usr` is not declared\n    8. {{new_usr}}\n    new_user?\n"
    assert err == "kbassist: 1 fault in 2 articles\n"
    document = json.loads(run("check", "--format", "json")[1])
    assert document["faults"][0]["line"] == 31


def test_a_warning_fails_only_a_strict_check(run: Run, desk: Desk) -> None:
    desk.faults = (ArticleFault("a.md", 0, "no sample", warning=True),)
    assert run("check")[:2] == (0, "a.md: warning: no sample\n")
    desk.faults = (ArticleFault("a.md", 0, "no sample"),)
    assert run("check", "--strict")[:2] == (1, "a.md: no sample\n")
    assert desk.strict == [False, True]


def test_no_fault(run: Run) -> None:
    assert run("check") == (0, "", "kbassist: no faults in 2 articles\n")


# ------------------------------------------------------------------------------------------- others


def test_version_and_help(run: Run) -> None:
    assert run("--version")[1].startswith("kbassist ")
    assert "Commands:" in run()[1]


def test_a_result_never_breaks_on_a_narrow_encoding(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", errors="strict"))
    desk.result = result(best=found(Variable("Müller→\ud800", Source.SIGNATURE, (0, 1))))
    assert main(["match", "Müller\ud800"]) == 0
    assert b"M?ller?" in raw.getvalue()


def test_the_clipboard_is_read(run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "content", lambda: "vom Brett: Grüße".encode())
    assert run("match", "--clipboard")[0] == 0
    assert desk.asked["text"] == "vom Brett: Grüße"


def test_a_clipboard_that_cannot_be_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def content() -> bytes:
        raise clipboard.NoClipboard("the clipboard cannot be read: no display")

    monkeypatch.setattr(clipboard, "content", content)
    assert run("match", "--clipboard") == (
        2,
        "",
        "kbassist: the clipboard cannot be read: no display\n",
    )
