"""A draft, written any way, reads back as what was told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builder import TenantUnderTest, a_tenant

from pimreport.model.as_of import AsOf
from pimreport.model.entra import Access, GroupId, Membership, PrincipalId, RoleAssignment, State
from pimreport.parsers import load
from pimreport.synthetic.entities import APP_ROLE_IDS
from pimreport.synthetic.ways import WAYS, Way

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.tenant import Tenant


@pytest.fixture
def told() -> TenantUnderTest:
    tenant = a_tenant()
    berlin = tenant.unit("Berlin").containing("Ada Lovelace")
    tier0 = tenant.group("Tier 0").active_in("Global Administrator")
    tier0.with_eligible("Ada Lovelace", ends="2026-12-31T23:59:59Z").with_activated("Jörg")
    tier0.with_active("Mia", starts="2025-05-13T08:00:00Z").with_eligible_owner("Di")
    tenant.group("Ops").eligible_for("User Administrator").with_active("Mia", "Bo")
    tenant.user("Nora").holds("Helpdesk Administrator", berlin, ends="2026-11-30T12:00:00Z")
    return tenant


def holdings(tenant: Tenant) -> tuple[list[Membership], list[RoleAssignment]]:
    members = [replace(one, origins=(), permanent=None) for one in tenant.memberships]
    roles = [replace(one, origins=(), permanent=None) for one in tenant.role_assignments]
    return (
        sorted(members, key=lambda one: (one.group, one.principal, one.access, one.state)),
        sorted(roles, key=lambda one: (one.role, one.principal, one.state)),
    )


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_every_way_of_writing_reads_back_the_same(
    told: TenantUnderTest, tmp_path: Path, way: Way
) -> None:
    read = load([told.write(tmp_path, way=way)], as_of=AsOf.parse("2026-09-30"), dates="mdy")
    assert not [source for source in read.sources if source.error or source.rejected]
    assert holdings(read) == holdings(told.tenant())


def test_who_is_what_of_which_group(told: TenantUnderTest) -> None:
    tier0 = told.group("Tier 0").id
    read = {
        (read.principal, read.access, read.state)
        for read in told.tenant().memberships_of_group(tier0)
    }
    assert read == {
        (told.user("Ada Lovelace").id, Access.MEMBER, State.ELIGIBLE),
        (told.user("Jörg").id, Access.MEMBER, State.ACTIVATED),
        (told.user("Mia").id, Access.MEMBER, State.ACTIVE),
        (told.user("Di").id, Access.OWNER, State.ELIGIBLE),
    }


def test_a_draft_is_complete_evidence(told: TenantUnderTest) -> None:
    silent = told.group("Silent")
    read = told.tenant()
    assert read.knows_active_roles()
    assert read.knows_eligible_roles()
    for group in (told.group("Tier 0"), told.group("Ops"), silent):
        assert read.knows_active_members(group.id)
        assert read.knows_eligible_members(group.id)


@pytest.mark.parametrize(
    ("resource", "question"),
    [
        ("role_eligibility_schedule_instances", "knows_eligible_roles"),
        ("role_assignment_schedule_instances", "knows_active_roles"),
    ],
)
def test_what_is_left_out_is_unknown(told: TenantUnderTest, resource: str, question: str) -> None:
    read = told.without(resource).tenant()
    assert getattr(read, question)() is False


def test_policies_people_and_units_read_back(told: TenantUnderTest) -> None:
    told.group("Tier 0").member_policy(
        approval=True, approvers=["Mia", told.group("Ops")], context="c1", max_duration="PT1H"
    ).without_policy("owner")
    told.context("c1").conditional_access("Strong", context="c1")
    told.user("Ada Lovelace").registered()
    told.unit("Tier 0 people", restricted=True).containing("Jörg")
    told.service_principal("App").permitted("RoleManagement.ReadWrite.Directory")
    read = told.tenant()
    group = GroupId(told.group("Tier 0").id)
    rules = read.policy_for_group(group, Access.MEMBER)
    assert rules is not None
    assert (rules.approval, rules.max_duration, rules.mfa) == (True, "PT1H", False)
    assert rules.authentication_context == "c1"
    assert [(one.name, one.group) for one in rules.approvers or ()] == [
        ("Mia", False),
        ("Ops", True),
    ]
    assert read.policy_for_group(group, Access.OWNER) is None
    assert read.policy_for_role("62e90394-69f5-4237-9190-012177145e10") is not None
    (policy,) = read.conditional_access
    assert (policy.contexts, policy.include_users, policy.sign_in_every_time) == (
        ("c1",),
        ("all",),
        True,
    )
    assert read.registrations[PrincipalId(told.user("Ada Lovelace").id)].mfa_registered is False
    assert read.principal(told.user("Jörg").id).restricted is True
    assert len(read.units_of(told.user("Jörg").id)) == 1
    (permission,) = read.app_permissions
    assert permission.permission == APP_ROLE_IDS["RoleManagement.ReadWrite.Directory"]


def test_lost_rules_are_unknown_and_not_absent(told: TenantUnderTest) -> None:
    told.group("Tier 0").member_policy(lost=True)
    rules = told.tenant().policy_for_group(told.group("Tier 0").id, Access.MEMBER)
    assert rules is not None
    assert (rules.mfa, rules.approval, rules.context_enabled) == (None, None, None)


def test_future_and_ended_grants_are_neither_here_nor_lost(told: TenantUnderTest) -> None:
    told.group("Tier 0").with_eligible("Zoe", starts="2026-10-15")
    told.group("Tier 0").with_eligible("Max", ends="2026-03-31")
    read = told.tenant()
    assert [one.principal for one in read.upcoming] == [told.user("Zoe").id]
    assert [one.principal for one in read.ended] == [told.user("Max").id]
