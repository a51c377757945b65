"""Whether a word may be another one misread or mistyped, and by how many letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

ALLOWED = (0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4)
"""Misread letters that a word may have, by its length."""
STEM = 5
"""Letters at the end of two words that are a word's stem, so that what differs before it tells."""
_LOOKS = (
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
    ("1", "l"),
    ("i", "l"),
    ("0", "o"),
    ("5", "s"),
    ("8", "b"),
    ("ue", "\u00fc"),
    ("ae", "\u00e4"),
    ("oe", "\u00f6"),
    ("ss", "\u00df"),
)
_DIGITS = str.maketrans("olis", "0115")
"""Letters that are read for digits, and are no hexadecimal ones."""
_SYLLABLES = frozenset(
    {"ab", "de", "dis", "il", "im", "in", "ir", "mis", "non", "pre", "re", "sub", "un", "ver"}
)
"""What makes another word of one by standing before it: `assigned`, `unassigned`."""
_OPPOSITES = """
    get/set get/put in/ex im/ex in/de en/de in/out on/off over/under up/down max/min pre/post inter/intra
    sub/super de/re as/de ad/sub ein/aus an/ab auf/ab auf/zu be/ent ver/ent hin/her vor/nach at/de
"""
"""Beginnings that turn a word's sense round: `import`, `export`."""
_OPPOSED = frozenset(frozenset(pair.split("/")) for pair in _OPPOSITES.split())
_ENDINGS = frozenset(
    frozenset(pair.split("/"))
    for pair in ("ing/ed", "ing/ion", "ing/e", "ion/e", "ion/or", "ed/able")
)
"""Endings of which one tells of something else than the other: `receiving`, `received`."""
_DENIAL = re.compile(
    r"\b(?:(?P<can>can) ?(?:not|'? ?t)|(?P<will>wo(?:n'? ?t)|will not)"
    r"|(?P<verb>do|does|did|is|are|was|were|has|have|had|could|would|should)(?:n'? ?t| not))\b"
)
"""A verb and its denial, in full or drawn together, with or without its apostrophe."""


def confusable(literal: str, token: str) -> bool:
    """Whether two tokens look alike to a screen reader: `l`, `1` and `I`, `rn` and `m`, `cl` and `d`."""
    return _look(literal) == _look(token)


@lru_cache(maxsize=1 << 16)
def _look(token: str) -> str:
    """*token* with one letter for all that look like it."""
    for shape, look in _LOOKS:
        token = token.replace(shape, look)
    return token


@lru_cache(maxsize=1 << 16)
def other_number(literal: str, token: str) -> bool:
    """Whether *token* has another number than *literal*: another error code, another version.

    In what is mostly digits, or hexadecimal, every character counts, elsewhere the digits do: `http2` may
    be `htp2` misspelt, `0x11b` is no other code misspelt. A letter that is none of the code's may be a
    digit misread: `0x1lb`, not `0x118`.

    >>> other_number("0x0000011b", "0x00000118"), other_number("log4j", "lgo4j")
    (True, False)
    """
    digits = [c for c in literal if c.isdigit()]
    if not digits:
        return False
    if literal.startswith("0x"):
        return token.translate(_DIGITS) != literal
    if confusable(literal, token):
        return False
    if 2 * len(digits) >= len(literal):
        return token != literal
    return digits != [c for c in token if c.isdigit()]


def drawn_together(words: str) -> str:
    """*words* with every denied verb written in one way: `do not`, `don't` and `dont` are `dont`.

    >>> drawn_together("you don't have"), drawn_together("it cannot be")
    ('you dont have', 'it cant be')
    """
    return _DENIAL.sub(lambda found: _verb(found) + "t", words)


def _verb(found: re.Match[str]) -> str:
    if found["can"]:
        return "can"
    return "won" if found["will"] else found["verb"] + "n"


def opposed(one: str, other: str) -> bool:
    """Whether two words are alike because one is made from the other: they tell different things."""
    from rapidfuzz.distance import Postfix, Prefix

    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if longer.endswith(shorter) and longer[: -len(shorter)] in _SYLLABLES:
        return True
    if longer == "a" + shorter and shorter.startswith("sy"):
        return True  # `synchronous`, `asymmetric`
    same = int(Postfix.similarity(one, other))
    for end in range(same, max(2, same - 3), -1):  # `imum` is more than `max` and `min` leave
        if frozenset((one[:-end], other[:-end])) in _OPPOSED:
            return True
    begin = int(Prefix.similarity(one, other))
    return begin > 2 and any(
        frozenset((one[begin - k :], other[begin - k :])) in _ENDINGS for k in range(2)
    )


@lru_cache(maxsize=1 << 16)
def prefixed(one: str, other: str) -> bool:
    """Whether two words have a stem in common behind different syllables: `assigned`, `signed`."""
    from rapidfuzz.distance import OSA, Postfix, Prefix

    if Prefix.similarity(one, other) >= STEM:
        return False  # `authentication`, `authentification`
    same = int(Postfix.similarity(one, other))
    return same >= STEM and OSA.distance(one[: len(one) - same], other[: len(other) - same]) > 1


@lru_cache(maxsize=1 << 17)
def edits(literal: str, token: str) -> int:
    """Misread letters between two tokens, transpositions as one; -1 if they are too different."""
    longest = max(len(literal), len(token))
    allowed = ALLOWED[min(longest, len(ALLOWED) - 1)]
    if not allowed or abs(len(literal) - len(token)) > allowed:
        return -1
    if (
        not literal[0].isalnum()
        or not token[0].isalnum()
        or literal.isdecimal()
        or token.isdecimal()
    ):
        return -1
    if other_number(literal, token):
        return -1
    if confusable(literal, token):
        return 1
    distance = _distance()(literal, token, score_cutoff=allowed)
    if distance > allowed or (longest < 3 and set(literal).isdisjoint(token)):
        return -1
    return -1 if distance and opposed(literal, token) else distance


@cache
def _distance() -> Callable[..., int]:
    """Letters that two words differ in; loaded when it is needed, for most messages are as written."""
    from rapidfuzz.distance import OSA

    return OSA.distance


def alike(words: Iterable[str], odd: Iterable[str]) -> dict[str, int]:
    """Of *words* those that one of *odd* may be, a piece of it or hold it, with their misread letters."""
    found: dict[str, int] = {}
    choices = [word for word in words if len(word) > 2]
    for token in odd:
        from rapidfuzz.process import extract_iter

        for word, _, _ in extract_iter(
            token, choices, scorer=_distance(), score_cutoff=reach(len(token))
        ):
            count = edits(word, token)
            if count >= 0:
                found[word] = min(count, found.get(word, count))
        found.update([(word, 1) for word in choices if word in token or token in word])
    return found


@cache
def reach(length: int) -> int:
    """Letters in which any word may differ from one of so many."""
    return max(n for n in range(ALLOWED[-1] + 1) if n <= ALLOWED[min(length + n, len(ALLOWED) - 1)])
