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
    *(
        "although",
        "though",
        "whether",
        "ensure",
        "make sure",
        "verify",
        "confirm",
        "once",
        "provided",
    ),
    *("check", "see ", "obwohl", "bien que", "aunque", "is the", "info", "status", "exercise"),
    *(
        "provoke",
        "expected",
        "misleading",
        "release",
        "replaced",
        "previously",
        "or not",
        "nothing to",
    ),
    *("is fine", "is ok", "is good", "works", "closed", "close", "cancel", "after ", "nie", "plus"),
    *("possible", "resolvido", "risolto", "opgelost", "解決"),
    *("example", "beispiel", "such as", "exemple", "now", "jetzt", "maintenant", "ahora"),
)
"""Every cue below holds one of these: a text without any needs no closer look."""

_DONE = (
    "fixed|solved|resolved|gone|sorted|closed|repaired|settled|history"
    "|behoben|gelöst|geloest|erledigt|verschwunden|weg|beseitigt"
    "|résolue?|corrigée?|réglée?|disparue?|resuelto|resolvido|risolto|opgelost"
)


_SOLVED = (
    r"\b(?:is|was|are|were|has been|have been|had been|got|we|i|they|you|already|now|since|it)\W+"
    rf"(?:\w+\W+){{0,4}}?(?:{_DONE})\b",
    rf"\b(?:ist|wurde|war|haben|wir|bereits|schon|inzwischen|est|été|'s)\W+(?:\w+\W+){{0,4}}?(?:{_DONE})\b",
    rf"\b(?:{_DONE})\W+(?:since|yesterday|last|now|already|by|with|after|today|this)\b",
    rf"\b(?:{_DONE})\W+(?:seit|gestern|letzte|durch)\b",
    rf"\b(?:está|foi|stato|is|hat sich)\W+(?:\w+\W+)?(?:{_DONE})\b",
    r"解決し",
    rf"(?:^|[-\u2022*\d]\W*)(?:{_DONE})\s*:\s*$",
)
"""That it is over; a question, a wish or a denial of it says nothing."""

_ASIDE = (
    r"\bno longer (?:occurs?|appears?|comes?|shows?|happens?|gets?|sees?|there|an issue|the case)\b",
    r"\b(?:does not|doesn't|did not|didn't|don't) (?:occur|appear|come|show|get|see) (?:\w+ )?any ?more\b",
    r"\b(?:tritt|kommt|erscheint|haben wir|ist)\W+(?:\w+\W+){0,3}?nicht mehr\b|\bnicht mehr das problem\b",
    r"\b(?:does not|doesn't|did not|didn't|do not|don't) (?:say|read|show|mention|complain)\b",
    r"\bused to (?:get|see|have|say|be)\b",
    r"\b(?:although|even though|though|whether|ensure|make sure|verify)\b[^.!?:\n]{0,30}$",
    r"\b(?:confirm|once|provided)\b[^.!?:\n]{0,30}$",
    r"\b(?:check|see) (?:that|if|whether)\b[^.!?:\n]{0,30}$|\b(?:obwohl|bien que|aunque)\b[^.!?:\n]{0,40}$",
    r"^\W*is (?:the )?$|^\W*(?:info|status)\b[^.!?\n]{0,12}$",
    r"\b(?:exercise|provoke|expected result|misleading|release \d{4}|replaced)\b|\bpreviously\b",
    r"^[^.!?\n]{0,60}\b(?:has been replaced|or not\?|nothing to do|(?:all|everything) is (?:fine|ok|good))",
    r"^[^.!?\n]{0,60}\b(?:so that is (?:fine|ok)|works (?:now|again)|can be closed|please close)\b",
    r"\bcancel (?:the )?(?:ticket|case|incident)\b|\bafter (?:solving|fixing|resolving)\b",
    r"\b(?:kam|kommt|trat)\W+(?:\w+\W+){0,3}?nie\b|\bn.appara[iî]t plus\b|\bwould it be possible\b",
    r"\b(?:unlike(?! yesterday| before)|instead of|rather than|different from|not the same as)\b",
    r"\bnot (?:the|this|that|about the|the old)(?: \w+)?(?: (?:error|message|problem|issue|one|known))?\W*$",
    r"\bnot (?:the|this|that|the old)(?: \w+)? (?:error|message|problem|issue|one)\b",
    r"\bwe (?:do not|don't) (?:get|see|have)\b(?![^.!?\n]*\bbefore\b)",
    r"\bnever (?:seen|saw|had|got|get|see|says?|shows?)\b(?![^.!?\n]*\bbefore\b)",
    r"\b(?:without|ohne|sans)\W+(?:\w+\W+){0,3}$",
    r"\b(?:reminds? (?:me|us) of|similar to|like the old|as in the old|nothing to do with)\b",
    r"\b(?:nicht|kein(?:e|en)?)\W+(?:der|die|das|diese[rsn]?|um)?\W*(?:fehler|meldung|problem)\b",
    r"\bkein(?:e|en)? (?:fehler|meldung)\b",
    r"\b(?:another|other|different|anderer) (?:customer|client|kunde|tenant|team)s? (?:had|has|got|hatte)\b",
    r"\b(?:last (?:year|month|quarter|time)|(?:years?|months?) ago)\b",
    r"\b(?:letztes jahr|letzten monat|früher|damals)\b",
    r"^\W*(?:if|falls|should|sollte)\b(?![^.!?\n]*\b(?:get|see|says?|shows?|comes?|appears?)\b)[^.!?\n]{0,40}$",
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

_BACK = (
    r"\b(?:is|are|came|comes|come|ist) (?:back|again|wieder da)\b[^.!?\n]{0,12}$"
    r"|\bnow (?:it )?(?:says|shows|reads|comes)\b[^.!?\n]{0,12}$"
    r"|\b(?:still|again) (?:get|gets|see|says|shows)\b[^.!?\n]{0,12}$"
)
"""That it is here again, whatever was before."""

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
        if piece is own and _compiled(_BACK).search(piece):
            continue
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
