"""Measure how often answers are right, and whether scores are the probabilities they are said to be.

    python tests/benchmarks/reliability.py SET [SET …] [--svg FILE] [--markdown | --write]

A set is a folder as `fit.py` takes it; only the queries not marked `dev` are matched, which nothing was
fitted on. Per kind of query, in percent:

right    given as the answer, and right (where several articles are equally right, "unsure" will do)
pointed  the best is right, whatever the verdict
values   of those pointed to, all captures exact
false    a wrong article given as the answer
quiet    nothing given as the answer, which is right where no article answers
silent   nothing pointed to either

Precision is the share of right ones among the answers given; coverage that of right answers among the
queries that have one; cov@99 what one threshold on the score could cover with 99 % of what is above it
right.

The reliability of scores looks at every best candidate, whatever the verdict, even one too poor to be shown.
The expected calibration error is the distance between mean score and share of right ones, over all bins.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tests.benchmarks.outcomes import (
    Outcome,
    command,
    coverage_at,
    judged,
    opened,
    percent,
    put_section,
    ratio,
    share,
    table,
)
from tests.benchmarks.sets import read_set

BINS = 10
WIDTH = 40
"""Characters of a bar that stands for everything."""
SIDE = 400
"""Of the square in which the picture is drawn."""
LEFT, TOP = 60, 30


@dataclass(frozen=True, slots=True)
class Bin:
    """The candidates whose scores lie between two tenths."""

    low: float
    high: float
    count: int
    mean: float
    """Mean score; 0 where the bin is empty."""
    right: float
    """Share of right ones; 0 where the bin is empty."""

    @property
    def name(self) -> str:
        """Its bounds."""
        return f"{self.low:.1f}–{self.high:.1f}"


def answers(folder: Path, limit: int = 0) -> list[Outcome]:
    """What kbassist makes of the reporting queries of a set, or of *limit* of them."""
    articles, queries = read_set(folder)
    queries = [query for query in queries if not query["dev"]]
    random.Random(7).shuffle(queries)
    with opened(articles) as (kb, _, _):
        return [judged(query, kb.match(query["text"])) for query in queries[: limit or None]]


def accuracy(outcomes: Sequence[Outcome]) -> str:
    """The table of accuracy, one row a kind."""
    rows = []
    for kind in sorted({one.kind for one in outcomes}):
        of = [one for one in outcomes if one.kind == kind]
        present = any(one.present for one in of)
        right = share(one.matched and one.hit for one in of) if present else None
        rows.append(
            (
                kind,
                str(len(of)),
                percent(right),
                percent(share(one.hit for one in of) if present else None),
                percent(share(one.values for one in of)),
                percent(share(one.matched and not one.hit for one in of)),
                percent(None if present else share(not one.matched for one in of)),
                percent(None if present else share(one.silent for one in of)),
            )
        )
    head = ("kind", "queries", "right", "pointed", "values", "false", "quiet", "silent")
    return table(head, rows)


def summary(outcomes: Sequence[Outcome]) -> str:
    """Precision and coverage over all kinds, in one line."""
    right = sum(one.matched and one.hit for one in outcomes)
    precision = ratio(right, sum(one.matched for one in outcomes))
    coverage = ratio(right, sum(one.present for one in outcomes))
    return (
        f"Precision {percent(precision, 2)}, coverage {percent(coverage)}, "
        f"cov@99 {percent(coverage_at(outcomes))}."
    )


def binned(scored: Iterable[tuple[float, bool]]) -> list[Bin]:
    """Scores with whether they belong to a right one, in ten bins from low to high."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for score, hit in scored:
        bins[min(int(score * BINS), BINS - 1)].append((score, hit))
    return [
        Bin(
            i / BINS,
            (i + 1) / BINS,
            len(those),
            ratio(sum(score for score, _ in those), len(those)) or 0.0,
            ratio(sum(hit for _, hit in those), len(those)) or 0.0,
        )
        for i, those in enumerate(bins)
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far mean score and share of right ones are apart, per candidate."""
    apart = sum(one.count * abs(one.mean - one.right) for one in bins)
    return ratio(apart, sum(one.count for one in bins)) or 0.0


def chart(bins: Sequence[Bin]) -> str:
    """The bins as text: bars as long as the share of right ones, `|` where the mean score is."""
    lines = [f"score      count   mean  right   0{'1'.rjust(WIDTH)}"]
    for one in bins:
        if not one.count:
            lines.append(f"{one.name}  {0:6}")
            continue
        bar = list(("█" * round(one.right * WIDTH)).ljust(WIDTH + 1))
        bar[round(one.mean * WIDTH)] = "|"
        drawn = "".join(bar).rstrip()
        lines.append(f"{one.name}  {one.count:6}  {one.mean:.3f}  {one.right:.3f}   {drawn}")
    lines.append(f"expected calibration error {calibration_error(bins):.4f}")
    return "\n".join(lines)


def svg(bins: Sequence[Bin], title: str) -> str:
    """The bins as a picture: bars, their counts, the diagonal on which they should end."""
    bottom, right = TOP + SIDE, LEFT + SIDE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right + 30} {bottom + 50}" '
        'font-family="sans-serif" font-size="11" text-anchor="middle">',
        f"<title>{escape(title)}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{LEFT + SIDE / 2:g}" y="18" font-size="13">{escape(title)}</text>',
    ]
    width = SIDE / BINS
    for i, one in enumerate(bins):
        height, x = one.right * SIDE, LEFT + i * width
        parts.append(
            f'<rect x="{x + 1:g}" y="{bottom - height:.1f}" width="{width - 2:g}" '
            f'height="{height:.1f}" fill="#7aa6d8"/>'
        )
        if one.count:
            level = bottom - one.mean * SIDE
            parts.append(
                f'<path d="M{x + 1:g} {level:.1f}h{width - 2:g}" stroke="#b00" stroke-width="2"/>'
            )
        parts.append(f'<text x="{x + width / 2:g}" y="{bottom - 4}">{one.count}</text>')
    parts.append(f'<path d="M{LEFT} {bottom}L{right} {TOP}" stroke="#555" stroke-dasharray="4 3"/>')
    parts.append(f'<path d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" stroke="#000"/>')
    for tick in range(0, BINS + 1, 2):
        x, y, text = LEFT + tick * width, bottom - tick * width, f"{tick / BINS:.1f}"
        parts.append(f'<path d="M{x:g} {bottom}v5M{LEFT} {y:g}h-5" stroke="#000"/>')
        parts.append(f'<text x="{x:g}" y="{bottom + 18}">{text}</text>')
        parts.append(f'<text x="{LEFT - 9}" y="{y + 4:g}" text-anchor="end">{text}</text>')
    middle = TOP + SIDE / 2
    parts += [
        f'<text x="{LEFT + SIDE / 2:g}" y="{bottom + 38}">score (red: mean of the bin)</text>',
        f'<text x="18" y="{middle:g}" transform="rotate(-90 18 {middle:g})">share that is right</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def report(sets: Sequence[tuple[Path, list[Outcome]]]) -> str:
    """Everything about each set, as Markdown."""
    parts = []
    for folder, outcomes in sets:
        bins = binned(one.near for one in outcomes if one.near)
        parts += [
            f"### SET/{folder.resolve().name}",
            accuracy(outcomes),
            summary(outcomes),
            f"```text\n{chart(bins)}\n```",
        ]
    return "\n\n".join(parts)


def section(sets: Sequence[tuple[Path, list[Outcome]]]) -> str:
    """The section of the README."""
    return f"""## Right answers, reliable scores

{command("reliability.py", [folder for folder, _ in sets])}

Messages that nobody here wrote, each set with articles that hold one message template each. All figures
are of queries that nothing was fitted on; what the columns mean is told at the head of the script.

In the charts a bar is the share of right ones among the best candidates with such a score, whatever
the verdict, and `|` their mean score: where the bar ends at the mark, the score is the probability that it is
said to be.

{report(sets)}
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw all sets together there")
    parser.add_argument("--limit", type=int, default=0, help="match only that many queries of each")
    parser.add_argument("--markdown", action="store_true", help="print the section of the README")
    parser.add_argument("--write", action="store_true", help="put it into the README")
    options = parser.parse_args()
    sets = [(folder, answers(folder, options.limit)) for folder in options.sets]
    print(section(sets) if options.markdown else report(sets))
    if options.write:
        put_section(section(sets))
    if options.svg:
        bins = binned(one.near for _, outcomes in sets for one in outcomes if one.near)
        options.svg.write_text(svg(bins, "Score and truth"), encoding="utf-8")


if __name__ == "__main__":
    main()
