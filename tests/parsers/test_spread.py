"""Files of several tenants or of different moments are told apart, where they show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from written import ADA, BEN, GROUP, OTHER_GROUP, ROLE, Object, codes, eligible, tenant

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.tenant import Tenant

ONE = "7b1d3e0c-1111-4222-8333-444455556666"
TWO = "8c2e4f1d-1111-4222-8333-444455556666"


def _organization(identity: str) -> Object:
    return {"id": identity, "displayName": "Contoso", "verifiedDomains": [{"name": "contoso.com"}]}


def _policy(identity: str) -> Object:
    return {
        "id": "1", "policyId": f"DirectoryRole_{identity}_{GROUP}", "roleDefinitionId": ROLE,
        "scopeId": "/", "scopeType": "DirectoryRole",
    }  # fmt: skip


def _assignment(identity: str, principal: str = ADA) -> Object:
    return {
        "id": principal, "principalId": principal, "roleDefinitionId": ROLE,
        "directoryScopeId": "/", "principalOrganizationId": identity,
    }  # fmt: skip


def _reasons(found: Tenant) -> str:
    return " ".join(map(str, found.provenance.reasons))


@pytest.mark.parametrize(
    "other",
    [
        {"b/organization.json": _organization(TWO)},
        {"b/policies.json": [_policy(TWO)]},
        {"b/assignments.json": [_assignment(TWO)]},
        {"b/x.json": {"AssessmentId": "1", "AssessmentTenantId": TWO}},
        {"b/x.json": {"data": [{"kind": "AZTenant", "data": {"tenantId": TWO.upper()}}]}},
    ],
    ids=["organization", "policies", "assignments", "assessment", "azurehound"],
)
def test_several_tenants(other: dict[str, object], tmp_path: Path) -> None:
    found = tenant(tmp_path, {"a/organization.json": _organization(ONE), **other})
    assert f"several tenants: {ONE} (a/organization.json); {TWO} (b/" in _reasons(found)
    assert all("several_tenants" in codes(one) for one in found.sources)


def test_one_tenant_by_any_name_is_one(tmp_path: Path) -> None:
    files: dict[str, object] = {
        "organization.json": _organization(ONE.upper()),
        "policies.json": [_policy(ONE)],
        "assignments.json": [_assignment(ONE), _assignment(TWO, BEN)],  # a principal from elsewhere
    }
    assert "several tenants" not in _reasons(tenant(tmp_path, files))


def test_years_apart(tmp_path: Path) -> None:
    old = eligible(1, startDateTime="2021-01-01T00:00:00Z", endDateTime="2022-01-01T00:00:00Z")
    new = eligible(2, groupId=OTHER_GROUP, startDateTime="2025-05-11T08:00:00Z")
    found = tenant(tmp_path, {"old.json": [old], "new.json": [new]})
    assert "not of one moment: old.json on 2022-01-01 at the latest, but new.json" in _reasons(
        found
    )
    assert "at least 3 years later" in _reasons(found)
    assert [codes(one) & {"files_apart"} for one in found.sources] == [set(), {"files_apart"}]


def test_an_old_export_alone_is_older_than_the_report(tmp_path: Path) -> None:
    old = eligible(1, startDateTime="2021-01-01T00:00:00Z", endDateTime="2022-01-01T00:00:00Z")
    found = tenant(tmp_path, {"old.json": [old]})
    assert "at least 4 years before the day the report speaks about" in _reasons(found)
    assert "older_than_the_report" in codes(found.sources[0])


@pytest.mark.parametrize(
    "rows",
    [
        [eligible(1, startDateTime="2019-01-01T00:00:00Z")],  # eligible ever since
        [eligible(1, endDateTime="2025-09-30T23:00:00Z")],  # ended the day before the report's
        [eligible(1, startDateTime="2026-01-01T00:00:00Z", endDateTime="2026-02-01T00:00:00Z")],
    ],
    ids=["old assignment", "just ended", "future"],
)
def test_what_proves_nothing_is_not_told(rows: list[Object], tmp_path: Path) -> None:
    new = eligible(2, groupId=OTHER_GROUP, startDateTime="2025-09-30T12:00:00Z")
    found = tenant(tmp_path, {"rows.json": rows, "new.json": [new]})
    assert "moment" not in _reasons(found)
    assert "before the day" not in _reasons(found)


def test_sign_ins_date_the_users(tmp_path: Path) -> None:
    users = [
        {"id": ADA, "userPrincipalName": "a@b", "accountEnabled": True, "userType": "Member", "signInActivity": {"lastSignInDateTime": "2025-09-29T12:00:00Z"}}
    ]  # fmt: skip
    old = eligible(1, startDateTime="2021-01-01T00:00:00Z", endDateTime="2022-01-01T00:00:00Z")
    found = tenant(tmp_path, {"users.json": users, "old.json": [old]})
    assert "users.json was exported not before 2025-09-29" in _reasons(found)
