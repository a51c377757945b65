"""How the times of kbassist depend on how much there is: articles, words of a paste, files.

    python tests/benchmarks/scale.py SET [SET …] [--sizes N,…] [--only NAME,…] [--keep DIR] [--write]

SET is a benchmark set (`sets.py`), from which bases of any size are grown (`grown.py`). Measured are:

start      a new process that opens a fresh index and answers one message, at each size
query      one message, and a log of 200 lines, at each size, in a process that has answered others
rate       messages a second, one after the other, at 5,000 articles
build      articles a second that are taken up from files, by as many processes as do so
refresh    taking up one changed file of many, beside listing them
length     time against the length of a paste, up to a million characters

Everything that is compared takes turns. Times are those of the processor, so that a machine that does other
work too spoils them less; where waiting is told as well, it is as long as the clock says.
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple
from zlib import crc32

import kbassist
from kbassist.store import files, reading
from kbassist.store.index import made_by
from tests.benchmarks.grown import grown, write_index
from tests.benchmarks.outcomes import command, put_section, table
from tests.benchmarks.sets import read_set, write_articles
from tests.benchmarks.triage import PROGRAM, lines

SIZES = (1_000, 10_000, 100_000, 1_000_000)
"""Signatures, about: those of a set that has several in an article are a few more."""
STARTS, MESSAGES, LOGS = 15, 300, 10
"""Processes, messages and logs for each size."""
LOG, KNOWN, FOREIGN = 200, 160, 40
"""Lines of a log, and the messages from which all logs are made: known ones, those that are like them."""
RATE, BUILD = 5_000, 5_000
"""Articles."""
FOLDERS = (1_000, 4_000, 16_000)
"""Files of which one changes."""
CHANGES = 5
LENGTHS = tuple(62_500 << i for i in range(5))
"""Characters of a paste."""

Query = dict[str, Any]


class Bases:
    """Bases of one set by size, made when they are first asked for."""

    def __init__(self, folder: Path, place: Path) -> None:
        self.name = folder.resolve().name
        self.articles, queries = read_set(folder)
        self.place = place / self.name
        chance = random.Random(5)
        chance.shuffle(queries)
        held = {one["id"] for one in grown(self.articles, SIZES[0])}
        self.queries: list[Query] = [q for q in queries if held.issuperset(q["accept"])]
        """Those whose answer is in all bases, in no order."""

    def paths(self, size: int) -> tuple[Path, Path]:
        """The folder of articles of a base, which is empty, and that of its index."""
        place = self.place / f"{size}-{crc32(made_by().encode()):08x}"
        if not (place / "whole").exists():
            shutil.rmtree(place, ignore_errors=True)
            write_index(grown(self.articles, size), place / "articles", place / "cache")
            (place / "whole").touch()
        return place / "articles", place / "cache"

    def open(self, size: int) -> kbassist.KnowledgeBase:
        """A base."""
        articles, cache = self.paths(size)
        return kbassist.open(articles, cache=cache)

    def texts(self, *kinds: str) -> list[str]:
        """The queries of these kinds, or of all."""
        return [one["text"] for one in self.queries if not kinds or one["kind"] in kinds]

    def logs(self) -> Iterator[str]:
        """Logs without end, `LOG` lines each, the same messages again and again in other words."""
        messages = [
            (one["text"], tuple((one["params"] or {}).values()))
            for kind, most in (("clean", KNOWN), ("absent", FOREIGN))
            for one in [q for q in self.queries if q["kind"] == kind and "\n" not in q["text"]][
                :most
            ]
        ]
        random.Random(6).shuffle(messages)
        rest = lines(messages)
        while True:
            yield "\n".join(islice(rest, LOG))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of the processor that *work* takes."""
    begun = process_time()
    work()
    return 1000 * (process_time() - begun)


def percentile(times: Sequence[float], share: float) -> float:
    """The time that so many of *times* do not surpass."""
    return sorted(times)[math.ceil(share * len(times)) - 1]


# ---------------------------------------------------------------------------------------- measures


def start(bases: Bases, sizes: Sequence[int]) -> str:
    """New processes, the sizes taking turns."""
    texts = bases.texts("clean", "typo")
    spent: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
    for i in range(-1, STARTS):  # the first one warms the disk
        for size in sizes:
            cost = answered(*bases.paths(size), texts[i])
            if i >= 0:
                spent[size].append(cost)
    middle = {
        size: [statistics.median(one) for one in zip(*spent[size], strict=True)] for size in sizes
    }
    first = middle[sizes[0]]
    return table(
        ("signatures", "processor", "clock"),
        [
            (f"{size:,}", *(f"{a / b:.2f}" for a, b in zip(middle[size], first, strict=True)))
            for size in sizes
        ],
    )


