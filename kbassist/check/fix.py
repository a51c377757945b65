"""What can be put right in an article's file without asking anybody.

Each mending changes the writing and never what it says: it counts only where the file gives the same
revision before and after, or, if the file cannot be read yet, fewer faults. Comments stay with the line
that they stand above or behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kbassist import articles
from kbassist.articles.fields import FIELDS
from kbassist.model import SECTIONS, Revision, is_catalogue

_FRONT = re.compile(r"(---[ \t]*\n)(.*?)(^---[ \t]*(?:\n|\Z))", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"([A-Za-z_]+):(?:[ ]|$)")
_HEADING = re.compile(r"^## +(?P<name>.*?)[ \t]*$", re.MULTILINE)
_SPACED = re.compile(r"(?:(?<!\n)\n+)?^(## .*)\n*", re.MULTILINE)
_BLANKS = re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE)
LINE_ENDS = "line ends"
_ORDER = {field.key: i for i, field in enumerate(FIELDS)}
_NAMES = {name.casefold(): name for name in SECTIONS}


class Fixed(NamedTuple):
    """A file that was put right, or could be."""

    path: Path
    before: str
    after: str
    """Its text; the same as before where nothing was to be done."""
    done: tuple[str, ...]
    """What was put right, in words."""
    refused: tuple[str, ...]
    """What was not, because the article would have said something else."""


def fix(path: Path) -> Fixed:
    """What can be put right in the file *path*, which stays as it is; see `write`.

    A file that is no UTF-8 is left alone. Raises OSError where it cannot be read.
    """
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        return Fixed(path, "", "", (), ())
    now, done, refused = text, [], []
    for name, mend in MENDINGS.items():
        better = mend(now)
        if better == now:
            continue
        before, faults = articles.parse(now)
        after, left = articles.parse(better)
        if before is None:
            good = len(left) < len(faults) or name == LINE_ENDS
        else:
            good = after is not None and _plain(before) == _plain(after)
        if good:
            now = better
            done.append(name)
        elif before is not None:
            refused.append(name)
    return Fixed(path, text, now, tuple(done), tuple(refused))


def write(fixed: Fixed) -> None:
    """Put the mended text in the file's place: written aside and moved, its permissions kept."""
    articles.save(fixed.path, fixed.after, over=True)


def _plain(revision: Revision) -> Revision:
    """*revision* without what only tells where things stand."""
    return replace(revision, sections=tuple(one._replace(line=0) for one in revision.sections))


# ---------------------------------------------------------------------------------------- mendings


def _line_ends(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _blanks(text: str) -> str:
    """Without blanks at the ends of lines; two of them break a line of Markdown and stay."""
    found = _FRONT.match(text)
    front, body = (text[: found.end()], text[found.end() :]) if found else ("", text)
    front = _BLANKS.sub("", front)
    return front + re.sub(r"^[ \t]+$|(?<![ \t])(?: |\t+)$", "", body, flags=re.MULTILINE)


def _fields(text: str) -> str:
    """With the fields of the front matter in their order, comments above a field going with it."""
    found = _FRONT.match(text)
    if not found:
        return text
    chunks: list[tuple[int, list[str]]] = []
    above: list[str] = []
    for line in found[2].splitlines(keepends=True):
        key = _KEY.match(line)
        if key:
            if key[1] not in _ORDER:
                return text
            chunks.append((_ORDER[key[1]], [*above, line]))
            above = []
        elif line.startswith("#") or (above and not line.strip()):
            above.append(line)
        elif chunks:
            chunks[-1][1].extend((*above, line))
            above = []
        else:
            return text
    chunks.sort(key=lambda chunk: chunk[0])
    ordered = "".join(line for _, lines in chunks for line in lines) + "".join(above)
    return found[1] + ordered + text[found.start(3) :]


def _headings(text: str) -> str:
    """With the names of sections as they are written."""
    found = _FRONT.match(text)
    if not found:
        return text

    def named(heading: re.Match[str]) -> str:
        name = _NAMES.get(" ".join(heading["name"].casefold().rstrip("#: ").split()))
        return f"## {name}" if name else heading[0]

    return text[: found.end()] + _HEADING.sub(named, text[found.end() :])


def _gaps(text: str) -> str:
    """With one empty line around the headings of sections, none doubled, and one line end at the end."""
    found = _FRONT.match(text)
    if not found:
        return text
    body = _SPACED.sub(r"\n\n\1\n\n", text[found.end() :])
    body = re.sub(r"\n{3,}", "\n\n", body).strip("\n")
    return text[: found.end()].rstrip("\n") + (f"\n\n{body}\n" if body else "\n")


MENDINGS: Mapping[str, Callable[[str], str]] = {
    LINE_ENDS: _line_ends,
    "quotes around messages": articles.mend,
    "blanks at line ends": _blanks,
    "order of the fields": _fields,
    "names of sections": _headings,
    "empty lines": _gaps,
}
"""What is put right, in this order: its name for people, and how."""


def files(folder: Path) -> Iterator[Path]:
    """The article files in *folder*, in order. Raises StoreUnavailable where it is none."""
    from kbassist.store.files import listing

    for path in sorted(listing([str(folder)])):
        if not is_catalogue(path):
            yield Path(path)
