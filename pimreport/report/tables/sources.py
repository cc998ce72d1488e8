"""Sources: every file that was supplied, with its hash and what was made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.report.citations import numbered
from pimreport.report.table import Column, ColumnKind, Table
from pimreport.report.words import NONE
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.evidence import Source
    from pimreport.model.report import Report
    from pimreport.report.table import Row
    from pimreport.wording import Wording


def _rows(report: Report) -> Iterable[Row]:
    numbers = numbered(report.tenant.sources)
    for one in report.tenant.sources:
        yield (
            numbers[one.file],
            one.file,
            Text("passed over") if one.passed_over else one.resource,
            one.rows,
            one.rejected,
            one.duplicates,
            _complete(one),
            f"{one.tool}, {one.format}" if one.tool else one.format,
            one.bytes,
            _remarks(one),
            one.sha256,
        )


def _complete(source: Source) -> bool | Wording:
    if source.passed_over or source.error:
        return Text("not applicable")
    return Text("in part") if source.partial else source.complete


def _remarks(source: Source) -> Wording:
    warnings = [str(Text("As the collector wrote it."))] if source.as_collected else []
    if source.partial:
        warnings.append(str(Text("Not the whole list: at most {part}.", part=source.partial)))
    warnings += [
        one.message
        if one.row is None
        else str(Text("Row {row}: {remark}", row=str(one.row), remark=one.message))
        for one in source.warnings
    ]
    return " ".join([source.error, *warnings] if source.error else warnings) or NONE


TABLE = Table(
    name="Sources",
    title=Text("Sources"),
    order=8,
    about=Text("Each row is one resource in one file, as it was handed over."),
    empty=Text("No file was supplied."),
    columns=(
        Column("No.", 6),
        Column("File", 50, ColumnKind.NAME),
        Column("Holds", 38),
        Column("Rows", 10, ColumnKind.NUMBER),
        Column("Rejected", 10, ColumnKind.NUMBER),
        Column("Duplicates", 11, ColumnKind.NUMBER),
        Column("Complete", 14, ColumnKind.BOOL),
        Column("Written as", 34, ColumnKind.SENTENCE),
        Column("Bytes", 12, ColumnKind.NUMBER),
        Column("Remarks", 70, ColumnKind.SENTENCE),
        Column("SHA-256", 68, ColumnKind.ID),
    ),
    rows=_rows,
)
