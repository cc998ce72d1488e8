"""Files that are no text, whatever their name says."""

from __future__ import annotations

_BEGINNINGS = (
    (b"PK\x03\x04", "an Excel workbook or a .zip archive: save it as CSV (UTF-8), or name it .zip"),
    (b"\xd0\xcf\x11\xe0", "an old Office document: save it as CSV (UTF-8)"),
    (b"%PDF-", "a PDF, no export"),
    (b"\x89PNG", "a picture, no export"),
    (b"\xff\xd8\xff", "a picture, no export"),
    (b"SQLite format 3", "a database, no export"),
    (b"\x1f\x8b", "packed with gzip: unpack it"),
    (b"7z\xbc\xaf", "packed with 7-Zip: unpack it"),
    (b"Rar!", "packed with RAR: unpack it"),
)


def sentence(data: bytes) -> str | None:
    """What the file is, if its first bytes show that it is no text; else None."""
    for beginning, what in _BEGINNINGS:
        if data.startswith(beginning):
            return f"The file is {what}."
    return None
