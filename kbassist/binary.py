"""What a file is that holds no text, told by the bytes that it begins with."""

from __future__ import annotations

HEAD = 64 * 1024
"""Bytes by which it is told."""
ODD = 0.1
"""The share of characters that no text has, from which on a text is none."""

_OTHERS = {
    b"%PDF-": "a PDF document; copy its text and give that",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"\x1f\x8b": "compressed data; unpack it first",
    b"BZh": "compressed data; unpack it first",
    b"\xfd7zXZ": "compressed data; unpack it first",
    b"7z\xbc\xaf": "an archive of another kind; unpack it first",
    b"Rar!": "an archive of another kind; unpack it first",
    b"\xd0\xcf\x11\xe0": "an Office document; save it as text first, a workbook as CSV",
    b"{\\rtf": "an RTF document; save it as text first",
    b"SQLite format": "a database",
    b"\xde\x12\x04\x95": "a compiled catalogue; give the .po file that it was made of",
    b"\x95\x04\x12\xde": "a compiled catalogue; give the .po file that it was made of",
}
_ZIP = b"PK\x03\x04"
_PACKED = {
    b"xl/": "a workbook; save its sheet as CSV first",
    b"application/vnd.oasis.opendocument.spreadsheet": "a workbook; save its sheet as CSV first",
    b"word/": "a Word document; save it as text first",
    b"application/vnd.oasis.opendocument.text": "a text document; save it as text first",
    b"[Content_Types].xml": "an Office document; save it as text first, a workbook as CSV",
}
"""What stands in the head of a document that is a zip archive within."""
_ODD = frozenset(map(chr, (*range(9), *range(14, 27), 28, 29, 30, 31, 0xFFFD)))


def document(head: bytes) -> str:
    """What a zip archive that begins with *head* is besides; empty where it is a mere archive, or none."""
    if not head.startswith(_ZIP):
        return ""
    return next((what for mark, what in _PACKED.items() if mark in head[:HEAD]), "")


def kind(head: bytes) -> str:
    """What the data is that begins with *head*, and what to do with it; empty where it may be a text.

    >>> kind(b"GIF89a")
    'a picture'
    >>> kind(b"The disk is full")
    ''
    """
    if head.startswith(_ZIP):
        return document(head) or "an archive; unpack it first"
    return next((what for mark, what in _OTHERS.items() if head.startswith(mark)), "")


def odd(text: str) -> float:
    """The share of the characters of *text* that no text has; an escape sequence's first is none of them."""
    return sum(map(_ODD.__contains__, text)) / len(text) if text else 0.0
