"""Lists asked for a principal do not pass for the lists of the groups that stand in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from written import ADA, BEN, GRAPH, GROUP, OTHER_GROUP, PIM, ROLE, Object, codes, eligible, tenant

from pimreport.model.evidence import RESOURCES_OF_ELIGIBLE_ROLES
from pimreport.parsers import bulk

if TYPE_CHECKING:
    from pathlib import Path

_SAID = "asked_for_a_principal"
_CLARA = "2c8e7f30-5d41-4a0f-9e9c-3f4a5b6c7d33"


def _page(*rows: Object) -> Object:
    return {"@odata.context": f"{GRAPH}{PIM}eligibilityScheduleInstances", "value": list(rows)}


def _of(principal: str, group: str = GROUP, number: int = 1) -> Object:
    return eligible(number, principalId=principal, groupId=group, id=f"{principal}-{number}")


@pytest.mark.parametrize(
    "files",
    [
        {"ada.json": _page(_of(ADA), _of(ADA, OTHER_GROUP, 2)), "ben.json": _page(_of(BEN))},
        {"ada.json": _page(_of(ADA)), "ben.json": _page(_of(BEN))},
        {f"eligible_{ADA}.json": _page(_of(ADA)), f"eligible_{BEN}.json": _page(_of(BEN))},
        {f"{GROUP}_{ADA}.json": _page(_of(ADA))},
        {"ada.csv": "\r\n".join((",".join(_of(ADA)), *(
            ",".join(str(one or "") for one in _of(ADA, group, number).values())
            for number, group in enumerate((GROUP, OTHER_GROUP))
        )))},
    ],
    ids=["several groups", "one group in several files", "named after them", "both", "a table"],
)  # fmt: skip
def test_nobody_elses_absence_is_proven(files: dict[str, object], tmp_path: Path) -> None:
    found = tenant(tmp_path, files)
    assert not found.knows_eligible_members(GROUP)
    assert all(_SAID in codes(source) and source.partial for source in found.sources)
    assert len(found.memberships) >= 1  # what the files do tell is told


@pytest.mark.parametrize(
    "files",
    [
        {"x.json": _page(_of(ADA), _of(BEN, number=2), _of(ADA, OTHER_GROUP, 3))},
        {"x.json": _page(_of(ADA))},
        {f"{GROUP}.json": _page(_of(ADA)), f"{OTHER_GROUP}.json": _page(_of(ADA, OTHER_GROUP))},
        {"a.json": _page(_of(ADA)), "b.json": _page(_of(BEN, OTHER_GROUP))},
        {"a.json": _page(_of(ADA)), "b.json": _page(_of(ADA, OTHER_GROUP, 2), _of(BEN, OTHER_GROUP, 3))},
    ],
    ids=["several principals", "one row", "named after groups", "a file for each", "two in one"],
)  # fmt: skip
def test_lists_of_groups_stay_whole(files: dict[str, object], tmp_path: Path) -> None:
    found = tenant(tmp_path, files)
    assert found.knows_eligible_members(GROUP)
    assert not any(source.partial for source in found.sources)


def test_a_whole_list_beside_it_stays_whole(tmp_path: Path) -> None:
    whole = _page(_of(ADA), _of(BEN, number=2))
    own = _page(_of(_CLARA, OTHER_GROUP, 3), _of(_CLARA, ROLE, 4))
    found = tenant(tmp_path, {f"{GROUP}.json": whole, "clara.json": own})
    assert found.knows_eligible_members(GROUP)
    assert not found.knows_eligible_members(OTHER_GROUP)


def test_one_page_of_a_file_does_not_speak_for_the_other(tmp_path: Path) -> None:
    own = _page(_of(_CLARA, OTHER_GROUP, 3)) | {
        "@odata.context": f"{GRAPH}Collection(microsoft.graph.privilegedAccessGroupEligibilityScheduleInstance)"
    }
    found = tenant(tmp_path, {"x.json": f"{_json(_page(_of(ADA)))}\n{_json(own)}"})
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
    files: dict[str, object] = {"ada.json": _page(_of(ADA), _of(ADA, OTHER_GROUP, 2))}
    assert not tenant(tmp_path, files).knows_eligible_members(GROUP)


def _json(value: object) -> str:
    return json.dumps(value)
