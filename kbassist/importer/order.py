"""Where parts begin whose headings were lost: told by their order and by the shape of what stands there.

Every paragraph and item speaks more or less for each part; the cut into parts that they speak for most,
taken together and in the order in which articles have them, is taken. Where a heading was lost two empty
lines are left, if the text has any.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kbassist.importer.headings import Part
from kbassist.importer.lines import Block, Marker


def cut(
    blocks: Sequence[Block],
    parts: Sequence[Part],
    gapped: bool,
    given: Mapping[Part, int] | None = None,
    breaks: frozenset[int] = frozenset(),
) -> list[Part]:
    """The part that each of *blocks* belongs to, all of *parts* in that order, the first one always there.

    *gapped* is whether lost headings leave two empty lines; *given* says on which line of the source a
    part begins, 0 that there is none; before the lines *breaks* something was left out.
    """
    if not blocks:
        return []
    given = given or {}
    weights: dict[Part, float] = {parts[0]: _speaks(blocks[0], parts[0])}
    came: list[dict[Part, Part]] = []
    for i in range(1, len(blocks)):
        row: dict[Part, float] = {}
        back: dict[Part, Part] = {}
        for part in parts:
            if given.get(part) == 0:
                continue
            ways = [
                (weight + _enters(blocks, i, before, part, parts, gapped, given, breaks), before)
                for before, weight in weights.items()
                if parts.index(before) <= parts.index(part)
            ]
            if ways:
                best, back[part] = max(ways, key=lambda way: way[0])
                row[part] = best + _speaks(blocks[i], part)
        weights = row
        came.append(back)
    last = max(
        weights,
        key=lambda part: weights[part] - sum(_MISSED[p] for p in parts[parts.index(part) + 1 :]),
    )
    labels = [last]
    for back in reversed(came):
        labels.append(back[labels[-1]])
    return labels[::-1]


def _enters(
    blocks: Sequence[Block],
    i: int,
    before: Part,
    part: Part,
    parts: Sequence[Part],
    gapped: bool,
    given: Mapping[Part, int],
    breaks: frozenset[int],
) -> float:
    """What speaks for block *i* being of *part*, the one above it being of *before*."""
    weight = _begins(blocks, i, before, part, gapped, given)
    if part is not before:
        weight += 4.0 * (blocks[i].line in breaks)
        skipped = parts[parts.index(before) + 1 : parts.index(part)]
        weight -= sum(_MISSED[one] for one in skipped if given.get(one) != 0)
    return weight


_MISSED = {
    Part.SYMPTOM: 0.0,
    Part.TERMS: 0.0,
    Part.ENVIRONMENT: 1.0,
    Part.REPRODUCTION: 0.0,
    Part.CAUSE: 3.0,
    Part.RESOLUTION: 5.0,
}
"""What it costs that a part is not there at all."""


def _begins(
    blocks: Sequence[Block],
    i: int,
    before: Part,
    part: Part,
    gapped: bool,
    given: Mapping[Part, int],
) -> float:
    """What speaks for a new part at block *i*, or for none."""
    block = blocks[i]
    if given.get(part) and part is not before:
        return 1000.0 if block.line == given[part] else -1000.0
    if part is before:
        return -0.7 if gapped and block.gap >= 2 and not block.marker else 0.0
    weight = 0.0
    if gapped:
        weight = 1.5 if block.gap >= 2 else -9.0
    elif block.gap:
        weight = 0.3
    if block.marker and part in (Part.CAUSE, Part.RESOLUTION):
        weight -= 2.5 + _goes_on(blocks[i - 1], block)
    if part is Part.CAUSE and i and blocks[i - 1].text.endswith((":", "：")):
        weight -= 2.0
    return weight


def _goes_on(before: Block, item: Block) -> float:
    """How much *item* looks like the next one of the list that *before* is in; below 0: like a first one."""
    if not before.marker:
        return 0.0
    if item.marker is Marker.NUMBER and before.marker is Marker.NUMBER:
        return 4.0 if item.ordinal == before.ordinal + 1 else -1.5
    return 0.0 if item.gap >= 2 else 1.5


# ------------------------------------------------------------------------------- what a block speaks of

_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|not|cannot|can't|get|gets|you|your|when"
    r"|while"
    r"|after|if|because|since|will|would|should|must|can|could|occurs?|appears?|fails?|failed"
    r"|receives?|the following|trying|displayed|raised|shown|wird|werden|ist|sind|sie|nicht|wenn"
    r"|beim|kann|können|erscheint"
    r"|tritt|wurde|haben)\b|です|ます|ません|した。|される|。",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"\b(?:SAP|S/4HANA|S4HANA|HANA|NetWeaver|ABAP|SuccessFactors|Ariba|Concur|Fieldglass|Cloud|Business"
    r"|ByDesign|CPI|HCI|C4C|BTP|ERP|CRM|SRM|ECC|PI|PO|BW|BI|Hybris|Windows|Linux|Unix|Oracle|Java"
    r"|Integration|Platform|Suite|Connector|Server|Client|Edition|OnDemand|Fiori|Employee Central"
    r"|(?:release|version|platform|product|database)[ -]?independent|all (?:versions|releases)"
    r"|operating (?:platforms?|systems?)|browsers?|releases?|versions?|Umgebung)\b|バージョン",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:because|due to|caused by|cause of|the cause|root cause|since the|reason (?:is|for|was"
    r"|behind)"
    r"|by design|as designed|works as|is correct\b|is expected|expected (?:system )?behaviou?r"
    r"|standard (?:system )?behaviou?r|not supported|is missing|are missing|was not|were not"
    r"|has not been"
    r"|have not been|occurs? (?:when|if|as|because)|happens? (?:when|if|as|because)|encountered when"
    r"|arises? (?:when|if|from)|triggered (?:by|when)|result of|results from|leads to|a bug"
    r"|program error"
    r"|weil|da der|da die|da das|liegt daran|verursacht|aufgrund|grund (?:ist|dafür)"
    r"|tritt auf, (?:wenn|weil)"
    r"|erwartetes verhalten|fehlt|fehlen)\b|ため|原因|仕様|により|であるから",
    re.IGNORECASE,
)
_WHAT_TO_DO = re.compile(
    r"\b(?:to (?:resolve|solve|fix|correct|avoid|overcome|prevent|generate|work ?around|address|change"
    r"|enable)|resolv(?:e|ed) (?:the|this|by)|(?:you|users?|administrators?) (?:need|have|should"
    r"|must|can|may)\b"
    r"|needs? to be|follow(?: the| these| below)|(?:the|these|following|below) steps|steps below"
    r"|perform the"
    r"|please|work ?around|solution|recommend(?:ed|s)?|make sure|ensure|in order to|as follows"
    r"|do the following|proceed|contact|open (?:a|an) (?:case|incident)|apply the"
    r"|implement (?:the|sap)|upgrade to"
    r"|is fixed|has been fixed"
    r"|um (?:den|das|die|dies|dieses)|gehen sie|führen sie|sie müssen|müssen sie|bitte"
    r"|folgende[nr]? schritte"
    r"|stellen sie sicher|beheben)\b|してください|手順|必要があります|ことで解決",
    re.IGNORECASE,
)
_ONLY_LOOKING = re.compile(
    r"^(?:to (?:check|verify|see|confirm|find out|display|view)|you can (?:check|verify|see)"
    r"|here (?:it|you)"
    r"|this can be (?:seen|checked)|zur prüfung|um .{0,40}zu (?:prüfen|überprüfen))\b|確認するには",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"(?:go to|do (?:an?|the|not)|ask"
    r"|complete|correct|disable|enable|fetch|find|raise|reduce|refer|reset|stop|unlock|wait"
    r"|open|click|select|choose|press|enter|log ?(?:in|on)|logon|navigate|run|start|set"
    r"|check|create|save|assign|add|remove|delete|change|use|call|execute|activate|maintain|upload"
    r"|download|install"
    r"|implement|update|upgrade|restart|import|export|configure|replace|switch|copy|define|adjust|apply"
    r"|öffnen|wählen|klicken|rufen|starten|melden|geben|legen|gehen|ändern|prüfen|setzen)\b",
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"\b(?:the error (?:is|appears|occurs|comes|message)|error message|you (?:get|receive|see|will see"
    r"|will get|notice|observe|face)|is (?:displayed|shown|raised|thrown)|appears|der fehler"
    r"|fehlermeldung"
    r"|sie erhalten|erscheint)\b|エラーが|表示され|発生",
    re.IGNORECASE,
)


def looks_like_product(text: str) -> bool:
    """Whether *text* is the name of a product or a platform and no sentence.

    >>> looks_like_product("SAP S/4HANA Cloud Public Edition 2302"), looks_like_product("SAP is down")
    (True, False)
    """
    if len(text.split()) > 14 or len(text) > 140 or text.endswith((":", "?", "!")):
        return False
    if text.endswith(".") and re.match(
        r"(?:a|an|the|this|these|there|it|ein|eine|der|die|das)\b", text, re.IGNORECASE
    ):
        return False
    return bool(_PRODUCT.search(text)) and not _SENTENCE.search(text)


def _speaks(block: Block, part: Part) -> float:
    """How much *block* speaks for being of *part*."""
    text = block.text
    item = block.marker is not Marker.NONE
    match part:
        case Part.ENVIRONMENT:
            if looks_like_product(text):
                return 4.0
            short = len(text.split()) <= 6 and not _SENTENCE.search(text) and text[-1:] not in ":?!"
            return (0.5 if item else -0.5) if short else -7.0
        case Part.SYMPTOM:
            weight = -1.0 if looks_like_product(text) else 1.0
            weight += 1.0 * bool(_HAPPENS.search(text))
            return weight - 1.5 * bool(_WHY.search(text)) - 1.0 * bool(_WHAT_TO_DO.search(text))
        case Part.REPRODUCTION:
            weight = 1.8 if item else -0.6
            if not item:
                weight -= 1.5 * bool(_WHY.search(text))
            return weight + 1.0 * bool(_HAPPENS.search(text))
        case Part.CAUSE:
            weight = 0.0 if item else 0.4
            weight += 3.0 * bool(_WHY.search(text)) + 1.5 * bool(_ONLY_LOOKING.search(text))
            if not _ONLY_LOOKING.search(text):
                weight -= 1.5 * bool(_WHAT_TO_DO.search(text)) + 0.6 * text.endswith((":", "："))
            return weight - 1.2 * bool(_IMPERATIVE.match(text))
        case _:
            weight = 0.6 if item else 0.0
            if not _ONLY_LOOKING.search(text):
                weight += 2.5 * bool(_WHAT_TO_DO.search(text))
            weight += 0.8 * bool(_IMPERATIVE.match(text))
            return weight - 1.5 * bool(not item and _WHY.search(text))
