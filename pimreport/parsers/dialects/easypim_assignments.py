"""EasyPIM's Get-PIMGroup*Assignment and Get-PIMEntraRole*Assignment.

Its ``memberType`` is Graph's ``accessId``, its ``assignmentType`` Graph's ``memberType``; the
group is the first part of ``id``; eligible and active assignments have the same columns
(kayasax/EasyPIM, Get-PIMGroupEligibleAssignment.ps1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers import filenames
from pimreport.parsers.dialect import Dialect, Translation, numbered, state_in_name
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_GROUP_TYPES = {
    "eligible": "privilegedAccessGroupEligibilityScheduleInstance",
    "active": "privilegedAccessGroupAssignmentScheduleInstance",
}
_ROLE_TYPES = {
    "eligible": "unifiedRoleEligibilityScheduleInstance",
    "active": "unifiedRoleAssignmentScheduleInstance",
}


def _principal(row: Raw) -> Raw:
    kind = str(row.get("principaltype") or "")
    return {
        "@odata.type": kind if kind.startswith("#") or not kind else f"#microsoft.graph.{kind}",
        "id": row.get("principalid"),
        "displayName": row.get("principalname"),
        "userPrincipalName": row.get("principalemail") or None,
    }


def _group_row(row: Raw) -> Raw:
    found = filenames.guids(str(row.get("id") or "").partition("_")[0])
    return {
        "id": row.get("id"),
        "groupId": found[0] if found else None,
        "accessId": row.get("membertype"),
        "memberType": row.get("assignmenttype"),
        "principalId": row.get("principalid"),
        "principal": _principal(row),
        "startDateTime": row.get("startdatetime"),
        "endDateTime": row.get("enddatetime"),
    }


def _role_row(row: Raw) -> Raw:
    made: Raw = {
        "id": row.get("id"),
        "roleDefinitionId": row.get("roleid"),
        "roleDefinition": {"id": row.get("roleid"), "displayName": row.get("rolename")},
        "directoryScopeId": row.get("directoryscopeid"),
        "principalId": row.get("principalid"),
        "principal": _principal(row),
        "startDateTime": row.get("startdatetime"),
        "endDateTime": row.get("enddatetime"),
    }
    if "assignmenttype" in row:
        made["memberType"] = row["assignmenttype"]
    return made


def _groups(page: Page, label: str) -> Translation:
    state = state_in_name(label)
    rows = numbered(page.rows, _group_row)
    return _told(Page(rows=rows, type=_GROUP_TYPES[state], tabular=page.tabular), state)


def _roles(page: Page, label: str) -> Translation:
    state = state_in_name(label)
    rows = numbered(page.rows, _role_row)
    return _told(Page(rows=rows, type=_ROLE_TYPES[state], tabular=page.tabular), state)


def _told(page: Page, state: str) -> Translation:
    message = f"This is EasyPIM's table; only the file name says that its rows are {state}."
    return Translation(
        pages=[page], warnings=[SourceWarning(code="state_only_in_file_name", message=message)]
    )


EASYPIM_GROUPS = Dialect(
    name="easypim_group_assignments",
    keys=frozenset({"principalname", "principalid", "membertype", "assignmenttype", "id"}),
    never=frozenset({"rolename", "roleid", "roledefinitionid", "groupid"}),
    translate=_groups,
)
EASYPIM_ROLES = Dialect(
    name="easypim_role_assignments",
    keys=frozenset({"rolename", "roleid", "principalid", "directoryscopeid"}),
    never=frozenset({"roledefinitionid"}),
    translate=_roles,
)
