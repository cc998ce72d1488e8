"""Columns of Graph's names with values that Graph never gives: scripts and spreadsheets put them there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from written import (
    ADA,
    AS_OF,
    BEN,
    GRAPH,
    GROUP,
    PIM,
    ROLE,
    Object,
    codes,
    eligible,
    export_csv,
    tenant,
    unusable,
    write,
)

from pimreport.model.entra import State
from pimreport.parsers import bulk
from pimreport.parsers import read as read_all

if TYPE_CHECKING:
    from pathlib import Path


def active(number: int = 1, **changes: object) -> Object:
    row = eligible(number, assignmentType="assigned") | changes
    del row["eligibilityScheduleId"]
    return row


def role(number: int = 1, **changes: object) -> Object:
    return {
        "id": f"r{number}", "principalId": ADA, "roleDefinitionId": ROLE, "directoryScopeId": "/",
        "appScopeId": None, "assignmentType": "Assigned", "memberType": "Direct",
        "startDateTime": "2025-05-11T08:00:00Z", "endDateTime": None,
    } | changes  # fmt: skip


def test_kinds_of_principals_in_member_type_do_not_tell_how_a_grant_is_held(tmp_path: Path) -> None:
    rows = [active(memberType="User"), active(2, principalId=BEN, memberType="Group")]
    found = tenant(tmp_path, {"x.csv": export_csv(rows)})
    assert {one.principal for one in found.memberships} == {ADA, BEN}
    assert "foreign_member_type" in codes(found.sources[0])
    assert {one["memberType"] for one in found.sources[0].records} == {"unknown"}


def test_an_eligibility_in_a_table_of_assignments_is_no_assignment(tmp_path: Path) -> None:
    rows = [active(), active(2, principalId=BEN, assignmentType=None)]
    found = tenant(tmp_path, {"x.csv": export_csv(rows)})
    assert [(one.principal, one.state) for one in found.memberships] == [(ADA, State.ACTIVE)]
    assert not found.sources[0].complete


def test_an_assignment_without_its_type_is_one_by_its_schedule(tmp_path: Path) -> None:
    rows = [
        active(assignmentScheduleId="x"),
        active(2, principalId=BEN, assignmentType=None, assignmentScheduleId="y"),
    ]
    found = tenant(tmp_path, {"x.csv": export_csv(rows)})
    assert [one.state for one in found.memberships] == [State.ACTIVE, State.LISTED]


@pytest.mark.parametrize("row", [active(assignmentType=None), role(assignmentType=None)])
def test_select_object_makes_an_empty_column_of_what_eligibilities_lack(
    row: Object, tmp_path: Path
) -> None:
    source = unusable(tmp_path, "x.csv", export_csv([row]))
    assert source.error is not None
    assert "assignmentType is empty in every row" in source.error


def test_a_list_that_says_it_is_of_assignments_is(tmp_path: Path) -> None:
    page = {
        "@odata.context": f"{GRAPH}{PIM}assignmentScheduleInstances",
        "value": [active(assignmentType=None)],
    }
    found = tenant(tmp_path, {"x.json": page})
    assert [one.state for one in found.memberships] == [State.LISTED]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"groupId": "Tier 0"}, "groupId is no object id (tier 0)"),
        ({"principalId": "Ada Lovelace"}, "principalId is no object id (ada lovelace)"),
    ],
    ids=["group", "principal"],
)
def test_a_name_is_no_id(changes: Object, words: str, tmp_path: Path) -> None:
    source = unusable(tmp_path, "x.json", [active(**changes)])
    assert words in (source.error or "")
    assert GROUP in source.groups or "groupId" in changes


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"roleDefinitionId": "Global Administrator"}, "no object id"),
        (
            {"roleDefinitionId": f"/providers/Microsoft.Authorization/roleDefinitions/{ROLE}"},
            "Azure's resources",
        ),
        ({"directoryScopeId": "Directory"}, "no scope of Graph's"),
        ({"directoryScopeId": None}, "directoryScopeId has no value"),
        (
            {"directoryScopeId": None, "appScopeId": "/AccessPackageCatalog/1"},
            "entitlement management",
        ),
    ],
    ids=["name of a role", "role of Azure", "word for a scope", "no scope", "scope of an application"],
)  # fmt: skip
def test_what_grants_no_directory_role(changes: Object, words: str, tmp_path: Path) -> None:
    """Alone, and among a thousand others."""
    source = unusable(tmp_path, "x.json", [role(**changes)])
    assert words in (source.error or "")
    write(tmp_path, {"x.json": [role(), role(2, principalId=BEN, **changes)]})
    with patch.object(bulk, "LARGE", 1):
        found = read_all([tmp_path], as_of=AS_OF)
    assert [one.principal for one in found.role_assignments] == [ADA]


def user(identity: str, **changes: object) -> Object:
    return {
        "id": identity, "userPrincipalName": f"{identity}@contoso.com", "displayName": "x",
        "accountEnabled": True, "userType": "Member",
    } | changes  # fmt: skip


def test_a_translated_kind_of_user_is_neither_guest_nor_member(tmp_path: Path) -> None:
    users = [user(ADA), user(BEN, userType="Gast")]
    found = tenant(
        tmp_path, {"e.json": [eligible(), eligible(2, principalId=BEN)], "u.json": users}
    )
    assert [found.principal(one).guest for one in (ADA, BEN)] == [False, None]
    assert "foreign_user_type" in codes(found.sources[1])


def test_mailboxes_are_no_users(tmp_path: Path) -> None:
    path = "PROD.OUTLOOK.COM/Hosted Organizations/contoso/ada"
    source = unusable(tmp_path, "u.csv", export_csv([user("ada", id=path)]))
    assert "no object id (prod.outlook.com/" in (source.error or "")


def test_pseudonyms_in_the_place_of_ids_join_as_ids_do(tmp_path: Path) -> None:
    rows = [eligible(1, principalId="user-0042", groupId="GROUP-7", id="e-1")]
    found = tenant(tmp_path, {"e.csv": export_csv(rows), "u.csv": export_csv([user("user-0042")])})
    assert [(one.principal, one.group) for one in found.memberships] == [("user-0042", "group-7")]
    assert found.principal(found.memberships[0].principal).name == "x"


@pytest.mark.parametrize(
    ("words", "mfa", "justification"),
    [
        (["Justification"], False, True),
        (["MFA", "Justification"], None, True),
        (["MultiFactorAuthentication", "Justificat…"], True, None),
        ([], False, False),
    ],
)
def test_a_demand_in_words_of_others_may_be_any(
    words: list[str], mfa: object, justification: object, tmp_path: Path
) -> None:
    rule = {"id": "Enablement_EndUser_Assignment", "enabledRules": words}
    found = tenant(tmp_path, {f"Group_{GROUP}_{ROLE}_rules.json": [rule]})
    (rules,) = found.policies.values()
    assert (rules.mfa, rules.justification) == (mfa, justification)


POLICY: Object = {
    "id": "p", "displayName": "x", "state": "enabled", "grantControls": None, "sessionControls": None,
    "conditions": {"users": {"includeUsers": ["All"], "excludeGroups": [GROUP]}},
}  # fmt: skip


def test_a_policy_in_words_of_others_is_unknown_there(tmp_path: Path) -> None:
    users = {"includeUsers": ["All"], "excludeGroups": [GROUP, "Break glass"]}
    translated = POLICY | {"id": "q", "state": "Aktiviert", "conditions": {"users": users}}
    found = tenant(tmp_path, {"ca.json": [POLICY, translated]})
    plain, foreign = found.conditional_access
    assert (plain.state, plain.include_users, plain.exclude_groups) == (
        "enabled",
        ("all",),
        (GROUP,),
    )
    assert (foreign.state, foreign.include_users, foreign.exclude_groups) == (None, ("all",), None)
    assert {"foreign_policy_state", "names_for_ids"} <= codes(found.sources[0])
