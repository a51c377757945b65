"""The article files of a set of folders, and what tells that one has changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence

from kbassist.model import SNIPPETS, StoreUnavailable, is_catalogue

Stamp = tuple[int, int, int]
"""A file's time of modification and of change of its state, in nanoseconds, and its size.

A size below 0 is the error (`-errno`) for which a file or a folder cannot be looked at.
"""


def listing(folders: Sequence[str]) -> dict[str, Stamp]:
    """Every article file and catalogue under *folders*, absolute paths, with its stamp.

    They are `**/*.md` and `**/*.messages.jsonl`; what is hidden is left out, as is the folder `snippets`
    of each; a folder reached twice, through links or otherwise, counts once. A folder that cannot be read
    is listed itself, with its error. Raises StoreUnavailable where one of *folders* is no readable folder.
    """
    found: dict[str, Stamp] = {}
    seen: set[str] = set()
    links: list[str] = []
    pending = [(folder, _real(folder)) for folder in folders]
    while pending or links:
        if not pending:  # folders that are really here come before those that are linked to
            links.sort(reverse=True)
            link = links.pop()
            pending.append((link, _real(link)))
        path, real = pending.pop()
        if real in seen:
            continue
        seen.add(real)
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith(".") or (name == SNIPPETS and path in folders):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        pending.append((entry.path, f"{real}{os.sep}{name}"))
                    elif entry.is_symlink() and os.path.isdir(entry.path):
                        links.append(entry.path)
                    elif (name[-3:].lower() == ".md" or is_catalogue(name)) and (
                        stamp := _stamp(entry)
                    ):
                        found[entry.path] = stamp
        except OSError as error:
            if path in folders:
                raise StoreUnavailable(_why_not(path, error)) from error
            found[path] = (0, 0, -(error.errno or 1))
    return found


def check(folders: Sequence[str]) -> None:
    """Raises StoreUnavailable where one of *folders* is no folder."""
    for folder in folders:
        try:
            if not stat.S_ISDIR(os.stat(folder).st_mode):
                raise NotADirectoryError
        except OSError as error:
            raise StoreUnavailable(_why_not(folder, error)) from error


def problem(stamp: Stamp) -> str:
    """Why a listed path cannot be looked at, or empty."""
    return f"this cannot be read: {os.strerror(-stamp[2])}" if stamp[2] < 0 else ""


def _real(path: str) -> str:
    """What tells a folder from others, however it is reached; to be followed by a separator."""
    return os.path.realpath(path).rstrip(os.sep)


def _stamp(entry: os.DirEntry[str]) -> Stamp | None:
    """None where there is no file any more, or none that could be read to its end."""
    try:
        status = entry.stat()
    except FileNotFoundError as error:
        return (0, 0, -(error.errno or 1)) if entry.is_symlink() else None
    except OSError as error:
        return 0, 0, -(error.errno or 1)
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size


def _why_not(path: str, error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return f"there is no folder {path}; name the folder that holds the articles"
        case NotADirectoryError():
            return f"{path} is a file; name the folder that holds the articles"
    return f"the folder {path} cannot be read: {error.strerror}"
