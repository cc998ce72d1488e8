"""``pimreport inspect``: what was recognised in each file, and what is missing for what."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Literal

import click

from pimreport.cli import options
from pimreport.cli.terminal import add_row, console, progress, show, table
from pimreport.errors import UsageError
from pimreport.model.evidence import graph_name

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.cli.redacting import Redacting
    from pimreport.model.as_of import AsOf
    from pimreport.model.evidence import Missing, Source
    from pimreport.model.tenant import Tenant


@click.command("inspect", short_help="What each file holds, and what is missing for what.")
@options.exports
@click.option("--rows", is_flag=True, help="Also the rows as they were understood.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@options.as_of
@options.dates
@options.redact
def command(
    exports: tuple[Path, ...],
    as_of: AsOf | None,
    dates: Literal["dmy", "mdy"] | None,
    redact: Path | None,
    *,
    rows: bool,
    as_json: bool,
) -> None:
    """Say what was recognised in each EXPORT and which conclusions lack evidence."""
    from pimreport import analysis, parsers  # noqa: PLC0415  # --help answers at once

    redacting = _redacting(redact, exports, rows=rows)
    with progress() as tell:
        tenant = parsers.read(
            exports, as_of=options.moment(as_of), dates=dates, keep_records=rows, progress=tell
        )
        if redacting is not None:
            tenant = redacting.tenant(tenant)
            redacting.save()
        missing = analysis.analyse(tenant).missing
    if as_json:
        _print_json(tenant, missing, rows=rows)
    else:
        _print_text(tenant, missing, rows=rows)
    if all(one.error is not None or one.passed_over for one in tenant.sources):
        sys.exit(3)


def _redacting(key: Path | None, exports: tuple[Path, ...], *, rows: bool) -> Redacting | None:
    if key is None:
        return None
    from pimreport.cli.redacting import opened  # noqa: PLC0415  # imported when used

    if rows:
        message = "--rows prints the export as it is: it cannot be redacted."
        raise UsageError(message)
    return opened(key, exports)


def _print_json(tenant: Tenant, missing: tuple[Missing, ...], *, rows: bool) -> None:
    from pimreport.report.structure import (  # noqa: PLC0415  # imported when used
        provenance_json,
        source_json,
    )

    listed = [
        source_json(one) | ({"records": list(one.records)} if rows else {})
        for one in tenant.sources
    ]
    gaps = [
        {"resource": one.resource, "consequence": str(one.consequence), "command": one.command}
        for one in missing
    ]
    told = {
        "schema": "pimreport/inspect/1",
        "provenance": provenance_json(tenant.provenance),
        "sources": listed,
        "missing": gaps,
    }
    text = json.dumps(told, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")


def _print_text(tenant: Tenant, missing: tuple[Missing, ...], *, rows: bool) -> None:
    for source in tenant.sources:
        _print_source(source)
        if rows and source.records:
            _print_records(source)
    passed_over = [
        source.file
        for source in tenant.sources
        if source.passed_over and source.as_collected is None
    ]
    if passed_over:
        show(f"Passed over, no exports: {', '.join(passed_over)}")
    show(f"Provenance: {tenant.provenance.told}", indent=2)
    show(f"Missing evidence: {len(missing)}" if missing else "Nothing is missing.")
    for gap in missing:
        show(f"  {graph_name(gap.resource)}: {gap.consequence}.", indent=4)
        if gap.command:
            show(f"    > {gap.command}", indent=6)


def _print_source(source: Source) -> None:
    if source.passed_over:
        return
    counts = [f"{source.rows} row{'s' * (source.rows != 1)}"]
    counts += [f"{source.rejected} rejected"] * bool(source.rejected)
    counts += [f"{source.duplicates} dropped as duplicates"] * bool(source.duplicates)
    holds = "NOT READ" if source.error else f"{source.resource}, {', '.join(counts)}"
    show(f"{source.file}: {holds} ({source.format})", indent=4)
    if source.error:
        show(f"    ! {source.error}", indent=6)
    for warning in source.warnings:
        row = "" if warning.row is None else f" (row {warning.row})"
        show(f"    ! {warning.message}{row}", indent=6)


def _print_records(source: Source) -> None:
    columns = list(dict.fromkeys(key for record in source.records for key in record))
    listing = table("", "row", *columns)
    for number, record in enumerate(source.records, 1):
        add_row(listing, number, *(record.get(column) for column in columns))
    console(data=True).print(listing)
