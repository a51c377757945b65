"""Signs anywhere in a text that a message in it is no live case, however they are worded.

What the cues read is grammar; this is what is left where a writer put it in words of his own. A word for
"solved" in the message's own sentence, or in one of a letter that speaks of the same thing, says that it is
over, and so do the words of papers that no desk has to answer: a newsletter, a survey, a list of articles.
It is less sure than a cue, and says no more than that somebody should look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kbassist.match.mention import mails
from kbassist.match.mention.hearing import HOLE, NEVER, TURN, compiled

READ, LONGEST = 4_000, 50_000
"""Characters of a letter, and of a paper, that are read."""
REACH = 4_000
"""Characters from a message to the words that show it to stand in a paper."""
LETTER = 350
"""Characters of a text that may tell of more than one thing."""
SHARED = 5
"""Letters in a row by which a word speaks of the same thing in another language: `Zertifikat`."""
NEAR = 200
"""Characters before a message in which it may be called what a test expects."""

_OVER = (
    r"\b(?:solved|resolved|fixed|sorted out|(?:is|are|was) gone|went away|disappeared"
    r"|did the trick|ist weg|больше не (?:появляется|возникает)|behoben|gelöst|erledigt"
    r"|verschwunden|résolue?s?|réglée?s?|corrigée?s?|(?:nous avons|on a) résolu|resuelt[oa]s?"
    r"|solucionad[oa]s?|solucion(?:ó|amos|ou)|resolvimos|resolvid[oa]s?|resolv(?:emos|eu)"
    r"|risolt[oa]|opgelost|verholpen|rozwiązan\w*|решен[аоы]?|решён|исправлен\w*|vyřešen\w*"
    r"|opraven\w*|(?:har|er|är|blitt|blivit) (?:nå |nu )?l[øö]st|åtgärdat|çözüldü|megoldódott"
    r"|ratkaistu|rezolvat\w*|(?:tritt|kommt|erscheint)\b[^.!?\n\0]{0,60}\bnicht mehr|non (?:è"
    r"|appare|compare)\b[^.!?\n]{0,12}\bpiù|n['’](?:apparaît|est)\b[^.!?\n]{0,12}\bplus|(?:ya no"
    r"|não) (?:aparece|sale)\b)"
)
"""A word for "over"; what is no longer there."""
_ENDS = r"(?<=[.!?])\s+|\n\s*\n"
_DIVIDES = r"[.,;:!?()\[\]/\n]|\s[-\u2013]\s"
_NO_FACT = (
    rf"\b(?:{NEVER}|to be|must be|should be|can|could|how|until|unless|before|when|if|partly|teilweise|noch"
    r"|wann|bis|wenn|falls|want\w*|need\w*|like|hope|please|bitte|says|pour|para|per|om)\W+(?:\w+\W+){0,3}?$"
)
"""What makes a wish or a denial of it."""
_ASKED = r"[^.!\n]{0,60}\?|[\"']?\s*[:=]\s*(?:false|no|nein|null|0)\b|\s+to\s+the\b"
_LEADS = rf"{TURN}|[:;]|\b(?:next|nächste\w*|neue\w*|new|another|and)\b"
"""What leads from one thing that is over to another one."""
_PAPER = (
    r"\bnewsletter\b|\bsatisfaction survey\b|\bhow satisfied are you\b"
    r"|(?m:^commit [0-9a-f]{7,40}$)|\breviewed-by:|\b(?:knowledge base|article|kba) draft\b"
    r"|\bstatus: draft\b|\bwe (?:have not|haven['’]t) (?:yet )?started\b|\b(?:do not"
    r"|don['’]t) have (?:the|this) (?:problem|error)\b|\bunsubscribe\b|\bhandover\b"
    r"|\bpost-?mortem\b|\blessons? learn(?:ed|t)\b|\bhousekeeping\b|\bFAQ (?:page|entry|section)\b"
    r"|\b(?:ticket|mail) template\b|\bexample text\b|\bbeispieltext\b|\btranslators?\b"
    r"|\btranslation (?:below|table|file)\b|\bsurvey questions?\b|\bwas the problem solved\b"
    r"|(?m:^\W*)release notes\b|\bduplicate of\b|\bjust curious\b|\bno incident\b"
    r"|\bfor your files\b|\bfor (?:your )?information only\b|\bnothing to do for you\b"
    r"|\bautomatic reply\b|\bauditors?(?: \([^()\n]*\))? (?:ask|want|need|request)"
    r"|\b(?:noch (?:gar )?|bisher )?keine[n]? (?:Fehler|Anbindung)\b"
    r"|\bno action\b[^.!?\n]{0,30}\b(?:required|needed)\b|\bcertification exam\b|\bbillable\b"
    r"|\bfacturatie\b|\bcredit ?not[ea]\b|\balarm ?rules?\b|\balarmregeln?\b|\bcerramos el caso\b"
    r"|\bwe (?:are closing|close) the (?:case|ticket)\b|\bplease close the (?:case|ticket"
    r"|incident)\b|\bclosed as (?:a )?duplicate\b|\bresolution\s*[:=]\s*(?:fixed|done|duplicate)\b"
    r"|\bmean in general\b|\bknowledge base articles?\b[^.!?\n]{0,20}\b(?:looked at|reviewed)\b"
)
"""What papers, lists and closed cases say of themselves."""
_PAPER_SIGNS = (
    *("newsletter", "survey", "satisfied", "commit ", "reviewed-by", "draft"),
    *("started", "have the", "have this", "unsubscribe", "handover", "mortem"),
    *("lesson", "housekeeping", "faq", "template", "example text", "beispieltext"),
    *("translat", "problem solved", "release notes", "duplicate", "curious"),
    *("no incident", "for your", "for information", "nothing to do"),
    *("automatic reply", "auditor", "keine", "no action", "exam", "billable"),
    *("facturatie", "credit", "alarm", "cerramos", "clos", "resolution"),
    *("in general", "knowledge base"),
)
"""Without one of these in a line nothing of that stands in it; much sooner known."""
_EXPECTED = (
    r"\b(?:expected|erwartetes?|attendu|esperado) (?:results?|ergebnis|outcome)\b"
    r"(?![^\0]*\b(?:actual|tats)\w*)"
)
"""What stands before a message that a test waits for."""


class Remark(NamedTuple):
    """A word for "over" in a letter."""

    at: int
    words: str
    clause: str
    """What stands around it, between two marks."""


def over(own: str, letter: Sequence[Remark], text: str, start: int, end: int, quoted: bool) -> str:
    """The words that say that the message at *start* to *end* of *text* is over.

    They stand in its *own* sentence, with `HOLE` in its place, or in a clause of the *letter* that speaks of
    the same thing; what comes after them in the letter itself, and not *quoted* below it, is another matter.
    """
    for one in _remarks(own):
        return one.words
    for one in letter:
        later = not quoted and one.at < start and compiled(TURN).search(text, one.at, start)
        if not later and _shares(one.clause, text[start:end]):
            return one.words
    return ""


def letter(text: str) -> list[Remark]:
    """What a letter says to be over, if nothing in it says that it is there still or again."""
    part = text[:READ]
    if len(part) < LETTER or compiled(mails.LASTING).search(part):
        return []
    return list(_remarks(part))


def papers(text: str) -> list[tuple[int, str]]:
    """Where a text shows that nobody has to answer what stands in it, and the words."""
    found: list[tuple[int, str]] = []
    at = 0
    for line in text[:LONGEST].split("\n"):
        if any(map(line.casefold().__contains__, _PAPER_SIGNS)):
            found += (
                (at + one.start(), " ".join(one[0].split()))
                for one in compiled(_PAPER).finditer(line)
            )
        at += len(line) + 1
    return found


def expected(text: str, start: int) -> str:
    """The words before a message that say that a test waits for it."""
    found = compiled(_EXPECTED).search(text[max(0, start - NEAR) : start] + HOLE)
    return " ".join(found[0].split()) if found else ""


def _remarks(text: str) -> Iterator[Remark]:
    """Every word for "over" that states a fact; where the message follows, not of something before it."""
    for found in compiled(_OVER).finditer(text):
        before = re.split(_ENDS, text[: found.start()])[-1]
        behind = text[found.end() :]
        if compiled(_NO_FACT).search(before) or compiled(_ASKED).match(behind):
            continue
        if HOLE in behind and compiled(_LEADS).search(behind.partition(HOLE)[0]):
            continue
        clause = _last(before) + found[0] + _first(behind)
        yield Remark(found.start(), " ".join(found[0].replace(HOLE, "…").split()), clause)


def _last(words: str) -> str:
    """What stands behind the last mark that divides *words*."""
    return re.split(_DIVIDES, words)[-1]


def _first(words: str) -> str:
    """What stands before the first mark that divides *words*."""
    return re.split(_DIVIDES, words)[0]


def _shares(sentence: str, message: str) -> bool:
    """Whether a word of *sentence* is one of the *message*, or the same in another language."""
    told = message.casefold()
    words = {word for word in re.findall(r"[^\W\d_]+", sentence.casefold()) if len(word) > SHARED}
    return any(
        word[i : i + SHARED] in told for word in words for i in range(len(word) - SHARED + 1)
    )
