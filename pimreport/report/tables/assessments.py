"""Assessments: the outcome of every check, and what could not be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.table import Column, ColumnKind, Table
from pimreport.report.words import OUTCOMES
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.report import Report
    from pimreport.report.table import Row


def _rows(report: Report) -> Iterable[Row]:
    for one in report.assessments:
        yield one.check, OUTCOMES[one.outcome], one.count, one.reason


TABLE = Table(
    name="Assessments",
    title=Text("Assessments"),
    order=7,
    about=Text("Each row is one check. What could not be assessed is said, never passed over."),
    empty=Text("No check was run."),
    columns=(
        Column("Check", 38),
        Column("Outcome", 16, ColumnKind.VERDICT),
        Column("Findings", 13, ColumnKind.NUMBER),
        Column("Reason", 110, ColumnKind.SENTENCE),
    ),
    rows=_rows,
)
