"""``identityGovernance/privilegedAccess/group/assignmentSchedules``: active members and owners of PIM groups, future ones too."""

from __future__ import annotations

from functools import partial

from pimreport.parsers import periods, schedules
from pimreport.parsers.resource import Resource

GROUP_ASSIGNMENT_SCHEDULES = Resource(
    name="group_assignment_schedules",
    parse=partial(schedules.memberships, eligible=False),
    records=schedules.records,
    tells=periods.comparable,
    keys=frozenset({"principalId", "groupId", "accessId", "assignmentType"}),
    one_of=frozenset({"scheduleInfo", "status", "createdUsing"}),
    never=schedules.OF_REQUESTS | frozenset({"policyId"}),
    contexts=("identityGovernance/privilegedAccess/group/assignmentSchedules",),
    types=("privilegedAccessGroupAssignmentSchedule",),
    reads=frozenset(
        {"principalId", "groupId", "accessId", "assignmentType", "scheduleInfo", "memberType"}
    ),
    expected=(
        "scheduleInfo",
        "memberType",
    ),
    compared=(
        "principalId",
        "groupId",
        "accessId",
        "assignmentType",
        "memberType",
        "status",
    ),
    per_group=True,
    command="Get-MgIdentityGovernancePrivilegedAccessGroupAssignmentSchedule -All -Filter \"groupId eq '<group id>'\"",
)
