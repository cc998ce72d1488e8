"""``pimreport inspect``: what was recognised in each file, and what is missing for what."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Literal

import click

from pimreport.cli import options
from pimreport.cli.terminal import progress
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.cli.redacting import Redacting
    from pimreport.model.as_of import AsOf
    from pimreport.model.evidence import Missing
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
            exports, as_of=options.spoken_of(as_of), dates=dates, keep_records=rows, progress=tell
        )
        if redacting is not None:
            tenant = redacting.tenant(tenant)
            redacting.save()
        missing = analysis.missing_evidence(tenant)
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
    from pimreport.cli import inspection  # noqa: PLC0415  # imported when used

    inspection.print_sources(tenant.sources, rows=rows)
    inspection.print_provenance(tenant.provenance)
    inspection.print_missing(missing)
