"""Benchmark sets: message templates as articles, and queries with the right answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kbassist.model import Slot, Template
from kbassist.template import dump


def read_set(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The articles and the queries of a set, their ids made into article numbers."""
    articles, queries = (
        [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        for name in ("articles.jsonl", "queries.jsonl")
    )
    for article in articles:
        article["id"] = number(article["id"])
    for query in queries:
        query["accept"] = [number(one) for one in query["accept"]]
    return articles, queries


def number(identity: str) -> str:
    """An id as an article's number."""
    return re.sub(r"[:/]", "-", identity)


def template(text: str) -> Template:
    """`{p1}` as a slot, everything else as it is."""
    pieces = re.split(r"\{(p\d+)\}", text)
    return tuple(Slot(piece) if i % 2 else piece for i, piece in enumerate(pieces) if piece)


def write_articles(articles: Iterable[dict[str, Any]], folder: Path) -> None:
    """One Markdown file an article, in the smallest form."""
    for article in articles:
        front = {
            "number": article["id"],
            "title": (article.get("title") or article["id"]).replace("{{", "{ {"),
            "signatures": [dump(template(one)) for one in article["templates"]],
        }
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
        target = folder / article["id"]
        target.mkdir(parents=True, exist_ok=True)
        text = "---\n" + "\n".join(lines) + f"\n---\n\n## Resolution\n\nSee {article['id']}.\n"
        (target / "r1.md").write_text(text, encoding="utf-8")
