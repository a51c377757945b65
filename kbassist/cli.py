"""The command line: parse, call the desk, print.

Results go to standard output, remarks and questions to standard error. What a command needs is imported
when it runs, so that a look-up loads nothing that only a screen or another command wants.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from kbassist import (
    cli_check,
    cli_export,
    cli_formats,
    cli_import,
    cli_new,
    cli_receipt,
    cli_redact,
    cli_triage,
    cli_walk,
    options,
)
from kbassist.choice import (
    EXIT_STATUS,
    again,
    chosen,
    demand_known,
    demand_one,
    read_paste,
    remark_empty,
    remark_next,
    remark_product,
    remark_wording,
)
from kbassist.formats import SnippetFormat
from kbassist.model import (
    SECTIONS,
    Audience,
    Form,
    KBError,
    Match,
    MatchResult,
    MissingValues,
    Snippet,
    Verdict,
)
from kbassist.options import opened
from kbassist.terminal import Format, ask, emit, emit_json, emit_page, may_ask, remark, told

if TYPE_CHECKING:
    from kbassist.desk import KnowledgeBase

ANSWER_SECTIONS = ("Cause", "Resolution", "Verification", "Internal Notes")

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Paste an error, get the fix: with the customer's names in the steps, offline.

    \b
    Begin with:
      kbassist match "Certificate is already assigned to user _SVC_ERP"
    """
    if version:
        from kbassist import __version__

        emit(f"kbassist {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        emit(context.get_help() + "\n")
        raise typer.Exit


# ---------------------------------------------------------------------------------------- commands


@app.command(short_help="Find the article for a pasted error.")
def match(
    words: options.Words = None,
    file: options.File = None,
    clipboard: options.Clipboard = False,
    settings: options.Settings = None,
    product: options.ForProduct = None,
    version: options.ForVersion = None,
    form: options.PlainOrJson = None,
    audience: options.For = Audience.INTERNAL,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every piece of evidence, for and against.")
    ] = False,
    no_input: options.NoInput = False,
    articles: options.Articles = None,
) -> None:
    """Match a pasted error to an article and show how to solve it.

    Exit status: 0 a match, 3 unsure, 1 no match, 2 an error.

    \b
    Examples:
      kbassist match "Certificate is already assigned to user _SVC_ERP"
      kbassist match --file ticket.txt --set new_user=_CRM
      kbassist match --clipboard --product "SAP Cloud for Customer" --version 1605
      xclip -o | kbassist match --format json
    """
    values = options.parse(settings)
    paste = read_paste(words, file, clipboard, no_input)
    kb = opened(articles)
    result = kb.match(paste, values=values, product=product, version=version)
    best = result.best
    remark_product(kb, product)
    if best is not None and result.verdict is Verdict.MATCH:
        demand_known(kb.get(best.article, best.revision), values, near=True)
        if best.missing and may_ask(no_input):
            answers = ask(kb.get(best.article, best.revision), best.missing)
            if answers:
                values |= answers
                result = kb.match(paste, values=values, product=product, version=version)
                best = result.best
    part = ""
    if result.used < result.characters:
        part = (
            f"only {result.used:,} of {result.characters:,} characters were looked at, half at the"
            " beginning and half at the end; for a log there is kbassist triage"
        )
    if part and (best is not None or form is Format.JSON):
        remark(part)
    if audience is not Audience.INTERNAL:
        result = readable(kb, result, audience)
    if form is Format.JSON:
        if best is not None and audience is not Audience.INTERNAL:
            kb.tailor(best, audience=audience, values=values, sections=ANSWER_SECTIONS)
        emit_json(result.to_json())
    else:
        from kbassist.render.answer import answer

        made = None
        if best is not None and result.verdict is Verdict.MATCH:
            made = kb.tailor(best, audience=audience, values=values, sections=ANSWER_SECTIONS)
        page = answer(
            result, paste, made, explain=explain, options=again(articles), audience=audience
        )
        if part and best is None:
            from kbassist.render.page import text_line

            page = chain(page, [text_line(f"{part[0].upper()}{part[1:]}.")])
        emit_page(page, form)
        if best is None:
            remark_next(kb, words, file, clipboard, articles)
    raise typer.Exit(EXIT_STATUS[result.verdict])