def answered(articles: Path, cache: Path, text: str) -> tuple[float, float]:
    """Seconds of the processor, and of the clock, of a process that answers *text*."""
    command = [sys.executable, "-c", PROGRAM, "match", "--format", "json", "--no-input"]
    environment = {**os.environ, "KBASSIST_CACHE": str(cache)}
    begun = perf_counter()
    with subprocess.Popen(
        [*command, "--articles", str(articles), "--", text],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 3):
        raise SystemExit(f"exit status {process.returncode}")
    return used.ru_utime + used.ru_stime, perf_counter() - begun


def query(bases: Bases, sizes: Sequence[int]) -> str:
    """One message of any kind, and logs, in a warm process, the sizes taking turns."""
    texts = bases.texts()
    warm, asked = texts[MESSAGES : 2 * MESSAGES], texts[:MESSAGES]
    logs = list(islice(bases.logs(), 2 * LOGS))
    single: dict[int, list[float]] = {size: [] for size in sizes}
    again: dict[int, list[float]] = {size: [] for size in sizes}
    many: dict[int, list[float]] = {size: [] for size in sizes}
    with ExitStack() as stack:
        opened = {size: stack.enter_context(bases.open(size)) for size in sizes}
        for kb in opened.values():
            for text in (*warm, *logs[LOGS:]):
                kb.match(text)
        gc.collect()
        for texts, times in ((asked, single), (asked, again), (logs[:LOGS], many)):
            for text in texts:
                for size, kb in opened.items():
                    times[size].append(timed(partial(kb.match, text)))
    rows = []
    for size in sizes:
        half, most = percentile(single[size], 0.5), percentile(single[size], 0.99)
        whole, longest = percentile(many[size], 0.5), max(many[size])
        first, known = (percentile(times[sizes[0]], 0.5) for times in (single, again))
        rows.append(
            (
                f"{size:,}",
                f"{half / first:.2f}",
                f"{percentile(again[size], 0.5) / known:.2f}",
                f"{half:.2f}",
                f"{most:.1f}",
                f"{whole:.0f}",
                f"{longest:.0f}",
            )
        )
    head = ("signatures", "p50, ratio", "again", "p50 ms", "p99 ms", "log p50 ms", "slowest log ms")
    return table(head, rows)


def rate(bases: Bases) -> str:
    """Messages a second by kind, those that are new and the same once more."""
    rows = []
    with bases.open(RATE) as kb:
        half = len(bases.queries) // 2
        for one in bases.queries[half:]:
            kb.match(one["text"])
        for kind in sorted({one["kind"] for one in bases.queries}):
            texts = [q["text"] for q in bases.queries[:half] if q["kind"] == kind]
            speeds = [
                1000 * len(texts) / timed(partial(list, kb.match_many(texts))) for _ in range(3)
            ]
            rows.append((kind, f"{speeds[0]:,.0f}", f"{max(speeds[1:]):,.0f}"))
    return table(("one message", "new", "again"), rows)


