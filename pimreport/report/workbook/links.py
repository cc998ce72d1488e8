"""Links from a name in one sheet to its row in another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pimreport.report.table import Row, Table

MOST = 60_000
"""Links per sheet; Excel refuses a file with more than 65,530."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where the row of each person and group is."""

    places: Mapping[str, str]

    @classmethod
    def between(cls, filled: Iterable[tuple[Table, Sequence[Row]]]) -> Links:
        """Note the place of every row of the tables that can be linked to."""
        places: dict[str, str] = {}
        for table, rows in filled:
            if table.anchor is None:
                continue
            column = table.position(table.anchor)
            for line, row in enumerate(rows, 2):
                places.setdefault(str(row[column]), f"'{table.title}'!A{line}")
        return cls(places)

    def columns(self, table: Table) -> Mapping[int, int]:
        """Which columns carry links, and which column of the same row holds the id."""
        return {
            place: table.position(column.target)
            for place, column in enumerate(table.columns)
            if column.target is not None
        }
