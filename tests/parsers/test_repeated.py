"""What is exported twice: told once, never lost, and said where the two cannot both be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from written import ADA, BEN, GROUP, OTHER_GROUP, Object, codes, eligible, tenant

from pimreport.model.entra import Access

if TYPE_CHECKING:
    from pathlib import Path

RULES_NOW: list[Object] = [
    {"id": "Enablement_EndUser_Assignment", "enabledRules": ["MultiFactorAuthentication"], "target": {}},
    {"id": "Expiration_EndUser_Assignment", "maximumDuration": "PT8H", "target": {}},
]  # fmt: skip
RULES_THEN: list[Object] = [RULES_NOW[0] | {"enabledRules": []}, RULES_NOW[1]]
POLICY = f"Group_{GROUP}_{OTHER_GROUP}"
ASSIGNED: Object = {
    "id": f"{POLICY}_member", "policyId": POLICY, "scopeId": GROUP, "scopeType": "Group",
    "roleDefinitionId": "member",
}  # fmt: skip
POLICY_ITSELF: Object = {
    "id": POLICY, "isOrganizationDefault": False, "scopeId": GROUP, "scopeType": "Group",
}  # fmt: skip


def _with(rules: list[Object]) -> Object:
    return ASSIGNED | {"policy": {"id": POLICY, "rules": rules}}


@pytest.mark.parametrize("names", [("a.json", "b.json"), ("b.json", "a.json")])
def test_a_policy_told_twice_is_known_by_the_fuller_export(
    names: tuple[str, str], tmp_path: Path
) -> None:
    files: dict[str, object] = {names[0]: [ASSIGNED], names[1]: [_with(RULES_NOW)]}
    policy = tenant(tmp_path, files).policy_for_group(GROUP, Access.MEMBER)
    assert policy is not None
    assert (policy.mfa, policy.max_duration) == (True, "PT8H")


@pytest.mark.parametrize(
    "files",
    [
        {"a.json": [_with(RULES_NOW)], "b.json": [_with(RULES_THEN)]},
        {f"a/{POLICY}.json": RULES_NOW, f"b/{POLICY}.json": RULES_THEN},
        {f"{POLICY}.json": RULES_NOW + RULES_THEN},
        {"a.json": [POLICY_ITSELF | {"rules": RULES_NOW}], "b.json": [POLICY_ITSELF | {"rules": RULES_THEN}]},
        {"A.json": [_with(RULES_NOW)], f"{POLICY}.json": RULES_THEN},
    ],
    ids=["assignments", "rules", "rules in one file", "policies", "two lists"],
)  # fmt: skip
def test_a_policy_told_in_two_ways_is_said(files: dict[str, object], tmp_path: Path) -> None:
    told = tenant(tmp_path, files)
    (message,) = [
        one.message
        for source in told.sources
        for one in source.warnings
        if one.code == "differing_duplicate"
    ]
    assert "differ in mfa" in message
    assert told.policies[POLICY.lower()].mfa is True


def test_a_policy_told_twice_alike_is_not_worth_a_word(tmp_path: Path) -> None:
    files: dict[str, object] = {"a.json": [_with(RULES_NOW)], f"{POLICY}.json": RULES_NOW}
    told = [code for source in tenant(tmp_path, files).sources for code in codes(source)]
    assert "differing_duplicate" not in told


@pytest.mark.parametrize(
    "change",
    [{"memberType": "group"}, {"startDateTime": "2025-01-01T00:00:00Z"}, {"endDateTime": "2026-01-01T00:00:00Z"}],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_whatever_differs_in_a_repeated_record_is_told(change: Object, tmp_path: Path) -> None:
    files: dict[str, object] = {"a.json": [eligible()], "b.json": [eligible() | change]}
    _, again = tenant(tmp_path, files).sources
    (warning,) = [one for one in again.warnings if one.code == "differing_duplicate"]
    assert next(iter(change)) in warning.message
    assert again.duplicates == 1


def _schedule(expiration: Object) -> Object:
    row = eligible(status="Provisioned", createdUsing=None) | {
        "scheduleInfo": {"startDateTime": "2025-05-11T08:00:00Z", "expiration": expiration}
    }
    for name in ("startDateTime", "endDateTime", "eligibilityScheduleId"):
        del row[name]
    return row


def test_a_schedule_that_now_ends_otherwise_is_told(tmp_path: Path) -> None:
    ends: Object = {"type": "afterDateTime", "endDateTime": "2026-01-01T00:00:00Z"}
    files: dict[str, object] = {
        f"{at}.json": [_schedule(expiration)]
        for at, expiration in enumerate([ends, {"type": "noExpiration"}])
    }
    _, again = tenant(tmp_path, files).sources
    (warning,) = [one for one in again.warnings if one.code == "differing_duplicate"]
    assert "scheduleInfo" in warning.message


def test_one_id_for_two_people_loses_nobody(tmp_path: Path) -> None:
    told = tenant(tmp_path, {"a.json": [eligible(), eligible(principalId=BEN)]})
    assert [one.principal for one in told.memberships] == [ADA, BEN]
    assert "one_id_for_several" in codes(told.sources[0])


def test_what_an_sdk_object_leaves_null_contradicts_nothing(tmp_path: Path) -> None:
    user = {"Id": ADA, "UserPrincipalName": "a@c", "AccountEnabled": True, "UserType": "Guest"}
    files: dict[str, object] = {
        "a.json": [user | {"AccountEnabled": None, "UserType": None}],
        "b.json": [user],
    }
    assert "differing_duplicate" not in {
        code for source in tenant(tmp_path, files).sources for code in codes(source)
    }
