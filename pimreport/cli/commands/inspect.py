"""``pimreport inspect``: what was recognised in each file, and what is missing for what."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Literal

import click

from pimreport.cli import options
from pimreport.cli.terminal import add_row, console, progress, say, table

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.as_of import AsOf
    from pimreport.model.evidence import Missing, Source


@click.command("inspect", short_help="What each file holds, and what is missing for what.")
@options.exports
@click.option("--rows", is_flag=True, help="Also the rows as they were understood.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@options.as_of
@options.dates
def command(
    exports: tuple[Path, ...],
    as_of: AsOf | None,
    dates: Literal["dmy", "mdy"] | None,
    *,
    rows: bool,
    as_json: bool,
) -> None:
    """Say what was recognised in each EXPORT and which conclusions lack evidence."""
    from pimreport import analysis, parsers  # noqa: PLC0415  # --help answers at once

    with progress() as tell:
        tenant = parsers.read(
            exports, as_of=options.moment(as_of), dates=dates, keep_records=rows, progress=tell
        )
        missing = analysis.analyse(tenant).missing
    if as_json:
        _print_json(tenant.sources, missing, rows=rows)
    else:
        _print_tables(tenant.sources, missing, rows=rows)
    if not parsers.usable(tenant.sources):
        sys.exit(3)


def _print_json(sources: tuple[Source, ...], missing: tuple[Missing, ...], *, rows: bool) -> None:
    from pimreport.report.structure import source_json  # noqa: PLC0415  # imported when used

    listed = [
        source_json(one) | ({"records": list(one.records)} if rows else {}) for one in sources
    ]
    gaps = [
        {"resource": one.resource, "consequence": one.consequence, "command": one.command}
        for one in missing
    ]
    told = {"schema": "pimreport/inspect/1", "sources": listed, "missing": gaps}
    text = json.dumps(told, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")


def _print_tables(sources: tuple[Source, ...], missing: tuple[Missing, ...], *, rows: bool) -> None:
    out = console(data=True)
    files = table("Files", "file", "holds", "written as", "rows", "rejected", "duplicates")
    for source in sources:
        if source.passed_over:
            holds = "passed over: no export"
        else:
            holds = "NOT READ" if source.error else source.resource
        add_row(
            files,
            source.file,
            holds,
            source.format,
            source.rows,
            source.rejected or "",
            source.duplicates or "",
        )
    out.print(files)
    for source in sources:
        _remarks(source, rows=rows)
    if missing:
        gaps = table("Missing", "export", "so", "how to supply it")
        for gap in missing:
            add_row(gaps, gap.resource, gap.consequence, gap.command)
        out.print(gaps)
    else:
        say("Nothing is missing.")


def _remarks(source: Source, *, rows: bool) -> None:
    out = console(data=True)
    notes = [] if source.error is None else [f"error: {source.error}"]
    notes += [
        warning.message + (f" (row {warning.row})" if warning.row is not None else "")
        for warning in source.warnings
    ]
    if not notes and not (rows and source.records):
        return
    remarks = table(f"{source.file} ({source.resource})", "")
    remarks.show_header = False
    for note in notes:
        add_row(remarks, note)
    out.print(remarks)
    if rows and source.records:
        columns = list(dict.fromkeys(key for record in source.records for key in record))
        listing = table("", "row", *columns)
        for number, record in enumerate(source.records, 1):
            add_row(listing, number, *(record.get(column) for column in columns))
        out.print(listing)
