"""The fast way through schedules understands exactly what the ordinary way understands."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import ADA, AS_OF, BEN, GRAPH, GROUP, OTHER_GROUP, PIM, ROLE, Object, eligible, pascal

from pimreport.parsers import bulk
from pimreport.parsers import read as read_all
from pimreport.parsers.bulk import grants
from pimreport.synthetic.contoso import contoso
from pimreport.synthetic.ways import GRAPH_PAGE, RAW_PAGE, SDK_JSON, SDK_JSON_51, Way
from pimreport.synthetic.writing import write

if TYPE_CHECKING:
    from pimreport.model.tenant import Tenant


def told(folder: Path, *, fast: bool) -> tuple[object, ...]:
    with patch.object(bulk, "LARGE", 1 if fast else 1 << 40):
        tenant: Tenant = read_all([folder], as_of=AS_OF)
    sources = list(tenant.sources)
    return (
        sources, tenant.memberships, tenant.inherited_memberships, tenant.role_assignments,
        tenant.upcoming, tenant.ended, tenant.principals, tenant.groups, tenant.roles,
        tenant.pim_groups,
    )  # fmt: skip


@pytest.mark.parametrize(
    "way", [GRAPH_PAGE, RAW_PAGE, SDK_JSON, SDK_JSON_51], ids=lambda way: way.name
)
def test_a_whole_tenant_reads_the_same(way: Way, tmp_path: Path) -> None:
    tenant = contoso().also(*(f"role_{kind}_schedules" for kind in ("assignment", "eligibility")))
    write(tenant, tmp_path, way=way, per_group=False)
    assert told(tmp_path, fast=True) == told(tmp_path, fast=False)


@pytest.mark.parametrize(
    "way", [GRAPH_PAGE, RAW_PAGE, SDK_JSON, SDK_JSON_51], ids=lambda way: way.name
)
def test_the_fast_way_is_taken(way: Way, tmp_path: Path) -> None:
    taken: list[str] = []
    real = grants.scan

    def watched(*arguments: object) -> grants.Grants | None:
        found = real(*arguments)  # type: ignore[arg-type]
        taken.extend([found.part.resource.name] if found else [])
        return found

    write(contoso(), tmp_path, way=way, per_group=False)
    with patch.object(grants, "scan", watched):
        told(tmp_path, fast=True)
    assert set(taken) >= {
        "group_eligibility_schedule_instances",
        "group_eligibility_schedules",
        "group_assignment_schedule_instances",
        "role_assignment_schedule_instances",
    }


PRINCIPALS: list[object] = [
    None, {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"},
    {"id": None, "deletedDateTime": None}, {"id": BEN}, "Microsoft.Graph.Models.X",
    {"@odata.type": "#microsoft.graph.group", "id": GROUP, "displayName": "G"},
]  # fmt: skip
VALUES: dict[str, list[object]] = {
    "id": ["1", "2", "3", "A", "a", " a", None, f"{GROUP}_member_{ADA}", f"{GROUP}_owner_{BEN}"],
    "groupId": [GROUP, GROUP.upper(), OTHER_GROUP, None, "", 7],
    "group": [None, {"id": OTHER_GROUP.upper(), "displayName": "Other"}, {"id": GROUP.upper()}],
    "roleDefinition": [
        {"id": ROLE, "displayName": "R"}, {"id": ADA, "templateId": ROLE.upper()}, {"id": ADA},
    ],
    "principalId": [ADA, BEN, BEN.upper(), "System.String[]", f" {ADA}"],
    "accessId": ["member", "Owner", "guest", None],
    "memberType": ["direct", "Group", "", None],
    "assignmentType": ["assigned", "Activated", "odd", None],
    "startDateTime": ["2025-05-11T08:00:00Z", "2025-05-11T08:00:00.1234567+02:00", "5/11/2025", None],
    "endDateTime": ["2026-12-31T00:00:00Z", "/Date(1746950400000)/", "Permanent", "0001-01-01T00:00:00Z"],
    "status": ["Provisioned", "Revoked", ""],
    "principal": PRINCIPALS,
    "additionalProperties": [{}, {"x": 1}, None],
    "roleDefinitionId": [ROLE, ROLE.upper()],
    "directoryScopeId": ["/", f"/administrativeUnits/{GROUP.upper()}", f"/{GROUP}", None, ""],
    "scheduleInfo": [
        None, {"startDateTime": None, "expiration": None}, "@{a=b}",
        {"startDateTime": "2025-01-01T00:00:00Z", "recurrence": None,
         "expiration": {"type": "afterDuration", "endDateTime": None, "duration": "P30D"}},
        {"startDateTime": "2025-01-01T00:00:00Z", "recurrence": {"pattern": None},
         "expiration": {"type": "noExpiration", "endDateTime": None, "duration": None}},
    ],
    "surprise": [1],
}  # fmt: skip
ROLE_ROW: Object = {
    "id": "1", "principalId": ADA, "roleDefinitionId": ROLE, "directoryScopeId": "/",
    "appScopeId": None, "memberType": "Direct", "startDateTime": "2025-05-11T08:00:00Z",
    "endDateTime": None, "assignmentType": "Assigned", "roleAssignmentScheduleId": "s",
}  # fmt: skip
ONE_YEAR: Object = {
    "startDateTime": "2025-01-01T00:00:00Z",
    "expiration": {"type": "afterDuration", "endDateTime": None, "duration": "P365D"},
}
FOR_EVER: Object = ONE_YEAR | {"expiration": {"type": "noExpiration"}}
CHANGE = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(VALUES[name]))
)
ROWS = st.tuples(
    st.sampled_from([eligible(1), ROLE_ROW, eligible(1) | {"assignmentType": "assigned"}]),
    st.lists(CHANGE, max_size=3),
    st.lists(st.lists(CHANGE, max_size=1), min_size=1, max_size=5),
)


@settings(max_examples=150)
@given(rows=ROWS, page=st.booleans(), sdk=st.booleans(), again=st.booleans())
def test_whatever_the_rows_say(
    rows: tuple[Object, list[tuple[str, object]], list[list[tuple[str, object]]]],
    *,
    page: bool,
    sdk: bool,
    again: bool,
) -> None:
    base, everywhere, each = rows
    made = [
        base | {"id": str(number)} | dict(everywhere) | dict(own) for number, own in enumerate(each)
    ]
    listed: object = [pascal(row) for row in made] if sdk else made
    if page:
        context = "" if "accessId" not in base else PIM + "eligibilityScheduleInstances"
        listed = (
            {"@odata.context": GRAPH + context, "value": listed} if context else {"value": listed}
        )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.json").write_text(json.dumps(listed), encoding="utf-8")
        if again:
            (Path(folder) / "b.json").write_text(json.dumps(made), encoding="utf-8")
        assert told(Path(folder), fast=True) == told(Path(folder), fast=False)


def test_a_property_named_twice_is_still_said(tmp_path: Path) -> None:
    text = json.dumps([eligible(1), eligible(2), eligible(3)])
    text = text.replace('_member_2", "accessId"', '_member_2", "groupId": "x", "accessId"', 1)
    (tmp_path / "a.json").write_text(text)
    fast = told(tmp_path, fast=True)
    assert fast == told(tmp_path, fast=False)
    assert "repeated_keys" in str(fast)


def test_what_was_not_exported_contradicts_nothing(tmp_path: Path) -> None:
    info = {"startDateTime": "2025-01-01T00:00:00Z", "expiration": {"type": "noExpiration"}}
    rows = [eligible(number, scheduleInfo=info) for number in range(3)]
    page = {"@odata.context": GRAPH + PIM + "eligibilitySchedules", "value": rows}
    (tmp_path / "a.json").write_text(json.dumps(page))
    later = {"value": [one | {"status": "Provisioned"} for one in rows]}
    (tmp_path / "b.json").write_text(json.dumps(page | later))
    fast = told(tmp_path, fast=True)
    assert fast == told(tmp_path, fast=False)
    assert "differing_duplicate" not in str(fast)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({"status": None}, {"status": "Provisioned"}),
        ({}, {"memberType": "group"}),
        ({}, {"scheduleInfo": {"startDateTime": "2025-01-01T00:00:00Z", "expiration": None}}),
        ({}, {"scheduleInfo": ONE_YEAR}),
        ({"scheduleInfo": None}, {"scheduleInfo": ONE_YEAR}),
    ],
    ids=["no status", "member type", "no term", "term", "no term before"],
)
def test_what_a_later_record_tells_otherwise(
    earlier: Object, later: Object, tmp_path: Path
) -> None:
    for name, change in ("a.json", earlier), ("b.json", later):
        rows = [
            eligible(number) | {"scheduleInfo": FOR_EVER, "status": "Provisioned"} | change
            for number in range(3)
        ]
        page = {"@odata.context": GRAPH + PIM + "eligibilitySchedules", "value": rows}
        (tmp_path / name).write_text(json.dumps(page))
    assert told(tmp_path, fast=True) == told(tmp_path, fast=False)
