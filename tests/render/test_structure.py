"""No value and no word of an article changes what a format's reader makes of a snippet.

Each text is read back by the rules of the program that shows it. With a hostile value the reader must find
the same structure as with a plain one, and see that value where the plain one stood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

import pytest
from hypothesis import assume, example, given, settings

from kbassist.model import Snippet
from kbassist.render import RENDERERS, page
from kbassist.render.document import document
from tests.render.hostile import PLAIN, VALUES, every_place, every_text, hostile, in_a_letter, shown
from tests.render.readers import Seen, adf, commonmark, jira, markup, settle, slack, visible

READERS: dict[str, Callable[[str], Iterable[Seen]]] = {
    "markdown": commonmark.markdown,
    "html": markup.html,
    "jira": jira.read,
    "confluence": markup.confluence,
    "servicenow": markup.servicenow,
    "zendesk": markup.zendesk,
    "adf": adf.read,
    "slack": slack.read,
    "teams": commonmark.teams,
}


BACKTICK = {"slack": "ˋ"}
"""What stands for a backtick where a format cannot write it in code, which is where values stand."""


def read(form: str, snippet: Snippet, word: str = PLAIN, markup: bool = True) -> list[Seen]:
    """What is seen of *snippet*, with *word* in the place of the plain one."""
    found = READERS[form](RENDERERS[form](snippet))
    word = word.replace("`", BACKTICK.get(form, "`"))
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
@settings(max_examples=50)
@given(value=hostile)
@example(value=";D")
def test_any_value_in_a_desks_own_words(form: str, value: str) -> None:
    assert read(form, in_a_letter(value)) == read(form, in_a_letter(PLAIN), shown(value))


@pytest.mark.parametrize("form", READERS)
def test_every_place_is_seen(form: str) -> None:
    assert visible(read(form, every_place(PLAIN))).count(PLAIN) >= 40


@pytest.mark.parametrize("form", READERS)
@settings(max_examples=100)
@given(words=hostile.map(shown))
def test_any_words(form: str, words: str) -> None:
    # Jira has no block that could hold the ends of both of its blocks: it stands there line by line.
    assume(form != "jira" or not {"{code", "{noformat"} <= set(re.findall(r"\{\w+", words.lower())))
    plain = read(form, every_text(PLAIN), words, markup=False)
    assert read(form, every_text(words), markup=False) == plain
    assert visible(plain).count(" ".join(words.replace("`", BACKTICK.get(form, "`")).split())) >= 8


@settings(max_examples=100)
@given(value=hostile)
def test_any_value_as_text(value: str) -> None:
    """Row by row, on a page so wide that none is wrapped; how a table's cells stand apart may differ."""

    def rows(value: str, word: str) -> list[str]:
        wide = page.plain(page.lines(document(every_place(value))), width=10**6)
        apart = (re.sub(r"[;\s]+", " ", row.replace(PLAIN, word)) for row in wide.split("\n"))
        return [row.strip() for row in apart]

    assert rows(value, value) == rows(PLAIN, shown(value))


@settings(max_examples=100)
@given(value=hostile)
def test_any_value_as_json(value: str) -> None:
    def told(value: str, word: str) -> object:
        def one(found: object) -> object:
            match found:
                case str():
                    return re.sub(r"[;\s]+", " ", found.replace(PLAIN, word)).strip()
                case list():
                    return list(map(one, found))
                case dict():
                    return {name: one(inner) for name, inner in found.items()}
            return found

        document = json.loads(RENDERERS["json"](every_place(value)))
        assert document.pop("text") == RENDERERS["text"](every_place(value))
        return one(document)

    assert told(value, value) == told(PLAIN, shown(value))
