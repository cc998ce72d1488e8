"""What the tables cannot tell of a check: its words, controls, and other expectations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builder import a_tenant
from check_tables.nested_group_path import by_rule, in_restricted_unit, nested
from check_tables.no_alert import EVENTS, changed, nobody
from check_tables.stories import GA, TIER_0, option_b
from check_tables.too_many_global_admins import admins

from pimreport.analysis import analyse
from pimreport.analysis.checks import app_can_manage_groups
from pimreport.analysis.expectations import Expectations
from pimreport.model.as_of import AsOf
from pimreport.model.building import tenant_of
from pimreport.model.entra import AppPermission, PrincipalId
from pimreport.model.evidence import Origin, Source
from pimreport.model.findings import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder import TenantUnderTest
    from check_tables.stories import Story

    from pimreport.model.findings import Finding
    from pimreport.model.report import Report

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
    report = analyse(tenant_of([granted], [source], AsOf.parse("2026-09-30")))
    found = findings(report, "app-can-manage-groups")
    assert bool(found) == told.any_role  # no group holds a role


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
    assert "Nora can reset the password" in str(found.detail)


def test_a_weightier_direct_role_decides_about_the_account() -> None:
    tenant = a_tenant()
    tenant.group("Exchange").active_in("Exchange Administrator").with_eligible(
        tenant.user("Ada", synced=True)
    )
    tenant.user("Ada").eligible_for(GA)
    (found,) = of(tenant, "synced-account", Expectations())
    assert found.severity == "critical"
    assert found.roles == (GA, "Exchange Administrator")
    assert f"{GA} is held or can be activated directly" in str(found.detail)


def test_approval_on_the_way_lowers_the_severity_of_a_synchronised_account() -> None:
    tenant = a_tenant()
    tenant.user("Ada", synced=True)
    option_b(tenant).group(TIER_0).member_policy(approval=True, approvers=["Kim", "Lee"])
    (found,) = of(tenant, "synced-account", Expectations())
    assert found.severity == "high"
    assert "after approval" in str(found.detail)


def test_between_the_limits_of_two_benchmarks_both_are_named_with_their_versions() -> None:
    (found,) = of(admins(6, 0)(a_tenant()), "too-many-global-admins", Expectations())
    assert found.severity == "low"
    assert "MS.AAD.7.1v1 asks for two to eight" in str(found.detail)
    assert "CIS Microsoft 365 v7.0.0, 1.1.3, for two to four" in str(found.detail)


def test_disabled_accounts_do_not_count_as_able_and_are_said_to_be_left_out() -> None:
    tenant = admins(9, 0)(a_tenant())
    for number in range(6):
        tenant.user(f"Direct {number}").know(enabled=False)
    assert not of(tenant, "too-many-global-admins", Expectations())
    tenant.user("Direct 6").know(enabled=False)
    tenant.user("Direct 7").know(enabled=False)
    (found,) = of(tenant, "too-many-global-admins", Expectations())
    assert "Too few" in str(found.title)
    assert "Left out: eight disabled accounts" in str(found.detail)
    assert "Direct 7" not in str(found.detail)


def test_a_disabled_manager_is_not_named() -> None:
    tenant = option_b(a_tenant())
    tenant.group("Landing zone", role_assignable=False).with_eligible("Ada")
    tenant.user("Umar", enabled=False).holds("User Administrator")
    (found,) = of(tenant, "group-not-role-assignable", Expectations())
    assert "Umar" not in str(found.detail)
    assert "Nobody in the evidence is one of them." in str(found.detail)


@pytest.mark.parametrize(
    ("story", "said", "severity"),
    [
        (nested(role_assignable=False), "User Administrators, Groups Administrators", "critical"),
        (in_restricted_unit, "only administrators assigned at that unit", "high"),
        (by_rule, "members follow a rule", "critical"),
    ],
)
def test_who_lets_people_into_a_nested_group(story: Story, said: str, severity: str) -> None:
    tenant = a_tenant()
    story(tenant)
    (found,) = of(tenant, "nested-group-path", Expectations())
    assert said in str(found.detail)
    assert ("can add anybody" in str(found.detail)) == ("Groups Administrators" in said)
    assert found.severity == severity


def test_what_goes_out_although_no_administrator_is_alerted() -> None:
    tenant = a_tenant()
    nobody(option_b, *EVENTS)(tenant)
    (found,) = of(tenant, "no-alert", Expectations())
    assert "Other messages are still sent: those to the person concerned" in str(found.detail)
    assert "and those to approvers" in str(found.detail)
    assert "Nobody" not in str(found.title)


def test_nothing_is_said_to_go_out_where_all_is_off() -> None:
    off = {"isDefaultRecipientsEnabled": False}
    rules = {
        f"Notification_{whom}_{event}": off
        for whom in ("Admin", "Requestor", "Approver")
        for event in EVENTS
    }
    tenant = a_tenant()
    changed(option_b, "member", rules)(tenant)
    (found,) = of(tenant, "no-alert", Expectations())
    assert "still sent" not in str(found.detail)


@pytest.mark.parametrize(
    "check",
    [
        "group-not-role-assignable",
        "owner-path",
        "standing-access",
        "nested-group-path",
        "synced-account",
        "activation-without-approval",
        "permanently-active-group",
    ],
)
def test_a_role_on_a_group_that_cannot_hold_one_is_a_caveat_of_every_finding(check: str) -> None:
    tenant = a_tenant()
    inner = tenant.group("Inner", role_assignable=False).with_active("Nell")
    group = tenant.group(TIER_0, role_assignable=False).active_in(GA)
    group.with_eligible(tenant.user("Ada", synced=True), inner).with_active("Stan")
    group.with_owner("Olga")
    found = of(tenant, check, Expectations())
    assert found
    assert all("evidence contradicts itself" in str(one.detail) for one in found)


def test_a_name_keeps_its_letters_wherever_it_stands() -> None:
    tenant = a_tenant()
    tenant.group("pim-exchange").active_in("Exchange Administrator").with_eligible("von Stein")
    tenant.group("pim-exchange").member_policy(context="c1")
    report = analyse(tenant.tenant())
    assert "von Stein" in "".join(str(one.detail) for one in report.findings)
    for one in report.findings:
        texts = map(str, (one.title, one.detail, one.remediation))
        assert not [text for text in texts if "Von Stein" in text or "Pim-" in text]


def test_hidden_characters_in_two_names_are_told_in_the_plural() -> None:
    tenant = option_b(a_tenant())
    tenant.group(TIER_0).with_eligible(
        tenant.user("Bob\u200b", upn="bob\u200b@contoso.example"), "Zoe\u200b"
    )
    both, one = sorted(
        of(tenant, "hidden-characters-in-name", Expectations()), key=lambda one: str(one.title)
    )
    assert " hold characters" in str(both.detail)
    assert " holds characters" in str(one.detail)


def test_a_session_of_several_people_is_a_session_of_one_of_them() -> None:
    tenant = option_b(a_tenant())
    tenant.group(TIER_0).with_eligible("Grace").member_policy(max_duration="PT12H")
    (found,) = of(tenant, "long-activation", Expectations())
    assert "a session of one of two people (Ada and Grace) carries" in str(found.detail)


@pytest.mark.parametrize("check", ["no-mfa-registered", "weak-direct-role"])
def test_nobody_who_could_do_it_counts_only_if_the_evidence_could_tell(check: str) -> None:
    tenant = option_b(a_tenant())
    tenant.user("Ada").registered().holds("Directory Readers")
    (known,) = of(tenant, check, Expectations())
    tenant.without("administrative_units", "administrative_unit_members")
    tenant.unit("North").containing("Ada")
    tenant.user("Nora").holds("Helpdesk Administrator", tenant.unit("North"))
    (unknown,) = of(tenant, check, Expectations())
    assert unknown.severity.rank < known.severity.rank


def owner_findings(tenant: TenantUnderTest) -> dict[str, tuple[str, str]]:
    """Severity and words by the owner's name, which begins the title."""
    found = of(tenant, "owner-path", Expectations())
    return {str(one.title).split()[0]: (one.severity, str(one.detail)) for one in found}


