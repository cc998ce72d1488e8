"""``pimreport review close``: every gate, then decisions, tasks and a sealed folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pimreport.cli import options
from pimreport.cli.reviewing.open import on_day
from pimreport.cli.reviewing.status import campaign_folder, told_failures, workbooks
from pimreport.cli.terminal import progress, say
from pimreport.errors import (
    MissingLibraryError,
    UsageError,
    VerificationError,
)

if TYPE_CHECKING:
    from pimreport.model.as_of import AsOf
    from pimreport.review.campaign import Campaign
    from pimreport.review.progress import Progress
    from pimreport.review.returned import Returned
    from pimreport.review.seal import Seal
    from pimreport.review.sign_off import Section


@click.command("close", short_help="Run every gate, then seal decisions and remediation.")
@campaign_folder
@workbooks
@click.option("--by", required=True, metavar="NAME", help="Who closes the review.")
@click.option(
    "--accept-late", metavar="REASON", default="", help="Count decisions after the last day, too."
)
@click.option(
    "--sign",
    "key",
    metavar="KEY",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Sign the manifest with this SSH key (ssh-keygen -Y).",
)
@on_day
def close(
    folder: Path,
    workbooks: tuple[Path, ...],
    *,
    by: str,
    accept_late: str,
    key: Path | None,
    on: AsOf | None,
) -> None:
    """Take the decisions of FOLDER's workbooks, or of the WORKBOOKs that came back, over.

    A gate that fails names its rows, and nothing is closed (exit status 6).
    """
    from pimreport.review import closing, sign_off, verification  # noqa: PLC0415  # --help answers at once
    from pimreport.review.campaign import Campaign  # noqa: PLC0415  # as above
    from pimreport.review.returned import files  # noqa: PLC0415  # as above
    from pimreport.review.seal import Seal  # noqa: PLC0415  # as above
    from pimreport.review.signature import sign  # noqa: PLC0415  # as above

    if not by.strip():
        message = "--by names who closes the review, and answers for it."
        raise UsageError(message)
    verification.demand(folder)
    campaign = Campaign.read(folder)
    if campaign.closed:
        message = f"{folder} is closed already."
        raise UsageError(message)
    seal = Seal(by=by, on=options.moment(on).text[:10], late=accept_late)
    with progress() as tell:
        tell("Reading the workbooks")
        kept = closing.copied(campaign, files(campaign, workbooks))
        with closing.undone_unless_closed(campaign):
            returned, found = _judged(campaign, kept, seal)
            tell("Closing")
            told = sign_off.sections(
                campaign, returned, found, closing.tasks_after(campaign, returned), seal
            )
            pages, lacking = _pdf(sign_off.title(campaign), told, f"{seal.on}T00:00:00Z")
            closing.close(campaign, returned, found, seal, pages)
    if key is not None:
        sign(folder, key)
    told_decisions = ", ".join(
        f"{number} {word}" for word, number in found.decisions.items() if number
    )
    say(f"Closed the review as of {campaign.as_of}: {found.rows} rows ({told_decisions}).")
    for name in (*pages, closing.SIGN_OFF, closing.REMEDIATION, "decisions.jsonl", "manifest.json"):
        say(f"  {folder / name}")
    if lacking is not None:
        raise lacking


def _judged(campaign: Campaign, kept: tuple[Path, ...], seal: Seal) -> tuple[Returned, Progress]:
    """The answers, if every gate passes.

    Raises:
        VerificationError: names the rows that fail one.
    """
    from pimreport.review import progress as review  # noqa: PLC0415  # --help answers at once
    from pimreport.review.returned import collect  # noqa: PLC0415  # as above

    returned = collect(campaign, kept)
    found = review.progress(campaign, returned, seal.on, seal.late)
    if found.failures:
        state = f"{campaign.folder} stays open (DRAFT): gates fail."
        raise VerificationError(state, *told_failures(found.failures))
    return returned, found


def _pdf(
    heading: str, told: list[Section], created: str
) -> tuple[dict[str, bytes], MissingLibraryError | None]:
    """The page to be signed, or what is missing to make it; everything else is closed all the same."""
    from pimreport.cli.reviewing.page import signed_page  # noqa: PLC0415  # loads Pango
    from pimreport.review import closing  # noqa: PLC0415  # --help answers at once

    try:
        return {closing.SIGN_OFF_PAGE: signed_page(heading, told, created)}, None
    except MissingLibraryError as error:
        return {}, error
