"""The tables as the PDF prints them: bounded, with what was left out counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.findings import Severity, Status
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pimreport.model.findings import Report
    from pimreport.report.table import Row, Table

MOST_ROWS = 60
"""Rows per table: layout costs about 10 ms for each."""
MOST_ROWS_PER_PART = 25
_LONGEST = 900
"""Characters of one cell; the workbook has all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as text, by title of the column. ``severity``: of the row, or empty."""

    texts: Mapping[str, str]
    severity: str = ""

    def __getitem__(self, title: str) -> str:
        """The text of a column."""
        return self.texts[title]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table, or a part of one. ``kinds``: of the columns, by title; ``total``: all rows."""

    title: str
    about: str
    empty: str
    kinds: Mapping[str, str]
    lines: Sequence[Line]
    total: int

    @property
    def left_out(self) -> int:
        """Rows that stand only in the workbook."""
        return self.total - len(self.lines)


def printed(table: Table, report: Report, most: int = MOST_ROWS) -> Sheet:
    """The first rows of a table."""
    lines: list[Line] = []
    total = 0
    for row in table.rows(report):
        total += 1
        if total <= most:
            lines.append(_line(table, row))
    return _sheet(table, table.title, table.about, lines, total)


def split(table: Table, report: Report, column: str, parts: Mapping[str, str]) -> Sequence[Sheet]:
    """One sheet for each value of a column, in the order of ``parts`` (value and what it means)."""
    place = table.position(column)
    lines: dict[str, list[Line]] = {part: [] for part in parts}
    totals: Counter[str] = Counter()
    for row in table.rows(report):
        part = str(row[place])
        totals[part] += 1
        if totals[part] <= MOST_ROWS_PER_PART:
            lines[part].append(_line(table, row))
    return [
        _sheet(table, part, meaning, lines[part], totals[part])
        for part, meaning in parts.items()
        if totals[part]
    ]


def by_check(report: Report) -> Sequence[tuple[str, Mapping[str, int], int, Sequence[str]]]:
    """Each check that found something, the worst first.

    Its open findings by severity and its accepted ones, all of them, and the controls it touches.
    """
    counts: dict[str, Counter[str]] = {}
    controls: dict[str, dict[str, None]] = {}
    for one in report.findings:
        column = one.severity.value if one.status is Status.OPEN else one.status.value
        counts.setdefault(one.check, Counter())[column] += 1
        controls.setdefault(one.check, {}).update(dict.fromkeys(visible(c) for c in one.controls))
    words = [*(one.value for one in Severity), Status.ACCEPTED.value]
    return [
        (check, {word: found[word] for word in words}, sum(found.values()), list(controls[check]))
        for check, found in counts.items()
    ]


def _sheet(table: Table, title: str, about: str, lines: Sequence[Line], total: int) -> Sheet:
    kinds = {column.title: column.kind.value for column in table.columns}
    return Sheet(title, about, table.empty, kinds, lines, total)


def _line(table: Table, row: Row) -> Line:
    texts = {
        column.title: _shortened(column.text(cell))
        for column, cell in zip(table.columns, row, strict=True)
    }
    severity = next((cell.value for cell in row if isinstance(cell, Severity)), "")
    return Line(texts, severity)


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]} … ⟦{len(text) - _LONGEST:,} more characters in the workbook⟧"
