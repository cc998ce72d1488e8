"""EasyPIM's Get-PIMGroupPolicy and Get-PIMEntraRolePolicy: one flat row per policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.parsers import filenames
from pimreport.parsers.dialect import Dialect, Translation, numbered
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_APPROVER = re.compile(
    r'"?id"?\s*=\s*"([^"]+)"(?:\s*;\s*"?description"?\s*=\s*"([^"]*)")?'
    r'(?:\s*;\s*"?userType"?\s*=\s*"(\w+)")?',
    re.IGNORECASE,
)


def _row(row: Raw) -> Raw:
    policy = str(row.get("policyid") or "")
    role = str(row.get("rolename") or "").lower()
    group = filenames.guids(policy)[:1] if policy.lower().startswith("group_") else []
    return {
        "id": f"{policy}_{role if group else row.get('roleid')}",
        "policyId": policy or None,
        "roleDefinitionId": role if role in {"member", "owner"} else row.get("roleid"),
        "scopeId": group[0] if group else "/",
        "scopeType": "Group" if group else "DirectoryRole",
        "policy": {"id": policy, "rules": list(_rules(row))},
    }


def _rules(row: Raw) -> list[Raw]:
    return [
        {"id": "Expiration_EndUser_Assignment", "maximumDuration": row.get("activationduration")},
        {"id": "Enablement_EndUser_Assignment", "enabledRules": _words(row, "enablementrules")},
        {
            "id": "Enablement_Admin_Assignment",
            "enabledRules": _words(row, "activeassignmentrules", "activeassignmentrequirement"),
        },
        {
            "id": "AuthenticationContext_EndUser_Assignment",
            "isEnabled": _flag(row.get("authenticationcontext_enabled")),
            "claimValue": row.get("authenticationcontext_value") or None,
        },
        {"id": "Approval_EndUser_Assignment", "setting": _approval(row)},
        {
            "id": "Expiration_Admin_Eligibility",
            "isExpirationRequired": _not(_flag(row.get("allowpermanenteligibleassignment"))),
            "maximumDuration": row.get("maximumeligibleassignmentduration"),
        },
        {
            "id": "Expiration_Admin_Assignment",
            "isExpirationRequired": _not(_flag(row.get("allowpermanentactiveassignment"))),
            "maximumDuration": row.get("maximumactiveassignmentduration"),
        },
    ]


def _approval(row: Raw) -> Raw:
    """Approvers stand in one text, ``@{"id"="..";"description"="..";"userType"="user"},``."""
    text = row.get("approvers")
    setting: Raw = {"isApprovalRequired": _flag(row.get("approvalrequired"))}
    if isinstance(text, str):
        approvers = [
            {
                "@odata.type": "#microsoft.graph."
                + ("groupMembers" if kind.lower() == "group" else "singleUser"),
                "id": identity,
                "description": name,
            }
            for identity, name, kind in _APPROVER.findall(text)
        ]
        # A text in which nobody was found is not the same as no approvers.
        if approvers or not text.strip():
            setting["approvalStages"] = [{"primaryApprovers": approvers}]
    return setting


def _words(row: Raw, *names: str) -> list[str] | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, list):
            return [str(one) for one in value]
        if isinstance(value, str):
            return re.split(r"[\s,;]+", value.strip()) if value.strip() else []
    return None


def _flag(value: object) -> bool | None:
    return {"true": True, "false": False}.get(str(value).lower())


def _not(value: bool | None) -> bool | None:  # noqa: FBT001 - a negation of one value
    return None if value is None else not value


def _translate(page: Page, _label: str) -> Translation:
    rows = numbered(page.rows, _row)
    return Translation(pages=[Page(rows=rows, type="unifiedRoleManagementPolicyAssignment")])


EASYPIM_POLICIES = Dialect(
    name="easypim_policies",
    keys=frozenset({"rolename", "policyid", "activationduration", "enablementrules"}),
    translate=_translate,
)
