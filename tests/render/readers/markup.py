"""HTML and what is like it, after what each system does to it first.

HTML is read twice: strictly, and by a parser that forgives as browsers do; both must see the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import liquid
from lxml.html import fragment_fromstring

from tests.render.readers import Seen, settle

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
    forgiven = [*_forgiven(fragment_fromstring(text, create_parent="div"))][1:-1]
    assert settle(forgiven) == settle(reader.found)
    return reader.found


def _forgiven(element: Any) -> Iterator[Seen]:
    yield Seen(f"+{ALIKE.get(element.tag, element.tag)}", " ".join(element.attrib.values()))
    yield Seen("", element.text or "")
    for child in element:
        yield from _forgiven(child)
        yield Seen("", child.tail or "")
    if element.tag not in EMPTY:
        yield Seen(f"-{ALIKE.get(element.tag, element.tag)}")


def zendesk(text: str) -> list[Seen]:
    """*text* after Liquid, which finds nothing in it."""
    assert liquid.Environment().from_string(text).render() == text
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
