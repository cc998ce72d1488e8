"""SDK objects with all their properties, and nothing in them, are still told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from written import (
    ADA,
    AS_OF,
    GRAPH,
    GROUP,
    ROLE,
    Object,
    codes,
    eligible,
    export_csv,
    read,
    tenant,
    unusable,
    write,
)

from pimreport import parsers
from pimreport.errors import UnusableExportsError
from pimreport.parsers import resources
from pimreport.parsers.names import graph_name
from pimreport.parsers.resource import Resource
from pimreport.registry import registered

COLUMNS = json.loads((Path(__file__).parent / "sdk_columns.json").read_text(encoding="utf-8"))
OF_TYPE = {
    "user": "users",
    "group": "groups",
    "unifiedRoleDefinition": "role_definitions",
    "unifiedRoleAssignment": "role_assignments",
    "unifiedRoleAssignmentSchedule": "role_assignment_schedules",
    "unifiedRoleAssignmentScheduleInstance": "role_assignment_schedule_instances",
    "unifiedRoleEligibilitySchedule": "role_eligibility_schedules",
    "unifiedRoleEligibilityScheduleInstance": "role_eligibility_schedule_instances",
    "privilegedAccessGroupAssignmentSchedule": "group_assignment_schedules",
    "privilegedAccessGroupAssignmentScheduleInstance": "group_assignment_schedule_instances",
    "privilegedAccessGroupEligibilitySchedule": "group_eligibility_schedules",
    "privilegedAccessGroupEligibilityScheduleInstance": "group_eligibility_schedule_instances",
    "unifiedRoleManagementPolicy": "role_management_policies",
    "unifiedRoleManagementPolicyAssignment": "role_management_policy_assignments",
    "servicePrincipal": "service_principals",
}
CONTEXTS = {
    "groups": "groups",
    "groups(id,displayName)": "groups",
    "users(id,displayName,signInActivity)": "users",
    "users/$entity": "users",
    f"groups('{GROUP}')/members": "group_members",
    f"groups('{GROUP}')/owners": "group_owners",
    "roleManagement/directory/roleAssignments(principal())": "role_assignments",
    "roleManagement/directory/roleEligibilitySchedules": "role_eligibility_schedules",
    "identityGovernance/privilegedAccess/group/assignmentScheduleInstances": "group_assignment_schedule_instances",
    "policies/roleManagementPolicyAssignments(policy(rules()))": "role_management_policy_assignments",
    "policies/roleManagementPolicies('Group_a_b')/rules": "role_management_policy_rules",
    "directory/administrativeUnits": "administrative_units",
    "administrativeUnits": "administrative_units",
    f"directory/administrativeUnits('{GROUP}')/members": "administrative_unit_members",
    "reports/authenticationMethods/userRegistrationDetails": "user_registration_details",
    "conditionalAccess/policies": "conditional_access_policies",
    "identity/conditionalAccess/policies": "conditional_access_policies",
    "conditionalAccess/authenticationContextClassReferences": "authentication_context_class_references",
    "policies/authenticationStrengthPolicies": "authentication_strength_policies",
    "servicePrincipals": "service_principals",
    f"servicePrincipals('{GROUP}')/appRoleAssignments": "app_role_assignments",
    "organization": "organization",
}


@pytest.mark.parametrize("kind", OF_TYPE)
def test_sdk_objects_are_known_by_their_properties(kind: str, tmp_path: Path) -> None:
    row = dict.fromkeys(COLUMNS[kind]) | {"Id": ADA, "AdditionalProperties": {}}
    assert unusable(tmp_path, "x.json", [row]).resource == OF_TYPE[kind]


@pytest.mark.parametrize("kind", OF_TYPE)
def test_a_table_without_rows_is_known_by_its_header(kind: str, tmp_path: Path) -> None:
    header = ",".join(f'"{name}"' for name in COLUMNS[kind]) + "\r\n"
    source = read(tmp_path, "x.csv", header)
    assert (source.resource, source.rows, source.error) == (OF_TYPE[kind], 0, None)


@pytest.mark.parametrize("context", CONTEXTS)
def test_an_empty_page_is_known_by_its_context(context: str, tmp_path: Path) -> None:
    source = read(tmp_path, "x.json", {"@odata.context": GRAPH + context, "value": []})
    assert (source.resource, source.rows, source.error) == (CONTEXTS[context], 0, None)


def test_no_two_resources_fit_the_properties_of_an_sdk_object() -> None:
    for kind, resource in OF_TYPE.items():
        keys = frozenset(graph_name(name) for name in COLUMNS[kind])
        fitting = [one.name for one in registered(resources, Resource) if one.fits(keys)]
        assert fitting == [resource]


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ([{"foo": 1, "bar": 2}], "bar, foo"),
        ([{"id": ADA}], "properties: id"),
        ([dict.fromkeys(COLUMNS["unifiedRoleAssignmentScheduleRequest"]) | {"Id": "1"}], "requests"),
        ([{"id": "1", "roleDefinitionId": ROLE, "principalId": ADA, "privilegedGroupId": GROUP}], "group"),
        ([{"id": "1", "displayName": "x", "roleTemplateId": ROLE}], "directoryRoles"),
        ({"error": {"code": "Authorization_RequestDenied", "message": "no"}}, "Authorization_RequestDenied"),
    ],
    ids=["nonsense", "ids", "requests", "zero trust", "directory roles", "refusal"],
)  # fmt: skip
def test_what_is_no_evidence_is_refused_by_name(content: object, hint: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableExportsError, match=hint):
        read(tmp_path, "x.json", content)


def test_roles_of_entitlement_management_are_passed_over(tmp_path: Path) -> None:
    context = GRAPH + "roleManagement/entitlementManagement/roleAssignments"
    row = {"id": "1", "principalId": ADA, "roleDefinitionId": ROLE, "directoryScopeId": "/"}
    with pytest.raises(UnusableExportsError):
        read(tmp_path, "x.json", {"@odata.context": context, "value": [row]})


def test_a_list_of_several_things_is_divided(tmp_path: Path) -> None:
    user = {"id": ADA, "userPrincipalName": "a@b", "accountEnabled": True, "userType": "Member"}
    group = {"id": GROUP, "displayName": "g", "securityEnabled": True}
    sources = tenant(tmp_path, {"x.json": [user, group]}).sources
    assert [(one.resource, one.rows) for one in sources] == [("users", 1), ("groups", 1)]
    assert sources[1].records[0]["displayName"] == "g"


@pytest.mark.parametrize("word", ["Eligibility", "Assignment"])
@pytest.mark.parametrize("kind", ["Schedule", "ScheduleInstance"])
def test_a_row_that_names_its_type_is_of_that_type(word: str, kind: str, tmp_path: Path) -> None:
    row = {name: one for name, one in eligible().items() if not name.startswith("eligib")}
    typed = {"@odata.type": f"#microsoft.graph.privilegedAccessGroup{word}{kind}"} | row
    source = read(tmp_path, "x.json", [typed])
    assert source.resource.startswith(f"group_{word.lower()}_schedule")
    assert source.resource.endswith("instances") is (kind == "ScheduleInstance")
    assert "eligible_by_absence" not in codes(source)


def test_rows_of_other_kinds_beside_typed_ones_are_told(tmp_path: Path) -> None:
    typed = eligible() | {
        "@odata.type": "#microsoft.graph.privilegedAccessGroupEligibilityScheduleInstance"
    }
    (source,) = tenant(tmp_path, {"x.json": [typed, {"foo": 1, "bar": 2}]}).sources
    assert (source.rows, source.rejected) == (1, 1)


def test_an_empty_type_says_nothing(tmp_path: Path) -> None:
    row = {"Id": GROUP, "OdataType": None, "DisplayName": "x", "SecurityEnabled": True}
    assert read(tmp_path, "x.json", [row]).resource == "groups"


ROLE_ROW = {"id": "1", "principalId": ADA, "roleDefinitionId": ROLE, "directoryScopeId": "/"}


@pytest.mark.parametrize(
    ("context", "row"),
    [
        ("roleManagement/cloudPC/roleAssignments", ROLE_ROW),
        ("roleManagement/exchange/roleAssignments", ROLE_ROW),
        ("roleManagement/directory/transitiveRoleAssignments", ROLE_ROW),
        ("roleManagement/somethingNew/roleAssignments", ROLE_ROW),
        ("identityGovernance/privilegedAccess/somethingNew/eligibilityScheduleInstances", eligible()),
        (f"users('{ADA}')/memberOf", {"@odata.type": "#microsoft.graph.group", "id": GROUP}),
        (f"directoryRoles('{ROLE}')/members", {"@odata.type": "#microsoft.graph.user", "id": ADA}),
    ],
    ids=["Windows 365", "Exchange", "of one principal", "unknown roles", "unknown grants", "memberOf", "directory role"],
)  # fmt: skip
def test_what_graph_calls_something_else_is_not_read_as_pims(
    context: str, row: Object, tmp_path: Path
) -> None:
    source = unusable(tmp_path, "x.json", {"@odata.context": GRAPH + context, "value": [row]})
    assert source.error or source.passed_over
    assert not source.records


@pytest.mark.parametrize("word", ["Eligibility", "Assignment"])
def test_what_concerns_the_current_user_alone_is_no_whole_list(word: str, tmp_path: Path) -> None:
    row = {name: one for name, one in eligible().items() if not name.startswith("eligib")}
    context = f"{GRAPH}Collection(microsoft.graph.privilegedAccessGroup{word}ScheduleInstance)"
    source = read(tmp_path, "x.json", {"@odata.context": context, "value": [row]})
    assert source.resource == f"group_{word.lower()}_schedule_instances"
    assert "signed in" in source.partial


def test_what_a_delta_query_says_is_gone_is_gone(tmp_path: Path) -> None:
    group = {"id": GROUP, "displayName": "x", "securityEnabled": True}
    rows = [group, {"id": ADA, "@removed": {"reason": "changed"}}]
    source = read(tmp_path, "x.json", {"@odata.context": GRAPH + "groups", "value": rows})
    assert [one["id"] for one in source.records] == [GROUP]
    assert "removed_rows" in codes(source)


def test_eligible_by_absence_is_said(tmp_path: Path) -> None:
    row = {
        "Id": "1", "AccessId": "member", "GroupId": GROUP, "PrincipalId": ADA,
        "MemberType": "direct", "StartDateTime": None, "EndDateTime": None,
    }  # fmt: skip
    source = read(tmp_path, "export.json", [row])
    assert source.resource == "group_eligibility_schedule_instances"
    assert "eligible_by_absence" in codes(source)


def test_eligible_by_absence_is_refused_where_the_name_says_otherwise(tmp_path: Path) -> None:
    row = {
        "Id": "1",
        "AccessId": "member",
        "GroupId": GROUP,
        "PrincipalId": ADA,
        "MemberType": "direct",
    }
    with pytest.raises(UnusableExportsError, match="AssignmentType"):
        read(tmp_path, "active_members.json", [row])


def test_a_list_under_a_bare_id_is_the_unit_that_other_files_know(tmp_path: Path) -> None:
    member = {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"}
    listed = {"@odata.context": GRAPH + "directoryObjects", "value": [member]}
    unit = {"id": GROUP, "displayName": "Berlin", "isMemberManagementRestricted": True}
    page = {"@odata.context": GRAPH + "directory/administrativeUnits", "value": [unit]}
    found = tenant(tmp_path, {f"export 3 {GROUP}.json": listed, "units.json": page})
    assert found.members_of_unit(GROUP) == [ADA]
    assert not [one for one in found.sources if one.error]


def test_a_list_under_any_other_bare_id_is_refused(tmp_path: Path) -> None:
    member = {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"}
    listed = {"@odata.context": GRAPH + "directoryObjects", "value": [member]}
    with pytest.raises(UnusableExportsError, match="members from owners"):
        tenant(tmp_path, {f"export 3 {GROUP}.json": listed})


INSTANCE = "lAPpYvVpN0KRkAEhdxReEJC2sEqbR_9Hr48lds9SGHI-1"
HELD = {"principalId": ADA, "roleDefinitionId": ROLE, "directoryScopeId": "/"}


@pytest.mark.parametrize("written", ["csv", "json"])
@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"id": ADA, "displayName": "Ada", "createdDateTime": "2025-05-13T08:00:00Z"}, "assumed_groups"),
        ({"id": ADA, "displayName": "Ada", "onPremisesSyncEnabled": True}, "assumed_groups"),
        ({"id": ADA, "displayName": "Ada", "accountEnabled": True}, "assumed_users"),
        (HELD | {"id": "x"}, "active_by_absence"),
        (eligible(eligibilityScheduleId=None), ""),
        (HELD | {"id": "x", "status": "Provisioned", "createdUsing": "y", "memberType": "Direct"}, "eligible_by_absence"),
    ],
    ids=["dates", "shared", "enabled", "roles", "confirmed", "schedules"],
)  # fmt: skip
def test_what_only_the_absence_of_properties_shows_is_told(
    row: Object, code: str, written: str, tmp_path: Path
) -> None:
    text = export_csv([row]) if written == "csv" else json.dumps([row])
    source = read(tmp_path, f"x.{written}", text)
    told = codes(source) & {
        "assumed_groups",
        "assumed_users",
        "active_by_absence",
        "eligible_by_absence",
    }
    assert told == ({code} if code else set())


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("eligible_roles.csv", HELD),
        ("apps.csv", {"id": ADA, "displayName": "x", "accountEnabled": True}),
        ("guests.csv", {"id": ADA, "displayName": "x", "createdDateTime": None}),
    ],
)
def test_a_name_that_speaks_against_it_leaves_it_open(
    name: str, row: Object, tmp_path: Path
) -> None:
    source = unusable(tmp_path, name, export_csv([row]))
    assert "the file's name speaks of" in (source.error or "")


@pytest.mark.parametrize(
    ("identity", "dates", "words"),
    [
        (f"{INSTANCE}-e", {}, "that of an eligibility"),
        (INSTANCE, {"startDateTime": None, "endDateTime": None}, "that of an active assignment"),
    ],
)
def test_an_id_tells_what_the_columns_left_out(
    identity: str, dates: Object, words: str, tmp_path: Path
) -> None:
    source = unusable(tmp_path, "x.csv", export_csv([HELD | {"id": identity} | dates]))
    assert words in (source.error or "")


def test_a_header_alone_does_not_prove_that_there_are_none(tmp_path: Path) -> None:
    table = export_csv([HELD | {"assignmentType": "Assigned", "endDateTime": None}])
    write(tmp_path, {"x.csv": table.partition("\n")[0] + "\n"})
    found = parsers.read([tmp_path], as_of=AS_OF)
    assert found.sources[0].resource == "role_assignment_schedule_instances"
    assert "only_a_header" in codes(found.sources[0])
    assert not found.knows_active_roles()


@pytest.mark.parametrize("name", ["completedDateTime", "approvalId", "action"])
def test_requests_are_no_schedules(name: str, tmp_path: Path) -> None:
    row = eligible(status="Provisioned", createdDateTime="2025-05-13T08:00:00Z") | {name: "x"}
    del row["eligibilityScheduleId"]
    assert "requests" in (unusable(tmp_path, "x.csv", export_csv([row])).error or "")
