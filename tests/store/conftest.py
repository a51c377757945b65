from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.desks import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A folder with the articles of `BASE`, and whatever is opened on it."""
    desk = Desk(tmp_path)
    yield desk
    for one in desk.stores:
        one.close()
