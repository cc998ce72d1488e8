"""Policies that share their rules are understood like policies that were read one by one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from written import AS_OF, GRAPH

from pimreport.parsers import bulk
from pimreport.parsers import read as read_all
from pimreport.parsers.bulk import policies
from pimreport.synthetic.contoso import contoso
from pimreport.synthetic.ways import GRAPH_PAGE, RAW_PAGE, SDK_JSON, SDK_JSON_51, Way
from pimreport.synthetic.writing import write

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.tenant import Tenant
    from pimreport.parsers.contents import Contents

WAYS = [GRAPH_PAGE, RAW_PAGE, SDK_JSON, SDK_JSON_51]
FILE = "role_management_policy_assignments.json"


def told(folder: Path, *, fast: bool) -> tuple[object, ...]:
    with patch.object(bulk, "LARGE", 1 if fast else 1 << 40):
        tenant: Tenant = read_all([folder], as_of=AS_OF)
    sources = list(tenant.sources)
    return sources, tenant.policies, tenant._group_policy, tenant._role_policy


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_reads_the_same(way: Way, tmp_path: Path) -> None:
    write(contoso(), tmp_path, way=way, per_group=False)
    for path in tmp_path.iterdir():
        if "polic" not in path.name:
            path.unlink()
    assert told(tmp_path, fast=True) == told(tmp_path, fast=False)


@pytest.mark.parametrize("way", [GRAPH_PAGE, RAW_PAGE], ids=lambda way: way.name)
def test_the_fast_way_is_taken(way: Way, tmp_path: Path) -> None:
    taken: list[int] = []
    real = policies.contents_of

    def watched(*arguments: object) -> Contents | None:
        found = real(*arguments)  # type: ignore[arg-type]
        taken.extend(len(part.reading.rows) for part in found.parts) if found else None
        return found

    write(contoso(), tmp_path, way=way, per_group=False)
    with patch.object(policies, "contents_of", watched):
        told(tmp_path, fast=True)
    assert taken
    assert taken[0] > 10


def _policy(number: int, *rules: object, **more: object) -> dict[str, object]:
    group = f"{number:08d}-0000-4000-8000-000000000000"
    return {
        "id": f"Group_{group}_x_member",
        "policyId": f"Group_{group}_x",
        "scopeId": group,
        "scopeType": "Group",
        "roleDefinitionId": "member",
        "policy": {"id": f"Group_{group}_x", "rules": list(rules)} | more,
    }


MFA = {"id": "Enablement_EndUser_Assignment", "enabledRules": ["MultiFactorAuthentication"]}
NONE = {"id": "Enablement_EndUser_Assignment", "enabledRules": []}
LOST = {"id": "Enablement_EndUser_Assignment", "enabledRules": "System.Object[]"}
JOINED = {"id": "Enablement_EndUser_Assignment", "enabledRules": "Justification Ticketing"}
LONG = {"id": "Expiration_EndUser_Assignment", "maximumDuration": "PT8H"}
CASES = {
    "alike": [_policy(1, MFA, LONG), _policy(2, MFA, LONG), _policy(3, NONE, LONG)],
    "changed at other times": [
        _policy(1, MFA, lastModifiedDateTime="2026-01-01T00:00:00Z"),
        _policy(2, MFA, lastModifiedDateTime="2026-02-01T00:00:00Z"),
    ],
    "in somebody's language": [
        _policy(1, MFA, lastModifiedDateTime="13/1/2026"),
        _policy(2, MFA, lastModifiedDateTime="1/2/2026"),
    ],
    "lost": [_policy(1, MFA), _policy(2, LOST), _policy(3, JOINED)],
    "truncated": [_policy(1, MFA), _policy(2, "@{id=x; enabledRules=}")],
    "ids only": [_policy(1, {"id": "x"}), _policy(2, {"id": "x"})],
    "stub": [_policy(1, MFA), _policy(2, {"id": None})],
    "none": [_policy(1), _policy(2, MFA)],
    "twice": [_policy(1, MFA), _policy(2, NONE), _policy(1, NONE)],
    "no policy": [_policy(1, MFA), _policy(2) | {"policy": None}],
    "cut off": [_policy(1, MFA), _policy(2) | {"policy": "@{id=x; rules=System.Object[]}"}],
    "other keys": [_policy(1, MFA), _policy(2, MFA) | {"etag": "x"}],
    "no scope": [_policy(1, MFA), _policy(2, MFA) | {"scopeId": None, "policyId": "x"}],
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("page", [True, False], ids=["page", "list"])
def test_whatever_the_policies_say(case: str, tmp_path: Path, *, page: bool) -> None:
    rows: object = CASES[case]
    if page:
        context = "policies/roleManagementPolicyAssignments(policy(rules()))"
        rows = {"@odata.context": GRAPH + context, "value": rows}
    (tmp_path / FILE).write_text(json.dumps(rows), encoding="utf-8")
    assert told(tmp_path, fast=True) == told(tmp_path, fast=False)


@pytest.mark.parametrize("at", ['"rules"', '"enabledRules"', '"scopeType"'])
def test_a_property_named_twice_is_still_said(at: str, tmp_path: Path) -> None:
    text = json.dumps(CASES["alike"])
    (tmp_path / FILE).write_text(text.replace(at, f"{at}: [], {at}", 3)[: len(text) * 2])
    fast = told(tmp_path, fast=True)
    assert fast == told(tmp_path, fast=False)
    assert "repeated_keys" in str(fast)
