"""The error texts that an article quotes: between quotation marks, after "the error", in its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape

from kbassist.importer.draft import Found
from kbassist.importer.headings import Part
from kbassist.importer.lines import Block, Marker
from kbassist.importer.values import PLACE

LONGEST = 600
"""Characters of an error text."""
LOOKED = 4_000
"""Characters of one paragraph that are looked at."""
SYMPTOMS = (Part.SYMPTOM, Part.REPRODUCTION, Part.CAUSE)
"""The parts in which an error text needs no quotation marks."""

_CUE = (
    r"(?:error|errors|message|messages|exceptions?|warnings?|fault|faultstring|dump|fails? with|failed with"
    r"|says|saying|states|stating|reads|reading|response|status|fehler|fehlermeldung(?:en)?|meldung(?:en)?"
    r"|warnung|ausnahme)"
)
_CUE_NEAR = re.compile(rf"\b{_CUE}\b|エラー|メッセージ|例外|警告", re.IGNORECASE)
_CUE_LAST = re.compile(rf"\b(?:{_CUE})\s*:?\s*$", re.IGNORECASE)
_OF_SCREEN = re.compile(
    r"\b(?:click|clicking|select|choose|press|open|go to|navigate to|button|tab|field|view|menu|checkbox"
    r"|check ?box|option|screen|work ?cent(?:er|re)|app|tile|link|hyperlink|transaction|parameter|role"
    r"|table|column|section|schaltfläche|feld|registerkarte|wählen sie|klicken sie auf)"
    r"\s*(?:on|the|named|called|:|-|die|das|den)*\s*$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|cannot|can't|could not|couldn't|does not|do not|did not|not|failed"
    r"|fails|already|invalid|missing|denied|expired|exists?|must|unable|unknown|refused|forbidden|unauthorized"
    r"|error|exception|exceeded|timed out|locked|reserved|rejected|aborted|terminated|cancell?ed|incorrect"
    r"|wrong|unexpected|inconsistent|lost|ist|sind|wurde|nicht|bereits|kein|keine|ungültig|fehlt"
    r"|fehlgeschlagen)\b",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"\b(?:is|are|was|were|has|have|cannot|can't|could not|does not|do not|did not|not|already|invalid"
    r"|missing|denied|expired|must|ist|sind|wurde|nicht|bereits|ungültig|fehlt)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r'"(?P<straight>[^"]{2,600})"'
    r"|[“„](?P<curly>[^“”„]{2,600})[”“]"
    r"|«\s?(?P<angle>[^«»]{2,600}?)\s?»"
    r"|「(?P<corner>[^「」]{2,600})」"
    r"|(?<!\w)‘(?P<single>[^‘]{2,600}?)’(?!\w)"
    r"|(?<![\w'])'(?=\S)(?P<plain>(?:[^']|(?<=\w)'(?=\w)|(?<=[\s(=:])'[^']{1,60}'){2,600}?)(?<=\S)'(?![\w'])"
    r"|`(?P<code>[^`]{2,600})`"
)
_OPEN = re.compile(r"(?<![\w'])['\"“‘„](?=[A-Z0-9])")
_ENDS = re.compile(
    r"\s+\(\S+ (?:represents?|refers?|stands|is|are|means|=|denotes)\b"
    r"|\s+\((?:where|here|message no|error code|code|nachricht)\b"
    r"|,?\s+(?:is|are|gets|was|will be|can be) (?:being )?(?:raised|displayed|shown|thrown|returned|issued"
    r"|logged|reported|seen|received|encountered)\b"
    r"|\s+(?:appears?|occurs?|comes up|pops up|shows up)\b"
    r"|,?\s+when (?:you|we|users?|the user|trying|attempting|a user|\w+ing)\b"
    r"|,?\s+while (?:you|trying|\w+ing)\b"
    r"|,?\s+(?:wird|werden) (?:angezeigt|ausgegeben|gemeldet)\b"
    r"|(?<=[a-z0-9)])(?<!\bno)(?<!\bNo)\.\s+(?=[A-Z])",
)
_AFTER_COLON = re.compile(
    rf"\b{_CUE}\b[^:.]{{0,50}}:\s+(?P<text>\S.*)$|(?:エラー|メッセージ)[^:：。]{{0,20}}[:：]\s*(?P<other>\S.*)$",
    re.IGNORECASE,
)
_GET_THE_ERROR = re.compile(
    r"\b(?:get|gets|getting|got|receives?|received|see|sees|encounters?|encountered|faces?|throws?|shows?"
    r"|displays?|raises?|with|by)\s+(?:(?:the|an|a|this|following|below)\s+)*"
    r"(?:error message|error|message|exception|warning)\s+(?P<text>[A-Z0-9].*)$"
)
_LEADS_IN = re.compile(
    rf"(?:\b{_CUE}\b|\blogs?\b|\btraces?\b|エラー|メッセージ)[^.]{{0,80}}[:：]$", re.IGNORECASE
)
_CLASS = r"(?:[a-z_]\w*\.)+[\w$]*(?:Exception|Error|Fault)\b"
_LOG = re.compile(
    rf"(?:Caused by: )?(?:{_CLASS}|[A-Z]\w*(?:Exception|Fault)\b\s*:)"
    r"|\[?\d{4}-\d\d-\d\d[T ].*(?:ERROR|FATAL|SEVERE|Exception|Fault)"
    r"|HTTP(?:/\d(?:\.\d)?)?\s+(?:status\s+|error\s+|operation failed\b.*|response\s+)?(?:code\s+)?[45]\d\d\b"
    r"|HTTP operation failed\b"
    r"|(?:Caused by|ERROR|FATAL|SEVERE)\b\s*[:\[(]"
    r"|[A-Z]{2,10}-\d{3,6}\s*:\s*\S"
)
"""A line that a program wrote, told by its beginning."""
_IN_PROSE = re.compile(rf"(?P<text>{_CLASS}\s*:\s*\S.*)$|\bstatusCode:\s*[45]\d\d\b")
_IN_MARKUP = re.compile(
    r"<(?P<tag>faultstring|message|errormessage|error_message)\b[^>]*>(?P<text>[^<]{4,600})</(?P=tag)>",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"^(?:how|what|why|where|when|which|faq|guide|overview|error (?:when|while|in|during|on)|issues?|unable"
    r"|problem|wie|was|warum|fehler (?:beim|bei|in))\b",
    re.IGNORECASE,
)


def find(title: str | None, parts: Mapping[Part, Found]) -> tuple[str, ...]:
    """The error texts of an article, each once, the title's first."""
    found: dict[str, str] = {}

    def keep(texts: Iterable[str]) -> None:
        for text in texts:
            text = _trimmed(text)
            if _is_message(text):
                found.setdefault(text.casefold().rstrip(".!"), text)

    for part, one in parts.items():
        if part in (Part.SYMPTOM, Part.REPRODUCTION, Part.CAUSE, Part.RESOLUTION):
            keep(_in_blocks(one.blocks, part in SYMPTOMS))
    symptom = parts.get(Part.SYMPTOM)
    called = bool(symptom and _CUE_NEAR.search(symptom.text))
    heads = list(_in_title(title, list(found.values()), called)) if title else []
    told = found
    found = {}
    keep(heads)
    for text in told.values():
        keep((text,))
    return tuple(found.values())


