from __future__ import annotations

from .stories import GA, option_a, option_b, without

FIRES = {
    role: lambda t, role=role: t.group("Services").active_in(role).with_eligible("Ada")
    for role in (
        "Exchange Administrator",
        "SharePoint Administrator",
        "Compliance Administrator",
        "Compliance Data Administrator",
    )
} | {
    "one of two roles": lambda t: (
        t.group("Services").active_in("Exchange Administrator").active_in(GA).with_eligible("Ada")
    ),
    "while activated": lambda t: (
        t.group("Services").active_in("SharePoint Administrator").with_activated("Ada")
    ),
}
SILENT = {
    "another role": option_b,
    "Option A": lambda t: (
        t.group("Services").eligible_for("Exchange Administrator").with_active("Ada")
    ),
    "double activation": lambda t: (
        t.group("Services").eligible_for("Exchange Administrator").with_eligible("Ada")
    ),
    "only owners are eligible": lambda t: (
        t.group("Services").active_in("Exchange Administrator").with_eligible_owner("Olga")
    ),
    "a person's own role": lambda t: option_a(t).user("Bob").holds("Exchange Administrator"),
}
NOT_ASSESSED = {
    "no eligible members": without(option_b, "group_eligibility_schedule_instances"),
    "no active roles": without(option_b, "role_assignment_schedule_instances"),
}
