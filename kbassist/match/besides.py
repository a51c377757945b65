"""What else leads to an article than its message: a code, its number, a symptom told in prose."""

from __future__ import annotations

import re

from kbassist.keys import codes_in
from kbassist.match import symptom
from kbassist.match.hits import Hit, order
from kbassist.match.mention import Scene
from kbassist.match.results import RUNNERS_UP, Answer
from kbassist.model import Evidence, Match, MatchResult, Reason, Revision, Span, Verdict
from kbassist.text import plain as readable

NUMBER_WORDS = 20
"""Words of a text that is about nothing but the article whose number it names."""

_NUMBER = (
    r"(?i)(?:\b(?:kba|(?:sap )?note|hinweis|(?:knowledge base )?article|artikel|snote|kb)s?(?:\b|(?=\d))"
    r"[\s:#.-]{0,4}(?:no\.? |nr\.? )?|/(?:notes|knowledge/(?:public/)?\w{1,2})/|(?<!\w)#)"
    r"(?P<number>0{0,5}[1-9]\d{3,9})(?![\w-]|\.\d)"
)
_SAYS = r"\W{0,3}[:\u2013-]\s*(?:[^\W\d_]{2,}\W+){2,}[^\W\d_]{2,}|\s*[:-]\s*\S+(?:\s+\S+){2,}"
"""A message behind a code; if its signature did not match, it contradicts the code."""
_NO_HELP = (
    r"(?i)\b(?:not|n't|never|nicht|no|kein|without|tried|followed|already|bereits|schon|however|but|aber|still"
    r"|wrong|incorrect|outdated|obsolete|incomplete|typos?|mistakes?|translat(?:e|ed|ion)|improve|falsch"
    r"|veraltet|unvollständig|tippfehler|übersetz(?:en|ung))\b"
)


def by_code(answer: Answer, hits: list[Hit]) -> MatchResult | None:
    """Let codes speak: they confirm a signature, or stand for an article by themselves."""
    places: dict[str, Span] = {}
    for key, start, end in codes_in(answer.text.readable[:400_000]):
        places.setdefault("#" + key, (start, end))
    if not places:
        return None
    postings = answer.base.library.postings(places)
    if not postings:
        return None
    bare: list[tuple[int, str, Revision]] = []
    confirmed = False
    for key, posting in postings.items():
        for revision in answer.base.library.by_ids(posting.ids):
            family = answer.base.family(revision)
            own = [hit for hit in hits if hit.family in (family, revision.number)]
            for hit in own:
                if hit.score >= answer.base.weights.floor:
                    hit.code, confirmed = key[1:], True
                    hit.score = max(hit.score, min(0.99, hit.score + 0.5 * (1 - hit.score)))
            if not any(hit.score >= answer.base.weights.certain for hit in own):
                bare.append((places[key][0], key, revision))
    hits.sort(key=order)
    if not bare or any(hit.score >= answer.base.weights.certain for hit in hits):
        return None
    _, key, revision = min(bare, key=lambda item: (item[0], item[2].bare, item[2].number))
    start, end = places[key]
    behind = answer.text.repaired[end : end + 80].split("\n")[0]
    alone = not revision.signatures or not re.match(_SAYS, readable(behind))
    if Scene(answer.text, answer.base.speech).mentioned(((start, end),)):
        alone = False
    if confirmed and not alone:
        return None  # the signature, though weak, says more
    verdict, reason = (Verdict.MATCH, Reason.CODE) if alone else (Verdict.UNSURE, Reason.WEAK)
    one = answer.whole(
        answer.base.family(revision),
        0.95 if alone else 0.5,
        Evidence(
            "code", 3.0, f"the code {answer.text.repaired[start:end].strip()} is this article's"
        ),
        answer.text.span(start, end),
    )
    return answer.result(verdict, reason, one)


def by_number(answer: Answer) -> MatchResult | None:
    """An article's own number in the text: the answer if little else stands there."""
    words = sum(token[0].isalpha() for line in answer.text.lines[:40] for token in line.tokens)
    whole = answer.text.repaired.strip()
    candidates: list[tuple[str, int, int]] = []
    if whole and len(whole) <= 40 and "\n" not in whole:
        start = answer.text.repaired.index(whole)
        candidates.append((whole, start, start + len(whole)))
    candidates += [
        (found["number"], *found.span("number"))
        for found in re.compile(_NUMBER).finditer(answer.text.repaired[:50_000])
    ]
    for number, start, end in candidates[:20]:
        revisions = answer.base.revisions(number)
        if not revisions:
            continue
        cue = Scene(answer.text, answer.base.speech).cue(start, end)
        mention = cue or _did_not_help(answer.text.repaired, start, end)
        alone = words <= NUMBER_WORDS and not mention
        one = answer.whole(
            answer.base.family(revisions[-1]),
            0.95 if alone else 0.4,
            Evidence("number", 3.0, f"the text names article {number}"),
            None,
        )
        verdict, reason = (
            (Verdict.MATCH, Reason.NUMBER) if alone else (Verdict.UNSURE, Reason.MENTION)
        )
        return answer.result(verdict, reason, one)
    return None


def _did_not_help(text: str, start: int, end: int) -> str:
    """The word that shows an article named in *text* to be no answer, or to be the question."""
    no_help = re.compile(_NO_HELP)
    found = no_help.search(text, max(0, start - 80), start) or no_help.search(text, end, end + 80)
    return found[0] if found else ""


def by_symptom(answer: Answer) -> MatchResult | None:
    """A symptom told in prose; never more than worth a look."""
    windows = symptom.windows(answer.text, answer.base.background)
    weights = {"~" + word: bits for one in windows for word, bits in one.items()}
    shared: dict[int, float] = {}
    for key, posting in answer.base.library.postings(weights).items():
        for number in posting.ids:
            shared[number] = shared.get(number, 0.0) + weights[key]
    likely = sorted(shared, key=lambda i: (-shared[i], i))[:20]
    if not likely:
        return None
    revisions = answer.base.library.by_ids(likely)
    told = symptom.told(windows, revisions)
    if not told:
        return None
    matches: list[Match] = []
    seen: set[str] = set()
    for one in told:
        family = answer.base.family(one.revision)
        if family in seen:
            continue
        seen.add(family)
        note = "the symptom is told with the words " + ", ".join(one.words)
        score = round(min(0.6, 0.2 + 0.4 * one.share), 3)
        matches.append(
            answer.whole(family, score, Evidence("symptom", round(one.bits / 10, 2), note), None)
        )
    return answer.result(Verdict.UNSURE, Reason.SYMPTOM, matches[0], matches[1 : 1 + RUNNERS_UP])
