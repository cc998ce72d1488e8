from __future__ import annotations

from typing import TYPE_CHECKING

from .stories import GA, TIER_0, option_b, without

if TYPE_CHECKING:
    from builder import TenantUnderTest


def outside(tenant: TenantUnderTest) -> TenantUnderTest:
    """Bob holds a role that PIM did not give, in a file that shows other starts."""
    option_b(tenant).user("Bob").holds(GA, starts=None)
    return tenant


def member_outside(tenant: TenantUnderTest) -> TenantUnderTest:
    """Bob was added in the directory, Carl in PIM."""
    option_b(tenant).group(TIER_0).with_active("Bob", starts=None).with_active("Carl")
    return tenant


FIRES = {
    "a person's role": outside,
    "a group's role": lambda t: (
        option_b(t).group("Tier 1").active_in("User Administrator", starts=None).with_eligible("Bo")
    ),
    "a member": member_outside,
    "a service principal's role": lambda t: (
        option_b(t).service_principal("Deployer").holds(GA, starts=None)
    ),
    "the plain lists beside it change nothing": lambda t: outside(t).also("role_assignments"),
    "the schedules beside it change nothing": lambda t: outside(t).also(
        "role_assignment_schedules"
    ),
}
SILENT = {
    "made in PIM": lambda t: option_b(t).user("Bob").holds(GA),
    "made in PIM, and listed": lambda t: (
        option_b(t).user("Bob").holds(GA),
        t.also("role_assignments", "group_members"),
    ),
    "made in PIM, and scheduled": lambda t: (
        option_b(t).user("Bob").holds(GA),
        t.also("role_assignment_schedules", "group_assignment_schedules"),
    ),
    "activated": lambda t: option_b(t).group(TIER_0).with_activated("Bob"),
    "a role of no weight": lambda t: (
        option_b(t).user("Bob").holds("Message Center Reader", starts=None)
    ),
    "an owner is another check": lambda t: (
        member_outside(t).group("Bowling").with_owner("Olga", starts=None),
        t.group_grants.pop(1),
    ),
    "a member of a group without a role": lambda t: (
        option_b(t).group("Bowling").with_active("Bob", starts=None)
    ),
}
NOT_ASSESSED = {
    "plain lists only": lambda t: (
        outside(t).also("role_assignments", "group_members"),
        t.without("role_assignment_schedule_instances", "group_assignment_schedule_instances"),
    ),
    "startDateTime not exported": lambda t: outside(t).omitting(
        "role_assignment_schedule_instances", "startDateTime"
    ),
    "no row shows a start": lambda t: (
        t.group(TIER_0).active_in(GA, starts=None).with_eligible("Ada")
    ),
    "no eligible members": without(outside, "role_assignment_schedule_instances"),
}
