"""Rows of who holds what: schedules, their instances, and the plain lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import State
from pimreport.synthetic.ids import group_grant_id, guid, role_grant_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.synthetic.conditional_access import Row
    from pimreport.synthetic.draft import DraftTenant
    from pimreport.synthetic.grants import Grant, GroupGrant, RoleGrant


def role_instances(tenant: DraftTenant, *, eligible: bool) -> Iterator[Row]:
    """``roleEligibilityScheduleInstances`` or ``roleAssignmentScheduleInstances``."""
    for grant in tenant.role_grants:
        if grant.eligible == eligible and grant.current(tenant.exported):
            schedule = "roleEligibilityScheduleId" if eligible else "roleAssignmentScheduleId"
            row = {**_role(grant), "startDateTime": grant.starts, "endDateTime": grant.ends}
            row[schedule] = guid(str(row["id"]), "schedule")
            if not eligible:
                row["roleAssignmentOriginId"] = row["id"]
            yield row


def role_schedules(tenant: DraftTenant, *, eligible: bool) -> Iterator[Row]:
    """``roleEligibilitySchedules`` or ``roleAssignmentSchedules``: future and ended ones too."""
    for grant in tenant.role_grants:
        if grant.eligible == eligible:
            row = _role(grant)
            yield {**row, "id": guid(str(row["id"]), "schedule"), **_schedule(grant)}


def role_assignments(tenant: DraftTenant) -> Iterator[Row]:
    """``roleAssignments``: what is in force, without saying whether it was activated."""
    for grant in tenant.role_grants:
        if not grant.eligible and not grant.inherited and grant.current(tenant.exported):
            row = _role(grant)
            yield {
                "id": role_grant_id(grant.role.id, grant.principal.id, grant.scope, eligible=False),
                "principalId": row["principalId"],
                "directoryScopeId": row["directoryScopeId"],
                "roleDefinitionId": row["roleDefinitionId"],
            }


def group_instances(tenant: DraftTenant, *, eligible: bool) -> Iterator[Row]:
    """Instances of one kind of PIM for Groups."""
    for grant in tenant.group_grants:
        if grant.group.pim and grant.eligible == eligible and grant.current(tenant.exported):
            schedule = "eligibilityScheduleId" if eligible else "assignmentScheduleId"
            row = {**_group(grant), "startDateTime": grant.starts, "endDateTime": grant.ends}
            row[schedule] = row["id"]
            yield row


def group_schedules(tenant: DraftTenant, *, eligible: bool) -> Iterator[Row]:
    """Schedules of one kind of PIM for Groups: future and ended ones too."""
    for grant in tenant.group_grants:
        if grant.group.pim and grant.eligible == eligible:
            yield {**_group(grant), **_schedule(grant)}


def in_force(tenant: DraftTenant, group: str, access: str) -> Iterator[GroupGrant]:
    """What ``/groups/{id}/members`` or ``/owners`` shows: assigned and activated alike."""
    shown: set[str] = set()
    for grant in tenant.group_grants:
        if (grant.group.id, grant.access) != (group, access) or grant.eligible:
            continue
        if grant.current(tenant.exported) and grant.principal.id not in shown:
            shown.add(grant.principal.id)
            yield grant


def off_the_calendar(tenant: DraftTenant) -> bool:
    """Some grant is not in force at the export, so that only schedules can show it."""
    grants = (*tenant.group_grants, *tenant.role_grants)
    return not all(grant.current(tenant.exported) for grant in grants)


def _role(grant: RoleGrant) -> Row:
    id_ = role_grant_id(grant.role.id, grant.principal.id, grant.scope, eligible=grant.eligible)
    if grant.state is State.ACTIVATED or grant.inherited:
        id_ = guid(id_, grant.state, str(grant.inherited))  # only plain assignments have such ids
    row: Row = {
        "id": id_,
        "principalId": grant.principal.id,
        "roleDefinitionId": grant.role.id,
        "directoryScopeId": grant.scope,
        "appScopeId": None,
        "memberType": "Group" if grant.inherited else "Direct",
    }
    return row if grant.eligible else {**row, "assignmentType": _assignment_type(grant).title()}


def _group(grant: GroupGrant) -> Row:
    row: Row = {
        "id": group_grant_id(
            grant.group.id, grant.access, grant.principal.id, grant.state, str(grant.starts)
        ),
        "groupId": grant.group.id,
        "principalId": grant.principal.id,
        "accessId": str(grant.access),
        "memberType": "group" if grant.inherited else "direct",
    }
    return row if grant.eligible else {**row, "assignmentType": _assignment_type(grant)}


def _assignment_type(grant: Grant) -> str:
    return "activated" if grant.state is State.ACTIVATED else "assigned"


def _schedule(grant: Grant) -> Row:
    return {
        "createdDateTime": grant.starts,
        "modifiedDateTime": None,
        "createdUsing": None,
        "status": "Provisioned",
        "scheduleInfo": {
            "startDateTime": grant.starts,
            "recurrence": None,
            "expiration": {
                "type": "afterDateTime" if grant.ends else "noExpiration",
                "endDateTime": grant.ends,
                "duration": None,
            },
        },
    }
