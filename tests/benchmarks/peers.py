"""Measure other ways to find the article of a message, on the same queries in the same run.

    python tests/benchmarks/peers.py SET [SET …] [--environment DIR | --here] [--markdown | --write]

A set is a folder as `fit.py` takes it. The peers are installed into an environment of their own (in the
user's cache folder, made once; pip must reach what it installs from), and the script runs itself again there.

kbassist        as it is: articles as files, its own verdicts
token_set_ratio `rapidfuzz.process.extractOne` over the templates without their slots, case and marks left out
WRatio          the same with its other scorer
bm25s           a BM25 index of the templates without their slots
drain3          every template a cluster, each word with a slot in it a wildcard; of all clusters with as many
                words the one with most words in common, which is how Drain compares when it learns; of the
                whole paste or of one of its lines; values by its own extraction
expressions     every template a regular expression, slots `.+?`, any blanks for blanks; of those found in the
                paste the one with most literal characters

Every peer points to one article with a score. It answers from the score on at which 99 % of its answers to
the queries marked `dev` are right; where no score does, it never answers. All else is measured on the
others. What kbassist weighs was fitted on `dev` queries too.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import os
import random
import re
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module, util
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # this much runs where nothing is installed
    from tests.benchmarks.outcomes import Outcome

REQUIREMENTS = ("bm25s>=0.3", "drain3>=0.9.11", "rapidfuzz>=3.9")
ROOT = Path(__file__).parents[2]
SLOT = re.compile(r"\{(p\d+)\}")
KINDS = ("clean", "embedded", "typo", "truncated")

Answer = tuple[str | None, float, Mapping[str, str | None] | None]
"""The article pointed to, its score, and values where the peer can tell some."""
Peer = Callable[[str], Answer]


# ------------------------------------------------------------------------------------------- peers


def fuzzy(articles: Sequence[dict[str, Any]], scorer: str) -> Peer:
    """The template most similar to the paste, by a scorer of rapidfuzz."""
    from rapidfuzz import fuzz, process, utils

    templates = list(each(articles))
    choices = [utils.default_process(SLOT.sub(" ", text)) for _, text in templates]
    score = getattr(fuzz, scorer)

    def ask(text: str) -> Answer:
        found = process.extractOne(utils.default_process(text), choices, scorer=score)
        return (templates[found[2]][0], found[1], None) if found else (None, 0.0, None)

    return ask


def bm25(articles: Sequence[dict[str, Any]]) -> Peer:
    """The template that BM25 ranks first."""
    bm25s = import_module("bm25s")
    templates = list(each(articles))

    def words(texts: list[str]) -> Any:
        return bm25s.tokenize(texts, stopwords=None, return_ids=False, show_progress=False)

    index = bm25s.BM25()
    index.index(words([SLOT.sub(" ", text) for _, text in templates]), show_progress=False)

    def ask(text: str) -> Answer:
        found, scores = index.retrieve(words([text]), k=1, show_progress=False)
        score = float(scores[0, 0])
        return (templates[int(found[0, 0])][0], score, None) if score > 0 else (None, 0.0, None)

    return ask


def drain(articles: Sequence[dict[str, Any]]) -> Peer:
    """The nearest cluster of Drain, each template being one."""
    miner = import_module("drain3").TemplateMiner(
        config=import_module("drain3.template_miner_config").TemplateMinerConfig()
    )
    tree = miner.drain
    tree.sim_th = 1.0  # templates are known: none is taken for a variant of another
    owners: dict[int, tuple[str, str]] = {}
    for article, text in each(articles):
        known = " ".join("<*>" if SLOT.search(word) else word for word in text.split())
        cluster, _ = tree.add_log_message(known)
        owners.setdefault(cluster.cluster_id, (article, text))

    def ask(text: str) -> Answer:
        best: tuple[float, int, str] | None = None
        for line in dict.fromkeys([text, *text.splitlines()]):
            words = tree.get_content_as_tokens(line)
            clusters = tree.get_clusters_ids_for_seq_len(len(words)) if words else []
            cluster = tree.fast_match(clusters, words, 0.0, False)
            if cluster is None:
                continue
            near, _ = tree.get_seq_distance(cluster.log_template_tokens, words, False)
            if best is None or near > best[0]:
                best = near, cluster.cluster_id, line
        if best is None:
            return None, 0.0, None
        article, template = owners[best[1]]
        found = miner.extract_parameters(SLOT.sub("<*>", template), best[2].strip()) or ()
        values = zip(SLOT.findall(template), (one.value for one in found), strict=False)
        return article, best[0], dict(values)

    return ask


def expressions(articles: Sequence[dict[str, Any]]) -> Peer:
    """The template with most literal characters that stands in the paste as it is."""
    compiled = []
    for article, text in each(articles):
        literal = sum(not character.isspace() for character in SLOT.sub("", text))
        compiled.append((literal, article, re.compile(expression(text))))
    compiled.sort(key=lambda one: -one[0])

    def ask(text: str) -> Answer:
        for literal, article, pattern in compiled:
            if found := pattern.search(text):
                return article, float(literal), found.groupdict()
        return None, 0.0, None

    return ask


def expression(template: str) -> str:
    """A template as a regular expression; a slot at its end takes the rest of the line."""
    pieces, seen = SLOT.split(template), set()
    text = ""
    for i, piece in enumerate(pieces):
        if i % 2 == 0:
            text += r"\s+".join(map(re.escape, re.split(r"\s+", piece)))
        elif piece in seen:
            text += f"(?P={piece})"
        else:
            seen.add(piece)
            greed = "" if i == len(pieces) - 2 and not pieces[-1] else "?"
            text += f"(?P<{piece}>.+{greed})"
    return text


def each(articles: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Every template with its article."""
    for article in articles:
        for text in article["templates"]:
            yield article["id"], text


