"""The clipboard: what reads it, and the ways to write it.

`plan` says which ways there are, from what is known of the place, and what each of them is given; `copy`
goes them, one after the other, until one has led there. A desktop's own program does it for certain. A
terminal is only asked (by the control sequence OSC 52) and gives no answer, so what went to it was sent and
not copied. What is sent is cleaned of control characters first, and to a terminal it goes in base64.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kbassist.model import KBError
from kbassist.text import clean, decode

SECONDS: float = 10
"""How long a program may take."""
TERMINAL = "/dev/tty"
"""The terminal that the program was started from, wherever its output goes."""
LARGEST_SENT = 100_000
"""Bytes of a control sequence; terminals and what stands between cut longer ones off, without a word."""
PIECE = 240
"""Bytes of a sequence that GNU screen passes on in one piece; its buffer for them is small."""

REMOTE = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")
"""Set where the desktop is on another machine; the programs of this one would copy to nobody."""
FROM_TMUX = (*REMOTE, "DISPLAY", "WAYLAND_DISPLAY")
"""What tmux knows better than its panes: a session may be left on one machine and looked at from another."""
DEAF = ("", "dumb", "linux")
"""Values of TERM that tell of a terminal without a clipboard."""

BUFFER = "Ctrl-B ] pastes it, or ] after whatever your prefix is"


class NoClipboard(KBError):
    """The clipboard can be neither read nor written here; the message says what would help."""


Command = tuple[str, ...]
Encoder = Callable[[str, str], bytes]


def _utf8(text: str, html: str) -> bytes:
    return (html or text).encode()


def _utf16(text: str, html: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-16-le")


def _both(text: str, html: str) -> bytes:
    return json.dumps({"text": text, "html": html}).encode()


def _windows(text: str, html: str) -> bytes:
    return _both(text.replace("\n", "\r\n"), windows_html(html))


@dataclass(frozen=True, slots=True)
class Tool:
    """What one program does with the clipboard."""

    reads: Command = ()
    """Prints the clipboard; empty where it cannot."""
    writes: Command = ()
    """Copies the plain text of its standard input."""
    formats: Command = ()
    """Copies HTML, for editors that paste formatted text."""
    beside: bool = False
    """Whether `formats` copies the plain text as well, for fields that take no more."""
    encode: Encoder = _utf8
    """What its standard input gets, of the text and the HTML."""
    needs: str = ""
    """The variable of the environment that says that its desktop is there."""


_READ = (
    "-NoProfile",
    "-Command",
    "[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-Clipboard -Raw",
)
_GIVEN = "$ErrorActionPreference = 'Stop'; $given = (@($input) -join '') | ConvertFrom-Json; "
_WRITE = ("-NoProfile", "-STA", "-Command", _GIVEN + "Set-Clipboard -Value $given.text")
_FORMAT = (
    "-NoProfile",
    "-STA",
    "-Command",
    _GIVEN + "Add-Type -AssemblyName System.Windows.Forms;"
    " $data = New-Object System.Windows.Forms.DataObject;"
    " $data.SetData('UnicodeText', $given.text);"
    " $data.SetData('HTML Format', $given.html);"
    " [System.Windows.Forms.Clipboard]::SetDataObject($data, $true)",
)
_PASTEBOARD = """
ObjC.import('AppKit');
function run() {
  const read = $.NSFileHandle.fileHandleWithStandardInput.readDataToEndOfFile;
  const text = $.NSString.alloc.initWithDataEncoding(read, $.NSUTF8StringEncoding);
  const given = JSON.parse(ObjC.unwrap(text));
  const board = $.NSPasteboard.generalPasteboard;
  board.clearContents;
  board.setStringForType($(given.html), 'public.html');
  board.setStringForType($(given.text), 'public.utf8-plain-text');
}
"""


def _powershell(name: str) -> Tool:
    return Tool((name, *_READ), (name, *_WRITE), (name, *_FORMAT), beside=True, encode=_windows)


_XCLIP = ("xclip", "-selection", "clipboard")
MAC = (
    Tool(formats=("osascript", "-l", "JavaScript", "-e", _PASTEBOARD), beside=True, encode=_both),
    Tool(("pbpaste",), ("pbcopy",)),
)
WINDOWS = (_powershell("powershell"), _powershell("pwsh"), Tool(writes=("clip",), encode=_utf16))
WSL = (_powershell("powershell.exe"), Tool(writes=("clip.exe",), encode=_utf16))
TERMUX = (Tool(("termux-clipboard-get",), ("termux-clipboard-set",)),)
WAYLAND = (
    Tool(
        ("wl-paste", "--no-newline"),
        ("wl-copy", "--type", "text/plain;charset=utf-8"),
        ("wl-copy", "--type", "text/html"),
        needs="WAYLAND_DISPLAY",
    ),
)
X11 = (
    Tool((*_XCLIP, "-o"), (*_XCLIP, "-in"), (*_XCLIP, "-target", "text/html"), needs="DISPLAY"),
    Tool(("xsel", "--clipboard", "--output"), ("xsel", "--clipboard", "--input"), needs="DISPLAY"),
)
TO_INSTALL = {"WAYLAND_DISPLAY": "wl-clipboard", "DISPLAY": "xclip", "TERMUX_VERSION": "termux-api"}
"""Which package brings a program for the desktop that a variable tells of."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the program runs."""

    platform: str
    """As `sys.platform`."""
    environment: Mapping[str, str]
    has: Callable[[str], bool]
    """Whether a program is installed."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the clipboard, or why there is none."""

    name: str
    """The program, or `terminal`."""
    said: str
    """What has been done when it was gone; with `closed`, why it cannot be."""
    command: Command = ()
    """Without one the data go to the terminal."""
    data: bytes = b""
    enough: bool = True
    """Whether nothing else need be done."""
    closed: bool = False


