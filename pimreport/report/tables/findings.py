"""Findings: one weakness of one subject per row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.table import Column, ColumnKind, Table
from pimreport.report.words import CONFIDENCES, NONE, STATUSES, evidence, subject
from pimreport.visible import called
from pimreport.wording import Text, joined, later

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.findings import Remedy
    from pimreport.model.report import Report
    from pimreport.report.table import Row


def _rows(report: Report) -> Iterable[Row]:
    for one in report.findings:
        yield (
            one.severity,
            one.title,
            subject(report, one.subject),
            NONE if one.group is None else called(report.tenant.group(one.group).name, one.group),
            one.detail,
            one.remediation,
            one.check,
            CONFIDENCES[one.confidence],
            later(_alternatives, one.remedies),
            ", ".join(one.roles) or NONE,
            STATUSES[one.status],
            ", ".join(map(str, one.controls)) or NONE,
            evidence(one.origins),
            one.subject,
            one.group or NONE,
            one.key,
        )


def _alternatives(remedies: Iterable[Remedy]) -> Text:
    titles = [one.title for one in remedies]
    return joined(" · ", titles) if titles else NONE


TABLE = Table(
    name="Findings",
    title=Text("Findings"),
    order=1,
    about=Text("Each row is one weakness of one person, group or policy, the worst first."),
    empty=Text("No check found anything. See Assessments for what could not be assessed."),
    columns=(
        Column("Severity", 15, ColumnKind.SEVERITY),
        Column("Finding", 44, ColumnKind.SENTENCE),
        Column("Subject", 26, ColumnKind.NAME, target="Subject id"),
        Column("Group", 26, ColumnKind.NAME, target="Group id"),
        Column("Detail", 64, ColumnKind.SENTENCE),
        Column("Remediation", 50, ColumnKind.SENTENCE),
        Column("Check", 26),
        Column("Confidence", 12, ColumnKind.VERDICT),
        Column("Alternatives", 40, ColumnKind.SENTENCE),
        Column("Roles", 30, ColumnKind.SENTENCE),
        Column("Status", 10),
        Column("Controls", 64, ColumnKind.SENTENCE),
        Column("Evidence", 48, ColumnKind.SENTENCE),
        Column("Subject id", 38, ColumnKind.ID),
        Column("Group id", 38, ColumnKind.ID),
        Column("Key", 40, ColumnKind.ID),
    ),
    rows=_rows,
)
