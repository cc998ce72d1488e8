"""What a page holds, by its content: context, declared type, then the properties of its rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.parsers import folders
from pimreport.parsers.names import KNOWN
from pimreport.parsers.problems import UndecidedListError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pimreport.parsers.document import Page
    from pimreport.parsers.resource import Resource

_DIRECTORY_OBJECTS = frozenset(
    {"user", "group", "serviceprincipal", "device", "orgcontact", "directoryobject"}
)
_BARE_OBJECT = frozenset({"id", "deletedDateTime", "additionalProperties"})
_UNIT_IN_NAME = re.compile(
    r"administrative[ _-]?unit|admin[ _-]?unit|(?:^|[/_ -])r?m?au(?:s|[/_ -])"
)
_OF_GROUPS = frozenset(
    {"groupTypes", "securityEnabled", "mailEnabled", "isAssignableToRole", "mail"}
)
_MANY_KEYS = 30
_COLLECTION = re.compile(r"#Collection\((?:microsoft\.graph\.)?(\w+)\)", re.IGNORECASE)


TRANSITIVE = (
    "transitiveMembers lists the members of nested groups as if they were the group's own, so it "
    "does not tell who is a member of what. Export each group's members."
)
_MEMBER_OF = (
    "memberOf lists what somebody is a member of; who is a member of what, groups' members tell."
)
_DIRECTORY_ROLES = (
    "These are directoryRoles: they tell who holds a role, but not for how long, at which scope or by "
    "which schedule. Export roleAssignmentScheduleInstances."
)
_NOT_USED = {
    "entitlementmanagement": "Roles of entitlement management (access packages) grant no directory role.",
    "rolemanagement/devicemanagement": "Intune's roles are no directory roles.",
    "rolemanagement/cloudpc": "Windows 365's roles are no directory roles.",
    "rolemanagement/exchange": "Exchange's own roles are no directory roles.",
    "rolemanagement/enterpriseapps": "Roles of applications are no directory roles.",
    "transitiveroleassignments": "transitiveRoleAssignments lists the roles of one principal and of its groups, so it does not tell who else holds one. Export roleAssignmentScheduleInstances.",
    "scopedrolemember": "Roles scoped to administrative units are among the role assignments; export those.",
    "privilegedaccess/group/resources": "Which groups PIM manages tells not who is in them; export their schedules.",
    "governanceresources": "Which groups PIM manages tells not who is in them; export their schedules.",
    "transitivemembers": TRANSITIVE,
    "transitivememberof": TRANSITIVE,
    "memberof": _MEMBER_OF,
    "directoryroles/": _DIRECTORY_ROLES,
    "auditlogs": "Sign-ins and audit records grant nothing.",
    "serviceprincipalsigninactivities": "Sign-ins of applications grant nothing.",
    "schedulerequests": "Requests tell what was asked for, not what holds; schedules and instances do.",
}
_REQUESTS = (
    "These are schedule requests: they tell what was asked for, not what holds. Export the schedules or "
    "instances."
)
_TELLING = {
    "privilegedGroupId": "These rows repeat a role for every member of a group. Export the groups' members and the roles' own assignments.",
    **dict.fromkeys(("action", "completedDateTime", "approvalId"), _REQUESTS),
    "reviewers": "These are access reviews themselves, not what was decided in them. Export the decisions of their instances.",
    "subjectId": "These are assignments of PIM's first API (Get-AzureADMSPrivilegedRoleAssignment), which is retired and says neither member nor owner. Export roleAssignmentScheduleInstances, roleEligibilityScheduleInstances and the groups' schedules from Microsoft Graph.",
    "userMemberSettings": "These are settings of PIM's first API (Get-AzureADMSPrivilegedRoleSetting), which is retired. Export the policies from Microsoft Graph (Get-MgPolicyRoleManagementPolicyAssignment).",
    "groupMemberType": "This is a list of the MSOnline module (Get-MsolGroupMember), which is retired; its rows do not say whose members they are. Export with Get-MgGroupMember.",
    "roleMemberType": "This is a list of the MSOnline module (Get-MsolRoleMember), which is retired; its rows do not say which role they are in. Export roleAssignmentScheduleInstances from Microsoft Graph.",
    "roleTemplateId": _DIRECTORY_ROLES,
}


_OF_TESTS = frozenset({"testId", "testStatus"})
_TESTS = "These are what ZeroTrustAssessment's own tests found, not what the tenant has."
_TRANSLATED = (
    "No property has a name of Graph's: if it was downloaded from a portal, download it again with the "
    "portal in English, since it names columns in its language."
)
_LISTS_OF_OTHERS = (
    (re.compile("transitive"), TRANSITIVE),
    (re.compile("member[ _-]?of"), _MEMBER_OF),
    (re.compile("directory[ _-]?role|role[ _-]?members?"), _DIRECTORY_ROLES),
)
"""What a file's name says its directory objects are, other than a group's or unit's members."""


