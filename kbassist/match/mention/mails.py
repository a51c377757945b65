"""The cues for a whole paste: what the newest part of a mail says, how a paper about messages begins."""

from __future__ import annotations

from kbassist.match.mention.hearing import DONE, DONE_CJK, NEVER, Cue

_WORKS = (
    "works|working|runs|running|klappt|läuft|funktioniert|geht|marche|fonctionne|funciona"
    "|funziona|funzionano|werkt|działa|работает|заработало|funguje|fungerar|virker|fungerer"
    "|toimii|çalışıyor|működik|funcționează|merge"
)
"""That something does what it should, in all languages."""
_ALL = (
    "it|this|that|es|ça|cela|het|det|to|everything|all|alles|tout|todo|tudo|tutto|wszystko|всё"
    "|все|vše|všechno|allt|alt|kaikki|totul|minden|upload|logon|login|posting|connection|interface"
)
_NOW = (
    "now|again|fine|well|perfectly|smoothly|jetzt|nun|wieder|einwandfrei|super|gut|maintenant"
    "|ahora|ya|correctamente|bien|adesso|ora|bene|agora|já|bem|nu|weer|już|teraz|теперь|уже|už"
    "|nyní|teď|nå|nyt|artık|şimdi|már|most|acum"
)
_NOT_WITH = (
    r"(?!\s+(?:with|if|in|for|on|only|when|except|mit|bei|für|auf|nur|wenn|avec|sur|pour|con|en"
    r"|com|met|op|z|w|с|в)\b)"
)
"""Behind these it does so only somewhere, or for some."""
_WORKING = "|".join(f"{word} " for word in _WORKS.split("|"))

SETTLED: tuple[Cue, ...] = (
    (
        _WORKING,
        rf"\b(?:{_ALL})\s+(?:\w+\s+)?(?:{_WORKS})\b{_NOT_WITH}|(?:^\W*|[,;–-]\s*|\b(?:and|und|et"
        rf"|y|e|en|i|и|og|och)\s+)(?:{_WORKS})\s+(?:\w+\s+)?(?:{_NOW})\b|(?:^\W*"
        rf"|[,;–-]\s*)(?:{_NOW})\s+(?:\w+\s+)?(?:{_WORKS})\b{_NOT_WITH}"
        rf"|^\W*(?:\w+\W+){{0,2}}(?:{_WORKS})\W*$",
    ),
    (
        "fine |good |ok |okay |right |order |ordnung |bestens |gut |ordre |bon |orden |succe|went ",
        r"\b(?:it|everything|all|alles)\s+(?:is\s+|are\s+|ist\s+)?(?:now\s+|wieder\s+)?(?:fine"
        r"|good|ok(?:ay)?|all right|in order|in ordnung|bestens|gut)\b|\bdans l['’]ordre\b"
        r"|c['’]est bon\b|\ben orden\b|\b(?:has |have )?succeeded\b|\b(?:is|was"
        r"|were) successful\b|\bwent (?:through|well|fine)\b",
    ),
    (
        "helped |trick |worked |was it |did it |longer |further |more |geholfen |war s |wars "
        "|war es |geklappt |funktioniert |funcionou ",
        r"\bthat (?:was|did) it\b|\b(?:this|that|article|hint|answer|note) (?:has )?(?:helped"
        r"|did the trick|did help|worked)\b|\bno (?:further|more) (?:action|help"
        r"|support) (?:is )?(?:needed|required|necessary)\b|\b(?:no|not) (?:longer"
        r"|any ?more) (?:an? )?(?:issue|problem|error|relevant|needed)\b"
        r"|\bhat (?:\w+ )?(?:geholfen|funktioniert|geklappt)\b|\bdas war(?:['’]?s| es)\b"
        r"|\bfuncionou\b",
    ),
    (
        "可以|正常|動き|動く|直り|작동",
        r"可以了|(?:恢复|恢復|一切)?正常了?|(?:動き|直り)ました|動くように|작동합니다",
    ),
    (DONE, r"(?:^|[,;:–-]\s*)(?:\w+\s+)?<done>\W*$|^\W*<done>\W"),
    (
        DONE,
        r"^(?:\w+\W+){0,3}?(?:(?:it|this|that|all|everything|das|es|alles|c['’]|cela|ça|tout|het"
        r"|alles|to|det|это|все|всё|se"
        r"|(?:\w+\s+)?<problem>)\s*)?(?:s\s+)?(?<!role )<is>(?:\w+\s+){0,2}?<done>",
    ),
    (DONE, r"\b<problem>\s+(?:<is>)?(?:\w+\s+){0,2}?(?:<done>|<saiddone>)"),
    (DONE_CJK, r"<saiddone>"),
    (DONE, r"^(?:\w+\W+){0,3}?<saiddone>"),
)
"""That all is well, in the newest part of a mail."""

