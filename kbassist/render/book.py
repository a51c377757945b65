"""All articles as one page of HTML: contents, a search that needs no network, made for print too."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from kbassist import template
from kbassist.model import Audience, Revision, Snippet
from kbassist.render import article
from kbassist.render.document import FOR, lowered
from kbassist.render.html import blocks, inline
from kbassist.render.page import one_line

STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --paper: #fff; --soft: #f3f4f6; --line: #c9ced6;
  --dim: #565e69; --link: #0b57a4; --mark: #fff1b8; --inside: #b35900 }
@media (prefers-color-scheme: dark) { :root { --text: #e6e8eb; --paper: #16181c; --soft: #22262c;
  --line: #414853; --dim: #a4acb8; --link: #82b8f5; --mark: #5b4a00; --inside: #f0a04b } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem 1.25rem 4rem; max-width: 52rem; color: var(--text);
  background: var(--paper); font: 1rem/1.55 system-ui, sans-serif }
a { color: var(--link) }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.skip { position: absolute; left: -999rem }
.skip:focus { left: 1rem; background: var(--paper); padding: .5rem }
.reader { font-weight: 700 }
.search { position: sticky; top: 0; padding: .75rem 0; background: var(--paper);
  border-bottom: 1px solid var(--line) }
.search input { width: 100%; padding: .5rem .75rem; font: inherit; color: inherit;
  background: var(--soft); border: 1px solid var(--dim); border-radius: .375rem }
.search label { font-weight: 600 }
output, .about, dt, nav small { color: var(--dim) }
nav ul { list-style: none; padding: 0 }
nav li { padding: .15rem 0; overflow-wrap: anywhere }
article { margin-top: 3rem; padding-top: 1rem; border-top: 2px solid var(--line);
  scroll-margin-top: 6rem; overflow-wrap: anywhere }
h1, h2, h3, h4 { line-height: 1.25 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem }
dd { margin: 0 }
pre, code { font-family: ui-monospace, monospace; background: var(--soft); border-radius: .25rem }
code { padding: .05em .3em }
pre { padding: .75rem; white-space: pre-wrap }
pre code { padding: 0 }
mark { color: inherit; background: var(--mark); padding: 0 .2em }
aside { margin: 1rem 0; padding: .25rem 1rem; border-left: .35rem solid var(--inside);
  background: var(--soft) }
blockquote { margin-left: 0; padding-left: 1rem; border-left: .25rem solid var(--line) }
table { border-collapse: collapse }
td, th { padding: .3rem .6rem; border: 1px solid var(--line); text-align: left; vertical-align: top }
[hidden] { display: none !important }
@page { margin: 2cm }
@media print {
  :root { color-scheme: light; --text: #000; --paper: #fff; --soft: #f3f4f6; --line: #999;
    --dim: #333; --link: #000; --mark: #fff1b8; --inside: #b35900 }
  body { max-width: none; padding: 0; font-size: 10.5pt }
  .search, .skip, .up { display: none }
  article { break-before: page; border-top: 0; margin: 0 }
  h1, h2, h3, h4, dt { break-after: avoid }
  li, tr, pre, aside { break-inside: avoid }
  p, li { orphans: 3; widows: 3 }
  a[href^="http"]::after { content: " (" attr(href) ")" }
}
"""

SCRIPT = """
const fold = text => text.normalize('NFKD').replace(/\\p{M}/gu, '').toLowerCase();
const box = document.getElementById('words'), told = document.getElementById('told');
const articles = [...document.querySelectorAll('article')];
const entries = new Map([...document.querySelectorAll('nav li')].map(li => [li.dataset.of, li]));
let texts;
document.querySelector('.search').hidden = false;
box.addEventListener('input', () => {
  texts ??= articles.map(one => fold(one.textContent));
  const words = fold(box.value).split(/\\s+/).filter(Boolean);
  let shown = 0;
  articles.forEach((one, i) => {
    const fits = words.every(word => texts[i].includes(word));
    one.hidden = entries.get(one.id).hidden = !fits;
    shown += fits;
  });
  told.textContent = words.length ? `${shown} of ${articles.length} articles` : '';
});
"""