def test_the_owner_of_a_nested_group_owns_it_already() -> None:
    tenant = a_tenant()
    inner = tenant.group("Inner", role_assignable=False).with_owner("Olga")
    inner.with_eligible_owner("Emil")
    tenant.group(TIER_0).active_in(GA).with_eligible(inner)
    found = owner_findings(tenant)
    assert "Olga is an active owner of Inner" in found["Olga"][1]
    assert "Activating the ownership" not in found["Olga"][1]
    assert "Emil is an eligible owner of Inner" in found["Emil"][1]


def test_only_the_owner_policy_guards_the_ownership() -> None:
    tenant = a_tenant().role_policy(GA, approval=True)
    tenant.group(TIER_0).eligible_for(GA).with_owner("Olga").with_eligible_owner("Emil")
    found = owner_findings(tenant)
    assert "Activating the ownership needs no approval" in found["Emil"][1]
    for severity, detail in found.values():
        assert severity == "high"
        assert "What is then activated on the way to the role needs approval." in detail


def test_a_standing_membership_that_ends_is_not_called_permanent() -> None:
    tenant = a_tenant()
    tenant.group(TIER_0).active_in(GA).with_active("Ada", ends="2027-01-15T00:00:00Z")
    tenant.group(TIER_0).with_active("Zoe")
    ada, zoe = of(tenant, "standing-access", Expectations())
    assert "The membership ends on 2027-01-15." in str(ada.detail)
    assert "The membership ends" not in str(zoe.detail)
    assert "permanent" not in str(ada.title)


