"""Everything that the README shows is run, and everything that it lists is compared with the program.

In a `console` block each line that begins with `$ ` is a command, the lines below it are what it prints,
standard error included, and `echo $?` tells its exit status, which is 0 where nothing is told. `cat FILE`
also makes that file, for the commands below it. In an output `…` stands for any text within a line, and on
a line of its own for any lines. An `sh` or `python` block is followed by its output in a `text` block.

After a change of the program, `python -m tests.test_readme` writes the outputs anew, as far as they are
not left out by a `…` that still fits.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import kbassist
from kbassist import clipboard
from kbassist.articles.fields import FIELDS
from kbassist.choice import EXIT_STATUS
from kbassist.match.kinds import SHAPES
from kbassist.model import (
    SECTIONS,
    Audience,
    Confidence,
    Flag,
    KBError,
    Kind,
    Match,
    MatchResult,
    Placeholder,
    Reason,
    Source,
    Verdict,
)
from kbassist.render import FORMATS
from kbassist.store.sqlite import MANY
from kbassist.terminal import Format
from tests.test_help import COMMANDS, options_of

README = Path(__file__).parents[1] / "README.md"
TEXT = README.read_text(encoding="utf-8")
INSTALL = "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/kbassist "
TESTS = (
    "python3 -m venv .venv-test && .venv-test/bin/pip install -q '.[test]'"
    " && .venv-test/bin/python -m pytest -n auto"
)
CLIPBOARDS = ("xclip", "xsel", "wl-paste", "pbpaste")
COPIERS = ("wl-copy", "pbcopy", "osascript", "powershell.exe", "clip.exe", "termux-clipboard-set")
"""What must not reach the clipboard of whoever runs the tests."""

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="the commands are written for a POSIX shell"
)


# ------------------------------------------------------------------------------------------ reading


class Step(NamedTuple):
    """A command of the README and what it prints."""

    line: int
    """Where its output begins, from 0."""
    command: str
    output: tuple[str, ...]
    status: int
    files: tuple[tuple[str, str], ...]
    """The files there are by then: name, text."""
    told: bool
    """Whether the exit status is told."""

    @property
    def name(self) -> str:
        """The command as the name of a test."""
        if self.command.startswith(shlex.quote(sys.executable)):
            return "python"
        return re.sub(r"\W+", "-", self.command)[:60].strip("-")


class Block(NamedTuple):
    """A fenced block."""

    line: int
    """Where its text begins, from 0."""
    language: str
    lines: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """Every fenced block."""
    language, begun, inside = "", 0, False
    lines: list[str] = []
    for number, line in enumerate(text.splitlines()):
        if line.startswith("```"):
            if inside:
                yield Block(begun, language, tuple(lines))
            language, begun, lines, inside = line[3:], number + 1, [], not inside
        elif inside:
            lines.append(line)


def steps(text: str) -> Iterator[Step]:
    """Every command with its output, in order."""
    files: dict[str, str] = {}
    before: Block | None = None
    for block in blocks(text):
        if block.language == "console":
            yield from console(block, files)
        elif block.language == "text":
            assert before is not None, f"README.md:{block.line}: whose output is this?"
            command = "\n".join(before.lines)
            if before.language == "python":
                command = f"{shlex.quote(sys.executable)} -c {shlex.quote(command)}"
            yield Step(block.line, command, block.lines, 0, tuple(files.items()), False)
        else:
            assert block.language in ("sh", "python"), f"README.md:{block.line}: which language?"
        before = block


def console(block: Block, files: dict[str, str]) -> Iterator[Step]:
    """The commands of a `console` block; what they show of files goes into *files*."""
    assert block.lines[0].startswith("$ "), f"README.md:{block.line}: which command?"
    starts = [i for i, line in enumerate(block.lines) if line.startswith("$ ")]
    ends = [*starts[1:], len(block.lines)]
    parts = [(block.lines[i][2:], i + 1, j) for i, j in zip(starts, ends, strict=True)]
    for (command, start, end), after in zip(parts, [*parts[1:], ("", 0, 0)], strict=True):
        if command == "echo $?":
            continue
        output = block.lines[start:end]
        told = after[0] == "echo $?"
        status = int(block.lines[after[1]]) if told and after[1] < after[2] else 0
        if re.fullmatch(r"cat \S+", command):
            files[command.split()[1]] = "".join(line + "\n" for line in output)
        yield Step(block.line + start, command, output, status, tuple(files.items()), told)


def tables(text: str) -> dict[tuple[str, str], dict[str, str]]:
    """The two headings of each table → first cell, without backticks → the other cells."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for rows in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        head, _, *body = (
            [cell.strip() for cell in row.strip("|").split(" | ")] for row in rows.splitlines()
        )
        found[head[0], head[-1]] = {row[0].strip("`"): " | ".join(row[1:]) for row in body}
    return found


