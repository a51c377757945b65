"""Bare messages of catalogues: one file holds many, and each gives way to an article of its number."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from kbassist.model import Confidence, Product, Revision
from kbassist.store import Store
from kbassist.store import open as open_store
from kbassist.store.lookup import Query
from kbassist.store.memory import MemoryStore
from kbassist.store.sqlite import SqliteStore
from tests.store.bases import Reader, article, section, write

TIDES, ISLES = "tides.messages.jsonl", "isles/isles.messages.jsonl"


def bare(number: str, signature: str, path: str = TIDES, product: str = "Tide Portal") -> Revision:
    return article(
        number,
        "",
        signature,
        path=path,
        confidence=Confidence.WORK_IN_PROGRESS,
        applies_to=(Product(product),),
    )


BUOY = bare("TP-17", "Buoy {{value_1}} is adrift")
FERRY = bare("TP-18", "Ferry {{value_1}} has left the harbour without {{value_2}}")
OTHER_FERRY = bare("tp-18", "Ferry {{value_1}} never came", ISLES, "Isles")
WRITTEN = article(
    "TP-18",
    "",
    "Ferry {{ship}} has left the harbour without {{pilot}}",
    sections=(section("Resolution", "Call the pilot back."),),
)


class Folder:
    """A folder of articles and catalogues, and the stores of it."""

    def __init__(self, tmp: Path) -> None:
        self.folder, self.cache, self.read = tmp / "articles", tmp / "cache", Reader()
        self.folder.mkdir()
        self.stores: list[Store] = []
        self.there: dict[str, list[Revision]] = {}

    def hold(self, *revisions: Revision) -> None:
        """Let the folder hold these, and nothing else."""
        former, self.there = self.there, {}
        for one in revisions:
            self.there.setdefault(one.path, []).append(one)
        for path in former.keys() - self.there.keys():
            (self.folder / path).unlink()
        write(
            self.folder,
            (one for path, many in self.there.items() if many != former.get(path) for one in many),
        )

    def open(self, cache: bool = True) -> Store:
        if cache:
            made = open_store(
                [self.folder], self.read, self.cache, read_messages=self.read.messages
            )
        else:
            made = SqliteStore([self.folder], self.read, None, read_messages=self.read.messages)
        self.stores.append(made)
        return made

    def agree(self, store: Store, revisions: Iterable[Revision]) -> None:
        """*store* holds what plain dictionaries of *revisions* hold, and so does one made anew."""
        from dataclasses import replace

        measure = MemoryStore(replace(one, path=str(self.folder / one.path)) for one in revisions)
        for other in (store, self.open(cache=False)):
            assert held(other) == held(measure)
            assert other.faults == measure.faults


def held(store: Store) -> object:
    """What there is to be found in *store*."""
    status = store.status()
    patterns = sorted((p.number, p.bare, p.signature.text) for p in store.all_patterns())
    keys = ("=ferry", "=buoy", "=harbour", "&has left", "=nobody")
    postings = {key: posting.count for key, posting in store.postings(keys).items()}
    return (
        [(r.number, r.path) for number in store.numbers() for r in store.revisions(number)],
        [r.name for r in store.newest()],
        patterns,
        postings,
        [hit.revision.number for hit in store.search(Query("ferry"))],
        (status.articles, status.revisions, status.messages, status.signatures, status.faults),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path)
    yield made
    for one in made.stores:
        one.close()


def test_one_file_gives_many(folder: Folder) -> None:
    folder.hold(BUOY, FERRY)
    store = folder.open()
    assert [one.number for one in store.revisions("tp-17")] == ["TP-17"]
    assert store.revisions("TP-17")[0].bare
    assert store.size == 2
    assert list(store.newest()) == []
    status = store.status()
    assert (status.articles, status.revisions, status.messages) == (0, 0, 2)
    assert folder.read.taken() == ["tides.messages.jsonl"]
    folder.agree(store, (BUOY, FERRY))


def test_an_article_takes_the_place_of_its_message_and_gives_it_back(folder: Folder) -> None:
    for held_now in ((BUOY, FERRY), (BUOY, FERRY, WRITTEN), (BUOY, FERRY)):
        folder.hold(*held_now)
        store = folder.open()
        (found,) = store.revisions("TP-18")
        assert found.bare == (WRITTEN not in held_now)
        assert store.postings(["=harbour"])["=harbour"].count == 1
        folder.agree(store, held_now)
        store.close()


def test_an_article_added_leaves_the_catalogue_unread(folder: Folder) -> None:
    folder.hold(BUOY, FERRY)
    folder.open().close()
    folder.read.taken()
    folder.hold(BUOY, FERRY, WRITTEN)
    folder.open().close()
    assert folder.read.taken() == ["TP-18/r1.md"]
    folder.hold(BUOY, FERRY)
    folder.open().close()
    assert folder.read.taken() == []


def test_a_faulty_line_hides_no_other(folder: Folder) -> None:
    folder.hold(BUOY, FERRY)
    file = folder.folder / TIDES
    file.write_text("no message\n" + file.read_text())
    store = folder.open()
    (fault,) = store.faults
    assert (fault.line, fault.message, fault.path) == (1, "this is no message", str(file))
    assert store.status().messages == 2
    assert store.status().faults == 1


def test_of_two_catalogues_with_a_number_the_first_is_read(folder: Folder) -> None:
    folder.hold(FERRY, OTHER_FERRY)
    store = folder.open()
    assert [one.path for one in store.revisions("TP-18")] == [str(folder.folder / ISLES)]
    (fault,) = store.faults
    assert fault.path == str(folder.folder / TIDES)
    assert fault.message == "another catalogue, which is read instead, has 1 of its numbers too"
    folder.agree(store, (FERRY, OTHER_FERRY))


def test_a_search_shows_articles_first(folder: Folder) -> None:
    about = article("7", "On ships", sections=(section("Resolution", "Any ferry will do."),))
    folder.hold(BUOY, FERRY, about)
    store = folder.open()
    assert [hit.revision.number for hit in store.search(Query("ferry"))] == ["7", "TP-18"]
    assert [hit.revision.number for hit in store.search(Query("ferry left"))] == ["TP-18"]


STATES: Sequence[Revision] = (
    BUOY,
    FERRY,
    OTHER_FERRY,
    WRITTEN,
    bare("TP-19", "Nobody is at the wheel of {{value_1}}", ISLES),
    article("TP-19", "", "Nobody is at the helm of {{ship}}"),
    article("TP-18", "", "Ferry {{ship}} is late", revision="2"),
)


@pytest.mark.parametrize("few", [500, -100], ids=["in turn", "anew"])
@pytest.mark.parametrize("seed", range(8))
def test_however_it_grew_it_is_what_is_there(
    folder: Folder, seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbassist.store.sqlite.FEW", few)
    chance = random.Random(seed)
    for _ in range(6):
        there = [one for one in STATES if chance.random() < 0.6]
        folder.hold(*there)
        store = folder.open()
        folder.agree(store, there)
        store.close()