@pytest.mark.parametrize(("approval", "severity"), [(False, "high"), (True, "medium")])
def test_approval_on_the_way_counts_for_a_weak_direct_role_too(
    *, approval: bool, severity: str
) -> None:
    tenant = a_tenant()
    tenant.group(TIER_0).active_in(GA).with_eligible("Ada").member_policy(approval=approval)
    tenant.user("Ada").holds("Directory Readers")
    tenant.user("Hans").holds("Helpdesk Administrator")
    (found,) = of(tenant, "weak-direct-role", Expectations())
    assert found.severity == severity


def test_an_account_declared_twice_is_one_account() -> None:
    tenant = option_b(a_tenant())
    rescue = tenant.user("Rescue").holds(GA)
    expect = Expectations(emergency_access=frozenset({"rescue@contoso.example", rescue.id}))
    (found,) = of(tenant, "emergency-access", expect)
    assert found.key == "emergency-access:tenant"


def gaps(tenant: TenantUnderTest, check: str) -> str:
    report = analyse(tenant.tenant())
    return str(next(one for one in report.assessments if one.check == check).reason)


def test_a_setting_is_missed_in_the_policy_that_lacks_it() -> None:
    tenant = a_tenant()
    tenant.group(TIER_0).eligible_for(GA).with_eligible("Ada").member_policy(justification=False)
    tenant.without_role_policy(GA)
    told = gaps(tenant, "activation-without-justification")
    assert told == f"not assessed: policy of {GA} (justification setting not exported)"


def test_what_is_not_published_is_told_beside_what_cannot_be_told() -> None:
    tenant = option_b(a_tenant())
    tenant.group(TIER_0).member_policy(context="c1")
    tenant.context("c1", available=False).without("conditional_access_policies")
    assert "were not exported in full" in gaps(tenant, "authentication-context-not-enforced")


