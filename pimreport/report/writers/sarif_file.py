"""``.sarif``: for code scanning and ticket systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.writer import Writer

if TYPE_CHECKING:
    from pimreport.model.report import Report
    from pimreport.report.writer import Settings


def _write(report: Report, _: Settings) -> bytes:
    from pimreport.report.sarif import sarif  # noqa: PLC0415  # the model only when used

    return sarif(report)


WRITER = Writer(name="SARIF", suffix=".sarif", write=_write)
