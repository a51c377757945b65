"""The index's choice of signatures against no choice: comparing every signature with every line.

A matcher that is handed all signatures as candidates of each unit, and aligns all of them, is slow and
simple; the one that reads the index must come to the same verdict, article and captures.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import permutations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist import template
from kbassist.desk import background, speech, weights
from kbassist.keys import parts
from kbassist.match import Matcher, hits, propose
from kbassist.match.candidates import (
    LACKING,
    Cache,
    Candidate,
    Index,
    Unit,
    look_up,
    units,
)
from kbassist.match.hits import NEAREST
from kbassist.match.misread import alike
from kbassist.match.score import bound, probability
from kbassist.model import MatchResult, Revision
from kbassist.store.memory import MemoryStore
from kbassist.store.sqlite import SqliteStore
from kbassist.text import Text, normalise
from tests.small import revision, told
from tests.store.bases import Reader, write


def everything(text: Text, index: Index, cache: Cache) -> list[Unit]:
    """All signatures for every unit, the most promising first, in place of `candidates.look_up`."""
    assert isinstance(index, MemoryStore)
    every = cache.get([one.id for one in index.all_patterns()], index)
    found: dict[tuple[str, ...], Unit] = {}
    for numbers, region in units(text):
        held = {word for token in region.tokens for word in (token, *parts(token))}
        cache.rarity.learn(held)
        odd = [word for word in held if word.isalpha() and not cache.rarity.count_of(word)]
        known = found.get(tuple(region.tokens))
        if known:
            known.count += 1
            known.lines += numbers
            continue
        near = alike({word for one in every for line in one.lines for word in line.tokens}, odd)
        candidates = [
            Candidate(one, sum(bound(line, held, near).bits for line in one.lines), 0.0)
            for one in every
        ]
        candidates.sort(key=lambda one: (-one.bits, one.compiled.pattern.number))
        found[tuple(region.tokens)] = Unit(region, candidates, list(numbers))
    return list(found.values())


def naive(revisions: Sequence[Revision], pastes: Sequence[str]) -> list[MatchResult]:
    """What a matcher says that compares everything."""
    matcher = Matcher(MemoryStore(revisions), weights(), background(), speech)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hits, "look_up", everything)
        patch.setattr(propose, "ALIGNED", len(revisions) * 5)
        return [matcher.match(normalise(paste)) for paste in pastes]


def answered(store: SqliteStore | MemoryStore, pastes: Sequence[str]) -> list[MatchResult]:
    """What the matcher says that reads an index."""
    matcher = Matcher(store, weights(), background(), speech)
    return [matcher.match(normalise(paste)) for paste in pastes]


def same(one: MatchResult, other: MatchResult) -> bool:
    """The same verdict, article and captures; a refused paste has no further demands."""
    return told(one) == told(other)


# ----------------------------------------------------------------------------- invented messages

WHO = [
    "Volume {{word}}",
    "The tunnel broker {{host}}",
    "Ledger {{number}} of the vault",
    "User {{user_id}}",
    "Certificate {{text}}",
    "Replica blk_{{id}}",
]
WHAT = [
    "cannot be mounted",
    "is already assigned",
    "was evicted from the quorum",
    "could not be written to {{path}}",
    "has been locked by {{user_id_2}}",
    "does not exist",
]
WHY = [
    "because the superblock is damaged",
    ": connection refused",
    "(code {{code}})",
    "since the licence expired",
    "while reading the journal",
    "for company code {{number_2}}",
    "",
]
MESSAGES = [" ".join(pieces).strip() for pieces in product(WHO, WHAT, WHY)]
VALUES = (
    "A1",
    "db-1.example.com",
    "4711",
    "_SVC_ERP",
    "the big one",
    "/var/log/x",
    "77_88",
    "SPF/3",
)


def messages() -> list[str]:
    """A part of all combinations, so that some near ones are missing."""
    return random.Random(1).sample(MESSAGES, 110)


def misread(word: str, dice: random.Random) -> str:
    """*word* with one letter changed, doubled, lost, or two swapped."""
    i = dice.randrange(len(word))
    return dice.choice(
        [
            word[:i] + dice.choice("aeilnort01") + word[i + 1 :],
            word[:i] + word[i] + word[i:],
            word[:i] + word[i + 1 :],
            word[:i] + word[i : i + 2][::-1] + word[i + 2 :],
        ]
    )


def spoilt(message: str, dice: random.Random) -> str:
    """*message* as people send it."""
    words = message.split(" ")
    for _ in range(dice.choice([0, 0, 1, 1, 2, 3])):
        i = dice.randrange(len(words))
        match dice.randrange(6):
            case 0 | 1 | 2 if words[i]:
                words[i] = misread(words[i], dice)
            case 3 if i + 1 < len(words):
                words[i : i + 2] = [words[i] + words[i + 1]]
            case 4 if len(words) > 4:
                del words[i]
            case 5:
                words.insert(i, dice.choice(["really", "of", "not", "broker", "x"]))
    text = " ".join(words)
    if dice.random() < 0.15:
        text = text[: dice.randrange(10, max(11, len(text)))] + dice.choice(["", "...", "…"])
    return dice.choice(["{}", "{}.", "'{}'", "ERROR: {}", "we get {} today", "x\n{}\ny"]).format(
        text
    )


def sent(count: int) -> Iterator[str]:
    """Messages of the base and others, filled and spoilt."""
    dice = random.Random(2)
    for _ in range(count):
        written = template.parse(dice.choice(MESSAGES))
        values = {name: dice.choice(VALUES) for name in template.names(written)}
        yield spoilt(template.plain(template.fill(written, values, {})), dice)


def test_invented_messages(tmp_path: Path) -> None:
    revisions = [revision(str(100 + i), one) for i, one in enumerate(messages())]
    write(tmp_path, revisions)
    pastes = list(sent(400))
    store = SqliteStore([tmp_path], Reader(), None)
    results = zip(pastes, answered(store, pastes), naive(revisions, pastes), strict=True)
    different = [(p, told(one), told(other)) for p, one, other in results if not same(one, other)]
    store.close()
    assert different == []


def chosen(matcher: Matcher, paste: str) -> list[list[tuple[str, float, float]]]:
    """The candidates of each unit of a paste."""
    return [
        [(one.compiled.pattern.number, one.bits, one.lack) for one in unit.candidates]
        for unit in look_up(normalise(paste), matcher.library, matcher.cache)
    ]


def test_candidates_do_not_depend_on_what_was_asked_before() -> None:
    """They are kept for pastes of one shape: those that differ in values that tell nothing."""
    codes = ["Error 401 behind tunnel x7{{id}}", "Error 404 in vault b{{id}}"]
    store = MemoryStore([revision(str(100 + i), one) for i, one in enumerate(messages() + codes)])
    dice = random.Random(3)
    pastes = [
        re.sub(r"\d", lambda _: dice.choice("0123456789"), paste) if changed else paste
        for paste in (*sent(80), "Error 401 behind tunnel x77", "vault b7", "vault c7")
        for changed in (False, True)
    ]
    pastes += ["\n".join(pastes[i : i + 40]) for i in range(0, 160, 40)]
    fresh = [chosen(Matcher(store, weights(), background(), speech), paste) for paste in pastes]
    used = Matcher(store, weights(), background(), speech)
    assert [chosen(used, paste) for paste in pastes] == fresh
    assert [chosen(used, paste) for paste in pastes[::-1]] == fresh[::-1]


def test_a_short_message_with_misread_words_beside_many_words_of_others() -> None:
    """Others share more of the line than it does as it stands there."""
    others = [
        f"{one} {two} {three} android.intent.action.TIME_TICK"
        for one, two, three in permutations("ledger vault quorum gate lorry pallet".split(), 3)
    ]
    revisions = [revision(str(100 + i), one) for i, one in enumerate(others)]
    revisions.append(revision("99", "received broadcast {{word}}"))
    matcher = Matcher(MemoryStore(revisions), weights(), background(), speech)
    paste = "reecived broadxast android.intent.action.TIME_TICK"
    assert "99" in {number for number, *_ in chosen(matcher, paste)[0]}


def test_what_is_left_out_for_its_missing_words_would_score_nothing() -> None:
    measures = weights().measures
    speaks_for_it = {name for name, value in measures.items() if value > 0}
    assert speaks_for_it <= {"bias", "covered", "exact"}  # none of them is more than 1
    at_most = {"bias": 1.0, "covered": 1.0, "missing words": LACKING}
    assert probability(at_most, weights()) < NEAREST


# -------------------------------------------------------------------------------- random messages

WORDS = "vault ledger broker quorum is not the of eviction superblock 401 damaged Überlauf 証明"
PIECES = [*WORDS.split(), "{{text}}", "{{number}}", "{{user_id}}", ":", "'", "(", ")", "blk_{{id}}"]
SIGNATURES = (
    st.lists(st.sampled_from(PIECES), min_size=2, max_size=8, unique=True)
    .filter(lambda pieces: not set(pieces).isdisjoint(WORDS.split()))
    .map(" ".join)
)
BASES = st.lists(SIGNATURES, min_size=1, max_size=12)
NOISE = st.sampled_from(
    [*WORDS.split(), "valt", "brokerquorum", "evic tion", "supreblock", "and", "_A1", "\n"]
)


@st.composite
def asked(draw: st.DrawFn) -> tuple[list[str], str]:
    """A base, and a paste of words of the base, or one of its messages with some more of them."""
    written = draw(BASES)
    words = draw(st.lists(NOISE, max_size=6))
    if draw(st.booleans()):
        chosen = template.parse(draw(st.sampled_from(written)))
        values = {name: draw(st.sampled_from(VALUES)) for name in template.names(chosen)}
        message = template.plain(template.fill(chosen, values, {}))
        words.insert(draw(st.integers(0, len(words))), message)
    return written, " ".join(words)


@given(asked())
@settings(max_examples=300, derandomize=True)
def test_random_messages(given_: tuple[list[str], str]) -> None:
    signatures, paste = given_
    revisions = [revision(str(100 + i), one) for i, one in enumerate(signatures)]
    fast = answered(MemoryStore(revisions), [paste])[0]
    slow = naive(revisions, [paste])[0]
    assert told(fast) == told(slow)
