from __future__ import annotations

from typing import TYPE_CHECKING

from .stories import GA, TIER_0, option_b, without

if TYPE_CHECKING:
    from builder import TenantUnderTest

LATER, EARLIER = "2026-12-01T00:00:00Z", "2026-09-01T00:00:00Z"
SCHEDULES = (
    "group_eligibility_schedules",
    "group_assignment_schedules",
    "role_eligibility_schedules",
    "role_assignment_schedules",
)


def scheduled(tenant: TenantUnderTest) -> TenantUnderTest:
    option_b(tenant).also(*SCHEDULES)
    return tenant


def becomes_eligible(tenant: TenantUnderTest) -> None:
    scheduled(tenant).group(TIER_0).with_eligible("Bob", starts=LATER)


FIRES = {
    "eligible from December on": becomes_eligible,
    "active from December on": lambda t: scheduled(t).group(TIER_0).with_active("B", starts=LATER),
    "an owner from December on": lambda t: (
        scheduled(t).group(TIER_0).with_eligible_owner("Olga", starts=LATER)
    ),
    "the group gets another role": lambda t: (
        scheduled(t).group(TIER_0).active_in("User Administrator", starts=LATER)
    ),
    "a group without a role gets one": lambda t: (
        scheduled(t).group("Tier 1").with_eligible("Bob").eligible_for(GA, starts=LATER)
    ),
}
SILENT = {
    "nothing begins later": scheduled,
    "began this month": lambda t: scheduled(t).group(TIER_0).with_eligible("Bob", starts=EARLIER),
    "a group without a role": lambda t: (
        scheduled(t).group("Bowling").with_eligible("Bob", starts=LATER).with_eligible("Carl")
    ),
    "a person's own role": lambda t: scheduled(t).user("Bob").eligible_for(GA, starts=LATER),
}
NOT_ASSESSED = {
    "instances only": option_b,
    "no schedules of roles": without(
        scheduled, "role_eligibility_schedules", "role_assignment_schedules"
    ),
    "no schedules of active members": without(scheduled, "group_assignment_schedules"),
    "no schedules of active roles": without(scheduled, "role_assignment_schedules"),
}
