"""The Python interface: names, exceptions, the dictionary that leaves every edge."""

from __future__ import annotations

import gc
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from types import GeneratorType

import pytest

import kbassist
from kbassist.model import Audience, Confidence, Flag, Match, Placeholder, Source, Variable, Verdict
from tests.small import base, folder, revision
from tests.store.bases import section

PASTE = "'Certificate is already assigned to user _SVC_ERP'."


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kbassist.KnowledgeBase]:
    """The bundled articles."""
    with kbassist.open(cache=tmp_path_factory.mktemp("cache")) as opened:
        yield opened


def found(kb: kbassist.KnowledgeBase, paste: str = PASTE) -> Match:
    best = kb.match(paste).best
    assert best is not None
    return best


@pytest.mark.parametrize("searched", [True, False])
def test_the_search_for_garbage_goes_on_as_before(
    kb: kbassist.KnowledgeBase, searched: bool
) -> None:
    enabled = gc.isenabled()
    try:
        (gc.enable if searched else gc.disable)()
        kb.match(PASTE)
        assert gc.isenabled() is searched
        with pytest.raises(kbassist.KBError):
            kb.match(PASTE, values={"new_user": "two words"})
        assert gc.isenabled() is searched
    finally:
        (gc.enable if enabled else gc.disable)()


# ------------------------------------------------------------------------------------------- names


def test_public_names() -> None:
    assert len(kbassist.__all__) <= 10
    assert kbassist.__all__ == sorted(kbassist.__all__, key=lambda n: (n.islower(), n))
    assert all(inspect.getdoc(getattr(kbassist, name)) for name in kbassist.__all__)
    assert {"open", "KnowledgeBase", "MatchResult", "Revision"} <= set(kbassist.__all__)


def test_everything_raised_is_a_kberror() -> None:
    errors = {
        name
        for name in kbassist.__all__
        if inspect.isclass(one := getattr(kbassist, name)) and issubclass(one, Exception)
    }
    assert errors == {
        "ArticleFault",
        "KBError",
        "MissingValues",
        "NotForAudience",
        "StoreUnavailable",
        "UnknownArticle",
    }
    assert all(issubclass(getattr(kbassist, name), kbassist.KBError) for name in errors)


def test_signatures() -> None:
    def parameters(function: object) -> str:
        assert callable(function)
        return ", ".join(
            ("*" if one.kind is one.KEYWORD_ONLY else "") + name
            for name, one in inspect.signature(function).parameters.items()
        )

    desk = kbassist.KnowledgeBase
    assert parameters(kbassist.open) == "articles, *cache, *refresh"
    assert parameters(desk.match) == "self, text, *values, *product, *version"
    assert parameters(desk.match_many) == "self, texts, *values, *product, *version"
    assert parameters(desk.get) == "self, number, revision"
    assert parameters(desk.snippet) == (
        "self, what, format, audience, values, allow_unvalidated, *form, *language, *ticket"
    )
    assert parameters(desk.search) == (
        "self, query, *section, *product, *version, *component, *keyword, *audience, *limit"
    )


# ------------------------------------------------------------------------------------------ results

RESULT = ["schema", "verdict", "reason", "best", "candidates", "others", "input"]
MATCH = [
    "article",
    "revision",
    "title",
    "score",
    "signature",
    "span",
    "lines",
    "count",
    "variables",
    "missing",
    "revision_reason",
    "supersedes",
    "notes",
    "evidence",
]


def test_the_result_as_a_dictionary(kb: kbassist.KnowledgeBase) -> None:
    made = kb.match(PASTE).to_json()
    assert list(made) == RESULT
    best = made.pop("best")
    assert made == {
        "schema": "kbassist.match/1",
        "verdict": "match",
        "reason": "signature",
        "candidates": [],
        "others": [],
        "input": {"characters": 51, "used": 51},
    }
    assert list(best) == MATCH
    evidence, score = best.pop("evidence"), best.pop("score")
    assert best == {
        "article": "2577062",
        "revision": "2",
        "title": "Certificate is already assigned to user _SVC_ERP",
        "signature": "Certificate is already assigned to user {{existing_user}}",
        "span": [1, 49],
        "lines": [1, 1],
        "count": 1,
        "variables": {
            "existing_user": {
                "value": "_SVC_ERP",
                "source": "signature",
                "span": [41, 49],
                "flags": [],
            },
            "new_user": {"value": None, "source": None, "span": None, "flags": ["missing"]},
        },
        "missing": ["new_user"],
        "revision_reason": "newest; nothing in the text decides",
        "supersedes": ["2322303"],
        "notes": [],
    }
    assert 0.9 < score < 1
    assert all(list(one) == ["name", "weight", "note"] for one in evidence)
    assert {"name": "words", "weight": 0.0, "note": "6 of 6"} in evidence


