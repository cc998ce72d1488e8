"""AzureADAssessment's RoleAssignmentReport.csv: eligible and active roles in one table.

The versions read on 2026-11-26 write ``Assigned`` for eligible schedules as well
(AzureAD/AzureADAssessment, Get-AADAssessRoleAssignmentReport.ps1), so the table is believed only
where it does tell the two apart. Members of a group that holds a role are repeated below it as
``memberType`` Group: they hold nothing of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page
from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_SAME_WORD = (
    "AzureADAssessment's role report writes Assigned for eligible and for active assignments, so "
    "it cannot be told who holds a role and who may only activate it. Collect again with "
    "-SkipReportOutput and hand over the whole package: roleAssignmentSchedulesData.xml and "
    "roleEligibilitySchedulesData.xml in it tell them apart."
)
_TYPES = {
    True: "unifiedRoleEligibilityScheduleInstance",
    False: "unifiedRoleAssignmentScheduleInstance",
}


def _row(row: Raw) -> Raw:
    kind = str(row.get("principaltype") or "")
    made: Raw = {
        "id": row.get("id"),
        "principalId": row.get("principalid"),
        "roleDefinitionId": row.get("roledefinitionid"),
        "directoryScopeId": row.get("directoryscopeid"),
        "memberType": row.get("membertype"),
        "startDateTime": row.get("startdatetime"),
        "endDateTime": row.get("enddatetime"),
        "principal": {
            "@odata.type": f"#microsoft.graph.{kind}" if kind else None,
            "id": row.get("principalid"),
            "displayName": row.get("principaldisplayname"),
        },
        "roleDefinition": {
            "id": row.get("roledefinitionid"),
            "templateId": row.get("roledefinitiontemplateid"),
            "displayName": row.get("roledefinitiondisplayname"),
        },
    }
    word = str(row.get("assignmenttype") or "(empty)")
    return made if "eligib" in word.lower() else made | {"assignmentType": word}


def _tells_them_apart(page: Page) -> bool:
    """Some row is eligible; or the tenant has no PIM, whose rows the tool calls so."""
    told = [folded(row) for _, row in page.rows]
    return any("eligib" in str(row.get("assignmenttype")).lower() for row in told) or (
        bool(told) and all(str(row.get("status")).lower().startswith("gran") for row in told)
    )


def _translate(page: Page, _label: str) -> Translation:
    if not _tells_them_apart(page):
        raise UnreadableError(_SAME_WORD)
    pages = []
    for eligible, kind in _TYPES.items():
        rows = [
            (number, _row(folded(row)))
            for number, row in page.rows
            if ("eligib" in str(folded(row).get("assignmenttype")).lower()) is eligible
        ]
        if rows:
            pages.append(Page(rows=rows, type=kind, tabular=True))
    return Translation(pages=pages)


AZUREADASSESSMENT_ROLES = Dialect(
    name="azureadassessment_role_assignments",
    title="AzureADAssessment, RoleAssignmentReport",
    keys=frozenset(
        {"roledefinitiontemplateid", "principalid", "assignmenttype", "directoryscopetype"}
    ),
    translate=_translate,
)