# ---------------------------------------------------------------------------------------- the plan


def tools(place: Place) -> tuple[Tool, ...]:
    """What this platform's clipboard is read and written with, the likeliest first."""
    if place.platform == "darwin":
        return MAC
    if place.platform == "win32":
        return WINDOWS
    known = place.environment.get
    desktop = (*WAYLAND, *X11) if known("WAYLAND_DISPLAY") else (*X11, *WAYLAND)
    if known("TERMUX_VERSION"):
        return TERMUX
    if known("WSL_DISTRO_NAME") or known("WSL_INTEROP"):
        return (*WSL, *desktop)
    return (*desktop, *WSL)


def plan(text: str, html: str | None, place: Place) -> tuple[Way, ...]:
    """The ways to copy *text*, to be tried in this order until one is enough.

    With *html* the same is copied as formatted text where that can be done. Both are clean already.
    """
    remote = any(map(place.environment.get, REMOTE))
    desktop = () if remote else tuple(_desktop(text, html or "", place))
    if place.environment.get("TMUX") and place.has("tmux"):
        local = any(not way.closed for way in desktop)
        buffer, terminal = _tmux(text, html, alone=not local)
        return (buffer, *desktop, terminal) if local else (*desktop, terminal, buffer)
    if place.platform != "win32":
        return (*desktop, _terminal(text, html, place))
    if remote:
        return (Way("terminal", "nothing leads to the clipboard over SSH", closed=True),)
    return desktop


def _tmux(text: str, html: str | None, alone: bool) -> tuple[Way, Way]:
    """Into tmux's buffer, and through it to the terminal; *alone* where no program of a desktop copies.

    They are not both gone unless they must, or the buffer would hold it twice.
    """
    plain = " as plain text" if html else ""
    only, there = (" only", f"; it is in tmux's buffer, too: {BUFFER}") if alone else ("", "")
    buffer = Way(
        "tmux",
        f"it is in tmux's buffer{only}{plain}: {BUFFER}",
        ("tmux", "load-buffer", "-"),
        text.encode(),
        enough=False,
    )
    terminal = Way(
        "tmux",
        f"sent{plain} through tmux to the terminal, which may keep it from the clipboard{there}",
        ("tmux", "load-buffer", "-w", "-"),
        text.encode(),
    )
    return buffer, _too_long(osc52(text)) or terminal


