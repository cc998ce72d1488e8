"""Rows and files that contradict themselves: nothing is chosen silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from written import ADA, BEN, GROUP, OTHER_GROUP, ROLE, Object, eligible, read

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
