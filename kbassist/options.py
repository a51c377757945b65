"""What the commands have in common: options, how values are read, what they open, how they print snippets."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbassist.formats import SnippetFormat
from kbassist.model import SECTIONS, Audience, KBError, Snippet
from kbassist.terminal import Format, copied, emit, remark

if TYPE_CHECKING:
    from kbassist.desk import KnowledgeBase

REMARKS = 3
"""How many faulty article files are named before the others are only counted."""


class ArticleFormat(StrEnum):
    """How an article is printed."""

    SCREEN = "screen"
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TEXT]...",
        help="The pasted error; - or nothing: standard input.",
        show_default=False,
    ),
]
File = Annotated[
    Path | None,
    typer.Option("--file", "-f", metavar="FILE", help="Read the text from FILE (- for the pipe)."),
]
Clipboard = Annotated[
    bool, typer.Option("--clipboard", "-c", help="Read the text from the clipboard.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        "-s",
        metavar="NAME=VALUE",
        help="A placeholder's value; may be repeated.",
        show_default=False,
    ),
]
Articles = Annotated[
    list[Path] | None,
    typer.Option(
        "--articles",
        metavar="DIR",
        help="A folder of articles; may be repeated. Default: the folders in KBASSIST_ARTICLES,"
        " else the articles that come with kbassist.",
        show_default=False,
    ),
]
Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="The article, as 2577062 or KBA 2577062.")
]
ArticleNumber = Annotated[
    str | None,
    typer.Option("--article", metavar="NUMBER", help="Use this article; no text is needed then."),
]
RevisionName = Annotated[
    str | None,
    typer.Option("--revision", metavar="REVISION", help="With --article: not its newest revision."),
]
ForProduct = Annotated[
    str | None,
    typer.Option("--product", metavar="NAME", help="The product in use, by any of its names."),
]
ForVersion = Annotated[
    str | None, typer.Option("--version", metavar="VERSION", help="The product's version in use.")
]
For = Annotated[
    Audience, typer.Option("--audience", help="Who is going to read the text.", show_default=True)
]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask for anything.")]
Copy = Annotated[bool, typer.Option("--copy", help="Copy it to the clipboard as well.")]
Redact = Annotated[
    bool,
    typer.Option(
        "--redact/--no-redact",
        help="Put a token such as [password-1] in place of passwords, keys and the like.",
        show_default=True,
    ),
]
TicketFormat = Annotated[
    SnippetFormat,
    typer.Option("--format", help="What the ticket system takes; see `kbassist formats`."),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="CODE",
        help="What greeting and headings are in: en, de. Default: the article's language.",
        show_default=False,
    ),
]
AllowUnvalidated = Annotated[
    bool,
    typer.Option("--allow-unvalidated", help="Let out what nobody has validated yet."),
]
Sections = Annotated[
    list[str] | None,
    typer.Option(
        "--section",
        metavar="NAME",
        help=f"A section to show; may be repeated. One of: {', '.join(SECTIONS)}.",
        show_default=False,
    ),
]
PlainOrJson = Annotated[
    Format | None,
    typer.Option(
        "--format", help="Default: screen on a terminal, text elsewhere.", show_default=False
    ),
]


def parse(settings: Iterable[str] | None) -> dict[str, str]:
    """`name=value` each; raises `KBError` for anything else."""
    if not settings:
        return {}
    from kbassist.render.page import one_line

    values = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip().isidentifier():
            raise KBError(f"--set takes NAME=VALUE, not {setting!r}")
        value = one_line(value).strip()
        if value in ("...", "…"):
            raise KBError(f"--set {name}={value} waits for a value")
        values[name.strip()] = value
    return {name: value for name, value in values.items() if value}


def folders_of(articles: Sequence[Path] | None) -> list[Path]:
    """The folders that were named, or those of the environment; none: the bundled articles."""
    if articles:
        return list(articles)
    named = os.environ.get("KBASSIST_ARTICLES", "").split(os.pathsep)
    return [Path(name) for name in named if name.strip()]


def folder_to_write(articles: Sequence[Path] | None, dry_run: bool) -> Path:
    """The folder that new articles are written to: the first that was named.

    Raises KBError where none was and it is no *dry_run*: nothing is added to the articles that come with
    kbassist.
    """
    folders = folders_of(articles)
    if not folders and not dry_run:
        raise KBError("name the folder to write to, with --articles DIR or in KBASSIST_ARTICLES")
    return folders[0] if folders else Path()


def opened_if_there(articles: Sequence[Path] | None) -> KnowledgeBase | None:
    """As `opened`, but for folders that are still to be made; None where all of them are."""
    folders = folders_of(articles)
    there = [one for one in folders if one.is_dir()]
    return opened(there) if there or not folders else None


def wrong_number(number: str) -> str:
    """Why no folder of an article can be called *number*; empty where one can."""
    good = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", number)
    return "" if good else f"{number!r} is no number: it is made of letters, digits, -, _ and ."


def print_snippet(
    made: Snippet,
    form: SnippetFormat,
    copy: bool,
    standalone: bool = False,
    printed: Callable[[], None] = lambda: None,
) -> None:
    """Print *made*, say whom it is for, and *copy* it.

    It is copied as formatted text in HTML, unless it is a page that is to stand alone. *printed* is called
    when all of it is written, before it is copied.

    Raises OSError where it cannot be written, NoClipboard where it is printed and cannot be copied.
    """
    from kbassist.render import RENDERERS

    if standalone:
        from kbassist.render.html import page

        written = page(made)
    else:
        written = RENDERERS[form](made)
    if made.audience is not Audience.INTERNAL:
        remark(f"for the {made.audience}")
    if emit(written):
        printed()
    if copy and form is SnippetFormat.HTML and not standalone:
        copied(RENDERERS[SnippetFormat.TEXT](made), written)
    elif copy:
        copied(written)


def opened(articles: Sequence[Path] | None, faults: bool = True) -> KnowledgeBase:
    """The knowledge base, with a remark for each article file that could not be read."""
    from kbassist import desk

    kb = desk.open(*folders_of(articles))
    if faults:
        broken = tuple(kb.faults)
        for fault in broken[:REMARKS]:
            remark(str(fault).partition("\n")[0])
        if len(broken) > REMARKS:
            remark(f"{len(broken) - REMARKS} more; `kbassist check` shows them all")
    return kb
