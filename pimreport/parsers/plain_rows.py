"""Rows of a table by the hundred: whether all of them are rows, and nothing else stands among them.

Headers of joined files, comments and rows of delimiters are rare, and looking for them row by row takes longer
than taking the rows apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.parsers.names import KNOWN, graph_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_FEW = 16


def all_plain(rows: Sequence[Sequence[str]], headings: Sequence[str]) -> bool:
    """Each is a row of the table with these headings; False if a look at each has to tell.

    Args:
        rows: the cells of consecutive records.
        headings: of the table.
    """
    if set(map(len, rows)) != {len(headings)}:
        return False
    columns = list(zip(*rows, strict=True))
    first = columns[0]
    together = "\n".join(first).lower()
    return (
        all(first)
        and headings[0] not in first
        and not any(sign in together for sign in ("#", "\ufeff", "version:"))
        and (not any(map(str.isalpha, first)) or not _may_be_headings(columns))
    )


def _may_be_headings(columns: Sequence[Sequence[str]]) -> bool:
    """Most cells of some row may be names of properties."""
    free = sum(_holds_no_names(set(column)) for column in columns)
    return 2 * (len(columns) - free) > len(columns)


def _holds_no_names(cells: Collection[str]) -> bool:
    return len(cells) <= _FEW and not any(
        one.isalpha() and graph_name(one) in KNOWN for one in cells
    )
