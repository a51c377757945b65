"""How far somebody has come with a ticket's article: one file for each ticket, in the user's folder for data.

It holds what is needed to go on: ticket, article, the values in its steps, and what was said of each step.
Secrets among the values are left out. Only its owner may read it, and a walk that is finished is deleted.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from kbassist.model import Audience, Flag, KBError, Source, Variable
from kbassist.redact import SECRETS, find
from kbassist.sent import folder
from kbassist.walkthrough import Said, State, Walk

SCHEMA = "kbassist.walk/1"
LARGEST = 16 * 1024 * 1024
"""Bytes of such a file."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A walk that may be gone on with."""

    ticket: str
    article: str
    revision: str
    newest: str
    """The article's newest revision when it was begun."""
    edition: str
    """What the article said then, see `receipt.edition`."""
    audience: Audience
    """Who is going to read the work note, and with it every note and reason."""
    language: str
    """Of the work note."""
    allow_unvalidated: bool
    started: str
    """UTC, `2027-01-31T12:00Z`."""
    walk: Walk
    variables: Mapping[str, Variable] = field(default_factory=dict)


def keepable(variables: Mapping[str, Variable]) -> dict[str, Variable]:
    """*variables* without those whose value is a secret, by itself or by the placeholder's name."""
    return {
        name: Variable(one.value, one.source, None, one.flags)
        for name, one in variables.items()
        if one.value and not find(f"{name}={one.value}", SECRETS) and not find(one.value, SECRETS)
    }


def place(ticket: str) -> Path:
    """The file of *ticket*; two tickets never have the same, whatever the file system takes for one name."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", ticket).strip("-")[:40]
    return folder() / "walks" / f"{readable}-{sha256(ticket.encode()).hexdigest()[:16]}.json"


def read(ticket: str) -> Progress | None:
    """What is kept of *ticket*; None where nothing is. Raises KBError for a file that holds no walk."""
    path = place(ticket)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST)
    except FileNotFoundError:
        return None
    try:
        return _progress(json.loads(data), ticket)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise KBError(
            f"{path} holds no walk of {ticket}; name the article and begin again with --restart"
        ) from None


def write(now: Progress, before: Progress | None) -> None:
    """Keep *now* in place of *before*, whole or not at all.

    Raises KBError where something else is kept by now: the ticket is being walked twice at once.
    """
    if read(now.ticket) != before:
        raise KBError(
            f"{now.ticket} is being walked somewhere else, too; what is kept is from there"
        )
    path = place(now.ticket)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_suffix(f".{os.getpid()}")
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(_document(now), file)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def delete(ticket: str) -> None:
    """Keep nothing of *ticket* any more."""
    place(ticket).unlink(missing_ok=True)


def _document(one: Progress) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "ticket": one.ticket,
        "article": one.article,
        "revision": one.revision,
        "newest": one.newest,
        "edition": one.edition,
        "audience": str(one.audience),
        "language": one.language,
        "allow_unvalidated": one.allow_unvalidated,
        "started": one.started,
        "position": one.walk.position,
        "steps": one.walk.steps,
        "said": [
            {"state": str(said.state), "reason": said.reason, "notes": said.notes}
            for said in one.walk.said
        ],
        "values": {
            name: {"value": known.value, "source": known.source, "flags": list(known.flags)}
            for name, known in one.variables.items()
        },
    }


_TEXTS = ("ticket", "article", "revision", "newest", "edition", "language", "started")


def _progress(found: Any, ticket: str) -> Progress:
    """Raises ValueError, LookupError, TypeError or AttributeError for anything but a walk of *ticket*."""
    if found["schema"] != SCHEMA or found["ticket"] != ticket:
        raise ValueError(found["schema"])
    if not all(isinstance(found[name], str) for name in _TEXTS):
        raise TypeError(_TEXTS)
    walk = Walk(int(found["steps"]), tuple(map(_said, found["said"])), int(found["position"]))
    if not (0 <= walk.steps <= len(walk.said) and 0 <= walk.position <= len(walk.said)):
        raise ValueError(walk.position)
    return Progress(
        **{name: found[name] for name in _TEXTS},
        audience=Audience(found["audience"]),
        allow_unvalidated=bool(found["allow_unvalidated"]),
        walk=walk,
        variables={name: _variable(one) for name, one in found["values"].items()},
    )


def _said(found: Any) -> Said:
    reason, notes = found["reason"], tuple(found["notes"])
    if not all(isinstance(one, str) for one in (reason, *notes)):
        raise TypeError(reason)
    return Said(State(found["state"]), reason, notes)


def _variable(found: Any) -> Variable:
    if not isinstance(found["value"], str):
        raise TypeError(found["value"])
    source = Source(found["source"]) if found["source"] else None
    return Variable(found["value"], source, None, tuple(map(Flag, found["flags"])))
