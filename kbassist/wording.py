"""What is said around the parts of an article in a snippet, for each reader and in each language.

A wording is Markdown: headings, paragraphs, and slots for the parts, each of these alone on a line. A desk
keeps its own in `snippets/*.md` of its article folder, a user in the configuration folder; the name says for
whom it is, for which form and in which language: `customer.md`, `customer.de.md`, `internal-summary.md`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from kbassist import markdown, template
from kbassist.model import (
    FACTS,
    INTERNAL_ONLY,
    PARTS,
    SNIPPETS,
    ArticleFault,
    Audience,
    Form,
    Inline,
    KBError,
    Node,
    Nodes,
    Slot,
    Wording,
)

SIZE = 100_000
"""How many bytes a wording may have."""

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_NAME = re.compile(
    rf"(?P<reader>{'|'.join(Audience)})(?P<form>-{Form.SUMMARY}|-{Form.LINE})?(?:\.(?:{_TAG.pattern}))?\.md"
)

CUSTOMER = {
    "en": """
Hello,

This is about your ticket {{ticket}}.

We have found what is behind your message: {{title}}.

{{notes}}

## Why

{{cause}}

## What to do

{{steps}}

## How to see that it worked

{{verification}}

## What we need back

Please tell us whether this has helped. If it has not, send us the exact message, and say at which step it
came up.

This answer is article {{article}}, revision {{revision}}.

Kind regards
""",
    "de": """
Guten Tag,

es geht um Ihr Ticket {{ticket}}.

Wir haben gefunden, was hinter Ihrer Meldung steht: {{title}}.

{{notes}}

## Warum

{{cause}}

## Was zu tun ist

{{steps}}

## Woran Sie sehen, dass es geholfen hat

{{verification}}

## Was wir von Ihnen brauchen

Bitte sagen Sie uns, ob es geholfen hat. Wenn nicht, schicken Sie uns bitte die genaue Meldung und sagen uns,
bei welchem Schritt sie kam.

Diese Antwort ist Artikel {{article}}, Revision {{revision}}.

Mit freundlichen Grüßen
""",
}
"""For whoever does not sit at the desk."""

DESK = {
    "en": """
Article {{article}}, revision {{revision}}, {{state}}

Ticket {{ticket}}

{{title}}

{{facts}}

## Resolution

{{steps}}

## Verification

{{verification}}

## Internal Notes

{{risks}}

## Escalation

{{escalation}}
""",
    "de": """
Artikel {{article}}, Revision {{revision}}, {{state}}

Ticket {{ticket}}

{{title}}

{{facts}}

## Lösung

{{steps}}

## Prüfung

{{verification}}

## Interne Hinweise

{{risks}}

## Eskalation

{{escalation}}
""",
}

CUSTOMER_SUMMARY = {
    "en": """
Ticket {{ticket}}

{{title}}

{{notes}}

{{cause}}

{{steps}}

Article {{article}}, revision {{revision}}
""",
    "de": """
Ticket {{ticket}}

{{title}}

{{notes}}

{{cause}}

{{steps}}

Artikel {{article}}, Revision {{revision}}
""",
}
"""All the steps: what stands behind a list of them may be what makes them last."""

DESK_SUMMARY = {
    "en": """
Ticket {{ticket}}

{{title}}

{{facts}}

{{cause}}

{{lead}}

Article {{article}}, revision {{revision}}
""",
    "de": """
Ticket {{ticket}}

{{title}}

{{facts}}

{{cause}}

{{lead}}

