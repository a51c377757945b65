"""The cues that a message, or the whole case, is over, or that another problem is the one at hand."""

from __future__ import annotations

from kbassist.match.mention.hearing import CLOSED_STARTS, DONE, DONE_CJK, NEVER, Cue

OVER: tuple[Cue, ...] = (
    (DONE, r"\b<done>(?:\s+(?:in|with|by)\s+[\w.]+|\s+for(?=:))?\]?\s*[:–-]?\s*[-*\u2022]?\s*~"),
    (DONE, r"~\W{0,6}(?:[^\W\d]+\s+){0,3}?<saiddone>|\b<saiddone>\W{0,3}~"),
    (DONE_CJK, r"~[^。\n]{0,12}?<saiddone>|<saiddone>\W{0,3}~"),
    (
        CLOSED_STARTS,
        r"~\W{0,6}(?:\w+\s+)?(?:is|was|been|wurde|ist|est|été|fue|quedó|stat[oa]|foi|werd"
        r"|został[aoy]?|был[аио]?|byl[aoy]?|är|har|blev|er|ble|on|este"
        r"|fost)\s+(?:\w+\s+){0,2}?<closed>(?!\s+(?:without|by mistake|but|again|ohne|aber))",
    ),
    (
        "helped |worked |help |geholfen |solved |trick ",
        r"\b(?:answer|hint|reply|note|advice|solution|article|tip|help|antwort|hinweis|lösung"
        r"|artikel)\b[^.!?\0]{0,40}~\W{0,3}(?:\w+\s+)?(?:helped|worked|did help|hat geholfen"
        r"|geholfen|solved it|did the trick)",
    ),
    (DONE, r"~[^\w\n]{0,6}<done>|~\W{0,6}(?:\w+\s+)?<is>(?:\w+\s+){0,4}?<done>"),
    (DONE, r"~[^.!?:,;\n]{0,40}\b(?:has|have) been <done>|~\W{0,5}c['’]est <done>"),
    (DONE, r"\b<done>[^.!?:\0]{0,30}:\s*-\s*~"),
    ("solving |fixing |resolving ", r"\b(?:solving|fixing|resolving)\s+~"),
    (
        "alarm |alert |alerte |alarma |fehlalarm ",
        r"\b(?:false (?:alarm|alert)|fehlalarm|fausse alerte|falsa alarma)\b",
    ),
    (
        CLOSED_STARTS,
        r"~[^\w\n]{0,6}<closed>(?!\s+by whom)|\b(?:ticket|case|incident|issue|request|inc|req|chg"
        r"|task)\W?\s?[#\w-]*\d\W{1,4}(?:<closed>|<done>)\W{1,4}~|\bclosed (?:your|the"
        r"|this) (?:ticket|case|incident|request)\s+\W*~",
    ),
    ("works ", r"~\W{0,4}(?:\w+\s+)?works (?:now|again)\b"),
    ("cancel ", r"\bcancel (?:the )?(?:ticket|case|incident)\b"),
)
"""That it is over, in its own sentence."""

