"""Accepted risks: who answers for what until when, expired and unmatched ones included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.table import Column, ColumnKind, Table
from pimreport.report.words import NONE, day, listed
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.findings import AcceptedRisk
    from pimreport.model.report import Report
    from pimreport.report.table import Row
    from pimreport.wording import Wording

_MOST_TITLES = 8


def _rows(report: Report) -> Iterable[Row]:
    titles: dict[str, list[Wording]] = {}
    for finding in report.findings:
        if finding.acceptance is not None:
            titles.setdefault(finding.acceptance.key, []).append(finding.title)
    for one in report.accepted:
        covered = titles.get(one.key, [])
        yield (
            _state(one),
            one.reason,
            one.owner,
            day(one.until.isoformat()),
            one.matched,
            listed(covered, _MOST_TITLES) if covered else NONE,
            one.key,
        )


def _state(risk: AcceptedRisk) -> Text:
    if risk.expired:
        return Text.plural(
            "EXPIRED: {number:,} finding open again",
            "EXPIRED: {number:,} findings open again",
            risk.matched,
        )
    return Text("in force") if risk.matched else Text("matches no finding")


TABLE = Table(
    name="AcceptedRisks",
    title=Text("Accepted risks"),
    order=7,
    about=Text("Each row is a risk that somebody in the organisation answers for until a day."),
    empty=Text("No accepted risk was declared."),
    columns=(
        Column("State", 26, ColumnKind.VERDICT),
        Column("Reason", 50, ColumnKind.SENTENCE),
        Column("Owner", 28, ColumnKind.NAME),
        Column("Until", 12),
        Column("Findings", 13, ColumnKind.NUMBER),
        Column("What is accepted", 70, ColumnKind.SENTENCE),
        Column("Key", 50, ColumnKind.ID),
    ),
    rows=_rows,
)
