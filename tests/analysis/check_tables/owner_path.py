from __future__ import annotations

from .stories import GA, TIER_0, option_b, without

FIRES = {
    "active owner": lambda t: option_b(t).group(TIER_0).with_owner("Olga"),
    "eligible owner": lambda t: option_b(t).group(TIER_0).with_eligible_owner("Olga"),
    "eligible owner of a group eligible for a role": lambda t: (
        t.group(TIER_0).eligible_for("Application Administrator").with_eligible_owner("Olga")
    ),
    "owner of a nested group": lambda t: (
        t.group(TIER_0)
        .active_in(GA)
        .with_eligible(t.group("Inner", role_assignable=False).with_owner("Olga"))
    ),
}
SILENT = {
    "members only": option_b,
    "owner of a group without a role": lambda t: (
        option_b(t).group("Bowling", role_assignable=False).with_owner("Olga")
    ),
}
NOT_ASSESSED = {
    "no lists of owners": without(
        option_b, "group_eligibility_schedule_instances", "group_assignment_schedule_instances"
    ),
}
