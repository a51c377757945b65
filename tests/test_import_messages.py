"""The error texts that are found in an article, and the signatures that are proposed for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbassist import desk, importer, template
from tests.tables import Case, cases

TABLE = Path(__file__).parent / "tables" / "messages.txt"


@pytest.mark.parametrize("case", cases(TABLE), ids=lambda case: case.title)
def test_message(case: Case) -> None:
    text = f"4200001 - Yard\n\nSymptom\n\n{case.given}\n\nResolution\n\nCall the yard.\n"
    draft = importer.read(text, desk.check_alone)
    signatures = [template.dump(one.template) for one in draft.signatures]
    found = [*draft.messages, *(f"    {one}" for one in signatures)]
    assert "\n".join(found) == case.expected


LISTED = """\
4200002 - Several

Symptom

One of these errors is shown:

  • Pallet &1 is on ship &2.
  • HTTP 403 Forbidden: gate {0} is closed

Reproducing the Issue

  1. Open the list.
  2. After saving you see the message:
      • Pallet list is damaged
  3. In the log you find an error:


  4. Close the list.

Resolution

Press the button 'Repair the list that is damaged'.
"""


def test_messages_after_a_colon_are_listed_unless_a_picture_stood_there() -> None:
    draft = importer.read(LISTED, desk.check_alone)
    assert draft.messages == (
        "Pallet &1 is on ship &2.",
        "HTTP 403 Forbidden: gate {0} is closed",
        "Pallet list is damaged",
    )


def test_what_two_messages_call_alike_has_one_name() -> None:
    text = LISTED.replace("Pallet list is damaged", "Gate _AAA is lost").replace(
        "Press", "Gate _AAA (_AAA represents the south gate) is it. Gate _AAA is not _BBB. Press"
    )
    draft = importer.read(text, desk.check_alone)
    assert draft.examples == {"_AAA": "south_gate"}
    assert "Gate {{south_gate}} is lost" in [template.dump(s.template) for s in draft.signatures]
