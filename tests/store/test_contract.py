"""What every store promises, asked of each of them; the one in plain dictionaries is the measure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbassist.keys import pattern_keys, revision_keys, vocabulary, word_keys
from kbassist.model import (
    Audience,
    Kind,
    Pattern,
    Product,
    Revision,
    SearchHit,
    StoreUnavailable,
)
from kbassist.store import Posting, Store
from kbassist.store import open as open_store
from kbassist.store.lookup import Query
from kbassist.store.memory import MemoryStore
from kbassist.store.sqlite import SqliteStore
from tests.store.bases import BASE, CERTIFICATE, CPI, HCI, OLD, Reader, article, section, write

Make = Callable[[Path, Sequence[Revision]], Store]


def plain(folder: Path, revisions: Sequence[Revision]) -> Store:
    return MemoryStore(replace(one, path=str(folder / one.path)) for one in revisions)


def in_a_file(folder: Path, revisions: Sequence[Revision]) -> Store:
    write(folder, revisions)
    return open_store([folder], Reader(), folder.parent / "cache")


def without_a_file(folder: Path, revisions: Sequence[Revision]) -> Store:
    write(folder, revisions)
    return SqliteStore([folder], Reader(), None)


def grown(folder: Path, revisions: Sequence[Revision]) -> Store:
    """An index that saw everything change: other articles first, these in turn, from the last on."""
    others = [
        article(
            "1", "", CERTIFICATE, "gone {{a}} tomorrow", path="0/r1.md", supersedes=("3141132",)
        ),
        *(replace(one, signatures=(), keywords=("former",), supersedes=()) for one in revisions),
    ]
    write(folder, others)
    store = open_store([folder], Reader(), folder.parent / "cache")
    (folder / "0/r1.md").unlink()
    store.refresh()
    for one in reversed(revisions):
        write(folder, [one])
        store.refresh()
    return store


@pytest.fixture(params=[plain, in_a_file, without_a_file, grown])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Makes the store of some revisions."""
    made: list[Store] = []
    folder = tmp_path / "articles"
    folder.mkdir()

    def make(*revisions: Revision) -> Store:
        made.append(request.param(folder, revisions))
        return made[-1]

    yield make
    for one in made:
        one.close()


def keys_of(revisions: Iterable[Revision]) -> set[str]:
    keys: set[str] = set()
    for one in revisions:
        keys.update(revision_keys(one))
        for signature in one.signatures:
            keys.update(pattern_keys(signature))
            keys.update(key for word in vocabulary(signature) for key in word_keys(word))
    return keys


def named(patterns: Iterable[Pattern]) -> list[tuple[str, str, str, str]]:
    return sorted((p.number, p.revision, p.family, p.signature.text) for p in patterns)


def content(store: Store, key: str, posting: Posting) -> object:
    """What is filed under *key*, whatever its ids are."""
    assert list(posting.ids) == sorted(posting.ids)
    if key[0] == "^":
        return posting.count, sorted(store.words(posting.ids))
    if key[0] in "#~":
        return posting.count, sorted(one.name for one in store.by_ids(posting.ids))
    return posting.count, named(store.patterns(posting.ids))


# ------------------------------------------------------------------------------------------ matching


def test_patterns_are_found_by_their_keys(make: Callable[..., Store]) -> None:
    store = make(*BASE)
    found = store.postings(
        ["=certificate", "=permitted", "&already assigned", "=unheard", "=permitted"]
    )
    assert {key: one.count for key, one in found.items()} == {
        "=certificate": 4,
        "=permitted": 1,
        "&already assigned": 3,
    }
    (pattern,) = store.patterns(found["=permitted"].ids)
    assert (pattern.number, pattern.revision, pattern.family) == ("3141132", "1", "3141132")
    assert pattern.signature.text == "This file type is not permitted."
    assert list(store.postings([])) == []


