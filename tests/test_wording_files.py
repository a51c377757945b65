"""A desk's own wordings: where they lie, which of them is taken, what `check` finds in them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import kbassist
from kbassist.cli import main
from kbassist.model import PARTS, Audience, Form, KBError
from kbassist.wording import (
    CUSTOMER,
    CUSTOMER_SUMMARY,
    DESK,
    DESK_SUMMARY,
    LINE,
    faults,
    read,
    wording,
)

ARTICLE = """---
number: D-17
title: The print queue {{queue}} is paused
confidence: validated
audience: public
signatures:
  - Printing failed because queue {{queue}} is paused
samples:
  - paste: Printing failed because queue FLOOR3-A is paused
    captures: {queue: FLOOR3-A}
---

## Cause

Somebody paused {{queue}}.

## Resolution

1. Press Resume.
"""
OWN = """Dear colleague,

About {{queue}}, ticket {{ticket}}.

{{steps}}

::: internal
Nobody outside reads of the heron.
:::

Yours, the print desk
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article, and room for wordings; the configuration is empty."""
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KBASSIST_CONFIG", str(tmp_path / "config"))
    folder = tmp_path / "desk"
    (folder / "snippets").mkdir(parents=True)
    (tmp_path / "config" / "snippets").mkdir(parents=True)
    (folder / "one.md").write_text(ARTICLE, encoding="utf-8")
    return folder


def put(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / "snippets" / f"{name.replace('__', '.').replace('_', '-')}.md"
        path.write_text(text, encoding="utf-8")


def letter(desk: Path, audience: str = "customer", **said: Any) -> str:
    with kbassist.open(desk) as kb:
        given = {"queue": "FLOOR3-A"}
        return kb.snippet(kb.get("D-17"), audience=audience, values=given, **said)


def test_a_wording_is_no_article(desk: Path) -> None:
    put(desk, customer=OWN)
    with kbassist.open(desk) as kb:
        assert [one.number for one in kb.articles()] == ["D-17"]
        assert kb.faults == ()


def test_the_desks_own_words(desk: Path) -> None:
    put(desk, customer=OWN)
    text = letter(desk, ticket="INC0012345")
    assert text.startswith("Dear colleague,\n\nAbout FLOOR3-A, ticket INC0012345.")
    assert re.search(r"1. Press Resume.\n\nReceipt: D-17 r1 \w+\n\nYours, the print desk\n\Z", text)
    assert "heron" not in text
    assert "Why" not in text
    assert "About" not in letter(desk)  # there is no ticket to name
    assert "Dear colleague" not in letter(desk, "internal")


@pytest.mark.parametrize(
    ("files", "asked", "taken"),
    [
        ({"customer": "any", "customer__de": "German"}, {"language": "de"}, "German"),
        ({"customer": "any", "customer__de": "German"}, {"language": "de-AT"}, "German"),
        ({"customer": "any", "customer__de": "German"}, {"language": "fr"}, "any"),
        ({"customer": "all", "customer_summary": "short"}, {"form": "summary"}, "short"),
        ({"customer": "all"}, {"form": "line"}, "(article D-17, revision 1)"),
        ({"customer": "for customers"}, {"audience": "partner"}, "for customers"),
        ({"customer": "no", "partner": "for partners"}, {"audience": "partner"}, "for partners"),
        ({"internal": "for us", "customer": "no"}, {"audience": "internal"}, "for us"),
    ],
)
def test_which_wording_is_taken(
    desk: Path, files: dict[str, str], asked: dict[str, str], taken: str
) -> None:
    put(desk, **{name: f"Greeting {text}.\n\n{{{{steps}}}}" for name, text in files.items()})
    text = letter(desk, **asked)
    assert taken in text
    assert text.count("Greeting") == (taken in files.values())


def test_ones_own_configuration_comes_first(desk: Path, tmp_path: Path) -> None:
    put(desk, customer="The desk's.\n\n{{steps}}")
    put(tmp_path / "config", customer="My own.\n\n{{steps}}")
    assert "My own." in letter(desk)


def test_parts_may_stand_close_together() -> None:
    close = read("Hello,\n{{steps}}\n{{verification}}\nBye {{title}}\n")
    apart = read("Hello,\n\n{{steps}}\n\n{{verification}}\n\nBye {{title}}\n")
    assert close == apart


def test_one_that_cannot_be_read_is_an_error(desk: Path) -> None:
    (desk / "snippets" / "customer.md").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(KBError, match=r"customer\.md: this is not UTF-8"):
        letter(desk)
    (desk / "snippets" / "customer.md").write_bytes(b"x" * 100_001)
    with pytest.raises(KBError, match=r"at most 100,000 bytes"):
        letter(desk)


def test_the_programs_own_wordings_have_no_faults(desk: Path) -> None:
    for reader, texts in (("customer", CUSTOMER), ("internal", DESK)):
        for language, text in texts.items():
            put(desk, **{f"{reader}__{language}": text})
    for language, text in LINE.items():
        put(desk, **{f"customer_line__{language}": text})
    put(desk, internal_summary=DESK_SUMMARY["en"], customer_summary=CUSTOMER_SUMMARY["en"])
    assert list(faults([desk], ["queue"])) == []
    own = wording(Audience.CUSTOMER, "de", Form.FULL, folders=[desk])
    assert own.nodes == wording(Audience.CUSTOMER, "de").nodes


FAULTS = {
    "an unknown slot": (
        "customer.md",
        "Hello {{qeue}}\n\n{{steps}}",
        "1: `qeue` is no part and no article's placeholder; did you mean {{queue}}?",
    ),
    "a part within a line": (
        "customer.md",
        "Do this: {{steps}}",
        "1: `steps` stands for several lines; put it on a line of its own",
    ),
    "a part in a list": (
        "customer.md",
        "- x\n\n  {{steps}}",
        "3: `steps` stands inside something else; put blank lines around it",
    ),
    "what is for the desk alone": (
        "customer.de.md",
        "{{steps}}\n\n{{risks}}",
        "3: `risks` is for the desk alone and stays empty here",
    ),
    "the beginning of the steps alone": (
        "customer-summary.md",
        "{{lead}}",
        "1: `lead` is for the desk alone and stays empty here",
    ),
    "no steps": (
        "customer.md",
        "Hello",
        " the steps are shown nowhere; write {{steps}} on a line of its own",
    ),
    "no reader": (
        "letter.md",
        "{{steps}}",
        " this file is named after no reader; call it one of internal.md, partner.md, customer.md,"
        " public.md",
    ),
    "a slot that is not closed": (
        "customer.md",
        "Dear {{qeue\n\n{{steps}}",
        "1: these braces are no slot; a slot is {{name}}; did you mean {{queue}}?",
    ),
    "a slot of too few braces": (
        "internal.md",
        "Dear {ticket}\n\n{{steps}}",
        "1: these braces are no slot; a slot is {{name}}; did you mean {{ticket}}?",
    ),
    "a slot of another program": (
        "customer.md",
        "Dear {{requester.name}}\n\n{{steps}}",
        r"1: these braces are no slot; a slot is {{name}}; write \{\{ for mere braces",
    ),
    "a heading of the first level": (
        "internal.md",
        "# Hello\n\n{{steps}}",
        "1: a heading with one `#`",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_check_proves_wordings(name: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, text, told = FAULTS[name]
    path = desk / "snippets" / file
    path.write_text(text, encoding="utf-8")
    (fault,) = faults([desk], ["queue"])
    assert str(fault).splitlines()[0].startswith(f"{path}:{told}")
    assert main(["check", "--articles", str(desk), "--format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["faults"]
    assert found["rule"] == "wording"


SLIPS = {
    "Do this: {{steps}}": "3: `steps` stands for several lines; put it on a line of its own",
    "{{stepss}}": "3: `stepss` is no part and no article's placeholder; did you mean {{steps}}?"
    " (and 1 more, see kbassist check)",
    "": " the steps are shown nowhere; write {{steps}} on a line of its own",
    "{{steps}}\n\nx {{foo": "5: these braces are no slot",
}


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("audience", ["partner", "customer", "public"])
def test_a_letter_is_whole_or_there_is_none(
    slip: str, audience: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(desk, customer=f"Dear customer,\n\n{slip}\n")
    asked = ["snippet", "--articles", str(desk), "--article", "D-17", "--set", "queue=A"]
    assert main([*asked, "--audience", audience]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"kbassist: {desk / 'snippets' / 'customer.md'}:{SLIPS[slip]}")
    with pytest.raises(KBError, match=r"customer\.md"):
        letter(desk, audience)


def test_the_desk_is_told_of_a_slip(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(desk, internal="Colleagues, {{ticket}}: {{steps}}\n")
    asked = ["snippet", "--articles", str(desk), "--article", "D-17", "--set", "queue=A"]
    assert main(asked) == 0
    told = capsys.readouterr().err.splitlines()
    path = desk / "snippets" / "internal.md"
    assert told == [
        f"kbassist: {path}:1: `steps` stands for several lines; put it on a line of its own",
        f"kbassist: {path} names the ticket; without --ticket that paragraph is left out",
    ]


def test_a_slot_of_another_article_is_no_slip(desk: Path) -> None:
    other = ARTICLE.replace("D-17", "D-18").replace("queue", "printer")
    (desk / "two.md").write_text(other.replace("paused", "on fire"), encoding="utf-8")
    put(desk, customer="About {{printer}}.\n\nAbout {{queue}}.\n\n{{steps}}\n")
    text = letter(desk)
    assert text.count("About") == 1
    assert "About FLOOR3-A." in text


LANGUAGES = {
    "": [],
    "de": ["the article is in English, what stands around it in German"],
    "DE-at": ["the article is in English, what stands around it in German"],
    "fr": ["there is no wording in 'fr'; there are en, de"],
    "nl": ["the article is in English, what stands around it in nl"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_languages(
    language: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(desk, customer__nl="Beste klant,\n\n{{steps}}\n")
    asked = ["snippet", "--articles", str(desk), "--article", "D-17", "--set", "queue=A"]
    asked += ["--language", language] if language else []
    assert main([*asked, "--audience", "customer"]) == 0
    told = capsys.readouterr()
    assert [one for one in told.err.splitlines() if " in " in one] == [
        f"kbassist: {one}" for one in LANGUAGES[language]
    ]
    assert ("Beste klant" in told.out) == (language == "nl")


def test_every_part_is_known_to_the_letter(desk: Path) -> None:
    put(desk, internal="\n\n".join(f"{{{{{part}}}}}" for part in PARTS))
    assert list(faults([desk], ())) == []
    assert "Press Resume" in letter(desk, "internal")


def test_an_export_holds_wordings_too(desk: Path, tmp_path: Path) -> None:
    put(desk, customer=OWN)
    file = tmp_path / "base.jsonl"
    assert main(["export", "--articles", str(desk), "--output", str(file)]) == 0
    copy = tmp_path / "copy"
    assert main(["import", str(file), "--articles", str(copy)]) == 0
    assert (copy / "snippets" / "customer.md").read_text(encoding="utf-8") == OWN
    assert (
        main(
            [
                "export",
                "--articles",
                str(desk),
                "--audience",
                "customer",
                "--output",
                str(file),
                "--force",
            ]
        )
        == 0
    )
    assert "colleague" not in file.read_text(encoding="utf-8")
