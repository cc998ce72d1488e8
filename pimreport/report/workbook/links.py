"""Links from a name in one sheet to its row in another, and from there back to what speaks of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pimreport.report.table import Row, Table

MOST = 60_000
"""Links per sheet; Excel refuses a file with more than 65,530."""
Filled: TypeAlias = "tuple[Table, Sequence[Row]]"


@dataclass(frozen=True, slots=True)
class Links:
    """Where the row of each person and group is, and the first row of each sheet about it.

    ``places``: by name of the table, then by id; the empty name has the own row of each id.
    """

    places: Mapping[str, Mapping[str, str]]

    @classmethod
    def between(cls, filled: Sequence[Filled]) -> Links:
        """Note the place of every row that can be linked to."""
        own: dict[str, str] = {}
        for table, rows in filled:
            if table.anchor is not None:
                _note(own, table, rows, [table.position(table.anchor)])
        places = {"": own}
        wanted = {column.sheet for table, _ in filled for column in table.columns if column.sheet}
        for table, rows in filled:
            if table.name in wanted:
                _note(places.setdefault(table.name, {}), table, rows, _subjects(table))
        return cls(places)

    def columns(self, table: Table) -> Mapping[int, tuple[int, Mapping[str, str]]]:
        """Which columns carry links: the column of the same row that holds the id, and the places."""
        return {
            place: (table.position(column.target), self.places.get(column.sheet, {}))
            for place, column in enumerate(table.columns)
            if column.target is not None
        }


def _subjects(table: Table) -> list[int]:
    """The columns that hold the ids of those whom a row is about."""
    own = (one.target for one in table.columns if one.target is not None and not one.sheet)
    return [table.position(title) for title in own]


def _note(places: dict[str, str], table: Table, rows: Iterable[Row], columns: list[int]) -> None:
    for line, row in enumerate(rows, 2):
        for column in columns:
            places.setdefault(str(row[column]), f"'{table.title}'!A{line}")
