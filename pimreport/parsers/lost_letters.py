"""Letters that an export in ASCII turned into question marks (Export-Csv of Windows PowerShell).

Only names are looked at: ids, dates and words of Graph are ASCII anyway.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.names import FREE_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.parsers.row import Row

_WITHIN = re.compile(r"[^\W\d_]\?+[^\W\d_]|^\?+[^\W\d_]|\?{2}")
_LAST = re.compile(r"[^\W\d_]\?(?:\s|$)")
"""Of people's names; a group may well be called ``Who?``."""


def lost(cells: Iterable[tuple[str, object]], *, of_people: bool) -> bool:
    """A name among the properties (Graph's name, value) lost letters."""
    return any(
        isinstance(value, str)
        and "?" in value
        and name in FREE_TEXT
        and (_WITHIN.search(value) is not None or (of_people and _LAST.search(value) is not None))
        for name, value in cells
    )


def first_row(rows: Iterable[Row]) -> int | None:
    """The number of the first record with a name, its own or its principal's, that lost letters."""
    for row in rows:
        people = "userPrincipalName" in row or "principalId" in row
        principal = row.part("principal")
        told = [*row.values.items(), *(principal.values.items() if principal else ())]
        if lost(told, of_people=people):
            return row.number
    return None


def warning(row: int) -> SourceWarning:
    """What the reader is told."""
    message = (
        "Letters became question marks: the export was written in ASCII, as Windows PowerShell's "
        "Export-Csv does. Names are not reliable in this file; ids are. Export again with "
        "-Encoding UTF8."
    )
    return SourceWarning(code="lossy_ascii_encoding", message=message, row=row)
