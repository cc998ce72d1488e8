"""``inspect`` for people: what was read of each file, what was not, what is missing and how to get it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import tree_sitter_powershell
from builder import a_tenant
from running import run
from tree_sitter import Language, Parser

if TYPE_CHECKING:
    from pathlib import Path

DIRECTORY = "https://graph.microsoft.com/v1.0/$metadata#"
ADA = "0a6c5d1e-3b2f-4e8d-9c7a-1d2e3f4a5b11"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible(tenant.user("Ada"))
    return tenant.without("conditional_access_policies").write(tmp_path / "exports")


def _add(folder: Path, name: str, content: object) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")


def _inspected(exports: Path, *options: str) -> str:
    return run("inspect", exports, "--as-of", "2026-09-30", *options).stdout


def test_each_file_says_what_it_holds_and_how_it_is_written(exports: Path) -> None:
    _add(exports, "broken.json", '[{"id": 1 "x": 2}]')
    _add(exports, "empty.json", b"\xff\xfe")
    _add(exports, "desktop.ini", "x")
    told = _inspected(exports)
    assert re.match(r"\d+ files: \d+ read, 1 NOT READ, 1 empty, 1 passed over\n", told)
    assert "groups.json\n    groups: 1 row · JSON" in told
    assert "broken.json\n    NOT READ (" in told
    assert "empty.json\n    empty, UTF-16\n    ! The file is empty: either there are none" in told
    assert "Passed over\n    No export.\n      desktop.ini\n" in told
    assert "Provenance: unverified\n    No manifest" in told


def test_warnings_name_their_rows(exports: Path) -> None:
    rows = [{"id": ADA, "userPrincipalName": "a@b", "accountEnabled": True, "userType": "Member"}, {"userPrincipalName": "x@b"}]  # fmt: skip
    _add(exports, "more.json", {"@odata.context": f"{DIRECTORY}users", "value": rows})
    told = _inspected(exports)
    assert "users: 1 row, 1 rejected" in told
    assert "    ! row 2: was not used" in told


def test_a_cut_off_list_is_marked(exports: Path) -> None:
    cut = {"@odata.context": f"{DIRECTORY}users", "@odata.nextLink": "https://x", "value": []}
    _add(exports, "cut.json", cut)
    assert re.search(r"cut\.json\n    users: 0 rows, CUT OFF", _inspected(exports))


def test_tools_are_named_with_what_they_leave_out(exports: Path) -> None:
    role = {"DisplayName": "Global Administrator", "RoleTemplateId": ADA, "Rules": [], "Assignments": [{"PrincipalId": ADA, "RoleDefinitionId": ADA, "DirectoryScopeId": "/", "AssignmentType": "Assigned", "Id": "1"}]}  # fmt: skip
    _add(exports, "ProviderSettingsExport.json", {"privileged_roles": [role]})
    told = _inspected(exports)
    assert "\n    ScubaGear\n" in told
    assert "Not the whole list: at most active assignments of the roles that ScubaGear" in told


def test_many_files_of_one_kind_are_one_block(exports: Path) -> None:
    for number in range(6):
        identity = f"{ADA[:-1]}{number}"
        one = {"id": identity, "userPrincipalName": "a@b", "accountEnabled": True, "userType": "Member"}  # fmt: skip
        _add(exports, f"Users/{identity}/{identity}.json", one)
    told = _inspected(exports)
    assert f"Users/{ADA[:-1]}0/{ADA[:-1]}0.json  and 5 more like it" in told
    assert "users: 6 rows in 6 files" in told
    apart = _inspected(exports, "--rows")
    assert f"\nUsers/{ADA[:-1]}3/{ADA[:-1]}3.json\n" in apart


def test_what_is_missing_comes_with_lines_to_paste(exports: Path) -> None:
    (exports / "groups.json").unlink()
    told = _inspected(exports)
    missing, _, lines = told.partition("How to supply it")
    number = re.search(r"  (\d+)  groups: whether a group is role-assignable is unknown", missing)
    assert number
    assert re.search(r"  \d+  conditionalAccessPolicies: .* is unknown", missing)
    pasted = [line for line in lines.splitlines()[1:] if line]
    assert pasted[0].startswith("function Save-Graph(")
    assert any(line.endswith(f"# {number[1]}") and "v1.0/groups?" in line for line in pasted)
    tree = Parser(Language(tree_sitter_powershell.language())).parse("\n".join(pasted).encode())
    assert not tree.root_node.has_error


def test_nothing_missing_is_said_so(tmp_path: Path) -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible(tenant.user("Ada"))
    of_groups = ("group_eligibility_schedules", "group_assignment_schedules")
    tenant.also(*of_groups, "role_eligibility_schedules", "role_assignment_schedules")
    told = _inspected(tenant.write(tmp_path))
    assert told.endswith("Missing evidence: none\n")
