"""A paste against all signatures: align → capture → score → decide.

`Matcher` holds what stays the same between pastes. It reads through the look-ups it is handed and does
no input or output of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from kbassist.keys import codes_in
from kbassist.match import symptom
from kbassist.match.candidates import Cache, Index, Unit, look_up
from kbassist.match.capture import Capture, captures
from kbassist.match.mention import mentioned
from kbassist.match.propose import propose, several_lines
from kbassist.match.rarity import Background, Rarity, read_background
from kbassist.match.revision import choose
from kbassist.match.score import MEASURES, Proposal, Weights, evidence
from kbassist.match.variables import Found, shown, variables
from kbassist.model import (
    Evidence,
    Flag,
    Kind,
    Match,
    MatchResult,
    Reason,
    Revision,
    Span,
    Variable,
    Verdict,
)
from kbassist.products import Families
from kbassist.template import fill, plain
from kbassist.text import Text, clean, fold, split, tokenise

RUNNERS_UP, OTHERS = 5, 50
"""Candidates and further errors that a result holds at most."""
REMEMBERED = 2000
"""Articles whose revisions are kept in memory."""
NEAREST = 0.02
"""Score from which on the nearest article of a refused paste is worth naming."""
SAME = 0.06
"""Scores this close are equally sure; the earlier message is then the first cause."""
NEAR = 64
"""Places of a message that are remembered, so that none is counted twice."""

EXACT_LEAD = 0.4
"""Bits by which the more telling of two signatures must lead that both stand there word for word."""
NUMBER_WORDS = 20
"""Words of a text that is about nothing but the article whose number it names."""

_NUMBER = re.compile(
    r"(?P<cue>\b(?:kba|(?:sap )?note|hinweis|(?:knowledge base )?article|artikel|snote)s?\b"
    r"[\s:#.]{0,4}(?:no\.? |nr\.? )?"
    r"|/(?:notes|knowledge/(?:public/)?\w{1,2})/|#)?(?<![\w.-])(?P<number>0{0,5}[1-9]\d{3,9})(?![\w-]|\.\d)",
    re.IGNORECASE,
)

__all__ = [
    "Background",
    "Cache",
    "Library",
    "Matcher",
    "Rarity",
    "Weights",
    "read_background",
    "read_weights",
]


class Library(Index, Protocol):
    """What matching asks of the articles beside the index."""

    def revisions(self, number: str) -> tuple[Revision, ...]:
        """The revisions of an article, oldest first."""

    def by_ids(self, ids: Iterable[int]) -> list[Revision]:
        """Revisions by their number in the index."""

    def families(self) -> Families:
        """Names of products that go together."""


def read_weights(text: str) -> Weights:
    """The weights file of the package."""
    data = json.loads(text)
    unknown = set(data["measures"]) - set(MEASURES)
    if unknown:
        raise ValueError(f"unknown measures: {sorted(unknown)}")
    return Weights(data["measures"], data["certain"], data["floor"], data["lead"])


@dataclass(slots=True, eq=False, repr=False)
class Hit:
    """A judged proposal with its captures, on the way to becoming a match."""

    proposal: Proposal
    unit: Unit
    found: dict[str, Capture]
    spans: tuple[Span, ...]
    """Stretches of the repaired text that it takes, captured values included."""
    score: float
    count: int = 1
    mention: str = ""
    code: str = ""
    stranger: str = ""
    """What must not match its article, and is nearer to the text."""

    @property
    def family(self) -> str:
        """The article it stands for."""
        return self.proposal.compiled.pattern.family

    @property
    def start(self) -> int:
        """Where in the repaired text it begins."""
        return min(start for start, _ in self.spans)


def _order(hit: Hit) -> tuple[bool, float, int, str]:
    """Sorting key: the surest first; what another article beats on the same words comes last."""
    beaten = bool(hit.proposal.rival) and hit.proposal.rivals < 0
    return beaten, -hit.score, hit.start, hit.family


@dataclass(slots=True, eq=False, repr=False)
class Matcher:
    """Matches pastes against one state of one base."""

    library: Library
    weights: Weights
    background: Background
    cache: Cache = field(init=False)
    _revisions: dict[str, tuple[Revision, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        def count(words: Iterable[str]) -> dict[str, int]:
            found = self.library.postings("=" + word for word in words)
            return {key[1:]: posting.count for key, posting in found.items()}

        self.cache = Cache(Rarity(self.background, self.library.size, count))

    def revisions(self, number: str) -> tuple[Revision, ...]:
        """The revisions of an article, oldest first; kept for the next paste."""
        found = self._revisions.get(number)
        if found is None:
            if len(self._revisions) > REMEMBERED:
                self._revisions.clear()
            found = self._revisions[number] = self.library.revisions(number)
        return found

    def match(
        self,
        text: Text,
        values: Mapping[str, str] | None = None,
        product: str | None = None,
        version: str | None = None,
    ) -> MatchResult:
        """The answer to a paste.

        *values* are placeholders that the caller knows, *product* and *version* help to choose the
        revision.
        """
        asked = _Asked(self, text, values or {}, product, version)
        return asked.answer()


@dataclass(slots=True, eq=False, repr=False)
class _Asked:
    """One paste being answered."""

    matcher: Matcher
    text: Text
    values: Mapping[str, str]
    product: str | None
    version: str | None

    @property
    def weights(self) -> Weights:
        return self.matcher.weights

    @property
    def rarity(self) -> Rarity:
        return self.matcher.cache.rarity

    def answer(self) -> MatchResult:
        """Decide."""
        hits = sorted(self._hits(), key=_order)
        coded = self._codes(hits)
        certain = self.weights.certain
        sure = [hit for hit in hits if hit.score >= certain]
        clear = [hit for hit in sure if not self._rivalled(hit)]
        real = [hit for hit in clear if not hit.mention and not self._estranged(hit)]
        if real:
            top = max(hit.score for hit in real)
            first = min((hit for hit in real if hit.score >= top - SAME), key=lambda hit: hit.start)
            reason = (
                Reason.CODE
                if first.code
                else Reason.SIGNATURE
                if first.proposal.exact
                else Reason.APPROXIMATE
            )
            others = [hit for hit in real if hit is not first]
            return self._result(Verdict.MATCH, reason, first, self._runners_up(hits, first), others)
        if coded is not None:
            return coded
        numbered = self._number()
        if numbered is not None:
            return numbered
        if clear:
            return self._result(
                Verdict.UNSURE, Reason.MENTION, clear[0], self._runners_up(hits, clear[0]), []
            )
        if sure:
            return self._result(
                Verdict.UNSURE, Reason.AMBIGUOUS, sure[0], self._runners_up(hits, sure[0]), []
            )
        if hits and hits[0].score >= self.weights.floor:
            reason = Reason.MENTION if hits[0].mention else Reason.WEAK
            return self._result(
                Verdict.UNSURE, reason, hits[0], self._runners_up(hits, hits[0]), []
            )
        told = self._symptom()
        if told is not None:
            return told
        near = [self._match(hit) for hit in hits[:1] if hit.score >= NEAREST]
        return self._empty(tuple(near))

    # ------------------------------------------------------------------------------- signatures

    def _hits(self) -> Iterator[Hit]:
        """Every message found, folded where it stands several times with the same values."""
        read = look_up(self.text, self.matcher.library, self.matcher.cache)
        folded: dict[tuple[str, tuple[tuple[str, str | None], ...]], Hit] = {}
        taken: dict[object, list[Span]] = {}
        proposals: list[tuple[Proposal, Unit]] = []
        for unit in read.units:
            proposals += [
                (one, unit) for one in propose(unit, self.text, self.rarity, self.weights)
            ]
        proposals += several_lines(read.units, self.text, self.rarity, self.weights)
        for proposal, unit in proposals:
            if proposal.score < NEAREST:
                continue
            hit = self._hit(proposal, unit)
            key = (hit.family, tuple(sorted((name, one.value) for name, one in hit.found.items())))
            known = folded.setdefault(key, hit)
            places = taken.setdefault(key, [])
            again = any(a < d and c < b for a, b in places[-NEAR:] for c, d in hit.spans)
            if known is not hit:  # the earlier of two that are about as sure
                surer = hit.score - known.score
                earlier = not again and surer >= -SAME and hit.start < known.start
                if earlier or surer > (0 if again else SAME):
                    folded[key] = hit
                folded[key].count = known.count + (0 if again else hit.count)
            if not again:
                places += hit.spans
        return iter(folded.values())

    def _hit(self, proposal: Proposal, unit: Unit) -> Hit:
        pattern = proposal.compiled.pattern
        found: dict[str, Capture] = {}
        spans: list[Span] = []
        for alignment in proposal.alignments:
            own = captures(
                alignment, proposal.region, self.text.repaired, pattern.kinds, self.rarity.known
            )
            found = own | found
            start, end = (
                proposal.region.start(alignment.first),
                proposal.region.end(alignment.end - 1),
            )
            places = [
                (one.start, one.end) for one in own.values() if one.value or Flag.CUT in one.flags
            ]
            spans.append(
                (min([start, *(a for a, _ in places)]), max([end, *(b for _, b in places)]))
            )
        mention = ""
        if proposal.score >= self.weights.floor:
            mention = mentioned(self.text.repaired, tuple(spans))
        return Hit(proposal, unit, found, tuple(spans), proposal.score, unit.count, mention)

    def _rivalled(self, hit: Hit) -> bool:
        """Whether another article fits the same words about as well.

        Of two that fit word for word, the one with more words is meant; one that fits word for word
        is meant before one that would have to be cut off or misread.
        """
        if not hit.proposal.rival:
            return False
        lead = self.weights.lead
        if hit.proposal.exact:
            lead = min(lead, EXACT_LEAD if hit.proposal.rival_exact else 0.0)
        return hit.proposal.rivals <= lead

    def _estranged(self, hit: Hit) -> bool:
        """Whether what stands around the message makes it a stranger of its article.

        A stranger that goes beyond the signature, "… assigned to user group …", tells by its further
        words; those in capitals are examples of values.
        """
        own = {token for part in hit.proposal.compiled.parts for token in part.literals}
        strangers = {
            stranger
            for revision in self.matcher.revisions(hit.proposal.compiled.pattern.number)
            for stranger in revision.strangers
        }
        around: set[str] = set()
        for line in hit.proposal.region.lines:
            for token, (a, b) in zip(line.tokens, line.spans, strict=True):
                if not any(a + line.start < d and c < b + line.start for c, d in hit.spans):
                    around.add(token)
        for stranger in sorted(strangers):
            words = [token for token in split(stranger) if token[0].isalnum()]
            if not own <= set(tokenise(stranger)):
                continue
            further = {fold(word) for word in words if not word.isupper()} - own
            self.rarity.learn(further)
            total = sum(map(self.rarity.weight, further))
            if total >= 4.0 and sum(map(self.rarity.weight, further & around)) >= 0.6 * total:
                hit.stranger = stranger
                return True
        return False

    def _runners_up(self, hits: Sequence[Hit], best: Hit) -> tuple[Match, ...]:
        seen = {best.family}
        result: list[Match] = []
        for hit in hits:
            if hit.family in seen or hit.score < self.weights.floor / 2:
                continue
            overlaps = any(a < d and c < b for a, b in best.spans for c, d in hit.spans)
            if overlaps or hit.score < self.weights.certain:
                seen.add(hit.family)
                result.append(self._match(hit))
            if len(result) == RUNNERS_UP:
                break
        return tuple(result)

    # ------------------------------------------------------------------- codes, numbers, symptoms

    def _codes(self, hits: list[Hit]) -> MatchResult | None:
        """Let codes speak: they confirm a signature, or stand for an article by themselves."""
        places: dict[str, Span] = {}
        for key, start, end in codes_in(self.text.repaired[:400_000]):
            places.setdefault("#" + key, (start, end))
        if not places:
            return None
        postings = self.matcher.library.postings(places)
        if not postings:
            return None
        bare: list[tuple[int, str, Revision]] = []
        confirmed = False
        for key, posting in postings.items():
            for revision in self.matcher.library.by_ids(posting.ids):
                family = self._family(revision)
                own = [hit for hit in hits if hit.family in (family, revision.number)]
                for hit in own:
                    if hit.score >= self.weights.floor:
                        hit.code, confirmed = key[1:], True
                        hit.score = max(hit.score, min(0.99, hit.score + 0.5 * (1 - hit.score)))
                if not any(hit.score >= self.weights.certain for hit in own):
                    bare.append((places[key][0], key, revision))
        hits.sort(key=_order)
        if not bare or any(hit.score >= self.weights.certain for hit in hits):
            return None
        _, key, revision = min(bare, key=lambda item: (item[0], item[2].number))
        start, end = places[key]
        line = self.text.repaired[self.text.repaired.rfind("\n", 0, start) + 1 :].split("\n", 1)[0]
        alone = len(re.findall(r"[^\W\d_]{2,}", line)) <= 3 or not revision.signatures
        if confirmed and not alone:
            return None  # the signature, though weak, says more
        verdict, reason = (Verdict.MATCH, Reason.CODE) if alone else (Verdict.UNSURE, Reason.WEAK)
        one = self._whole(
            self._family(revision),
            0.95 if alone else 0.5,
            Evidence(
                "code", 3.0, f"the code {self.text.repaired[start:end].strip()} is this article's"
            ),
            self.text.span(start, end),
        )
        return MatchResult(verdict, reason, one, (), (), len(self.text.paste), self.text.used)

    def _family(self, revision: Revision) -> str:
        seen = {revision.number}
        while revision.successor and revision.successor not in seen:
            seen.add(revision.successor)
            newer = self.matcher.revisions(revision.successor)
            if not newer:
                break
            revision = newer[-1]
        return revision.number

    def _number(self) -> MatchResult | None:
        """An article's own number in the text: the answer if little else stands there."""
        words = sum(token[0].isalpha() for line in self.text.lines[:40] for token in line.tokens)
        whole = self.text.repaired.strip()
        candidates: list[tuple[str, int, int]] = []
        if whole and len(whole) <= 40 and "\n" not in whole:
            start = self.text.repaired.index(whole)
            candidates.append((whole, start, start + len(whole)))
        candidates += [
            (found["number"], *found.span("number"))
            for found in _NUMBER.finditer(self.text.repaired[:50_000])
            if found["cue"]
        ]
        for number, start, end in candidates[:20]:
            revisions = self.matcher.revisions(number)
            if not revisions:
                continue
            mention = mentioned(self.text.repaired, ((start, end),)) or _did_not_help(
                self.text.repaired, start, end
            )
            alone = words <= NUMBER_WORDS and not mention
            one = self._whole(
                self._family(revisions[-1]),
                0.95 if alone else 0.4,
                Evidence("number", 3.0, f"the text names article {number}"),
                None,
            )
            verdict, reason = (
                (Verdict.MATCH, Reason.NUMBER) if alone else (Verdict.UNSURE, Reason.MENTION)
            )
            return MatchResult(verdict, reason, one, (), (), len(self.text.paste), self.text.used)
        return None

    def _symptom(self) -> MatchResult | None:
        """A symptom told in prose; never more than worth a look."""
        postings = self.matcher.library.postings(symptom.keys(self.text))
        shared: dict[int, float] = {}
        for key, posting in postings.items():
            for number in posting.ids:
                shared[number] = shared.get(number, 0.0) + symptom.weight(
                    key[1:], self.matcher.background
                )
        likely = sorted(shared, key=lambda i: (-shared[i], i))[:20]
        if not likely:
            return None
        revisions = self.matcher.library.by_ids(likely)
        told = symptom.told(self.text, revisions, self.matcher.background)
        if not told:
            return None
        matches: list[Match] = []
        seen: set[str] = set()
        for one in told:
            family = self._family(one.revision)
            if family in seen:
                continue
            seen.add(family)
            note = "the symptom is told with the words " + ", ".join(one.words)
            score = round(min(0.6, 0.2 + 0.4 * one.share), 3)
            matches.append(
                self._whole(family, score, Evidence("symptom", round(one.bits / 10, 2), note), None)
            )
        return MatchResult(
            Verdict.UNSURE,
            Reason.SYMPTOM,
            matches[0],
            tuple(matches[1 : 1 + RUNNERS_UP]),
            (),
            len(self.text.paste),
            self.text.used,
        )

    # ------------------------------------------------------------------------------------ results

    def _result(
        self,
        verdict: Verdict,
        reason: Reason,
        best: Hit,
        runners_up: tuple[Match, ...],
        others: list[Hit],
    ) -> MatchResult:
        others = sorted(others, key=lambda hit: (-hit.score, hit.start))[:OTHERS]
        return MatchResult(
            verdict,
            reason,
            self._match(best),
            runners_up,
            tuple(self._match(hit) for hit in others),
            len(self.text.paste),
            self.text.used,
        )

    def _empty(self, candidates: tuple[Match, ...]) -> MatchResult:
        return MatchResult(
            Verdict.NONE, Reason.NOTHING, None, candidates, (), len(self.text.paste), self.text.used
        )

    def _revision(
        self, number: str, taken: Sequence[Span]
    ) -> tuple[Revision, str, tuple[Revision, ...]]:
        revisions = self.matcher.revisions(number)
        chosen, why = choose(
            revisions,
            self.text.repaired,
            taken,
            self.product,
            self.version,
            self.matcher.library.families() if self.product else (),
        )
        return chosen, why, revisions

    def _match(self, hit: Hit) -> Match:
        pattern = hit.proposal.compiled.pattern
        values = [(one.start, one.end) for one in hit.found.values() if one.value]
        revision, why, revisions = self._revision(hit.family, values)
        known = variables(
            revision, revisions, Found(hit.found, hit.spans), self.text, self.rarity, self.values
        )
        start = min(a for a, _ in hit.spans)
        end = max(b for _, b in hit.spans)
        span = self.text.span(start, end)
        pieces = list(evidence(hit.proposal.measures, self.weights)) + list(_words(hit))
        if hit.code:
            pieces.insert(
                0, Evidence("code", 1.0, f"the article's code {hit.code} stands in the text")
            )
        if hit.mention:
            pieces.insert(0, Evidence("mention", -3.0, f"the text says: {clean(hit.mention)}"))
        if hit.stranger:
            pieces.insert(
                0, Evidence("stranger", -3.0, f"nearer to what is not this: {hit.stranger}")
            )
        held = ", ".join(
            f"{name} as {pattern.kinds.get(name, Kind.TEXT)}"
            for name, one in hit.found.items()
            if one.value
        )
        if held:
            pieces.append(Evidence("captured", 0.0, held))
        rival = "no other article fits these words"
        if hit.proposal.rival:
            rival = (
                f"{hit.proposal.rival} fits the same words, {hit.proposal.rivals:.1f} bits behind"
            )
        pieces.append(Evidence("runner-up", 0.0, rival))
        bar = f"a match needs {self.weights.certain:.0%}, below {self.weights.floor:.0%} is nothing"
        pieces.append(Evidence("threshold", 0.0, bar))
        return replace(
            self._filled(revision, why, known),
            score=round(hit.score, 3),
            signature=pattern.signature.text,
            span=span,
            lines=self.text.line_numbers(span),
            count=hit.count,
            evidence=tuple(pieces),
            words=tuple(
                self.text.span(
                    hit.proposal.region.start(step.first), hit.proposal.region.end(step.end - 1)
                )
                for alignment in hit.proposal.alignments
                for step in alignment.steps
                if alignment.part.literals[step.literal][0].isalnum()
            ),
        )

    def _whole(self, number: str, score: float, why: Evidence, span: Span | None) -> Match:
        """A match of an article as such, without a signature."""
        revision, reason, revisions = self._revision(number, ())
        known = variables(revision, revisions, Found({}, ()), self.text, self.rarity, self.values)
        return replace(
            self._filled(revision, reason, known),
            score=score,
            evidence=(why,),
            span=span,
            lines=self.text.line_numbers(span) if span else None,
        )

    def _filled(self, revision: Revision, why: str, known: Mapping[str, Variable]) -> Match:
        values = {name: one.value for name, one in known.items() if one.value is not None}
        return Match(
            article=revision.number,
            revision=revision.revision,
            title=plain(fill(revision.title, values, revision.placeholders)),
            score=0.0,
            variables=known,
            missing=tuple(name for name in shown(revision) if name not in values),
            revision_reason=why,
            supersedes=revision.supersedes,
        )


