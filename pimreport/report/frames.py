"""The report's tables as pandas DataFrames, for those who go on working with them in Python.

The outputs themselves print plain rows: importing pandas takes longer than writing a report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.registry import registered
from pimreport.report import tables
from pimreport.report.table import ColumnKind, Table
from pimreport.wording import Text, english

if TYPE_CHECKING:
    import pandas as pd

    from pimreport.model.report import Report

_TYPES = {
    ColumnKind.NUMBER: "Int64",
    ColumnKind.SIGNED: "Int64",
    ColumnKind.BOOL: "boolean",
    ColumnKind.DATE: "datetime64[ns, UTC]",
}
"""Types that have a missing value of their own: unknown stays unknown, never 0 or False."""


def frames(report: Report) -> dict[str, pd.DataFrame]:
    """Every table by its name, with the columns and rows that all outputs print.

    Words are English. What is not in the evidence is missing in the frame (``pd.NA``, ``pd.NaT``).
    """
    return {
        table.name: _frame(table, report)
        for table in registered(tables, Table)
        if table.when(report)
    }


def _frame(table: Table, report: Report) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  # half a second, for those who ask only

    made = pd.DataFrame(
        [
            [english(cell) if isinstance(cell, Text) else cell for cell in row]
            for row in table.rows(report)
        ],
        columns=[column.title for column in table.columns],
        dtype=object,
    )
    return made.astype({one.title: _TYPES.get(one.kind, "string") for one in table.columns})
