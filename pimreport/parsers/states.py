"""Assigned, activated or eligible, direct or inherited: what the rows of PIM's lists say they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.model.entra import State
from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

STATES = {
    None: State.LISTED,
    "assigned": State.ACTIVE,
    "activated": State.ACTIVATED,
    "active": State.LISTED,  # other tools' word for either
    "eligible": State.ELIGIBLE,
}
INHERITED = frozenset({"group", "inherited"})
MEMBER_TYPES = INHERITED | {"direct", "unknownfuturevalue"}
"""All of Graph's words."""
_MADE_OF_ROLE_AND_PRINCIPAL = re.compile(r"[\w-]{43}-1(-e)?", re.ASCII)
"""32 bytes in base64url, and a suffix."""
_OF_ASSIGNMENTS = (
    "assignmentScheduleId", "roleAssignmentScheduleId", "roleAssignmentOriginId", "activatedUsing",
)  # fmt: skip
"""What Graph gives assignments and never eligibilities."""


def state_of(row: Row) -> State | None:
    """Assigned or activated by ``assignmentType``; without that word the row is merely listed.

    None for a word nobody knows: such a row must not count as anything.
    """
    word = row.word("assignmentType")
    return STATES.get(word)


def may_be_eligible(rows: Sequence[Row]) -> dict[Row, str]:
    """Rows of an assignment list that need not be assignments -> why; Graph gives each its type.

    A table takes its columns from its first object, and Select-Object makes empty ones of what a
    list does not have: an eligibility in such a table has an assignmentType, and nothing in it.
    """
    lacking = [row for row in rows if not row.text("assignmentType")]
    if not lacking:
        return {}
    if len(lacking) < len(rows):
        why = (
            "assignmentType is empty here and not in other rows, so this may be an eligibility that "
            "a script put among the assignments"
        )
        return {
            row: why for row in lacking if not any(row.values.get(one) for one in _OF_ASSIGNMENTS)
        }
    why = (
        "assignmentType is empty in every row, as where Select-Object asked eligibilities for it, and "
        "nothing else tells assignments from eligibilities"
    )
    return {row: why for row in lacking if not _is_declared(row)}


def _is_declared(row: Row) -> bool:
    """Something else than ``assignmentType`` says that the list is one of assignments."""
    return bool(row.page.type or row.page.context or row.type) or any(
        one in row for one in _OF_ASSIGNMENTS
    )


def forget_foreign_member_types(rows: Sequence[Row], reading: Reading) -> None:
    """``memberType`` with words of a script's own says nothing about how grants are held."""
    foreign = next(
        (row for row in rows if (row.word("memberType") or "direct") not in MEMBER_TYPES), None
    )
    if foreign is None:
        return
    word = str(foreign.text("memberType"))[:40]
    reading.warn(
        "foreign_member_type",
        f"memberType is {word!r} in row {foreign.number}, which is none of Graph's words (Direct, Group): "
        "a script put something else into this column, so no row tells whether its grant is held "
        "through a group. Export all properties as Graph has them.",
        foreign.number,
    )
    for row in rows:
        if "memberType" in row:
            row.values["memberType"] = Gap.LOST


def inherited(row: Row) -> bool:
    """``memberType`` says the grant is held through a group, so it is no grant of its own."""
    return row.word("memberType") in INHERITED


def other_state_in_id(row: Row, state: State | None) -> str:
    """Why a row that nothing else tells apart is of the other kind; empty if its id says nothing.

    Ids of instances and assignments that were made of role and principal end in ``-1``, those of
    eligibilities in ``-1-e``.
    """
    if state is None or "roleEligibilityScheduleId" in row:
        return ""
    found = _MADE_OF_ROLE_AND_PRINCIPAL.fullmatch(row.text("id") or "")
    if found is None or bool(found.group(1)) is (state is State.ELIGIBLE):
        return ""
    kind = "an eligibility" if found.group(1) else "an active assignment"
    return f"its id is that of {kind}, and the columns that would say so were not exported"
