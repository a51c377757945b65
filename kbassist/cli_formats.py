"""The command `kbassist formats`: what a snippet can be written as."""

from __future__ import annotations

from kbassist import options
from kbassist.terminal import Format, emit_json, emit_page


def formats(form: options.PlainOrJson = None) -> None:
    """List the formats of a snippet, and what each is for.

    \b
    Examples:
      kbassist formats
      kbassist formats --format json
    """
    from kbassist.render import FORMATS

    if form is Format.JSON:
        found = [
            {"format": name, "ending": one.ending, "use": one.use} for name, one in FORMATS.items()
        ]
        emit_json({"schema": "kbassist.formats/1", "formats": found})
        return
    from kbassist.render.page import Piece, labelled

    width = max(map(len, FORMATS)) + 2
    emit_page((labelled(name, (Piece(one.use),), width) for name, one in FORMATS.items()), form)
