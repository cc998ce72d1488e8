"""What no output may take the place of: what the run itself reads, and what a review keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def demand_free(outputs: Iterable[Path], read: Iterable[Path | None]) -> None:
    """No output replaces evidence, under whatever name it is given.

    Args:
        outputs: files that will be written.
        read: files that the command was given to read; None where an option was not used.

    Raises:
        UsageError: a sentence for each output that would.
    """
    given = {one.resolve() for one in read if one is not None}
    problems = [told for one in outputs if (told := _taken(one, given))]
    if problems:
        raise UsageError(*problems)


def _taken(output: Path, given: set[Path]) -> str | None:
    place = output.resolve()
    if place in given:
        return f"{output} is what is read here: it would be lost. Name another file."
    review = next((one for one in place.parents if _is_review(one)), None)
    if review is None:
        return None
    if _is_closed(review):
        return f"{review} is a closed review, and sealed: name {output.name} in another folder."
    if output.exists():
        return f"{output} belongs to the review in {review}: name another file."
    return None


def _is_review(folder: Path) -> bool:
    # The names alone, so that a report need not load what reads a review.
    return (folder / "campaign.json").is_file() and (folder / "manifest.json").is_file()


def _is_closed(review: Path) -> bool:
    from pimreport.review.campaign import Campaign  # noqa: PLC0415  # imported when used

    return Campaign.read(review).closed
