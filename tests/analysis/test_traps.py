"""Traps of a snapshot: what looks like one thing in an export and is another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder import TenantUnderTest, a_tenant

from pimreport.analysis import analyse
from pimreport.model.entra import Access, State
from pimreport.model.paths import AccessPath, Kind, Strategy

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
