"""The command `kbassist import`: raw texts of articles become drafts, catalogues bare messages."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from kbassist import options
from kbassist.formats import CatalogueFormat
from kbassist.model import KBError
from kbassist.terminal import (
    Format,
    agreed,
    emit,
    emit_json,
    emit_page,
    may_ask,
    question,
    remark,
    show,
)

if TYPE_CHECKING:
    from kbassist.desk import KnowledgeBase
    from kbassist.importer import Draft, Given, Plan, Question
    from kbassist.importer.report import Double, Outcome
    from kbassist.importer.sources import Source
    from kbassist.model import Revision

ALIKE = 0.6
"""How much of two articles must be the same for the one to be called a double of the other."""


def import_(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Texts, pages, folders, zip files, exports, catalogues; - or nothing: the pipe.",
            show_default=False,
        ),
    ] = None,
    number: Annotated[
        str | None,
        typer.Option("--number", metavar="NUMBER", help="The article's number; for one text only."),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TITLE", help="The article's title; for one text only."),
    ] = None,
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="The files are a product's message catalogue.")
    ] = False,
    catalogue_format: Annotated[
        CatalogueFormat | None,
        typer.Option(
            "--catalogue-format",
            help="How it is written. Default: by its name and by what stands in it.",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="NAME", help="The catalogue's name. Default: as its files."),
    ] = None,
    product: Annotated[
        str | None, typer.Option("--product", metavar="NAME", help="The catalogue's product.")
    ] = None,
    version: Annotated[
        list[str] | None,
        typer.Option(
            "--version",
            metavar="VERSION",
            help="A version of that product; may be repeated.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="CODE", help="The language of messages that name none: en."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; only say what was found.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Write over an earlier draft or catalogue, or write a further revision.",
        ),
    ] = False,
    form: options.PlainOrJson = None,
    no_input: options.NoInput = False,
    articles: options.Articles = None,
) -> None:
    """Turn raw texts of knowledge-base articles into draft articles.

    A text is what a browser, a printer or an editor gives: with its headings, with some of them lost,
    with flat lists, or only a preview. Drafts go to NUMBER/r1.md in the first folder of --articles (else of
    KBASSIST_ARTICLES), for the desk alone and not validated. What a heading told, what order and shape
    told and what is a guess is said; guesses and what is missing are asked for on a terminal, and stand in
    the draft's Internal Notes otherwise. What is not the article's own is left out and listed.

    Texts of other desks are told by their headings: Problem, Applies to, Solution, Workaround, Verification,
    Related articles and the like, in English and German; Markdown keeps its code and tables. What is called
    internal, and what stands under a heading that no section answers to, goes to the Internal Notes with a
    question.

    Where the article is there already, the difference is shown, changes of wording apart from changes of
    meaning. A preview never takes the place of a full text, nor a text that lost more of its form that of
    a better one of the same wording.

    An export (kbassist export, jsonl or markdown, for the desk) gives back its files, byte for byte; another
    file in their way stays unless there is --force.

    --dry-run --format json prints one object a line for each text.

    With --catalogue the files are the messages of a product: gettext .po, Java or ICU .properties, SAP T100
    exports, Cisco [chars], printf %s, Windows %1, or a list of one message a line. They become one file,
    NAME.messages.jsonl: whoever pastes one learns which message it is and its values, and kbassist new
    --from NUMBER makes an article of it. Name the files of all languages at once.

    Exit status: 0 all is written or there already, 1 something was not written, 2 an error.

    \b
    Examples:
      kbassist import article.txt --articles desk
      kbassist import saved-pages/ --articles desk --no-input
      xclip -o | kbassist import --dry-run --format json
      kbassist import base.jsonl --articles copy
      kbassist import --catalogue tides.properties tides_de.properties --product "Tide Portal"
    """
    if catalogue:
        if number or title:
            raise KBError(
                "--number and --title go with the text of an article, not with --catalogue"
            )
        from kbassist.cli_catalogue import Wanted, import_catalogue

        given = (product, version or (), language, catalogue_format)
        import_catalogue(
            Wanted(files or (), articles, name, *given, dry_run, force, no_input), form
        )
        return
    for option, value in (
        ("--catalogue-format", catalogue_format),
        ("--name", name),
        ("--product", product),
        ("--version", version),
        ("--language", language),
    ):
        if value:
            raise KBError(f"{option} goes with --catalogue")
    from kbassist.importer import sources

    folder = options.folder_to_write(articles, dry_run)
    if not files and sys.stdin.isatty():
        raise KBError("there is nothing to read: name a file or a folder, or use a pipe")
    texts, pipe = _unpacked(files or [Path("-")], folder, form, force, dry_run)
    if not texts:
        return
    found = sources.read(texts, pipe)
    if number or title:
        found = iter(_one(list(found)))
    kb = options.opened_if_there(articles)
    work = _Work(kb, folder, dry_run, force, may_ask(no_input), _given(number, title))
    status = 0
    for source in found:
        outcome, one = work.take(source)
        status = max(status, one)
        if outcome is not None:
            _print(outcome, form, dry_run)
    raise typer.Exit(status)


def _unpacked(
    files: Sequence[Path], folder: Path, form: Format | None, force: bool, dry_run: bool
) -> tuple[list[Path], BinaryIO]:
    """Give back the files of the exports among *files*; what else there is to read, and the pipe."""
    from kbassist import bundle
    from kbassist.importer.sources import LARGEST

    others: list[Path] = []
    pipe: BinaryIO = sys.stdin.buffer
    for path in files:
        whole = False
        if str(path) == "-":
            data, whole = bundle.load(pipe)
            pipe = pipe if whole else BytesIO(data + pipe.read(LARGEST + 1))
        elif path.is_file():
            with suppress(OSError), path.open("rb") as file:
                data, whole = bundle.load(file)
        if not whole:
            others.append(path)
            continue
        found = bundle.read(data)
        written = bundle.unpack(found, folder, force, dry_run)
        if form is Format.JSON:
            emit_json(
                {
                    "schema": "kbassist.unpack/1",
                    "export": str(path),
                    "files": [one.path for one in found],
                    "written": [one.relative_to(folder).as_posix() for one in written],
                    "dry_run": dry_run,
                }
            )
        would = "would be " if dry_run else ""
        same = f"; {len(found) - len(written)} there already" if len(written) < len(found) else ""
        name = "the pipe" if str(path) == "-" else path
        remark(f"{name}: {len(written)} of {len(found)} files {would}written to {folder}{same}")
    return others, pipe


def _one(found: list[Source]) -> list[Source]:
    if len(found) > 1:
        raise KBError(f"--number and --title are for one text; here are {len(found)}")
    return found


def _given(number: str | None, title: str | None) -> Given:
    from kbassist.importer import Given

    if number and (wrong := options.wrong_number(number)):
        raise KBError(wrong)
    return Given(number, " ".join(title.split()) if title else None)


def _print(outcome: Outcome, form: Format | None, dry_run: bool) -> None:
    from kbassist.importer import report

    if form is Format.JSON:
        import json

        document = outcome.draft.to_json() if dry_run else report.to_json(outcome)
        emit(json.dumps(document) + "\n")
    else:
        emit_page(report.page(outcome), form)


class _Work:
    """The texts of one run, one after the other."""

    def __init__(
        self,
        kb: KnowledgeBase | None,
        folder: Path,
        dry_run: bool,
        force: bool,
        ask: bool,
        given: Given,
    ) -> None:
        self._kb = kb
        self._folder = folder
        self._dry_run = dry_run
        self._force = force
        self._ask = ask
        self._given = given
        self._fresh: dict[str, list[Revision]] = {}
        """What was written in this run."""

    def take(self, source: Source) -> tuple[Outcome | None, int]:
        """What became of one text, and the exit status that it asks for."""
        from kbassist.importer import Action, Unrecognised, plan, revision
        from kbassist.importer.report import Outcome

        if source.problem:
            remark(f"{source.name}: {source.problem}")
            return None, 2
        try:
            draft = self._read(source)
        except Unrecognised as error:
            remark(f"{source.name}: {error}; nothing was imported")
            return None, 1
        missing = [what for what in ("number", "title") if not getattr(draft, what)]
        if missing:
            wanted = " and ".join(f"--{what}" for what in missing)
            why = f"the text does not say its {' and '.join(missing)}; give {wanted}"
            if not self._dry_run:
                remark(f"{source.name}: {why}; nothing was written")
            return Outcome(source.name, draft, why=why), 0 if self._dry_run else 1
        made = revision(draft)
        there = self._there(made.number)
        decided = plan(draft, made, there)
        doubles = tuple(self._doubles(draft, made))
        outcome = Outcome(source.name, draft, decided, doubles)
        if self._dry_run:
            return outcome._replace(why="this is a dry run"), 0
        if decided.action is Action.SAME:
            return outcome._replace(why=decided.reason), 0
        if decided.action is Action.KEEP:
            remark(f"{source.name}: {decided.reason}; nothing was written")
            return outcome._replace(why=decided.reason), 1
        if decided.action is not Action.NEW and not self._agreed(decided, made.number):
            why = f"{decided.reason}; --force writes {self._path(decided, made.number)}"
            remark(f"{source.name}: {why}")
            return outcome._replace(why=why), 1
        return self._write(outcome, revision(draft, decided.revision), decided), 0

    def _read(self, source: Source) -> Draft:
        from kbassist import articles, desk, importer

        if source.text.startswith("---\n") and articles.parse(source.text)[0] is not None:
            raise importer.Unrecognised("this is an article already; put it into the folder")
        draft = importer.read(source.text, desk.check_alone, source.name, self._given)
        if not self._ask:
            return draft
        given = self._answers(source.name, draft)
        if given == self._given:
            return draft
        return importer.read(source.text, desk.check_alone, source.name, given)

    # ----------------------------------------------------------------------------------- questions

    def _answers(self, name: str, draft: Draft) -> Given:
        """What a person says to the questions of *draft*."""
        from kbassist.importer import Part
        from kbassist.render.page import text_line
        from kbassist.template import dump

        given = self._given
        starts = dict(given.starts)
        remark(f"{name}: {draft.title or 'without a title'}")
        for one in draft.questions:
            if one.field in ("number", "title"):
                said = question(f"{one.text} (Enter: leave it)")
                if said and one.field == "number":
                    given = _given(said, given.title)
                elif said:
                    given = given._replace(title=said)
            elif one.field == "signatures" and draft.signatures and one is draft.questions[-1]:
                show(text_line(dump(p.template), lead=" " * 8) for p in draft.signatures)
                yes = agreed(f"{one.text} (Enter: yes; n: no signatures)", default=True)
                if yes is not None:
                    given = given._replace(signed=yes)
            elif one.taken:
                line = self._line(one)
                if line is not None:
                    starts[Part(one.field)] = line
        return given._replace(starts=starts)

    def _line(self, one: Question) -> int | None:
        """The line where a part begins; None where nobody says it."""
        from kbassist.render.page import text_line

        show(text_line(text, lead=f"{line:>6}  ") for line, text in one.choices)
        said = question(f"{one.field}: {one.text} (Enter: yes; else its line, or 0: there is none)")
        if said is None:
            return None
        if not said:
            return one.taken
        allowed = {0, one.taken, *(line for line, _ in one.choices)}
        if said.isdecimal() and int(said) in allowed:
            return int(said)
        remark(f"{said!r} is none of these lines; left as it is")
        return None

    def _agreed(self, decided: Plan, number: str) -> bool:
        """Whether what is there may be changed."""
        if self._force:
            return True
        if not self._ask:
            return False
        remark(decided.reason)
        if decided.changes is not None:
            from kbassist.render import changes

            show(changes.page(decided.changes))
        return bool(agreed(f"Write {self._path(decided, number)}? (y/N)", default=False))

    # -------------------------------------------------------------------------------- what is there

    def _there(self, number: str) -> list[Revision]:
        from kbassist.model import UnknownArticle

        found: list[Revision] = []
        if self._kb is not None:
            with suppress(UnknownArticle):
                found += self._kb.revisions(number)
        fresh = self._fresh.get(number, [])
        names = {one.revision for one in fresh}
        return [one for one in found if one.revision not in names] + fresh

    def _doubles(self, draft: Draft, made: Revision) -> Iterator[Double]:
        """Other articles that answer the same message, have the same title, or say much the same."""
        from kbassist.importer import existing
        from kbassist.importer.report import Double
        from kbassist.importer.values import same_title
        from kbassist.model import StoreUnavailable, Verdict

        seen = {made.number, *made.supersedes}
        others = [one for fresh in self._fresh.values() for one in fresh]
        if self._kb is not None:
            for one in draft.signatures:
                result = self._kb.match(one.sample)
                best = result.best
                if best and result.verdict is Verdict.MATCH and best.article not in seen:
                    seen.add(best.article)
                    yield Double(best.article, f"it answers “{one.sample}” already")
            with suppress(StoreUnavailable):
                others += [hit.revision for hit in self._kb.search(existing.title(made), limit=10)]
        for other in others:
            if other.number in seen:
                continue
            if same_title(existing.title(made), existing.title(other)):
                seen.add(other.number)
                yield Double(other.number, "it has the same title")
            elif existing.likeness(made, other) >= ALIKE:
                seen.add(other.number)
                yield Double(other.number, "its cause and resolution say much the same")

    # -------------------------------------------------------------------------------------- writing

    def _path(self, decided: Plan, number: str) -> Path:
        from kbassist.importer import Action

        if decided.action is Action.REPLACE and decided.against is not None:
            return Path(decided.against.path)
        return self._folder / number / f"r{decided.revision}.md"

    def _write(self, outcome: Outcome, made: Revision, decided: Plan) -> Outcome:
        from kbassist import articles
        from kbassist.importer import Action

        path = self._path(decided, made.number)
        text = articles.dump(made)
        read, faults = articles.parse(text, str(path))
        if read is None:
            raise KBError(f"{outcome.source}: the draft cannot be read again: {faults[0].message}")
        articles.save(path, text, over=decided.action is Action.REPLACE)
        self._fresh.setdefault(made.number, []).append(replace(made, path=str(path)))
        return outcome._replace(written=str(path))
