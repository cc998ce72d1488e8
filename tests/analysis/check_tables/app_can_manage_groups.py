from __future__ import annotations

from typing import TYPE_CHECKING

from .stories import GA, TIER_0, option_a, option_b, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder import TenantUnderTest


POLICIES_OF_ROLES = "RoleManagementPolicy.ReadWrite.Directory"


def app(*permissions: str) -> Callable[[TenantUnderTest], TenantUnderTest]:
    """Option B, and an application with these permissions."""

    def story(tenant: TenantUnderTest) -> TenantUnderTest:
        option_b(tenant).service_principal("Deployer").permitted(*permissions)
        return tenant

    return story


def nested(tenant: TenantUnderTest, *, role_assignable: bool | None = False) -> TenantUnderTest:
    inner = tenant.group("Inner", role_assignable=role_assignable).with_active("Ada")
    tenant.group(TIER_0).active_in(GA).with_eligible(inner)
    tenant.service_principal("Deployer").permitted("Group.ReadWrite.All")
    return tenant


FIRES = {
    "assigns roles": app("RoleManagement.ReadWrite.Directory"),
    "manages PIM for Groups": app("PrivilegedAccess.ReadWrite.AzureADGroup"),
    "grants itself every permission": app("AppRoleAssignment.ReadWrite.All"),
    "assigns roles in PIM": app("RoleAssignmentSchedule.ReadWrite.Directory"),
    "makes eligible for roles": app("RoleEligibilitySchedule.ReadWrite.Directory"),
    "weakens policies of roles": lambda t: (
        option_a(t).service_principal("Deployer").permitted(POLICIES_OF_ROLES)
    ),
    "sets methods": app("UserAuthenticationMethod.ReadWrite.All"),
    "two at once, one application": app(
        "UserAuthenticationMethod.ReadWrite.All", "PrivilegedAccess.ReadWrite.AzureADGroup"
    ),
    "all groups, one of them open": nested,
    "an empty open group": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible(t.group("Inner", role_assignable=False)),
        t.service_principal("Deployer").permitted("Group.ReadWrite.All"),
    ),
    "assigns roles where no group holds one": lambda t: t.service_principal("Deployer").permitted(
        "RoleManagement.ReadWrite.Directory"
    ),
}
SILENT = {
    "policies of roles, and only memberships are activated": app(POLICIES_OF_ROLES),
    "no permissions": option_b,
    "all groups, but every one is role-assignable": app("Group.ReadWrite.All"),
    "all groups, and a nested one that is role-assignable": lambda t: nested(
        t, role_assignable=True
    ),
    "all groups, and an open one without a role": lambda t: (
        app("Group.ReadWrite.All")(t).group("Bowling", role_assignable=False).with_active("Bob")
    ),
}
NOT_ASSESSED = {
    "no permissions exported": without(
        app("RoleManagement.ReadWrite.Directory"), "app_role_assignments"
    ),
    "isAssignableToRole not exported": lambda t: nested(t).omitting("groups", "isAssignableToRole"),
    "no eligible members": without(option_b, "group_eligibility_schedule_instances"),
}
