"""Drawing the decisions of a closed review once more, from the workbooks it kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.review import closing
from pimreport.review.progress import progress
from pimreport.review.returned import collect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.review.campaign import Campaign


def check_decisions(campaign: Campaign) -> Iterator[str]:
    """A sentence for every gate that fails, and every file that comes out otherwise."""
    if not campaign.closed:
        return
    seal = closing.seal_of(campaign)
    returned = collect(campaign, closing.sealed(campaign))
    found = progress(campaign, returned, seal.on, seal.late)
    for one in found.failures:
        yield f"{one.where}: {one.problem} (gate {one.gate})"
    for name, content in closing.drawn(campaign, returned, found, seal).items():
        if (campaign.folder / name).read_bytes() != content:
            yield f"{name} does not follow from the workbooks in returned/."
