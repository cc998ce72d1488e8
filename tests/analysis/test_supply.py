"""What is missing comes with PowerShell that parses, reads only, and names the very ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import tree_sitter_powershell
from builder import a_tenant
from tree_sitter import Language, Parser

from pimreport.analysis import analyse, checks, supply
from pimreport.analysis.check import Check
from pimreport.data import facts
from pimreport.registry import registered

if TYPE_CHECKING:
    from pimreport.model.evidence import Missing

GROUPS = ("c2e1f0aa-0d4b-4c63-8f8e-2f7b6d1a9e01", "5f0b7a3e-91c2-4d7a-b0a4-6c8d2e4f1b02")
_RESOURCES = sorted(
    {query["resource"] for query in facts("collection")["query"] if "resource" in query}
)
# What administrative units would tell stands on the users, too.
_WANTED = [
    want["any_of"]
    for want in facts("wanted_evidence")["want"]
    if want["any_of"] != ["administrative_units"]
]


def _parses(line: str) -> bool:
    language = Language(tree_sitter_powershell.language())
    return not Parser(language).parse(line.encode()).root_node.has_error


def _missing(*without: str) -> tuple[Missing, ...]:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible(tenant.user("Ada"))
    tenant.group("Tier 1").active_in("User Administrator").with_eligible(tenant.user("Ben"))
    return analyse(tenant.without(*without).tenant()).missing


@pytest.mark.parametrize("groups", [(), GROUPS[:1], GROUPS, tuple(map(str, range(60)))], ids=len)
@pytest.mark.parametrize("resource", _RESOURCES)
def test_every_list_has_a_line_that_runs_in_both_powershells(
    resource: str, groups: tuple[str, ...]
) -> None:
    line = supply.command(resource, groups=groups)
    assert _parses(line), line
    assert "@odata.nextLink" in line
    assert "{id" not in line
    assert not re.search(r"-Method (?!GET)|&&|\?\?", line)
    if "$g" in line and 1 < len(groups) < 10:
        assert all(group in line for group in groups)


@pytest.mark.parametrize("groups", [(), GROUPS[:1], GROUPS], ids=len)
@pytest.mark.parametrize("resource", _RESOURCES)
def test_the_short_line_needs_the_helper_and_nothing_else(
    resource: str, groups: tuple[str, ...]
) -> None:
    whole = supply.command(resource, groups=groups)
    line = supply.short(whole)
    assert _parses(f"{supply.HELPER}; {line}")
    assert line.count("Save-Graph") == whole.count("ConvertTo-Json")
    assert "ConvertTo-Json" not in line
    assert len(line) < len(whole)


def test_one_group_stands_in_the_line_itself() -> None:
    line = supply.command("group_eligibility_schedule_instances", groups=GROUPS[:1])
    assert f"groupId eq ''{GROUPS[0]}''" in line
    assert f"{GROUPS[0]}.json" in line


def test_few_people_are_asked_for_by_id_and_many_are_not() -> None:
    assert "id in (''1'', ''2'')" in supply.command("users", ids=("1", "2"))
    assert "id in" not in supply.command("users", ids=tuple(map(str, range(16))))


def test_policies_of_a_group_and_of_all_roles() -> None:
    assert f"scopeId eq ''{GROUPS[0]}''" in supply.policies(GROUPS[0])
    everything = supply.policies(groups=GROUPS)
    assert "scopeType eq ''DirectoryRole''" in everything
    assert all(group in everything for group in GROUPS)
    assert _parses(everything)
    assert _parses(supply.collector(("User.Read.All", "AuditLog.Read.All")))


@pytest.mark.parametrize("wanted", _WANTED, ids=lambda wanted: wanted[0])
def test_whatever_is_missing_says_how_to_get_it(wanted: list[str]) -> None:
    gaps = _missing(*wanted)
    assert wanted[0] in {gap.resource for gap in gaps}
    for gap in gaps:
        assert _parses(gap.command), gap
        assert gap.command, gap


def test_the_groups_that_lack_a_list_are_named() -> None:
    (gap,) = [
        one
        for one in _missing("group_eligibility_schedule_instances")
        if str(one.consequence).startswith("eligible members and owners are unknown")
    ]
    assert len(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", gap.command)) == 2


def test_whatever_a_check_needs_is_wanted() -> None:
    wanted = [set(want["any_of"]) for want in facts("wanted_evidence")["want"]]
    needed = {one for check in registered(checks, Check) for one in check.needs}
    assert not [one for one in needed if not any(want.intersection(one) for want in wanted)]


def test_schedules_are_missed_beside_instances() -> None:
    for resource in (
        "group_eligibility",
        "group_assignment",
        "role_eligibility",
        "role_assignment",
    ):
        (told,) = (one for one in _missing() if one.resource == f"{resource}_schedules")
        assert "have no end" in str(told.consequence)
        assert "Schedules" in told.command
