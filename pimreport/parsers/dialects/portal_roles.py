"""Entra admin center, PIM > Microsoft Entra roles > Assignments > Export: names, no object ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.parsers import moments
from pimreport.parsers.dialect import Dialect, Translation, numbered
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw


def _row(row: Raw) -> Raw:
    end = row.get("assignmentendtime(utc)")
    return {
        "state": str(row.get("assignmentstate") or "").lower() or None,
        "principalDisplayName": row.get("usergroupname"),
        "principalUserPrincipalName": row.get("principalname"),
        "roleName": row.get("rolename"),
        "memberType": str(row.get("membertype") or "").lower() or None,
        "startDateTime": row.get("assignmentstarttime(utc)"),
        "endDateTime": end,
        "isPermanent": isinstance(end, str) and moments.says_never(end),
    }


def _translate(page: Page, _label: str) -> Translation:
    rows = numbered(page.rows, _row)
    return Translation(pages=[Page(rows=rows, type="roleAssignmentByName", tabular=True)])


PORTAL_ROLES = Dialect(
    name="portal_pim_roles",
    title="Entra admin center, PIM role assignments",
    keys=frozenset({"assignmentstate", "usergroupname", "rolename", "membertype"}),
    translate=_translate,
)
