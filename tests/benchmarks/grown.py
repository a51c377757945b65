"""Bases of any size, grown from a benchmark set, as articles or straight as an index.

The first articles are those of the set. Further ones are the same messages with some words exchanged: for
other words of the set, or for new ones made of two of its words. As in real bases new words come with the
square root of the number of messages, and the common ones stay common. A smaller base is the
beginning of every larger one.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kbassist import store
from kbassist.model import ArticleFault, Node, Placeholder, Revision, Section, Signature, Slot
from kbassist.store.build import Writer
from kbassist.store.entry import take
from kbassist.store.index import made_by
from kbassist.template import dump
from tests.benchmarks.sets import template

WORD = re.compile(r"(?<![\w{])[^\W\d_]{3,}(?![\w}])")
"""A word of a template that may be exchanged; placeholders are none."""
EXCHANGED = 0.5
"""How many of its words a further message exchanges."""
NEW = 0.5
"""How many of those for a new word."""
NEW_WORDS = 40
"""Times the square root of the messages so far: how many new words are in use."""


def grown(articles: Sequence[dict[str, Any]], size: int) -> Iterator[dict[str, Any]]:
    """*size* articles, as `sets.read_set` gives them."""
    return itertools.islice(_endless(articles), size)


def _endless(articles: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    chance = random.Random(11)
    articles = chance.sample(articles, len(articles))
    words = [w for one in articles for text in one["templates"] for w in WORD.findall(text)]
    yield from articles
    for count in itertools.count():
        turn, number = divmod(count, len(articles))
        one = articles[number]
        if all(map(WORD.search, one["templates"])):
            most = int(NEW_WORDS * (1 + count) ** 0.5)
            texts = [_exchanged(text, words, most, chance) for text in one["templates"]]
            yield {**one, "id": f"{one['id']}-{1 + turn}", "templates": texts}


def _exchanged(text: str, words: Sequence[str], most: int, chance: random.Random) -> str:
    """*text* with some words exchanged, at least one of them for one of *most* new ones."""
    places = [found.span() for found in WORD.finditer(text)]
    certain = chance.randrange(len(places))
    for i in range(len(places) - 1, -1, -1):
        start, end = places[i]
        if i == certain or chance.random() < EXCHANGED * NEW:
            number = int(most * chance.random() ** 2)
            first, second = words[number % len(words)], words[number * 7919 % len(words)]
            word = first[: (len(first) + 1) // 2] + second[len(second) // 2 :]
        elif chance.random() < EXCHANGED * (1 - NEW):
            word = chance.choice(words)
        else:
            continue
        text = text[:start] + word + text[end:]
    return text


def revision(article: dict[str, Any]) -> Revision:
    """The revision that an article of a set is read as."""
    templates = [template(text) for text in article["templates"]]
    names = {one.name for lines in templates for one in lines if isinstance(one, Slot)}
    paragraph = Node("paragraph", (f"See {article['id']}.",))
    return Revision(
        number=article["id"],
        title=(article.get("title") or article["id"],),
        placeholders={name: Placeholder(name) for name in sorted(names)},
        signatures=tuple(Signature((one,), text=dump(one)) for one in templates),
        sections=(Section("Resolution", (paragraph,)),),
    )


def write_index(articles: Iterable[dict[str, Any]], folder: Path, cache: Path) -> None:
    """Make the index that *folder*, which holds nothing, has in *cache* hold *articles*."""
    folder.mkdir(parents=True, exist_ok=True)
    held = store.open([folder], _nothing, cache)
    status = held.status()
    held.close()
    Path(status.path).unlink()
    connection = sqlite3.connect(status.path, isolation_level=None)
    writer = Writer(connection)
    for article in articles:
        writer.add(article["id"], (0, 0, 0), *take(article["id"], revision(article), ()))
    writer.finish(made_by(), json.dumps(status.folders))
    connection.execute("DELETE FROM file")
    connection.execute("UPDATE meta SET value = 0 WHERE key = 'files'")
    connection.close()


def _nothing(path: str, shown: str) -> tuple[None, tuple[ArticleFault, ...]]:
    raise AssertionError(f"{path} is not there")
