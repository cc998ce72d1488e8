from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.expectations import Expectations

from .stories import GA, TIER_0, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder import TenantUnderTest

EXPECT = Expectations(emergency_access=frozenset({"rescue@contoso.example"}))


def admins(direct: int, eligible: int) -> Callable[[TenantUnderTest], TenantUnderTest]:
    """So many people who hold the role themselves, and so many eligible members of Tier 0."""

    def story(tenant: TenantUnderTest) -> TenantUnderTest:
        for number in range(direct):
            tenant.user(f"Direct {number}").holds(GA)
        group = tenant.group(TIER_0).active_in(GA)
        group.with_eligible(*(f"Eligible {number}" for number in range(eligible)))
        return tenant

    return story


def disabled(tenant: TenantUnderTest, *names: str) -> TenantUnderTest:
    for name in names:
        tenant.user(name).know(enabled=False)
    return tenant


FIRES = {
    "five: SCuBA's eight are kept, CIS's four are not": admins(3, 2),
    "eight": admins(4, 4),
    "two, one of them disabled": lambda t: disabled(admins(1, 1)(t), "Direct 0"),
    "one alone, and disabled": lambda t: disabled(admins(1, 0)(t), "Direct 0"),
    "more than four are known already": lambda t: (
        admins(5, 0)(t).group("Forgotten", pim=False).active_in(GA)
    ),
    "nine through a group": admins(0, 9),
    "five and four": admins(5, 4),
    "one alone": admins(1, 0),
    "one alone in a group": admins(0, 1),
    "the same person twice is one": lambda t: admins(0, 1)(t).user("Eligible 0").eligible_for(GA),
    "members of a nested group": lambda t: (
        admins(2, 3)(t)
        .group(TIER_0)
        .with_eligible(t.group("Inner").with_active(*(f"Inner {one}" for one in range(4))))
    ),
    "declared emergency access accounts count": lambda t: admins(4, 4)(t).user("Rescue").holds(GA),
    "more than enough are known already": lambda t: (
        admins(5, 4)(t).group("Forgotten", pim=False).active_in(GA)
    ),
    "eligible for the group that is eligible": lambda t: (
        t.group(TIER_0).eligible_for(GA).with_active(*(f"Active {one}" for one in range(9)))
    ),
}
SILENT = {
    "two": admins(1, 1),
    "four": admins(2, 2),
    "six, two of them disabled": lambda t: disabled(admins(6, 0)(t), "Direct 0", "Direct 1"),
    "four, one of them twice": lambda t: admins(2, 2)(t).user("Eligible 0").eligible_for(GA),
    "four who have activated": lambda t: (
        admins(2, 0)(t).group(TIER_0).with_activated(*(f"On call {one}" for one in range(2)))
    ),
    "four people and applications": lambda t: (
        admins(2, 2)(t)
        .group(TIER_0)
        .with_active(t.service_principal("Deployer"), t.service_principal("Sync"))
    ),
    "four and an owner": lambda t: admins(2, 2)(t).group(TIER_0).with_owner("Olga"),
    "nine of another role": lambda t: (
        admins(2, 0)(t)
        .group("Exchange")
        .active_in("Exchange Administrator")
        .with_eligible(*(f"Eligible {one}" for one in range(9)))
    ),
}
NOT_ASSESSED = {
    "no role lists": without(admins(1, 0), "role_assignment_schedule_instances"),
    "no eligible roles": without(admins(2, 2), "role_eligibility_schedule_instances"),
    "members of the group are not known": lambda t: (
        admins(2, 2)(t).group("Forgotten", pim=False).active_in(GA)
    ),
    "one and an unknown group": lambda t: (
        admins(1, 0)(t).group("Forgotten", pim=False).active_in(GA)
    ),
    "lists without any": lambda t: t.user("Nora").holds("Helpdesk Administrator"),
    "three more who may be people, beyond what CIS asks for": lambda t: [
        admins(2, 0)(t).stranger(f"Stranger {number}").holds(GA) for number in range(3)
    ],
    "nobody knows whether they are people": without(admins(5, 4), "users"),
}
