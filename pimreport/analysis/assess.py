"""Run every check; an outcome for each, findings in print order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis import checks
from pimreport.analysis.case import counted
from pimreport.analysis.check import Check
from pimreport.model.evidence import graph_name
from pimreport.model.findings import Assessment, Finding, NotAssessed, Outcome
from pimreport.registry import registered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.analysis.case import Case

_MOST_NAMED = 8


def all_checks() -> tuple[Check, ...]:
    """Every check there is, by name."""
    return registered(checks, Check)


def assess(case: Case) -> tuple[tuple[Assessment, ...], tuple[Finding, ...]]:
    """Outcomes by check name, findings by severity, check and key."""
    assessments: list[Assessment] = []
    findings: list[Finding] = []
    path_gaps = case.path_gaps()
    for check in all_checks():
        assessment, found = _run(check, case, path_gaps if check.over_paths else ())
        assessments.append(assessment)
        findings.extend(found)
    findings.sort(key=lambda one: (one.severity.rank, one.check, one.title, one.key))
    return tuple(assessments), tuple(findings)


def _run(check: Check, case: Case, path_gaps: Iterable[str]) -> tuple[Assessment, list[Finding]]:
    lacking = [want for want in check.needs if not case.tenant.coverage.supplied(*want)]
    if lacking:
        reason = "needs " + " and ".join(
            " or ".join(map(graph_name, want)) + case.tenant.provenance.why(*want)
            for want in lacking
        )
        return _assessment(check, Outcome.NOT_ASSESSED, reason, 0), []
    results = list(check.find(case))
    found = [one for one in results if isinstance(one, Finding)]
    own_gaps = (one.what for one in results if isinstance(one, NotAssessed))
    gaps = list(dict.fromkeys((*own_gaps, *path_gaps)))
    reason = _gap_reason(gaps)
    if found:
        return _assessment(check, Outcome.FINDINGS, reason, len(found)), found
    if gaps:
        return _assessment(check, Outcome.NOT_ASSESSED, reason, 0), []
    looked_at = (
        f"looked at {counted(len(case.paths), 'access path')}"
        f" of {counted(len(case.people), 'person', 'people')}"
    )
    return _assessment(check, Outcome.PASS, looked_at, 0), []


def _assessment(check: Check, outcome: Outcome, reason: str, count: int) -> Assessment:
    return Assessment(
        check=check.name,
        outcome=outcome,
        reason=reason,
        count=count,
        title=check.title,
        rationale=check.rationale,
        remediation=check.remediation,
        references=check.references,
    )


def _gap_reason(gaps: list[str]) -> str:
    if not gaps:
        return ""
    more = f"; and {len(gaps) - _MOST_NAMED} more" if len(gaps) > _MOST_NAMED else ""
    return "not assessed: " + "; ".join(gaps[:_MOST_NAMED]) + more
