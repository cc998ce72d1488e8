"""The PDF: the report as a document, made from a template and a style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.document.html import CREATED, page
from pimreport.report.document.press import begin
from pimreport.report.document.sources import Manuscript, Sources
from pimreport.report.serial import json_bytes
from pimreport.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from pimreport.model.findings import Report
    from pimreport.report.writer import Settings


def document(report: Report, settings: Settings) -> bytes:
    """The bytes of a PDF; the same report gives the same bytes. Needs Pango."""
    from pimreport.report.document.layout import paginated  # noqa: PLC0415  # loads Pango

    return paginated(_manuscript(report, settings))


def started(report: Report, settings: Settings) -> Callable[[], bytes | None]:
    """The same, made elsewhere meanwhile; the answer waits for it (None: Pango is missing)."""
    return begin(_manuscript(report, settings))


def _manuscript(report: Report, settings: Settings) -> Manuscript:
    own = shipped("templates")
    folders = (own,) if settings.templates is None else (settings.templates, own)
    logo = settings.brand.logo
    letter = settings.brand.page_size == "Letter"
    sources = Sources(
        folders,
        ("report.css", "letter.css") if letter else ("report.css",),
        () if logo is None else (logo.resolve(),),
    )
    return Manuscript(
        page(report, folders, settings.brand, settings.limits),
        sources,
        json_bytes(report),
        report.tenant.as_of.first.strftime(CREATED),
    )
