"""What holds of every match: captures give back the text, places slice it; order changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist.model import Reason
from kbassist.template import fill, names, parse, plain
from kbassist.text import normalise, tokenise
from tests.small import LINES, base, folder, revision, written
from tests.tables import Case, unnumbered
from tests.test_match import TABLE

WORDS = "broker quorum ledger superblock vault the is of not denied Überlauf 証明 evicted 17"
MARKS = (": ", " ", " '", "' ", " (", ") ", ", ", " - ", "/", "_")
LITERALS = st.lists(
    st.tuples(st.sampled_from(WORDS.split()), st.sampled_from(MARKS)), min_size=2
).map(lambda pairs: "".join(word + mark for word, mark in pairs))
VALUES = st.text("aB1_-.'\"ü /\\{}<&", min_size=1, max_size=12)


@st.composite
def signatures(draw: st.DrawFn) -> str:
    """Two or three stretches of literal text with slots before, between and behind them."""
    written = ""
    for i in range(draw(st.integers(2, 3))):
        written += draw(
            st.sampled_from(["", f"{{{{text_{i}}}}}", f"{{{{text_{i}a}}}} {{{{text_{i}}}}}"])
        )
        written += draw(LITERALS)
    return written + draw(st.sampled_from(["", "{{text_9}}"]))


def squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


@given(signatures(), st.data(), st.sampled_from(["", "see: ", "x\n\n", "'"]))
@settings(max_examples=300)
def test_signature_and_captures_give_back_the_text(
    signature: str, data: st.DataObject, before: str
) -> None:
    """But for case and blanks, where the match is exact and every slot holds something."""
    values = {name: data.draw(VALUES) for name in names(parse(signature))}
    paste = before + plain(fill(parse(signature), values, {}))
    result = base(revision("1", signature)).match(paste)
    for match in filter(None, [result.best, *result.others]):
        captured = {n: one.value for n, one in match.variables.items() if one.value is not None}
        if (
            result.reason is Reason.SIGNATURE
            and match.span is not None
            and set(captured) == set(values)
        ):
            read = normalise(paste[slice(*match.span)]).repaired
            assert squeezed(plain(fill(parse(signature), captured, {}))) == squeezed(read)


PASTES = [unnumbered(case.given.split("\n---")[1][1:]) for case in TABLE]
EVERYTHING = [line for case in TABLE for line in case.given.split("\n---")[0].split("\n")]


def numbered_lines() -> list[str]:
    """Every signature of the table, each as an article of its own, some twice."""
    return [f"{1000 + i} {line.split(' ', 1)[1]}" for i, line in enumerate(EVERYTHING)]


@pytest.mark.parametrize("case", TABLE, ids=[case.title for case in TABLE])
def test_places_slice_the_paste(case: Case) -> None:
    base, paste = (unnumbered(part) for part in case.given.split("\n---"))
    paste = paste[1:]
    result = written(base.split("\n")).match(paste)
    assert result.characters == result.used == len(paste)
    for match in filter(None, [result.best, *result.candidates, *result.others]):
        assert match.span is not None
        assert match.signature is not None
        literals = tokenise(match.signature)
        for start, end in match.words:
            assert match.span[0] <= start < end <= match.span[1]
            if result.reason is Reason.SIGNATURE:
                words = [token.text for token in normalise(paste[start:end])]
                assert any(literal in word for word in words for literal in literals)
        for variable in match.variables.values():
            if variable.value is not None:
                assert variable.span is not None
                read = normalise(paste[slice(*variable.span)]).repaired
                assert " ".join(read.split()) == variable.value


@given(st.permutations(numbered_lines()), st.sampled_from(PASTES))
@settings(max_examples=60)
def test_the_order_of_articles_does_not_matter(lines: list[str], paste: str) -> None:
    assert written(lines).match(paste).to_json() == written(numbered_lines()).match(paste).to_json()


ASK = """
import json, sys
import kbassist

kb = kbassist.open(sys.argv[1], cache=sys.argv[2])
for paste in json.loads(sys.stdin.read()):
    sys.stdout.write(json.dumps(kb.match(paste).to_json()) + "\\n")
"""


def test_same_bytes_whatever_the_hash_seed_and_the_names_of_the_files(tmp_path: Path) -> None:
    articles = [
        f"---\nnumber: '{line.split(' ')[0]}'\ntitle: x\nsignatures:\n"
        f"  - {json.dumps(line.split(' ', 1)[1])}\n---\n## Resolution\n\nCall us.\n"
        for line in numbered_lines()
        if LINES not in line and ">>>" not in line
    ]
    said = []
    for seed, ordered in (("1", articles), ("4242", articles[::-1])):
        place = tmp_path / seed
        kb = folder(place, {f"{i:03}.md": text for i, text in enumerate(ordered)})
        assert kb.faults == ()
        kb.close()
        done = subprocess.run(
            [sys.executable, "-c", ASK, place / "articles", place / "cache"],
            input=json.dumps([*PASTES, " ".join(PASTES), "\n".join(PASTES)]),
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(done.stdout)
    assert said[0] == said[1]
    assert len(said[0].splitlines()) == len(PASTES) + 2
    assert said[0].count('"verdict": "match"') > len(PASTES) / 4
