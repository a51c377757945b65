"""Article files → what an index holds of them; where there are many, other processes read most of them.

Any program may open a knowledge base anywhere, and its main module must not run again for that, as it would
with `multiprocessing`. So the processes are bare interpreters that do nothing but `serve`: they look for
modules where this one does, but not in the present folder, and end when nobody takes their answers. Where
one cannot be had, or fails, its files are read here.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, suppress
from importlib import import_module
from itertools import chain, cycle, repeat
from typing import TYPE_CHECKING

from kbassist.model import ArticleFault
from kbassist.store import Read
from kbassist.store.entry import Entry, Taken, take

if TYPE_CHECKING:
    from subprocess import Popen
    from threading import Timer

ENOUGH = 1_000
"""Files for each process; fewer are read as soon by one less."""
OTHERS = 3
"""More processes would wait for this one, which writes."""
BATCH = 40
"""Files that are told together."""
LEAD = 10
"""Batches that are read here while another process begins."""
AHEAD = 1 << 20
"""Bytes of answers that may wait, where the system allows."""
PATIENCE = 20.0
"""Seconds in which a process must begin."""

File = tuple[str, str]
"""A path, and why it cannot be looked at, or nothing."""

_PYTHON = re.compile(r"(?:python|pypy)[\d.]*[dtw]*(?:\.exe)?", re.IGNORECASE)
"""How an interpreter's file is called that is no other program with Python within."""
_PROGRAM = """
import json, sys
order = json.load(sys.stdin)
sys.path += order.pop("path")
from kbassist.store.reading import serve
serve(**order)
"""


def entries(given: Sequence[File], read: Read) -> Generator[Taken, None, None]:
    """What *read* finds in each of these files, in their order; to be closed if not all of it is taken."""
    batches = [given[start : start + BATCH] for start in range(0, len(given), BATCH)]
    many = processes(len(given)) - 1 if _known(read) else 0
    # one alone leaves time to read every fourth batch here
    turns = range(many) if many > 1 else [0, 0, 0, None] if many == 1 else [None]
    plan = list(zip(batches, chain(repeat(None, LEAD), cycle(turns)), strict=False))
    with ExitStack() as stack:
        others = [
            _other(read, [batch for batch, turn in plan if turn == i], stack) for i in range(many)
        ]
        for batch, turn in plan:
            found = None if turn is None else next(others[turn], None)
            yield from found or (_taken(read, *one) for one in batch)


def _taken(read: Read, path: str, problem: str) -> Taken:
    if problem:
        return take(path, None, [ArticleFault(path, 0, problem)])
    return take(path, *read(path, path))


def processes(files: int) -> int:
    """How many processes read so many files, where others can be had."""
    return max(1, min(_processors(), 1 + OTHERS, files // ENOUGH))


def _processors() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _known(read: Read) -> bool:
    """Whether another process finds *read* in this package, and can be had at all."""
    name, python = getattr(read, "__name__", ""), sys.executable or ""
    return (
        read.__module__.partition(".")[0] == __name__.partition(".")[0]
        and getattr(sys.modules.get(read.__module__), name, None) is read
        and not getattr(sys, "frozen", False)
        and os.path.isabs(python)
        and _PYTHON.fullmatch(os.path.basename(python)) is not None
    )


def _other(
    read: Read, batches: Sequence[Sequence[File]], stack: ExitStack
) -> Iterator[list[Taken]]:
    """What another process, which ends with *stack*, finds in each of *batches*, as far as it comes."""
    with suppress(Exception):  # files, processes, threads: whatever it is that cannot be had
        import subprocess
        from tempfile import TemporaryFile
        from threading import Timer

        here = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
        path = [here, *(one for one in sys.path if isinstance(one, str) and os.path.isabs(one))]
        name = getattr(read, "__name__", "")
        order = {"path": path, "module": read.__module__, "name": name, "batches": batches}
        flags = ["-I", "-S", "-X", f"utf8={sys.flags.utf8_mode}", *["-B"] * sys.dont_write_bytecode]
        with TemporaryFile() as file:  # a pipe that breaks would end some programs
            file.write(json.dumps(order).encode())
            file.seek(0)
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, *flags, "-c", _PROGRAM],
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pipesize=AHEAD,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        stack.enter_context(process)
        stack.callback(process.kill)
        late = Timer(PATIENCE, process.kill)
        late.daemon = True
        late.start()
        stack.callback(late.cancel)
        return _answers(process, late)
    return iter(())


def _answers(process: Popen[bytes], late: Timer) -> Iterator[list[Taken]]:
    with suppress(Exception):  # it ended, or says something else
        stream = process.stdout or ()
        for i, line in enumerate(stream):
            if i:
                yield [(one and Entry(*one), faults) for one, faults in json.loads(line)]
            elif json.loads(line) == _made_of():
                late.cancel()
            else:
                return


def _made_of() -> list[str]:
    """What must be the same for two processes to find the same."""
    return [__file__, sys.version, sys.getfilesystemencoding()]


def serve(module: str, name: str, batches: Sequence[Sequence[File]]) -> None:
    """Tell what a function, of that name in that module, finds in files: what other processes do."""
    print(json.dumps(_made_of()), flush=True)
    read = getattr(import_module(module), name)
    for batch in batches:
        print(json.dumps([_taken(read, *one) for one in batch]), flush=True)
