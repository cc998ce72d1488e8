"""Rows of role management policies: the assignment, the policy, and its seventeen rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Access
from pimreport.synthetic.ids import guid
from pimreport.synthetic.roles import builtin_roles
from pimreport.synthetic.settings import UNTOUCHED_ROLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.synthetic.conditional_access import Row
    from pimreport.synthetic.draft import DraftTenant
    from pimreport.synthetic.principals import DraftGroup
    from pimreport.synthetic.settings import PolicySettings

_RULE = "#microsoft.graph.unifiedRoleManagementPolicy"
_CALLERS = ("Admin_Eligibility", "Admin_Assignment", "EndUser_Assignment")


def group_policy_assignments(tenant: DraftTenant, group: DraftGroup) -> Iterator[Row]:
    """A group's member and owner policies, expanded, as far as the draft has them."""
    for access in Access:
        settings = group.policies[access]
        if settings is not None:
            policy = f"Group_{group.id}_{guid(group.id, 'policy', access)}"
            yield _assignment(tenant, settings, policy, "Group", group.id, access)


def role_policy_assignments(tenant: DraftTenant) -> Iterator[Row]:
    """Policies of the roles somebody holds or that were configured, expanded."""
    roles = {role.id: role for role in (*builtin_roles().values(), *tenant.custom_roles.values())}
    held = {grant.role.id for grant in tenant.role_grants}
    for id_ in sorted((held | set(tenant.role_policies)) & set(roles)):
        settings = tenant.role_policies.get(id_, UNTOUCHED_ROLE)
        if settings is not None:
            policy = f"DirectoryRole_{guid(tenant.name, 'tenant')}_{guid(id_, 'policy')}"
            yield _assignment(tenant, settings, policy, "DirectoryRole", "/", id_)


def _assignment(
    tenant: DraftTenant, settings: PolicySettings, policy: str, kind: str, scope: str, role: str
) -> Row:
    return {
        "id": f"{policy}_{role}",
        "policyId": policy,
        "scopeId": scope,
        "scopeType": kind,
        "roleDefinitionId": str(role),
        "policy": {
            "id": policy,
            "displayName": kind,
            "description": kind,
            "isOrganizationDefault": False,
            "scopeId": scope,
            "scopeType": kind,
            "lastModifiedDateTime": None,
            "lastModifiedBy": {"displayName": None, "id": None},
            "rules": list(rules(tenant, settings)),
        },
    }


def rules(tenant: DraftTenant, settings: PolicySettings) -> Iterator[Row]:
    """The seventeen rules; only ids and targets if the settings say that details are lost."""
    for kind, id_, details in _details(tenant, settings):
        _, caller, level = id_.rsplit("_", 2)
        target = {
            "caller": caller,
            "operations": ["All"],
            "level": level,
            "inheritableSettings": [],
            "enforcedSettings": [],
        }
        if settings.lost:
            yield {"id": id_, "target": target}
        else:
            yield {"@odata.type": f"{_RULE}{kind}Rule", "id": id_, **details, "target": target}


def _details(tenant: DraftTenant, settings: PolicySettings) -> Iterator[tuple[str, str, Row]]:
    yield _expiration("Admin_Eligibility", settings.eligible_max, settings.eligible_expires)
    yield _enablement("Admin_Eligibility", ())
    yield _expiration("Admin_Assignment", settings.active_max, settings.active_expires)
    yield _enablement(
        "Admin_Assignment", _words(mfa=settings.active_mfa, said=settings.active_justification)
    )
    yield _expiration("EndUser_Assignment", settings.max_duration, required=True)
    words = _words(mfa=settings.mfa, said=settings.justification, ticket=settings.ticket)
    yield _enablement("EndUser_Assignment", words)
    yield "Approval", "Approval_EndUser_Assignment", {"setting": _approval(tenant, settings)}
    context: Row = {"isEnabled": settings.context is not None, "claimValue": settings.context}
    yield "AuthenticationContext", "AuthenticationContext_EndUser_Assignment", context
    for caller in _CALLERS:
        for recipient in ("Admin", "Requestor", "Approver"):
            yield _notification(caller, recipient, settings)


def _expiration(about: str, longest: str, required: bool) -> tuple[str, str, Row]:  # noqa: FBT001
    details: Row = {"isExpirationRequired": required, "maximumDuration": longest}
    return "Expiration", f"Expiration_{about}", details


def _enablement(about: str, words: tuple[str, ...]) -> tuple[str, str, Row]:
    return "Enablement", f"Enablement_{about}", {"enabledRules": list(words)}


def _words(*, mfa: bool, said: bool, ticket: bool = False) -> tuple[str, ...]:
    words = {"MultiFactorAuthentication": mfa, "Justification": said, "Ticketing": ticket}
    return tuple(word for word, on in words.items() if on)


def _notification(caller: str, recipient: str, settings: PolicySettings) -> tuple[str, str, Row]:
    details: Row = {
        "notificationType": "Email",
        "recipientType": recipient,
        "notificationLevel": "All",
        "isDefaultRecipientsEnabled": recipient != "Admin" or settings.default_recipients,
        "notificationRecipients": list(settings.recipients) if recipient == "Admin" else [],
    }
    return "Notification", f"Notification_{recipient}_{caller}", details


def _approval(tenant: DraftTenant, settings: PolicySettings) -> Row:
    approvers: list[Row] = []
    for approver in map(tenant.principal, settings.approvers):
        group = approver.kind.value == "group"
        approvers.append(
            {
                "@odata.type": f"#microsoft.graph.{'groupMembers' if group else 'singleUser'}",
                "isBackup": False,
                "groupId" if group else "userId": approver.id,
                "description": approver.name,
            }
        )
    return {
        "isApprovalRequired": settings.approval,
        "isApprovalRequiredForExtension": False,
        "isRequestorJustificationRequired": True,
        "approvalMode": "SingleStage",
        "approvalStages": [
            {
                "approvalStageTimeOutInDays": 1,
                "isApproverJustificationRequired": True,
                "escalationTimeInMinutes": 0,
                "isEscalationEnabled": False,
                "primaryApprovers": approvers,
                "escalationApprovers": [],
            }
        ],
    }
