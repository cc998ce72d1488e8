"""``pimreport review open``: from exports to a campaign folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from pimreport.cli import options
from pimreport.cli.terminal import progress, say
from pimreport.errors import MissingLibraryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pimreport.cli.laid_down import LaidDown
    from pimreport.model.as_of import AsOf
    from pimreport.model.report import Report
    from pimreport.review.campaign import Campaign

INPUTS = "inputs"
REPORTS = ("report.xlsx", "report.json", "report.pdf")

_NAMED = 10
"""Rows without a reviewer that are told by name."""

on_day = click.option(
    "--on",
    type=options.Moment(),
    help="The day on which this happens, as recorded. Default: today, UTC.",
)


@click.command("open", short_help="Make a campaign folder with a workbook to fill in.")
@options.exports
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FOLDER",
    required=True,
    type=click.Path(path_type=Path),
    help="The campaign folder; it must not exist yet.",
)
@click.option(
    "--previous",
    metavar="FOLDER",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The campaign before, closed: its decisions and open tasks are carried over.",
)
@click.option(
    "--reviewer",
    "rules",
    metavar="NAME=RULE",
    multiple=True,
    help="Who reviews what: 'Ida=group:PIM Tier 0*', 'Liam=role:Global*', 'Katrin=*'. The first"
    " that fits wins; nobody is given their own access. May be repeated.",
)
@click.option("--apart", is_flag=True, help="One workbook per reviewer.")
@click.option("--due", type=options.Moment(), help="Last day for decisions. Default: in 15 days.")
@options.accepted
@options.config
@options.as_of
@options.dates
@on_day
def open_(  # noqa: PLR0913  # one argument per option
    exports: tuple[Path, ...],
    target: Path,
    rules: tuple[str, ...],
    *,
    previous: Path | None,
    apart: bool,
    due: AsOf | None,
    accepted: Path | None,
    config: Path | None,
    as_of: AsOf | None,
    dates: Literal["dmy", "mdy"] | None,
    on: AsOf | None,
) -> None:
    """Copy EXPORT files unchanged, draw the conclusions, and hand out the workbook.

    Accepted risks and settings are copied, too. Without --accepted or --config, those of the
    previous campaign hold on.
    """
    from pimreport.cli import laid_down  # noqa: PLC0415  # --help answers at once
    from pimreport.cli.accepted_file import without_effect  # noqa: PLC0415  # as above
    from pimreport.cli.reviewing import settings  # noqa: PLC0415  # as above
    from pimreport.review import carried, opening, verification  # noqa: PLC0415  # as above
    from pimreport.review import folder as folders  # noqa: PLC0415  # as above
    from pimreport.review.reviewers import Rule  # noqa: PLC0415  # as above

    folders.demand_apart(target, exports)
    if due is not None and due.last < options.moment(on).first:
        message = f"--due {due.text} lies before the day of opening: no decision would count."
        raise UsageError(message)
    if previous is not None:
        verification.demand(previous)
        accepted, config = _held_on(previous, accepted, config)
    laid = laid_down.read(accepted, config)
    plan = opening.Plan(
        opened=options.moment(on).first.date(),
        due=due.first.date() if due else None,
        dates=dates,
        rules=tuple(map(Rule.parse, rules)),
        apart=apart,
        previous=carried.previous(previous) if previous else None,
        expectations=laid.json(),
        organisation=laid.settings.brand.organisation,
    )
    with progress() as tell, folders.appearing(target) as staging:
        folders.copy_inputs(exports, staging / INPUTS)
        settings.keep(staging, accepted, config)
        result = analysed(staging, laid, options.spoken_of(as_of), dates, tell)
        result = opening.compared(result, plan)
        tell("Writing the workbook")
        opened = opening.fill(staging, result, plan)
        lacking = _write_reports(result, staging, laid, tell)
        opening.seal(opened)
    _tell(opened, target)
    for line in without_effect(result.accepted):
        say(f"  {line}")
    for path in folders.left_over(target):
        say(f"  {path} was left over when an opening was killed: delete it.")
    if lacking is not None:
        raise lacking


def _held_on(
    previous: Path, accepted: Path | None, config: Path | None
) -> tuple[Path | None, Path | None]:
    """The files given, else those of the campaign before; which is said."""
    from pimreport.cli.reviewing import settings  # noqa: PLC0415  # --help answers at once

    theirs = settings.of_campaign(previous)
    for option, given, kept in zip(("accepted", "config"), (accepted, config), theirs, strict=True):
        if given is None and kept is not None:
            say(f"As in the previous review: {kept} (--{option} names another file).")
    return accepted or theirs[0], config or theirs[1]


def analysed(
    folder: Path,
    laid: LaidDown,
    as_of: AsOf,
    dates: Literal["dmy", "mdy"] | None,
    tell: Callable[[str], None],
) -> Report:
    """The conclusions drawn from the inputs of a campaign, under what was laid down for it."""
    from pimreport import analysis, parsers  # noqa: PLC0415  # --help answers at once

    tenant = parsers.load([folder / INPUTS], as_of=as_of, dates=dates, progress=tell)
    tell("Analysing")
    return analysis.accept(analysis.analyse(tenant, laid.expectations), laid.risks)


def _write_reports(
    result: Report, staging: Path, laid: LaidDown, tell: Callable[[str], None]
) -> MissingLibraryError | None:
    """The report as the auditor knows it, beside the workbook; without Pango there is no PDF."""
    from pimreport import report  # noqa: PLC0415  # --help answers at once

    try:
        targets = [staging / name for name in REPORTS]
        report.write(result, targets, progress=tell, settings=laid.settings)
    except MissingLibraryError as error:
        return error
    return None


def _tell(opened: Campaign, target: Path) -> None:
    from pimreport.report.words import counted  # noqa: PLC0415  # --help answers at once

    total = sum(one.rows for one in opened.forms)
    say(
        f"Opened the review as of {opened.as_of} in {target}: {counted(total, 'row')}, due {opened.due}."
    )
    for one in opened.forms:
        whose = f" for {one.reviewer}" if one.reviewer else ""
        say(f"  {target / one.file}: {counted(one.rows, 'row')}{whose}")
    for line in _without_reviewer(replace(opened, folder=target)):
        say(line)
    for task in opened.tasks:
        say(f"  {task.state}: {task.decision} {task.person} in {task.group_name} ({task.due})")
    if not opened.balanced:
        say("  NOT BALANCED against the previous snapshot: see Tie-out in the workbook.")


def _without_reviewer(opened: Campaign) -> Iterator[str]:
    """The rows that no --reviewer took; none where no rule was given, and rows are everybody's."""
    nobodys = [row for row in opened.rows() if not row.reviewer] if opened.rules else []
    for row in nobodys[:_NAMED]:
        yield f"  No reviewer yet: {row.person} in {row.group_name}"
    if len(nobodys) > _NAMED:
        yield f"  and {len(nobodys) - _NAMED} more"
    if nobodys:
        yield (
            "  No --reviewer fits, or only their own: write a name into the column Reviewer before"
            " the workbook goes out."
        )
