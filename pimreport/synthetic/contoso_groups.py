"""The groups of the sample tenant, one way of using (or misusing) PIM for Groups each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pimreport.synthetic.draft import DraftTenant

_APPROVERS = ("Katrin Vogel", "Liam O'Connor")
_NEXT_REVIEW = "2027-01-15"


def invent(tenant: DraftTenant) -> None:
    """All groups, with their members, roles and policies."""
    _option_b(tenant)
    _option_a(tenant)
    _worse(tenant)
    _owners(tenant)
    _nested(tenant)
    _helpdesk(tenant)
    _without_conclusion(tenant)
    # Whoever approves is no ordinary user whom a helpdesk can reset.
    tenant.group("Shielded administrators").with_active(*_APPROVERS)
    # Approval where it does not count: Option B never asks the role's policy.
    tenant.role_policy("Exchange Administrator", approval=True, approvers=_APPROVERS)
    tenant.role_policy("Security Administrator", approval=True, approvers=_APPROVERS, context="c1")


def _option_b(tenant: DraftTenant) -> None:
    synced = tenant.user("Jörg Müller", synced=True)
    tier0 = tenant.group("PIM Tier 0 Global Administrators")
    tier0.active_in("Global Administrator")
    tier0.with_eligible("Hana Novák", "Ibrahim Kaya", synced, "Änne Köhler")
    tier0.with_eligible("Fatima Zahra", ends=_NEXT_REVIEW)
    tier0.member_policy(
        max_duration="PT2H", mfa=False, approval=True, approvers=_APPROVERS, context="c1"
    )
    exchange = tenant.group("PIM Exchange Operations").active_in("Exchange Administrator")
    exchange.active_in("Teams Administrator")
    exchange.with_eligible(
        tenant.user("Marek Dvořák", sign_in="2026-04-02T10:00:00Z").registered(),
        # A guest chooses the name, here with a zero-width space in it.
        tenant.user("Wendy\u200b Partner", guest=True),
        tenant.user("Yusuf Demir", enabled=False),
        ends=_NEXT_REVIEW,
    )
    exchange.with_activated("Xenia Petrova", ends=_NEXT_REVIEW)
    exchange.with_eligible("Zoe Laurent", starts="2026-10-15", ends="2027-04-15")
    exchange.with_eligible("Adele Vance", starts="2026-01-15", ends="2026-07-15")
    reports = tenant.group("PIM Reporting").active_in("Global Reader")
    reports.active_in(tenant.custom_role("Contoso Licence Overview", _READ_LICENCES))
    reports.with_eligible("Tomás Ferreira", "Ursula Brandt", "Viktor Sokolov", ends=_NEXT_REVIEW)
    # One approver, who activates under the same policy.
    reports.member_policy(mfa=True, approval=True, approvers=["Viktor Sokolov"], context="c2")


_READ_LICENCES = "microsoft.directory/subscribedSkus/standard/read"


def _option_a(tenant: DraftTenant) -> None:
    identity = tenant.group("Identity Team").with_active(
        "Anika Sharma", "Bruno Costa", "Clara Nilsson", ends=_NEXT_REVIEW
    )
    identity.eligible_for("User Administrator").eligible_for("Groups Administrator")
    tenant.user("Clara Nilsson").has_activated("Groups Administrator", inherited=True)


def _worse(tenant: DraftTenant) -> None:
    tenant.group("SharePoint Farm").active_in("SharePoint Administrator").with_active(
        "Dmitri Orlov", "Elena Rossi", starts="2024-11-04"
    )
    tenant.group("PIM Security Operations").eligible_for("Security Administrator").with_eligible(
        "Felix Wagner", "Greta Olsen", tenant.stranger("who left"), ends=_NEXT_REVIEW
    ).member_policy(approval=True, approvers=_APPROVERS, context="c1")
    cloud = tenant.group("PIM Cloud Applications").active_in("Application Administrator")
    cloud.eligible_for("Cloud Application Administrator")
    cloud.with_active("Hugo Martin", tenant.service_principal("Release Pipeline"))
    cloud.with_eligible("Ines Almeida", ends="2026-10-20")
    cloud.member_policy(
        mfa=True, max_duration="PT12H", justification=False, default_recipients=False
    )


def _owners(tenant: DraftTenant) -> None:
    policies = tenant.group("PIM Conditional Access").active_in("Conditional Access Administrator")
    policies.with_eligible("Jakob Lange", ends=_NEXT_REVIEW).with_eligible_owner("Karima Bensaid")
    policies.member_policy(
        approval=True,
        approvers=["Katrin Vogel", tenant.stranger("Henrik Berg")],
        context="c1",
    )
    tenant.group("PIM Intune Reserve").active_in("Intune Administrator").with_owner("Lars Holm")
    shield = tenant.group("Shielded administrators")  # role-less: documented protection, no rights
    shield.with_active("Fatima Zahra")
    tenant.group("PIM Azure Landing Zone", role_assignable=False).with_eligible(
        "Megan Bowen", "Diego Siciliani"
    )


def _nested(tenant: DraftTenant) -> None:
    engineers = tenant.group("Automation Engineers", role_assignable=False, pim=False)
    engineers.with_active("Mateo Silva", "Nadia Fischer")
    privileged = tenant.group("PIM Privileged Roles").active_in("Privileged Role Administrator")
    privileged.with_eligible(engineers, "Olivia Grant").member_policy(mfa=True)


def _helpdesk(tenant: DraftTenant) -> None:
    tenant.group("PIM Service Desk").active_in("Helpdesk Administrator").with_eligible(
        "Paula Weiss", "Rashid Khan", ends=_NEXT_REVIEW
    ).member_policy(approval=True, approvers=_APPROVERS, context="c3")
    tenant.group("Authentication Desk").eligible_for("Authentication Administrator").with_active(
        "Stefan Novak", ends=_NEXT_REVIEW
    )


def _without_conclusion(tenant: DraftTenant) -> None:
    # Nobody exported this group's PIM lists and policies: only /members and /owners.
    forgotten = tenant.group("Fabric Forgotten", pim=False).active_in("Fabric Administrator")
    forgotten.with_active("Theo Schmidt")
