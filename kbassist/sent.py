"""Which snippet went to which ticket: a log of the user's own, to which lines are only ever added.

A line says when, ticket, article, revision, audience and receipt; nothing of a paste, and no value.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from kbassist import places
from kbassist.model import KBError
from kbassist.text import clean

NAME = "sent.jsonl"
_TICKET = re.compile(r"[\w#][\w./#:-]{0,99}")


class Sent(NamedTuple):
    """A snippet that was made for a ticket."""

    time: str
    """UTC, `2027-01-31T12:00:00Z`."""
    ticket: str
    article: str
    revision: str
    newest: str
    """The article's newest revision at that time."""
    audience: str
    receipt: str


def folder() -> Path:
    """Where the log lies. Raises KBError where the user has no folder for data."""
    data = places.data()
    if data is None:
        raise KBError("there is no folder for the log; name one in KBASSIST_DATA")
    return data


def ticket_name(ticket: str) -> str:
    """*ticket* without blanks and invisible characters. Raises KBError where it is no name of a ticket."""
    name = clean(ticket).strip()
    if not _TICKET.fullmatch(name):
        raise KBError(f"{ticket!r} is no ticket: it is made of letters, digits and . / # : - _")
    return name


def record(one: Sent) -> Path:
    """Add a line to the log, which only its owner may read, and give its file."""
    path = folder() / NAME
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = (json.dumps(one._asdict()) + "\n").encode()
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(handle).st_size
        if size and (os.lseek(handle, size - 1, os.SEEK_SET), os.read(handle, 1))[1] != b"\n":
            line = b"\n" + line  # the last one was not finished
        os.write(handle, line)
    finally:
        os.close(handle)
    return path


def read(say: Callable[[str], None]) -> Iterator[Sent]:
    """The log, oldest first; *say* is told of lines that cannot be read."""
    path = folder() / NAME
    broken = 0
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        for line in file:
            try:
                found = json.loads(line)
                one = Sent(*(found[name] for name in Sent._fields))
                if not all(isinstance(field, str) for field in one):
                    raise ValueError
            except (ValueError, LookupError, TypeError, RecursionError):
                broken += bool(line.strip())
                continue
            yield one
    if broken:
        say(f"{path}: {broken:,} line{'' if broken == 1 else 's'} cannot be read")
