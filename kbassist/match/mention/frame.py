"""What governs all messages of a paste: a reply above a quotation, the fields of a ticket, the first line."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from kbassist.match.mention import mails, over
from kbassist.match.mention.hearing import CLOSED, SOLVED, UNTRUE, compiled, first
from kbassist.text import Text

HEAD = 4_000
"""Characters of a paste in which a quotation must begin, for what stands above it to be a short reply."""
REPLY, SAID = 1_500, 500
"""Characters of a reply that are looked at; of its beginning, where it may say that all is over."""
TICKET = 50_000
"""Characters of a paste in which fields are looked for: tickets are not longer."""
RECORD = 800
"""Characters between a message and a field of the same ticket."""
CELL = 160
"""Characters of a row beside a message in which a cell may say that it is closed."""
PAPER = 600
"""Characters behind the first line of a paste for which it speaks."""

_SENDER = (
    r"(?:von|from|de|da|van|od|от|från|fra|发件人|寄件者|差出人|보낸 사람|kimden|feladó|lähettäjä)"
)
_SENT = (
    r"(?:sent|gesendet|datum|date|to|an|subject|betreff|envoyé|enviado|inviato|para|objet|asunto"
    r"|assunto|oggetto|verzonden|aan|onderwerp|à|a|do|wysłano|temat|komu|předmět|кому|тема|ämne"
    r"|til|emne|till)"
)
_QUOTED = (
    r"(?im)^[ \t>|*]*(?:-{2,}[ \t]*(?:original|urspr|forward|weitergel|message d'orig"
    r"|mensaje orig|messaggio orig|mensagem orig|oorspr|vidaresänt|opprinn|oprind)[^\n]*"
    r"|_{10,}[ \t]*$|begin forwarded message[^\n]*|(?:on|am|le|el|il|em|op|w dniu|dne|den"
    r"|på)\b[^\n]{3,120}?(?:\n[^\n]{0,80}?)?\b(?:wrote|schrieb|a écrit|escribió|ha scritto"
    r"|escreveu|schreef|napisał\(?a?\)?|napsala?|skrev|skreiv)\b[^\n:]{0,80}:|[^\n]{3,120}(?:写道"
    r"|寫道)[:：]"
    rf"|(?P<header>{_SENDER}[ \t]*\*?:[^\n]*\n(?:[^\n]*\n){{0,2}}?[ \t>*]*{_SENT}[ \t]*\*?:[^\n]*)"
    r")"
)
"""How mail programs begin a quotation."""
_QUOTED_SIGNS = (
    "\n--",
    "\n____",
    "forwarded",
    "wrote",
    "schrieb",
    "écrit",
    "escribió",
    "ha scritto",
    "escreveu",
    "schreef",
    "napisa",
    "napsal",
    "skre",
    "写道",
    "寫道",
    *(
        f"\n{mark}{sender}{colon}"
        for sender in _SENDER[3:-1].split("|")
        for mark, colon in (("", ":"), ("", " :"), ("*", ":"))
    ),
)
"""Words and marks without which none begins."""
_QUOTE_MARK = r"(?m)^[ \t]*>"
_HEADERS = r"(?:[ \t>*]*[\w-]+(?: \w+)?[ \t]*\*?:[^\n]*\n)*"
_SENTENCE = r"(?<=[.!?])\s+|[。！？]|\n+"

_NAMES = (
    "status|state|statut|zustand|état|etat|estado|stato|stav|tila|durum|статус|состояние|状态|狀態"
    "|ステータス|상태|állapot|stare|tilstand"
)
_FIELDS = (
    (
        tuple(_NAMES.split("|")),
        r"(?m)(?:(?:^|[;|])[ \t|>*\-]*(?:(?:ticket|case|incident|request|issue|call|current"
        r"|vorgangs?|bearbeitungs|meldungs)[ \t_-]*)?"
        rf"(?:{_NAMES})[ \t*]*[:=：|][ \t*\"']*(?P<line>[^\n;,|\"']{{1,60}}?)(?=[ \t]+\w+="
        rf"|[\n;,|\"']|$)"
        rf"|[\"'](?:\w+_)?(?:{_NAMES})[\"'][ \t]*:[ \t]*[\"'](?P<json>[^\n\"']{{1,60}}))",
    ),
    (
        ("resolution", "close", "closure", "completion"),
        r"(?m)^[ \t|>*\-]*(?:resolution|close|closure"
        r"|completion)(?:[ _]code)?[ \t]*[:=][ \t]*(?P<code>[^\n;,|]{1,60})",
    ),
    (
        ("closed:", "closed =", "resolved:", "solved:", "erledigt:", "gelöst:", "geschlossen:"),
        rf"(?m)^[ \t|>*\-]*(?P<flag>{CLOSED}|{SOLVED})[ \t]*[:=][ \t]*(?:yes|true|ja|oui|sí|si"
        rf"|sim|x|1)\b",
    ),
)
"""Fields for the state of a ticket, each with words of which the text holds one."""
_SOLVED = rf"(?:{SOLVED})(?:[ \t]*\([^()]*\))?\W*"
_CLOSED = rf"(?:{CLOSED})(?:[ \t]*\([^()]*\))?\W*"
_OF_TICKET = (
    r"(?i)\b(?:(?:short[ _]?)?description|title|summary|subject|ticket|incident|case|priority"
    r"|resolution|assignee|assigned to|caller|reporter|close[ _](?:code|notes)|number|betreff"
    r"|kurztext|titel|priorität|vorgang|beschreibung|asunto|título|titre|objet|oggetto|titolo"
    r"|onderwerp|temat|тема|título|assunto|ämne|emne|předmět|popis|описание|opis|beskrivelse"
    r"|beskrivning|konu|aihe|tárgy|subiect|标题|主题|件名)\b\"?[ \t_\w]{0,12}[:=：]|\b(?:INC|REQ|CHG"
    r"|TASK|CS|SR)\d+\b"
)
"""Fields that tickets have and connections, valves and steps do not."""
_CELL = (
    rf"(?i)(?:^|[;|\t])[ \t]*\"?(?:{CLOSED}|{SOLVED})\"?[ \t]*(?=[;|\t]|$)|(?:^|,)\"?(?:{CLOSED}"
    rf"|{SOLVED})\"?(?=,|$)"
)
_MARKS = (",", 2), (";", 2), ("|", 1), ("\t", 1)
"""What stands between the cells of a row, and how many of them a row has at least."""
_NUMBERED = r"\b(?-i:[A-Z]{2,8})-?\d+\b|^[ \t|]*\"?\d{1,12}\"?[ \t]*[,;|\t]"
"""A row that begins with a number or holds a ticket's."""


