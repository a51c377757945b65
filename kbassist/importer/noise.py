"""What a page says about itself: banners, disclaimers, requests for feedback, names of lost pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kbassist.importer.lines import Line, collapsed


class Dropped(NamedTuple):
    """Something of the source that is not part of the article."""

    line: int
    """Where it stands in the source, from 1; 0 where no line can be named."""
    text: str
    why: str


class Sifted(NamedTuple):
    """The lines of an article, and what was among them."""

    lines: list[Line]
    dropped: list[Dropped]
    preview: bool
    """Whether the page says that it shows only the beginning."""
    cut: frozenset[int]
    """The lines, by number, before which the page left something out."""


LONGEST = 10_000
"""Characters of a line; a longer one is data and is not looked at."""

_DISCLAIMER = re.compile(
    r"""["'“‘*(\[]*\s*(?:(?:disclaimer|note|hinweis)\s*:\s*)?["'“‘*]*\s*"""
    r"(?:images?|data|screenshots?|pictures?)(?:\s*(?:/|,|and|or)\s*(?:images?|data|screenshots?))*"
    r"\s+in\s+this\s+(?:KBA|knowledge base article|article|note|document|SAP note)\s+"
    r"(?:is|are)\s+from\s+SAP\s+internal\s+systems?"
    r"""(?:.*?coincidental\b\.?|[^.]*\.?)["'”’*)\]]*"""
    r"""|["'“‘*(]*any\s+resemblance\s+to\s+real\s+data\s+is\s+purely\s+coincidental\.?["'”’*)]*""",
    re.IGNORECASE,
)
_DISCLAIMER_LABEL = re.compile(r"\**(?:disclaimer|image/data)\s*:?\**", re.IGNORECASE)
_BANNER = re.compile(
    r"(?:SAP )?Knowledge Base Article(?:\s*[-–—|:]\s*(?P<kind>\w+(?: \w+)?))?"
    r"|SAP Note(?:\s*[-–—]\s*(?P<note>Public|Preview|Vorschau))?"
    r"|SAP[- ]Knowledge-Base-Artikel(?:\s*[-–—]\s*(?P<artikel>\w+))?",
    re.IGNORECASE,
)
_PREVIEW = re.compile(
    r"this is a preview of an? (?:SAP )?(?:Knowledge Base Article|KBA|SAP Note|Note)\b.*"
    r"|click (?:here |on )?(?:for )?more to access the full version.*"
    r"|\(?login required\)?\.?(?P<glued>.*)"
    r"|dies ist eine vorschau .*",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\s*(?:\[\s*)?(?:read more|show more|weiterlesen|mehr lesen)\s*(?:\.{3}|…)(?:\s*\])?$",
    re.IGNORECASE,
)
_FEEDBACK = re.compile(
    r".*\brate how (?:useful|helpful) (?:you|did you)\b.*"
    r"|(?:please )?rate (?:this|the) (?:article|KBA|page|content|document)\b.*"
    r"|(?:was|is|did) this (?:article|page|KBA|content|information|document)\b.{0,40}\bhelp(?:ful|ed)?\b.*"
    r"|(?:please )?(?:give|provide|leave|send)(?: us)?(?: your)? feedback\b.{0,80}"
    r"|(?:your feedback|help us improve|let us know (?:if|whether) this)\b.{0,120}"
    r"|how (?:useful|helpful) did you find this\b.*"
    r"|search for additional results\.?(?: visit .*)?"
    r"|visit (?:the )?SAP Support Portal['’]s SAP Notes and KBA Search\.?"
    r"|bitte bewerten sie (?:diesen|den) (?:artikel|hinweis)\b.*"
    r"|war dieser artikel hilfreich\b.*",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"(?:page|seite)\s*\d{1,3}(?:\s*(?:of|von|/)\s*\d{1,3})?"
    r"|(?:©|\(c\)|copyright\b).{0,40}\bSAP (?:SE|AG)\b.{0,120}"
    r"|https?://\S+\s+\d{1,3}\s*/\s*\d{1,3}",
    re.IGNORECASE,
)
"""What a printer puts at the edges of a page."""
_PICTURE = re.compile(
    r"\[?(?:(?:image|picture|screenshot|bild|figure)\s*:\s*)?"
    r"[^\s<>|:;,\"'=/\\][^<>|:;,\"'=/\\]{0,80}\.(?:png|jpe?g|gif|bmp|tiff?|svg|webp)\]?"
    r"|!\[[^\]]*\]\([^)]*\)"
    r"|\[?(?:image|picture|screenshot|bild|embedded image|cid:[^\]]*)\s*\d*\]",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:open|click|select|choose|save|upload|download|browse|see|the|is|are|use|attach|rename|to)\b",
    re.IGNORECASE,
)


def sift(lines: Iterable[Line]) -> Sifted:
    """*lines* without what is not the article's own; the empty lines around it are added up."""
    kept: list[Line] = []
    dropped: list[Dropped] = []
    cut: set[int] = set()
    preview, gap, after_more = False, 0, False
    for line in lines:
        text, pieces, says_preview, more = _without_noise(line)
        dropped += [Dropped(line.number, piece, why) for piece, why in pieces]
        preview = preview or says_preview or more
        if not text:
            gap += line.gap
            after_more = after_more or more
            continue
        if pieces:
            line = line._replace(text=text)
        if after_more:
            cut.add(line.number)
        after_more = more
        kept.append(line._replace(gap=line.gap + gap))
        gap = 0
    return Sifted(kept, dropped, preview, frozenset(cut))


def _without_noise(line: Line) -> tuple[str, list[tuple[str, str]], bool, bool]:
    """What is left of a line; the pieces taken out, each with why; whether it tells a preview, and a cut."""
    text = line.text
    if not text:
        return "", [(line.raw, "an item without text")], False, False
    if len(text) > LONGEST:
        return text, [], False, False
    banner = _BANNER.fullmatch(text)
    if banner:
        kind = (banner["kind"] or banner["note"] or banner["artikel"] or "").casefold()
        return "", [(line.raw, "the page's banner")], kind in ("preview", "vorschau"), False
    if _PICTURE.fullmatch(text) and (text[0] in "![" or not _VERB.search(text)):
        return "", [(line.raw, "the name of a picture")], False, False
    found = _PREVIEW.match(text)
    if found:
        return "", [(line.raw, "the page says that it is a preview")], True, False
    if _PRINTED.fullmatch(text) and not line.marker:
        return "", [(line.raw, "the edge of a printed page")], False, False
    if _FEEDBACK.fullmatch(text):
        return "", [(line.raw, "the page speaks of itself")], False, False
    pieces: list[tuple[str, str]] = []
    more = _MORE.search(text)
    if more:
        pieces.append((more[0].strip(), "the page leaves something out here"))
        text = text[: more.start()].rstrip()
    disclaimer = _DISCLAIMER.search(text)
    while disclaimer and disclaimer[0].strip():
        pieces.append((disclaimer[0].strip(), "a disclaimer"))
        text = collapsed(f"{text[: disclaimer.start()]} {text[disclaimer.end() :]}")
        disclaimer = _DISCLAIMER.search(text)
    if pieces and not any(character.isalnum() for character in text):
        if text:
            pieces.append((text, "what is left of the line"))
        return "", pieces, False, bool(more)
    if _DISCLAIMER_LABEL.fullmatch(text):
        return "", [*pieces, (text, "a disclaimer")], False, bool(more)
    return text, pieces, False, bool(more)
