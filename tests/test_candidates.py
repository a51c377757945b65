"""The index's choice of signatures against no choice: comparing every signature with every line.

A matcher that is handed all signatures as candidates of each unit, and aligns all of them, is slow and
simple; the one that reads the index must come to the same verdict, article and captures.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist import template
from kbassist.desk import background, speech, weights
from kbassist.keys import parts
from kbassist.match import Matcher, hits, propose
from kbassist.match.candidates import Cache, Candidates, Index, Unit, units
from kbassist.match.misread import alike
from kbassist.match.score import bound
from kbassist.model import MatchResult, Revision
from kbassist.store.memory import MemoryStore
from kbassist.store.sqlite import SqliteStore
from kbassist.text import Text, normalise
from tests.small import revision, told
from tests.store.bases import Reader, write


def everything(text: Text, index: Index, cache: Cache) -> Candidates:
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
        ranked = [(sum(bound(line, held, near) for line in one.lines), one) for one in every]
        ranked.sort(key=lambda item: (-item[0], item[1].pattern.number))
        found[tuple(region.tokens)] = Unit(
            region, [one for _, one in ranked], [value for value, _ in ranked], list(numbers)
        )
    return Candidates(list(found.values()), cache.rarity)


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
