from __future__ import annotations

from .stories import GA, TIER_0, option_a, option_b, without

FIRES = {
    "permanent eligibility allowed": lambda t: (
        option_b(t).group(TIER_0).member_policy(eligible_expires=False)
    ),
    "permanent active membership allowed": lambda t: (
        option_b(t).group(TIER_0).member_policy(active_expires=False)
    ),
    "allowed and used": lambda t: (
        option_b(t).group(TIER_0).member_policy(eligible_expires=False),
        t.also("group_eligibility_schedules"),
    ),
    "granted without end before the policy required one": lambda t: option_b(t).also(
        "group_eligibility_schedules"
    ),
    "Option A, the group is eligible for good": lambda t: (
        option_a(t)
        .role_policy(GA, eligible_expires=False)
        .also("role_eligibility_schedules", "group_assignment_schedules")
    ),
    "eligible owner for good": lambda t: (
        t.group(TIER_0)
        .active_in(GA)
        .with_eligible_owner("Olga")
        .owner_policy(eligible_expires=False)
    ),
    "the schedule tells although the export lost the rules": lambda t: (
        option_b(t).group(TIER_0).member_policy(lost=True),
        t.also("group_eligibility_schedules"),
    ),
}
SILENT = {
    "an end is required, and the instance has one": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible("Ada", ends="2026-12-31")
    ),
    "the schedule has an end": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible("Ada", ends="2026-12-31"),
        t.also("group_eligibility_schedules"),
    ),
    "an owner's schedule is not the members' policy": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible("Ada", ends="2026-12-31"),
        t.group(TIER_0).with_owner("Olga", ends=None),
        t.also("group_assignment_schedules"),
    ),
    "Option B: the role's policy does not govern": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible("Ada", ends="2026-12-31"),
        t.role_policy(GA, eligible_expires=False, active_expires=False),
    ),
}
NOT_ASSESSED = {
    "an end is required, the instance has none, and no schedule tells": option_b,
    "Option A, the instance of the group has no end": option_a,
    "no policies": without(option_b, "role_management_policy_assignments"),
    "the export lost the rules": lambda t: option_b(t).group(TIER_0).member_policy(lost=True),
}
