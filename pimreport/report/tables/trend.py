"""Trend: the numbers of every snapshot known, one row each; only where an earlier one was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.table import Column, ColumnKind, Table
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.changes import Comparison, Numbers
    from pimreport.report.table import Row

SEVERITIES = ("critical", "high", "medium", "low", "info")
_SHOWN = (
    (Column("Can be taken over", 14, ColumnKind.NUMBER), "people.seizable"),
    (Column("Exposed", 14, ColumnKind.NUMBER), "people.exposed"),
    (Column("Contested", 14, ColumnKind.NUMBER), "people.contested"),
    (Column("People with a way", 14, ColumnKind.NUMBER), "people.all"),
    (Column("Option A", 14, ColumnKind.NUMBER), "groups.option-a"),
    (Column("Option B", 14, ColumnKind.NUMBER), "groups.option-b"),
    (Column("Standing access", 14, ColumnKind.NUMBER), "groups.standing-access"),
    (Column("Mixed", 14, ColumnKind.NUMBER), "groups.mixed"),
    (Column("Accepted risks", 14, ColumnKind.NUMBER), "findings.accepted"),
    (Column("Checks not assessed", 14, ColumnKind.NUMBER), "checks.not-assessed"),
    (Column("Missing exports", 14, ColumnKind.NUMBER), "evidence.missing"),
)


def rows_of(comparison: Comparison) -> Iterable[Row]:
    """The rows, also for a workbook that is no report."""
    for one in comparison.history:
        found = [one.numbers.get(f"findings.{word}") for word in SEVERITIES]
        known = [number for number in found if number is not None]
        yield (
            one.as_of,
            sum(known) if len(known) == len(found) else None,
            *found,
            *_others(one),
        )


def _others(one: Numbers) -> Iterable[int | None]:
    return (one.numbers.get(name) for _, name in _SHOWN)


TABLE = Table(
    name="Trend",
    title=Text("Trend"),
    order=2,
    about=Text("Each row is one snapshot with its main numbers, the oldest first."),
    empty=Text("There is no earlier snapshot."),
    columns=(
        Column("As of", 14),
        Column("Open findings", 13, ColumnKind.NUMBER),
        Column("Critical", 12, ColumnKind.NUMBER),
        Column("High", 12, ColumnKind.NUMBER),
        Column("Medium", 12, ColumnKind.NUMBER),
        Column("Low", 12, ColumnKind.NUMBER),
        Column("Info", 12, ColumnKind.NUMBER),
        *(column for column, _ in _SHOWN),
    ),
    rows=lambda report: rows_of(report.changes) if report.changes else (),
    when=lambda report: report.changes is not None,
)
