"""Export-Csv of either PowerShell, any delimiter, ``#TYPE`` lines, several files joined."""

from __future__ import annotations

import contextlib
import re

from pimreport.parsers.characters.decode import Text
from pimreport.parsers.csv_table import Table
from pimreport.parsers.csv_text import (
    BEGINNING,
    SEPARATOR,
    TYPE,
    after_banner,
    cells_of,
    header_line,
    is_header,
    unwrapped,
)
from pimreport.parsers.descriptions import has_no_header
from pimreport.parsers.document import Document, Format
from pimreport.parsers.problems import UnreadableError

_JSON = re.compile(r'\s*(?:\[\s*)*\{\s*(?:\}|"(?:[^"\\]|\\.)*"\s*:)')
"""An object and its first property."""


def _recognises(text: Text) -> bool:
    body = text.text[:BEGINNING].lstrip("\ufeff")
    if _JSON.match(body):  # ids in a list of it look like cells, but only a whole table is one
        return bool(after_banner(body))
    if body.startswith(TYPE) or SEPARATOR.match(body) or after_banner(body):
        return True
    line = header_line(unwrapped(body))
    return bool(line) and (is_header(line) or has_no_header(cells_of(line)))


def first_row(head: str) -> dict[str, str] | None:
    """The first row of a table whose beginning is given; None if it is no table."""
    text = Text(head[: head.rfind("\n") + 1], "")
    if not _recognises(text):
        return None
    table = Table(text)
    with contextlib.suppress(UnreadableError):  # the last row may be cut off
        table.read()
    return table.pages[0].rows[0][1] if table.pages and table.pages[0].rows else None


def _read(text: Text) -> Document:
    table = Table(text)
    table.read()
    return Document(
        written=table.written,
        pages=table.pages,
        warnings=table.warnings,
        rejected=table.rejected,
    )


CSV = Format(name="csv", rank=20, recognises=_recognises, read=_read)
