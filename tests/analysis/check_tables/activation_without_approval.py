from __future__ import annotations

from .stories import GA, TIER_0, option_a, option_b, without

FIRES = {
    "Option B, untouched member policy": option_b,
    "Option B, approval only in the role's policy": lambda t: option_b(t).role_policy(
        GA, approval=True, approvers=["Kim", "Lee"]
    ),
    "Option A, approval only in the group's policy": lambda t: (
        option_a(t).group(TIER_0).member_policy(approval=True, approvers=["Kim", "Lee"])
    ),
    "eligible owner under an untouched owner policy": lambda t: (
        t.group(TIER_0)
        .active_in(GA)
        .with_eligible_owner("Olga")
        .member_policy(approval=True, approvers=["Kim"])
    ),
}
SILENT = {
    "Option B, member policy": lambda t: (
        option_b(t).group(TIER_0).member_policy(approval=True, approvers=["Kim", "Lee"])
    ),
    "Option A, role policy": lambda t: option_a(t).role_policy(
        GA, approval=True, approvers=["Kim", "Lee"]
    ),
    "double activation, approval once": lambda t: (
        t.group(TIER_0)
        .eligible_for(GA)
        .with_eligible("Ada")
        .member_policy(approval=True, approvers=["Kim"])
    ),
    "standing access activates nothing": lambda t: t.group(TIER_0).active_in(GA).with_active("Ada"),
}
NOT_ASSESSED = {
    "no policies": without(option_b, "role_management_policy_assignments"),
    "this group's policy is missing": lambda t: option_b(t).group(TIER_0).without_policy("member"),
    "the export lost the rules": lambda t: option_b(t).group(TIER_0).member_policy(lost=True),
}
