"""Two snapshots of one tenant side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.model.changes import Comparison, Direction, What
from pimreport.review import differences, holders, snapshot, weakening
from pimreport.review.findings import finding_changes
from pimreport.review.ground import setting_changes
from pimreport.review.names import Names
from pimreport.review.tie_out import tie_out
from pimreport.wording import english

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.changes import Change, Numbers
    from pimreport.model.report import Report
    from pimreport.review.canonical import Json

_DIRECTIONS = list(Direction)
_WHATS = list(What)


def compare(
    before: Json,
    after: Json,
    earlier: Sequence[Numbers] = (),
    report: Report | None = None,
) -> Comparison:
    """What changed, what matters first, and whether the counts tie out.

    Args:
        before: the earlier snapshot.
        after: the later one.
        earlier: numbers of snapshots before both, the oldest first.
        report: of the later one, if it is to be told in the report's language; a snapshot has the
            titles of findings in English alone.

    Raises:
        UsageError: they are of two tenants.
    """
    snapshot.same_tenant(before, after)
    names = Names.of(before, after)
    titles = {one.key: one.title for one in report.findings} if report else {}
    found = [
        *differences.strategy_changes(before, after, names),
        *differences.protection_changes(before, after, names),
        *weakening.policy_changes(before, after),
        *differences.evidence_changes(before, after, names),
        *holders.membership_changes(before, after, names),
        *holders.role_changes(before, after, names),
        *finding_changes(before, after, names, titles),
        *setting_changes(before, after),
    ]
    return Comparison(
        before=before["as_of"],
        after=after["as_of"],
        before_id=snapshot.id_of(before),
        after_id=snapshot.id_of(after),
        changes=tuple(sorted(found, key=_order)),
        tie_out=tie_out(before, after, names),
        history=(*earlier, snapshot.numbers(before), snapshot.numbers(after)),
    )


def _order(one: Change) -> tuple[Any, ...]:
    """What got worse first; within that, strategy, protection, policy, evidence, and so on."""
    return (
        _DIRECTIONS.index(one.direction),
        _WHATS.index(one.what),
        one.subject,
        one.subject_id,
        one.group or "",
        english(one.sentence),
    )
