"""``identityGovernance/privilegedAccess/group/eligibilityScheduleInstances``: eligible members and owners of PIM groups at the moment."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from pimreport.parsers import schedules
from pimreport.parsers.resource import ELIGIBLE, Resource

GROUP_ELIGIBILITY_SCHEDULE_INSTANCES = Resource(
    name="group_eligibility_schedule_instances",
    parse=partial(schedules.memberships, eligible=True),
    records=schedules.records,
    keys=frozenset({"principalId", "groupId", "accessId"}),
    one_of=frozenset({"eligibilityScheduleId", "startDateTime", "endDateTime", "memberType"}),
    never=schedules.OF_REQUESTS
    | frozenset(
        {
            "policyId",
            "scheduleInfo",
            "status",
            "createdUsing",
            "assignmentType",
            "activatedUsing",
            "assignmentScheduleId",
        }
    ),
    assumption=replace(ELIGIBLE, confirmed_by=(frozenset({"eligibilityScheduleId"}),)),
    contexts=("identityGovernance/privilegedAccess/group/eligibilityScheduleInstances",),
    types=("privilegedAccessGroupEligibilityScheduleInstance",),
    reads=frozenset(
        {"principalId", "groupId", "accessId", "memberType", "startDateTime", "endDateTime"}
    ),
    expected=(
        "endDateTime",
        "memberType",
    ),
    compared=(
        "principalId",
        "groupId",
        "accessId",
        "memberType",
        "startDateTime",
        "endDateTime",
    ),
    per_group=True,
    command="Get-MgIdentityGovernancePrivilegedAccessGroupEligibilityScheduleInstance -All -Filter \"groupId eq '<group id>'\"",
)
