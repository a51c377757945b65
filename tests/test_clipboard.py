"""Writing the clipboard: which ways there are, what each is given, and that it is done."""

from __future__ import annotations

import base64
import json
import os
import pty
import re
import shlex
import stat
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import clipboard
from kbassist.clipboard import NoClipboard, Place, Way
from tests.tables import Case, cases

pytestmark = pytest.mark.skipif(os.name == "nt", reason="programs are no scripts there")

CASES = cases(Path(__file__).parent / "tables" / "clipboard.txt")
TEXT = "Grüße an _CRM\n\tund *alle*\n"
HTML = "<p>Grüße an <code>_CRM</code></p>\n"


# ---------------------------------------------------------------------------------------- the plan


def place(given: str) -> tuple[Place, set[str]]:
    """The place that a table's example tells of, and the words on what is copied."""
    platform_and_more, programs, what = f"{given}\n\n".split("\n")[:3]
    platform, *variables = platform_and_more.split()
    environment = dict(one.split("=", 1) for one in variables)
    return Place(platform, environment, programs.split().__contains__), set(what.split())


def told(way: Way) -> str:
    """One line on a way."""
    if way.closed:
        return f"no {way.name}: {way.said}"
    if not way.command:
        return "terminal, through screen" if way.data.startswith(b"\x1bP") else "terminal"
    words = [word for word in way.command[:-1] if word not in ("-Command", "-e")]
    words += [] if {"-Command", "-e"} & set(way.command) else [way.command[-1]]
    words += ["formatted"] if "HTML Format" in way.command[-1] else []
    return ("" if way.enough else "+ ") + " ".join(words)


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_the_ways(case: Case) -> None:
    where, what = place(case.given)
    text = "x" * 100_000 if "long" in what else TEXT
    ways = clipboard.plan(text, HTML if "html" in what else None, where)
    assert "\n".join(map(told, ways)) == case.expected


def ways_of(given: str) -> dict[str, Way]:
    """The ways with formatted text, by their lines."""
    where, _ = place(given)
    return {told(way): way for way in clipboard.plan(TEXT, HTML, where)}


def test_what_each_program_is_given() -> None:
    x = ways_of("linux TERM=xterm DISPLAY=:0\nxclip")
    assert x["xclip -selection clipboard -in"].data.decode() == TEXT
    assert x["xclip -selection clipboard -target text/html"].data.isascii()
    assert unescape(x["xclip -selection clipboard -target text/html"].data.decode()) == HTML

    mac = ways_of("darwin TERM=xterm\nosascript pbcopy")
    both = json.loads(mac["osascript -l JavaScript"].data)
    assert (both["text"], unescape(both["html"])) == (TEXT, HTML)

    windows = ways_of("win32\npowershell clip")
    ends = TEXT.replace("\n", "\r\n")
    assert windows["clip"].data.decode("utf-16-le") == ends
    for line in ("powershell -NoProfile -STA", "powershell -NoProfile -STA formatted"):
        assert windows[line].data.isascii()
        assert b"\n" not in windows[line].data
        assert json.loads(windows[line].data)["text"] == ends


def test_what_is_said() -> None:
    """It names what became of the formatting, and promises nothing for a terminal."""
    x = ways_of("linux TERM=xterm DISPLAY=:0\nxclip")
    assert [way.said for way in x.values()] == [
        "copied as formatted text with xclip; for fields that take plain text only, copy it with"
        " --format text",
        "copied as plain text with xclip",
        "sent as plain text to the terminal, which may keep it from the clipboard",
    ]
    mac = ways_of("darwin TERM=xterm\nosascript pbcopy")
    assert mac["osascript -l JavaScript"].said == (
        "copied as formatted text with osascript, and as plain text for fields that take no more"
    )


@given(st.text().map(clipboard.ascii_html))
def test_the_offsets_of_windows_point_at_the_fragment(html: str) -> None:
    made = clipboard.windows_html(html)
    at = {name: int(value) for name, value in re.findall(r"^(\w+):(\d+)\r$", made, re.MULTILINE)}
    assert made[at["StartFragment"] : at["EndFragment"]] == html
    assert made[: at["StartFragment"]].endswith("<!--StartFragment-->")
    assert made[at["EndFragment"] :].startswith("<!--EndFragment-->")
    assert made[at["StartHTML"] : at["EndHTML"]].startswith("<html>")
    assert made[at["StartHTML"] : at["EndHTML"]].endswith("</html>")
    assert at["EndHTML"] == len(made.encode())


