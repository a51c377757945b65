"""The command `kbassist export`: a whole base as one file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbassist import options
from kbassist.model import SECTIONS, Audience, KBError, NotForAudience
from kbassist.terminal import gone, remark

if TYPE_CHECKING:
    from kbassist.desk import KnowledgeBase
    from kbassist.render.book import Entry


class Writing(StrEnum):
    """What a base is written as."""

    JSONL = "jsonl"
    MARKDOWN = "markdown"
    HTML = "html"


def export(
    form: Annotated[
        Writing, typer.Option("--format", help="html: a book for reading and for print.")
    ] = Writing.JSONL,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the articles to FILE."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over the FILE of --output.")
    ] = False,
    audience: options.For = Audience.INTERNAL,
    allow_unvalidated: options.AllowUnvalidated = False,
    articles: options.Articles = None,
) -> None:
    """Write all articles to one file: JSON Lines, Markdown, or a book in HTML.

    For the desk, jsonl and markdown hold the files themselves, catalogues of messages and faulty articles
    included: reading such an export back gives the same bytes. The book has contents and a search, needs no
    network, and prints an article a page; bare messages of catalogues are not in it.

    For partners, customers and the public every format holds only what they may read, with the
    placeholders left as blanks; it says that it is not complete, and cannot be read back.

    \b
    Examples:
      kbassist export --output base.jsonl
      kbassist export --format html --audience customer --output book.html
    """
    from kbassist import bundle, desk
    from kbassist.articles import place
    from kbassist.render.page import counted

    if output is not None and output.exists() and not force:
        raise KBError(f"{output} exists already; --force replaces it")
    folders = options.folders_of(articles) or [desk.bundled()]
    pieces: Iterable[bytes]
    if form is not Writing.HTML and audience is Audience.INTERNAL:
        found = bundle.files(folders)
        pieces = bundle.jsonl(found) if form is Writing.JSONL else bundle.markdown(found)
        told = counted(len(found), "file")
    else:
        kb = options.opened(articles)
        entries, left = _readable(kb, audience, allow_unvalidated)
        pieces = _written(entries, form, audience)
        told = counted(len(entries), "revision")
        if left:
            told += f"; {left} left out that {audience} readers may not see"
    if output is None:
        try:
            sys.stdout.buffer.writelines(pieces)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            gone()
        return
    place({output: pieces})
    remark(f"{output}: {told}")


def _readable(
    kb: KnowledgeBase, audience: Audience, allow_unvalidated: bool
) -> tuple[list[Entry], int]:
    """Every revision that *audience* may read, and how many it may not."""
    from kbassist.render.book import Entry

    entries: list[Entry] = []
    left = 0
    for newest in kb.articles():
        revisions = kb.revisions(newest.number)
        permitted: list[Entry] = []
        for one in revisions:
            try:
                made = kb.tailor(
                    one,
                    audience=audience,
                    sections=SECTIONS,
                    allow_unvalidated=allow_unvalidated,
                    blanks=True,
                )
            except NotForAudience:
                left += 1
                continue
            permitted.append(Entry(one, made, ()))
        names = [one.revision.revision for one in permitted]
        entries += (one._replace(revisions=names) for one in permitted)
    return entries, left


def _written(entries: Sequence[Entry], form: Writing, audience: Audience) -> Iterator[bytes]:
    """The export of what was rendered for a reader."""
    from kbassist import bundle

    about = bundle.head(audience, False, len(entries))
    if form is Writing.HTML:
        from kbassist.render.book import book

        lacks = () if audience is Audience.INTERNAL else ("This is a part of the knowledge base.",)
        yield from (piece.encode() for piece in book(entries, audience, lacks))
    elif form is Writing.MARKDOWN:
        from kbassist.render import RENDERERS

        yield (
            bundle.comment(about) + b"\n# Knowledge base\n\nThis is a part of the knowledge base.\n"
        )
        for one in entries:
            yield b"\n---\n\n" + RENDERERS["markdown"](one.snippet).encode()
    else:
        from kbassist.render.article import article_json

        yield bundle.json_line(about)
        for one in entries:
            yield bundle.json_line(article_json(one.revision, one.snippet, one.revisions))
