"""``.html``: one self-contained file to search, sort and filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.writer import Writer

if TYPE_CHECKING:
    from pimreport.model.report import Report
    from pimreport.report.writer import Settings


def _write(report: Report, settings: Settings) -> bytes:
    from pimreport.report.webpage import webpage  # noqa: PLC0415  # Jinja2 only when used

    return webpage(report, settings)


WRITER = Writer(name="HTML", suffix=".html", write=_write)
