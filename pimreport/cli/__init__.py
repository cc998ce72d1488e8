"""The command line: the only place that prints, sets an exit status or reads the clock."""

from __future__ import annotations

import errno
import gc
import os
import sys

import click

from pimreport import __version__
from pimreport.cli import stopping
from pimreport.cli.lazy import CommandsInFiles
from pimreport.cli.terminal import say
from pimreport.errors import PimreportError, UsageError

__all__ = ["main"]

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""No bug of ours, wherever it is met."""


@click.group(
    cls=CommandsInFiles,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done, 1 a finding at or above --fail-on, 2 usage, 3 exports unusable,"
    " 4 a native library is missing (other outputs were written), 5 mail not accepted for every"
    " recipient, 6 verification or a gate of a review failed, 130 or 143 stopped (Ctrl-C, kill).",
)
@click.version_option(__version__, package_name="pimreport")
def program() -> None:
    """From Microsoft Graph PowerShell exports to an audit report on PIM for Groups.

    Files in, files out: it never connects to a tenant.
    """


def _give_up_stdout() -> None:
    """What it still holds would be tried again, and complained about, when the process ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def main() -> None:
    """Run the command line; problems the user can put right are sentences, bugs keep tracebacks."""
    try:
        stopping.listen()
        try:
            program(prog_name="pimreport")
        finally:
            sys.stdout.flush()
    except PimreportError as error:
        for problem in error.problems:
            say(f"pimreport: {problem}")
        sys.exit(error.exit_code)
    except stopping.Stopped as error:
        say(f"pimreport: stopped ({error.name}) before it was done.")
        sys.exit(error.exit_code)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        _give_up_stdout()
        say(f"pimreport: {error.filename or 'The output'} cannot be written: {error.strerror}.")
        sys.exit(UsageError.exit_code)
    finally:
        # The process ends: to look for garbage among all it made once more would only take time.
        gc.freeze()
