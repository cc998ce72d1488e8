"""What was concluded of the population: the other part of a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.findings import Outcome
from pimreport.review.population import moment
from pimreport.wording import english

if TYPE_CHECKING:
    from pimreport.model.entra import PolicyRules
    from pimreport.model.report import Report
    from pimreport.review.canonical import Json


def sources(report: Report) -> list[Json]:
    """Which files were understood as what, with their counts."""
    return [
        {
            "file": one.file,
            "sha256": one.sha256,
            "resource": one.resource,
            "rows": one.rows,
            "rejected": one.rejected,
            "duplicates": one.duplicates,
            "complete": one.complete,
        }
        for one in sorted(report.tenant.sources, key=lambda one: (one.file, one.resource))
        if not one.passed_over
    ]


def policies(report: Report) -> list[Json]:
    """What each activation demands; None is not in the evidence."""
    listed = [
        {
            "group": one.group,
            "group_name": one.group_name,
            "access": one.access.value if one.access else None,
            "role": one.role.template_id if one.role else None,
            "label": english(one.label),
            "strong": one.strong,
            "rules": None if one.rules is None else _rules(one.rules),
        }
        for one in report.policies
    ]
    return sorted(
        listed, key=lambda one: (one["group"] or "", one["access"] or "", one["role"] or "")
    )


def _rules(rules: PolicyRules) -> Json:
    approvers = rules.approvers
    return {
        "max_duration": rules.max_duration,
        "mfa": rules.mfa,
        "justification": rules.justification,
        "ticket": rules.ticket,
        "approval": rules.approval,
        "approvers": None if approvers is None else sorted(one.id for one in approvers),
        "context": rules.context_enabled,
        "authentication_context": rules.authentication_context if rules.context_enabled else None,
        "modified": moment(rules.modified),
    }


def people(report: Report) -> list[Json]:
    """How each person with a way to a role is protected."""
    listed = [
        {
            "id": one.principal.id,
            "highest_role": one.highest_role.name,
            "documented": one.protection.documented.value,
            "measured": one.protection.measured.value,
            "grade": one.protection.grade.value,
        }
        for one in report.people
    ]
    return sorted(listed, key=lambda one: one["id"])


def gaps(report: Report) -> dict[str, int]:
    """How many parts of the tenant each check that was assessed could not look at."""
    return {
        one.check: len(one.gaps)
        for one in report.assessments
        if one.gaps and one.outcome is not Outcome.NOT_ASSESSED
    }


def accepted(report: Report) -> list[Json]:
    """The accepted risks, also those that expired or cover nothing."""
    return [
        {
            "key": one.key,
            "reason": one.reason,
            "owner": one.owner,
            "until": one.until.isoformat(),
            "expired": one.expired,
            "findings": one.matched,
        }
        for one in report.accepted
    ]


def findings(report: Report) -> list[Json]:
    """The findings, one per key."""
    listed = {
        one.key: {
            "key": one.key,
            "check": one.check,
            "severity": one.severity.value,
            "status": one.status.value,
            "title": english(one.title),
            "subject": one.subject,
            "group": one.group,
        }
        for one in reversed(report.findings)
    }
    return [listed[key] for key in sorted(listed)]
