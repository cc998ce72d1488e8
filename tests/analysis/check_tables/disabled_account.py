from __future__ import annotations

from .stories import TIER_0, option_a, option_b, without

FIRES = {
    "still eligible": lambda t: (t.user("Ada", enabled=False), option_b(t)),
    "still active": lambda t: (t.user("Ada", enabled=False), option_a(t)),
    "still an owner": lambda t: (
        t.user("Olga", enabled=False),
        option_b(t).group(TIER_0).with_owner("Olga"),
    ),
}
SILENT = {
    "enabled": option_b,
    "a disabled account without a path": lambda t: option_b(t).user("Bob", enabled=False),
    "a disabled account whose access has ended": lambda t: (
        t.user("Bob", enabled=False),
        option_b(t).group(TIER_0).with_eligible("Bob", ends="2026-06-30T00:00:00Z"),
    ),
}
NOT_ASSESSED = {
    "accountEnabled not exported": lambda t: option_b(t).omitting("users", "accountEnabled"),
    "no users": without(option_b, "users"),
    "no active members": without(option_b, "group_assignment_schedule_instances"),
}
