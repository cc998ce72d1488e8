"""Decisions of Microsoft's access reviews: Graph's decision items and the history report's CSV.

They tell what somebody decided, not what holds: read and shown, and no grant follows from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    if rows:
        reading.warn(
            "decisions_only",
            "These are decisions of access reviews: they tell what reviewers decided, not what was "
            "carried out or holds today. Nothing was concluded from them about anybody's access.",
        )
    yield from ()


ACCESS_REVIEW_DECISIONS = Resource(
    name="access_review_decisions",
    parse=_parse,
    keys=frozenset({"accessReviewId"}),
    one_of=frozenset({"decision", "recommendation", "accessReviewSeriesId"}),
    contexts=(
        "identityGovernance/accessReviews/definitions/instances/decisions",
        "accessReviews/definitions/instances/decisions",
    ),
    types=("accessReviewInstanceDecisionItem",),
    reads=frozenset({"accessReviewId", "decision", "principal"}),
    command=(
        "Get-MgIdentityGovernanceAccessReviewDefinitionInstanceDecision -All "
        "-AccessReviewScheduleDefinitionId <review id> -AccessReviewInstanceId <instance id>"
    ),
)