def test_patterns_know_kinds_and_family(make: Callable[..., Store]) -> None:
    store = make(*BASE)
    assert store.size == 5
    assert {p.family for p in store.all_patterns()} == {"2577062", "3141132"}
    kinds = {tuple(p.kinds.items()) for p in store.all_patterns()}
    assert kinds == {(), (("existing_user", Kind.USER_ID),)}
    ids = [one.id for one in store.all_patterns()]
    assert ids == sorted(ids)


def test_ids_that_are_unknown_or_asked_twice(make: Callable[..., Store]) -> None:
    store = make(*BASE)
    ids = [one.id for one in store.all_patterns()]
    assert store.patterns([10**6, *ids, *reversed(ids), -1]) == list(store.all_patterns())
    assert store.words([10**6, -1]) == []
    assert store.by_ids([10**6, -1]) == []


def test_codes_and_words_lead_to_revisions(make: Callable[..., Store]) -> None:
    store = make(*BASE)
    found = store.postings(["#ora:1017", "~file"])
    assert [one.name for one in store.by_ids(found["#ora:1017"].ids)] == ["2577062 r1"]
    assert [one.name for one in store.by_ids(found["~file"].ids)] == ["3141132 r1"]


def test_trigrams_lead_to_words(make: Callable[..., Store]) -> None:
    store = make(*BASE)
    found = store.postings(["^cer", "^^ce"])
    assert store.words(found["^cer"].ids) == ["certificate"]


def test_every_store_files_the_same(make: Callable[..., Store]) -> None:
    store, measure = make(*BASE), MemoryStore(BASE)
    keys = keys_of(BASE) | {"=former", "=gone", "&gone tomorrow", "~former", "=nothing"}
    found, expected = store.postings(keys), measure.postings(keys)
    assert set(found) == set(expected)
    for key, posting in expected.items():
        assert content(store, key, found[key]) == content(measure, key, posting), key
    assert named(store.all_patterns()) == named(measure.all_patterns())
    assert store.size == measure.size
    assert store.families() == measure.families()


