from __future__ import annotations

from typing import TYPE_CHECKING

from .stories import TIER_0, option_a, option_b, without

if TYPE_CHECKING:
    from builder import TenantUnderTest

    from pimreport.synthetic.principals import DraftGroup

APPROVERS = ("Kim", "Lee")


def approved(tenant: TenantUnderTest) -> DraftGroup:
    """Option B whose members need approval."""
    return option_b(tenant).group(TIER_0).member_policy(approval=True, approvers=APPROVERS)


def in_context(tenant: TenantUnderTest) -> DraftGroup:
    """Option B whose members need an authentication context."""
    return option_b(tenant).group(TIER_0).member_policy(context="c1")


FIRES = {
    "active owner": lambda t: approved(t).with_owner("Olga"),
    "active owner, however strict the owner policy": lambda t: (
        approved(t).with_owner("Olga").owner_policy(approval=True, approvers=APPROVERS)
    ),
    "eligible owner under an untouched owner policy": lambda t: approved(t).with_eligible_owner(
        "Olga"
    ),
    "activated owner under an untouched owner policy": lambda t: approved(t).with_activated_owner(
        "Olga"
    ),
    "context against nothing": lambda t: in_context(t).with_eligible_owner("Olga"),
    "approval against a context only": lambda t: (
        approved(t).with_eligible_owner("Olga").owner_policy(context="c1")
    ),
    "an application as owner": lambda t: approved(t).with_owner(t.service_principal("Deployer")),
}
SILENT = {
    "no owners": approved,
    "nothing to switch off": lambda t: option_b(t).group(TIER_0).with_owner("Olga"),
    "MFA alone is no such guard": lambda t: (
        option_b(t).group(TIER_0).member_policy(mfa=True).with_owner("Olga")
    ),
    "eligible owner who needs approval as well": lambda t: (
        approved(t).with_eligible_owner("Olga").owner_policy(approval=True, approvers=APPROVERS)
    ),
    "eligible owner under the same context": lambda t: (
        in_context(t).with_eligible_owner("Olga").owner_policy(context="c1")
    ),
    "eligible owner who needs approval where members need a context": lambda t: (
        in_context(t).with_eligible_owner("Olga").owner_policy(approval=True, approvers=APPROVERS)
    ),
    "Option A: the member policy does not govern": lambda t: (
        option_a(t)
        .group(TIER_0)
        .member_policy(approval=True, approvers=APPROVERS)
        .with_owner("Olga")
    ),
    "owner of another group": lambda t: (
        approved(t),
        t.group("Bowling", role_assignable=False).with_owner("Olga"),
    ),
}
NOT_ASSESSED = {
    "no policies": without(option_b, "role_management_policy_assignments"),
    "the member policy lost its rules": lambda t: (
        option_b(t).group(TIER_0).member_policy(lost=True).with_owner("Olga")
    ),
    "the owner policy lost its rules": lambda t: (
        approved(t).with_eligible_owner("Olga").owner_policy(lost=True)
    ),
    "the owner policy is missing": lambda t: (
        approved(t).with_eligible_owner("Olga").without_policy("owner")
    ),
    "neither the member policy nor owners were exported": lambda t: (
        option_b(t)
        .group(TIER_0)
        .without_policy("member")
        .tenant.also("group_members")
        .without("group_assignment_schedule_instances")
    ),
    "active owners not exported": without(approved, "group_assignment_schedule_instances"),
}
