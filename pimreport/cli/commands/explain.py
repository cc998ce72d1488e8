"""``pimreport explain``: one check whole."""

from __future__ import annotations

import shutil
import sys

import click

from pimreport.errors import UsageError

_WIDEST = 96
"""Characters in a line that is still easy to read, on a terminal of any width."""


@click.command("explain", short_help="One check whole: what, why, how to fix, sources.")
@click.argument("check", metavar="CHECK")
def command(check: str) -> None:
    """Explain one check: what it looks for, why, how to fix it, its controls and dated sources."""
    from pimreport.analysis.assess import all_checks  # noqa: PLC0415  # --help answers at once
    from pimreport.analysis.explain import explain  # noqa: PLC0415  # --help answers at once

    by_name = {one.name: one for one in all_checks()}
    if check not in by_name:
        message = f"There is no check {check!r}. There are: {', '.join(by_name)}."
        raise UsageError(message)
    told = by_name[check]
    if not sys.stdout.isatty():
        click.echo(explain(told), nl=False)
        return
    click.echo(explain(told, min(_WIDEST, shutil.get_terminal_size().columns)), nl=False)
