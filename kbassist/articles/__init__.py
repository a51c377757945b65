"""Articles in files: Markdown with a YAML front matter ↔ `Revision`.

One table of fields (`fields.py`) drives parsing, faults, the JSON Schema and writing. A file that is
wrong gives all its faults at once and never an exception. YAML and Markdown are imported when needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kbassist.model import ArticleFault, Revision

Where = tuple[str | int, ...]
"""A place in the front matter: `("samples", 0, "captures", "existing_user")`."""


class Place(NamedTuple):
    """Where a field stands."""

    line: int
    """In the file, from 1."""
    column: int
    """From 1; 0 where the line is meant."""
    excerpt: str
    """The line, stripped."""


def read(path: str | Path, shown: str) -> tuple[Revision | None, tuple[ArticleFault, ...]]:
    """The revision in the file *path*, which faults call *shown*; None if there is any fault."""
    from kbassist.articles import load

    return load.read(path, shown)


def read_messages(path: str | Path, shown: str) -> Iterator[Revision | ArticleFault]:
    """The bare messages in the catalogue *path*, which faults call *shown*, and what is wrong with it."""
    from kbassist.articles import messages

    return messages.read(path, shown)


def parse(text: str, shown: str = "") -> tuple[Revision | None, tuple[ArticleFault, ...]]:
    """The revision that *text* writes; None if there is any fault."""
    from kbassist.articles import load

    return load.parse(text, shown)


def places(path: str) -> Mapping[Where, Place]:
    """For every field in the front matter of the file *path* where it stands.

    The whole file is `()`; a file that cannot be read has no fields.
    """
    from kbassist.articles import load

    return load.places(path)


def mend(text: str) -> str:
    """*text* with quotes around those messages that YAML takes for something else."""
    from kbassist.articles import load

    return load.mend(text)


def dump(revision: Revision) -> str:
    """The file that `parse` reads as *revision*, but for path, successor and numbers of lines."""
    from kbassist.articles import write

    return write.dump(revision)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the front matter, for editors."""
    from kbassist.articles import fields

    return fields.json_schema()


def place(texts: Mapping[Path, Iterable[bytes]]) -> None:
    """Write each file aside, then move all into place; where one cannot be written, none is.

    Folders are made where they are missing. Raises OSError.
    """
    from kbassist.articles import saving

    saving.place(texts)


def save(path: Path, text: str, *, over: bool = False) -> None:
    """Write *text* to the file *path*, aside and then moved, so that there is never half of it.

    Folders are made as needed. Raises FileExistsError where there is such a file and *over* is false.
    """
    from kbassist.articles import saving

    saving.save(path, text, over=over)
