"""The command `kbassist new`: a pasted error, or a bare message of a catalogue, becomes an article."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kbassist import options
from kbassist.choice import read_paste
from kbassist.model import (
    Confidence,
    KBError,
    Kind,
    Node,
    Placeholder,
    Revision,
    Sample,
    Section,
    Signature,
    Source,
    Verdict,
)
from kbassist.terminal import Format, emit, emit_json, emit_page, may_ask, question, remark

if TYPE_CHECKING:
    from kbassist.desk import KnowledgeBase
    from kbassist.match import Rarity
    from kbassist.model import ArticleFault, MatchResult, Template
    from kbassist.render.page import Line


def new(
    words: options.Words = None,
    file: options.File = None,
    clipboard: options.Clipboard = False,
    number: Annotated[
        str | None,
        typer.Option("--number", metavar="NUMBER", help="The article's number; it is asked for."),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TITLE", help="Its title. Default: its message."),
    ] = None,
    signature: Annotated[
        list[str] | None,
        typer.Option(
            "--signature",
            metavar="TEXT",
            help="The message with {{placeholders}}, instead of a guess; may be repeated.",
            show_default=False,
        ),
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="NUMBER", help="Begin with this message of a catalogue."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; print what would be written.")
    ] = False,
    form: options.PlainOrJson = None,
    redact: options.Redact = True,
    no_input: options.NoInput = False,
    articles: options.Articles = None,
) -> None:
    """Begin an article from a pasted error.

    What a logger or a mail put around the message is taken away, and what looks like a value (names,
    numbers, paths, hosts, times, what stands in quotation marks) becomes a placeholder. On a terminal you
    see the message as it was understood and change what is wrong; then the filled article opens in the
    editor that VISUAL or EDITOR names. The message becomes its sample. It is written to NUMBER/r1.md in the
    first folder of --articles (else of KBASSIST_ARTICLES), never over another file, and checked. Passwords,
    mail addresses and the like in the text are replaced first.

    With --from a message of a catalogue becomes an article, which takes its place. With --signature or --from
    a text is only read where one is named.

    Exit status: 0 written, 1 written but check finds faults, 2 an error.

    \b
    Examples:
      kbassist new "Printing failed because queue FLOOR3-A is paused" --articles desk
      kbassist new --clipboard --number D-17
      kbassist new --from TID-01017 --articles desk
      kbassist new --number D-18 --title "The queue stands still" --signature "Queue {{queue}} stands still" \
