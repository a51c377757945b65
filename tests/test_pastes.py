"""Real-looking pastes, each with the answer that a support desk wants.

`pastes/NAME.txt` is the paste, byte by byte; `pastes/NAME.expect.yml` says what must come of it. The name
says what the paste shows; those that begin with `no-` must not be answered with a match. Every field but
the verdict is optional:

    verdict: match                  # or a list of allowed ones
    article: "2577062"              # of the best candidate, unless there is none; or a list
    revision: "2"
    reason: signature
    captures: {existing_user: _SVC_ERP, new_user: null}     # null: not known
    flags: {existing_user: [cut]}   # these at least; []: none at all
    missing: [new_user]
    notes: a piece of a note that must be there
    lines: [4, 4]
    count: 3                        # how often the message stands in the paste
    others: 0                       # how many further errors stand in the paste
    arguments: {product: C4C, version: "1605", values: {new_user: _X}}
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import kbassist
from kbassist.model import Match, MatchResult
from kbassist.text import decode

FOLDER = Path(__file__).parent / "pastes"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
FIELDS = {
    "verdict",
    "article",
    "revision",
    "reason",
    "captures",
    "flags",
    "missing",
    "notes",
    "lines",
    "count",
    "others",
    "arguments",
}


def expectation(name: str) -> dict[str, Any]:
    """What `NAME.expect.yml` says; every scalar is a string."""
    text = (FOLDER / f"{name}.expect.yml").read_text(encoding="utf-8")
    loaded = yaml.load(text, yaml.BaseLoader)
    assert isinstance(loaded, dict), f"{name}.expect.yml holds no fields"
    return loaded


@pytest.fixture(scope="session")
def kb(tmp_path_factory: pytest.TempPathFactory) -> "kbassist.KnowledgeBase":
    """The bundled articles, indexed afresh."""
    return kbassist.open(cache=tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("name", NAMES)
def test_paste(kb: "kbassist.KnowledgeBase", name: str) -> None:
    paste = decode((FOLDER / f"{name}.txt").read_bytes())
    expected = expectation(name)
    result = kb.match(paste, **expected.get("arguments", {}))
    wrong = list(differences(expected, result))
    assert not wrong, "\n".join([f"{name}:", *wrong, "", "the paste:", paste])


def test_every_paste_has_its_expectation() -> None:
    expectations = {path.name.removesuffix(".expect.yml") for path in FOLDER.glob("*.yml")}
    assert expectations == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_expectation_is_written_right(name: str) -> None:
    expected = expectation(name)
    assert "verdict" in expected
    assert set(expected) <= FIELDS
    assert refused(expected) or not name.startswith("no-")


def test_a_third_of_the_pastes_must_be_refused() -> None:
    assert len(NAMES) >= 110
    assert sum(refused(expectation(name)) for name in NAMES) * 3 >= len(NAMES)


def refused(expected: dict[str, Any]) -> bool:
    """Whether a match would be the wrong answer."""
    return "match" not in allowed(expected["verdict"])


def differences(expected: dict[str, Any], result: MatchResult) -> Iterator[str]:
    """Whatever in *result* is not as *expected*, one line each."""

    def differs(field: str, wanted: object, found: object) -> str:
        return f"  {field}: expected {wanted}, found {found}"

    best = result.best
    if result.verdict not in allowed(expected["verdict"]):
        score = f" (score {best.score:.2f}, {result.reason})" if best else ""
        yield differs("verdict", expected["verdict"], f"{result.verdict}{score}")
    if "reason" in expected and result.reason != expected["reason"]:
        yield differs("reason", expected["reason"], result.reason)
    if "others" in expected and len(result.others) != int(expected["others"]):
        yield differs("others", expected["others"], [one.title for one in result.others])
    if best is not None:
        for field, wanted, found in _differences(expected, best):
            yield differs(field, wanted, found)


def _differences(expected: dict[str, Any], best: Match) -> Iterator[tuple[str, object, object]]:
    """(field, expected, found) where the best candidate is not as expected."""
    if "article" in expected and best.article not in allowed(expected["article"]):
        yield "article", expected["article"], best.article
    if "revision" in expected and best.revision != expected["revision"]:
        yield "revision", expected["revision"], f"{best.revision} ({best.revision_reason})"
    for name, wanted in expected.get("captures", {}).items():
        found = best.variables[name].value
        if found != (None if wanted == "null" else wanted):
            yield name, wanted, found
    for name, wanted in expected.get("flags", {}).items():
        flags = set(map(str, best.variables[name].flags))
        if not (set(wanted) <= flags if wanted else not flags):
            yield f"flags of {name}", wanted, sorted(flags)
    if "missing" in expected and list(best.missing) != expected["missing"]:
        yield "missing", expected["missing"], list(best.missing)
    if "notes" in expected and not any(expected["notes"] in note for note in best.notes):
        yield "notes", expected["notes"], list(best.notes)
    if "lines" in expected and best.lines != tuple(map(int, expected["lines"])):
        yield "lines", expected["lines"], best.lines
    if "count" in expected and best.count != int(expected["count"]):
        yield "count", expected["count"], best.count


def allowed(value: str | list[str]) -> list[str]:
    """One value, or several of which any will do."""
    return [value] if isinstance(value, str) else value
