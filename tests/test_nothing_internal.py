"""Nothing internal leaves: every command, every format and every switch, found by walking the program.

Words that stand in internal blocks, in Internal Notes and in articles for the desk are looked for in all that
any command prints or writes for anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
import typer.main

from kbassist import clipboard
from kbassist.cli import app, main
from kbassist.model import Audience

GROUP = typer.main.get_group(app)
CANARY = "zugvogel"
BESIDE = "rotkehlchen"
"""A word that stands beside the canary, to search for."""

ARTICLE = f"""---
number: G-1
title: Gate {{{{gate}}}} is blocked
confidence: validated
audience: public
owner: {CANARY} desk
source: Ticket {CANARY} 12
components: [{{code: GATE-{CANARY}, name: {BESIDE} gates}}]
placeholders:
  gate: {{kind: word, label: gate, ask: Which gate is it {CANARY}?, example: {CANARY}}}
  lamp: {{kind: word, ask: Which lamp does the {BESIDE} {CANARY} carry?, default: red}}
signatures:
  - Gate {{{{gate}}}} is blocked by transport
hints:
  - "{CANARY} of the {BESIDE}: {{{{gate}}}}"
samples:
  - paste: Gate A{CANARY} is blocked by transport
strangers:
  - Gate A{CANARY} is blocked by a heron
evidence:
  for: [{CANARY} gates]
codes: [GATE-4711]
---

## Symptom

The gate {{{{gate}}}} does not open.

::: internal
The {BESIDE} {CANARY} knows.
:::

## Cause

::: internal
The {BESIDE} {CANARY} did it.
:::

A transport stands in it.

## Resolution

1. Open gate {{{{gate}}}}.

   ::: internal
   Ask the {BESIDE} {CANARY}.

   ```
   {CANARY} {{{{gate}}}}
   ```
   :::

2. Close it with the {{{{lamp}}}} lamp.

> ::: internal
> | {BESIDE} |
> | --- |
> | {CANARY} |
> :::

## Verification

- It opens.
- ::: internal
  {CANARY}
  :::

## See Also

::: internal
[{BESIDE}](https://{CANARY}.example/)
:::

## Internal Notes

The {BESIDE} {CANARY} again.
"""
FOR_THE_DESK = f"""---
number: G-2
title: The {BESIDE} {CANARY} has flown
confidence: validated
signatures:
  - Cage {{{{cage}}}} is empty and open
codes: [CAGE-4712]
keywords: [{CANARY}]
---

## Resolution

Catch the {CANARY} in {{{{cage}}}}.
"""
OWN_WORDS = f"""Hello from the desk,

::: internal
Not from the {BESIDE} {CANARY}.
:::

{{{{steps}}}}
"""
"""What partners are told; customers get the program's own letter."""
TOO_MUCH = "{{facts}}\n\n{{steps}}\n\n{{risks}}\n\n{{escalation}}\n"
"""What the public would be told, if a wording with such slots were not refused."""
PASTE = "Gate A7 is blocked by transport\n\nCage B8 is empty and open\n"

RUNS: dict[str, list[list[str]]] = {
    "match": [[PASTE], ["Cage B8 is empty and open"], [BESIDE], ["G-2"], ["CAGE-4712"]],
    "snippet": [
        [PASTE],
        ["Cage B8 is empty and open"],
        [BESIDE],
        ["--article", "G-1", "--set", "gate=A7"],
        ["--article", "G-1", "--set", "gate=A7", "--standalone"],
        ["--article", "G-1", "--set", "gate=A7", "--copy"],
        ["--article", "G-1"],
        ["--article", "G-2", "--set", "cage=B8"],
        ["--article", "G-1", "--set", "gate=A7", "--section", "Internal Notes"],
        ["--article", "G-1", "--set", "gate=A7", "--section", "Cause", "--section", "Symptom"],
    ],
    "walk": [
        [PASTE],
        ["Cage B8 is empty and open"],
        ["--article", "G-1", "--set", "gate=A7"],
        ["--article", "G-1", "--set", "gate=A7", "--answers", "{answers}"],
        ["--article", "G-1"],
        ["--article", "G-2", "--set", "cage=B8", "--answers", "{answers}"],
    ],
    "show": [["G-1"], ["G-2"], ["G-1", "--set", "gate=A7"], ["G-1", "--section", "internal"]],
    "search": [
        [BESIDE],
        ["gate"],
        ["cage"],
        ["gate", "--component", f"GATE-{BESIDE}"],
        ["--keyword", BESIDE],
        [BESIDE, "--section", "internal"],
    ],
    "list": [[]],
    "diff": [["G-1", "1", "2"], ["G-1"], ["G-2", "1", "1"]],
    "export": [[], ["--output", "{file}", "--force"]],
}
"""How each command that takes `--audience` is run."""

AT_THE_DESK = {"redact", "triage", "index", "import", "new", "check", "schema", "formats"}
AT_THE_DESK |= {"verify", "sent", "recall"}
"""Commands that are for whoever writes or sorts, and never for anybody else."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the two articles, one of them in two revisions that differ inside, too.

    What a command copies it also says.
    """
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(
        clipboard, "copy", lambda text, html=None: f"copied {text} and {html or 'nothing else'}"
    )
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "one.md").write_text(ARTICLE, encoding="utf-8")
    changed = ARTICLE.replace("title:", 'revision: "2"\ntitle:').replace("It opens", "It moves")
    changed = changed.replace(f"{CANARY} ", f"{CANARY} and {BESIDE} {CANARY} ")
    (folder / "newer.md").write_text(changed, encoding="utf-8")
    (folder / "snippets").mkdir()
    (folder / "snippets" / "partner.md").write_text(OWN_WORDS, encoding="utf-8")
    (folder / "snippets" / "public-summary.md").write_text(TOO_MUCH, encoding="utf-8")
    (folder / "two.md").write_text(FOR_THE_DESK, encoding="utf-8")
    return folder


