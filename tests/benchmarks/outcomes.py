"""What a matcher made of each query of a set, and the figures that come of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import kbassist
from kbassist.model import MatchResult, Verdict
from tests.benchmarks.sets import write_articles

README = Path(__file__).with_name("README.md")
PRECISION = 0.99
"""Share of right answers wanted among those above a threshold."""
TYPED = str.maketrans("‘’‚‛′´“”„‟–—−‐‑\xa0\u202f\u2009", "''''''\"\"\"\"-----   ")
GONE = str.maketrans({"\u200b": None, "\ufeff": None, "…": "..."})


@dataclass(frozen=True, slots=True)
class Outcome:
    """One query and its answer."""

    kind: str
    """As in the set: `clean`, `typo`, `absent` …"""
    present: bool
    """Whether some article answers it."""
    score: float | None = None
    """Of the article pointed to; None where none is."""
    hit: bool = False
    """Whether that article is a right one."""
    values: bool | None = None
    """Whether all values were captured as they are; None where there was nothing to compare."""
    matched: bool = False
    """Whether the article was given as the answer."""
    silent: bool = True
    """Whether nothing was pointed to, not even as a guess to look at."""
    near: tuple[float, bool] | None = None
    """Score and rightness of the best candidate, even one too poor to be pointed to."""


def outcome(
    query: Mapping[str, Any],
    article: str | None,
    score: float = 0.0,
    values: Mapping[str, str | None] | None = None,
) -> Outcome:
    """What pointing to *article* with these *values* is worth; nothing is given as the answer yet."""
    kind, accept = query["kind"], query["accept"]
    if article is None:
        return Outcome(kind, bool(accept))
    hit, same = article in accept, None
    wanted = {name: value for name, value in (query["params"] or {}).items() if value is not None}
    if hit and wanted and values is not None:
        same = all(plain(values.get(name)) == plain(value) for name, value in wanted.items())
    return Outcome(kind, bool(accept), score, hit, same, silent=False, near=(score, hit))


def plain(value: str | None) -> str:
    """The form in which captured values are compared: marks as they are typed, single blanks."""
    text = html.unescape(value or "").translate(TYPED).translate(GONE)
    return " ".join(text.split())


@contextmanager
def opened(
    articles: Iterable[dict[str, Any]],
) -> Iterator[tuple[kbassist.KnowledgeBase, float, float]]:
    """A set as a knowledge base, and the processor seconds it took to open: new, and again."""
    with TemporaryDirectory() as place:
        folder, cache = Path(place) / "articles", Path(place) / "cache"
        write_articles(articles, folder)
        times = []
        for _ in range(2):
            start = process_time()
            with kbassist.open(folder, cache=cache) as kb:
                kb.match("the first query may finish the index")
                times.append(process_time() - start)
        with kbassist.open(folder, cache=cache) as kb:
            kb.match("the first query reads what all of them need")
            yield kb, times[0], times[1]


def judged(query: Mapping[str, Any], result: MatchResult) -> Outcome:
    """What kbassist answered; "unsure" is as good as "match" where several articles are equally right."""
    best, accept = result.best, query["accept"]
    if best is None:
        near = next(((one.score, one.article in accept) for one in result.candidates), None)
        return replace(outcome(query, None), near=near)
    values = {name: one.value for name, one in best.variables.items()}
    found = outcome(query, best.article, best.score, values)
    equal = result.verdict is Verdict.UNSURE and found.hit and len(accept) > 1
    return replace(found, matched=equal or result.verdict is Verdict.MATCH)


# ----------------------------------------------------------------------------------------- figures


def threshold(outcomes: Iterable[Outcome], precision: float = PRECISION) -> float | None:
    """The lowest score such that enough of what reaches it is right; None where there is none."""
    scored = sorted(
        ((one.score, one.hit) for one in outcomes if one.score is not None), reverse=True
    )
    right, found = 0, None
    for count, (score, hit) in enumerate(scored, 1):
        right += hit
        last = count == len(scored) or scored[count][0] < score
        if last and right >= precision * count:
            found = score
    return found


def coverage_at(outcomes: Sequence[Outcome], precision: float = PRECISION) -> float | None:
    """The share of the answerable queries that one threshold of that precision could answer."""
    least = threshold(outcomes, precision)
    if least is None:
        return 0.0
    right = [one.hit and one.score is not None and one.score >= least for one in outcomes]
    return ratio(sum(right), sum(one.present for one in outcomes))


def ratio(part: float, whole: float) -> float | None:
    """*part* of *whole*, or None of nothing."""
    return part / whole if whole else None


def share(outcomes: Iterable[bool | None]) -> float | None:
    """How many of these are so, of those that are known."""
    known = [one for one in outcomes if one is not None]
    return ratio(sum(known), len(known))


# ------------------------------------------------------------------------------------------ tables


def percent(part: float | None, digits: int = 1) -> str:
    """0.9876 → `98.8`; nothing to count → `–`."""
    return "–" if part is None else f"{100 * part:.{digits}f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, aligned so that it can be read as it is."""
    lines = [list(head), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = []
    for line in lines:
        cells = [
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        text.append("| " + " | ".join(cells) + " |")
    text.insert(
        1, "| " + " | ".join(["-" * widths[0], *("-" * (w - 1) + ":" for w in widths[1:])]) + " |"
    )
    return "\n".join(text)


def put_section(section: str, readme: Path = README) -> None:
    """Replace the section of *readme* with the same heading, or append it."""
    text, heading = readme.read_text(encoding="utf-8"), section.partition("\n")[0]
    old = re.search(rf"^{re.escape(heading)}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    new = section.strip() + "\n"
    if old is None:
        text = text.rstrip() + "\n\n" + new
    else:
        rest = text[old.end() :]
        text = text[: old.start()] + new + ("\n" + rest if rest else "")
    readme.write_text(text, encoding="utf-8")


def command(script: str, sets: Sequence[Path]) -> str:
    """How the figures were made, whatever the folder the sets lie in."""
    names = " ".join(f"SET/{one.resolve().name}" for one in sets)
    return f"```sh\npython tests/benchmarks/{script} {names}\n```"