class NotUsedError(UnreadableError):
    """The file is a known export that says nothing this report needs."""


def context_path(context: str) -> str:
    """``groups/members`` of ``https://.../$metadata#groups('<id>')/members(id,displayName)``."""
    path = context.rpartition("$metadata#")[2] or context
    path = _without_parentheses(path)
    return re.sub(r"/(?:\$entity|microsoft\.graph\.\w+)", "", path).strip("/")


def _without_parentheses(text: str) -> str:
    """What stands outside of parentheses, in one pass however deep they are nested."""
    kept: list[str] = []
    opened: list[int] = []
    for char in text:
        kept.append(char)
        if char == "(":
            opened.append(len(kept) - 1)
        elif char == ")" and opened:
            del kept[opened.pop() :]
    return "".join(kept)


def by_declaration(page: Page, resources: Iterable[Resource]) -> Resource | None:
    """The resource that the page's context or type names, if it names one.

    Raises:
        NotUsedError: it names something that is no evidence here.
    """
    path = context_path(page.context).lower() if page.context else ""
    for part, why in _NOT_USED.items():
        if part in path:
            raise NotUsedError(why)
    word = (of_current_user(page) or page.type or "").lower()
    for resource in resources:
        if path and any(
            path == one.lower() or path.endswith("/" + one.lower()) for one in resource.contexts
        ):
            return resource
    for resource in resources:
        if word and word in (one.lower() for one in resource.types):
            return resource
    return None


def of_current_user(page: Page) -> str | None:
    """The type of what Graph's ``filterByCurrentUser`` returned, whose context names no list."""
    found = _COLLECTION.search(page.context or "")
    return found.group(1) if found else None


def by_properties(keys: frozenset[str], resources: Iterable[Resource]) -> Resource:
    """The one resource whose properties these are.

    Raises:
        UnreadableError: none fits, or several do; the sentence lists the properties found.
    """
    fitting = [resource for resource in resources if resource.fits(keys)]
    if len(fitting) == 1:
        return fitting[0]
    found = ", ".join(sorted(keys)[:_MANY_KEYS]) or "none"
    if not fitting and keys >= _OF_TESTS:
        raise NotUsedError(_TESTS)
    for name, why in _TELLING.items():
        if name in keys and not fitting:
            raise UnreadableError(why)
    if not fitting and (why := _why_so_little(keys)):
        raise UnreadableError(why)
    if not fitting:
        message = (
            f"No known export has these properties: {found}. If it is one, export it again with "
            "all its properties (no Select-Object), as `pimreport collector` does."
        )
        raise UnreadableError(message if keys & KNOWN or not keys else f"{message} {_TRANSLATED}")
    names = ", ".join(resource.name for resource in fitting)
    message = (
        f"These properties fit several exports ({names}): {found}. Export again with all "
        "properties (no Select-Object)."
    )
    raise UnreadableError(message)


