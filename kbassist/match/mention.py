"""Whether an error is only spoken of: denied, checked and in order, a condition, solved, about its words.

A message that stands word for word in a mail is not always what the mail is about. What stands in the
same sentence governs it: "we checked that …", "if … appears", "… is fixed since yesterday". The sentences
beside it say something of it only where they clearly speak of it, "That one is solved", or of the whole
case, "Please close the ticket". Words elsewhere, and the message's own, are no cues.

The cues are written as sentences. In them `~` is the message, with quotation marks and "the error message"
before it taken off; `…` is whatever stands between within a clause; `<done>`, `<is>` and the like are below.
"""

from __future__ import annotations

import re
from functools import cache

from kbassist.model import Span

REACH = 260
"""Characters before and behind the message that are looked at."""
NEARBY = 2
"""Sentences before and behind its own that may speak of it."""
SHORT = 2
"""Words of an utterance that belongs to the sentence beside it: "Success! …", "…? No."."""
REPEATED = 0.6
"""Share of the words of a line that are the message's: it is the message once more."""

Cue = tuple[str, str]
"""Beginnings of words, separated by `|`, of which every text that matches holds one, and the pattern.

Most texts hold none, so that the pattern need not even be compiled. A blank ends a word.
"""

HOLE = "\0"
_NAMES = {
    "…": r"[^.!?;:\0]*?",
    "~": HOLE,
    "<done>": (
        r"(?:fixed|solved|resolved|corrected|gone|sorted|repaired|settled|history|behoben|gelöst"
        r"|geloest|erledigt|abgeschlossen|verschwunden|weg|beseitigt|résolue?|corrigée?|réglée?|disparue?"
        r"|resuelto|resolvido|risolto|opgelost|disappeared|vanished|went away)\b"
    ),
    "<is>": (
        r"(?:is|was|are|were|has|have|had|got|been|ist|sind|wurden?|haben?|hat|konnten?|est|été|a"
        r"|está|ya|foi|è|stato)\s+"
    ),
    "<who>": (
        r"(?:you|we|i|they|one|it|users?|customers?|(?:the|an?|your) \w+|any\w+|some\w+|sie|wir|ich"
        r"|man|er|es|vous|nous|on|usted(?:es)?)\s+"
    ),
    "<sees>": (
        r"(?:sees?|saw|seen|gets?|got|has|had|have|receives?d?|encounters?|come across|finds?|reads?"
        r"|says?|said|shows?|mentions?|complains?|reports?|claims?|sehen?|bekomm\w+|erhalten?|sagt"
        r"|zeigt|behauptet|voi[rst]|voyez|obten\w+|recev\w+|aparece|vemos|dice|holds?|contains?|enthält),?\s+"
    ),
    "<once>": (
        r"(?:(?:last|previous) (?:year|month|quarter)|(?:years?|months?) ago|in (?:19|20)\d\d"
        r"|letzte[ns] (?:jahr|monat)|damals|früher|l'an dernier|el año pasado"
        r"|(?:in|on|at|im|bei)\s+(?:\w+\s+)?(?:old|former|previous|last|alten|früheren)\s+(?:system|tenant"
        r"|client|company|server|version|release|project|landscape|mandanten|firma|projekt))\b"
    ),
    "<if>": (
        r"(?:if|whenever|in case(?: of)?|in the event (?:of|that)|unless|as soon as|once|provided"
        r"|should|when|sollten?|lorsque|falls|sofern|wenn|sobald|im falle?|si|en cas de|en caso de)"
    ),
    "<wish>": r"(?:required|requested|asked|agreed|wanted|planned|desired|intended|instructed"
    r"|gewünscht|gefordert|verlangt|vereinbart|besprochen|geplant|prévu|previsto)",
    "<checked>": (
        r"(?:check(?:ed)?|verif(?:y|ied)|confirm(?:ed)?|ma[dk]e sure|ensured?|(?:über)?prüfe?n?"
        r"|(?:über)?geprüft|sicher(?:gestellt)?|vérifi\w+|comprob\w+|verific\w+)"
    ),
}
"""What stands for what in the cues."""

