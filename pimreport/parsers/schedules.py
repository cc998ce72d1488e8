"""The eight schedule and instance lists of PIM, and the plain lists beside them, as grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

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
from pimreport.parsers import links, object_ids, periods, scopes, states
from pimreport.parsers.gaps import Gap
from pimreport.parsers.principals import expanded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pimreport.model.entra import Fact
    from pimreport.model.evidence import Origin
    from pimreport.parsers.document import Raw
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

ACCESS = {"member": Access.MEMBER, "owner": Access.OWNER}
_OF_AN_APPLICATION = (
    "it has no directoryScopeId but an appScopeId ({}), as roles of entitlement management (access "
    "packages) have, which are no directory roles"
)
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


class _AnyGrant(TypedDict):
    """The fields that both kinds of grant have, as :mod:`pimreport.model.entra` describes them."""

    inherited: bool
    starts: datetime | None
    ends: datetime | None
    permanent: bool | None
    ends_told: bool
    by_pim: bool | None
    scheduled: bool
    status: str | None
    created: datetime | None
    origins: tuple[Origin, ...]


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


def memberships(rows: Sequence[Row], reading: Reading, *, eligible: bool) -> Iterator[Fact]:
    """Facts of a PIM-for-Groups schedule or instance list."""
    states.forget_foreign_member_types(rows, reading)
    doubtful = {} if eligible else states.may_be_eligible(rows)
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
        state = State.ELIGIBLE if eligible else states.state_of(row)
        if state is None:
            reading.reject(row, f"assignmentType {row.text('assignmentType')!r} is unknown")
            continue
        yield Membership(
            group=GroupId(group),
            principal=PrincipalId(principal),
            access=access,
            state=state,
            **_of_any_grant(row, reading),
        )
        yield from expanded(row, reading)


def _of_any_grant(row: Row, reading: Reading) -> _AnyGrant:
    """What memberships and role assignments tell alike."""
    when = periods.period_of(row)
    scheduled = "scheduleInfo" in row or "status" in row
    shows_start = not scheduled and row.survived("startDateTime")
    return {
        "inherited": states.inherited(row),
        "starts": when.starts,
        "ends": when.ends,
        "permanent": when.permanent,
        "ends_told": periods.tells_end(row, when),
        "by_pim": bool(when.starts) if shows_start else None,
        "scheduled": scheduled,
        "status": status_of(row, reading),
        "created": row.moment("createdDateTime"),
        "origins": reading.origin(row),
    }


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
    states.forget_foreign_member_types(rows, reading)
    doubtful = {} if state else states.may_be_eligible(rows)
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
        if why := states.other_state_in_id(row, state):
            reading.reject(row, why)
            continue
        scope = row.text("directoryScopeId")
        if scope is None and row.text("appScopeId"):
            reading.turn_away(row, _OF_AN_APPLICATION.format(row.text("appScopeId")))
            continue
        if why := scopes.no_scope(row):
            reading.reject(row, why)
            continue
        held = state or states.state_of(row)
        if held is None:
            reading.reject(row, f"assignmentType {row.text('assignmentType')!r} is unknown")
            continue
        yield RoleAssignment(
            role=RoleId(role),
            principal=PrincipalId(principal),
            scope=scopes.scope_of(scope),
            state=held,
            **_of_any_grant(row, reading),
        )
        yield from expanded(row, reading)
        yield from expanded_role(row, reading)


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
