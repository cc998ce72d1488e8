"""One tenant, each tool's way of exporting it: the same facts, as far as the tool can prove them.

Tier 0 is active in Global Administrator, Ada is eligible to join it (activation takes MFA and Ben's
approval) and Ben is eligible to own it. Tier 1 is eligible for Helpdesk Administrator, and Ben is in it.
File names, columns and shapes are those that the tools' own source writes (read 2026-11-26).
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from written import (
    ADA,
    AS_OF,
    BEN,
    GRAPH,
    GROUP,
    PIM,
    ROLE,
    Object,
    codes,
    export_csv,
    pascal,
    tenant,
)

from pimreport.analysis import analyse
from pimreport.model.entra import Access, State
from pimreport.model.paths import Strategy
from pimreport.parsers import dialects, formats
from pimreport.parsers import read as everything
from pimreport.parsers.characters.decode import decode
from pimreport.parsers.dialect import Dialect, columns_of
from pimreport.parsers.document import Format
from pimreport.registry import registered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pimreport.model.tenant import Tenant

TIER_0, TIER_1 = GROUP, "5f0b7a3e-91c2-4d7a-b0a4-6c8d2e4f1b02"
TENANT = "7b1d3e0c-1111-4222-8333-444455556666"
ADMIN, HELPDESK = ROLE, "729827e3-9c14-49f7-bb1b-9608f156bbb8"
POLICY = f"Group_{TIER_0}_e0f9a1b2-7c6d-4e5f-8a9b-0c1d2e3f4a5b"
ROLE_POLICY = f"DirectoryRole_{TENANT}_a1b2c3d4-7c6d-4e5f-8a9b-0c1d2e3f4a5b"
START = "2025-05-11T08:00:00Z"

Files = dict[str, object]
ELIGIBLE = {
    (TIER_0, ADA, Access.MEMBER, State.ELIGIBLE),
    (TIER_0, BEN, Access.OWNER, State.ELIGIBLE),
}
IN_TIER_1 = (TIER_1, BEN, Access.MEMBER)
ROLES = {(ADMIN, TIER_0, State.ACTIVE), (HELPDESK, TIER_1, State.ELIGIBLE)}


@dataclass(frozen=True)
class Way:
    """What a tool writes, and what can be concluded from that and nothing else."""

    files: Callable[[], Files]
    memberships: frozenset[tuple[str, str, Access, State]] = frozenset()
    roles: frozenset[tuple[str, str, State]] = frozenset()
    rules: tuple[object, ...] | None = None
    told: frozenset[str] = frozenset()
    tier_0: Strategy = Strategy.UNKNOWN
    tier_1: Strategy = Strategy.UNKNOWN


def _user(identity: str, name: str) -> Object:
    return {
        "id": identity, "displayName": name, "userPrincipalName": f"{name.lower()}@contoso.com",
        "accountEnabled": True, "userType": "Member", "onPremisesSyncEnabled": None,
    }  # fmt: skip


def _group(identity: str, name: str) -> Object:
    return {
        "id": identity, "displayName": name, "isAssignableToRole": True, "securityEnabled": True,
        "mailEnabled": False, "groupTypes": [], "onPremisesSyncEnabled": None,
    }  # fmt: skip


USERS = [_user(ADA, "Ada"), _user(BEN, "Ben")]
GROUPS = [_group(TIER_0, "Tier 0"), _group(TIER_1, "Tier 1")]
KINDS = {ADA: "user", BEN: "user", TIER_0: "group", TIER_1: "group"}
NAMES = {
    ADA: "Ada",
    BEN: "Ben",
    TIER_0: "Tier 0",
    TIER_1: "Tier 1",
    ADMIN: "Global Administrator",
    HELPDESK: "Helpdesk Administrator",
}


def _expanded(identity: str) -> Object:
    return {
        "@odata.type": f"#microsoft.graph.{KINDS[identity]}",
        "id": identity,
        "displayName": NAMES[identity],
    }


def _member(identity: str) -> Object:
    return _expanded(identity) | {"userPrincipalName": f"{NAMES[identity].lower()}@contoso.com"}


def _grant(role: str, principal: str, **more: object) -> Object:
    return {
        "id": f"{role[:8]}-{principal[:8]}", "principalId": principal, "roleDefinitionId": role,
        "directoryScopeId": "/", "appScopeId": None, "startDateTime": START, "endDateTime": None,
        "memberType": "Direct",
    } | more  # fmt: skip


def _active(role: str, principal: str) -> Object:
    return _grant(
        role,
        principal,
        assignmentType="Assigned",
        roleAssignmentScheduleId="s1",
        roleAssignmentOriginId="o1",
    )


def _eligible(role: str, principal: str) -> Object:
    return _grant(role, principal, roleEligibilityScheduleId="s2")


def _in_group(group: str, principal: str, access: str) -> Object:
    return {
        "id": f"{group}_{access}_{principal}", "groupId": group, "principalId": principal,
        "accessId": access, "memberType": "direct", "startDateTime": START, "endDateTime": None,
    }  # fmt: skip


RULES: list[Object] = [
    {"@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyExpirationRule", "id": "Expiration_EndUser_Assignment", "isExpirationRequired": True, "maximumDuration": "PT8H"},
    {"@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyEnablementRule", "id": "Enablement_EndUser_Assignment", "enabledRules": ["MultiFactorAuthentication", "Justification"]},
    {"@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyApprovalRule", "id": "Approval_EndUser_Assignment", "setting": {"isApprovalRequired": True, "approvalStages": [{"primaryApprovers": [{"@odata.type": "#microsoft.graph.singleUser", "id": BEN, "description": "Ben"}]}]}},
]  # fmt: skip
DEMANDS = ("PT8H", True, True, [BEN])


def _page(path: str, rows: list[Object]) -> Object:
    return {"@odata.context": GRAPH + path, "value": rows}


def _graph() -> Files:
    directory = "roleManagement/directory/"
    return {
        "users.json": _page("users", USERS),
        "groups.json": _page("groups", GROUPS),
        "active.json": _page(f"{directory}roleAssignmentScheduleInstances", [_active(ADMIN, TIER_0)]),
        "eligible.json": _page(f"{directory}roleEligibilityScheduleInstances", [_eligible(HELPDESK, TIER_1)]),
        "group_eligible.json": _page(f"{PIM}eligibilityScheduleInstances", [_in_group(TIER_0, ADA, "member"), _in_group(TIER_0, BEN, "owner")]),
        "group_active.json": _page(f"{PIM}assignmentScheduleInstances", [_in_group(TIER_1, BEN, "member") | {"assignmentType": "assigned"}]),
        "policies.json": _page("policies/roleManagementPolicyAssignments", [{"id": f"{POLICY}_member", "policyId": POLICY, "scopeId": TIER_0, "scopeType": "Group", "roleDefinitionId": "member", "policy": {"id": POLICY, "rules": RULES}}]),
    }  # fmt: skip


def _easypim_group(group: str, principal: str, access: str) -> Object:
    return {
        "endDateTime": None, "id": f"{group}_{access}_{principal}", "assignmentType": "Direct",
        "principalid": principal, "principalname": NAMES[principal], "memberType": access,
        "principaltype": "#microsoft.graph.user", "principalEmail": None, "startDateTime": START,
    }  # fmt: skip


def _easypim_role(role: str, principal: str, word: str | None) -> Object:
    return {
        "rolename": NAMES[role], "roleid": role, "principalname": NAMES[principal],
        "principalid": principal, "startDateTime": START, "endDateTime": None,
        "directoryScopeId": "/", "memberType": "Direct", "assignmentType": word,
        "principaltype": "#microsoft.graph.group", "id": f"{role}-{principal}",
    }  # fmt: skip


def _easypim() -> Files:
    policy = {
        "RoleName": "member", "PolicyID": POLICY, "ActivationDuration": "PT8H",
        "EnablementRules": "MultiFactorAuthentication,Justification", "ApprovalRequired": "True",
        "Approvers": f'@{{"id"="{BEN}";"description"="Ben";"userType"="user"}},',
    }  # fmt: skip
    return {
        "group_eligible.csv": export_csv([_easypim_group(TIER_0, ADA, "member"), _easypim_group(TIER_0, BEN, "owner")]),
        "group_active.csv": export_csv([_easypim_group(TIER_1, BEN, "member")], delimiter=";"),
        "roles1.csv": export_csv([_easypim_role(ADMIN, TIER_0, "Assigned")]),
        "roles2.csv": export_csv([_easypim_role(HELPDESK, TIER_1, None)]).encode("utf-16"),
        "policies.csv": export_csv([policy]),
    }  # fmt: skip


def _entraexporter() -> Files:
    files: Files = {}
    for one in USERS:
        files[f"Users/{one['id']}/{one['id']}.json"] = one
    for one in GROUPS:
        files[f"Groups/{one['id']}/{one['id']}.json"] = one | {
            "visibility": "Private",
            "extensions": [],
        }
    files[f"Groups/{TIER_1}/Members/{BEN}/{BEN}.json"] = _member(BEN)
    files[f"Groups/{TIER_1}/Owners/{ADA}/{ADA}.json"] = _member(ADA)
    files[f"Applications/{ADMIN}/Owners/{BEN}/{BEN}.json"] = _member(BEN)
    files[f"DirectoryRoles/{ADMIN}/Members/{TIER_0}/{TIER_0}.json"] = _member(TIER_0)
    schedule = {
        "startDateTime": START,
        "recurrence": None,
        "expiration": {"type": "noExpiration", "endDateTime": None, "duration": None},
    }
    for principal, access in ((ADA, "member"), (BEN, "owner")):
        row = _in_group(TIER_0, principal, access)
        files[f"PIM/Groups/{row['id']}.json"] = {
            "Id": row["id"], "CreatedDateTime": START, "ModifiedDateTime": None, "Status": "Provisioned",
            "GroupId": TIER_0, "GroupName": "Tier 0", "PrincipalId": principal, "PrincipalName": NAMES[principal],
            "AccessId": access, "MemberType": "direct", "ScheduleInfo": schedule,
            "Policy": {"id": POLICY, "rules": RULES} if access == "member" else None,
        }  # fmt: skip
    files["PIM/DirectoryRoles/s2.json"] = _eligible(HELPDESK, TIER_1) | {
        "roleDefinition": {"id": HELPDESK, "displayName": NAMES[HELPDESK]}, "principal": _expanded(TIER_1),
        "PrincipalName": "Tier 1", "RoleName": NAMES[HELPDESK],
        "Policy": {"RoleName": "", "RoleID": HELPDESK, "PolicyID": ROLE_POLICY, "Rules": RULES},
    }  # fmt: skip
    roles = "RoleManagement/Directory/RoleAssignmentScheduleInstances"
    files[f"{roles}/a1/a1.json"] = _active(ADMIN, TIER_0) | {"principal": _expanded(TIER_0)}
    for other in ("Exchange", "EntitlementManagement"):
        files[f"RoleManagement/{other}/RoleAssignments/x/x.json"] = _grant(HELPDESK, TIER_0)
    files["Domains/contoso.com/contoso.com.json"] = {"id": "contoso.com", "isDefault": True}
    return files


def _zero_trust() -> Files:
    member = _member(BEN) | {
        "jobTitle": None,
        "privilegedGroupId": TIER_1,
        "roleDefinitionId": HELPDESK,
    }
    model = dict.fromkeys(member) | {"businessPhones": [None]}
    return {
        "User/User-0.json": _page("users", USERS),
        "User/User-model.json": {"value": [dict.fromkeys(USERS[0]) | {"createdDateTime": "1900-01-01T00:00:00Z"}]},
        "RoleAssignmentScheduleInstance/RoleAssignmentScheduleInstance-0.json": _page("roleManagement/directory/roleAssignmentScheduleInstances(principal())", [_active(ADMIN, TIER_0) | {"principal": _expanded(TIER_0)}]),
        "RoleEligibilityScheduleInstance/RoleEligibilityScheduleInstance-0.json": _page("roleManagement/directory/roleEligibilityScheduleInstances(principal())", [_eligible(HELPDESK, TIER_1) | {"principal": _expanded(TIER_1)}]),
        "RoleEligibilityScheduleInstanceGroup/RoleEligibilityScheduleInstanceGroup-0.json": {"value": [member, member | {"roleDefinitionId": ADMIN}]},
        "RoleEligibilityScheduleInstanceGroup/RoleEligibilityScheduleInstanceGroup-model.json": {"value": [model]},
        "SignIn/SignIn-0.json": _page("auditLogs/signIns", [{"id": ADMIN, "userPrincipalName": "ada@contoso.com", "createdDateTime": START}]),
        "Device/Device-0.json": {"value": [{"id": ADMIN, "deviceId": ADMIN, "displayName": "PC", "operatingSystem": "Windows"}]},
    }  # fmt: skip


def _scubagear() -> Files:
    rule = pascal({name: value for name, value in RULES[0].items() if name[0] != "@"})
    roles = [
        {
            "DisplayName": NAMES[ADMIN], "RoleTemplateId": ADMIN,
            "Assignments": [pascal(_active(ADMIN, TIER_0))],
            "Rules": [rule | {"RuleSource": NAMES[ADMIN], "RuleSourceType": "Directory Role"}, rule | {"MaximumDuration": "PT1H", "RuleSource": "Tier 0", "RuleSourceType": "PIM Group"}],
        }
    ]  # fmt: skip
    people = {ADA: {"DisplayName": "Ada", "OnPremisesImmutableId": None, "roles": [NAMES[ADMIN]]}}
    return {
        "ProviderSettingsExport.json": {
            "baseline_version": "1", "module_version": "1.6.0", "date": "11/01/2025 10:00:00",
            "tenant_details": [{"DisplayName": "Contoso", "DomainName": "contoso.com", "TenantId": TENANT, "AADAdditionalData": {"Id": TENANT}}],
            "conditional_access_policies": [], "cap_table_data": [], "privileged_users": people,
            "privileged_service_principals": {}, "privileged_roles": roles,
            "service_plans": [{"ServicePlanName": "AAD_PREMIUM_P2", "ServicePlanId": "1"}],
            "aad_successful_commands": ["Get-PrivilegedRole"],
        }
    }  # fmt: skip


def _azureadassessment() -> Files:
    fields = ("id", "directoryScopeId", "memberType", "principalId")
    schedule = {"startDateTime": START, "expiration": {"type": "noExpiration", "endDateTime": None}}

    def raw(role: str, principal: str, **more: object) -> Object:
        grant = {name: value for name, value in _grant(role, principal).items() if name in fields}
        return grant | {
            "status": "Provisioned", "scheduleInfo": schedule,
            "principal": {"id": principal, "@odata.type": f"#microsoft.graph.{KINDS[principal]}"},
            "roleDefinition": {"id": role, "templateId": role, "displayName": NAMES[role]},
        } | more  # fmt: skip

    groups = [
        {"id": TIER_0, "displayName": "Tier 0", "groupTypes": [], "securityEnabled": True, "mailEnabled": False, "members": []},
        {"id": TIER_1, "displayName": "Tier 1", "groupTypes": [], "securityEnabled": True, "mailEnabled": False, "members": [{"id": BEN, "@odata.type": "#microsoft.graph.user"}]},
    ]  # fmt: skip
    folder = "AAD-contoso.onmicrosoft.com/"
    return {
        "AzureADAssessment.json": {"AssessmentDateTime": START, "AssessmentId": "1", "AssessmentTenantId": TENANT, "AssessmentTenantDomain": "contoso.onmicrosoft.com"},
        f"{folder}roleAssignmentSchedulesData.json": [raw(ADMIN, TIER_0, assignmentType="Assigned")],
        f"{folder}roleEligibilitySchedulesData.json": [raw(HELPDESK, TIER_1)],
        f"{folder}groupData.json": groups,
        f"{folder}users.csv": f'id,userPrincipalName,userType,displayName,accountEnabled\r\n"{ADA}","ada@contoso.com","Member","Ada","True"\r\n',
        f"{folder}administrativeUnits.csv": export_csv([{"id": POLICY[-36:], "displayName": "Unit", "visibility": None}]),
    }  # fmt: skip


def _azurehound() -> Files:
    def kind(name: str, data: Object) -> Object:
        return {"kind": name, "data": data}

    grant = {
        name: value
        for name, value in _grant(ADMIN, TIER_0.upper()).items()
        if name in {"id", "principalId", "roleDefinitionId", "directoryScopeId"}
    }
    eligible = {
        "id": "e1",
        "roleDefinitionId": HELPDESK,
        "principalId": TIER_1.upper(),
        "directoryScopeId": "/",
        "startDateTime": START,
        "tenantId": TENANT,
    }
    rows = [
        kind("AZTenant", {"id": f"/tenants/{TENANT}", "tenantId": TENANT.upper(), "displayName": "Contoso", "collected": True}),
        kind("AZTenant", {"id": "/tenants/other", "tenantId": ADMIN.upper(), "displayName": "Partner", "external": True}),
        *(kind("AZUser", {"id": one["id"].upper(), "displayName": one["displayName"], "tenantId": TENANT}) for one in USERS),
        *(kind("AZGroup", {"id": one["id"].upper(), "displayName": one["displayName"], "isAssignableToRole": True, "securityEnabled": True}) for one in GROUPS),
        kind("AZGroupMember", {"groupId": TIER_1.upper(), "members": [{"groupId": TIER_1.upper(), "member": _member(BEN) | {"id": BEN.upper()}}]}),
        kind("AZGroupOwner", {"groupId": TIER_1.upper(), "owners": None}),
        kind("AZRoleAssignment", {"roleDefinitionId": ADMIN.upper(), "tenantId": TENANT, "roleAssignments": [grant]}),
        kind("AZRoleEligibilityScheduleInstance", eligible),
        kind("AZRoleManagementPolicyAssignment", {"id": f"{ROLE_POLICY}_{HELPDESK}", "roleDefinitionId": HELPDESK.upper(), "endUserAssignmentRequiresApproval": True, "endUserAssignmentUserApprovers": [BEN.upper()], "tenantId": TENANT}),
        kind("AZVM", {"id": "x"}),
    ]  # fmt: skip
    return {
        "hound.json": {"data": rows, "meta": {"type": "azure", "version": 5, "count": len(rows)}}
    }


LISTED_IN_TIER_1 = frozenset({(*IN_TIER_1, State.LISTED)})
WAYS = {
    "graph": Way(
        _graph,
        frozenset({*ELIGIBLE, (*IN_TIER_1, State.ACTIVE)}),
        frozenset(ROLES),
        DEMANDS,
        tier_0=Strategy.OPTION_B,
        tier_1=Strategy.OPTION_A,
    ),
    "easypim": Way(
        _easypim,
        frozenset({*ELIGIBLE, (*IN_TIER_1, State.LISTED)}),
        frozenset(ROLES),
        DEMANDS,
        # Asked for group by group: no list is proof of what another group has.
        frozenset(
            {"state_only_in_file_name", "assigned_or_activated_unknown", "eligible_by_absence"}
        ),
    ),
    "entraexporter": Way(
        _entraexporter,
        frozenset({*ELIGIBLE, *LISTED_IN_TIER_1, (TIER_1, ADA, Access.OWNER, State.LISTED)}),
        frozenset(ROLES),
        DEMANDS,
        frozenset({"eligible_only", "not_used"}),
    ),
    "zero trust": Way(
        _zero_trust,
        LISTED_IN_TIER_1,
        frozenset(ROLES),
        told=frozenset({"members_only", "not_used"}),
    ),
    "scubagear": Way(
        _scubagear,
        roles=frozenset({(ADMIN, TIER_0, State.LISTED)}),
        told=frozenset({"privileged_roles_only", "rules_by_group_name", "names_only"}),
    ),
    "azureadassessment": Way(
        _azureadassessment,
        LISTED_IN_TIER_1,
        frozenset(ROLES),
        told=frozenset({"units_only_in_file_name", "no_pim_groups"}),
    ),
    "azurehound": Way(
        _azurehound,
        LISTED_IN_TIER_1,
        frozenset({(ADMIN, TIER_0, State.ACTIVE), (HELPDESK, TIER_1, State.ELIGIBLE)}),
        told=frozenset({"no_pim_groups", "not_used"}),
    ),
}


def _facts(found: Tenant) -> tuple[set[Any], set[Any]]:
    members = {(one.group, one.principal, one.access, one.state) for one in found.memberships}
    roles = {(one.role, one.principal, one.state) for one in found.role_assignments}
    return members, roles


@pytest.mark.parametrize("name", WAYS)
def test_gives_the_facts_that_the_tool_can_prove(name: str, tmp_path: Path) -> None:
    way = WAYS[name]
    found = tenant(tmp_path, way.files())
    members, roles = _facts(found)
    assert members == way.memberships
    assert {(one[0], one[1]) for one in roles} == {(one[0], one[1]) for one in way.roles}
    rules = found.policy_for_group(TIER_0, Access.MEMBER)
    known = rules and (
        rules.max_duration,
        rules.mfa,
        rules.approval,
        [one.id for one in rules.approvers or ()],
    )
    assert known == way.rules
    told = {code for one in found.sources for code in codes(one)}
    assert way.told <= told
    strategies = {one.id: one.strategy for one in analyse(found).groups}
    assert strategies.get(TIER_0, Strategy.UNKNOWN) is way.tier_0  # type: ignore[call-overload]
    assert strategies.get(TIER_1, Strategy.UNKNOWN) is way.tier_1  # type: ignore[call-overload]
    assert not [one.error for one in found.sources if one.error]
    json.dumps([one.records for one in found.sources])


@pytest.mark.parametrize("name", [name for name in WAYS if name != "graph"])
def test_beside_graphs_own_lists_nothing_is_lost_or_added(name: str, tmp_path: Path) -> None:
    own = {f"graph/{file}": content for file, content in _graph().items()}
    theirs = {f"{name}/{file}": content for file, content in WAYS[name].files().items()}
    found = tenant(tmp_path, own | theirs)
    members, roles = _facts(found)
    wanted = WAYS["graph"].memberships
    if name == "entraexporter":
        wanted |= {(TIER_1, ADA, Access.OWNER, State.ACTIVE)}
    assert members == wanted
    assert roles == ROLES
    strategies = {one.id: one.strategy for one in analyse(found).groups}
    assert strategies == {TIER_0: Strategy.OPTION_B, TIER_1: Strategy.OPTION_A}


@pytest.mark.parametrize("first", ["a", "z"])
def test_a_tool_that_knows_less_of_a_policy_takes_nothing_from_it(
    first: str, tmp_path: Path
) -> None:
    graph = _page("policies/roleManagementPolicyAssignments", [{"id": "1", "policyId": ROLE_POLICY, "scopeId": "/", "scopeType": "DirectoryRole", "roleDefinitionId": ADMIN, "policy": {"id": ROLE_POLICY, "rules": RULES}}])  # fmt: skip
    found = tenant(tmp_path, {"m.json": graph, f"{first}.json": _scubagear()["ProviderSettingsExport.json"]})  # fmt: skip
    rules = found.policy_for_role(ADMIN)
    assert rules is not None
    assert (rules.mfa, rules.approval) == (True, True)


def _rewritten(text: str, names: list[str], delimiter: str, encoding: str) -> bytes:
    """The same table by another hand: columns in another order, another delimiter and encoding."""
    reader = csv.DictReader(
        text.splitlines(), delimiter=";" if ";" in text.split("\n", maxsplit=1)[0] else ","
    )
    order = sorted(reader.fieldnames or (), key=names.index)
    out = io.StringIO()
    writer = csv.DictWriter(out, order, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(reader)
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_of_columns_any_delimiter_any_encoding(
    seed: int, delimiter: str, encoding: str, tmp_path: Path
) -> None:
    way = WAYS["easypim"]
    files: Files = {}
    for name, content in way.files().items():
        text = content.decode("utf-16") if isinstance(content, bytes) else str(content)
        names = re.findall(r"[^,;\"\r]+", text.split("\n")[0])
        random.Random(seed).shuffle(names)  # noqa: S311 - no secret
        files[name] = _rewritten(text, names, delimiter, encoding)
    members, roles = _facts(tenant(tmp_path, files))
    assert members == way.memberships
    assert roles == way.roles


@pytest.mark.parametrize("groups", [GROUPS, [*GROUPS, _group(ADMIN, "Tier 0")], None])
def test_rules_under_a_groups_name_are_of_the_one_group_so_called(
    groups: list[Object] | None, tmp_path: Path
) -> None:
    files = _scubagear() | ({"groups.json": _page("groups", groups)} if groups else {})
    found = tenant(tmp_path, files)
    rules = found.policy_for_group(TIER_0, Access.MEMBER)
    (source,) = [one for one in found.sources if one.resource == "group_policies_by_name"]
    if groups == GROUPS:
        assert rules is not None
        assert rules.max_duration == "PT1H"
        assert "matched_by_name" in codes(source)
    else:
        assert rules is None
        assert "not_matched" in codes(source)


ENTRA_FOLDERS: dict[str, Object] = {
    "DirectoryRoles/{0}/{0}.json": {"id": ADMIN, "displayName": "Global Administrator", "roleTemplateId": ADMIN},
    "Organization/Branding/Localizations.json": {"id": "0", "backgroundColor": None},
    "Policies/AuthenticationMethodsPolicy/AuthenticationMethodConfigurations/FIDO2.json": {"id": "Fido2", "state": "enabled"},
    "Policies/AuthorizationPolicy/authorizationPolicy/authorizationPolicy.json": {"id": "authorizationPolicy", "guestUserRoleId": ADMIN},
    "IdentityGovernance/AccessReviews/{0}/{0}.json": {"id": ADMIN, "displayName": "Q3", "status": "Completed", "reviewers": []},
    "ServicePrincipals/{0}/Oauth2PermissionGrants/z/z.json": {"id": "z", "clientId": ADMIN, "principalId": None},
    "AdministrativeUnits/{0}/ScopedRoleMembers/x/x.json": {"id": "x", "roleId": ADMIN, "administrativeUnitId": ADMIN},
    "RoleManagement/Exchange/RoleDefinitions/e/e.json": {"id": "e", "displayName": "View", "isBuiltIn": True, "templateId": "e"},
}  # fmt: skip


def test_what_entraexporter_writes_besides_is_passed_over_and_says_so(tmp_path: Path) -> None:
    files = {name.format(ADMIN): content for name, content in ENTRA_FOLDERS.items()}
    found = tenant(tmp_path, {**files, "groups.json": _page("groups", GROUPS)})
    beside = [one for one in found.sources if one.file != "groups.json"]
    assert len(beside) == len(ENTRA_FOLDERS)
    assert all(one.passed_over and codes(one) == {"not_used"} for one in beside)


@pytest.mark.parametrize(
    "name",
    [
        "Policies/groups.json",
        "RoleManagement/Directory/RoleAssignments/x/x.json",
        "Reports/a/b.json",
    ],
)
def test_a_folder_excuses_no_file_of_another_shape(name: str, tmp_path: Path) -> None:
    found = tenant(tmp_path, {name: [{"foo": 1}], "groups.json": _page("groups", GROUPS)})
    (one,) = [one for one in found.sources if one.file == name]
    assert one.error


def test_the_files_own_name_tells_the_state_before_its_folders(tmp_path: Path) -> None:
    row = _easypim_group(TIER_0, ADA, "member")
    found = tenant(tmp_path, {"Active Directory/active/eligible.csv": export_csv([row])})
    assert [one.state for one in found.memberships] == [State.ELIGIBLE]


@pytest.mark.parametrize("name", WAYS)
def test_no_table_is_two_tools(name: str) -> None:
    for file, content in WAYS[name].files().items():
        data = content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content)).encode()  # fmt: skip
        text = decode(data)
        way = min((one for one in registered(formats, Format) if one.recognises(text)), key=lambda one: one.rank)  # fmt: skip
        for page in way.read(text).pages:
            columns = columns_of(page)
            fitting = [one.name for one in registered(dialects, Dialect) if one.fits(page, columns)]
            assert len(fitting) <= 1, (file, fitting)


ODD: list[Any] = [None, "", 0, -1, True, [], {}, [None], [1, "x"], {"value": [{}], "Count": 1}, "System.Object[]", "@{id=1}", "\u202e", 1e300, [[["x"]]], {"id": 5}]  # fmt: skip


def _mutated(value: Any, chance: random.Random, share: float) -> Any:  # noqa: ANN401 - any JSON
    def inside(one: Any) -> Any:  # noqa: ANN401 - any JSON
        odd = chance.random() < share
        return chance.choice(ODD) if odd else _mutated(one, chance, share)

    if isinstance(value, dict):
        return {key: inside(one) for key, one in value.items() if chance.random() > share / 2}
    if isinstance(value, list):
        return [inside(one) for one in value]
    return value


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", [name for name in WAYS if name not in {"easypim", "graph"}])
def test_odd_values_get_sentences_never_tracebacks(name: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    for file, content in WAYS[name].files().items():
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        told = content if isinstance(content, str) else json.dumps(_mutated(content, chance, 0.3))
        path.write_text(told, encoding="utf-8", newline="")
    found = everything([tmp_path], as_of=AS_OF, keep_records=True)
    assert len({one.file for one in found.sources}) == len(WAYS[name].files())
    analyse(found)


@pytest.mark.parametrize(
    ("holders", "told"), [((TIER_0,), True), ((TIER_0, ADA), False)], ids=["older", "alike"]
)
def test_a_grant_that_graphs_whole_list_does_not_have_is_told(
    holders: tuple[str, ...], tmp_path: Path, *, told: bool
) -> None:
    more = {"directoryScopeId": "/", "assignmentType": "Assigned", "memberType": "Direct"}
    role = {
        "DisplayName": "Global Administrator", "RoleTemplateId": ADMIN, "Rules": [],
        "Assignments": [{
            "Id": "1", "PrincipalId": ADA, "RoleDefinitionId": ADMIN, "DirectoryScopeId": "/",
            "AssignmentType": "Assigned",
        }],
    }  # fmt: skip
    listed = [_grant(ADMIN, one, **more) for one in (*holders, TIER_1)]
    name = "roleManagement/directory/roleAssignmentScheduleInstances"
    files: Files = {
        "ProviderSettingsExport.json": {"privileged_roles": [role]},
        "roles.json": _page(name, listed),
    }
    found = tenant(tmp_path, files)
    assert ("not_in_graphs_list" in {code for one in found.sources for code in codes(one)}) is told
    assert (ADMIN, ADA) in {(one.role, one.principal) for one in found.role_assignments}


def test_zerotrustassessments_own_report_is_passed_over(tmp_path: Path) -> None:
    report = {
        "ExecutedAt": "2026-01-01T00:00:00", "TenantId": TENANT, "TenantName": "C", "Domain": "c.com",
        "TestResultSummary": {"IdentityPassed": 1, "IdentityTotal": 2},
        "Tests": [{"TestId": "21770", "TestTitle": "x", "TestStatus": "Passed", "TestResult": "y"}],
        "TenantInfo": {"OverviewCaMfaAllUsers": {"nodes": [{"source": "a", "value": 1}]}},
    }  # fmt: skip
    (tmp_path / "ZeroTrustAssessmentReport.json").write_text(json.dumps(report))
    (source,) = everything([tmp_path], as_of=AS_OF).sources
    assert source.passed_over
    assert source.error is None


def test_a_tenant_by_id_and_name_is_no_group(tmp_path: Path) -> None:
    (tmp_path / "Organization.json").write_text(json.dumps([{"id": TENANT, "displayName": "C"}]))
    (source,) = everything([tmp_path], as_of=AS_OF).sources
    assert "speaks of 'organization'" in str(source.error)
