"""The command `kbassist walk`: a resolution step by step, and a work note of what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbassist import options
from kbassist.choice import again, chosen, demand_known, demand_one, remark_language
from kbassist.cli_receipt import logged
from kbassist.formats import SnippetFormat
from kbassist.model import (
    Audience,
    KBError,
    Match,
    MissingValues,
    Revision,
    Snippet,
    Source,
    UnknownArticle,
    Variable,
)
from kbassist.terminal import agreed, ask, may_ask, remark

if TYPE_CHECKING:
    from kbassist.desk import KnowledgeBase
    from kbassist.progress import Progress
    from kbassist.walking import Plan
    from kbassist.walkthrough import Walk

SHOWN = ("Resolution", "Verification", "Internal Notes")
"""What is shown to the desk."""
UNFINISHED = 3
"""Exit status of a walk that was stopped."""
INTERRUPTED = 130
LARGEST = 1024 * 1024
"""Bytes of a file of answers."""


def walk(
    words: options.Words = None,
    file: options.File = None,
    clipboard: options.Clipboard = False,
    article: options.ArticleNumber = None,
    revision: options.RevisionName = None,
    settings: options.Settings = None,
    product: options.ForProduct = None,
    version: options.ForVersion = None,
    form: options.TicketFormat = SnippetFormat.TEXT,
    audience: Annotated[
        Audience | None,
        typer.Option(
            "--audience",
            help="Who is going to read the work note. Default: internal.",
            show_default=False,
        ),
    ] = None,
    language: options.Language = None,
    ticket: Annotated[
        str | None,
        typer.Option(
            "--ticket",
            metavar="NUMBER",
            help="The ticket that it is for; alone, it goes on where that ticket's walk was stopped.",
            show_default=False,
        ),
    ] = None,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin again, whatever is kept for the ticket.")
    ] = False,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            metavar="FILE",
            help="Take the answers from FILE, one on each line (- for the pipe).",
            show_default=False,
        ),
    ] = None,
    allow_unvalidated: options.AllowUnvalidated = False,
    copy: options.Copy = False,
    redact: options.Redact = True,
    no_input: options.NoInput = False,
    articles: options.Articles = None,
) -> None:
    """Take the steps of a resolution one by one, and end with a work note of what was done.

    \b
    An answer is a line; Enter alone says that the step is done:
      s REASON  skip it, and say why
      b         back to the step before
      n NOTE    a note for the work note
      q         stop here
      ?         what can be answered

    After the steps come the checks of the Verification, which take yes and no; Enter says that it was not
    checked. Where one says no, the work note for the desk tells where to escalate.

    The work note goes to standard output, everything else to standard error, line after line, so that a
    screen reader can follow. At a terminal what is internal is shown, whoever the work note is for; what you
    type as a note or a reason stands in the work note, a token in place of each password or the like.

    With --ticket each answer is kept at once in your folder for data, and kbassist walk --ticket NUMBER goes
    on there, after q, after Ctrl-C or on another day. The file holds article, values and answers, but no
    value that is a secret, and is deleted when the walk is finished. Without --ticket nothing is kept, and q
    prints the work note so far. Where the article has changed since, you are asked whether to begin again;
    where a ticket is walked twice at once, whoever answers second is told so, and nothing is written over.

    With --no-input, or without a terminal, all steps are printed and none is confirmed unless --answers tells
    of it; an empty line tells nothing there. What is internal is not printed then where the work note is for
    somebody else, and without --answers what is kept for a ticket stays as it is.

    Exit status: 0 walked to the end, or printed with --no-input; 3 stopped before that, or unsure which
    article; 1 no match, or no steps; 2 refused, printed but not copied, or an error; 130 after Ctrl-C.

    \b
    Examples:
      kbassist walk "Certificate is already assigned to user _CPI_DEV" --set new_user=_CRM_02
      kbassist walk 2577062 --ticket INC0012345 --format servicenow
      kbassist walk --ticket INC0012345
      kbassist walk --file ticket.txt --answers answers.txt --audience customer
    """
    from kbassist import progress as store
    from kbassist import walking

    if ticket is not None:
        from kbassist.sent import ticket_name

        ticket = ticket_name(ticket)
    elif restart:
        raise KBError("--restart goes with --ticket")
    values = options.parse(settings)
    named = bool(words or file or clipboard or article)
    from_pipe = str(file) == "-" or words == ["-"] or not (named or ticket)
    if from_pipe and answers is not None and str(answers) == "-":
        raise KBError("the pipe cannot hold both the text and the answers")
    told = None if answers is None else tuple(_told(answers))
    asking = told is None and may_ask(no_input)
    answering = asking or told is not None
    kept, over = _kept(ticket, named, restart, asking)
    what: Match | Revision
    if kept is None:
        reader = audience or Audience.INTERNAL
        kb, what, of, further = chosen(
            words,
            file,
            clipboard,
            article=article,
            revision=revision,
            values=values,
            product=product,
            version=version,
            audience=reader,
            redact=redact,
            no_input=no_input,
            articles=articles,
        )
        now = _fresh(kb, of, ticket or "", what.variables if isinstance(what, Match) else {})
        now = replace(now, audience=reader, language=language or of.language)
    else:
        kb = options.opened(articles)
        now = _gone_on(kb, kept, restart, asking)
        now = replace(_readdressed(now, audience), language=language or now.language)
        what = of = kb.get(now.article, now.revision)
        demand_known(of, values)
        further = ()
    now = replace(now, allow_unvalidated=now.allow_unvalidated or allow_unvalidated)
    now, desk, made = _tailored(kb, of, now, values, asking)
    made = demand_one(what, further, made)
    plan = walking.plan(desk, now.audience, asking)
    now = replace(now, walk=_walk_of(plan, now.walk, of))
    way = None if told is None else list(walking.answered(plan, now.walk, told, redact))

    keeping = ticket is not None and answering
    if keeping and over:
        store.delete(now.ticket)
    asked = walking.with_a_person(plan, now.walk, redact)
    walks = asked if asking else walking.alone(plan, now.walk, way)
    now = _walked(now, walks, _keeper(kept) if keeping else _forget, articles)

    finished = now.walk.finished
    if answering and not finished:
        remark(_stopped(now, articles))
    elif not answering and not no_input:
        remark("nobody could be asked, for this is no terminal; so no step is confirmed")
    if finished or not (asking and ticket):
        note = _note(made, plan, now, of, language)
        options.print_snippet(note, form, copy, printed=lambda: logged(kb, note, of, ticket))
    if finished and keeping:
        store.delete(now.ticket)
    raise typer.Exit(0 if finished or not answering else UNFINISHED)


def _walked(
    now: Progress,
    walks: Iterator[Walk],
    keep: Callable[[Progress], None],
    articles: Sequence[Path] | None,
) -> Progress:
    """*now* after the last of *walks*; each is kept. Raises typer.Exit where Ctrl-C ends them."""
    from kbassist.walking import end_line

    keep(now)
    try:
        for walk in walks:
            now = replace(now, walk=walk)
            keep(now)
    except KeyboardInterrupt:
        end_line()
        remark(_stopped(now, articles))
        raise typer.Exit(INTERRUPTED) from None
    return now


def _walk_of(plan: Plan, walk: Walk, of: Revision) -> Walk:
    """The *walk* to go on with, or the one to begin where nothing is said in it.

    Raises typer.Exit where there is nothing to walk through, KBError where *walk* was through other steps.
    """
    if not plan.steps:
        for why in plan.desk.notes or (f"{of.name} has no steps",):
            remark(why)
        raise typer.Exit(1)
    if not walk.said:
        return plan.begun
    if (len(plan.steps), len(plan.places)) != (walk.steps, len(walk.said)):
        raise KBError(f"{of.name} has other steps by now; begin again with --restart")
    return walk


def _note(made: Snippet, plan: Plan, now: Progress, of: Revision, asked: str | None) -> Snippet:
    """The work note, with its receipt; a remark where it is not in the language *asked* for."""
    from kbassist.receipt import with_receipt
    from kbassist.worknote import work_note

    written = work_note(
        made,
        plan.steps,
        plan.checks,
        now.walk,
        language=now.language,
        ticket=now.ticket,
        started=now.started,
        finished=_clock() if now.walk.finished else "",
    )
    remark_language(of, asked, written.wording.language if written.wording else "")
    return with_receipt(written, of)


def _clock() -> str:
    """Now, in UTC: `2027-01-31T12:00Z`."""
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _told(file: Path) -> Iterator[str]:
    """The answers in *file*, one on each line; empty lines are none. Raises KBError where it is too large."""
    import sys

    from kbassist.render.page import one_line
    from kbassist.text import decode

    if str(file) == "-":
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise KBError(f"the answers are larger than {LARGEST // 2**20} MB")
    for line in decode(data).splitlines():
        if line.strip():
            yield one_line(line).strip()


def _keeper(before: Progress | None) -> Callable[[Progress], None]:
    """What keeps each walk that it is given, if it is not *before*, which is kept now."""
    from kbassist import progress as store

    def keep(now: Progress) -> None:
        nonlocal before
        now = replace(now, variables=store.keepable(now.variables))
        if now != before:
            store.write(now, before)
            before = now

    return keep


def _forget(now: Progress) -> None:
    """Keep nothing."""


def _stopped(now: Progress, articles: Sequence[Path] | None) -> str:
    """Where the walk was stopped, and what is left of it."""
    from kbassist.walking import place

    where = f"stopped at {place(now.walk)[0]}"
    if not now.ticket:
        return f"{where}; nothing was kept, which needs --ticket"
    return f"{where}; go on with: kbassist walk --ticket {now.ticket}{again(articles)}"


# ------------------------------------------------------------------------------------ beginning and going on


def _fresh(
    kb: KnowledgeBase, of: Revision, ticket: str, variables: Mapping[str, Variable]
) -> Progress:
    """A walk of *of* of which nothing is said yet, for the desk."""
    from kbassist.progress import Progress
    from kbassist.receipt import edition
    from kbassist.walkthrough import Walk

    return Progress(
        ticket=ticket,
        article=of.number,
        revision=of.revision,
        newest=kb.revisions(of.number)[-1].revision,
        edition=edition(of, Audience.INTERNAL),
        audience=Audience.INTERNAL,
        language=of.language,
        allow_unvalidated=False,
        started=_clock(),
        walk=Walk(0, ()),
        variables={name: one for name, one in variables.items() if name in of.placeholders},
    )


def _kept(
    ticket: str | None, named: bool, restart: bool, asking: bool
) -> tuple[Progress | None, bool]:
    """What is kept of *ticket* and is gone on with; without that, whether something is to be written over.

    *named* is whether an article is given. Raises KBError where none is, nor anything kept.
    """
    from kbassist.progress import read

    if ticket is None or (restart and named):
        return None, restart
    kept = read(ticket)
    if kept is None and not named:
        raise KBError(f"nothing is kept for {ticket}; name its article, or give its error")
    if kept is not None and named and not _goes_on(kept, asking):
        return None, True
    return kept, False


def _goes_on(kept: Progress, asking: bool) -> bool:
    """Whether to go on with what is kept although an article is given. Raises KBError, typer.Exit."""
    from kbassist.walking import place

    there = f"{kept.ticket} has a walk of {kept.article} r{kept.revision} at {place(kept.walk)[0]}"
    if not asking:
        raise KBError(f"{there}; go on without naming an article, or begin again with --restart")
    yes = agreed(f"{there}. Go on with it? (Enter: yes, n: begin again)", default=True)
    if yes is None:
        raise typer.Exit(UNFINISHED)
    return yes


def _gone_on(kb: KnowledgeBase, kept: Progress, restart: bool, asking: bool) -> Progress:
    """What is kept, or the same begun again where its article has changed or *restart* asks for it.

    Raises KBError where the article has changed and nobody can be asked; typer.Exit where somebody wants
    neither.
    """
    from kbassist.receipt import edition

    newest = kb.revisions(kept.article)[-1]
    name = f"{kept.article} r{kept.revision}"
    changed = ""
    try:
        of = kb.get(kept.article, kept.revision)
        if edition(of, Audience.INTERNAL) != kept.edition:
            changed = f"{name} says something else by now"
    except UnknownArticle:
        changed = f"{name} is not among these articles any more"
    newer = newest.revision not in (kept.newest, kept.revision)
    why = changed or (f"there is {newest.name} by now" if newer else "")
    if why and not restart:
        if not asking:
            raise KBError(f"{why}; begin again with --restart")
        no = "stop here" if changed else f"go on with {name}"
        yes = agreed(f"{why}. Begin again with {newest.name}? (Enter: yes, n: {no})", default=True)
        if yes is None or (changed and not yes):
            remark(f"what is kept for {kept.ticket} stays as it is")
            raise typer.Exit(UNFINISHED)
        restart = yes
    if not restart:
        return replace(kept, newest=newest.revision)
    return replace(
        _fresh(kb, newest, kept.ticket, kept.variables),
        audience=kept.audience,
        language=kept.language,
        allow_unvalidated=kept.allow_unvalidated,
    )


def _readdressed(now: Progress, audience: Audience | None) -> Progress:
    """*now* for another audience.

    Raises KBError where notes would reach somebody they were not written for.
    """
    if audience in (None, now.audience):
        return now
    if audience is not Audience.INTERNAL and any(one.reason or one.notes for one in now.walk.said):
        raise KBError(
            f"the notes of {now.ticket} were written for the audience {now.audience};"
            f" for {audience} begin again with --restart"
        )
    return replace(now, audience=audience)


def _tailored(
    kb: KnowledgeBase, of: Revision, now: Progress, values: Mapping[str, str], asking: bool
) -> tuple[Progress, Snippet, Snippet]:
    """*now* with all values, asked for where somebody can be; the article for the desk, and for its reader.

    Raises as `KnowledgeBase.tailor`.
    """

    def tailored(audience: Audience, sections: tuple[str, ...] | None) -> Snippet:
        return kb.tailor(
            Match(of.number, of.revision, "", 1.0, variables=now.variables),
            audience=audience,
            values=values,
            sections=sections,
            allow_unvalidated=now.allow_unvalidated,
        )

    desk = tailored(Audience.INTERNAL, SHOWN)
    if now.audience is not Audience.INTERNAL:
        try:
            tailored(now.audience, None)  # who is refused is refused before anything is asked
        except MissingValues:
            if not asking:
                raise
    if desk.missing and asking:
        values = {**values, **ask(of, desk.missing)}
        desk = tailored(Audience.INTERNAL, SHOWN)
    made = desk if now.audience is Audience.INTERNAL else tailored(now.audience, None)
    given = {name: Variable(value, Source.VALUE) for name, value in values.items()}
    return replace(now, variables={**now.variables, **given}), desk, made
