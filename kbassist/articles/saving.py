"""Texts → their files, whole or not at all: written aside, then moved into place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path


def save(path: Path, text: str, *, over: bool) -> None:
    """See `kbassist.articles.save`."""
    target = path.resolve()
    if target.exists() and not over:
        raise FileExistsError(17, "there is such a file already", str(path))
    place({target: (text.encode(),)})


def place(texts: Mapping[Path, Iterable[bytes]]) -> None:
    """See `kbassist.articles.place`."""
    aside: dict[Path, str] = {}
    path = Path()
    try:
        for path, pieces in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, aside[path] = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.")
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
            mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
            os.chmod(aside[path], mode)
        for path in texts:
            os.replace(aside[path], path)
            del aside[path]
    except OSError as error:
        name = Path(str(error.filename or "")).name
        if error.errno and (not name or name.startswith(f".{path.name[:80]}.")):
            error.filename = str(path)  # the file that was named, not the one aside
            if name:
                error.strerror = f"cannot be written there: {error.strerror}; name another place"
        raise
    finally:
        for name in aside.values():
            with suppress(OSError):
                os.unlink(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
