from __future__ import annotations

from typing import TYPE_CHECKING

from .stories import GA, TIER_0, option_a, option_b, without

if TYPE_CHECKING:
    from builder import TenantUnderTest

    from pimreport.synthetic.principals import DraftGroup


def azure(tenant: TenantUnderTest) -> DraftGroup:
    """A group in PIM without a directory role that anybody might manage."""
    return tenant.group("Landing zone", role_assignable=False).with_eligible("Ada")


FIRES = {
    "in PIM without a role, beside a group nobody exported": lambda t: (
        azure(t),
        t.group("Forgotten", pim=False).active_in(GA),
    ),
    "a group with a role, exported as not role-assignable": lambda t: (
        t.group(TIER_0, role_assignable=False).active_in(GA).with_eligible("Ada")
    ),
    "a group eligible for a role, exported as not role-assignable": lambda t: (
        t.group(TIER_0, role_assignable=False).eligible_for(GA).with_active("Ada")
    ),
    "in PIM without a role": azure,
    "in PIM without a role, a named manager": lambda t: (
        azure(t),
        t.user("Umar").holds("User Administrator"),
    ),
    "in PIM without a role, an owner": lambda t: azure(t).with_owner("Olga"),
    "a Microsoft 365 group": lambda t: t.group(
        "Team", role_assignable=False, microsoft_365=True
    ).with_eligible("Ada"),
}
SILENT = {
    "a role-assignable group with a role": option_b,
    "a role-assignable group without a role": lambda t: (
        option_b(t).group("Landing zone").with_eligible("Ada")
    ),
    "not in PIM": lambda t: (
        option_b(t),
        t.group("Bowling", role_assignable=False, pim=False).with_active("Zoe"),
    ),
    "nested on a path is another check": lambda t: (
        t.group(TIER_0)
        .active_in(GA)
        .with_eligible(t.group("Inner", role_assignable=False).with_active("Ada"))
    ),
    "in a restricted unit only its administrators manage it": lambda t: (
        option_a(t),
        t.unit("Vault", restricted=True).containing(
            t.group("Landing zone", role_assignable=False).with_active("Ada")
        ),
    ),
}
NOT_ASSESSED = {
    "no groups": without(azure, "groups"),
    "isAssignableToRole not exported": lambda t: (
        azure(t),
        t.omitting("groups", "isAssignableToRole"),
    ),
    "no eligible members, so neither nesting nor use in PIM can be seen": without(
        azure, "group_eligibility_schedule_instances"
    ),
    "no eligible roles": without(azure, "role_eligibility_schedule_instances"),
    "no lists of PIM for Groups": without(
        azure,
        "group_eligibility_schedule_instances",
        "group_assignment_schedule_instances",
    ),
}
