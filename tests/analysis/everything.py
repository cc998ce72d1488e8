"""A tenant with something for every strategy and most checks, and its report."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from builder import a_tenant

from pimreport.analysis import analyse

if TYPE_CHECKING:
    from builder import TenantUnderTest

    from pimreport.model.report import Report

GA = "Global Administrator"


def everything() -> TenantUnderTest:
    """A tenant with something for every check and every strategy."""
    tenant = a_tenant()
    ada, grace = tenant.user("Ada"), tenant.user("Grace", synced=True)
    tenant.group("B").active_in(GA).with_eligible(ada, grace).with_activated(grace).with_owner(
        "Olga"
    ).member_policy(context="c1", approval=True, approvers=["Kim", "Lee"])
    tenant.context("c1").conditional_access("Strong", context="c1", exclude=[grace])
    tenant.group("A").eligible_for("User Administrator").with_active("Alan")
    tenant.group("Standing").active_in("Exchange Administrator").with_active("Stan")
    tenant.group("Standing").with_eligible_owner("Olga")
    inner = tenant.group("Inner", role_assignable=False).with_active("Nell")
    tenant.group("Double").eligible_for("Security Administrator").with_eligible("Dora", inner)
    tenant.group("Mixed").active_in("Helpdesk Administrator").with_eligible("Mia").with_active(
        "Max"
    )
    ada.holds("Directory Readers").registered("fido2")
    tenant.user("Nora").holds("Helpdesk Administrator", tenant.unit("Branch").containing("Dora"))
    tenant.unit("Vault", restricted=True).containing("Mia")
    tenant.user("Uma").eligible_for("User Administrator")
    tenant.service_principal("Deployer").permitted("RoleManagement.ReadWrite.Directory")
    return tenant


@cache
def complete() -> Report:
    return analyse(everything().tenant())
