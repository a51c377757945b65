"""What an index holds of a revision, found out before it is written: texts, and lists of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from kbassist.keys import pattern_keys, revision_keys
from kbassist.model import ArticleFault, Revision
from kbassist.store import codec, fold_number, fold_revision
from kbassist.store.lookup import COLUMNS, facets, fold_text, texts

BARE = 2
"""The state of a revision that is a bare message."""


class Entry(NamedTuple):
    """A revision; see `build` for what the tables hold of it."""

    number: str
    folded: str
    """The number in the form in which numbers are compared."""
    name: str
    """Its revision in that form."""
    audience: str
    state: int
    data: str
    """All of it, as `codec` writes it."""
    supersedes: Sequence[str]
    """Folded numbers."""
    keys: Sequence[str]
    patterns: Sequence[tuple[str, Sequence[str]]]
    """Every signature as `codec` writes it, and its keys."""
    columns: Sequence[str | None]
    """The text of every column of the search."""
    facets: Sequence[tuple[str, str]]


Taken = tuple[Entry | None, Sequence[str]]
"""What reading a file gave: its revision, and its faults as `codec` writes them."""


def take(path: str, revision: Revision | None, faults: Iterable[ArticleFault]) -> Taken:
    """What an index writes of what the file *path* gave."""
    faults, found = list(faults), None
    if revision:
        data = codec.encode(revision)
        if storable(revision, data):
            found = entry(revision, data)
        else:
            faults.append(ArticleFault(path, 0, "this holds characters that are no text"))
    return found, [codec.encode_fault(one) for one in faults]


def entry(revision: Revision, data: str) -> Entry:
    """*revision*, whose encoded form is *data*."""
    return Entry(
        revision.number,
        fold_number(revision.number),
        fold_revision(revision.revision),
        revision.audience.value,
        BARE if revision.bare else int(revision.confidence.value == "archived"),
        data,
        [fold_number(old) for old in revision.supersedes],
        revision_keys(revision),
        [(codec.encode_pattern(revision, one), pattern_keys(one)) for one in revision.signatures],
        _searchable(revision),
        facets(revision),
    )


def storable(revision: Revision, data: str) -> bool:
    """Whether *revision*, whose encoded form is *data*, can be written as UTF-8."""
    if "\\ud" not in data:  # no half of a pair, and no whole one either
        return True
    try:
        text = json.loads(codec.encode(replace(revision, path="")))
        json.dumps(text, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _searchable(revision: Revision) -> list[str | None]:
    """The text of every column of the search; SQLite itself folds ASCII as `fold_text` does."""
    found: dict[str, str | None] = dict.fromkeys(one.name for one in COLUMNS)
    for name, text in texts(revision).items():
        found[name] = text if text.isascii() else fold_text(text)
    return list(found.values())
