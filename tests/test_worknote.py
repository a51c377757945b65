"""What a work note says to whom: what is internal stays at the desk, with what was said of it."""

from __future__ import annotations

import re

import pytest

from kbassist import articles
from kbassist.model import Audience
from kbassist.render import RENDERERS
from kbassist.tailor import tailor
from kbassist.walkthrough import Answer, Verb, after, begun, steps
from kbassist.worknote import work_note

ARTICLE = """---
number: T-5
title: Pump
confidence: validated
audience: public
signatures:
  - The pump of the tank is out
---

## Resolution

::: internal
Ask SECRETS at the gate.
:::

1. Open the lid.
2. ::: internal
   Tell SECRETS of it.
   :::

::: internal
Then wait for SECRETS.
:::

### Afterwards

3. ::: internal
   Call SECRETS.
   :::
4. Close the lid.

Go home.
"""


def note(audience: Audience) -> str:
    """The work note of a walk in which every step is done and has a note."""
    revision, faults = articles.parse(ARTICLE, "T-5.md")
    assert revision is not None, faults
    (shown,) = tailor(revision, {}, audience=Audience.INTERNAL).sections
    taken = steps(shown.nodes)
    walk = begun(len(taken), 0)
    for number in range(1, len(taken) + 1):
        walk = after(walk, Answer(Verb.NOTE, f"note {number}"))
        walk = after(walk, Answer(Verb.DONE))
    made = tailor(revision, {}, audience=audience)
    written = work_note(made, taken, (), walk, language="en", started="NOW", finished="NOW")
    return RENDERERS["text"](written)


def test_for_the_desk() -> None:
    told = note(Audience.INTERNAL)
    assert "\n5 done. " in told
    assert told.count("SECRETS") == 4
    assert re.findall("note [0-9]", told) == [f"note {n}" for n in range(1, 6)]


@pytest.mark.parametrize("audience", [Audience.PARTNER, Audience.CUSTOMER, Audience.PUBLIC])
def test_for_anybody_else(audience: Audience) -> None:
    told = note(audience)
    assert "\n3 done. " in told
    assert told.partition("\nSteps\n")[2] == (
        "1. Done: Open the lid.\n"
        "   Note: note 1\n"
        "\n"
        "Afterwards\n"
        "2. Done: Close the lid.\n"
        "   Note: note 4\n"
        "3. Done: Go home.\n"
        "   Note: note 5\n"
    )
