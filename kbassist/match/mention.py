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

Cued = tuple[str, str]
"""A pattern behind the words, separated by `|`, of which every text holds one that it matches: it is tried
only where one of them is there, for most texts hold none.
"""

_DONE = (
    "fixed|solved|resolved|gone|sorted|closed|repaired|settled|history"
    "|behoben|gelöst|geloest|erledigt|verschwunden|weg|beseitigt"
    "|résolue?|corrigée?|réglée?|disparue?|resuelto|resolvido|risolto|opgelost"
)
_OVER = (*_DONE.replace("e?", "").split("|"), "解決")

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

_ASIDE: tuple[Cued, ...] = (
    (
        "no longer",
        r"\bno longer (?:occurs?|appears?|comes?|shows?|happens?|gets?|sees?|there|an issue|the case)\b",
    ),
    (
        "more",
        r"\b(?:does not|doesn't|did not|didn't|don't) (?:occur|appear|come|show|get|see) "
        r"(?:\w+ )?any ?more\b",
    ),
    (
        "nicht mehr",
        r"\b(?:tritt|kommt|erscheint|haben wir|ist)\W+(?:\w+\W+){0,3}?nicht mehr\b|"
        r"\bnicht mehr das problem\b",
    ),
    (
        "say|read|show|mention|complain",
        r"\b(?:does not|doesn't|did not|didn't|do not|don't) (?:say|read|show|mention|complain)\b",
    ),
    ("used to", r"\bused to (?:get|see|have|say|be)\b"),
    (
        "though|whether|ensure|make sure|verify",
        r"\b(?:although|even though|though|whether|ensure|make sure|verify)\b[^.!?:\n]{0,30}$",
    ),
    ("confirm|once|provided", r"\b(?:confirm|once|provided)\b[^.!?:\n]{0,30}$"),
    (
        "check|see |obwohl|bien que|aunque",
        r"\b(?:check|see) (?:that|if|whether)\b[^.!?:\n]{0,30}$|\b(?:obwohl|bien que|aunque)"
        r"\b[^.!?:\n]{0,40}$",
    ),
    ("is |info|status", r"^\W*is (?:the )?$|^\W*(?:info|status)\b[^.!?\n]{0,12}$"),
    (
        "exercise|provoke|expected|misleading|release|replaced|previously",
        r"\b(?:exercise|provoke|expected result|misleading|release \d{4}|replaced)\b|\bpreviously\b",
    ),
    (
        "replaced|or not|nothing to|all is|everything is",
        r"^[^.!?\n]{0,60}\b(?:has been replaced|or not\?|nothing to do|(?:all"
        r"|everything) is (?:fine|ok|good))",
    ),
    (
        "so that is|works|closed|close",
        r"^[^.!?\n]{0,60}\b(?:so that is (?:fine|ok)|works (?:now|again)|can be closed|please close)\b",
    ),
    (
        "cancel|after ",
        r"\bcancel (?:the )?(?:ticket|case|incident)\b|\bafter (?:solving|fixing|resolving)\b",
    ),
    (
        "nie|apparait|apparaît|possible",
        r"\b(?:kam|kommt|trat)\W+(?:\w+\W+){0,3}?nie\b|\bn.appara[iî]t plus\b|\bwould it be possible\b",
    ),
    (
        "unlike|instead|rather|different|same as",
        r"\b(?:unlike(?! yesterday| before)|instead of|rather than|different from|not the same as)\b",
    ),
    (
        "not ",
        r"\bnot (?:the|this|that|about the|the old)(?: \w+)?(?: (?:error|message|problem|issue"
        r"|one|known))?\W*$",
    ),
    ("not ", r"\bnot (?:the|this|that|the old)(?: \w+)? (?:error|message|problem|issue|one)\b"),
    ("not |don't", r"\bwe (?:do not|don't) (?:get|see|have)\b(?![^.!?\n]*\bbefore\b)"),
    ("never", r"\bnever (?:seen|saw|had|got|get|see|says?|shows?)\b(?![^.!?\n]*\bbefore\b)"),
    ("without|ohne|sans", r"\b(?:without|ohne|sans)\W+(?:\w+\W+){0,3}$"),
    (
        "remind|similar|like the old|the old|nothing to",
        r"\b(?:reminds? (?:me|us) of|similar to|like the old|as in the old|nothing to do with)\b",
    ),
    (
        "nicht|kein",
        r"\b(?:nicht|kein(?:e|en)?)\W+(?:der|die|das|diese[rsn]?|um)?\W*(?:fehler|meldung|problem)\b",
    ),
    ("kein", r"\bkein(?:e|en)? (?:fehler|meldung)\b"),
    (
        "another|other|different|anderer",
        r"\b(?:another|other|different|anderer) (?:customer|client|kunde|tenant|team)s? (?:had"
        r"|has|got|hatte)\b",
    ),
    ("last | ago", r"\b(?:last (?:year|month|quarter|time)|(?:years?|months?) ago)\b"),
    ("letzte|früher|damals", r"\b(?:letztes jahr|letzten monat|früher|damals)\b"),
    (
        "if|falls|should|sollte",
        r"^\W*(?:if|falls|should|sollte)\b(?![^.!?\n]*\b(?:get|see|says?|shows?|comes?"
        r"|appears?)\b)[^.!?\n]{0,40}$",
    ),
    (
        "should|again",
        r"^[^.!?\n]{0,40}\b(?:should (?:come|appear|occur|happen)|comes? (?:up )?again)\b",
    ),
    ("wieder", r"^[^.!?\n]{0,40}\bwieder (?:kommt|auftritt)\b"),
    (
        "training|workshop|course|agenda|topic|schulung|webinar",
        r"\b(?:training|workshop|course|agenda|topics?|schulung|webinar)\b",
    ),
    (
        "for example|beispiel|such as|exemple",
        r"\b(?:for example|zum beispiel|such as|par exemple)\b",
    ),
    (
        "different|is another",
        r"\bours is (?:different|another)\b|\b(?:is|was) a different (?:error|message|problem|issue|one)\b",
    ),
)
"""That it is somebody else's, another time's, an example, or is not there."""

