"""The PDF: the report as a document, made from a template and a style sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pimreport.report.document.sources import Manuscript, Sources
from pimreport.shipped import shipped

if TYPE_CHECKING:
    from pimreport.model.report import Report
    from pimreport.report.document.enclosure import Enclosure
    from pimreport.report.writer import Settings


def document(report: Report, settings: Settings) -> bytes:
    """The bytes of a PDF; the same report gives the same bytes. Needs Pango."""
    from pimreport.report.document.layout import paginated  # noqa: PLC0415  # loads Pango

    return paginated(manuscript(report, settings))


def manuscript(report: Report, settings: Settings) -> Manuscript:
    """What is to be laid out."""
    # The process that lays out needs no templates.
    from pimreport.report.document.html import CREATED, page  # noqa: PLC0415

    own = sources(settings)
    return Manuscript(
        page(report, own.folders, settings.brand, settings.limits),
        own,
        partial(_data, report),
        report.tenant.as_of.first.strftime(CREATED),
    )


def _data(report: Report) -> Enclosure:
    from pimreport.report.document.enclosure import Packing  # noqa: PLC0415  # imported when used
    from pimreport.report.serial import write_json  # noqa: PLC0415  # as above

    packing = Packing()
    write_json(report, packing)
    return packing.done()


def sources(settings: Settings) -> Sources:
    """What the report's document may load."""
    own = shipped("templates")
    logo = settings.brand.logo
    letter = settings.brand.page_size == "Letter"
    return Sources(
        (own,) if settings.templates is None else (settings.templates.resolve(), own),
        ("report.css", "letter.css") if letter else ("report.css",),
        () if logo is None else (logo.resolve(),),
    )