_NOUNS = frozenset(
    """error errors fehler erreur l'erreur message messages meldung fehlermeldung mensaje text problem
    issue warning alert""".split()  # noqa: SIM905
)
_ARTICLES = frozenset(
    """the a an this these our my new such any single der den dem des die das eine einen einem einer
    ein diese dieser diesen dieses le la les un une el cette este known old misleading
    """.split()  # noqa: SIM905
)
"""Words that only lead to a message; a colon behind a noun changes nothing."""
_OPENING, _CLOSING = "\"'`´“”„«»‘’‚*_「[ \t", "\"'`´“”«»‘’*_」)]"

_DENIED: tuple[Cue, ...] = (
    (
        "no |not |neither |nor |never |nothing |without |kein|nicht |ohne |sans |sin |aucun|ningún |nunca ",
        r"\b(?:no|not|neither|nor|never|nothing like|without|keine?[mnrs]?|nicht|ohne|sans|sin"
        r"|aucune?|ningún|nunca)\s+"
        r"(?:(?:that|about|because of|related to|caused by|um|wegen|\w+ing(?: about| of)?|haber)\s+)?~",
    ),
    (
        "true |correct |right |case |wahr |richtig |vrai |cierto |wrong |untrue |false |incorrect |falsch ",
        r"\b(?:(?:not|hardly|nicht|kaum|pas|no es|\w*n['’]t)\s+(?:\w+\s+){0,2}?(?:true|correct|right"
        r"|the case|wahr|richtig|vrai|cierto)|wrong|untrue|false|incorrect|falsch)"
        r"(?:\s+to\s+\w+)?,?\s+(?:that|dass|que)\s+~",
    ),
    (
        "nobody |nowhere |nirgends |no |niemand |never |not |t |nie |nicht |nunca |kein",
        r"\b(?:nobody|nowhere|nirgends|(?:no|not a single|keine?) \w+|niemand|never|not|\w*n['’]t|nie"
        r"|nicht|nunca)\s+"
        r"(?:\w+\s+){0,2}?<sees>(?:(?:any|us|me|uns|mehr)\s+)?(?:that|dass|que)?\s*~",
    ),
    (
        "no |nope |nein |non |false |wrong |not |falsch |stimmt ",
        r"~\s*(?:[:=?,;–-]|->)+[ \t]*(?:no|nope|nein|non|false|wrong|not (?:true|so)|falsch"
        r"|stimmt nicht)(?=\W|$)(?!\s+(?:idea|chance|way|matter|longer|ahnung|solution|help))",
    ),
    (
        "not |t ",
        r"~\s*(?:is|was|are|did|does|has|will)\s*(?:not|n.t)\s+(?:\w+\s+)?(?:shown|displayed|come|appear"
        r"(?:ed)?|occur(?:red)?|raised|logged|there|visible|the (?:problem|error|issue|point|question))\b"
        r"(?!\s+(?:before|yesterday|until|till|last|in))",
    ),
    ("nicht |nie ", r"~\s+(?:hier\s+|gar\s+|auch\s+)?(?:nicht|nie)\b"),
    (
        "no |not |t |nicht |nie |never |plus ",
        r"~[^\w\n]*(?:(?:error|message|is|are|does|did|doesn.t|has|it|this|tritt|kommt|erscheint|kam"
        r"|ist|bei|uns|haben|wir|wird|mehr)\s+){0,4}(?:no longer|not \w+ any ?more|\w+ any ?more"
        r"|nicht mehr|nie\b|never|n.\w+\s+plus)",
    ),
)
"""That it is not there."""

