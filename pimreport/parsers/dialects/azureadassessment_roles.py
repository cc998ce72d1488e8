"""AzureADAssessment's RoleAssignmentReport.csv: eligible and active roles in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

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
    word = str(row.get("assignmenttype") or "").lower()
    if word in {"assigned", "activated"}:
        made["assignmentType"] = word
    return made


def _translate(page: Page, _label: str) -> Translation:
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
    keys=frozenset(
        {"roledefinitiontemplateid", "principalid", "assignmenttype", "directoryscopetype"}
    ),
    translate=_translate,
)
