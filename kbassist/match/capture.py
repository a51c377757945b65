"""What the slots hold: the text between the literals, trimmed to what fits each placeholder's kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from kbassist.match.align import Alignment, Region
from kbassist.match.kinds import SHAPES, path_end, shape, time_end
from kbassist.model import Flag, Kind, Span
from kbassist.text import clean, message_start, plain

OPENERS, CLOSERS = "'\"([{<", "'\")]}>"
CLOSER = dict(zip(OPENERS, CLOSERS, strict=True))
CLOSING = {**CLOSER, "**": "**", "*": "*", "_": "_"}
_QUOTATION = re.compile(r"(?:(?<=[ :=])|^)(?:\*\*|['\"(*])(?=\S)|(?:(?<=[ :=])|^)['\"] ")
_OPENED = re.compile(r"(?:(['\"(\[{<])\s*|(?<![^\s(])(\*\*?|_))$")
_NAME = re.compile(r"[a-z_]+(?:\.[A-Za-z_]\w*)*(?:![rsa])?(?::[^{}]*)?")
_CROSSES = re.compile(r"[xX]{3,}|[yY]{3,}|\*+|\?+|_+")
"""What is written for a value that nobody shall see."""
_STRING = re.compile(r"(?:^|(?<=[\s=:,;{\[(|]))(['\"])(?=\S)(?:(?!\1).)*$")
"""A quotation mark that opens and has no other behind it."""
_ARTICLE = re.compile(r"\b(?:the|die|das|der|le|la)\s*$", re.IGNORECASE)
LONGEST = 10_000
"""Characters of a value; what is longer is cut short."""

FEW = 3
"""Words that a time may have which is told in words: "yesterday evening"."""

_DOTS = r"(?:\u2026|\.\.\.|[\[(<](?:\u2026|\.\.\.|truncated|cut|snip(?:ped)?)[\])>])"
_CUT = re.compile(rf"\s*{_DOTS}", re.IGNORECASE)
_CUT_WORD = re.compile(
    rf"[^\s'\"<>()\[\]{{}},;\u2026]*?{_DOTS}|\s(?!\u2026|\.\.\.){_DOTS}", re.IGNORECASE
)
_GLUED = ".,;:!?/\\-'\"@\u2026"
_BLANKS = re.compile(r"\s+")
_FRAMED = re.compile(
    r"[ \t]*\|[ \t]+[^|\n]+\w\|[ \t]*\n[ \t]*\|[ \t]+\w[^|\n]*[ \t]\|[ \t]*(?:\n|$)"
)
"""A row whose words touch its right border, and one with words below it."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[.:]\d\d(?:[.:]|$)")
_LEADS_TO = re.compile(r"\s*[:=]?\s*(?:[-=]+>|[\u2192\u2794\u279c\u21d2]|-)?\s*")
"""What may stand between a message and its last value beside blanks: a colon, an arrow, a dash."""
_ARROW = re.compile(r"[-=]+>|[\u2192\u2794\u279c\u21d2]|-(?=\s)")
_FAR = re.compile(r"[ \t]*[:=]?[ \t]*(?:\n[ \t]*){1,3}(?:[-*\u2022>|][ \t]+)?(?=\S)")
"""From a message that ends its line to what stands below it."""
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\s[\w.]+=\S*")
"""What stands behind a value without being a part of it: something in brackets, a setting."""
_FURTHER = re.compile(r"[ \t]+(\w[\w.-]*)|(?!\\[nrt])[^\s.,;:!?'\")\]}>*|]*\w")
_LOST = re.compile(r" +(_?[A-Z0-9]+(?:_[A-Z0-9]*)*)(?=[\s.,;:!?'\")\]`*]|$)")
"""What follows an ID and looks like its other half."""
_ENDS = re.compile(r"[.,;:!?]*[ \t]*(?:\n|$)|[.,;!?'\")\]`*]")
_GOES_WITH = re.compile(
    r"[ \t]+\[?[ \t]*(?:[A-Z0-9]+|OK|Ok|Cancel|Close|Abbrechen|Schlie\u00dfen)\b"
)
"""What follows the other half in a picture read by a machine: a third part, a button."""
_BUTTONS = frozenset(
    """abbrechen back cancel close error help hilfe info ja nein next no ok schließen warning x yes
    zurück""".split()
)
"""What stands on buttons, and beside a message in its dialog."""
_FILE = re.compile(r"\.[a-z]{2,4}$")
_LABEL = re.compile(r"(?:id|name|named|account)\b\s*[:=]?\s+(?=_?\w*[_\d])", re.IGNORECASE)
"""A word for the value right before it."""
_NOBODY = re.compile(
    r"&(?:V?\d&?)?|\$\d|<[^<>]*>|\{[^{}]*\}|\{\{[^{}]*\}\}|%\d*\$?[sd@]|\$\{[^{}]*\}|\[[^\[\]]*\]"
    r"|_?x{2,}(?:_x+)*\d{0,2}|_?y{3,}|[*?#_.\u2026-]+|n/?a|null|none|\(?unknown\)?|undefined|tbd"
    r"|[(<\[]?(?:redacted|hidden|masked|removed|anonymi[sz]ed|username|user ?id)[)>\]]?",
    re.IGNORECASE,
)
"""An unfilled placeholder, which names nobody."""

