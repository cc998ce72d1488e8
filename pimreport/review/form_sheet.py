"""The Review sheet: locked but for the yellow columns, with drop-downs and a note of what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from pimreport.report.table import ColumnKind
from pimreport.report.workbook.package import Body
from pimreport.report.workbook.text import cell_text
from pimreport.review import form_columns as columns
from pimreport.review import form_rows
from pimreport.review.words import ACTIONS, Decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from pimreport.report.workbook.styles import Look, Styles
    from pimreport.review.rows import Row

_A3 = 8
_YELLOW = PatternFill("solid", fgColor="FFF8DC")
_TITLES = [
    *(one.title for one in columns.TOLD),
    *(one.title for one in columns.ASKED),
    columns.MISSING,
    *(one.title for one in columns.LAST),
]
_WIDTHS = [
    *(one.width for one in columns.TOLD),
    *(one.width for one in columns.ASKED),
    columns.MISSING_WIDTH,
    *(one.width for one in columns.LAST),
]
LETTERS = {title: get_column_letter(place) for place, title in enumerate(_TITLES, 1)}
_FIRST = 2
_UNDECIDED = "decision"


def fill(page: Worksheet, rows: Sequence[Row], styles: Styles, state: str) -> Body:
    """Write the sheet but for its rows, which are answered.

    Args:
        page: an empty write-only sheet.
        rows: to be decided, in print order.
        styles: of the workbook.
        state: printed at the head of each page, such as DRAFT.
    """
    last = max(_FIRST, len(rows) + 1)
    _set_up(page, state, last)
    header = _cell(page, styles.header)
    titles = []
    for title in _TITLES:
        header.value = cell_text(title)
        titles.append(header)
        header = _cell(page, styles.header)
    page.append(titles)
    _validate(page, last)
    _mark(page, last)
    page.auto_filter.ref = f"A1:{get_column_letter(len(_TITLES))}{last}"
    looks = [one.style_id for one in _pattern(page, styles)]
    formula = (len(columns.TOLD) + len(columns.ASKED), _formula, _UNDECIDED)
    # Keys and sign-in names do not wrap, so they do not make a row higher.
    widths = [*_WIDTHS[: -len(columns.LAST)], *(10_000 for _ in columns.LAST)]
    return Body(form_rows.written(map(_texts, rows), looks, widths, formula))


def _pattern(page: Worksheet, styles: Styles) -> list[Cell]:
    """The looks of all rows."""
    look = styles.of(ColumnKind.SENTENCE)
    return [
        *(_cell(page, look) for _ in columns.TOLD),
        *(_asked(page, look, date=one.date) for one in columns.ASKED),
        _cell(page, look),
        *(_cell(page, styles.of(ColumnKind.ID)) for _ in columns.LAST),
    ]


def _texts(row: Row) -> list[str]:
    """The cells of a row as they are handed out; the reviewer's own are empty but for the name."""
    return [
        *(one.text(row) for one in columns.TOLD),
        *(row.reviewer if one.title == columns.REVIEWER else "" for one in columns.ASKED),
        "",
        *(one.text(row) for one in columns.LAST),
    ]


def _cell(page: Worksheet, look: Look) -> Cell:
    cell = WriteOnlyCell(page)
    cell.font, cell.alignment, cell.fill, cell.border = (
        look.font, look.alignment, look.fill, look.border,
    )  # fmt: skip
    return cell


def _asked(page: Worksheet, look: Look, *, date: bool) -> Cell:
    cell = _cell(page, look)
    cell.fill = _YELLOW
    cell.protection = Protection(locked=False)
    cell.number_format = "yyyy-mm-dd" if date else "@"
    return cell


def _formula(number: int) -> str:
    """What the row still lacks, as a person fills it in; closing checks all of it again."""
    at = {title: f"{LETTERS[title]}{number}" for title in _TITLES}
    decision, due = at[columns.DECISION], at[columns.DUE]
    action = ",".join(f'{decision}="{one.value}"' for one in sorted(ACTIONS))
    reason = ",".join(
        (
            f'AND({decision}="{Decision.APPROVE}",{at["Findings"]}<>"none")',
            f'{decision}="{Decision.EXCEPTION}"',
            f'{decision}="{Decision.DONT_KNOW}"',
        )
    )
    return (
        f'=IF(OR({decision}="",{decision}="{Decision.NOT_REVIEWED}"),"{_UNDECIDED}",TRIM('
        f'IF({at[columns.REVIEWER]}="","reviewer ","")'
        f'&IF({at[columns.REVIEWED]}="","day of review ","")'
        f'&IF(AND(OR({reason}),{at[columns.JUSTIFICATION]}=""),"justification ","")'
        f'&IF(AND(OR({action}),{at[columns.TICKET]}=""),"ticket ","")'
        f'&IF(AND(OR({action},{decision}="{Decision.EXCEPTION}"),{due}=""),"date","")))'
    )


def _set_up(page: Worksheet, state: str, last: int) -> None:
    for place, width in enumerate(_WIDTHS, 1):
        page.column_dimensions[get_column_letter(place)].width = width + 2
    page.freeze_panes = "C2"  # person and group stay in sight
    page.sheet_view.showGridLines = False
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.page_margins.left = page.page_margins.right = 0.3
    page.print_title_rows = "1:1"
    page.print_area = f"A1:{LETTERS[columns.MISSING]}{last}"
    page.oddHeader.left.text = f"Access review: &A ({state})"  # type: ignore[union-attr]  # never None
    page.oddFooter.left.text = "&F"  # type: ignore[union-attr]  # never None here
    page.oddFooter.right.text = "Page &P of &N"  # type: ignore[union-attr]  # never None here
    page.row_dimensions[1].height = 30
    # Against slips, not against intent: what matters is compared when the workbook is read back.
    page.protection.sheet = True
    for allowed in ("autoFilter", "sort", "formatColumns", "formatRows"):
        setattr(page.protection, allowed, False)


def _validate(page: Worksheet, last: int) -> None:
    words = DataValidation(
        type="list",
        formula1=f'"{",".join(Decision)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Decision",
        error="Choose one of the words in the list; the Guide sheet explains them.",
    )
    days = DataValidation(
        type="date",
        operator="greaterThan",
        formula1="DATE(2020,1,1)",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Date",
        error="Write a date, such as 2026-10-31.",
    )
    words.add(f"{LETTERS[columns.DECISION]}{_FIRST}:{LETTERS[columns.DECISION]}{last}")
    for title in (columns.REVIEWED, columns.DUE):
        days.add(f"{LETTERS[title]}{_FIRST}:{LETTERS[title]}{last}")
    page.data_validations.append(words)
    page.data_validations.append(days)


def _mark(page: Worksheet, last: int) -> None:
    missing = LETTERS[columns.MISSING]
    rule = FormulaRule(  # type: ignore[no-untyped-call]  # not in the stubs
        formula=[f"LEN(${missing}{_FIRST})>0"],
        font=Font(bold=True, color="8A3B0A"),
    )
    page.conditional_formatting.add(f"{missing}{_FIRST}:{missing}{last}", rule)
