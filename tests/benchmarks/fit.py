"""Fit the weights of the matcher: makes `kbassist/weights.json`.

    python tests/benchmarks/fit.py SET [SET …]

A set is a folder with `articles.jsonl` (`id`, `templates` with `{p1}` …) and `queries.jsonl` (`text`,
`kind`, `accept`, `dev`). Only queries marked `dev` are looked at. Each is matched as it is, once more with
its own article taken out (what is then found is wrong), and, where it is the clean message, in other
letters, in a sentence, with letters misread as a screen reader would, and with a telling word replaced,
added or left out, which makes it another message: the sets know little of these.

The model is logistic (Newton's method, a small quadratic penalty, no measure may speak against its
sense); its scores are then calibrated on the queries as they are. The thresholds are the lowest at which
the precision wanted is reached on the same queries.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import kbassist
from kbassist import desk
from kbassist.match import Matcher, Weights
from kbassist.match.candidates import Unit, look_up
from kbassist.match.propose import propose
from kbassist.match.score import MEASURES, Proposal
from kbassist.text import normalise
from tests.benchmarks.sets import read_set, write_articles

SPEAKS_FOR = {"told", "covered", "exact"}
PENALTY = 0.002
BELIEFS = {"other words": -1.0, "cut unseen": -1.0, "misread": -0.1, "covered": 1.5, "told": 0.2}
"""Where the sets say little: what the penalty pulls these to instead of nothing."""
BELIEVED = 0.02
PRECISION = 0.997
"""Share of right answers wanted among those above `certain`."""
ABSENT = 0.3
"""How much a query counts whose own article was taken out."""
FLOOR = 0.7
"""Scores below are nothing: prose scores up to here by the words it shares with some message."""
NEAR_MISS = 0.4
"""How much a message counts in which a telling word is another, one too many or one too few."""
SENTENCES = (
    "When I press Save we get: {}",
    "we are told that {} and then nothing happens",
    "After the update it says {} again and again, what can we do?",
    "I tried it in another browser, same thing. {}",
    "Our administrator sees {} on her screen since this morning.",
    "The nightly job stops, log of the server: {}",
    "Hello, the upload does not work, the pop-up shows {} Please help.",
    "Beim Speichern kommt: {}",
    "Seit gestern erscheint {} und es geht nicht weiter.",
    "Lors de l'enregistrement nous obtenons : {}",
    "c.e.app.Worker - {}",
    "com.example.client.RefusedException: {}",
    "step 4 of 9 failed ({})",
)
MISREAD = (
    ("l", "I"),
    ("i", "l"),
    ("o", "0"),
    ("rn", "m"),
    ("m", "rn"),
    ("d", "cl"),
    ("e", "c"),
    ("ll", "l"),
)

Row = tuple[dict[str, float], bool, float]
"""The measures of the best proposal, whether it is right, its weight in the fit."""


def variants(query: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, float]]:
    """The query's text, and what else a desk would see of it, with weights."""
    text = query["text"]
    yield text, 1.0
    if query["kind"] != "clean":
        return
    yield chance.choice((str.upper, str.lower, str.title))(text), 0.5
    for sentence in chance.sample(SENTENCES, 2):
        yield sentence.format(text), 0.5
    literal = [i for i, c in enumerate(text) if c.isalpha()]
    if len(literal) > 12:
        misread = text
        for old, new in chance.sample(MISREAD, 3):
            misread = misread.replace(old, new, 1)
        yield misread, 0.25


def near_misses(
    query: dict[str, Any], templates: dict[str, str], words: list[str], chance: random.Random
) -> Iterator[tuple[str, float]]:
    """The clean message with one telling word replaced, added or left out: another message."""
    if query["kind"] != "clean" or len(query["accept"]) != 1:
        return
    text, template = query["text"], templates[query["accept"][0]]
    literals = re.findall(r"(?<![\w{])[^\W\d_]{4,}(?![\w}])", re.sub(r"\{p\d+\}", " ", template))
    telling = [w for w in literals if len(re.findall(rf"(?<!\w){re.escape(w)}(?!\w)", text)) == 1]
    if len(telling) < 3:
        return
    word, other = chance.choice(telling), chance.choice(words)
    yield re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", other, text), NEAR_MISS
    word, other = chance.choice(telling[1:]), chance.choice(words)
    if f" {word}" in text:
        yield text.replace(f" {word}", f" {other} {word}", 1), NEAR_MISS
    word = chance.choice(telling)
    yield re.sub(rf"(?<!\w){re.escape(word)}(?!\w) ?", "", text), NEAR_MISS


def best(matcher: Matcher, text: str, without: set[str]) -> Proposal | None:
    """The best proposal for *text* from all articles but some."""
    read = normalise(text)
    found: list[Proposal] = []
    for unit in look_up(read, matcher.library, matcher.cache).units:
        both = zip(unit.candidates, unit.bounds, strict=True)
        left = [pair for pair in both if pair[0].pattern.number not in without]
        unit = Unit(unit.region, [a for a, _ in left], [b for _, b in left], unit.lines)
        found += propose(unit, read, matcher.cache.rarity, matcher.weights)
    return max(found, key=lambda one: one.bits, default=None)


