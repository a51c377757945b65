"""Values at the edges of a message: where they begin and end."""

from __future__ import annotations

import pytest

from kbassist.desk import KnowledgeBase
from kbassist.match.capture import Capture, fitted
from kbassist.model import Flag, Kind
from kbassist.store.memory import MemoryStore
from tests.small import base, revision
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
    archive = KnowledgeBase(
        MemoryStore([article("5", "", "{{name}} cannot be moved to the archive cabinet")])
    )
    best = archive.match(paste).best
    assert best is not None
    assert best.variables["name"].value == value


@pytest.mark.parametrize("text", ["XXX", "<server>", "{tok.serial}"])
def test_the_name_of_a_value_is_missing_where_it_stands(text: str) -> None:
    found = fitted(text, 0, len(text), Kind.ID, lambda _: False, last=False, first=True)
    assert found == Capture(None, 0, len(text), (Flag.MISSING,))


LOCKED = "The herb garden has been locked by user {{user_id}}"
INSIDE = "The herb garden of user {{user_id}} has been locked"


@pytest.mark.parametrize(
    ("signature", "paste", "value"),
    [
        (LOCKED, "The herb garden has been locked by user 'app'", "app"),
        (LOCKED, "The herb garden has been locked by user “system”, they say", "system"),
        (LOCKED, "The herb garden has been locked by user SYSTEM. Please help.", None),
        (INSIDE, 'The herb garden of user "app" has been locked', "app"),
        (INSIDE, "The herb garden of user APP has been locked", "APP"),
        (LOCKED, "The herb garden has been locked by user system", None),
        (LOCKED, "The herb garden has been locked by user ERROR again", None),
        (LOCKED, "The herb garden has been locked by user OK", None),
        (LOCKED, "The herb garden has been locked by user 'unknown'", None),
        (LOCKED, "THE HERB GARDEN HAS BEEN LOCKED BY USER SYSTEM", None),
        (INSIDE, "The herb garden of user app has been locked", None),
        (INSIDE, "THE HERB GARDEN OF USER APP HAS BEEN LOCKED", None),
    ],
)
def test_a_word_is_a_users_id_where_quotes_or_capitals_show_it(
    signature: str, paste: str, value: str | None
) -> None:
    best = base(revision("5", signature)).match(paste).best
    assert best is not None
    assert best.variables["user_id"].value == value
