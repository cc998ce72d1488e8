"""``roleManagement/directory/roleEligibilityScheduleInstances``: eligible role grants of the moment."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from pimreport.model.entra import State
from pimreport.parsers import schedules
from pimreport.parsers.resource import ELIGIBLE, Resource

ROLE_ELIGIBILITY_SCHEDULE_INSTANCES = Resource(
    name="role_eligibility_schedule_instances",
    parse=partial(schedules.role_assignments, state=State.ELIGIBLE),
    records=schedules.records,
    keys=frozenset({"principalId", "roleDefinitionId"}),
    one_of=frozenset({"roleEligibilityScheduleId", "startDateTime", "endDateTime", "memberType"}),
    never=schedules.OF_REQUESTS
    | frozenset(
        {
            "privilegedGroupId",
            "policyId",
            "accessId",
            "scheduleInfo",
            "status",
            "createdUsing",
            "assignmentType",
            "activatedUsing",
            "roleAssignmentScheduleId",
            "roleAssignmentOriginId",
        }
    ),
    assumption=replace(ELIGIBLE, confirmed_by=(frozenset({"roleEligibilityScheduleId"}),)),
    contexts=("roleManagement/directory/roleEligibilityScheduleInstances",),
    types=("unifiedRoleEligibilityScheduleInstance",),
    reads=frozenset(
        {
            "principalId",
            "roleDefinitionId",
            "memberType",
            "directoryScopeId",
            "endDateTime",
            "startDateTime",
        }
    ),
    expected=(
        "endDateTime",
        "memberType",
        "directoryScopeId",
    ),
    compared=(
        "principalId",
        "roleDefinitionId",
        "directoryScopeId",
        "memberType",
        "startDateTime",
        "endDateTime",
    ),
    command="Get-MgRoleManagementDirectoryRoleEligibilityScheduleInstance -All -ExpandProperty principal",
)
