"""A ticket export or a log through the matcher: one answer for every row, and a summary.

`run` reads, matches and writes row by row: memory does not grow with the input, and whatever stops it
leaves whole answers behind, from which a later run goes on. `quick.Quick` makes it fast.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import IO

from kbassist.formats import InputFormat, OutputFormat
from kbassist.model import KBError, MatchResult
from kbassist.redact import SECRETS, may_hold_secrets, redact, shielded_result
from kbassist.triage.quick import Quick, Recent
from kbassist.triage.reading import Columns, Input, Row, Say, open_input
from kbassist.triage.shape import Base
from kbassist.triage.summary import LONGEST, Tally, masked
from kbassist.triage.writing import Written, cell, header, writer, written

__all__ = ["Base", "Columns", "Input", "Job", "Outcome", "run"]

CHUNK = 1_000
"""Rows that a process is given at a time."""
AHEAD = 3
"""Chunks for each process that are read ahead."""
LABELS = 20_000
"""Masked messages that are remembered."""
OFTEN = 0.25
"""Seconds after which answers are written out at the latest, as long as rows come in."""

Open = Callable[[], Base]
"""Opens the knowledge base, in this process or another; must be picklable for several."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done."""

    input: Path | None = None
    """None: standard input."""
    input_format: InputFormat | None = None
    columns: Columns = field(default_factory=Columns)
    output: Path | None = None
    """None: standard output."""
    form: OutputFormat = OutputFormat.CSV
    processes: int = 1
    limit: int | None = None
    resume: bool = False
    force: bool = False
    """Whether the output may be written over."""
    redact: bool = True
    """Whether answers and summary show tokens instead of secrets."""


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    tally: Tally
    """All answers in the output, those of earlier runs included."""
    before: int = 0
    """How many there were already."""
    passed: int = 0
    """Lines of the input that are no message."""
    interrupted: bool = False


class Worker:
    """Answers rows."""

    def __init__(
        self, base: Base, form: OutputFormat, delimiter: str, redact: bool = False
    ) -> None:
        self.redact = redact
        self.quick = Quick(base, table=form is OutputFormat.CSV)
        self.record = writer(form, delimiter)
        self._labels: Recent[str, str] = Recent(LABELS)

    def answer(self, row: Row, tally: Tally) -> bytes:
        """The record of a row's answer, which is counted in *tally*."""
        result = self.quick.match(row.text, row.product, row.version)
        tally.count(result, self._label(row.text, result))
        line = self.quick.line
        if self.redact and result.best and (line is None or line.layout.may_hold_secrets):
            result = shielded_result(result, row.text)
        return self.record(row, result).encode("utf-8", "replace")

    def _label(self, text: str, result: MatchResult) -> str:
        if result.best is not None:
            return ""
        if self.quick.line is None:
            return self._masked(text)
        shape = self.quick.line.layout.key.text
        label = self._labels.get(shape)
        if label is None:
            label = self._labels[shape] = self._masked(text)
        return label

    def _masked(self, text: str) -> str:
        if self.redact and may_hold_secrets(text):
            text = redact(text[:LONGEST], SECRETS).text
        return masked(text)


def run(job: Job, open_base: Open, say: Say, watch: Callable[[int, Input], None]) -> Outcome:
    """Answer every row of the input.

    *say* is told what a person should know, *watch* now and then how many rows are done. Raises OSError,
    and KBError for an input or output that is not what it should be; BrokenPipeError where nobody reads
    on. An interruption from the keyboard is an outcome.
    """
    if job.resume and not job.output:
        raise KBError("--resume goes on with a file; name it with --output")
    if job.input and job.output and job.output.exists() and job.output.samefile(job.input):
        raise KBError(f"{job.output} is the input; answers go to another file")
    if job.output and job.output.is_file() and not (job.resume or job.force):
        raise KBError(
            f"{job.output} exists already; --resume goes on with it, --force writes over it"
        )
    with ExitStack() as stack:
        given = open_input(job.input, job.input_format, job.columns, say)
        stack.callback(given.close)
        before = Written()
        if job.resume and job.output and job.output.exists():
            before = written(job.output, job.form, given.delimiter)
        outcome = Outcome(before.tally, before.tally.rows)
        sink = _opened(job, given, before, stack)
        try:
            rows = _to_do(given.rows, before, job)
            for tally, records in _answers(job, open_base, given, rows, stack):
                for record in records:
                    sink.write(record)
                sink.flush()
                outcome.tally.add(tally)
                watch(outcome.tally.rows - outcome.before, given)
        except KeyboardInterrupt:
            outcome.interrupted = True
        outcome.passed = given.passed
        sink.flush()
    return outcome


