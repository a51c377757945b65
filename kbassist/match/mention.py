"""Whether an error is only spoken of: solved, long past, quoted as something else's example.

A message that stands word for word in a mail is not always what the mail is about. The sentence around
it tells: "that one is fixed since yesterday, but now …". Cues are looked for outside of the message, in
its own sentence and the ones beside it; "is it fixed?", "not fixed", "must be fixed" are no cues.
"""

from __future__ import annotations

import re

from kbassist.model import Span

REACH = 220
"""Characters before and behind the message that are looked at."""

_DONE = (
    r"fixed|solved|resolved|gone|sorted(?: out)?|closed|repaired|settled|done with|history"
    r"|behoben|gelöst|geloest|erledigt|verschwunden|weg|beseitigt|résolue?|corrigée?|réglée?|disparue?|resuelto"
)
_CUES = re.compile(
    rf"\b(?:is|was|are|were|has been|have been|had been|got|'s|we|i|they|already|now|since|ist|wurde|war|haben wir"
    rf"|wir|bereits|schon|inzwischen|est|a été)\W+(?:\w+\W+){{0,4}}?(?:{_DONE})\b"
    rf"|\b(?:{_DONE})\W+(?:since|yesterday|last|now|already|by|with|seit|gestern|letzte|durch|after|today|this)\b"
    r"|\bno longer (?:occurs?|appears?|comes?|shows?|happens?|get|gets|see|sees|there|an issue|a problem|the case)\b"
    r"|\b(?:does not|doesn't|did not|didn't|don't) (?:occur|appear|come|show|happen|get|see) (?:\w+ )?any ?more\b"
    r"|\b(?:tritt|kommt|erscheint|haben wir|ist)\W+(?:\w+\W+){0,3}?nicht mehr(?: auf)?\b|\bnicht mehr das problem\b"
    r"|\bused to (?:get|see|have|say|be)\b|\b(?:unlike|instead of|rather than|different from|not the same as)\b"
    r"|\bbut now\b|\bjetzt aber\b|\baber jetzt\b|\bmais maintenant\b|\bdafür (?:kommt |haben wir )?jetzt\b"
    r"|\bnot (?:the|this|that|about the|the old)(?: \w+)? (?:error|message|problem|issue|one|known)\b"
    r"|\bwe (?:do not|don't) (?:get|see|have)\b|\b(?:reminds me of|similar to|like the old|as in the old)\b"
    r"|\bkein(?:e|en)? (?:fehler|meldung)\b",
    re.IGNORECASE,
)
_UNLESS = re.compile(
    r"\b(?:not|never|n't|nicht|nie|pas|cannot|can|could|must|should|shall|need|needs|needed|to|be|get it|please|how"
    r"|until|unless|before|when|if|once|kann|muss|soll|bitte|wie|bis|falls|wenn|still|pending|want|wants|hope)\W+"
    r"(?:\w+\W+){0,3}?$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?](?=\s|$)|\n\s*\n")


def mentioned(text: str, spans: tuple[Span, ...]) -> str:
    """The words that show the message at *spans* of *text* to be only a mention; empty if none do."""
    start, end = spans[0][0], max(span[1] for span in spans)
    before = text[max(0, start - REACH) : start]
    behind = text[end : end + REACH]
    for number, piece in enumerate((_last(before, 2), _first(behind, 2))):
        for found in _CUES.finditer(piece):
            lead = piece[max(0, found.start() - 40) : found.start()]
            words = found[0]
            inner = re.search(
                r"\b(?:not|never|nicht|n't|to|be|must|should|can|cannot)\b", words, re.IGNORECASE
            )
            negated = re.match(
                r"(?:no longer|not |we d|.*any ?more|.*nicht mehr|does|did|don)",
                words,
                re.IGNORECASE,
            )
            if (_UNLESS.search(lead) or inner) and not negated:
                continue
            if words.lower().startswith("but now") and number == 0:
                continue  # "it worked, but now: <message>"
            if "?" in piece[found.end() : found.end() + 30].split("\n")[0][:30] and not negated:
                continue
            return " ".join(words.split())
    return ""


def _last(text: str, sentences: int) -> str:
    """The last sentences of *text*: what leads to the message."""
    ends = [found.end() for found in _END.finditer(text)]
    return text[ends[-sentences] :] if len(ends) >= sentences else text


def _first(text: str, sentences: int) -> str:
    """The first sentences of *text*: what follows the message."""
    ends = [found.end() for found in _END.finditer(text)]
    # the full stop that closes the message's own sentence ends nothing
    ends = [end for end in ends if text[:end].strip("'\"\u2019\u201d.!?) \n")]
    return text[: ends[sentences - 1]] if len(ends) >= sentences else text
