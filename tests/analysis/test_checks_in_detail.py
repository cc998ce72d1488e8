"""What the tables cannot tell of a check: its words, controls, and other expectations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builder import a_tenant
from check_tables.stories import GA, TIER_0, option_b
from check_tables.too_many_global_admins import admins

from pimreport.analysis import analyse
from pimreport.analysis.checks import app_can_manage_groups
from pimreport.analysis.expectations import Expectations
from pimreport.model.as_of import AsOf
from pimreport.model.entra import AppPermission, PrincipalId
from pimreport.model.evidence import Origin, Source
from pimreport.model.findings import Outcome
from pimreport.model.tenant import Tenant

if TYPE_CHECKING:
    from builder import TenantUnderTest

    from pimreport.model.findings import Finding, Report

POWERS = app_can_manage_groups._POWERS  # the table under test


def findings(report: Report, check: str) -> list[Finding]:
    return [one for one in report.findings if one.check == check]


def of(tenant: TenantUnderTest, check: str, expect: Expectations) -> list[Finding]:
    return findings(analyse(tenant.tenant(), expect), check)


def test_one_emergency_access_account_is_one_too_few() -> None:
    tenant = option_b(a_tenant())
    tenant.user("Rescue").holds(GA)
    expect = Expectations(emergency_access=frozenset({"rescue@contoso.example"}))
    (found,) = of(tenant, "emergency-access", expect)
    assert found.key == "emergency-access:tenant"
    assert "CIS 1.1.2 (related)" in found.controls


def test_emergency_access_is_not_passed_where_none_is_declared() -> None:
    report = analyse(option_b(a_tenant()).tenant())
    assessment = next(one for one in report.assessments if one.check == "emergency-access")
    assert assessment.outcome is Outcome.NOT_ASSESSED


@pytest.mark.parametrize(
    ("number", "expected", "named"),
    [(9, (2, 8), {"SCuBA", "CIS"}), (6, (2, 4), {"CIS"}), (3, (1, 2), set())],
)
def test_a_framework_is_named_only_if_its_own_limits_are_missed(
    number: int, expected: tuple[int, int], named: set[str]
) -> None:
    tenant = admins(number, 0)(a_tenant())
    (found,) = of(tenant, "too-many-global-admins", Expectations(global_admins=expected))
    exact = {control.split()[0] for control in found.controls if "exact" in control}
    assert exact == named


@pytest.mark.parametrize("permission", [*POWERS, *(one.name for one in POWERS.values())])
def test_permissions_are_told_by_id_and_by_name(permission: str) -> None:
    origin = Origin(file="apps.json", row=1)
    granted = AppPermission(
        principal=PrincipalId("p"), permission=permission, resource=None, origins=(origin,)
    )
    source = Source(
        file="apps.json", sha256="", bytes=0, format="", resource="app_role_assignments", rows=1
    )
    told = app_can_manage_groups._power(granted)  # the function under test
    assert told is not None
    report = analyse(Tenant.of([granted], [source], AsOf.parse("2026-09-30")))
    assigns = told.name == "RoleManagement.ReadWrite.Directory"
    assert bool(findings(report, "app-can-manage-groups")) == assigns  # no group holds a role


def test_the_permission_of_another_resource_is_another_permission() -> None:
    told = app_can_manage_groups._power(  # the function under test
        AppPermission(
            principal=PrincipalId("p"), permission="Group.ReadWrite.All", resource="Contoso API"
        )
    )
    assert told is None


def test_whoever_could_reset_a_person_without_mfa_makes_it_worse() -> None:
    tenant = option_b(a_tenant())
    tenant.user("Ada").registered()
    (alone,) = of(tenant, "no-mfa-registered", Expectations())
    tenant.user("Nora").holds("Authentication Administrator")
    (found,) = of(tenant, "no-mfa-registered", Expectations())
    assert found.severity.rank < alone.severity.rank
    assert "Nora can reset the password" in found.detail


def test_a_weightier_direct_role_decides_about_the_account() -> None:
    tenant = a_tenant()
    tenant.group("Exchange").active_in("Exchange Administrator").with_eligible(
        tenant.user("Ada", synced=True)
    )
    tenant.user("Ada").eligible_for(GA)
    (found,) = of(tenant, "synced-account", Expectations())
    assert found.severity == "critical"
    assert found.roles == (GA, "Exchange Administrator")
    assert f"{GA} is held or can be activated directly" in found.detail


def test_approval_on_the_way_lowers_the_severity_of_a_synchronised_account() -> None:
    tenant = a_tenant()
    tenant.user("Ada", synced=True)
    option_b(tenant).group(TIER_0).member_policy(approval=True, approvers=["Kim", "Lee"])
    (found,) = of(tenant, "synced-account", Expectations())
    assert found.severity == "high"
    assert "after approval" in found.detail