def _terminal(text: str, html: str | None, place: Place) -> Way:
    """To the terminal itself, or through GNU screen."""
    sequence, term = osc52(text), place.environment.get("TERM", "")
    if term in DEAF:
        return Way("terminal", f"this terminal has no clipboard (TERM={term})", closed=True)
    plain = " as plain text" if html else ""
    data = for_screen(sequence) if place.environment.get("STY") else sequence
    said = f"sent{plain} to the terminal, which may keep it from the clipboard"
    return _too_long(sequence) or Way("terminal", said, data=data)


def _too_long(sequence: bytes) -> Way | None:
    if len(sequence) <= LARGEST_SENT:
        return None
    said = f"{len(sequence):,} bytes are more than terminals are sure to take ({LARGEST_SENT:,})"
    return Way("terminal", said, closed=True)


def _desktop(text: str, html: str, place: Place) -> Iterator[Way]:
    """The ways over programs of this desktop, those that keep the formatting first."""
    there = [one for one in tools(place) if not one.needs or place.environment.get(one.needs)]
    found = False
    for one in there if html else ():
        if one.formats and place.has(one.formats[0]):
            found, name = True, one.formats[0]
            said = f"copied as formatted text with {name}"
            if one.beside:
                said += ", and as plain text for fields that take no more"
            else:
                said += "; for fields that take plain text only, copy it with --format text"
            yield Way(name, said, one.formats, one.encode(text, ascii_html(html)))
    for one in there:
        if one.writes and place.has(one.writes[0]):
            found, name = True, one.writes[0]
            said = f"copied as plain text with {name}" if html else f"copied with {name}"
            yield Way(name, said, one.writes, one.encode(text, ""))
    if not found:
        for name, package in TO_INSTALL.items():
            if place.environment.get(name):
                yield Way("desktop", f"no program here copies; install {package}", closed=True)
                break


def osc52(text: str) -> bytes:
    """The control sequence that asks a terminal to take *text* for its clipboard."""
    return b"\x1b]52;c;" + base64.b64encode(text.encode()) + b"\x07"


def for_screen(sequence: bytes) -> bytes:
    """*sequence* as GNU screen passes it on to the terminal that it runs in."""
    pieces = (sequence[at : at + PIECE] for at in range(0, len(sequence), PIECE))
    return b"".join(b"\x1bP" + piece + b"\x1b\\" for piece in pieces)


def ascii_html(html: str) -> str:
    """*html* with references for what is not ASCII, so that no program can take it for another encoding."""
    return html.encode("ascii", "xmlcharrefreplace").decode()


def windows_html(html: str) -> str:
    """*html*, all of it ASCII, as the clipboard format `HTML Format` of Windows: offsets first."""
    head = "Version:0.9\r\nStartHTML:{:010}\r\nEndHTML:{:010}\r\n"
    head += "StartFragment:{:010}\r\nEndFragment:{:010}\r\n"
    before, after = "<html><body><!--StartFragment-->", "<!--EndFragment--></body></html>"
    start = len(head.format(0, 0, 0, 0))
    fragment = start + len(before)
    end = fragment + len(html)
    return head.format(start, end + len(after), fragment, end) + before + html + after


def seen_from(environment: Mapping[str, str], shown: str) -> dict[str, str]:
    """*environment* as it is where somebody looks at tmux, which has *shown* it.

    A line is `NAME=value`, or `-NAME` where the variable is not set. What the connection says also holds for
    the other variables that tell of one.
    """
    now = dict(environment)
    for line in shown.splitlines():
        name, equals, value = line.removeprefix("-").partition("=")
        if name == REMOTE[0]:
            now = {name: value for name, value in now.items() if name not in REMOTE}
        if name in FROM_TMUX:
            now.pop(name, None)
            if equals:
                now[name] = value
    return now