_NOW: tuple[Cued, ...] = (
    ("now", r"\bbut now\b"),
    (
        "now",
        r"\bnow (?:it is|it's|we have|we get|comes|there is) (?:\w+ )?(?:another|a new|a different|http)\b",
    ),
    (
        "jetzt|maintenant|ahora",
        r"\bjetzt aber\b|\baber jetzt\b|\bdafür (?:kommt |haben wir )?jetzt\b|"
        r"\bmais maintenant\b|\bpero ahora\b",
    ),
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
    own = _last(text[max(0, start - REACH) : start], 1)
    words = _solved(own) or _first_of(own, _ASIDE)
    if words and not _compiled(_BACK).search(own):
        return words
    behind = _first(text[end : end + REACH], SENTENCES)
    return _solved(behind) or _first_of(behind, _ASIDE) or _first_of(behind, _NOW)


def _solved(piece: str) -> str:
    """The words of *piece* that say that it is over."""
    folded = piece.casefold()
    if not any(map(folded.__contains__, _OVER)):
        return ""
    for found in _compiled(*_SOLVED).finditer(piece):
        denied = _compiled(_DENIED).search(piece[max(0, found.start() - 40) : found.start()])
        asked = "?" in piece[found.end() : found.end() + 30].split("\n")[0]
        if not (denied or asked or _compiled(_DENIED_INSIDE).search(found[0])):
            return " ".join(found[0].split())
    return ""


def _first_of(piece: str, patterns: tuple[Cued, ...]) -> str:
    """The first words of *piece* that one of *patterns* matches."""
    if not piece.strip():
        return ""
    folded, first = piece.casefold(), None
    for cues, pattern in patterns:
        if any(map(folded.__contains__, cues.split("|"))):
            found = _compiled(pattern).search(piece)
            if found and (first is None or found.start() < first.start()):
                first = found
    return " ".join(first[0].split()) if first else ""


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
