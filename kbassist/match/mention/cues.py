"""What a sentence says of the message in it: denied, in order, supposed, elsewhere, about its words."""

from __future__ import annotations

from kbassist.match.mention.hearing import Cue

_DENIED: tuple[Cue, ...] = (
    (
        "no |not |neither |nor |never |nothing |without |kein|nicht |ohne |sans |sin |aucun|ningún |nunca ",
        r"\b(?:no|not|neither|nor|never|nothing like|without|keine?[mnrs]?|nicht|ohne|sans|sin"
        r"|aucune?|ningún|nunca)\s+(?:(?:that|about|because of|related to|caused by|um|wegen"
        r"|\w+ing(?: about| of)?|haber)\s+)?~",
    ),
    (
        "true |correct |right |case |wahr |richtig |vrai |cierto |wrong |untrue |false |incorrect |falsch ",
        r"\b(?:(?:not|hardly|nicht|kaum|pas|no es|\w*n['’]t)\s+(?:\w+\s+){0,2}?(?:true|correct"
        r"|right|the case|wahr|richtig|vrai|cierto)|wrong|untrue|false|incorrect"
        r"|falsch)(?:\s+to\s+\w+)?,?\s+(?:that|dass|que)\s+~",
    ),
    (
        "nobody |nowhere |nirgends |no |niemand |never |not |t |nie |nicht |nunca |kein",
        r"\b(?:nobody|nowhere|nirgends|(?:no|not a single|keine?) \w+|niemand|never|not|\w*n['’]t"
        r"|nie|nicht|nunca)\s+(?:\w+\s+){0,2}?<sees>(?:(?:any|us|me|uns|mehr)\s+)?(?:that|dass"
        r"|que)?\s*~",
    ),
    (
        "no |nope |nein |non |false |wrong |not |falsch |stimmt ",
        r"~\s*(?:(?:[:=?;–-]|->)+[ \t]*|,[ \t]+)(?:no|nope|nein|non|false|wrong|not (?:true|so)"
        r"|falsch|stimmt nicht)(?=\W|$)(?!\s+(?:idea|chance|way|matter|longer|ahnung|solution"
        r"|help|one|s[eé]|sab\w+|pued\w+|pod\w+|hay|nos|me)\b)(?!,?\s+(?:i|we) (?:do not|don['’]t"
        r"|cannot|can['’]t|have no|still))",
    ),
    (
        "not |t ",
        r"~\s*(?:is|was|are|did|does|has|will)\s*(?:not|n.t)\s+(?:\w+\s+)?(?:shown|displayed|come"
        r"|appear(?:ed)?|occur(?:red)?|raised|logged|there|visible|the (?:problem|error|issue"
        r"|point|question))\b(?!\s+(?:before|yesterday|until|till|last|in))",
    ),
    ("nicht |nie ", r"~\s+(?:hier\s+|gar\s+|auch\s+)?(?:nicht|nie)\b"),
    (
        "no |not |t |nicht |nie |never |plus ",
        r"~[^\w\n]*(?:(?:error|message|is|are|does|did|doesn.t|has|it|this|tritt|kommt|erscheint"
        r"|kam|ist|bei|uns|haben|wir|wird|mehr)\s+){0,4}(?:no longer|not \w+ any ?more"
        r"|\w+ any ?more|nicht mehr|nie\b|never|n.\w+\s+plus)",
    ),
    (
        "kommt |erscheint |tritt |taucht |steht ",
        r"~[^\w\n]*(?:kommt|erscheint|tritt|taucht|steht)\s+(?:(?:bei|uns|hier|da|dort|im|in|der"
        r"|dem|test\w*)\s+){0,3}(?:(?:gar|überhaupt|auch|aber)\s+)?nicht\b(?!\s+(?:nur|immer|bei"
        r"|mehr in))",
    ),
    (
        "pas |point |plus ",
        r"~[^\w\n]*(?:n['’]|ne\s+)(?:s['’])?\w+\s+(?:pas|plus)\b(?!\s+(?:seulement|que))",
    ),
    (
        "no |ya ",
        r"\b(?:(?:no|ya no)\s+(?:nos\s+|me\s+|les?\s+)?(?:sale|aparece|muestra|da|vemos|tenemos)"
        r"|non (?:ci )?(?:appare|compare|esce|vediamo|abbiamo)|não (?:nos )?(?:aparece|vemos"
        r"|temos|ocorre)|niet)\s+(?:el |il |o |de )?(?:error |mensaje |messaggio |erro )?~",
    ),
    (
        "plus ",
        r"\b(?:n['’](?:avons|ai|a|ont|y a)|ne (?:voyons|recevons)) plus (?:(?:le |ce |cette |l['’]"
        r"|d['’])?(?:message|erreur) ?)?~",
    ),
    (
        "isn |wasn |not ",
        r"\b(?:error|problem|issue|point|question|message|reason|cause)\s+(?:is|was)\s*(?:not"
        r"|n['’]t)\s+(?:that\s+)?~",
    ),
    (
        "that |this |it ",
        r"\b(?:that|this|it)['’]?\s*(?:is|s)\s*(?:not|n['’]t)\s+~|~,?\s+but\s+(?:that|this"
        r"|it)\s+(?:is|was)\s*(?:not|n['’]t)\s+(?:our|my|the|it\b)",
    ),
    (
        "but |sondern |sino |maar |ma |mas |mais |tylko |lecz |а |но |utan |men |hanem |ci ",
        r"<never>\s+(?:\w+\s+)?~\W{0,4}(?:but|sondern|sino|maar|ma|mas|mais|tylko|lecz|а|но|utan"
        r"|men|hanem|ci)\b",
    ),
    (
        "non |não |nie |nemáme |inte |ikke |geen |niet |нет |не ",
        r"\b(?:non (?:abbiamo|vediamo)|não (?:temos|vemos)|nie (?:mamy|widzimy)|nemáme|vi (?:har"
        r"|ser|får) (?:inte|ikke|ikkje)|hebben (?:niet|geen)|у нас (?:нет"
        r"|не))\s+(?:[^\W\d]+\s+)?~",
    ),
    (
        "what |the |our |ours |mine |my ",
        r"~\W{0,4}(?:is|was)\s*(?:not|n['’]t)\s+(?:what|the one|ours?|mine|my)\b",
    ),
    (
        "line |entry |row |record |trace |sign ",
        r"\bno\s+(?:line|entry|row|record|trace|sign)\s+(?:with|containing|like|of|for"
        r"|that (?:says|contains))\s+~",
    ),
    ("nowhere ", r"\bnowhere\b[^.!?\0]{0,40}(?:<sees>|find\s+)~"),
    ("be ", r"\b(?:cannot|can['’]?t|kann (?:es )?nicht) be\s+~"),
    (
        "thought |suspected |believed |assumed |dacht|vermutet",
        r"\b(?:thought|suspected|believed|assumed|dachten?"
        r"|vermutete\w*)\b[^.!?\0]{0,20}~\W{0,6}(?:but|aber)\b",
    ),
    (
        "but |we ",
        r"\byour?\s+(?:\w+\s+){0,3}?(?:answered|about|explains?|describes?"
        r"|treats?)\s+~\W{0,4}(?:but\s+)?we\s+(?:have|had|asked|meant|need)\b",
    ),
    (
        "without ",
        r"\bwithout\s+(?:any|an|a)?\s*(?:error|message|hint|warning)s?\s+(?:like|such as|as)\s+~",
    ),
    (
        "hits |hit |results |result |matches |occurrences |treffer |grep ",
        r"\b(?:0|no|zero|keine)\s+(?:search\s+)?(?:hits?|results?|match(?:es)?|occurrences?"
        r"|treffer)\s+(?:for|of|für|zu|in)\s+~|~\W{0,4}(?:0|no|zero|keine)\s+(?:hits?|results?"
        r"|match(?:es)?|occurrences?|treffer)|\bgrep\s+(?:-\w+\s+)*-\w*c\w*\b[^\n\0]{0,20}~",
    ),
    (
        "ours |our |unsere",
        r"~[^?\n]{0,60}?[,.;:]?\W+(?:but\s+)?(?:ours?(?:\s+(?:error|problem|issue|message))?"
        r"|unser\w*)\s+(?:is|was|ist|aber ist)\s+(?:another|different|something|a different"
        r"|ein ander\w*|anders)",
    ),
    (
        "no |nope |nein |non ",
        r"~\?\s*(?:no|nope|nein|non),\s+(?:we|i|that|it|the|this|das|wir|ich|es"
        r"|nous)\b(?![^.!?\n]{0,40}\b(?:still|have no|do not know|don['’]t know|noch)\b)",
    ),
)
"""That it is not there."""

