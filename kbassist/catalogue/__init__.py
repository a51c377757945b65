"""A vendor's message catalogue → messages to match on; nothing here reads or writes a file.

`read` recognises the format and takes the texts of some files, in whatever languages, together: what has
one key in all of them is one message. Which of its texts say too little to be matched on is decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from kbassist.articles.messages import Message
from kbassist.catalogue import cisco, lines, placeholders, po, properties, t100
from kbassist.catalogue.entry import Entry, Skipped, Unreadable
from kbassist.formats import CatalogueFormat
from kbassist.keys import code_key
from kbassist.match import Background, Rarity
from kbassist.model import Kind
from kbassist.template import SLOT
from kbassist.text import clean, tokenise

__all__ = ["Found", "Source", "Unreadable", "read", "recognise"]

TELLING = 12.5
"""Bits that the words of a text must tell for it to be matched on: more than those of an article, which
somebody chose.
"""
DISTINCT = 10.0
"""Bits that a constant must tell, or the letters of a code with a long number."""
SHORT = 3
"""Letters that a code must have: `ME 12` is one only to those who know."""
LONGEST, LINES = 1_500, 8
"""Characters and lines of a text that is a message; what is longer is a page of help."""
SAMPLE = 400
"""Lines of a file that its format is recognised by."""


_PARSERS: Mapping[CatalogueFormat, Callable[[str], Iterator[Entry | Skipped]]] = {
    CatalogueFormat.PROPERTIES: properties.parse,
    CatalogueFormat.T100: t100.parse,
    CatalogueFormat.CISCO: cisco.parse,
    CatalogueFormat.PRINTF: partial(lines.parse, notation=placeholders.printf),
    CatalogueFormat.WINDOWS: partial(lines.parse, notation=placeholders.windows),
    CatalogueFormat.LIST: partial(lines.parse, notation=placeholders.braces),
}


class Source(NamedTuple):
    """One file of a catalogue."""

    name: str
    """As the user named it."""
    text: str
    format: CatalogueFormat
    language: str = ""
    """The one that its name tells, or empty."""

    def entries(self) -> Iterator[Entry | Skipped]:
        """Its texts, in the order of the file; of a translation those of the program, too."""
        if self.format is CatalogueFormat.PO:
            return po.parse(self.text, self.language)
        return _PARSERS[self.format](self.text)


@dataclass
class Found:
    """What a catalogue holds."""

    messages: list[Message] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    """Language → signatures."""
    weak: list[tuple[str, str]] = field(default_factory=list)
    """Texts that are not matched on, each with its message's number."""
    skipped: dict[str, list[str]] = field(default_factory=dict)
    """Why texts became no message → where they stand and what they say."""


# ----------------------------------------------------------------------------------------- formats

_PRINTF = re.compile(r"%(?:\d+\$)?[-+0#]*[\d*]*(?:\.[-\d*]*)?(?:l|ll|h|z)?[sduixXfc](?![A-Za-z])")
_WINDOWS = re.compile(r"%\d+(?:![^!\n]*!)?(?![$\d])")


def recognise(name: str, text: str) -> CatalogueFormat:
    """The format of a file, by its name or else by what stands in it."""
    ending = name.rpartition(".")[2].casefold()
    some = text.split("\n", SAMPLE)[:SAMPLE]
    sample = "\n".join(some)
    if ending in ("po", "pot") or re.search(r'^msgid\s+"', sample, re.MULTILINE):
        return CatalogueFormat.PO
    if ending == "properties":
        return CatalogueFormat.PROPERTIES
    if ending == "mc" or re.search(r"^MessageId\s*=", sample, re.MULTILINE):
        return CatalogueFormat.WINDOWS
    full = [line for line in some if line.strip()]
    mnemonics = sum(bool(cisco.MNEMONIC.match(line)) for line in full)
    if mnemonics and (mnemonics * 3 >= len(full) or "Explanation" in sample):
        return CatalogueFormat.CISCO
    if t100.looks_so(sample):
        return CatalogueFormat.T100
    counts = {
        CatalogueFormat.PRINTF: len(_PRINTF.findall(sample)),
        CatalogueFormat.WINDOWS: len(_WINDOWS.findall(sample)),
        CatalogueFormat.LIST: len(re.findall(r"\{\{?\w*\}?\}|<\*>", sample)),
    }
    best = max(counts, key=lambda one: counts[one])
    return best if counts[best] else CatalogueFormat.LIST


# ---------------------------------------------------------------------------------------- messages


def read(
    name: str, sources: Sequence[Source], background: Background, language: str = "en"
) -> Found:
    """The messages of the catalogue *name*; texts that name no language are in *language*.

    Raises Unreadable where a file is not of its format.
    """
    found = Found()
    rarity = Rarity(background, 0, _no_counts)
    collected: dict[str, _Collected] = {}
    for source in sources:
        named = "" if source.format is CatalogueFormat.PO else source.language
        try:
            for one in source.entries():
                if isinstance(one, Skipped):
                    place = f"{source.name}:{one.line}"
                    found.skipped.setdefault(one.why, []).append(f"{place}: {one.text}")
                    continue
                _collect(one, source, one.language or named or language, collected, found)
        except Unreadable as error:
            raise Unreadable(f"{source.name}: {error}") from error
    numbers: set[str] = set()
    letters: dict[str, int] = {}
    for key, held in collected.items():
        number = _number(name, key, held, numbers)
        numbers.add(number.casefold())
        strong: dict[str, tuple[str, ...]] = {}
        weak: dict[str, tuple[str, ...]] = {}
        for language, texts in held.texts.items():
            told = [text for text in texts if is_telling(text, rarity)]
            if told:
                strong[language] = tuple(told)
                found.languages[language] += len(told)
            if len(told) < len(texts):
                left = tuple(text for text in texts if text not in told)
                weak[language] = left
                found.weak += [(number, text) for text in left]
        codes = (held.code,) if held.code and _distinct(held.code, rarity, letters) else ()
        shown = held.key if held.key and held.key != number else ""
        found.messages.append(Message(number, shown, codes, strong, weak, held.kinds))
    return found