def gather(folder: Path, report: bool = False) -> Iterator[tuple[Row, bool]]:
    """Rows of one set, and whether each is a query of the set as it stands."""
    chance = random.Random(7)
    articles, queries = read_set(folder)
    templates = {one["id"]: one["templates"][0] for one in articles}
    words = sorted(
        {w for one in templates.values() for w in re.findall(r"(?<!\w)[^\W\d_]{4,}(?!\w)", one)}
    )
    neutral = Weights(dict.fromkeys(MEASURES, 0.0), 0.9, 0.3, 3.0)
    with tempfile.TemporaryDirectory() as place:
        write_articles(articles, Path(place) / "articles")
        with kbassist.open(Path(place) / "articles", cache=Path(place) / "cache") as kb:
            matcher = Matcher(kb.store, neutral, desk.background())
            for query in queries:
                if bool(query["dev"]) == report:
                    continue
                accept = set(query["accept"])
                for text, weight in near_misses(query, templates, words, chance):
                    one = best(matcher, text, set())
                    if one is not None:
                        yield (one.measures, False, weight), False
                for text, weight in variants(query, chance):
                    own = text == query["text"]
                    for without in (set(), accept) if accept else (set(),):
                        one = best(matcher, text, without)
                        if one is None:
                            continue
                        right = one.compiled.pattern.number in accept
                        yield (
                            (one.measures, right, weight * (ABSENT if without else 1.0)),
                            own and not without,
                        )


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Log-odds per measure, by Newton's method with a penalty; none may speak against its sense."""
    names = list(MEASURES)
    weights = {name: BELIEFS.get(name, 0.0) for name in names}
    total = sum(weight for _, _, weight in rows)
    table = [([m[name] for name in names], right, weight / total) for m, right, weight in rows]
    pull = [BELIEVED if name in BELIEFS else PENALTY * (name != "bias") for name in names]
    size = len(names)
    for _ in range(100):
        gradient = [
            force * (weights[name] - BELIEFS.get(name, 0.0))
            for name, force in zip(names, pull, strict=True)
        ]
        curvature = [[pull[i] * (i == j) for j in range(size)] for i in range(size)]
        for x, right, weight in table:
            odds = sum(weights[name] * value for name, value in zip(names, x, strict=True))
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
            error, bend = weight * (p - right), weight * p * (1 - p)
            used = [i for i, value in enumerate(x) if value]
            for i in used:
                gradient[i] += error * x[i]
                row = curvature[i]
                for j in used:
                    row[j] += bend * x[i] * x[j]
        held = {  # at nothing, and pushed against their sense
            i
            for i, name in enumerate(names)
            if name != "bias" and not weights[name] and (gradient[i] > 0) == (name in SPEAKS_FOR)
        }
        for i in held:
            gradient[i] = 0.0
            for j in range(size):
                curvature[i][j] = curvature[j][i] = float(i == j)
        change = 0.0
        for i, (name, delta) in enumerate(zip(names, solved(curvature, gradient), strict=True)):
            if i in held:
                continue
            new = weights[name] - max(-0.5, min(0.5, delta))
            if name != "bias" and (new < 0) == (name in SPEAKS_FOR):
                new = 0.0
            change = max(change, abs(new - weights[name]))
            weights[name] = new
        if change < 1e-6:
            break
    return weights


def solved(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """The solution of a small system of linear equations."""
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(size):
            if r != i and rows[r][i]:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def probability(measures: dict[str, float], weights: dict[str, float]) -> float:
    odds = sum(weights[name] * value for name, value in measures.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def calibrated(weights: dict[str, float], rows: Sequence[Row]) -> dict[str, float]:
    """*weights* stretched and shifted so that scores are probabilities on *rows* (Platt 1999)."""
    odds = [sum(weights[name] * value for name, value in m.items()) for m, _, _ in rows]
    stretch, shift = 1.0, 0.0
    for _ in range(50):
        g0 = g1 = h00 = h01 = h11 = 1e-9
        for z, (_, right, _) in zip(odds, rows, strict=True):
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, stretch * z + shift))))
            error, bend = p - right, p * (1 - p)
            g0, g1 = g0 + error * z, g1 + error
            h00, h01, h11 = h00 + bend * z * z, h01 + bend * z, h11 + bend
        step = solved([[h00, h01], [h01, h11]], [g0, g1])
        stretch, shift = max(0.2, stretch - step[0]), shift - step[1]
    scaled = {name: stretch * value for name, value in weights.items()}
    scaled["bias"] += shift
    return scaled


def threshold(scored: list[tuple[float, bool]]) -> float:
    """The lowest score above which answers are right often enough."""
    best_score, right = 0.99, 0
    for count, (score, hit) in enumerate(sorted(scored, reverse=True), 1):
        right += hit
        if right >= PRECISION * count:
            best_score = score
    return best_score


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="write kbassist/weights.json")
    options = parser.parse_args()
    everything = [row for folder in options.sets for row in gather(folder)]
    rows = [row for row, _ in everything]
    weights = calibrated(fit(rows), [row for row, own in everything if own])
    plain = [(probability(m, weights), right) for (m, right, _), own in everything if own]
    loose = [(probability(m, weights), right) for (m, right, _), _ in everything]
    certain = round(max(0.5, threshold(plain)) + 0.005, 2)
    print(f"{len(rows)} rows, {sum(r for _, r, _ in rows)} right; certain from {certain}")
    for name, value in weights.items():
        print(f"  {name:15} {value:7.3f}")
    for name, scored in (("as they are", plain), ("with variants and absents", loose)):
        sure = [hit for score, hit in scored if score >= certain]
        there = sum(hit for _, hit in scored)
        print(
            f"{name}: precision {sum(sure) / len(sure):.4f}, found {sum(sure) / there:.4f} of the right ones"
        )
    if options.write:
        data = {
            "measures": {name: round(value, 3) for name, value in weights.items()},
            "certain": certain,
            "floor": FLOOR,
            "lead": 3.0,
        }
        path = Path(desk.__file__).with_name("weights.json")
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