def options(name: str) -> dict[str, typer.core.TyperOption]:
    """The options of a command, by their longest way to write them."""
    found = (one for one in GROUP.commands[name].params if isinstance(one, typer.core.TyperOption))
    return {max(one.opts, key=len): one for one in found}


def switches(name: str) -> Iterator[list[str]]:
    """Every choice of every option that has choices, with each other; and every flag alone."""
    known = options(name)
    choices = [
        [[way, choice] for choice in getattr(one.type, "choices", ())] + [[]]
        for way, one in known.items()
        if getattr(one.type, "choices", None) and way != "--audience"
    ]
    for chosen in product(*choices):
        yield [word for part in chosen for word in part]
    yield from ([way] for way, one in known.items() if one.is_flag and way != "--clipboard")


def commands() -> list[str]:
    return sorted(name for name in GROUP.commands if "--audience" in options(name))


def everything(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """The exit status and all that is printed and written."""
    file = folder.parent / "written"
    file.unlink(missing_ok=True)
    answers = folder.parent / "answers"
    answers.write_text("done\ndone\nn no idea\nno\nyes\n", encoding="utf-8")
    places = {"{file}": str(file), "{answers}": str(answers)}
    given = [places.get(word, word) for word in arguments]
    status = main([*given, "--articles", str(folder)])
    told = capsys.readouterr()
    written = file.read_text(encoding="utf-8") if file.exists() else ""
    return status, told.out + told.err + written


def test_every_command_is_run() -> None:
    assert set(commands()) == set(RUNS), "say in RUNS how a command with --audience is run"
    assert set(GROUP.commands) - set(RUNS) == AT_THE_DESK, "who may see what a new command prints?"


def test_formats_and_flags_are_found() -> None:
    found = list(switches("snippet"))
    assert ["--format", "slack", "--form", "summary"] in found
    assert ["--allow-unvalidated"] in found
    assert ["--copy"] in found


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("audience", [one for one in Audience if one is not Audience.INTERNAL])
def test_nobody_outside_sees_what_is_internal(
    name: str, audience: Audience, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = 0
    for run, switch in product(RUNS[name], switches(name)):
        status, told = everything([name, *run, *switch, "--audience", audience], desk, capsys)
        asked = " ".join([*run, *switch])
        assert CANARY not in told.lower(), asked
        assert BESIDE not in told or BESIDE in asked, asked
        done += status == 0
    assert done, "nothing was ever shown"


@pytest.mark.parametrize("name", RUNS)
def test_the_desk_sees_it(name: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = [everything([name, *run], desk, capsys)[1] for run in RUNS[name]]
    assert any(CANARY in told for told in shown)