def build(bases: Bases) -> str:
    """Articles a second, from files."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        write_articles(grown(bases.articles, BUILD), place / "articles")
        listing = min(timed(lambda: files.listing([str(place / "articles")])) for _ in range(3))
        before = os.times()
        kbassist.open(place / "articles", cache=place / "cache").close()
        user, system, others_user, others_system, waited = (
            now - then for now, then in zip(os.times(), before, strict=True)
        )
        spent = user + system + others_user + others_system
    told = (
        f"{BUILD / spent:,.0f} articles a second and core, {BUILD / waited:,.0f} by the clock, with "
        f"{reading.processes(BUILD)} processes; that takes {1000 * waited / listing:.0f} times as long as "
        "listing the files."
    )
    return textwrap.fill(told, 108)


def refresh(bases: Bases) -> str:
    """One changed file among many, beside listing them."""
    rows = []
    for size in FOLDERS:
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            write_articles(grown(bases.articles, size), place / "articles")
            paths = sorted((place / "articles").rglob("*.md"))
            listings, changed, same = [], [], []
            with kbassist.open(place / "articles", cache=place / "cache") as kb:
                for path in random.Random(3).sample(paths, CHANGES):
                    listings.append(timed(partial(files.listing, [str(place / "articles")])))
                    same.append(timed(kb.refresh))
                    path.write_text(
                        path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8"
                    )
                    changed.append(timed(kb.refresh))
        listing, none, one = map(statistics.median, (listings, same, changed))
        rows.append(
            (f"{size:,}", "1", f"{none / listing:.2f}", f"{one / listing:.2f}", f"{one - none:.1f}")
        )
    head = ("files", "listing", "nothing changed", "one changed", "more for it, ms")
    return table(head, rows)


def length(bases: Bases) -> str:
    """Pastes of several kinds, each twice as long as the one before."""
    log = "\n".join(islice(bases.logs(), 2 + LENGTHS[-1] // (LOG * 40)))
    chance = random.Random(4)
    texts = bases.texts("embedded", "absent", "clean")
    mixed = "\n\n".join(chance.choice(texts) for _ in range(2 + LENGTHS[-1] // 40))
    words = mixed.split()
    pastes = {
        "a log": log,
        "messages in mails": mixed,
        "one line": " ".join(words),
        "one word": "x" * LENGTHS[-1],
        "lines of one letter": "a\n" * (LENGTHS[-1] // 2),
    }
    rows = []
    with bases.open(RATE) as kb:
        for name, paste in pastes.items():
            kb.match(paste[: LENGTHS[0]])
            times = [
                min(timed(partial(kb.match, paste[:long])) for _ in range(2)) for long in LENGTHS
            ]
            factors = [f"{b / a:.2f}" for a, b in pairwise(times)]
            rows.append((name, *factors, f"{times[-1] / 1000:.1f}"))
    head = ("paste", *(f"{one // 1000}k" for one in LENGTHS[1:]), "s for the last")
    return table(head, rows)


# ------------------------------------------------------------------------------------------ report


class Measure(NamedTuple):
    """What is measured, and what to say of it."""

    take: Callable[[Bases, Sequence[int]], str]
    about: str


MEASURES: Mapping[str, Measure] = {
    "start": Measure(
        start,
        "A new process opens a fresh index and answers one message, as ratios to the smallest base"
        " (aim 1.3):",
    ),
    "query": Measure(
        query,
        "One message of any kind, and a log of 200 lines of which some article knows four in five, in a"
        " process that has answered as many others (aims: a p50 of twice the smallest base's at 100,000,"
        " a p99 of 20 ms, of 100 ms for a log). The first ratio is that of messages that are new to it and of"
        " which hardly a signature has been read, the second that of the same once more:",
    ),
    "rate": Measure(
        lambda bases, _: rate(bases),
        f"Messages a second at {RATE:,} signatures (aim 2,000), such as were not seen before, and the"
        " same once more:",
    ),
    "build": Measure(
        lambda bases, _: build(bases), f"An index of {BUILD:,} small files (aim 5,000 a second):"
    ),
    "refresh": Measure(
        lambda bases, _: refresh(bases),
        "Refreshing, as ratios to listing the files (aim: the last column does not grow):",
    ),
    "length": Measure(
        lambda bases, _: length(bases),
        f"Times what a paste of half the length takes, at {RATE:,} signatures (aim 2):",
    ),
}


def report(bases: Bases, sizes: Sequence[int], only: Sequence[str]) -> str:
    """What was measured of one set, as Markdown."""
    parts = [f"### SET/{bases.name}, by size"]
    for name, measure in MEASURES.items():
        if not only or name in only:
            print(f"{bases.name}: {name}", file=sys.stderr)
            parts += [textwrap.fill(measure.about, 108), measure.take(bases, sizes)]
    return "\n\n".join(parts)


def section(sets: Sequence[Path], reports: Sequence[str]) -> str:
    """The section of the README."""
    return f"""## At any size

{command("scale.py", sets)}

Bases of any size, grown from a set: its messages again and again, in each at least one word exchanged and
in most every second one, and written straight into the index. So every message has as many near twins as the
base is larger than the set, which is harder than a base of as many different messages. What is compared takes
turns; times are those of the processor unless something else is said.

{(chr(10) * 2).join(reports)}
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET")
    parser.add_argument(
        "--sizes", default=",".join(map(str, SIZES)), metavar="N,…", help="signatures of the bases"
    )
    parser.add_argument(
        "--only", default="", metavar="NAME,…", help=f"of {', '.join(MEASURES)} only these"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the bases there")
    parser.add_argument("--markdown", action="store_true", help="print the section of the README")
    parser.add_argument("--write", action="store_true", help="put it into the README")
    options = parser.parse_args()
    sizes = [int(one) for one in options.sizes.split(",")]
    only = [one for one in options.only.split(",") if one]
    with tempfile.TemporaryDirectory() as name:
        place = options.keep or Path(name)
        reports = [report(Bases(folder, place), sizes, only) for folder in options.sets]
    text = section(options.sets, reports)
    print(text if options.markdown else "\n\n".join(reports))
    if options.write:
        put_section(text)


if __name__ == "__main__":
    main()
