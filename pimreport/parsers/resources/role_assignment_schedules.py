"""``roleManagement/directory/roleAssignmentSchedules``: active role grants, future ones too."""

from __future__ import annotations

from functools import partial

from pimreport.parsers import periods, schedules
from pimreport.parsers.resource import Resource

ROLE_ASSIGNMENT_SCHEDULES = Resource(
    name="role_assignment_schedules",
    parse=partial(schedules.role_assignments, state=None),
    records=schedules.records,
    tells=periods.comparable,
    keys=frozenset({"principalId", "roleDefinitionId", "assignmentType"}),
    one_of=frozenset({"scheduleInfo", "status", "createdUsing"}),
    never=schedules.OF_REQUESTS
    | frozenset(
        {
            "privilegedGroupId",
            "policyId",
            "accessId",
        }
    ),
    contexts=("roleManagement/directory/roleAssignmentSchedules",),
    types=("unifiedRoleAssignmentSchedule",),
    reads=frozenset(
        {"principalId", "roleDefinitionId", "assignmentType", "scheduleInfo", "memberType"}
    ),
    expected=(
        "scheduleInfo",
        "memberType",
        "directoryScopeId",
    ),
    compared=(
        "principalId",
        "roleDefinitionId",
        "directoryScopeId",
        "assignmentType",
        "memberType",
        "status",
    ),
    command="Get-MgRoleManagementDirectoryRoleAssignmentSchedule -All -ExpandProperty principal",
)