def test_what_is_too_common_is_only_counted(
    make: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("memory", "index"):
        monkeypatch.setattr(f"kbassist.store.{module}.CAP", 3)
    found = make(*BASE).postings(["=certificate", "=already"])
    assert found["=certificate"] == Posting(4, ())
    assert (found["=already"].count, len(found["=already"].ids)) == (3, 3)


def test_keys_that_are_no_text_are_unknown(make: Callable[..., Store]) -> None:
    assert list(make(CPI).postings(["=\ud800", "=certificate"])) == ["=certificate"]


def test_more_keys_than_fit_into_one_statement(make: Callable[..., Store]) -> None:
    keys = [f"=nothing{i}" for i in range(3000)]
    assert list(make(CPI).postings([*keys, "=certificate"])) == ["=certificate"]


# ------------------------------------------------------------------------------------------ articles


def test_revisions_oldest_first(make: Callable[..., Store]) -> None:
    tenth = replace(CPI, revision="10", path="2577062/r10.md")
    store = make(*BASE, tenth)
    assert [one.revision for one in store.revisions("2577062")] == ["1", "2", "10"]
    assert store.revisions("2322303")[0].successor == "2577062"
    assert store.revisions("2577062")[0].successor is None
    assert store.revisions("4711") == ()


@pytest.mark.parametrize(
    "asked",
    ["2577062", "0002577062", " 2577062 ", "KBA 2577062", "SAP Note 0002577062", "kba2577062"],
)
def test_numbers_as_people_write_them(make: Callable[..., Store], asked: str) -> None:
    assert [one.name for one in make(*BASE).revisions(asked)] == ["2577062 r1", "2577062 r2"]


def test_numbers_are_case_blind(make: Callable[..., Store]) -> None:
    assert [one.number for one in make(*BASE).revisions("WIKI-17")] == ["wiki-17"]


def test_a_revision_is_given_back_whole(make: Callable[..., Store], tmp_path: Path) -> None:
    (_, found) = make(*BASE).revisions("2577062")
    assert found == replace(CPI, path=str(tmp_path / "articles/2577062/r2.md"))


def test_numbers_and_newest(make: Callable[..., Store]) -> None:
    store = make(*BASE, article("999", path="999/r1.md"))
    assert list(store.numbers()) == ["999", "2322303", "2577062", "3141132", "wiki-17"]
    assert [one.name for one in store.newest()] == [
        *("999 r1", "2322303 r1", "2577062 r2", "3141132 r1", "wiki-17 r1"),
    ]


def test_codes_that_articles_list(make: Callable[..., Store]) -> None:
    saml = article("7", path="7/r1.md", codes=("SAML011", "ORA 1017"))
    assert list(make(*BASE, saml).codes()) == ["ora:1017", "saml:11"]


def test_an_empty_base(make: Callable[..., Store]) -> None:
    store = make()
    assert (store.size, store.faults, list(store.numbers()), store.search(Query("user"))) == (
        0,
        (),
        [],
        [],
    )
    assert (list(store.newest()), list(store.codes())) == ([], [])
    assert list(store.all_patterns()) == []
    assert store.status().articles == 0


# ------------------------------------------------------------------------------------------ families


def chain(*links: tuple[str, str]) -> list[Revision]:
    """Articles that supersede one another: (newer, older)."""
    numbers = dict.fromkeys(number for link in links for number in link)
    return [
        article(
            number,
            "",
            f"error {number} happened",
            supersedes=tuple(o for n, o in links if n == number),
        )
        for number in numbers
    ]


@pytest.mark.parametrize(
    ("links", "families"),
    [
        ([("2", "1")], {"1": "2", "2": "2"}),
        ([("3", "2"), ("2", "1")], {"1": "3", "2": "3", "3": "3"}),
        ([("3", "1"), ("3", "2")], {"1": "3", "2": "3", "3": "3"}),
        ([("2", "1"), ("10", "1")], {"1": "10", "2": "2", "10": "10"}),
        ([("2", "0001")], {"0001": "2", "2": "2"}),
        ([("1", "1")], {"1": "1"}),
        ([("2", "1"), ("1", "2")], {"1": "2", "2": "2"}),
        (
            [("1", "2"), ("2", "3"), ("3", "1"), ("3", "0")],
            {"0": "3", "1": "3", "2": "3", "3": "3"},
        ),
        ([("B", "a"), ("c", "b")], {"a": "c", "B": "c", "c": "c", "b": "c"}),
    ],
)
def test_the_family_is_the_end_of_the_chain(
    make: Callable[..., Store], links: list[tuple[str, str]], families: dict[str, str]
) -> None:
    revisions = [one for one in chain(*links) if (one.number, links[0][0]) != ("b", "B")]
    store = make(*revisions)
    assert {one.number: one.family for one in store.all_patterns()} == {
        number: family for number, family in families.items() if number != "b"
    }


def test_a_family_is_named_as_its_article_is_written(make: Callable[..., Store]) -> None:
    store = make(
        article("KB-1", "", "one error"),
        article("kb-1", "", "two errors", revision="2", path="kb-1/r2.md"),
        article("0007", "", "three errors"),
    )
    assert sorted({(one.number, one.family) for one in store.all_patterns()}) == [
        ("0007", "0007"),
        ("KB-1", "KB-1"),
        ("kb-1", "KB-1"),
    ]


# -------------------------------------------------------------------------------------------- faults


def test_two_files_with_the_same_revision(make: Callable[..., Store], tmp_path: Path) -> None:
    twin = replace(HCI, number="0002577062", revision="01", path="2577062/copy.md")
    store = make(*BASE, twin)
    assert [Path(one.path).name for one in store.revisions("2577062")] == ["copy.md", "r2.md"]
    (fault,) = store.faults
    folder = tmp_path / "articles/2577062"
    assert str(fault) == (
        f"{folder / 'r1.md'}: {folder / 'copy.md'} has the same number and revision and is read instead"
    )
    assert store.status().faults == 1


def test_status_counts(make: Callable[..., Store]) -> None:
    status = make(*BASE).status()
    assert (status.articles, status.revisions, status.signatures, status.faults) == (4, 5, 5, 0)
    assert status.fresh
    assert set(status.to_json()) >= {"path", "folders", "articles", "size", "built", "refreshed"}


# -------------------------------------------------------------------------------------------- search


def found(hits: Iterable[SearchHit]) -> list[str]:
    return [one.revision.name for one in hits]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("keystore", ["2577062 r1"]),
        ("key pair", ["2577062 r2", "wiki-17 r1"]),
        ("KEY PAIR", ["2577062 r2", "wiki-17 r1"]),
        ("key-pair", ["2577062 r2", "wiki-17 r1"]),
        ("one user", ["2577062 r2"]),
        ("certif", ["2577062 r2", "3141132 r1", "wiki-17 r1", "2322303 r1"]),
        ("certif upload", ["2577062 r2"]),
        ("uploading certif", ["2577062 r2"]),
        ('"key pair"', ["2577062 r2", "wiki-17 r1"]),
        ('"pair key"', []),
        ('"certif"', []),
        ("LOD-CRM-INT-ERP", ["2577062 r2"]),
        ("ORA-01017", ["2577062 r1"]),
        ("cafe naive", ["3141132 r1"]),
        ("CAFÉ", ["3141132 r1"]),
        ("明書", ["3141132 r1"]),
        ("_one_ CERT-1", ["3141132 r1"]),
        ("cert-1.cer", ["3141132 r1"]),
        ("e-mail", ["2577062 r2"]),
        ("belongs taken", ["2577062 r2"]),
        ("unheardof", []),
        ("unheardof zebra", ["2577062 r2"]),
        ("???", []),
        ("ByDesign", ["3141132 r1"]),
        ("tunnel", ["2577062 r1"]),
        ('NEAR(a" OR b:* AND {x} ^ - + NOT (', ["2577062 r2", "3141132 r1"]),
        ("title : zebra*", ["2577062 r2"]),
        ("AND OR NOT", ["2577062 r2", "3141132 r1"]),
    ],
)
def test_search_finds(make: Callable[..., Store], query: str, hits: list[str]) -> None:
    assert sorted(found(make(*BASE).search(Query(query)))) == sorted(hits)


