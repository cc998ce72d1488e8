"""The eight schedule and instance lists of PIM, and the plain lists beside them, as grants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.model.entra import (
    Access,
    GroupId,
    Membership,
    PrincipalId,
    Role,
    RoleAssignment,
    RoleId,
    State,
)
from pimreport.model.holdings import IN_FORCE, NOT_IN_FORCE
from pimreport.parsers import links, object_ids, periods
from pimreport.parsers.gaps import Gap
from pimreport.parsers.principals import expanded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.document import Raw
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
ACCESS = {"member": Access.MEMBER, "owner": Access.OWNER}
_MADE_OF_ROLE_AND_PRINCIPAL = re.compile(r"[\w-]{43}-1(-e)?", re.ASCII)
"""32 bytes in base64url, and a suffix."""
OF_REQUESTS = frozenset(
    {
        "action",
        "approvalId",
        "completedDateTime",
        "customData",
        "isValidationOnly",
        "targetScheduleId",
    }
)
"""What Graph gives requests for schedules and never what came of them."""
_OF_ASSIGNMENTS = (
    "assignmentScheduleId", "roleAssignmentScheduleId", "roleAssignmentOriginId", "activatedUsing",
)  # fmt: skip
"""What Graph gives assignments and never eligibilities."""
_OF_AN_APPLICATION = (
    "it has no directoryScopeId but an appScopeId ({}), as roles of entitlement management (access "
    "packages) have, which are no directory roles"
)


def status_of(row: Row, reading: Reading) -> str | None:
    """The schedule's status; a word that Graph does not have is told, for it counts as in force."""
    status = row.text("status")
    word = row.word("status")
    if word and word not in NOT_IN_FORCE and word not in IN_FORCE:
        reading.warn(
            "unknown_status",
            f"Status {str(status)[:40]!r} is none of Graph's words: whether the grant holds is not "
            "certain, and it was read as one that does.",
            row.number,
        )
    return status


def state_of(row: Row) -> State | None:
    """Assigned or activated by ``assignmentType``; without that word the row is merely listed.

    None for a word nobody knows: such a row must not count as anything.
    """
    word = row.word("assignmentType")
    return STATES.get(word)


def _may_be_eligible(rows: Sequence[Row]) -> dict[Row, str]:
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


def _forget_foreign_member_types(rows: Sequence[Row], reading: Reading) -> None:
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


def memberships(rows: Sequence[Row], reading: Reading, *, eligible: bool) -> Iterator[Fact]:
    """Facts of a PIM-for-Groups schedule or instance list."""
    _forget_foreign_member_types(rows, reading)
    doubtful = {} if eligible else _may_be_eligible(rows)
    for row in rows:
        group, principal = row.id("groupId"), row.id("principalId")
        access = ACCESS.get(row.word("accessId") or "")
        if group and not object_ids.damage(group):
            reading.groups.add(group)
        if not group or not principal or access is None:
            missing = "groupId" if not group else "principalId" if not principal else "accessId"
            reading.reject(row, f"{missing} is missing or unknown")
            continue
        if why := _damage(groupId=group, principalId=principal) or links.contradiction(row):
            reading.reject(row, why)
            continue
        if row in doubtful:
            reading.reject(row, doubtful[row])
            continue
        state = State.ELIGIBLE if eligible else state_of(row)
        if state is None:
            reading.reject(row, f"assignmentType {row.text('assignmentType')!r} is unknown")
            continue
        when, scheduled = periods.period_of(row), _is_schedule(row)
        yield Membership(
            group=GroupId(group),
            principal=PrincipalId(principal),
            access=access,
            state=state,
            inherited=inherited(row),
            starts=when.starts,
            ends=when.ends,
            permanent=when.permanent,
            ends_told=periods.tells_end(row, when),
            by_pim=None if scheduled or not _tells(row, "startDateTime") else bool(when.starts),
            scheduled=scheduled,
            status=status_of(row, reading),
            created=row.moment("createdDateTime"),
            origins=reading.origin(row),
        )
        yield from expanded(row, reading)


def _is_schedule(row: Row) -> bool:
    return "scheduleInfo" in row or "status" in row


def _tells(row: Row, name: str) -> bool:
    return name in row and not row.lost(name)


