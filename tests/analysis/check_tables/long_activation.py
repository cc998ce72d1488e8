from __future__ import annotations

from .stories import GA, TIER_0, option_a, option_b, without

FIRES = {
    "a whole day": lambda t: option_b(t).group(TIER_0).member_policy(max_duration="PT24H"),
    "a day as a day": lambda t: option_b(t).group(TIER_0).member_policy(max_duration="P1D"),
    "half an hour too long": lambda t: (
        option_b(t).group(TIER_0).member_policy(max_duration="PT8H30M")
    ),
    "Option A, the role's policy": lambda t: option_a(t).role_policy(GA, max_duration="PT10H"),
    "eligible owner": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible_owner("Olga").owner_policy(max_duration="PT9H")
    ),
}
SILENT = {
    "exactly the expected eight hours": option_b,
    "half an hour": lambda t: option_b(t).group(TIER_0).member_policy(max_duration="PT30M"),
    "many minutes that are eight hours": lambda t: (
        option_b(t).group(TIER_0).member_policy(max_duration="PT480M")
    ),
    "a role that is not privileged": lambda t: (
        t.group("Reports")
        .active_in("Reports Reader")
        .with_eligible("Ada")
        .member_policy(max_duration="P1D")
    ),
    "Option B, the role's policy does not govern": lambda t: option_b(t).role_policy(
        GA, max_duration="P1D"
    ),
}
NOT_ASSESSED = {
    "no policies": without(option_b, "role_management_policy_assignments"),
    "the export lost the rules": lambda t: option_b(t).group(TIER_0).member_policy(lost=True),
    "no duration at all": lambda t: option_b(t).group(TIER_0).member_policy(max_duration="P"),
    "words": lambda t: option_b(t).group(TIER_0).member_policy(max_duration="eight hours"),
}
