"""The Legend sheet: what each sheet holds and each word and mark of the workbook means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.changes import Direction
from pimreport.model.findings import Confidence, Status
from pimreport.report.table import SEVERITY_MARKS, SEVERITY_MEANINGS, Column, ColumnKind, Table
from pimreport.report.tables.changes import DIRECTIONS
from pimreport.report.words import (
    GRADE_MEANINGS,
    GRADES,
    MEANINGS,
    OUTCOME_MEANINGS,
    OUTCOMES,
    STRATEGIES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.report.table import Row
    from pimreport.report.workbook.links import Filled

_DIRECTIONS = {
    Direction.WORSE: "Somebody gained access, a guard fell away, or evidence was lost.",
    Direction.CHANGED: "Neither better nor worse by itself: to be looked at.",
    Direction.BETTER: "Access, a weakness or a gap in the evidence went.",
}
_CONFIDENCE = {
    Confidence.CERTAIN: "The evidence shows it.",
    Confidence.CONTESTED: "Dated sources disagree about it; the finding names both.",
}
_STATUS = {
    Status.OPEN: "To be dealt with.",
    Status.ACCEPTED: "An accepted risk with owner and last day; shown, but not counted as open.",
}
_ANYWHERE = (
    ("unknown", "The exports do not say. It is never the same as no."),
    ("not in evidence", "No export holds this date. It is never the same as none."),
    ("none", "The exports say that there is none."),
    ("⟦U+202E⟧", "A character of a name that cannot be seen, spelt out by its number."),
    ("Colours", "They only repeat what a word or a mark says."),
    ("Underlined", "Leads to the row of the person or group, or to the first row about them."),
)


def rows(filled: Sequence[Filled]) -> Iterable[Row]:
    """Every sheet of the workbook, then every word."""
    for table, found in filled:
        yield "Sheets", table.title, f"{table.about} Rows: {len(found):,}."
    for one, mark in SEVERITY_MARKS.items():
        yield "Severity", mark, SEVERITY_MEANINGS[one]
    for strategy, word in STRATEGIES.items():
        yield "Strategy", word, MEANINGS[strategy]
    for grade, word in GRADES.items():
        yield "Protection", word, GRADE_MEANINGS[grade]
    for outcome, word in OUTCOMES.items():
        yield "Outcome of a check", word, OUTCOME_MEANINGS[outcome]
    for confidence, told in _CONFIDENCE.items():
        yield "Confidence", confidence.value, told
    for status, told in _STATUS.items():
        yield "Status", status.value, told
    for direction, told in _DIRECTIONS.items():
        yield "Direction", DIRECTIONS[direction], told
    for word, told in _ANYWHERE:
        yield "Anywhere", word, told


TABLE = Table(
    name="Legend",
    title="Legend",
    order=99,
    about="Each row is one word or mark, and what it means.",
    empty="",
    columns=(
        Column("Where", 22),
        Column("Word or mark", 30, ColumnKind.VERDICT),
        Column("Meaning", 100, ColumnKind.SENTENCE),
    ),
    rows=lambda _: (),
)
"""In the workbook only: the other outputs explain their words where they stand."""
