"""Where the user's own files lie, on each platform."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kbassist import places

LINUX = "/h/.config/kbassist", "/h/.local/share/kbassist", "/h/.cache/kbassist"
MAC = "/h/Library/Application Support/kbassist"


@pytest.mark.parametrize(
    ("platform", "variables", "folders"),
    [
        ("linux", {"HOME": "/h"}, LINUX),
        (
            "linux",
            {"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_CACHE_HOME": "/e"},
            ("/c/kbassist", "/d/kbassist", "/e/kbassist"),
        ),
        (
            "linux",
            {"XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": "d", "XDG_CACHE_HOME": "e", "HOME": "/h"},
            LINUX,
        ),
        (
            "linux",
            {"KBASSIST_CONFIG": "/c", "KBASSIST_DATA": "~/d", "KBASSIST_CACHE": "e", "HOME": "/h"},
            ("/c", "/h/d", "e"),
        ),
        (
            "linux",
            {"KBASSIST_CACHE": "/e", "XDG_CACHE_HOME": "/x", "HOME": "/h"},
            (*LINUX[:2], "/e"),
        ),
        ("darwin", {"HOME": "/h"}, (MAC, MAC, "/h/Library/Caches/kbassist")),
        (
            "win32",
            {"APPDATA": "/Roaming", "LOCALAPPDATA": "/Local"},
            ("/Roaming/kbassist", "/Roaming/kbassist", "/Local/kbassist"),
        ),
        ("win32", {}, (None, None, None)),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="other paths")
def test_where_the_user_s_files_lie(
    platform: str,
    variables: dict[str, str],
    folders: tuple[str | None, str | None, str | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for kind in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.delenv(f"KBASSIST_{kind}", raising=False)
        monkeypatch.delenv(f"XDG_{kind}_HOME", raising=False)
    for name in ("APPDATA", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    found = places.configuration(), places.data(), places.cache()
    assert found == tuple(folder and Path(folder) for folder in folders)
