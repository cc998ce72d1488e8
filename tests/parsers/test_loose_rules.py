"""Rules without their policy: linked where they can be one policy's only, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from powershell import export_csv
from written import ADA, GROUP, OTHER_GROUP, ROLE, Object, codes, tenant

from pimreport.model.entra import Access

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.tenant import Tenant

RULES: list[Object] = [
    {"id": "Expiration_EndUser_Assignment", "maximumDuration": "PT8H", "target": {"level": "x"}},
    {
        "id": "Enablement_EndUser_Assignment", "enabledRules": ["MultiFactorAuthentication"],
        "target": {"level": "x"},
    },
]  # fmt: skip
POLICY = f"Group_{GROUP}_f21b26d9-9ff9-4af1-b1d4-bddf28591369"


def _beside(**columns: str) -> list[Object]:
    return [rule | columns for rule in RULES]


def _governed(told: Tenant) -> dict[Access, str]:
    """Of which accesses of the group the rules are known."""
    found = ((access, told.policy_for_group(GROUP, access)) for access in Access)
    return {access: policy.id for access, policy in found if policy and policy.mfa}


NAMED = [
    ({f"{GROUP}_member_rules.json": RULES}, Access.MEMBER),
    ({f"rules of owners of {GROUP.upper()}.json": RULES}, Access.OWNER),
    ({f"member/{GROUP}_rules.json": RULES}, Access.MEMBER),
    ({f"{GROUP}/owner.json": RULES}, Access.OWNER),
    ({"x.json": _beside(groupId=GROUP, accessId="member")}, Access.MEMBER),
    ({"x.json": _beside(GroupId=GROUP, Role="Owner")}, Access.OWNER),
    ({"x.json": _beside(scopeId=GROUP, scopeType="Group", roleDefinitionId="owner")}, Access.OWNER),
    ({f"{GROUP}.json": _beside(accessId="owner")}, Access.OWNER),
    ({"x.csv": export_csv(_beside(GroupId=GROUP, AccessId="member"))}, None),
    ({"x.json": {"groupId": GROUP, "member": RULES}}, Access.MEMBER),
    ({"x.json": {GROUP: {"owner": RULES}}}, Access.OWNER),
]


@pytest.mark.parametrize(("files", "access"), NAMED, ids=range(len(NAMED)))
def test_a_group_and_an_access_have_one_policy(
    files: dict[str, object], access: Access | None, tmp_path: Path
) -> None:
    told = tenant(tmp_path, files)
    assert _governed(told).keys() == ({access} - {None})
    (source,) = told.sources
    assert "policy_id_unknown" in codes(source)
    assert source.records[0]["policyId"] == "unknown"
    assert str(source.records[0]["scopeId"]).lower() == GROUP
    if access is not None:
        assert source.records[0]["roleDefinitionId"] == access.value


@pytest.mark.parametrize(
    "name",
    [f"{GROUP}.json", f"{GROUP}_{OTHER_GROUP}_member.json", f"members and owners of {GROUP}.json", "member.json"],
    ids=["no access", "two ids", "two accesses", "no group"],
)  # fmt: skip
def test_what_may_mean_several_is_linked_to_none(name: str, tmp_path: Path) -> None:
    told = tenant(tmp_path, {name: RULES})
    assert not _governed(told)
    assert "policy_of_rules_unknown" in codes(told.sources[0])
    assert told.sources[0].records[0]["scopeId"] == "unknown"


@pytest.mark.parametrize("columns", [{}, {"roleDefinitionId": ROLE}], ids=["in the name", "column"])
def test_a_role_has_one_policy(columns: dict[str, str], tmp_path: Path) -> None:
    told = tenant(tmp_path, {"x.json" if columns else f"{ROLE}.json": _beside(**columns)})
    policy = told.policy_for_role(ROLE)
    assert policy is not None
    assert policy.mfa is True
    assert told.sources[0].records[0]["roleDefinitionId"] == ROLE


def test_a_role_has_neither_members_nor_owners(tmp_path: Path) -> None:
    told = tenant(tmp_path, {f"{ROLE}_member.json": RULES})
    assert told.policy_for_role(ROLE) is None


def test_the_name_of_a_policy_assignment_says_whom_it_governs(tmp_path: Path) -> None:
    told = tenant(tmp_path, {f"{POLICY}_owner.json": RULES})
    assert _governed(told) == {Access.OWNER: POLICY.lower()}
    (warning,) = told.sources[0].warnings
    assert f"governs the owners of group {GROUP}" in warning.message


def test_a_folder_says_nothing_of_a_policy_with_an_id(tmp_path: Path) -> None:
    assert not _governed(tenant(tmp_path, {f"members/{POLICY}.json": RULES}))


def test_the_assignment_with_the_policys_id_and_the_rules_meet(tmp_path: Path) -> None:
    assignment = {"id": f"{POLICY}_member", "policyId": POLICY, "scopeId": GROUP, "scopeType": "Group", "roleDefinitionId": "member"}  # fmt: skip
    told = tenant(tmp_path, {"a.json": [assignment], f"{GROUP}_member.json": RULES})
    assert _governed(told).keys() == {Access.MEMBER}


def test_lists_that_a_script_gathered_under_a_group_are_that_groups(tmp_path: Path) -> None:
    user = {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"}
    for content in ({"groupId": GROUP, "members": [user]}, {GROUP: {"members": [user]}}):
        told = tenant(tmp_path, {"x.json": content})
        assert [(one.group, one.principal) for one in told.memberships] == [(GROUP, ADA)]


def test_rules_of_a_policy_assignment_are_no_assignments(tmp_path: Path) -> None:
    rows = _beside(policyId=POLICY, roleDefinitionId="member")
    told = tenant(tmp_path, {"x.json": rows})
    assert told.sources[0].resource == "role_management_policy_rules"
    assert _governed(told) == {Access.MEMBER: POLICY.lower()}
