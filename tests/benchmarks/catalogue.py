"""How quickly catalogues are imported and indexed, and what their messages cost a look-up.

    python tests/benchmarks/catalogue.py [MESSAGES]

Invented catalogues of so many messages, in every format: messages a second of processor time, from the bytes
to the lines that are written. Then an index of a desk's articles with such a catalogue beside them, as
a ratio to the same desk without it: opening it, and matching one of the articles.
"""

from __future__ import annotations

import gc
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import kbassist
from kbassist import desk
from kbassist.articles.messages import Catalogue, dump
from kbassist.catalogue import Source, read
from kbassist.formats import CatalogueFormat

ROUNDS = 15
PASTE = "Certificate is already assigned to user _CPI_DEV. User ID: _CRM_02"


def words(count: int) -> list[list[str]]:
    """The words of so many messages, each message another one; one of its words is a value."""
    known = [
        word
        for line in (desk.HERE / "words.txt").read_text("utf-8").splitlines()[1:]
        for word in line.split(" ")[1:]
        if word.isalpha() and len(word) > 3
    ]
    chance = random.Random(1)
    return [chance.choices(known, k=chance.randint(5, 11)) for _ in range(count)]


def written(form: CatalogueFormat, messages: list[list[str]]) -> str:
    """A catalogue with these messages."""
    mark = {
        CatalogueFormat.T100: "&1",
        CatalogueFormat.CISCO: "[chars]",
        CatalogueFormat.WINDOWS: "%1",
        CatalogueFormat.PROPERTIES: "{0}",
        CatalogueFormat.LIST: "{0}",
    }.get(form, "%s")
    texts = [" ".join([*words[:-1], mark, words[-1]]) for words in messages]
    match form:
        case CatalogueFormat.PO:
            return "\n".join(f'#, c-format\nmsgid "{text}"\nmsgstr ""\n' for text in texts)
        case CatalogueFormat.PROPERTIES:
            return "\n".join(f"key.{i} = {text}" for i, text in enumerate(texts))
        case CatalogueFormat.T100:
            return "\n".join(
                f"E;ZT{i // 1000};{i % 1000:03};{text}" for i, text in enumerate(texts)
            )
        case CatalogueFormat.CISCO:
            return "\n".join(f"%TIDE-3-M{i}: {text}" for i, text in enumerate(texts))
        case CatalogueFormat.WINDOWS:
            return "\n".join(f"{i + 10} = {text}" for i, text in enumerate(texts))
    return "\n".join(texts)


def median(what: Callable[[], object]) -> float:
    """Seconds that it takes."""
    times = []
    for _ in range(ROUNDS):
        since = perf_counter()
        what()
        times.append(perf_counter() - since)
    return statistics.median(times)


def main(count: int) -> None:
    gc.set_threshold(100_000, 20, 20)  # as in the program
    messages = words(count)
    background = desk.background()
    lines: list[str] = []
    print(f"{count:,} messages\n\n| format | messages a second |\n| --- | ---: |")
    for form in CatalogueFormat:
        data = written(form, messages).encode()
        since = process_time()
        found = read("big", [Source("big", data.decode(), form)], background)
        lines = list(dump(Catalogue("big", "Big Product"), found.messages))
        rate = len(found.messages) / (process_time() - since)
        print(f"| {form} | {round(rate, -2):,.0f} |")
    with tempfile.TemporaryDirectory() as temporary:
        alone, both, cache = (Path(temporary) / name for name in ("alone", "both", "cache"))
        for folder in (alone, both):
            shutil.copytree(desk.bundled(), folder)
        (both / "big.messages.jsonl").write_text("".join(lines), encoding="utf-8")
        kbassist.open(alone, cache=cache).close()
        since = process_time()
        kbassist.open(both, cache=cache).close()
        print(f"\nindexed: {round(count / (process_time() - since), -2):,.0f} messages a second\n")
        print("| to the same without the catalogue | ratio |\n| --- | ---: |")

        def opened(folder: Path) -> None:
            kbassist.open(folder, cache=cache).close()

        def matched(folder: Path) -> None:
            command = [sys.executable, "-m", "kbassist", "match", PASTE, "--articles", str(folder)]
            environment = os.environ | {"KBASSIST_CACHE": str(cache)}
            subprocess.run(
                [*command, "--format", "json"],
                env=environment,
                stdout=subprocess.DEVNULL,
                check=True,
            )

        for what, look in (("opening the index", opened), ("`kbassist match`, all of it", matched)):
            without, beside = (median(partial(look, one)) for one in (alone, both))
            print(f"| {what} | {beside / without:.2f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