_IN_ORDER: tuple[Cue, ...] = (
    (
        "although |though |whether |since |which |obwohl |ob |da |bien |aunque |puisque |now |given ",
        r"\b(?:although|though|whether|which|obwohl|ob|bien que|aunque)\s+~"
        r"|^(?![^\0]{0,200}\b(?:cannot|can['’]t|unable|fails?|failed|impossible|not possible"
        r"|abgebrochen)\b)[^\0]*\b(?:since|da|puisque|now that"
        r"|given that)\s+~(?!\W+(?:\w+\s+){1,2}?(?:cannot|can['’]t|could not|fails?|(?:are|is"
        r"|am) (?:not able|unable|blocked|stuck)|nobody|no one)\b)",
    ),
    (
        "check|verif|confirm|make sure|made sure|ensure|prüf|überprüf|geprüft|sicher|vérifi|comprob",
        r"\b<checked>\b[^,.:;!?\0]{0,60},?\s+(?:that|if|whether|dass|daß|ob|que|si)\s+~"
        r"|\b(?:verify|verified|confirm|ensure|as…(?:checked|verified|confirmed),)\s+~",
    ),
    (
        "checked |verified |confirmed |geprüft |ruled |excluded |ausgeschlossen |vérifié |comprobado ",
        r"\b(?:checked|verified|confirmed|geprüft|ruled out|excluded|ausgeschlossen|vérifié"
        r"|comprobado)(?:\s+(?:so far|already|schon|bereits))?\s*:[^.!?\0]*~",
    ),
    (
        "pass|success|ok |okay |good news |great news |everything |alles |gute |✓|✔|☑",
        r"(?:(?:^|[\])\n]|\d\s)\s*[\[(]?(?:success\w*|ok(?:ay)?|(?:good|great) news"
        r"|gute nachricht\w*|(?:everything|all) is (?:fine|ok|in order)|alles (?:gut"
        r"|in ordnung))\b|\bpass(?:ed)?\b|[✓✔☑])[^\w\n\0]*~",
    ),
    (
        "changed false ",
        r"\bchanged\W{1,4}false\b[^\n\0]{0,40}~|~[^\n]{0,40}\bchanged\W{1,4}false\b",
    ),
    (
        "no change|nothing |keine änderung|all is |all |everything |so |test |tests ",
        r"~[^.!?\n]{0,60}\b(?:no changes?|nothing (?:to do|changed|(?:is|was|has) to be done)"
        r"|(?:smoke )?tests? (?:is |was |were )?(?:ok|okay|green|passed)|keine änderung\w*|(?:all"
        r"|everything) is (?:fine|ok|good|in order)|so (?:that is (?:fine|ok)"
        r"|(?:please )?(?:go on|continue|proceed)))\b",
    ),
    (
        "as |wie ",
        r"\b(?:as|wie)\s+(?:\w+\s+){0,2}?<wish>,?\s+~|~,?\s*(?:just )?(?:as|wie) (?:\w+ )?<wish>\b",
    ),
    (
        "laut |gemäß |according |per |selon |según ",
        r"~\s*(?:laut|gemäß|according to|as per|selon|según)\s+(?:\w+\s+)?(?:overview|list|table"
        r"|screen|übersicht|liste|tabelle|lista)\b",
    ),
    (
        "another |different |other |ander|autre |otra ",
        r"~[^.!?\n]*\b(?:(?:another|different|other) (?:reason|cause)|andere[rn]? (?:grund"
        r"|ursache)|autre (?:cause|raison)|otra causa)",
    ),
    (
        "good |fine |great |perfect |correct |passed |ok |gut |passt |stimmt |bien |yes |ja |oui "
        "|true |done ",
        r"~(?:\s*[.!:,;=–-]+\s*|\s+(?=passed))(?:good|fine|great|perfect|correct|passed|gut|passt"
        r"|stimmt|bien|(?<!\.\s)ok)\s*(?:[.!,;]|$)|~[ \t]*[:=][ \t]*(?:yes|ja|oui|true|done)\b",
    ),
    ("is |are |ist ", r"^\W*(?:is|are|ist)\s+~|~[^.!\n]{0,40}\bor not\?"),
    ("as |da ", r"^\W*(?:as|da)\s+~[^.!?\n]{0,60}\b(?:should|ought to|must|sollten?|müssten?)\b"),
    (
        "purpose |intend|deliberate|intention|design |gewollt |absicht|beabsichtigt ",
        r"~[^.!?\n]{0,60}\b(?:that|this|it|das|dies)\W{0,3}(?:s|is|was|ist"
        r"|war)\s+(?:\w+\s+)?(?:on purpose|intended|deliberate|intentional|by design|gewollt"
        r"|absicht\w*|beabsichtigt)\b|~[^.!?\n]{0,80}\b(?:did|do)\s+(?:that|this"
        r"|it)\s+(?:on purpose|deliberately|intentionally)",
    ),
    (
        "works |runs |fine |läuft |funktioniert ",
        r"~\s+(?:and|und)\s+(?:everything|all|it|alles|es)\s+(?:works|runs|is (?:fine|ok|good)"
        r"|läuft|funktioniert)\b",
    ),
    ("[x]|[X]|☑", r"(?:\[x\]|☑)\s*~"),
    (
        "no action |nothing to do |no reply |information only ",
        r"\b(?:no action (?:is )?(?:required|needed|necessary)|nothing to do"
        r"|no reply (?:is )?(?:required|needed)|for information only)\b[^!?\0]*~"
        r"|~[^!?\n]{0,60}\bno action (?:is )?(?:required|needed)\b",
    ),
    ("done ", r"\bdone\s*:\s+(?:(?:the|our)\s+)?(?:\w+\s+)?~"),
)
"""That it was looked at, or asked for, and is as it should be."""

