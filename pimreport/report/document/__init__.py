"""The PDF: the report as a document, made from a template and a style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.document.html import page
from pimreport.report.document.layout import Sources, paginated
from pimreport.shipped import shipped

if TYPE_CHECKING:
    from pimreport.model.findings import Report
    from pimreport.report.writer import Settings


def document(report: Report, settings: Settings) -> bytes:
    """The bytes of a PDF; the same report gives the same bytes."""
    own = shipped("templates")
    folders = (own,) if settings.templates is None else (settings.templates, own)
    logo = settings.brand.logo
    styles = ("report.css", *(("letter.css",) if settings.brand.page_size == "Letter" else ()))
    sources = Sources(folders, styles, () if logo is None else (logo.resolve(),))
    return paginated(page(report, folders, settings.brand), sources)
