"""Exports are written as the cmdlets write them, byte for byte where it matters."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from builder import TenantUnderTest, a_tenant

from pimreport.synthetic import ways
from pimreport.synthetic.exports import Export, exports
from pimreport.synthetic.ps51 import json_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tenant() -> TenantUnderTest:
    tenant = a_tenant()
    tier0 = tenant.group("Tier 0").active_in("Global Administrator")
    tier0.with_eligible("Ada Lovelace", ends="2026-12-31T23:59:59Z").with_active("Jörg")
    return tenant


def export(tenant: TenantUnderTest, resource: str) -> Export:
    return next(one for one in exports(tenant) if one.resource == resource)


def test_a_graph_page_names_its_context(tenant: TenantUnderTest) -> None:
    page = json.loads(ways.GRAPH_PAGE.write(export(tenant, "users")))
    assert page["@odata.context"] == "https://graph.microsoft.com/v1.0/$metadata#users"
    assert [row["displayName"] for row in page["value"]] == ["Ada Lovelace", "Jörg"]


def test_sdk_json_is_pascal_case_in_alphabetical_order(tenant: TenantUnderTest) -> None:
    row = json.loads(ways.SDK_JSON.write(export(tenant, "group_eligibility_schedule_instances")))
    names = list(row)
    assert names == [*sorted(names[:-1]), "AdditionalProperties"]
    assert row["Principal"] == {"DeletedDateTime": None, "Id": None}


def test_one_object_is_no_list_and_none_is_no_text(tenant: TenantUnderTest) -> None:
    one = ways.SDK_JSON.write(export(tenant, "group_eligibility_schedule_instances"))
    assert one.startswith(b"{")
    assert ways.SDK_JSON.write(export(tenant, "service_principals")) == b""


def test_expanded_policies_lose_what_their_rules_say(tenant: TenantUnderTest) -> None:
    rows = json.loads(ways.SDK_JSON.write(export(tenant, "role_management_policy_assignments")))
    assert {tuple(rule) for row in rows for rule in row["Policy"]["Rules"]} == {("Id", "Target")}


def test_windows_powershell_layout() -> None:
    text = json_text({"A": {"B": [], "C": "2025-05-11T08:00:00Z"}, "D": "it's <b>"})
    assert text.replace("\r\n", "\n") == (
        '{\n    "A":  {\n'
        '              "B":  [\n\n                    ],\n'
        '              "C":  "\\/Date(1746950400000)\\/"\n'
        "          },\n"
        '    "D":  "it\\u0027s \\u003cb\\u003e"\n}'
    )


def test_windows_powershell_files_are_utf16_with_a_mark(tenant: TenantUnderTest) -> None:
    written = ways.SDK_JSON_51.write(export(tenant, "users"))
    assert written.startswith(b"\xff\xfe")
    assert "Jörg" in written.decode("utf-16")


def test_export_csv_51_has_a_type_line_and_only_ascii(tenant: TenantUnderTest) -> None:
    lines = ways.CSV_51.write(export(tenant, "users")).decode("ascii").splitlines()
    assert lines[0] == "#TYPE Microsoft.Graph.PowerShell.Models.MicrosoftGraphUser"
    assert any('"J?rg"' in line for line in lines)


def test_null_and_false_differ_in_csv(tenant: TenantUnderTest) -> None:
    header, first, *_ = ways.CSV_7.write(export(tenant, "users")).decode("utf-8").splitlines()
    row = dict(zip(next(csv.reader([header])), first.split(",", 9), strict=False))
    assert row["IsManagementRestricted"] == '"False"'
    assert row["OnPremisesSyncEnabled"] == ""


def test_dates_follow_the_region(tenant: TenantUnderTest) -> None:
    eligible = export(tenant, "group_eligibility_schedule_instances")
    assert b'"12/31/2026 11:59:59 PM"' in ways.CSV_7.write(eligible)
    assert b'"31.12.2026 23:59:59"' in ways.CSV_GERMAN.write(eligible)


@pytest.mark.parametrize("way", ways.WAYS, ids=lambda way: way.name)
def test_the_same_draft_gives_the_same_bytes(way: ways.Way, tmp_path: Path) -> None:
    def written(folder: str) -> dict[str, bytes]:
        tenant = a_tenant()
        tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Ada")
        tenant.write(tmp_path / folder, way=way)
        return {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}

    assert written("first") == written("second")
