"""The commands that look after articles as texts: `check`, `schema`, `diff`."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbassist import options
from kbassist.model import SECTIONS, Audience, KBError
from kbassist.terminal import Format, emit, emit_json, emit_page, remark

if TYPE_CHECKING:
    from kbassist.check.fix import Fixed


class Report(StrEnum):
    """How faults are told."""

    SCREEN = "screen"
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def check(
    strict: Annotated[
        bool, typer.Option("--strict", help="Also demand what a finished article should have.")
    ] = False,
    form: Annotated[
        Report | None,
        typer.Option(
            "--format",
            help="github: annotations of a workflow. Default: screen on a terminal, text elsewhere.",
            show_default=False,
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="First put right what is mere writing, then check.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --fix: only show what would change.")
    ] = False,
    articles: options.Articles = None,
) -> None:
    """Prove every article: its samples match, its strangers do not, its placeholders have a source.

    Signatures that tell too little, or whose message another article would take; numbers, links and
    versions that lead nowhere or contradict each other; codes that no text can show; samples that give
    secrets or people away; review dates that have passed: each with its file, its line and a way out. A
    passed review date is a warning in any case, so that no build fails overnight.

    --fix touches line ends, blanks, the order of the fields, the names of sections and the quotes around
    messages that YAML takes for something else. It changes no word and no comment; each file is written
    aside and moved. --fix --dry-run prints the difference, and its status is 1 if there is one.

    Exit status: 0 no fault, 1 faults, 2 an error.

    \b
    Examples:
      kbassist check --strict
      kbassist check --articles desk --fix --dry-run
      kbassist check --format sarif
    """
    if dry_run and not fix:
        raise KBError("--dry-run goes with --fix")
    if fix:
        fixes = list(_fixes(articles))
        if dry_run:
            changed = _shown(fixes)
            raise typer.Exit(1 if changed else 0)
        _written(fixes)
    from kbassist.render import faults as writing

    kb = options.opened(articles, faults=False)
    faults = kb.check(strict=strict)
    match form:
        case Report.JSON:
            emit_json(writing.to_json(faults, strict))
        case Report.GITHUB:
            emit(writing.github(faults))
        case Report.SARIF:
            from kbassist import __version__
            from kbassist.check import RULES

            emit_json(writing.sarif(faults, RULES, __version__))
        case _:
            from kbassist.render.page import counted

            emit_page(writing.page(faults), Format(str(form)) if form else None)
            there = sum(1 for _ in kb.articles())
            remark(f"{writing.told(faults)} in {counted(there, 'article')}")
    raise typer.Exit(1 if any(not fault.warning for fault in faults) else 0)


def _fixes(folders: Iterable[Path] | None) -> Iterable[Fixed]:
    """What can be put right in each file; what cannot is said."""
    from kbassist import desk
    from kbassist.check.fix import files
    from kbassist.check.fix import fix as mended

    for folder in options.folders_of(list(folders or ())) or [desk.bundled()]:
        for path in files(folder):
            one = mended(path)
            for name in one.refused:
                remark(f"{path}: {name} left alone, for the article would say something else")
            if one.done:
                yield one


def _written(fixes: Iterable[Fixed]) -> None:
    from kbassist.check.fix import write

    for one in fixes:
        write(one)
        remark(f"{one.path}: mended {', '.join(one.done)}")


def _shown(fixes: Iterable[Fixed]) -> bool:
    """Print what would change, as a unified diff; whether there is anything."""
    from difflib import unified_diff

    from kbassist.render.page import many_lines

    changed = False
    for one in fixes:
        changed = True
        remark(f"{one.path}: would mend {', '.join(one.done)}")
        before, after = (text.splitlines(keepends=True) for text in (one.before, one.after))
        for line in unified_diff(before, after, str(one.path), str(one.path)):
            emit(many_lines(line.rstrip("\r\n")) + "\n")
    return changed


def schema() -> None:
    """Print the JSON Schema (draft 2020-12) of an article's front matter, for editors."""
    from kbassist import articles

    emit_json(articles.json_schema())


def diff(
    number: options.Number,
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="[OLD]", help="A revision; default: the last but one.", show_default=False
        ),
    ] = None,
    new: Annotated[
        str | None,
        typer.Argument(metavar="[NEW]", help="Another; default: the newest.", show_default=False),
    ] = None,
    form: options.PlainOrJson = None,
    audience: options.For = Audience.INTERNAL,
    articles: options.Articles = None,
) -> None:
    """Show what changed between two revisions of an article, section by section.

    Steps and paragraphs that came (+), went (-), moved (>) or changed (~), the latter word by word, as
    [-gone-] and {+come+}; and whether the meaning changed, or only the wording or the markup. Somebody
    outside the desk sees only what either revision shows to them.

    Exit status: 0 they differ, 1 they do not, 2 an error.

    \b
    Examples:
      kbassist diff 2577062 1 2
      kbassist diff 2577062 --audience customer --format json
    """
    from kbassist.compare import compare
    from kbassist.render import changes as writing

    kb = options.opened(articles)
    there = kb.revisions(number)
    if old is None and len(there) < 2:
        raise KBError(f"article {there[-1].number} has only one revision, {there[-1].revision}")
    before, after = kb.get(number, old or there[-2].revision), kb.get(number, new)
    was, now = (
        kb.tailor(one, audience=audience, sections=SECTIONS, blanks=True) for one in (before, after)
    )
    found = compare(before, after, was, now, audience)
    if form is Format.JSON:
        emit_json(writing.to_json(found))
    else:
        emit_page(writing.page(found), form)
    raise typer.Exit(0 if found.differs else 1)
