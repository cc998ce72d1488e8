"""Summary: the numbers of the whole report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.figures import figures
from pimreport.report.table import SEVERITY_MARKS, SEVERITY_MEANINGS, Column, ColumnKind, Table
from pimreport.report.words import (
    GRADE_MEANINGS,
    GRADES,
    MEANINGS,
    OUTCOME_MEANINGS,
    OUTCOMES,
    STRATEGIES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.findings import Report
    from pimreport.report.table import Row

STRATEGY_SECTION = "Groups by strategy"


def _rows(report: Report) -> Iterable[Row]:
    numbers = figures(report)
    for strategy, count in numbers.strategies.items():
        yield STRATEGY_SECTION, STRATEGIES[strategy], count, MEANINGS[strategy]
    people = "People with a way to a role"
    yield people, "All", numbers.people, "Users with at least one access path through a group."
    for grade, count in numbers.grades.items():
        yield people, GRADES[grade], count, GRADE_MEANINGS[grade]
    yield (
        people,
        "Can be taken over",
        numbers.seizable,
        "By a named person with less access, under at least one protection model.",
    )
    yield (
        people,
        "Can be taken over, either way",
        numbers.seizable_either_way,
        "The same, whichever of the two protection models holds.",
    )
    yield "Access paths", "All", numbers.paths, "Ways from a principal through a group to a role."
    for severity, count in numbers.severities.items():
        yield "Open findings", SEVERITY_MARKS[severity], count, SEVERITY_MEANINGS[severity]
    yield (
        "Open findings",
        "Accepted risks",
        numbers.accepted,
        "Not counted above; listed all the same.",
    )
    for outcome, count in numbers.assessments.items():
        yield "Checks", OUTCOMES[outcome], count, OUTCOME_MEANINGS[outcome]
    yield "Evidence", "Missing exports", numbers.missing, "See Missing evidence for what follows."


TABLE = Table(
    name="Summary",
    title="Summary",
    order=0,
    about="Each row is one number of the whole report.",
    empty="Nothing was counted.",
    columns=(
        Column("Section", 28),
        Column("Measure", 31),
        Column("Number", 10, ColumnKind.NUMBER),
        Column("Meaning", 80, ColumnKind.SENTENCE),
    ),
    rows=_rows,
)
