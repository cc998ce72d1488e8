"""A draft exports what was told of it, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from builder import TenantUnderTest, a_tenant

from pimreport.synthetic.exports import exports

if TYPE_CHECKING:
    from pathlib import Path


def rows(tenant: TenantUnderTest, resource: str) -> list[dict[str, object]]:
    return [row for one in exports(tenant) if one.resource == resource for row in one.rows]


def test_option_b_reads_like_the_blog() -> None:
    tenant = a_tenant()
    ada = tenant.user("Ada Lovelace")
    tier0 = tenant.group("Tier 0").active_in("Global Administrator").with_eligible(ada)
    (eligible,) = rows(tenant, "group_eligibility_schedule_instances")
    (active,) = rows(tenant, "role_assignment_schedule_instances")
    assert (eligible["principalId"], eligible["groupId"]) == (ada.id, tier0.id)
    assert (active["principalId"], active["assignmentType"]) == (tier0.id, "Assigned")


def test_an_activation_is_an_eligibility_and_an_assignment() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").with_activated("Ada")
    assert len(rows(tenant, "group_eligibility_schedule_instances")) == 1
    (active,) = rows(tenant, "group_assignment_schedule_instances")
    assert (active["assignmentType"], active["endDateTime"]) == (
        "activated",
        "2026-09-30T18:00:00Z",
    )


@pytest.mark.parametrize(
    ("starts", "ends"),
    [("2026-10-15", None), ("2026-01-01", "2026-06-30")],
    ids=["future", "ended"],
)
def test_what_is_not_in_force_stands_in_schedules_only(starts: str, ends: str | None) -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").with_eligible("Ada", starts=starts, ends=ends)
    assert rows(tenant, "group_eligibility_schedule_instances") == []
    assert len(rows(tenant, "group_eligibility_schedules")) == 1


def test_a_resource_can_be_left_out_and_a_property_unselected() -> None:
    tenant = a_tenant().without("groups").omitting("users", "accountEnabled")
    tenant.user("Ada")
    assert "groups" not in {one.resource for one in exports(tenant)}
    assert "accountEnabled" not in rows(tenant, "users")[0]


def test_an_empty_list_is_an_identified_page(tmp_path: Path) -> None:
    page = json.loads((a_tenant().write(tmp_path) / "service_principals.json").read_text("utf-8"))
    assert page == {
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#servicePrincipals",
        "value": [],
    }


def test_a_group_that_no_list_names_gets_files_of_its_own(tmp_path: Path) -> None:
    tenant = a_tenant()
    tenant.group("Busy").with_eligible("Ada")
    assert not list(tenant.write(tmp_path / "one").glob("*_instances_*"))
    silent = tenant.group("Silent")
    names = {path.name for path in tenant.write(tmp_path / "two").iterdir()}
    assert f"group_eligibility_schedule_instances_{silent.id}.json" in names


def test_policies_say_what_was_told_of_them() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").member_policy(
        approval=True, approvers=["Grace"], context="c1", max_duration="PT1H"
    ).without_policy("owner")
    (policy,) = rows(tenant, "role_management_policy_assignments")
    text = json.dumps(policy)
    assert policy["roleDefinitionId"] == "member"
    assert all(word in text for word in ("PT1H", '"c1"', tenant.user("Grace").id))
    assert text.count('"target"') == 17


def test_a_role_assignment_has_the_id_that_graph_gives_it() -> None:
    tenant = a_tenant()
    tenant.user("Ada").holds("Global Administrator")
    (row,) = rows(tenant, "role_assignment_schedule_instances")
    assert str(row["id"]).startswith("lAPpYvVpN0KRkAEhdxReE")  # 62e90394-... in base64
    assert str(row["id"]).endswith("-1")


def test_members_of_a_restricted_unit_are_management_restricted() -> None:
    tenant = a_tenant()
    tenant.unit("Tier 0", restricted=True).containing("Ada")
    tenant.user("Bo")
    assert [row["isManagementRestricted"] for row in rows(tenant, "users")] == [True, False]


def test_a_user_is_made_once_and_mail_names_have_no_marks() -> None:
    tenant = a_tenant()
    assert tenant.user("Jörg Müller") is tenant.user("Jörg Müller")
    assert tenant.user("Liam O'Connor").upn == "liam.oconnor@contoso.example"
    assert tenant.user("Jörg Müller").upn == "jorg.muller@contoso.example"
