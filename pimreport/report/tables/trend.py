"""Trend: the numbers of every snapshot known, one row each; only where an earlier one was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.table import Column, ColumnKind, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.changes import Comparison, Numbers
    from pimreport.report.table import Row

SEVERITIES = ("critical", "high", "medium", "low", "info")
_SHOWN = (
    ("Can be taken over", "people.seizable"),
    ("Exposed", "people.exposed"),
    ("Contested", "people.contested"),
    ("People with a way", "people.all"),
    ("Option A", "groups.option-a"),
    ("Option B", "groups.option-b"),
    ("Standing access", "groups.standing-access"),
    ("Mixed", "groups.mixed"),
    ("Accepted risks", "findings.accepted"),
    ("Checks not assessed", "checks.not-assessed"),
    ("Missing exports", "evidence.missing"),
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
    title="Trend",
    order=2,
    about="Each row is one snapshot with its main numbers, the oldest first.",
    empty="There is no earlier snapshot.",
    columns=(
        Column("As of", 14),
        Column("Open findings", 12, ColumnKind.NUMBER),
        *(Column(word.capitalize(), 12, ColumnKind.NUMBER) for word in SEVERITIES),
        *(Column(title, 14, ColumnKind.NUMBER) for title, _ in _SHOWN),
    ),
    rows=lambda report: rows_of(report.changes) if report.changes else (),
    when=lambda report: report.changes is not None,
)
