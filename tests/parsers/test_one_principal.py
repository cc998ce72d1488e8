"""A file named after its only principal does not pass for the list of the groups that stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from written import ADA, BEN, GRAPH, GROUP, OTHER_GROUP, PIM, ROLE, Object, eligible, tenant

from pimreport.model.evidence import RESOURCES_OF_ELIGIBLE_ROLES
from pimreport.parsers import bulk

if TYPE_CHECKING:
    from pathlib import Path

_CLARA = "2c8e7f30-5d41-4a0f-9e9c-3f4a5b6c7d33"


def _page(*rows: Object) -> Object:
    return {"@odata.context": f"{GRAPH}{PIM}eligibilityScheduleInstances", "value": list(rows)}


def _of(principal: str, group: str = GROUP, number: int = 1) -> Object:
    return eligible(number, principalId=principal, groupId=group, id=f"{principal}-{number}")


@pytest.mark.parametrize(
    "files",
    [
        {f"eligible_{ADA}.json": _page(_of(ADA)), f"eligible_{BEN}.json": _page(_of(BEN))},
        {f"eligible_{ADA}.json": _page(_of(ADA), _of(ADA, OTHER_GROUP, 2))},
        {f"{GROUP}_{ADA}.json": _page(_of(ADA))},
    ],
    ids=["of several", "in several groups", "named after the group, too"],
)
def test_nobody_elses_absence_is_proven(files: dict[str, object], tmp_path: Path) -> None:
    found = tenant(tmp_path, files)
    assert not found.knows_eligible_members(GROUP)
    assert all(source.partial for source in found.sources)
    assert len(found.memberships) >= 1  # what the files do tell is told


@pytest.mark.parametrize(
    "files",
    [
        {"x.json": _page(_of(ADA), _of(BEN, number=2), _of(ADA, OTHER_GROUP, 3))},
        {"x.json": _page(_of(ADA))},
        {"x.json": _page(_of(ADA), _of(ADA, OTHER_GROUP, 2))},
        {"a.json": _page(_of(ADA)), "b.json": _page(_of(BEN, number=2))},
        {f"{GROUP}.json": _page(_of(ADA)), f"{OTHER_GROUP}.json": _page(_of(ADA, OTHER_GROUP))},
        {"a.json": _page(_of(ADA)), "b.json": _page(_of(BEN, OTHER_GROUP))},
    ],
    ids=["several", "one", "one in two groups", "pages", "named after groups", "a file for each"],
)
def test_lists_of_groups_stay_whole(files: dict[str, object], tmp_path: Path) -> None:
    found = tenant(tmp_path, files)
    assert found.knows_eligible_members(GROUP)
    assert not any(source.partial for source in found.sources)


def test_a_whole_list_beside_it_stays_whole(tmp_path: Path) -> None:
    whole = _page(_of(ADA), _of(BEN, number=2))
    own = _page(_of(_CLARA, OTHER_GROUP, 3), _of(_CLARA, ROLE, 4))
    found = tenant(tmp_path, {f"{GROUP}.json": whole, f"{_CLARA}.json": own})
    assert found.knows_eligible_members(GROUP)
    assert not found.knows_eligible_members(OTHER_GROUP)


def test_roles_of_one_principal_are_not_all_roles(tmp_path: Path) -> None:
    rows = [
        {
            "id": "1", "principalId": GROUP, "roleDefinitionId": ROLE, "directoryScopeId": "/",
            "memberType": "Direct", "startDateTime": None, "endDateTime": None,
            "roleEligibilityScheduleId": "1",
        }
    ]  # fmt: skip
    assert not tenant(tmp_path, {f"roles_of_{GROUP}.json": rows}).coverage.complete(
        *RESOURCES_OF_ELIGIBLE_ROLES
    )


def test_size_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LARGE", 1)
    files: dict[str, object] = {f"{ADA}.json": _page(_of(ADA), _of(ADA, OTHER_GROUP, 2))}
    assert not tenant(tmp_path, files).knows_eligible_members(GROUP)
