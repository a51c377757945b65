"""HTML → text as a browser copies it: paragraphs between empty lines, lists with their markers."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from kbassist.importer.lines import collapsed
from kbassist.importer.noise import Dropped

DEEPEST = 8
"""How deep lists are shown nested."""


class Page(NamedTuple):
    """What a page says."""

    text: str
    title: str
    """The name of the page, as a browser shows it above; empty if it has none."""
    dropped: tuple[Dropped, ...]
    """What a reader does not see, or what is no part of the text: scripts, navigation, pictures."""


_START = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|\?xml|html|head|body|meta|title|div|p|h[1-6]|ul|ol|table"
    r"|section|article|main|span|style|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = {"script", "style", "noscript", "template", "svg", "iframe", "object", "select", "button"}
_AROUND = {"nav", "footer", "aside"}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "blockquote", "dl", "hr"}
_HEADING = re.compile("h[1-6]")
_BLOCKS = {
    *_PARAGRAPHS,
    *("div", "section", "article", "main", "header", "body", "html", "form", "fieldset"),
    *("tr", "thead", "tbody", "caption", "dt", "dd", "figure", "figcaption", "address", "details"),
    "summary",
}


def is_html(text: str, name: str = "") -> bool:
    """Whether *text*, from a file of that name, is a page; HTML quoted in a text does not make it one."""
    return name.casefold().endswith((".html", ".htm", ".xhtml")) or bool(_START.match(text))


def page(html: str, hashed: bool = False) -> Page:
    """What the page *html* says; nothing in it is run or fetched.

    A heading is a line that begins with as many `#` as its level where *hashed*, else one like any other.
    """
    reader = _Reader(hashed)
    seen = _uncommented(html)
    reader.feed(_OPEN.sub("&lt;", seen))
    reader.close()
    found = reader.page()
    comments = Dropped(0, f"{len(html) - len(seen):,} characters", "comments")
    return found if seen == html else found._replace(dropped=(*found.dropped, comments))


_OPEN = re.compile(r"<(?=[^<>]*(?:<|\Z))")
"""The start of a tag that never ends: looking for its end again and again would take for ever."""


def _uncommented(html: str) -> str:
    """*html* without comments; one that does not end reaches to the end of the page."""
    pieces = []
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        pieces.append(html[at:start])
        end = html.find("-->", start + 4)
        at = end + 3 if end >= 0 else len(html)
    return "".join((*pieces, html[at:]))


class _Reader(HTMLParser):
    def __init__(self, hashed: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._hashed = hashed
        self._lines: list[str] = []
        self._line = ""
        self._lists: list[int] = []
        """The lists around, each with the number of its next item, or -1 for bullets."""
        self._marker = ""
        """The marker of an item whose text has not begun."""
        self._unseen: list[str] = []
        """The elements around whose text is not shown."""
        self._hidden = ""
        self._pre = 0
        self._in_title = False
        self._title = ""
        self._dropped: list[Dropped] = []

    def page(self) -> Page:
        self._flush()
        if self._unseen:
            self._hidden += self.rawdata  # of a script that never ends, older readers tell nothing
            self._unseen = self._unseen[:1]
            self._close_unseen()
        text = "\n".join(self._lines)
        return Page(re.sub(r"\n{3,}", "\n\n", text), collapsed(self._title), tuple(self._dropped))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unseen:
            if tag in (_UNSEEN | _AROUND):
                self._unseen.append(tag)
            return
        given = dict(attrs)
        if tag in (_UNSEEN | _AROUND):
            if tag in _AROUND:
                self._flush()
            self._unseen.append(tag)
        elif tag == "title":
            self._in_title = True
        elif tag in ("ul", "ol"):
            self._flush()
            if not self._lists:
                self._blank()
            start = given.get("start") or "1"
            self._lists.append(
                -1 if tag == "ul" else int(start) if re.fullmatch(r"\d{1,6}", start) else 1
            )
        elif tag == "li":
            self._item(given.get("value") or "")
        elif tag == "br":
            self._flush()
        elif tag == "img":
            name = collapsed(given.get("alt") or given.get("src") or "")
            self._dropped.append(Dropped(0, name[:200] or "picture", "a picture"))
        elif tag in ("td", "th"):
            if self._line:
                self._line += " | "
        elif tag in _BLOCKS:
            self._flush()
            if tag in _PARAGRAPHS and not self._lists:
                self._blank()
            self._pre += tag == "pre"
            if self._hashed and _HEADING.fullmatch(tag) and not self._lists:
                self._line = "#" * int(tag[1]) + " "

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag == self._unseen[-1]:
                self._close_unseen()
        elif tag == "title":
            self._in_title = False
        elif tag in ("ul", "ol"):
            self._flush()
            self._marker = ""
            if self._lists:
                self._lists.pop()
            if not self._lists:
                self._blank()
        elif tag in _BLOCKS or tag == "li":
            self._flush()
            if tag in _PARAGRAPHS and not self._lists:
                self._blank()
            if tag == "pre" and self._pre:
                self._pre -= 1

    def handle_data(self, data: str) -> None:
        if self._unseen:
            self._hidden += data
        elif self._in_title:
            self._title += data
        elif self._pre:
            first, *rest = data.split("\n")
            self._line += first
            for line in rest:
                self._flush()
                self._line += line
        else:
            if not self._line:
                data = data.lstrip(" \t\r\n")
            self._line += re.sub(r"[ \t\r\n]+", " ", data)

    def _item(self, value: str) -> None:
        self._flush()
        if not self._lists:
            self._lists.append(-1)
        if re.fullmatch(r"\d{1,6}", value) and self._lists[-1] >= 0:
            self._lists[-1] = int(value)
        if self._lists[-1] < 0:
            self._marker = "• "
        else:
            self._marker = f"{self._lists[-1]}. "
            self._lists[-1] += 1

    def _flush(self) -> None:
        line, self._line = self._line.strip(" \t"), ""
        if not line.strip("# "):
            return
        depth = min(len(self._lists), DEEPEST)
        if depth:
            lead = " " * (4 * depth - 2)
            line = lead + self._marker + line if self._marker else lead + "   " + line
            self._marker = ""
        self._lines.append(line)

    def _blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def _close_unseen(self) -> None:
        tag = self._unseen.pop()
        if self._unseen:
            return
        text = collapsed(self._hidden)
        self._hidden = ""
        if not text:
            return
        if tag in ("script", "style"):
            self._dropped.append(Dropped(0, f"{len(text):,} characters", f"a {tag}"))
        else:
            self._dropped.append(Dropped(0, text, "around the text of the page"))