class Entry(NamedTuple):
    """One article of a book."""

    revision: Revision
    snippet: Snippet
    """It, tailored to the book's reader, all its sections and no values."""
    revisions: Sequence[str]
    """The revisions that there are of it."""

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"a-{self.revision.number}-r{self.revision.revision}"


def book(
    entries: Sequence[Entry], audience: Audience, remarks: Iterable[str] = ()
) -> Iterator[str]:
    """The page, piece by piece; *remarks* say what it lacks."""
    policy = (
        f"default-src 'none'; style-src '{_fingerprint(STYLE)}'; script-src '{_fingerprint(SCRIPT)}';"
        " base-uri 'none'; form-action 'none'"
    )
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        f"<title>Knowledge base</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#articles">To the articles</a>\n'
        f'<header>\n<h1>Knowledge base</h1>\n<p class="reader">{escape(FOR[audience])}</p>\n'
    )
    yield from (f"<p>{_line(one)}</p>\n" for one in remarks)
    yield (
        '</header>\n<div class="search" role="search" hidden>\n<label for="words">Search</label>\n'
        '<input id="words" type="search" autocomplete="off" spellcheck="false">\n'
        '<output id="told" for="words" aria-live="polite"></output>\n</div>\n'
        '<nav id="contents" aria-label="Contents">\n<h2>Contents</h2>\n<ul>\n'
    )
    for one in entries:
        yield (
            f'<li data-of="{_line(one.anchor)}"><a href="#{_line(one.anchor)}">'
            f"{_line(one.revision.name)}: {_title(one)}</a>"
            f" <small>{_line(_state(one.revision))}</small></li>\n"
        )
    yield '</ul>\n</nav>\n<main id="articles">\n'
    anchors = {one.revision.number: one.anchor for one in entries}  # the newest one of each
    for one in entries:
        yield from _article(one, anchors)
    yield f"</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"


def _article(entry: Entry, anchors: Mapping[str, str]) -> Iterator[str]:
    revision, snippet = entry.revision, entry.snippet
    yield (
        f'<article id="{_line(entry.anchor)}" lang="{_line(revision.language)}">\n'
        f'<h2>{_title(entry)}</h2>\n<p class="about" lang="en">{_line(revision.name)},'
        f" {_line(_state(revision))}</p>\n"
    )
    if revision.successor:
        yield f'<p lang="en">Superseded; see {_linked(revision.successor, anchors)}.</p>\n'
    yield from (f"<p>{_line(note)}</p>\n" for note in snippet.notes)
    yield "<dl>\n"
    for label, shown in _facts(entry, anchors):
        yield f"<dt>{_line(label)}</dt><dd>{shown}</dd>\n"
    yield "</dl>\n"
    for section in snippet.sections:
        inside = blocks(lowered(node, 1) for node in section.nodes)
        body = f"<h3>{_line(section.name)}</h3>\n{inside}\n"
        yield f"<aside>\n{body}</aside>\n" if section.name == "Internal Notes" else body
    yield '<p class="up"><a href="#contents" lang="en">Contents</a></p>\n</article>\n'


def _facts(entry: Entry, anchors: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is known of an article, by label, as HTML: other articles linked, messages with blanks."""
    revision = entry.revision
    for label, text in article.facts(revision, entry.revisions, entry.snippet.audience).items():
        match label:
            case "Replaces":
                yield label, ", ".join(_linked(one, anchors) for one in revision.supersedes)
            case "See also":
                named = (
                    f"{_linked(one.number, anchors)} {_line(one.title)}".strip()
                    for one in revision.see_also
                )
                yield label, "; ".join(named)
            case _:
                yield label, _line(text)
    for signature in revision.signatures:
        lines = (inline(template.fill(one, {}, revision.placeholders)) for one in signature.lines)
        yield "Message", " … ".join(lines)


def _state(revision: Revision) -> str:
    return f"{revision.confidence}, for the audience {revision.audience}"


def _title(entry: Entry) -> str:
    return inline(entry.snippet.title) or _line(template.plain(entry.revision.title))


def _linked(number: str, anchors: Mapping[str, str]) -> str:
    if number not in anchors:
        return _line(number)
    return f'<a href="#{_line(anchors[number])}">{_line(number)}</a>'


def _line(text: str) -> str:
    return escape(one_line(text))


def _fingerprint(text: str) -> str:
    """What allows just this style or script, and none that an article might hold."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
