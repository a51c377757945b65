"""How long a look-up takes as a process, as ratios to programs that do nothing.

    python tests/benchmarks/startup.py [ROUNDS]

Every round runs every program once, each round beginning with another one, and the medians are compared.
The index is fresh, everything is compiled, and the screen is a real pseudo-terminal; so this needs a system
that has one. What is slower than it should be is marked, and the exit status is 1 then.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter

import kbassist

ERROR = "Certificate is already assigned to user _SVC_ERP. User ID: _CRM_02"
PROGRAM = "import sys; from kbassist.__main__ import main; sys.exit(main())"
"""What the installed `kbassist` command runs."""
BARE = """
import typer
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
@app.command()
def match(words: list[str]) -> None:
    print(*words)
app()
"""

BASES = {
    "pass": ("-c", "pass"),
    "import typer": ("-c", "import typer"),
    "bare": ("-c", BARE, ERROR),
}
LOOK_UPS = {
    "text": ("-c", PROGRAM, "match", ERROR, "--format", "text"),
    "json": ("-c", PROGRAM, "match", ERROR, "--format", "json"),
    "screen": ("-c", PROGRAM, "match", ERROR),
}
AIMS = {"text": 1.6, "json": 1.6, "screen": 2.5}
"""How many times the bare program each may take."""


def main(rounds: int) -> int:
    """Measure, print the ratios, and give 1 where one is above its aim."""
    with tempfile.TemporaryDirectory() as folder:
        environment = surroundings(Path(folder))
        compileall.compile_dir(Path(kbassist.__file__).parent, quiet=2)
        medians = measure(rounds, Path(folder), environment)
    print("| a look-up | " + " | ".join(f"to `{base}`" for base in BASES) + " | aim |")
    print("| --- |" + " --- |" * (len(BASES) + 1))
    slow = False
    for name in LOOK_UPS:
        ratios = [medians[name] / medians[base] for base in BASES]
        late = ratios[-1] > AIMS[name]
        slow |= late
        cells = " | ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| {name} | {cells} | {AIMS[name]}{' missed' if late else ''} |")
    return int(slow)


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of every run: nothing of the user's, an index of its own."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "KBASSIST_ARTICLES", "NO_COLOR", "FORCE_COLOR"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "KBASSIST_CACHE": str(folder / "cache"), "TERM": "xterm-256color"}


def measure(rounds: int, folder: Path, environment: Mapping[str, str]) -> dict[str, float]:
    """Median seconds of every program."""
    programs = {**BASES, **LOOK_UPS}
    names = list(programs)
    times: dict[str, list[float]] = {name: [] for name in names}
    for index in range(-1, rounds):  # the first one builds the index and warms the disk
        turn = index % len(names)
        for name in names[turn:] + names[:turn]:
            run = on_screen if name == "screen" else piped
            start = perf_counter()
            output = run([sys.executable, *programs[name]], folder, environment)
            elapsed = perf_counter() - start
            if name in LOOK_UPS and b"_SVC_ERP" not in output:
                raise SystemExit(f"{name} does not answer: {output!r}")
            if name == "screen" and b"\x1b[" not in output:
                raise SystemExit("the screen has no colours")
            if index >= 0:
                times[name].append(elapsed)
    return {name: statistics.median(each) for name, each in times.items()}


Run = Callable[[Sequence[str], Path, Mapping[str, str]], bytes]


def piped(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> bytes:
    """What *command* prints into a pipe."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        cwd=folder,
        env=environment,
        check=True,
    ).stdout


def on_screen(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> bytes:
    """What *command* prints on a terminal."""
    import pty

    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=theirs, cwd=folder, env=environment
        ) as process:
            os.close(theirs)
            output = b""
            while piece := _read(ours):
                output += piece
        if process.returncode:
            raise SystemExit(f"exit status {process.returncode}")
        return output
    finally:
        os.close(ours)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65_536)
    except OSError:  # how Linux tells that nobody writes to the terminal any more
        return b""


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 40))
