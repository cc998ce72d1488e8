"""A list of which a tool exports a part only is marked so wherever sources are printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pimreport.analysis import analyse
from pimreport.model.as_of import AsOf
from pimreport.parsers import read
from pimreport.report import structure
from pimreport.report.tables import sources

if TYPE_CHECKING:
    from pathlib import Path

ADA = "0a6c5d1e-3b2f-4e8d-9c7a-1d2e3f4a5b11"


def test_a_part_is_no_whole_list(tmp_path: Path) -> None:
    role = {"DisplayName": "Global Administrator", "RoleTemplateId": ADA, "Rules": [], "Assignments": [{"PrincipalId": ADA, "RoleDefinitionId": ADA, "DirectoryScopeId": "/", "AssignmentType": "Assigned", "Id": "1"}]}  # fmt: skip
    path = tmp_path / "ProviderSettingsExport.json"
    path.write_text(json.dumps({"privileged_roles": [role]}), encoding="utf-8")
    report = analyse(read([tmp_path], as_of=AsOf.parse("2025-10-01")))
    table = sources.TABLE
    rows = {str(row[table.position("Holds")]): row for row in table.rows(report)}
    row = rows["role_assignment_schedule_instances"]
    assert str(row[table.position("Complete")]) == "in part"
    assert "Not the whole list: at most active assignments" in str(row[table.position("Remarks")])
    assert str(row[table.position("Written as")]).startswith("ScubaGear, JSON")
    told = structure.of(report)["sources"]
    assert all(one["tool"] == "ScubaGear" for one in told)
    assert any(one["partial"] for one in told)
    assert "role_assignment_schedule_instances" in {one.resource for one in report.missing}
