"""The wiring: articles, index, matcher, renderers, as one `KnowledgeBase`."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from kbassist import store as stores
from kbassist.match import (
    Background,
    Matcher,
    Speech,
    Weights,
    read_background,
    read_speech,
    read_weights,
)
from kbassist.model import (
    ArticleFault,
    Audience,
    Form,
    KBError,
    Match,
    MatchResult,
    Revision,
    SearchHit,
    Snippet,
    Source,
    StoreUnavailable,
    UnknownArticle,
    Variable,
    Wording,
)
from kbassist.text import normalise
from kbassist.values import LOOKS

ASKED_WORDS = 8
"""Words of a search for which a near one is looked for."""
NEAR_WORDS = 40
"""Words with most trigrams in common that are compared with one of them."""
HERE = Path(__file__).parent


def bundled() -> Path:
    """The folder of the articles that come with the program, installed or in a checkout.

    Raises StoreUnavailable where it is missing.
    """
    for folder in (HERE / "_articles", HERE.parent / "articles"):
        if folder.is_dir():
            return folder
    raise StoreUnavailable("the bundled articles are missing; name a folder with --articles DIR")


@cache
def weights() -> Weights:
    """What the matcher's decisions rest on."""
    return read_weights((HERE / "weights.json").read_text(encoding="utf-8"))


@cache
def background() -> Background:
    """How common words are in error messages."""
    return read_background((HERE / "words.txt").read_text(encoding="utf-8"))


@cache
def speech() -> Speech:
    """How people write of an error that they have, and how of one that they only speak of."""
    return read_speech((HERE / "speech.txt").read_text(encoding="utf-8"))


def _read(path: str, shown: str) -> tuple[Revision | None, tuple[ArticleFault, ...]]:
    from kbassist import articles

    return articles.read(path, shown)


def _read_messages(path: str, shown: str) -> Iterator[Revision | ArticleFault]:
    from kbassist import articles

    return articles.read_messages(path, shown)


def open(  # noqa: A001
    *articles: str | Path, cache: str | Path | None = None, refresh: bool = False
) -> KnowledgeBase:
    """The knowledge base in these folders; none: the articles that come with the program.

    Its index lies in *cache*, by default in the user's cache folder, and follows the articles by itself.
    Raises StoreUnavailable where a folder does not exist.
    """
    folders = [Path(one) for one in articles] or [bundled()]
    return KnowledgeBase(
        stores.open(
            folders,
            _read,
            None if cache is None else Path(cache),
            refresh,
            read_messages=_read_messages,
        ),
        folders,
    )


def check_alone(revision: Revision) -> tuple[ArticleFault, ...]:
    """What is wrong with *revision* where there is no other article."""
    from kbassist.store.memory import MemoryStore

    return KnowledgeBase(MemoryStore((revision,))).check()


def _audience(name: Audience | str) -> Audience:
    try:
        return Audience(name)
    except ValueError:
        raise KBError(f"no audience is called {name!r}; there are {', '.join(Audience)}") from None


