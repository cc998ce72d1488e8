"""Traps of a snapshot: what looks like one thing in an export and is another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from builder import TenantUnderTest, a_tenant

from pimreport.analysis import analyse
from pimreport.model.entra import Access, State
from pimreport.model.paths import AccessPath, Kind, Strategy
from pimreport.model.people import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.report import Report

GA = "Global Administrator"


def analysed(tenant: TenantUnderTest) -> Report:
    return analyse(tenant.tenant())


def paths(tenant: TenantUnderTest) -> Sequence[AccessPath]:
    return analysed(tenant).paths


def test_an_activated_member_is_not_a_standing_one() -> None:
    tenant = a_tenant().also("group_members")
    tenant.group("Tier 0").active_in(GA).with_eligible("Ada").with_activated("Ada")
    (path,) = paths(tenant)
    assert (path.membership, path.kind) == (State.ACTIVATED, Kind.OPTION_B)


def test_an_activated_role_is_not_an_assigned_one() -> None:
    tenant = a_tenant().also("role_assignments")
    tenant.group("Tier 0").eligible_for(GA).with_active("Ada")
    tenant.user("Ada").has_activated(GA)
    (path,) = paths(tenant)
    assert (path.role_state, path.kind) == (State.ACTIVATED, Kind.OPTION_A)


def test_no_end_in_the_evidence_is_not_permanent() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in(GA).with_eligible("Ada")
    (membership,) = tenant.tenant().memberships
    assert (membership.ends, membership.permanent) == (None, None)


def test_only_a_schedule_says_permanent() -> None:
    tenant = a_tenant().also("group_eligibility_schedules")
    tenant.group("Tier 0").active_in(GA).with_eligible("Ada")
    (membership,) = tenant.tenant().memberships
    assert membership.permanent is True


def test_owners_are_no_members() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in(GA).with_eligible_owner("Olga").with_eligible("Ada")
    report = analysed(tenant)
    (group,) = report.groups
    assert dict(group.kinds) == {Kind.OPTION_B: 1}
    assert (group.eligible_count, group.owner_count) == (1, 1)
    assert {path.principal.name: path.access for path in report.paths} == {
        "Ada": Access.MEMBER,
        "Olga": Access.OWNER,
    }


def test_a_schedule_that_lies_in_the_future_is_no_path_yet() -> None:
    tenant = a_tenant().also("group_eligibility_schedules")
    tenant.group("Tier 0").active_in(GA).with_eligible("Ada").with_eligible(
        "Grace", starts="2027-01-01T00:00:00Z", ends="2027-06-01T00:00:00Z"
    )
    assert [path.principal.name for path in paths(tenant)] == ["Ada"]
    assert len(tenant.tenant().upcoming) == 1


def test_schedules_count_where_instances_are_empty() -> None:
    tenant = a_tenant().also("group_eligibility_schedules")
    tenant.group("Tier 0").active_in(GA).with_eligible("Ada")
    tenant.without("group_eligibility_schedule_instances")
    assert [path.kind for path in paths(tenant)] == [Kind.OPTION_B]


def test_a_group_that_only_pim_still_knows_is_said_to_be_gone() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").with_eligible("Ada")
    report = analysed(tenant.without("groups").also())
    assert [group.name for group in report.groups] == [None]


def test_a_missing_property_is_unknown_not_false() -> None:
    tenant = a_tenant().omitting("users", "accountEnabled", "userType", "onPremisesSyncEnabled")
    tenant.group("Tier 0").active_in(GA).with_eligible("Ada")
    (person,) = analysed(tenant).people
    ada = person.principal
    assert (ada.enabled, ada.guest, ada.synced) == (None, None, None)


def test_privileged_comes_from_the_shipped_table_where_the_export_lacks_it() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in(GA).active_in("Reports Reader").with_eligible("Ada")
    privileged = {path.role.name: path.role.privileged for path in paths(tenant)}
    assert privileged == {GA: True, "Reports Reader": False}


def test_a_nested_member_who_activated_is_shown_through_the_nested_group() -> None:
    tenant = a_tenant()
    inner = tenant.group("Inner", role_assignable=False).with_active("Ada")
    tenant.group("Tier 0").active_in(GA).with_eligible(inner)
    (path,) = paths(tenant)
    assert (path.principal.name, path.via, path.membership) == (
        "Ada",
        (inner.id,),
        State.ELIGIBLE,
    )


def test_deep_and_cyclic_nesting_ends() -> None:
    tenant = a_tenant()
    one = tenant.group("One", role_assignable=False)
    two = tenant.group("Two", role_assignable=False).with_active("Ada", one)
    one.with_active(two)
    tenant.group("Tier 0").active_in(GA).with_eligible(one)
    assert [(path.principal.name, path.via) for path in paths(tenant)] == [
        ("Ada", (two.id, one.id))
    ]


def test_one_forgotten_group_leaves_the_others_alone() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in(GA).with_eligible("Ada").with_active("Zoe")
    tenant.group("Forgotten", pim=False).active_in(GA)
    strategies = {group.name: group.strategy for group in analysed(tenant).groups}
    assert strategies == {"Tier 0": Strategy.MIXED, "Forgotten": Strategy.UNKNOWN}


def test_a_listed_member_may_have_activated_the_eligibility_of_a_nested_group() -> None:
    tenant = a_tenant().also("group_members").without("group_assignment_schedule_instances")
    inner = tenant.group("Inner", role_assignable=False).with_active("Ada")
    tenant.group("Tier 0").active_in(GA).with_eligible(inner).with_active("Ada").with_active("Zoe")
    report = analysed(tenant)
    kinds = {(path.principal.name, bool(path.via)): path.kind for path in report.paths}
    assert kinds == {
        ("Ada", False): None,
        ("Ada", True): Kind.OPTION_B,
        ("Zoe", False): Kind.STANDING_ACCESS,
    }
    verdicts = {one.principal.name: one.protection.documented for one in report.people}
    assert verdicts == {"Ada": Verdict.UNKNOWN, "Zoe": Verdict.PROTECTED}


def test_a_listed_role_may_be_an_activation_through_a_nested_group() -> None:
    tenant = a_tenant().also("role_assignments").without("role_assignment_schedule_instances")
    inner = tenant.group("Inner", role_assignable=False).with_active("Ada")
    tenant.group("Tier 0").eligible_for(GA).with_eligible(inner).with_eligible("Zoe")
    tenant.user("Ada").holds(GA)
    tenant.user("Zoe").holds("Exchange Administrator")
    verdicts = {one.principal.name: one.protection.documented for one in analysed(tenant).people}
    assert verdicts == {"Ada": Verdict.UNKNOWN, "Zoe": Verdict.PROTECTED}


def test_a_listed_role_may_be_an_activation_through_a_group_whose_members_nobody_exported() -> None:
    tenant = a_tenant().also("role_assignments")
    tenant.without("role_assignment_schedule_instances", "group_members")
    tenant.group("Forgotten", pim=False).eligible_for(GA)
    tenant.group("Tier 0").eligible_for("Exchange Administrator").with_eligible("Ada", "Zoe")
    tenant.user("Ada").holds(GA)
    tenant.user("Zoe").holds("Security Reader")
    verdicts = {one.principal.name: one.protection.documented for one in analysed(tenant).people}
    assert verdicts == {"Ada": Verdict.UNKNOWN, "Zoe": Verdict.PROTECTED}


def test_a_custom_role_with_the_template_id_of_another_role_is_not_that_role() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in(GA).with_eligible("Ada")
    for copied in ("Helpdesk Administrator", GA):
        mine = tenant.custom_role(f"My {copied}", "microsoft.directory/applications/create")
        mine = replace(mine, template_id=tenant.role(copied).id)
        tenant.custom_roles[mine.name] = mine
        tenant.user(f"Holder of {copied}").holds(mine)
    tenant.user("Ada").holds("My Helpdesk Administrator")
    (ada,) = analysed(tenant).people
    assert ada.can_be_reset_by == ()
    assert ada.protection.documented is Verdict.PROTECTED


def test_who_has_not_activated_the_membership_has_not_activated_the_groups_role() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").eligible_for(GA).with_eligible("Ada").with_active("Zoe")
    tenant.user("Ada").has_activated(GA)
    unit = tenant.unit("Sales")
    tenant.user("Zoe").has_activated(GA, unit)
    states = {path.principal.name: path.role_state for path in paths(tenant)}
    assert states == {"Ada": State.ELIGIBLE, "Zoe": State.ELIGIBLE}
