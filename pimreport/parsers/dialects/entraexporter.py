"""EntraExporter's PIM/Groups/<id>.json: an eligibility schedule with the group's policy inside.

One object per file; groups without an eligibility have no file (microsoft/EntraExporter,
Get-AzurePIMGroups.ps1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_SAYS = (
    "EntraExporter writes eligible assignments of PIM groups only: who is an active member is "
    "not in it, and groups without an eligible member or owner are absent altogether."
)


def _schedule(row: Raw) -> Raw:
    return {
        "id": row.get("id"),
        "groupId": row.get("groupid"),
        "group": {"id": row.get("groupid"), "displayName": row.get("groupname")},
        "principalId": row.get("principalid"),
        "principal": {"id": row.get("principalid"), "displayName": row.get("principalname")},
        "accessId": row.get("accessid"),
        "memberType": row.get("membertype"),
        "status": row.get("status"),
        "createdDateTime": row.get("createddatetime"),
        "modifiedDateTime": row.get("modifieddatetime"),
        "scheduleInfo": row.get("scheduleinfo"),
    }


def _policy(row: Raw) -> Raw | None:
    """The policy of the group and access that the row is about; None where there is none."""
    policy: Any = row.get("policy")
    if isinstance(policy, list):
        policy = policy[0] if policy else None
    if not isinstance(policy, dict) or not row.get("groupid"):
        return None
    inner = folded(policy)
    identity = inner.get("id") or inner.get("policyid")
    if isinstance(inner.get("policy"), dict):  # an assignment with the policy expanded
        policy = inner["policy"]
        inner = folded(policy)
        identity = inner.get("id") or identity
    access = str(row.get("accessid") or "").lower()
    identity = identity or f"entraexporter_{row['groupid']}_{access}"
    return {
        "id": f"{identity}_{access}",
        "policyId": identity,
        "roleDefinitionId": access,
        "scopeId": row["groupid"],
        "scopeType": "Group",
        "policy": policy,
    }


def _translate(page: Page, _label: str) -> Translation:
    rows = [(number, folded(row)) for number, row in page.rows]
    schedules = [(number, _schedule(row)) for number, row in rows]
    policies = [(number, made) for number, row in rows if (made := _policy(row))]
    pages = [Page(rows=schedules, type="privilegedAccessGroupEligibilitySchedule")]
    if policies:
        pages.append(Page(rows=policies, type="unifiedRoleManagementPolicyAssignment"))
    return Translation(
        pages=pages, warnings=[SourceWarning(code="eligible_groups_only", message=_SAYS)]
    )


ENTRAEXPORTER = Dialect(
    name="entraexporter_pim_groups",
    keys=frozenset({"groupname", "principalname", "accessid", "groupid", "principalid"}),
    translate=_translate,
)
