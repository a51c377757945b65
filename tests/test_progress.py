"""What is kept of a walk: it is read as it was written, whole or not at all, and holds no secret."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import progress
from kbassist.model import Audience, Flag, KBError, Source, Variable
from kbassist.progress import Progress
from kbassist.walkthrough import Said, State, Walk, begun

text = st.text(max_size=8)
said = st.builds(Said, st.sampled_from(State), text, st.lists(text, max_size=2).map(tuple))
walks = st.builds(
    lambda said, steps, at: Walk(min(steps, len(said)), tuple(said), min(at, len(said))),
    st.lists(said, max_size=4),
    st.integers(0, 4),
    st.integers(0, 4),
)
variables = st.dictionaries(
    text,
    st.builds(
        Variable,
        text,
        st.sampled_from([None, *Source]),
        st.none(),
        st.lists(st.sampled_from(Flag), max_size=2).map(tuple),
    ),
    max_size=3,
)
ONE = Progress("INC7", "T-1", "2", "2", "abc123", Audience.CUSTOMER, "en", True, "NOW", begun(2, 1))


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KBASSIST_DATA", str(folder))
    progress.delete("INC7")


@given(walk=walks, known=variables, audience=st.sampled_from(Audience), language=text)
def test_what_is_written_is_read(
    walk: Walk, known: dict[str, Variable], audience: Audience, language: str
) -> None:
    progress.delete("INC7")
    one = replace(ONE, walk=walk, variables=known, audience=audience, language=language)
    progress.write(one, None)
    assert progress.read("INC7") == one


def test_a_write_that_fails_leaves_what_was_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress.write(ONE, None)
    with monkeypatch.context() as broken:
        broken.setattr(json, "dump", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            progress.write(replace(ONE, language="de"), ONE)
    assert progress.read("INC7") == ONE
    assert [path.name for path in (folder / "walks").iterdir()] == [progress.place("INC7").name]


def test_what_somebody_else_wrote_is_not_written_over() -> None:
    progress.write(ONE, None)
    for before in (None, replace(ONE, language="de")):
        with pytest.raises(KBError, match="INC7 is being walked somewhere else, too"):
            progress.write(replace(ONE, language="fr"), before)
    progress.delete("INC7")
    with pytest.raises(KBError, match="somewhere else"):
        progress.write(replace(ONE, language="fr"), ONE)
    assert progress.read("INC7") is None


@pytest.mark.parametrize("ticket", ["../../etc/passwd", "/x", "a" * 100, "CON", "é", "a:b", "A#1"])
def test_the_name_of_a_file_is_harmless(folder: Path, ticket: str) -> None:
    path = progress.place(ticket)
    assert path.parent == folder / "walks"
    assert path.name.isascii()
    assert len(path.name) < 70


def test_names_that_look_alike_have_files_of_their_own() -> None:
    tickets = ("INC7", "inc7", "INC-7", "INC/7", "INC:7", "INC7.")
    assert len({progress.place(one).name.lower() for one in tickets}) == len(tickets)


@pytest.mark.parametrize(
    ("name", "value", "stays"),
    [
        ("tank", "A7", True),
        ("mail", "joe@corp.com", True),
        ("password", "sesame", False),
        ("tank", "AKIAIOSFODNN7EXAMPLE", False),
        ("url", "https://joe:hunter2@db.example/x", False),
    ],
)
def test_secrets_are_not_kept(name: str, value: str, stays: bool) -> None:
    kept = progress.keepable({name: Variable(value, Source.HINT, (0, 3)), "none": Variable()})
    assert kept == ({name: Variable(value, Source.HINT)} if stays else {})