@pytest.mark.parametrize("paste", [PASTE, "2577062", "certificate assigned", "", "User _A\n" * 9])
def test_the_dictionary_is_json_with_the_same_keys_whatever_the_verdict(
    kb: kbassist.KnowledgeBase, paste: str
) -> None:
    result = kb.match(paste)
    made = result.to_json()
    assert json.loads(json.dumps(made)) == made
    assert list(made) == RESULT
    assert (made["best"] is None) == (result.verdict is Verdict.NONE)
    for one in filter(None, [made["best"], *made["candidates"], *made["others"]]):
        assert list(one) == MATCH
        for variable in one["variables"].values():
            assert list(variable) == ["value", "source", "span", "flags"]


def test_values_and_versions_are_handed_on(kb: kbassist.KnowledgeBase) -> None:
    result = kb.match(PASTE, values={"new_user": "_CRM"}, product="C4C", version="1605")
    assert result.best is not None
    assert result.best.variables["new_user"] == Variable("_CRM", Source.VALUE)
    assert result.best.missing == ()
    assert result.best.revision == "1"


def test_match_many_is_lazy_and_keeps_the_order(kb: kbassist.KnowledgeBase) -> None:
    taken = []

    def texts() -> Iterator[str]:
        for text in (PASTE, "nothing", PASTE):
            taken.append(text)
            yield text

    results = kb.match_many(texts(), values={"new_user": "_CRM"})
    assert isinstance(results, GeneratorType)
    assert taken == []
    assert next(results) == kb.match(PASTE, values={"new_user": "_CRM"})
    assert taken == [PASTE]
    assert [one.verdict for one in results] == [Verdict.NONE, Verdict.MATCH]


# --------------------------------------------------------------------------------------- looking up


@pytest.mark.parametrize(
    "number", ["2577062", "0002577062", "KBA 2577062", "SAP Note 0002577062", "note 2577062", " 2577062 "]
)  # fmt: skip
def test_get(kb: kbassist.KnowledgeBase, number: str) -> None:
    assert kb.get(number).name == "2577062 r2"
    assert kb.get(number, "1").name == "2577062 r1"
    assert [one.revision for one in kb.revisions(number)] == ["1", "2"]


def test_a_predecessor_leads_on(kb: kbassist.KnowledgeBase) -> None:
    assert kb.get("2322303").successor == "2577062"
    assert kb.get("2577062").successor is None
    assert [one.name for one in kb.articles()] == ["2322303 r1", "2577062 r2"]


@pytest.mark.parametrize(
    ("number", "revision_", "message"),
    [
        ("2577063", None, "there is no article 2577063; did you mean 2577062?"),
        ("257706", None, "there is no article 257706; did you mean 2577062?"),
        ("spoon", None, "there is no article spoon"),
        ("", None, "there is no article "),
        ("2577062", "3", "article 2577062 has no revision 3; it has 1, 2"),
    ],
)
def test_an_unknown_article(
    kb: kbassist.KnowledgeBase, number: str, revision_: str | None, message: str
) -> None:
    with pytest.raises(kbassist.UnknownArticle) as raised:
        kb.get(number, revision_)
    assert str(raised.value) == message


def test_search(kb: kbassist.KnowledgeBase) -> None:
    hits = kb.search("key pair", section="resolution", product="SAP Cloud for Customer")
    assert [hit.revision.number for hit in hits] == ["2577062"]
    assert kb.search("key pair", section="symp") == []
    assert kb.search("spoon") == []
    assert len(kb.search("certificate", limit=1)) == 1
    for name in ("spoon", "", "re"):
        with pytest.raises(
            kbassist.KBError, match=f"no section is called '{name}'; there are Symp"
        ):
            kb.search("key", section=name)
    with pytest.raises(kbassist.KBError, match="no audience is called 'boss'; there are internal"):
        kb.search("key", audience="boss")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(kbassist.StoreUnavailable, match="there is no folder"):
        kbassist.open(tmp_path / "nowhere", cache=tmp_path)


GOOD = "---\nnumber: '1'\ntitle: x\nsignatures: [the vault ledger is sealed]\n---\n## Resolution\n\nCall.\n"


