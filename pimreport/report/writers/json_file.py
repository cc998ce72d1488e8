"""``.json``: for other programs; its names are stable and held by a shipped JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.report import Report
    from pimreport.report.writer import Settings


def _write(report: Report, _: Settings) -> bytes:
    from pimreport.report.serial import json_bytes  # noqa: PLC0415  # the model only when used

    return json_bytes(report)


def _foreign(path: Path) -> bool:
    """Exports are JSON, too: none of them is replaced by a slip."""
    from pimreport.report.files import bears  # noqa: PLC0415  # as above

    return not bears(path, "pimreport/report/")


WRITER = Writer(name="JSON", suffix=".json", write=_write, edited=_foreign)
