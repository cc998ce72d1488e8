"""Policies: what an activation demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import PolicyRules
from pimreport.report.approvers import called
from pimreport.report.table import NOT_IN_EVIDENCE, Column, ColumnKind, Table
from pimreport.report.words import NONE, duration, evidence
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.report import Report
    from pimreport.model.tenant import Tenant
    from pimreport.report.table import Row
    from pimreport.wording import Wording


def _rows(report: Report) -> Iterable[Row]:
    for one in report.policies:
        rules = one.rules or PolicyRules(id="")
        yield (
            one.label,
            one.governs,
            rules.approval,
            _approvers(rules, report.tenant),
            rules.mfa,
            _context(rules),
            one.strong,
            rules.justification,
            rules.ticket,
            duration(rules.max_duration),
            rules.modified,
            evidence(rules.origins) if one.rules else Text("no policy in the evidence"),
            one.group or NONE,
        )


def _approvers(rules: PolicyRules, tenant: Tenant) -> Wording | None:
    if rules.approvers is None:
        return NONE if rules.approval is False else None
    return ", ".join(str(called(tenant, one)) for one in rules.approvers) or NONE


def _context(rules: PolicyRules) -> Wording | None:
    if rules.context_enabled is None:
        return None
    return (
        (rules.authentication_context or Text("unknown")) if rules.context_enabled else Text("no")
    )


TABLE = Table(
    name="Policies",
    title=Text("Policies"),
    order=6,
    about=Text("Each row is the policy that governs the activation of a membership or of a role."),
    empty=Text("No access path of this report is governed by an activation policy."),
    columns=(
        Column("Policy", 46, ColumnKind.NAME, target="Group id"),
        Column("Governs paths", 11, ColumnKind.NUMBER),
        Column("Approval", 11, ColumnKind.BOOL),
        Column("Approvers", 34, ColumnKind.SENTENCE),
        Column("MFA", 11, ColumnKind.BOOL),
        Column("Authentication context", 15),
        Column("Phishing-resistant", 15, ColumnKind.BOOL),
        Column("Justification", 13, ColumnKind.BOOL),
        Column("Ticket", 11, ColumnKind.BOOL),
        Column("Longest activation", 13),
        Column("Changed (UTC)", 17, ColumnKind.DATE, unknown=NOT_IN_EVIDENCE),
        Column("Evidence", 48, ColumnKind.SENTENCE),
        Column("Group id", 38, ColumnKind.ID),
    ),
    rows=_rows,
)
