"""How fast a log goes through `kbassist triage`, as ratios to a program that only reads it.

    python tests/benchmarks/triage.py FOLDER [MEGABYTES] [FORMAT]

FOLDER is a benchmark set (`sets.py`): its articles are the base, and of its queries a log is grown, each line
behind a time stamp, some much more often than others, the digits of its values other in every line. Run at
one size and at twice that: seconds must double, memory must not grow. What a line costs when it is matched
like any other text is measured on a sample, so that the gain can be told.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from kbassist import desk
from tests.benchmarks.sets import read_set, write_articles

PROGRAM = "import sys; from kbassist.cli import main; sys.exit(main())"
READ = "import sys\nfor line in open(sys.argv[1]): line.split()"
MESSAGES = 200
"""Different messages in the log."""
SAMPLE = 400
"""Lines that are matched one by one."""
WORD = re.compile(r"(?<![^\W_])(0x)?([A-Za-z]*\d[A-Za-z0-9]*)(?![^\W_])")


class Cost(NamedTuple):
    """What a process used."""

    seconds: float
    cpu: float
    megabytes: float
    """The most memory it held."""


def main(folder: Path, megabytes: float, form: str) -> int:
    """Measure and print; 1 where memory grows with the log."""
    articles, queries = read_set(folder)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        write_articles(articles, place / "articles")
        messages = [
            (one["text"], tuple((one["params"] or {}).values()))
            for one in queries
            if one["kind"] in ("clean", "absent") and "\n" not in one["text"]
        ]
        random.Random(1).shuffle(messages)
        environment = {**os.environ, "KBASSIST_CACHE": str(place / "cache")}
        costs: dict[int, tuple[Cost, Cost]] = {}
        counts: dict[int, int] = {}
        for times in (1, 2):
            log = place / f"{times}.log"
            counts[times] = grow(log, messages[:MESSAGES], times * megabytes * 1e6)
            triage = [PROGRAM, "triage", str(log), "--articles", str(place / "articles")]
            triage += ["--output", str(place / "answers"), "--force"]
            triage += ["--format", form, "--no-summary"]
            measure([*triage[:2], "--limit", "1", *triage[2:]], environment)  # builds the index
            costs[times] = measure([READ, str(log)], environment), measure(triage, environment)
        os.environ["KBASSIST_CACHE"] = environment["KBASSIST_CACHE"]
        single = one_by_one(place)
    print("| log | lines | lines a second and core | to reading it | to matching each | MB held |")
    print("| --- | --- | --- | --- | --- | --- |")
    for times, (read, triaged) in costs.items():
        each = triaged.cpu / counts[times]
        print(
            f"| {times * megabytes:g} MB | {counts[times]:,} | {1 / each:,.0f} |"
            f" {triaged.cpu / read.cpu:.1f} | {each / single:.3f} | {triaged.megabytes:.0f} |"
        )
    (_, one), (_, two) = costs[1], costs[2]
    grown = two.megabytes / one.megabytes
    print(f"\ntwice the log: {two.cpu / one.cpu:.2f} times the work, {grown:.2f} times the memory")
    return int(grown > 1.25)


Message = tuple[str, tuple[str, ...]]
"""A text and the values in it; without any its numbers change."""


def grow(log: Path, messages: Sequence[Message], size: float) -> int:
    """Write a log of that many bytes and give the number of its lines."""
    written = count = 0
    with log.open("w", encoding="utf-8") as file:
        for line in lines(messages):
            written += file.write(line + "\n")
            count += 1
            if written >= size:
                return count
    raise AssertionError


def lines(messages: Sequence[Message]) -> Iterator[str]:
    """Lines without end, the first messages more often than the last."""
    chance = random.Random(2)

    def other(found: re.Match[str]) -> str:
        start, word = found[1] or "", found[2]
        if chance.random() < 0.2:
            return found[0]
        digits = "0123456789abcdef" if start else "0123456789"
        return start + "".join(
            chance.choice(digits) if c.isdigit() or (start and c in digits) else c for c in word
        )

    patterns = [
        re.compile("|".join(map(re.escape, sorted(values, key=len, reverse=True))) or r"\b\d+\b")
        for _, values in messages
    ]
    second = 1_700_000_000.0
    while True:
        second += chance.random()
        number = int(len(messages) * chance.random() ** 3)
        day, hour = 1 + int(second // 86400) % 28, int(second // 3600) % 24
        clock = f"{hour:02d}:{int(second // 60) % 60:02d}:{second % 60:06.3f}"
        text = patterns[number].sub(lambda value: WORD.sub(other, value[0]), messages[number][0])
        yield f"2024-03-{day:02d} {clock} INFO [worker-{chance.randrange(8)}] {text}"


def measure(program: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run Python with *program* and its arguments."""
    start = perf_counter()
    with subprocess.Popen([sys.executable, "-c", *program], env=environment) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"exit status {process.returncode}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / scale)


def one_by_one(place: Path) -> float:
    """Seconds that the matcher takes for a line."""
    with desk.open(place / "articles") as kb:
        some = (place / "1.log").read_text(encoding="utf-8").splitlines()
        some = random.Random(3).sample(some, min(SAMPLE, len(some)))
        for line in some[:50]:
            kb.match(line)
        start = perf_counter()
        for line in some:
            kb.match(line)
        return (perf_counter() - start) / len(some)


if __name__ == "__main__":
    if not sys.argv[1:]:
        raise SystemExit(__doc__)
    given = sys.argv[2:]
    sys.exit(main(Path(sys.argv[1]), float(given[0]) if given else 50, (given[1:] or ["csv"])[0]))