--no-input
    """
    folder = options.folder_to_write(articles, dry_run)
    asks = may_ask(no_input)
    work = _Work(options.opened_if_there(articles), folder, asks)
    paste = ""
    if words or file or clipboard or not (signature or from_):
        paste = read_paste(words, file, clipboard, no_input)
        if redact:
            paste = work.shareable(paste)
    if from_ is not None:
        if number or signature:
            raise KBError("--from has the number and the message already")
        made = work.from_message(from_, paste)
    elif signature:
        made = work.from_signatures(signature, paste)
    else:
        made = work.from_paste(paste)
    made = work.named(made, number if from_ is None else made.number, title)
    work.warn(made)
    path, text = work.place(made), work.text(made)
    if dry_run:
        _print(form, _document(path, made, work, (), written=False), [], text)
        return
    if asks:
        from kbassist.dialogue import edited

        text = edited(text, path)
        path = work.renumbered(path, text)
    from kbassist import articles as files

    files.save(path, text)
    faults = _faults(articles, path)
    written, _ = files.parse(text, str(path))
    made = written or made
    document = _document(path, made, work, faults, written=True)
    _print(form, document, [*_page(path, made), *_told(faults)])
    if form is not Format.JSON:
        from kbassist.render.faults import told

        remark(f"{told(faults)} in {made.name}")
    raise typer.Exit(1 if any(not fault.warning for fault in faults) else 0)


class _Work:
    """What is known while an article is begun.

    *kb* are the articles that there are; None where their folder is still to be made.
    """

    def __init__(self, kb: KnowledgeBase | None, folder: Path, asks: bool) -> None:
        self.kb = kb
        self.folder = folder
        self.asks = asks
        self.warnings: tuple[str, ...] = ()

    def say(self, text: str) -> None:
        """Warn the author."""
        self.warnings += (text,)
        remark(text)

    # -------------------------------------------------------------------------------- the message

    def shareable(self, paste: str) -> str:
        """*paste* without secrets and mail addresses, which are no part of an article."""
        from kbassist.redact import for_sample, told

        made = for_sample(paste)
        if made.counts:
            self.say(
                f"replaced in the text: {told(made.counts)}; --no-redact keeps what stands there"
            )
        return made.text

    def from_paste(self, paste: str) -> Revision:
        """The article that a pasted error may begin."""
        from kbassist import dialogue, guess
        from kbassist.text import normalise

        from_lines = guess.messages(normalise(paste), _rarity())
        if not from_lines:
            raise KBError("no line of this text looks like a message; name it with --signature")
        message = from_lines[0]
        if self.asks:
            message = dialogue.chosen(from_lines)
        elif len(from_lines) > 1:
            self.say(
                f"of {len(from_lines)} lines that may be the message this was taken: {message}"
            )
        guessed = guess.guess(message)
        if self.asks:
            guessed = dialogue.corrected(guessed)
        return _sampled(_revision([guessed.template], guessed.kinds, guessed.codes), message)

    def from_signatures(self, signatures: Sequence[str], paste: str) -> Revision:
        """The article of the messages that the author wrote."""
        from kbassist import template

        templates = [template.parse(" ".join(one.split())) for one in signatures]
        for one in templates:
            if not any(isinstance(p, str) and re.search(r"[^\W_]", p) for p in one):
                raise KBError(
                    f"{template.dump(one)!r} has no word of its own: it would match everything"
                )
        made = _revision(templates, {}, ())
        if not paste:
            return made
        sampled = _sampled(made, paste)
        if not sampled.samples:
            return sampled
        from kbassist.guess import kind_of

        kinds = {name: kind_of(value) for name, value in sampled.samples[0].captures.items()}
        return _sampled(_revision(templates, kinds, ()), paste)

    def from_message(self, number: str, paste: str) -> Revision:
        """The article of a bare message."""
        if self.kb is None:
            raise KBError(f"there is no article {number}")
        bare = self.kb.get(number)
        if not bare.bare:
            raise KBError(f"{bare.name} is an article already: {bare.path}")
        if not bare.signatures:
            self.say(f"{bare.number} says too little to be matched on; give it a signature")
        symptom = bare.signatures[0].lines if bare.signatures else (bare.title,)
        made = replace(bare, path="", sections=_sections(symptom))
        return _sampled(made, paste) if paste else made

    # -------------------------------------------------------------------------- number, title, place

    def named(self, made: Revision, number: str | None, title: str | None) -> Revision:
        """*made* with its number, which is never invented, and its title."""
        from kbassist import template

        while not number and self.asks:
            said = question("Number of the article:")
            if said is None:
                break
            if said and (wrong := self._wrong(said)):
                remark(wrong)
            else:
                number = said
        if not number:
            raise KBError("the article needs a number: give it with --number")
        if wrong := self._wrong(number):
            raise KBError(wrong)
        if title is None and self.asks:
            default = template.dump(made.title)
            title = question(f"Title (Enter: {default})") or None
        if title is not None and title.strip():
            made = replace(made, title=template.parse(" ".join(title.split())))
        return replace(made, number=number)

    def _wrong(self, number: str) -> str:
        """Why the new article cannot have that number; empty where it can."""
        there = self._there(number)
        taken = f"there is an article {number} already: {there}" if there else ""
        return options.wrong_number(number) or taken

    def _there(self, number: str) -> str:
        """Where the article of that number is, which is no bare message; empty where there is none."""
        known = self.kb.store.revisions(number) if self.kb else ()
        path = self.folder / number / "r1.md"
        if known and not known[-1].bare:
            return known[-1].path
        return str(path) if path.exists() else ""

    def place(self, made: Revision) -> Path:
        """The file of the article."""
        return self.folder / made.number / f"r{made.revision}.md"

    def text(self, made: Revision) -> str:
        """The file's text. Raises KBError where it could not be read again."""
        from kbassist import articles

        text = articles.dump(made)
        _, faults = articles.parse(text, "the article")
        if faults:
            raise KBError(f"it cannot be written like this: {faults[0].message}")
        return text

    def renumbered(self, path: Path, text: str) -> Path:
        """*path*, or another one where the author gave it another number in the editor."""
        from kbassist import articles

        made, _ = articles.parse(text, str(path))
        if made is None or self.place(made) == path:
            return path
        if wrong := self._wrong(made.number):
            raise KBError(f"{wrong}; nothing was written")
        return self.place(made)

    # ----------------------------------------------------------------------------------- warnings

    def warn(self, made: Revision) -> None:
        """Say what the author should know before the article is written."""
        from kbassist.check.privacy import looks

        for sample in made.samples:
            for what in dict.fromkeys(what for what, _ in looks(sample.paste)):
                self.say(f"the sample holds what looks like {what}; write an invented one instead")
        if self.kb is None:
            return
        for paste in [sample.paste for sample in made.samples] or list(_printed(made)):
            if said := self._answered(self.kb.match(paste), made.number):
                self.say(said)
                break
        for number in self._taken(self.kb, made):
            self.say(
                f"a sample of {number} would match this article as well; say more in its signature"
            )

    def _answered(self, result: MatchResult, number: str) -> str:
        """Who answers the message already, and what to do about it."""
        best = result.best
        if best is None or best.article == number or self.kb is None:
            return ""
        sure = "answers" if result.verdict is Verdict.MATCH else "may answer"
        name = f"{best.article} r{best.revision}"
        if self.kb.get(best.article, best.revision).bare:
            return (
                f"this is message {best.article} of a catalogue; kbassist new --from {best.article}"
            )
        return f"{name} {sure} this already: {best.title}"

    def _taken(self, kb: KnowledgeBase, made: Revision) -> Iterator[str]:
        """The articles whose samples would not be theirs alone."""
        from kbassist.keys import runs
        from kbassist.text import tokenise

        known = [{word for run in runs(one) for word in run} for one in made.signatures]
        for newest in kb.articles():
            for other in kb.revisions(newest.number):
                near = [
                    sample
                    for sample in other.samples
                    if any(2 * len(own & set(tokenise(sample.paste))) > len(own) for own in known)
                ]
                if near and any(_loses(one.paste, other, made) for one in near):
                    yield other.name