@given(st.text(min_size=1))
def test_a_sequence_holds_nothing_but_base64(text: str) -> None:
    sequence = clipboard.osc52(text)
    inside = re.fullmatch(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", sequence)
    assert inside
    assert base64.b64decode(inside[1]).decode() == text


def test_screen_is_given_small_pieces() -> None:
    sequence = clipboard.osc52(TEXT * 100)
    wrapped = clipboard.for_screen(sequence)
    pieces = re.findall(rb"\x1bP(.*?)\x1b\\", wrapped, re.DOTALL)
    assert b"".join(pieces) == sequence
    assert max(map(len, pieces)) <= clipboard.PIECE
    assert len(b"".join(pieces)) + 4 * len(pieces) == len(wrapped)


@pytest.mark.parametrize(
    ("before", "shown", "after"),
    [
        ("DISPLAY=:0", "SSH_CONNECTION=a\n-DISPLAY", "SSH_CONNECTION=a"),
        ("SSH_CONNECTION=a SSH_TTY=b DISPLAY=:1", "-SSH_CONNECTION\nDISPLAY=:0", "DISPLAY=:0"),
        ("SSH_CONNECTION=a SSH_TTY=b", "DISPLAY=:0", "SSH_CONNECTION=a SSH_TTY=b DISPLAY=:0"),
        ("TERM=screen", "TERM=xterm\nHOME=/\n-PATH", "TERM=screen"),
        ("SSH_TTY=b", "", "SSH_TTY=b"),
    ],
)
def test_where_somebody_looks_at_tmux(before: str, shown: str, after: str) -> None:
    """A session that was begun at one desk and is looked at from another belongs to the second."""
    environment = dict(one.split("=") for one in before.split())
    assert clipboard.seen_from(environment, shown) == dict(one.split("=") for one in after.split())


# ----------------------------------------------------------------------------------------- the edge

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts programs into an otherwise empty PATH, where there is no desktop, no tmux and no terminal."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in (*clipboard.FROM_TMUX, "TMUX", "STY", "WSL_DISTRO_NAME", "WSL_INTEROP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(clipboard, "TERMINAL", str(tmp_path / "no terminal"))
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("TERM", "xterm")

    def made(name: str, script: str = 'cat > "$0.got"') -> Path:
        """Installs a program; where its standard input goes, unless the *script* says otherwise."""
        program = folder / name
        program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return program.with_name(f"{name}.got")

    return made


def test_it_is_copied(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    got = install("wl-copy")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert clipboard.copy(TEXT) == "copied with wl-copy"
    assert got.read_text() == TEXT


def test_no_control_character_is_copied(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    got = install("xclip")
    monkeypatch.setenv("DISPLAY", ":0")
    clipboard.copy("a\x1b]52;c;eA==\x07b\x00\u202ec\u200b\r\n\td\ud800\n")
    assert got.read_text() == "abc\n\td\n"


def test_a_failing_program_is_named_and_the_next_one_copies(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("xclip", "echo 'no display' >&2; exit 1")
    got = install("xsel")
    monkeypatch.setenv("DISPLAY", ":0")
    assert clipboard.copy(TEXT) == "copied with xsel; xclip failed (no display)"
    assert got.read_text() == TEXT


def test_a_program_that_does_not_end_is_given_up(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("xclip", "exec sleep 60")
    install("xsel")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(clipboard, "SECONDS", 0.5)
    assert clipboard.copy(TEXT) == "copied with xsel; xclip failed (no answer in 0.5 seconds)"


def test_a_program_that_leaves_a_process_behind_is_not_waited_for(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As xclip does, whose child holds the clipboard and what it was started with."""
    got = install("xclip", 'cat > "$0.got"; sleep 8 &')
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(clipboard, "SECONDS", 5)
    assert clipboard.copy(TEXT) == "copied with xclip"
    assert got.read_text() == TEXT


def test_a_closing_terminal_does_not_end_what_holds_the_clipboard(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    its_own = "import os, sys; sys.exit(os.getsid(0) != os.getpid())"
    install("xclip", f"exec {shlex.quote(sys.executable)} -c {shlex.quote(its_own)}")
    monkeypatch.setenv("DISPLAY", ":0")
    assert clipboard.copy(TEXT) == "copied with xclip"


def test_the_programs_of_macos_are_told_the_encoding(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = install("pbcopy", 'printf %s "$LC_ALL" > "$0.got"; cat > /dev/null')
    install("pbpaste", 'printf %s "$LC_ALL"')
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("LC_ALL", "C")
    assert clipboard.copy(TEXT) == "copied with pbcopy"
    assert got.read_text() == clipboard.content().decode() == "en_US.UTF-8"


def test_formatted_text_falls_back_to_plain(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = install("xsel")
    monkeypatch.setenv("DISPLAY", ":0")
    assert clipboard.copy(TEXT, HTML) == "copied as plain text with xsel"
    assert got.read_text() == TEXT


TMUX = """case "$1 $2" in
  "show-environment ") printf '%s' "$SHOWN" ;;
  "load-buffer -w") test -z "$OLD" || { echo 'unknown option -- w' >&2; exit 1; }; cat > "$0.sent" ;;
  "load-buffer -") cat > "$0.got" ;;
esac"""


def test_inside_tmux(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = install("tmux", TMUX).with_name("tmux.sent")
    monkeypatch.setenv("TMUX", "/tmp/t,1,0")
    assert clipboard.copy(TEXT) == (
        "sent through tmux to the terminal, which may keep it from the clipboard;"
        f" it is in tmux's buffer, too: {clipboard.BUFFER}"
    )
    assert sent.read_text() == TEXT


def test_inside_an_old_tmux(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    got = install("tmux", TMUX)
    monkeypatch.setenv("TMUX", "/tmp/t,1,0")
    monkeypatch.setenv("OLD", "yes")
    assert clipboard.copy(TEXT) == (
        f"it is in tmux's buffer only: {clipboard.BUFFER}; tmux failed (unknown option -- w)"
    )
    assert got.read_text() == TEXT


def test_inside_tmux_on_a_desktop(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    got, other = install("tmux", TMUX), install("xclip")
    monkeypatch.setenv("TMUX", "/tmp/t,1,0")
    monkeypatch.setenv("DISPLAY", ":0")
    assert clipboard.copy(TEXT) == f"copied with xclip; it is in tmux's buffer: {clipboard.BUFFER}"
    assert got.read_text() == other.read_text() == TEXT
    assert not got.with_name("tmux.sent").exists(), "the terminal would overwrite the desktop's"


def test_a_session_of_the_desktop_looked_at_over_ssh(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is copied goes to whoever looks, not to the desktop where the session was begun."""
    sent, other = install("tmux", TMUX).with_name("tmux.sent"), install("xclip")
    monkeypatch.setenv("TMUX", "/tmp/t,1,0")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("SHOWN", "SSH_CONNECTION=10.0.0.1 22\n")
    assert clipboard.copy(TEXT).startswith("sent through tmux")
    assert sent.read_text() == TEXT
    assert not other.exists()


def test_the_terminal(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, its = pty.openpty()
    monkeypatch.setattr(clipboard, "TERMINAL", os.ttyname(its))
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 22")
    assert clipboard.copy(TEXT) == "sent to the terminal, which may keep it from the clipboard"
    assert os.read(ours, 10_000) == clipboard.osc52(TEXT)
    os.close(ours)
    os.close(its)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ("TERM=xterm", "terminal failed (there is none here; over SSH, ssh -t gives one)"),
        ("TERM=dumb", "this terminal has no clipboard (TERM=dumb)"),
        ("TERM=dumb WAYLAND_DISPLAY=w", "no program here copies; install wl-clipboard; this"),
        ("TERM=dumb DISPLAY=:0", "no program here copies; install xclip; this"),
    ],
)
def test_where_nothing_works(
    install: Install, monkeypatch: pytest.MonkeyPatch, variables: str, words: str
) -> None:
    for variable in variables.split():
        monkeypatch.setenv(*variable.split("=", 1))
    with pytest.raises(NoClipboard, match=f"nothing was copied: {re.escape(words)}"):
        clipboard.copy(TEXT)


def test_on_windows_without_a_program(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(NoClipboard, match="no program here copies"):
        clipboard.copy(TEXT)


# ---------------------------------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("platform", "display", "first"),
    [
        ("darwin", "", "pbpaste"),
        ("linux", "wayland-0", "wl-paste"),
        ("linux", "", "xclip"),
        ("win32", "", "powershell"),
    ],
)
def test_what_reads_it_on_each_platform(platform: str, display: str, first: str) -> None:
    where = Place(platform, {"WAYLAND_DISPLAY": display}, lambda name: True)
    reads = [tool.reads for tool in clipboard.tools(where) if tool.reads]
    assert reads[0][0] == first


def test_it_is_read(install: Install) -> None:
    install("xclip", "echo 'no display' >&2; exit 1")
    install("xsel", "printf 'Grüße'")
    assert clipboard.content().decode() == "Grüße"


def test_it_cannot_be_read(install: Install) -> None:
    with pytest.raises(
        NoClipboard, match=r"install one of: xclip, xsel, wl-paste, powershell\.exe"
    ):
        clipboard.content()
    install("xclip", "echo 'no display' >&2; exit 1")
    install("xsel", "exit 1")
    with pytest.raises(NoClipboard, match="the clipboard cannot be read: no display"):
        clipboard.content()
