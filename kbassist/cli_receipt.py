"""The commands `kbassist verify`, `sent` and `recall`: what became of snippets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kbassist import options
from kbassist.choice import read_paste
from kbassist.model import (
    SECTIONS,
    Audience,
    Confidence,
    KBError,
    Revision,
    Snippet,
    UnknownArticle,
)
from kbassist.terminal import Format, emit_json, emit_page, remark, told

if TYPE_CHECKING:
    from kbassist.compare import Comparison
    from kbassist.desk import KnowledgeBase
    from kbassist.receipt import Found
    from kbassist.render.page import Line
    from kbassist.sent import Sent

FEW = 3
"""Lines that are named at most; where more are not as they were, it is another text."""
UNSEEN = "its lines are all there; a value in them is another one"
GONE = "it is not among these articles"
NAMED = 3
"""Articles that are named where they are only counted."""

Asked = Annotated[
    str | None,
    typer.Argument(
        metavar="[NUMBER|TICKET]", help="Only this article, else this ticket.", show_default=False
    ),
]


def verify(
    words: options.Words = None,
    file: options.File = None,
    clipboard: options.Clipboard = False,
    form: options.PlainOrJson = None,
    no_input: options.NoInput = False,
    articles: options.Articles = None,
) -> None:
    """Say which article made a snippet, and whether the text and the article are still the same.

    The text is what the ticket system gives back, as it is shown or as its source; the receipt in it says the
    rest. What stands above the snippet, its greeting, and what stands below the receipt, as the closing does,
    do not matter, nor do blanks, quotation marks, markup, numbers of steps and the addresses of links. Of
    --format json its text is looked at. A few lines that are not as they were are named, as far as the
    article still tells what they were. Where there is a newer revision, the difference is shown; what a
    revision said before its file was changed is not kept.

    Exit status: 0 text and article are as they were, 1 one of them is not, or there is no receipt, 2 an
    error.

    \b
    Examples:
      kbassist verify --clipboard
      kbassist verify --file ticket.txt --format json
    """
    from kbassist.receipt import find

    found = find(read_paste(words, file, clipboard, no_input))
    kb = options.opened(articles)
    told = [_judged(kb, one) for one in found]
    if form is Format.JSON:
        emit_json({"schema": "kbassist.verify/1", "receipts": [one for one, _ in told]})
    elif not found:
        remark("there is no receipt in this text")
    else:
        emit_page([line for one, changes in told for line in _page(one, changes)], form)
    good = all(not one["altered"] and one["article_is"] == "same" for one, _ in told)
    raise typer.Exit(0 if found and good else 1)


def sent(
    asked: Asked = None,
    form: options.PlainOrJson = None,
) -> None:
    """List the tickets that snippets were made for with --ticket, oldest first.

    What is asked for is an article's number; where the log holds no such article, it is a ticket.

    Exit status: 0 something is listed, 1 nothing, 2 an error.

    \b
    Examples:
      kbassist sent 2577062
      kbassist sent INC0012345
      kbassist sent --format json
    """
    _list([(one, "") for one in _log(asked)], form)


def recall(
    asked: Asked = None,
    form: options.PlainOrJson = None,
    articles: options.Articles = None,
) -> None:
    """List the tickets whose article says something else by now, or may not be sent any more.

    That is: it was changed, superseded, archived or withdrawn since, or got a newer revision. An older
    revision that was sent while there was a newer one already was meant, and is not listed for that.

    The log is one for all folders of articles. What was made of articles that are not among these is only
    counted, unless the article or the ticket is asked for.

    Exit status: 0 something is listed, 1 nothing, 2 an error.

    \b
    Examples:
      kbassist recall
      kbassist recall 2577062
    """
    kb = options.opened(articles)
    found = [(one, why) for one in _log(asked) if (why := _outdated(kb, one))]
    if asked is None and form is not Format.JSON:
        gone = [one for one, why in found if why == GONE]
        found = [(one, why) for one, why in found if why != GONE]
        if gone:
            numbers = list(dict.fromkeys(one.article for one in gone))
            named = ", ".join(numbers[:NAMED]) + (" …" if len(numbers) > NAMED else "")
            what = "1 snippet was" if len(gone) == 1 else f"{len(gone):,} snippets were"
            remark(f"{what} made of articles that are not among these and not listed: {named}")
    _list(found, form)


def logged(kb: KnowledgeBase, made: Snippet, revision: Revision, ticket: str | None) -> None:
    """Keep in the log that *made*, which is printed, goes to *ticket*, where there is one.

    Raises KBError where the log cannot be written.
    """
    if ticket is None:
        return
    from datetime import UTC, datetime

    from kbassist import sent as log

    try:
        log.record(
            log.Sent(
                datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                ticket,
                revision.number,
                revision.revision,
                kb.revisions(revision.number)[-1].revision,
                str(made.audience),
                made.receipt,
            )
        )
    except OSError as error:
        raise KBError(
            f"it is printed, but the log of {ticket} cannot be written: {told(error)}"
        ) from error


# ------------------------------------------------------------------------------------------ verifying


def _judged(kb: KnowledgeBase, found: Found) -> tuple[dict[str, Any], Comparison | None]:
    """What there is to say of a receipt, and what has changed in a newer revision."""
    from kbassist import template
    from kbassist.compare import compare
    from kbassist.receipt import edition

    receipt = found.receipt
    told: dict[str, Any] = {
        "article": receipt.article,
        "revision": receipt.revision,
        "title": None,
        "altered": found.altered,
        "differences": [],
        "article_is": "gone",
        "newest": None,
    }
    try:
        revisions = kb.revisions(receipt.article)
    except UnknownArticle:
        return told, None
    newest = revisions[-1]
    told["newest"] = newest.revision
    told["title"] = template.dump(newest.title)
    try:
        one = kb.get(receipt.article, receipt.revision)
    except UnknownArticle:
        return told, None
    told["title"] = template.dump(one.title)
    readers = [reader for reader in Audience if edition(one, reader) == receipt.edition]
    if found.altered and readers:
        told["differences"] = list(_differences(kb, one, found, readers))
    if not readers:
        told["article_is"] = "changed"
    elif newest.revision != one.revision:
        told["article_is"] = "older"
    else:
        told["article_is"] = "same"
    if newest.revision == one.revision:
        return told, None
    was, now = (
        kb.tailor(each, audience=Audience.INTERNAL, sections=SECTIONS, blanks=True)
        for each in (one, newest)
    )
    return told, compare(one, newest, was, now, Audience.INTERNAL)


def _differences(
    kb: KnowledgeBase, one: Revision, found: Found, readers: Sequence[Audience]
) -> tuple[str, ...]:
    """What is not as it was in the snippet that *found* is nearest to; empty where it is not near to any."""
    from dataclasses import replace
    from itertools import product

    from kbassist.model import Form, Source, Variable
    from kbassist.receipt import ANYTHING, differences, letters, unknown
    from kbassist.tailor import tailor
    from kbassist.wording import LANGUAGES
    from kbassist.worknote import WORDS

    if any(letters(say.head.partition("{")[0]) in found.above for say in WORDS.values()):
        return ()  # a work note tells what somebody has done, which nobody can make again
    values = {
        name: Variable(unknown(number), Source.VALUE)
        for number, name in enumerate(one.placeholders)
    }
    best: tuple[str, ...] | None = None
    enough = found.receipt.letters * 3 // 5
    languages = dict.fromkeys((one.language, *LANGUAGES))
    for reader, form, language in product(readers, (Form.FULL, Form.SUMMARY), languages):
        try:
            said = kb.wording(one, reader, form, language, ANYTHING)
            made = tailor(one, values, audience=reader, allow_unvalidated=True, wording=said)
        except KBError:
            continue
        named, there = differences(found, replace(made, variables={}, notes=(ANYTHING,)))
        if there > enough and (best is None or len(named) < len(best)):
            best = named
    if best is None or len(best) > FEW:
        return ()
    return best or (UNSEEN,)


def _page(told: dict[str, Any], changes: Comparison | None) -> Iterator[Line]:
    from kbassist.render import changes as writing
    from kbassist.render.page import Line, Piece, Role, labelled, one_line

    def row(label: str, text: str, role: Role = Role.PLAIN) -> Line:
        return labelled(label, (Piece(one_line(text), role),), 9)

    yield row("Article", f"{told['article']} r{told['revision']}", Role.STRONG)
    if told["title"]:
        yield row("Title", told["title"])
    if told["altered"]:
        yield row("Text", "is not as it was made", Role.BAD)
        for one in told["differences"]:
            yield row("", one)
    else:
        yield row("Text", "as it was made", Role.GOOD)
    name, newest = f"revision {told['revision']}", f"revision {told['newest']}"
    said = {
        "gone": f"{name} is not among these articles",
        "changed": f"{name} says something else by now; what it said is not kept",
        "older": f"{name} says the same, but there is {newest}",
        "same": "says the same as then",
    }[told["article_is"]]
    if told["article_is"] == "changed" and told["newest"] != told["revision"]:
        said += f", and there is {newest}"
    yield row("Now", said, Role.GOOD if told["article_is"] == "same" else Role.DOUBT)
    yield Line()
    if changes is not None:
        yield from writing.page(changes)
        yield Line()


# -------------------------------------------------------------------------------------------- the log


def _log(asked: str | None) -> Sequence[Sent]:
    """The log, or what it says of one article; of one ticket where it has no such article."""
    from kbassist import sent as log
    from kbassist.store import asked_numbers

    every = list(log.read(remark))
    if asked is None:
        return every
    wanted = set(asked_numbers(asked))
    of_article = [one for one in every if set(asked_numbers(one.article)) & wanted]
    ticket = asked.strip().casefold()
    return of_article or [one for one in every if one.ticket.casefold() == ticket]


def _outdated(kb: KnowledgeBase, one: Sent) -> str:
    """Why a snippet should not have been sent today; empty where it still may."""
    from kbassist.receipt import edition

    try:
        revisions = kb.revisions(one.article)
        now: Revision = kb.get(one.article, one.revision)
    except UnknownArticle:
        return GONE
    newest = revisions[-1]
    audience = Audience(one.audience)
    if now.confidence is Confidence.ARCHIVED:
        return "it is archived"
    if now.successor:
        return f"{now.successor} has taken its place"
    if not audience.may_read(now.audience):
        return f"it is for the audience {now.audience} by now"
    if not one.receipt.endswith(edition(now, audience)):
        return f"revision {one.revision} says something else by now"
    if newest.revision != one.newest:
        return f"there is revision {newest.revision} by now"
    return ""


def _list(found: Sequence[tuple[Sent, str]], form: Format | None) -> None:
    if form is Format.JSON:
        rows = [{**one._asdict(), **({"why": why} if why else {})} for one, why in found]
        emit_json({"schema": "kbassist.sent/1", "sent": rows})
    elif found:
        from kbassist.render.page import Piece, Role, labelled, one_line

        width = max(len(one.ticket) for one, _ in found) + 2
        emit_page(
            (
                labelled(
                    one_line(one.ticket),
                    [
                        Piece(one_line(f"{one.article} r{one.revision}"), Role.STRONG),
                        Piece(one_line(f"  {one.audience}, {one.time}")),
                        Piece(one_line(f"; {why}" if why else ""), Role.DOUBT),
                    ],
                    width,
                )
                for one, why in found
            ),
            form,
        )
    else:
        remark("nothing found")
    raise typer.Exit(0 if found else 1)
