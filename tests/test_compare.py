"""What changed between two revisions: as found, as a page and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import articles
from kbassist.cli import main
from kbassist.compare import Comparison, _edits, compare
from kbassist.model import SECTIONS, Audience, Revision
from kbassist.render import changes
from kbassist.render.page import plain
from kbassist.tailor import tailor


def revision(body: str, front: str = "", name: str = "1") -> Revision:
    text = (
        f'---\nnumber: "7"\nrevision: "{name}"\ntitle: A\nconfidence: validated\naudience: public\n'
        f"placeholders: {{host: {{kind: host, ask: Which host?}}}}\n{front}---\n\n{body}\n"
    )
    made, faults = articles.parse(text)
    assert made, faults
    return made


def compared(old: Revision, new: Revision, audience: Audience = Audience.INTERNAL) -> Comparison:
    before, after = (
        tailor(one, {}, audience=audience, sections=SECTIONS, blanks=True) for one in (old, new)
    )
    return compare(old, new, before, after, audience)


def said(old: str, new: str) -> str:
    """The page for two texts of a Resolution, without its head."""
    found = compared(revision(f"## Resolution\n\n{old}"), revision(f"## Resolution\n\n{new}"))
    return plain(changes.page(found)).partition("\n\n")[2].partition("\n")[2].rstrip("\n")


CASES: dict[str, tuple[str, str, str]] = {
    "nothing": ("1. Go\n2. Stop", "1. Go\n2. Stop", ""),
    "a step that came": (
        "1. Open the view.\n2. Press Reset.",
        "1. Open the view.\n2. Wait a minute.\n3. Press Reset.",
        "+ 2. Wait a minute.",
    ),
    "a step that went": (
        "1. Open the view.\n2. Wait a minute.\n3. Press Reset.",
        "1. Open the view.\n2. Press Reset.",
        "- 2. Wait a minute.",
    ),
    "a step that moved": (
        "1. Open the view.\n2. Press Reset now.\n3. Wait a minute.",
        "1. Wait a minute.\n2. Open the view.\n3. Press Reset now.",
        "> 3→1. Wait a minute.",
    ),
    "other words for the same": (
        "1. Open the settings of the host.",
        "1. Open all settings of the host.",
        "~ 1. Open [-the-]{+all+} settings of the host.  (wording)",
    ),
    "another button": (
        "1. Press **Reset** and wait.",
        "1. Press **Restart** and wait.",
        "~ 1. Press [-Reset-]{+Restart+} and wait.  (meaning)",
    ),
    "another number": (
        "Wait for 5 minutes.",
        "Wait for 15 minutes.",
        "~ Wait for [-5-]{+15+} minutes.  (meaning)",
    ),
    "a not": (
        "Take it away from there.",
        "Never take it away from there.",
        "~ [-Take-]{+Never take+} it away from there.  (meaning)",
    ),
    "another product": (
        "Open the keystore of HCI.",
        "Open the keystore of CPI.",
        "~ Open the keystore of [-HCI-]{+CPI+}.  (meaning)",
    ),
    "a placeholder for a name": (
        "Restart the host sap01 now.",
        "Restart the host {{host}} now.",
        "~ Restart the host [-sap01-]{+{{host}}+} now.  (meaning)",
    ),
    "only the markup": (
        "Press Reset and wait.",
        "Press **Reset** and wait.",
        "~ Press Reset and wait.  (markup)",
    ),
    "a bullet that becomes a step": (
        "- Press Reset.",
        "1. Press Reset.",
        "~ 1. Press Reset.  (structure)",
    ),
    "another thing altogether": (
        "Call the desk.",
        "1. Unplug it",
        "- Call the desk.\n+ 1. Unplug it",
    ),
    "code, tables and lists in steps": (
        "1. Type\n\n   ```\n   stop all\n   ```\n\n   - once\n\n| a | b |\n| - | - |\n| 1 | 2 |",
        "1. Type\n\n   ```\n   stop any\n   ```\n\n   - once\n\n| a | b |\n| - | - |\n| 1 | 3 |",
        "~ stop [-all-]{+any+}  (wording)\n~ 1 | [-2-]{+3+} |  (meaning)",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_said(old: str, new: str, expected: str) -> None:
    assert said(old, new) == expected


def test_long_stretches_that_stay_are_cut() -> None:
    words = " ".join(f"w{i}" for i in range(50))
    assert " … " in said(f"Go {words} now.", f"Go {words} then.")


def test_sections_and_fields_that_come_and_go() -> None:
    old = revision("## Cause\n\nRust.\n\n## Resolution\n\nPaint it.", "keywords: [a, b]\n")
    new = revision(
        "## Resolution\n\nPaint it.\n\n## Verification\n\nLook.", "keywords: [b, c]\n", "2"
    )
    assert plain(changes.page(compared(old, new))) == (
        "7  r1 → r2\n\nFront matter\nkeywords\n  - a\n  + c\n\nCause  the section is gone: 1 removed\n"
        "- Rust.\n\nResolution  the same\n\nVerification  a new section: 1 added\n+ Look.\n"
    )


def test_others_see_nothing_internal() -> None:
    body = "## Resolution\n\nPaint it.\n\n::: internal\nsecret {0}\n:::\n\n## Internal Notes\n\nsecret {0}"
    front = "owner: secret {0}\nkeywords: [k{0}]\nsamples: [secret {0}]\nhints: ['secret {0} {{{{_x}}}}']\n"
    old, new = (revision(body.format(n), front.format(n), n) for n in ("1", "2"))
    assert "secret" in json.dumps(changes.to_json(compared(old, new)))
    found = compared(old, new, Audience.CUSTOMER)
    assert found.differs
    assert "secret" not in json.dumps(changes.to_json(found))
    assert [field.name for field in found.fields] == ["keywords"]
    assert [section.name for section in found.sections] == ["Resolution"]


def test_a_base_without_any_change() -> None:
    one = revision("## Resolution\n\nPaint it.")
    assert not compared(one, one).differs


WORDS = st.lists(
    st.sampled_from(["a", "b", "c,", "not", "{{x}}", "A1", "12", "."]), max_size=12
).map(" ".join)


@given(old=WORDS, new=WORDS)
def test_both_texts_can_be_put_together_from_the_edits(old: str, new: str) -> None:
    edits = list(_edits(old, new))
    assert "".join(text for op, text in edits if op != "added") == old
    assert "".join(text for op, text in edits if op != "removed") == new


# --------------------------------------------------------------------------------------- the command


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "2577062", "1", "2", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "kbassist.diff/1"
    assert (document["old"], document["new"], document["differs"]) == ("1", "2", True)
    assert main(["diff", "2577062", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == document
    assert main(["diff", "2577062", "2", "2"]) == 1
    assert capsys.readouterr().out == "2577062  r2 → r2  no difference\n"


def test_an_article_with_one_revision_has_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "2322303"]) == 2
    assert "only one revision" in capsys.readouterr().err


def test_an_internal_article_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "2322303", "1", "1", "--audience", "customer"]) == 2
    assert "must not go to a customer" in capsys.readouterr().err


def test_nothing_hostile_reaches_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KBASSIST_CACHE", str(tmp_path / "cache"))
    for n in "12":
        front = (
            f"---\nnumber: '7'\nrevision: '{n}'\ntitle: '[red]A\u202e{n}'\n---\n\n## Resolution\n\n"
        )
        (tmp_path / f"r{n}.md").write_text(f"{front}[bold]go[/bold] \u200b\u202e{n}{n}\n", "utf-8")
    assert main(["diff", "7", "--articles", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "[bold]go[/bold]" in out
    assert "[red]A" in out
    assert not {"\u202e", "\u200b", "\x1b"} & set(out)