OF_IT: tuple[Cue, ...] = (
    (
        DONE,
        r"^(?:\w+\W+){0,2}?(?:this|that|it|the (?:error|issue|problem|message)|das|dies\w*|es|er"
        r"|der fehler|die meldung|ce|cela|ça|esto|eso)\s+(?:(?:one|error|problem|issue|message"
        r"|fehler)\s+)?(?:(?:hat|haben) (?:sich|wir)\s+|<is>)(?:\w+\s+){0,4}?<done>",
    ),
    (
        DONE,
        r"^\W*(?:we|i|you|wir|ich|nous)\s+(?:\w+\s+){0,3}?(?:<done>\s+(?:this|that|it|out)\b"
        r"|(?:das|es|dies)\s+(?:\w+\s+){0,2}?<done>)",
    ),
    (
        DONE,
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

CASE: tuple[Cue, ...] = (
    (
        "clos|cancel |geschlossen |schließen ",
        r"^\W*(?:case|ticket|incident) closed\b|\bclose (?:the|this|my) (?:case|ticket"
        r"|incident)\b|\b(?:case|ticket|incident) (?:can|may) be closed\b"
        r"|^\W*closing(?: \w+){0,2}\W*$|\bcancel (?:the|this) (?:ticket|case|incident)\b"
        r"|\b(?:ticket|fall|vorgang) (?:kann|darf|bitte) (?:\w+ ){0,2}?(?:geschlossen"
        r"|schließen)\b",
    ),
    (
        "worked |works |helped |geholfen ",
        r"^\W*(?:\w+\W+){0,2}(?:thanks?|thank you|danke|merci|gracias)\W+(?:that|it|this"
        r"|das)\s+(?:worked|works|helped|hat geholfen)(?:\s+(?:now|fine|well|great|again"
        r"|perfectly|jetzt))*\W*$",
    ),
    (
        DONE,
        r"^\W*(?:update\W+)?(?:(?:my|the|our|das|der|unser|le|la|el|il|lo|o|a|het|de|den|det"
        r"|az) )?<problem>\s+(?:hat sich\s+|<is>)?(?:\w+\s+){0,2}?(?:<done>"
        r"|<saiddone>)\W*(?:[,.!]|$)",
    ),
    (
        "your |ihr |ihre |set |ticket |case |incident |request ",
        r"\b(?:your|ihre?) (?:ticket|case|incident|request|call|inquiry|anfrage|meldung"
        r"|vorgang)\b[^.!?\n]{0,30}\b(?:has been|was|is(?: now)?|wurde|ist)\s+(?:closed|resolved"
        r"|solved|completed|geschlossen|gelöst|abgeschlossen)\b|\b(?:was|is"
        r"|been) set to (?:resolved|closed|solved|done|completed)\b|\b(?:ticket|case|incident"
        r"|request)\s+[\w#-]*\d[\w-]*\s+(?:has been|was|is|wurde|ist)\s+(?:now )?(?:closed"
        r"|resolved|geschlossen|gelöst)(?!\s+(?:without|by mistake))",
    ),
    (DONE, r"^\W*(?:edit|update)\W+(?:\w+\W+)?<done>"),
    (DONE_CJK, r"^\W*(?:问题|問題|错误|錯誤|エラー|문제|오류)[^。\n]{0,6}<saiddone>"),
)
"""That the whole case is over, in any sentence beside it."""

OTHER: tuple[Cue, ...] = (
    (
        "still |trotzdem |dennoch |nevertheless |yet |but |now |aber |jetzt |nun |mais |pero "
        "|fails |bleibt |sigue ",
        r"\b(?:still|trotzdem|dennoch|nevertheless|yet|but|now|aber|jetzt|nun|mais|pero|fails"
        r"|bleibt|sigue)\b[^.!?\n\0]{0,50}?(?:\b(?:https?|status|code|error|fehler|erreur|kommt"
        r"|returns|gets?|with|an?|is)\W{0,3}[45]\d\d\b|\b(?:another|a (?:new|different)"
        r"|ein(?:en)? (?:anderer?n?|neuer?n?)|une autre|otro) (?:error|problem|issue|one|message"
        r"|fehler|erreur)\b)",
    ),
    (
        "planning |yet |noch ",
        r"\b(?:only|just|still) planning\b|\b(?:not|\w*n['’]t)\s+(?:\w+\s+)?(?:use|using|live"
        r"|set up|installed|started)\b[^.!?\n]{0,30}\byet\b"
        r"|\bnoch nichts? (?:\w+ )?(?:eingerichtet|installiert|im einsatz|begonnen)",
    ),
)
"""That another problem is the one at hand, or none yet; behind the message."""

UNCLOSED = (
    rf"\b(?:{NEVER}|before|until|unless|other|another|old|previous|first)\b|[未没沒尚]|않|まだ|아직"
)
"""What makes of "close the case" another one, or none that is over."""
