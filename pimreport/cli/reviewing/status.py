"""``pimreport review status``: how far, who is late, which gate fails on which row."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pimreport.cli import options
from pimreport.cli.reviewing.open import on_day
from pimreport.cli.terminal import add_row, console, progress, say, show, table

if TYPE_CHECKING:
    from pimreport.model.as_of import AsOf
    from pimreport.review.campaign import Campaign
    from pimreport.review.gates import Failure
    from pimreport.review.progress import Progress

MOST = 10

workbooks = click.argument(
    "workbooks",
    metavar="[WORKBOOK]...",
    nargs=-1,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
campaign_folder = click.argument(
    "folder", type=click.Path(path_type=Path, exists=True, file_okay=False)
)


@click.command("status", short_help="How far, who is late, which gate fails on which row.")
@campaign_folder
@workbooks
@click.option(
    "--since",
    metavar="SNAPSHOT",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="A later snapshot.json or campaign: which removals of a closed review it proves.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@on_day
def status(
    folder: Path,
    workbooks: tuple[Path, ...],
    since: tuple[Path, ...],
    *,
    as_json: bool,
    on: AsOf | None,
) -> None:
    """Read the workbooks in FOLDER, or the WORKBOOKs that came back, and say what is missing."""
    from pimreport.review.campaign import Campaign  # noqa: PLC0415  # --help answers at once

    found = _found(Campaign.read(folder), workbooks, since, options.moment(on))
    if as_json:
        sys.stdout.buffer.write(json.dumps(found.json(), indent=2).encode() + b"\n")
    else:
        print_progress(found, options.moment(on).text)


def _found(
    campaign: Campaign, workbooks: tuple[Path, ...], since: tuple[Path, ...], on: AsOf
) -> Progress:
    from pimreport.review import carried, closing, snapshot, verification  # noqa: PLC0415  # --help answers at once
    from pimreport.review import progress as review  # noqa: PLC0415  # as above
    from pimreport.review.returned import collect, files  # noqa: PLC0415  # as above

    with progress() as tell:
        tell("Reading the workbooks")
        returned = collect(
            campaign,
            closing.sealed(campaign) if campaign.closed else files(campaign, workbooks),
        )
    late = closing.seal_of(campaign).late if campaign.closed else ""
    found = review.progress(campaign, returned, on.text[:10], late)
    if campaign.closed:
        then = verification.snapshot_of(campaign.folder)
        later = [verification.snapshot_of(one) for one in since]
        for one in later:
            snapshot.demand_order(then, one)
        tasks = review.after(carried.tasks_of(campaign.folder), later)
        found = replace(found, tasks=tasks)
    return found


def print_progress(found: Progress, today: str) -> None:
    """A page for a person at a terminal."""
    show(
        f"Review as of {found.as_of}: {found.state}, {found.decided} of {found.rows} rows decided,"
        f" due {found.due}."
    )
    listing = table("", "reviewer", "decided", "of", "")
    for share in found.shares:
        note = "LATE" if share.late else ("done" if share.decided == share.rows else "")
        add_row(listing, share.reviewer, share.decided, share.rows, note)
    console(data=True).print(listing)
    told = ", ".join(f"{word} {number}" for word, number in found.decisions.items() if number)
    show(f"Decisions: {told or 'none'}")
    for task in found.tasks:
        late = ", LATE" if task.late(today[:10]) else ""
        why = f": {task.history[-1][2]}" if task.history else ""
        show(
            f"  {task.state}{late}: {task.decision} {task.person} in {task.group_name},"
            f" due {task.due}{why}",
            indent=4,
        )
    if found.failures:
        for line in told_failures(found.failures):
            show(line, indent=4)
    else:
        show("Every gate passes.")
        if found.state != "closed":
            say("`pimreport review close` can close it.")


def told_failures(failures: tuple[Failure, ...]) -> list[str]:
    """A line per gate, and the first rows that fail it."""
    gates: dict[str, list[Failure]] = {}
    for one in failures:
        gates.setdefault(one.gate, []).append(one)
    lines = []
    for gate, found in gates.items():
        lines.append(f"Gate {gate} fails {len(found)} time{'s' * (len(found) != 1)}:")
        lines += [f"  {_where(one)}: {one.problem}" for one in found[:MOST]]
        if len(found) > MOST:
            lines.append(f"  and {len(found) - MOST} more: see `pimreport review status --json`")
    return lines


def _where(one: Failure) -> str:
    return f"{one.where} ({one.who})" if one.who else one.where