def test_what_one_list_allows_is_told_beside_what_another_lost() -> None:
    rules = {"Expiration_Admin_Assignment": {"isExpirationRequired": None}}
    tenant = a_tenant()
    changed(lambda t: option_b(t).group(TIER_0).member_policy(), "member", rules)(tenant)
    assert "expiry settings not exported" in gaps(tenant, "no-expiry")


def test_conditional_access_is_cited_where_it_is_spoken_of() -> None:
    tenant = option_b(a_tenant())
    tenant.group(TIER_0).member_policy(context="c1").tenant.context("c1")
    tenant.conditional_access("Strong", context="c1", state="disabled")
    for check in ("activation-without-strong-mfa", "authentication-context-not-enforced"):
        (found,) = of(tenant, check, Expectations())
        assert any("conditional_access" in one.file for one in found.origins)
    tenant.conditional_access("Strong", context="c1")
    tenant.user("Carl").holds("Conditional Access Administrator")
    (found,) = of(tenant, "context-can-be-switched-off", Expectations())
    assert any("conditional_access" in one.file for one in found.origins)


def test_only_members_activate_a_slow_role() -> None:
    tenant = a_tenant()
    tenant.group("Mail").active_in("Exchange Administrator").with_eligible("Ada")
    tenant.group("Mail").with_eligible_owner("Olga")
    (found,) = of(tenant, "slow-option-b-role", Expectations())
    assert "Through Mail one person can activate" in str(found.detail)


@pytest.mark.parametrize(
    ("other", "said"),
    [("2026-12-31", " until 2026-12-31, and"), ("2027-03-31", "Administrator, and")],
)
def test_a_day_is_told_only_if_all_the_roles_end_on_it(other: str, said: str) -> None:
    tenant = a_tenant()
    group = tenant.group(TIER_0).active_in(GA, ends="2026-12-31").with_eligible("Ada")
    group.active_in("User Administrator", ends=other).active_in("Reports Reader", ends="2027-06-30")
    (found,) = of(tenant, "permanently-active-group", Expectations())
    assert said in str(found.detail)


def test_there_is_no_exception_where_the_baseline_is_silent() -> None:
    for role, excepted in ((GA, True), ("Helpdesk Administrator", False)):
        tenant = a_tenant()
        tenant.group(TIER_0).active_in(role).with_eligible("Ada").with_active("Zoe")
        (found,) = of(tenant, "permanently-active-group", Expectations())
        assert ("The exception does not cover" in str(found.detail)) is excepted


def test_an_activation_of_ones_own_is_no_second_way() -> None:
    tenant = option_b(a_tenant())
    tenant.user("Ada").has_activated(GA)
    tenant.also("role_assignments").without("role_assignment_schedule_instances")
    (found,) = of(tenant, "duplicate-path", Expectations())
    assert "in two ways" in str(found.title)
    assert "directly (eligible)." in str(found.detail)


@pytest.mark.parametrize("check", ["assigned-outside-pim", "direct-assignment-beside-group"])
def test_a_direct_role_in_one_unit_weighs_a_step_less(check: str) -> None:
    severities = []
    for scope in ("/", None):
        tenant = a_tenant()
        tenant.group("Reports").active_in("Reports Reader").with_eligible("Ada")
        where = scope or tenant.unit("Berlin")
        tenant.user("Ada").holds("User Administrator", where, starts=None)
        (found,) = of(tenant, check, Expectations())
        severities.append(found.severity)
    assert severities == ["high", "medium"]
    assert "Berlin" in str(found.detail) or "administrativeUnits" in str(found.detail)


def test_a_membership_past_pim_weighs_what_its_group_gives_where() -> None:
    tenant = a_tenant()
    group = tenant.group("Desk").active_in("User Administrator", tenant.unit("Berlin"))
    group.with_active("Bob", starts=None).with_active("Carl")
    (found,) = of(tenant, "assigned-outside-pim", Expectations())
    assert found.severity == "medium"


