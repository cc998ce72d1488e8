from __future__ import annotations

from .stories import GA, TIER_0, option_a, option_b, without

FIRES = {
    "Option B": option_b,
    "Option B for a privileged role that SCuBA does not name": lambda t: (
        t.group("Intune").active_in("Intune Administrator").with_eligible("Ada")
    ),
    "while activated": lambda t: t.group(TIER_0).active_in(GA).with_activated("Ada"),
    "with a standing member besides": lambda t: option_b(t).group(TIER_0).with_active("Zoe"),
    "the assignment ends some day": lambda t: (
        t.group(TIER_0).active_in(GA, ends="2026-12-31").with_eligible("Ada")
    ),
}
SILENT = {
    "Option A": option_a,
    "double activation": lambda t: t.group(TIER_0).eligible_for(GA).with_eligible("Ada"),
    "standing access only": lambda t: t.group(TIER_0).active_in(GA).with_active("Zoe"),
    "only owners are eligible": lambda t: t.group(TIER_0).active_in(GA).with_eligible_owner("Olga"),
    "a role that is not privileged": lambda t: (
        t.group("Reports").active_in("Reports Reader").with_eligible("Ada")
    ),
}
NOT_ASSESSED = {
    "no roles": without(option_b, "role_assignment_schedule_instances"),
    "no eligible members": without(option_b, "group_eligibility_schedule_instances"),
    "a group nobody exported": lambda t: option_a(t).group("Forgotten", pim=False).active_in(GA),
}
