"""Export-PIMGroupReport's CSV: schedules and instances of both kinds in one table, with ids.

A row is repeated for every transitive member of a group that is a member; those repetitions say
nothing that the nested group's own rows do not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_TYPES = {
    "eligibilityschedule": "privilegedAccessGroupEligibilitySchedule",
    "eligibilityinstance": "privilegedAccessGroupEligibilityScheduleInstance",
    "assignmentschedule": "privilegedAccessGroupAssignmentSchedule",
    "assignmentinstance": "privilegedAccessGroupAssignmentScheduleInstance",
}


def _row(row: Raw, kind: str) -> Raw:
    word = str(row.get("principaltype") or "")
    made: Raw = {
        "id": row.get("scheduleid"),
        "groupId": row.get("groupid"),
        "group": {"id": row.get("groupid"), "displayName": row.get("groupdisplayname")},
        "principalId": row.get("principalid"),
        "principal": {
            "@odata.type": f"#microsoft.graph.{word}" if word else None,
            "id": row.get("principalid"),
            "displayName": row.get("principaldisplayname"),
            "userPrincipalName": row.get("principaluserprincipalname") or None,
        },
        "accessId": row.get("accesstype"),
        "memberType": row.get("membertype"),
    }
    if kind.startswith("assignment"):
        made["assignmentType"] = row.get("assignmenttype")
    if kind.endswith("instance"):
        dates = {"startDateTime": row.get("startdatetime"), "endDateTime": row.get("enddatetime")}
        return made | dates
    expiration = {"type": row.get("expirationtype"), "endDateTime": row.get("enddatetime")}
    return made | {
        "status": row.get("status"),
        "createdDateTime": row.get("createddatetime"),
        "scheduleInfo": {"startDateTime": row.get("startdatetime"), "expiration": expiration},
    }


def _translate(page: Page, _label: str) -> Translation:
    found: dict[str, dict[object, tuple[int, Raw]]] = {kind: {} for kind in _TYPES}
    unknown: set[str] = set()
    for number, raw in page.rows:
        row = folded(raw)
        kind = str(row.get("recordtype") or "").lower()
        if kind in found:
            found[kind].setdefault(row.get("scheduleid") or number, (number, _row(row, kind)))
        else:
            unknown.add(kind)
    pages = [
        Page(rows=list(rows.values()), type=_TYPES[kind], tabular=page.tabular)
        for kind, rows in found.items()
        if rows
    ]
    message = f"Rows of these record types were not used: {', '.join(sorted(unknown))}."
    warnings = [SourceWarning(code="not_used", message=message)] if unknown else []
    return Translation(pages=pages, warnings=warnings)


PIM_GROUP_REPORT = Dialect(
    name="export_pim_group_report",
    title="Export-PIMGroupReport",
    keys=frozenset({"groupid", "principalid", "accesstype", "recordtype", "scheduleid"}),
    translate=_translate,
)