_IN_ORDER: tuple[Cue, ...] = (
    (
        "although |though |whether |since |which |obwohl |ob |da |bien |aunque |puisque ",
        r"\b(?:although|though|whether|since|which|obwohl|ob|da|bien que|aunque|puisque)\s+~",
    ),
    (
        "check|verif|confirm|make sure|made sure|ensure|prüf|überprüf|geprüft|sicher|vérifi|comprob",
        r"\b<checked>\b[^,.:;!?\0]{0,60},?\s+(?:that|if|whether|dass|daß|ob|que|si)\s+~"
        r"|\b(?:verify|verified|confirm|ensure|as…(?:checked|verified|confirmed),)\s+~",
    ),
    (
        "checked |verified |confirmed |geprüft |ruled |excluded |ausgeschlossen |vérifié |comprobado ",
        r"\b(?:checked|verified|confirmed|geprüft|ruled out|excluded|ausgeschlossen|vérifié|comprobado)"
        r"(?:\s+(?:so far|already|schon|bereits))?\s*:[^.!?\0]*~",
    ),
    (
        "pass|success|ok |okay |good news |great news |everything |alles |gute |✓|✔|☑",
        r"(?:(?:^|[\])\n]|\d\s)\s*[\[(]?(?:success\w*|ok(?:ay)?|(?:good|great) news|gute nachricht\w*"
        r"|(?:everything|all) is (?:fine|ok|in order)|alles (?:gut|in ordnung))\b|\bpass(?:ed)?\b"
        r"|[✓✔☑])[^\w\n\0]*~",
    ),
    (
        "changed false ",
        r"\bchanged\W{1,4}false\b[^\n\0]{0,40}~|~[^\n]{0,40}\bchanged\W{1,4}false\b",
    ),
    (
        "no change|nothing |keine änderung|all is |all |everything |so ",
        r"~[^.!?\n]{0,60}\b(?:no changes?|nothing (?:to do|changed)|keine änderung\w*|(?:all"
        r"|everything) is (?:fine|ok|good|in order)|so (?:that is (?:fine|ok)|(?:please )?"
        r"(?:go on|continue|proceed)))\b",
    ),
    (
        "as |wie ",
        r"\b(?:as|wie)\s+(?:\w+\s+){0,2}?<wish>,?\s+~|~,?\s*(?:just )?(?:as|wie) (?:\w+ )?<wish>\b",
    ),
    (
        "laut |gemäß |according |per |selon |según ",
        r"~\s*(?:laut|gemäß|according to|as per|selon|según)\s+(?:\w+\s+)?(?:overview|list|table|screen"
        r"|übersicht|liste|tabelle|lista)\b",
    ),
    (
        "another |different |other |ander|autre |otra ",
        r"~[^.!?\n]*\b(?:(?:another|different|other) (?:reason|cause)|andere[rn]? (?:grund|ursache)"
        r"|autre (?:cause|raison)|otra causa)",
    ),
    (
        "good |fine |great |perfect |correct |passed |ok |gut |passt |stimmt |bien |yes |ja |oui "
        "|true |done ",
        r"~(?:\s*[.!:,;=–-]+\s*|\s+(?=passed))(?:good|fine|great|perfect|correct|passed|gut|passt"
        r"|stimmt|bien|(?<!\.\s)ok)\s*(?:[.!,;]|$)"
        r"|~[ \t]*[:=][ \t]*(?:yes|ja|oui|true|done)\b",
    ),
    ("is |are |ist ", r"^\W*(?:is|are|ist)\s+~|~[^.!\n]{0,40}\bor not\?"),
)
"""That it was looked at, or asked for, and is as it should be."""

_SUPPOSED: tuple[Cue, ...] = (
    (
        "if |whenever |case |event |unless |soon |once |provided |should |sollte|lorsque |when "
        "|falls |sofern "
        "|wenn |sobald |falle |si |cas |caso ",
        r"\b<if>,?\s+(?:(?:that|dass|aparece)\s+)?~|\b(?!when)<if>\s+(?:<who>|\w+\s+)(?:\w+\s+)?<sees>~",
    ),
    ("every |each |jedes ", r"\b(?:(?:every|each) time|jedes mal,? wenn)\s+~"),
    (
        "who |that |facing |seeing |getting |die ",
        r"\b(?:users?|customers?|people|anyone|those|kunden|anwender),?\s+(?:(?:who|that|die)\s+<sees>"
        r"|(?:facing|seeing|getting)\s+)~[^.!?\n]{0,20}\b(?:must|should|(?:need|have) to|sollen|müssen)\b",
    ),
    (
        "precondition|prerequisite|voraussetzung|requirement",
        r"\b(?:preconditions?|prerequisites?|requirements?|voraussetzung(?:en)?)\s*:?\s*~",
    ),
    (
        "when |under |wann ",
        r"\b(?:when|wann|under (?:which|what) (?:circumstances|conditions))\s+(?:is|does|will|would|wird"
        r"|kommt|erscheint)\s+~",
    ),
    ("bei ", r"\bbei\s+~,?\s+(?:bitte|muss|müssen|soll)\b"),
    (
        "avoid |prevent |éviter |evitar ",
        r"\b(?:(?<!how )to (?:avoid|prevent)|pour éviter|para evitar)\s+~",
    ),
    ("vermeid", r"\bum\s+~\s+zu vermeiden\b|\bvermeidung (?:von|der|des)\s+~"),
    (
        "possible |happen|imagine |suppose |möglich ",
        r"\b(?:possible|would happen|happens|imagine|suppose|möglich),?\s+(?:that|if|when|dass)\s+~",
    ),
    (
        "expect|erwarte",
        r"(?<!not )(?<!n't )(?<!as )\b(?:expect(?:ed|s|ing)?|erwarte(?:n|t|te|ten|tes)?)\b"
        r"(?: (?:result|outcome|ergebnis))?(?:\s+to <sees>)?\s*:?\s*~"
        r"|(?<!wie )(?<!nicht )\berwartet\s+(?:hätten?|haben?|hatten?|wird)\s+(?:wir|ich|man)?\s*~",
    ),
    ("hop|supposed ", r"\b(?:hop(?:ed|ing)|supposed)\s+(?:for|to\s+<sees>)\s*~"),
    (
        "provoke |simulate |suppress |hide |disable |trigger |unterdrücken ",
        r"\b(?:provoke|simulate|to (?:suppress|hide|disable|trigger))\s+~|~\s+(?:zu )?unterdrücken\b",
    ),
)
"""That it might or ought to come."""