class Reply(NamedTuple):
    """What the newest part of a mail says of the message quoted below it."""

    over: str
    """The words that say that it is over."""
    lasting: bool
    """Whether it says that it is not, or asks about it."""


class Frame:
    """The parts of a paste that speak for all of it; each is looked for once, when a message needs it."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def reply(self, start: int) -> Reply | None:
        """What is said above the quotation in which `repaired[start]` stands; None: it stands in none."""
        if self._reply is None:
            return None
        begins, reply = self._reply
        place = self._text.span(start, start + 1)[0]
        if place < begins:
            return None
        if self._marked:
            line = self._text.paste.rfind("\n", 0, place) + 1
            if not self._text.paste[line:place].lstrip().startswith(">"):
                return None
        return reply

    def closed(self, start: int, end: int) -> str:
        """The words by which a ticket, a row of a table or a paper about messages has this one as closed."""
        text = self._text.repaired
        if self._paper and start <= PAPER:
            return self._paper
        row = text[max(0, start - CELL, text.rfind("\n", 0, start) + 1) : start]
        stop = text.find("\n", end, end + CELL)
        tail = text[end : stop if stop >= 0 else end + CELL]
        if cell := _cell(row, tail):
            return cell
        near = [one for one in self._fields if start - RECORD < one[0] < end + RECORD]
        if not near:
            return ""
        if len({bool(said) for _, said in near}) > 1:  # several tickets
            low, high = text.rfind("\n\n", 0, start), text.find("\n\n", end)
            near = [one for one in near if low < one[0] and (high < 0 or one[0] < high)]
            low, high = text.rfind("\n", 0, start), text.find("\n", end)
            line = [one for one in near if low <= one[0] and (high < 0 or one[0] < high)]
            near = line or near
        around = text[max(0, start - RECORD) : start] + text[end : end + RECORD]
        if not near or not all(said for _, said in near) or compiled(mails.LASTING).search(around):
            return ""
        return near[0][1]

    @cached_property
    def _paper(self) -> str:
        """The words of the first line that show what follows to be no case: an automatic reply, a quiz."""
        line = self._text.repaired[:PAPER].lstrip().split("\n", 1)[0]
        folded = line.casefold()
        if not any(map(folded.__contains__, mails.PAPER_SIGNS)):
            return ""
        found = compiled(mails.PAPER).match(line)
        return " ".join(found[0].split()) if found else ""

    @cached_property
    def _fields(self) -> list[tuple[int, str]]:
        """Where the fields for the state of a ticket stand; their words if these say that it is closed."""
        text = self._text.repaired[:TICKET]
        folded = text.casefold()
        fields: list[tuple[int, str]] = []
        for signs, pattern in _FIELDS:
            if any(map(folded.__contains__, signs)):
                fields += filter(
                    None, (_field(text, one) for one in compiled(pattern).finditer(text))
                )
        return fields

    @cached_property
    def _marked(self) -> bool:
        """Whether the quotation is marked line by line."""
        return compiled(_QUOTE_MARK).search(self._text.paste) is not None

    @cached_property
    def _reply(self) -> tuple[int, Reply] | None:
        """Where in the paste the first quotation begins, and what the part above it says."""
        text = self._text.repaired
        begin, stop, place = 0, -1, -1
        head = f"\n{text[:HEAD]}".casefold()
        signs = any(map(head.__contains__, _QUOTED_SIGNS))
        for found in compiled(_QUOTED).finditer(text, 0, HEAD) if signs else ():
            if found["header"] and not text[begin : found.start()].strip():
                begin = found.end()  # the mail's own
                continue
            stop, place = found.start(), self._text.span(found.start(), found.start() + 1)[0]
            break
        mark = compiled(_QUOTE_MARK).search(self._text.paste, 0, HEAD)
        newest = text[begin:stop] if stop >= 0 else ""
        if mark and (place < 0 or mark.start() < place):
            place = mark.start()
            newest = self._text.paste[self._text.span(begin, begin)[0] : place]
        newest = newest.lstrip()[:REPLY]
        if begin:
            newest = compiled(_HEADERS).sub("", newest, count=1)
        if place < 0 or not newest.strip():
            return None
        return place, _read(newest)


def _read(newest: str) -> Reply:
    """What the newest part of a mail says."""
    asked = any(compiled(mails.ASKED_OF_IT).search(one) for one in _asked(newest))
    if asked or compiled(mails.LASTING).search(newest) or compiled(mails.POINTING).search(newest):
        return Reply("", True)
    for sentence in compiled(_SENTENCE).split(newest[:SAID]):
        if compiled(mails.NO_FACT).search(sentence):
            continue
        closing = compiled(mails.TO_CLOSE).search(sentence)
        if closing and not compiled(over.UNCLOSED).search(sentence):
            return Reply(" ".join(closing[0].split()), False)
        for clause in (sentence, *sentence.split(", ")):
            words = (
                first(clause, mails.SETTLED, UNTRUE)
                or first(clause, over.OF_IT, UNTRUE)
                or first(clause, over.CASE, over.UNCLOSED)
            )
            if words:
                return Reply(words, False)
    return Reply("", False)


def _asked(newest: str) -> list[str]:
    """The questions of a mail's newest part that do not merely ask to close the case."""
    questions = re.findall(r"[^.!?\n]*\?", newest)
    return [one for one in questions if not compiled(mails.ASKED_TO_CLOSE).search(one)]


def _cell(row: str, tail: str) -> str:
    """The cell beside a message, in the row before and behind it, that says that it is closed."""
    both = row + tail
    if not any(both.count(mark) >= least for mark, least in _MARKS):
        return ""
    found = compiled(_CELL).search(row) or compiled(_CELL).search(tail)
    if not found or compiled(mails.LASTING).search(both):
        return ""
    words = found[0].strip(' \t,;|"')
    return words if compiled(_SOLVED).fullmatch(words) or compiled(_NUMBERED).search(both) else ""


def _field(text: str, found: re.Match[str]) -> tuple[int, str] | None:
    """Where the field that was *found* stands, and its words if they say that the ticket is closed."""
    value, code = found[found.lastindex or 0], "code" in found.re.groupindex
    over = compiled(_SOLVED).fullmatch(value)
    if not over and compiled(_CLOSED).fullmatch(value):
        around = text[max(0, found.start() - RECORD) : found.end() + RECORD]
        over = compiled(_OF_TICKET).search(around)
    if not over and code:
        return None
    return found.start(), " ".join(found[0].split()) if over else ""
