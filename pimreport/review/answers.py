"""What reviewers wrote, matched to the rows that were handed out by key, never by position."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from pimreport.report.workbook.text import cell_text
from pimreport.review import form_columns as columns
from pimreport.review.sheets import Computed
from pimreport.review.words import Decision, decision_of
from pimreport.review.xlsx import unescaped
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pimreport.review.rows import Row
    from pimreport.review.sheets import Value


_EPOCH = date(1899, 12, 30)
_DAYS = (36_526, 73_050)
"""Days that a spreadsheet's number can mean here: of the years 2000 to 2099. A workbook of the
other epoch, 1904, would be four years off and fail the window."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a person wrote it: ISO text, or empty with the problem."""

    day: str = ""
    problem: str = ""

    @classmethod
    def of(cls, value: Value) -> Day:
        """Read a date cell, Excel's number of a day, or an ISO date typed as text."""
        if isinstance(value, Computed):
            return cls(problem=f"{value.told} is no date")
        if isinstance(value, datetime):
            return cls(value.date().isoformat())
        if isinstance(value, float) and _DAYS[0] <= value <= _DAYS[1]:
            return cls((_EPOCH + timedelta(days=int(value))).isoformat())
        text = plain(value)
        if not text:
            return cls()
        try:
            return cls(datetime.fromisoformat(text).date().isoformat())
        except ValueError:
            return cls(problem=f"{text!r} is no date: write it like 2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One row as it came back.

    Attributes:
        row: as it was handed out.
        where: file and row of the sheet, for people.
        written: the decision as typed.
        decision: what it means; None if nothing, or nothing known, was typed.
        changed: titles of locked columns whose text is another one.
        computed: what a reviewer's cell holds that nobody typed, by title of the column.
    """

    row: Row
    where: str
    written: str = ""
    decision: Decision | None = None
    justification: str = ""
    reviewer: str = ""
    reviewed: Day = Day()  # frozen
    ticket: str = ""
    due: Day = Day()  # frozen
    changed: tuple[str, ...] = ()
    computed: Mapping[str, str] = field(default_factory=dict)


def answer(row: Row, where: str, cells: Mapping[str, Value]) -> Answer:
    """Understand one returned row.

    Args:
        row: as it was handed out.
        where: file and row of the sheet.
        cells: values by column title.
    """
    written = _text(cells.get(columns.DECISION))
    return Answer(
        row=row,
        where=where,
        written=written,
        decision=decision_of(written),
        justification=_text(cells.get(columns.JUSTIFICATION)),
        reviewer=_text(cells.get(columns.REVIEWER)),
        reviewed=Day.of(cells.get(columns.REVIEWED)),
        ticket=_text(cells.get(columns.TICKET)),
        due=Day.of(cells.get(columns.DUE)),
        changed=tuple(
            one.title
            for one in columns.OURS
            if one.title in cells and _differs(cells[one.title], one.text(row))
        ),
        computed={
            one.title: value.told
            for one in columns.ASKED
            if isinstance(value := cells.get(one.title), Computed)
        },
    )


def _differs(value: Value, told: str) -> bool:
    """Whether a locked cell is another one; a formula shows what it likes."""
    return isinstance(value, Computed) or plain(value) != plain(unescaped(cell_text(told)))


def plain(value: Value) -> str:
    """The text without what programs change when they save: white space, 4711.0."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str("" if value is None else value).split())


def _text(value: Value) -> str:
    """What a reviewer wrote, as one line of harmless text."""
    return "" if isinstance(value, Computed) else visible(plain(value))
