"""Where the user's own files lie: the folders for configuration, for data and for what can be made again."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def configuration() -> Path | None:
    """The folder for configuration, which need not exist; None where there is none."""
    return _folder(
        "KBASSIST_CONFIG", "XDG_CONFIG_HOME", "~/.config", "~/Library/Application Support"
    )


def data() -> Path | None:
    """The folder for data, which need not exist; None where there is none."""
    return _folder(
        "KBASSIST_DATA", "XDG_DATA_HOME", "~/.local/share", "~/Library/Application Support"
    )


def cache() -> Path | None:
    """The folder for what can be made again, which need not exist; None where there is none."""
    return _folder(
        "KBASSIST_CACHE", "XDG_CACHE_HOME", "~/.cache", "~/Library/Caches", "LOCALAPPDATA"
    )


def _folder(variable: str, xdg: str, usual: str, mac: str, windows: str = "APPDATA") -> Path | None:
    """What *variable* names, else `kbassist` in the folder that the platform has for such files.

    On Linux and the like that is what *xdg* names or the *usual* one; a relative path there does not count.
    """
    if named := os.environ.get(variable):
        return Path(os.path.expanduser(named))
    if sys.platform == "win32":
        base = os.environ.get(windows, "")
    elif sys.platform == "darwin":
        base = os.path.expanduser(mac)
    else:
        base = os.environ.get(xdg, "")
        if not os.path.isabs(base):
            base = os.path.expanduser(usual)
    return Path(base, "kbassist") if os.path.isabs(base) else None
