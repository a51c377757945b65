"""What leads from one article to another, or to nothing: numbers, links, supersession."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path, PurePath
from urllib.parse import unquote, urlsplit

from kbassist.articles import Where
from kbassist.check.base import Base
from kbassist.model import ArticleFault, Node, Revision, walk
from kbassist.store import asked_numbers, fold_number

SUGGESTED = 100
"""Unknown numbers for which a near one is looked for; looking takes time in a large base."""
_NAMED = re.compile(
    r"\s*(?:(?:SAP )?(?:KBA|Note|Hinweis)s? 0*(?=\d{4})|0*(?=\d{6,10}(?:\s*$|\s*[:,;.(\u2013-])))"
    r"(?P<number>[1-9]\d*)(?!\w)"
)
"""A number as articles of other bases are named by, at the head of an item of See Also."""


def duplicates(base: Base) -> Iterator[ArticleFault]:
    """The same revision of the same article in two files."""
    first: dict[tuple[str, str], Revision] = {}
    for revision in base.revisions:
        key = revision.number, revision.revision
        other = first.setdefault(key, revision)
        if other is not revision:
            message = f"{revision.name} stands in {other.path} already"
            where: Where = ("revision",) if revision.revision != "1" else ("number",)
            yield base.fault(
                "duplicate-revision", revision, where, message, "give it another number or revision"
            )


def references(base: Base) -> Iterator[ArticleFault]:
    """Numbers that no article of the base has; what could not be loaded is not missed as well."""
    every = {*base.others, *(revision.number for revision in base.revisions)}
    known = {fold_number(number): number for number in every}
    for one in base.load_faults:
        if not one.warning:
            path = PurePath(one.path)
            known |= {fold_number(name): name for name in (path.stem, path.parent.name)}
    numbers = sorted(known.values())
    looked = 0
    for revision in base.revisions:
        targets: list[tuple[Where, str]] = [
            (("supersedes", i), number) for i, number in enumerate(revision.supersedes)
        ]
        targets += [
            (("see_also", i), one.number)
            for i, one in enumerate(revision.see_also)
            if not one.title
        ]
        for where, number in targets:
            if known.keys().isdisjoint(asked_numbers(number)):
                looked += 1
                near = get_close_matches(number, numbers, 1, 0.7) if looked <= SUGGESTED else []
                other = (
                    "give its title, if it is none of this base's" if where[0] == "see_also" else ""
                )
                yield base.fault(
                    "unknown-article",
                    revision,
                    where,
                    f"there is no article {number} in this base",
                    f"did you mean `{near[0]}`?" if near else other,
                )
        yield from _unlisted(base, revision, known.keys())


def _unlisted(base: Base, revision: Revision, known: Collection[str]) -> Iterator[ArticleFault]:
    """Items of See Also that begin with a number which neither the base nor `see_also` has."""
    section = revision.section("See Also")
    if section is None:
        return
    listed = {one for ref in revision.see_also for one in asked_numbers(ref.number)}
    for node in walk(section.nodes):
        head = node.children[0] if isinstance(node, Node) and node.children else None
        found = _NAMED.match(head) if isinstance(head, str) else None
        if found is None or not isinstance(node, Node) or node.kind != "paragraph":
            continue
        number = found["number"]
        if number not in listed and number not in known:
            near = get_close_matches(number, sorted(listed), 1, 0.8)
            yield base.fault(
                "unlisted-article",
                revision,
                base.written(revision, number, section.line),
                f"{number} is no article of this base, and `see_also` does not name it",
                f"did you mean `{near[0]}`?" if near else "name it there, with its title",
                warning=True,
            )


def links(base: Base) -> Iterator[ArticleFault]:
    """Links that lead nowhere: to files that are not there, or to what is no address."""
    for revision in base.revisions:
        for section in revision.sections:
            for node in walk(section.nodes):
                if isinstance(node, Node) and node.kind == "link":
                    trouble = _broken(node.info, revision.path)
                    if trouble:
                        yield base.fault(
                            "broken-link",
                            revision,
                            base.written(revision, node.info, section.line),
                            *trouble,
                        )


def _broken(target: str, path: str) -> tuple[str, str] | None:
    """What is wrong with a link's target in the file *path*, and what to do."""
    full = "write the whole address, https://…"
    try:
        parts = urlsplit(target)
    except ValueError:
        return f"`{target}` is no address", full
    scheme = parts.scheme.lower()
    if scheme in ("http", "https"):
        return None if parts.hostname else (f"`{target}` names no machine", full)
    if scheme == "mailto":
        return None if "@" in parts.path else (f"`{target}` is no mail address", "")
    if scheme or parts.netloc:
        return f"`{target}` is shown as text, for only https, http and mailto are links", ""
    if not parts.path:
        return f"`{target}` leads nowhere: a snippet has no such place", full
    if not _exists(Path(path).parent / unquote(parts.path)):
        return f"there is no file `{unquote(parts.path)}` beside this one", full
    return None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # no file can have such a name
        return False


def cycles(base: Base) -> Iterator[ArticleFault]:
    """Articles that supersede themselves, directly or through others: once for each circle."""
    older: dict[str, dict[str, tuple[Revision, Where]]] = {}
    for revision in base.revisions:
        for i, number in enumerate(revision.supersedes):
            older.setdefault(revision.number, {}).setdefault(number, (revision, ("supersedes", i)))
    done: set[str] = set()
    for start in sorted(older):
        path: dict[str, None] = {start: None}
        branches = [iter(sorted(older[start]))]
        while branches and start not in done:
            number = next(branches[-1], "")
            if not number:
                done.add(path.popitem()[0])
                branches.pop()
            elif number in path:
                circle = [*path][[*path].index(number) :]
                revision, where = older[circle[-1]][number]
                chain = " → ".join((*circle, number))
                yield base.fault(
                    "supersession-cycle",
                    revision,
                    where,
                    f"an article supersedes itself: {chain}",
                    "take one of them out",
                )
            elif number in older and number not in done:
                path[number] = None
                branches.append(iter(sorted(older[number])))
