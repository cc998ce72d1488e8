from __future__ import annotations

from .stories import GA, option_a, option_b, without

FIRES = {
    "a weaker role": lambda t: option_b(t).user("Ada").holds("User Administrator"),
    "a weaker eligibility": lambda t: option_b(t).user("Ada").eligible_for("User Administrator"),
    "a stronger role": lambda t: (
        t.group("Exchange").active_in("Exchange Administrator").with_eligible("Ada"),
        t.user("Ada").holds(GA),
    ),
    "a stronger eligibility": lambda t: (
        t.group("Exchange").active_in("Exchange Administrator").with_eligible("Ada"),
        t.user("Ada").eligible_for(GA),
    ),
    "the group's role at another scope": lambda t: (
        t.group("Desk").active_in("User Administrator", t.unit("Berlin")).with_eligible("Ada"),
        t.user("Ada").holds("User Administrator"),
    ),
}
SILENT = {
    "no direct role": option_b,
    "the group's own role is a duplicate": lambda t: option_b(t).user("Ada").holds(GA),
    "the role the group is eligible for, activated": lambda t: (
        option_a(t).user("Ada").has_activated(GA)
    ),
    "a role of no weight": lambda t: option_b(t).user("Ada").holds("Message Center Reader"),
    "somebody without a group": lambda t: option_b(t).user("Bob").holds("User Administrator"),
}
NOT_ASSESSED = {
    "no active roles": without(option_b, "role_assignment_schedule_instances"),
    "no eligible roles": without(option_b, "role_eligibility_schedule_instances"),
    "no eligible members": without(option_b, "group_eligibility_schedule_instances"),
}