_ELSEWHERE: tuple[Cue, ...] = (
    (
        "last |previous |former |old |ago |in 19|in 20|letzte|alten |damals |früher|dernier |pasado ",
        r"\b<once>[^.!?\0]*?\b(?:had|got|saw|received|hatten?|bekam\w*|gab|avi?ons|tuvimos)\b"
        r"[^.!?,;:\0]{0,30}:?\s*~"
        r"|\b(?:had|got|saw|received|hatten?|bekam\w*)\s+~[^.!?\n]{0,20}\b<once>",
    ),
    ("previously |formerly |früher ", r"\b(?:previously|formerly|früher)\s*:?\s*~"),
    ("used to ", r"\bused to <sees>~"),
    (
        "another |other |different |ander|otro |autre ",
        r"\b(?:another|other|different|andere[rn]?|otro|autre)\s+(?:customer|client|kunde|tenant|team"
        r"|company|cliente?)s?\s+(?:hat|hatte|<sees>)\s*:?\s*~",
    ),
    (
        "as with |wie bei |instead |rather |unlike |different |same |similar |like |remind|statt "
        "|anstatt |lieu |lugar "
        "|nothing to do ",
        r"\b(?:as with|wie bei|instead of|rather than|unlike|different from|not the same as"
        r"|similar to|like the old"
        r"|reminds? (?:me|us) of|nothing to do with|an?statt|statt|au lieu de|en lugar de)\s+~",
    ),
)
"""That it is another time's, another's, another one."""

_WORDS: tuple[Cue, ...] = (
    (
        "translat|reword|rephrase|übersetz|tradui|traduc|improve",
        r"\b(?:please|can|could|do|need|want|to|bitte|wie|how)\b[^.!?\0]{0,25}\b(?:translate|reword"
        r"|rephrase|übersetz\w*|tradui\w*|traduc\w*)\b[^.!?\0]{0,40}~"
        r"|~[^.!?\n]{0,40}\b(?:be (?:translated|reworded|rephrased|improved)|übersetzen)\b",
    ),
    (
        "wording |phrasing |spelling |translation |formulierung |übersetzung |wortlaut ",
        r"\b(?:wording|phrasing|spelling|translation|formulierung|übersetzung|wortlaut)"
        r"\s+(?:of|for|von|der|des)\s+~",
    ),
    ("replaced |reworded ", r"~[^.!?\n]{0,40}\bhas been (?:replaced|reworded)\b"),
    ("be ", r"\b(?:can|could|should|may)\s+~\s+be\s+\w+ed\b"),
    ("typo |mistake ", r"~\s*(?:is|was)\s+(?:only|just)\s+(?:an?|our)\s+(?:typo|mistake)\b"),
    (
        "msgstr |assert|tocontain |log|console ",
        r"\b(?:(?:msgstr|assert)\b[^\n\0]{0,40}?|assert[a-z]+\W{1,3}|tocontain\W{1,3}|(?:log|logger"
        r"|console)\.\w+\(\W{0,2})~",
    ),
    (
        "know |weiß |wissen ",
        r"\b(?:(?:i|we) (?:already )?know|(?:ich weiß|wir wissen)(?: schon)?,?) "
        r"(?:what|why|how|was|warum)\s+~",
    ),
    ("//|/*|<!--|#", r"(?:(?<![:/])//+|/\*+|<!--|#\s*todo\b[^\n\0]{0,20})\s*~"),
    ("skip |ignore |fixed |solved ", r"~\s*(?:->|=>|→)\s*(?:skip|ignore|fixed|solved)\b"),
    (
        "release note|changelog |change log |new in |what s new |feature request |improvement |exercise ",
        r"^\W*(?:release notes?|change ?log|new in|what.s new|feature request|improvement|exercise)\b"
        r"[^:\0]{0,30}:[^.!?\0]*~",
    ),
    ("topics |themen |agenda ", r"\b(?:topics|themen|agenda)\b[^.!?\0]*~"),
)
"""That it is about the text of the message, or a text about it."""

