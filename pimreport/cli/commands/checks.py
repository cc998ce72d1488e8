"""``pimreport checks``: every check in a line."""

from __future__ import annotations

import click

from pimreport.cli.terminal import add_row, console, table


@click.command("checks", short_help="Every check in a line.")
def command() -> None:
    """List every check; ``pimreport explain CHECK`` tells one whole."""
    from pimreport.analysis.assess import all_checks  # noqa: PLC0415  # --help answers at once

    listing = table("", "check", "looks for")
    for check in all_checks():
        add_row(listing, check.name, check.title)
    console(data=True).print(listing)
