"""Values at the edges of a message: where they begin and end."""

from __future__ import annotations

import pytest

from kbassist.desk import KnowledgeBase
from kbassist.store.memory import MemoryStore
from tests.store.bases import article


@pytest.mark.parametrize(
    ("paste", "value"),
    [
        ("Blue box cannot be moved to the archive cabinet", "Blue box"),
        ("'Blue box cannot be moved to the archive cabinet'", "Blue box"),
        ('he said " blue box cannot be moved to the archive cabinet', "blue box"),
    ],
    ids=["alone", "quoted", "a quotation mark with a blank behind it"],
)
def test_a_slot_before_the_first_word(paste: str, value: str) -> None:
    base = KnowledgeBase(
        MemoryStore([article("5", "", "{{name}} cannot be moved to the archive cabinet")])
    )
    best = base.match(paste).best
    assert best is not None
    assert best.variables["name"].value == value
