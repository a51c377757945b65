"""Small invented bases: articles in a few lines, asked as a desk asks.

A line of a base is an article's number and a signature; several lines of one number are its signatures,
` … ` stands between the lines of one that has several. A placeholder whose name begins with that of a
kind, `{{number}}` or `{{user_id_2}}`, is of that kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import kbassist
from kbassist import template
from kbassist.model import Kind, Match, MatchResult, Placeholder, Revision, Signature, Variable
from kbassist.store.memory import MemoryStore
from tests.store.bases import article, section

LINES = " … "
KINDS = sorted(Kind, key=lambda kind: -len(kind))


def placeholder(name: str, **fields: str) -> Placeholder:
    """A placeholder of the kind that its name begins with."""
    kind = next((kind for kind in KINDS if name.startswith(kind)), Kind.TEXT)
    return Placeholder(name, kind, **fields)


def signature(written: str, within: int = 20) -> Signature:
    """The signature that *written* stands for."""
    return Signature(tuple(map(template.parse, written.split(LINES))), within, written)


def revision(
    number: str, *signatures: str, hints: Iterable[str] = (), within: int = 20, **fields: object
) -> Revision:
    """A revision with these signatures; its placeholders are of the kinds that their names tell.

    Its resolution shows all of them.
    """
    made = article(number, f"Article {number}", **fields)
    texts = tuple(signature(one, within) for one in signatures)
    shown = tuple(map(template.parse, hints))
    templates = (*(line for text in texts for line in text.lines), *shown)
    used = {name: None for one in templates for name in template.names(one)}
    known = {name: placeholder(name) for name in used} | dict(made.placeholders)
    resolution = section("Resolution", " ".join("{{" + name + "}}" for name in known) or "Call us.")
    return replace(
        made,
        signatures=texts,
        hints=shown,
        placeholders=known,
        sections=made.sections or (resolution,),
    )


def base(*revisions: Revision) -> kbassist.KnowledgeBase:
    """The knowledge base of these revisions."""
    return kbassist.KnowledgeBase(MemoryStore(revisions))


def written(lines: Iterable[str]) -> kbassist.KnowledgeBase:
    """The knowledge base that *lines* write."""
    signatures: dict[str, list[str]] = {}
    for line in lines:
        number, text = line.split(" ", 1)
        signatures.setdefault(number, []).append(text)
    return base(*(revision(number, *texts) for number, texts in signatures.items()))


def folder(place: Path, articles: Mapping[str, str]) -> kbassist.KnowledgeBase:
    """The knowledge base of articles written as files under *place*: path → text."""
    for path, text in articles.items():
        file = place / "articles" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return kbassist.open(place / "articles", cache=place / "cache")


def told(result: MatchResult) -> str:
    """*result* in a few words: verdict, reason, article; then each variable that is not missing."""
    best = result.best
    head = [str(result.verdict), str(result.reason), *([best.article] if best else [])]
    return "\n".join([" ".join(head), *(variables(best) if best else ())])


def variables(match: Match) -> list[str]:
    """`name: value (flags)` of each variable that is not plainly missing."""
    return [
        f"{name}: {shown(one)}"
        for name, one in match.variables.items()
        if shown(one) != "(missing)"
    ]


def shown(variable: Variable) -> str:
    """Its value and its flags."""
    flags = f"({', '.join(variable.flags)})" if variable.flags else ""
    return " ".join(piece for piece in (variable.value, flags) if piece)
