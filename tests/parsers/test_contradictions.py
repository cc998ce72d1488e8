"""Rows and files that contradict themselves: nothing is chosen silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from written import (
    ADA,
    BEN,
    GRAPH,
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

if TYPE_CHECKING:
    from pathlib import Path

_SCHEDULE = "9f3d1c77-1111-4222-8333-444455556666"
_CUSTOM = "7b1d3e0c-2f4a-4c6d-8e9f-0a1b2c3d4e5f"
_ROLE: Object = {
    "id": "1", "principalId": ADA, "roleDefinitionId": ROLE, "directoryScopeId": "/",
    "memberType": "Direct", "startDateTime": None, "endDateTime": None,
    "assignmentType": "Assigned", "roleAssignmentScheduleId": "s",
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (eligible(id=f"{OTHER_GROUP}_member_{_SCHEDULE}"), "names another group or access"),
        (eligible(id=f"{GROUP}_owner_{_SCHEDULE}"), "names another group or access"),
        (eligible(principal={"id": BEN, "displayName": "Ben"}), f"principal beside it is {BEN}"),
        (eligible(group={"id": OTHER_GROUP, "displayName": "G"}), "group beside it is"),
        (_ROLE | {"principal": {"id": BEN}}, f"principal beside it is {BEN}"),
        (_ROLE | {"roleDefinition": {"id": _CUSTOM, "displayName": "R"}}, "roleDefinition beside"),
    ],
)
def test_a_row_that_means_two_things_means_neither(row: Object, why: str, tmp_path: Path) -> None:
    whole = row | {"id": "2"} if "roleDefinitionId" in row else eligible(2)
    whole = {name: one for name, one in whole.items() if not isinstance(one, dict)}
    source = read(tmp_path, "x.json", [row, whole])
    assert (source.rows, source.rejected, source.complete) == (1, 1, False)
    assert any(why in one.message for one in source.warnings)


@pytest.mark.parametrize(
    "row",
    [
        eligible(id=f"{GROUP.upper()}_Member_{_SCHEDULE}"),
        eligible(principal={"id": ADA.upper()}, group={"id": None, "displayName": None}),
        _ROLE | {"roleDefinition": {"id": _CUSTOM, "templateId": ROLE, "displayName": "R"}},
    ],
)
def test_one_thing_written_in_two_ways_is_no_contradiction(row: Object, tmp_path: Path) -> None:
    assert read(tmp_path, "x.json", [row]).rejected == 0


_POLICY = f"Group_{GROUP}_{_SCHEDULE}"
_LINK: Object = {
    "id": f"{_POLICY}_member", "policyId": _POLICY, "scopeId": GROUP, "scopeType": "Group",
    "roleDefinitionId": "member",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"roleDefinitionId": "owner"}, "names another policy or access"),
        ({"policyId": f"Group_{OTHER_GROUP}_{_SCHEDULE}"}, "names another policy or access"),
        ({"id": None, "scopeId": OTHER_GROUP}, "is that of another group than its scopeId"),
        ({"policy": {"id": f"Group_{GROUP}_{ADA}", "rules": []}}, "and the policy beside it is"),
    ],
)
def test_no_policy_is_taken_for_anothers(changes: Object, why: str, tmp_path: Path) -> None:
    source = unusable(tmp_path, "x.json", [_LINK | changes])
    assert (source.rows, source.rejected) == (0, 1)
    assert any(why in one.message for one in source.warnings)


@pytest.mark.parametrize(
    "row", [_LINK, _LINK | {"id": _LINK["id"].upper()}, _LINK | {"policyId": "own", "id": "1"}]
)
def test_a_policy_written_in_two_ways_is_one(row: Object, tmp_path: Path) -> None:
    assert read(tmp_path, "x.json", [row]).rejected == 0


def _person(kind: str, **more: object) -> Object:
    return {"@odata.type": f"#microsoft.graph.{kind}", "id": ADA, "displayName": "Ada"} | more


@pytest.mark.parametrize(
    "other",
    [
        {"@odata.context": f"{GRAPH}users", "value": [{"id": ADA, "userPrincipalName": "a@b.c"}]},
        {"@odata.context": f"{GRAPH}servicePrincipals", "value": [{"id": ADA, "appId": BEN}]},
        [eligible(2, principal=_person("user", userPrincipalName="a@b.c"))],
    ],
)
def test_who_is_two_things_is_told(other: object, tmp_path: Path) -> None:
    files = {"a.json": [eligible(principal=_person("group"))], "b.json": other}
    sources = {one.file: one for one in tenant(tmp_path, files).sources}
    (message,) = [w.message for w in sources["b.json"].warnings if w.code == "several_kinds"]
    assert message.startswith(f"{ADA} is a ")
    assert "a group in a.json row 1" in message


def _schedule(expiration: Object) -> Object:
    row = eligible() | {"status": "Provisioned", "createdDateTime": "2025-01-01T00:00:00Z"}
    info = {"startDateTime": "2025-01-01T08:00:00Z", "expiration": expiration}
    lacks = {"eligibilityScheduleId", "startDateTime", "endDateTime"}
    return {name: one for name, one in row.items() if name not in lacks} | {"scheduleInfo": info}


_FOR_EVER = _schedule({"type": "noExpiration"})
_TILL_SUMMER = _schedule({"type": "afterDateTime", "endDateTime": "2026-07-01T00:00:00Z"})


@pytest.mark.parametrize(
    ("schedule", "ends", "told"),
    [
        (_FOR_EVER, "2026-01-01T00:00:00Z", True),
        (_FOR_EVER, None, False),
        (_TILL_SUMMER, "2026-01-01T00:00:00Z", True),
        (_TILL_SUMMER, "2026-07-01T00:00:01Z", False),
    ],
)
def test_ends_that_differ_are_told(
    schedule: Object, ends: str | None, tmp_path: Path, *, told: bool
) -> None:
    files: dict[str, object] = {"a.json": [schedule], "b.json": [eligible(endDateTime=ends)]}
    found = {one.file: codes(one) for one in tenant(tmp_path, files).sources}
    assert ("ends_differ" in found["b.json"]) is told


def test_ends_that_differ_are_told_a_few_times(tmp_path: Path) -> None:
    rows = [
        eligible(number, principalId=f"{number:08x}-0000-4000-8000-000000000000", endDateTime=end)
        for number in range(30)
        for end in ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
    ]
    for number, row in enumerate(rows):
        row["id"] = str(number)
    warnings = [one.message for one in read(tmp_path, "a.json", rows).warnings]
    assert sum("shows the grant of" in one for one in warnings) == 20
    assert any(one.startswith("10 more rows") for one in warnings)


@pytest.mark.parametrize(
    ("group", "complete"), [(GROUP, True), (OTHER_GROUP, False)], ids=["its own", "another's"]
)
def test_the_list_of_another_group_is_no_next_page(
    group: str, tmp_path: Path, *, complete: bool
) -> None:
    first = {"value": [eligible()], "@odata.nextLink": "https://graph.microsoft.com/x?$skiptoken=1"}
    second = {"value": [eligible(2, groupId=group, principalId=BEN), eligible(3, groupId=group)]}
    found = tenant(tmp_path, {"page_1.json": first, "page_2.json": second})
    assert found.knows_eligible_members(GROUP) is complete