_ASIDE = (*_DENIED, *_IN_ORDER, *_SUPPOSED, *_ELSEWHERE, *_WORDS)

_DONE = (
    "fixed |solved |resolved |corrected |gone |sorted |repaired |settled |history |behoben |gelöst "
    "|geloest |erledigt |verschwunden |weg |beseitigt |résolu|corrigé|réglé|disparu|resuelto "
    "|abgeschlossen |resolvido |risolto |opgelost |disappeared |vanished |went away "
)
_OVER: tuple[Cue, ...] = (
    (_DONE, r"\b<done>(?:\s+(?:in|with|by)\s+[\w.]+)?\s*[:–-]?\s*[-*\u2022]?\s*~"),
    (_DONE, r"~[^\w\n]{0,6}<done>|~\W{0,6}(?:\w+\s+)?<is>(?:\w+\s+){0,4}?<done>"),
    (_DONE, r"\b<done>[^.!?:\0]{0,30}:\s*-\s*~"),
    ("solving |fixing |resolving ", r"\b(?:solving|fixing|resolving)\s+~"),
    ("解決", r"~.{0,12}解決し"),
    ("works ", r"~\W{0,4}(?:\w+\s+)?works (?:now|again)\b"),
    ("cancel ", r"\bcancel (?:the )?(?:ticket|case|incident)\b"),
)
"""That it is over, in its own sentence."""

_OF_IT: tuple[Cue, ...] = (
    (
        _DONE,
        r"^(?:\w+\W+){0,2}?(?:this|that|it|the (?:error|issue|problem|message)|das|dies\w*|es|er|der"
        r" fehler|die meldung|ce|cela|ça|esto|eso)\s+(?:(?:one|error|problem|issue|message|fehler)\s+)?"
        r"(?:(?:hat|haben) (?:sich|wir)\s+|<is>)(?:\w+\s+){0,4}?<done>",
    ),
    (
        _DONE,
        r"^\W*(?:we|i|you|wir|ich|nous)\s+(?:\w+\s+){0,3}?(?:<done>\s+(?:this|that|it|out)\b"
        r"|(?:das|es|dies)\s+(?:\w+\s+){0,2}?<done>)",
    ),
    (
        _DONE,
        r"^\W*(?:<is>)?<done>(?:\s+(?:by|with|since|yesterday|now|today|already|durch|mit|seit)\b"
        r"|\s*[,(–-]|\W*$)",
    ),
    (
        "status |state ",
        r"^\W*(?:status|state)\W{1,3}(?:resolved|solved|closed|fixed|gelöst|erledigt|geschlossen)\b",
    ),
    (
        "ours |was |is ",
        r"^\W*(?:ours (?:is|was)|(?:that|this|it) (?:is|was)) (?:a )?(?:different|another)\b",
    ),
    ("no longer ", r"^\W*(?:it|this|that) no longer (?:occurs|appears|comes|shows|happens)\b"),
    ("msgstr ", r"^\W*msgstr\b"),
    ("rephrase |reword ", r"\bplease (?:rephrase|reword) it\b"),
    (
        "real |actual |wirkliche|eigentliche",
        r"\b(?:real|actual|wirkliche|eigentliche) (?:problem|error|fehler) is",
    ),
)
"""That it is over, or another one, in a sentence behind it."""

