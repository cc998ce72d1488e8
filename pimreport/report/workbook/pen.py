"""Rows of a sheet as text: every string a string, every wrapped text in view.

openpyxl takes five times as long for them. It writes the sheet around them, and the two are put
together when the workbook is packed (``package.Body``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from pimreport.report.table import ColumnKind
from pimreport.report.workbook.links import MOST
from pimreport.report.workbook.text import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from openpyxl.cell.cell import Cell as ExcelCell
    from openpyxl.worksheet.worksheet import Worksheet

    from pimreport.report.table import Cell, Column, Row, Table
    from pimreport.report.workbook.links import Links
    from pimreport.report.workbook.styles import Look, Styles

LINE = 13.5
"""Points per line of the cells' font."""
_MOST_LINES = 16
_MOST_KNOWN = 5_000
"""Values of a column that are remembered as text: most columns say a few things again and again."""
_ONE_LINE = 1_000_000
"""Width of a column that does not wrap."""


def cell_of(page: Worksheet, look: Look) -> ExcelCell:
    """An empty cell that looks like this."""
    cell = WriteOnlyCell(page)
    cell.font = look.font
    cell.alignment = look.alignment
    cell.number_format = look.number_format
    cell.fill = look.fill
    cell.border = look.border
    return cell


def styled(page: Worksheet, text: str, look: Look) -> ExcelCell:
    """A cell that holds a string, whatever it begins with."""
    cell = cell_of(page, look)
    cell.value = cell_text(text)
    cell.data_type = "s"
    return cell


def string(text: str) -> str:
    """What follows the style in the element of a cell that holds a string, whatever it begins with.

    Expects text that has been through ``visible``: XML forbids what that spells out.
    """
    if not text:
        return "/>"
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f' t="inlineStr"><is><t{kept}>{escape(cell_text(text))}</t></is></c>'


def lines(text: str, width: int) -> int:
    """Lines that a text will take in a column of this width; wide scripts count double."""
    if len(text) <= width // 2:
        return 1
    return sum(1 + max(0, _length(line) - 1) // width for line in text.split("\n"))


class Pen:
    """Writes the rows of one table."""

    def __init__(self, page: Worksheet, table: Table, styles: Styles, links: Links) -> None:
        """Settle how each column looks."""
        linked = links.columns(table)
        self._nibs = [
            _Nib(page, place, column, styles, linked.get(place))
            for place, column in enumerate(table.columns)
        ]
        self.links: list[str] = []
        """Those of the rows written so far, as elements."""

    def rows(self, rows: Iterable[Row], first: int) -> Iterator[str]:
        """The elements of rows, each high enough for its wrapped texts.

        Args:
            rows: in print order.
            first: number of the first one.
        """
        # Neither Excel nor LibreOffice fits the heights of rows that it did not write itself.
        for number, row in enumerate(rows, first):
            most = 1
            cells: list[str] = []
            for nib, value in zip(self._nibs, row, strict=True):
                content, taken = nib.told(value)
                most = max(most, taken)
                place = f"{nib.letter}{number}"
                where = None if nib.linked is None else nib.linked[1].get(str(row[nib.linked[0]]))
                if where is None or len(self.links) >= MOST:
                    cells.append(f'<c r="{place}" s="{nib.style}"{content}')
                else:
                    cells.append(f'<c r="{place}" s="{nib.link_style}"{content}')
                    self.links.append(f'<hyperlink ref="{place}" location={quoteattr(where)}/>')
            height = 2 + LINE * min(most, _MOST_LINES)
            tall = "" if most == 1 else f' ht="{height}" customHeight="1"'
            yield f'<row r="{number}"{tall}>{"".join(cells)}</row>'


class _Nib:
    """One column: the looks of its cells, and what its values are as text.

    ``linked``: the column of the same row that holds the id to link to, and the places by id.
    """

    def __init__(
        self,
        page: Worksheet,
        place: int,
        column: Column,
        styles: Styles,
        linked: tuple[int, Mapping[str, str]] | None,
    ) -> None:
        self.letter = get_column_letter(place + 1)
        self.linked = linked
        self.style = cell_of(page, styles.of(column.kind)).style_id
        self.link_style = cell_of(page, styles.link_of(column.kind)).style_id if linked else 0
        self._column = column
        self._width = _ONE_LINE if column.kind is ColumnKind.ID else column.width + 2
        self._strings: dict[str, tuple[str, int]] = {}
        self._others: dict[
            int, tuple[str, int, Cell]
        ] = {}  # they live on, so identities are theirs

    def told(self, value: Cell) -> tuple[str, int]:
        """What follows the style in the cell's element, and how many lines it takes."""
        if type(value) is str:
            known = self._strings.get(value)
            if known is None:
                known = self._string(value)
                if len(self._strings) < _MOST_KNOWN:
                    self._strings[value] = known
            return known
        if type(value) is int:
            return f' t="n"><v>{value}</v></c>', 1
        if isinstance(value, datetime):
            moment = to_excel(value.astimezone(UTC).replace(tzinfo=None))  # type: ignore[no-untyped-call]  # not in the stubs
            return f' t="n"><v>{moment}</v></c>', 1
        # Words are the same object wherever they are said; two texts are compared part by part.
        same = self._others.get(id(value))
        if same is None:
            same = (*self._string(value), value)
            if len(self._others) < _MOST_KNOWN:
                self._others[id(value)] = same
        return same[0], same[1]

    def _string(self, value: Cell) -> tuple[str, int]:
        text = self._column.text(value)
        return string(text), lines(text, self._width)


def _length(line: str) -> int:
    return len(line) if line.isascii() else max(len(line), len(line.encode()) * 2 // 3)
