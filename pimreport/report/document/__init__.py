"""The PDF: the report as a document, made from a template and a style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.document.html import page
from pimreport.report.document.press import begin
from pimreport.report.document.sources import Sources
from pimreport.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from pimreport.model.findings import Report
    from pimreport.report.writer import Settings


def document(report: Report, settings: Settings) -> bytes:
    """The bytes of a PDF; the same report gives the same bytes. Needs Pango."""
    from pimreport.report.document.layout import paginated  # noqa: PLC0415  # loads Pango

    sources = _sources(settings)
    return paginated(page(report, sources.folders, settings.brand), sources)


def started(report: Report, settings: Settings) -> Callable[[], bytes | None]:
    """The same, made elsewhere meanwhile; the answer waits for it (None: Pango is missing)."""
    sources = _sources(settings)
    return begin(page(report, sources.folders, settings.brand), sources)


def _sources(settings: Settings) -> Sources:
    own = shipped("templates")
    folders = (own,) if settings.templates is None else (settings.templates, own)
    logo = settings.brand.logo
    styles = ("report.css", *(("letter.css",) if settings.brand.page_size == "Letter" else ()))
    return Sources(folders, styles, () if logo is None else (logo.resolve(),))
