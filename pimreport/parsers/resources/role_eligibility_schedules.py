"""``roleManagement/directory/roleEligibilitySchedules``: eligible role grants, future ones too."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from pimreport.model.entra import State
from pimreport.parsers import periods, schedules
from pimreport.parsers.resource import ELIGIBLE, Resource

ROLE_ELIGIBILITY_SCHEDULES = Resource(
    name="role_eligibility_schedules",
    parse=partial(schedules.role_assignments, state=State.ELIGIBLE),
    records=schedules.records,
    tells=periods.comparable,
    keys=frozenset({"principalId", "roleDefinitionId"}),
    one_of=frozenset({"scheduleInfo", "status", "createdUsing"}),
    never=schedules.OF_REQUESTS
    | frozenset(
        {
            "privilegedGroupId",
            "policyId",
            "accessId",
            "assignmentType",
            "activatedUsing",
            "roleAssignmentScheduleId",
        }
    ),
    assumption=replace(
        ELIGIBLE,
        confirmed_by=(
            frozenset(
                {
                    "createdUsing",
                    "createdDateTime",
                    "modifiedDateTime",
                    "status",
                    "memberType",
                    "scheduleInfo",
                }
            ),
        ),
    ),
    contexts=("roleManagement/directory/roleEligibilitySchedules",),
    types=("unifiedRoleEligibilitySchedule",),
    reads=frozenset(
        {"principalId", "roleDefinitionId", "scheduleInfo", "memberType", "directoryScopeId"}
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
        "memberType",
        "status",
    ),
    command="Get-MgRoleManagementDirectoryRoleEligibilitySchedule -All -ExpandProperty principal",
)