_THING = re.compile(
    r"[ \t]*(?:(?:account|id|name)[ \t]+(?=[a-z]))?([^\W\d_]{3,})(?:[ \t]+([\"']?[A-Za-z0-9_][\w.-]*))?"
)
_THINGS = frozenset(
    """agent attribute base category class context defined device directory field folder group groups
    interface list object pool profile realm record role roles segment session source store tag
    template tenant type""".split()
)
"""Words that behind "user" make another thing of it."""
_UNFILLED = re.compile(
    r"[ \t]*[\"'(]?(?:\{+[\w.!:]*\}+|&V?\d|%\d*\$?[sd]\b|\$\{|\$\d|\"[ \t]*[+.&]|\\w|_\\w|\(_?\\\\w)"
    r"|(?<=[\"'] )[+.&][ \t]*\w|[ \t]*(?:X|%|\u2026|\.\.\.)['\"\u201d\u00bb\u2019]"
)
"""What stands where a value should in a program, a catalogue of messages, a translation."""
_LEADS_ON = frozenset(
    """account and auf aus bei beim but client code consultant could during error errors event
    exception failed failure fault fehler for from für have http issue log message mit nach name named
    oder on our popup sap since status system the this ticket und using via von wegen when
    while wie with""".split()
)
"""Words behind "user" that go on with the sentence: what follows them is no user's thing."""

_PLAIN_TO_SEE = frozenset({Kind.USER_ID, Kind.TIME, Kind.GUID, Kind.EMAIL})
"""Kinds whose values are known for such in a paragraph of their own."""

_PERSON = re.compile(r"S\d{10}|P\d{6,10}|[ICD]\d{6}", re.IGNORECASE)
"""Logon of a person at the vendor, not a technical user."""


class Capture(NamedTuple):
    """What a slot holds; `start` and `end` are offsets in the repaired text."""

    value: str | None
    start: int
    end: int
    flags: tuple[Flag, ...] = ()


def fits(kind: Kind, value: str) -> bool:
    """Whether *value*, given by a person, may be one of *kind*: an ID has no blank, a number is one."""
    if kind is Kind.NUMBER:
        return bool(re.fullmatch(SHAPES[kind], value))
    return kind not in SHAPES or kind is Kind.PATH or not re.search(r"\s", value)


def looks(kind: Kind, value: str) -> bool:
    """Whether *value* is of the form by which one of *kind* is told from the words around it.

    A word of small letters may be a user's ID, but only quotation marks show that it is one.
    """
    form = shape(kind)
    if not fits(kind, value) or (form and not form.match(value)):
        return False
    return kind is not Kind.USER_ID or looks_made(value) or not value.isalpha()


def is_person(value: str) -> bool:
    """Whether *value* is the logon of a person at the vendor (S-user and the like)."""
    return bool(_PERSON.fullmatch(value))


def another_thing(text: str, start: int) -> str:
    """What stands where a user's ID should if it is another thing with a name: `pool P1`; else empty."""
    found = _THING.match(text, start)
    if not found or found[1].lower() in _LEADS_ON:
        return ""
    if found[1] in _THINGS or (found[2] and looks_made(found[2])):
        return found[0].strip()
    return ""


def unfilled(text: str, start: int) -> str:
    """What stands in place of a value where a message is not issued, but written down: `{0}`, `&1`."""
    found = _UNFILLED.match(text, start)
    return found[0] if found else ""


