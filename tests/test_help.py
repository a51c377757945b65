"""The help of every command is complete: found by walking the program, not by a list."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest
import typer.main

from kbassist.cli import app, main

GROUP = typer.main.get_group(app)
COMMANDS = sorted(GROUP.commands)


def parameters() -> Iterator[tuple[str, typer.core.TyperOption | typer.core.TyperArgument]]:
    """Every command's name with each of its options and arguments; the program's own under an empty name."""
    for name, command in [("", GROUP), *GROUP.commands.items()]:
        for one in command.params:
            assert isinstance(one, typer.core.TyperOption | typer.core.TyperArgument)
            yield name, one


PARAMETERS = list(parameters())


def options_of(name: str) -> set[str]:
    """Every way to write the options of a command, `--help` included."""
    return {
        "-h",
        "--help",
        *(
            way
            for at, one in PARAMETERS
            if at in (name, "")
            for way in (*one.opts, *one.secondary_opts)
        ),
    }


def help_of(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main([*([name] if name else []), "--help"]) == 0
    return capsys.readouterr().out


def examples() -> Iterator[tuple[str, str]]:
    """Every command's name with each example in its help."""
    for name, command in GROUP.commands.items():
        for line in re.findall(r"^ +(.*kbassist .*)$", command.help or "", re.MULTILINE):
            yield name, line


def test_there_are_commands() -> None:
    assert {"match", "snippet", "show", "search", "list", "check", "index", "triage"} <= set(
        COMMANDS
    )
    assert {"diff", "export", "schema"} <= set(COMMANDS)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_command_says_what_it_does(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = GROUP.commands[name] if name else GROUP
    first = (command.help or "").strip().partition("\n\n")[0]
    assert first.endswith((".", ":"))
    assert len(first.split()) >= 3
    shown = " ".join(help_of(name, capsys).split())
    assert " ".join(first.split()) in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_list(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    listed = help_of("", capsys).partition("Commands:")[2]
    (line,) = re.findall(rf"^  {name} +(.*)$", listed, re.MULTILINE)
    assert line.endswith(".")


@pytest.mark.parametrize(
    ("name", "one"), PARAMETERS, ids=[f"{name}-{one.name}" for name, one in PARAMETERS]
)
def test_every_option_has_a_help_text(
    name: str,
    one: typer.core.TyperOption | typer.core.TyperArgument,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert one.help
    assert one.help.endswith(".")
    shown = " ".join(help_of(name, capsys).split())
    assert " ".join(one.help.split()) in shown
    if isinstance(one, typer.core.TyperOption):
        for way in one.opts:
            assert way in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_the_exit_status_is_told_where_there_is_more_than_done(name: str) -> None:
    if name in ("match", "snippet", "search", "check", "triage", "diff", "import", "walk"):
        assert "Exit status: 0" in (GROUP.commands[name].help or "")


@pytest.mark.parametrize(("name", "line"), list(examples()))
def test_every_example_is_understood(name: str, line: str) -> None:
    words = shlex.split(line)
    words = words[words.index("kbassist") + 1 :]
    assert words[0] == name
    context = GROUP.commands[name].make_context(name, words[1:])
    assert context.params


def test_there_are_examples() -> None:
    assert len(list(examples())) >= 8
