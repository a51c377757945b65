"""What every format of catalogue is read into, and what could not be."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from kbassist.model import KBError, Kind


class Entry(NamedTuple):
    """One text of one message in one language."""

    key: str
    """What names the message in its catalogue; empty where nothing but its text does."""
    texts: tuple[str, ...]
    """In our own writing; several where it has plural forms."""
    line: int
    """Where it begins, from 1."""
    language: str = ""
    """Empty: the language of the file."""
    code: str = ""
    """The message's code as the product prints it, or empty."""
    kinds: Mapping[str, Kind] = MappingProxyType({})


class Skipped(NamedTuple):
    """A text that became no message."""

    why: str
    line: int
    text: str = ""


class Unreadable(KBError):
    """A file that is no catalogue, or none of the format that was named."""
