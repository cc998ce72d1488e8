"""How far a review is: rows decided per reviewer, who is late, which gate fails where."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pimreport.review import gates
from pimreport.review.removals import tracked
from pimreport.review.words import OPEN, Decision, Removal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.review.campaign import Campaign
    from pimreport.review.canonical import Json
    from pimreport.review.gates import Failure
    from pimreport.review.removals import Task
    from pimreport.review.returned import Returned

UNASSIGNED = "nobody yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one reviewer has done. ``late``: rows are undecided though the last day has passed."""

    reviewer: str
    rows: int
    decided: int
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The state of a review on a day."""

    state: str
    as_of: str
    opened: str
    due: str
    rows: int
    decided: int
    decisions: dict[str, int]
    shares: tuple[Share, ...]
    failures: tuple[Failure, ...]
    tasks: tuple[Task, ...]

    def json(self) -> Json:
        """As ``review status --json`` prints it."""
        by_gate = {gate.name: 0 for gate in gates.GATES}
        for one in self.failures:
            by_gate[one.gate] = by_gate.get(one.gate, 0) + 1
        return {"schema": "pimreport/review-status/1", "gates": by_gate, **asdict(self)}


def progress(campaign: Campaign, returned: Returned, today: str, late: str = "") -> Progress:
    """Judge what came back so far.

    Args:
        campaign: which review.
        returned: its workbooks.
        today: ISO date.
        late: why decisions after the last day count, if they do.
    """
    window = gates.Window(opened=campaign.opened, due=campaign.due, late=late, today=today[:10])
    tasks = {one.key: one for one in campaign.tasks if one.state in _UNDONE}
    found = [*returned.failures, *gates.failures(returned.answers, window, tasks)]
    if not campaign.balanced:
        found.append(
            gates.Failure(
                gate="tie-out",
                where="snapshot.json",
                key="",
                problem="the counts do not balance against the previous snapshot",
            )
        )
    decided = [one for one in returned.answers if one.decision not in {None, *OPEN}]
    decisions = {
        word.value: sum(one.decision is word for one in returned.answers) for word in Decision
    }
    return Progress(
        state="closed" if campaign.closed else "DRAFT",
        as_of=campaign.as_of,
        opened=campaign.opened,
        due=campaign.due,
        rows=len(returned.answers),
        decided=len(decided),
        decisions=decisions,
        shares=_shares(returned, past=today > campaign.due),
        failures=tuple(found),
        tasks=campaign.tasks,
    )


_UNDONE = frozenset({Removal.OPEN, Removal.REAPPEARED})


def after(tasks: Iterable[Task], snapshots: Iterable[Json]) -> tuple[Task, ...]:
    """The tasks as later snapshots show them, the oldest first."""
    found = tuple(tasks)
    for one in sorted(snapshots, key=lambda one: str(one["as_of"])):
        found = tracked(found, one)
    return found


def _shares(returned: Returned, *, past: bool) -> tuple[Share, ...]:
    counts: dict[str, list[int]] = {}
    for one in returned.answers:
        whose = one.reviewer or one.row.reviewer or UNASSIGNED
        count = counts.setdefault(whose, [0, 0])
        count[0] += 1
        count[1] += one.decision not in {None, *OPEN}
    return tuple(
        Share(reviewer=whose, rows=rows, decided=decided, late=past and decided < rows)
        for whose, (rows, decided) in sorted(counts.items())
    )
