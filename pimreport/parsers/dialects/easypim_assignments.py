"""EasyPIM's Get-PIMGroup*Assignment and Get-PIMEntraRole*Assignment.

Of groups, its ``memberType`` is Graph's ``accessId``, its ``assignmentType`` Graph's
``memberType``, and the group is the first part of ``id``; of roles both words are Graph's own.
The commands themselves count their rows in a text before them, which tells eligible from active
and the group (kayasax/EasyPIM, functions/Get-PIM*Assignment.ps1, read 2026-11-26).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers import filenames
from pimreport.parsers.dialect import Dialect, Translation, folded, state_in_name
from pimreport.parsers.document import Page
from pimreport.parsers.problems import UnreadableError

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
_COUNTED = re.compile(r"\b(eligible|active) assignment\(s\) found", re.IGNORECASE)
_WORDS_OF_STATE = {"assigned": "active", "activated": "active", "eligible": "eligible"}
_FROM_NAME = "This is EasyPIM's table; only the file name says that its rows are {}."
_BY_ABSENCE = (
    "This is EasyPIM's table of roles. No row has an assignment type (Assigned or Activated), as "
    "Get-PIMEntraRoleEligibleAssignment writes it: the rows were read as eligible."
)
_SUMMARY = (
    "This is the -summary of EasyPIM's group assignments: it names neither the group nor member or "
    "owner. Export without -summary."
)
_STANDING = (
    "EasyPIM does not tell an assigned member of a group from an activated one: whoever is not "
    "eligible elsewhere in the evidence counts as listed, not as permanently active."
)


def _principal(row: Raw) -> Raw:
    kind = str(row.get("principaltype") or row.get("type") or "")
    return {
        "@odata.type": kind if kind.startswith("#") or not kind else f"#microsoft.graph.{kind}",
        "id": row.get("principalid"),
        "displayName": row.get("principalname"),
        "mail": row.get("principalemail") or None,
    }


def _group_row(row: Raw, group: str | None) -> Raw:
    found = filenames.guids(str(row.get("id") or "").partition("_")[0])
    return {
        "id": row.get("id"),
        "groupId": found[0] if found else group,
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
    if "membertype" in row:
        made["memberType"] = row["membertype"]
    if str(row.get("assignmenttype") or "").lower() in {"assigned", "activated"}:
        made["assignmentType"] = row["assignmenttype"]
    return made


def _groups(page: Page, label: str) -> Translation:
    state, warnings = _counted(page)
    if state is None:
        state = state_in_name(label)
        warnings = [_warning("state_only_in_file_name", _FROM_NAME.format(state))]
    counted = filenames.guids(" ".join(page.notes))
    group = counted[0] if counted else None
    rows = [(number, _group_row(folded(raw), group)) for number, raw in page.rows]
    if state == "active":
        warnings = [*warnings, _warning("assigned_or_activated_unknown", _STANDING)]
    return _translated(page, rows, _GROUP_TYPES[state], warnings)


def _roles(page: Page, label: str) -> Translation:
    read = [(number, folded(raw)) for number, raw in page.rows]
    if read and not any(row.get("roleid") for _, row in read):
        raise UnreadableError(_SUMMARY)
    state, warnings = _counted(page)
    if state is None:
        state, warnings = _state_of_roles([row for _, row in read], label)
    rows = [(number, _role_row(row)) for number, row in read]
    return _translated(page, rows, _ROLE_TYPES[state], warnings)


def _state_of_roles(rows: list[Raw], label: str) -> tuple[str, list[SourceWarning]]:
    """By the rows' own words; by their absence, if the file's name does not speak against it."""
    told = {
        state
        for row in rows
        if (state := _WORDS_OF_STATE.get(str(row.get("assignmenttype") or "").lower()))
    }
    if len(told) == 1:
        return told.pop(), []
    if told:
        message = (
            "The file joins eligible and active assignments of EasyPIM; export them to two files."
        )
        raise UnreadableError(message)
    if rows and all("assignmenttype" in row for row in rows):
        name = label.rpartition("/")[2].lower()
        if "active" not in name.replace("inactive", "") or "eligib" in name:
            return "eligible", [_warning("eligible_by_absence", _BY_ABSENCE)]
    state = state_in_name(label)
    return state, [_warning("state_only_in_file_name", _FROM_NAME.format(state))]


def _counted(page: Page) -> tuple[str | None, list[SourceWarning]]:
    """What the command said while it exported: ``2 eligible assignment(s) found for group ...``."""
    told = {found.group(1).lower() for note in page.notes if (found := _COUNTED.search(note))}
    return (told.pop(), []) if len(told) == 1 else (None, [])


def _warning(code: str, message: str) -> SourceWarning:
    return SourceWarning(code=code, message=message)


def _translated(
    page: Page, rows: list[tuple[int, Raw]], kind: str, warnings: list[SourceWarning]
) -> Translation:
    made = Page(rows=rows, type=kind, tabular=page.tabular, columns=page.columns)
    return Translation(pages=[made], warnings=warnings)


EASYPIM_GROUPS = Dialect(
    name="easypim_group_assignments",
    title="EasyPIM, group assignments",
    keys=frozenset({"principalname", "principalid", "membertype", "assignmenttype", "id"}),
    never=frozenset({"rolename", "roleid", "roledefinitionid", "groupid"}),
    translate=_groups,
)
EASYPIM_ROLES = Dialect(
    name="easypim_role_assignments",
    title="EasyPIM, role assignments",
    keys=frozenset({"rolename", "roleid", "principalid", "directoryscopeid"}),
    never=frozenset({"roledefinitionid", "scopeid"}),
    translate=_roles,
)
