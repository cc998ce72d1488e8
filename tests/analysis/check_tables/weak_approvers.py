from __future__ import annotations

from typing import TYPE_CHECKING

from .no_alert import changed
from .stories import GA, TIER_0, option_a, option_b, without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder import TenantUnderTest

    from pimreport.synthetic.principals import DraftPrincipal

    from .stories import Story


def approved_by(*more: DraftPrincipal | str, tenant: TenantUnderTest) -> TenantUnderTest:
    """Option B, to be approved by these."""
    option_b(tenant).group(TIER_0).member_policy(approval=True, approvers=more)
    return tenant


INVITED = "lee_partner.example#EXT#@contoso.example"


def plain(tenant: TenantUnderTest) -> TenantUnderTest:
    """Two approvers whom nothing protects from reset."""
    return approved_by(tenant.user("Kim"), tenant.user("Lee"), tenant=tenant)


def shielded(tenant: TenantUnderTest, *names: str) -> TenantUnderTest:
    """These people are protected by documentation."""
    tenant.group("Protected people").with_active(*names)
    return tenant


def kim_and_lee(tenant: TenantUnderTest) -> TenantUnderTest:
    return plain(shielded(tenant, "Kim", "Lee"))


def kim_and(name: str, **facts: bool) -> Story:
    """Two protected approvers, one of them with these properties."""

    def story(tenant: TenantUnderTest) -> None:
        tenant.user(name, **facts)  # type: ignore[arg-type]  # the user's properties
        approved_by(tenant.user("Kim"), tenant.user(name), tenant=shielded(tenant, "Kim", name))

    return story


def by_group(*members: str, role_assignable: bool = True) -> Story:
    """Approval by a group with these members."""

    def story(tenant: TenantUnderTest) -> None:
        people: Sequence[DraftPrincipal] = [tenant.user(name) for name in members]
        group = tenant.group("Approvers", role_assignable=role_assignable).with_active(*people)
        approved_by(group, tenant=tenant)

    return story


FIRES = {
    "one approver": lambda t: approved_by(t.user("Kim"), tenant=t),
    "the only approver is the only requester": lambda t: approved_by(t.user("Ada"), tenant=t),
    "the requesters approve one another": lambda t: (
        option_b(t)
        .group(TIER_0)
        .with_eligible("Bea")
        .member_policy(approval=True, approvers=[t.user("Ada"), t.user("Bea")])
    ),
    "nobody listed, group": lambda t: approved_by(tenant=t),
    "nobody listed, role": lambda t: option_a(t).role_policy(GA, approval=True),
    "one of two is deleted": lambda t: approved_by(t.user("Kim"), "Gone", tenant=t),
    "one of two is disabled": kim_and("Lee", enabled=False),
    "one of two is a guest": kim_and("Lee", guest=True),
    "one of two is a member of the tenant who was invited": lambda t: (
        t.group("Protected people").with_active(t.user("Lee", upn=INVITED)),
        approved_by(t.user("Kim"), t.user("Lee", upn=INVITED), tenant=shielded(t, "Kim")),
    ),
    "nothing protects them from reset": plain,
    "one of two is protected": lambda t: plain(shielded(t, "Kim")),
    "one of two is synced": kim_and("Lee", synced=True),
    "one of two is contested": lambda t: (
        plain(shielded(t, "Kim"))
        .group("Other")
        .active_in("Exchange Administrator")
        .with_eligible("Lee")
    ),
    "one of two is exposed": lambda t: (
        plain(shielded(t, "Kim"))
        .group("Other")
        .active_in("Exchange Administrator")
        .with_eligible(t.group("Inner", role_assignable=False).with_active("Lee"))
    ),
    "a group with one member": by_group("Kim"),
    "a group without members": by_group(),
    "a group that is not role-assignable": by_group("Kim", "Lee", role_assignable=False),
    "a group of which one is disabled": lambda t: (
        t.user("Lee", enabled=False),
        by_group("Kim", "Lee")(t),
    ),
}
SILENT = {
    "two sound approvers": kim_and_lee,
    "a role-assignable group of two": by_group("Kim", "Lee"),
    "one person and one group": lambda t: approved_by(
        t.user("Kim"), t.group("Approvers").with_active(t.user("Lee")), tenant=shielded(t, "Kim")
    ),
    "one of three is a requester, who is protected": lambda t: approved_by(
        t.user("Ada"), t.user("Kim"), t.user("Lee"), tenant=shielded(t, "Ada", "Kim", "Lee")
    ),
    "a direct role protects them": lambda t: (
        plain(t).user("Kim").holds("Security Reader"),
        t.user("Lee").holds("Security Reader"),
    ),
    "an approver who is protected": lambda t: (
        kim_and_lee(t).group("Other").eligible_for(GA).with_active("Lee").member_policy(),
        t.role_policy(GA, approval=True, approvers=[t.user("Kim"), t.user("Lee")]),
    ),
    "no approval is required": option_b,
    "weak approvers in a policy that does not govern": lambda t: option_b(t).role_policy(
        GA, approval=True
    ),
}
LOST = {"Approval_EndUser_Assignment": {"setting": {"isApprovalRequired": True}}}
NOT_ASSESSED = {
    "no policies": without(option_b, "role_management_policy_assignments"),
    "the export lost the rules": lambda t: option_b(t).group(TIER_0).member_policy(lost=True),
    "the list of approvers was lost": changed(kim_and_lee, "member", LOST),
    "protection of an approver unknown": lambda t: (
        plain(t).group("Other").eligible_for(GA).with_active("Lee"),
        t.role_policy(GA, approval=True, approvers=[t.user("Kim"), t.user("Lee")]),
        t.user("Kim").holds("Security Reader"),
        t.without("group_assignment_schedule_instances").also("group_members"),
        t.without("group_eligibility_schedules"),
    ),
    "protection of an approver without a way to a role unknown": without(
        plain, "group_assignment_schedule_instances"
    ),
    "no users": without(kim_and_lee, "users"),
    "accountEnabled not exported": lambda t: kim_and_lee(t).omitting("users", "accountEnabled"),
    "members of the approver group not exported": lambda t: approved_by(
        t.group("Approvers", pim=False), tenant=t
    ).without("group_members"),
}
