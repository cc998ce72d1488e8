from __future__ import annotations

from typing import TYPE_CHECKING

from .stories import GA, TIER_0, option_b, without

if TYPE_CHECKING:
    from builder import TenantUnderTest

INVITED = "ada_partner.example#EXT#@contoso.example"


def guest(tenant: TenantUnderTest) -> TenantUnderTest:
    tenant.group(TIER_0).active_in(GA).with_eligible(tenant.user("Ada", guest=True))
    return tenant


FIRES = {
    "eligible guest": guest,
    "guest who owns the group": lambda t: (
        option_b(t).group(TIER_0).with_owner(t.user("Olga", guest=True))
    ),
    "invited, but made a member": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible(t.user("Ada", upn=INVITED))
    ),
    "userType not exported, but the UPN tells": lambda t: guest(t).omitting("users", "userType"),
}
SILENT = {
    "members only": option_b,
    "a guest without a path": lambda t: option_b(t).user("Bob", guest=True),
    "a guest in a group without a role": lambda t: (
        option_b(t).group("Bowling").with_active(t.user("Bob", guest=True)),
    ),
    "a member with ext in the name": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible(t.user("Ext", upn="ext@contoso.example"))
    ),
}
NOT_ASSESSED = {
    "userType not exported": lambda t: option_b(t).omitting("users", "userType"),
    "no users": without(option_b, "users"),
    "no eligible members": without(option_b, "group_eligibility_schedule_instances"),
}
