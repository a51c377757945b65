"""Each format read back as the program reads it that shows it: what is structure, and what is seen.

A reader gives a list of `Seen`: where something opens and closes, and the text between. None of them has
anything in common with what writes the format.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

MARKUP = frozenset(("strong", "emphasis", "strike", "code"))
"""What changes how a text looks, and nothing else."""


class Seen(NamedTuple):
    """A mark (`kind` is `+p` where it opens, `-p` where it closes) or a text (`kind` is empty)."""

    kind: str
    text: str = ""


def settle(found: Iterable[Seen], markup: bool = True) -> list[Seen]:
    """*found* with neighbouring texts as one and each run of blanks as one; without *markup* on demand."""
    made: list[Seen] = []
    for one in found:
        if not markup and one.kind[1:] in MARKUP:
            continue
        if not one.kind and made and not made[-1].kind:
            one = Seen("", made.pop().text + one.text)
        made.append(one)
    texts = (one if one.kind else Seen("", " ".join(one.text.split())) for one in made)
    return [one for one in texts if one.kind or one.text]


def visible(found: Iterable[Seen]) -> str:
    """All that is seen, in order, a blank wherever a mark or a run of blanks is."""
    return " ".join("".join(" " if one.kind else one.text for one in found).split())
