"""EasyPIM's Get-PIMGroupPolicy and Get-PIMEntraRolePolicy: one flat row per policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers import filenames
from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.parsers.document import Raw

_APPROVER = re.compile(
    r'"?id"?\s*=\s*"([^"]+)"(?:\s*;\s*"?description"?\s*=\s*"([^"]*)")?'
    r'(?:\s*;\s*"?userType"?\s*=\s*"(\w+)")?',
    re.IGNORECASE,
)
_ACCESS = ("member", "owner")
_EVENTS = {
    "eligibility": "Admin_Eligibility",
    "active": "Admin_Assignment",
    "activation": "EndUser_Assignment",
}
_RECIPIENTS = {
    "alert": "Admin",
    "assignee": "Requestor",
    "approver": "Approver",
    "approvers": "Approver",
}
_UNTOLD = (
    "EasyPIM wrote these policies without saying which is for members and which for owners; put "
    "member or owner into the file name, or export with Get-PIMGroupPolicy of a newer version."
)
_IN_NAME = "Only the file name says that these policies are for {}s."


def _row(row: Raw, access: str | None) -> Raw:
    policy = str(row.get("policyid") or "")
    role = str(row.get("rolename") or "").lower()
    group = str(row.get("groupid") or "").strip() or _group_of(policy)
    of_group = role if role in _ACCESS else access
    what = of_group if group else row.get("roleid")
    made: Raw = {
        "id": f"{policy}_{what}",
        "policyId": policy or None,
        "roleDefinitionId": what,
        "scopeId": group or "/",
        "scopeType": "Group" if group else "DirectoryRole",
    }
    # Without a duration Graph did not answer: empty words then mean nothing, not none.
    rules = list(_rules(row)) if row.get("activationduration") else []
    if what is None:  # a policy of which nobody says whose it is
        return made | {"id": policy or None, "rules": rules}
    return made | {"policy": {"id": policy, "rules": rules}}


def _group_of(policy: str) -> str | None:
    found = filenames.guids(policy) if policy.lower().startswith("group_") else []
    return found[0] if found else None


def _access_in_name(label: str) -> str | None:
    name = label.rpartition("/")[2].lower()
    found = [one for one in _ACCESS if one in name]
    return found[0] if len(found) == 1 else None


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
        *_notifications(row),
    ]


def _notifications(row: Raw) -> Iterator[Raw]:
    """Three columns each: ``Notification_Activation_Alert_Recipients`` and its neighbours."""
    for event, target in _EVENTS.items():
        for who, recipient in _RECIPIENTS.items():
            start = f"notification_{event}_{who}_"
            if not any(name.startswith(start) for name in row):
                continue
            yield {
                "id": f"Notification_{recipient}_{target}",
                "isDefaultRecipientsEnabled": _flag(row.get(f"{start}isdefaultrecipientenabled")),
                "notificationLevel": row.get(f"{start}notificationlevel") or None,
                "notificationRecipients": _words(row, f"{start}recipients"),
            }


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


def _translate(page: Page, label: str) -> Translation:
    access = _access_in_name(label)
    made = [(number, _row(folded(raw), access)) for number, raw in page.rows]
    whole = [one for one in made if "policy" in one[1]]
    loose = [one for one in made if "policy" not in one[1]]
    pages = [
        Page(rows=rows, type=kind)
        for rows, kind in (
            (whole, "unifiedRoleManagementPolicyAssignment"),
            (loose, "unifiedRoleManagementPolicy"),
        )
        if rows
    ]
    warnings = []
    if loose:
        warnings.append(SourceWarning(code="policy_of_whom_unknown", message=_UNTOLD))
    elif access and not all(_says_whose(folded(raw)) for _, raw in page.rows):
        message = _IN_NAME.format(access)
        warnings.append(SourceWarning(code="access_only_in_file_name", message=message))
    return Translation(pages=pages, warnings=warnings)


def _says_whose(row: Raw) -> bool:
    return bool(row.get("roleid")) or str(row.get("rolename") or "").lower() in _ACCESS


EASYPIM_POLICIES = Dialect(
    name="easypim_policies",
    title="EasyPIM, policies",
    keys=frozenset({"policyid", "activationduration", "enablementrules"}),
    translate=_translate,
)
