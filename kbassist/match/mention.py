"""Whether an error is only spoken of: solved, long past, somebody else's, an example.

A message that stands word for word in a mail is not always what the mail is about. The sentences around
it tell: "that one is fixed since yesterday, but now …". Cues are looked for outside of the message, in
its own sentence and the ones beside it; "is it fixed?", "not fixed", "must be fixed" are no cues.
"""

from __future__ import annotations

import re
from functools import cache

from kbassist.model import Span

REACH = 220
"""Characters before and behind the message that are looked at."""
SENTENCES = 2

CUES = (
    *("fixed", "solved", "gone", "sorted", "closed", "repaired", "settled", "history", "behoben"),
    *(
        "gelöst",
        "geloest",
        "erledigt",
        "verschwunden",
        "weg",
        "beseitigt",
        "résol",
        "corrig",
        "régl",
    ),
    *(
        "dispar",
        "resuelto",
        "no longer",
        "more",
        "mehr",
        "say",
        "read",
        "show",
        "mention",
        "complain",
    ),
    *("used to", "unlike", "instead", "rather", "different", "same as", "not ", "never", "without"),
    *("ohne", "sans", "remind", "similar", "the old", "nothing to do", "nicht", "kein", "other"),
    *("anderer", "last ", " ago", "letzte", "früher", "damals", "if ", "falls", "should", "sollte"),
    *(
        "again",
        "wieder",
        "training",
        "workshop",
        "course",
        "agenda",
        "topic",
        "schulung",
        "webinar",
    ),
    *("example", "beispiel", "such as", "exemple", "now", "jetzt", "maintenant", "ahora"),
)
"""Every cue below holds one of these: a text without any needs no closer look."""

_DONE = (
    "fixed|solved|resolved|gone|sorted|closed|repaired|settled|history"
    "|behoben|gelöst|geloest|erledigt|verschwunden|weg|beseitigt"
    "|résolue?|corrigée?|réglée?|disparue?|resuelto"
)


_SOLVED = (
    r"\b(?:is|was|are|were|has been|have been|had been|got|we|i|they|you|already|now|since|it)\W+"
    rf"(?:\w+\W+){{0,4}}?(?:{_DONE})\b",
    rf"\b(?:ist|wurde|war|haben|wir|bereits|schon|inzwischen|est|été|'s)\W+(?:\w+\W+){{0,4}}?(?:{_DONE})\b",
    rf"\b(?:{_DONE})\W+(?:since|yesterday|last|now|already|by|with|after|today|this)\b",
    rf"\b(?:{_DONE})\W+(?:seit|gestern|letzte|durch)\b",
    rf"(?:^|[-\u2022*\d]\W*)(?:{_DONE})\s*:\s*$",
)
"""That it is over; a question, a wish or a denial of it says nothing."""

_ASIDE = (
    r"\bno longer (?:occurs?|appears?|comes?|shows?|happens?|gets?|sees?|there|an issue|the case)\b",
    r"\b(?:does not|doesn't|did not|didn't|don't) (?:occur|appear|come|show|get|see) (?:\w+ )?any ?more\b",
    r"\b(?:tritt|kommt|erscheint|haben wir|ist)\W+(?:\w+\W+){0,3}?nicht mehr\b|\bnicht mehr das problem\b",
    r"\b(?:does not|doesn't|did not|didn't|do not|don't) (?:say|read|show|mention|complain)\b",
    r"\bused to (?:get|see|have|say|be)\b",
    r"\b(?:unlike|instead of|rather than|different from|not the same as)\b",
    r"\bnot (?:the|this|that|about the|the old)(?: \w+)?(?: (?:error|message|problem|issue|one|known))?\W*$",
    r"\bnot (?:the|this|that|the old)(?: \w+)? (?:error|message|problem|issue|one)\b",
    r"\bwe (?:do not|don't|never|have never|had never) (?:get|see|have|seen|had|got)\b",
    r"\bnever (?:seen|had|got|get|see)\b|\b(?:without|ohne|sans)\W+(?:\w+\W+){0,3}$",
    r"\b(?:reminds? (?:me|us) of|similar to|like the old|as in the old|nothing to do with)\b",
    r"\b(?:nicht|kein(?:e|en)?)\W+(?:der|die|das|diese[rsn]?|um)?\W*(?:fehler|meldung|problem)\b",
    r"\bkein(?:e|en)? (?:fehler|meldung)\b",
    r"\b(?:another|other|different|anderer) (?:customer|client|kunde|tenant|team)s? (?:had|has|got|hatte)\b",
    r"\b(?:last (?:year|month|quarter|time)|(?:years?|months?) ago)\b",
    r"\b(?:letztes jahr|letzten monat|früher|damals)\b",
    r"^\W*(?:if|falls|should|sollte)\b[^.!?\n]{0,40}$",
    r"^[^.!?\n]{0,40}\b(?:should (?:come|appear|occur|happen)|comes? (?:up )?again)\b",
    r"^[^.!?\n]{0,40}\bwieder (?:kommt|auftritt)\b",
    r"\b(?:training|workshop|course|agenda|topics?|schulung|webinar)\b",
    r"\b(?:for example|zum beispiel|such as|par exemple)\b",
    r"\bours is (?:different|another)\b|\b(?:is|was) a different (?:error|message|problem|issue|one)\b",
)
"""That it is somebody else's, another time's, an example, or is not there."""

_NOW = (
    r"\bbut now\b",
    r"\bnow (?:it is|it's|we have|we get|comes|there is) (?:\w+ )?(?:another|a new|a different|http)\b",
    r"\bjetzt aber\b|\baber jetzt\b|\bdafür (?:kommt |haben wir )?jetzt\b|\bmais maintenant\b|\bpero ahora\b",
)
"""That something else has taken its place; only behind the message."""

_DENIED = (
    r"\b(?:not|never|n't|nicht|nie|pas|cannot|can|could|must|should|shall|needs?|needed|to|be|get it|please"
    r"|how|until|unless|before|when|if|once|kann|muss|soll|bitte|wie|bis|falls|wenn|still|pending|wants?|hope)\W+"
    r"(?:\w+\W+){0,3}?$"
)
_DENIED_INSIDE = r"\b(?:not|never|nicht|n't|to|be|must|should|can|cannot|other)\b"
_END = re.compile(r"[.!?](?=\s|$)|\n\s*\n")


@cache
def _compiled(*patterns: str) -> re.Pattern[str]:
    """One pattern of several; compiled when a text needs it, for most do not."""
    return re.compile("|".join(rf"(?:{one})" for one in patterns), re.IGNORECASE)


def mentioned(text: str, spans: tuple[Span, ...]) -> str:
    """The words that show the message at *spans* of *text* to be only a mention; empty if none do."""
    start, end = spans[0][0], max(span[1] for span in spans)
    around = text[max(0, start - REACH) : start].casefold() + text[end : end + REACH].casefold()
    if not any(cue in around for cue in CUES):
        return ""
    own = _last(text[max(0, start - REACH) : start], 1)
    behind = _first(text[end : end + REACH], SENTENCES)
    for piece, patterns in (
        (own, (_SOLVED, _ASIDE)),
        (behind, (_SOLVED, _ASIDE, _NOW)),
    ):
        for pattern in patterns:
            for found in _compiled(*pattern).finditer(piece):
                words = found[0]
                if pattern is _SOLVED:
                    denied = _compiled(_DENIED).search(
                        piece[max(0, found.start() - 40) : found.start()]
                    )
                    asked = "?" in piece[found.end() : found.end() + 30].split("\n")[0]
                    if denied or asked or _compiled(_DENIED_INSIDE).search(words):
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
