"""Importing a vendor's message catalogue: what `kbassist import --catalogue` does."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kbassist import options
from kbassist.formats import CatalogueFormat
from kbassist.model import MESSAGES, KBError
from kbassist.terminal import Format, agreed, emit_json, emit_page, may_ask, question, remark

if TYPE_CHECKING:
    from kbassist.articles.messages import Catalogue
    from kbassist.catalogue import Found, Source
    from kbassist.render.page import Line

SHOWN = 5
"""Texts that are shown of what is weak or left out."""
MANY = 5_000
"""Messages that take longer than a moment to be indexed."""
TOLD = 100
"""The same in JSON."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SUFFIX = re.compile(r"(?:^|[_.-])(?P<language>[a-z]{2})(?P<country>[_-][A-Z]{2})?$")
_LANGUAGES = frozenset(
    """ar bg bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk ko lt lv
    mk ms nb nl nn no pl pt ro ru sk sl sq sr sv ta te th tr uk ur vi zh""".split()
)
"""Languages that the name of a file may end with."""


class Wanted(NamedTuple):
    """What is to be imported, and where to."""

    files: Sequence[Path]
    articles: Sequence[Path] | None
    name: str | None = None
    product: str | None = None
    versions: Sequence[str] = ()
    language: str | None = None
    format: CatalogueFormat | None = None
    dry_run: bool = False
    force: bool = False
    no_input: bool = False


def import_catalogue(wanted: Wanted, form: Format | None) -> None:
    """Write the catalogue's messages to `NAME.messages.jsonl` and say what was made of it.

    Raises KBError where a file is none that can be read, no message is found, or the file of another
    import would be replaced.
    """
    from kbassist import catalogue, desk
    from kbassist.articles import messages

    files = wanted.files
    if not files and sys.stdin.isatty():
        raise KBError("name the files of the catalogue, or send it through a pipe")
    files = files or [Path("-")]
    sources = [_source(path, wanted) for path in files]
    name = wanted.name or _name(files, wanted.no_input)
    if not _NAME.fullmatch(name):
        raise KBError(f"--name takes letters, digits, `-`, `_` and `.`, not {name!r}")
    found = catalogue.read(name, sources, desk.background(), wanted.language or "en")
    if not found.messages:
        said = f": {_told(found)}" if found.skipped else ""
        raise KBError(f"there is no message in {', '.join(one.name for one in sources)}{said}")
    head = messages.Catalogue(
        name,
        wanted.product or "",
        versions=tuple(wanted.versions),
        language=wanted.language or "en",
    )
    path = options.folder_to_write(wanted.articles, wanted.dry_run) / f"{name}{MESSAGES}"
    if not wanted.dry_run:
        _write(path, head, found, wanted)
    if form is Format.JSON:
        emit_json(_document(path, head, found, sources, not wanted.dry_run))
    else:
        emit_page(_page(path, found, sources, wanted.dry_run), form)
    if not wanted.dry_run:
        if len(found.messages) > MANY:
            remark(f"taking {len(found.messages):,} messages into the index")
        # now, so that nobody has to wait for it at a look-up
        options.opened(wanted.articles).close()


def _write(path: Path, head: Catalogue, found: Found, wanted: Wanted) -> None:
    from kbassist import articles
    from kbassist.articles.messages import dump

    if path.exists() and not wanted.force:
        asked = f"{path} exists already. Replace it? (y/N)"
        if not (may_ask(wanted.no_input) and agreed(asked, default=False)):
            raise KBError(f"{path} exists already; --force replaces it")
    articles.save(path, "".join(dump(head, found.messages)), over=True)


# ------------------------------------------------------------------------------------------- input


def _source(path: Path, wanted: Wanted) -> Source:
    """A file of the catalogue, its format recognised."""
    from kbassist.catalogue import Source, recognise
    from kbassist.paste import LARGEST, decoded

    if str(path) == "-":
        name, data = "standard input", sys.stdin.buffer.read(LARGEST + 1)
    elif path.is_dir():
        raise KBError(f"{path} is a folder; name the files of the catalogue")
    else:
        name = str(path)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    text = decoded(data, name).replace("\r\n", "\n").replace("\r", "\n")
    return Source(name, text, wanted.format or recognise(name, text), _language(path))


