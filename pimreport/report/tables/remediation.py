"""Remediation: the alternatives for every finding, with what each costs and leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.table import Column, ColumnKind, Table
from pimreport.report.words import NONE
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.report import Report
    from pimreport.report.table import Row


_ONLY, _NOT_STATED = Text("the only advice"), Text("not stated")


def _rows(report: Report) -> Iterable[Row]:
    for one in report.findings:
        remedies = tuple(one.remedies)
        if not remedies:
            told = _ONLY, one.remediation, _NOT_STATED, _NOT_STATED, NONE
            yield one.severity, one.title, *told, one.check, one.key
        for number, remedy in enumerate(remedies, 1):
            yield (
                one.severity,
                one.title,
                joined("", (f"{number}. ", remedy.title)),
                remedy.text,
                remedy.cost,
                remedy.leaves,
                remedy.powershell or NONE,
                one.check,
                one.key,
            )


TABLE = Table(
    name="Remediation",
    title=Text("Remediation"),
    order=1,
    about=Text(
        "Each row is one alternative to put one finding right, in the order of the findings."
    ),
    empty=Text("No check found anything to put right."),
    columns=(
        Column("Severity", 15, ColumnKind.SEVERITY),
        Column("Finding", 44, ColumnKind.SENTENCE),
        Column("Alternative", 34, ColumnKind.SENTENCE),
        Column("What to do", 60, ColumnKind.SENTENCE),
        Column("What it costs", 40, ColumnKind.SENTENCE),
        Column("What it leaves", 40, ColumnKind.SENTENCE),
        Column("PowerShell (review first)", 80, ColumnKind.CODE),
        Column("Check", 26),
        Column("Key", 40, ColumnKind.ID),
    ),
    rows=_rows,
)
