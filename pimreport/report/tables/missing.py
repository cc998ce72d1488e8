"""Missing evidence: what was not supplied, what follows from that, and how to get it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.table import Column, ColumnKind, Table
from pimreport.report.words import NONE
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.report import Report
    from pimreport.report.table import Row


def _rows(report: Report) -> Iterable[Row]:
    for one in report.missing:
        yield one.resource, one.consequence, one.command or NONE


TABLE = Table(
    name="MissingEvidence",
    title=Text("Missing evidence"),
    order=9,
    about=Text(
        "Each row is an export that was not supplied, and what cannot be concluded without it."
    ),
    empty=Text(
        "No export is missing without which the ways to roles could not be told; what single checks"
        " lack stands with their assessments."
    ),
    columns=(
        Column("Resource", 40),
        Column("What cannot be concluded", 80, ColumnKind.SENTENCE),
        Column("How to export it", 80, ColumnKind.SENTENCE),
    ),
    rows=_rows,
)
