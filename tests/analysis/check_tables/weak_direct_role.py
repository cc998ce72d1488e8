from __future__ import annotations

from .stories import option_a, option_b, without

FIRES = {
    "Directory Readers": lambda t: option_b(t).user("Ada").holds("Directory Readers"),
    "two weak roles, one resetter for both": lambda t: (
        option_b(t).user("Ada").holds("Directory Readers").holds("Reports Reader")
    ),
}
SILENT = {
    "no direct role": option_b,
    "a strong role": lambda t: option_b(t).user("Ada").holds("Security Reader"),
    "two weak roles that no ordinary resetter has both of": lambda t: (
        option_b(t)
        .user("Ada")
        .holds("Authentication Administrator")
        .holds("Helpdesk Administrator")
    ),
    "a weak role of somebody protected otherwise": lambda t: (
        option_a(t).user("Ada").holds("Directory Readers")
    ),
}
NOT_ASSESSED = {
    "no roles": without(option_b, "role_assignment_schedule_instances"),
    "nobody knows whether a group that protects is role-assignable": lambda t: (
        option_b(t).user("Ada").holds("Directory Readers"),
        t.group("Team").with_active("Ada"),
        t.without("groups"),
    ),
}
