"""The language of the cues, and how a sentence is searched for them.

A cue is written as a sentence. In it `~` is the message, with quotation marks and "the error message" before
it taken off; `…` is whatever stands between within a clause; `<done>`, `<is>` and the like are below.
"""

from __future__ import annotations

import re
from functools import cache

Cue = tuple[str, str]
"""Beginnings of words, separated by `|`, of which every text that matches holds one, and the pattern.

Most texts hold none, so that the pattern need not even be compiled. A blank ends a word.
"""

HOLE = "\0"
"""What stands in a sentence for the message."""

_DONE_WORDS = """
fixed solved resolved corrected gone sorted repaired settled history disappeared vanished
behoben gelöst geloest erledigt abgeschlossen verschwunden weg beseitigt
résolu résolue résolus résolues corrigé corrigée réglé réglée disparu disparue
resuelto resuelta resueltos solucionado solucionada solucionados arreglado arreglada corregido corregida
resolvido resolvida resolvidos solucionada corrigido corrigida sanado sanada
risolto risolta risolti corretto corretta sistemato sistemata sparito scomparso
opgelost verholpen hersteld verdwenen
rozwiązany rozwiązana rozwiązane rozwiązano naprawiony naprawiona naprawione naprawiono usunięty usunięte
решен решена решено решены решён исправлен исправлена исправлено исправлены устранен устранена устранён
vyřešen vyřešena vyřešeno vyřešený vyřešené opraven opravena opraveno odstraněn odstraněna vyriešený vyriešená
åtgärdat åtgärdad åtgärdats fixat fixad rettet fikset forsvundet forsvunnet borte
rezolvat rezolvată remediat remediată corectat corectată dispărut
""".split()
"""Over and done with, as it stands behind "is" or "has been"."""
_SAID_DONE_WORDS = """
çözüldü çözülmüştür giderildi düzeltildi düzeldi çözdük
megoldódott megoldva megoldottuk elhárítottuk elhárítva megszűnt kijavítottuk
korjattu ratkaistu ratkesi korjaantui poistui korjattiin
rozwiązaliśmy zniknął zniknęła ustąpił исчез исчезла исчезло пропала пропал устранили решили исправили
zmizel zmizela vyřešili försvann
""".split()
"""The same where the word needs no other before it."""
_SAID_DONE_CJK = (
    r"解決し(?:まし)?た|解決済|(?:已|已经|已經)(?:解决|修复|解決|修復|消失|关闭)|(?:解决|修复|解決)了"
    r"|해결\s?(?:되었|됐|했|됨|완료)|사라졌"
)
_CLOSED_WORDS = """
closed geschlossen fermé fermée cerrado cerrada chiuso chiusa fechado fechada encerrado gesloten zamknięty
zamknięte закрыт закрыто закрыта uzavřen uzavřeno stängd stängt lukket suljettu kapatıldı lezárva
închis avsluttet afsluttet avslutad avslutat clôturé clôturée finalizado finalizada concluído
concluída afgesloten zakończony zakończone завершен завершено завершена dokončeno tamamlandı befejezve
finalizat
""".split()
CLOSED = "|".join(
    ("closed", *_CLOSED_WORDS[1:], "kapalı", "clos", "done", "completed?", "complete")
)
"""What a field or cell of a ticket says that is closed; of other things it may be said as well."""
SOLVED = (
    "resolved|solved|fixed|erledigt|gelöst|behoben|abgeschlossen|résolue?|resuelt[oa]|solucionad[oa]"
    r"|risolt[oa]|resolvid[oa]|opgelost|afgehandeld|rozwiązan[yae]|решен[ао]?|решён|vyřešen[ao]?"
    r"|löst|løst"
    "|ratkaistu|çözüldü|megoldva|rezolvat|已解决|已关闭|已解決|解決済み?|해결됨|해결|완료"
)
"""What it says that is solved."""

DONE = "|".join(
    (
        *(f"{word} " for word in (*_DONE_WORDS, *_SAID_DONE_WORDS)),
        "went away ",
        "vom tisch ",
        "löst ",
        "løst ",
    )
)
"""Beginnings of words without which nothing is over."""
CLOSED_STARTS = "|".join(f"{word} " for word in _CLOSED_WORDS)
DONE_CJK = "解決|解决|修复|修復|消失|关闭|해결|사라졌"

