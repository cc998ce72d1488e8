"""Tie-out with the earlier snapshot: counts per kind, then every delta."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.table import Column, ColumnKind, Table
from pimreport.wording import Text, english

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.changes import Comparison
    from pimreport.report.table import Row
    from pimreport.wording import Wording

BALANCED, NOT_BALANCED = Text("balanced"), Text("NOT BALANCED")
_TOTAL, _ITEM = Text("total"), Text("item")
_ADDED, _REMOVED = Text("added"), Text("removed")

_LATER = "later "
_KINDS = {
    english(one): one
    for one in (
        Text("groups"),
        Text("eligible members"),
        Text("active members"),
        Text("listed members"),
        Text("eligible owners"),
        Text("active owners"),
        Text("listed owners"),
        Text("eligible role assignments"),
        Text("active role assignments"),
        Text("listed role assignments"),
        Text("access paths"),
        Text("policies"),
        Text("findings"),
    )
}


def kind_told(kind: str) -> Wording:
    """A kind of items, which snapshots name in English."""
    told = _KINDS.get(kind.removeprefix(_LATER), kind)
    return Text("later {kind}", kind=told) if kind.startswith(_LATER) else told


def rows_of(comparison: Comparison) -> Iterable[Row]:
    """The rows, also for a workbook that is no report."""
    for one in comparison.tie_out:
        state = BALANCED if one.balanced else NOT_BALANCED
        told = f"{one.prior} + {len(one.added)} - {len(one.removed)} = {one.current}"
        kind = kind_told(one.kind)
        yield kind, _TOTAL, state, told, ""
        for mark, deltas in ((_ADDED, one.added), (_REMOVED, one.removed)):
            for delta in deltas:
                yield kind, mark, _ITEM, delta.text, delta.key


TABLE = Table(
    name="TieOut",
    title=Text("Tie-out"),
    order=2,
    about=Text(
        "For each kind: prior population + added - removed = current, and every item of it."
    ),
    empty=Text("Neither snapshot has any population."),
    columns=(
        Column("Kind", 30),
        Column("Line", 12),
        Column("State", 16, ColumnKind.VERDICT),
        Column("Prior + added - removed = current", 90, ColumnKind.SENTENCE),
        Column("Key", 90, ColumnKind.ID),
    ),
    rows=lambda report: rows_of(report.changes) if report.changes else (),
    when=lambda report: report.changes is not None,
)
