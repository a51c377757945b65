"""Fit what is heard around a message: makes `kbassist/speech.txt`.

    python -m tests.benchmarks.speech [SET …] [--write]

The texts in `tests/speech/*.jsonl` each hold a `message`, of the article that `article` names, and tell
whether it is `live` or only spoken of. The messages that a set (see `fit.py`) holds in sentences are all
live; only those marked `dev` are looked at.

The model is logistic, with a quadratic penalty (full-batch Adagrad, Duchi et al. 2011) and its features
scaled by how much oftener they stand in the one sort of texts (Wang and Manning 2012). What it does with
messages that it has never seen is measured by leaving out, in turn, all texts of every tenth message. The
threshold is set there, so that `LOST` of the live ones are taken for mentions.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kbassist.match.mention.speech import FEW, Speech, Words
from kbassist.text import normalise
from tests.benchmarks.sets import read_set

TEXTS = Path(__file__).parent.parent / "speech"
OUTPUT = Path(__file__).parent.parent.parent / "kbassist" / "speech.txt"
FOLDS = 10
SEEN = 2
"""Texts that a feature must stand in."""
KEPT = 8_000
"""Features that are kept."""
PENALTY = 0.02
EPOCHS, STEP = 100, 1.0
LOST = 0.05
"""Share of live messages that may be taken for mentions."""


class Example(NamedTuple):
    """One text."""

    live: bool
    article: str
    heard: frozenset[str]


def examples(folders: Sequence[Path]) -> Iterator[Example]:
    """All texts, as the program hears them, and the messages in sentences of the sets in *folders*."""
    for path in sorted(TEXTS.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            one = json.loads(line)
            example = heard(one["text"], one["message"], one["live"], one["article"])
            if example is None:
                raise SystemExit(f"{path.name}:{number}: the message does not stand in the text")
            yield example
    for folder in folders:
        articles, queries = read_set(folder)
        templates = {one["id"]: one["templates"][0] for one in articles}
        for query in queries:
            if query["dev"] and query["kind"] == "embedded":
                number = query["accept"][0]
                message = templates[number]
                for name, value in (query["params"] or {}).items():
                    message = message.replace("{" + name + "}", value)
                example = heard(query["text"], message, True, number)
                if example is not None:
                    yield example


def heard(text: str, message: str, live: bool, article: str) -> Example | None:
    """What is heard around *message* in *text*; None where it does not stand there."""
    words = re.findall(r"\w+|[^\w\s]", message)
    repaired = normalise(text).repaired
    place = re.search(r"[\s>|]*".join(map(re.escape, words)), repaired)
    return place and Example(live, article, frozenset(Words(repaired).around(*place.span())))


def fit(rows: Sequence[Example]) -> Speech:
    """The model: first of all features, then once more of those that it needs."""
    counts = Counter(feature for row in rows for feature in row.heard)
    model = trained(rows, [name for name, count in sorted(counts.items()) if count >= SEEN])
    telling = sorted(model.weights, key=lambda name: -abs(model.weights[name]))[:KEPT]
    return trained(rows, sorted(telling))


def trained(rows: Sequence[Example], names: Sequence[str]) -> Speech:
    """The model of these features; both classes count the same."""
    number = {name: i for i, name in enumerate(names)}
    table = []
    seen = {True: [1.0] * len(names), False: [1.0] * len(names)}
    for row in rows:
        heard = [number[one] for one in row.heard if one in number]
        table.append((heard, 1 / math.sqrt(len(heard) + FEW), row.live))
        for i in heard:
            seen[row.live][i] += 1
    total = {live: sum(counts) for live, counts in seen.items()}
    ratio = [
        math.log((one / total[False]) / (other / total[True]))
        for one, other in zip(seen[False], seen[True], strict=True)
    ]
    live = sum(row.live for row in rows)
    share = {True: 0.5 * len(rows) / live, False: 0.5 * len(rows) / (len(rows) - live)}
    weights, bias = [0.0] * len(names), 0.0
    squares, square = [1e-8] * len(names), 1e-8
    for _ in range(EPOCHS):
        slopes, slope = [PENALTY * weight for weight in weights], 0.0
        parts = [weight * one for weight, one in zip(weights, ratio, strict=True)]
        for heard, scale, is_live in table:
            odds = bias + scale * sum([parts[i] for i in heard])
            error = share[is_live] * (1 / (1 + math.exp(-odds)) - (not is_live))
            slope += error
            for i in heard:
                slopes[i] += error * scale * ratio[i]
        for i, one in enumerate(slopes):
            squares[i] += one * one
            weights[i] -= STEP * one / math.sqrt(squares[i])
        square += slope * slope
        bias -= STEP * slope / math.sqrt(square)
    products = (weight * one for weight, one in zip(weights, ratio, strict=True))
    return Speech(dict(zip(names, products, strict=True)), bias, 0.0)


def left_out(rows: Sequence[Example]) -> Iterator[tuple[Example, float]]:
    """Each text with its log-odds by what was learned from other messages."""
    articles = sorted({row.article for row in rows})
    for fold in range(FOLDS):
        held = set(articles[fold::FOLDS])
        model = fit([row for row in rows if row.article not in held])
        yield from ((row, model.odds(row.heard)) for row in rows if row.article in held)


def written(model: Speech, certain: float) -> str:
    """As the package keeps it."""
    lines: dict[float, list[str]] = defaultdict(list)
    for name, weight in sorted(model.weights.items()):
        lines[round(weight, 1)].append(name)
    told = [f"{weight} {'|'.join(names)}" for weight, names in sorted(lines.items()) if weight]
    return "\n".join([f"{model.bias:.3f} {certain:.3f}", *told, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="SET")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = list(examples(options.folders))
    judged = list(left_out(rows))
    live = sorted(value for row, value in judged if row.live)
    spoken = [value for row, value in judged if not row.live]
    certain = live[math.ceil((1 - LOST) * len(live)) - 1] + 1e-9
    print(
        f"{len(live)} live, {len(spoken)} spoken of, of {len({row.article for row in rows})} articles"
    )
    for bar in (0.0, certain):
        lost = sum(value >= bar for value in live) / len(live)
        heard = sum(value >= bar for value in spoken) / len(spoken)
        print(
            f"from {bar:.2f}: {heard:.1%} of those spoken of heard, {lost:.1%} of the live ones lost"
        )
    if options.write:
        OUTPUT.write_text(written(fit(rows), certain), encoding="utf-8")


if __name__ == "__main__":
    main()
