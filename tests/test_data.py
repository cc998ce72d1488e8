"""The shipped facts, compared cell by cell with copies of what they were read from."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

import pimreport

COPIES = Path(__file__).parent / "data"
SHIPPED = Path(pimreport.__file__).parent / "data"
KINDS = {
    "user_without_role": "no_role",
    "role_assignable_group_member_or_owner": "role_assignable_group",
    "rmau_scoped_role_holder": "restricted_unit_role",
    "any_other_role": "any_other_role",
}
CAN = {
    "users/password/update": "reset_password",
    "users/allProperties/allTasks": "write_all_of_users",
    "users/authenticationMethods/write": "write_methods",
    "users/invalidateAllRefreshTokens": "revoke_sessions",
    "users/disable": "disable_users",
    "users/userPrincipalName/update": "rename_users",
    "groups/members/update(non-role-assignable)": "edit_group_members",
    "groupsAssignableToRoles/allProperties/update": "edit_role_assignable_groups",
    "conditionalAccessPolicies/basic/update": "edit_conditional_access",
}


def copy(name: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((COPIES / name).read_text("utf-8"))
    return facts


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((SHIPPED / name).read_text("utf-8"))


MATRIX = copy("reset_matrix.json")
TABLE = toml("password_reset.toml")
ROLES = {role["template_id"]: role for role in toml("role_definitions.toml")["role"]}


def test_the_columns_are_the_articles() -> None:
    columns = [(column["template_id"], column["name"]) for column in TABLE["column"]]
    full = [MATRIX["columns_full"][label] for label in MATRIX["columns"]]
    assert columns == [(column["templateId"], column["displayName"]) for column in full]


def test_there_is_no_row_more_or_less() -> None:
    rows = {kind["templateId"] for kind in MATRIX["row_kind"].values() if "templateId" in kind}
    assert sorted(row["template_id"] for row in TABLE["row"]) == sorted(rows)
    assert set(TABLE["row_kinds"]) == set(KINDS.values())


@pytest.mark.parametrize("label", MATRIX["rows"])
def test_every_cell_of_the_reset_table(label: str) -> None:
    kind = MATRIX["row_kind"][label]
    if kind["kind"] == "role":
        rows = {row["template_id"]: row["resettable_by"] for row in TABLE["row"]}
        ours = rows[kind["templateId"]]
    else:
        ours = TABLE["row_kinds"][KINDS[kind["kind"]]]
    theirs = [
        MATRIX["columns_full"][column]["templateId"]
        for column in MATRIX["columns"]
        if MATRIX["rows"][label][column]  # "true*" is a yes with a footnote
    ]
    assert ours == theirs


def test_whoever_can_write_methods_does_so_as_a_resetter_too() -> None:
    writers = {
        role["templateId"]
        for role in copy("roles.json")["roles"]
        if role["actions"]["users/authenticationMethods/write"]
        or role["actions"]["users/allProperties/allTasks"]
    }
    assert {column["template_id"] for column in TABLE["column"] if column["methods"]} == writers


def test_every_role_with_a_reset_action_is_a_column_or_an_extra() -> None:
    told = {entry["template_id"] for entry in (*TABLE["column"], *TABLE["extra"])}
    can = {"reset_password", "write_all_of_users"}
    assert told == {id_ for id_, role in ROLES.items() if can & set(role.get("can", ()))}


def test_the_extra_roles_reach_whom_the_article_says() -> None:
    reach = {
        role["templateId"]: "everyone" if "everyone" in role["reach"] else "non-administrators"
        for role in MATRIX["additional_reset_capable_roles_outside_columns"]
        if "everyone" in role["reach"] or role["reach"].startswith("non-administrators")
    }
    assert {extra["template_id"]: extra["reach"] for extra in TABLE["extra"]} == reach


def test_there_is_no_role_more_or_less() -> None:
    assert sorted(ROLES) == sorted(role["templateId"] for role in copy("roles.json")["roles"])


@pytest.mark.parametrize("fact", copy("roles.json")["roles"], ids=lambda fact: fact["displayName"])
def test_every_role_definition(fact: dict[str, Any]) -> None:
    role = ROLES[fact["templateId"]]
    documented = fact["inPermissionsReference"]
    assert role["name"] == fact["displayName"]
    assert role.get("docs_name", role["name"]) == (fact["docsName"] or role["name"])
    assert role["privileged"] == fact["isPrivileged"]
    assert role.get("documented", True) == documented
    assert role.get("system", False) == (fact["assignmentMode"] == "systemAssigned")
    assert role.get("assignable_at_unit", False) == fact["assignableAtAuScopePerDocs"]
    assert role.get("can", []) == [CAN[action] for action, can in fact["actions"].items() if can]


@pytest.mark.parametrize("entry", [TABLE, *TABLE["row"], *TABLE["column"], *TABLE["extra"]])
def test_names_beside_ids_are_the_roles_names(entry: dict[str, Any]) -> None:
    if "template_id" in entry:
        assert entry["name"] == ROLES[entry["template_id"]]["name"]
