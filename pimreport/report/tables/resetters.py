"""Who can reset: every named person who could take an account over, role by role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.figures import MODELS
from pimreport.report.table import Column, ColumnKind, Table
from pimreport.report.words import (
    METHODS,
    MODEL_NAMES,
    NONE,
    STATES,
    TYPES,
    evidence,
    name_of,
    scope,
)
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.findings import Report
    from pimreport.report.table import Row


def _rows(report: Report) -> Iterable[Row]:
    for person in report.people:
        for one in person.can_be_reset_by:
            yield (
                name_of(person.principal),
                person.highest_role.name,
                name_of(one.principal),
                one.role.name,
                STATES[one.state],
                scope(report, one.scope),
                METHODS[one.method],
                one.escalation,
                one.by_design,
                models(one.models),
                evidence(one.origins),
                one.principal.upn,
                TYPES[one.principal.type],
                person.principal.id,
                one.principal.id,
            )


def models(names: tuple[str, ...]) -> Text:
    """Under which protection models something holds."""
    if set(names) >= set(MODELS):
        return Text("documented and measured")
    return joined(", ", [MODEL_NAMES[one] for one in names]) if names else NONE


TABLE = Table(
    name="WhoCanReset",
    title=Text("Who can reset"),
    order=5,
    about=Text("Each row is one person's account, and somebody who can reset its credentials."),
    empty=Text(
        "The evidence names nobody who could reset the account of a person with a way to a role."
    ),
    columns=(
        Column("Person", 28, ColumnKind.NAME, target="Person id"),
        Column("Highest role", 34, ColumnKind.NAME),
        Column("Can be reset by", 28, ColumnKind.NAME, target="Resetter id"),
        Column("With the role", 34, ColumnKind.NAME),
        Column("Held as", 12),
        Column("Scope", 18, ColumnKind.NAME),
        Column("Resets", 30),
        Column("Escalation", 11, ColumnKind.BOOL),
        Column("By design", 11, ColumnKind.BOOL),
        Column("Holds under", 26),
        Column("Evidence", 48, ColumnKind.SENTENCE),
        Column("Resetter's sign-in name", 36, ColumnKind.NAME),
        Column("Resetter's type", 16),
        Column("Person id", 38, ColumnKind.ID),
        Column("Resetter id", 38, ColumnKind.ID),
    ),
    rows=_rows,
)
