"""What is shipped: the wheel, the source distribution, and what they say of themselves."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import kbassist
from kbassist import desk

ROOT = Path(__file__).parents[1]
PACKAGE = Path(kbassist.__file__).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SHIPPED = (
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "articles",
    "kbassist",
    "pyproject.toml",
    "tests",
)
DRAFT = "articles/drafts/D-1.md"


def build(kind: str, source: Path, folder: Path) -> Path:
    """The *kind* of distribution that is built of *source*."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    return built


def names(wheel: Path) -> set[str]:
    """The files in a wheel."""
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is cloned, and a draft that git ignores."""
    folder = tmp_path_factory.mktemp("source")
    leftovers = shutil.ignore_patterns("__pycache__", ".hypothesis")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=leftovers)
        else:
            shutil.copy(ROOT / name, folder / name)
    (folder / DRAFT).parent.mkdir(exist_ok=True)
    (folder / DRAFT).write_text("---\nnumber: D-1\n---\n")
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", source, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build("sdist", source, folder)) as opened:
        opened.extraction_filter = getattr(tarfile, "data_filter", None)  # not before 3.11.4
        opened.extractall(folder)
    return folder / f"kbassist-{kbassist.__version__}"


def test_the_wheel_holds_the_package_and_the_articles(source: Path, wheel: Path) -> None:
    modules = {str(path.relative_to(source)) for path in source.glob("kbassist/**/*.py")}
    kept = ("py.typed", "speech.txt", "weights.json", "words.txt")
    data = {f"kbassist/{name}" for name in kept}
    articles = {
        "kbassist/_" + path.relative_to(source).as_posix()
        for path in source.glob("articles/**/*.md")
        if path != source / DRAFT
    }
    assert "kbassist/_articles/2577062/r2.md" in articles
    shipped = {name for name in names(wheel) if ".dist-info/" not in name}
    assert shipped == modules | data | articles


def test_the_wheel_holds_no_draft(wheel: Path) -> None:
    assert not [name for name in names(wheel) if "drafts" in name]


def test_the_wheel_names_its_command_and_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        folder = f"kbassist-{kbassist.__version__}.dist-info"
        assert (
            "kbassist = kbassist.__main__:main"
            in opened.read(f"{folder}/entry_points.txt").decode()
        )
        assert opened.read(f"{folder}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_the_source_distribution_holds_what_it_takes_to_test_it(sdist: Path, source: Path) -> None:
    for name in SHIPPED:
        assert (sdist / name).exists(), name
    tests = {path.relative_to(source) for path in source.glob("tests/**/*") if path.is_file()}
    assert tests == {path.relative_to(sdist) for path in sdist.glob("tests/**/*") if path.is_file()}
    assert not (sdist / DRAFT).exists()


def test_the_source_distribution_makes_the_same_wheel(
    sdist: Path, wheel: Path, tmp_path: Path
) -> None:
    again = build("wheel", sdist, tmp_path)
    with zipfile.ZipFile(again) as one, zipfile.ZipFile(wheel) as other:
        assert names(again) == names(wheel)
        assert all(one.read(name) == other.read(name) for name in names(wheel))


def test_the_bundled_articles_of_a_wheel_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "kbassist"
    package.mkdir()
    monkeypatch.setattr(desk, "HERE", package)
    with pytest.raises(kbassist.StoreUnavailable, match="--articles"):
        desk.bundled()
    (tmp_path / "articles").mkdir()
    assert desk.bundled() == tmp_path / "articles"
    (package / "_articles").mkdir()
    assert desk.bundled() == package / "_articles"


def imports() -> Iterator[tuple[str, str]]:
    """Every module of the package with each absolute import in it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield path.name, alias.name
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield path.name, node.module


def test_what_is_imported_is_what_is_required() -> None:
    required = {re.split(r"[<>=]", one)[0].lower() for one in PROJECT["dependencies"]}
    tops = {name.partition(".")[0] for _, name in imports()}
    foreign = tops - set(sys.stdlib_module_names) - {"kbassist"}
    distributions = packages_distributions()
    assert {distributions[name][0].lower() for name in foreign} == required


def test_nothing_can_reach_a_network() -> None:
    networks = (
        r"(asyncio|ftplib|http|imaplib|poplib|smtplib|socket|ssl|xmlrpc|urllib\.request)(\.|$)"
    )
    assert [found for found in imports() if re.match(networks, found[1])] == []


def test_the_changelog_knows_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)
    assert versions[:2] == ["Unreleased", kbassist.__version__]


def test_every_minor_version_of_python_is_named_once() -> None:
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert PROJECT["requires-python"] == ">=" + named[0]
    assert named == [f"3.{11 + i}" for i in range(len(named))]
