"""The Legend sheet: what each sheet holds and each word and mark of the workbook means."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from pimreport.model.changes import Direction
from pimreport.model.findings import Confidence, Status
from pimreport.report.table import SEVERITY_MARKS, SEVERITY_MEANINGS, Column, ColumnKind, Table
from pimreport.report.tables.changes import DIRECTIONS
from pimreport.report.words import (
    CONFIDENCES,
    GRADE_MEANINGS,
    GRADES,
    MEANINGS,
    OUTCOME_MEANINGS,
    OUTCOMES,
    STATUSES,
    STRATEGIES,
)
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pimreport.report.table import Row
    from pimreport.report.workbook.links import Filled
    from pimreport.wording import Wording

_Key = TypeVar("_Key")
_Pair: TypeAlias = "tuple[Wording, Text]"

_DIRECTIONS = {
    Direction.WORSE: Text("Somebody gained access, a guard fell away, or evidence was lost."),
    Direction.CHANGED: Text("Neither better nor worse by itself: to be looked at."),
    Direction.BETTER: Text("Access, a weakness or a gap in the evidence went."),
}
_CONFIDENCE = {
    Confidence.CERTAIN: Text("The evidence shows it."),
    Confidence.CONTESTED: Text("Dated sources disagree about it; the finding names both."),
}
_STATUS = {
    Status.OPEN: Text("To be dealt with."),
    Status.ACCEPTED: Text(
        "An accepted risk with owner and last day; shown, but not counted as open."
    ),
}
_ANYWHERE: Sequence[_Pair] = (
    (Text("unknown"), Text("The exports do not say. It is never the same as no.")),
    (Text("not in evidence"), Text("No export holds this date. It is never the same as none.")),
    (Text("none"), Text("The exports say that there is none.")),
    ("⟦U+202E⟧", Text("A character of a name that cannot be seen, spelt out by its number.")),
    (Text("Colours"), Text("They only repeat what a word or a mark says.")),
    (
        Text("Underlined"),
        Text("Leads to the row of the person or group, or to the first row about them."),
    ),
)


def rows(filled: Sequence[Filled], left_out: Mapping[str, int]) -> Iterable[Row]:
    """Every sheet of the workbook, then every word."""
    for table, found in filled:
        told = Text.plural("{number:,} row.", "{number:,} rows.", len(found) + left_out[table.name])
        yield Text("Sheets"), table.title, joined(" ", (table.about, told))
    for where, words in (
        (Text("Severity"), _pairs(SEVERITY_MARKS, SEVERITY_MEANINGS)),
        (Text("Strategy"), _pairs(STRATEGIES, MEANINGS)),
        (Text("Protection"), _pairs(GRADES, GRADE_MEANINGS)),
        (Text("Outcome of a check"), _pairs(OUTCOMES, OUTCOME_MEANINGS)),
        (Text("Confidence"), _pairs(CONFIDENCES, _CONFIDENCE)),
        (Text("Status"), _pairs(STATUSES, _STATUS)),
        (Text("Direction"), _pairs(DIRECTIONS, _DIRECTIONS)),
        (Text("Anywhere"), _ANYWHERE),
    ):
        for word, meaning in words:
            yield where, word, meaning


def _pairs(words: Mapping[_Key, Text], meanings: Mapping[_Key, Text]) -> Iterable[_Pair]:
    return ((word, meanings[one]) for one, word in words.items())


TABLE = Table(
    name="Legend",
    title=Text("Legend"),
    order=99,
    about=Text("Each row is one word or mark, and what it means."),
    empty=Text("There is nothing to explain."),
    columns=(
        Column("Where", 22),
        Column("Word or mark", 30, ColumnKind.VERDICT),
        Column("Meaning", 100, ColumnKind.SENTENCE),
    ),
    rows=lambda _: (),
)
"""In the workbook only: the other outputs explain their words where they stand."""
