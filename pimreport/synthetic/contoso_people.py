"""The people of the sample tenant, its helpdesk, its units, and who holds roles directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pimreport.synthetic.draft import DraftTenant

_STAFF = (
    "Adele Vance", "Alex Wilber", "Allan Deyoung", "Bianca Pisani", "Brian Johnson",
    "Cameron White", "Christie Cline", "Debra Berger", "Delia Dennis", "Diego Siciliani",
    "Emily Braun", "Enrico Cattaneo", "Gerhart Moller", "Grady Archie", "Henrietta Mueller",
    "Irvin Sayers", "Isaiah Langer", "Johanna Lorenz", "Joni Sherman", "Jordan Miller",
    "Lee Gu", "Lidia Holloway", "Lynne Robbins", "Megan Bowen", "Miriam Graham",
    "Nestor Wilke", "Patti Fernandez", "Pradeep Gupta", "Raul Razo", "Rebecca Laurent",
)  # fmt: skip


def invent(tenant: DraftTenant) -> None:
    """Everybody in the tenant, before any group."""
    for name in _STAFF:
        tenant.user(name)
    _helpdesk(tenant)
    _direct_roles(tenant)
    _units(tenant)
    _authentication(tenant)


def _helpdesk(tenant: DraftTenant) -> None:
    # Who can take over a colleague's account is named in the report, so they have names.
    tenant.user("Nora Lindqvist").holds("Helpdesk Administrator")
    tenant.user("Omar Haddad").eligible_for("Authentication Administrator", ends="2027-03-31")
    tenant.user("Piet Janssen").holds("Password Administrator", tenant.unit("Office Berlin"))
    tenant.user("Quinn Abbott", enabled=False).holds("User Administrator")
    unlock = tenant.custom_role(
        "Contoso Account Unlock",
        "microsoft.directory/users/password/update",
        "microsoft.directory/users/standard/read",
    )
    tenant.user("Rosa Iglesias").holds(unlock)


def _direct_roles(tenant: DraftTenant) -> None:
    for number in (1, 2):
        # The second one is synchronised, so it fails together with the directory on premises.
        account = tenant.user(
            f"Emergency Access {number}", created="2023-05-02T08:00:00Z", synced=number > 1
        )
        # Assigned past PIM, so the instance has no start.
        account.registered("fido2").holds("Global Administrator", starts=None)
    for name in ("Sofia Marino", "Bianca Pisani"):  # nine Global Administrators in all
        tenant.user(name).eligible_for("Global Administrator", ends="2027-01-15")
    tenant.user("Tomás Ferreira").holds("Directory Readers")
    tenant.user("Ursula Brandt").holds("Reports Reader")
    tenant.user("Viktor Sokolov").holds("Compliance Administrator")
    # Beside their groups: another role, and the same role once more.
    tenant.user("Jakob Lange").eligible_for("Security Administrator", ends="2027-01-15")
    tenant.user("Elena Rossi").eligible_for("SharePoint Administrator", ends="2027-01-15")
    inventory = tenant.service_principal("Inventory Sync")
    inventory.holds("Directory Readers").permitted("RoleManagement.ReadWrite.Directory")


def _units(tenant: DraftTenant) -> None:
    tenant.unit("Office Berlin").containing(
        "Jörg Müller", "Änne Köhler", "Johanna Lorenz", "Gerhart Moller"
    )
    tenant.unit("Tier 0 people", restricted=True).containing("Hana Novák", "Ibrahim Kaya")


def _authentication(tenant: DraftTenant) -> None:
    tenant.context("c1", "Privileged activation").context("c2", "Sensitive data")
    tenant.context("c3", "Service desk")
    tenant.conditional_access("CA101 Privileged activation", context="c1")
    tenant.conditional_access(
        "CA102 Sensitive data (pilot)", context="c2", state="enabledForReportingButNotEnforced"
    )
    tenant.conditional_access("CA103 Service desk", context="c3", every_time=False)
    tenant.conditional_access(
        "CA001 MFA for everybody", strength=None, controls=["mfa"], operator="OR", every_time=False
    )
