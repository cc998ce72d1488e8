"""``.xlsx``: every table as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.report import Report
    from pimreport.report.writer import Settings


def _write(report: Report, _: Settings) -> bytes:
    from pimreport.report.workbook import workbook  # noqa: PLC0415  # openpyxl costs 0.3 s

    return workbook(report)


def _edited(path: Path) -> bool:
    from pimreport.report.workbook.package import edited  # noqa: PLC0415  # as above

    return edited(path)


WRITER = Writer(name="Excel", suffix=".xlsx", write=_write, edited=_edited)
