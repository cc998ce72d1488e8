from __future__ import annotations

from typing import TYPE_CHECKING

from .stories import TIER_0, option_b, without

if TYPE_CHECKING:
    from builder import TenantUnderTest


def delete(tenant: TenantUnderTest, name: str) -> TenantUnderTest:
    """The account is gone from the directory; what it was given is not."""
    for key in [key for key, user in tenant.users.items() if user.name == name]:
        del tenant.users[key]
    return tenant


def forgotten(tenant: TenantUnderTest) -> TenantUnderTest:
    option_b(tenant).group(TIER_0).with_eligible("Bob")
    return delete(tenant, "Bob")


def gone_application(tenant: TenantUnderTest) -> None:
    option_b(tenant).group(TIER_0).with_active(tenant.service_principal("Deployer"))
    tenant.service_principals.clear()


FIRES = {
    "an eligible member": forgotten,
    "an application": gone_application,
    "an owner": lambda t: (
        option_b(t).group(TIER_0).with_owner("Olga"),
        delete(t, "Olga"),
    ),
}
SILENT = {
    "everybody is described": option_b,
    "a service principal": lambda t: (
        option_b(t).group(TIER_0).with_active(t.service_principal("Deployer"))
    ),
    "gone, but without a path": lambda t: (
        option_b(t).group("Bowling").with_active("Bob"),
        delete(t, "Bob"),
    ),
    "described by a list of members only": lambda t: (
        option_b(t).group(TIER_0).with_active("Bob"),
        t.also("group_members"),
        delete(t, "Bob"),
    ),
}
NOT_ASSESSED = {
    "no users": without(option_b, "users"),
    "no groups": without(option_b, "groups"),
    "perhaps a service principal": without(forgotten, "service_principals"),
    "no eligible members": without(option_b, "group_eligibility_schedule_instances"),
}
