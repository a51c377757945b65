"""What is said around the parts of an article in a snippet, for each reader and in each language.

A wording is Markdown: headings, paragraphs, and slots for the parts, each of these alone on a line.
"""

from __future__ import annotations

from kbassist import markdown, template
from kbassist.model import Audience, Form, Node, Nodes, Wording

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

SUMMARY = {
    "en": """
{{title}}

{{facts}}

{{notes}}

{{cause}}

{{lead}}

Article {{article}}, revision {{revision}}
""",
    "de": """
{{title}}

{{facts}}

{{notes}}

{{cause}}

{{lead}}

Artikel {{article}}, Revision {{revision}}
""",
}

LINE = {
    "en": "{{title}} (article {{article}}, revision {{revision}})",
    "de": "{{title}} (Artikel {{article}}, Revision {{revision}})",
}

LANGUAGES = tuple(CUSTOMER)
"""The languages that come with the program."""


def wording(audience: Audience, language: str, form: Form = Form.FULL, ticket: str = "") -> Wording:
    """What is said to *audience*; in English where the *language* does not come with the program."""
    known = language.partition("-")[0].lower()
    if known not in LANGUAGES:
        known = "en"
    full = DESK if audience is Audience.INTERNAL else CUSTOMER
    text = {Form.FULL: full, Form.SUMMARY: SUMMARY, Form.LINE: LINE}[form][known]
    return Wording(read(text), known, form, ticket)


def read(text: str) -> Nodes:
    """The nodes of a wording, its `##` headings among them."""
    parts, _ = markdown.sections(text)
    made: list[Node] = []
    for part in parts:
        if part.heading:
            made.append(Node("heading", template.parse(part.heading), "4"))
        made += part.nodes
    return tuple(made)