def captures(
    alignment: Alignment,
    region: Region,
    repaired: str,
    kinds: Mapping[str, Kind],
    known: Callable[[str], bool],
) -> dict[str, Capture]:
    """The values of every slot of *alignment*'s part.

    *known* tells the words of a language, which are no user ID.
    """
    found: dict[str, Capture] = {}
    wrapped = _wrapped(alignment, region)
    broken_off = _broken_off(alignment)
    for names, (start, end, last) in places(alignment, region, wrapped):
        if last and len(names) == 1 and kinds.get(names[0]) in _PLAIN_TO_SEE:
            end = _below(repaired, start, end)
        for name, (a, b) in zip(names, _shared(names, start, end, repaired), strict=True):
            kind = kinds.get(name, Kind.TEXT)
            first = names is alignment.part.slots[0]
            one = fitted(repaired, a, b, kind, known, last=last, first=first, wrapped=wrapped)
            if name in broken_off:
                one = Capture(None, one.start, one.end, (Flag.CUT,))
            elif alignment.edits_near(name):
                one = Capture(one.value, one.start, one.end, (*one.flags, Flag.APPROXIMATE))
            earlier = found.get(name)
            if earlier is None or earlier.value is None:
                found[name] = one
    return found


def _broken_off(alignment: Alignment) -> set[str]:
    """The placeholders in a quotation before whose closing mark the text ends."""
    part = alignment.part
    return {
        name
        for names, opening in zip(part.slots[1:-1], part.opens, strict=True)
        for name in names[-1:]
        if opening in alignment.cut
        and CLOSER.get(part.literals[opening - 1]) == part.literals[opening]
    }


def places(
    alignment: Alignment, region: Region, wrapped: str
) -> list[tuple[tuple[str, ...], tuple[int, int, bool]]]:
    """Each group of slots with its offsets, and whether nothing literal follows it."""
    part = alignment.part
    groups = part.slots
    result: list[tuple[tuple[str, ...], tuple[int, int, bool]]] = []
    if groups[0]:
        end = region.start(alignment.first) + alignment.head
        result.append((groups[0], (_line_start(alignment, region), end, False)))
    for names, place in zip(groups[1:-1], alignment.slots, strict=True):
        if place:
            result.append((names, (*place, False)))
    if groups[-1] and alignment.steps[-1].literal == len(part.literals) - 1:
        start = region.end(alignment.end - 1) - alignment.tail
        result.append((groups[-1], (start, _line_end(alignment, region, wrapped), True)))
    return result


def _line_start(alignment: Alignment, region: Region) -> int:
    """Where a slot before the first literal may begin: the message's beginning in that line."""
    line = region.lines[region.line_of(alignment.first)]
    stop = region.start(alignment.first) + alignment.head - line.start
    begin = line.body
    if begin >= stop:
        begin = message_start(line.text[:stop] + "x")
    segment = line.text[begin:stop]
    if not segment.strip():  # what seemed to be a time stamp is the value
        begin = len(line.text[:stop].rstrip()) - len((line.text[:stop].split() or [""])[-1])
        segment = line.text[begin:stop]
    for found in reversed(list(_QUOTATION.finditer(segment))):
        if CLOSING[found[0].rstrip()] not in segment[found.end() :]:
            begin += found.end()
            break
    return line.start + begin


def _line_end(alignment: Alignment, region: Region, wrapped: str) -> int:
    """Where a slot behind the last literal must end: its line's end.

    It goes on to the next line where it would be empty, or where a quotation around the message is
    still open. In a record, `"msg":"ERROR: …","n":3`, it ends with the string that holds the message.
    """
    i = region.line_of(alignment.end - 1)
    start = region.end(alignment.end - 1) - alignment.tail
    first, last = region.lines[region.line_of(alignment.first)], region.lines[i]
    string = _STRING.search(plain(first.text[: region.start(alignment.first) - first.start]))
    if string and not wrapped:
        begin = start - last.start
        stop = _before_closer(last.text, begin, len(last.text), string[1])
        if begin < stop < len(last.text):
            return last.start + stop
    for k in range(i + 1, min(i + 3, len(region.lines))):
        line = region.lines[k - 1]
        rest = line.text[max(0, start - line.start) :]
        if not _LEADS_TO.fullmatch(plain(rest)) and (not wrapped or wrapped in rest):
            break
        i = k
    return _end(region, i)


def _end(region: Region, i: int) -> int:
    line = region.lines[i]
    return line.start + len(line.text.rstrip())


def _wrapped(alignment: Alignment, region: Region) -> str:
    """The closing mark of a quotation that was opened right before the message."""
    line = region.lines[region.line_of(alignment.first)]
    if alignment.part.slots[0]:
        stop = _line_start(alignment, region) - line.start
    else:
        stop = region.start(alignment.first) - line.start
    before = _ARTICLE.sub("", line.text[:stop])
    found = _OPENED.search(before)
    return CLOSING[found[1] or found[2]] if found else ""


