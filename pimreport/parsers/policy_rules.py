"""The rules of a role management policy, summed up; what did not survive stays unknown.

Which rule is which setting: entra.md, section 6 (rule ids are Graph's own).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Approver, Notification, PolicyRules, PrincipalId
from pimreport.model.making import changer
from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from pimreport.model.evidence import Origin
    from pimreport.parsers.document import Raw
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

_changed = changer(PolicyRules, "id", "origins", "modified")
_ENABLEMENT = "enablement_enduser_assignment"
_EXPIRATION = "expiration_enduser_assignment"
_CONTEXT = "authenticationcontext_enduser_assignment"
_APPROVAL = "approval_enduser_assignment"
_ASSIGNMENT_ENABLEMENT = "enablement_admin_assignment"
_ASSIGNMENT_EXPIRATION = "expiration_admin_assignment"
_ELIGIBILITY_EXPIRATION = "expiration_admin_eligibility"
_DEMANDS = frozenset({"multifactorauthentication", "justification", "ticketing"})
"""All of Graph's words for what activation may demand."""
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
    if rules and not any(_DETAILS & rule.values.keys() for rule in rules):
        reading.warn(
            "rule_details_lost",
            "The rules carry ids only: objects inside SDK objects lose their details in "
            "ConvertTo-Json at any depth. What activation requires is unknown from this file, "
            "not absent. Use Invoke-MgGraphRequest -OutputType PSObject or Get-"
            "MgPolicyRoleManagementPolicyRule.",
        )
    told = _Rules(rules)
    return PolicyRules(
        id=policy,
        max_duration=told.text(_EXPIRATION, "maximumDuration"),
        mfa=told.enables(_ENABLEMENT, "multifactorauthentication"),
        justification=told.enables(_ENABLEMENT, "justification"),
        ticket=told.enables(_ENABLEMENT, "ticketing"),
        approval=_approval_required(told.approval),
        approvers=_approvers(told.approval),
        context_enabled=told.flag(_CONTEXT, "isEnabled"),
        authentication_context=told.text(_CONTEXT, "claimValue"),
        eligible_expires=told.flag(_ELIGIBILITY_EXPIRATION, "isExpirationRequired"),
        eligible_max=told.text(_ELIGIBILITY_EXPIRATION, "maximumDuration"),
        active_expires=told.flag(_ASSIGNMENT_EXPIRATION, "isExpirationRequired"),
        active_max=told.text(_ASSIGNMENT_EXPIRATION, "maximumDuration"),
        active_mfa=told.enables(_ASSIGNMENT_ENABLEMENT, "multifactorauthentication"),
        active_justification=told.enables(_ASSIGNMENT_ENABLEMENT, "justification"),
        notifications=told.notifications,
        modified=modified,
        origins=origins,
    )


class _Rules:
    """The rules of a policy by their ids; a rule that is not there tells nothing."""

    def __init__(self, rules: Iterable[Row]) -> None:
        self._by_id = {rule.word("id") or "": rule for rule in rules}

    def text(self, rule: str, name: str) -> str | None:
        """A text of the rule."""
        found = self._by_id.get(rule)
        return found.text(name) if found else None

    def flag(self, rule: str, name: str) -> bool | None:
        """A flag of the rule."""
        found = self._by_id.get(rule)
        return found.flag(name) if found else None

    def words(self, rule: str) -> tuple[str, ...] | None:
        """What an enablement rule demands."""
        found = self._by_id.get(rule)
        return found.strings("enabledRules") if found else None

    def enables(self, rule: str, word: str) -> bool | None:
        """Whether it demands this; None if it demands something nobody knows, which may be this."""
        words = self.words(rule)
        if words is None:
            return None
        demanded = {one.lower() for one in words}
        return word in demanded or (False if demanded <= _DEMANDS else None)

    @property
    def approval(self) -> Row | None:
        """The setting of the approval rule."""
        found = self._by_id.get(_APPROVAL)
        return found.part("setting") if found else None

    @property
    def notifications(self) -> tuple[Notification, ...] | None:
        """Who is notified of what."""
        rules = [rule for name, rule in self._by_id.items() if name.startswith("notification_")]
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


def same_as(
    known: PolicyRules, policy: str, origins: tuple[Origin, ...], modified: datetime | None
) -> PolicyRules:
    """The settings of a policy whose rules are those of another one."""
    return _changed(known, policy, origins, modified)


def _approval_required(setting: Row | None) -> bool | None:
    return setting.flag("isApprovalRequired") if setting else None


def _approvers(setting: Row | None) -> tuple[Approver, ...] | None:
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


def described(rules: PolicyRules | None, rows: Sequence[Row]) -> Raw:
    """The settings in the words of ``inspect``; unknown ones say so. None: no rule was exported."""
    rules = rules or PolicyRules(id="")
    told = _Rules(rows)
    return {
        "maximumActivationDuration": _or_unknown(rules.max_duration),
        "enabledRules": _or_unknown(told.words(_ENABLEMENT)),
        "activationRequiresMfa": _or_unknown(rules.mfa),
        "activationRequiresJustification": _or_unknown(rules.justification),
        "activationRequiresTicket": _or_unknown(rules.ticket),
        "activationRequiresApproval": _or_unknown(rules.approval),
        "approvers": Gap.LOST
        if rules.approvers is None
        else [{"id": one.id, "description": one.name} for one in rules.approvers],
        "authenticationContextEnabled": _or_unknown(rules.context_enabled),
        "authenticationContextClaimValue": _claim(rules),
        "adminAssignmentEnabledRules": _or_unknown(told.words(_ASSIGNMENT_ENABLEMENT)),
        "eligibilityExpires": _or_unknown(rules.eligible_expires),
        "eligibilityMaximumDuration": _or_unknown(rules.eligible_max),
        "assignmentExpires": _or_unknown(rules.active_expires),
        "assignmentMaximumDuration": _or_unknown(rules.active_max),
    }


def _claim(rules: PolicyRules) -> object:
    if rules.context_enabled is None:
        return Gap.LOST
    return rules.authentication_context


def _or_unknown(value: object) -> object:
    return Gap.LOST if value is None else value
