"""``pimreport lookup``: from a pseudonym back to the name, for whoever has the key."""

from __future__ import annotations

from pathlib import Path

import click

from pimreport.cli.terminal import show
from pimreport.errors import UsageError


@click.command("lookup", short_help="Who stands behind a pseudonym of a redacted report.")
@click.argument("key", metavar="KEYFILE", type=click.Path(path_type=Path))
@click.argument("words", metavar="PSEUDONYM...", nargs=-1, required=True)
def command(key: Path, words: tuple[str, ...]) -> None:
    """Look up each PSEUDONYM (or pseudonymous id, or real name) in the key of --redact.

    A person's pseudonym, address and id begin alike: any of them finds all three.
    """
    from pimreport.cli.redacting import read  # noqa: PLC0415  # --help answers at once
    from pimreport.redaction.key_file import looked_up  # noqa: PLC0415  # as above

    names = read(key)
    unknown: list[str] = []
    for word in words:
        found = dict.fromkeys(looked_up(names, word))
        unknown += [word] * (not found)
        for pseudonym, real in found:
            show(f"{pseudonym}: {real}", indent=4)
    if unknown:
        raise UsageError(*(f"{key} knows nothing of {one!r}." for one in unknown))
