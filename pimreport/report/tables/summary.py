"""Summary: the numbers of the whole report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.figures import MORE, figures
from pimreport.report.table import SEVERITY_MARKS, SEVERITY_MEANINGS, Column, ColumnKind, Table
from pimreport.report.words import (
    GRADE_MEANINGS,
    GRADES,
    MEANINGS,
    OUTCOME_MEANINGS,
    OUTCOMES,
    STRATEGIES,
)
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.report import Report
    from pimreport.report.table import Row

_GROUPS, _PEOPLE = Text("Groups by strategy"), Text("People with a way to a role")
_PATHS, _OPEN = Text("Access paths"), Text("Open findings")
_CHECKS, _EVIDENCE = Text("Checks"), Text("Evidence")


def _rows(report: Report) -> Iterable[Row]:
    numbers = figures(report)
    for strategy, count in numbers.strategies.items():
        yield _GROUPS, STRATEGIES[strategy], count, MEANINGS[strategy]
    yield (
        _PEOPLE,
        Text("All"),
        numbers.people,
        Text("Users with at least one access path through a group."),
    )
    for grade, count in numbers.grades.items():
        yield _PEOPLE, GRADES[grade], count, GRADE_MEANINGS[grade]
    yield (
        _PEOPLE,
        Text("Can be taken over"),
        numbers.seizable,
        joined(
            " ",
            (
                Text("By a named person with less access, under at least one protection model."),
                "" if numbers.resetters_known else MORE,
            ),
        ),
    )
    yield (
        _PEOPLE,
        Text("Can be taken over, either way"),
        numbers.seizable_either_way,
        Text("The same, whichever of the two protection models holds."),
    )
    yield (
        _PATHS,
        Text("All"),
        numbers.paths,
        Text("Ways from a principal through a group to a role."),
    )
    for severity, count in numbers.severities.items():
        yield _OPEN, SEVERITY_MARKS[severity], count, SEVERITY_MEANINGS[severity]
    yield (
        _OPEN,
        Text("Accepted risks"),
        numbers.accepted,
        Text("Not counted above; listed all the same."),
    )
    for outcome, count in numbers.assessments.items():
        yield _CHECKS, OUTCOMES[outcome], count, OUTCOME_MEANINGS[outcome]
    yield (
        _EVIDENCE,
        Text("Missing exports"),
        numbers.missing,
        Text("See Missing evidence for what follows."),
    )


TABLE = Table(
    name="Summary",
    title=Text("Summary"),
    order=0,
    about=Text("Each row is one number of the whole report."),
    empty=Text("Nothing was counted."),
    columns=(
        Column("Section", 28),
        Column("Measure", 31),
        Column("Number", 10, ColumnKind.NUMBER),
        Column("Meaning", 80, ColumnKind.SENTENCE),
    ),
    rows=_rows,
)
