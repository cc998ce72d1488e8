"""Decisions that somebody must carry out, and what later snapshots prove: Open, Removed, Reappeared."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from pimreport.model.paths import Kind
from pimreport.model.people import Grade
from pimreport.review import rows
from pimreport.review.holders import coverage, is_covered
from pimreport.review.words import Decision, Removal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.review.canonical import Json

UNPROVEN = "not in the evidence: nothing is proven"
_PROTECTED = {
    Grade.PROTECTED.value,
    Grade.PROTECTED_RMAU.value,
    Grade.PROTECTED_MEASURED.value,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One decision to be carried out.

    ``decided``: date of the snapshot of the campaign that decided. ``history``: state after each
    later snapshot, as (date, state, reason).
    """

    key: str
    group: str
    principal: str
    access: str
    decision: Decision
    decided: str
    person: str
    group_name: str
    reviewer: str
    ticket: str
    due: str
    state: Removal = Removal.OPEN
    history: tuple[tuple[str, str, str], ...] = ()

    def json(self) -> Json:
        """As ``tasks.json`` holds it."""
        return asdict(self)

    def late(self, today: str) -> bool:
        """It should have been carried out and is not proved to be."""
        return self.state in {Removal.OPEN, Removal.REAPPEARED} and self.due < today


def tracked(tasks: Iterable[Task], snapshot: Json) -> tuple[Task, ...]:
    """The tasks after one more snapshot. An absence counts only where the evidence covers it."""
    present = rows.keys(snapshot)
    covered = coverage(snapshot)
    kinds: dict[str, set[str | None]] = {}
    for one in snapshot["paths"]:
        kinds.setdefault(rows.key_of(one), set()).add(one["kind"])
    grades = {one["id"]: one["grade"] for one in snapshot["people"]}
    found = []
    for task in tasks:
        here = task.key in present
        proven = not here and is_covered(covered, task.group, task.access)
        changed = here and _carried_out(
            task, kinds.get(task.key, set()), grades.get(task.principal)
        )
        state, reason = _next(task, here=here and not changed, proven=proven or changed)
        entry = (snapshot["as_of"], state.value, reason)
        found.append(replace(task, state=state, history=(*task.history, entry)))
    return tuple(found)


def _carried_out(task: Task, kinds: set[str | None], grade: str | None) -> bool:
    """The access stays, and what was decided about it is so now."""
    if task.decision is Decision.CONVERT:
        return kinds == {Kind.OPTION_A.value}
    return task.decision is Decision.PROTECT and grade in _PROTECTED


def _next(task: Task, *, here: bool, proven: bool) -> tuple[Removal, str]:
    done = Removal.REMOVED if task.decision is Decision.DENY else Removal.DONE
    if task.state is Removal.WITHDRAWN:
        return task.state, "a later review decided otherwise"
    if proven:
        return done, "absent from the snapshot" if done is Removal.REMOVED else "as decided"
    if not here:
        return task.state, UNPROVEN
    if task.state in {Removal.REMOVED, Removal.DONE, Removal.REAPPEARED}:
        return Removal.REAPPEARED, "in the snapshot again"
    return Removal.OPEN, "still in the snapshot"