def _loses(paste: str, other: Revision, made: Revision) -> bool:
    """Whether *made* would answer a sample of *other*, or leave it in doubt."""
    result = _alone(other, made).match(paste)
    return result.verdict is not Verdict.MATCH or (
        result.best is not None and result.best.article == made.number
    )


def _alone(*revisions: Revision) -> KnowledgeBase:
    """The knowledge base of these revisions only."""
    from kbassist.desk import KnowledgeBase
    from kbassist.store.memory import MemoryStore

    return KnowledgeBase(MemoryStore(revisions))


def _rarity() -> Rarity:
    from kbassist import desk
    from kbassist.match import Rarity

    return Rarity(desk.background(), 0, lambda words: {})


# --------------------------------------------------------------------------------------- the article


def _revision(
    templates: Sequence[Template], kinds: Mapping[str, Kind], codes: Sequence[str]
) -> Revision:
    """An article with these messages, a number still to come."""
    from kbassist import template

    names = dict.fromkeys(name for one in templates for name in template.names(one))
    return Revision(
        "0",
        templates[0],
        confidence=Confidence.WORK_IN_PROGRESS,
        codes=tuple(codes),
        placeholders={name: Placeholder(name, kinds.get(name, Kind.TEXT)) for name in names},
        signatures=tuple(Signature((one,), text=template.dump(one)) for one in templates),
        sections=_sections(templates),
    )