def _in_title(title: str, others: Sequence[str], called: bool) -> Iterator[str]:
    """The error text that the title is or quotes.

    *others* were found in the text; where there are none, the title may be what the text calls an error
    (*called*) without saying it again.
    """
    quoted = [text for _, text, _ in _quotations(title)]
    messages = [text for text in quoted if len(text.split()) >= 2]
    if messages:
        yield from messages
    elif others:
        words = set(_words(title))
        for other in others:
            theirs = set(_words(other))
            if len(words & theirs) >= max(3, 0.8 * min(len(words), len(theirs))) and (
                len(words) <= 1.3 * len(theirs)
            ):
                yield title
                return
    elif _STATES.search(title) and not _TOPIC.match(title) and 4 <= len(title.split()) <= 20:
        yield from (title,) if called or PLACE.search(title) else ()


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]{2,}", text.casefold())


def _in_blocks(blocks: Sequence[Block], symptoms: bool) -> Iterator[str]:
    """The error texts of one part; outside of *symptoms* only those that are called so and quoted."""
    led: set[int] = set()
    blocks = [block._replace(text=block.text[:LOOKED]) for block in blocks]
    for i, block in enumerate(blocks):
        marked = [found["text"] for found in _IN_MARKUP.finditer(block.text)]
        if symptoms and marked:
            yield from map(unescape, marked)
            continue
        if symptoms and _LOG.match(block.text) and len(block.text) <= LONGEST:
            yield block.text
            continue
        quoted = list(_quotations(block.text))
        yield from (
            text for at, text, end in quoted if _called(block.text, at, text, end, symptoms)
        )
        if not symptoms:
            continue
        if i in led and not quoted:
            yield block.text
            continue
        if not quoted:
            yield from _unquoted(block.text)
        if _LEADS_IN.search(block.text):
            led.update(_led(blocks, i))