# ----------------------------------------------------------------------------------------- the edge


def copy(text: str, html: str | None = None) -> str:
    """Copy *text* to the clipboard, with *html* as the same in formatted text; say what was done.

    What went to a terminal is said to be sent: whether it took it cannot be known. Raises NoClipboard where
    nothing could be done.
    """
    text, html = clean(text), None if html is None else clean(html)
    environment: Mapping[str, str] = os.environ
    if environment.get("TMUX"):
        environment = seen_from(environment, _shown_by_tmux())
    place = Place(sys.platform, environment, lambda name: shutil.which(name) is not None)
    done, failed = [], []
    for way in plan(text, html, place):
        if way.closed:
            failed.append(way.said)
        elif why := _run(way.command, way.data) if way.command else _send(way.data):
            failed.append(f"{way.name} failed ({why})")
        else:
            done.append(way.said)
            if way.enough:
                break
    reasons = dict.fromkeys(failed)
    if not done:
        raise NoClipboard(f"nothing was copied: {'; '.join(reasons) or 'no program here copies'}")
    return "; ".join([*reversed(done), *reasons])


def content() -> bytes:
    """What the clipboard holds. Raises NoClipboard where it cannot be read."""
    place = Place(sys.platform, os.environ, lambda name: shutil.which(name) is not None)
    commands = [tool.reads for tool in tools(place) if tool.reads]
    there = [command for command in commands if place.has(command[0])]
    if not there:
        names = ", ".join(command[0] for command in commands)
        raise NoClipboard(f"no program here reads the clipboard; install one of: {names}")
    said = ""
    for command in there:
        try:
            done = subprocess.run(  # noqa: S603
                command, capture_output=True, timeout=SECONDS, check=False, env=_environment()
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            said = said or str(error)
            continue
        if done.returncode == 0:
            return done.stdout
        said = said or decode(done.stderr).strip().partition("\n")[0]
    raise NoClipboard(f"the clipboard cannot be read: {said or 'it is empty'}")


def _environment() -> dict[str, str]:
    """What a program is started with; those of macOS take any other encoding from it."""
    return {**os.environ, **({"LC_ALL": "en_US.UTF-8"} if sys.platform == "darwin" else {})}


def _shown_by_tmux() -> str:
    """The environment of the session as tmux keeps it; empty where it does not answer."""
    try:
        done = subprocess.run(
            ("tmux", "show-environment"),  # noqa: S607
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace")


def _run(command: Command, data: bytes) -> str:
    """Give *data* to a program; why that failed, or nothing.

    It may leave a process of its own behind, which holds the clipboard and would hold a pipe as well, so its
    messages go to a file; and which a closing terminal must not end.
    """
    import tempfile

    with tempfile.TemporaryFile() as messages:
        try:
            done = subprocess.run(  # noqa: S603
                command,
                input=data,
                stdout=subprocess.DEVNULL,
                stderr=messages,
                timeout=SECONDS,
                check=False,
                start_new_session=True,
                env=_environment(),
            )
        except subprocess.TimeoutExpired:
            return f"no answer in {SECONDS} seconds"
        except OSError as error:
            return error.strerror or str(error)
        if done.returncode == 0:
            return ""
        messages.seek(0)
        first = decode(messages.read(4000)).strip().partition("\n")[0]
        return clean(first) or f"status {done.returncode}"


def _send(data: bytes) -> str:
    """Write *data* to the terminal that the program runs in; why that failed, or nothing."""
    try:
        with open(os.open(TERMINAL, os.O_WRONLY), "wb") as terminal:
            terminal.write(data)
    except OSError:
        return "there is none here; over SSH, ssh -t gives one"
    return ""
