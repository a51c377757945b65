"""HTML and what is like it: by the parsers of the standard library, after what each system does first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

from tests.render.readers import Seen

ALIKE = {"em": "emphasis", "del": "strike"}
EMPTY = ("br", "hr")
ALLOWED = {
    *("p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "del", "code", "pre", "mark"),
    *("table", "tr", "td", "th", "blockquote", "aside", "a", "br", "hr"),
}


class _Reader(HTMLParser):
    """The events of a text; every tag must be closed, in order, and none may be unknown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Seen] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        assert {name for name, _ in attrs} <= {"href", "start"}
        self.found.append(Seen(f"+{ALIKE.get(tag, tag)}", " ".join(v or "" for _, v in attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.found.append(Seen(f"-{ALIKE.get(tag, tag)}"))

    def handle_data(self, data: str) -> None:
        self.found.append(Seen("", data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"character data: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def html(text: str) -> list[Seen]:
    """*text* as a browser takes it."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open
    return reader.found


def zendesk(text: str) -> list[Seen]:
    """*text* after Liquid, which leaves alone only what has none of its marks."""
    assert not re.search(r"\{\{|\{%|\}\}|%\}", text)
    return html(text)


def servicenow(text: str) -> list[Seen]:
    """A journal field: HTML between the brackets, everything else escaped, line ends as breaks."""
    found: list[Seen] = []
    for number, piece in enumerate(re.split(r"\[/?code\]", text.rstrip("\n"), flags=re.IGNORECASE)):
        if number % 2:
            found += html(piece.replace("\n", "<br>"))
        elif piece:
            found.append(Seen("+outside", piece))
    return found


def confluence(text: str) -> Iterator[Seen]:
    """Storage format: well-formed XML of the namespaces that Confluence declares."""
    root = ElementTree.fromstring(f'<page xmlns:ac="ac" xmlns:ri="ri">{text}</page>')
    yield from _element(root)


def _element(element: ElementTree.Element) -> Iterator[Seen]:
    tag = element.tag.replace("{ac}", "ac:")
    told = " ".join(element.attrib.values())
    macros = {"page", "tbody", "ac:structured-macro", "ac:parameter"}
    assert tag in ALLOWED | macros | {"ac:plain-text-body", "ac:rich-text-body"}
    yield Seen(f"+{ALIKE.get(tag, tag)}", told)
    yield Seen("", element.text or "")
    for child in element:
        yield from _element(child)
        yield Seen("", child.tail or "")
    yield Seen(f"-{ALIKE.get(tag, tag)}")
