"""Published attack labs: each has one known answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder import TenantUnderTest, a_tenant

from pimreport.analysis import analyse
from pimreport.model.findings import Severity
from pimreport.model.paths import Kind
from pimreport.model.people import Grade

if TYPE_CHECKING:
    from pimreport.model.report import Report


def analysed(tenant: TenantUnderTest) -> Report:
    return analyse(tenant.tenant())


def keys(report: Report) -> set[str]:
    return {finding.key for finding in report.findings}


def test_an_eligible_owner_of_a_group_active_for_application_administrator() -> None:
    tenant = a_tenant()
    owner = tenant.user("Olga")
    group = tenant.group("App admins").active_in("Application Administrator")
    group.with_eligible_owner(owner)
    report = analysed(tenant)
    assert f"owner-path:{owner.id}:{group.id}" in keys(report)
    (path,) = report.paths
    assert (path.kind, path.access.value) == (Kind.OPTION_B, "owner")


def test_an_eligible_owner_of_a_group_eligible_for_application_administrator() -> None:
    tenant = a_tenant()
    owner = tenant.user("Olga")
    group = tenant.group("App admins").eligible_for("Application Administrator")
    group.with_eligible_owner(owner)
    report = analysed(tenant)
    assert f"owner-path:{owner.id}:{group.id}" in keys(report)
    assert [path.kind for path in report.paths] == [Kind.DOUBLE_ACTIVATION]


def test_member_and_owner_with_a_role_in_a_unit_and_a_custom_role() -> None:
    tenant = a_tenant()
    mia = tenant.user("Mia")
    unit = tenant.unit("Branch").containing("Boss")
    custom = tenant.custom_role(
        "App secrets", "microsoft.directory/applications/credentials/update"
    )
    desk = tenant.group("Branch desk").active_in("Helpdesk Administrator", unit)
    desk.with_eligible(mia)
    secrets = tenant.group("Secrets").active_in(custom).with_eligible_owner(mia)
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Boss")
    report = analysed(tenant)
    assert f"owner-path:{mia.id}:{secrets.id}" in keys(report)
    privileged = {path.role.name: path.role.privileged for path in report.paths}
    assert privileged["App secrets"] is True
    boss = next(one for one in report.people if one.principal.name == "Boss")
    (resetter,) = (one for one in boss.can_be_reset_by if one.principal.name == "Mia")
    assert (resetter.state.value, resetter.escalation) == ("eligible", True)
    assert resetter.scope.startswith("/administrativeUnits/")


def test_a_group_anybody_may_manage_nested_into_a_privileged_one() -> None:
    tenant = a_tenant()
    inner = tenant.group("Helpers", role_assignable=False).with_active("Nell")
    group = tenant.group("Tier 0").active_in("Global Administrator").with_eligible(inner)
    report = analysed(tenant)
    (finding,) = (one for one in report.findings if one.check == "nested-group-path")
    assert finding.key == f"nested-group-path:{inner.id}:{group.id}"
    assert finding.severity is Severity.CRITICAL
    nell = next(one for one in report.people if one.principal.name == "Nell")
    assert nell.protection.grade is Grade.EXPOSED
