"""``identityGovernance/privilegedAccess/group/assignmentScheduleInstances``: active members and owners of PIM groups at the moment."""

from __future__ import annotations

from functools import partial

from pimreport.parsers import schedules
from pimreport.parsers.resource import Resource

GROUP_ASSIGNMENT_SCHEDULE_INSTANCES = Resource(
    name="group_assignment_schedule_instances",
    parse=partial(schedules.memberships, eligible=False),
    records=schedules.records,
    keys=frozenset({"principalId", "groupId", "accessId"}),
    one_of=frozenset({"assignmentType", "assignmentScheduleId", "activatedUsing"}),
    never=schedules.OF_REQUESTS
    | frozenset(
        {
            "policyId",
            "scheduleInfo",
            "status",
            "createdUsing",
            "eligibilityScheduleId",
        }
    ),
    contexts=("identityGovernance/privilegedAccess/group/assignmentScheduleInstances",),
    types=("privilegedAccessGroupAssignmentScheduleInstance",),
    reads=frozenset(
        {
            "principalId",
            "groupId",
            "accessId",
            "assignmentType",
            "memberType",
            "startDateTime",
            "endDateTime",
        }
    ),
    expected=(
        "assignmentType",
        "endDateTime",
        "memberType",
    ),
    compared=(
        "principalId",
        "groupId",
        "accessId",
        "assignmentType",
        "memberType",
        "startDateTime",
        "endDateTime",
    ),
    per_group=True,
    command="Get-MgIdentityGovernancePrivilegedAccessGroupAssignmentScheduleInstance -All -Filter \"groupId eq '<group id>'\"",
)
