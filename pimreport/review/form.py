"""The workbook that a reviewer fills in: Guide, Review, what changed, and a hidden binding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from pimreport.report.tables import changes as changes_table
from pimreport.report.tables import tie_out as tie_out_table
from pimreport.report.tables import trend as trend_table
from pimreport.report.workbook import sheet
from pimreport.report.workbook.links import Links
from pimreport.report.workbook.package import packed
from pimreport.report.workbook.pen import styled
from pimreport.report.workbook.styles import Styles
from pimreport.review import form_columns, form_guide, form_sheet
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from openpyxl.worksheet.worksheet import Worksheet

    from pimreport.model.changes import Comparison
    from pimreport.report.workbook.package import Body
    from pimreport.review.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What all workbooks of one review have in common."""

    tenant: str
    tenant_id: str
    as_of: str
    moment: datetime
    opened: str
    due: str
    snapshot: str
    organisation: str = ""
    comparison: Comparison | None = None


def form(occasion: Occasion, rows: Sequence[Row], reviewer: str, file: str) -> bytes:
    """The bytes of one workbook; the same review gives the same bytes.

    Args:
        occasion: which review it is.
        rows: the rows to be decided in it.
        reviewer: whose it is; empty if it is everybody's.
        file: its name, kept in the binding.
    """
    book = Workbook(write_only=True)
    styles = Styles()
    bound = {
        "snapshot": occasion.snapshot,
        "as_of": occasion.as_of,
        "tenant_id": occasion.tenant_id,
        "form": file,
        "rows": str(len(rows)),
    }
    _describe(book, occasion, bound)
    form_guide.write(_page(book, "Guide"), occasion, styles, reviewer, len(rows))
    review = _page(book, form_columns.SHEET)
    body = form_sheet.fill(review, rows, styles, "DRAFT until it is closed")
    bodies = _add_changes(book, occasion, styles)
    _bind(_page(book, form_columns.BINDING), bound, styles)
    book.active = 1
    return packed(book, bodies={**bodies, review.title: body})


def _page(book: Workbook, title: str) -> Worksheet:
    # A write-only sheet has what we use of a worksheet, but the stubs do not say so.
    return cast("Worksheet", book.create_sheet(title))


def _describe(book: Workbook, occasion: Occasion, bound: dict[str, str]) -> None:
    about = book.properties
    about.title = f"Access review: {visible(occasion.tenant)}"
    about.subject = f"As of {occasion.as_of}"
    about.creator = about.lastModifiedBy = "pimreport"
    about.created = about.modified = occasion.moment.replace(tzinfo=None)
    about.language = "en-GB"
    for name, value in bound.items():
        prop = StringProperty(name=f"pimreport_{name}", value=visible(value))
        book.custom_doc_props.append(prop)  # type: ignore[attr-defined]  # not in the stubs


def _add_changes(book: Workbook, occasion: Occasion, styles: Styles) -> dict[str, Body]:
    found = occasion.comparison
    if found is None:
        return {}
    bodies = {}
    for table, rows in (
        (changes_table.TABLE, changes_table.rows_of(found)),
        (tie_out_table.TABLE, tie_out_table.rows_of(found)),
        (trend_table.TABLE, trend_table.rows_of(found)),
    ):
        page = _page(book, str(table.title))
        sheet.set_up(page, table)
        shown, left_out = sheet.bounded(rows)
        layout = sheet.Layout(styles, Links({}), left_out=left_out)
        bodies[page.title] = sheet.fill(page, table, shown, layout)
    return bodies


def _bind(page: Worksheet, bound: dict[str, str], styles: Styles) -> None:
    """The same facts as in the properties: some programs drop those, others this sheet."""
    page.sheet_state = "hidden"
    page.protection.sheet = True
    for name, value in bound.items():
        page.append([styled(page, text, styles.subtitle) for text in (name, visible(value))])
