"""``pimreport collector``: the script that collects the evidence."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pimreport import __version__
from pimreport.cli.terminal import say
from pimreport.errors import UsageError

_STDOUT = Path("-")


@click.command("collector", short_help="The PowerShell script that collects the evidence.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True, dir_okay=False),
    default=_STDOUT,
    help="Where to write it, such as Export-PimEvidence.ps1. Default: print it.",
)
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def command(output: Path, *, force: bool) -> None:
    """Write the script that an administrator runs to produce complete evidence with a manifest.

    It only reads. docs/collector.md says who runs it, what it asks for and what leaves the tenant.
    """
    from pimreport.collector import script  # noqa: PLC0415  # --help answers at once
    from pimreport.report.files import replace_file  # noqa: PLC0415  # as below

    # Windows PowerShell 5.1 wants a byte order mark to read UTF-8, and both take CRLF.
    text = script(__version__)
    if output == _STDOUT:
        sys.stdout.buffer.write(text.encode())
        return
    if (output.exists() or output.is_symlink()) and not force:
        message = f"{output} exists; choose another name, or use --force to replace it."
        raise UsageError(message)
    replace_file(output, text.replace("\n", "\r\n").encode("utf-8-sig"))
    say(f"Wrote {output}")
