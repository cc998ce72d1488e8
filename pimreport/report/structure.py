"""The report as plain dictionaries, with the stable names that other programs read.

``schema/report.schema.json`` says what each name holds. None is *not in the evidence*.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from pimreport.report.approvers import called
from pimreport.report.changes import changes_json
from pimreport.report.figures import figures
from pimreport.wording import english

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.entra import PolicyRules, Principal
    from pimreport.model.evidence import Origin, Source
    from pimreport.model.findings import Finding
    from pimreport.model.paths import AccessPath, ActivationPolicy, GroupSummary
    from pimreport.model.people import Person, Resetter
    from pimreport.model.provenance import Provenance
    from pimreport.model.report import Report
    from pimreport.model.resetter_lists import ResetterLists
    from pimreport.model.tenant import Tenant

SCHEMA = "pimreport/report/1"
Json: TypeAlias = dict[str, Any]
MOST_RESETTERS = 5
"""Of one person, where not all of everybody are written: the gravest, as sentences name them. More
would say again for tens of thousands of people what the lists say."""


def of(report: Report) -> Json:
    """The whole report. Iterators stand for the long arrays; their items are made when they are asked for."""
    lists = report.resetter_lists
    return {
        "schema": SCHEMA,
        "as_of": report.as_of,
        "tenant": {"id": report.tenant.id, "name": report.tenant.name},
        "sources": [source_json(one) for one in report.tenant.sources],
        "missing": [
            {"resource": one.resource, "consequence": one.consequence, "command": one.command}
            for one in report.missing
        ],
        "summary": _summary(report),
        "groups": map(_group, report.groups),
        "paths": map(_path, report.paths),
        "people": (_person(one, lists) for one in report.people),
        **({} if lists.spelt_out else {"resetter_lists": _resetter_lists(lists)}),
        "policies": [_policy(one, report.tenant) for one in report.policies],
        "assessments": [
            {
                "check": one.check,
                "outcome": one.outcome.value,
                "reason": one.reason,
                "count": one.count,
            }
            for one in report.assessments
        ],
        "findings": map(_finding, report.findings),
        **({} if report.changes is None else {"changes": changes_json(report.changes)}),
    }


def _summary(report: Report) -> Json:
    numbers = asdict(figures(report))
    numbers.pop("tenant_wide")
    numbers.pop("top_role")
    return {
        "provenance": provenance_json(report.tenant.provenance),
        **{
            key: {str(word): count for word, count in value.items()}
            if isinstance(value, dict)
            else value
            for key, value in numbers.items()
        },
    }


def provenance_json(one: Provenance) -> Json:
    """How the evidence was obtained, as ``pimreport inspect --json`` prints it, too."""
    return {
        "standing": one.standing.value,
        "reasons": [english(reason) for reason in one.reasons],
        "collected": [english(told) for told in one.collected],
    }


def source_json(one: Source) -> Json:
    """One source, as ``pimreport inspect --json`` prints it, too."""
    return {
        "file": one.file,
        "sha256": one.sha256,
        "bytes": one.bytes,
        "format": one.format,
        "tool": one.tool,
        "partial": one.partial,
        "resource": "passed-over" if one.passed_over else one.resource,
        "rows": one.rows,
        "rejected": one.rejected,
        "duplicates": one.duplicates,
        "warnings": [
            {"code": warning.code, "message": warning.message}
            | ({} if warning.row is None else {"row": warning.row})
            for warning in one.warnings
        ],
        "error": one.error,
    }


def _group(one: GroupSummary) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "role_assignable": one.role_assignable,
        "strategy": one.strategy.value,
        "kinds": {kind.value: count for kind, count in one.kinds.items()},
        "reason": one.reason,
        "roles": [role.name for role in one.roles],
        "member_count": one.member_count,
        "eligible_count": one.eligible_count,
        "owner_count": one.owner_count,
        "origins": _origins(one.origins),
    }


def _path(one: AccessPath) -> Json:
    return {
        "principal": _principal(one.principal),
        "access": one.access.value,
        "membership": one.membership.value,
        "via": list(one.via),
        "group": {"id": one.group, "name": one.group_name},
        "role": {
            "template_id": one.role.template_id,
            "name": one.role.name,
            "privileged": one.role.privileged,
        },
        "role_state": one.role_state.value,
        "scope": one.scope,
        "kind": None if one.kind is None else one.kind.value,
        "starts": _moment(one.starts),
        "ends": _moment(one.ends),
        "origins": _origins(one.origins),
    }


def _person(one: Person, lists: ResetterLists) -> Json:
    shown = one.can_be_reset_by if lists.spelt_out else islice(one.can_be_reset_by, MOST_RESETTERS)
    found = lists.of(one)
    whole = {"can_be_reset_by_count": found.number(one), "can_be_reset_by_list": found.key or None}
    return {
        "id": one.principal.id,
        "name": one.principal.name,
        "upn": one.principal.upn,
        "enabled": one.principal.enabled,
        "guest": one.principal.guest,
        "synced": one.principal.synced,
        "highest_role": one.highest_role.name,
        "protection": {
            "documented": one.protection.documented.value,
            "measured": one.protection.measured.value,
            "grade": one.protection.grade.value,
            "reasons": list(one.protection.reasons),
        },
        "can_be_reset_by": [_resetter(by) for by in shown],
        **({} if lists.spelt_out else whole),
    }


def _resetter_lists(lists: ResetterLists) -> Json:
    return {
        one.key: {
            "people": len(one.people),
            "can_be_reset_by": [_resetter(by) for by in one.resetters],
        }
        for one in lists
    }


def _resetter(one: Resetter) -> Json:
    return _principal(one.principal) | {
        "role": one.role.name,
        "state": one.state.value,
        "scope": one.scope,
        "method": one.method.value,
        "escalation": one.escalation,
        "models": list(one.models),
    }


def _policy(one: ActivationPolicy, tenant: Tenant) -> Json:
    return {
        "group": one.group,
        "role": None if one.role is None else one.role.name,
        "access": None if one.access is None else one.access.value,
        "activation": _activation(one.rules, tenant) | {"strong": one.strong},
        "governs": one.governs,
    }


def _activation(rules: PolicyRules | None, tenant: Tenant) -> Json:
    if rules is None:
        return dict.fromkeys(_ACTIVATION)
    approvers = rules.approvers
    off = rules.context_enabled is False
    values = (
        rules.max_duration,
        rules.mfa,
        rules.justification,
        rules.ticket,
        rules.approval,
        None if approvers is None else [called(tenant, one) for one in approvers],
        False if off else rules.authentication_context,
    )
    return dict(zip(_ACTIVATION, values, strict=True))


_ACTIVATION = (
    "max_duration",
    "mfa",
    "justification",
    "ticket",
    "approval",
    "approvers",
    "authentication_context",
)


def _finding(one: Finding) -> Json:
    return {
        "key": one.key,
        "check": one.check,
        "severity": one.severity.value,
        "status": one.status.value,
        "title": one.title,
        "subject": one.subject,
        "group": one.group,
        "roles": list(one.roles),
        "detail": one.detail,
        "remediation": one.advice,
        "controls": list(one.controls),
        "origins": _origins(one.origins),
    }


def _principal(one: Principal) -> Json:
    return {"id": one.id, "name": one.name, "upn": one.upn, "type": one.type.value}


def _origins(origins: Iterable[Origin]) -> list[Json]:
    return [{"file": one.file, "row": one.row} for one in origins]


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    text = moment.astimezone(UTC).isoformat(
        timespec="seconds" if not moment.microsecond else "auto"
    )
    return text.replace("+00:00", "Z")
