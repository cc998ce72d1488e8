"""Compliance: requirements that findings bear on, and how closely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.controls import frameworks, touched
from pimreport.report.table import SEVERITY_MARKS, Column, ColumnKind, Table
from pimreport.report.words import NONE, listed
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.report import Report
    from pimreport.report.table import Row

_MOST_CHECKS = 12
_EXACT, _RELATED = Text("exact"), Text("related")


def _rows(report: Report) -> Iterable[Row]:
    names = frameworks()
    for one in touched(report.findings):
        yield (
            names.get(one.framework, one.framework),
            one.id,
            one.title,
            _EXACT if one.exact else _RELATED,
            Text.stored(one.verdict) if one.verdict else NONE,
            one.open,
            one.accepted,
            SEVERITY_MARKS[one.severity] if one.open else Text("none open"),
            listed(list(one.checks), _MOST_CHECKS),
        )


TABLE = Table(
    name="Compliance",
    title=Text("Compliance"),
    order=7,
    about=Text(
        "Each row is a requirement that findings bear on. Exact: its text names the case;"
        " related: it bears on it, which is no verdict on compliance."
    ),
    empty=Text("No finding bears on a requirement of the frameworks that were read."),
    columns=(
        Column("Framework", 40, ColumnKind.SENTENCE),
        Column("Control", 16),
        Column("Requirement", 60, ColumnKind.SENTENCE),
        Column("Relation", 10),
        Column("Framework's verdict", 24, ColumnKind.SENTENCE),
        Column("Open findings", 13, ColumnKind.NUMBER),
        Column("Accepted", 10, ColumnKind.NUMBER),
        Column("Worst open", 15, ColumnKind.SEVERITY),
        Column("Checks", 60, ColumnKind.SENTENCE),
    ),
    rows=_rows,
)
