"""Where raw texts come from: files, folders, archives and the pipe, each read within bounds."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from kbassist import binary
from kbassist.text import decode

LARGEST = 4 * 1024 * 1024
"""Bytes of one text."""
MOST = 10_000
"""Texts in one archive."""
ALL = 256 * 1024 * 1024
"""Bytes of all texts of one archive, unpacked."""
ENDINGS = (".txt", ".html", ".htm", ".xhtml", ".md", ".text")
"""The files that are read in a folder and in an archive."""


class Source(NamedTuple):
    """A text, or why there is none."""

    name: str
    text: str = ""
    problem: str = ""


def read(paths: Iterable[Path], pipe: BinaryIO | None = None) -> Iterator[Source]:
    """The texts of *paths* in their order, those of folders and archives by name; `-` is the *pipe*.

    Nothing is unpacked to disk. What cannot be read is told and does not hide the others.
    """
    for path in paths:
        if str(path) == "-":
            yield _pipe(pipe)
        elif path.is_dir():
            yield from _folder(path)
        else:
            yield from _file(path)


def _pipe(pipe: BinaryIO | None) -> Source:
    if pipe is None:
        return Source("the pipe", problem="there is no pipe to read")
    return _text("the pipe", pipe.read(LARGEST + 1))


def _folder(folder: Path) -> Iterator[Source]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [
            Path(place, name)
            for name in names
            if not name.startswith(".") and name.casefold().endswith((*ENDINGS, ".zip"))
        ]
    for path in sorted(found):
        yield from _file(path)
    if not found:
        yield Source(str(folder), problem=f"no {', '.join(ENDINGS)} or .zip file is in it")


def _file(path: Path) -> Iterator[Source]:
    try:
        with path.open("rb") as file:
            head = file.read(binary.HEAD)
            file.seek(0)
            if head.startswith(b"PK\x03\x04") and not binary.document(head):
                yield from _archive(file, str(path))
                return
            data = file.read(LARGEST + 1)
    except OSError as error:
        yield Source(str(path), problem=f"cannot be read: {error.strerror or error}")
        return
    yield _text(str(path), data)


def _archive(file: BinaryIO, name: str) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [
                one
                for one in archive.infolist()
                if not one.is_dir()
                and one.filename.casefold().endswith(ENDINGS)
                and not one.filename.startswith("__MACOSX/")
            ]
            problem = _too_much(members)
            if problem or not members:
                yield Source(name, problem=problem or "no text is in this archive")
                return
            for one in sorted(members, key=lambda one: one.filename):
                yield _member(archive, one, f"{name}:{one.filename}")
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        yield Source(name, problem=f"the archive cannot be read: {error}")


def _too_much(members: list[zipfile.ZipInfo]) -> str:
    if len(members) > MOST:
        return f"{len(members):,} texts in one archive; {MOST:,} are the most"
    total = sum(one.file_size for one in members)
    if total > ALL:
        return f"{total:,} bytes when unpacked; {ALL:,} are the most"
    return ""


def _member(archive: zipfile.ZipFile, one: zipfile.ZipInfo, name: str) -> Source:
    if one.flag_bits & 1:
        return Source(name, problem="it is encrypted")
    try:
        with archive.open(one) as member:
            return _text(name, BytesIO(member.read(LARGEST + 1)).getvalue())
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        return Source(name, problem=f"cannot be read: {error}")


def _text(name: str, data: bytes) -> Source:
    if len(data) > LARGEST:
        return Source(
            name,
            problem=f"larger than {LARGEST // 2**20} MB; no article is, and none of it was read",
        )
    if what := binary.kind(data):
        return Source(name, problem=f"this is no text but {what}")
    if not data.strip():
        return Source(name, problem="it is empty")
    text = decode(data)
    if binary.odd(text) > 0.01:
        return Source(name, problem="this is no text: it holds bytes that no text has")
    return Source(name, text)