@app.command(short_help="Print the resolution for a ticket.")
def snippet(
    words: options.Words = None,
    file: options.File = None,
    clipboard: options.Clipboard = False,
    article: options.ArticleNumber = None,
    revision: options.RevisionName = None,
    settings: options.Settings = None,
    product: options.ForProduct = None,
    version: options.ForVersion = None,
    form: options.TicketFormat = SnippetFormat.TEXT,
    standalone: Annotated[
        bool, typer.Option("--standalone", help="With --format html: a whole page, not a fragment.")
    ] = False,
    audience: options.For = Audience.INTERNAL,
    length: Annotated[
        Form, typer.Option("--form", help="How much of it: one line, a summary, or all.")
    ] = Form.FULL,
    language: options.Language = None,
    ticket: Annotated[
        str | None,
        typer.Option(
            "--ticket",
            metavar="NUMBER",
            help="The ticket that it goes to: it is named in the text, and kept in a log of yours.",
            show_default=False,
        ),
    ] = None,
    sections: options.Sections = None,
    allow_unvalidated: options.AllowUnvalidated = False,
    copy: options.Copy = False,
    redact: options.Redact = True,
    no_input: options.NoInput = False,
    articles: options.Articles = None,
) -> None:
    """Print the resolution for a ticket, with the customer's names in the steps.

    A customer gets a letter: what was found and why, the steps, how to see that it worked, what to send back;
    whom it is for is said on standard error. The desk gets what it needs to check that: what the match rests
    on, where each value came from, the risks, where to escalate; its first line says that it is internal.
    --form summary is shorter, but has all the steps where it is for others than the desk. With --section only
    these are printed.

    Nothing is printed unless the match is certain, and nothing leaves the desk with a blank in it, from an
    internal or archived article, or before it is validated; nor where the text holds the error with several
    values, unless --set chooses one. Where a placeholder has captured a password or the like, its token
    stands there.

    At the end, above the closing of a letter, stands a receipt, from which kbassist verify tells what became
    of the text; with --form line there is none. With --ticket a log on this machine keeps ticket, article,
    revision, audience and receipt, for kbassist sent and kbassist recall.

    With --copy it is in the clipboard, too: by the desktop's own program; in tmux by tmux; over SSH, and
    where there is no desktop, by the terminal (OSC 52), which tells nobody whether it took it. With --format
    html it is copied as formatted text, beside it on macOS and Windows, and alone where nothing else can be
    copied, what --format text prints. Any other format is copied as it is printed.

    Exit status: 0 printed, 3 unsure, 1 no match, 2 refused, printed but not copied, or an error.

    \b
    Examples:
      kbassist snippet --file ticket.txt
      kbassist snippet --clipboard --format jira --audience customer --set new_user=_CRM
      kbassist snippet --file ticket.txt --audience customer --language de --form summary --copy
      kbassist snippet --article 2577062 --revision 1 --set existing_user=_A --set new_user=_B
    """
    from kbassist.receipt import with_receipt
    from kbassist.tailor import section_name

    if standalone and form is not SnippetFormat.HTML:
        raise KBError("--standalone goes with --format html")
    if ticket is not None:
        from kbassist.sent import ticket_name

        ticket = ticket_name(ticket)
    values = options.parse(settings)
    parts = tuple(map(section_name, sections)) if sections else None
    kb, what, of, further = chosen(
        words,
        file,
        clipboard,
        article=article,
        revision=revision,
        values=values,
        product=product,
        version=version,
        audience=audience,
        redact=redact,
        no_input=no_input,
        articles=articles,
    )

    said = None if parts else kb.wording(what, audience, length, language, ticket or "")

    def tailored() -> Snippet:
        return kb.tailor(
            what,
            audience=audience,
            values=values,
            sections=parts,
            allow_unvalidated=allow_unvalidated,
            wording=said,
        )

    try:
        made = tailored()
        missing = made.missing
    except MissingValues as error:
        if not may_ask(no_input):
            raise
        missing = error.names
    if missing and may_ask(no_input):
        values |= ask(of, missing)
        made = tailored()
    made = demand_one(what, further, made)
    if said is not None:
        remark_wording(said, of, language)
    made = with_receipt(made, of)
    options.print_snippet(
        made, form, copy, standalone, lambda: cli_receipt.logged(kb, made, of, ticket)
    )


