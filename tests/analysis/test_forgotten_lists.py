"""Lists that somebody forgot to export: never empty, never a reason to be calmer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder import TenantUnderTest, a_tenant

from pimreport.analysis import analyse
from pimreport.model.as_of import AsOf
from pimreport.model.findings import Finding, Outcome, Severity
from pimreport.model.paths import GroupSummary, Strategy
from pimreport.model.people import Grade
from pimreport.parsers import load

if TYPE_CHECKING:
    from pathlib import Path

GA = "Global Administrator"


def two_groups() -> TenantUnderTest:
    tenant = a_tenant()
    tenant.group("One").active_in(GA).with_eligible("Ada")
    tenant.group("Two").active_in(GA).with_eligible("Grace")
    return tenant


def group(folder: Path, name: str) -> GroupSummary:
    report = analyse(load([folder], as_of=AsOf.parse("2026-09-30")))
    return next(one for one in report.groups if one.name == name)


def test_the_eligibilities_of_one_group_are_forgotten(tmp_path: Path) -> None:
    tenant = two_groups()
    tenant.write(tmp_path, per_group=True)
    two = tenant.group("Two").id
    (forgotten,) = tmp_path.glob(f"group_eligibility_schedule_instances*{two}*")
    forgotten.unlink()
    found = group(tmp_path, "Two")
    assert (found.strategy, found.eligible_count) == (Strategy.UNKNOWN, None)


def test_so_they_are_whatever_the_files_are_called(tmp_path: Path) -> None:
    tenant = two_groups()
    tenant.group("Two").with_active("Max")
    tenant.group("One").with_active("Mia")
    tenant.write(tmp_path, per_group=True)
    two = tenant.group("Two").id
    (forgotten,) = tmp_path.glob(f"group_eligibility_schedule_instances*{two}*")
    forgotten.unlink()
    for number, path in enumerate(sorted(tmp_path.iterdir())):
        path.rename(tmp_path / f"export {number}.json")
    assert group(tmp_path, "Two").strategy is Strategy.UNKNOWN


def test_a_file_named_after_its_group_says_nothing_of_another(tmp_path: Path) -> None:
    tenant = two_groups()
    tenant.group("Two").with_activated("Max")
    tenant.write(tmp_path, per_group=True)
    one, two = (tenant.group(name).id for name in ("One", "Two"))
    for forgotten in (
        *tmp_path.glob(f"group_eligibility_schedule_instances*{two}*"),
        *tmp_path.glob(f"group_assignment_schedule_instances*{one}*"),
    ):
        forgotten.unlink()
    found = group(tmp_path, "Two")
    assert (found.strategy, found.eligible_count) == (Strategy.UNKNOWN, None)
    assert group(tmp_path, "One").member_count is None


def test_members_of_a_plain_list_are_no_number_of_assigned_ones() -> None:
    tenant = a_tenant().also("group_members").without("group_assignment_schedule_instances")
    tenant.group("One").active_in(GA).with_activated("Ada").with_active("Zoe")
    (found,) = analyse(tenant.tenant()).groups
    assert (found.member_count, found.eligible_count) == (None, 1)


def takeover(tenant: TenantUnderTest) -> Finding:
    report = analyse(tenant.tenant())
    return next(one for one in report.findings if one.check == "unprotected-member")


def test_a_lost_unit_list_does_not_lower_the_severity() -> None:
    def tenant() -> TenantUnderTest:
        told = a_tenant()
        told.group("One").active_in("Exchange Administrator").with_eligible("Ada")
        branch = told.unit("Branch").containing("Ada")
        told.user("Nora").holds("Password Administrator", branch)
        return told

    known = takeover(tenant())
    lost = takeover(tenant().without("administrative_unit_members"))
    assert "Nora" in str(known.detail)
    assert lost.severity is known.severity
    assert "not in the evidence in full" in str(lost.detail)


def test_nobody_able_lowers_it_only_where_all_would_be_seen() -> None:
    tenant = a_tenant()
    tenant.group("One").active_in(GA).with_eligible("Ada")
    assert takeover(tenant).severity is Severity.MEDIUM
    assert takeover(tenant.without("role_definitions")).severity is Severity.HIGH


def test_reaching_a_role_in_one_unit_is_not_reaching_it() -> None:
    tenant = a_tenant()
    tenant.group("One").active_in(GA).with_eligible("Ada")
    branch = tenant.unit("Branch").containing("Ada")
    tenant.user("Paul").holds("Privileged Authentication Administrator", branch)
    report = analyse(tenant.tenant())
    ada = next(one for one in report.people if one.principal.name == "Ada")
    (paul,) = ada.can_be_reset_by
    assert paul.escalation


def test_a_second_role_in_one_unit_does_not_lower_the_severity() -> None:
    def severity(*, more: bool) -> Severity:
        tenant = a_tenant()
        one = tenant.group("One").active_in("Exchange Administrator").with_eligible("Ada")
        if more:
            one.active_in("User Administrator", tenant.unit("Branch"))
        report = analyse(tenant.tenant())
        return next(f.severity for f in report.findings if f.check == "activation-without-approval")

    assert severity(more=True) is severity(more=False)


def test_every_policy_on_a_nested_path_governs() -> None:
    tenant = a_tenant()
    inner = tenant.group("Inner", role_assignable=False).with_eligible("Ada")
    inner.member_policy(approval=True, approvers=["Kim", "Lee"])
    tenant.group("Outer").active_in(GA).with_eligible(inner)
    report = analyse(tenant.tenant())
    assert {one.group_name for one in report.policies} == {"Inner", "Outer"}
    assert not any(one.check == "activation-without-approval" for one in report.findings)


def test_an_ended_activation_of_an_ended_eligibility_is_over() -> None:
    tenant = a_tenant().also("group_eligibility_schedules")
    one = tenant.group("One").active_in(GA)
    one.with_eligible("Ada", ends="2026-10-01T00:00:00Z").with_activated("Ada")
    assert analyse(tenant.tenant("2026-10-15")).paths == ()


def test_an_ended_activation_of_a_living_eligibility_is_still_a_way() -> None:
    tenant = a_tenant()
    tenant.group("One").active_in(GA).with_eligible("Ada").with_activated("Ada")
    assert len(analyse(tenant.tenant("2026-10-15")).paths) == 1


def missing_of(tenant: TenantUnderTest) -> list[tuple[str, str]]:
    never_drafted = {one.resource for one in analyse(a_tenant().tenant()).missing}
    found = analyse(tenant.tenant()).missing
    return [
        (one.resource, str(one.consequence)) for one in found if one.resource not in never_drafted
    ]


def test_a_lost_unit_list_is_named() -> None:
    tenant = a_tenant()
    tenant.group("One").active_in(GA).with_eligible("Ada")
    tenant.user("Nora").holds("Password Administrator", tenant.unit("Branch").containing("Ada"))
    assert missing_of(tenant) == []
    ((resource, consequence),) = missing_of(tenant.without("administrative_unit_members"))
    assert resource == "administrative_unit_members"
    assert "Branch" in consequence


def test_lost_units_are_named_where_a_role_is_scoped_to_one() -> None:
    tenant = a_tenant().without("administrative_units")
    tenant.group("One").active_in(GA).with_eligible("Ada")
    assert missing_of(tenant) == []
    tenant.user("Nora").holds("Password Administrator", tenant.unit("Branch").containing("Ada"))
    assert [resource for resource, _ in missing_of(tenant)] == ["administrative_units"]


def test_a_forgotten_list_of_a_nested_group_is_named_and_nothing_passes(tmp_path: Path) -> None:
    tenant = a_tenant()
    inner = tenant.group("Inner", role_assignable=False).with_active("Ada")
    inner.with_eligible_owner("Olga").with_eligible("Grace")
    tenant.group("Outer").active_in(GA).with_eligible(inner)
    tenant.write(tmp_path, per_group=True)
    (forgotten,) = tmp_path.glob(f"group_eligibility_schedule_instances*{inner.id}*")
    forgotten.unlink()
    report = analyse(load([tmp_path], as_of=AsOf.parse("2026-09-30")))
    assert ("group_eligibility_schedule_instances", True) in [
        (one.resource, "Inner is nested in Outer" in str(one.consequence)) for one in report.missing
    ]
    owners = next(one for one in report.assessments if one.check == "owner-path")
    assert owners.outcome is Outcome.NOT_ASSESSED
    assert "owners of Inner" in str(owners.reason)
    members = next(one for one in report.assessments if one.check == "nested-group-path")
    assert "members of Inner, nested in Outer" in str(members.reason)


def test_a_resetter_whom_no_export_describes_is_named() -> None:
    tenant = a_tenant()
    tenant.group("One").active_in(GA).with_eligible("Ada")
    tenant.service_principal("Desk bot").holds("Helpdesk Administrator")
    assert missing_of(tenant) == []
    ((resource, consequence),) = missing_of(tenant.without("service_principals"))
    assert resource == "service_principals"
    assert tenant.service_principal("Desk bot").id in consequence


def test_an_unknown_policy_behind_a_weak_one_is_told_beside_the_finding() -> None:
    tenant = a_tenant().context("c1")
    one = tenant.group("One").active_in("Exchange Administrator").eligible_for(GA)
    one.with_eligible("Ada").member_policy(mfa=True)
    tenant.role_policy(GA, context="c1").without("conditional_access_policies")
    report = analyse(tenant.tenant())
    strong = next(o for o in report.assessments if o.check == "activation-without-strong-mfa")
    assert strong.outcome is Outcome.FINDINGS
    assert "policy of Global Administrator" in str(strong.reason)


def test_a_lost_list_does_not_lower_the_severity_of_a_group_in_pim() -> None:
    def severity(*lost: str) -> Severity:
        tenant = a_tenant().without(*lost)
        group = tenant.group("Landing zone", role_assignable=False)
        group.with_eligible("Ada").with_owner("Olga")
        found = analyse(tenant.tenant()).findings
        return next(one.severity for one in found if one.check == "group-not-role-assignable")

    assert severity("group_assignment_schedule_instances") is severity()


def test_silence_of_the_documentation_is_not_claimed_without_the_eligible_members() -> None:
    def grade(*lost: str) -> Grade:
        tenant = a_tenant().without(*lost)
        tenant.group("One").active_in(GA).with_activated_owner("Ada")
        tenant.group("Two").active_in(GA).with_eligible("Ada")
        (ada,) = analyse(tenant.tenant()).people
        return ada.protection.grade

    assert grade() is Grade.CONTESTED
    assert grade("group_eligibility_schedule_instances") is Grade.UNKNOWN


def strong_with(*excluded: str, lost: bool) -> bool | None:
    """Ada has activated, Grace could: does the policy for their context cover both?"""
    tenant = a_tenant().context("c1")
    group = tenant.group("One").active_in(GA).with_activated("Ada").with_eligible("Grace")
    group.member_policy(context="c1")
    users = [tenant.user(name) for name in excluded]
    tenant.conditional_access("Strong", context="c1", exclude=users)
    if lost:
        tenant.without("group_eligibility_schedule_instances")
    (policy,) = analyse(tenant.tenant()).policies
    return policy.strong


def test_strong_is_not_claimed_for_those_whom_a_lost_list_hides() -> None:
    assert strong_with("Grace", lost=False) is False
    assert strong_with("Grace", lost=True) is None
    assert strong_with(lost=True) is True


def test_resetters_are_at_least_so_many_where_the_evidence_has_gaps() -> None:
    tenant = a_tenant()
    tenant.group("One").active_in(GA).with_eligible("Ada")
    tenant.user("Nora").holds("Helpdesk Administrator")
    assert " one person can reset this account" in str(takeover(tenant).detail)
    lost = takeover(tenant.without("role_eligibility_schedule_instances"))
    assert "at least one person can reset this account" in str(lost.detail)


def test_an_unknown_approval_behind_a_policy_without_is_told_beside_the_finding() -> None:
    tenant = a_tenant()
    one = tenant.group("One").active_in("Exchange Administrator").eligible_for(GA)
    one.with_eligible("Ada")
    report = analyse(tenant.without_role_policy(GA).tenant())
    approval = next(o for o in report.assessments if o.check == "activation-without-approval")
    assert approval.outcome is Outcome.FINDINGS
    assert "policy of Global Administrator" in str(approval.reason)


def with_empty_unit() -> TenantUnderTest:
    tenant = a_tenant()
    tenant.group("One").active_in("Exchange Administrator").with_eligible("Ada")
    tenant.unit("Full").containing("Ada")
    tenant.user("Nora").holds("Password Administrator", tenant.unit("Empty", restricted=True))
    return tenant.omitting("users", "isManagementRestricted")


def test_an_empty_list_of_a_unit_is_one(tmp_path: Path) -> None:
    with_empty_unit().write(tmp_path, per_group=True)
    report = analyse(load([tmp_path], as_of=AsOf.parse("2026-09-30")))
    assert report.resetters_known
    assert not [one for one in report.missing if one.resource == "administrative_unit_members"]
    assert [one.name for one in report.groups] == ["One"]
    (ada,) = report.people
    assert not any("restricted management" in str(reason) for reason in ada.protection.reasons)


def test_a_unit_whose_list_is_forgotten_may_hold_anybody(tmp_path: Path) -> None:
    tenant = with_empty_unit()
    tenant.write(tmp_path, per_group=True)
    (forgotten,) = tmp_path.glob(f"*{tenant.unit('Empty').id}*")
    forgotten.unlink()
    report = analyse(load([tmp_path], as_of=AsOf.parse("2026-09-30")))
    assert not report.resetters_known
    (ada,) = report.people
    assert any("restricted management" in str(reason) for reason in ada.protection.reasons)


def test_who_holds_a_role_and_is_described_nowhere_may_be_a_group() -> None:
    def owner_path(tenant: TenantUnderTest) -> Outcome:
        tenant.group("One").active_in(GA).with_eligible("Ada")
        tenant.stranger("Somebody").holds("Security Reader")
        report = analyse(tenant.tenant())
        return next(one.outcome for one in report.assessments if one.check == "owner-path")

    assert owner_path(a_tenant()) is Outcome.PASS
    assert owner_path(a_tenant().without("groups")) is Outcome.NOT_ASSESSED


def test_who_is_described_nowhere_is_asked_for_among_users_and_applications() -> None:
    tenant = a_tenant()
    tenant.group("One").active_in(GA).with_active(tenant.service_principal("Robot"))
    robot = tenant.service_principal("Robot").id
    (told,) = (
        one
        for one in analyse(tenant.without("service_principals").tenant()).missing
        if robot in str(one.consequence)
    )
    assert "an application, deleted" in str(told.consequence)
    assert f"v1.0/users?$filter=id in (''{robot}'')" in told.command
    assert f"v1.0/servicePrincipals?$filter=id in (''{robot}'')" in told.command
