"""EntraExporter's PIM folders: an eligibility with the policy that governs it inside.

One object per file. ``PIM/Groups``: schedules of groups; groups without an eligibility have no
file. ``PIM/DirectoryRoles``: instances of eligible roles (microsoft/EntraExporter,
Get-AzurePIMGroups.ps1 and Get-AzurePIMDirectoryRoles.ps1, read 2026-11-26).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_OF_GROUPS = (
    "EntraExporter writes eligible assignments of PIM groups only: who is an active member is "
    "not in it, and groups without an eligible member or owner are absent altogether."
)
_OF_ROLES = (
    "EntraExporter writes eligible roles here, with the policies of those roles only: roles for "
    "which nobody is eligible have no file, so their policies are not in it. Its lists of active "
    "roles hold assigned ones only, not activated ones."
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


def _policy(row: Raw, what: object, scope: object) -> Raw | None:
    """The policy of the access or role that the row is about; None where there is none."""
    policy: Any = row.get("policy")
    if isinstance(policy, list):
        policy = policy[0] if policy else None
    if not isinstance(policy, dict) or not scope or not what:
        return None
    inner = folded(policy)
    identity = inner.get("policyid") or inner.get("id")
    if isinstance(inner.get("policy"), dict):  # an assignment with the policy expanded
        policy = inner["policy"]
        inner = folded(policy)
        identity = inner.get("id") or identity
    identity = identity or f"entraexporter_{scope}_{what}".lower()
    return {
        "id": f"{identity}_{what}",
        "policyId": identity,
        "roleDefinitionId": what,
        "scopeId": scope,
        "scopeType": "DirectoryRole" if scope == "/" else "Group",
        "policy": policy,
    }


def _group_policy(row: Raw) -> Raw | None:
    return _policy(row, str(row.get("accessid") or "").lower(), row.get("groupid"))


def _translated(
    schedules: list[tuple[int, Raw]], policies: list[tuple[int, Raw]], kind: str, said: str
) -> Translation:
    pages = [Page(rows=schedules, type=kind)]
    if policies:
        pages.append(Page(rows=policies, type="unifiedRoleManagementPolicyAssignment"))
    warning = SourceWarning(code="eligible_only", message=said)
    return Translation(pages=pages, warnings=[warning])


def _groups(page: Page, _label: str) -> Translation:
    rows = [(number, folded(row)) for number, row in page.rows]
    schedules = [(number, _schedule(row)) for number, row in rows]
    policies = [(number, made) for number, row in rows if (made := _group_policy(row))]
    return _translated(schedules, policies, "privilegedAccessGroupEligibilitySchedule", _OF_GROUPS)


def _roles(page: Page, _label: str) -> Translation:
    extra = {"principalname", "rolename", "policy"}
    rows = [
        (number, {name: value for name, value in row.items() if name.lower() not in extra})
        for number, row in page.rows
    ]
    policies = [
        (number, made)
        for number, row in page.rows
        if (made := _policy(folded(row), folded(row).get("roledefinitionid"), "/"))
    ]
    return _translated(rows, policies, "unifiedRoleEligibilityScheduleInstance", _OF_ROLES)


ENTRAEXPORTER = Dialect(
    name="entraexporter_pim_groups",
    title="EntraExporter, PIM/Groups",
    keys=frozenset({"groupname", "principalname", "accessid", "groupid", "principalid"}),
    translate=_groups,
)
ENTRAEXPORTER_ROLES = Dialect(
    name="entraexporter_pim_roles",
    title="EntraExporter, PIM/DirectoryRoles",
    keys=frozenset({"rolename", "principalname", "roledefinitionid", "principalid", "membertype"}),
    never=frozenset({"accessid", "recordtype", "assignmentstate"}),
    translate=_roles,
)
