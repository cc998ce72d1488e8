"""The tables as the PDF prints them: bounded, with what was left out counted."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.findings import Severity
from pimreport.report.citations import numbered
from pimreport.report.writer import Limits
from pimreport.visible import visible
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pimreport.model.report import Report
    from pimreport.report.table import Row, Table

MOST_ROWS = Limits().rows_per_table
"""Rows per table: layout costs about 10 ms for each."""
_LEADING = 6
_IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+", re.IGNORECASE)
"""In these alone remarks of one kind may differ."""
_MOST_REMARKS = 14
_LONGEST = 420
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
    """One table, or a part of one. ``kinds`` and ``headings``: of the columns, by title; ``total``: all rows."""

    title: str
    about: str
    empty: str
    kinds: Mapping[str, str]
    headings: Mapping[str, str]
    lines: Sequence[Line]
    total: int

    @property
    def leading(self) -> Sequence[tuple[str, int]]:
        """The first columns with their widths in per cent, for a table that no template knows."""
        shown = list(self.kinds)[:_LEADING]
        return [(title, 100 // len(shown)) for title in shown]

    @property
    def left_out(self) -> int:
        """Rows that stand only in the workbook."""
        return self.total - len(self.lines)


class Sheets(dict[str, Sheet]):
    """Tables by name, each made when a template asks for it: most of them are never printed."""

    def __init__(self, named: Mapping[str, Table], report: Report, most: int) -> None:
        """Remember the tables, the report and how many rows to print."""
        super().__init__()
        self._named = named
        self._report = report
        self._most = most

    def __missing__(self, name: str) -> Sheet:
        """Make it."""
        self[name] = printed(self._named[name], self._report, self._most)
        return self[name]


def printed(
    table: Table, report: Report, most: int = MOST_ROWS, longest: int | None = _LONGEST
) -> Sheet:
    """The first rows of a table.

    Args:
        table: what to print.
        report: for the rows.
        most: how many rows.
        longest: characters of a cell; None for all of them.
    """
    lines: list[Line] = []
    total = 0
    for row in table.rows(report):
        total += 1
        if total <= most:
            lines.append(_line(table, row, longest))
    return _sheet(table, str(table.title), str(table.about), lines, total)


def split(
    table: Table, report: Report, column: str, parts: Mapping[str, str], most: int
) -> Sequence[Sheet]:
    """One sheet for each value of a column, in the order of ``parts`` (value and what it means)."""
    place = table.position(column)
    lines: dict[str, list[Line]] = {part: [] for part in parts}
    totals: Counter[str] = Counter()
    for row in table.rows(report):
        part = str(row[place])
        totals[part] += 1
        if totals[part] <= most:
            lines[part].append(_line(table, row))
    return [
        _sheet(table, part, meaning, lines[part], totals[part])
        for part, meaning in parts.items()
        if totals[part]
    ]


def remarks(report: Report) -> Sequence[tuple[str, Sequence[str]]]:
    """What is to be said of sources, each kind of remark once, with the numbers of the sources."""
    numbers = numbered(report.tenant.sources)
    texts: dict[tuple[str, str], dict[str, None]] = {}
    found: dict[tuple[str, str], dict[str, None]] = {}
    for source in report.tenant.sources:
        told = [
            ((one.code, "" if one.row is not None else _IDS.sub("*", one.message)), one.message)
            for one in source.warnings
        ]
        for kind, text in [((source.error, ""), source.error), *told] if source.error else told:
            texts.setdefault(kind, {})[visible(text)] = None
            found.setdefault(kind, {})[numbers[source.file]] = None
    kinds = list(found.items())
    left = len(kinds) - _MOST_REMARKS
    more = (
        [
            (
                str(
                    Text("{number:,} more kinds of remarks: workbook, sheet Sources.", number=left)
                ),
                [""],
            )
        ]
        if left > 0
        else []
    )
    return [
        (_in_common(list(texts[kind])), _few(list(files))) for kind, files in kinds[:_MOST_REMARKS]
    ] + more


def _in_common(texts: Sequence[str]) -> str:
    """One text for all of a kind: what is said of one file would be wrong of another."""
    if len(texts) == 1:
        return texts[0]
    alike = {_IDS.sub("…", text) for text in texts}
    return alike.pop() if len(alike) == 1 else str(Text("For one: {text}", text=texts[0]))


def _few(files: Sequence[str]) -> Sequence[str]:
    more = len(files) - _MOST_REMARKS
    return (
        [*files[:_MOST_REMARKS], str(Text("and {number} more", number=more))] if more > 0 else files
    )


def _sheet(table: Table, title: str, about: str, lines: Sequence[Line], total: int) -> Sheet:
    kinds = {column.title: column.kind.value for column in table.columns}
    headings = {column.title: column.heading for column in table.columns}
    return Sheet(title, about, str(table.empty), kinds, headings, lines, total)


def _line(table: Table, row: Row, longest: int | None = _LONGEST) -> Line:
    texts = {
        column.title: shortened(column.text(cell), longest)
        for column, cell in zip(table.columns, row, strict=True)
    }
    severity = next((cell.value for cell in row if isinstance(cell, Severity)), "")
    return Line(texts, severity)


def shortened(text: str, longest: int | None = _LONGEST) -> str:
    """The beginning of a text; how much more of it stands in the workbook is said.

    Where saying so would be as long as the rest, the rest is printed.
    """
    if longest is None or len(text) <= longest:
        return text
    cut = str(
        Text(
            "{text} … ⟦{number:,} more characters in the workbook⟧",
            text=text[:longest],
            number=len(text) - longest,
        )
    )
    return cut if len(cut) < len(text) else text