def test_the_key_names_the_other_policy_by_whom_it_is_for() -> None:
    tenant = option_b(a_tenant()).role_policy(GA, approval=True)
    (found,) = of(tenant, "approval-on-wrong-policy", Expectations())
    role = tenant.role(GA).template_id
    assert found.key == f"approval-on-wrong-policy:{tenant.group(TIER_0).id}:member:{role}"


@pytest.mark.parametrize(
    ("more", "severity"), [((), "high"), (("PrivilegedAccess.ReadWrite.AzureADGroup",), "critical")]
)
def test_who_only_weakens_a_guard_has_no_way_of_their_own(
    more: tuple[str, ...], severity: str
) -> None:
    tenant = option_b(a_tenant())
    permissions = ("RoleManagementPolicy.ReadWrite.AzureADGroup", *more)
    tenant.service_principal("Deployer").permitted(*permissions)
    (found,) = of(tenant, "app-can-manage-groups", Expectations())
    assert found.severity == severity


def test_an_application_is_not_advised_to_become_eligible() -> None:
    tenant = a_tenant()
    deployer = tenant.service_principal("Deployer")
    tenant.group(TIER_0).active_in(GA).with_active(deployer, "Zoe")
    application, zoe = of(tenant, "standing-access", Expectations())
    if application.subject != deployer.id:
        application, zoe = zoe, application
    assert "eligible" not in str(application.remediation)
    assert "eligible" in str(zoe.remediation)


IN_A_UNIT: Mapping[str, Story] = {
    "guest-account": lambda t: t.user("Ada", guest=True),
    "synced-account": lambda t: t.user("Ada", synced=True),
    "no-mfa-registered": lambda t: (
        t.user("Ada").registered(),
        t.user("Nora").holds("Helpdesk Administrator"),
    ),
    "activation-without-approval": lambda _: None,
    "activation-without-strong-mfa": lambda _: None,
    "authentication-context-not-enforced": lambda t: (
        t.group("Desk").member_policy(context="c1"),
        t.context("c1").conditional_access("Strong", context="c1", state="disabled"),
    ),
    "app-can-manage-groups": lambda t: t.service_principal("Deployer").permitted(
        "PrivilegedAccess.ReadWrite.AzureADGroup"
    ),
    "weak-approvers": lambda t: t.group("Desk").member_policy(
        approval=True, approvers=[t.user("Kim"), t.user("Lee")]
    ),
    "owner-can-weaken-policy": lambda t: (
        t.group("Desk").member_policy(context="c1").with_owner("Olga")
    ),
}


@pytest.mark.parametrize("check", IN_A_UNIT)
def test_what_leads_to_a_role_in_one_unit_weighs_a_step_less(check: str) -> None:
    ranks = []
    for whole in (True, False):
        tenant = a_tenant()
        scope = "/" if whole else tenant.unit("Berlin")
        tenant.group("Desk").active_in("User Administrator", scope).with_eligible("Ada")
        IN_A_UNIT[check](tenant)
        (found,) = (
            one for one in of(tenant, check, Expectations()) if "User Administrator" in one.roles
        )
        ranks.append(found.severity.rank)
    assert ranks[1] - ranks[0] == 1


def test_approval_for_the_group_is_none_for_a_role_of_ones_own() -> None:
    severities = []
    for approved in (False, True):
        tenant = option_b(a_tenant())
        tenant.group(TIER_0).member_policy(approval=approved, approvers=["Kim"])
        tenant.group("Desk").active_in("User Administrator").with_eligible("Gus")
        tenant.group("Desk").member_policy(approval=approved, approvers=["Kim"])
        tenant.user("Gus", guest=True).holds(GA)
        (found,) = of(tenant, "guest-account", Expectations())
        severities.append(found.severity)
    assert severities == ["critical", "critical"]


