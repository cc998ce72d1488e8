"""``pimreport compare``: quarter over quarter."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pimreport.cli import options
from pimreport.cli.terminal import add_row, console, progress, say, show, table
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pimreport.model.as_of import AsOf
    from pimreport.model.changes import Comparison

_MOST = 20
_SCHEMA = "pimreport/compare/"


@click.command("compare", short_help="Quarter over quarter: what changed, and does it tie out.")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option(
    "--before-as-of", type=options.Moment(), help="The day BEFORE speaks about, if it is exports."
)
@options.as_of
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the JSON to a file.",
)
@options.redact
def command(  # one argument per option
    before: Path,
    after: Path,
    before_as_of: AsOf | None,
    as_of: AsOf | None,
    output: Path | None,
    redact: Path | None,
    *,
    as_json: bool,
) -> None:
    """Compare two snapshots (snapshot.json), campaign folders, or folders of exports.

    What got worse comes first. For each kind, prior + added - removed = current must hold; where it
    does not, the line says NOT BALANCED and the exit status is 1.
    """
    from pimreport.cli.redacting import opened  # noqa: PLC0415  # --help answers at once
    from pimreport.cli.snapshots import snapshot_from  # noqa: PLC0415  # --help answers at once
    from pimreport.model.as_of import AsOf  # noqa: PLC0415  # as above
    from pimreport.review.compare import compare  # noqa: PLC0415  # --help answers at once

    if output is not None and output.suffix.lower() != ".json":
        message = (
            f"{output}: compare writes .json; `pimreport report --previous` writes the others."
        )
        raise UsageError(message)
    if output is not None:
        _demand_free(output, (before, after, redact))
    apart_from = [before, after, *([output] if output else [])]
    redacting = opened(redact, apart_from) if redact else None
    with progress() as tell:
        tell(f"Reading {before}")
        first = snapshot_from(before, options.spoken_of(before_as_of))
        tell(f"Reading {after}")
        second = snapshot_from(after, options.spoken_of(as_of))
        if redacting is not None:
            first, second = redacting.snapshot(first), redacting.snapshot(second)
            redacting.save()
        found = compare(first, second)
    if AsOf.parse(first["as_of"]).first > AsOf.parse(second["as_of"]).last:
        say(
            f"BEFORE ({found.before}) is later than AFTER ({found.after}): what follows is told backwards."
        )
    _hand_over(found, output, as_json=as_json)
    if not found.balanced:
        sys.exit(1)


def _demand_free(output: Path, read: tuple[Path | None, ...]) -> None:
    """A snapshot and an export are JSON, too: only an earlier comparison is replaced."""
    from pimreport.cli import kept  # noqa: PLC0415  # imported when used
    from pimreport.report.files import bears  # noqa: PLC0415  # as above

    kept.demand_free([output], read)
    if output.is_file() and not output.is_symlink() and not bears(output, _SCHEMA):
        message = f"{output} is no comparison of pimreport, and is not replaced: name another file."
        raise UsageError(message)


def _hand_over(found: Comparison, output: Path | None, *, as_json: bool) -> None:
    from pimreport.report.changes import changes_json  # noqa: PLC0415  # imported when used
    from pimreport.report.files import replace_file  # noqa: PLC0415  # imported when used

    told = {"schema": f"{_SCHEMA}1", **changes_json(found)}
    content = json.dumps(told, indent=2).encode() + b"\n"
    if output is not None:
        replace_file(output, content)
        say(f"Wrote {output}")
    if as_json:
        sys.stdout.buffer.write(content)
    elif output is None:
        _print(found)


def _print(found: Comparison) -> None:
    from pimreport.report.tables.changes import DIRECTIONS  # noqa: PLC0415  # imported when used
    from pimreport.report.words import counted  # noqa: PLC0415  # as above

    number = counted(len(found.changes), "change")
    show(f"{found.before} to {found.after}: {number} that matter{'s' * (len(found.changes) == 1)}.")
    for one in found.changes:
        show(f"  {DIRECTIONS[one.direction]!s:<10} {one.sentence}", indent=13)
    _print_numbers(found)
    listing = table("Tie-out", "kind", "prior", "added", "removed", "current", "state")
    for line in found.tie_out:
        state = "balanced" if line.balanced else "NOT BALANCED"
        numbers = (line.prior, f"+{len(line.added)}", f"-{len(line.removed)}", line.current)
        add_row(listing, line.kind, *numbers, state)
        if not line.balanced:
            listing.rows[-1].style = "bold red"
    console(data=True).print(listing)
    for line in found.tie_out:
        told = [("+", one.text) for one in line.added] + [("-", one.text) for one in line.removed]
        for mark, text in told[:_MOST]:
            show(f"  {line.kind}: {mark} {text}", indent=6)
        if len(told) > _MOST:
            show(f"  {line.kind}: and {len(told) - _MOST} more, see --json")


def _print_numbers(found: Comparison) -> None:
    """The main numbers then and now, as the Trend of the other outputs has them."""
    from pimreport.report.tables.trend import TABLE, rows_of  # noqa: PLC0415  # imported when used

    before, after = list(rows_of(found))[-2:]
    listing = table("Numbers", "", "before", "now", "change")
    for column, had, has in list(zip(TABLE.columns, before, after, strict=True))[1:]:
        values = column.text(had), column.text(has)
        add_row(listing, column.heading, *values, _difference(had, has))
    console(data=True).print(listing)


def _difference(had: object, has: object) -> str:
    if not isinstance(had, int) or not isinstance(has, int):
        return "unknown"
    return f"{has - had:+d}" if has != had else "same"