Artikel {{article}}, Revision {{revision}}
""",
}

LINE = {
    "en": "Ticket {{ticket}}:\n\n{{title}} (article {{article}}, revision {{revision}})",
    "de": "Ticket {{ticket}}:\n\n{{title}} (Artikel {{article}}, Revision {{revision}})",
}
"""Its paragraphs stand in one line."""

LANGUAGES = tuple(CUSTOMER)
"""The languages that come with the program."""


def wording(
    audience: Audience,
    language: str,
    form: Form = Form.FULL,
    ticket: str = "",
    folders: Iterable[Path] = (),
) -> Wording:
    """What is said to *audience*: a desk's own wording in one of *folders*, else the program's.

    The first folder that has one for this reader wins. Partners and the public get what customers get where
    nothing is written for them. In English where the *language* does not come with the program. Raises
    KBError for a file that cannot be read.
    """
    known = language.partition("-")[0].lower()
    for name in _names(audience, language, form):
        for folder in folders:
            path = folder / SNIPPETS / f"{name}.md"
            if path.is_file():
                return Wording(read(_text(path)), known, form, ticket, str(path))
    if known not in LANGUAGES:
        known = "en"
    full, summary = (
        (DESK, DESK_SUMMARY) if audience is Audience.INTERNAL else (CUSTOMER, CUSTOMER_SUMMARY)
    )
    text = {Form.FULL: full, Form.SUMMARY: summary, Form.LINE: LINE}[form][known]
    return Wording(read(text), known, form, ticket)


def _names(audience: Audience, language: str, form: Form) -> Iterator[str]:
    """The files that would do, without their ending, best first."""
    readers = [audience] if audience is Audience.INTERNAL else [audience, Audience.CUSTOMER]
    tags = dict.fromkeys((language.lower(), language.partition("-")[0].lower()))
    for reader in dict.fromkeys(readers):
        name = str(reader) if form is Form.FULL else f"{reader}-{form}"
        yield from (f"{name}.{tag}" for tag in tags if _TAG.fullmatch(tag))
        yield name


def read(text: str) -> Nodes:
    """The nodes of a wording, its `##` headings among them, each part a paragraph of its own."""
    parts, _ = markdown.sections(text)
    made: list[Node] = []
    for part in parts:
        if part.heading:
            made.append(Node("heading", template.parse(part.heading), "4"))
        for node in part.nodes:
            made += _parted(node) if node.kind == "paragraph" else (node,)
    return tuple(made)


def _parted(paragraph: Node) -> Iterator[Node]:
    """*paragraph*, cut where a part stands alone on a line."""
    lines: list[list[Node | Inline]] = [[]]
    for child in paragraph.children:
        if isinstance(child, Node) and child.kind == "break":
            lines.append([child])
        else:
            lines[-1].append(child)
    held: list[Node | Inline] = []
    for line in lines:
        words = line[1:] if line and _is_break(line[0]) else line
        if len(words) == 1 and isinstance(words[0], Slot) and words[0].name in PARTS:
            if held:
                yield Node("paragraph", tuple(held))
            yield Node("paragraph", tuple(words))
            held = []
        else:
            held += line if held else words
    if held:
        yield Node("paragraph", tuple(held))


def _is_break(part: Node | Inline) -> bool:
    return isinstance(part, Node) and part.kind == "break"


def _text(path: Path) -> str:
    """The text of a wording. Raises KBError."""
    try:
        data = path.read_bytes()
        if len(data) > SIZE:
            raise KBError(f"{path}: a wording has at most {SIZE:,} bytes")
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise KBError(f"{path}: this is not UTF-8") from None
    except OSError as error:
        raise KBError(f"{path}: {error.strerror}") from None


# --------------------------------------------------------------------------------------- checking

_BRACES = re.compile(r"(?<!\\)(?:\{\{[ \t]*(\w*)|\{[ \t]*(\w+)[ \t]*\}|(\w*)[ \t]*\}\})")


def _stray_brace(line: str, known: Collection[str]) -> str:
    """What stands in two braces of *line* that are no slot, or in one pair around a name that is known."""
    for two, one, ended in _BRACES.findall(template.SLOT.sub(" ", line)):
        if not one or one in known:
            return two or one or ended or "?"
    return ""


def faults(folders: Iterable[Path], placeholders: Collection[str]) -> Iterator[ArticleFault]:
    """What is wrong with the wordings in *folders*; *placeholders* are those of all articles."""
    for folder in folders:
        for path in sorted((folder / SNIPPETS).glob("*.md")):
            yield from faults_in(path, placeholders)


def faults_in(path: Path, placeholders: Collection[str]) -> Iterator[ArticleFault]:
    """What is wrong with one wording."""
    from difflib import get_close_matches

    def fault(message: str, line: int = 0, excerpt: str = "", suggestion: str = "") -> ArticleFault:
        return ArticleFault(str(path), line, message, excerpt, suggestion, rule="wording")

    named = _NAME.fullmatch(path.name)
    if named is None:
        readers = ", ".join(f"{one}.md" for one in Audience)
        yield fault("this file is named after no reader", 0, "", f"call it one of {readers}")
        return
    try:
        text = _text(path)
    except KBError as error:
        yield fault(str(error).removeprefix(f"{path}: "))
        return
    _, troubles = markdown.sections(text)
    for trouble in troubles:
        yield fault(trouble.message, trouble.line, "", trouble.suggestion)
    nodes = read(text)
    alone = {n.children[0].name for n in nodes if n.children and isinstance(n.children[0], Slot)}
    internal = named["reader"] == Audience.INTERNAL
    seen = set()
    known = {*PARTS, *FACTS, *placeholders}
    for number, line in enumerate(text.split("\n"), 1):
        if brace := _stray_brace(line, known):
            near = get_close_matches(brace, sorted(known), 1)
            told = f"did you mean {{{{{near[0]}}}}}?" if near else r"write \{\{ for mere braces"
            yield fault("these braces are no slot; a slot is {{name}}", number, line, told)
        for slot in template.names(template.parse(line)):
            seen.add(slot)
            if slot not in known:
                near = get_close_matches(slot, sorted(known), 1)
                told = f"did you mean {{{{{near[0]}}}}}?" if near else ""
                yield fault(f"`{slot}` is no part and no article's placeholder", number, line, told)
            elif slot in INTERNAL_ONLY and not internal:
                yield fault(f"`{slot}` is for the desk alone and stays empty here", number, line)
            elif slot in PARTS and slot != "title" and line.strip(" {}\t") != slot:
                yield fault(
                    f"`{slot}` stands for several lines",
                    number,
                    line,
                    "put it on a line of its own",
                )
            elif slot in PARTS and slot != "title" and slot not in alone:
                yield fault(
                    f"`{slot}` stands inside something else",
                    number,
                    line,
                    "put blank lines around it",
                )
    if not seen & {"steps", "lead"} and named["form"] != "-line":
        yield fault("the steps are shown nowhere", 0, "", "write {{steps}} on a line of its own")
