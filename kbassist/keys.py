"""What a signature is found by: the keys under which an index files it, and a paste looks it up.

=word       a signature has this literal word
&one two    it has these two literal words next to each other (used where single words are too common)
^abc        a word of the vocabulary has this trigram (used where a word was misread)
#ora:1017   an article lists this message code
~word       an article's title, symptom or keywords hold this word
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from kbassist.model import Node, Revision, Signature, Slot, walk
from kbassist.text import tokenise

PARTS = re.compile(r"[^\W\d_]+|\d+")
_CODE = re.compile(
    r"(?<![^\W_])([A-Za-z/~(][A-Za-z0-9/_~(]{0,19}?)[ \t_:/.-]{0,2}0*(\d{1,8})(?![^\W_])"
)
_WORDED = re.compile(
    r"\b(?:message (?:no|number|id)\.?|meldungsnr\.?|meldung nr\.?|class|klasse|[ewias]:)"
    r"[ :]*([A-Za-z/~(][\w/~(]{0,19})"
    r"(?:[ :,/-]|number|nummer|nr\.?|no\.?)*(\d{1,4})(?!\w)",
    re.IGNORECASE,
)
_HEXADECIMAL = r"0[xX]0*([0-9a-fA-F]{1,16})"
"""A code such as `0x0000011b`, of four digits or more."""
_CONSTANT = r"[A-Z][A-Z0-9]{5,}"
"""A code that is one word in capitals, such as `WSAECONNREFUSED`."""
MISREAD_LENGTH = 4
"""Shorter words are not looked for when misread."""


def is_word(token: str) -> bool:
    """Whether *token* is a word, not a mark."""
    return token[0].isalnum()


@lru_cache(maxsize=65536)
def parts(token: str) -> tuple[str, ...]:
    """The runs of letters and of digits in a mixed token: `blk12` → `blk`, `12`."""
    found = tuple(PARTS.findall(token))
    return found if len(found) > 1 else ()


def runs(signature: Signature) -> Iterator[list[str]]:
    """The literal tokens of a signature, each uninterrupted stretch of text for itself."""
    for template in signature.lines:
        for piece in template:
            if not isinstance(piece, Slot):
                yield tokenise(piece)


def pattern_keys(signature: Signature) -> tuple[str, ...]:
    """The keys a signature is filed under."""
    keys: list[str] = []
    for tokens in runs(signature):
        words = [token for token in tokens if token[0].isalnum()]
        keys += ["=" + word for word in words]
        keys += pairs(words)
    if not keys:  # nothing but marks
        keys += ["=" + token for tokens in runs(signature) for token in tokens]
    return tuple(dict.fromkeys(keys))


def pairs(words: Sequence[str]) -> list[str]:
    """Keys of neighbouring words."""
    return [f"&{one} {two}" for one, two in pairwise(words)]


def vocabulary(signature: Signature) -> tuple[str, ...]:
    """The words of a signature that can be found when misread."""
    return misreadable(pattern_keys(signature))


def misreadable(keys: Iterable[str]) -> tuple[str, ...]:
    """The words among a signature's keys that can be found when misread."""
    return tuple(
        [key[1:] for key in keys if len(key) > MISREAD_LENGTH and key[0] == "=" and is_word(key[1])]
    )


@lru_cache(maxsize=65536)
def word_keys(word: str) -> tuple[str, ...]:
    """The trigram keys of a word, its edges marked."""
    padded = f"^{word}$"
    return tuple(dict.fromkeys("^" + padded[i : i + 3] for i in range(len(padded) - 2)))


def revision_keys(revision: Revision) -> tuple[str, ...]:
    """The keys an article's revision is filed under: its codes, and the words of its symptom.

    A bare message tells none: its words are those of its signature.
    """
    codes = [f"#{key}" for code in revision.codes for key in [code_key(code)] if key]
    if revision.bare:
        return tuple(dict.fromkeys(codes))
    return tuple(dict.fromkeys([*codes, *["~" + word for word in symptom_words(revision)]]))


def symptom_words(revision: Revision) -> dict[str, None]:
    """The folded words with which an article tells its symptom, in order of appearance."""
    texts = [piece for piece in revision.title if isinstance(piece, str)]
    texts += revision.keywords
    symptom = revision.section("Symptom")
    if symptom:
        texts += [
            piece
            for node in _shown(symptom.nodes)
            for piece in node.children
            if isinstance(piece, str)
        ]
    tokens = dict.fromkeys(tokenise("\n".join(texts)))
    return dict.fromkeys([stem(token) for token in tokens if len(token) > 1])


def _shown(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.kind != "internal":
            yield from (piece for piece in walk((node,)) if isinstance(piece, Node))


_ENDINGS = re.compile(r"(?<=[^\W\d_]{4})(?:ings?|ed|es|s|en|e)$")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """*word* without a common ending, so that `uploading` finds `upload`."""
    return _ENDINGS.sub("", word)


def code_key(code: str) -> str:
    """The form in which codes are compared: `ORA-01017`, `ora 1017` → `ora:1017`; empty if it is none."""
    found = _CODE.fullmatch(code.strip()) or _WORDED.fullmatch(code.strip())
    if found:
        return f"{found[1].rstrip('_/:').lower()}:{int(found[2])}"
    folded = code.strip().lower()
    if len(folded) > 5 and (found := re.fullmatch(_HEXADECIMAL, folded)):
        return f"0x{found[1]}:"
    if re.fullmatch(r"[a-z][a-z0-9]*(?:[_.][a-z0-9]+)+|\d+(?:\.\d+){2,}", folded):
        return f"{folded}:"
    return f"{folded}:" if re.fullmatch(_CONSTANT, code.strip()) else ""


def codes_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Everything in *text* that may be a message code: (key, start, end)."""
    for pattern in (_WORDED, _CODE):
        for found in pattern.finditer(text):
            yield f"{found[1].rstrip('_/:').lower()}:{int(found[2])}", found.start(), found.end()
    for found in re.finditer(r"(?<!\w)[A-Za-z][A-Za-z0-9]*(?:[_.][A-Za-z0-9]+)+(?!\w)", text):
        yield f"{found[0].lower()}:", found.start(), found.end()
    for found in re.finditer(rf"(?<![\w.]){_HEXADECIMAL}(?!\w)", text):
        if len(found[0]) > 5:
            yield f"0x{found[1].lower()}:", found.start(), found.end()
    for found in re.finditer(
        rf"(?<![\w.]){_CONSTANT}(?!\w)|(?<![\w.])\d+(?:\.\d+){{2,}}(?![\w.]*\w)", text
    ):
        yield f"{found[0].lower()}:", found.start(), found.end()
