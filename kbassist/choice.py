"""Which article a command is about: the one that was named, or the one that is found in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from kbassist.model import (
    Audience,
    Flag,
    KBError,
    Match,
    MatchResult,
    Revision,
    Slot,
    Snippet,
    Verdict,
    Wording,
    walk,
)
from kbassist.options import REMARKS, folders_of, opened
from kbassist.terminal import remark
from kbassist.values import several

if TYPE_CHECKING:
    from kbassist.desk import KnowledgeBase

QUOTED = 80
"""Characters of a text that a suggested command repeats."""
EXIT_STATUS = {Verdict.MATCH: 0, Verdict.NONE: 1, Verdict.UNSURE: 3}


class Choice(NamedTuple):
    """An article, and how it was come by."""

    kb: KnowledgeBase
    what: Match | Revision
    """As it was found in a text, or as it was named."""
    of: Revision
    further: tuple[Match, ...] = ()
    """Further errors of the same text."""


def chosen(
    words: Sequence[str] | None,
    file: Path | None,
    clipboard: bool,
    *,
    article: str | None,
    revision: str | None,
    values: Mapping[str, str],
    product: str | None,
    version: str | None,
    audience: Audience,
    redact: bool,
    no_input: bool,
    articles: Sequence[Path] | None,
) -> Choice:
    """The article named by number, or the one that the text matches, without the text's secrets.

    Raises typer.Exit where no article fits the text, or it is not certain which; KBError as reading and
    matching do, and where both a number and a text are given.
    """
    if article is not None:
        if words or file or clipboard:
            raise KBError("give either --article or a text, not both")
        kb = opened(articles)
        of = kb.get(article, revision)
        demand_known(of, values)
        return Choice(kb, of, of)
    if revision is not None:
        raise KBError("--revision goes with --article")
    paste = read_paste(words, file, clipboard, no_input)
    kb = opened(articles)
    result = kb.match(paste, values=values, product=product, version=version)
    remark_product(kb, product)
    if result.best is None or result.verdict is not Verdict.MATCH:
        remark(undecided(result))
        if result.best is None:
            remark_next(kb, words, file, clipboard, articles)
        raise typer.Exit(EXIT_STATUS[result.verdict])
    what, further = result.best, result.others
    if redact:
        from kbassist.redact import shielded

        what = shielded(what, paste)
        further = tuple(shielded(one, paste) for one in result.others)
    of = kb.get(what.article, what.revision)
    demand_known(of, values)
    others = (f"{one.article} r{one.revision}" for one in further if one.article != of.number)
    for other in dict.fromkeys(others):
        remark(f"the text holds an error of {other}, too, which is not answered here")
    for name, one in result.best.variables.items():
        if Flag.EXAMPLE in one.flags and audience is not Audience.INTERNAL:
            remark(f"{name}={one.value} is the article's own example; check it before sending")
    return Choice(kb, what, of, further)


def read_paste(
    words: Sequence[str] | None, file: Path | None, clipboard: bool, no_input: bool
) -> str:
    """The text from wherever the user gave it."""
    from kbassist import paste

    return paste.read(words or (), file, clipboard, ask=not no_input, say=remark)


def remark_next(
    kb: KnowledgeBase,
    words: Sequence[str] | None,
    file: Path | None,
    clipboard: bool,
    articles: Sequence[Path] | None,
) -> None:
    """Say what can be done with a text that no article fits."""
    import shlex

    if remark_empty(kb, articles):
        return
    text = " ".join(words or ())
    given = ""
    if clipboard:
        given = " --clipboard"
    elif file is not None and str(file) != "-":
        given = f" --file {shlex.quote(str(file))}"
    elif text and len(text) <= QUOTED and text.isprintable() and text != "-":
        given = f" {shlex.quote(text)}"
    folder = again(articles) or " --articles DIR"
    remark(
        f"look for words of it: kbassist search WORDS{again(articles)}; or begin an article:"
        f" kbassist new{given}{folder}"
    )


def remark_empty(kb: KnowledgeBase, articles: Sequence[Path] | None) -> bool:
    """Say where there is nothing to find anything in; whether that is so."""
    now = kb.status()
    if now.revisions or now.messages:
        return False
    folders = ", ".join(map(str, folders_of(articles)))
    remark(f"there are no articles in {folders or 'the folders of articles'}")
    return True


def demand_known(revision: Revision, values: Mapping[str, str], *, near: bool = False) -> None:
    """Raise KBError for a value that the article has no place for.

    Where only a name that is *near* to one of its own is to be refused, any other is but remarked.
    """
    for name in values:
        if name in revision.placeholders:
            continue
        from difflib import get_close_matches

        alike = get_close_matches(name, list(revision.placeholders), 1, 0.7)
        known = ", ".join(revision.placeholders) or "none"
        told = f"did you mean {alike[0]}?" if alike else f"it has {known}"
        if alike or not near:
            raise KBError(f"{revision.name} has no placeholder {name}; {told}")
        remark(f"{revision.name} has no placeholder {name}; {told}")


def remark_product(kb: KnowledgeBase, product: str | None) -> None:
    """Say where no article is for *product*."""
    if product and not kb.search("", product=product, limit=1):
        remark(f"no article is for a product {product!r}, so it decides nothing")


def remark_wording(said: Wording, revision: Revision, asked: str | None) -> None:
    """Say what is wrong with a wording, what it leaves out, and where it is in no language *asked* for."""
    for fault in said.faults[:REMARKS]:
        remark(str(fault).partition("\n")[0])
    names = {piece.name for piece in walk(said.nodes) if isinstance(piece, Slot)}
    if said.path and "ticket" in names and not said.ticket:
        remark(f"{said.path} names the ticket; without --ticket that paragraph is left out")
    tag = Path(said.path).name.split(".")[1:-1]
    remark_language(revision, asked, tag[0] if tag else "" if said.path else said.language)


def remark_language(revision: Revision, asked: str | None, said: str) -> None:
    """Say where nothing is said in the language *asked* for, or the article is in another one.

    What stands around the article is in the language *said*; empty where nobody knows.
    """
    from kbassist.wording import LANGUAGES

    def known(tag: str) -> str:
        return tag.partition("-")[0].lower()

    if asked and known(asked) not in (*LANGUAGES, known(said)):
        remark(f"there is no wording in {asked!r}; there are {', '.join(LANGUAGES)}")
    if said and known(said) != known(revision.language):
        article, around = (_NAMES.get(known(tag), tag) for tag in (revision.language, said))
        remark(f"the article is in {article}, what stands around it in {around}")


_NAMES = {"en": "English", "de": "German"}


def undecided(result: MatchResult) -> str:
    """Why there is no snippet."""
    if result.best is None:
        return "no article fits this text"
    found = (result.best, *result.candidates)
    names = ", ".join(f"{one.article} r{one.revision}" for one in found)
    return f"not sure which article fits ({names}); choose one with --article"


def demand_one(what: Match | Revision, further: Iterable[Match], made: Snippet) -> Snippet:
    """*made* with a note for the desk where the text holds the error with several values for what it shows.

    Raises KBError where it is for somebody else.
    """
    found = several(what, further, made.variables) if isinstance(what, Match) else {}
    if not found:
        return made
    from kbassist.render.answer import repeated

    told = repeated(found)
    if made.audience is not Audience.INTERNAL:
        raise KBError(f"{told}; choose with --set")
    remark(told)
    return replace(made, notes=(*made.notes, f"{told}."))


def again(articles: Sequence[Path] | None) -> str:
    """The options that a suggested command must repeat."""
    import shlex

    return "".join(f" --articles {shlex.quote(str(folder))}" for folder in articles or ())
