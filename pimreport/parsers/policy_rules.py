"""The rules of a role management policy, summed up; what did not survive stays unknown.

Which rule is which setting: entra.md, section 6 (rule ids are Graph's own).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Approver, Notification, PolicyRules, PrincipalId
from pimreport.model.making import changer
from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pimreport.model.evidence import Origin
    from pimreport.parsers.document import Raw
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

_changed = changer(PolicyRules, "id", "origins", "modified")
_ACTIVATION = "enduser_assignment"
_DETAILS = frozenset(
    {
        "enabledRules", "isExpirationRequired", "maximumDuration", "setting", "isEnabled",
        "claimValue", "notificationRecipients", "isDefaultRecipientsEnabled",
    }
)  # fmt: skip


def policy_key(text: str) -> str:
    """A policy id that compares: its GUIDs, and so all of it, in lower case."""
    return text.strip().lower()


def summed_up(
    policy: str,
    rules: Sequence[Row],
    reading: Reading,
    origins: tuple[Origin, ...],
    modified: datetime | None = None,
) -> PolicyRules:
    """All rules of one policy as its settings.

    Args:
        policy: the policy's id.
        rules: its rules as exported.
        reading: is told when the rules lost their details.
        origins: the rows that show them.
        modified: when the policy was last changed.
    """
    by_id = {rule.word("id") or "": rule for rule in rules}
    if rules and not any(_DETAILS & rule.values.keys() for rule in rules):
        reading.warn(
            "rule_details_lost",
            "The rules carry ids only: objects inside SDK objects lose their details in "
            "ConvertTo-Json at any depth. What activation requires is unknown from this file, "
            "not absent. Use Invoke-MgGraphRequest -OutputType PSObject or Get-"
            "MgPolicyRoleManagementPolicyRule.",
        )
    activation = by_id.get(f"enablement_{_ACTIVATION}")
    assignment = by_id.get("enablement_admin_assignment")
    context = by_id.get(f"authenticationcontext_{_ACTIVATION}")
    approval = by_id.get(f"approval_{_ACTIVATION}")
    eligible = by_id.get("expiration_admin_eligibility")
    active = by_id.get("expiration_admin_assignment")
    longest = by_id.get(f"expiration_{_ACTIVATION}")
    return PolicyRules(
        id=policy,
        max_duration=longest.text("maximumDuration") if longest else None,
        mfa=_enabled(activation, "multifactorauthentication"),
        justification=_enabled(activation, "justification"),
        ticket=_enabled(activation, "ticketing"),
        approval=_approval_required(approval),
        approvers=_approvers(approval),
        context_enabled=context.flag("isEnabled") if context else None,
        authentication_context=context.text("claimValue") if context else None,
        eligible_expires=eligible.flag("isExpirationRequired") if eligible else None,
        eligible_max=eligible.text("maximumDuration") if eligible else None,
        active_expires=active.flag("isExpirationRequired") if active else None,
        active_max=active.text("maximumDuration") if active else None,
        active_mfa=_enabled(assignment, "multifactorauthentication"),
        active_justification=_enabled(assignment, "justification"),
        notifications=_notifications(by_id),
        modified=modified,
        origins=origins,
    )


def same_as(
    known: PolicyRules, policy: str, origins: tuple[Origin, ...], modified: datetime | None
) -> PolicyRules:
    """The settings of a policy whose rules are those of another one."""
    return _changed(known, policy, origins, modified)


def _enabled(rule: Row | None, word: str) -> bool | None:
    enabled = rule.strings("enabledRules") if rule else None
    return None if enabled is None else word in {one.lower() for one in enabled}


def _approval_required(rule: Row | None) -> bool | None:
    setting = rule.part("setting") if rule else None
    return setting.flag("isApprovalRequired") if setting else None


def _approvers(rule: Row | None) -> tuple[Approver, ...] | None:
    setting = rule.part("setting") if rule else None
    stages = setting.parts("approvalStages") if setting else None
    if stages is None:
        return None
    found: dict[str, Approver] = {}
    for stage in stages:
        approvers = stage.parts("primaryApprovers")
        if approvers is None:
            return None
        for one in approvers:
            approver = _approver(one)
            if approver is None:
                return None
            found.setdefault(approver.id, approver)
    return tuple(found.values())


def _approver(subject: Row) -> Approver | None:
    """Graph names the id ``userId``/``groupId`` or, in policies, plainly ``id``."""
    identity = subject.id("userId") or subject.id("groupId") or subject.id()
    if identity is None:
        return None
    kind = subject.type
    group = True if subject.id("groupId") else False if subject.id("userId") else None
    if kind in {"groupmembers", "singleuser"}:
        group = kind == "groupmembers"
    return Approver(id=PrincipalId(identity), name=subject.text("description") or None, group=group)


def _notifications(by_id: dict[str, Row]) -> tuple[Notification, ...] | None:
    rules = [rule for name, rule in by_id.items() if name.startswith("notification_")]
    if not rules:
        return None
    return tuple(
        Notification(
            rule=rule.text("id") or "",
            default_recipients=rule.flag("isDefaultRecipientsEnabled"),
            recipients=rule.strings("notificationRecipients"),
            level=rule.text("notificationLevel"),
        )
        for rule in rules
    )


def described(rules: PolicyRules | None, rows: Sequence[Row]) -> Raw:
    """The settings in the words of ``inspect``; unknown ones say so. None: no rule was exported."""
    rules = rules or PolicyRules(id="")
    by_id = {rule.word("id") or "": rule for rule in rows}
    record: Raw = {
        "maximumActivationDuration": _or_unknown(rules.max_duration),
        "enabledRules": _words(by_id.get(f"enablement_{_ACTIVATION}")),
        "activationRequiresMfa": _or_unknown(rules.mfa),
        "activationRequiresJustification": _or_unknown(rules.justification),
        "activationRequiresTicket": _or_unknown(rules.ticket),
        "activationRequiresApproval": _or_unknown(rules.approval),
        "approvers": Gap.LOST
        if rules.approvers is None
        else [{"id": one.id, "description": one.name} for one in rules.approvers],
        "authenticationContextEnabled": _or_unknown(rules.context_enabled),
        "authenticationContextClaimValue": _claim(rules),
        "adminAssignmentEnabledRules": _words(by_id.get("enablement_admin_assignment")),
        "eligibilityExpires": _or_unknown(rules.eligible_expires),
        "eligibilityMaximumDuration": _or_unknown(rules.eligible_max),
        "assignmentExpires": _or_unknown(rules.active_expires),
        "assignmentMaximumDuration": _or_unknown(rules.active_max),
    }
    return record


def _claim(rules: PolicyRules) -> object:
    if rules.context_enabled is None:
        return Gap.LOST
    return rules.authentication_context


def _words(rule: Row | None) -> object:
    words = rule.strings("enabledRules") if rule else None
    return Gap.LOST if words is None else list(words)


def _or_unknown(value: object) -> object:
    return Gap.LOST if value is None else value