NEVER = (
    r"not|never|nothing|none|nichts|rien|nada|niente|nic|ничего|\w*n['’]t|cannot|nicht|nie"
    r"|kein\w*|pas|jamais|non|não|nao|niet|nooit|не|нет|není|není|nebyl[aoy]?|nejsou|inte|ej|ikke"
    r"|ikkje|ei|eivät|eikä|değil|henüz|hâlâ|hala|nem|nincs|nu(?= (?:este|e|a|au|sunt|s)\b)|sin"
    r"|aún|todavía|tampoco|no(?= (?:está|se|ha|han|fue|es|esta|hemos|queda|quedó|estaba|sido"
    r"|l'hanno)\b)|unlikely|hardly"
)
"""Denials of all languages."""

_NAMES = {
    "…": r"[^.!?;:\0]*?",
    "~": HOLE,
    "<done>": rf"(?:{'|'.join(_DONE_WORDS)}|went away|vom tisch|(?<=är )löst|(?<=är nu )löst|(?<=blivit )löst"
    r"|(?<=er )løst|(?<=er nå )løst|(?<=er nu )løst|(?<=blitt )løst|(?<=blevet )løst)\b",
    "<saiddone>": rf"(?:(?:{'|'.join(_SAID_DONE_WORDS)})\b|{_SAID_DONE_CJK})",
    "<closed>": rf"(?:{'|'.join(_CLOSED_WORDS)})\b",
    "<is>": (
        r"(?:is|was|are|were|has|have|had|got|been|ist|sind|wurden?|haben?|hat|konnten?|est|été|a"
        r"|está|ya|já|foi|fue|fueron|quedó|sido|se|ha|han|è|stat[oaie]|sono|ora|werd|zijn|jest|są"
        r"|został[aoy]?|był[aoy]?|już|уже|был[аио]?|je|jsou|už|byl[aoy]?|är|har|blev|blivit|er"
        r"|ble|blitt|blevet|on|oli|este|fost|sunt)\s+"
    ),
    "<problem>": (
        r"(?:problems?|issues?|case|incident|errors?|fehler|störung|problème|erreur|l'erreur"
        r"|problema|errore|l'errore|erro|probleem|fout|storing|błąd|проблема|ошибка|problém|chyba"
        r"|problemet|felet|fejlen|feilen|ongelma|virhe|sorun|hata|probléma|hiba|eroarea)"
    ),
    "<who>": (
        r"(?:you|we|i|they|one|it|users?|customers?|(?:the|an?|your) \w+|any\w+|some\w+|sie|wir"
        r"|ich|man|er|es|vous|nous|on|usted(?:es)?)\s+"
    ),
    "<sees>": (
        r"(?:sees?|saw|seen|gets?|got|has|had|have|receives?d?|encounters?|come across|finds?"
        r"|reads?|says?|said|shows?|mentions?|complains?|reports?|reported|claims?|sehen?"
        r"|bekomm\w+|erhalten?|sagt|zeigt|behauptet|voi[rst]|voyez|obten\w+|recev\w+|aparece"
        r"|vemos|dice|holds?|contains?|suffers? from|enthält),?\s+"
    ),
    "<once>": (
        r"(?:(?:last|previous) (?:year|month|quarter)|(?:years?|months?) ago|in (?:19|20)\d\d"
        r"|letzte[ns] (?:jahr|monat)|damals|früher|l'an dernier|el año pasado|(?:in|on|at|im"
        r"|bei)\s+(?:\w+\s+)?(?:old|former|previous|last|alten|früheren)\s+(?:system|tenant"
        r"|client|company|server|version|release|project|landscape|mandanten|firma|projekt))\b"
    ),
    "<if>": (
        r"(?:if|whenever|in case(?: of)?|in the event (?:of|that)|unless|as soon as|once|provided"
        r"|should|when|sollten?|lorsque|falls|sofern|wenn|sobald|im falle?|si|en cas de"
        r"|en caso de)"
    ),
    "<wish>": r"(?:required|requested|asked|agreed|wanted|planned|desired|intended|instructed"
    r"|gewünscht|gefordert|verlangt|vereinbart|besprochen|geplant|prévu|previsto)",
    "<checked>": (
        r"(?:check(?:ed)?|verif(?:y|ied)|confirm(?:ed)?|ma[dk]e sure|ensured?|(?:über)?prüfe?n?"
        r"|(?:über)?geprüft|sicher(?:gestellt)?|vérifi\w+|comprob\w+|verific\w+)"
    ),
    "<never>": rf"(?:{NEVER})",
}
"""What stands for what in the cues."""