_NO_HELP = re.compile(
    r"\b(?:not|n't|never|nicht|no|kein|without|tried|followed|already|bereits|schon|however|but|aber|still)\b",
    re.IGNORECASE,
)


def _did_not_help(text: str, start: int, end: int) -> str:
    """The word that shows an article named in *text* to be no answer."""
    found = _NO_HELP.search(text, max(0, start - 80), start) or _NO_HELP.search(text, end, end + 80)
    return found[0] if found else ""


def _words(hit: Hit) -> Iterator[Evidence]:
    """The words of the signature: found, misread, missing, foreign, cut off."""
    region = hit.proposal.region
    found: list[str] = []
    misread: list[str] = []
    missing: list[str] = []
    foreign: list[str] = []
    cut: list[str] = []
    for alignment in hit.proposal.alignments:
        literals = alignment.part.literals
        for step in alignment.steps:
            word = literals[step.literal]
            if step.edits:
                misread.append(f"{'·'.join(region.tokens[step.first : step.end])} for {word}")
            elif word[0].isalnum() and not step.prefix:
                found.append(word)
        missing += [literals[k] for k in alignment.missing if literals[k][0].isalnum()]
        foreign += [region.tokens[k] for k in alignment.extra if region.tokens[k][0].isalnum()]
        cut += [literals[k] for k in alignment.cut if literals[k][0].isalnum()]
    total = sum(
        literal[0].isalnum()
        for alignment in hit.proposal.alignments
        for literal in alignment.part.literals
    )
    yield Evidence("words", 0.0, f"{len(found)} of {total}")
    for name, words in (
        ("misread as", misread),
        ("not there", missing),
        ("does not belong", foreign),
        ("cut off", cut),
    ):
        if words:
            yield Evidence(name, 0.0, clean(", ".join(words[:8])))