STEPS = list(steps(TEXT))
TABLES = tables(TEXT)


# ------------------------------------------------------------------------------------------ running


def run(step: Step, folder: Path, cache: Path) -> tuple[str, int]:
    """What the step's command prints in *folder*, and its exit status."""
    programs = folder / "programs"
    programs.mkdir()
    kb = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kbassist "$@"\n'
    there = (*CLIPBOARDS, *COPIERS)
    scripts = {"kbassist": kb, **dict.fromkeys(there, "#!/bin/sh\nexec cat ticket.txt\n")}
    for name, script in scripts.items():
        (programs / name).write_text(script)
        (programs / name).chmod(0o755)
    work = folder / "work"
    for name, text in step.files:
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text, encoding="utf-8")
    work.mkdir(exist_ok=True)
    dropped = ("KBASSIST_ARTICLES", "FORCE_COLOR", "TMUX", *clipboard.REMOTE)
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment |= {
        "COLUMNS": "80",
        "DISPLAY": ":0",
        "KBASSIST_CACHE": str(cache),
        "KBASSIST_DATA": str(folder / "data"),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": str(Path(kbassist.__file__).parents[1]),
    }
    command = step.command.replace(INSTALL, "kbassist ")
    done = subprocess.run(
        ["sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=work,
        env=environment,
        timeout=60,
        check=False,
    )
    return done.stdout.decode().replace(
        "\r\n", "\n"
    ), done.returncode  # tables have their own line ends


def fits(shown: Iterable[str], printed: str) -> bool:
    """Whether *printed* is what the README has *shown*."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
        for line in shown
    )
    return re.fullmatch(pattern, printed) is not None


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


RUN = [step for step in STEPS if step.command != TESTS]


@pytest.mark.parametrize("step", RUN, ids=[step.name for step in RUN])
def test_it_prints_what_is_shown(step: Step, tmp_path: Path, cache: Path) -> None:
    printed, status = run(step, tmp_path, cache)
    assert status == step.status, printed
    assert fits(step.output, printed), f"`python -m tests.test_readme` writes it anew:\n{printed}"


def test_an_output_may_be_left_out_but_not_be_wrong() -> None:
    assert fits(("a", "…", "z"), "a\nb\nc\nz\n")
    assert fits(("a", "…", "z"), "a\nz\n")
    assert fits(("size … MB",), "size 0.1 MB\n")
    assert not fits(("a", "…", "z"), "a\nb\n")
    assert not fits(("a",), "a\nb\n")
    assert not fits(("size … MB",), "size 0.1\nMB\n")


def test_two_commands_to_begin_with() -> None:
    begin = [block.lines for block in blocks(TEXT) if block.language == "sh"]
    assert [len(lines) for lines in begin] == [1, 1]
    assert begin[0][0].startswith(INSTALL + "match ")
    assert begin[1][0] == TESTS


def test_the_end_of_the_tests_is_one_of_success() -> None:
    (shown,) = (step.output for step in STEPS if step.command == TESTS)
    assert len(shown) == 1
    assert re.fullmatch(r"\d+ passed(, \d+ skipped)? in \d+\.\d\ds", shown[0])


def test_the_main_job_fills_everything_in() -> None:
    shown = "\n".join(STEPS[0].output)
    assert "_CPI_DEV" in shown
    assert "_CRM_02" in shown
    assert "____" not in shown


# ---------------------------------------------------------------------------------------- comparing


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_shown(name: str) -> None:
    assert any(re.search(rf"\bkbassist {name}\b", step.command) for step in STEPS)


def test_every_option_named_exists() -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", TEXT))
    assert "--set" in named
    assert named <= {name for command in COMMANDS for name in options_of(command)}


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (("field", "what it holds"), [field.key for field in FIELDS]),
        (
            ("in `placeholders`", "what it holds"),
            list(Placeholder._fields)[1:],
        ),
        (("kind", "a value is"), list(Kind)),
        (("verdict", "meaning"), list(Verdict)),
        (("reason", "meaning"), list(Reason)),
        (("source", "the value comes from"), list(Source)),
        (("flag", "meaning"), list(Flag)),
        (
            ("field", "meaning"),
            list(MatchResult(Verdict.NONE, Reason.NOTHING).to_json()),
        ),
        (("field of a candidate", "meaning"), list(Match("1", "1", "", 1.0).to_json())),
        (("exit status", "meaning"), ["0", "1", "2", "3", "130"]),
        (("format", "the line"), list(FORMATS)),
    ],
    ids=lambda value: "-".join(value).replace(" ", "-") if isinstance(value, tuple) else "",
)
def test_a_table_lists_what_there_is(head: tuple[str, str], names: list[str]) -> None:
    assert list(TABLES[head]) == [str(name) for name in names]


def test_the_fields_that_are_choices_name_them() -> None:
    fields = TABLES["field", "what it holds"]
    for name, choices in (("confidence", Confidence), ("audience", Audience)):
        assert set(re.findall(r"`([a-z-]+)`", fields[name])) == set(map(str, choices))


def test_options_that_are_choices_name_them() -> None:
    options = TABLES["option", "what it does"]
    assert set(re.findall(r"`([a-z-]+)`", options["--audience"])) == set(map(str, Audience))
    assert set(map(str, Format)) <= set(re.findall(r"`([a-z-]+)`", options["--format"]))


def test_every_reason_stands_beside_a_verdict() -> None:
    verdicts = [row.split(" | ")[0] for row in TABLES["reason", "meaning"].values()]
    assert set(verdicts) == set(map(str, Verdict))


def test_the_exit_status_of_every_verdict() -> None:
    rows = TABLES["exit status", "meaning"]
    for verdict, word in (
        (Verdict.MATCH, "a match"),
        (Verdict.NONE, "no match"),
        (Verdict.UNSURE, "unsure"),
    ):
        assert word in rows[str(EXIT_STATUS[verdict])]


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_makes_the_line_that_is_shown(name: str, tmp_path: Path, cache: Path) -> None:
    told, shown = TABLES["format", "the line"][name].split(" | ")
    (ticket,) = {text for step in STEPS for file, text in step.files if file == "ticket.txt"}
    command = f"kbassist snippet --file ticket.txt --audience customer --form line --format {name}"
    step = Step(0, command, (), 0, (("ticket.txt", ticket),), False)
    printed, status = run(step, tmp_path, cache)
    assert status == 0
    assert told == FORMATS[name].use
    said, _, line = printed.partition("\n")
    assert said == "kbassist: for the customer"
    assert fits((shown.strip("`").strip(),), " ".join(line.split()) + "\n"), printed


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_named(section: str) -> None:
    assert f"`## {section}`" in TEXT


def test_every_error_is_named() -> None:
    errors = {one.__name__ for one in KBError.__subclasses__() if one.__name__ in kbassist.__all__}
    assert errors == {
        name
        for name in re.findall(r"`(?:kbassist\.)?([A-Z]\w+)`", TEXT.partition("## From Python")[2])
        if name in kbassist.__all__ and name != "KBError"
    }


def test_every_environment_variable_is_named() -> None:
    package = Path(kbassist.__file__).parent
    used = {
        name
        for path in package.rglob("*.py")
        for name in re.findall(r"\"(KBASSIST_[A-Z]+)\"", path.read_text("utf-8"))
    }
    assert used
    assert used == set(re.findall(r"KBASSIST_[A-Z]+", TEXT))


@pytest.mark.parametrize("kind", SHAPES)
def test_the_examples_of_a_kind_are_of_that_kind(kind: Kind) -> None:
    for example in re.findall(r"`([^`]+)`", TABLES["kind", "a value is"][kind]):
        assert re.fullmatch(SHAPES[kind], example), example


def test_the_number_of_files_looked_at_in_every_run() -> None:
    assert f"more than {MANY:,} files" in TEXT


def test_a_link_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert targets
    for target in targets:
        assert (README.parent / target).exists(), target


# ------------------------------------------------------------------------------------------ writing


def rewritten(text: str, folder: Path) -> str:
    """The README with every output as the program prints it today."""
    lines = text.splitlines()
    for number, step in reversed(list(enumerate(steps(text)))):
        if step.command == TESTS:
            continue
        place = folder / str(number)
        place.mkdir()
        printed, status = run(step, place, folder / "cache")
        end = step.line + len(step.output)
        if step.told:
            lines[end + 1 : end + 1 + (lines[end + 1].isdecimal())] = [str(status)]
        elif status:
            raise SystemExit(f"README.md:{step.line}: exit status {status}\n{printed}")
        if not fits(step.output, printed):
            lines[step.line : end] = printed.splitlines()
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        README.write_text(rewritten(TEXT, Path(temporary)), encoding="utf-8")