_NOUNS = frozenset(
    """error errors fehler erreur l'erreur errore l'errore erro błąd błędu fout melding messaggio
    mensagem message messages meldung fehlermeldung mensaje text problem issue warning alert""".split()
)
_ARTICLES = frozenset(
    """the a an this these our my new such any single der den dem des die das il eine einen einem einer
    ein diese dieser diesen dieses le la les un une el cette este known old misleading
    """.split()
)
"""Words that only lead to a message; a colon behind a noun changes nothing."""
_OPENING, _CLOSING = "\"'`´“”„«»‘’‚*_「[ \t", "\"'`´“”«»‘’*_」)]"

UNTRUE = (
    rf"\b(?:{NEVER}|can|could|must|should|shall|needs?|needed|to|be|get it"
    r"|please|how|until|unless|before|when|if|once|kann|muss|soll|bitte|wie|wann|bis|falls|wenn"
    r"|still|pending|wants?|hope|other|old|previous)\W+(?:\w+\W+){0,3}?$"
)
_UNTRUE_INSIDE = (
    rf"\b(?:{NEVER}|to|be|must|should|can|other)\b(?!\W+(?:only|just|nur|longer))"
    r"|[未没沒尚]|않|아직|まだ"
)
"""What makes "fixed" no fact: a denial, a wish."""

TURN = r"\b(?:but|now(?! that)|however|yet|aber|jetzt|nun|jedoch|mais|pero|then|dann|ahora|maintenant)\b"
"""Behind these a sentence is about something else than before."""

_NOT_ONLY = (
    r"\b(?:not|\w*n['’]t|nicht|no|non|não|niet|nie|не|pas)\s+(?:only|just|nur|bloß|solo|sólo"
    r"|seulement|soltanto|só|apenas|alleen|tylko|только)\b"
)
"""Before a message this denies nothing."""

_WORD = re.compile(r"[^\W_]+")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A cue's pattern, its names filled in; compiled when a text needs it, for most do not."""
    for _ in range(2):  # some names stand in others
        for name, meaning in _NAMES.items():
            pattern = pattern.replace(name, meaning)
    return re.compile(pattern, re.IGNORECASE)


def bare(sentence: str) -> str:
    """*sentence* without what only leads to the message: `not the error "~"` is `not ~`."""
    lead, _, tail = sentence.partition(HOLE)
    words = lead.rstrip(_OPENING).split()
    while words and (
        (last := words[-1].strip(_OPENING).casefold()) in _ARTICLES or last.rstrip(":") in _NOUNS
    ):
        words.pop()
    return f"{' '.join(words)} {HOLE}{tail.lstrip(_CLOSING)}"


def first(sentence: str, cues: tuple[Cue, ...], unless: str = "") -> str:
    """The words of *sentence* that the first of *cues* found there matches.

    *unless* is what must not stand before them; where it is given, they must not be asked either.
    """
    words = _WORD.findall(sentence.casefold())
    told = f" {' '.join(words)} {sentence}"
    if not _holds(words, told, _every(cues)):
        return ""
    heard = bare(sentence) if HOLE in sentence else sentence
    for pattern in (pattern for starts, pattern in cues if _holds(words, told, starts)):
        for found in compiled(pattern).finditer(heard):
            lead, hole, _ = found[0].partition(HOLE)
            if hole and (compiled(TURN).search(lead) or compiled(_NOT_ONLY).search(lead)):
                continue
            if not unless or _stated(heard, found, unless):
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
    whole = {one for one in ones if one.endswith(" ") and one[:-1].isalpha()}
    others = (one for one in dict.fromkeys(ones) if one not in whole)
    return frozenset(one[:-1] for one in whole), tuple(
        f" {one}" if one[0].isalnum() and one[0] < "\u3000" else one for one in others
    )


@cache
def _every(cues: tuple[Cue, ...]) -> str:
    """The beginnings of words of all *cues*."""
    return "|".join(starts for starts, _ in cues)


def _stated(sentence: str, found: re.Match[str], unless: str) -> bool:
    """Whether what was *found* is neither asked nor has *unless* before it or inside."""
    before = sentence[max(0, found.start() - 40) : found.start()]
    behind = sentence[found.end() : found.end() + 30]
    inside = compiled(_UNTRUE_INSIDE if unless == UNTRUE else unless)
    asked = "?" in behind or "？" in behind
    return not (asked or compiled(unless).search(before) or inside.search(found[0]))