@pytest.mark.parametrize(
    "query", ["2577062", "0002577062", "KBA 2577062", "note 2577062", "SAP Note: 2577062"]
)
def test_a_number_goes_straight_to_its_article(make: Callable[..., Store], query: str) -> None:
    (hit,) = make(*BASE).search(Query(query))
    assert hit.revision.name == "2577062 r2"
    assert hit.excerpt


def test_what_is_superseded_or_archived_comes_last(make: Callable[..., Store]) -> None:
    hits = make(*BASE).search(Query("certificate is already assigned to user"))
    assert found(hits) == ["2577062 r2", "2322303 r1"]
    assert hits[1].revision.successor == "2577062"


def test_titles_weigh_more_than_bodies(make: Callable[..., Store]) -> None:
    store = make(
        article("1", sections=(section("Resolution", "Restart the gateway."),)),
        article("2", "The gateway does not answer", sections=(section("Cause", "Too busy."),)),
        article("3", keywords=("gateway",), sections=(section("Cause", "Too busy."),)),
    )
    assert [hit.revision.number for hit in store.search(Query("gateway"))] == ["2", "3", "1"]
    scores = [hit.score for hit in store.search(Query("gateway"))]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("name", "query", "hits"),
    [
        ("Resolution", "key pair", ["2577062 r2", "wiki-17 r1"]),
        ("Resolution", "uploading", []),
        ("Symptom", "uploading", ["2577062 r2"]),
        ("Cause", "certificate", ["2577062 r2"]),
        ("Internal Notes", "zebra", ["2577062 r2"]),
        ("Reproducing the Issue", "certificate", []),
        ("See Also", "certificate", []),
        ("Resolution", "tunnel", ["2577062 r1"]),
        ("Symptom", "tunnel", []),
        ("Symptom", "permitted", []),
    ],
)
def test_search_in_a_section(
    make: Callable[..., Store], name: str, query: str, hits: list[str]
) -> None:
    assert sorted(found(make(*BASE).search(Query(query, section=name)))) == hits


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.CUSTOMER, Audience.PUBLIC])
@pytest.mark.parametrize(
    "query", ["zebra", "tunnel", "desk renews", "wiki-17", "zebra tunnel team"]
)
def test_nothing_internal_is_found_by_others(
    make: Callable[..., Store], audience: Audience, query: str
) -> None:
    store = make(*BASE)
    assert store.search(Query(query, audience=audience)) == []
    assert store.search(Query(query, section="Internal Notes", audience=audience)) == []
    assert store.search(Query(query)) != []


