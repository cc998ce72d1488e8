"""``identityGovernance/privilegedAccess/group/eligibilitySchedules``: eligible members and owners of PIM groups, future ones too."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from pimreport.parsers import periods, schedules
from pimreport.parsers.resource import ELIGIBLE, Resource

GROUP_ELIGIBILITY_SCHEDULES = Resource(
    name="group_eligibility_schedules",
    parse=partial(schedules.memberships, eligible=True),
    records=schedules.records,
    tells=periods.comparable,
    keys=frozenset({"principalId", "groupId", "accessId"}),
    one_of=frozenset({"scheduleInfo", "status", "createdUsing"}),
    never=schedules.OF_REQUESTS
    | frozenset(
        {
            "policyId",
            "assignmentType",
            "activatedUsing",
            "assignmentScheduleId",
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
    contexts=("identityGovernance/privilegedAccess/group/eligibilitySchedules",),
    types=("privilegedAccessGroupEligibilitySchedule",),
    reads=frozenset({"principalId", "groupId", "accessId", "scheduleInfo", "memberType"}),
    expected=(
        "scheduleInfo",
        "memberType",
    ),
    compared=(
        "principalId",
        "groupId",
        "accessId",
        "memberType",
        "status",
    ),
    per_group=True,
    command="Get-MgIdentityGovernancePrivilegedAccessGroupEligibilitySchedule -All -Filter \"groupId eq '<group id>'\"",
)