_CASE: tuple[Cue, ...] = (
    (
        "clos|cancel |geschlossen |schließen ",
        r"^\W*(?:case|ticket|incident) closed\b|\bclose (?:the|this|my) (?:case|ticket|incident)\b"
        r"|\b(?:case|ticket|incident) (?:can|may) be closed\b|^\W*closing(?: \w+){0,2}\W*$"
        r"|\bcancel (?:the|this) (?:ticket|case|incident)\b|\b(?:ticket|fall|vorgang) (?:kann|darf|bitte)"
        r" (?:\w+ ){0,2}?(?:geschlossen|schließen)\b",
    ),
    (
        "worked |works |helped |geholfen ",
        r"^\W*(?:\w+\W+){0,2}(?:thanks?|thank you|danke|merci|gracias)\W+(?:that|it|this|das)\s+"
        r"(?:worked|works|helped|hat geholfen)(?:\s+(?:now|fine|well|great|again|perfectly|jetzt))*\W*$",
    ),
    (
        _DONE,
        r"^\W*(?:update\W+)?(?:(?:my|the|our) )?(?:problem|issue|case|incident) "
        r"(?:<is>)?<done>\W*(?:[,.!]|$)",
    ),
)
"""That the whole case is over, in any sentence beside it."""

_OTHER: tuple[Cue, ...] = (
    (
        "still |trotzdem |dennoch |nevertheless |yet |but |now |aber |jetzt |nun |mais |pero |fails "
        "|bleibt |sigue ",
        r"\b(?:still|trotzdem|dennoch|nevertheless|yet|but|now|aber|jetzt|nun|mais|pero|fails|bleibt"
        r"|sigue)\b[^.!?\n\0]{0,50}?(?:\b(?:https?|status|code|error|fehler|erreur|kommt|returns|gets?"
        r"|with|an?|is)\W{0,3}[45]\d\d\b|\b(?:another|a (?:new|different)|ein(?:en)? (?:anderer?n?"
        r"|neuer?n?)|une autre|otro) (?:error|problem|issue|one|message|fehler|erreur)\b)",
    ),
)
"""That another problem is the one at hand; behind the message."""

_UNTRUE = (
    r"\b(?:not|never|n.t|nicht|nie|pas|cannot|can|could|must|should|shall|needs?|needed|to|be|get it"
    r"|please|how|until|unless|before|when|if|once|kann|muss|soll|bitte|wie|bis|falls|wenn|still"
    r"|pending|wants?|hope|other|old|previous)\W+(?:\w+\W+){0,3}?$"
)
_UNTRUE_INSIDE = r"\b(?:not|never|nicht|n.t|to|be|must|should|can|cannot|other)\b"
"""What makes "fixed" no fact: a denial, a wish."""

_UNCLOSED = r"\b(?:not|never|n.t|nicht|nie|before|until|unless|other|another|old|previous|first)\b"
"""What makes of "close the case" another one, or none that is over."""

_TURN = r"\b(?:but|now|however|yet|aber|jetzt|nun|jedoch|mais|pero|then|dann)\b"
"""Behind these a sentence is about something else than before."""

_FRESH = rf"{_TURN}|\b(?:today|heute|next|new|neue\w*|again|wieder|back)\b"
"""In a sentence that holds one of these, what was said before it is another matter."""

_BACK = (
    r"\0\W*(?:(?:is|are|came|comes|appears|ist|kommt|tritt)\s+)(?:back|again|still|here again|wieder"
    r"|immer noch)\b"
)
"""That it is here again, whatever was before."""

_AGAIN = r"\b(?:back|again|wieder|still not|came|returned|because|therefore|deshalb|dadurch)\b"
_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"([.!?](?=[\"')\]]*(?:\s|$))[\"')\]]*[ \t]*|\n+)")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A cue's pattern, its names filled in; compiled when a text needs it, for most do not."""
    for _ in range(2):  # some names stand in others
        for name, meaning in _NAMES.items():
            pattern = pattern.replace(name, meaning)
    return re.compile(pattern, re.IGNORECASE)


