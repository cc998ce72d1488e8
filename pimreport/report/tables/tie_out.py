"""Tie-out with the earlier snapshot: counts per kind, then every delta."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.table import Column, ColumnKind, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.changes import Comparison
    from pimreport.report.table import Row

BALANCED, NOT_BALANCED = "balanced", "NOT BALANCED"


def rows_of(comparison: Comparison) -> Iterable[Row]:
    """The rows, also for a workbook that is no report."""
    for one in comparison.tie_out:
        state = BALANCED if one.balanced else NOT_BALANCED
        told = f"{one.prior} + {len(one.added)} - {len(one.removed)} = {one.current}"
        yield one.kind, "total", state, told, ""
        for mark, deltas in (("added", one.added), ("removed", one.removed)):
            for delta in deltas:
                yield one.kind, mark, "item", delta.text, delta.key


TABLE = Table(
    name="TieOut",
    title="Tie-out",
    order=2,
    about="For each kind: prior population + added - removed = current, and every item of it.",
    empty="Neither snapshot has any population.",
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