_SUPPOSED: tuple[Cue, ...] = (
    (
        "if |whenever |case |event |unless |soon |once |provided |should |sollte|lorsque |when "
        "|falls |sofern |wenn |sobald |falle |si |cas |caso ",
        r"\b<if>,?\s+(?:(?:that|dass|aparece)\s+)?~|\b(?!when)<if>\s+(?:<who>"
        r"|\w+\s+)(?:\w+\s+)?<sees>~",
    ),
    ("every |each |jedes ", r"\b(?:(?:every|each) time|jedes mal,? wenn)\s+~"),
    (
        "who |that |facing |seeing |getting |die ",
        r"\b(?:users?|customers?|people|anyone|those|kunden|anwender),?\s+(?:(?:who|that"
        r"|die)\s+<sees>|(?:facing|seeing|getting)\s+)~[^.!?\n]{0,20}\b(?:must|should|(?:need"
        r"|have) to|sollen|müssen)\b",
    ),
    (
        "precondition|prerequisite|voraussetzung|requirement",
        r"\b(?:preconditions?|prerequisites?|requirements?|voraussetzung(?:en)?)\s*:?\s*~",
    ),
    (
        "when |under |wann ",
        r"\b(?:when|wann|under (?:which|what) (?:circumstances|conditions))\s+(?:is|does|will"
        r"|would|wird|kommt|erscheint)\s+~|\b(?:under|in) (?:which|what) (?:circumstances"
        r"|conditions|cases)\b[^.!\0]{0,40}~",
    ),
    (
        "told |heard |read |warned ",
        r"\b(?:(?:we|i) (?:were|was) (?:told|warned)|warned (?:us|me)|(?:we|i)(?: have|['’]ve)?"
        r" (?:heard|read))\b[^.!?\0]{0,60}\bthat\b[^.!?\0]{0,40}~",
    ),
    ("run |face |hit ", r"\b(?:may|might|could)\s+(?:also )?(?:run into|face|hit)\s+~"),
    (
        "if |when |falls |wenn ",
        r"^\W*(?:if|when|falls|wenn)\s+<who><sees>~\W+(?:do not|don['’]t|never|create|use|contact)\b",
    ),
    (
        "errors |messages |issues |problems |fehler|meldungen ",
        r"\b(?:possible|known|common|typical|frequent|mögliche|bekannte|häufige|typische)"
        r"\s+(?:errors|messages|issues|problems|fehler(?:meldungen)?|meldungen)\W{0,2}[:–-][^.!?\0]*~",
    ),
    ("bei ", r"\bbei\s+~,?\s+(?:bitte|muss|müssen|soll)\b"),
    (
        "avoid |prevent |éviter |evitar ",
        r"\b(?:(?<!how )to (?:avoid|prevent)|pour éviter|para evitar)\s+~",
    ),
    ("vermeid", r"\bum\s+~\s+zu vermeiden\b|\bvermeidung (?:von|der|des)\s+~"),
    (
        "possible |happen|imagine |suppose |assume |möglich ",
        r"\b(?:possible|would happen|happens|imagine|suppose|möglich),?\s+(?:that|if|when"
        r"|dass)\s+~|\b(?:imagine|suppose|assume)\b[^.!?\0]{0,40}~",
    ),
    (
        "expect|erwarte",
        r"(?<!not )(?<!n't )(?<!as )\b(?:expect(?:ed|s|ing)?|erwarte(?:n|t|te|ten"
        r"|tes)?)\b(?: (?:result|outcome|ergebnis))?(?:\s+to <sees>)?\s*:?\s*~"
        r"|(?<!wie )(?<!nicht )\berwartet\s+(?:hätten?|haben?|hatten?|wird)\s+(?:wir|ich"
        r"|man)?\s*~",
    ),
    (
        "can |could |may |might |would |will ",
        r"(?<!why )(?<!how )(?<!when )\b(?:can|could|may|might|would"
        r"|will)\s+~\W*(?:\w+\s+){0,2}?(?:appear|occur|come|happen|exist|show up|pop up"
        r"|be (?:shown|raised|seen|displayed|sent|logged))\b",
    ),
    (
        "would |will |could |might ",
        r"(?<!why )(?<!how )\b(?:would|will|could|might)\s+(?:<who>|\w+\s+)(?:(?:ever|also|then"
        r"|not)\s+)?(?:get|see|say|receive|show|raise|report|display|return|come up with)\s+~",
    ),
    (
        "does ",
        r"(?<!why )\bdoes\s+~\W*(?:also|ever|only|generally|usually|always)\s+(?:appear|occur"
        r"|come|happen|exist|apply|show up|mean)",
    ),
    (
        "in general |generally |allgemein |théorie |general ",
        r"~[^.!\n]{0,20}\bmean (?:in general|generally)\b|\b(?:in general|generally"
        r"|allgemein\w*),?\s+(?:what|how|why|when|was)\b[^.!\0]{0,40}~",
    ),
    (
        "log |logs |file |files |table |protokoll|logdatei|datei ",
        r"\b(?:which|what|welche\w*)\s+(?:\w+\s+){0,2}?(?:logs?|files?|tables?|protokoll\w*"
        r"|logdatei|datei)\b[^.!?\0]{0,40}~",
    ),
    (
        "afraid |feared |worried |befürcht",
        r"\b(?:afraid|feared|worried|befürchtet\w*)\b[^.!?\0]{0,40}~[^.!?\n]{0,30}\b(?:but|aber)\b",
    ),
    (
        "when ",
        r"\bwhen\s+(?:an?|any|some)\s+(?:customer|user|client|caller)\s+(?:<sees>|writes?\s+"
        r"|asks?\s+(?:about|for)\s+)~",
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
        r"\b<once>[^.!?\0]*?\b(?:had|got|saw|received|hatten?|bekam\w*|gab|avi?ons"
        r"|tuvimos)\b[^.!?,;:\0]{0,30}:?\s*~|\b(?:had|got|saw|received|hatten?"
        r"|bekam\w*)\s+~[^.!?\n]{0,20}\b<once>",
    ),
    ("previously |formerly |früher ", r"\b(?:previously|formerly|früher)\s*:?\s*~"),
    ("used to ", r"\bused to (?:<sees>|(?:be|read|say)\s*:?\s*)~"),
    (
        "until |till |before |bis ",
        r"\b(?:until|till|bis)\s+(?:\w+\s+){1,3}?(?:(?:text|message|error|meldung|it)\s+)?(?:was"
        r"|were|said|read|war|hieß)\s*:?\s*~",
    ),
    (
        "yesterday |last |s |week |gestern|gestrige|old |former ",
        r"~\W{0,3}\s*(?:was|is|war|ist)\s+(?:(?:yesterday|last \w+|\w+day)['’]s|the (?:old|former"
        r"|previous)|an old|das gestrige|das alte)\s+(?:problem|error|trouble|issue|topic|story)",
    ),
    (
        "unlike |gegensatz |anders als |contrary ",
        r"\b(?:unlike|im gegensatz zu|anders als|contrary to)\b[^.!?\0]{0,60}?,?\s+(?:who|which"
        r"|that|die|der|das|wo)\s+<sees>~",
    ),
    (
        "than |from ",
        r"(?<!not )(?<!no )(?<!any )\b(?:different|another)\s+(?:(?:problem|error|issue|one|case"
        r"|message|thing)\s+)?(?:than|from)\s+~",
    ),
    (
        "earlier |before |yesterday |gestern |vorher |früher ",
        r"\b(?:earlier|before|yesterday|gestern|vorher|früher)\b[^.!?\0]{0,20}\b(?:said|was|read"
        r"|got|had|saw|hieß|war|kam)\s+~\W{0,4}(?:but\s+)?(?:today|now|heute"
        r"|jetzt)\b(?!\s+(?:\w+\s+){0,3}(?:again|still|wieder|noch))",
    ),
    ("whereas |while |während ", r"\b(?:whereas|while|während)\s+(?:the |all )?others?\s+<sees>~"),
    (
        "another |other |different |ander|otro |autre ",
        r"\b(?:another|other|different|andere[rn]?|otro|autre)\s+(?:customer|client|kunde|tenant"
        r"|team|company|cliente?)s?\s+(?:hat|hatte|<sees>)\s*:?\s*~",
    ),
    (
        "as with |wie bei |instead |rather |unlike |different |same |similar |like |remind|statt "
        "|anstatt |lieu |lugar |nothing to do ",
        r"\b(?:as with|wie bei|instead of|rather than|unlike|different from|not the same as"
        r"|similar to|like the old|reminds? (?:me|us) of|nothing to do with|an?statt|statt"
        r"|au lieu de|en lugar de)\s+~",
    ),
)
"""That it is another time's, another's, another one."""

