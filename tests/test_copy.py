"""`--copy`: what is in the clipboard is what was printed, and nothing is when nothing may be."""

from __future__ import annotations

import base64
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kbassist import clipboard
from kbassist.cli import main
from kbassist.formats import SnippetFormat
from kbassist.text import clean

ERROR = "'Certificate is Already Assigned to User _SVC_ERP'. User ID: _CRM_02"
SNIPPET = ("snippet", ERROR, "--audience", "customer")
SPITEFUL = "_É\x1b]52;c;eA==\x07_\u202ex\u200b[b]{code}|<i>"

Copied = list[tuple[str, str | None]]


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One index for all."""
    with pytest.MonkeyPatch.context() as patch:
        made = tmp_path_factory.mktemp("cache")
        patch.setenv("KBASSIST_CACHE", str(made))
        patch.delenv("KBASSIST_ARTICLES", raising=False)
        yield made


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> Copied:
    """What is copied, plain and formatted."""
    made: Copied = []

    def copy(text: str, html: str | None = None) -> str:
        made.append((text, html))
        return "copied"

    monkeypatch.setattr(clipboard, "copy", copy)
    return made


@pytest.mark.parametrize("form", [one for one in SnippetFormat if one is not SnippetFormat.HTML])
def test_it_is_what_was_printed(
    form: SnippetFormat, copied: Copied, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--article", "2577062", "--set", "existing_user=_A", "--set", f"new_user={SPITEFUL}")
    assert main(["snippet", *given, "--format", form, "--copy"]) == 0
    printed = capsys.readouterr()
    assert copied == [(printed.out, None)]
    assert clean(printed.out) == printed.out, "it would be copied otherwise"
    assert printed.err == "kbassist: copied\n"


def test_html_is_copied_formatted_and_plain(
    copied: Copied, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*SNIPPET]) == 0
    text = capsys.readouterr().out
    assert main([*SNIPPET, "--format", "html", "--copy"]) == 0
    assert copied == [(text, capsys.readouterr().out)]


def test_a_whole_page_is_copied_as_its_source(
    copied: Copied, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*SNIPPET, "--format", "html", "--standalone", "--copy"]) == 0
    assert copied == [(capsys.readouterr().out, None)]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("Certificate is already assigned to user _A", "--audience", "customer"), 2),
        (("The printer is on fire",), 1),
        (("Is it bad that the certificate is already assigned to user _A?", "--article", "1"), 2),
        (("a certificate, assigned to another user already, cannot be uploaded",), 3),
        (("--article", "2322303", "--audience", "customer"), 2),
    ],
)
def test_nothing_is_copied_where_nothing_is_printed(
    arguments: tuple[str, ...],
    status: int,
    copied: Copied,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["snippet", *arguments, "--no-input", "--copy"]) == status
    assert capsys.readouterr().out == ""
    assert copied == []


def test_nothing_is_copied_unasked(copied: Copied) -> None:
    assert main([*SNIPPET]) == 0
    assert copied == []


def test_it_is_printed_even_where_it_cannot_be_copied(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def copy(text: str, html: str | None = None) -> str:
        raise clipboard.NoClipboard("nothing was copied: install xclip")

    monkeypatch.setattr(clipboard, "copy", copy)
    assert main([*SNIPPET, "--copy"]) == 2
    printed = capsys.readouterr()
    assert "_CRM_02" in printed.out
    assert printed.err.splitlines() == [
        "kbassist: for the customer",
        "kbassist: nothing was copied: install xclip",
    ]


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_text_without_its_secrets(
    form: str, copied: Copied, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["redact", "user joe, password=hunter2go", "--format", form, "--copy"]) == 0
    assert copied == [("user joe, password=[password-1]", None)]
    assert capsys.readouterr().err.endswith("kbassist: copied\n")


def test_a_text_with_its_secrets_back(copied: Copied, tmp_path: Path) -> None:
    map_ = str(tmp_path / "map")
    assert main(["redact", "password=hunter2go", "--map", map_]) == 0
    assert main(["redact", "it was [password-1]", "--restore", "--map", map_, "--copy"]) == 0
    assert copied == [("it was hunter2go", None)]


# ------------------------------------------------------------------------------------ as a process

ON_A_TERMINAL = (
    "import fcntl, os, sys, termios;"
    " fcntl.ioctl(int(sys.argv[1]), termios.TIOCSCTTY, 0);"
    " os.execv(sys.executable, [sys.executable, '-m', 'kbassist', *sys.argv[2:]])"
)
"""Makes a terminal the one that the program belongs to, and nothing else of it."""


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """The environment without a desktop, where only the programs of *folder* are."""
    dropped = {*clipboard.FROM_TMUX, "TMUX", "STY", "WSL_DISTRO_NAME", "WSL_INTEROP"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "PATH": str(folder), "PYTHONIOENCODING": "utf-8", "TERM": "xterm", **more}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_the_terminal_gets_it_and_a_pipe_does_not(tmp_path: Path) -> None:
    import pty

    ours, its = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-c", ON_A_TERMINAL, str(its), *SNIPPET, "--copy"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[its],
        start_new_session=True,
        env=surroundings(tmp_path, SSH_CONNECTION="10.0.0.1 22"),
    )
    os.close(its)
    arrived = b""
    try:
        while piece := os.read(ours, 65536):
            arrived += piece
    except OSError:
        pass  # how Linux says that nobody is at the other end any more
    out, err = program.communicate(timeout=60)
    os.close(ours)
    sent = re.fullmatch(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", arrived)
    assert sent
    assert base64.b64decode(sent[1]) == out
    assert b"_CRM_02" in out
    assert (
        err == b"kbassist: for the customer\n"
        b"kbassist: sent to the terminal, which may keep it from the clipboard\n"
    )
    assert program.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other platforms have programs of their own")
def test_a_program_of_the_desktop_gets_it(tmp_path: Path) -> None:
    program, got = tmp_path / "wl-copy", tmp_path / "got"
    script = f'#!/bin/sh\necho "$@" >&2\n/bin/cat > {shlex.quote(str(got))}\n'
    program.write_text(script)
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "kbassist", *SNIPPET, "--format", "html", "--copy"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=surroundings(tmp_path, WAYLAND_DISPLAY="wayland-0"),
        timeout=60,
        check=False,
    )
    assert (done.returncode, got.read_bytes()) == (0, done.stdout)
    assert done.stderr.startswith(
        b"kbassist: for the customer\nkbassist: copied as formatted text with wl-copy; "
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_without_any_way_it_is_printed_and_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kbassist", *SNIPPET, "--copy"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,
        env=surroundings(tmp_path, SSH_CONNECTION="10.0.0.1 22"),
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert b"_CRM_02" in done.stdout
    assert done.stderr == (
        b"kbassist: for the customer\n"
        b"kbassist: nothing was copied: terminal failed (there is none here; over SSH, ssh -t gives one)\n"
    )
