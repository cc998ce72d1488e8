"""``pimreport review``: open, status, close."""

from __future__ import annotations

import click

from pimreport.cli.reviewing.close import close
from pimreport.cli.reviewing.open import open_
from pimreport.cli.reviewing.status import status


@click.group("review", short_help="Decisions in a workbook, gates, evidence.")
def command() -> None:
    """Review who keeps which access: open a campaign, watch it, close it.

    A campaign is a folder: the exports as they were given, a snapshot, workbooks to fill in, and
    a manifest with the SHA-256 of everything.
    """


command.add_command(open_)
command.add_command(status)
command.add_command(close)
