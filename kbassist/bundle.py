"""A whole base in one file, and the files of a base back out of it, byte for byte.

Two writings of the same. JSON Lines:

    {"schema": "kbassist.bundle/1", "audience": "internal", "complete": true, "files": 1}
    {"path": "2577062/r1.md", "text": "---\\nnumber: …"}

and Markdown, in which each file is a block of code that is fenced by more tildes than stand in it:

    <!-- kbassist.bundle/1 {"audience": "internal", "complete": true, "files": 1} -->
    ## 2577062/r1.md

    ~~~~markdown
    ---
    number: …
    ~~~~

A file that is no UTF-8 is written in base64. What is written for readers outside the desk is not complete:
it begins in the same way, with `"complete": false`, and is not read back.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO, NamedTuple

from kbassist import articles
from kbassist.model import SNIPPETS, Audience, KBError, is_catalogue

SCHEMA = "kbassist.bundle/1"
HEAD = 300
"""Bytes by which a bundle is recognised."""
SIZE = 1_000_000_000
"""How many bytes a bundle may have that is read."""
_PLAIN = re.compile(r"[^\W_](?:[\w ./()+,@=-]*[\w./()+,@=-])?")
"""A path that stands in a heading as it is."""
_TITLE = re.compile(r"## (?P<path>.+)")
_FENCE = re.compile(r"(?P<fence>~{4,})(?P<kind>markdown|json|base64)(?P<open> no-line-end)?")


class File(NamedTuple):
    """One file of a base."""

    path: str
    """From its folder of articles, with `/` between the parts: `2577062/r1.md`."""
    data: bytes


def files(folders: Sequence[Path]) -> list[tuple[str, Path]]:
    """Every article file, catalogue and wording in *folders*, with its path in a bundle, in order of that.

    Raises StoreUnavailable where one is no folder, KBError where two files have the same path.
    """
    from kbassist.store.files import listing, problem

    found: dict[str, Path] = {}
    for folder in folders:
        listed = listing([str(folder)])
        if (folder / SNIPPETS).is_dir():
            listed |= listing([str(folder / SNIPPETS)])
        for name, stamp in listed.items():
            if problem(stamp):
                raise KBError(f"{name}: {problem(stamp)}")
            path = Path(name)
            inside = path.relative_to(folder).as_posix()
            if not _safe(inside):
                raise KBError(f"{path} has a name that no other machine may take; rename it")
            if inside in found:
                raise KBError(
                    f"{found[inside]} and {path} would have the same name; export one folder"
                )
            found[inside] = path
    return sorted(found.items())


def head(audience: Audience, complete: bool, many: int) -> dict[str, Any]:
    """What a bundle of *many* files, or articles, says of itself first."""
    return {"schema": SCHEMA, "audience": str(audience), "complete": complete, "files": many}


# ------------------------------------------------------------------------------------------ writing


def json_line(document: Mapping[str, Any]) -> bytes:
    """*document* as a line of JSON in plain ASCII, so that no pipe can spoil it."""
    return json.dumps(document).encode("ascii") + b"\n"


def jsonl(many: Sequence[tuple[str, Path]]) -> Iterator[bytes]:
    """The bundle of *many* files as JSON Lines."""
    yield json_line(head(Audience.INTERNAL, True, len(many)))
    for path, place in many:
        data = place.read_bytes()
        try:
            yield json_line({"path": path, "text": data.decode()})
        except UnicodeDecodeError:
            yield json_line({"path": path, "base64": base64.b64encode(data).decode("ascii")})


def comment(about: Mapping[str, Any]) -> bytes:
    """The first line of a bundle in Markdown."""
    said = {name: value for name, value in about.items() if name != "schema"}
    return f"<!-- {SCHEMA} {json.dumps(said)} -->\n".encode()


def markdown(many: Sequence[tuple[str, Path]]) -> Iterator[bytes]:
    """The bundle of *many* files as Markdown."""
    yield comment(head(Audience.INTERNAL, True, len(many))) + b"\n# Knowledge base\n"
    for path, place in many:
        yield _block(File(path, place.read_bytes()))


def _block(file: File) -> bytes:
    kind, data = "json" if is_catalogue(file.path) else "markdown", file.data
    try:
        data.decode()
    except UnicodeDecodeError:
        kind, data = "base64", base64.encodebytes(data)
    longest = max(map(len, re.findall(rb"~+", data)), default=0)
    fence = b"~" * max(4, longest + 1)
    whole = not data or data.endswith(b"\n")
    title = file.path if _PLAIN.fullmatch(file.path) else json.dumps(file.path)
    return (
        f"\n## {title}\n\n".encode()
        + fence
        + kind.encode()
        + (b"\n" if whole else b" no-line-end\n")
        + data
        + (b"" if whole else b"\n")
        + fence
        + b"\n"
    )


# ------------------------------------------------------------------------------------------ reading


def load(file: BinaryIO) -> tuple[bytes, bool]:
    """What is in *file* if it is a bundle, else only its beginning; and whether it is one."""
    data = file.read(HEAD)
    if not recognised(data):
        return data, False
    data += file.read(SIZE)
    if len(data) > SIZE:
        raise KBError(f"this export is larger than {SIZE:,} bytes and was not read")
    return data, True


def recognised(data: bytes) -> bool:
    """Whether *data*, or a text that begins with it, is a bundle."""
    first = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    return first.startswith(f"<!-- {SCHEMA} ".encode()) or bool(
        re.match(rb'\{\s*"schema"\s*:\s*"' + re.escape(SCHEMA.encode()) + b'"', first)
    )


def read(data: bytes) -> tuple[File, ...]:
    """The files in a bundle, in either writing.

    Raises KBError, with the line, where it is damaged, incomplete, or names a path that none may have.
    """
    if not recognised(data):
        raise KBError("this is no export of kbassist")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    about, found = _read_markdown(data) if data.startswith(b"<!--") else _read_jsonl(data)
    if about.get("complete") is not True:
        raise KBError(
            f"this export was written for the audience {about.get('audience')} and is not complete;"
            " only an internal one can be imported"
        )
    if about.get("files") != len(found):
        raise KBError(f"this export has {len(found)} of {about.get('files')} files; it was cut off")
    seen: set[str] = set()
    for one in found:
        if not _safe(one.path):
            raise KBError(f"this export names a file that none may have: {one.path!r}")
        if one.path in seen:
            raise KBError(f"this export has the file {one.path!r} twice")
        seen.add(one.path)
    return tuple(found)


def _read_jsonl(data: bytes) -> tuple[dict[str, Any], list[File]]:
    about: dict[str, Any] = {}
    found: list[File] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
            if number == 1:
                about = dict(document)
                if about.get("complete") is not True:
                    break
            elif "text" in document:
                found.append(File(str(document["path"]), str(document["text"]).encode()))
            else:
                text = base64.b64decode(document["base64"], validate=True)
                found.append(File(str(document["path"]), text))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise KBError(f"line {number} of this export is damaged: {error}") from None
    return about, found


def _read_markdown(data: bytes) -> tuple[dict[str, Any], list[File]]:
    lines = data.split(b"\n")
    try:
        about = dict(json.loads(lines[0].strip()[len(f"<!-- {SCHEMA} ") : -len("-->")]))
    except (ValueError, TypeError, RecursionError):
        raise KBError("the first line of this export is damaged") from None
    found: list[File] = []
    path: str | None = None
    number = 1
    while number < len(lines) and about.get("complete") is True:
        line = lines[number].rstrip(b"\r").decode(errors="replace")
        number += 1
        fence = _FENCE.fullmatch(line)
        if fence and path is not None:
            end = fence["fence"].encode()
            start = number
            while number < len(lines) and lines[number].rstrip(b"\r") != end:
                number += 1
            if number == len(lines):
                raise KBError(f"line {start} of this export begins a file that does not end")
            found.append(File(path, _content(lines[start:number], fence, start)))
            path, number = None, number + 1
        elif (title := _TITLE.fullmatch(line)) and path is None:
            path = _path(title["path"], number)
        elif line.strip() and not line.startswith("# "):
            raise KBError(f"line {number} of this export belongs to no file")
    return about, found


def _path(written: str, number: int) -> str:
    if not written.startswith('"'):
        return written
    try:
        return str(json.loads(written))
    except ValueError:
        raise KBError(f"line {number} of this export is damaged") from None


def _content(lines: Sequence[bytes], fence: re.Match[str], number: int) -> bytes:
    data = b"\n".join(lines)
    if lines and not fence["open"]:
        data += b"\n"
    if fence["kind"] != "base64":
        return data
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except ValueError:
        raise KBError(f"the file that begins in line {number} of this export is damaged") from None


def _safe(path: str) -> bool:
    """Whether *path* names an article file or a catalogue inside its folder, on any machine."""
    parts = path.split("/")
    return (
        path.isprintable()
        and len(path) < 500
        and not {"\\", ":", "\0"} & set(path)
        and all(part and not part.startswith(".") and part == part.strip() for part in parts)
        and not PurePosixPath(path).is_absolute()
        and not PureWindowsPath(path).is_absolute()
        and (path.lower().endswith(".md") or is_catalogue(path))
    )


# ---------------------------------------------------------------------------------------- unpacking


def unpack(
    found: Iterable[File], folder: Path, force: bool = False, dry_run: bool = False
) -> tuple[Path, ...]:
    """Write the files of a bundle to *folder*; those written, without the ones that are there already.

    All are written aside and then moved; in a *dry_run* none is. Raises KBError, and writes nothing,
    where another file is in the way of one and not *force*, or where a link leads out of *folder*; OSError.
    """
    wanted: dict[Path, bytes] = {}
    inside = folder.resolve()
    for one in found:
        path = folder.joinpath(*one.path.split("/"))
        if not _safe(one.path) or not path.resolve().is_relative_to(inside):
            raise KBError(f"{path} leads out of {folder}; nothing was written")
        if not path.is_file() or path.read_bytes() != one.data:
            wanted[path] = one.data
    there = [path for path in wanted if os.path.lexists(path)]
    if there and not force:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise KBError(f"{there[0]}{more} exists already; --force replaces it; nothing was written")
    if not dry_run:
        articles.place({path: (data,) for path, data in wanted.items()})
    return tuple(wanted)
