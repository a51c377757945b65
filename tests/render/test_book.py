"""The book: whole, sound, and safe whatever stands in the articles."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from kbassist import articles, desk
from kbassist.model import SECTIONS, Audience, Revision
from kbassist.render.book import SCRIPT, Entry, book
from kbassist.tailor import tailor

VOID = {"meta", "input", "br", "hr"}


class Page(HTMLParser):
    """Reads a page, complaining of tags that do not close each other."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def entry(one: Revision, audience: Audience = Audience.INTERNAL) -> Entry:
    made = tailor(one, {}, audience=audience, sections=SECTIONS, blanks=True)
    return Entry(one, made, [one.revision])


def page(*revisions: Revision) -> tuple[str, Page]:
    text = "".join(book([entry(one) for one in revisions], Audience.INTERNAL))
    return text, Page(text)


def bundled() -> list[Revision]:
    with desk.open() as kb:
        return [one for new in kb.articles() for one in kb.revisions(new.number)]


def test_it_is_one_sound_page_of_its_own() -> None:
    text, read = page(*bundled())
    assert text.startswith('<!doctype html>\n<html lang="en">\n')
    assert not read.all("link")
    assert all("src" not in attributes for _, attributes in read.tags)
    assert not re.search(r"@import|url\(|fetch|XMLHttp", text)
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    leads = [one["href"] for one in read.all("a")]
    assert {lead[1:] for lead in leads if lead and lead.startswith("#")} <= set(ids)


def test_every_article_stands_in_the_contents_and_on_the_page() -> None:
    _, read = page(*bundled())
    anchors = ["a-2322303-r1", "a-2577062-r1", "a-2577062-r2"]
    assert [one["id"] for one in read.all("article")] == anchors
    assert [one["data-of"] for one in read.all("li") if "data-of" in one] == anchors
    words = " ".join("".join(read.words).split())
    for told in (
        "Superseded; see 2577062",
        "Press Edit Credentials.",
        "INTERNAL - not for the customer",
    ):
        assert told in words


def test_headings_come_in_order() -> None:
    _, read = page(*bundled())
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_only_its_own_style_and_script_may_run() -> None:
    text, read = page(*bundled())
    (policy,) = (one["content"] or "" for one in read.all("meta") if "http-equiv" in one)
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        sum_ = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{sum_}'" in policy
    assert "default-src 'none'" in policy


HOSTILE = """\
---
number: "1"
title: <script>alert(1)</script> {{x}} & "quoted"
owner: </style><script>
source: <img src=x onerror=alert(1)>
keywords: ["</article>", "'>\\" onmouseover=alert(1)"]
see_also: [{number: "<b>", title: "<i>"}]
components: [{code: "<u>", name: "</dd>"}]
signatures: ["</dl><script>alert({{x}})</script> went wrong there"]
placeholders: {x: {label: "<svg onload=alert(1)>"}}
---

## Resolution

<script>alert(2)</script> [go](javascript:alert(1)) [go](https://example.org/"onclick="x) `</code>`

```
</pre></article></main><script>
```

| <td> | b |
| --- | --- |
| </table> | 2 |

::: internal
</aside>
:::
"""


def test_nothing_in_an_article_becomes_markup() -> None:
    made, faults = articles.parse(HOSTILE)
    assert made, faults
    text, read = page(made)
    assert text.count("<script") == text.count("<style") == 1
    assert not read.all("img")
    assert not read.all("svg")
    assert not read.all("iframe")
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on")]
    assert all(not (one["href"] or "").startswith("javascript") for one in read.all("a"))
    assert "alert(2)" in "".join(read.words)


def test_control_and_bidi_characters_do_not_reach_the_page() -> None:
    made, faults = articles.parse(
        '---\nnumber: \'1\'\ntitle: "a\u202eb"\nsource: "c\u200bd"\n---\n\n## Resolution\n\n\u202ee\n'
    )
    assert made, faults
    assert not {"\u202e", "\u200b"} & set(page(made)[0])


DOM = """
const all = %s.map(([id, textContent]) => ({id, textContent, hidden: false}));
const items = all.map(one => ({dataset: {of: one.id}, hidden: false}));
const field = {value: '', addEventListener: (_, act) => { field.act = act; }};
const output = {textContent: ''}, search = {hidden: true};
globalThis.document = {
  getElementById: id => ({words: field, told: output})[id],
  querySelectorAll: what => ({article: all, 'nav li': items})[what],
  querySelector: () => search,
};
%s
for (const words of %s) {
  field.value = words;
  field.act();
  const shown = all.filter(one => !one.hidden).map(one => one.id);
  const listed = items.filter(one => !one.hidden).map(one => one.dataset.of);
  console.log(JSON.stringify([shown, listed, output.textContent, search.hidden]));
}
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="needs something that runs JavaScript")
def test_the_search_shows_what_holds_every_word() -> None:
    texts = [["a", "The Pump at Köln"], ["b", "the valve at Koln"], ["c", "nothing"]]
    asked = ["pump", "KOLN the", "köln valve", "", "none of it"]
    program = DOM % (json.dumps(texts), SCRIPT, json.dumps(asked))
    done = subprocess.run(
        ["node", "-e", program], capture_output=True, check=True, timeout=60, encoding="utf-8"
    )
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        [["a"], ["a"], "1 of 3 articles", False],
        [["a", "b"], ["a", "b"], "2 of 3 articles", False],
        [["b"], ["b"], "1 of 3 articles", False],
        [["a", "b", "c"], ["a", "b", "c"], "", False],
        [[], [], "0 of 3 articles", False],
    ]
