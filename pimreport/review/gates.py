"""The gates that a review must pass before it closes; each names the rows that fail it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pimreport.review import form_columns as columns
from pimreport.review.reviewers import is_subject
from pimreport.review.words import ACTIONS, OPEN, Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pimreport.review.answers import Answer
    from pimreport.review.removals import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days between which a decision counts (ISO dates).

    ``late``: why later ones do, too. ``today``: the day of judging; nobody decides on a later one.
    """

    opened: str
    due: str
    late: str = ""
    today: str = ""

    @property
    def latest(self) -> str:
        """East of Greenwich, where today is UTC's, tomorrow may have begun."""
        if not self.today:
            return ""
        return (date.fromisoformat(self.today) + timedelta(days=1)).isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One demand. ``fails``: what is wrong with a row, or None."""

    name: str
    demand: str
    fails: Callable[[Answer, Window, Mapping[str, Task]], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One gate that fails, where (file and row), and on whose access if on a row."""

    gate: str
    where: str
    key: str
    problem: str
    who: str = ""


def failures(
    answers: Iterable[Answer], window: Window, tasks: Mapping[str, Task]
) -> Iterator[Failure]:
    """Every gate against every row."""
    for answer in answers:
        for gate in GATES:
            problem = gate.fails(answer, window, tasks)
            if problem is not None:
                yield Failure(
                    gate=gate.name,
                    where=answer.where,
                    key=answer.row.key,
                    problem=problem,
                    who=f"{answer.row.person} in {answer.row.group_name}",
                )


def _decided(answer: Answer, _: Window, __: Mapping[str, Task]) -> str | None:
    if columns.DECISION in answer.computed or (answer.written and answer.decision is None):
        return None  # told by another gate
    return "not decided" if answer.decision in {None, *OPEN} else None


def _in_vocabulary(answer: Answer, _: Window, __: Mapping[str, Task]) -> str | None:
    if answer.written and answer.decision is None:
        return f"{answer.written!r} is no decision; there are {', '.join(Decision)}"
    return None


def _typed(answer: Answer, _: Window, __: Mapping[str, Task]) -> str | None:
    told = ", ".join(f"{title} ({what})" for title, what in answer.computed.items())
    return f"not typed in: {told}" if told else None


def _justified(answer: Answer, _: Window, tasks: Mapping[str, Task]) -> str | None:
    if answer.justification or answer.decision is None:
        return None
    if answer.decision in {Decision.EXCEPTION, Decision.DONT_KNOW}:
        return f"{answer.decision} without justification"
    if answer.decision is not Decision.APPROVE:
        return None
    if answer.row.key in tasks:
        return "approved without justification, though denied or to be changed earlier"
    return "approved with findings, without justification" if answer.row.findings else None


def _unchanged(answer: Answer, _: Window, __: Mapping[str, Task]) -> str | None:
    if answer.changed:
        return f"changed where nothing is to be filled in: {', '.join(answer.changed)}"
    return None


def _not_self(answer: Answer, _: Window, __: Mapping[str, Task]) -> str | None:
    if answer.decision in {None, *OPEN}:
        return None
    if not answer.reviewer:
        return "no reviewer is named"
    if is_subject(answer.reviewer, answer.row):
        return f"{answer.reviewer} reviews their own access"
    return None


def _in_time(answer: Answer, window: Window, _: Mapping[str, Task]) -> str | None:
    if answer.decision in {None, *OPEN}:
        return None
    if not answer.reviewed.day:
        return answer.reviewed.problem or "no day of review"
    if answer.reviewed.day < window.opened:
        return f"reviewed on {answer.reviewed.day}, before the review was opened ({window.opened})"
    if answer.reviewed.day > window.due and not window.late:
        return f"reviewed on {answer.reviewed.day}, after the last day ({window.due})"
    if window.latest and answer.reviewed.day > window.latest:
        return f"reviewed on {answer.reviewed.day}, a day still to come (today is {window.today})"
    return None


def _followed_up(answer: Answer, _: Window, __: Mapping[str, Task]) -> str | None:
    if answer.decision not in {*ACTIONS, Decision.EXCEPTION}:
        return None
    lacks = [] if answer.ticket or answer.decision is Decision.EXCEPTION else ["no ticket"]
    if not answer.due.day:
        lacks.append(answer.due.problem or "no date")
    elif answer.due.day < (answer.reviewed.day or answer.due.day):
        lacks.append(f"the date {answer.due.day} lies before the review")
    return f"{answer.decision}: {', '.join(lacks)}" if lacks else None


GATES = (
    Gate(name="decided", demand="Every row has a decision.", fails=_decided),
    Gate(
        name="vocabulary", demand="Each decision is one of the words above.", fails=_in_vocabulary
    ),
    Gate(
        name="typed",
        demand="The yellow columns hold what somebody typed: no formula, which may tell another thing"
        " tomorrow, and no error.",
        fails=_typed,
    ),
    Gate(
        name="justification",
        demand="Approvals of access with findings, or denied earlier, exceptions and DontKnow say why.",
        fails=_justified,
    ),
    Gate(
        name="unchanged",
        demand="Nothing but the yellow columns has changed; no row is added, lost or doubled.",
        fails=_unchanged,
    ),
    Gate(
        name="reviewer",
        demand="A reviewer is named, and nobody reviews their own access.",
        fails=_not_self,
    ),
    Gate(name="window", demand="The day of review lies in the time of the review.", fails=_in_time),
    Gate(
        name="follow-up",
        demand="Deny, ConvertToOptionA and AddProtectingRole have a ticket and a date; an exception"
        " has its last day.",
        fails=_followed_up,
    ),
)
