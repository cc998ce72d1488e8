"""``groups``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Group, GroupId
from pimreport.parsers import object_ids, strangers
from pimreport.parsers.nulls import retrieved
from pimreport.parsers.resource import Assumption, Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

_LITTLE = frozenset({"id", "displayName", "description"})


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Group]:
    null_is_no = retrieved(rows, "isAssignableToRole", witness="securityEnabled")
    cloud_is_told = retrieved(rows, "onPremisesSyncEnabled", witness="securityEnabled")
    if not null_is_no and any("isAssignableToRole" in row for row in rows):
        reading.warn(
            "not_selected:isAssignableToRole",
            "isAssignableToRole is empty in every row and the other columns show that it was not "
            "retrieved: whether a group is role-assignable is unknown from this file. Use "
            "Get-MgGroup -All -Property Id,DisplayName,GroupTypes,IsAssignableToRole,"
            "IsManagementRestricted,OnPremisesSyncEnabled,SecurityEnabled.",
        )
    _tell_texts_for_members(rows, reading)
    others = strangers.turned_away(rows, strangers.GROUPS, reading)
    for row in rows:
        if row in others:
            continue
        group = row.id()
        if group is None:
            reading.reject(row, "it has no id")
            continue
        if why := object_ids.damage(group):
            reading.reject(row, f"its id {why}")
            continue
        kinds = row.strings("groupTypes")
        words = None if kinds is None else {kind.lower() for kind in kinds}
        yield Group(
            id=GroupId(group),
            name=row.text("displayName"),
            role_assignable=_flag(row, "isAssignableToRole", null_is_no=null_is_no),
            dynamic=None if words is None else "dynamicmembership" in words,
            microsoft_365=None if words is None else "unified" in words,
            synced=_flag(row, "onPremisesSyncEnabled", null_is_no=cloud_is_told),
            restricted=row.flag("isManagementRestricted"),
            origins=reading.origin(row),
        )


def _tell_texts_for_members(rows: Sequence[Row], reading: Reading) -> None:
    """A script may have put its own words for members into the groups; ids alone can be joined."""
    for row in rows:
        for what in ("members", "owners"):
            told = row.values.get(what)
            if (isinstance(told, str) and told) or (isinstance(told, list) and row.strings(what)):
                reading.warn(
                    f"texts_for_{what}",
                    f"Row {row.number} has texts for {what}, no objects with ids: nobody's membership or "
                    f"ownership was read from them. Export each group's list with Get-MgGroup"
                    f"{what[:-1].capitalize()} -All -GroupId <group id> | ConvertTo-Json -Depth 5.",
                )


def _flag(row: Row, name: str, *, null_is_no: bool) -> bool | None:
    """Graph writes null for no; null in a property that was not retrieved means nothing."""
    value = row.flag(name)
    if value is None and null_is_no and row.survived(name):
        return False
    return value


GROUPS = Resource(
    name="groups",
    parse=_parse,
    keys=frozenset({"id", "displayName"}),
    one_of=frozenset(
        {
            "groupTypes", "securityEnabled", "mailEnabled", "isAssignableToRole", "mailNickname",
            "isManagementRestricted", "membershipRule", "membershipRuleProcessingState",
            "onPremisesSyncEnabled", "securityIdentifier", "preferredDataLocation", "theme",
            "proxyAddresses", "resourceProvisioningOptions", "resourceBehaviorOptions",
        }
    ),
    little=_LITTLE
    | {
        "mail", "visibility", "createdDateTime", "deletedDateTime", "expirationDateTime",
        "renewedDateTime", "additionalProperties", "classification", "groupType",
    },
    never=frozenset(
        {
            "@odata.type", "accessId", "accountEnabled", "action", "allowedCombinations", "appId",
            "conditions", "grantControls", "isAvailable", "isBuiltIn",
            "isMemberManagementRestricted", "isMfaRegistered", "isOrganizationDefault",
            "isPrivileged", "membershipType", "policyId", "principalId", "roleDefinitionId",
            "rolePermissions", "roleTemplateId", "rules", "scopeId", "servicePrincipalType",
            "state", "templateId", "userPrincipalName", "userType", "verifiedDomains", "groupId",
            "administrativeUnitId", "operatingSystem", "deviceId", "externalId", "appRoles",
        }
    ),
    contexts=("groups",),
    types=("group",),
    assumption=Assumption(
        code="assumed_groups",
        sentence=(
            "The file holds ids and names only, or besides what users and others have as well, so it looks "
            "like a list of groups."
        ),
        confirmed_by=tuple(
            frozenset({name})
            for name in (
                "groupTypes", "securityEnabled", "mailEnabled", "isAssignableToRole", "theme",
                "resourceProvisioningOptions", "resourceBehaviorOptions", "groupType",
            )
        ),
        others=(
            r"users?|members?|owners?|roles?|service|app(?:s|lication)?(?![a-z])|devices?|units?"
            r"|polic|context|strength|guests?|people|admins?(?![a-z])|organi[sz]ation|tenant"
        ),
        own="group",
    ),
    reads=frozenset({"id", "groupTypes", "isAssignableToRole", "members", "owners"}),
    compared=("displayName", "isAssignableToRole"),
    command="Get-MgGroup -All",
)  # fmt: skip
