"""Names become ids where exactly one thing can be meant, and never otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from written import ADA, AS_OF, BEN, GROUP, OTHER_GROUP, ROLE, Object, codes, export_csv, tenant

from pimreport.analysis import analyse
from pimreport.model.entra import Access, State
from pimreport.parsers import bulk, load

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.evidence import Source
    from pimreport.model.tenant import Tenant

USERS = {
    "value": [
        {"id": ADA, "displayName": "Ada", "userPrincipalName": "Ada@contoso.com", "accountEnabled": True, "userType": "Member"},
        {"id": BEN, "displayName": "Ben", "userPrincipalName": "ben@contoso.com", "accountEnabled": True, "userType": "Member"},
    ]
}  # fmt: skip
GROUPS = {
    "value": [
        {"id": GROUP, "displayName": "Tier 0", "isAssignableToRole": True, "groupTypes": [], "securityEnabled": True},
        {"id": OTHER_GROUP, "displayName": "Sales", "isAssignableToRole": None, "groupTypes": [], "securityEnabled": True},
    ]
}  # fmt: skip
APPS = {"value": [{"id": "99999999-0000-4000-8000-000000000000", "appId": "1", "displayName": "App", "servicePrincipalType": "Application"}]}  # fmt: skip
WHOLE: dict[str, object] = {"users.json": USERS, "groups.json": GROUPS, "apps.json": APPS}


def _row(**changes: object) -> Object:
    return {
        "Assignment State": "Eligible", "User Group Name": "Tier 0", "Resource Name": "Contoso",
        "Role Name": "Global Administrator", "Resource Type": "Directory", "Email": "",
        "PrincipalName": "", "Member Type": "Direct",
        "Assignment Start Time (UTC)": "2025-05-11 08:00:00", "Assignment End Time (UTC)": "Permanent",
    } | changes  # fmt: skip


ADA_ACTIVE = _row(**{"Assignment State": "Active", "User Group Name": "Ada L.", "PrincipalName": "ada@CONTOSO.com"})  # fmt: skip


def _read(folder: Path, rows: list[Object], others: dict[str, object]) -> tuple[Tenant, Source]:
    found = tenant(folder, {"portal.csv": export_csv(rows), **others})
    return found, next(one for one in found.sources if one.file == "portal.csv")


def _held(found: Tenant) -> set[tuple[str, str, State]]:
    return {(one.role, one.principal, one.state) for one in found.role_assignments}


def test_who_is_unambiguous_is_matched(tmp_path: Path) -> None:
    found, source = _read(tmp_path, [_row(), ADA_ACTIVE], WHOLE)
    assert source.resource == "role_assignments_by_name"
    assert _held(found) == {(ROLE, GROUP, State.ELIGIBLE), (ROLE, ADA, State.LISTED)}
    assert {"no_object_ids", "matched_by_name"} <= codes(source)
    assert "not_matched" not in codes(source)
    (one,) = [one for one in found.role_assignments if one.principal == GROUP]
    assert (one.permanent, one.ends, one.origins[0].row) == (
        None,
        None,
        1,
    )  # Permanent proves nothing


def test_matched_names_complete_no_list(tmp_path: Path) -> None:
    found, _ = _read(tmp_path, [_row()], WHOLE)
    assert not found.knows_eligible_roles()
    assert not found.knows_active_roles()
    missing = {one.resource for one in analyse(found).missing}
    assert {"role_assignment_schedule_instances", "role_eligibility_schedule_instances"} <= missing


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (_row(**{"User Group Name": "Nobody"}), "nothing has the display name 'Nobody'"),
        (_row(PrincipalName="x@contoso.com"), "nothing has the user principal name"),
        (_row(**{"Role Name": "Globaler Administrator"}), "nothing has the role name"),
        (_row(**{"Assignment State": "Expired"}), "neither eligible nor active"),
        (_row(**{"Resource Type": "Administrative unit"}), "its scope"),
        (_row(**{"User Group Name": ""}), "it names nobody"),
    ],
    ids=["nobody", "other-upn", "german", "expired", "unit", "nameless"],
)  # fmt: skip
def test_the_rest_stays_out_and_says_why(row: Object, why: str, tmp_path: Path) -> None:
    found, source = _read(tmp_path, [row, _row()], WHOLE)
    assert _held(found) == {(ROLE, GROUP, State.ELIGIBLE)}
    (told,) = [one for one in source.warnings if one.code == "not_matched"]
    assert told.row == 1
    assert why in told.message
    assert any("1 of 2 rows" in one.message for one in source.warnings)


@pytest.mark.parametrize("without", ["users.json", "groups.json"])
def test_a_name_alone_needs_the_whole_lists(without: str, tmp_path: Path) -> None:
    others = {file: content for file, content in WHOLE.items() if file != without}
    found, source = _read(tmp_path, [_row()], others)
    assert not found.role_assignments
    assert any("may be called 'Tier 0'" in one.message for one in source.warnings)


def test_an_active_name_needs_the_applications_too(tmp_path: Path) -> None:
    others = {file: content for file, content in WHOLE.items() if file != "apps.json"}
    found, _ = _read(tmp_path, [_row(**{"Assignment State": "Active"}), ADA_ACTIVE], others)
    assert _held(found) == {(ROLE, ADA, State.LISTED)}


def test_a_cut_off_list_proves_no_uniqueness(tmp_path: Path) -> None:
    cut = GROUPS | {"@odata.nextLink": "https://graph.microsoft.com/v1.0/groups?$skiptoken=1"}
    found, _ = _read(tmp_path, [_row()], WHOLE | {"groups.json": cut})
    assert not found.role_assignments


def test_who_takes_the_name_of_a_group_gets_nothing(tmp_path: Path) -> None:
    mallory = USERS["value"][1] | {"displayName": "tier 0 "}
    found, source = _read(tmp_path, [_row()], WHOLE | {"users.json": {"value": [mallory]}})
    assert not found.role_assignments
    assert any("2 things have the display name" in one.message for one in source.warnings)


def test_graphs_own_list_is_believed(tmp_path: Path) -> None:
    graph = {
        "id": "1", "principalId": GROUP, "roleDefinitionId": ROLE, "directoryScopeId": "/",
        "memberType": "Direct", "roleEligibilityScheduleId": "2", "endDateTime": None,
        "startDateTime": "2025-05-11T08:00:00Z",
    }  # fmt: skip
    sales = _row(**{"User Group Name": "Sales"})
    found, source = _read(tmp_path, [_row(), sales], WHOLE | {"eligible.json": [graph]})
    assert _held(found) == {(ROLE, GROUP, State.ELIGIBLE)}
    assert [one.row for one in source.warnings if one.code == "not_in_graphs_list"] == [2]


def test_held_through_a_group_is_no_grant_of_its_own(tmp_path: Path) -> None:
    found, _ = _read(tmp_path, [ADA_ACTIVE | {"Member Type": "Group"}], WHOLE)
    assert not found.role_assignments
    assert [one.principal for one in found.inherited_role_assignments] == [ADA]


def test_a_groups_own_page(tmp_path: Path) -> None:
    rows = [
        _row(**{"Resource Name": "Tier 0", "Resource Type": "Group", "Role Name": role, "User Group Name": "Ada", "PrincipalName": "ada@contoso.com"})
        for role in ("Member", "Owner")
    ]  # fmt: skip
    found, source = _read(tmp_path, rows, WHOLE)
    assert source.resource == "group_assignments_by_name"
    assert {(one.group, one.principal, one.access, one.state) for one in found.memberships} == {
        (GROUP, ADA, Access.MEMBER, State.ELIGIBLE),
        (GROUP, ADA, Access.OWNER, State.ELIGIBLE),
    }
    assert not found.knows_eligible_members(GROUP)


def test_azures_own_roles_are_left_out(tmp_path: Path) -> None:
    azure = _row(**{"Resource Type": "Subscription", "Role Name": "Owner"})
    found, source = _read(tmp_path, [azure, _row()], WHOLE)
    assert _held(found) == {(ROLE, GROUP, State.ELIGIBLE)}
    assert source.rows == 1
    assert "not_used" in codes(source)


def test_columns_in_any_order_and_without_the_optional_ones(tmp_path: Path) -> None:
    needed = ("Role Name", "User Group Name", "Assignment State", "PrincipalName")
    rows = [{name: row[name] for name in needed} for row in (_row(), ADA_ACTIVE)]
    found, _ = _read(tmp_path, rows, WHOLE)
    assert _held(found) == {(ROLE, GROUP, State.ELIGIBLE), (ROLE, ADA, State.LISTED)}


def test_people_in_large_lists_are_found_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", 1)
    _read(tmp_path, [ADA_ACTIVE], WHOLE)  # writes the files
    found = load([tmp_path], as_of=AS_OF)
    assert _held(found) == {(ROLE, ADA, State.LISTED)}
    assert found.principal(ADA).name == "Ada"
    assert BEN not in found.principals


def test_a_list_of_role_assignable_groups_is_not_all_groups(tmp_path: Path) -> None:
    row = _row(**{"Resource Name": "Tier 0", "Role Name": "Member", "Resource Type": "Group", "PrincipalName": "ada@contoso.com"})  # fmt: skip
    filtered = {"value": GROUPS["value"][:1]}
    found, source = _read(tmp_path, [row, _row()], WHOLE | {"groups.json": filtered})
    assert not found.memberships
    assert any("exported with a filter" in one.message for one in source.warnings)
    assert _held(found) == {(ROLE, GROUP, State.ELIGIBLE)}  # only such groups hold roles