def _demand_fitting(revision: Revision, values: Mapping[str, str]) -> None:
    """Raise KBError for a value that is none of its placeholder's kind: it would stand in the steps."""
    from kbassist.match.capture import fits

    for name, value in values.items():
        placeholder = revision.placeholders.get(name)
        if placeholder and value and not fits(placeholder.kind, value):
            raise KBError(f"{name}: {value!r} does not look like {LOOKS[placeholder.kind]}")


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Put off Python's search for garbage.

    A paste becomes very many small things that are gone without it when the answer is there; looking
    through them and all signatures in between would take a fifth of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class KnowledgeBase:
    """A desk's articles, ready to be asked."""

    def __init__(self, store: stores.Store, folders: Sequence[Path] = ()) -> None:
        self.store = store
        self.folders = tuple(folders)
        """Where a desk may keep wordings of its own."""
        self._matcher: Matcher | None = None

    # ---------------------------------------------------------------------------------- matching

    def match(
        self,
        text: str,
        *,
        values: Mapping[str, str] | None = None,
        product: str | None = None,
        version: str | None = None,
    ) -> MatchResult:
        """The article that answers *text*, or that there is none; abstaining is a result.

        *values* are placeholders known already; *product* and *version* help to choose the revision.
        Raises KBError for a value that is not of its placeholder's kind.
        """
        with _garbage_left_alone():
            result = self._ready().match(normalise(text), values, product, version)
            if values and result.best:
                _demand_fitting(self._revision(result.best), values)
            return replace(
                result,
                best=result.best and self._compared(self._noted(result.best), text),
                candidates=tuple(map(self._noted, result.candidates)),
                others=tuple(map(self._noted, result.others)),
            )

    def _ready(self) -> Matcher:
        if self._matcher is None:
            self._matcher = Matcher(self.store, weights(), background(), speech)
        return self._matcher

    def match_many(
        self,
        texts: Iterable[str],
        *,
        values: Mapping[str, str] | None = None,
        product: str | None = None,
        version: str | None = None,
    ) -> Iterator[MatchResult]:
        """The answer to each of *texts*, in order, one at a time."""
        for text in texts:
            yield self.match(text, values=values, product=product, version=version)

    def _revision(self, match: Match) -> Revision:
        """The revision that *match* is of, which has just been read."""
        revisions = self._ready().revisions(match.article)
        return next(one for one in revisions if one.revision == match.revision)

    def _noted(self, match: Match) -> Match:
        """*match* with what its reader must know first."""
        revision = self._revision(match)
        if not match.variables and not revision.bare:
            return match
        from kbassist.tailor import notes

        found = notes(revision, match.variables)
        return replace(match, notes=found) if found else match

    def _compared(self, match: Match, text: str) -> Match:
        """*match* with a note where *text* holds the article's own example beside the value taken."""
        known = self._revision(match).placeholders
        found = tuple(
            f"The text also names {example}; that is the article's own example and was not taken."
            for name, one in match.variables.items()
            if one.source is Source.SIGNATURE
            and one.value
            and name in known
            and (example := known[name].example)
            and example.casefold() not in one.value.casefold()
            and re.search(rf"(?<![\w-]){re.escape(example)}(?![\w-])", text, re.IGNORECASE)
        )
        return replace(match, notes=(*match.notes, *found)) if found else match

    # --------------------------------------------------------------------------------- looking up

    def get(self, number: str, revision: str | None = None) -> Revision:
        """A revision of an article, by default the newest.

        Leading zeros and "KBA" or "Note" before the number do not matter. Raises UnknownArticle.
        """
        revisions = self.revisions(number)
        if revision is None:
            return revisions[-1]
        asked = stores.fold_revision(revision)
        for one in revisions:
            if stores.fold_revision(one.revision) == asked:
                return one
        there = ", ".join(one.revision for one in revisions)
        raise UnknownArticle(
            f"article {revisions[-1].number} has no revision {revision}; it has {there}"
        )

    def revisions(self, number: str) -> tuple[Revision, ...]:
        """The revisions of an article, oldest first. Raises UnknownArticle."""
        revisions = self.store.revisions(number)
        if not revisions:
            from difflib import get_close_matches

            near = get_close_matches(number, list(self.store.numbers())[:20_000], 3, 0.7)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise UnknownArticle(f"there is no article {number}{hint}")
        return revisions

    def articles(self) -> Iterator[Revision]:
        """The newest revision of every article, by number; bare messages of catalogues are none."""
        return self.store.newest()

    def search(
        self,
        query: str,
        *,
        section: str | None = None,
        product: str | None = None,
        version: str | None = None,
        component: str | None = None,
        keyword: str | None = None,
        audience: Audience | str = Audience.INTERNAL,
        limit: int = 20,
    ) -> list[SearchHit]:
        """Articles that hold the words of *query*, best first; see `store.Store.search`.

        *section* is a name as in `tailor.section_name`. Raises KBError for one that there is not, or an
        audience.
        """
        from kbassist.store.lookup import Query
        from kbassist.tailor import section_name

        within = None if section is None else section_name(section)
        reader = _audience(audience)
        return self.store.search(
            Query(query, within, product, version, component, keyword, reader, limit)
        )

    def nearest(self, query: str) -> tuple[str, ...]:
        """The words of messages that words of *query* may be mistyped for, each the nearest."""
        from collections import Counter

        from kbassist.keys import word_keys
        from kbassist.match.misread import edits
        from kbassist.text import tokenise

        found: list[str] = []
        for word in list(dict.fromkeys(tokenise(query)))[:ASKED_WORDS]:
            shared = Counter[int]()
            for posting in self.store.postings(word_keys(word)).values():
                shared.update(posting.ids)
            near = self.store.words(number for number, _ in shared.most_common(NEAR_WORDS))
            likely = [(edits(one, word), one) for one in near]
            if word not in near and (fits := [one for one in likely if one[0] > 0]):
                found.append(min(fits)[1])
        return tuple(dict.fromkeys(found))

    # ----------------------------------------------------------------------------------- snippets

    def tailor(
        self,
        what: Match | Revision,
        *,
        audience: Audience | str = Audience.INTERNAL,
        values: Mapping[str, str] | None = None,
        sections: Sequence[str] | None = None,
        allow_unvalidated: bool = False,
        blanks: bool = False,
        wording: Wording | None = None,
    ) -> Snippet:
        """The resolution for one reader, filled in, before a format is chosen; *blanks* may be left.

        Without a *wording* it has title and sections as the article has them.

        Raises MissingValues and NotForAudience where it must not go to that reader, and KBError for an
        audience that there is not.
        """
        from kbassist import tailor

        known: dict[str, Variable] = {}
        match = None
        if isinstance(what, Match):
            match, revision = what, self.get(what.article, what.revision)
            known.update(what.variables)
        else:
            revision = what
        _demand_fitting(revision, values or {})
        known |= {name: Variable(value, Source.VALUE) for name, value in (values or {}).items()}
        return tailor.tailor(
            revision,
            known,
            audience=_audience(audience),
            sections=sections,
            match=match,
            allow_unvalidated=allow_unvalidated,
            blanks=blanks,
            wording=wording,
        )

    def wording(
        self,
        what: Match | Revision,
        audience: Audience | str = Audience.INTERNAL,
        form: Form | str = Form.FULL,
        language: str | None = None,
        ticket: str = "",
    ) -> Wording:
        """What a snippet of *what* says to *audience*, by default in the article's own language.

        Raises KBError for an audience or a form that there is not; and where the desk's own wording has
        a fault and is not for the desk, so that a letter is whole or there is none.
        """
        from kbassist import wording

        if form not in list(Form):
            raise KBError(f"no form is called {form!r}; there are {', '.join(Form)}")
        revision = self.get(what.article, what.revision) if isinstance(what, Match) else what
        reader = _audience(audience)
        said = wording.wording(
            reader, language or revision.language, Form(form), ticket, self._wordings()
        )
        faults = self._faults_of(said, revision)
        if faults and reader is not Audience.INTERNAL:
            more = f" (and {len(faults) - 1} more, see kbassist check)" if faults[1:] else ""
            raise KBError(str(faults[0]).partition("\n")[0] + more)
        return said._replace(faults=faults)

    def _faults_of(self, said: Wording, revision: Revision) -> tuple[ArticleFault, ...]:
        """What `check` finds in a desk's own wording."""
        from kbassist.wording import faults_in

        path = Path(said.path)
        if not said.path or not any(faults_in(path, revision.placeholders)):
            return ()  # mostly so, and then no other article need be read
        revisions = (r for one in self.store.newest() for r in self.store.revisions(one.number))
        return tuple(faults_in(path, {name for one in revisions for name in one.placeholders}))

    def _wordings(self) -> tuple[Path, ...]:
        """The folders that may hold wordings: the user's own comes before the desk's."""
        from kbassist import places

        own = places.configuration()
        return (*([own] if own else ()), *self.folders)

    def snippet(
        self,
        what: Match | Revision,
        format: str = "text",  # noqa: A002
        audience: Audience | str = Audience.INTERNAL,
        values: Mapping[str, str] | None = None,
        allow_unvalidated: bool = False,
        *,
        form: Form | str = Form.FULL,
        language: str | None = None,
        ticket: str = "",
    ) -> str:
        """The resolution as a text for a ticket.

        Raises as `tailor` does, and KBError for a format that there is not.
        """
        from kbassist.render import RENDERERS

        if format not in RENDERERS:
            raise KBError(f"no format is called {format!r}; there are {', '.join(RENDERERS)}")
        snippet = self.tailor(
            what,
            audience=audience,
            values=values,
            allow_unvalidated=allow_unvalidated,
            wording=self.wording(what, audience, form, language, ticket),
        )
        from kbassist.receipt import with_receipt

        revision = self.get(what.article, what.revision) if isinstance(what, Match) else what
        return RENDERERS[format](with_receipt(snippet, revision))

    # ----------------------------------------------------------------------------------- keeping

    @property
    def faults(self) -> tuple[ArticleFault, ...]:
        """What is wrong with files that could not be read; the others work."""
        return self.store.faults

    def check(
        self,
        strict: bool = False,
        today: date | None = None,
        only: Iterable[str] | None = None,
    ) -> tuple[ArticleFault, ...]:
        """Everything wrong with the articles; *strict* also demands what a bundled article must have.

        Review dates are compared with *today*, by default with the day it is. *only* are the numbers of the
        articles to look at, where not all of them; files that cannot be read are told in any case.
        """
        from kbassist.check import check

        numbers = only if only is not None else (one.number for one in self.store.newest())
        found = (one for number in numbers for one in self.store.revisions(number))
        revisions = [one for one in found if not one.bare]
        faults = self.store.faults
        if only is None:
            from kbassist import wording

            names = {name for one in revisions for name in one.placeholders}
            faults += tuple(wording.faults(self._wordings(), names))
        return check(
            revisions,
            faults,
            self.match,
            self._ready().bits,
            strict,
            frozenset(self.store.numbers()),
            today,
        )

    def status(self) -> stores.Status:
        """What the index holds, and how it stands."""
        return self.store.status()

    def refresh(self) -> stores.Status:
        """Look for changed articles at once."""
        self._matcher = None
        return self.store.refresh()

    def close(self) -> None:
        """Give back the index file."""
        self.store.close()

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
