"""Whether an error is only spoken of: denied, checked and in order, a condition, solved, about its words.

A message that stands word for word in a mail is not always what the mail is about. What stands in the
same sentence governs it: "we checked that …", "if … appears", "… is fixed since yesterday". The sentences
beside it say something of it only where they clearly speak of it, "That one is solved", or of the whole
case, "Please close the ticket". Words elsewhere, and the message's own, are no cues. What governs the
whole paste is read in `frame`: a reply above a quotation, the fields of a ticket, what kind of paper it is.
Where none of these says anything, `speech` hears how the whole text is worded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from kbassist.match.mention import cues, over
from kbassist.match.mention.frame import Frame
from kbassist.match.mention.hearing import HOLE, TURN, UNTRUE, bare, compiled, first
from kbassist.match.mention.speech import LEAST, Speech, Words
from kbassist.model import Span
from kbassist.text import Text

REACH = 260
"""Characters before and behind the message that are looked at."""
NEARBY = 2
"""Sentences before and behind its own that may speak of it."""
SHORT = 2
"""Words of an utterance that belongs to the sentence beside it: "Success! …", "…? No."."""
REPEATED = 0.6
"""Share of the words of a line that are the message's: it is the message once more."""

_FRESH = (
    rf"{TURN}|\b(?:today|heute|still|noch|immer|toujours|sigue|next|new|neue\w*|nächste\w*|another"
    rf"|other|further|weitere\w*"
    rf"|andere\w*|again"
    r"|wieder|back)\b"
)
"""In a sentence that holds one of these, what was said before it is another matter."""

_BACK = (
    r"\0\W*(?:(?:is|are|came|comes|appears|ist|kommt|tritt)\s+)(?:back|again|still|here again|wieder"
    r"|immer noch)\b"
)
"""That it is here again, whatever was before."""

_AGAIN = r"\b(?:back|again|wieder|still not|came|returned|because|therefore|deshalb|dadurch)\b"
_LED_BY = (
    r"(?i:\b(?:message|error|(?:fehler)?meldung|fehler|mensaje|messaggio|erreur|not (?:the|that) one)\b"
    r"[^.:;!?\n]{0,20})"
)
"""What leads to a message in the next line."""
_OPENING = " \t\"'(\u201e\u201c\u00ab"
"""What may stand between the beginning of a line and a message."""
_GOES_ON = r"\n(?=[\"']?[a-z])"
"""The end of a line behind which a sentence goes on, if no mark ended it."""
_END = re.compile(r"([.!?](?=[\"')\]]*(?:\s|$))[\"')\]]*[ \t]*|[。！？]|\n+)")


_NO = re.compile(r"\W*(?:no|nope|nein|non)\s*[,.!–-]", re.IGNORECASE)
"""An answer to what was asked, in a sentence of its own."""


class Scene:
    """A paste and what is said in it of the messages that stand there."""

    def __init__(self, text: Text, speech: Callable[[], Speech]) -> None:
        self._text = text
        self._speech = speech

    @cached_property
    def _frame(self) -> Frame:
        return Frame(self._text)

    @cached_property
    def _words(self) -> Words:
        return Words(self._text.repaired, self._speech().weights)

    def mentioned(self, spans: tuple[Span, ...]) -> str:
        """The words that show the message at *spans* to be only a mention; empty if none do."""
        start, end = spans[0][0], max(span[1] for span in spans)
        if cue := self.cue(start, end):
            return cue
        if len(self._text.repaired) - (end - start) < 2 * LEAST - 1:
            return ""  # no room for words beside it
        return self._speech().spoken_of(self._words, start, end)

    def cue(self, start: int, end: int) -> str:
        """The words of a cue that what stands from *start* to *end* is only a mention; empty if none is."""
        text = self._text.repaired
        if not (text[max(0, start - REACH) : start] + text[end : end + REACH]).strip():
            return ""
        before, own, behind = _sentences(text, start, end)
        reply = self._frame.reply(start)
        words = first(own, cues.ASIDE) or first(own, over.OVER, UNTRUE)
        words = words or (reply.over if reply else "") or self._frame.closed(start, end)
        if not (words or (reply and reply.lasting)):
            words = _beside(before, own, behind)
        return "" if words and compiled(_BACK).search(bare(own)) else words


