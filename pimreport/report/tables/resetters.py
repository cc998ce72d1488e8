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
    listed,
    name_of,
    resetter_list,
    scope,
)
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.people import Resetter
    from pimreport.model.report import Report
    from pimreport.model.resetter_lists import ResetterList
    from pimreport.report.table import Row
    from pimreport.wording import Wording

_MOST_ROLES = 2
"""Named of people who share a list."""


def _rows(report: Report) -> Iterable[Row]:
    lists = report.resetter_lists
    if lists.spelt_out:
        for person in report.people:
            shared = lists.of(person)
            account = name_of(person.principal), person.highest_role.name
            for by in person.can_be_reset_by:
                yield _row(report, account, by, shared, person.principal.id)
    else:
        for shared in lists:
            roles = [one.name for one in shared.highest_roles]
            accounts = resetter_list(shared), listed(roles, _MOST_ROLES)
            for by in shared.resetters:
                yield _row(report, accounts, by, shared, shared.key)


def _row(
    report: Report, whose: tuple[Wording, Wording], by: Resetter, shared: ResetterList, person: str
) -> Row:
    return (
        *whose,
        name_of(by.principal),
        by.role.name,
        STATES[by.state],
        scope(report, by.scope),
        METHODS[by.method],
        by.escalation,
        by.by_design,
        models(by.models),
        evidence(by.origins),
        by.principal.upn,
        TYPES[by.principal.type],
        resetter_list(shared),
        person,
        by.principal.id,
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
    about=Text(
        "Each row is one person's account, and somebody who can reset its credentials. Where such"
        " pairs are too many, it is the accounts of all people with one resetter list (see People),"
        " but the resetter's own."
    ),
    empty=Text(
        "The evidence names nobody who could reset the account of a person with a way to a role;"
        " where holders of roles are not in it in full (see Missing evidence), somebody may."
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
        Column("Resetter list", 20),
        Column("Person id", 38, ColumnKind.ID),
        Column("Resetter id", 38, ColumnKind.ID),
    ),
    rows=_rows,
)
