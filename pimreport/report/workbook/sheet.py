"""One table on one sheet: a real Excel table with filter, frozen header and print set-up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo

from pimreport.report.table import ColumnKind
from pimreport.report.workbook import styles as looks
from pimreport.report.workbook.package import Body
from pimreport.report.workbook.pen import Pen, cell_of, string, styled
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from pimreport.report.table import Row, Table
    from pimreport.report.workbook.links import Links
    from pimreport.report.workbook.styles import Styles

MOST_ROWS = 250_000
"""Rows of one sheet. Excel has room for four times as many, but nobody can work with them: the
workbook would take minutes to write and to open. What is left out is counted where it stops."""
_A4 = 9
_READABLE = 240
"""Characters across a landscape page that can still be read."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How to set a table. ``top``: the row of its header; ``left_out``: rows that do not fit."""

    styles: Styles
    links: Links
    top: int = 1
    left_out: int = 0


def bounded(rows: Iterable[Row]) -> tuple[list[Row], int]:
    """The rows that a sheet shows, and how many more there are; those are never kept."""
    all_rows = iter(rows)
    shown = list(islice(all_rows, MOST_ROWS))
    return shown, sum(1 for _ in all_rows)


def set_up(page: Worksheet, table: Table) -> None:
    """Widths and print set-up. Write-only sheets want them before the first row."""
    for place, column in enumerate(table.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width + 2
    page.sheet_view.showGridLines = False
    page.sheet_view.zoomScale = 100
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.8
    page.page_margins.header = page.page_margins.footer = 0.35
    header, footer = page.oddHeader, page.oddFooter
    header.left.text = f"{Text('PIM for Groups')}: &A"  # type: ignore[union-attr]  # never None here
    footer.left.text = "&F"  # type: ignore[union-attr]
    footer.right.text = str(Text("Page &P of &N"))  # type: ignore[union-attr]


def fill(page: Worksheet, table: Table, rows: Sequence[Row], layout: Layout) -> Body:
    """Write the header, and declare the Excel table over it and the rows, which are answered."""
    top = layout.top
    page.print_title_rows = f"{top}:{top}"
    if top == 1:
        page.freeze_panes = "B2"
        page.print_area = f"A1:{get_column_letter(_printed(table))}{1 + max(1, len(rows))}"
    page.row_dimensions[top].height = 30
    header = layout.styles.header
    numbers = layout.styles.number_header
    page.append(
        [
            styled(page, column.heading, numbers if column.kind in looks.NUMERIC else header)
            for column in table.columns
        ]
    )
    if not rows:
        page.append([styled(page, str(table.empty), layout.styles.subtitle)])
        return Body(())
    last = top + len(rows)
    _declare(page, table, f"A{top}:{get_column_letter(len(table.columns))}{last}")
    _tint(page, table, top + 1, last)
    pen = Pen(page, table, layout.styles, layout.links)
    style = cell_of(page, layout.styles.subtitle).style_id
    below = _left_out(layout.left_out, last + 1, style) if layout.left_out else ()
    return Body(chain(pen.rows(rows, top + 1), below), pen.links)


def _left_out(number: int, row: int, style: int) -> Iterator[str]:
    cut = Text(
        "{number:,} more rows do not fit on a sheet; the JSON output has them.", number=number
    )
    yield f'<row r="{row}"><c r="A{row}" s="{style}"{string(str(cut))}</row>'


def _declare(page: Worksheet, table: Table, area: str) -> None:
    declared = ExcelTable(displayName=table.name, name=table.name, ref=area)
    # A write-only sheet cannot read its header back, so the columns are named here.
    declared._initialise_columns()  # type: ignore[attr-defined]  # noqa: SLF001
    for column, ours in zip(declared.tableColumns, table.columns, strict=True):
        column.name = ours.heading
    declared.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    page.tables.add(declared)


def _tint(page: Worksheet, table: Table, first: int, last: int) -> None:
    rules = {
        ColumnKind.SEVERITY: looks.severity_rules(),
        ColumnKind.VERDICT: looks.verdict_rules(),
    }
    for place, column in enumerate(table.columns, 1):
        letter = get_column_letter(place)
        for rule in rules.get(column.kind, ()):
            page.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)
    whole = f"A{first}:{get_column_letter(len(table.columns))}{last}"
    page.conditional_formatting.add(whole, looks.unknown_rule(f"A{first}"))


def _printed(table: Table) -> int:
    """How many leading columns go on paper; ids and evidence stand last and stay on the screen."""
    width = 0
    for place, column in enumerate(table.columns):
        width += column.width + 2
        if width > _READABLE and place:
            return place
    return len(table.columns)
