"""Small bases of articles: revisions, and folders of files that hold them in the index's own writing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kbassist import template
from kbassist.model import (
    ArticleFault,
    Audience,
    Component,
    Confidence,
    Kind,
    Node,
    Placeholder,
    Product,
    Revision,
    Section,
    Signature,
)
from kbassist.store import codec


def signature(*lines: str) -> Signature:
    return Signature(tuple(map(template.parse, lines)), text=" … ".join(lines))


def section(name: str, *paragraphs: str, internal: str = "") -> Section:
    nodes = [Node("paragraph", template.parse(text)) for text in paragraphs]
    if internal:
        nodes.append(Node("internal", (Node("paragraph", (internal,)),)))
    return Section(name, tuple(nodes))


def article(number: str, title: str = "", *signatures: str, **fields: object) -> Revision:
    """An article with these signatures; its title is its first signature if none is given."""
    title = title or (signatures[0] if signatures else f"Article {number}")
    values: dict[str, object] = {
        "number": number,
        "title": template.parse(title),
        "signatures": tuple(map(signature, signatures)),
        "audience": Audience.PUBLIC,
        "path": f"{number}/r{fields.get('revision', 1)}.md",
    }
    return Revision(**(values | fields))  # type: ignore[arg-type]


CERTIFICATE = "Certificate is already assigned to user {{existing_user}}"
USER = {"existing_user": Placeholder("existing_user", Kind.USER_ID, "user who holds it")}

OLD = article(
    "2322303",
    CERTIFICATE,
    CERTIFICATE,
    confidence=Confidence.ARCHIVED,
    placeholders=USER,
)
HCI = article(
    "2577062",
    "",
    CERTIFICATE,
    placeholders=USER,
    supersedes=("2322303",),
    keywords=("key pair", "HCI"),
    codes=("ORA-01017",),
    components=(Component("LOD-CRM-INT-ERP", "Integration of C4C with ERP"),),
    applies_to=(
        Product("SAP Hybris Cloud for Customer", ("C4C",), ("1211..1802",)),
        Product("SAP Sales OnDemand", (), ("1.0", "2.0")),
    ),
    sections=(
        section("Symptom", "Uploading the certificate of HCI fails for {{existing_user}}."),
        section(
            "Resolution",
            "Create a key pair with the Keystore Explorer.",
            internal="Escalate to the tunnel team.",
        ),
    ),
)
CPI = article(
    "2577062",
    "",
    CERTIFICATE,
    "The certificate belongs to {{existing_user}} and cannot be taken",
    revision="2",
    placeholders=USER,
    supersedes=("2322303",),
    keywords=("key pair", "CPI", "e-mail"),
    components=(Component("LOD-CRM-INT-ERP", "Integration of C4C with ERP"),),
    applies_to=(Product("SAP Cloud for Customer add-ins", ("C4C", "Cloud for Customer")),),
    sections=(
        section("Symptom", "Uploading the certificate of CPI fails."),
        section("Cause", "A certificate names one user only."),
        section("Resolution", "Create a key pair. Save and activate the arrangement."),
        section("Internal Notes", "The zebra team knows more."),
    ),
)
FILE_TYPE = article(
    "3141132",
    "",
    "This file type is not permitted.",
    audience=Audience.CUSTOMER,
    keywords=("file name",),
    components=(Component("LOD-CRM-SEC"),),
    applies_to=(Product("SAP Business ByDesign", (), ("2.16 - 2.18",)),),
    sections=(
        section("Symptom", "The file of a certificate is refused: café, naïve, 証明書."),
        section("Resolution", "Use _one_ dot: CERT-1.cer"),
    ),
)
SECRET = article(
    "wiki-17",
    "How the desk renews a certificate",
    audience=Audience.INTERNAL,
    sections=(section("Resolution", "Ask the tenant team about the key pair."),),
)
BASE = (OLD, HCI, CPI, FILE_TYPE, SECRET)


def write(folder: Path, revisions: Iterable[Revision]) -> None:
    """Write a file for each of *revisions*, where its path says; bare messages, a line each, into one."""
    files: dict[str, list[str]] = {}
    for one in revisions:
        files.setdefault(one.path, []).append(codec.encode(one))
    for path, lines in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines))


class Reader:
    """Reads such files, and remembers which it was asked for."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, path: str, shown: str) -> tuple[Revision | None, tuple[ArticleFault, ...]]:
        self.seen.append("/".join(Path(path).parts[-2:]))
        try:
            return codec.decode(Path(path).read_text(), path=shown), ()
        except OSError as error:
            return None, (ArticleFault(shown, 0, os.strerror(error.errno or 1)),)
        except ValueError:
            return None, (ArticleFault(shown, 3, "this is no article", "excerpt", "write one"),)

    def messages(self, path: str, shown: str) -> Iterator[Revision | ArticleFault]:
        """The bare messages of a catalogue; a line that is none is a fault."""
        self.seen.append(Path(path).name)
        for place, line in enumerate(Path(path).read_text().splitlines(), 1):
            try:
                yield codec.decode(line, path=shown)
            except ValueError:
                yield ArticleFault(shown, place, "this is no message", line)

    def taken(self) -> list[str]:
        """The files read since this was last asked."""
        seen, self.seen = sorted(self.seen), []
        return seen
