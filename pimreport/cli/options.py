"""Arguments and options that several commands share, and how they are understood."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from pimreport.cli.terminal import say
from pimreport.model.as_of import AsOf

_YEARS = range(1900, 3000)


class Moment(click.ParamType[AsOf]):
    """An ISO 8601 date or date-time."""

    name = "DATE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> AsOf:
        """Read the text."""
        if isinstance(value, AsOf):
            return value
        try:
            read = AsOf.parse(str(value))
        except (ValueError, OverflowError):
            read = None
        # Beyond these years what lies some days before or after has no date any more.
        if read is None or read.first.year not in _YEARS:
            self.fail(
                f"{value!r} is no date from {_YEARS[0]} to {_YEARS[-1]}: write 2026-09-30 or"
                " 2026-09-30T12:00:00Z.",
                param,
                ctx,
            )
        return read


exports = click.argument(
    "exports", metavar="EXPORT...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
as_of = click.option(
    "--as-of",
    type=Moment(),
    help="The day (or instant) the report speaks about. Default: today, UTC.",
)
dates = click.option(
    "--dates",
    type=click.Choice(["dmy", "mdy"]),
    help="Order of day and month where a CSV column leaves it open.",
)
accepted = click.option(
    "--accepted",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Accepted risks (TOML: key, reason, owner, until): shown as accepted, never hidden.",
)
config = click.option(
    "--config",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Settings (pimreport.toml): thresholds, emergency access accounts, organisation, logo.",
)
redact = click.option(
    "--redact",
    metavar="KEYFILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Stable pseudonyms instead of names, UPNs, ids and file names. KEYFILE turns them back (pimreport"
    " lookup); it is made if there is none.",
)


def moment(given: AsOf | None) -> AsOf:
    """The moment given on the command line, else today."""
    return given or AsOf.day(datetime.now(UTC))


def spoken_of(given: AsOf | None) -> AsOf:
    """As ``moment``, for what a report speaks about: that it is still to come is said.

    Only the command line knows the clock, so nothing after it can tell.
    """
    now = datetime.now(UTC)
    if given is not None and given.first > now:
        say(
            f"{given.text} is still to come (today is {AsOf.day(now).text}, UTC): what ends until then"
            " counts as ended, what begins until then as begun, and what changes until then no export"
            " can know."
        )
    return moment(given)
