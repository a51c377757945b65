"""What holds for all tests: laws are tested for what they say, not for how long a busy machine takes."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
