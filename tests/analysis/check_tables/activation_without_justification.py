from __future__ import annotations

from .stories import GA, TIER_0, option_a, option_b, without

FIRES = {
    "Option B": lambda t: option_b(t).group(TIER_0).member_policy(justification=False),
    "Option A": lambda t: option_a(t).role_policy(GA, justification=False),
    "eligible owner": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible_owner("Olga").owner_policy(justification=False)
    ),
    "Option B, justification only in the role's policy": lambda t: (
        option_b(t)
        .role_policy(GA, justification=True)
        .group(TIER_0)
        .member_policy(justification=False)
    ),
}
SILENT = {
    "justification": option_b,
    "a ticket instead": lambda t: (
        option_b(t).group(TIER_0).member_policy(justification=False, ticket=True)
    ),
    "double activation, asked once": lambda t: (
        t.group(TIER_0).eligible_for(GA).with_eligible("Ada").member_policy(justification=False)
    ),
    "a role that is not privileged": lambda t: (
        t.group("Reports")
        .active_in("Reports Reader")
        .with_eligible("Ada")
        .member_policy(justification=False)
    ),
    "Option A, the group's policy does not govern": lambda t: (
        option_a(t).group(TIER_0).member_policy(justification=False)
    ),
}
NOT_ASSESSED = {
    "double activation, and only the group's policy is known": lambda t: (
        t.group(TIER_0).eligible_for(GA).with_eligible("Ada").member_policy(justification=False),
        t.without_role_policy(GA),
    ),
    "no policies": without(option_b, "role_management_policy_assignments"),
    "the export lost the rules": lambda t: option_b(t).group(TIER_0).member_policy(lost=True),
    "this group's policy is missing": lambda t: option_b(t).group(TIER_0).without_policy("member"),
}