def _language(path: Path) -> str:
    """The language that the name of a file ends with, or empty."""
    found = _SUFFIX.search(path.stem)
    if not found or found["language"] not in _LANGUAGES:
        return ""
    return found[0].lstrip("_.-").replace("_", "-")


def _name(files: Sequence[Path], no_input: bool) -> str:
    """The name of the catalogue: that of its files, without a language."""
    stems = {_SUFFIX.sub("", one.stem) if _language(one) else one.stem for one in files}
    stem = stems.pop() if len(stems) == 1 else ""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._")
    if name:
        return name
    if may_ask(no_input):
        name = question("What is the catalogue to be called?") or ""
    if not name:
        raise KBError("the catalogue needs a name: give it with --name")
    return name


# ------------------------------------------------------------------------------------------ report


def _told(found: Found) -> str:
    """`3 texts left out: it is empty`."""
    from kbassist.render.page import counted

    return "; ".join(
        f"{counted(len(places), 'text')} left out: {why}" for why, places in found.skipped.items()
    )


def _languages(found: Found) -> str:
    return ", ".join(f"{language} {count:,}" for language, count in sorted(found.languages.items()))


def _page(path: Path, found: Found, sources: Sequence[Source], dry_run: bool) -> Iterator[Line]:
    from kbassist.render.page import Line, Piece, Role, counted, one_line, text_line

    for one in sources:
        yield text_line(f"{one.name}: {one.format}", Role.DIM)
    signatures = sum(found.languages.values())
    said = f": {counted(len(found.messages), 'message')}, {counted(signatures, 'signature')}"
    languages = f" ({_languages(found)})" if found.languages else ""
    would = "would write " if dry_run else ""
    yield Line((Piece(would), Piece(one_line(str(path)), Role.STRONG), Piece(said + languages)))
    if found.weak:
        says = "says" if len(found.weak) == 1 else "say"
        said = f"{counted(len(found.weak), 'text')} {says} too little to be matched on"
        yield text_line(said, Role.DOUBT)
        for number, text in found.weak[:SHOWN]:
            yield text_line(f"{number}: {text}", Role.DIM, "  ", "    ")
        yield from _more(len(found.weak))
    for why, places in found.skipped.items():
        yield text_line(f"{counted(len(places), 'text')} left out: {why}", Role.DOUBT)
        for place in places[:SHOWN]:
            yield text_line(place[:200], Role.DIM, "  ", "    ")
        yield from _more(len(places))


def _more(count: int) -> Iterator[Line]:
    from kbassist.render.page import Role, text_line

    if count > SHOWN:
        yield text_line(f"and {count - SHOWN:,} more", Role.DIM, "  ")


def _document(
    path: Path, head: Catalogue, found: Found, sources: Sequence[Source], written: bool
) -> dict[str, Any]:
    return {
        "schema": "kbassist.catalogue/1",
        "path": str(path),
        "written": written,
        "catalogue": head.catalogue,
        "product": head.product or None,
        "versions": list(head.versions),
        "files": [{"name": one.name, "format": str(one.format)} for one in sources],
        "messages": len(found.messages),
        "signatures": dict(sorted(found.languages.items())),
        "examples": [
            {
                "number": one.number,
                "key": one.key or None,
                "codes": list(one.codes),
                "signatures": {language: list(texts) for language, texts in one.signatures.items()},
            }
            for one in found.messages[:SHOWN]
        ],
        "weak": {
            "count": len(found.weak),
            "texts": [{"number": number, "text": text} for number, text in found.weak[:TOLD]],
        },
        "skipped": [
            {"why": why, "count": len(places), "places": places[:TOLD]}
            for why, places in found.skipped.items()
        ],
    }
