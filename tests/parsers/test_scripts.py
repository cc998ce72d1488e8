"""What administrators' own scripts gather: lists inside objects, lists without their group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from powershell import export_csv
from written import (
    ADA,
    BEN,
    GROUP,
    OTHER_GROUP,
    ROLE,
    Object,
    codes,
    eligible,
    read,
    tenant,
    unusable,
)

from pimreport.model.entra import State

if TYPE_CHECKING:
    from pathlib import Path

ROW = {name: one for name, one in eligible().items() if name != "groupId"}
ACTIVE: Object = {
    name: one for name, one in eligible(2, principalId=BEN).items() if not name.startswith("eligib")
} | {"assignmentType": "assigned", "assignmentScheduleId": "x"}
MEMBER = {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"}
AROUND: list[Object] = [
    {"GroupId": GROUP, "DisplayName": "Tier 0"},
    {"Id": GROUP, "DisplayName": "Tier 0"},
    {"Id": GROUP, "DisplayName": "Tier 0", "Members": [MEMBER]},
    {"Id": GROUP, "DisplayName": "Tier 0", "SecurityEnabled": True, "IsAssignableToRole": True},
]


@pytest.mark.parametrize("around", AROUND, ids=["group id", "id", "with members", "a group"])
@pytest.mark.parametrize("wrapped", [False, True], ids=["list", "5.1"])
def test_lists_inside_objects_are_read(around: Object, wrapped: bool, tmp_path: Path) -> None:  # noqa: FBT001
    def as_written(rows: list[Object]) -> object:
        return {"value": rows, "Count": len(rows)} if wrapped else rows

    content = [around | {"Eligible": as_written([ROW]), "Active": as_written([ACTIVE])}]
    told = tenant(tmp_path, {"x.json": content})
    states = {(one.group, one.principal, one.state) for one in told.memberships}
    assert {(GROUP, ADA, State.ELIGIBLE), (GROUP, BEN, State.ACTIVE)} <= states
    kinds = [source.resource for source in told.sources]
    assert ("groups" in kinds) is ("Id" in around)
    assert ("group_members" in kinds) is ("Members" in around)


def test_roles_inside_objects_are_read(tmp_path: Path) -> None:
    role = {"id": "1", "principalId": ADA, "roleDefinitionId": ROLE, "directoryScopeId": "/"}
    source, *_ = tenant(tmp_path, {"x.json": [{"Name": "roles", "Assignments": role}]}).sources
    assert source.resource == "role_assignments"
    assert "part_not_used" in codes(source)  # what was around it


def test_an_expanded_policy_is_no_list_of_grants(tmp_path: Path) -> None:
    group = AROUND[3] | {"AssignedLicenses": [{"SkuId": ADA, "DisabledPlans": []}]}
    assert read(tmp_path, "x.json", [group]).resource == "groups"


def test_a_group_that_only_the_name_of_the_file_gives(tmp_path: Path) -> None:
    source = read(tmp_path, f"{GROUP}.json", [ROW, ROW | {"id": "x", "principalId": BEN}])
    assert [one["groupId"] for one in source.records] == [GROUP, GROUP]
    assert "group_only_in_file_name" in codes(source)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("eligible.json", [ROW]),
        (f"{GROUP}_{OTHER_GROUP}.json", [ROW]),
        (f"{ADA}.json", [ROW]),
    ],
    ids=["no id", "two ids", "the id of the principal"],
)
def test_a_name_that_does_not_give_one_group_gives_none(
    name: str, rows: list[Object], tmp_path: Path
) -> None:
    assert "groupId" in str(unusable(tmp_path, name, rows).error)


@pytest.mark.parametrize(
    ("rows", "hint"),
    [
        ([{"PrincipalId": ADA}], "not what they are in"),
        ([{"Id": ADA}], "id alone"),
        ([{"Id": "1", "SubjectId": ADA, "ResourceId": GROUP, "RoleDefinitionId": ROLE, "AssignmentState": "Eligible"}], "retired"),
        ([{"ObjectId": ADA, "DisplayName": "Ada", "EmailAddress": "a@c", "GroupMemberType": "User"}], "Get-MgGroupMember"),
        ([{"ObjectId": ADA, "DisplayName": "Ada", "EmailAddress": "a@c", "RoleMemberType": "User"}], "retired"),
        ([{"Id": "1", "RoleDefinitionId": ROLE, "AdminEligibleSettings": "x", "UserMemberSettings": "x"}], "policies"),
    ],
    ids=["principals", "ids", "first api", "msol members", "msol role members", "first settings"],
)  # fmt: skip
def test_too_little_is_refused_by_what_is_missing(
    rows: list[Object], hint: str, tmp_path: Path
) -> None:
    assert hint in str(unusable(tmp_path, f"{GROUP}_members.csv", export_csv(rows)).error)


@pytest.mark.parametrize(
    ("row", "synced"),
    [({"DirSyncEnabled": True}, True), ({"DirSyncEnabled": None}, False), ({}, None)],
    ids=["synced", "cloud", "not exported"],
)
def test_users_of_the_azure_ad_module(row: Object, synced: object, tmp_path: Path) -> None:
    user = {
        "ObjectId": ADA,
        "UserPrincipalName": "a@c",
        "AccountEnabled": True,
        "UserType": "Guest",
    }
    files: dict[str, object] = {"a.json": [eligible()], "u.csv": export_csv([user | row])}
    told = tenant(tmp_path, files).principal(ADA)
    assert (told.enabled, told.guest, told.synced) == (True, True, synced)
