"""Where the user's own files lie, on each platform."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kbassist import places


@pytest.mark.parametrize(
    ("platform", "variables", "configuration", "data"),
    [
        ("linux", {"HOME": "/h"}, "/h/.config/kbassist", "/h/.local/share/kbassist"),
        (
            "linux",
            {"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "HOME": "/h"},
            "/c/kbassist",
            "/d/kbassist",
        ),
        (
            "linux",
            {"XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": "d", "HOME": "/h"},
            "/h/.config/kbassist",
            "/h/.local/share/kbassist",
        ),
        ("linux", {"KBASSIST_CONFIG": "/c", "KBASSIST_DATA": "~/d", "HOME": "/h"}, "/c", "/h/d"),
        (
            "darwin",
            {"HOME": "/h"},
            "/h/Library/Application Support/kbassist",
            "/h/Library/Application Support/kbassist",
        ),
        ("win32", {"APPDATA": "/Roaming"}, "/Roaming/kbassist", "/Roaming/kbassist"),
        ("win32", {}, None, None),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="other paths")
def test_where_the_user_s_files_lie(
    platform: str,
    variables: dict[str, str],
    configuration: str | None,
    data: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("KBASSIST_CONFIG", "KBASSIST_DATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert places.configuration() == (configuration and Path(configuration))
    assert places.data() == (data and Path(data))