def test_nothing_internal_is_shown_to_others(make: Callable[..., Store]) -> None:
    store = make(replace(HCI, sections=(section("Resolution", "A key pair.", internal="Hush."),)))
    shown = {
        audience: "".join(
            text
            for hit in store.search(Query("key pair", audience=audience))
            for text, _ in hit.excerpt
        )
        for audience in Audience
    }
    assert shown.pop(Audience.INTERNAL) == "A key pair. Hush."
    assert set(shown.values()) == {"A key pair."}


@pytest.mark.parametrize(
    ("audience", "hits"),
    [
        (Audience.INTERNAL, ["2322303", "2577062", "3141132", "wiki-17"]),
        (Audience.CUSTOMER, ["2322303", "2577062", "3141132"]),
        (Audience.PUBLIC, ["2322303", "2577062"]),
    ],
)
def test_only_what_an_audience_may_read(
    make: Callable[..., Store], audience: Audience, hits: list[str]
) -> None:
    assert [hit.revision.number for hit in make(*BASE).search(Query(audience=audience))] == hits


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        (Query(product="SAP Cloud for Customer add-ins"), ["2577062 r2"]),
        (Query(product="c4c"), ["2577062 r2"]),
        (Query(product="C4C", version="1605"), ["2577062 r1"]),
        (Query(product="SAP Hybris Cloud for Customer", version="1605"), ["2577062 r1"]),
        (Query(product="Cloud for Customer", version="1605"), ["2577062 r1"]),
        (Query(product="C4C", version="2205"), ["2577062 r2"]),
        (Query(product="Sales OnDemand", version="2.0"), ["2577062 r1"]),
        (Query(product="Sales OnDemand", version="3.0"), []),
        (Query(version="2.17"), ["3141132 r1", "2577062 r2"]),
        (Query(product="ByDesign"), ["3141132 r1"]),
        (Query(product="Custom"), []),
        (Query(component="LOD-CRM-INT-ERP"), ["2577062 r2"]),
        (Query(component="lod-crm"), ["2577062 r2", "3141132 r1"]),
        (Query(component="LOD-CR"), []),
        (Query(component="C4C with ERP"), ["2577062 r2"]),
        (Query(keyword="HCI"), ["2577062 r1"]),
        (Query(keyword="pair"), ["2577062 r2"]),
        (Query(keyword="pai"), []),
        (Query(keyword="key pair", component="LOD-CRM-SEC"), []),
        (Query(keyword="key pair", product="C4C", version="1605"), ["2577062 r1"]),
        (Query(product=""), []),
    ],
)
def test_filters(make: Callable[..., Store], query: Query, hits: list[str]) -> None:
    store = make(*BASE)
    assert sorted(found(store.search(query))) == sorted(hits)
    in_all = replace(query, words="certificate file key pair of")
    assert sorted(found(store.search(in_all))) == sorted(hits)


def test_filters_hold_for_numbers_too(make: Callable[..., Store]) -> None:
    store = make(*BASE)
    assert found(store.search(Query("2577062", product="C4C", version="1605"))) == ["2577062 r1"]
    assert found(store.search(Query("2577062", product="ByDesign"))) == []


