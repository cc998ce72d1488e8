"""The workbook: one sheet per table, streamed, so that large tenants need little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from pimreport.registry import registered
from pimreport.report import tables
from pimreport.report.table import Table
from pimreport.report.workbook import cover, legend, sheet
from pimreport.report.workbook.links import Links
from pimreport.report.workbook.package import packed
from pimreport.report.workbook.styles import Styles
from pimreport.report.workbook.summary import compared
from pimreport.visible import called, visible
from pimreport.wording import Text, locale

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from pimreport.model.report import Report


_FIRST = "Summary"


def workbook(report: Report) -> bytes:
    """The bytes of an ``.xlsx`` file; the same report gives the same bytes."""
    book = Workbook(write_only=True)
    _describe(book, report)
    ordered = sorted(registered(tables, Table), key=lambda table: table.order)
    ordered = [compared(one, report) if one.name == _FIRST else one for one in ordered]
    left_out: dict[str, int] = {}
    filled = []
    for table in ordered:
        if table.when(report):
            rows, left_out[table.name] = sheet.bounded(table.rows(report))
            filled.append((table, rows))
    filled.append((legend.TABLE, list(legend.rows(filled, left_out))))
    links = Links.between(filled)
    styles = Styles()
    pages, bodies = {}, {}
    for table, rows in filled:
        # A write-only sheet has what we use of a worksheet, but the stubs do not say so.
        page = pages[table.name] = cast("Worksheet", book.create_sheet(str(table.title)))
        sheet.set_up(page, table)
        top = cover.write(page, report, table, styles) if table.name == _FIRST else 1
        layout = sheet.Layout(styles, links, top, left_out.get(table.name, 0))
        bodies[page.title] = sheet.fill(page, table, rows, layout)
    told = cover.draw(pages[_FIRST], report, filled[0][0], pages.get("Trend"))
    return packed(book, told, bodies)


def _describe(book: Workbook, report: Report) -> None:
    moment = report.tenant.as_of.first.replace(tzinfo=None)
    tenant = called(report.tenant.name, report.tenant.id) or Text("unknown tenant")
    about = book.properties
    about.title = visible(Text("PIM for Groups: {tenant}", tenant=tenant))
    about.subject = str(Text("As of {day}", day=report.as_of))
    about.creator = about.lastModifiedBy = "pimreport"
    about.created = about.modified = moment
    about.language = locale()
    for name, value in (("as_of", report.as_of), ("tenant_id", report.tenant.id or "unknown")):
        prop = StringProperty(name=name, value=visible(value))
        book.custom_doc_props.append(prop)  # type: ignore[attr-defined]  # not in the stubs