@dataclass(slots=True)
class _Collected:
    """One message, as far as it was read."""

    key: str
    """What to call it; empty where only its text names it."""
    code: str
    texts: dict[str, dict[str, None]] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)


def _collect(
    entry: Entry, source: Source, language: str, collected: dict[str, _Collected], found: Found
) -> None:
    texts = [one for text in entry.texts if (one := _trimmed(text))]
    if not texts or max(map(len, texts)) > LONGEST or any(t.count("\n") >= LINES for t in texts):
        why = "it is longer than a message" if texts else "it is empty"
        shown = entry.texts[0][:80] if entry.texts else ""
        found.skipped.setdefault(why, []).append(f"{source.name}:{entry.line}: {shown}")
        return
    named = source.format is not CatalogueFormat.PO
    held = collected.get(entry.key or texts[0])
    if held is None:
        held = _Collected(_shown(entry.key)[:200] if named else "", _shown(entry.code))
        collected[entry.key or texts[0]] = held
    said = held.texts.setdefault(language, {})
    said.update(dict.fromkeys(texts))
    if entry.kinds:
        held.kinds.update(entry.kinds)


def _shown(text: str) -> str:
    """*text* cleaned, on one line."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return " ".join(clean(text).split())


_BLANKS = re.compile(r"[^\S\n]+")


def _trimmed(text: str) -> str:
    """*text* without empty lines, its blanks collapsed."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    if not text.isascii():
        text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    kept = (_BLANKS.sub(" ", clean(line)).strip() for line in text.split("\n"))
    return "\n".join(line for line in kept if line)


_ODD = re.compile(r"[^A-Za-z0-9._-]+")


def _number(name: str, key: str, held: _Collected, taken: set[str]) -> str:
    """A number for a message, the same whenever it is imported; a code is its own."""
    if held.code and not held.code[0].isdigit():
        number = _ODD.sub("_", held.code).strip("_")
    else:
        number = f"{name}-{_ODD.sub('_', held.key).strip('_') or _hash(key)}"
    if number.casefold() in taken or len(number) > 120:
        number = f"{number[:100]}-{_hash(key)}"
    return number


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


# ------------------------------------------------------------------------------------------ telling


def is_telling(text: str, rarity: Rarity) -> bool:
    """Whether each line of *text* has words, and all together say enough to be recognised by.

    One word alone does if it is rare and none of a language: a constant, or a name with a digit in it.
    """
    seen: set[str] = set()
    bits = 0.0
    for line in text.split("\n"):
        before = bits
        for word in _words(line):
            if word not in seen:
                seen.add(word)
                bits += rarity.weight(word)
                if bits >= TELLING:
                    break
        if bits == before and not any(_words(line)):
            return False
    if len(seen) == 1:
        return bits >= DISTINCT and bool(_MADE.search(SLOT.sub(" ", text)))
    return bits >= TELLING


_PLAIN_WORD = re.compile(r"\{\{\w+\}\}|[^\W_]+")
_SPACELESS = "\u2e80"
"""From here on there are scripts without blanks between words."""


def _words(line: str) -> Iterator[str]:
    """The folded words of one line of a signature; where blanks divide them without `text.tokenise`, for that
    takes longer.
    """
    if line.isascii() or max(line) < _SPACELESS:
        for found in _PLAIN_WORD.finditer(line.casefold()):
            if found[0][0] != "{":
                yield found[0]
        return
    for token in tokenise(SLOT.sub(" ", line)):
        if token[0].isalnum():
            yield token


_MADE = re.compile(r"(?<!\w)(?:[A-Z]{6,}|[A-Z]+_[A-Z_]+|[A-Za-z_]+\d\w*)(?!\w)")


def _no_counts(words: Iterable[str]) -> dict[str, int]:
    return {}


def _distinct(code: str, rarity: Rarity, known: dict[str, int]) -> bool:
    """Whether nobody writes *code* but for that message: its letters are no word, or its number is long.

    *known* keeps what was found out about letters.
    """
    letters, _, _ = code_key(code).partition(":")
    if letters not in known:
        known[letters] = _kind_of_code(letters, rarity)
    return known[letters] > (not re.search(r"\d{4}", code))


def _kind_of_code(letters: str, rarity: Rarity) -> int:
    """0: *letters* are no code's; 1: they are if a long number follows; 2: they are."""
    words = [token for token in tokenise(letters) if token[0].isalnum() and not token.isdecimal()]
    if len(letters) < SHORT or not words:
        return 0
    if re.search(r"[\d/_~(]", letters) or not any(map(rarity.known, words)):
        return 2
    return int(sum(map(rarity.weight, words)) >= DISTINCT)