def _led(blocks: Sequence[Block], i: int) -> Iterator[int]:
    """The blocks that the colon at the end of block *i* leads to, where no picture stood between."""
    first = blocks[i + 1] if i + 1 < len(blocks) else None
    if first is None or first.gap >= 2:
        return
    inside = blocks[i].marker is Marker.NONE or first.depth > blocks[i].depth
    if first.marker is Marker.NONE:
        if blocks[i].marker is Marker.NONE or first.depth > blocks[i].depth:
            yield i + 1
    elif inside:
        for n in range(i + 1, len(blocks)):
            if blocks[n].marker is not first.marker or blocks[n].depth != first.depth:
                return
            if _OF_STEPS.match(blocks[n].text):
                return
            yield n


_OF_STEPS = re.compile(
    r"(?:go to|open|click|select|choose|press|enter|log ?(?:in|on)|navigate|run|start|save|create"
    r"|then|now|you)\b",
    re.IGNORECASE,
)


def _quotations(text: str) -> Iterator[tuple[int, str, int]]:
    """What stands between quotation marks: where it begins, the text, where it ends.

    A mark that is never closed holds what is said up to the next words that speak about the message.
    """
    text = text.replace("''", _DOUBLED)
    spans: list[tuple[int, int]] = []
    for found in _QUOTED.finditer(text):
        inner = next(one for one in found.groups() if one is not None)
        yield found.start(), inner.replace(_DOUBLED, "''").strip(), found.end()
        spans.append(found.span())
    for opened in _OPEN.finditer(text):
        if any(start <= opened.start() < end for start, end in spans):
            continue
        following = min((start for start, _ in spans if start > opened.start()), default=len(text))
        rest = text[opened.end() : min(following, opened.end() + LONGEST)]
        end = _ENDS.search(rest)
        if end:
            said = rest[: end.start()].replace(_DOUBLED, "''").strip()
            yield opened.start(), said, opened.end() + end.start()


_DOUBLED = "\ue000\ue000"
"""Two quotation marks in a row, as message texts write one."""


def _called(text: str, at: int, inner: str, end: int, symptoms: bool) -> bool:
    """Whether what is quoted at *at* is an error text and no name of a button."""
    before, after = text[max(0, at - 60) : at], text[end : end + 30]
    if _OF_SCREEN.search(before):
        return False
    cue = bool(_CUE_NEAR.search(before) or _CUE_NEAR.search(after))
    words = inner.split()
    if _CUE_LAST.search(before):
        return True
    if cue:
        return len(words) >= 2 or bool(re.search(r"[\d_]|[A-Z]{3}", inner)) or not inner.isascii()
    return symptoms and len(words) >= 4 and bool(_SAYS.search(inner))


def _unquoted(text: str) -> Iterator[str]:
    found = _IN_PROSE.search(text) or _AFTER_COLON.search(text) or _GET_THE_ERROR.search(text)
    if not found:
        return
    if not any(found.groups()):
        yield text
        return
    said = next(one for one in found.groups() if one)
    end = _ENDS.search(said)
    said = said[: end.start()] if end else said
    if said[:1].isupper() or said[:1].isdigit() or not said[:1].isascii() or "." in said[:20]:
        yield said


def _trimmed(text: str) -> str:
    """*text* without quotation marks around it, or half of them."""
    text = " ".join(text.split()).strip()
    while len(text) > 1 and text[0] in "\"'“”„‘`«「" and text[-1] in "\"'“”’`»」":
        text = text[1:-1].strip()
    return text.rstrip(",;:").strip()


def _is_message(text: str) -> bool:
    if not 4 <= len(text) <= LONGEST:
        return False
    return sum(character.isalpha() for character in text) >= 3
