from __future__ import annotations

from typing import TYPE_CHECKING

from .stories import GA, TIER_0, option_a, option_b, without

if TYPE_CHECKING:
    from builder import TenantUnderTest

KIM_AND_LEE = ("Kim", "Lee")


def role_approves(tenant: TenantUnderTest) -> TenantUnderTest:
    return tenant.role_policy(GA, approval=True, approvers=KIM_AND_LEE)


FIRES = {
    "Option B, approval in the role's policy": lambda t: role_approves(option_b(t)),
    "Option A, approval in the group's policy": lambda t: (
        option_a(t).group(TIER_0).member_policy(approval=True, approvers=KIM_AND_LEE)
    ),
    "Option B, one of two roles": lambda t: (
        role_approves(option_b(t)).group(TIER_0).active_in("Exchange Administrator")
    ),
}
SILENT = {
    "no approval anywhere": option_b,
    "Option B, approval in both": lambda t: (
        role_approves(option_b(t)).group(TIER_0).member_policy(approval=True, approvers=KIM_AND_LEE)
    ),
    "Option A, approval in the role's policy": lambda t: role_approves(option_a(t)),
    "Option A, approval for owners": lambda t: (
        option_a(t).group(TIER_0).owner_policy(approval=True, approvers=KIM_AND_LEE)
    ),
    "double activation: both govern": lambda t: (
        role_approves(t).group(TIER_0).eligible_for(GA).with_eligible("Ada")
    ),
    "approval for a role that the group does not hold": lambda t: option_b(t).role_policy(
        "Exchange Administrator", approval=True, approvers=KIM_AND_LEE
    ),
}
NOT_ASSESSED = {
    "no policies": without(option_b, "role_management_policy_assignments"),
    "the governing policy lost its rules": lambda t: (
        role_approves(option_b(t)).group(TIER_0).member_policy(lost=True)
    ),
    "the other policy is missing": lambda t: option_b(t).without_role_policy(GA),
}
