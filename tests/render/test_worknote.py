"""Whatever somebody types as a note or a reason, no format's reader takes it for structure."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kbassist.model import Snippet
from kbassist.render import RENDERERS
from kbassist.walkthrough import Answer, Verb, Walk, after, begun, steps
from kbassist.worknote import WORDS, work_note
from tests.render.hostile import PLAIN, VALUES, every_place, hostile, shown
from tests.render.readers import visible
from tests.render.test_structure import BACKTICK, READERS, read


def note(words: str, value: str = PLAIN) -> Snippet:
    """The work note of a walk in which *words* were typed wherever words can be typed."""
    made = every_place(value)
    taken = steps(made.sections[0].nodes)
    walk: Walk = begun(len(taken), 1)
    for answer in (
        Answer(Verb.NOTE, words),
        Answer(Verb.NOTE, words),
        Answer(Verb.DONE),
        Answer(Verb.SKIP, words),
        Answer(Verb.NOTE, words),
        Answer(Verb.SKIP, words),
        *[Answer(Verb.DONE)] * (len(taken) - 3),
        Answer(Verb.NOTE, words),
        Answer(Verb.NO),
    ):
        walk = after(walk, answer)
    times = {"started": "2027-01-31T12:00Z", "finished": "2027-01-31T12:30Z"}
    return work_note(made, taken, taken[:1], walk, language="en", ticket="INC7", **times)


@pytest.mark.parametrize("form", READERS)
def test_typed_words_are_seen_as_they_are(form: str) -> None:
    for words in VALUES:
        if len(words) <= 2_000 and shown(words).strip():
            same_structure(form, shown(words))


@pytest.mark.parametrize("form", READERS)
@settings(max_examples=20)
@given(words=hostile.map(shown).filter(lambda text: len(text) <= 2_000))
def test_any_typed_words(form: str, words: str) -> None:
    same_structure(form, words)


def same_structure(form: str, words: str) -> None:
    plain = read(form, note(PLAIN, "Other"), words, markup=False)
    assert read(form, note(words, "Other"), markup=False) == plain
    typed = " ".join(words.replace("`", BACKTICK.get(form, "`")).split())
    assert visible(plain).count(typed) >= 6


@pytest.mark.parametrize("form", READERS)
@settings(max_examples=20)
@given(value=hostile)
def test_any_value_in_a_work_note(form: str, value: str) -> None:
    assume(len(value) < 500)
    assert read(form, note("typed", value)) == read(form, note("typed"), shown(value))


@given(words=st.text(min_size=1, max_size=40).filter(lambda text: bool(shown(text).strip())))
def test_typed_words_as_text_and_json(words: str) -> None:
    said = " ".join(shown(words).split())
    for form in ("text", "json"):
        written = RENDERERS[form](note(words))
        if form == "json":
            written = " ".join(one["text"] for one in json.loads(written)["sections"])
        assert said in re.sub(r"\s+", " ", written)


def test_every_language_has_every_word() -> None:
    english = WORDS["en"]
    for words in WORDS.values():
        assert words.states.keys() == english.states.keys()
        assert words.outcomes.keys() == english.outcomes.keys()
        assert words.counted.keys() == english.counted.keys()
        for one, other in zip(words, english, strict=True):
            if isinstance(one, str) and isinstance(other, str):
                assert set(re.findall(r"\{\w*\}", one)) == set(re.findall(r"\{\w*\}", other))
