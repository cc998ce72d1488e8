"""What to recommend for a row, and why; a person decides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pimreport.model.people import Grade
from pimreport.review.words import NO_INFO, Decision, Removal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pimreport.review.carried import Earlier
    from pimreport.review.removals import Task
    from pimreport.review.rows import Row

_WEAK = {Grade.EXPOSED.value, Grade.CONTESTED.value}


def advised(
    rows: Iterable[Row], earlier: Mapping[str, Earlier], tasks: Mapping[str, Task], today: str
) -> Iterator[Row]:
    """The rows with a recommendation, its reason, and the last decision.

    Args:
        rows: of the new review.
        earlier: decisions of the previous one, by row key; empty where there was none.
        tasks: what had to be carried out, by row key.
        today: ISO date against which exceptions have expired.
    """
    for row in rows:
        last = earlier.get(row.key)
        new = "new" if earlier else "no earlier review"
        advice = (
            *_from_tasks(tasks.get(row.key)),
            *_from_account(row),
            *_from_last(last, today, follows=bool(earlier)),
            *_from_protection(row),
            (Decision.APPROVE.value, "No open finding about this person here."),
        )
        what, why = advice[0]
        yield replace(row, recommendation=what, why=why, last_decision=last.told if last else new)


def _from_tasks(task: Task | None) -> Iterator[tuple[str, str]]:
    if task is None or task.decision is not Decision.DENY:
        return
    if task.state is Removal.REAPPEARED:
        yield Decision.DENY.value, f"Denied on {task.decided}, removed, and here again."
    yield Decision.DENY.value, f"Denied on {task.decided}, due {task.due}, and still here."


def _from_account(row: Row) -> Iterator[tuple[str, str]]:
    if row.account == "IN NO EXPORT":
        yield Decision.DENY.value, "No export describes this principal any more."
    if "DISABLED" in row.account:
        yield Decision.DENY.value, "The account is disabled."


def _from_last(last: Earlier | None, today: str, *, follows: bool) -> Iterator[tuple[str, str]]:
    if last is None and follows:
        yield NO_INFO, "New since the last review: who granted it, and what for?"
    if last is not None and last.decision is Decision.EXCEPTION and last.due < today:
        yield NO_INFO, f"The exception ended on {last.due}: decide anew."


def _from_protection(row: Row) -> Iterator[tuple[str, str]]:
    if row.grade in _WEAK and "option-b" in row.kinds:
        told = f"The account is {row.grade}; active members of the group would be protected."
        yield Decision.CONVERT.value, told
    if row.grade in _WEAK:
        yield Decision.PROTECT.value, f"The account can be reset by others: {row.grade}."
    if row.grade == Grade.UNKNOWN.value or "unknown" in row.kinds:
        yield NO_INFO, "Evidence that decides it is missing."
    if row.findings:
        yield NO_INFO, "Look at the findings first."
