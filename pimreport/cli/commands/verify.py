"""``pimreport verify``: everything is recomputed, every difference is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pimreport.cli.terminal import progress, say
from pimreport.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pimreport.review.campaign import Campaign


@click.command("verify", short_help="A review, or the signature on a PDF, still holds.")
@click.argument("evidence", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--previous",
    metavar="FOLDER",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The review before: it is the one that this one follows, and holds itself.",
)
@click.option(
    "--signers",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Allowed signers (ssh-keygen(1)); with --signer, the manifest must be signed.",
)
@click.option("--signer", metavar="NAME", help="Who must have signed, as FILE names them.")
@click.option(
    "--trust",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Certificates of authorities (PEM): the signature on a PDF must lead to one of them.",
)
def command(
    evidence: Path,
    previous: Path | None,
    signers: Path | None,
    signer: str | None,
    trust: Path | None,
) -> None:
    """Verify the campaign in the folder EVIDENCE, or the signature on the PDF EVIDENCE.

    Exit status 6 names every file that does not hold.
    """
    if evidence.is_file():
        from pimreport.cli import signed_pdf  # noqa: PLC0415  # --help answers at once

        if previous or signers or signer:
            message = "--previous, --signers and --signer are for the folder of a review."
            raise UsageError(message)
        signed_pdf.verify(evidence, trust)
        return
    if trust is not None:
        message = "--trust is for the signature on a PDF; the folder of a review has --signers."
        raise UsageError(message)
    _verify_review(evidence, previous, signers, signer)


def _verify_review(
    folder: Path, previous: Path | None, signers: Path | None, signer: str | None
) -> None:
    from pimreport.review import closing, verification  # noqa: PLC0415  # --help answers at once
    from pimreport.review.campaign import Campaign  # noqa: PLC0415  # as above

    if (signers is None) is not (signer is None):
        message = "--signers and --signer go together."
        raise UsageError(message)
    problems = list(verification.check_files(folder))
    if previous is not None and not problems:
        problems += [f"{previous}: {one}" for one in verification.check_files(previous)]
        problems += verification.check_chain(folder, previous)
    problems += _signature(folder, signers, signer)
    if not problems:
        with progress() as tell:
            problems += _recomputed(Campaign.read(folder), tell)
    if problems:
        raise VerificationError(*problems)
    campaign = Campaign.read(folder)
    state = "closed" if campaign.closed else "open (DRAFT)"
    say(f"{folder} holds: review as of {campaign.as_of}, {state}.")
    left = () if campaign.closed else closing.half_done(folder)
    if left:
        say(f"A closing that did not end has left {', '.join(left)}: they count for nothing.")


def _signature(folder: Path, signers: Path | None, signer: str | None) -> list[str]:
    from pimreport.review import manifest, signature  # noqa: PLC0415  # --help answers at once

    if not (folder / manifest.SIGNATURE).is_file():
        return ["The manifest is not signed."] if signers else []
    holds, said = signature.check(folder, signers, signer)
    if not holds:
        return [f"{manifest.SIGNATURE}: the signature of manifest.json does not hold: {said}"]
    say(said)
    return []


def _recomputed(campaign: Campaign, tell: Callable[[str], None]) -> list[str]:
    """The snapshot from the inputs, and the decisions from the workbooks, once more."""
    from pimreport import __version__  # noqa: PLC0415  # as below
    from pimreport.cli import laid_down  # noqa: PLC0415  # as below
    from pimreport.cli.reviewing import settings  # noqa: PLC0415  # --help answers at once
    from pimreport.cli.reviewing.open import analysed  # noqa: PLC0415  # as above
    from pimreport.model.as_of import AsOf  # noqa: PLC0415  # as above
    from pimreport.review import recomputing, snapshot  # noqa: PLC0415  # as above

    problems = list(recomputing.check_decisions(campaign))
    made_by = snapshot.read(campaign.folder)["version"]
    if made_by != __version__:
        say(f"The snapshot was made by pimreport {made_by}; only that version can recompute it.")
        return problems
    laid = laid_down.read(*settings.of_campaign(campaign.folder), brand=False)
    as_of = AsOf.parse(campaign.as_of)
    result = analysed(campaign.folder, laid, as_of, campaign.dates, tell)
    again = snapshot.of(result, laid.json())
    if (actual := snapshot.id_of(again)) != campaign.snapshot:
        problems.append(
            f"The inputs give the snapshot {actual}, not {campaign.snapshot}: another version of"
            " pimreport, or another file."
        )
    return problems
