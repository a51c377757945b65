"""Messages that are only spoken of, and live ones with harmless words around them.

`tests/speech/` holds texts of both sorts, each with the message that it is about; the model of what is
heard around a message was fitted on them, so that here they show only that nothing is lost. Those in
`sentences.jsonl` are about messages that the tests have articles for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kbassist
from kbassist import desk
from kbassist.match.mention.speech import FEW, Speech, Words, read_speech
from kbassist.model import Verdict
from tests.small import written

TEXTS = Path(__file__).parent / "speech"
SIGNATURES = [
    "1 Cargo {{word}} has left the harbour without papers of carrier {{number}}",
    "2 Posting period {{number}} is closed for company {{word}}",
]
OTHERS = 0.9
"""Share of the texts about other messages that must be told rightly."""


def texts(name: str) -> list[dict[str, Any]]:
    """The texts of one file."""
    lines = (TEXTS / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


SENTENCES = texts("sentences")
SPOKEN_OF = [
    *(one["text"] for one in SENTENCES if not one["live"]),
    "KBA 2577062 is wrong, please correct the typo",
    "<ticket><status>closed</status><title>Certificate is already assigned to user _CPI_DEV</title>"
    "</ticket>",
]
LIVE = [one["text"] for one in SENTENCES if one["live"]]


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> list[kbassist.KnowledgeBase]:
    """The bundled articles, and two invented ones."""
    return [kbassist.open(cache=tmp_path_factory.mktemp("index")), written(SIGNATURES)]


def verdicts(bases: list[kbassist.KnowledgeBase], paste: str) -> list[Verdict]:
    """The answers of all bases to *paste*."""
    return [kb.match(paste).verdict for kb in bases]


@pytest.mark.parametrize("paste", SPOKEN_OF, ids=ascii)
def test_what_is_only_spoken_of_is_no_match(
    bases: list[kbassist.KnowledgeBase], paste: str
) -> None:
    assert Verdict.MATCH not in verdicts(bases, paste)


@pytest.mark.parametrize("paste", LIVE, ids=ascii)
def test_words_around_a_live_message_do_not_hide_it(
    bases: list[kbassist.KnowledgeBase], paste: str
) -> None:
    assert Verdict.MATCH in verdicts(bases, paste)


def test_what_is_heard_around_a_message() -> None:
    text = "Old note. Nobody complained: MSG again? Thanks."
    start = text.index("MSG")
    heard = Words(text).around(start, start + 3)
    assert sorted(heard) == sorted(
        "old|note|nobod|compl|again|?|thank|old note|note nobod|nobod compl|again ?|? thank|<old|<note|<nobod"
        "|<compl|>again|>?|>thank|=nobod|=compl|=again|=?".split("|")
    )
    assert heard["nobod compl"] == "Nobody complained"
    assert heard["=nobod"] == "Nobody"


def test_signs_of_scripts_without_blanks_are_heard_one_by_one() -> None:
    assert {"解", "解 決", "<解"} <= Words("解決 MSG").around(3, 6).keys()


def test_far_from_a_message_only_the_beginning_of_a_paste_is_heard() -> None:
    text = "Solved. " + "x1 " * 700 + "Quiet " + "y2 " * 700 + "MSG"
    heard = Words(text).around(text.index("MSG"), len(text))
    assert "solve" in heard
    assert "quiet" not in heard


def test_the_words_that_tell_most_are_the_reason() -> None:
    speech = read_speech("-1.000 0.500\n4.0 solve|thank\n9.0 <long\n-2.0 today\n")
    text = "Solved long ago, thanks: MSG"
    place = text.index("MSG"), len(text)
    words = Words(text)
    assert speech.odds(words.around(*place)) == pytest.approx(-1 + 17 / (3 + FEW) ** 0.5)
    assert speech.spoken_of(words, *place) == "long, Solved, thanks"
    assert speech.spoken_of(Words("Today MSG is back here"), 6, 9) == ""
    assert Speech(speech.weights, speech.bias, 9.9).spoken_of(words, *place) == ""


@pytest.mark.parametrize("name", sorted(one.stem for one in TEXTS.glob("*.jsonl")))
def test_each_text_holds_its_message(name: str) -> None:
    for one in texts(name):
        assert isinstance(one["live"], bool)
        assert one["article"]
        assert one["message"].strip()
        assert one["message"] in one["text"]


@pytest.mark.parametrize(
    "name", ["business", "developers", "infrastructure", "office", "sentences_of_others", "threads"]
)
def test_what_was_learned_is_what_is_shipped(name: str) -> None:
    """Of the texts that it was fitted on nearly all are told rightly: no other file lies in the package."""
    speech = desk.speech()
    right = total = 0
    for one in texts(name):
        start = one["text"].index(one["message"])
        said = speech.spoken_of(Words(one["text"]), start, start + len(one["message"]))
        total += 1
        right += bool(said) is not one["live"]
    assert right > OTHERS * total