def _shared(names: tuple[str, ...], start: int, end: int, text: str) -> list[tuple[int, int]]:
    """Neighbouring slots take a word each, the last one the rest."""
    result = []
    for _ in names[:-1]:
        word = re.compile(r"\s*\S+").match(text, start, end)
        stop = word.end() if word else end
        result.append((start, stop))
        start = stop
    return [*result, (start, end)]


def _below(text: str, start: int, end: int) -> int:
    """*end*, or the end of the next line that says something where nothing stands before *end*."""
    if not _LEADS_TO.fullmatch(plain(text[start:end])):
        return end
    found = _FAR.match(text, start)
    if not found:
        return end
    stop = text.find("\n", found.end())
    return min(stop if stop >= 0 else len(text), found.end() + 200)


def fitted(
    text: str,
    start: int,
    end: int,
    kind: Kind,
    known: Callable[[str], bool],
    *,
    last: bool = True,
    first: bool = False,
    wrapped: str = "",
) -> Capture:
    """The value of *kind* in `text[start:end]`; its value is None where nothing fits.

    *last*, *first*: nothing literal follows the slot, or precedes it. *wrapped* is the mark that closes a
    quotation around the message. A kind of one word that finds more words than one is cut.
    """
    opening = start
    start, end = _stripped(text, start, end)
    far, closed = "\n" in text[opening:start], False
    if last and wrapped:
        stop = _before_closer(text, start, end, wrapped)
        if stop <= start < end and plain(text[start:end]).startswith(wrapped):
            start, far = _stripped(text, start + len(wrapped), end)[0], True  # it stands behind it
        else:
            closed, end = stop < end, stop
    pattern = shape(kind)
    if pattern is None:
        return _free(text, start, end, kind, last)
    begin, apart, nobody = _begin(text, start, end, kind, known, last)
    if nobody:
        return Capture(None, begin, begin, (Flag.MISSING,))
    far = far or apart
    readable = text[:begin] + plain(text[begin:end])
    if kind is Kind.PATH and last and not closed and text[begin - 1 : begin] not in ("'", '"'):
        end = path_end(readable, begin, end)
    dots = _CUT.match(text, begin)
    found = None if dots else pattern.match(readable, begin, end)
    if not found:
        cut = dots or _CUT_WORD.match(text, begin, end)
        return Capture(None, start, start, (Flag.CUT if cut else Flag.MISSING,))
    if first:
        found = list(pattern.finditer(readable, begin, end))[-1]
    a, b = found.start(), _trimmed(text, *found.span(), kind)
    person = kind is Kind.USER_ID
    if not person and (blank := _blank(text, a, b)):
        return Capture(None, *blank, (Flag.MISSING,))
    flag = None
    if _CUT_WORD.match(text, b) or (person and _goes_on(text, b)):
        flag = Flag.CUT
    elif person and last and far and not stands_out(text, a, b):
        flag = Flag.MISSING  # what stands there is about something else
    elif person and not _is_somebody(text, a, b, known, amid=not (last or first)):
        flag = Flag.MISSING
    elif (kind is not Kind.PATH and not first and _more(text, b, end, known, last, closed)) or (
        person and last and _halved(text, a, b, known)
    ):
        flag = Flag.CUT
    return Capture(None, a, b, (flag,)) if flag else Capture(clean(plain(text[a:b])), a, b)


def _blank(text: str, a: int, b: int) -> Span | None:
    """Where the name of a value stands in its place: `<server>`, `{tok.serial}`, `XXX`."""
    value, around = text[a:b], text[max(0, a - 1) : a] + text[b : b + 1]
    named = value.isalpha() and value.islower() if around == "<>" else _NAME.fullmatch(value)
    if around in ("<>", "{}") and named:
        return a - 1, b + 1
    return (a, b) if _CROSSES.fullmatch(value) else None


