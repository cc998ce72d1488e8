"""The Summary sheet's table: with an earlier snapshot, each number then, now, and the difference."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pimreport.report.movement import movement
from pimreport.report.table import Column, ColumnKind
from pimreport.report.tables.changes import DIRECTIONS
from pimreport.wording import Text, english

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.report import Report
    from pimreport.report.table import Row, Table

_AFTER = 3
"""The columns follow the number itself."""
SAME, NOT_KNOWN = Text("the same"), Text("unknown")


def compared(table: Table, report: Report) -> Table:
    """The table as it is, or with three more columns where there is an earlier snapshot."""
    moved = list(movement(report))
    if report.changes is None or not moved:
        return table

    def rows(report: Report) -> Iterable[Row]:
        for row, one in zip(table.rows(report), moved, strict=True):
            difference = one.difference
            word = NOT_KNOWN if difference is None else SAME
            told = word if one.direction is None else DIRECTIONS[one.direction]
            yield (*row[:_AFTER], one.before, difference, told, *row[_AFTER:])

    now = _dated(Text("Now ({day})", day=report.changes.after[:10]), 18)
    more = (
        _dated(Text("Before ({day})", day=report.changes.before[:10]), 20),
        Column("Change", 10, ColumnKind.SIGNED),
        Column("Direction", 12, ColumnKind.VERDICT),
    )
    columns = (*table.columns[: _AFTER - 1], now, *more, *table.columns[_AFTER:])
    return replace(table, columns=columns, rows=rows)


def _dated(title: Text, width: int) -> Column:
    return Column(english(title), width, ColumnKind.NUMBER, label=title)