def mentioned(text: str, spans: tuple[Span, ...]) -> str:
    """The words that show the message at *spans* of *text* to be only a mention; empty if none do."""
    start, end = spans[0][0], max(span[1] for span in spans)
    if not (text[max(0, start - REACH) : start] + text[end : end + REACH]).strip():
        return ""
    before, own, behind = _sentences(text, start, end)
    words = _first(own, _ASIDE) or _first(own, _OVER, _UNTRUE)
    lead, _, tail = own.partition(HOLE)
    for sentence in () if words else (*behind, tail):
        words = (
            _first(sentence, _OF_IT, _UNTRUE)
            or _first(sentence, _CASE, _UNCLOSED)
            or _first(sentence, _OTHER)
        )
        if words and not _compiled(_AGAIN).search(sentence):
            break
        words = ""
    if not words:
        words = next(filter(None, (_first(one, _CASE, _UNCLOSED) for one in (*before, lead))), "")
        words = "" if words and _compiled(_FRESH).search(lead) else words
    return "" if words and _compiled(_BACK).search(_bare(own)) else words


def _bare(sentence: str) -> str:
    """*sentence* without what only leads to the message: `not the error "~"` is `not ~`."""
    lead, _, tail = sentence.partition(HOLE)
    words = lead.rstrip(_OPENING).split()
    while words and ((last := words[-1].casefold()) in _ARTICLES or last.rstrip(":") in _NOUNS):
        words.pop()
    return f"{' '.join(words)} {HOLE}{tail.lstrip(_CLOSING)}"


def _first(sentence: str, cues: tuple[Cue, ...], unless: str = "") -> str:
    """The words of *sentence* that the first of *cues* found there matches.

    *unless* is what must not stand before them; where it is given, they must not be asked either.
    """
    words = _WORD.findall(sentence.casefold())
    told = f" {' '.join(words)} {sentence}"
    if not _holds(words, told, _every(cues)):
        return ""
    bare = _bare(sentence) if HOLE in sentence else sentence
    for pattern in (pattern for starts, pattern in cues if _holds(words, told, starts)):
        for found in _compiled(pattern).finditer(bare):
            if HOLE in found[0] and _compiled(_TURN).search(found[0].partition(HOLE)[0]):
                continue
            if not unless or _stated(bare, found, unless):
                return " ".join(found[0].replace(HOLE, "…").split())
    return ""


def _holds(words: list[str], told: str, starts: str) -> bool:
    """Whether one of *starts* is among *words*, or stands in *told*, the text of them."""
    whole, begun = _split(starts)
    return not whole.isdisjoint(words) or any(map(told.__contains__, begun))


@cache
def _split(starts: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The whole words of *starts*; the others, as they stand behind a blank, and marks."""
    ones = starts.split("|")
    whole = frozenset(one[:-1] for one in ones if one.endswith(" ") and one[:-1].isalpha())
    others = (one for one in ones if one[:-1] not in whole)
    return whole, tuple(
        f" {one}" if one[0].isalnum() and one[0] < "\u3000" else one for one in others
    )


@cache
def _every(cues: tuple[Cue, ...]) -> str:
    """The beginnings of words of all *cues*."""
    return "|".join(starts for starts, _ in cues)


def _stated(sentence: str, found: re.Match[str], unless: str) -> bool:
    """Whether what was *found* is neither asked nor has *unless* before it or inside."""
    before = sentence[max(0, found.start() - 40) : found.start()]
    asked = "?" in sentence[found.end() : found.end() + 30]
    inside = _compiled(_UNTRUE_INSIDE if unless == _UNTRUE else unless)
    return not (asked or _compiled(unless).search(before) or inside.search(found[0]))


def _sentences(text: str, start: int, end: int) -> tuple[list[str], str, list[str]]:
    """The sentences before the message, its own with `HOLE` in its place, those behind it."""
    own = text[start:end]
    before, behind = text[max(0, start - REACH) : start], text[end : end + REACH]
    words = set(own.casefold().split())
    scene = re.sub(r"(?m)^[ \t]*(?:[>|][ \t]*)+", "", f"{before}{HOLE}{behind}")
    scene = re.sub(r"(?<=[\w,])[ \t]*\n(?=[\"']?[a-z])", " ", scene)
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
            if last < len(pieces) and len(pieces[last].split()) <= SHORT:
                last += 1
            return [*pieces[:first], "".join(pieces[first:last]), *pieces[last:]]
    return pieces