def _begin(
    text: str, start: int, end: int, kind: Kind, known: Callable[[str], bool], last: bool
) -> tuple[int, bool, bool]:
    """Where a value of *kind* begins, whether apart (below, behind an arrow), whether nobody is named there.

    Before it may stand blanks, opening marks, a colon or the like, and a label.
    """
    begin, apart, pattern = start, False, shape(kind)
    while begin < end:
        if kind is Kind.HOST and pattern and pattern.match(text, begin, end):
            break  # an address in brackets
        arrow = _ARROW.match(plain(text[begin : min(end, begin + 9)])) if last else None
        if arrow:
            begin, apart = begin + arrow.end(), True
            continue
        if plain(text[begin]) not in OPENERS + "*=:#|" and not text[begin].isspace():
            break
        if kind is Kind.USER_ID and _nobody(text, begin, end, known):
            return begin, apart, True
        begin += 1
    apart = apart or "\n" in text[start:begin]
    if kind is not Kind.USER_ID:
        return begin, apart, False
    if label := _LABEL.match(text, begin, end):
        begin = label.end()
    return begin, apart, not _CUT.match(text, begin) and _nobody(text, begin, end, known)


def _is_somebody(text: str, a: int, b: int, known: Callable[[str], bool], *, amid: bool) -> bool:
    """Whether a value names a user; a word of a language does between quotation marks.

    *amid* a message capitals show it, too.
    """
    sure = _is_quoted(text, a, b) or (amid and _is_loud(text, a, b))
    return _names_somebody(text[a:b], lambda word: known(word) and not sure)


def _is_quoted(text: str, a: int, b: int) -> bool:
    """Whether a value stands between two equal quotation marks: a word in there is a name."""
    around = plain(text[max(0, a - 1) : a] + text[b : b + 1])
    return around in ("''", '""')


def _is_loud(text: str, a: int, b: int) -> bool:
    """Whether a value is in capitals and the line around it is not: `The account APP is locked`."""
    start, end = text.rfind("\n", 0, a) + 1, text.find("\n", b)
    rest = text[start:a] + text[b : end if end >= 0 else len(text)]
    return text[a:b].isupper() and any(c.islower() for c in rest)


def _more(
    text: str, b: int, end: int, known: Callable[[str], bool], last: bool, closed: bool
) -> bool:
    """Whether what belongs to the value goes on behind it, at *b*, up to the slot's *end*.

    What stands in brackets and other settings do not. Nothing but the end of a quotation shows where a
    last slot ends; in there a common word goes on with the sentence.
    """
    rest = _ASIDE.sub(" ", text[b:end])
    if not last:
        return any(c.isalnum() for c in rest)
    found = _FURTHER.match(rest) if closed else None
    return found is not None and not (found[1] and found[1].islower() and known(found[1]))


def _halved(text: str, a: int, b: int, known: Callable[[str], bool]) -> bool:
    """Whether an ID ends where its underscore was read as a blank: `CPI DEV`, `_CRM 02`."""
    value, found = text[a:b], _LOST.match(text, b)
    if not found or found[1].lower() in _BUTTONS:
        return False
    ends = bool(_ENDS.match(text, found.end()))
    if not value.isupper() or "_" in value[1:].rstrip("_"):
        return ends and "_" in found[1]
    if not ends:
        loud = text[text.rfind("\n", 0, a) + 1 : a].isupper()
        if not _GOES_WITH.match(text, found.end()) or (loud and known(found[1].lower())):
            return False
    if value[0] != "_" and not any(c.isdigit() for c in value):
        return len(found[1]) > 1
    return not ends or not found[1].isalpha() or not known(found[1].lower())


def stands_out(text: str, a: int, b: int) -> bool:
    """Whether a user's ID apart from its message is plainly one: `_CPI_DEV`, alone on its line."""
    value = text[a:b]
    if "_" not in value or _FILE.search(value):
        return False
    return value.startswith("_") or not any(c.isalnum() for c in text[b:].split("\n", 1)[0])


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _before_closer(text: str, start: int, end: int, closer: str) -> int:
    """Where a quotation ends that was opened before the message; *end* where it does not."""
    if closer in "**_":
        found = re.compile(re.escape(closer) + (r"(?!\w)" if closer == "_" else "")).search(
            text, start, end
        )
        return _stripped(text, start, found.start())[1] if found else end
    opener = OPENERS[CLOSERS.index(closer)]
    depth, i = 0, start
    while i < end:
        mark = plain(text[i])
        if mark == closer and (opener != closer or not _opens_word(text, i, start)):
            if depth == 0 and (i + 1 >= end or not text[i + 1].isalnum()):
                return _stripped(text, start, i)[1]
            depth = max(0, depth - 1)
        elif mark == opener:
            depth += 1
        i += 1
    return end


def _opens_word(text: str, i: int, start: int) -> bool:
    """Whether the quotation mark at *i* opens: a blank before it, none behind."""
    return (i == start or text[i - 1].isspace()) and i + 1 < len(text) and not text[i + 1].isspace()


