"""Files and rows that hold nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.parsers.tree import is_our_own

if TYPE_CHECKING:
    from pimreport.parsers.contents import Contents
    from pimreport.parsers.document import Page, Raw

EMPTY = (
    "The file is empty: either there are none, or the command failed (403 Forbidden leaves an "
    "empty file). Nothing was concluded from it; check the console and export again."
)
_NOTHING = re.compile(r"(?:[\s\ufeff\0]|null\b|\"\"|\[\s*\]|\{\s*\}|\[\s*null\s*\])*")
"""Nothing at all, or what ConvertTo-Json makes of nothing."""
_MODEL = "Its rows hold nothing: ZeroTrustAssessment writes them only to show the columns."


def is_hollow(text: str) -> bool:
    """The file holds nothing at all."""
    return _NOTHING.fullmatch(text) is not None


def is_hollow_page(page: Page, contents: Contents) -> bool:
    """It is one of pimreport's own files, or holds rows that hold nothing; other rows stay."""
    if len(page.rows) == 1 and is_our_own(page.rows[0][1]):
        contents.passed_over = True
        return True
    rows = [one for one in page.rows if not _is_model(one[1])]
    if page.rows and not rows:
        contents.pass_over(_MODEL)
        return True
    page.rows = [one for one in rows if "@removed" not in one[1]]
    if len(page.rows) < len(rows):
        gone = len(rows) - len(page.rows)
        contents.warn(
            "removed_rows",
            f"{gone} rows of a delta query say that something was removed: they were left out.",
        )
    return False


def _is_model(row: Raw) -> bool:
    """ZeroTrustAssessment's ``*-model.json``: a row of nulls that only shows the columns."""
    return bool(row) and ("isZtModelRow" in row or all(_says_nothing(one) for one in row.values()))


def _says_nothing(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_says_nothing, value.values()))
    if isinstance(value, list):
        return bool(value) and all(map(_says_nothing, value))
    return value is None or (
        isinstance(value, str) and value.startswith(("0001-01-01", "1900-01-01"))
    )
