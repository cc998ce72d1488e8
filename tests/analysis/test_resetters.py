"""Who can reset whom: every cell of Microsoft's table, combinations, scopes, ways to the role."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builder import TenantUnderTest, a_tenant

from pimreport.analysis import analyse
from pimreport.model.people import Method, Person, Resetter

MATRIX: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "data" / "reset_matrix.json").read_text("utf-8")
)
COLUMNS = {label: column["displayName"] for label, column in MATRIX["columns_full"].items()}
ROLE_ROWS = {
    label: kind["displayName"]
    for label, kind in MATRIX["row_kind"].items()
    if kind["kind"] == "role"
}
ALWAYS = {"Privileged Authentication Administrator", "Global Administrator"}


def target(tenant: TenantUnderTest) -> Person:
    report = analyse(tenant.tenant())
    return next(one for one in report.people if one.principal.name == "Ada")


def resetters(tenant: TenantUnderTest) -> dict[str | None, Resetter]:
    return {one.principal.name: one for one in target(tenant).can_be_reset_by}


def with_target(*roles: str) -> TenantUnderTest:
    """Ada is eligible in an Option B group and holds ``roles``; each column has one holder."""
    tenant = a_tenant()
    ada = tenant.user("Ada")
    tenant.group("Target group").active_in("Security Reader").with_eligible(ada)
    for role in roles:
        ada.holds(role)
    for role in COLUMNS.values():
        tenant.user(f"Holder of {role}").holds(role)
    return tenant


def column_roles(tenant: TenantUnderTest) -> set[str]:
    return {one.role.name for one in target(tenant).can_be_reset_by}


@pytest.mark.parametrize("row", ROLE_ROWS)
def test_every_role_row_of_the_table(row: str) -> None:
    expected = {COLUMNS[label] for label, yes in MATRIX["rows"][row].items() if yes}
    assert column_roles(with_target(ROLE_ROWS[row])) == expected


def test_no_role() -> None:
    assert column_roles(with_target()) == set(COLUMNS.values())


@pytest.mark.parametrize("role", ["Exchange Administrator", "Security Reader"])
def test_any_other_role(role: str) -> None:
    assert column_roles(with_target(role)) == ALWAYS


def test_a_custom_role_counts_as_any_other_role() -> None:
    tenant = with_target()
    tenant.user("Ada").holds(tenant.custom_role("Desk", "microsoft.directory/users/basic/update"))
    assert column_roles(tenant) == ALWAYS


@pytest.mark.parametrize("owner", [False, True])
def test_active_member_or_owner_of_any_role_assignable_group(owner: bool) -> None:  # noqa: FBT001
    tenant = with_target()
    empty = tenant.group("Holds nothing")
    (empty.with_owner if owner else empty.with_active)("Ada")
    assert column_roles(tenant) == ALWAYS


def test_a_role_scoped_to_a_restricted_unit() -> None:
    tenant = with_target()
    tenant.user("Ada").holds("Helpdesk Administrator", tenant.unit("Vault", restricted=True))
    assert column_roles(tenant) == ALWAYS


@pytest.mark.parametrize("pair", list(itertools.combinations(sorted(ROLE_ROWS), 2)), ids="+".join)
def test_every_role_held_must_be_in_the_column(pair: tuple[str, str]) -> None:
    allowed = [
        {COLUMNS[label] for label, yes in MATRIX["rows"][row].items() if yes} for row in pair
    ]
    tenant = with_target(*(ROLE_ROWS[row] for row in pair))
    assert column_roles(tenant) == set.intersection(*allowed)


@pytest.mark.parametrize(
    ("role", "roles", "reaches"),
    [
        ("Partner Tier2 Support", ["Global Administrator"], True),
        ("Partner Tier1 Support", [], True),
        ("Partner Tier1 Support", ["Directory Readers"], False),
        ("Security Operator", [], True),
        ("Security Operator", ["Reports Reader"], False),
        ("Entra SOC Identity Responder", [], True),
        ("Security Administrator", [], False),
        ("User Administrator", ["Groups Administrator"], True),
    ],
)
def test_roles_beyond_the_columns(role: str, roles: list[str], reaches: bool) -> None:  # noqa: FBT001
    tenant = with_target(*roles)
    tenant.user("Extra").holds(role)
    assert ("Extra" in resetters(tenant)) is reaches


def test_a_custom_role_resets_as_its_exported_permissions_say() -> None:
    tenant = with_target()
    desk = tenant.custom_role("Desk", "microsoft.directory/users/password/update")
    tap = tenant.custom_role("Tap", "microsoft.directory/users/authenticationMethods/create")
    reader = tenant.custom_role("Reader", "microsoft.directory/users/standard/read")
    tenant.user("Desk holder").holds(desk)
    tenant.user("Tap holder").holds(tap)
    tenant.user("Reader holder").holds(reader)
    found = resetters(tenant)
    assert found["Desk holder"].method is Method.PASSWORD
    assert found["Tap holder"].method is Method.AUTHENTICATION_METHOD
    assert "Reader holder" not in found


@pytest.mark.parametrize(
    ("action", "resets"),
    [
        ("microsoft.directory/users/password/update", True),
        ("microsoft.directory/users/standard/read", False),
    ],
)
def test_security_operators_reset_as_their_exported_definition_says(
    action: str,
    resets: bool,  # noqa: FBT001
) -> None:
    tenant = with_target()
    tenant.user("Operator").holds("Security Operator")
    definition = replace(tenant.role("Security Operator"), actions=(action,))
    tenant.custom_roles[definition.name] = definition
    assert ("Operator" in resetters(tenant)) is resets


def test_security_operators_reset_where_their_definition_was_not_exported() -> None:
    tenant = with_target().without("role_definitions")
    tenant.user("Operator").holds("Security Operator")
    assert "Operator" in resetters(tenant)


def test_method_and_models() -> None:
    found = resetters(with_target())
    helpdesk = found["Holder of Helpdesk Administrator"]
    assert helpdesk.method is Method.PASSWORD
    assert helpdesk.models == ("documented",)
    assert found["Holder of Authentication Administrator"].method is Method.AUTHENTICATION_METHOD
    everybody = found["Holder of Global Administrator"]
    assert everybody.by_design
    assert everybody.models == ("documented", "measured")


def test_resetters_through_groups_and_their_states() -> None:
    tenant = with_target()
    desk = tenant.group("Desk").active_in("Helpdesk Administrator")
    desk.with_active("Standing").with_eligible("Eligible", "Activated").with_activated("Activated")
    tenant.user("Own").eligible_for("Helpdesk Administrator")
    found = {name: one.state.value for name, one in resetters(tenant).items()}
    assert found["Standing"] == "active"
    assert found["Eligible"] == "eligible"
    assert found["Activated"] == "activated"
    assert found["Own"] == "eligible"


def test_a_resetter_in_a_unit_reaches_only_its_members_without_a_role() -> None:
    def tenant_with(role: str | None, *members: str) -> TenantUnderTest:
        tenant = with_target(*([role] if role else []))
        unit = tenant.unit("Branch").containing(*members)
        tenant.user("Branch desk").holds("Helpdesk Administrator", unit)
        return tenant

    assert "Branch desk" in resetters(tenant_with(None, "Ada"))
    assert "Branch desk" not in resetters(tenant_with(None, "Grace"))
    assert "Branch desk" not in resetters(tenant_with("Directory Readers", "Ada"))


def test_in_a_restricted_unit_only_resetters_of_that_unit_reach() -> None:
    tenant = with_target()
    vault = tenant.unit("Vault", restricted=True).containing("Ada")
    tenant.user("Vault desk").holds("Helpdesk Administrator", vault)
    found = resetters(tenant)
    assert set(found) == {"Vault desk"}
    assert found["Vault desk"].models == ("documented",)


@pytest.mark.parametrize(("known", "named"), [(True, False), (False, True)])
def test_a_nested_group_stands_for_its_members_unless_it_has_none(known: bool, named: bool) -> None:  # noqa: FBT001
    tenant = with_target()
    inner = tenant.group("Inner", role_assignable=False, pim=known).with_eligible_owner("Olga")
    tenant.group("Desk").active_in("Helpdesk Administrator").with_eligible(inner)
    assert ("Inner" in resetters(tenant)) is named


def test_escalation_is_only_what_the_resetter_cannot_reach_anyway() -> None:
    tenant = with_target()
    tenant.user("Also there").holds("Helpdesk Administrator")
    tenant.group("Target group").with_eligible("Also there")
    found = resetters(tenant)
    assert not found["Also there"].escalation
    assert found["Holder of Helpdesk Administrator"].escalation
    assert not found["Holder of Global Administrator"].escalation


def test_nobody_resets_the_own_account_and_disabled_accounts_nobody() -> None:
    tenant = with_target()
    tenant.user("Ada").eligible_for("Helpdesk Administrator")
    tenant.user("Gone", enabled=False).holds("Helpdesk Administrator")
    assert not {"Ada", "Gone"} & set(resetters(tenant))


def test_an_activated_role_is_told_from_an_assigned_one() -> None:
    tenant = with_target()
    ada = tenant.user("Ada").eligible_for("Exchange Administrator")
    ada.has_activated("Exchange Administrator")
    assert "Holder of Helpdesk Administrator" in resetters(tenant)


def test_nobody_is_named_where_a_missing_export_may_protect() -> None:
    tenant = a_tenant().without(
        "group_assignment_schedule_instances", "group_eligibility_schedule_instances"
    )
    tenant.group("Tier 0").eligible_for("Exchange Administrator").with_active("Ada")
    tenant.user("Nora").holds("Helpdesk Administrator")
    tenant.also("group_members")
    assert resetters(tenant) == {}


def test_what_a_group_gives_is_gained_though_the_resetter_has_the_direct_role() -> None:
    tenant = a_tenant()
    ada = tenant.user("Ada").holds("Helpdesk Administrator")
    tenant.group("Target group").active_in("Security Administrator").with_eligible(ada)
    tenant.user("Hal").holds("Helpdesk Administrator")
    assert target(tenant).highest_role.name == "Security Administrator"  # of equal weight
    assert resetters(tenant)["Hal"].escalation


def test_a_heavier_direct_role_hides_nothing_that_a_group_gives() -> None:
    tenant = a_tenant()
    ada = tenant.user("Ada").holds("User Administrator")
    tenant.group("Target group").active_in("Security Administrator").with_eligible(ada)
    tenant.user("Uma").holds("User Administrator")
    both = tenant.user("Bo").holds("User Administrator")
    both.holds("Security Administrator")
    assert target(tenant).highest_role.name == "User Administrator"
    assert resetters(tenant)["Uma"].escalation
    assert not resetters(tenant)["Bo"].escalation


def test_a_weak_direct_role_is_no_role_of_the_group() -> None:
    tenant = a_tenant()
    ada = tenant.user("Ada").holds("Helpdesk Administrator")
    tenant.group("Target group").active_in("Security Administrator").with_eligible(ada)
    (finding,) = [
        one for one in analyse(tenant.tenant()).findings if one.check == "weak-direct-role"
    ]
    assert "can reach Security Administrator through a group" in str(finding.detail)


@pytest.mark.parametrize(("told", "nested"), [(True, False), (False, False), (True, True)])
def test_who_resets_is_known_only_with_everybody_in_the_groups_that_do(
    *, told: bool, nested: bool
) -> None:
    tenant = a_tenant().without("group_members")
    tenant.group("Target group").active_in("Security Reader").with_eligible("Ada")
    helpdesk = tenant.group("Helpdesk", pim=told).active_in("Helpdesk Administrator")
    helpdesk.with_active("Ada")
    if nested:
        helpdesk.with_eligible(tenant.group("Inner", role_assignable=False, pim=False))
    assert analyse(tenant.tenant()).resetters_known is (told and not nested)


def test_an_application_cannot_activate_a_reset_role() -> None:
    tenant = with_target()
    standing, waiting = (tenant.service_principal(name) for name in ("Standing", "Waiting"))
    tenant.group("Helpdesk").active_in("Helpdesk Administrator").with_active(standing)
    tenant.group("Later").eligible_for("Helpdesk Administrator").with_active(waiting)
    assert "Standing" in resetters(tenant)
    assert "Waiting" not in resetters(tenant)


def test_which_units_are_restricted_belongs_to_knowing_who_resets() -> None:
    tenant = with_target()
    tenant.user("Nora").holds("Helpdesk Administrator", tenant.unit("Vault").containing("Ada"))
    assert analyse(tenant.tenant()).resetters_known
    assert not analyse(tenant.without("administrative_units").tenant()).resetters_known