@app.command()
def show(
    number: options.Number,
    revision: Annotated[
        str | None,
        typer.Option(
            "--revision", metavar="REVISION", help="Not its newest revision but this one."
        ),
    ] = None,
    sections: options.Sections = None,
    settings: options.Settings = None,
    form: Annotated[
        options.ArticleFormat | None,
        typer.Option(
            "--format", help="Default: screen on a terminal, text elsewhere.", show_default=False
        ),
    ] = None,
    audience: options.For = Audience.INTERNAL,
    articles: options.Articles = None,
) -> None:
    """Show an article, with blanks where a value is not given.

    As markdown or html it may be sent on, and nothing that leaves the desk has a blank.

    \b
    Examples:
      kbassist show 2322303
      kbassist show 2577062 --revision 1 --section resolution --set existing_user=_A
    """
    from kbassist.tailor import section_name

    values = options.parse(settings)
    wanted = tuple(map(section_name, sections)) if sections else SECTIONS
    kb = opened(articles)
    found = kb.get(number, revision)
    demand_known(found, values)
    written = form in (options.ArticleFormat.MARKDOWN, options.ArticleFormat.HTML)
    made = kb.tailor(found, audience=audience, values=values, sections=wanted, blanks=not written)
    if sections:
        there = {section.name for section in made.sections}
        for name in wanted:
            if name not in there:
                remark(f"{found.name} has no section {name}")
    if written and form:
        from kbassist.render import RENDERERS

        emit(RENDERERS[form](made))
        return
    from kbassist.render import article as pages

    revisions = [one.revision for one in kb.revisions(found.number)]
    if form is options.ArticleFormat.JSON:
        emit_json(pages.article_json(found, made, revisions))
    else:
        emit_page(pages.article(found, made, revisions), Format(str(form)) if form else None)


@app.command(short_help="Look articles up by words and filters.")
def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help="Words to look for.", show_default=False),
    ] = None,
    section: Annotated[
        str | None,
        typer.Option(
            "--section", metavar="NAME", help="Only in this section, such as cause or resolution."
        ),
    ] = None,
    product: Annotated[
        str | None,
        typer.Option("--product", metavar="NAME", help="Only articles for this product."),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(
            "--version", metavar="VERSION", help="Only articles for this product version."
        ),
    ] = None,
    component: Annotated[
        str | None,
        typer.Option("--component", metavar="CODE", help="Only articles of this component."),
    ] = None,
    keyword: Annotated[
        str | None,
        typer.Option("--keyword", metavar="WORD", help="Only articles with this keyword."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", help="At most so many.", min=1, max=1000)
    ] = 20,
    form: options.PlainOrJson = None,
    audience: options.For = Audience.INTERNAL,
    articles: options.Articles = None,
) -> None:
    """Look articles up by words, section, product, version, component or keyword.

    Exit status: 0 something was found, 1 nothing, 2 an error.

    \b
    Examples:
      kbassist search "key pair" --section resolution
      kbassist search certificate --product C4C --version 1605
      kbassist search --component LOD-CRM-INT-ERP
    """
    from kbassist.render import article as pages

    asked = " ".join(query or ())
    if not asked.strip() and not any((product, version, component, keyword)):
        raise KBError("give words to look for, or one of --product --version --component --keyword")
    kb = opened(articles)
    hits = kb.search(
        asked,
        section=section,
        product=product,
        version=version,
        component=component,
        keyword=keyword,
        audience=audience,
        limit=limit,
    )
    if form is Format.JSON:
        emit_json(pages.hits_json(asked, hits, audience))
    else:
        emit_page(pages.hits(hits), form)
    if not hits:
        if form is not Format.JSON:
            remark("nothing found")
            if not remark_empty(kb, articles) and (near := kb.nearest(asked)):
                remark(f"did you mean {' '.join(near)}?")
        raise typer.Exit(1)


