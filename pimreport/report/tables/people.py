"""People: who has a way to a role, and whether the account is protected."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pimreport.model.findings import Status
from pimreport.report.figures import MODELS, found_of
from pimreport.report.table import NOT_IN_EVIDENCE, UNKNOWN, Column, ColumnKind, Table
from pimreport.report.words import (
    GRADES,
    MODEL_NAMES,
    NONE,
    STATES,
    VERDICTS,
    evidence,
    name_of,
    resetter_list,
)
from pimreport.visible import called
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.people import Person
    from pimreport.model.report import Report
    from pimreport.report.table import Row
    from pimreport.wording import Wording


def _rows(report: Report) -> Iterable[Row]:
    about = Counter(one.subject for one in report.findings if one.status is Status.OPEN)
    through = _groups(report)
    lists = report.resetter_lists
    for one in report.people:
        by = lists.of(one)
        yield (
            name_of(one.principal),
            one.principal.upn,
            one.highest_role.name,
            ", ".join(through[one.principal.id]) or NONE,
            about[one.principal.id],
            _direct(one),
            GRADES[one.protection.grade],
            VERDICTS[one.protection.documented],
            VERDICTS[one.protection.measured],
            _seizable(by.seizable_under(one), report),
            found_of(report, by.principals(one, by_design=False)),
            found_of(report, by.principals(one, by_design=True)),
            resetter_list(by),
            joined(" ", one.protection.reasons) if one.protection.reasons else NONE,
            one.principal.enabled,
            one.principal.guest,
            one.principal.synced,
            one.principal.sign_in,
            evidence(one.principal.origins),
            one.principal.id,
        )


def _groups(report: Report) -> defaultdict[str, list[str]]:
    """Names of the groups through which each principal has a way, in the order of the paths."""
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one in report.paths:
        names[one.principal.id].setdefault(one.group, called(one.group_name, one.group))
    return defaultdict(list, {who: list(found.values()) for who, found in names.items()})


def _seizable(models: frozenset[str], report: Report) -> Text:
    if not models:
        return Text("no one found") if report.resetters_known else UNKNOWN
    if len(models) == len(MODELS):
        return Text("either way")
    return Text(
        "if {model} holds", model=joined(", ", [MODEL_NAMES[one] for one in sorted(models)])
    )


def _direct(person: Person) -> Wording:
    told = [f"{role.name} ({STATES[state]})" for role, state in person.direct_roles]
    return ", ".join(told) or NONE


TABLE = Table(
    name="People",
    title=Text("People"),
    order=4,
    about=Text("Each row is one user with at least one access path through a group."),
    empty=Text("The evidence shows no user with an access path through a group."),
    columns=(
        Column("Person", 28, ColumnKind.NAME),
        Column("Sign-in name", 36, ColumnKind.NAME),
        Column("Highest role", 34, ColumnKind.NAME),
        Column("Through", 34, ColumnKind.SENTENCE, target="Principal id", sheet="AccessPaths"),
        Column("Open findings", 13, ColumnKind.NUMBER, target="Principal id", sheet="Findings"),
        Column("Direct roles", 34, ColumnKind.SENTENCE),
        Column("Protection", 24, ColumnKind.VERDICT),
        Column("Documented", 14),
        Column("Measured", 14),
        Column("Can be taken over", 22),
        Column("Resetters", 11, ColumnKind.NUMBER),
        Column("By design", 11, ColumnKind.NUMBER),
        Column("Resetter list", 20),
        Column("Reasons", 70, ColumnKind.SENTENCE),
        Column("Enabled", 10, ColumnKind.BOOL),
        Column("Guest", 10, ColumnKind.BOOL),
        Column("Synced", 10, ColumnKind.BOOL),
        Column("Last sign-in (UTC)", 17, ColumnKind.DATE, unknown=NOT_IN_EVIDENCE),
        Column("Evidence", 40, ColumnKind.SENTENCE),
        Column("Principal id", 38, ColumnKind.ID),
    ),
    rows=_rows,
    anchor="Principal id",
)