def test_one_bad_article_never_hides_the_others(tmp_path: Path) -> None:
    kb = folder(tmp_path, {"good.md": GOOD, "bad.md": "---\nnumber: 2\n---\n", "worse.md": "\0"})
    assert [one.number for one in kb.articles()] == ["1"]
    assert kb.match("the vault ledger is sealed").verdict is Verdict.MATCH
    assert {Path(fault.path).name for fault in kb.faults} == {"bad.md", "worse.md"}
    assert all(isinstance(fault, kbassist.ArticleFault) for fault in kb.faults)
    assert set(kb.check()) >= set(kb.faults)
    kb.close()


def test_an_article_that_changes_is_read_again(tmp_path: Path) -> None:
    kb = folder(tmp_path, {"a.md": GOOD})
    assert kb.match("the vault ledger is sealed").verdict is Verdict.MATCH
    (tmp_path / "articles/a.md").write_text(GOOD.replace("vault ledger", "tunnel broker"))
    assert kb.refresh().articles == 1
    assert kb.match("the vault ledger is sealed").verdict is Verdict.NONE
    assert kb.match("the tunnel broker is sealed").verdict is Verdict.MATCH
    kb.close()


# ----------------------------------------------------------------------------------------- snippets


def test_a_snippet_of_a_match_and_of_a_revision(kb: kbassist.KnowledgeBase) -> None:
    values = {"existing_user": "_SVC_ERP", "new_user": "_CRM"}
    of_match = kb.snippet(found(kb), "markdown", "customer", {"new_user": "_CRM"})
    of_revision = kb.snippet(kb.get("2577062"), "markdown", "customer", values)
    assert of_match == of_revision
    assert "`_CRM`" in of_match
    assert "____" in kb.snippet(found(kb))  # a blank that stays visible for the desk


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_format(kb: kbassist.KnowledgeBase, form: str) -> None:
    made = kb.snippet(found(kb), format=form)
    assert made.endswith("\n")
    assert "SVC" in made


def test_a_customer_gets_no_blanks(kb: kbassist.KnowledgeBase) -> None:
    for audience in ("customer", "public", Audience.PARTNER):
        with pytest.raises(kbassist.MissingValues) as raised:
            kb.snippet(found(kb), audience=audience)
        assert raised.value.names == ("new_user",)
        assert "new_user" in str(raised.value)


def test_what_is_not_for_a_reader() -> None:
    resolution = (section("Resolution", "Call us.", internal="The safe is behind the picture."),)
    secret, draft, old = (
        revision("1", audience=Audience.INTERNAL, sections=resolution),
        revision("2", confidence=Confidence.WORK_IN_PROGRESS, sections=resolution),
        revision("3", confidence=Confidence.VALIDATED, sections=resolution),
    )
    kb = base(secret, draft, old)
    assert "picture" in kb.snippet(secret)
    for one in (secret, draft):
        with pytest.raises(kbassist.NotForAudience):
            kb.snippet(one, audience="customer")
    assert "picture" not in kb.snippet(old, audience="customer")
    with pytest.raises(kbassist.NotForAudience):
        kb.snippet(secret, audience="customer", allow_unvalidated=True)


def test_unknown_formats_and_audiences(kb: kbassist.KnowledgeBase) -> None:
    with pytest.raises(kbassist.KBError, match="no format is called 'yaml'; there are text"):
        kb.snippet(found(kb), "yaml")
    with pytest.raises(kbassist.KBError, match="no audience is called 'boss'; there are internal"):
        kb.snippet(found(kb), audience="boss")


def test_an_example_is_filled_in_and_told() -> None:
    known = {"user_id": Placeholder("user_id", example="_ABC")}
    kb = base(revision("1", "The vault ledger was sealed by {{user_id}}", placeholders=known))
    best = found(kb, "The vault ledger was sealed by _ABC")
    assert best.variables["user_id"].flags == (Flag.EXAMPLE,)
    assert "_ABC" in kb.snippet(best)
    assert any("example" in note for note in best.notes)


# ---------------------------------------------------------------------------------------- near words


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("certifcate", ("certificate",)),
        ("asigned certificate", ("assigned",)),
        ("Certificate", ()),
        ("zzz", ()),
        ("", ()),
    ],
)
def test_words_that_a_search_may_have_meant(
    kb: kbassist.KnowledgeBase, query: str, near: tuple[str, ...]
) -> None:
    assert kb.nearest(query) == near
