"""Accepted risks: shown as accepted, never hidden; expired ones are findings again."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pimreport.model.findings import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pimreport.model.findings import AcceptedRisk, Finding
    from pimreport.model.report import Report


def accept(
    report: Report, risks: Sequence[AcceptedRisk], key_of: Callable[[Finding], str] | None = None
) -> Report:
    """The report with every finding that a risk in force covers marked as accepted.

    A risk that has expired, or covers nothing, stays in ``Report.accepted`` so that it is said.

    Args:
        report: what was found.
        risks: what somebody answers for.
        key_of: the key that risks are written down by, where the report's findings bear others.
    """
    today = report.tenant.as_of.first.date()
    judged = [replace(risk, expired=risk.until < today) for risk in risks]
    matched = [0] * len(judged)
    findings: list[Finding] = []
    for finding in report.findings:
        key = key_of(finding) if key_of else finding.key
        covering = [place for place, risk in enumerate(judged) if fnmatchcase(key, risk.key)]
        for place in covering:
            matched[place] += 1
        in_force = next((judged[place] for place in covering if not judged[place].expired), None)
        if in_force is None:
            findings.append(finding)
        else:
            findings.append(replace(finding, status=Status.ACCEPTED, acceptance=in_force))
    return replace(
        report,
        findings=tuple(findings),
        accepted=tuple(
            replace(risk, matched=number) for risk, number in zip(judged, matched, strict=True)
        ),
    )