TO_CLOSE = (
    r"\b(?:please|bitte|kindly) (?:\w+ ){0,2}?(?:clos(?:e|ing)|schließen|archive)\b|\b(?:this|it"
    r"|das|es|ticket|case) (?:can|may|kann) (?:\w+ )?(?:be closed|geschlossen werden)\b"
    r"|\byou (?:can|may) (?:\w+ )?close\b|\b(?:s['’]il vous plaît|veuillez) (?:\w+ )?(?:clore"
    r"|fermer)\b|\bpueden? cerrar\b|^\W*kann (?:jetzt )?zu\b"
)
"""That the case may be closed, in the newest part of a mail, where no denial stands before it."""

NO_FACT = (
    r"\b(?:first|erste\w*|if|until|once|as soon as|when|hop(?:e|es|ed|ing)|should|would|will be"
    r"|wants?|says|thinks|wenn|falls|sobald|bis|hoffe\w*|soll\w*|angeblich|cuando|cuándo|quand"
    r"|quando|wanneer|gdy|jeśli|если|когда|až|när|når|kun|amikor|când|for (?:an?|one|two"
    r"|\d+) (?:hours?|days?|minutes?))\b"
)
"""In a sentence that holds one of these nothing is said to be over; it is wished, waited for, heard."""
ASKED_OF_IT = (
    r"\b(?:this|that|it|errors?|message|problem|issue|happen\w*|prevent|avoid|solved|fixed"
    r"|resolved|dies\w*|das|es|fehler|meldung|gelöst|behoben|erreur|mensaje|cela|ça|errore|erro)\b"
)
"""What a question above a quotation asks about if it is not about something new."""
ASKED_TO_CLOSE = (
    r"\bclos(?:e|ed|ing)\b|schließen|geschlossen|\barchive|fermer|clore|cerrar|chiudere|fechar"
    r"|sluiten"
)

