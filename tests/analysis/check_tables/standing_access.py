from __future__ import annotations

from .stories import GA, TIER_0, option_a, option_b, without

FIRES = {
    "active member, active role": lambda t: t.group(TIER_0).active_in(GA).with_active("Ada"),
    "service principal": lambda t: (
        t.group(TIER_0).active_in(GA).with_active(t.service_principal("Deployer"))
    ),
}
SILENT = {
    "Option A": option_a,
    "Option B": option_b,
    "Option B while activated": lambda t: option_b(t).group(TIER_0).with_activated("Ada"),
    "Option B while activated, plain list besides": lambda t: (
        option_b(t).group(TIER_0).with_activated("Ada"),
        t.also("group_members"),
    ),
    "an active owner is another check": lambda t: option_b(t).group(TIER_0).with_owner("Olga"),
}
NOT_ASSESSED = {
    "no lists of members": without(option_b, "group_assignment_schedule_instances"),
    "a plain list cannot tell": lambda t: (
        option_b(t).group(TIER_0).with_activated("Ada"),
        t.without("group_assignment_schedule_instances", "group_eligibility_schedule_instances"),
        t.also("group_members"),
    ),
}
