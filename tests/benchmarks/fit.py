"""Fit the weights of the matcher: makes `kbassist/weights.json`.

    python tests/benchmarks/fit.py SET [SET …]

A set is a folder with `articles.jsonl` (`id`, `templates` with `{p1}` …) and `queries.jsonl` (`text`,
`kind`, `accept`, `dev`, `params`). Only queries marked `dev` are looked at. Each is matched as it is, once
more with its own article taken out (what is then found is wrong), and, where it is the clean message, in
other letters, in a sentence, with letters misread as a screen reader would, and with a telling word
replaced, added or left out, which makes it another message: the sets know little of these.

Templates that no query of the set is made from are a third source: filled with values of the queries marked
`dev`, they are mistyped, cut off and put into sentences the way the sets do it.

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
from collections import Counter
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
PENALTY = 0.0005
BELIEFS = {
    "other words": -1.0,
    "cut unseen": -1.0,
    "misread": -0.1,
    "covered": 1.5,
    "told": 0.2,
    "wide": -1.0,
}
"""Where the sets say little: what the penalty pulls these to instead of nothing."""
BELIEVED = 0.02
PRECISION = 0.9975
"""Share of right answers wanted among those above `certain`."""
ABSENT = 0.3
"""How much a query counts whose own article was taken out."""
FLOOR = 0.7
"""Scores below are nothing: prose scores up to here by the words it shares with some message."""
LEAD = 3.0
"""Bits by which the best must surpass another article on the same words."""
ROUNDS = 2
"""First every rival is taken seriously, then those that the weights of the first round leave."""
INVENTED, MADE = 900, 0.5
"""Templates without queries that are used of a set; how much a query made from them counts."""
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
    if re.search(rf"[^\W\d_]{{2,}} {re.escape(word)}(?![\w}}])", template):  # not beside a slot
        yield text.replace(f" {word}", f" {other} {word}", 1), NEAR_MISS
    word = chance.choice(telling)
    yield re.sub(rf"(?<!\w){re.escape(word)}(?!\w) ?", "", text), NEAR_MISS


def invented(
    articles: list[dict[str, Any]], queries: list[dict[str, Any]], chance: random.Random
) -> Iterator[dict[str, Any]]:
    """Queries from some of the templates that the set has none for, as the set would make them."""
    asked = {one for query in queries for one in query["accept"]}
    values = [
        value
        for query in queries
        if query["dev"] and query["kind"] == "clean"
        for value in (query["params"] or {}).values()
        if value and value.count(" ") < 2
    ]
    starts = Counter(_start(one) for one in articles)
    free = [one for one in articles if one["id"] not in asked and starts[_start(one)] == 1]
    for article in chance.sample(free, min(INVENTED, len(free))):
        pieces = re.split(r"\{p\d+\}", article["templates"][0])
        filling = [chance.choice(values) for _ in pieces[1:]]
        clean = _filled(pieces, filling)
        texts = {"clean": clean, "embedded": chance.choice(SENTENCES).format(clean)}
        texts["typo"] = _filled(mistyped(pieces, chance), filling)
        words = clean[: round(len(clean) * chance.uniform(0.6, 0.8))].rstrip()
        texts["truncated"] = words + chance.choice(("", "", "...", "\u2026"))
        for kind, text in texts.items():
            yield {"text": text, "kind": kind, "accept": [article["id"]], "dev": True}


def _start(article: dict[str, Any]) -> str:
    """The first half of a message, letters alone: what begins the same way cannot be told once it is cut."""
    letters = re.sub(r"[\W_]+", "", re.sub(r"\{p\d+\}", "", article["templates"][0])).lower()
    return letters[: len(letters) // 2]


def _filled(pieces: Sequence[str], values: Sequence[str]) -> str:
    return "".join(a + b for a, b in zip(pieces, [*values, ""], strict=True))


def mistyped(pieces: Sequence[str], chance: random.Random) -> list[str]:
    """*pieces* with one to three letters of their words wrong, doubled, swapped or left out."""
    result = list(pieces)
    for _ in range(chance.randint(1, 3)):
        places = [(i, k) for i, one in enumerate(result) for k, c in enumerate(one) if c.isalpha()]
        if not places:
            break
        i, k = chance.choice(places)
        one, letter = result[i], result[i][k]
        change = chance.choice(
            ("", letter * 2, one[k + 1 : k + 2] + letter, chance.choice("aeinorstl"))
        )
        result[i] = one[:k] + change + one[k + 1 + (len(change) == 2 and change[0] != letter) :]
    return result


def best(matcher: Matcher, text: str, without: set[str]) -> Proposal | None:
    """The best proposal for *text* from all articles but some."""
    read = normalise(text)
    found: list[Proposal] = []
    for unit in look_up(read, matcher.library, matcher.cache):
        left = [one for one in unit.candidates if one.compiled.pattern.number not in without]
        unit = Unit(unit.region, left, unit.lines)
        found += propose(unit, read, matcher.cache.rarity, matcher.weights)
    return max(found, key=lambda one: one.bits, default=None)


def gather(folder: Path, weights: Weights) -> Iterator[tuple[Row, bool]]:
    """Rows of one set, and whether each is a query of the set as it stands.

    *weights* tell which rivals are to be taken seriously.
    """
    chance = random.Random(7)
    articles, queries = read_set(folder)
    templates = {one["id"]: one["templates"][0] for one in articles}
    words = sorted(
        {w for one in templates.values() for w in re.findall(r"(?<!\w)[^\W\d_]{4,}(?!\w)", one)}
    )
    with tempfile.TemporaryDirectory() as place:
        write_articles(articles, Path(place) / "articles")
        with kbassist.open(Path(place) / "articles", cache=Path(place) / "cache") as kb:
            matcher = Matcher(kb.store, weights, desk.background(), desk.speech)
            for i, query in enumerate([*queries, *invented(articles, queries, chance)]):
                if not query["dev"]:
                    continue
                made = i >= len(queries)
                accept = set(query["accept"])
                for text, weight in near_misses(query, templates, words, chance):
                    one = best(matcher, text, set())
                    if one and (not one.exact or one.compiled.pattern.number in accept):
                        yield (one.measures, False, weight), False
                for text, weight in variants(query, chance):
                    own = text == query["text"]
                    for without in (set(), accept) if accept else (set(),):
                        one = best(matcher, text, without)
                        if one is None:
                            continue
                        right = one.compiled.pattern.number in accept
                        lacking = made and query["kind"] != "truncated" and i % 6 == 0
                        counts = weight * (ABSENT if without else 1.0) * (MADE if made else 1.0)
                        alone = not one.tied(matcher.weights.lead)
                        yield (
                            (one.measures, right, counts),
                            own and alone and (not without or lacking),
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
    weights = dict.fromkeys(MEASURES, 0.0)
    everything: list[tuple[Row, bool]] = []
    for _ in range(ROUNDS):
        everything = []
        for folder in options.sets:  # each counts as much as the others
            found = list(gather(folder, Weights(weights, 0.9, FLOOR, LEAD)))
            total = sum(weight for (_, _, weight), _ in found)
            everything += [((m, right, weight / total), own) for (m, right, weight), own in found]
        rows = [row for row, _ in everything]
        weights = calibrated(fit(rows), [row for row, own in everything if own])
    plain = [(probability(m, weights), right) for (m, right, _), own in everything if own]
    loose = [(probability(m, weights), right) for (m, right, _), _ in everything]
    certain = math.ceil(1000 * max(0.5, threshold(plain))) / 1000
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
            "lead": LEAD,
        }
        path = Path(desk.__file__).with_name("weights.json")
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
