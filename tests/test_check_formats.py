"""What `check` prints in each of its formats, for the base in `tests/faulty`.

After a change of what is said, `python -m tests.test_check_formats` writes the expected outputs anew.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

import kbassist
from kbassist.check import RULES
from kbassist.model import ArticleFault
from kbassist.render import faults

BASE = Path(__file__).parent / "faulty"
FORMATS = ("text", "json", "github", "sarif")


def said(form: str, folder: Path) -> str:
    """The standard output of `check` for a copy of the base in *folder*, without the version."""
    shutil.copytree(BASE, folder / "desk")
    environment = os.environ | {
        "KBASSIST_CACHE": str(folder / "cache"),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": str(Path(kbassist.__file__).parents[1]),
    }
    done = subprocess.run(
        [sys.executable, "-m", "kbassist", "check", "--articles", "desk", "--format", form],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1, done.stderr
    text = done.stdout.decode().replace("\r\n", "\n").replace("desk\\", "desk/")
    return text.replace(f'"version": "{kbassist.__version__}"', '"version": "VERSION"')


def expected(form: str) -> Path:
    return BASE / f"said.{form}"


@pytest.mark.parametrize("form", FORMATS)
def test_it_prints_what_is_expected(form: str, tmp_path: Path) -> None:
    assert said(form, tmp_path) == expected(form).read_text("utf-8")


# ------------------------------------------------------------------------------------------- GitHub


FAULT = ArticleFault("a,b:c%.md", 3, "50% off\r\nnow", "- x: y", "write z", False, "format", 7)


def test_workflow_commands_are_escaped() -> None:
    assert faults.github([FAULT]) == (
        "::error file=a%2Cb%3Ac%25.md,title=format,line=3,col=7::50%25 off now; write z%0A- x: y\n"
    )


def test_no_fault_can_begin_a_command_of_its_own() -> None:
    sly = ArticleFault("a.md\n::error::x", 0, "x\n::set-output name=a::b", warning=True)
    (line,) = faults.github([sly]).splitlines()
    assert line == "::warning file=a.md %3A%3Aerror%3A%3Ax,title=format::x ::set-output name=a::b"


# -------------------------------------------------------------------------------------------- SARIF


def sarif(*found: ArticleFault) -> dict[str, Any]:
    return faults.sarif(found, RULES, "1.2.3")


def test_sarif_has_the_structure_of_its_standard() -> None:
    """What section 3 of SARIF 2.1.0 demands of the objects that are written."""
    log = json.loads(expected("sarif").read_text("utf-8"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    assert log.keys() == {"$schema", "version", "runs"}
    (run,) = log["runs"]
    assert run.keys() == {"tool", "columnKind", "results"}
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert driver.keys() == {"name", "version", "rules"}
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    assert all(rule["shortDescription"]["text"] for rule in driver["rules"])
    assert run["results"]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        assert all(
            isinstance(v, str) and "/v" in k for k, v in result["partialFingerprints"].items()
        )
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[\w./%-]+", place["artifactLocation"]["uri"])
        region = place["region"]
        assert region["startLine"] >= 1
        assert region.get("startColumn", 1) >= 1
        assert region.keys() <= {"startLine", "startColumn", "snippet"}
        assert region.get("snippet", {"text": ""}).keys() == {"text"}


def test_a_fault_of_a_whole_file_has_no_region(tmp_path: Path) -> None:
    path = str(tmp_path / "a b.md")
    (result,) = sarif(ArticleFault(path, 0, "cannot be read", warning=True))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": Path(path).as_uri()}}
    assert result["level"] == "warning"


def test_fingerprints_outlive_a_move_of_the_line() -> None:
    one, two, other = (
        result["partialFingerprints"]
        for result in sarif(
            ArticleFault("a.md", 3, "wrong", "x"),
            ArticleFault("a.md", 9, "wrong", "x"),
            ArticleFault("a.md", 3, "wrong", "y"),
        )["runs"][0]["results"]
    )
    assert one == two != other


def test_paths_below_the_current_folder_are_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert faults.nearby(str(tmp_path / "desk" / "a.md")) == os.path.join("desk", "a.md")
    assert faults.nearby("../a.md") == "../a.md"
    assert faults.nearby(str(tmp_path.parent / "a.md")) == str(tmp_path.parent / "a.md")


if __name__ == "__main__":
    for name in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            expected(name).write_text(said(name, Path(folder)), "utf-8")