# --------------------------------------------------------------------------------------- measuring


@dataclass(frozen=True, slots=True)
class Measured:
    """One way to find articles, and how it did."""

    name: str
    outcomes: Sequence[Outcome]
    took: float
    """Processor seconds for all queries."""
    opening: float
    """Processor seconds until it could be asked."""


def measure(folder: Path, limit: int = 0) -> tuple[list[Measured], float]:
    """kbassist and its peers on one set, and the processor seconds of opening kbassist once more."""
    from tests.benchmarks.outcomes import judged, opened
    from tests.benchmarks.sets import read_set

    for name in modules():  # no peer pays for an import
        import_module(name)
    articles, queries = read_set(folder)
    random.Random(7).shuffle(queries)
    tuning = [query for query in queries if query["dev"]][: limit or None]
    queries = [query for query in queries if not query["dev"]][: limit or None]
    with opened(articles) as (kb, new, again):
        start = process_time()
        results = [kb.match(query["text"]) for query in queries]
        took = process_time() - start
    outcomes = [judged(*pair) for pair in zip(queries, results, strict=True)]
    found = [Measured("kbassist", outcomes, took, new)]
    makers: dict[str, Callable[[], Peer]] = {
        "token_set_ratio": lambda: fuzzy(articles, "token_set_ratio"),
        "WRatio": lambda: fuzzy(articles, "WRatio"),
        "bm25s": lambda: bm25(articles),
        "drain3": lambda: drain(articles),
        "expressions": lambda: expressions(articles),
    }
    for name, make in makers.items():
        found.append(measured(name, make, tuning, queries))
    return found, again


def measured(
    name: str,
    make: Callable[[], Peer],
    tuning: Sequence[dict[str, Any]],
    queries: Sequence[dict[str, Any]],
) -> Measured:
    """A peer that answers from the score on which the tuning queries ask for."""
    from tests.benchmarks.outcomes import outcome, threshold

    gc.collect()  # no peer pays for what another left
    start = process_time()
    ask = make()
    opening = process_time() - start
    least = threshold([outcome(query, *ask(query["text"])) for query in tuning])
    start = process_time()
    answers = [ask(query["text"]) for query in queries]
    took = process_time() - start
    outcomes = []
    for query, answer in zip(queries, answers, strict=True):
        one = outcome(query, *answer)
        sure = least is not None and one.score is not None and one.score >= least
        outcomes.append(replace(one, matched=sure))
    return Measured(name, outcomes, took, opening)


def row(one: Measured, kbassist: Measured) -> list[str]:
    """The row of *one*, speed as a ratio to kbassist."""
    from tests.benchmarks.outcomes import coverage_at, percent, ratio, share

    cells = [one.name]
    for kind in KINDS:
        of = [each for each in one.outcomes if each.kind == kind]
        right = share(each.matched and each.hit for each in of)
        cells.append(f"{percent(right, 0)} / {percent(share(each.hit for each in of), 0)}")
    right = sum(each.matched and each.hit for each in one.outcomes)
    cells += [
        percent(share(each.matched for each in one.outcomes if not each.present)),
        percent(ratio(right, sum(each.matched for each in one.outcomes))),
        percent(ratio(right, sum(each.present for each in one.outcomes))),
        percent(coverage_at(one.outcomes)),
        percent(share(each.values for each in one.outcomes)),
        times(kbassist.took / one.took),
        times(one.opening / kbassist.opening),
    ]
    return cells


