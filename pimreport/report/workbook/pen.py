"""Rows on a write-only sheet: every string a string, every wrapped text in view."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink

from pimreport.model.findings import Severity
from pimreport.report.table import ColumnKind
from pimreport.report.workbook.links import MOST
from pimreport.report.workbook.text import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.cell.cell import Cell as ExcelCell
    from openpyxl.worksheet.worksheet import Worksheet

    from pimreport.report.table import Cell, Column, Row, Table
    from pimreport.report.workbook.links import Links
    from pimreport.report.workbook.styles import Look, Styles

_LINE = 13.5
"""Points per line of the cells' font."""
_MOST_LINES = 16


def styled(page: Worksheet, text: str, look: Look) -> ExcelCell:
    """A cell that holds a string, whatever it begins with."""
    cell = _cell(page, look)
    cell.value = cell_text(text)
    cell.data_type = "s"
    return cell


class Pen:
    """Fills one cell object per column again and again: rows are written as they are appended."""

    def __init__(self, page: Worksheet, table: Table, styles: Styles, links: Links) -> None:
        """Make the cells, with their looks."""
        self._page = page
        self._columns = table.columns
        self._cells = [_cell(page, styles.of(column.kind)) for column in table.columns]
        self._linked: Mapping[int, tuple[int, Mapping[str, str]]] = links.columns(table)
        self._links = {
            place: _cell(page, styles.link_of(table.columns[place].kind)) for place in self._linked
        }
        self._tall = RowDimension(page)
        self._left = MOST

    def write(self, number: int, row: Row) -> None:
        """Append a row, high enough for its wrapped texts."""
        lines = 1
        for cell, column, value in zip(self._cells, self._columns, row, strict=True):
            _put(cell, column, value)
            if cell.data_type == "s" and column.kind is not ColumnKind.ID:
                lines = max(lines, _lines(str(cell.value), column.width + 2))
        # Neither Excel nor LibreOffice fits the heights of rows that it did not write itself.
        if lines > 1:
            self._tall.height = 2 + _LINE * min(lines, _MOST_LINES)
            self._page.row_dimensions[number] = self._tall
        self._page.append([self._with_link(place, row) for place in range(len(row))])
        if lines > 1:
            del self._page.row_dimensions[number]

    def _with_link(self, place: int, row: Row) -> ExcelCell:
        linked = self._linked.get(place)
        where = None if linked is None else linked[1].get(str(row[linked[0]]))
        if where is None or not self._left:
            return self._cells[place]
        self._left -= 1
        cell = self._links[place]
        cell.value = self._cells[place].value
        cell.data_type = self._cells[place].data_type
        cell.hyperlink = Hyperlink(ref="A1", location=where)
        return cell


def _put(cell: ExcelCell, column: Column, value: Cell) -> None:
    plain = value is None or isinstance(value, (bool, str, Severity))
    if not plain and isinstance(value, datetime):
        cell.value = value.astimezone(UTC).replace(tzinfo=None)
    elif not plain and isinstance(value, int):
        cell.value = value
    else:
        cell.value = cell_text(column.text(value))
        cell.data_type = "s"


def _cell(page: Worksheet, look: Look) -> ExcelCell:
    cell = WriteOnlyCell(page)
    cell.font = look.font
    cell.alignment = look.alignment
    cell.number_format = look.number_format
    cell.fill = look.fill
    cell.border = look.border
    return cell


def _lines(text: str, width: int) -> int:
    """Lines that a text will take in a column of this width; wide scripts count double."""
    if len(text) <= width // 2:
        return 1
    return sum(1 + max(0, _length(line) - 1) // width for line in text.split("\n"))


def _length(line: str) -> int:
    return len(line) if line.isascii() else max(len(line), len(line.encode()) * 2 // 3)
