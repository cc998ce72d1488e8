"""A folder as the script writes it is complete evidence, and what is wrong with it is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builder import a_tenant
from click.testing import CliRunner

from collector.double import GraphDouble
from collector.running import Run
from pimreport.analysis import analyse
from pimreport.cli import program
from pimreport.model.as_of import AsOf
from pimreport.model.provenance import Standing
from pimreport.parsers import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder import TenantUnderTest

    from pimreport.model.report import Report

AS_OF = AsOf.parse("2026-09-30")


def a_story(name: str = "Contoso") -> TenantUnderTest:
    tenant = a_tenant(name)
    berlin = tenant.unit("Berlin", restricted=True).containing("Ada Lovelace", "Jörg Müller")
    tier0 = tenant.group("Tier 0").active_in("Global Administrator")
    tier0.with_eligible("Ada Lovelace", ends="2026-12-31T23:59:59Z").with_activated("Jörg Müller")
    tier0.with_active("Mia").with_eligible_owner("Di")
    tenant.group("Ops").eligible_for("User Administrator").with_active("Mia", "Bo")
    tenant.group("Approvers", role_assignable=None, pim=False).with_active("Uma")
    tier0.member_policy(approval=True, approvers=[tenant.group("Approvers")], context="c1")
    tenant.group("Silent")
    tenant.context("c1").conditional_access("Strong", context="c1")
    tenant.service_principal("Sync").permitted("RoleManagement.ReadWrite.Directory")
    tenant.user("Nora").holds("Helpdesk Administrator", berlin)
    tenant.user("Nobody in particular")
    return tenant


def collected(folder: Path, **refuses: tuple[int, str, str]) -> GraphDouble:
    graph = GraphDouble(a_story(), refuses=refuses)
    Run(graph, folder).collect()
    return graph


def report(*folders: Path, as_of: AsOf = AS_OF) -> Report:
    return analyse(read(folders, as_of=as_of))


def edited(folder: Path, change: Callable[[dict[str, Any]], None]) -> Report:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), "utf-8")
    return report(folder)


def test_nothing_is_missing_and_the_provenance_is_verified(tmp_path: Path) -> None:
    collected(tmp_path)
    told = report(tmp_path)
    provenance = told.tenant.provenance
    assert (provenance.standing, provenance.reasons) == (Standing.VERIFIED, ())
    assert told.missing == ()
    assert not [one.file for one in told.tenant.sources if one.error or one.rejected]
    assert all(one.as_collected for one in told.tenant.sources if one.file != "manifest.json")
    assert "reader@contoso.example" in str(provenance.told)
    codes = {warning.code for one in told.tenant.sources for warning in one.warnings}
    assert not codes, "the manifest says whose lists they are"


def test_the_conclusions_are_those_of_the_same_tenant_exported_by_hand(tmp_path: Path) -> None:
    collected(tmp_path)
    story = a_story()
    GraphDouble(story)  # exports schedules, too
    by_hand = analyse(story.tenant())
    told = report(tmp_path)
    assert {one.key for one in told.findings} == {one.key for one in by_hand.findings}
    assert {(one.id, one.strategy) for one in told.groups if one.roles} == {
        (one.id, one.strategy) for one in by_hand.groups if one.roles
    }


def test_only_those_referred_to_are_asked_about(tmp_path: Path) -> None:
    collected(tmp_path)
    story = a_story()
    texts = [path.read_text("utf-8") for path in tmp_path.glob("users_*.json")]
    assert any(story.user("Uma").id in text for text in texts), "a member of the approving group"
    assert not any("Nobody in particular" in text for text in texts)


def test_all_users_on_demand(tmp_path: Path) -> None:
    Run(GraphDouble(a_story()), tmp_path, all_users=True).collect()
    assert any("Nobody" in path.read_text("utf-8") for path in tmp_path.glob("all_users_*.json"))
    assert report(tmp_path).tenant.provenance.standing is Standing.VERIFIED


def test_one_flipped_byte(tmp_path: Path) -> None:
    collected(tmp_path)
    victim = next(tmp_path.glob("users_c*.json"))
    victim.write_bytes(victim.read_bytes().replace(b'"Mia"', b'"Mio"'))
    told = report(tmp_path).tenant
    assert told.provenance.standing is Standing.UNVERIFIED
    assert tuple(map(str, told.provenance.reasons)) == (
        f"Changed after they were collected: {victim.name}.",
    )
    (source,) = (one for one in told.sources if one.as_collected is False)
    assert source.warnings[0].code == "hash_differs"


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    collected(tmp_path)
    (tmp_path / "role_assignments_p0001.json").unlink()
    (reason,) = report(tmp_path).tenant.provenance.reasons
    assert str(reason) == "In the manifest, but not among the files: role_assignments_p0001.json."


def test_a_wrong_count(tmp_path: Path) -> None:
    collected(tmp_path)

    def change(manifest: dict[str, Any]) -> None:
        manifest["queries"][0]["pages"][0]["count"] = 7

    provenance = edited(tmp_path, change).tenant.provenance
    assert provenance.standing is Standing.UNVERIFIED
    assert tuple(map(str, provenance.reasons)) == (
        "Other counts than in the manifest: organization_p0001.json (1 rows, 7 in the manifest).",
    )


def test_a_refused_query_is_missing_for_that_reason(tmp_path: Path) -> None:
    refusal = (400, "AadPremiumLicenseRequired", "The tenant needs Microsoft Entra ID P2")
    collected(tmp_path, **{"/roleEligibilitySchedule": refusal})
    told = report(tmp_path)
    assert told.tenant.provenance.standing is Standing.PARTIAL
    resources = {one.resource: one for one in told.missing}
    assert set(resources) == {"role_eligibility_schedules", "role_eligibility_schedule_instances"}
    missing = resources["role_eligibility_schedule_instances"]
    assert "400 AadPremiumLicenseRequired The tenant needs" in str(missing.consequence)
    assert "RoleEligibilitySchedule.Read.Directory" in missing.command
    needing = [
        str(one.reason) for one in told.assessments if str(one.reason).startswith("needs roleElig")
    ]
    assert needing
    assert all("AadPremiumLicenseRequired" in one for one in needing), needing


def test_sign_ins_without_a_licence_leave_the_users(tmp_path: Path) -> None:
    refusal = (403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "No premium licence")
    collected(tmp_path, signInActivity=refusal)
    told = report(tmp_path)
    assert [one.resource for one in told.missing] == ["users"]
    assert str(told.missing[0].consequence).startswith("when accounts were last used is unknown")
    assert told.tenant.principal(a_story().user("Mia").id).name == "Mia"


def test_groups_that_are_refused_are_named(tmp_path: Path) -> None:
    group = a_story().group("Tier 0").id
    lists = ("eligibilitySchedules", "eligibilityScheduleInstances")
    refusal = (403, "Authorization_RequestDenied", "Insufficient privileges")
    collected(tmp_path, **{f"{one}?$filter=groupId eq '{group}'": refusal for one in lists})
    told = report(tmp_path)
    assert not told.tenant.knows_eligible_members(group)
    *refused, unknown = told.missing
    assert [one.resource for one in refused] == [
        "group_eligibility_schedule_instances",
        "group_eligibility_schedules",
    ]
    assert all(
        "(Tier 0); the collector did not obtain it: 403" in str(one.consequence) for one in refused
    )
    assert str(unknown.consequence).startswith(
        "Tier 0 holds a role, but nothing shows who is eligible"
    )


def test_a_group_outside_pim_has_nobody_eligible(tmp_path: Path) -> None:
    collected(tmp_path)
    tenant = report(tmp_path).tenant
    group = a_story().group("Approvers").id
    assert tenant.knows_eligible_members(group)
    assert group not in tenant.pim_groups


def test_a_list_that_broke_off_is_incomplete(tmp_path: Path) -> None:
    refusal = (500, "InternalServerError", "Something went wrong")
    collected(tmp_path, **{"roleDefinitions?$skiptoken": refusal})
    told = report(tmp_path)
    assert tuple(map(str, told.tenant.provenance.reasons)) == (
        "role_definitions was not obtained: 500 InternalServerError Something went wrong.",
    )
    assert not told.tenant.coverage.complete("role_definitions")
    assert {one.resource for one in told.missing} == {"role_definitions"}


def test_the_zip_is_as_good_as_the_folder(tmp_path: Path) -> None:
    collected(tmp_path / "evidence")
    archive = shutil.make_archive(str(tmp_path / "evidence"), "zip", tmp_path / "evidence")
    assert report(Path(archive)).tenant.provenance.standing is Standing.VERIFIED
    both = report(tmp_path).tenant.provenance
    assert both.standing is Standing.VERIFIED


def test_inspect_says_so(tmp_path: Path) -> None:
    collected(tmp_path)
    arguments = ["inspect", str(tmp_path), "--as-of", "2026-09-30"]
    printed = CliRunner().invoke(program, arguments).stdout
    assert "Provenance: verified" in printed
    assert "Collected by pimreport 0.0.0 as reader@contoso" in printed
    assert "Missing evidence: none" in printed
    as_json = json.loads(CliRunner().invoke(program, [*arguments, "--json"]).stdout_bytes)
    assert as_json["provenance"]["standing"] == "verified"


def test_what_was_skipped_is_said(tmp_path: Path) -> None:
    Run(GraphDouble(a_story()), tmp_path, skip=("registration_details",)).collect()
    told = report(tmp_path)
    assert tuple(map(str, told.tenant.provenance.reasons)) == (
        "registration_details was not obtained: -Skip.",
    )
    assert [one.resource for one in told.missing] == ["user_registration_details"]


def test_two_tenants(tmp_path: Path) -> None:
    Run(GraphDouble(a_story()), tmp_path / "one").collect()
    Run(GraphDouble(a_story("Fabrikam")), tmp_path / "two").collect()
    told = report(tmp_path / "one", tmp_path / "two").tenant.provenance
    assert told.standing is Standing.UNVERIFIED
    assert str(told.reasons[0]).startswith("The evidence is about several tenants: ")


def test_a_thousand_changed_files_are_one_reason(tmp_path: Path) -> None:
    collected(tmp_path)
    for path in tmp_path.glob("*_p*.json"):
        path.write_bytes(path.read_bytes() + b"\n")
    (reason,) = report(tmp_path).tenant.provenance.reasons
    assert str(reason).startswith("Changed after they were collected: ")
    assert str(reason).endswith(" more.")


def test_another_tenants_file_among_them(tmp_path: Path) -> None:
    collected(tmp_path)

    def change(manifest: dict[str, Any]) -> None:
        manifest["tenantId"] = "00000000-0000-0000-0000-000000000001"

    assert edited(tmp_path, change).tenant.provenance.standing is Standing.UNVERIFIED


def test_pages_years_apart(tmp_path: Path) -> None:
    collected(tmp_path)

    def change(manifest: dict[str, Any]) -> None:
        manifest["queries"][3]["startedUtc"] = "2023-09-30T12:00:00Z"

    provenance = edited(tmp_path, change).tenant.provenance
    assert provenance.standing is Standing.PARTIAL
    assert str(provenance.reasons[0]).startswith("It was collected over 1096 days, from 2023-09-30")


@pytest.mark.parametrize(
    ("as_of", "says"),
    [("2027-03-31", "older than the report"), ("2026-06-30", "after the day the report speaks")],
)
def test_evidence_of_another_time(tmp_path: Path, as_of: str, says: str) -> None:
    collected(tmp_path)
    provenance = report(tmp_path, as_of=AsOf.parse(as_of)).tenant.provenance
    assert provenance.standing is Standing.PARTIAL
    assert says in str(provenance.reasons[0])


def test_a_file_that_was_added(tmp_path: Path) -> None:
    collected(tmp_path)
    page = (tmp_path / "users_c0001_p0001.json").read_bytes()
    (tmp_path / "more_users.json").write_bytes(page)
    provenance = report(tmp_path).tenant.provenance
    assert provenance.standing is Standing.PARTIAL
    assert tuple(map(str, provenance.reasons)) == ("No manifest vouches for more_users.json.",)


def test_no_manifest(tmp_path: Path) -> None:
    a_story().write(tmp_path)
    assert report(tmp_path).tenant.provenance.standing is Standing.UNVERIFIED


@pytest.mark.parametrize(
    "text",
    [
        '{"schema": "pimreport/manifest/1"',
        '{"schema": "pimreport/manifest/1", "tenantId": 3, "queries": []}',
        '{"schema": "pimreport/manifest/1", "tenantId": "t", "queries": [{"query": "users"}]}',
        '{"schema": "pimreport/manifest/1", "tenantId": "t", "queries": ' + "[" * 5000,
    ],
)
def test_a_broken_manifest_is_no_proof(tmp_path: Path, text: str) -> None:
    collected(tmp_path)
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    provenance = report(tmp_path).tenant.provenance
    assert provenance.standing is Standing.UNVERIFIED
    assert str(provenance.reasons[0]).startswith("manifest.json cannot be understood: ")