def _beside(before: list[str], own: str, behind: list[str]) -> str:
    """The words of the sentences beside its own that speak of the message, or of the whole case."""
    lead, _, tail = own.partition(HOLE)
    for sentence in (*behind, tail):
        words = (
            first(sentence, over.OF_IT, UNTRUE)
            or first(sentence, over.CASE, over.UNCLOSED)
            or first(sentence, over.OTHER)
        )
        if words and not compiled(_AGAIN).search(sentence):
            return words
    words = next(
        filter(None, (first(one, over.CASE, over.UNCLOSED) for one in (*before, lead))), ""
    )
    return "" if words and compiled(_FRESH).search(lead) else words


def _sentences(text: str, start: int, end: int) -> tuple[list[str], str, list[str]]:
    """The sentences before the message, its own with `HOLE` in its place, those behind it."""
    own = text[start:end]
    before, behind = text[max(0, start - REACH) : start], text[end : end + REACH]
    words = set(own.casefold().split())
    scene = f"{before}{HOLE}{behind}"
    if ">" in scene or "|" in scene:
        scene = re.sub(r"(?m)^[ \t]*(?:[>|][ \t]*)+", "", scene)
    if re.search(_GOES_ON, scene):
        scene = re.sub(rf"(?<=[\w,])[ \t]*{_GOES_ON}", " ", scene)
    if scene.partition(HOLE)[0].rstrip(_OPENING).endswith("\n"):
        scene = re.sub(
            rf"({_LED_BY})[ \t]*\n[ \t]*(?=[\"'(\u201e\u201c\u00ab]?{HOLE})", r"\1 ", scene
        )
        if own[:1].islower():
            scene = re.sub(rf"(?<=[\w,])[ \t]*\n(?=[\"']?{HOLE})", " ", scene)
    pieces: list[str] = []
    for line in scene.split("\n"):
        told = line.casefold().split()
        again = HOLE not in line and sum(map(words.__contains__, told)) >= max(
            3, REPEATED * len(told)
        )
        if told and not again:
            cut = _END.split(line)
            ended = ["".join(cut[k : k + 2]) for k in range(0, len(cut), 2)]
            pieces += _with_short([piece for piece in ended if piece.strip()])
    here = next(k for k, piece in enumerate(pieces) if HOLE in piece)
    sentence = pieces[here]
    if bullet := re.match(r"\s*(?:[-*\u2022]|\d+[.)])\s", sentence):
        above = [piece for piece in pieces[:here] if piece.rstrip().endswith(":")]
        if above:  # what stands above a list governs it
            sentence = f"{above[-1]} - {sentence[bullet.end() :]}"
    return pieces[max(0, here - NEARBY) : here], sentence, pieces[here + 1 : here + 1 + NEARBY]


def _with_short(pieces: list[str]) -> list[str]:
    """The sentences of one line; what is said in a word or two goes with the message beside it."""
    for k, piece in enumerate(pieces):
        if HOLE in piece:
            first, last = k, k + 1
            if k and len(pieces[k - 1].split()) <= SHORT:
                first -= 1
            if last < len(pieces) and _answers(piece, pieces[last]):
                last += 1
            return [*pieces[:first], "".join(pieces[first:last]), *pieces[last:]]
    return pieces


def _answers(piece: str, behind: str) -> bool:
    """Whether what is said *behind* the message's sentence goes with it: a word or two, a "No, …"."""
    if "?" in behind:
        return False
    short = len(behind.split()) <= SHORT
    return short or (piece.rstrip().endswith("?") and _NO.match(behind) is not None)
