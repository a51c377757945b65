"""No value and no word of an article changes what a format's reader makes of a snippet.

Each text is read back by the rules of the program that shows it. With a hostile value the reader must find
the same structure as with a plain one, and see that value where the plain one stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import example, given, settings

from kbassist.model import Snippet
from kbassist.render import RENDERERS
from tests.render.hostile import PLAIN, VALUES, every_place, every_text, hostile, shown
from tests.render.readers import Seen, adf, commonmark, jira, markup, settle, visible

READERS: dict[str, Callable[[str], Iterable[Seen]]] = {
    "markdown": commonmark.markdown,
    "html": markup.html,
    "jira": jira.read,
    "confluence": markup.confluence,
    "servicenow": markup.servicenow,
    "zendesk": markup.zendesk,
    "adf": adf.read,
    "teams": commonmark.teams,
}


def read(form: str, snippet: Snippet, word: str = PLAIN, markup: bool = True) -> list[Seen]:
    """What is seen of *snippet*, with *word* in the place of the plain one."""
    found = READERS[form](RENDERERS[form](snippet))
    return settle((Seen(kind, text.replace(PLAIN, word)) for kind, text in found), markup)


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_hostile_value(form: str, value: str) -> None:
    assert read(form, every_place(value)) == read(form, every_place(PLAIN), shown(value))


@pytest.mark.parametrize("form", READERS)
@settings(max_examples=100)
@given(value=hostile)
@example(value="\\ \n")
def test_any_value(form: str, value: str) -> None:
    assert read(form, every_place(value)) == read(form, every_place(PLAIN), shown(value))


@pytest.mark.parametrize("form", READERS)
def test_every_place_is_seen(form: str) -> None:
    assert visible(read(form, every_place(PLAIN))).count(PLAIN) >= 40


@pytest.mark.parametrize("form", READERS)
@settings(max_examples=100)
@given(words=hostile.map(shown))
def test_any_words(form: str, words: str) -> None:
    plain = read(form, every_text(PLAIN), words, markup=False)
    assert read(form, every_text(words), markup=False) == plain
    assert visible(plain).count(" ".join(words.split())) >= 8
