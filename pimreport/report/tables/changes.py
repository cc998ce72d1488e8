"""Changes since the earlier snapshot: only where one was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.changes import Direction, What
from pimreport.report.table import Column, ColumnKind, Table
from pimreport.report.words import NONE
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.changes import Comparison
    from pimreport.report.table import Row

DIRECTIONS = {
    Direction.WORSE: Text("▼ worse"),
    Direction.CHANGED: Text("● changed"),
    Direction.BETTER: Text("▲ better"),
}
"""Mark and word, so that no colour is needed."""
_WHATS = {
    What.STRATEGY: Text("strategy"),
    What.PROTECTION: Text("protection"),
    What.POLICY: Text("policy"),
    What.EVIDENCE: Text("evidence"),
    What.STATE: Text("state"),
    What.FINDING: Text("finding"),
    What.ROLE: Text("role"),
    What.MEMBERSHIP: Text("membership"),
    What.GROUP: Text("group"),
    What.SETTING: Text("setting"),
}


def rows_of(comparison: Comparison) -> Iterable[Row]:
    """The rows, also for a workbook that is no report."""
    for one in comparison.changes:
        yield (
            DIRECTIONS[one.direction],
            _WHATS[one.what],
            one.sentence,
            one.subject,
            one.group or NONE,
            one.before,
            one.after,
            one.subject_id,
        )


TABLE = Table(
    name="Changes",
    title=Text("Changes"),
    order=2,
    about=Text("Each row is one change since the earlier snapshot, what got worse first."),
    empty=Text("Nothing that matters changed since the earlier snapshot."),
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
