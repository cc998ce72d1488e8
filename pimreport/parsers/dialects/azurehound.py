"""AzureHound: ``{"data": [{"kind": ..., "data": {...}}]}``; ids in capitals, no end dates.

Go leaves out what is false or empty, so an absent flag is unknown here, never no
(SpecterOps/AzureHound, models/*.go, read 2026-11-26).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pimreport.parsers.document import Raw

_PLAIN = {
    "AZUser": "user",
    "AZGroup": "group",
    "AZRole": "unifiedRoleDefinition",
    "AZServicePrincipal": "servicePrincipal",
    "AZRoleEligibilityScheduleInstance": "unifiedRoleEligibilityScheduleInstance",
}
_ENABLED = {
    "endUserAssignmentRequiresMFA": "MultiFactorAuthentication",
    "endUserAssignmentRequiresJustification": "Justification",
    "endUserAssignmentRequiresTicketInformation": "Ticketing",
}
_NO_GROUPS = (
    "AzureHound collects no PIM for Groups: who is eligible for a group is not in it, and its "
    "members of a group may be standing or activated. Eligible roles have no end dates in it, and "
    "of policies only what they demand: whatever is absent is unknown, not waived."
)


def _assignments(data: Raw) -> Iterable[Raw]:
    for one in _objects(data.get("roleAssignments")):
        yield (
            one
            if one.get("roleDefinitionId")
            else one | {"roleDefinitionId": data.get("roleDefinitionId")}
        )


def _inside(key: str, inner: str) -> Callable[[Raw], Iterable[Raw]]:
    """Members or owners, each wrapped once more."""

    def listed(data: Raw) -> Iterable[Raw]:
        for one in _objects(data.get(key)):
            thing = one.get(inner)
            if isinstance(thing, dict):
                yield thing | {"groupId": one.get("groupId") or data.get("groupId")}

    return listed


def _policy(data: Raw) -> Iterable[Raw]:
    identity, role = str(data.get("id") or ""), str(data.get("roleDefinitionId") or "")
    policy = identity[: -len(role) - 1] if role and identity.lower().endswith(role.lower()) else ""
    rules: list[Raw] = []
    words = [word for flag, word in _ENABLED.items() if data.get(flag) is True]
    if len(words) == len(_ENABLED):  # some of them alone would make the others look waived
        rules.append({"id": "Enablement_EndUser_Assignment", "enabledRules": words})
    if data.get("endUserAssignmentRequiresCAPAuthenticationContext") is True:
        rules.append({"id": "AuthenticationContext_EndUser_Assignment", "isEnabled": True})
    if data.get("endUserAssignmentRequiresApproval") is True:
        rules.append(_approval(data))
    yield {
        "id": identity,
        "policyId": policy or f"azurehound_{role}",
        "roleDefinitionId": role or None,
        "scopeId": "/",
        "scopeType": "DirectoryRole",
        "policy": {"rules": rules},
    }


def _approval(data: Raw) -> Raw:
    approvers = [
        {"@odata.type": f"#microsoft.graph.{kind}", "id": identity}
        for kind, key in (
            ("singleUser", "endUserAssignmentUserApprovers"),
            ("groupMembers", "endUserAssignmentGroupApprovers"),
        )
        for identity in _texts(data.get(key))
    ]
    setting: Raw = {"isApprovalRequired": True}
    if approvers:
        setting["approvalStages"] = [{"primaryApprovers": approvers}]
    return {"id": "Approval_EndUser_Assignment", "setting": setting}


def _tenant(data: Raw) -> Iterable[Raw]:
    """The tenant that was collected; others are named because they trust or are trusted."""
    if data.get("collected") is not False and not data.get("external"):
        yield {"id": data.get("tenantId"), "displayName": data.get("displayName")}


def _texts(value: Any) -> list[str]:  # noqa: ANN401 - foreign JSON
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _objects(value: Any) -> list[Raw]:  # noqa: ANN401 - foreign JSON
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


_TAKEN_APART: dict[str, tuple[str, Callable[[Raw], Iterable[Raw]]]] = {
    "AZTenant": ("organization", _tenant),
    "AZRoleAssignment": ("unifiedRoleAssignment", _assignments),
    "AZGroupMember": ("groupMember", _inside("members", "member")),
    "AZGroupOwner": ("groupOwner", _inside("owners", "owner")),
    "AZRoleManagementPolicyAssignment": ("unifiedRoleManagementPolicyAssignment", _policy),
}


def _translate(page: Page, _label: str) -> Translation:
    rows: dict[str, list[tuple[int, Raw]]] = {}
    others: set[str] = set()
    for number, row in page.rows:
        kind, data = str(row.get("kind")), row.get("data")
        if not isinstance(data, dict):
            others.add(kind)
        elif kind in _PLAIN:
            rows.setdefault(_PLAIN[kind], []).append((number, data))
        elif kind in _TAKEN_APART:
            name, taken_apart = _TAKEN_APART[kind]
            found = rows.setdefault(name, [])
            found.extend((number, one) for one in taken_apart(data))
        else:
            others.add(kind)
    warnings = [SourceWarning(code="no_pim_groups", message=_NO_GROUPS)]
    if others:
        message = f"Kinds of AzureHound that were not used: {', '.join(sorted(others))}."
        warnings.append(SourceWarning(code="not_used", message=message))
    pages = [Page(rows=found, type=kind) for kind, found in rows.items() if found]
    return Translation(pages=pages, warnings=warnings)


def _is_wrapped(page: Page) -> bool:
    return any(
        str(row.get("kind", "")).startswith("AZ") and isinstance(row.get("data"), dict)
        for _, row in page.rows[:20]
    )


AZUREHOUND = Dialect(
    name="azurehound",
    title="AzureHound",
    keys=frozenset({"kind", "data"}),
    also=_is_wrapped,
    translate=_translate,
)