def times(factor: float) -> str:
    """A ratio in two digits that count."""
    return f"{factor:.0f}" if factor >= 10 else f"{factor:.2g}" if factor >= 0.001 else "<0.001"


def report(folder: Path, limit: int = 0) -> str:
    """The table of one set."""
    from tests.benchmarks.outcomes import table

    found, again = measure(folder, limit)
    rows = [row(one, found[0]) for one in found]
    rows[0][-1] = f"1, then {times(again / found[0].opening)}"
    head = ("", *KINDS, "absent", "precision", "coverage", "cov@99", "values", "queries/s", "open")
    return f"### SET/{folder.resolve().name}, peers\n\n{table(head, rows)}"


def section(sets: Sequence[Path], reports: Sequence[str]) -> str:
    """The section of the README."""
    from tests.benchmarks.outcomes import command

    tables = "\n\n".join(reports)
    return f"""## Beside other ways to find an article

{command("peers.py", sets)}

The same queries and the same templates, each way in its own shape; how each is used is told at the head of
the script. A peer answers from the score on at which 99 % of its answers to the tuning queries are right;
all figures are of the other queries, in percent. Per kind of query: right answers given / pointed to the
right article, whatever the score. `absent`: queries that no article answers and that were answered all the
same. `cov@99`: what the best threshold, had one known it, would cover at 99 % precision. `values`: of those
pointed to, all captures exact. `queries/s` and `open` are ratios of processor time to kbassist in the same
run: 2 queries/s is twice as many, 2 at `open` takes twice as long. kbassist opens articles as files and
keeps an index; the second ratio is the next opening. The peers get the templates from memory.

{tables}
"""


# ------------------------------------------------------------------------------------- environment


def modules() -> list[str]:
    """What the peers are imported as."""
    return [re.split("[>=]", one)[0] for one in REQUIREMENTS]


def lacking() -> list[str]:
    """The modules that this Python lacks."""
    needed = ["kbassist", "tests.benchmarks.sets", *modules()]
    return [name for name in needed if not there(name)]


def there(name: str) -> bool:
    """Whether a module could be imported."""
    try:
        return util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def environment(folder: Path | None) -> Path:
    """The Python of an environment with this checkout and its peers; made where it is not there yet.

    Raises CalledProcessError where pip fails, FileExistsError where *folder* holds something else.
    """
    project = (ROOT / "pyproject.toml").read_bytes()
    key = hashlib.sha256(repr((REQUIREMENTS, str(ROOT), sys.version, project)).encode()).hexdigest()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    given, folder = folder, folder or cache / "kbassist-benchmarks" / key[:16]
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    made = folder / "made"
    if not made.exists() or made.read_text(encoding="utf-8") != key:
        if given and given.exists() and any(given.iterdir()) and not made.exists():
            raise FileExistsError(f"{given} holds something else")
        print(f"making an environment with {', '.join(REQUIREMENTS)}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, "--editable", str(ROOT), *REQUIREMENTS], check=True)
        made.write_text(key, encoding="utf-8")
    return python


def main() -> None:
    """Measure and print, in an environment that has the peers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET")
    parser.add_argument(
        "--environment", type=Path, metavar="DIR", help="make the environment there"
    )
    parser.add_argument("--here", action="store_true", help="use the Python that runs this")
    parser.add_argument(
        "--limit", type=int, default=0, help="ask only that many queries of each half"
    )
    parser.add_argument("--markdown", action="store_true", help="print the section of the README")
    parser.add_argument("--write", action="store_true", help="put it into the README")
    options = parser.parse_args()
    if not options.here:
        try:
            python = environment(options.environment)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"no environment: {error}\nneeded: this checkout, {', '.join(REQUIREMENTS)}")
        again = [str(python), __file__, "--here", *sys.argv[1:]]
        sys.exit(subprocess.run(again, check=False).returncode)
    if missing := lacking():
        sys.exit(f"this Python lacks {', '.join(missing)}; leave out --here to have them installed")
    from tests.benchmarks.outcomes import put_section

    reports = [report(folder, options.limit) for folder in options.sets]
    text = section(options.sets, reports)
    print(text if options.markdown else "\n\n".join(reports))
    if options.write:
        put_section(text)


if __name__ == "__main__":
    main()
