"""The program as a process of its own, with the articles that come with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ERROR = "'Certificate is Already Assigned to User _SVC_ERP'."


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def run(
    cache: Path, *arguments: str, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kbassist", *arguments],
        input=stdin,
        capture_output=True,
        env=surroundings(cache, environment),
        timeout=60,
        check=False,
    )


def surroundings(cache: Path, more: Mapping[str, str]) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("KBASSIST_ARTICLES", "PYTHONUTF8")}
    return {**kept, "KBASSIST_CACHE": str(cache), "PYTHONIOENCODING": "utf-8", **more}


def test_a_paste_through_a_pipe(cache: Path) -> None:
    done = run(cache, "match", "--format", "json", stdin=ERROR.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    document = json.loads(done.stdout)
    assert document["best"]["article"] == "2577062"
    assert document["best"]["variables"]["existing_user"]["value"] == "_SVC_ERP"


def test_the_screen_in_a_pipe_has_no_colours(cache: Path) -> None:
    done = run(cache, "match", ERROR, "--format", "screen")
    assert done.stdout.startswith(b"Match ")
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize("form", ["text", "screen"])
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_narrow_encoding_breaks_nothing(cache: Path, form: str, encoding: str) -> None:
    given = ("--set", "existing_user=Ω漢", "--set", "new_user=é", "--format", form)
    done = run(cache, "show", "2577062", *given, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"assigned to user ??" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="arguments are text there")
def test_an_argument_that_is_no_text_breaks_nothing(cache: Path) -> None:
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"kbassist", b"match", b"f\xfcr " + ERROR.encode()],
        capture_output=True,
        env=surroundings(cache, {}),
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("form", ["text", "screen", "json", "html"])
def test_a_reader_who_goes_away_is_no_error(cache: Path, form: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kbassist", "show", "2577062", "--format", form],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings(cache, {}),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_look_up_loads_only_what_it_needs(cache: Path, form: str) -> None:
    run(cache, "index")
    code = (
        "import sys, kbassist.cli as cli; cli.main(sys.argv[1:]);"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "match", ERROR, "--format", form],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=surroundings(cache, {}),
        timeout=60,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in done.stderr.decode().split()}
    assert "kbassist" in loaded
    assert not loaded & {"rich", "markdown_it", "yaml", "mdit_py_plugins", "click"}