LASTING = (
    r"\b(?:today|heute|now|jetzt)\b[^.!?\n]{0,20}\b(?:occurs?|comes?|appears?|happens?|fails?"
    r"|kommt|tritt|erscheint)\b|\b(?:persiste|continua|występuje|осталась|остался|přetrvává"
    r"|devam ediyor|kvarstår|jatkuu)\b|\bstill\b|\b(?:is|are|s|was|came|comes?"
    r"|come)\s+back\b(?! (?:to normal|online|up))|\bre-?open|\breappear|\bpersist|\b(?:error"
    r"|message|problem|issue|same|happen\w*|occur\w*|appear\w*|comes?|came|gets?|got|sees?|fails?"
    r"|failed|there|tritt|kommt|fehler|da)\W+(?:\w+\W+){0,3}?(?:again|wieder)\b|\b(?:immer noch"
    r"|noch immer|nach wie vor|weiterhin|besteht|toujours|pas encore|encore (?:là|présent\w*)"
    r"|sigue|todavía|non è ancora|ancora (?:non|qui|presente)|ainda|nog (?:steeds|niet)|nadal"
    r"|wciąż|jeszcze nie|(?:вс[её] )?ещ[её] не|всё ещё|все еще|опять|stále|fortfarande|fortsatt"
    r"|stadig|hâlâ|hala|edelleen|yhä|még (?:mindig|nem|nincs)|încă (?:nu|apare))\b|[还還仍尚]|まだ|아직"
    rf"|\b(?:{NEVER})\W+(?:\w+\W+){{0,3}}?(?:solved?|fix(?:ed)?|resolved?|gone|gelöst|behoben"
    rf"|opgelost|résolue?|risolt[oa]"
    r"|resolvid[oa]|resuelt[oa])\b"
)
"""That it is there still or again."""
POINTING = (
    r"\b(?:get|got|see|receive)\s+(?:the|this|that|an?)\s+(?:message|error)\b|\bkommt (?:die|eine"
    r"|der|ein) (?:fehler)?meldung\b|\bkommt der fehler\b|\bnoch\b(?!\s*mals)|\boffen\b"
    r"|\b(?:nobody|no one|cannot|can['’]t|except|only|niemand|außer|personne|sauf|nadie|salvo"
    r"|nessuno)\b|\bnot\W*$|\b(?:below|unten|following|folgend\w*|ci-dessous|abajo)\b|\b(?:same"
    r"|gleichen?|selben?|même|mismo)\s+(?:error|message|problem|issue|thing|fehler|meldung"
    r"|erreur)|\b(?:fails?|unfortunately|leider|malheureusement)\b|:\s*$"
    rf"|\b(?:{NEVER})\W+(?:\w+\W+){{0,3}}?(?:work\w*|help\w*|geholfen|funktioniert|geht|funciona"
    rf"|funziona|marche|werkt)\b"
)
"""That the newest part of a mail is about what is quoted below it."""

PAPER = (
    r"(?:(?:subject|betreff|objet|asunto|oggetto)\s*:\s*)?(?:(?:re|aw|wg"
    r"|fwd?)\s*:\s*)*(?:automati(?:c|sche) (?:reply|answer|antwort)|auto-?(?:reply|response"
    r"|antwort)\b|out of (?:the )?office\b|abwesenheits\w*|réponse automatique"
    r"|respuesta automática|risposta automatica|resposta automática|automatisch antwoord|(?:agent"
    r"|reply|canned|answer) macro\b|macro \d+:\s*(?:answer|reply)|blog (?:idea|post)\b"
    r"|user story\b|lessons? learn(?:ed|t)\b|training (?:handout|material|slides?)\b"
    r"|schulungsunterlag\w*|translation memory\b|(?:table|list"
    r"|catalogue) of (?:all )?(?:error )?messages\W*$|interview question\b|quiz\s*:|survey\s*:"
    r"|(?:top searches|search terms)\b|(?:sla|monthly|weekly|quarterly|yearly"
    r"|annual) report\b[^:\n]{0,20}:[^\n]*?\d\s*(?:x\b|×|tickets?\b|times\b|cases\b)|(?:merge"
    r"|pull) request\b|knowledge article review\b|post-?mortem\b|agenda item\b|idea\s*:"
    r"|root cause analysis\b(?!\s+(?:needed|requested|wanted|please))|(?:webinar|newsletter"
    r"|(?:weekly |monthly )?(?:meeting notes|minutes of))\b[^:\n]{0,30}:|(?:sample"
    r"|demo) (?:ticket|text|mail)\b|example of an? (?:error )?(?:message|ticket)\b"
    r"|(?:\w+ ){0,2}survey:|how satisfied\b|wie zufrieden\b|please rate\b)"
)
"""How a paper begins that is about messages, or that nobody wrote; its first line."""
PAPER_SIGNS = (
    "automati",
    "auto",
    "out of",
    "abwesenheit",
    "réponse",
    "respuesta",
    "risposta",
    "resposta",
    "macro",
    "blog",
    "user story",
    "lesson",
    "training",
    "schulung",
    "translation",
    "message",
    "interview",
    "quiz",
    "survey",
    "search",
    "report",
    "request",
    "article",
    "mortem",
    "agenda",
    "idea",
    "root cause",
    "satisfied",
    "survey",
    "zufrieden",
    "please rate",
    "webinar",
    "newsletter",
    "minutes",
    "notes",
    "sample",
    "demo",
)
"""Words without which no paper begins so."""
