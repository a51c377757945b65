"""Markdown ↔ nodes: CommonMark with tables, strikethrough and `::: internal`.

HTML stays literal text, numbers of steps stay as typed, and `{{name}}` is a `Slot` in text, code spans
and code blocks. `write` is the other direction: whatever stands in a literal or a value, it reads back
as that text and never as structure.
"""

from kbassist.markdown.reading import Part, Trouble, read, sections
from kbassist.markdown.writing import write

__all__ = ["Part", "Trouble", "read", "sections", "write"]