def _damage(**ids: str) -> str:
    """Why one of these ids cannot be joined with any other; empty if nothing shows it."""
    for name, identity in ids.items():
        if why := object_ids.damage(identity):
            return f"{name} {why}"
    return ""


def role_assignments(
    rows: Sequence[Row], reading: Reading, *, state: State | None
) -> Iterator[Fact]:
    """Facts of a list of role grants; ``state`` None: each row's ``assignmentType`` tells."""
    _forget_foreign_member_types(rows, reading)
    doubtful = {} if state else _may_be_eligible(rows)
    for row in rows:
        principal, role = row.id("principalId"), row.id("roleDefinitionId")
        if not principal or not role:
            reading.reject(row, f"{'roleDefinitionId' if principal else 'principalId'} is missing")
            continue
        if why := (
            _damage(principalId=principal, roleDefinitionId=role) or links.contradiction(row)
        ):
            reading.reject(row, why)
            continue
        if row in doubtful:
            reading.reject(row, doubtful[row])
            continue
        if why := _other_state_in_id(row, state):
            reading.reject(row, why)
            continue
        scope = row.text("directoryScopeId")
        if scope is None and row.text("appScopeId"):
            reading.turn_away(row, _OF_AN_APPLICATION.format(row.text("appScopeId")))
            continue
        if why := _no_scope(row):
            reading.reject(row, why)
            continue
        held = state or state_of(row)
        if held is None:
            reading.reject(row, f"assignmentType {row.text('assignmentType')!r} is unknown")
            continue
        when, scheduled = periods.period_of(row), _is_schedule(row)
        yield RoleAssignment(
            role=RoleId(role),
            principal=PrincipalId(principal),
            scope=scope_of(scope),
            state=held,
            inherited=inherited(row),
            starts=when.starts,
            ends=when.ends,
            permanent=when.permanent,
            ends_told=periods.tells_end(row, when),
            by_pim=None if scheduled or not _tells(row, "startDateTime") else bool(when.starts),
            scheduled=scheduled,
            status=status_of(row, reading),
            created=row.moment("createdDateTime"),
            origins=reading.origin(row),
        )
        yield from expanded(row, reading)
        yield from expanded_role(row, reading)


def _other_state_in_id(row: Row, state: State | None) -> str:
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


def _no_scope(row: Row) -> str:
    """Why a row does not tell where its role is held; empty if it does."""
    scope = row.text("directoryScopeId")
    if scope is None:
        return "directoryScopeId has no value" if "directoryScopeId" in row else ""
    return "" if is_scope(scope) else f"directoryScopeId {scope[:60]!r} is no scope of Graph's"


def is_scope(scope: str) -> bool:
    """``/``, ``/<object id>`` or ``/administrativeUnits/<id>``."""
    return scope.startswith("/")


def scope_of(scope: str | None) -> str:
    """Ids in a scope are compared, so they are lower-cased; its words keep Graph's spelling."""
    if scope is None:
        return "/"
    head, slash, tail = scope.rpartition("/")
    return f"{head}{slash}{tail.lower()}"


def expanded_role(row: Row, reading: Reading) -> Iterator[Role]:
    """The ``roleDefinition`` of a row, where it was expanded."""
    role = row.part("roleDefinition")
    name = role.text("displayName") if role else None
    if role is None or name is None:
        return
    identity = role.id() or row.id("roleDefinitionId") or ""
    yield Role(
        id=RoleId(identity),
        template_id=role.id("templateId") or identity,
        name=name,
        builtin=role.flag("isBuiltIn"),
        origins=reading.origin(row),
    )


def records(rows: Sequence[Row], _reading: Reading) -> Iterable[Raw]:
    """The rows with what their expanded objects say about names and types, and schedules' periods."""
    for row in rows:
        record = dict(row.values)
        principal, role = row.part("principal"), row.part("roleDefinition")
        record.setdefault(
            "principalDisplayName", principal.text("displayName") if principal else None
        )
        if principal is not None:
            record.setdefault("principalType", _type_word(principal))
        elif row.lost("principal"):
            record.setdefault("principalType", Gap.LOST)
        if "roleDefinitionId" in row:
            record.setdefault("roleDisplayName", role.text("displayName") if role else None)
        yield record | periods.described(row)


def _type_word(principal: Row) -> str:
    kind = principal.values.get("@odata.type")
    return str(kind).rpartition(".")[2] if kind else str(Gap.LOST.value)
