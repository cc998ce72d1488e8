"""Changes since the earlier snapshot: only where one was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.changes import Direction
from pimreport.report.table import Column, ColumnKind, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.changes import Comparison
    from pimreport.report.table import Row

DIRECTIONS = {
    Direction.WORSE: "▼ worse",
    Direction.CHANGED: "● changed",
    Direction.BETTER: "▲ better",
}
"""Mark and word, so that no colour is needed."""


def rows_of(comparison: Comparison) -> Iterable[Row]:
    """The rows, also for a workbook that is no report."""
    for one in comparison.changes:
        yield (
            DIRECTIONS[one.direction],
            one.what.value,
            one.sentence,
            one.subject,
            one.group or "none",
            one.before,
            one.after,
            one.subject_id,
        )


TABLE = Table(
    name="Changes",
    title="Changes",
    order=2,
    about="Each row is one change since the earlier snapshot, what got worse first.",
    empty="Nothing that matters changed since the earlier snapshot.",
    columns=(
        Column("Direction", 12, ColumnKind.VERDICT),
        Column("What", 12),
        Column("Change", 70, ColumnKind.SENTENCE),
        Column("Subject", 30, ColumnKind.NAME, target="Subject id"),
        Column("Group", 30, ColumnKind.NAME),
        Column("Before", 30, ColumnKind.SENTENCE),
        Column("After", 30, ColumnKind.SENTENCE),
        Column("Subject id", 38, ColumnKind.ID),
    ),
    rows=lambda report: rows_of(report.changes) if report.changes else (),
    when=lambda report: report.changes is not None,
)
