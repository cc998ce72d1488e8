"""The Guide sheet: what this workbook is, how far it is, what each word and column means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.properties import PageSetupProperties

from pimreport.report.table import ColumnKind
from pimreport.report.workbook.pen import styled
from pimreport.review import form_columns as columns
from pimreport.review.form_sheet import LETTERS
from pimreport.review.gates import GATES
from pimreport.review.words import MEANINGS, Decision
from pimreport.visible import visible

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from pimreport.report.workbook.styles import Styles
    from pimreport.review.form import Occasion

_WIDTHS = (30, 110)
_LINE = 13.5


def write(page: Worksheet, occasion: Occasion, styles: Styles, reviewer: str, rows: int) -> None:
    """Write the whole sheet."""
    _set_up(page)
    page.row_dimensions[1].height = 32
    page.append([styled(page, "Access review: who keeps which access", styles.title)])
    about = f"{occasion.tenant} ({occasion.tenant_id}), as of {occasion.as_of}"
    page.append([styled(page, visible(about), styles.subtitle)])
    page.append([])
    pen = _Pen(page, styles, 4)
    pen.section("This workbook")
    pen.line("State", "DRAFT until `pimreport review close` has taken the decisions over.")
    if occasion.organisation:
        pen.line("Organisation", visible(occasion.organisation))
    pen.line("Reviewer", visible(reviewer) or "see the column Reviewer")
    pen.line("Decide from", occasion.opened)
    pen.line("Decide until", occasion.due)
    pen.line("Rows", str(rows))
    last = max(2, rows + 1)
    missing = f"{columns.SHEET}!{LETTERS[columns.MISSING]}2:{LETTERS[columns.MISSING]}{last}"
    # Empty rows of the range count as complete, so the sheet's own rows are what is counted.
    pen.formula("Complete", f'=SUMPRODUCT(--({missing}=""))' if rows else "=0")
    pen.line("Snapshot", occasion.snapshot)
    pen.line(
        "How",
        f"In the sheet {columns.SHEET}, fill the yellow columns: choose a decision, name yourself"
        " and the day. Filter as you like. Save as .xlsx or .ods and send it back.",
    )
    pen.section("Decisions")
    for decision in Decision:
        pen.line(decision.value, MEANINGS[decision])
    pen.section("What closing demands")
    for gate in GATES:
        pen.line(gate.name, gate.demand)
    pen.section("Columns")
    for one in (*columns.TOLD, *columns.ASKED, *columns.LAST):
        pen.line(one.title, one.meaning)


class _Pen:
    def __init__(self, page: Worksheet, styles: Styles, row: int) -> None:
        self._page, self._styles, self._row = page, styles, row

    def section(self, title: str) -> None:
        self._page.append([])
        cells = [styled(self._page, text, self._styles.header) for text in (title, "")]
        self._page.append(cells)
        self._row += 2

    def line(self, name: str, text: str) -> None:
        look = self._styles.of(ColumnKind.SENTENCE)
        lines = 1 + (len(text) - 1) // _WIDTHS[1]
        self._page.row_dimensions[self._row].height = 4 + _LINE * lines
        self._page.append([styled(self._page, cell, look) for cell in (name, text)])
        self._row += 1

    def formula(self, name: str, formula: str) -> None:
        cell = WriteOnlyCell(self._page, formula)
        look = self._styles.of(ColumnKind.SENTENCE)
        cell.font, cell.alignment, cell.border = look.font, look.alignment, look.border
        self._page.append([styled(self._page, name, look), cell])
        self._row += 1


def _set_up(page: Worksheet) -> None:
    for letter, width in zip("AB", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.sheet_view.showGridLines = False
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 1
    page.oddHeader.left.text = "Access review: &A"  # type: ignore[union-attr]  # never None here
    page.oddFooter.left.text = "&F"  # type: ignore[union-attr]  # never None here
    page.oddFooter.right.text = "Page &P of &N"  # type: ignore[union-attr]  # never None here
    page.protection.sheet = True