def test_a_listed_version_goes_before_all(make: Callable[..., Store]) -> None:
    store = make(
        article("1", "one", applies_to=(Product("P", (), ("1.0",)),)),
        article("1", "one", revision="2", applies_to=(Product("P"),)),
    )
    assert found(store.search(Query("one", version="1.0"))) == ["1 r1"]
    assert found(store.search(Query("one", version="2.0"))) == ["1 r2"]
    assert found(store.search(Query("one", product="P"))) == ["1 r2"]


def test_limit(make: Callable[..., Store]) -> None:
    store = make(*BASE)
    assert [hit.revision.number for hit in store.search(Query(limit=2))] == ["2322303", "2577062"]
    assert len(store.search(Query("certificate", limit=1))) == 1
    assert store.search(Query("certificate", limit=0)) == []


@pytest.mark.parametrize(
    ("query", "section_name", "excerpt"),
    [
        (
            "keystore exp",
            "Resolution",
            "Create a key pair with the [Keystore] [Explorer]. Escalate to …",
        ),
        (
            "hci uploading",
            "Symptom",
            "[Uploading] the certificate of [HCI] fails for ‹user who holds it›.",
        ),
        ("ORA-01017", "", "Uploading the certificate of HCI fails for ‹user who holds it›."),
    ],
)
def test_excerpts(make: Callable[..., Store], query: str, section_name: str, excerpt: str) -> None:
    (hit,) = make(HCI).search(Query(query))
    text = "".join(f"[{text}]" if marked else text for text, marked in hit.excerpt)
    assert hit.section == section_name
    assert text.startswith(excerpt.removesuffix(" …"))


def test_an_excerpt_of_a_long_section(make: Callable[..., Store]) -> None:
    text = " ".join(f"word{i}" for i in range(500))
    (hit,) = make(article("1", sections=(section("Cause", text),))).search(Query("word250"))
    shown = "".join(piece for piece, _ in hit.excerpt)
    assert [piece for piece, marked in hit.excerpt if marked] == ["word250"]
    assert shown.startswith("… word2")
    assert shown.endswith(" …")
    assert len(shown) < 200
    assert shown[2:-2] in text


WORDS = st.sampled_from(["key", "pair", "Zebra", "naïve", "x1", "user_ID", "e-mail", "(", '"', "*"])
LINES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(LINES, LINES, LINES), min_size=1, max_size=5), st.lists(LINES, max_size=4)
)
def test_an_index_finds_what_looking_through_finds(
    tmp_path_factory: pytest.TempPathFactory,
    bodies: list[tuple[str, str, str]],
    queries: list[str],
) -> None:
    revisions = [
        article(str(i), title, line, sections=(section("Cause", body),))
        for i, (title, line, body) in enumerate(bodies)
    ]
    measure = MemoryStore(revisions)
    folder = tmp_path_factory.mktemp("base")
    write(folder, revisions)
    store = SqliteStore([folder], Reader(), None)
    for query in queries:
        for audience in (Audience.INTERNAL, Audience.PUBLIC):
            assert sorted(found(store.search(Query(query, audience=audience)))) == sorted(
                found(measure.search(Query(query, audience=audience)))
            )
    keys = keys_of(revisions)
    assert {key: one.count for key, one in store.postings(keys).items()} == {
        key: one.count for key, one in measure.postings(keys).items()
    }
    store.close()


def test_a_sqlite_without_full_text_search(
    make: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbassist.store.build._SEARCH", "CREATE VIRTUAL TABLE s USING none(a)")
    store = make(*BASE)
    assert found(store.search(Query("2577062"))) == ["2577062 r2"]
    assert found(store.search(Query(keyword="HCI"))) == ["2577062 r1"]
    if isinstance(store, SqliteStore):
        with pytest.raises(StoreUnavailable, match="FTS5"):
            store.search(Query("key pair"))
    assert OLD.number in list(store.numbers())
