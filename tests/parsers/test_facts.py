"""What the rows become: states, periods, policies, groups a list is about, duplicates, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from written import (
    ADA,
    AS_OF,
    BEN,
    GRAPH,
    GROUP,
    OTHER_GROUP,
    PIM,
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
from pimreport.model.entra import SOME_GUESTS, Access, PrincipalType, State
from pimreport.parsers import bulk, load

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.evidence import Source
    from pimreport.model.tenant import Tenant

ELIGIBLE = GRAPH + PIM + "eligibilityScheduleInstances"
POLICY = f"Group_{GROUP}_f21b26d9-9ff9-4af1-b1d4-bddf28591369"


def active(number: int = 1, **changes: object) -> Object:
    row = eligible(number, assignmentType="assigned", assignmentScheduleId="x")
    del row["eligibilityScheduleId"]
    return row | changes


def role(**changes: object) -> Object:
    return {
        "id": "r1", "principalId": ADA, "roleDefinitionId": ROLE, "directoryScopeId": "/",
    } | changes  # fmt: skip


def by_file(found: Tenant) -> dict[str, Source]:
    return {source.file: source for source in found.sources}


@pytest.mark.parametrize(
    ("word", "state"),
    [("assigned", State.ACTIVE), ("Assigned", State.ACTIVE), ("Activated", State.ACTIVATED), (None, State.LISTED)],
)  # fmt: skip
def test_only_assignment_type_tells_assigned_from_activated(
    word: str, state: State, tmp_path: Path
) -> None:
    found = tenant(tmp_path, {"x.json": [active(assignmentType=word)]})
    assert [one.state for one in found.memberships] == [state]


def test_a_word_nobody_knows_counts_as_nothing(tmp_path: Path) -> None:
    source = unusable(tmp_path, "x.json", [active(assignmentType="PIM Eligible")])
    assert (source.rows, source.rejected) == (0, 1)
    assert source.error is not None
    assert "PIM Eligible" in source.error


def test_a_record_that_cannot_be_used_is_as_missing_as_one_never_fetched(tmp_path: Path) -> None:
    found = tenant(tmp_path, {"x.json": [active(), active(2, accessId="guest")]})
    assert (found.sources[0].rejected, found.sources[0].complete) == (1, False)
    assert not found.coverage.covers(GROUP, "group_assignment_schedule_instances")


@pytest.mark.parametrize("word", ["Group", "group", "Inherited"])
def test_held_through_a_group_is_no_grant_of_its_own(word: str, tmp_path: Path) -> None:
    found = tenant(tmp_path, {"x.json": [eligible(memberType=word)]})
    assert not found.memberships
    assert len(found.inherited_memberships) == 1


def test_role_assignments_do_not_tell_activated_from_assigned(tmp_path: Path) -> None:
    found = tenant(tmp_path, {"x.json": [role()]})
    assert [(one.role, one.state, one.scope) for one in found.role_assignments] == [
        (ROLE, State.LISTED, "/")
    ]


def _schedule(expiration: Object | None, tmp_path: Path) -> Any:  # noqa: ANN401 - a Membership
    row = eligible(status="Provisioned", createdUsing=None) | {
        "scheduleInfo": {"startDateTime": "2025-05-11T08:00:00Z", "expiration": expiration}
    }
    for name in ("startDateTime", "endDateTime", "eligibilityScheduleId"):
        del row[name]
    (one,) = tenant(tmp_path, {"x.json": [row]}).memberships
    return one


def test_a_schedule_without_expiration_is_permanent(tmp_path: Path) -> None:
    one = _schedule({"type": "noExpiration", "endDateTime": None, "duration": None}, tmp_path)
    assert (one.permanent, one.ends, one.scheduled) == (True, None, True)


def test_a_row_tells_the_end_if_it_has_a_place_for_one(tmp_path: Path) -> None:
    without = {name: value for name, value in eligible().items() if name != "endDateTime"}
    for row, told in ((eligible(endDateTime=None), True), (without, False)):
        (one,) = tenant(tmp_path, {"x.json": [row]}).memberships
        assert (one.ends, one.ends_told) == (None, told)
    assert _schedule({"type": "noExpiration"}, tmp_path).ends_told
    assert not _schedule({"type": "afterDateTime", "endDateTime": None}, tmp_path).ends_told
    assert not _schedule(None, tmp_path).ends_told


def test_a_schedule_ends_after_its_duration(tmp_path: Path) -> None:
    one = _schedule({"type": "afterDuration", "endDateTime": None, "duration": "P365D"}, tmp_path)
    assert one.permanent is False
    assert one.ends.isoformat() == "2026-05-11T08:00:00+00:00"


@pytest.mark.parametrize("written", ["08:00:00", "8:00:00", "08:00", "PT8H"])
def test_durations_are_read_as_spans_of_time(written: str, tmp_path: Path) -> None:
    rule = {"id": "Expiration_EndUser_Assignment", "maximumDuration": written}
    found = tenant(tmp_path, {f"{POLICY}_rules.json": [rule]})
    assert [one.max_duration for one in found.policies.values()] == ["PT8H"]


def test_an_expiration_that_was_cut_off_is_unknown(tmp_path: Path) -> None:
    one = _schedule("@{type=noExpiration; endDateTime=; duration=}", tmp_path)  # type: ignore[arg-type]
    assert (one.permanent, one.ends) == (None, None)


@pytest.mark.parametrize(
    "written", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "12/31/9999 11:59:59 PM"]
)
def test_sentinel_dates_are_none(written: str, tmp_path: Path) -> None:
    source = read(tmp_path, "x.json", [eligible(endDateTime=written)])
    assert source.records[0]["endDateTime"] is None


def test_ids_are_lower_cased(tmp_path: Path) -> None:
    found = tenant(tmp_path, {"x.json": [eligible(groupId=GROUP.upper(), principalId=ADA.upper())]})
    assert [(one.group, one.principal) for one in found.memberships] == [(GROUP, ADA)]


def test_expanded_principals_are_described_and_stubs_are_not(tmp_path: Path) -> None:
    rows = [
        eligible(1, principal={"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"}),
        eligible(2, principalId=BEN, principal={"id": None, "deletedDateTime": None}),
    ]  # fmt: skip
    found = tenant(tmp_path, {"x.json": rows})
    assert found.principal(ADA).name == "Ada"
    assert found.principal(ADA).type is PrincipalType.USER
    assert BEN not in found.principals


def test_null_role_assignable_means_no_and_a_missing_one_unknown(tmp_path: Path) -> None:
    null = {"id": GROUP, "displayName": "a", "isAssignableToRole": None, "securityEnabled": True}
    missing = {"id": OTHER_GROUP, "displayName": "b", "securityEnabled": True}
    found = tenant(tmp_path, {"a.json": [null], "b.json": [missing]})
    assert found.group(GROUP).role_assignable is False
    assert found.group(OTHER_GROUP).role_assignable is None


def test_a_property_that_was_not_retrieved_is_unknown(tmp_path: Path) -> None:
    row: Object = {"Id": GROUP, "DisplayName": "a", "IsAssignableToRole": None, "SecurityEnabled": None,
           "OnPremisesSyncEnabled": None, "AdditionalProperties": {}}  # fmt: skip
    found = tenant(tmp_path, {"x.json": [row]})
    assert found.group(GROUP).role_assignable is None
    assert "not_selected:isAssignableToRole" in codes(found.sources[0])


@pytest.mark.parametrize(
    ("name", "row", "synced"),
    [
        ("u.json", {"id": ADA, "userPrincipalName": "a", "onPremisesSyncEnabled": None}, False),
        ("u.json", {"Id": ADA, "UserPrincipalName": "a", "OnPremisesSyncEnabled": None}, None),
        ("u.csv", f'"Id","UserPrincipalName","OnPremisesSyncEnabled"\r\n"{ADA}","a",\r\n', None),
        (
            "u.csv",
            f'"Id","UserPrincipalName","OnPremisesSyncEnabled"\r\n"{ADA}","a","True"\r\n',
            True,
        ),
        ("u.csv", f'"Id","AccountEnabled","OnPremisesSyncEnabled"\r\n"{ADA}","True",\r\n', False),
    ],
)
def test_cloud_only_is_what_was_asked_for_and_is_null(
    name: str, row: object, synced: object, tmp_path: Path
) -> None:
    content = row if isinstance(row, str) else [row]
    found = tenant(tmp_path, {name: content, "x.json": [eligible()]})
    assert found.principal(ADA).synced is synced


def test_only_users_somebody_refers_to_are_kept(tmp_path: Path) -> None:
    users = [
        {"id": one, "userPrincipalName": one, "accountEnabled": True, "userType": "Guest"}
        for one in (ADA, BEN)
    ]
    found = tenant(tmp_path, {"a_users.json": users, "x.json": [eligible()]})
    assert set(found.principals) == {ADA}
    assert found.principal(ADA).guest
    assert by_file(found)["a_users.json"].rows == 2


def test_duplicates_are_dropped_and_counted_across_files(tmp_path: Path) -> None:
    found = tenant(tmp_path, {"a.json": [eligible()], "b.json": [eligible(), eligible(2)]})
    assert [(one.rows, one.duplicates) for one in found.sources] == [(1, 0), (1, 1)]


def test_duplicates_that_differ_are_told(tmp_path: Path) -> None:
    later = eligible(endDateTime="2026-01-01T00:00:00Z")
    found = tenant(tmp_path, {"a.json": [eligible()], "b.json": [later]})
    assert "differing_duplicate" in codes(found.sources[1])


def test_one_user_in_two_groups_is_no_duplicate(tmp_path: Path) -> None:
    member = {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"}
    files = {f"{group}_members.json": [member] for group in (GROUP, OTHER_GROUP)}
    found = tenant(tmp_path, dict(files))
    assert {one.group for one in found.memberships} == {GROUP, OTHER_GROUP}


def test_owners_are_owners(tmp_path: Path) -> None:
    member = {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"}
    found = tenant(tmp_path, {f"{GROUP}_owners.json": [member]})
    assert [one.access for one in found.memberships] == [Access.OWNER]
    assert "group_only_in_file_name" in codes(found.sources[0])


def test_an_empty_page_is_about_the_group_in_its_name(tmp_path: Path) -> None:
    source = read(tmp_path, f"{GROUP}.json", {"@odata.context": ELIGIBLE, "value": []})
    assert source.groups == {GROUP}
    assert source.complete
    assert codes(source) == {"group_only_in_file_name"}


def _page(number: int, *, more: bool, **changes: object) -> Object:
    page: Object = {"@odata.context": ELIGIBLE, "value": [eligible(number, **changes)]}
    if more:
        page["@odata.nextLink"] = f"https://x/?$filter=groupId+eq+%27{GROUP}%27&$skiptoken=a"
    return page


def test_a_promised_page_in_the_next_file_completes_the_list(tmp_path: Path) -> None:
    found = tenant(tmp_path, {"p_1.json": _page(1, more=True), "p_2.json": _page(2, more=False)})
    assert [source.complete for source in found.sources] == [True, True]


def test_a_promised_page_that_is_nowhere_makes_the_list_incomplete(tmp_path: Path) -> None:
    found = tenant(tmp_path, {"p_1.json": _page(1, more=True), "p_3.json": _page(2, more=False)})
    assert [source.complete for source in found.sources] == [False, True]


@pytest.mark.parametrize(("second", "whole"), [("p_00002", True), ("p_00003", False)])
def test_pages_may_be_numbered_by_their_first_record(
    second: str, tmp_path: Path, *, whole: bool
) -> None:
    first = _page(1, more=True)
    first["value"] = [eligible(1), eligible(2)]
    pages: dict[str, object] = {"p_00000.json": first, f"{second}.json": _page(3, more=False)}
    found = tenant(tmp_path, pages)
    assert [source.complete for source in found.sources] == [whole, True]


def test_a_page_about_another_group_is_not_the_promised_one(tmp_path: Path) -> None:
    pages = [_page(1, more=True), _page(2, more=False, groupId=OTHER_GROUP)]
    assert not read(tmp_path, "x.json", pages).complete


def test_a_missing_column_is_unknown_in_every_row(tmp_path: Path) -> None:
    row = {name: value for name, value in eligible().items() if name != "endDateTime"}
    source = read(tmp_path, "x.csv", export_csv([row]))
    assert source.records[0]["endDateTime"] == "unknown"
    assert "missing_column:endDateTime" in codes(source)


def test_ambiguous_dates_are_left_out_unless_the_user_decides(tmp_path: Path) -> None:
    text = export_csv([eligible(startDateTime="2025-06-05T08:00:00Z")], dates="%d/%m/%Y %H:%M:%S")
    source = read(tmp_path, "x.csv", text)
    assert source.records[0]["startDateTime"] == "ambiguous"
    assert "ambiguous_dates" in codes(source)
    told = read(tmp_path, "x.csv", text, dates="dmy")
    assert told.records[0]["startDateTime"] == "2025-06-05T08:00:00Z"


RULES: list[Object] = [
    {"id": "Expiration_EndUser_Assignment", "maximumDuration": "PT4H"},
    {"id": "Enablement_EndUser_Assignment", "enabledRules": ["MultiFactorAuthentication"]},
    {
        "id": "Approval_EndUser_Assignment",
        "setting": {
            "isApprovalRequired": True,
            "approvalStages": [
                {"primaryApprovers": [{"@odata.type": "#microsoft.graph.singleUser", "userId": ADA}]},
                {"primaryApprovers": [{"@odata.type": "#microsoft.graph.groupMembers", "groupId": OTHER_GROUP}]},
            ],
        },
    },
    {"id": "Expiration_Admin_Eligibility", "isExpirationRequired": False, "maximumDuration": "P365D"},
    {"id": "Notification_Admin_EndUser_Assignment", "notificationRecipients": ["a@b"], "isDefaultRecipientsEnabled": False, "notificationLevel": "All"},
]  # fmt: skip


def _assignment(what: str = "member", rules: list[Object] | None = None) -> Object:
    return {
        "id": f"{POLICY}_{what}",
        "policyId": POLICY,
        "scopeId": GROUP,
        "scopeType": "Group",
        "roleDefinitionId": what,
        "policy": {"id": POLICY, "rules": RULES if rules is None else rules},
    }


def test_a_policy_assignment_links_its_rules_to_the_access(tmp_path: Path) -> None:
    found = tenant(tmp_path, {"x.json": [_assignment()]})
    rules = found.policy_for_group(GROUP, Access.MEMBER)
    assert rules is not None
    assert (rules.max_duration, rules.mfa, rules.justification) == ("PT4H", True, False)
    assert (rules.approval, rules.eligible_expires, rules.context_enabled) == (True, False, None)
    assert [(one.id, one.group) for one in rules.approvers or ()] == [
        (ADA, False),
        (OTHER_GROUP, True),
    ]
    assert [one.recipients for one in rules.notifications or ()] == [("a@b",)]
    assert found.policy_for_group(GROUP, Access.OWNER) is None


def test_approvers_that_were_cut_off_are_unknown_not_none(tmp_path: Path) -> None:
    stages = "System.Collections.Hashtable"
    rules: list[Object] = [
        {"id": "Approval_EndUser_Assignment", "setting": {"isApprovalRequired": True, "approvalStages": [stages]}}
    ]  # fmt: skip
    found = tenant(tmp_path, {"x.json": [_assignment(rules=rules)]})
    told = found.policy_for_group(GROUP, Access.MEMBER)
    assert told is not None
    assert (told.approval, told.approvers) == (True, None)
    assert "truncated_by_depth" in codes(found.sources[0])


def test_loose_rules_without_a_policy_govern_nobody(tmp_path: Path) -> None:
    found = tenant(tmp_path, {"rules.json": RULES, "x.json": [_assignment(rules=[])]})
    source = by_file(found)["rules.json"]
    assert source.resource == "role_management_policy_rules"
    assert codes(source) == {"policy_of_rules_unknown"}
    assert source.records[0]["policyId"] == "unknown"
    assert source.records[0]["maximumActivationDuration"] == "PT4H"
    rules = found.policy_for_group(GROUP, Access.MEMBER)
    assert rules is None or rules.max_duration is None


def test_loose_rules_and_a_lean_assignment_meet(tmp_path: Path) -> None:
    lean = {name: value for name, value in _assignment().items() if name != "policy"}
    context = GRAPH + f"policies/roleManagementPolicies('{POLICY}')/rules"
    files: dict[str, object] = {
        "a.json": [lean],
        "b.json": {"@odata.context": context, "value": RULES},
    }
    rules = tenant(tmp_path, files).policy_for_group(GROUP, Access.MEMBER)
    assert rules is not None
    assert rules.max_duration == "PT4H"


def test_the_organisation_names_the_tenant(tmp_path: Path) -> None:
    found = tenant(
        tmp_path, {"x.json": [{"id": ADA.upper(), "displayName": "Contoso", "verifiedDomains": []}]}
    )
    assert (found.id, found.name) == (ADA, "Contoso")


def test_a_conditional_access_policy(tmp_path: Path) -> None:
    row = {
        "id": "p", "displayName": "p", "state": "enabled",
        "conditions": {
            "applications": {"includeAuthenticationContextClassReferences": ["c1"], "includeApplications": []},
            "users": {"includeUsers": ["All"], "excludeUsers": [], "excludeGroups": [GROUP.upper()]},
            "clientAppTypes": ["all"], "locations": {"includeLocations": ["AllTrusted"]}, "platforms": None,
        },
        "grantControls": {"operator": "OR", "builtInControls": [], "authenticationStrength": {"id": "s", "allowedCombinations": ["fido2", "password,sms"]}},
        "sessionControls": {"signInFrequency": {"frequencyInterval": "everyTime", "isEnabled": True}},
    }  # fmt: skip
    (policy,) = tenant(tmp_path, {"x.json": [row]}).conditional_access
    assert (policy.contexts, policy.include_users, policy.exclude_groups) == (
        ("c1",),
        ("all",),
        (GROUP,),
    )
    assert (policy.conditions, policy.sign_in_every_time, policy.operator) == (
        ("locations",),
        True,
        "OR",
    )
    assert policy.strength is not None
    assert policy.strength.combinations == ("fido2", "password,sms")


def test_a_strength_that_was_cut_off_leaves_the_grant_unknown(tmp_path: Path) -> None:
    grant = {
        "operator": "OR",
        "builtInControls": "",
        "authenticationStrength": "@{id=s; policyType=builtIn}",
    }
    row = {
        "id": "p",
        "displayName": "p",
        "state": "enabled",
        "conditions": None,
        "grantControls": grant,
    }
    (policy,) = tenant(tmp_path, {"x.json": [row]}).conditional_access
    assert (policy.controls, policy.strength) == (None, None)


RESISTANT = {"id": "s", "allowedCombinations": ["fido2"]}


@pytest.mark.parametrize(
    ("grant", "told"),
    [
        ({"authenticationStrength": RESISTANT}, True),
        ({"authenticationStrength": None}, True),
        ({}, False),
        ({"authenticationStrength": {"allowedCombinations": ["fido2"]}}, False),
    ],
)
def test_only_a_null_says_that_no_strength_is_demanded(
    tmp_path: Path, grant: Object, *, told: bool
) -> None:
    grant = {"operator": "OR", "builtInControls": []} | grant
    row = {"id": "p", "displayName": "p", "state": "enabled", "grantControls": grant}
    (policy,) = tenant(tmp_path, {"x.json": [row | {"conditions": None}]}).conditional_access
    assert policy.controls == (() if told else None)


@pytest.mark.parametrize(
    ("session", "every_time"),
    [(None, False), ({"signInFrequency": None}, False), ({"persistentBrowser": None}, None)],
)
def test_only_a_null_says_that_no_sign_in_is_asked_for(
    tmp_path: Path, session: Object | None, *, every_time: bool | None
) -> None:
    session = None if session is None else session | {"disableResilienceDefaults": True}
    row: Object = {"id": "p", "displayName": "p", "state": "enabled", "conditions": None}
    row |= {"grantControls": None, "sessionControls": session}
    (policy,) = tenant(tmp_path, {"x.json": [row]}).conditional_access
    assert policy.sign_in_every_time is every_time


ANY_KIND = "internalGuest,b2bCollaborationGuest,b2bCollaborationMember,otherExternalUser"


@pytest.mark.parametrize(
    ("kinds", "tenants", "word"),
    [
        (ANY_KIND, {"membershipKind": "all"}, "guestsorexternalusers"),
        (ANY_KIND, {"membershipKind": "enumerated", "members": ["t"]}, SOME_GUESTS),
        ("b2bCollaborationGuest", {"membershipKind": "all"}, SOME_GUESTS),
        (ANY_KIND, None, SOME_GUESTS),
    ],
)
def test_kinds_of_external_users_are_told_from_all_of_them(
    tmp_path: Path, kinds: str | None, tenants: object, word: str
) -> None:
    told = {"guestOrExternalUserTypes": kinds, "externalTenants": tenants}
    users = {"includeUsers": [], "includeGuestsOrExternalUsers": told, "excludeUsers": [ADA]}
    row = {"id": "p", "displayName": "p", "state": "enabled", "conditions": {"users": users}}
    (policy,) = tenant(tmp_path, {"x.json": [row]}).conditional_access
    assert (policy.include_users, policy.exclude_users) == ((word,), (ADA,))


@pytest.mark.parametrize(
    ("locations", "narrowed"),
    [
        ({"includeLocations": ["All"], "excludeLocations": []}, ()),
        ({"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}, ("locations",)),
        ({"includeLocations": ["AllTrusted"], "excludeLocations": []}, ("locations",)),
        ("System.Collections.Hashtable", None),
    ],
)
def test_a_condition_that_holds_anywhere_narrows_nothing(
    tmp_path: Path, locations: object, narrowed: tuple[str, ...] | None
) -> None:
    anywhere = {"includePlatforms": ["all"], "excludePlatforms": None}
    conditions = {"users": {}, "locations": locations, "platforms": anywhere}
    row = {"id": "p", "displayName": "p", "state": "enabled", "conditions": conditions}
    (policy,) = tenant(tmp_path, {"x.json": [row]}).conditional_access
    assert policy.conditions == narrowed


def test_conditions_that_were_cut_off_are_unknown(tmp_path: Path) -> None:
    row = {"id": "p", "displayName": "p", "state": "enabled", "grantControls": "System.Collections.Hashtable",
           "conditions": {"applications": "System.Collections.Hashtable", "users": "@{includeUsers=All}"}}  # fmt: skip
    (policy,) = tenant(tmp_path, {"x.json": [row]}).conditional_access
    assert (policy.contexts, policy.include_users, policy.controls) == (None, None, None)


def test_a_rejected_row_is_no_record(tmp_path: Path) -> None:
    source = read(tmp_path, "x.json", [eligible(), eligible(2, principalId=None)])
    assert (source.rows, source.rejected, len(source.records)) == (1, 1, 1)


def test_lists_under_the_ids_of_their_groups(tmp_path: Path) -> None:
    member = {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"}
    found = tenant(tmp_path, {"members.json": {GROUP: [member], OTHER_GROUP: [member]}})
    assert {one.group for one in found.memberships} == {GROUP, OTHER_GROUP}


def test_neither_members_nor_owners_is_not_guessed(tmp_path: Path) -> None:
    member = {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"}
    with pytest.raises(UnusableExportsError, match="members from owners"):
        read(tmp_path, f"{GROUP}.json", [member])


def test_a_repeated_record_may_name_what_the_first_left_open(tmp_path: Path) -> None:
    ada = {"@odata.type": "#microsoft.graph.user", "id": ADA, "displayName": "Ada"}
    found = tenant(tmp_path, {"a.json": [eligible()], "b.json": [eligible(principal=ada)]})
    assert found.principal(ADA).name == "Ada"
    assert found.sources[1].duplicates == 1
    assert found.sources[1].groups == {GROUP}
    assert not codes(found.sources[1])


def test_repeated_rules_are_counted_once(tmp_path: Path) -> None:
    context = GRAPH + f"policies/roleManagementPolicies('{POLICY}')/rules"
    page = {"@odata.context": context, "value": RULES}
    found = tenant(tmp_path, {"a.json": page, "b.json": page})
    assert [(one.rows, one.duplicates) for one in found.sources] == [(5, 0), (0, 5)]


def test_two_exports_of_the_users_complement_each_other(tmp_path: Path) -> None:
    names = [{"id": ADA, "userPrincipalName": "ada", "displayName": "Ada"}]
    states = [{"id": ADA, "accountEnabled": False, "userType": "Member"}]
    files: dict[str, object] = {"a.json": names, "b.json": states, "x.json": [eligible()]}
    ada = tenant(tmp_path, files).principal(ADA)
    assert (ada.name, ada.enabled, ada.guest) == ("Ada", False, False)


@pytest.mark.parametrize(("count", "complete"), [(1, True), (2, False), (None, True)])
def test_a_list_with_fewer_records_than_it_says_is_incomplete(
    *, count: int | None, complete: bool, tmp_path: Path
) -> None:
    page = {"@odata.context": ELIGIBLE, "@odata.count": count, "value": [eligible()]}
    assert read(tmp_path, "x.json", page).complete is complete


@pytest.mark.parametrize("large", [1, 1 << 20], ids=["large", "small"])
@pytest.mark.parametrize("counted", ["before", "after", "5.1"])
def test_a_large_list_is_counted_alike(
    counted: str, large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", large)
    ways: dict[str, Object] = {
        "before": {"@odata.context": ELIGIBLE, "@odata.count": 4, "value": []},
        "after": {"@odata.context": ELIGIBLE, "value": [], "@odata.count": 4},
        "5.1": {"value": [], "Count": 4},
    }
    for number in (3, 4):
        content = ways[counted] | {"value": [eligible(one) for one in range(number)]}
        write(tmp_path, {"x.json": content})
        (source,) = load([tmp_path], as_of=AS_OF).sources
        assert (source.rows, source.complete) == (number, number == 4)


def test_pages_that_follow_each_other_are_counted_by_their_links(tmp_path: Path) -> None:
    pages = [
        {"@odata.context": ELIGIBLE, "@odata.count": 2, "@odata.nextLink": "https://x", "value": [eligible(1)]},
        {"@odata.context": ELIGIBLE, "@odata.count": 2, "value": [eligible(2)]},
    ]  # fmt: skip
    source = read(tmp_path, "x.json", pages)
    assert (source.complete, source.warnings) == (True, ())


@pytest.mark.parametrize(("rows", "told"), [(99, False), (100, True), (101, False)])
def test_a_list_as_long_as_a_first_page_is_told(*, rows: int, told: bool, tmp_path: Path) -> None:
    content = [eligible(number) for number in range(rows)]
    assert ("may_be_first_page" in codes(read(tmp_path, "x.json", content))) is told


def test_a_page_of_graph_tells_itself_whether_more_follows(tmp_path: Path) -> None:
    page = {"@odata.context": ELIGIBLE, "value": [eligible(number) for number in range(100)]}
    assert not read(tmp_path, "x.json", page).warnings


def _with_status(status: str) -> Object:
    row = eligible(status=status, createdUsing="x") | {
        "scheduleInfo": {
            "startDateTime": "2025-05-11T08:00:00Z",
            "expiration": {"type": "noExpiration"},
        }
    }
    return {name: one for name, one in row.items() if name not in {"startDateTime", "endDateTime"}}


@pytest.mark.parametrize(
    ("status", "holds", "told"),
    [
        ("Provisioned", True, False),
        ("Revoked ", False, False),
        ("PENDINGPROVISIONING", False, False),
        ("Expired", True, True),
    ],
)
def test_the_status_of_a_schedule(*, status: str, holds: bool, told: bool, tmp_path: Path) -> None:
    found = tenant(tmp_path, {"x.json": [_with_status(status)]})
    assert bool(found.memberships) is holds
    assert ("unknown_status" in codes(found.sources[0])) is told


def test_the_scope_of_a_role_over_one_application_is_kept(tmp_path: Path) -> None:
    found = tenant(tmp_path, {"x.json": [role(directoryScopeId=f"/{GROUP.upper()}")]})
    assert [one.scope for one in found.role_assignments] == [f"/{GROUP}"]


@pytest.mark.parametrize("rows", [[eligible(groupId=None)], []], ids=["rows", "none"])
def test_a_folder_named_by_the_tenant_is_no_group(rows: list[Object], tmp_path: Path) -> None:
    theirs = "aaaabbbb-1111-4222-8333-ccccddddeeee"
    listed = {"@odata.context": ELIGIBLE, "value": [one | {"id": "x"} for one in rows]}
    organization = [{"id": theirs, "displayName": "Contoso", "verifiedDomains": []}]
    write(tmp_path, {f"{theirs}/x.json": listed, f"{theirs}/z.json": organization})
    found = parsers.read([tmp_path], as_of=AS_OF, keep_records=True)
    assert found.id == theirs
    assert not found.memberships
    assert not found.groups
    assert theirs in (found.sources[0].error or "")


@pytest.mark.parametrize("told", ["ada@contoso.com;ben@contoso.com", ["ada@contoso.com"]])
def test_texts_for_members_are_told(told: object, tmp_path: Path) -> None:
    group = {"id": GROUP, "displayName": "Tier 0", "securityEnabled": True, "members": told}
    found = tenant(tmp_path, {"x.json": [group]})
    assert not found.memberships
    assert "texts_for_members" in codes(found.sources[0])


@pytest.mark.parametrize(
    ("told", "restricted"),
    [
        ({"isMemberManagementRestricted": True}, True),
        ({"isMemberManagementRestricted": None}, False),
        ({"membershipType": None}, None),
    ],
)
def test_a_unit_is_not_restricted_where_graph_says_null(
    told: Object, tmp_path: Path, *, restricted: bool | None
) -> None:
    row = {"id": GROUP, "displayName": "Vault"} | told
    context = f"{GRAPH}directory/administrativeUnits"
    found = tenant(tmp_path, {"x.json": {"@odata.context": context, "value": [row]}})
    assert [one.restricted for one in found.units.values()] == [restricted]


def permission(principal: str, resource: str) -> Object:
    return {
        "id": f"{principal}{resource}", "appRoleId": ROLE, "principalId": principal,
        "principalType": "ServicePrincipal", "resourceId": resource, "resourceDisplayName": "R",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("context", "rows", "whole"),
    [
        ("appRoleAssignments", [permission(ADA, GROUP)], True),
        (f"servicePrincipals('{GROUP}')/appRoleAssignedTo", [permission(ADA, GROUP)], True),
        (f"servicePrincipals('{ADA}')/appRoleAssignments", [permission(ADA, GROUP)], False),
        (f"servicePrincipals('{ADA}')/appRoleAssignments", [], False),
        ("appRoleAssignments", [permission(ADA, GROUP), permission(ADA, ROLE)], False),
        ("appRoleAssignments", [permission(ADA, GROUP), permission(ROLE, ADA)], True),
    ],
)
def test_what_one_application_may_is_no_list_of_all(
    tmp_path: Path, context: str, rows: list[Object], *, whole: bool
) -> None:
    page = {"@odata.context": f"https://graph.microsoft.com/v1.0/$metadata#{context}"}
    found = tenant(tmp_path, {"x.json": page | {"value": rows}})
    assert found.coverage.complete("app_role_assignments") is whole
    assert len(found.app_permissions) == len(rows)
