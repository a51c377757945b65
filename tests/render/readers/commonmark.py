"""CommonMark with tables and strike-through, by markdown-it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.render.readers import Seen

ALIKE = {"em": "emphasis", "s": "strike"}
OF_TEAMS = {
    *("paragraph", "strong", "em", "s", "link", "text", "code_inline", "fence", "bullet_list"),
    *("ordered_list", "list_item", "blockquote", "softbreak", "hardbreak", "inline"),
}


def markdown(text: str) -> Iterator[Seen]:
    """*text* as GitHub takes it; HTML in it would be passed on."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    yield from _tokens(parser.parse(text), None)


def teams(text: str) -> Iterator[Seen]:
    """*text* as Teams takes it, which knows no headings, tables and rules."""
    parser = MarkdownIt("commonmark").enable("strikethrough")
    yield from _tokens(parser.parse(text), OF_TEAMS)


def _tokens(tokens: Iterable[Token], known: set[str] | None) -> Iterator[Seen]:
    for token in tokens:
        kind = token.type.removesuffix("_open").removesuffix("_close")
        assert "html" not in kind, token.content
        assert known is None or kind in known, kind
        if token.type == "inline":
            yield from _tokens(token.children or (), known)
        elif token.type == "text":
            yield Seen("", token.content)
        elif token.type in ("softbreak", "hardbreak"):
            yield Seen("+br") if token.type == "hardbreak" else Seen("", " ")
        elif token.type in ("code_inline", "fence", "code_block"):
            name = "code" if token.type == "code_inline" else "pre"
            yield from (Seen(f"+{name}"), Seen("", token.content), Seen(f"-{name}"))
        else:
            told = " ".join(f"{k}={v}" for k, v in token.attrs.items() if k in ("start", "href"))
            mark = "-" if token.nesting < 0 else "+"
            yield Seen(f"{mark}{ALIKE.get(token.tag, kind)}", told)