def _sections(messages: Iterable[Template]) -> tuple[Section, ...]:
    """What is to be filled in, the messages above it."""
    from kbassist import template

    shown = template.parse("\n".join(map(template.dump, messages)))
    return (
        Section("Symptom", (Node("code", shown),)),
        Section("Cause", ()),
        Section("Resolution", ()),
    )


def _sampled(made: Revision, paste: str) -> Revision:
    """*made* with the message in *paste* as its sample, and what is captured from it."""
    from kbassist.guess import trimmed

    result = _alone(replace(made, number="0")).match(paste)
    best = result.best
    if best is None or best.span is None:
        remark("the text does not match the message; it is no sample of it")
        return made
    captures = {
        name: one.value
        for name, one in best.variables.items()
        if one.value is not None and one.source in (Source.SIGNATURE, Source.HINT)
    }
    ends = [one.span for one in best.variables.values() if one.span] + [best.span]
    start, end = min(start for start, _ in ends), max(end for _, end in ends)
    sample = paste[start:end]
    if sample.count("[") > sample.count("]") and paste.startswith("]", end):
        sample += "]"  # of the token in place of a secret
    return replace(made, samples=(Sample(trimmed(sample), captures),))


def _printed(made: Revision) -> Iterator[str]:
    """What the messages of *made* may look like."""
    from kbassist.check.messages import rendered

    for one in made.signatures:
        yield rendered(one, made.placeholders)


# ------------------------------------------------------------------------------------------- report


def _faults(articles: Sequence[Path] | None, path: Path) -> tuple[ArticleFault, ...]:
    """What `check` finds in the new article."""
    there = [one for one in options.folders_of(articles) if one.is_dir()]
    kb = options.opened(there, faults=False)
    target = os.path.abspath(path)
    found = kb.check(only=[path.parent.name])
    return tuple(one for one in found if os.path.abspath(one.path) == target)


def _page(path: Path, made: Revision) -> Iterator[Line]:
    from kbassist import dialogue
    from kbassist.render.page import Role, text_line

    yield text_line(str(path), Role.STRONG)
    for one in made.signatures:
        for line in one.lines:
            yield from dialogue.message_lines(line)
    said = made.samples[0].captures if made.samples else {}
    yield from dialogue.value_lines(
        said, {name: one.kind for name, one in made.placeholders.items()}
    )


def _told(faults: Sequence[ArticleFault]) -> Iterator[Line]:
    from kbassist.render import faults as writing
    from kbassist.render.page import Line

    if faults:
        yield Line()
    yield from writing.page(faults)


def _print(
    form: Format | None, document: Mapping[str, Any], page: list[Line], text: str = ""
) -> None:
    if form is Format.JSON:
        emit_json(document)
    elif text:
        from kbassist.render.page import many_lines

        emit(many_lines(text))
    else:
        emit_page(page, form)


def _document(
    path: Path, made: Revision, work: _Work, faults: Iterable[ArticleFault], written: bool
) -> dict[str, Any]:
    """Schema `kbassist.new/1`."""
    from kbassist import template
    from kbassist.render.faults import to_json

    sample = made.samples[0] if made.samples else None
    return {
        "schema": "kbassist.new/1",
        "path": str(path),
        "written": written,
        "number": made.number,
        "revision": made.revision,
        "title": template.dump(made.title),
        "codes": list(made.codes),
        "signatures": [one.text for one in made.signatures],
        "placeholders": {name: str(one.kind) for name, one in made.placeholders.items()},
        "sample": sample and {"paste": sample.paste, "captures": dict(sample.captures)},
        "warnings": list(work.warnings),
        "faults": to_json(tuple(faults), False)["faults"],
    }
