from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from powershell import export_csv
from written import (
    ADA,
    AS_OF,
    BEN,
    GRAPH,
    GROUP,
    ROLE,
    Object,
    codes,
    eligible,
    read,
    tenant,
    write,
)

from pimreport import parsers
from pimreport.model.entra import PrincipalType
from pimreport.parsers import bulk

if TYPE_CHECKING:
    from pathlib import Path

USER: Object = {
    "Id": ADA, "DisplayName": "Ada", "UserPrincipalName": "ada@contoso.com",
    "AccountEnabled": True, "UserType": "Member", "AssignedLicenses": [{}],
}  # fmt: skip
NOBODY: Object = dict.fromkeys(USER) | {"Id": BEN, "DisplayName": "Tier 0"}
GROUPS: Object = {
    "Id": GROUP,
    "DisplayName": "Tier 0",
    "SecurityEnabled": True,
    "MailEnabled": False,
}


@pytest.mark.parametrize(
    ("columns", "row", "why"),
    [
        ({}, {}, "it has no userPrincipalName, which every user has"),
        ({"GroupTypes": None}, {"GroupTypes": ["Unified"]}, "it has groupTypes and no userPrincipalName, so it is a group"),
        ({"SecurityEnabled": None}, {"SecurityEnabled": False}, "so it is a group"),
    ],
    ids=["nothing of a user", "group types", "security"],
)  # fmt: skip
def test_a_group_among_users_is_none(
    columns: Object, row: Object, why: str, tmp_path: Path
) -> None:
    source = read(tmp_path, "users.csv", export_csv([USER | columns, NOBODY | columns | row]))
    assert [one["id"] for one in source.records] == [ADA]
    assert (source.resource, source.rows, source.rejected) == ("users", 1, 1)
    assert source.complete is ("so it is" in why)  # else a user may be missing
    (told,) = [one.message for one in source.warnings if one.code == "rejected_row"]
    assert why in told


@pytest.mark.parametrize("kind", ["Group", "ServicePrincipal", "Device"])
def test_azure_ad_modules_say_what_a_row_is(kind: str, tmp_path: Path) -> None:
    rows = [
        {("ObjectId" if name == "Id" else name): value for name, value in row.items()}
        for row in (USER | {"ObjectType": "User"}, USER | {"Id": BEN, "ObjectType": kind})
    ]
    source = read(tmp_path, "users.csv", export_csv(rows))
    assert [one["id"] for one in source.records] == [ADA]
    assert "objectType says" in source.warnings[0].message


@pytest.mark.parametrize(
    "changes",
    [{"UserPrincipalName": None}, {"AccountEnabled": False, "UserPrincipalName": None}, {"UserType": "Guest"}],
    ids=["its name was removed", "disabled", "guest"],
)  # fmt: skip
def test_a_user_who_lacks_something_is_one(changes: Object, tmp_path: Path) -> None:
    source = read(tmp_path, "users.csv", export_csv([USER, USER | {"Id": BEN} | changes]))
    assert (source.rows, source.rejected) == (2, 0)


def test_names_that_nobody_asked_for_are_no_difference(tmp_path: Path) -> None:
    nameless = [one | {"UserPrincipalName": None} for one in (USER, NOBODY)]
    assert read(tmp_path, "users.csv", export_csv(nameless)).rejected == 0


def test_a_group_in_graphs_list_of_users_is_none(tmp_path: Path) -> None:
    group = {"@odata.type": "#microsoft.graph.group", "id": GROUP, "displayName": "Tier 0"}
    user = {"id": ADA, "userPrincipalName": "a@c", "accountEnabled": True, "userType": "Member"}
    source = read(tmp_path, "x.json", {"@odata.context": GRAPH + "users", "value": [user, group]})
    assert [one["id"] for one in source.records] == [ADA]
    assert source.rejected == 1


def test_a_user_among_groups_is_none(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        "g.csv",
        export_csv([GROUPS, dict.fromkeys(GROUPS) | {"Id": ADA, "DisplayName": "Ada"}]),
    )
    assert [one["id"] for one in source.records] == [GROUP]
    assert "securityEnabled, which every group has" in source.warnings[0].message


def test_a_group_among_applications_is_none(tmp_path: Path) -> None:
    application = {"Id": ADA, "AppId": BEN, "DisplayName": "App"}
    group = {"Id": GROUP, "AppId": None, "DisplayName": "Tier 0"}
    source = read(tmp_path, "sp.csv", export_csv([application, group]))
    assert (source.resource, [one["id"] for one in source.records]) == ("service_principals", [ADA])


def test_a_group_that_holds_a_role_does_not_become_a_user(tmp_path: Path) -> None:
    role = {"id": "1", "principalId": GROUP, "roleDefinitionId": ROLE, "directoryScopeId": "/"}
    files: dict[str, object] = {
        "a.json": [role],
        "b.json": [eligible()],
        "users.csv": export_csv([USER, NOBODY | {"Id": GROUP}]),
    }
    told = tenant(tmp_path, files)
    assert told.principal(GROUP).type is PrincipalType.GROUP
    assert told.principal(ADA).type is PrincipalType.USER


@pytest.mark.parametrize("large", [1, 1 << 20], ids=["large", "small"])
def test_nor_in_a_large_list(large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LARGE", large)
    role = {"principalId": GROUP, "roleDefinitionId": ROLE, "directoryScopeId": "/"}
    user = {"id": ADA, "userPrincipalName": "a@c", "accountEnabled": True, "userType": "Member"}
    nobody = dict.fromkeys(user) | {"id": GROUP}
    lists = [[role | {"id": "1"}], [role | {"id": "2", "principalId": ADA}], [user, nobody]]
    write(tmp_path, {f"{at}.json": rows for at, rows in enumerate(lists)})
    told = parsers.load([tmp_path], as_of=AS_OF)
    assert [told.principal(one).type for one in (ADA, GROUP)] == [
        PrincipalType.USER,
        PrincipalType.UNKNOWN,
    ]


@pytest.mark.parametrize("mentioned", [True, False])
def test_ids_and_names_of_people_are_no_groups(tmp_path: Path, *, mentioned: bool) -> None:
    users = [
        {"id": one, "userPrincipalName": f"{one}@contoso.com", "displayName": "x", "userType": "Member", "accountEnabled": True}
        for one in (ADA, BEN)
    ]  # fmt: skip
    files: dict[str, object] = {
        "a.csv": export_csv(
            [{"id": ADA, "displayName": "Ada"}, {"id": GROUP, "displayName": "T0"}]
        ),
        "users.json": users,
        "e.json": [eligible(principalId=ADA if mentioned else BEN)],
    }
    found = tenant(tmp_path, files)
    assert list(found.groups) == [GROUP]
    assert not found.is_group(ADA)
    assert "no_group" in codes(found.sources[0])
