"""Objects that a converter laid out flat read as the objects they were."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
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
    write,
)

from pimreport.parsers import bulk
from pimreport.parsers import read as read_all

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.entra import Principal

POLICY = f"Group_{GROUP}_f21b26d9-9ff9-4af1-b1d4-bddf28591369"


def flat(value: Any, sign: str, before: str = "") -> Object:  # noqa: ANN401 - JSON
    """As json_normalize, Power Query and their like name columns."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    made: Object = {}
    for key, one in pairs:
        name = f"{before}{sign}{key}" if before else str(key)
        deeper = isinstance(one, dict | list) and one
        made |= flat(one, sign, name) if deeper else {name: None if one == [] else one}
    return made


SCHEDULE = {
    "id": f"{GROUP}_member_1", "groupId": GROUP, "accessId": "member", "principalId": ADA,
    "memberType": "direct", "status": "Provisioned", "createdUsing": "x",
    "principal": {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"},
    "scheduleInfo": {
        "startDateTime": "2025-05-11T08:00:00Z",
        "expiration": {"type": "noExpiration", "endDateTime": None, "duration": None},
    },
}  # fmt: skip
RULES = [
    {"id": "Enablement_EndUser_Assignment", "enabledRules": ["Justification"], "setting": None},
    {
        "id": "Approval_EndUser_Assignment", "enabledRules": [],
        "setting": {
            "isApprovalRequired": True,
            "approvalStages": [{"primaryApprovers": [{"userId": BEN, "description": "Ben"}]}],
        },
    },
]  # fmt: skip


@pytest.mark.parametrize("sign", [".", "/"])
@pytest.mark.parametrize("before", ["", "value", "Column1"])
@pytest.mark.parametrize("written", ["csv", "json"])
def test_a_schedule(sign: str, before: str, written: str, tmp_path: Path) -> None:
    row = flat(SCHEDULE, sign, before)
    text = export_csv([row]) if written == "csv" else json.dumps([row])
    found = tenant(tmp_path, {f"x.{written}": text})
    (one,) = found.memberships
    assert (one.principal, one.permanent, one.starts is not None) == (ADA, True, True)
    assert found.principal(ADA).name == "Ada"


def test_rules_with_lists_in_them(tmp_path: Path) -> None:
    rows = [flat(one, ".") for one in RULES]
    columns = dict.fromkeys(key for row in rows for key in row)
    table = export_csv([{name: row.get(name) for name in columns} for row in rows])
    (rules,) = tenant(tmp_path, {f"{POLICY}_rules.csv": table}).policies.values()
    assert (rules.justification, rules.mfa, rules.approval) == (True, False, True)
    assert [one.id for one in rules.approvers or ()] == [BEN]


def test_a_page_laid_out_flat_is_still_what_it_says_it_is(tmp_path: Path) -> None:
    row = eligible()
    del row["eligibilityScheduleId"]
    context = {"@odata.context": f"{GRAPH}{PIM}eligibilityScheduleInstances"}
    found = tenant(tmp_path, {"x.csv": export_csv([context | flat(row, ".", "value")])})
    (source,) = found.sources
    assert (source.resource, source.rows) == ("group_eligibility_schedule_instances", 1)
    assert "eligible_by_absence" not in codes(source)


def test_a_dot_in_a_column_of_its_own_means_nothing(tmp_path: Path) -> None:
    role = {"id": "r", "principalId": ADA, "roleDefinitionId": ROLE, "directoryScopeId": "/"}
    found = tenant(tmp_path, {"x.csv": export_csv([role | {"Ticket No.": "1", "ref.no": "2"}])})
    assert found.sources[0].records[0]["refNo"] == "2"
    assert [one.principal for one in found.role_assignments] == [ADA]


MAY, JUNE = "2025-05-01T00:00:00Z", "2025-06-01T00:00:00Z"


def user(identity: str = ADA, **changes: object) -> Object:
    return {
        "id": identity, "userPrincipalName": f"{identity}@contoso.com", "displayName": "x",
        "accountEnabled": True, "userType": "Member",
    } | changes  # fmt: skip


def ada_of(users: list[Object], written: str, folder: Path, *, fast: bool = False) -> Principal:
    text = export_csv(users) if written == "csv" else json.dumps(users)
    write(folder, {"e.json": [eligible()], f"users.{written}": text})
    with patch.object(bulk, "LARGE", 1 if fast else 1 << 40):
        return read_all([folder], as_of=AS_OF).principal(ADA)


@pytest.mark.parametrize("written", ["csv", "json"])
@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize(
    ("interactive", "other"),
    [
        ("lastSignInDateTime", "lastNonInteractiveSignInDateTime"),
        ("signInActivity.lastSignInDateTime", "signInActivity.lastNonInteractiveSignInDateTime"),
        ("signInActivity_lastSignInDateTime", "signInActivity/lastNonInteractiveSignInDateTime"),
        ("lastInteractiveSignInDateTime", "lastNonInteractiveSignInDateTime"),
    ],
    ids=["script", "dots", "others", "AzureADAssessment"],
)
def test_sign_ins_as_columns_of_their_own(
    interactive: str, other: str, written: str, tmp_path: Path, *, fast: bool
) -> None:
    users = [user(BEN, **{interactive: None, other: MAY}), user(**{interactive: MAY, other: JUNE})]
    ada = ada_of(users, written, tmp_path, fast=fast)
    assert ada.sign_in is not None
    assert (ada.sign_in.month, ada.sign_in_exported) == (6, True)
    users[1] |= {interactive: None, other: None}
    ada = ada_of(users, written, tmp_path, fast=fast)
    assert (ada.sign_in, ada.sign_in_exported) == (None, True)


def test_one_kind_of_sign_in_does_not_tell_when_an_account_was_used(tmp_path: Path) -> None:
    ada = ada_of([user(lastSignInDateTime=MAY)], "csv", tmp_path)
    assert (ada.sign_in, ada.sign_in_exported) == (None, None)
    assert "sign_ins_in_part" in {
        warning.code
        for one in read_all([tmp_path], as_of=AS_OF).sources
        for warning in one.warnings
    }


@pytest.mark.parametrize(
    "lost", [{"lastSignInDateTime": "05/06/2025 08:00:00"}, "@{lastSignInDateTime=}"]
)
def test_a_sign_in_that_was_lost_is_not_one_that_never_was(lost: object, tmp_path: Path) -> None:
    others = user(BEN, signInActivity={"lastSignInDateTime": MAY})
    ada = ada_of([others, user(signInActivity=lost)], "json", tmp_path)
    assert (ada.sign_in, ada.sign_in_exported) == (None, None)


@pytest.mark.parametrize("key", ["scheduleInfo", "ScheduleInfo"])
def test_objects_as_json_in_cells(key: str, tmp_path: Path) -> None:
    """As Power Automate's Create CSV table and Power Query write them."""
    row = {
        name: json.dumps(one) if isinstance(one, dict) else one for name, one in SCHEDULE.items()
    }
    row[key] = row.pop("scheduleInfo")
    found = tenant(tmp_path, {"x.csv": export_csv([row])})
    (one,) = found.memberships
    assert (one.permanent, found.principal(ADA).name) == (True, "Ada")


def test_an_object_in_another_writing_is_lost(tmp_path: Path) -> None:
    row = {name: str(one) if isinstance(one, dict) else one for name, one in SCHEDULE.items()}
    found = tenant(tmp_path, {"x.csv": export_csv([row])})
    assert [one.permanent for one in found.memberships] == [None]
    assert "object_cell_lost:scheduleInfo" in codes(found.sources[0])


@pytest.mark.parametrize(
    ("written", "dynamic"),
    [
        ("['DynamicMembership', 'Unified']", True),
        ('["DynamicMembership"]', True),
        ("[DynamicMembership]", True),
        ("[]", False),
        ("['Unified']", False),
    ],
)
def test_lists_as_json_or_python_in_cells(written: str, dynamic: object, tmp_path: Path) -> None:
    row = {"id": GROUP, "displayName": "T0", "securityEnabled": True, "groupTypes": written}
    found = tenant(tmp_path, {"x.csv": export_csv([row])})
    assert [one.dynamic for one in found.groups.values()] == [dynamic]
