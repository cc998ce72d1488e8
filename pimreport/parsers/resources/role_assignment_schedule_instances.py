"""``roleManagement/directory/roleAssignmentScheduleInstances``: active role grants of the moment, assigned or activated."""

from __future__ import annotations

from functools import partial

from pimreport.parsers import schedules
from pimreport.parsers.resource import Resource

ROLE_ASSIGNMENT_SCHEDULE_INSTANCES = Resource(
    name="role_assignment_schedule_instances",
    parse=partial(schedules.role_assignments, state=None),
    records=schedules.records,
    keys=frozenset({"principalId", "roleDefinitionId"}),
    one_of=frozenset({"assignmentType", "roleAssignmentScheduleId", "roleAssignmentOriginId"}),
    never=schedules.OF_REQUESTS
    | frozenset(
        {
            "privilegedGroupId",
            "policyId",
            "accessId",
            "scheduleInfo",
            "status",
            "createdUsing",
            "roleEligibilityScheduleId",
        }
    ),
    contexts=("roleManagement/directory/roleAssignmentScheduleInstances",),
    types=("unifiedRoleAssignmentScheduleInstance",),
    reads=frozenset(
        {
            "principalId",
            "roleDefinitionId",
            "assignmentType",
            "memberType",
            "directoryScopeId",
            "endDateTime",
            "startDateTime",
        }
    ),
    expected=(
        "assignmentType",
        "endDateTime",
        "memberType",
        "directoryScopeId",
    ),
    compared=(
        "principalId",
        "roleDefinitionId",
        "directoryScopeId",
        "assignmentType",
        "memberType",
        "startDateTime",
        "endDateTime",
    ),
    command="Get-MgRoleManagementDirectoryRoleAssignmentScheduleInstance -All -ExpandProperty principal",
)
