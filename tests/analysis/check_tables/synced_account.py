from __future__ import annotations

from .stories import GA, TIER_0, option_a, option_b, without

FIRES = {
    "Option B": lambda t: (t.user("Ada", synced=True), option_b(t)),
    "Option A": lambda t: (t.user("Ada", synced=True), option_a(t)),
    "an owner": lambda t: (
        t.user("Olga", synced=True),
        option_b(t).group(TIER_0).with_eligible_owner("Olga"),
    ),
    "inside a nested group": lambda t: (
        t.user("Ada", synced=True),
        t.group(TIER_0).active_in(GA).with_eligible(t.group("Inner").with_active("Ada")),
    ),
    "one synchronised, the other untold by a later export": lambda t: (
        t.user("Ada", synced=True),
        option_b(t).group("Forgotten", pim=False).active_in(GA),
    ),
}
SILENT = {
    "cloud-only": option_b,
    "a synchronised account without a path": lambda t: option_b(t).user("Bob", synced=True),
    "a synchronised account in a group without a role": lambda t: (
        t.user("Bob", synced=True),
        option_b(t).group("Bowling").with_eligible("Bob"),
    ),
    "a synchronised group in a service principal's place": lambda t: (
        t.group(TIER_0).active_in(GA).with_active(t.service_principal("Deployer"))
    ),
}
NOT_ASSESSED = {
    "no users": without(option_b, "users"),
    "onPremisesSyncEnabled not exported": lambda t: option_b(t).omitting(
        "users", "onPremisesSyncEnabled"
    ),
    "no active roles": without(option_b, "role_assignment_schedule_instances"),
    "no eligible roles": without(option_b, "role_eligibility_schedule_instances"),
    "no eligible members": without(option_b, "group_eligibility_schedule_instances"),
    "a group nobody exported": lambda t: option_b(t).group("Forgotten", pim=False).active_in(GA),
}
