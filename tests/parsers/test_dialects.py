"""Other tools' tables give the facts that their ids allow."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from written import (
    ADA,
    BEN,
    GROUP,
    OTHER_GROUP,
    ROLE,
    Object,
    codes,
    eligible,
    export_csv,
    read,
    tenant,
    unusable,
)

from pimreport.errors import UnusableExportsError
from pimreport.model.entra import Access, PrincipalType, State

if TYPE_CHECKING:
    from pathlib import Path

EASYPIM = {
    "principalname": "Ada", "memberType": "member", "principalEmail": "ada@contoso.com",
    "endDateTime": None, "id": f"{GROUP}_member_1", "principaltype": "#microsoft.graph.user",
    "assignmentType": "Direct", "startDateTime": "2025-05-11T08:00:00Z", "principalid": ADA,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "state"), [("eligible.csv", State.ELIGIBLE), ("active.csv", State.LISTED)]
)
def test_easypim_groups(name: str, state: State, tmp_path: Path) -> None:
    found = tenant(tmp_path, {name: export_csv([EASYPIM])})
    (one,) = found.memberships
    assert (one.group, one.principal, one.access, one.state) == (GROUP, ADA, Access.MEMBER, state)
    assert (found.principal(ADA).name, found.principal(ADA).upn) == ("Ada", None)  # mail is no UPN
    assert "state_only_in_file_name" in codes(found.sources[0])


@pytest.mark.parametrize(
    ("word", "state"), [("eligible", State.ELIGIBLE), ("active", State.LISTED)]
)
def test_easypim_tells_the_state_by_the_count_it_writes(
    word: str, state: State, tmp_path: Path
) -> None:
    count = f"1 {word} assignment(s) found for group {OTHER_GROUP} in tenant {BEN}"
    row = EASYPIM | {"id": None}
    found = tenant(tmp_path, {"x.json": [count, row]})
    (one,) = found.memberships
    assert (one.group, one.state) == (OTHER_GROUP, state)
    assert "state_only_in_file_name" not in codes(found.sources[0])
    assert found.sources[0].rejected == 0


@pytest.mark.parametrize("content", ["{}", '"{}"', '["{}"]'], ids=["text", "json", "list"])
def test_easypims_count_alone_proves_nothing(content: str, tmp_path: Path) -> None:
    count = f"0 eligible assignment(s) found for group {GROUP} in tenant {BEN}"
    with pytest.raises(UnusableExportsError, match="proves nothing"):
        read(tmp_path, "eligible.json", content.format(count))


def test_easypims_count_before_a_table_loses_it(tmp_path: Path) -> None:
    with pytest.raises(UnusableExportsError, match=r"isnot \[string\]"):
        read(tmp_path, "eligible.csv", '"Length"\r\n"112"\r\n')


def test_easypim_without_a_telling_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableExportsError, match="eligible"):
        read(tmp_path, "x.csv", export_csv([EASYPIM]))


EASYPIM_ROLE: Object = {
    "rolename": "Global Administrator", "roleid": ROLE, "principalname": "Ada",
    "principalid": ADA, "startDateTime": "2025-05-11T08:00:00Z", "endDateTime": None,
    "directoryScopeId": "/", "memberType": "Direct", "assignmentType": None,
    "type": "#microsoft.graph.group", "id": "1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "state"),
    [(None, State.ELIGIBLE), ("Assigned", State.ACTIVE), ("Activated", State.ACTIVATED)],
)
def test_easypim_roles_tell_their_state(word: str | None, state: State, tmp_path: Path) -> None:
    found = tenant(tmp_path, {"x.csv": export_csv([EASYPIM_ROLE | {"assignmentType": word}])})
    assert [(one.role, one.state) for one in found.role_assignments] == [(ROLE, state)]
    assert found.principal(ADA).type is PrincipalType.GROUP
    assert found.role(ROLE).name == "Global Administrator"
    assert ("eligible_by_absence" in codes(found.sources[0])) is (word is None)


def test_easypim_roles_held_through_a_group_are_no_assignments_of_their_own(
    tmp_path: Path,
) -> None:
    row = EASYPIM_ROLE | {"memberType": "Group", "assignmentType": "Assigned"}
    found = tenant(tmp_path, {"x.json": [row]})
    assert [one.principal for one in found.inherited_role_assignments] == [ADA]
    assert not found.role_assignments


def _summary() -> Object:
    left_out = {"memberType", "assignmentType", "id"}
    row = {key: value for key, value in EASYPIM_ROLE.items() if key not in left_out}
    return row | {"type": "#microsoft.graph.user"}


def test_easypim_summaries_of_roles_go_by_their_name(tmp_path: Path) -> None:
    found = tenant(tmp_path, {"active_roles.csv": export_csv([_summary()])})
    assert [one.state for one in found.role_assignments] == [State.LISTED]
    assert "state_only_in_file_name" in codes(found.sources[0])


def test_easypim_summaries_of_roles_without_a_telling_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableExportsError, match="eligible"):
        read(tmp_path, "roles.csv", export_csv([_summary()]))


def test_easypim_summary_of_a_group_is_refused(tmp_path: Path) -> None:
    row = {
        key: EASYPIM_ROLE[key] for key in ("rolename", "roleid", "principalid", "directoryScopeId")
    }
    row |= {"rolename": None, "roleid": None, "directoryScopeId": None}
    with pytest.raises(UnusableExportsError, match="-summary"):
        read(tmp_path, "eligible.csv", export_csv([row]))


def test_easypim_policies(tmp_path: Path) -> None:
    policy = f"Group_{GROUP}_{OTHER_GROUP}"
    row = {
        "RoleName": "owner", "PolicyID": policy, "ActivationDuration": "PT8H",
        "EnablementRules": "MultiFactorAuthentication,Justification", "ApprovalRequired": "true",
        "Approvers": f'@{{"id"="{ADA}";"description"="Ada";"userType"="user"}},',
        "AllowPermanentEligibleAssignment": "false", "AuthenticationContext_Enabled": "false",
    }  # fmt: skip
    rules = tenant(tmp_path, {"x.csv": export_csv([row])}).policy_for_group(GROUP, Access.OWNER)
    assert rules is not None
    assert (rules.max_duration, rules.mfa, rules.approval) == ("PT8H", True, True)
    assert (rules.eligible_expires, rules.active_mfa) == (True, None)
    assert [(one.id, one.name, one.group) for one in rules.approvers or ()] == [(ADA, "Ada", False)]


def test_easypim_policies_of_older_versions(tmp_path: Path) -> None:
    row = {
        "PolicyID": f"Group_{GROUP}_{OTHER_GROUP}", "ActivationDuration": "PT8H",
        "EnablementRules": "", "ApprovalRequired": "False", "Approvers": "",
        "Notification_Activation_Alert_isDefaultRecipientEnabled": "True",
        "Notification_Activation_Alert_NotificationLevel": "All",
        "Notification_Activation_Alert_Recipients": "soc@contoso.com",
    }  # fmt: skip
    found = tenant(tmp_path, {"member policies.csv": export_csv([row])})
    rules = found.policy_for_group(GROUP, Access.MEMBER)
    assert rules is not None
    assert (rules.mfa, rules.approval, rules.approvers) == (False, False, ())
    assert [(one.rule, one.recipients) for one in rules.notifications or ()] == [
        ("Notification_Admin_EndUser_Assignment", ("soc@contoso.com",))
    ]
    assert codes(found.sources[0]) == {"access_only_in_file_name"}
    (tmp_path / "member policies.csv").rename(tmp_path / "x.csv")
    untold = tenant(tmp_path, {})
    assert untold.policy_for_group(GROUP, Access.MEMBER) is None
    assert codes(untold.sources[0]) == {"policy_of_whom_unknown"}


def test_easypim_policies_that_graph_did_not_answer_demand_nothing_known(tmp_path: Path) -> None:
    row = {
        "RoleName": "member", "PolicyID": f"Group_{GROUP}_{OTHER_GROUP}",
        "ActivationDuration": None, "EnablementRules": "", "ApprovalRequired": None,
    }  # fmt: skip
    rules = tenant(tmp_path, {"x.csv": export_csv([row])}).policy_for_group(GROUP, Access.MEMBER)
    assert rules is not None
    assert (rules.mfa, rules.justification, rules.approval) == (None, None, None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_bulk_files_of_the_portal(delimiter: str, tmp_path: Path) -> None:
    lines = [
        ["version:v1.0", "", "", ""],
        ["Object ID [id] Required", "User principal name [userPrincipalName]", "Display name [displayName]", "Member type [objectType]"],
        [ADA, "a@b", "Ada", "User"],
    ]  # fmt: skip
    text = "\r\n".join(delimiter.join(line) for line in lines)
    found = tenant(tmp_path, {f"exportGroupMembers_{GROUP}.csv": text})
    assert [(one.group, one.principal) for one in found.memberships] == [(GROUP, ADA)]


def test_azureadassessment_divides_eligible_from_active(tmp_path: Path) -> None:
    row = {
        "id": "1", "directoryScopeId": "/", "directoryScopeType": "directory",
        "roleDefinitionId": ROLE, "roleDefinitionTemplateId": ROLE, "principalId": ADA,
        "principalDisplayName": "Ada", "principalType": "user", "memberType": "Direct",
        "assignmentType": "Eligible", "startDateTime": None, "endDateTime": None,
    }  # fmt: skip
    active = row | {"id": "2", "principalId": BEN, "assignmentType": "Active"}
    found = tenant(tmp_path, {"x.csv": export_csv([row, active])})
    assert {(one.principal, one.state) for one in found.role_assignments} == {
        (ADA, State.ELIGIBLE),
        (BEN, State.ACTIVE),  # listed, and provably not eligible
    }
    assert len(found.sources) == 2


def test_azurehound(tmp_path: Path) -> None:
    rows = [
        {"kind": "AZRoleEligibilityScheduleInstance", "data": {"id": "1", "principalId": ADA.upper(), "roleDefinitionId": ROLE, "directoryScopeId": "/", "startDateTime": "2025-01-01T00:00:00Z"}},
        {"kind": "AZUser", "data": {"id": ADA.upper(), "displayName": "Ada", "userPrincipalName": "a@b"}},
        {"kind": "AZVM", "data": {"id": "x"}},
    ]  # fmt: skip
    found = tenant(tmp_path, {"x.json": {"data": rows, "meta": {"type": "azure"}}})
    assert [(one.principal, one.state) for one in found.role_assignments] == [(ADA, State.ELIGIBLE)]
    assert found.principal(ADA).name == "Ada"
    assert "not_used" in codes(found.sources[0])


def test_scubagear(tmp_path: Path) -> None:
    roles = [
        {
            "DisplayName": "Global Administrator",
            "RoleTemplateId": ROLE,
            "Assignments": [{"PrincipalId": ADA, "RoleDefinitionId": ROLE, "DirectoryScopeId": "/", "AssignmentType": "Assigned", "EndDateTime": None, "Id": "1"}],
            "Rules": [{"Id": "Expiration_EndUser_Assignment", "maximumDuration": "PT8H", "RuleSource": "Global Administrator", "RuleSourceType": "Directory Role"}],
        }
    ]  # fmt: skip
    content = {"baseline_version": "1", "privileged_roles": roles, "other": [{"Foo": 1}]}
    found = tenant(tmp_path, {"ProviderSettingsExport.json": content})
    assert [(one.principal, one.state) for one in found.role_assignments] == [(ADA, State.ACTIVE)]
    rules = found.policy_for_role(ROLE)
    assert rules is not None
    assert rules.max_duration == "PT8H"
    assert "part_not_used" in codes(found.sources[0])


@pytest.mark.parametrize(
    "row",
    [
        {"Object ID": ADA, "User principal name": "a@b", "Display name": "Ada", "Member type": "User"},
        {"id": ADA, "userPrincipalName": "a@b", "mail": "a@b", "objectType": "User"},
        {"Object ID": ADA, "User principal name": "a@b", "Object type": "User", "User type": "Member", "Membership type": "Direct"},
    ],
    ids=["newer", "older", "in between"],
)  # fmt: skip
def test_portal_members(row: dict[str, str], tmp_path: Path) -> None:
    header = ",".join(row)
    text = header + "\r\n" + ",".join(row.values()) + "\r\n"
    found = tenant(tmp_path, {f"members_{GROUP}.csv": text})
    assert [(one.group, one.principal) for one in found.memberships] == [(GROUP, ADA)]
    assert found.principal(ADA).upn == "a@b"


@pytest.mark.parametrize(
    "header",
    [
        "Zuweisungsstatus,Benutzergruppenname,Ressourcenname,Rollenname,Mitgliedstyp",
        "Objekt-ID,Benutzerprinzipalname,Anzeigename,Mitgliedstyp",
        "État de l’affectation,Nom du groupe,Nom du rôle",
    ],
)
def test_a_portal_in_another_language_is_named(header: str, tmp_path: Path) -> None:
    error = unusable(
        tmp_path, "x.csv", f"{header}\r\n{','.join('x' for _ in header.split(','))}\r\n"
    ).error
    assert error is not None
    assert "portal in English" in error


def test_portal_users(tmp_path: Path) -> None:
    text = f"userPrincipalName,displayName,objectId,userType,accountEnabled\r\na@b,Ada,{ADA},Member,True\r\n"
    source = read(tmp_path, "x.csv", text)
    assert (source.resource, source.records[0]["id"]) == ("users", ADA)


@pytest.mark.parametrize(
    "header",
    [
        "userPrincipalName,displayName,id,userType,accountEnabled,directorySynced,identityIssuer",
        "User principal name,Display name,Object Id,User type,Account enabled,On-premises sync enabled",
    ],
    ids=["older", "newer"],
)
def test_portal_lists_of_users(header: str, tmp_path: Path) -> None:
    text = f"version:v1.0\r\n{header}\r\nben@b,Ben,{BEN},Guest,No,Yes\r\n".replace(
        "Yes\r", "Yes,x\r" if "identityIssuer" in header else "Yes\r"
    )
    files: dict[str, object] = {"users.csv": text, "eligible.json": [eligible(principalId=BEN)]}
    found = tenant(tmp_path, files)
    ben = found.principal(BEN)
    assert (ben.name, ben.upn, ben.guest, ben.enabled, ben.synced) == (
        "Ben", "ben@b", True, False, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    "header",
    ["id,displayName,groupType,membershipType,isAssignableToRole", "Object Id,Name,Group type,Membership type,Role-assignable"],
)  # fmt: skip
def test_portal_lists_of_groups(header: str, tmp_path: Path) -> None:
    text = (
        f"{header}\r\n{GROUP},Tier 0,Security,Assigned,Yes\r\n"
        f"{OTHER_GROUP},All,Microsoft 365,Dynamic,\r\n"
    )
    found = tenant(tmp_path, {"groups.csv": text})
    tier, everybody = found.group(GROUP), found.group(OTHER_GROUP)
    assert (tier.name, tier.role_assignable, tier.dynamic) == ("Tier 0", True, False)
    assert (everybody.role_assignable, everybody.dynamic, everybody.microsoft_365) == (None, True, True)  # fmt: skip


def test_zero_trust_model_rows_are_skipped(tmp_path: Path) -> None:
    row = {"id": ADA, "userPrincipalName": "a@b", "accountEnabled": True, "userType": "Member"}
    model = dict.fromkeys(row) | {"isZtModelRow": True}
    source = read(tmp_path, "User-0.json", {"value": [model, row]})
    assert (source.rows, source.rejected) == (1, 0)


def test_ours_is_passed_over(tmp_path: Path) -> None:
    with pytest.raises(UnusableExportsError):
        read(tmp_path, "manifest.json", {"schema": "pimreport/manifest/1", "files": []})


def test_entraexporter(tmp_path: Path) -> None:
    rule = {
        "@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyExpirationRule",
        "id": "Expiration_EndUser_Assignment", "maximumDuration": "PT2H",
        "isExpirationRequired": True,
    }  # fmt: skip
    row = {
        "Id": f"{GROUP}_member_1", "CreatedDateTime": "2025-01-01T00:00:00Z", "ModifiedDateTime": None,
        "Status": "Provisioned", "GroupId": GROUP, "GroupName": "Tier 0", "PrincipalId": ADA,
        "PrincipalName": "Ada", "AccessId": "member", "MemberType": "direct",
        "ScheduleInfo": {"startDateTime": "2025-01-01T00:00:00Z", "expiration": {"type": "noExpiration"}},
        "Policy": {"id": f"Group_{GROUP}_{OTHER_GROUP}", "rules": [rule]},
    }  # fmt: skip
    found = tenant(tmp_path, {f"PIM/Groups/{GROUP}.json": row})
    (one,) = found.memberships
    assert (one.group, one.principal, one.state, one.permanent) == (
        GROUP,
        ADA,
        State.ELIGIBLE,
        True,
    )
    assert (found.group(GROUP).name, found.principal(ADA).name) == ("Tier 0", "Ada")
    rules = found.policy_for_group(GROUP, Access.MEMBER)
    assert rules is not None
    assert rules.max_duration == "PT2H"
    assert "eligible_only" in codes(found.sources[0])


def test_pim_group_report(tmp_path: Path) -> None:
    row = {
        "GroupId": GROUP, "GroupDisplayName": "Tier 0", "PrincipalId": ADA,
        "PrincipalDisplayName": "Ada", "PrincipalUserPrincipalName": "ada@contoso.com",
        "PrincipalType": "user", "AccessType": "member", "RecordType": "EligibilityInstance",
        "AssignmentType": None, "MemberType": "direct", "Status": None, "ExpirationType": None,
        "StartDateTime": "2025-05-11T08:00:00Z", "EndDateTime": None, "ScheduleId": "1",
        "TransitiveMemberId": None, "CreatedDateTime": None,
    }  # fmt: skip
    active = row | {
        "RecordType": "AssignmentInstance", "PrincipalId": OTHER_GROUP, "PrincipalType": "group",
        "AssignmentType": "assigned", "ScheduleId": "2", "TransitiveMemberId": BEN,
    }  # fmt: skip
    again = active | {"TransitiveMemberId": ADA}
    found = tenant(tmp_path, {"x.csv": export_csv([row, active, again])})
    assert {(one.principal, one.state) for one in found.memberships} == {
        (ADA, State.ELIGIBLE),
        (OTHER_GROUP, State.ACTIVE),
    }
    assert found.is_group(OTHER_GROUP)


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("DisplayName,type,RoleAssignable,DirectOwners,EntraRoles,Impact,Likelihood,Risk", "EntraFalcon"),
        ("Principal,PrincipalType,AssignedRole,AssignedRoleScope,AssignmentType,ActiveGroupMembers", "inventory"),
        ("RoleName,UserPrincipalName,AssignmentType,SourceType,SourceName,AssignmentStatus", "Extractor"),
    ],
    ids=["falcon", "inventory", "extractor"],
)  # fmt: skip
def test_names_without_ids_are_refused_by_name(header: str, hint: str, tmp_path: Path) -> None:
    row = ",".join("x" for _ in header.split(","))
    with pytest.raises(UnusableExportsError, match=hint):
        read(tmp_path, "x.csv", f"{header}\r\n{row}\r\n")


def test_access_review_decisions_are_shown(tmp_path: Path) -> None:
    item = {
        "id": "1", "accessReviewId": "2", "decision": "Approve", "recommendation": "Deny",
        "justification": "needed", "principal": {"id": ADA, "displayName": "Ada"},
        "appliedDateTime": None, "applyResult": "New",
    }  # fmt: skip
    source = read(tmp_path, "decisions.json", {"value": [item]})
    assert (source.resource, source.rows) == ("access_review_decisions", 1)
    assert "decisions_only" in codes(source)
    history = export_csv(
        [{"AccessReviewId": "2", "AccessReviewSeriesId": "3", "Outcome": "Approve"}]
    )
    (tmp_path / "decisions.json").unlink()
    assert read(tmp_path, "history.csv", history).resource == "access_review_decisions"


@pytest.mark.parametrize(
    "row",
    [
        {"id": "1", "displayName": "Q3", "status": "Completed", "scope": {}, "reviewers": []},
        {"id": "1", "displayName": "A thing", "somethingElse": 1, "createdDateTime": None},
    ],
    ids=["review", "anything"],
)
def test_what_has_an_id_and_a_name_is_no_group_for_that(row: Object, tmp_path: Path) -> None:
    with pytest.raises(UnusableExportsError):
        read(tmp_path, "x.json", [row])


def test_the_whole_review_history(tmp_path: Path) -> None:
    columns = [
        "AccessReviewId",
        "AccessReviewSeriesId",
        "ReviewType",
        "ResourceDisplayName",
        "ResourceId",
        "ReviewName",
        "CreatedDateTime",
        "ReviewStartDate",
        "ReviewEndDate",
        "ReviewStatus",
        "OwnerId",
        "OwnerName",
        "OwnerUPN",
        "PrincipalId",
        "PrincipalName",
        "PrincipalUPN",
        "PrincipalType",
        "ReviewDate",
        "ReviewResult",
        "Justification",
        "ReviewerId",
        "ReviewerName",
        "ReviewerUPN",
        "ReviewerEmailAddress",
        "AppliedByName",
        "AppliedByUPN",
        "AppliedByEmailAddress",
        "AppliedDate",
        "AccessRecommendation",
        "SubmissionResult",
    ]
    row = {**dict.fromkeys(reversed(columns)), "AccessReviewId": "1", "ReviewResult": "Deny"}
    found = tenant(tmp_path, {"history.csv": export_csv([row], delimiter=";").encode("utf-16")})
    (source,) = found.sources
    assert (source.resource, source.rows) == ("access_review_decisions", 1)
    assert not found.memberships
    assert codes(source) == {"decisions_only"}


def test_an_aad_package_is_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "AzureADAssessmentData.aad", "w") as package:
        package.writestr(
            "AAD-contoso/users.csv",
            f'id,userPrincipalName,accountEnabled,userType\r\n"{ADA}","a@b","True","Member"\r\n',
        )
    (source,) = tenant(tmp_path, {}).sources
    assert (source.resource, source.rows) == ("users", 1)


def test_users_with_their_registrations_beside_them(tmp_path: Path) -> None:
    """As AzureADAssessment's Export-AADAssessmentReportData.ps1 writes users.csv."""
    row = {
        "id": ADA, "userPrincipalName": "ada@contoso.com", "displayName": "Ada", "userType": "Member",
        "accountEnabled": True, "onPremisesSyncEnabled": None, "onPremisesImmutableId": None,
        "mail": None, "otherMails": None, "AADLicense": None,
        "lastInteractiveSignInDateTime": "5/13/2025 8:00:00 AM",
        "lastNonInteractiveSignInDateTime": None, "isMfaRegistered": False, "isMfaCapable": False,
        "methodsRegistered": "mobilePhone;email", "defaultMfaMethod": None,
    }  # fmt: skip
    found = tenant(tmp_path, {"users.csv": export_csv([row]), "e.json": [eligible()]})
    ada = found.principal(ADA)
    assert (ada.name, ada.enabled, ada.synced, ada.guest) == ("Ada", True, False, False)
    assert ada.sign_in is not None
    registered = found.registrations[ada.id]
    assert (registered.mfa_registered, registered.methods) == (False, ("mobilePhone", "email"))


def test_azureadassessment_rows_without_a_state_hold_nothing(tmp_path: Path) -> None:
    row = {
        "id": "1", "directoryScopeId": "/", "directoryScopeType": None, "roleDefinitionId": ROLE,
        "roleDefinitionTemplateId": ROLE, "principalId": ADA, "memberType": "Direct",
        "assignmentType": "Eligible",
    }  # fmt: skip
    rows = [row, row | {"id": "2", "principalId": BEN, "assignmentType": None}]
    found = tenant(tmp_path, {"RoleAssignmentReport.csv": export_csv(rows)})
    assert [(one.principal, one.state) for one in found.role_assignments] == [(ADA, State.ELIGIBLE)]
