"""``pimreport sample``: an invented tenant of any size, as exports."""

from __future__ import annotations

from pathlib import Path

import click

from pimreport.cli.terminal import say
from pimreport.errors import UsageError

_MANY = click.IntRange(min=1)


@click.command("sample", short_help="Write an invented tenant as exports.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--users", type=_MANY, default=1000, show_default=True, help="Accounts.")
@click.option("--groups", type=_MANY, default=20, show_default=True, help="PIM groups.")
@click.option(
    "--members", type=_MANY, default=8, show_default=True, help="Members of a group, on average."
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Another number is another tenant; the same one gives the same bytes.",
)
@click.option(
    "--format",
    "formats",
    metavar="WAY",
    multiple=True,
    default=("graph-page",),
    help="How the files are written; may be repeated, then the lists take turns. 'all' is each "
    "in turn.",
)
@click.option("--force", is_flag=True, help="Write into a folder that holds something.")
def command(
    folder: Path,
    users: int,
    groups: int,
    members: int,
    seed: int,
    formats: tuple[str, ...],
    *,
    force: bool,
) -> None:
    """Write an invented tenant into DIR, as an administrator would have exported it.

    The ways of writing: graph-page, raw-page, sdk-json, sdk-json-5.1, export-csv-7,
    export-csv-5.1, export-csv-german, clixml.
    """
    from pimreport.report.files import refusal  # noqa: PLC0415  # --help answers at once
    from pimreport.synthetic import population  # noqa: PLC0415  # --help answers at once
    from pimreport.synthetic.ways import WAYS  # noqa: PLC0415

    known = {way.name: way for way in WAYS}
    unknown = [name for name in formats if name not in known and name != "all"]
    if unknown:
        problem = f"{unknown[0]!r} is no way of writing; there are {', '.join(known)} and all."
        raise UsageError(problem)
    if folder.exists() and any(folder.iterdir()) and not force:
        problem = f"{folder} is not empty; give another folder, or --force."
        raise UsageError(problem)
    size = population.Size(users=users, groups=groups, members=members)
    ways = WAYS if "all" in formats else tuple(known[name] for name in formats)
    try:
        written = population.write(population.Population(size, seed), folder, ways)
    except OSError as error:
        raise UsageError(refusal(folder, error)) from error
    say(f"Wrote {len(written)} files about {users} users and {groups} groups into {folder}.")
