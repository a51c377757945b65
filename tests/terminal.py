"""The program at a terminal of its own, as somebody sits there: a pseudo-terminal, typed into and read."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

PROGRAM = (
    "import fcntl, runpy, signal, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " signal.signal(signal.SIGINT, signal.default_int_handler);"
    " runpy.run_module('kbassist', run_name='__main__')"
)
"""Its terminal first becomes the one that Ctrl-C and a change of size come from.

Ctrl-C is heard even where the tests run in the background of a shell, which lets them ignore it.
"""
PATIENCE = 30.0
"""Seconds until a text that does not come is missed."""
AGAIN = 3.0
"""Seconds after which somebody presses Ctrl-C again."""


class Terminal:
    """kbassist at a terminal; its standard output goes to a file, the work note's place."""

    def __init__(
        self,
        *arguments: str,
        environment: Mapping[str, str],
        output: Path,
        columns: int = 80,
    ) -> None:
        self.output = output
        self.seen = ""
        """All that the terminal has shown."""
        self._at = 0
        self._closed = False
        self._master, slave = pty.openpty()
        self.resize(columns)
        sizes = ("COLUMNS", "LINES")
        inherited = {name: value for name, value in os.environ.items() if name not in sizes}
        with output.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, *arguments],
                stdin=slave,
                stdout=file,
                stderr=slave,
                start_new_session=True,
                env={**inherited, "TERM": "dumb", "NO_COLOR": "1", **environment},
            )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._master)

    def resize(self, columns: int) -> None:
        """Make the terminal so wide; what runs there is told."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def type(self, text: str) -> None:
        """Type *text*; `\\n` is Enter, `\\x03` Ctrl-C, `\\x04` Ctrl-D."""
        os.write(self._master, text.encode())

    def expect(self, pattern: str) -> str:
        """What is shown up to the first place where *pattern* fits, all before it left out the next time."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.seen[self._at :])):
            if not self._read(end):
                raise AssertionError(f"{pattern!r} never came; {self.seen[self._at :]!r} did")
        shown = self.seen[self._at : self._at + found.end()]
        self._at += found.end()
        return shown

    def answer(self, *lines: str) -> None:
        """Type each line where a question has come."""
        for line in lines:
            self.expect(r"\?: help\) $")
            self.type(f"{line}\n")

    def signal(self, which: signal.Signals) -> None:
        """Send a signal to the program."""
        self.process.send_signal(which)

    def interrupt(self) -> int:
        """Press Ctrl-C until the program ends; its exit status.

        Once is not always enough: a signal between Python's last look for one and the system call that waits
        for a line is seen only after that line.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self._closed:
            self.type("\x03")
            again = time.monotonic() + AGAIN
            while self._read(again):
                pass
        return self.process.wait(PATIENCE)

    def end(self) -> int:
        """The exit status, when the program has ended by itself."""
        until = time.monotonic() + PATIENCE
        while self._read(until):
            pass
        return self.process.wait(PATIENCE)

    def printed(self) -> str:
        """What went to standard output."""
        return self.output.read_text(encoding="utf-8")

    def _read(self, until: float) -> bool:
        """Read what has come; whether the terminal is still open and *until* has not passed."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # on Linux that is how it ends
            data = b""
        self._closed = not data
        self.seen += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)