def test_a_unit_is_named_where_the_role_holds_in_it_alone() -> None:
    tenant = a_tenant()
    tenant.user("Ada", guest=True)
    tenant.group("Desk").active_in("User Administrator", tenant.unit("Berlin")).with_eligible("Ada")
    (found,) = of(tenant, "guest-account", Expectations())
    assert "User Administrator (in administrative unit Berlin) through Desk" in str(found.detail)


@pytest.mark.parametrize(
    ("check", "story"),
    [
        ("unprotected-member", option_b),
        ("standing-access", lambda t: t.group(TIER_0).active_in(GA).with_active("Ada")),
        ("owner-path", lambda t: t.group(TIER_0).active_in(GA).with_owner("Ada")),
        ("weak-direct-role", lambda t: option_b(t).user("Ada").holds("Directory Readers")),
    ],
)
def test_a_disabled_account_has_to_be_enabled_first(check: str, story: Story) -> None:
    ranks = []
    for enabled in (True, False):
        tenant = a_tenant()
        tenant.user("Ada", enabled=enabled)
        tenant.user("Nora").holds("Helpdesk Administrator")
        story(tenant)
        (found,) = of(tenant, check, Expectations())
        assert ("somebody has to enable it first" in str(found.detail)) is not enabled
        ranks.append(found.severity.rank)
    assert ranks[1] - ranks[0] == 1


def test_an_application_activates_nothing() -> None:
    tenant = a_tenant()
    deployer = tenant.service_principal("Deployer")
    tenant.group("Users").eligible_for("User Administrator").with_active(deployer, "Ada")
    tenant.group("Open", role_assignable=False).with_eligible("Bob")
    report = analyse(tenant.tenant())
    (policy,) = (one for one in report.policies if one.role)
    assert policy.governs == 1
    (found,) = findings(report, "activation-without-approval")
    assert "Deployer" not in str(found.detail)
    (opened,) = findings(report, "group-not-role-assignable")
    assert "Ada (User Administrator, eligible)" in str(opened.detail)
    assert "Deployer" not in str(opened.detail)


def test_an_application_that_owns_a_group_lets_others_in() -> None:
    tenant = a_tenant()
    deployer = tenant.service_principal("Deployer")
    tenant.group("Users").eligible_for("User Administrator").with_owner(deployer)
    report = analyse(tenant.tenant())
    (policy,) = (one for one in report.policies if one.role)
    assert policy.governs == 1


def test_a_pass_names_what_was_looked_at() -> None:
    tenant = admins(3, 0)(a_tenant())
    tenant.user("Dora", enabled=False).eligible_for(GA)
    tenant.group("Bowling").with_eligible("Bob")
    assert gaps(tenant, "too-many-global-admins") == (
        "looked at three people who are or can become Global Administrator; one disabled account"
        " left out"
    )
    assert gaps(tenant, "group-not-role-assignable") == "looked at two groups"
    accounts = frozenset(tenant.user(name).holds(GA).id for name in ("Rescue", "Second"))
    report = analyse(tenant.tenant(), Expectations(emergency_access=accounts))
    told = next(one for one in report.assessments if one.check == "emergency-access")
    assert str(told.reason) == "looked at two declared emergency access accounts"


def test_a_registration_that_does_not_tell_is_not_called_missing() -> None:
    tenant = option_b(a_tenant())
    tenant.user("Ada").registered("fido2")
    tenant.omitting("user_registration_details", "isMfaRegistered")
    told = gaps(tenant, "no-mfa-registered")
    assert told == "not assessed: Ada (no isMfaRegistered in userRegistrationDetails)"


def test_no_sign_in_on_record_is_not_called_none_ever() -> None:
    tenant = option_b(a_tenant())
    tenant.user("Ada", created="2019-03-01T00:00:00Z", sign_in=None)
    tenant.user("Bob", sign_in="2026-09-20T08:00:00Z").holds(GA)
    (found,) = of(tenant, "stale-account", Expectations())
    assert "has no sign-in on record since it was created on 2019-03-01" in str(found.detail)
