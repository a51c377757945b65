"""Words in samples that look like secrets, or like the names of real people.

Conservative: an address at example.org, `password=***` and an ID of zeros are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbassist.articles import Place, Where
from kbassist.check.base import Base
from kbassist.model import ArticleFault, Revision

TOLD = 20
"""How many of them are told of one article."""
_VALUE = (
    r"[\"']?\s*(?:=\s*[\"']?(?P<value>[^\s\"',;&<>(){}\[\]]{4,})"
    r"|:\s*[\"']?(?P<other>(?=[^\s\"',;]*[\d!#$%+@])[^\s\"',;&<>(){}\[\]]{4,}))"
)
"""Behind `=` whatever stands there; behind a colon, as in prose, what is no mere word."""
_SECRETS = (
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    (
        "a token",
        re.compile(
            r"\b[Bb]earer\s+(?P<value>[\w.~+/-]{16,}=*)|\beyJ[\w-]{8,2000}\.eyJ[\w-]{8,2000}"
            r"|\bgh[pousr]_[A-Za-z0-9]{30,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}"
        ),
    ),
    ("a password", re.compile(rf"(?i)\b\w{{0,40}}(?:password|passwd|passwort|passphrase){_VALUE}")),
    (
        "a password",
        re.compile(r"\b[a-z][a-z0-9+.-]{0,20}://[^\s/:@]{1,100}:(?P<value>[^\s/@]{3,100})@"),
    ),
    (
        "a key",
        re.compile(
            rf"(?i)\b\w{{0,40}}(?:api[_-]?key|secret|access[_-]?token|client[_-]?secret){_VALUE}"
        ),
    ),
)
_PEOPLE = (
    ("the user ID of a customer", re.compile(r"\b[SP]00\d{8}\b")),
    ("the user ID of a business user", re.compile(r"\bCB\d{10}\b")),
    ("the user ID of an employee", re.compile(r"\b(?:[ID]\d{6}|C5\d{6})\b")),
    (
        "somebody's mail address",
        re.compile(r"\b[\w.%+-]{1,64}@(?P<value>(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63})\b"),
    ),
)
_INVENTED = re.compile(
    r"(?i)(?:.*\.)?example(?:\.(?:com|org|net))?|.*\.(?:test|invalid|localhost|local)"
)
_MASKED = re.compile(
    r"[*.x•_#?-]+|[$%].*|.*\.{3}|(?:not|null|none|true|false|wrong|missing)\b.*", re.IGNORECASE
)


def sensitive(base: Base) -> Iterator[ArticleFault]:
    """Samples, captures, strangers and examples that say what should be nobody's business."""
    for revision in base.revisions:
        told: set[str] = set()
        for where, text in _texts(revision):
            for what, found in looks(text):
                if found in told or len(told) == TOLD:
                    continue
                told.add(found)
                place = base.place(revision, where)
                line, column, _ = base.written(revision, found, place.line)
                yield base.fault(
                    "sensitive-text",
                    revision,
                    Place(line, column, ""),  # what must not be seen is not shown once more
                    f"this looks like {what}",
                    "write an invented one that shows what it is: S0000000000,"
                    " somebody@example.org, password=***",
                    warning=True,
                )


def looks(text: str) -> Iterator[tuple[str, str]]:
    """What *text* seems to give away: what it is, and the characters themselves."""
    for what, pattern in _SECRETS:
        for found in pattern.finditer(text):
            groups = found.groupdict()
            value = groups.get("value") or groups.get("other")
            if value is None or not _MASKED.fullmatch(value):
                yield what, found[0]
    for what, pattern in _PEOPLE:
        for found in pattern.finditer(text):
            host = found.groupdict().get("value")
            digits = set(re.sub(r"\D", "", found[0]))
            if not (_INVENTED.fullmatch(host) if host else len(digits) < 2):
                yield what, found[0]


def _texts(revision: Revision) -> Iterator[tuple[Where, str]]:
    for i, sample in enumerate(revision.samples):
        yield ("samples", i), sample.paste
        for name, value in sample.captures.items():
            yield ("samples", i, "captures", name), value
    for i, stranger in enumerate(revision.strangers):
        yield ("strangers", i), stranger
    for name, placeholder in revision.placeholders.items():
        for field, text in (("example", placeholder.example), ("default", placeholder.default)):
            if text:
                yield ("placeholders", name, field), text