def _opened(job: Job, given: Input, before: Written, stack: ExitStack) -> IO[bytes]:
    """The output, ready for the next record."""
    if job.output is None:
        sink: IO[bytes] = sys.stdout.buffer
    else:
        sink = stack.enter_context(job.output.open("r+b" if before.size else "wb"))
        if before.size:
            sink.truncate(before.size)
            sink.seek(before.size)
            return sink
    if job.form is OutputFormat.CSV:
        mark = "\ufeff" if given.spreadsheet and job.output else ""
        sink.write((mark + header(given.delimiter)).encode())
    return sink


def _to_do(rows: Iterator[Row], before: Written, job: Job) -> Iterator[Row]:
    """The rows that have no answer yet."""
    for row in islice(rows, job.limit):
        if row.number > before.last.row:
            yield row
        elif row.number == before.last.row and before.last.id not in (row.id, cell(row.id)):
            raise KBError(
                f"row {row.number} of the input is {row.id}, of the output {before.last.id}:"
                " these are answers to another input"
            )


Answers = Iterator[tuple[Tally, list[bytes]]]


def _answers(
    job: Job, open_base: Open, given: Input, rows: Iterator[Row], stack: ExitStack
) -> Answers:
    if job.processes > 1:
        return _in_processes(job, open_base, given, rows, stack)
    return _here(Worker(open_base(), job.form, given.delimiter, job.redact), rows)


def _here(worker: Worker, rows: Iterator[Row]) -> Answers:
    tally, records, since = Tally(), [], monotonic()
    stopped = False
    while not stopped:
        try:
            for row in rows:
                records.append(worker.answer(row, tally))
                if len(records) == CHUNK or (not len(records) % 16 and monotonic() - since > OFTEN):
                    break
            else:
                stopped = True
        except KeyboardInterrupt:
            yield tally, records
            raise
        yield tally, records
        tally, records, since = Tally(), [], monotonic()


# ------------------------------------------------------------------------------------ processes

_worker: list[Worker] = []
"""The worker of this process, in the processes that `_in_processes` starts."""


def _start(open_base: Open, form: OutputFormat, delimiter: str, redact: bool) -> None:
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one tidies up
    Thread(target=_end_with_parent, daemon=True).start()
    _worker.append(Worker(open_base(), form, delimiter, redact))


def _end_with_parent() -> None:
    """Do not stay where the process that started this one was killed."""
    import os
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(rows: list[Row]) -> tuple[Tally, list[bytes]]:
    tally = Tally()
    return tally, [_worker[0].answer(row, tally) for row in rows]


def _in_processes(
    job: Job, open_base: Open, given: Input, rows: Iterator[Row], stack: ExitStack
) -> Answers:
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(
        job.processes,
        get_context("spawn"),
        _start,
        (open_base, job.form, given.delimiter, job.redact),
    )
    stack.callback(pool.shutdown, cancel_futures=True)
    waiting: deque[Future[tuple[Tally, list[bytes]]]] = deque()
    try:
        while chunk := list(islice(rows, CHUNK)):
            waiting.append(pool.submit(_work, chunk))
            if len(waiting) >= AHEAD * job.processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise KBError("a process ended unexpectedly; try again with --jobs 1") from None
