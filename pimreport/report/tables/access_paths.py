"""Access paths: every way from a principal through a group to a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.table import NOT_IN_EVIDENCE, Column, ColumnKind, Table
from pimreport.report.words import ACCESSES, NONE, STATES, TYPES, evidence, kind, name_of, scope
from pimreport.visible import called
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.report import Report
    from pimreport.report.table import Row


def _rows(report: Report) -> Iterable[Row]:
    for one in report.paths:
        nested = [called(report.tenant.group(group).name, group) for group in one.via]
        yield (
            name_of(one.principal),
            one.principal.upn,
            ACCESSES[one.access],
            STATES[one.membership],
            " > ".join(nested) or NONE,
            called(one.group_name, one.group),
            one.role.name,
            one.role.privileged,
            STATES[one.role_state],
            scope(report, one.scope),
            kind(one.kind),
            one.starts,
            one.ends,
            evidence(one.origins),
            TYPES[one.principal.type],
            one.principal.id,
            one.group,
        )


TABLE = Table(
    name="AccessPaths",
    title=Text("Access paths"),
    order=3,
    about=Text("Each row is one way from a principal through a group to a directory role."),
    empty=Text("The evidence shows no way from a principal through a group to a directory role."),
    columns=(
        Column("Principal", 28, ColumnKind.NAME, target="Principal id"),
        Column("Sign-in name", 36, ColumnKind.NAME),
        Column("Access", 10),
        Column("Membership", 13),
        Column("Via nested group", 26, ColumnKind.NAME),
        Column("Group", 30, ColumnKind.NAME, target="Group id"),
        Column("Role", 34, ColumnKind.NAME),
        Column("Privileged role", 12, ColumnKind.BOOL),
        Column("Role state", 12),
        Column("Scope", 18, ColumnKind.NAME),
        Column("Kind", 18, ColumnKind.VERDICT),
        Column("Starts (UTC)", 17, ColumnKind.DATE, unknown=NOT_IN_EVIDENCE),
        Column("Ends (UTC)", 17, ColumnKind.DATE, unknown=NOT_IN_EVIDENCE),
        Column("Evidence", 48, ColumnKind.SENTENCE),
        Column("Type", 16),
        Column("Principal id", 38, ColumnKind.ID),
        Column("Group id", 38, ColumnKind.ID),
    ),
    rows=_rows,
)