@app.command("list", short_help="List every article.")
def list_(
    form: options.PlainOrJson = None,
    audience: options.For = Audience.INTERNAL,
    articles: options.Articles = None,
) -> None:
    """List every article with its newest revision."""
    from kbassist.render import article as pages

    kb = opened(articles)
    found = (one for one in kb.articles() if audience.may_read(one.audience))
    if form is Format.JSON:
        emit_json(pages.listing_json(found, audience))
        return
    emit_page(pages.listing(found), form)
    remark_empty(kb, articles)
    if bare := kb.status().messages:
        remark(f"messages of catalogues are not listed ({bare:,}); search finds them")


@app.command(short_help="Show or refresh the index.")
def index(
    status: Annotated[
        bool, typer.Option("--status", help="Say what it holds; the default.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Look at every article file at once, then say so.")
    ] = False,
    form: options.PlainOrJson = None,
    articles: options.Articles = None,
) -> None:
    """Show the index of the articles, or bring it up to date; it keeps itself so otherwise."""
    from kbassist.render import article as pages

    if status and refresh:
        raise KBError("give either --status or --refresh, not both")
    kb = opened(articles)
    now = (kb.refresh() if refresh else kb.status()).to_json()
    if form is Format.JSON:
        emit_json({"schema": "kbassist.index/1", **now})
    else:
        emit_page(pages.index(now), form)


app.command(short_help="Answer every row of a ticket export or a log.")(cli_triage.triage)
app.command("import", short_help="Turn raw texts, or a catalogue of messages, into articles.")(
    cli_import.import_
)
app.command(short_help="Begin an article from a pasted error.")(cli_new.new)
app.command(short_help="Take the steps of a resolution one by one.")(cli_walk.walk)
app.command(short_help="Say whether a snippet is as it was made.")(cli_receipt.verify)
app.command(short_help="List the tickets that snippets were made for.")(cli_receipt.sent)
app.command(short_help="List the tickets whose article has changed.")(cli_receipt.recall)
app.command(short_help="Take passwords, tokens and the like out of a text.")(cli_redact.redact)
app.command(short_help="Prove every article.")(cli_check.check)
app.command(short_help="Print the JSON Schema of an article's front matter.")(cli_check.schema)
app.command(short_help="Show what changed between two revisions.")(cli_check.diff)
app.command(short_help="Write all articles to one file.")(cli_export.export)
app.command(short_help="List what a snippet can be written as.")(cli_formats.formats)


# ------------------------------------------------------------------------------------------- answers


def readable(kb: KnowledgeBase, result: MatchResult, audience: Audience) -> MatchResult:
    """*result* without runners-up and further errors whose articles are not for *audience*."""
    from dataclasses import replace

    def fit(matches: Iterable[Match]) -> Iterator[Match]:
        for one in matches:
            if audience.may_read(kb.get(one.article, one.revision).audience):
                yield one

    return replace(
        result, candidates=tuple(fit(result.candidates)), others=tuple(fit(result.others))
    )


def asked(arguments: Sequence[str]) -> typer.Typer:
    """The program with the one command that is asked for; preparing the others would take longer than it."""
    from copy import copy

    for command in app.registered_commands:
        name = command.name or getattr(command.callback, "__name__", "")
        if arguments and arguments[0] == name:
            only = copy(app)
            only.registered_commands = [command]
            return only
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit status; every error is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        given = sys.argv[1:] if arguments is None else arguments
        status = asked(given)(given, prog_name="kbassist", standalone_mode=False)
    except KBError as error:
        remark(str(error))
        return 2
    except OSError as error:
        remark(told(error))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except Exception as error:
        message = getattr(error, "format_message", None)  # how typer tells of a wrong option
        if message is None:
            raise
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "kbassist"
        remark(f"{message()} (see {command} --help)")
        return 2
    return status if isinstance(status, int) else 0
