from __future__ import annotations

from .stories import GA, TIER_0, option_b, without

SOON, ON_THE_LAST_DAY, TOO_LATE = "2026-10-15T18:00:00Z", "2026-10-30T12:00:00Z", "2026-11-01"

FIRES = {
    "an eligible member": lambda t: t.group(TIER_0).active_in(GA).with_eligible("Ada", ends=SOON),
    "an active member": lambda t: t.group(TIER_0).eligible_for(GA).with_active("Ada", ends=SOON),
    "on the last day": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible("Ada", ends=ON_THE_LAST_DAY)
    ),
    "an owner": lambda t: option_b(t).group(TIER_0).with_eligible_owner("Olga", ends=SOON),
    "the group's role": lambda t: t.group(TIER_0).active_in(GA, ends=SOON).with_eligible("Ada"),
    "the nested group": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible(t.group("Inner").with_active("Ada"), ends=SOON)
    ),
}
SILENT = {
    "no end": option_b,
    "ends later": lambda t: t.group(TIER_0).active_in(GA).with_eligible("Ada", ends=TOO_LATE),
    "ended long ago": lambda t: (
        option_b(t).group(TIER_0).with_eligible("Bob", ends="2026-06-30T00:00:00Z")
    ),
    "a group without a role": lambda t: (
        option_b(t).group("Bowling").with_eligible("Bob", ends=SOON)
    ),
    "an empty plain list of members": lambda t: (
        option_b(t).also("group_members").without("group_assignment_schedule_instances")
    ),
    "schedules tell that there is no end": lambda t: (
        option_b(t)
        .also("group_eligibility_schedules")
        .omitting("group_eligibility_schedule_instances", "endDateTime")
    ),
    "a person's own role": lambda t: option_b(t).user("Bob").eligible_for(GA, ends=SOON),
}
NOT_ASSESSED = {
    "an activation ends today, the eligibility one knows not when": lambda t: (
        option_b(t).group(TIER_0).with_activated("Ada")
    ),
    "no eligible members": without(option_b, "group_eligibility_schedule_instances"),
    "no eligible roles": without(option_b, "role_eligibility_schedule_instances"),
    "a plain list of members has no ends": lambda t: (
        option_b(t)
        .group(TIER_0)
        .with_active("Zoe")
        .tenant.also("group_members")
        .without("group_assignment_schedule_instances")
    ),
    "a plain list of roles has no ends": lambda t: (
        option_b(t).also("role_assignments").without("role_assignment_schedule_instances")
    ),
    "endDateTime not exported": lambda t: option_b(t).omitting(
        "group_eligibility_schedule_instances", "endDateTime"
    ),
    "endDateTime of roles not exported": lambda t: option_b(t).omitting(
        "role_assignment_schedule_instances", "endDateTime"
    ),
    "endDateTime of a nested group's members not exported": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible(t.group("Inner").with_active("Ada")),
        t.omitting("group_assignment_schedule_instances", "endDateTime"),
    ),
}