def _why_so_little(keys: frozenset[str]) -> str:
    """What rows lack that name somebody and not in what, or nothing but ids."""
    told = {key for key in keys if "@" not in key}
    if told <= {"id", "deletedDateTime", "additionalProperties"} and "id" in told:
        return (
            "The file has no properties: id alone. Nothing tells whether these are groups, members or "
            "owners, and of what. Export again without Select-Object (members: Get-MgGroupMember -All "
            "-GroupId <group id> | ConvertTo-Json -Depth 5)."
        )
    if "principalId" in keys and not {"groupId", "roleDefinitionId", "appRoleId"} & keys:
        return (
            f"These rows name principals and not what they are in or may activate (no groupId, no "
            f"roleDefinitionId); their properties: {', '.join(sorted(keys)[:_MANY_KEYS])}. Export again "
            "with all properties (no Select-Object), as `pimreport collector` does."
        )
    return ""


def refuse_other_grants(resource: Resource, page: Page) -> None:
    """Rows that look like PIM's in a page that Graph calls something else.

    Raises:
        UnreadableError: roles and groups of other services have the same properties.
    """
    path = context_path(page.context) if page.context else ""
    if path and {"principalId"} <= resource.keys:
        message = (
            f"The file says of itself (@odata.context) that it is {path[:100]!r}. Its rows look like "
            f"{resource.name}, which Graph does not call so: they may be grants of another service. "
            "Export the list itself, as `pimreport collector` does."
        )
        raise UnreadableError(message)


def refuse_contradiction(resource: Resource, keys: frozenset[str], label: str) -> None:
    """Rows look like what they are only for want of columns, in a file that is called otherwise.

    Raises:
        UnreadableError: the file name speaks of something else, and no property decides.
    """
    name, assumption = label.rpartition("/")[2].lower(), resource.assumption
    if assumption is None or not assumption.holds(keys):
        return
    other = re.search(assumption.others, name)
    if other and not (assumption.own and assumption.own in name):
        message = (
            f"{assumption.sentence} But the file's name speaks of {other.group()!r}. Export all "
            "properties (no Select-Object), so that the file itself tells."
        )
        raise UnreadableError(message)


def named_unit(resource: Resource, keys: frozenset[str], label: str) -> bool:
    """Ids and names alone may be of groups or of administrative units; then the name tells."""
    name = label.rpartition("/")[2].lower()
    return resource.name == "groups" and not keys & _OF_GROUPS and bool(_UNIT_IN_NAME.search(name))


def is_object_list(page: Page, keys: frozenset[str], types: set[str]) -> bool:
    """Directory objects of several kinds: members, owners, or an administrative unit's members."""
    if page.context:
        path = context_path(page.context).lower()
        return path.rpartition("/")[2] == "directoryobjects"
    if (page.type or "").lower() == "directoryobject":
        return True
    if "principalId" in keys or "roleDefinitionId" in keys:
        return False
    return bool(types & _DIRECTORY_OBJECTS) or (
        keys <= _BARE_OBJECT and "additionalProperties" in keys
    )


def object_list(
    label: str,
    named: Mapping[str, Resource],
    guids: Sequence[str],
    units: frozenset[str] = frozenset(),
) -> Resource:
    """Which list of directory objects it is; the content does not say, so the file name must.

    Args:
        label: the file's name, and the part of it.
        named: resources by name.
        guids: ids in the name.
        units: ids that other files show to be administrative units.

    Raises:
        NotUsedError: its name or folder says that it is a list of something else.
        UndecidedListError: the name says for which id, but not whether members or owners.
    """
    inside = folders.listed(label)
    label = label.lower()
    for pattern, why in _LISTS_OF_OTHERS:
        if pattern.search(label):
            raise NotUsedError(why)
    if inside is not None:
        if inside.why_not:
            raise NotUsedError(inside.why_not)
        if inside.kind == "administrativeunits":
            return named["administrative_unit_members"]
        return named["group_owners" if inside.what == "owners" else "group_members"]
    if len(guids) == 1 and guids[0] in units:
        return named["administrative_unit_members"]
    if "owner" in label:
        return named["group_owners"]
    if _UNIT_IN_NAME.search(label):
        return named["administrative_unit_members"]
    if "member" in label or not guids:
        return named["group_members"]
    message = (
        "The file lists directory objects and its name gives a group, but neither tells members "
        "from owners. Name it <group id>_members.json or <group id>_owners.json."
    )
    raise UndecidedListError(message)
