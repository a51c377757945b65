"""What holds for all tests.

Laws are tested for what they say, not for how long a busy machine takes, and on the same examples each time,
so that a change is judged by what it changed; `pytest --hypothesis-profile explore` looks for new ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("laws", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("laws")


@pytest.fixture(scope="session", autouse=True)
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test adds to the log of whoever runs it."""
    before = os.environ.get("KBASSIST_DATA")
    os.environ["KBASSIST_DATA"] = str(tmp_path_factory.mktemp("data"))
    yield
    if before is None:
        del os.environ["KBASSIST_DATA"]
    else:
        os.environ["KBASSIST_DATA"] = before
