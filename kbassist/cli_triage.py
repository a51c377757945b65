"""The command `kbassist triage`: many messages at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from kbassist import options
from kbassist.formats import InputFormat, OutputFormat
from kbassist.model import KBError
from kbassist.terminal import gone, remark

if TYPE_CHECKING:
    from rich.progress import Progress

    from kbassist.triage import Base, Input, Job, Outcome

PATIENCE = 1.0
"""Seconds before a progress bar is shown."""


def triage(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="The export or log; - or nothing: the pipe.", show_default=False
        ),
    ] = None,
    text: Annotated[
        list[str] | None,
        typer.Option(
            "--text",
            metavar="COLUMN",
            help="The column with the text; several are joined. Default: by usual names.",
            show_default=False,
        ),
    ] = None,
    identity: Annotated[
        str | None,
        typer.Option(
            "--id", metavar="COLUMN", help="The column that names the row, such as number."
        ),
    ] = None,
    product: Annotated[
        str | None,
        typer.Option(
            "--product", metavar="COLUMN|NAME", help="The column with the product, or a product."
        ),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(
            "--version", metavar="COLUMN|VERSION", help="The column with its version, or a version."
        ),
    ] = None,
    reading: Annotated[
        InputFormat | None,
        typer.Option(
            "--input-format",
            help="Default: by the name of the file (.csv .tsv .jsonl .ndjson .json), else lines.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the answers to FILE."),
    ] = None,
    form: Annotated[
        OutputFormat, typer.Option("--format", help="How the answers are written.")
    ] = OutputFormat.CSV,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with the FILE of --output where it was interrupted."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write over the FILE of --output.")
    ] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", min=1, help="Processes that match.")
    ] = 1,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, help="Stop after the first N messages."),
    ] = None,
    no_summary: Annotated[bool, typer.Option("--no-summary", help="Do not sum up.")] = False,
    redact: options.Redact = True,
    articles: options.Articles = None,
) -> None:
    """Answer every row of a ticket export or a log, and sum up what was found.

    A table (comma, semicolon or tab) and JSON Lines have a message in every row; of other files and of a
    pipe each line is a message of its own: a line "Caused by: ..." too, but no stack frame ("at ...", "... 3
    more") and no empty line. To match a whole log as one text use kbassist match --file.

    There is one answer for each message, in the same order. A table of answers has the delimiter of the
    table that was read, and an apostrophe before whatever a spreadsheet would calculate. Ctrl-C leaves
    whole answers; the same command with --resume does the rest. A FILE of --output that exists already is
    written over only with --force.

    Exit status: 0 some row has an article, surely or not; 1 none has; 2 an error.

    \b
    Examples:
      kbassist triage tickets.csv --id number --text description --output answers.csv
      kbassist triage server.log --output answers.csv --jobs 2 --resume
      journalctl -o cat | kbassist triage --format jsonl --no-summary
    """
    from kbassist import triage as work

    job = work.Job(
        None if file is None or str(file) == "-" else file,
        reading,
        work.Columns(tuple(text or ()), identity, product, version),
        output,
        form,
        jobs,
        limit,
        resume,
        force,
        redact,
    )
    if job.input is None and sys.stdin.isatty():
        raise KBError("there is nothing to read: name a file, or send lines through a pipe")
    options.opened(articles).close()  # once, for its remarks
    folders = options.folders_of(articles)
    outcome = _watched(job, partial(_open, folders))
    if outcome is None:
        return
    if not no_summary:
        _sum_up(job, outcome, folders)
    if outcome.interrupted:
        raise typer.Exit(130)
    raise typer.Exit(0 if outcome.tally.found else 1)


def _open(folders: list[Path]) -> Base:
    """The knowledge base as triage needs it, in this process or another."""
    from kbassist import desk
    from kbassist.match import Matcher
    from kbassist.triage import Base

    kb = desk.open(*folders)
    return Base(
        kb.match, Matcher(kb.store, desk.weights(), desk.background(), desk.speech), kb.store
    )


def _watched(job: Job, open_base: Callable[[], Base]) -> Outcome | None:
    """Run with a progress bar; None where the reader of the answers went away."""
    from kbassist import triage as work

    since = monotonic()
    shown: list[Progress] = []

    def watch(rows: int, given: Input) -> None:
        if not shown:
            if not sys.stderr.isatty() or monotonic() - since < PATIENCE:
                return
            shown.append(_bar(given.size))
        shown[0].update(shown[0].task_ids[0], completed=given.position(), rows=f"{rows:,} rows")

    try:
        return work.run(job, open_base, remark, watch)
    except BrokenPipeError:
        gone()
        return None
    except OSError as error:
        if error.filename is None and job.output is not None:
            error.filename = str(job.output)
        raise
    finally:
        for bar in shown:
            bar.stop()


def _bar(size: int) -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = [TextColumn("{task.fields[rows]}"), TimeElapsedColumn()]
    if size:
        columns += [BarColumn(), TimeRemainingColumn()]
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task("triage", total=size or None, rows="")
    bar.start()
    return bar


def _sum_up(job: Job, outcome: Outcome, folders: list[Path]) -> None:
    from kbassist import desk, template
    from kbassist.render.page import one_line
    from kbassist.triage import summary

    titles: dict[str, str] = {}
    with desk.open(*folders) as kb:
        for number, _ in outcome.tally.articles.most_common(summary.SHOWN):
            revisions = kb.store.revisions(number)
            titles[number] = template.dump(revisions[-1].title) if revisions else ""
    if outcome.interrupted:
        again = "; the same command with --resume does the rest" if job.output else ""
        remark(f"interrupted{again}")
    if outcome.before:
        were = "answer was" if outcome.before == 1 else "answers were"
        remark(f"{outcome.before:,} {were} there already")
    if outcome.passed:
        are = "line is" if outcome.passed == 1 else "lines are"
        remark(f"{outcome.passed:,} {are} no message, passed over")
    for line in summary.lines(outcome.tally, titles):
        print(one_line(line), file=sys.stderr)
