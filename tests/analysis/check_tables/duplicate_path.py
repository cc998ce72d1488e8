from __future__ import annotations

from .stories import GA, TIER_0, option_a, option_b, without

FIRES = {
    "two groups": lambda t: option_b(t).group("Tier 0 too").active_in(GA).with_eligible("Ada"),
    "a group and a direct assignment": lambda t: option_b(t).user("Ada").holds(GA),
    "a group and a direct eligibility": lambda t: option_b(t).user("Ada").eligible_for(GA),
    "directly and nested": lambda t: (
        option_b(t).group(TIER_0).with_eligible(t.group("Inner").with_active("Ada"))
    ),
    "active and eligible in one group": lambda t: (
        option_b(t).group(TIER_0).with_active("Ada"),
        t.group(TIER_0).with_eligible("Bob"),
    ),
    "two roles twice": lambda t: (
        option_b(t).group(TIER_0).active_in("User Administrator"),
        t.group("Both").active_in(GA).active_in("User Administrator").with_eligible("Ada"),
    ),
    "eligible twice in Option A": lambda t: option_a(t).user("Ada").eligible_for(GA),
}
SILENT = {
    "one way": option_b,
    "one group, two roles": lambda t: option_b(t).group(TIER_0).active_in("User Administrator"),
    "two people": lambda t: option_b(t).group("Tier 0 too").active_in(GA).with_eligible("Bob"),
    "another role directly": lambda t: option_b(t).user("Ada").holds("User Administrator"),
    "the same role at another scope": lambda t: (
        t.group("Desk").active_in("User Administrator").with_eligible("Ada"),
        t.user("Ada").holds("User Administrator", t.unit("Berlin")),
    ),
    "the activation of an Option A role": lambda t: (
        option_a(t).user("Ada").holds(GA, inherited=True),
    ),
    "the activation of an Option B membership": lambda t: (
        option_b(t).group(TIER_0).with_activated("Bob")
    ),
    "member and owner of one group": lambda t: option_b(t).group(TIER_0).with_owner("Ada"),
    "an application in two groups": lambda t: (
        t.group(TIER_0).active_in(GA).with_active(t.service_principal("Deployer")),
        t.group("Tier 0 too").active_in(GA).with_active(t.service_principal("Deployer")),
    ),
}
NOT_ASSESSED = {
    "no eligible members": without(option_b, "group_eligibility_schedule_instances"),
    "no active roles": without(option_b, "role_assignment_schedule_instances"),
    "no eligible roles": without(option_b, "role_eligibility_schedule_instances"),
}
