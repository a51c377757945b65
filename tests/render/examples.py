"""An article, a paste and its answer, built by hand, that the tests of tailoring and rendering share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kbassist import template
from kbassist.model import (
    Audience,
    Component,
    Confidence,
    Distinct,
    Evidence,
    Flag,
    Inline,
    Kind,
    Match,
    MatchResult,
    Node,
    Placeholder,
    Product,
    Reason,
    Revision,
    Section,
    Signature,
    Source,
    Variable,
    Verdict,
)

SIGNATURE = "Certificate is already assigned to user {{existing_user}}"


def paragraph(text: str) -> Node:
    """A paragraph of one template."""
    return Node("paragraph", template.parse(text))


def steps(*texts: str, start: int = 1) -> Node:
    """A numbered list."""
    items = tuple(Node("item", (paragraph(text),)) for text in texts)
    return Node("steps", items, str(start))


def inline(*parts: Node | Inline) -> Node:
    """A paragraph of several pieces."""
    return Node("paragraph", parts)


CERTIFICATE = Revision(
    number="2577062",
    revision="2",
    title=template.parse(SIGNATURE),
    confidence=Confidence.VALIDATED,
    audience=Audience.PUBLIC,
    supersedes=("2322303",),
    source="KBA 2577062",
    category="How To",
    components=(Component("LOD-CRM-INT-ERP", "Integration of C4C with ERP"),),
    keywords=("communication user", "key pair"),
    owner="integration desk",
    applies_to=(Product("SAP Cloud for Customer", ("C4C",), (">=1805",)),),
    placeholders={
        "existing_user": Placeholder(
            "existing_user", Kind.USER_ID, "user who holds the certificate", example="_ABC"
        ),
        "new_user": Placeholder(
            "new_user",
            Kind.USER_ID,
            "user of this arrangement",
            "Which communication user does this arrangement use?",
        ),
    },
    distinct=(
        Distinct(("existing_user", "new_user"), "The certificate is already where it should be."),
    ),
    signatures=(Signature((template.parse(SIGNATURE),), text=SIGNATURE),),
    sections=(
        Section(
            "Cause", (paragraph("One certificate, two users: {{existing_user}} has it already."),)
        ),
        Section(
            "Resolution",
            (
                paragraph("Give the second user a certificate of its own:"),
                steps(
                    "Open the communication arrangement.",
                    "Check that the user ID is {{new_user}}, and not the one that the message names,"
                    " which is {{existing_user}}.",
                ),
                Node("internal", (paragraph("Never take it away from {{existing_user}}."),)),
                steps("Choose Download and Create Key Pair.", start=3),
            ),
        ),
        Section("Verification", (paragraph("The upload ends without an error."),)),
        Section("Internal Notes", (paragraph("Ask the integration desk about the alias."),)),
    ),
    path="articles/2577062/r2.md",
)

PASTE = (
    "Hello desk,\n"
    "since this morning we get\n"
    "'Certificate is Already Assigned to User _SVC_ERP'.\n"
    "Please help.\n"
    "\n"
    "Kind regards\n"
    "Jo\n"
)


def found(existing: Variable | None = None, new: Variable | None = None, **changed: Any) -> Match:
    """The article in `PASTE`."""
    start = PASTE.index("Certificate")
    value = PASTE.index("_SVC_ERP")
    words = []
    at = start
    for word in ("Certificate", "is", "Already", "Assigned", "to", "User"):
        at = PASTE.index(word, at)
        words.append((at, at + len(word)))
        at += len(word)
    fields: dict[str, Any] = {
        "article": "2577062",
        "revision": "2",
        "title": "Certificate is already assigned to user _SVC_ERP",
        "score": 0.974,
        "signature": SIGNATURE,
        "span": (start, value + 8),
        "lines": (3, 3),
        "variables": {
            "existing_user": existing or Variable("_SVC_ERP", Source.SIGNATURE, (value, value + 8)),
            "new_user": new or Variable(flags=(Flag.MISSING,)),
        },
        "missing": () if new and new.value else ("new_user",),
        "revision_reason": "newest; nothing in the text decides",
        "supersedes": ("2322303",),
        "evidence": (Evidence("words", 4.2, "6 of 6"), Evidence("case", -0.1, "differs")),
        "words": tuple(words),
    }
    return Match(**{**fields, **changed})


def result(
    verdict: Verdict = Verdict.MATCH, reason: Reason = Reason.SIGNATURE, **changed: Any
) -> MatchResult:
    """The answer to `PASTE`."""
    fields: dict[str, Any] = {"best": found(), "characters": len(PASTE), "used": len(PASTE)}
    return MatchResult(verdict, reason, **{**fields, **changed})


def values(**given: str) -> Mapping[str, Variable]:
    """Values as the caller gives them."""
    return {name: Variable(value, Source.VALUE) for name, value in given.items()}
