"""`kbassist import --catalogue` from the command line: what is written, told, asked and refused."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kbassist import paste
from kbassist.cli import main

Run = Callable[..., tuple[int, str, str]]

PROPERTIES = "buoy.adrift = Buoy {0} went adrift off pier {1}\npair = {0}: {1}\nempty =\n"
GERMAN = "buoy.adrift = Boje {0} treibt vor Kai {1} ab\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with catalogues in it and a folder of articles."""
    (tmp_path / "work/desk").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("KBASSIST_ARTICLES", raising=False)
    Path("tides.properties").write_text(PROPERTIES, encoding="utf-8")
    Path("tides_de.properties").write_text(GERMAN, encoding="utf-8")
    return Path("desk")


@pytest.fixture
def run(desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: str, stdin: bytes = b"", terminal: bool = False) -> tuple[int, str, str]:
        stream = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)
        for one in (sys.stdin, sys.stderr):
            monkeypatch.setattr(one, "isatty", lambda: terminal)
        status = main(["import", "--catalogue", *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def test_a_catalogue_in_two_languages_becomes_one_file(run: Run, desk: Path) -> None:
    status, out, err = run(
        "tides.properties",
        "tides_de.properties",
        *("--product", "Tide Portal", "--version", "4.1", "--version", "4.2"),
        *("--articles", "desk"),
    )
    assert (status, err) == (0, "")
    assert out == (
        "tides.properties: properties\n"
        "tides_de.properties: properties\n"
        "desk/tides.messages.jsonl: 2 messages, 2 signatures (de 1, en 1)\n"
        "1 text says too little to be matched on\n"
        "  tides-pair: {{value_1}}: {{value_2}}\n"
        "1 text left out: it is empty\n"
        "  tides.properties:3: empty\n"
    )
    assert [one.name for one in desk.iterdir()] == ["tides.messages.jsonl"]
    head, first, _ = (desk / "tides.messages.jsonl").read_text("utf-8").splitlines()
    assert json.loads(head)["versions"] == ["4.1", "4.2"]
    assert json.loads(first)["signatures"] == {
        "en": "Buoy {{value_1}} went adrift off pier {{value_2}}",
        "de": "Boje {{value_1}} treibt vor Kai {{value_2}} ab",
    }


def test_its_messages_are_recognised_at_once(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("tides.properties", "--articles", "desk")
    assert main(["match", "Buoy K-7 went adrift off pier 12", "--articles", "desk"]) == 0
    assert "message buoy.adrift of tides" in " ".join(capsys.readouterr().out.split())


def test_messages_are_no_articles_but_can_be_looked_up(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run("tides.properties", "--product", "Tide Portal", "--articles", "desk")
    printed, said = {}, {}
    for command in (["list"], ["search", "adrift"], ["index"], ["show", "tides-buoy.adrift"]):
        assert main([*command, "--articles", "desk"]) == 0
        captured = capsys.readouterr()
        printed[command[0]] = " ".join(captured.out.split())
        said[command[0]] = captured.err
    assert printed["list"] == ""
    assert (
        said["list"] == "kbassist: messages of catalogues are not listed (2); search finds them\n"
    )
    assert printed["search"].startswith("tides-buoy.adrift r1 Buoy ‹value_1› went adrift")
    assert "Articles 0 in 0 revisions Catalogues 2 messages without an article" in printed["index"]
    assert "Note This is message buoy.adrift of Tide Portal;" in printed["show"]


def test_thousands_of_messages_are_one_file_and_each_is_found(
    run: Run, desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbassist.cli_catalogue.MANY", 1_000)
    ships = (
        "ferry",
        "barge",
        "cutter",
        "dinghy",
        "trawler",
        "tanker",
        "canoe",
        "schooner",
        "yawl",
        "raft",
    )
    places = (
        "harbour",
        "pier",
        "quay",
        "lock",
        "canal",
        "fjord",
        "lagoon",
        "strait",
        "marina",
        "wharf",
    )
    ends = (
        "sank",
        "burst",
        "vanished",
        "stranded",
        "capsized",
        "drifted",
        "collided",
        "leaked",
        "listed",
    )
    lines = [
        f"TIDES-{i:05}: The {ship} {{0}} {end} near {place} number {number}"
        for i, (ship, place, end, number) in enumerate(
            (ship, place, end, number)
            for ship in ships
            for place in places
            for end in ends
            for number in ("one", "two", "three")
        )
    ]
    Path("many.txt").write_text("\n".join(lines))
    status, out, err = run("many.txt", "--articles", "desk")
    assert status == 0
    assert "2,700 messages, 2,700 signatures" in out
    assert err == "kbassist: taking 2,700 messages into the index\n"
    assert [one.name for one in desk.iterdir()] == ["many.messages.jsonl"]
    paste = "The tanker ORCA-7 capsized near lagoon number two"
    assert main(["match", paste, "--articles", "desk", "--format", "json"]) == 0
    best = json.loads(capsys.readouterr().out)["best"]
    assert best["signature"] == "The tanker {{value_1}} capsized near lagoon number two"
    assert best["variables"]["value_1"]["value"] == "ORCA-7"


def test_the_environment_names_the_folder_too(
    run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KBASSIST_ARTICLES", "desk")
    assert run("tides.properties")[0] == 0
    assert (desk / "tides.messages.jsonl").exists()


def test_a_dry_run_writes_nothing(run: Run, desk: Path) -> None:
    status, out, _ = run("tides.properties", "--dry-run", "--format", "json")
    assert status == 0
    assert json.loads(out) == {
        "schema": "kbassist.catalogue/1",
        "path": "tides.messages.jsonl",
        "written": False,
        "catalogue": "tides",
        "product": None,
        "versions": [],
        "files": [{"name": "tides.properties", "format": "properties"}],
        "messages": 2,
        "signatures": {"en": 1},
        "examples": [
            {
                "number": "tides-buoy.adrift",
                "key": "buoy.adrift",
                "codes": [],
                "signatures": {"en": ["Buoy {{value_1}} went adrift off pier {{value_2}}"]},
            },
            {"number": "tides-pair", "key": "pair", "codes": [], "signatures": {}},
        ],
        "weak": {
            "count": 1,
            "texts": [{"number": "tides-pair", "text": "{{value_1}}: {{value_2}}"}],
        },
        "skipped": [
            {"why": "it is empty", "count": 1, "places": ["tides.properties:3: empty"]},
        ],
    }
    assert list(desk.iterdir()) == []
    assert "would write tides.messages.jsonl" in run("tides.properties", "--dry-run")[1]


def test_a_pipe_in_a_format_of_its_own(run: Run, desk: Path) -> None:
    given = (
        *("--name", "sea", "--language", "de", "--catalogue-format", "list"),
        "--articles",
        "desk",
    )
    assert run("-", *given, stdin="Fähre %1 {0} verspätet\r\n".encode("cp1252"))[0] == 0
    lines = (desk / "sea.messages.jsonl").read_text("utf-8").splitlines()
    assert json.loads(lines[1])["signatures"] == {"de": "Fähre %1 {{value_1}} verspätet"}


def test_what_was_imported_before_stays_unless_it_is_to_be_replaced(run: Run, desk: Path) -> None:
    file = desk / "tides.messages.jsonl"
    run("tides.properties", "--articles", "desk")
    before = file.read_text()
    given = ("tides_de.properties", "--name", "tides", "--articles", "desk")
    status, out, err = run(*given)
    assert (status, out) == (2, "")
    assert err == "kbassist: desk/tides.messages.jsonl exists already; --force replaces it\n"
    for answer in (b"\n", b"n\n", b""):
        status, _, err = run(*given, stdin=answer, terminal=True)
        assert status == 2
        assert "Replace it? (y/N)" in err
    assert run(*given, "--no-input", stdin=b"y\n", terminal=True)[0] == 2
    assert file.read_text() == before
    assert run(*given, stdin=b"y\n", terminal=True)[0] == 0
    assert "Boje" in file.read_text()
    assert run("tides.properties", "--articles", "desk", "--force")[0] == 0
    assert file.read_text() == before


def test_nothing_is_left_half_written(
    run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space")))
    status, _, err = run("tides.properties", "--articles", "desk")
    assert status == 2
    assert "no space is left there" in err
    assert list(desk.iterdir()) == []


def test_without_a_file_or_a_pipe_there_is_nothing_to_read(run: Run) -> None:
    status, _, err = run("--name", "a", "--articles", "desk", terminal=True)
    assert status == 2
    assert "name the files of the catalogue, or send it through a pipe" in err


def test_a_name_is_asked_for_not_invented(run: Run, desk: Path) -> None:
    Path("de.properties").write_text(GERMAN, encoding="utf-8")
    given = ("de.properties", "--articles", "desk")
    assert "needs a name: give it with --name" in run(*given)[2]
    status, _, err = run(*given, stdin=b"sea\n", terminal=True)
    assert status == 0
    assert "What is the catalogue to be called?" in err
    assert (desk / "sea.messages.jsonl").exists()


def test_small_letters_behind_a_name_are_a_language_only_if_there_is_one(run: Run) -> None:
    Path("tides_of.properties").write_text(GERMAN, encoding="utf-8")
    given = json.loads(run("tides_of.properties", "--dry-run", "--format", "json")[1])
    assert (given["catalogue"], given["signatures"]) == ("tides_of", {"en": 1})
    Path("tides_pt_BR.properties").write_text(GERMAN, encoding="utf-8")
    given = json.loads(run("tides_pt_BR.properties", "--dry-run", "--format", "json")[1])
    assert (given["catalogue"], given["signatures"]) == ("tides", {"pt-BR": 1})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the catalogue needs a name"),
        (("no.properties",), "no.properties: No such file or directory"),
        (("desk",), "desk is a folder; name the files"),
        (("tides.properties",), "name the folder to write to, with --articles DIR"),
        (("tides.properties", "--name", "a/b"), "--name takes letters, digits"),
        (("empty.properties",), "no message in empty.properties: 1 text left out: it is empty"),
        (("binary",), "binary is no text"),
        (("tides.zip",), "tides.zip is no text but an archive; unpack it first"),
        (("tides.mo",), "tides.mo is no text but a compiled catalogue; give the .po file"),
        (
            ("tides.properties", "--catalogue-format", "t100"),
            "tides.properties: no line with a message class",
        ),
        (("tides.properties", "--catalogue-format", "xml"), "Invalid value"),
        (("large.txt",), "large.txt is larger than"),
    ],
)
def test_bad_input_is_one_clear_line(
    run: Run, desk: Path, arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("empty.properties").write_text("a=\n")
    Path("binary").write_bytes(bytes(range(256)) * 10)
    Path("tides.zip").write_bytes(b"PK\3\4" + b"x" * 50)
    Path("tides.mo").write_bytes(b"\xde\x12\x04\x95" + b"Buoy" * 50)
    Path("large.txt").write_text("a" * 5000)
    monkeypatch.setattr(paste, "LARGEST", 4000)
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--name", "a"), "--name goes with --catalogue"),
        (("--version", "1"), "--version goes with --catalogue"),
        (("--catalogue", "--number", "1", "a.po"), "not with --catalogue"),
    ],
)
def test_options_of_the_one_are_none_of_the_other(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", *arguments]) == 2
    assert said in capsys.readouterr().err