_WORDS: tuple[Cue, ...] = (
    (
        "translat|reword|rephrase|übersetz|tradui|traduc|improve",
        r"\b(?:please|can|could|do|need|want|to|bitte|wie|how)\b[^.!?\0]{0,25}\b(?:translate"
        r"|reword|rephrase|übersetz\w*|tradui\w*|traduc\w*)\b[^.!?\0]{0,40}~"
        r"|~[^.!?\n]{0,40}\b(?:be (?:translated|reworded|rephrased|improved)|übersetzen)\b",
    ),
    (
        "wording |phrasing |spelling |translation |formulierung |übersetzung |wortlaut ",
        r"\b(?:wording|phrasing|spelling|translation|formulierung|übersetzung|wortlaut)\s+(?:of"
        r"|for|von|der|des)\s+~",
    ),
    ("replaced |reworded ", r"~[^.!?\n]{0,40}\bhas been (?:replaced|reworded)\b"),
    ("be ", r"\b(?:can|could|should|may)\s+~\s+be\s+\w+ed\b"),
    (
        "mind |nevermind |sorry |pardon |entschuldigung ",
        r"\bnever ?mind\b|\b(?:sorry|pardon|entschuldigung),?\s+(?:(?:it|that|es) (?:was"
        r"|war) )?(?:my|mein)\s+(?:mistake|fault|fehler)\b",
    ),
    ("may |might ", r"\b(?:may|might)\s+(?:get|see|write|read|receive)\s+~"),
    (
        "looked |searched |grepped ",
        r"\b(?:looked|searched|grepped)\s+(?:for\s+)?~[^.!?\n]{0,40}\b(?:find (?:it|any|that)"
        r"|no (?:hits?|success|result)|not there)\b",
    ),
    ("difference between ", r"\bdifference between\s+~"),
    (
        "mail |nachricht |message ",
        r"\b(?:your|ihre?|votre|su|sua)\s+(?:e-?mail|mail|nachricht)\s+(?:(?:about|on|re"
        r"|concerning|regarding|of|zu|über|wegen)\s+(?:\w+\s+)?)?~",
    ),
    ("often |many ", r"\bhow (?:often|many)\b[^.!?\0]{0,30}~"),
    ("check |checks |checked ", r"\bcheck(?:s|ed)?\s+for\s+~"),
    (
        "list |number |report |statistic",
        r"\b(?:list|number|report|statistics?) (?:of|on) (?:all )?(?:the )?(?:tickets|cases"
        r"|incidents|users|calls)\b[^.!?\0]{0,20}~",
    ),
    (
        "chapter |section |page |slide |kapitel |folie ",
        r"\b(?:chapter|section|page|slide|kapitel|folie)\s+\d+\s+(?:is |deals |handelt )?(?:about"
        r"|on|with|von|über)\s+~",
    ),
    ("about ", r"\b(?:write|publish)\s+about\s+~"),
    (
        "ignore |disregard |ignorieren ",
        r"(?:^\W*(?:please|bitte)?\s*|(?<!not )\bplease\s+)(?:ignore|disregard"
        r"|ignorieren)(?:\s+(?:my|our|the)\s+(?:\w+\s+){0,3}|\s*:?\s*)\W*~",
    ),
    (
        "designed ",
        r"~\W{0,4}(?:this |that |it )?(?:is )?(?:works?|working) as (?:designed|intended)\b",
    ),
    ("typo |mistake ", r"~\s*(?:is|was)\s+(?:only|just)\s+(?:an?|our)\s+(?:typo|mistake)\b"),
    (
        "msgstr |assert|tocontain |log|console ",
        r"\b(?:(?:msgstr|assert)\b[^\n\0]{0,40}?|assert[a-z]+\W{1,3}|tocontain\W{1,3}|(?:log"
        r"|logger|console)\.\w+\(\W{0,2})~",
    ),
    (
        "know |weiß |wissen ",
        r"\b(?:(?:i|we) (?:already )?know|(?:ich weiß|wir wissen)(?: schon)?,?) (?:what|why|how"
        r"|was|warum)\s+~",
    ),
    ("//|/*|<!--|#", r"(?:(?<![:/])//+|/\*+|<!--|#\s*todo\b[^\n\0]{0,20})\s*~"),
    ("skip |ignore |fixed |solved ", r"~\s*(?:->|=>|→)\s*(?:skip|ignore|fixed|solved)\b"),
    (
        "release note|changelog |change log |new in |what s new |feature request |improvement |exercise ",
        r"^\W*(?:known issue in )?(?:release notes?|change ?log|new in|what.s new|feature request|improvement"
        r"|exercise)\b[^:\0]{0,30}:[^.!?\0]*~",
    ),
    (
        "be |become ",
        r"~[^.!?\n\w]{0,10}\bshould (?:rather |better )?(?:be|become)\s+(?:only |just )?(?:an?"
        r"|shown as|logged as)\s",
    ),
    (
        "turn |shorten |rename |change |replace |simplify ",
        r"\b(?:turn|shorten|rename|change|replace|simplify)\s+(?:(?:the|symptom|text|title"
        r"|message)\s+){0,3}~[^.!?\n]{0,20}\b(?:to|into|by|with)\b",
    ),
    (
        "than ",
        r"\b(?:better|clearer)\s+(?:\w+\s+)?than\s+~|\blike to \w+ more than\s+~",
    ),
    (
        "close ",
        r"(?<!not )(?<!n['’]t )\bclose\s+(?:(?:the|this|my|our)\s+)?(?:(?:ticket|case|incident"
        r"|request|call)\s*)?[\w#-]*\d[\w-]*\W{0,3}~",
    ),
    ("topics |themen |agenda ", r"\b(?:topics|themen|agenda)\b[^.!?\0]*~"),
)
"""That it is about the text of the message, or a text about it."""

ASIDE = (*_DENIED, *_IN_ORDER, *_SUPPOSED, *_ELSEWHERE, *_WORDS)