def _free(text: str, start: int, end: int, kind: Kind, last: bool) -> Capture:
    """A value of kind `text`, `time` or `quoted`."""
    if kind is not Kind.TEXT:
        while start < end and (text[start].isspace() or text[start] in ":="):
            start += 1
    if kind is Kind.TIME and last:
        while start < end and plain(text[start]) in OPENERS + "*":
            start += 1
        stop = time_end(text, start, end)
        if stop > start:
            return Capture(clean(_BLANKS.sub(" ", text[start:stop])), start, stop)
        if len(text[start:end].split()) > FEW:
            return Capture(None, start, start, (Flag.MISSING,))
    if kind is Kind.QUOTED and end - start > 1 and plain(text[start]) in CLOSER:
        closing = plain(text[start:end]).rfind(CLOSER[plain(text[start])])
        start, end = _stripped(text, start + 1, start + closing if closing > 0 else end)
    if text[start:end].endswith(("...", "\u2026")):
        return Capture(None, start, end, (Flag.CUT,))
    if last:
        while end > start and _dangling(plain(text[start:end])):
            end = _stripped(text, start, end - 1)[1]
    end = min(end, start + LONGEST)
    if end <= start:
        return Capture(None, start, start, (Flag.MISSING,))
    value = clean(_BLANKS.sub(" ", text[start:end])).strip()
    if not value or re.fullmatch(r"&V?\d&?|\{\d*\}|%\d*\$?[sd]", value):
        return Capture(None, start, end, (Flag.MISSING,))
    return Capture(value, start, end)


def _dangling(value: str) -> bool:
    """Whether *value* ends in a closing mark that nothing in it opened, or in a full stop.

    The last one of `a.m.` belongs to the word.
    """
    mark = value[-1]
    if mark in ".,;":
        return mark != "." or "." not in value.split()[-1][:-1]
    if mark in "'\"":
        return value.count(mark) % 2 == 1 and (len(value) < 2 or not value[:-1].endswith("s"))
    return mark in ")]}>" and value.count(mark) > value.count(OPENERS[CLOSERS.index(mark)])


def _trimmed(text: str, a: int, b: int, kind: Kind) -> int:
    """*b* without what is glued to the end of a value: punctuation, a bracket that was opened before it.

    The slash at the end of a web address is a part of it.
    """
    marks = _GLUED.replace("/", "") if kind is Kind.URL else _GLUED
    while b > a + 1 and (
        text[b - 1] in marks or (text[b - 1] in ")]}>" and _dangling(plain(text[a:b])))
    ):
        b -= 1
    return b


def _nobody(text: str, start: int, end: int, known: Callable[[str], bool]) -> bool:
    """Whether an unfilled placeholder stands there."""
    found = _NOBODY.match(text, start, end)
    if (
        not found
        or text[found.end() : found.end() + 1].isalnum()
        or text[found.end() : found.end() + 1] == "_"
    ):
        return False
    inside = found[0].strip("<>{}[]")
    if inside == found[0] or not re.fullmatch(r"_?\w{2,}", inside):
        return True
    return not any(c.isupper() or c.isdigit() for c in inside) or not _names_somebody(inside, known)


def _goes_on(text: str, end: int) -> bool:
    """Whether a value that ends a line, or a frame's row, seems to go on in the next one."""
    if text[end : end + 1] == "|":
        return bool(_FRAMED.match(text, text.rfind("\n", 0, end) + 1))
    rest = re.compile(r"[ \t]*\n[ \t>|]*").match(text, end)
    return rest is not None and "_" in (text[end - 1], text[rest.end() : rest.end() + 1])


def _names_somebody(value: str, known: Callable[[str], bool]) -> bool:
    """Whether *value* may be a user: no word of a language, no date, no unfilled placeholder."""
    if len(value) < 2 or len(value) > 80 or _NOBODY.fullmatch(value) or "//" in value:
        return False
    if _DATE.match(value) or ".." in value:
        return False
    if any(c.isdigit() or c in "_@\\" for c in value):
        return not value.isdecimal() or len(value) > 3
    return not all(known(word.lower()) or not word for word in re.split(r"[.$/-]", value))


def looks_made(value: str) -> bool:
    """Whether *value* is surely an ID and no word or name: it has a digit or a `_`, or is all capitals."""
    return any(c.isdigit() or c == "_" for c in value) or (value.isupper() and len(value) > 2)
