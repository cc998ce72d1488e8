"""Groups: how each one is used."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pimreport.model.findings import Status
from pimreport.model.paths import Strategy
from pimreport.report.guards import Guards
from pimreport.report.table import UNKNOWN, Column, ColumnKind, Table
from pimreport.report.words import NONE, STRATEGIES, evidence, kind, roles
from pimreport.visible import called
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.paths import GroupSummary
    from pimreport.model.report import Report
    from pimreport.report.table import Row
    from pimreport.wording import Wording


def _rows(report: Report) -> Iterable[Row]:
    guards = Guards(report)
    about = Counter(
        name
        for one in report.findings
        if one.status is Status.OPEN
        for name in {one.subject, one.group}
    )
    for one in report.groups:
        yield (
            called(one.name, one.id),
            STRATEGIES[one.strategy],
            one.reason,
            _roles(one),
            guards.of_group(one),
            one.member_count,
            one.eligible_count,
            one.owner_count,
            one.role_assignable,
            about[one.id],
            _kinds(one),
            evidence(one.origins),
            one.id,
        )


def _roles(group: GroupSummary) -> Wording:
    """None of a group whose strategy is unknown: nobody can tell whether there are any."""
    unknown = not group.roles and group.strategy is Strategy.UNKNOWN
    return UNKNOWN if unknown else roles(group.roles)


def _kinds(group: GroupSummary) -> Wording:
    found = [f"{kind(name)}: {count}" for name, count in group.kinds.items() if count]
    return ", ".join(found) or NONE


TABLE = Table(
    name="Groups",
    title=Text("Groups"),
    order=2,
    about=Text("Each row is one group that is managed by PIM or leads to a directory role."),
    empty=Text("The evidence shows no group that is managed by PIM or leads to a directory role."),
    columns=(
        Column("Group", 34, ColumnKind.NAME),
        Column("Strategy", 18, ColumnKind.VERDICT),
        Column("Why", 60, ColumnKind.SENTENCE),
        Column("Roles", 44, ColumnKind.SENTENCE),
        Column("Activation asks for", 36, ColumnKind.SENTENCE),
        Column("Assigned members", 12, ColumnKind.NUMBER),
        Column("Eligible members", 12, ColumnKind.NUMBER),
        Column("Owners", 10, ColumnKind.NUMBER),
        Column("Role-assignable", 12, ColumnKind.BOOL),
        Column("Open findings", 13, ColumnKind.NUMBER, target="Group id", sheet="Findings"),
        Column("Access paths", 30, ColumnKind.SENTENCE, target="Group id", sheet="AccessPaths"),
        Column("Evidence", 48, ColumnKind.SENTENCE),
        Column("Group id", 38, ColumnKind.ID),
    ),
    rows=_rows,
    anchor="Group id",
)
