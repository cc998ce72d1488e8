"""Run every check; an outcome for each, findings in print order."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from pimreport.analysis import checks
from pimreport.analysis.check import Check
from pimreport.model.evidence import graph_name
from pimreport.model.findings import Assessment, Finding, NotAssessed, Outcome, Severity
from pimreport.registry import registered
from pimreport.wording import Text, joined, speaking

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.analysis.case import Case
    from pimreport.wording import Wording

_MOST_NAMED = 8


def all_checks() -> tuple[Check, ...]:
    """Every check there is, by name."""
    return registered(checks, Check)


def assess(case: Case) -> tuple[tuple[Assessment, ...], tuple[Finding, ...]]:
    """Outcomes by check name, findings by severity, check and key."""
    assessments: list[Assessment] = []
    findings: dict[Severity, list[Finding]] = {severity: [] for severity in Severity}
    path_gaps = case.path_gaps()
    for check in all_checks():
        assessment, found = _run(check, case, path_gaps if check.over_paths else ())
        assessments.append(assessment)
        _sort(found)
        for one in found:
            findings[one.severity].append(one)
    return tuple(assessments), tuple(chain.from_iterable(findings.values()))


def _sort(found: list[Finding]) -> None:
    """By title, then by key."""
    with speaking("en"):
        found.sort(key=lambda one: (str(one.title), one.key))


def _run(
    check: Check, case: Case, path_gaps: Iterable[Wording]
) -> tuple[Assessment, list[Finding]]:
    lacking = [want for want in check.needs if not case.tenant.coverage.supplied(*want)]
    if lacking:
        needs = Text("needs {resources}", resources=_wanted(case, lacking))
        return _assessment(check, Outcome.NOT_ASSESSED, needs, 0), []
    results = list(check.find(case))
    found = [one for one in results if isinstance(one, Finding)]
    own_gaps = (one.what for one in results if isinstance(one, NotAssessed))
    gaps = list(dict.fromkeys((*own_gaps, *path_gaps)))
    reason = _gap_reason(gaps)
    if found:
        return _assessment(check, Outcome.FINDINGS, reason, len(found), gaps), found
    if gaps:
        return _assessment(check, Outcome.NOT_ASSESSED, reason, 0, gaps), []
    return _assessment(check, Outcome.PASS, (check.looked_at or _paths)(case), 0), []


def _paths(case: Case) -> Wording:
    return Text(
        "looked at {paths} of {people}",
        paths=Text.plural("{told} access path", "{told} access paths", len(case.paths)),
        people=Text.plural("{told} person", "{told} people", len(case.people)),
    )


def _wanted(case: Case, lacking: Iterable[tuple[str, ...]]) -> Text:
    """The resources, with the collector's reason for their absence where it gave one."""
    alternatives = (
        joined(
            "",
            (
                joined(Text(" or "), map(graph_name, want)),
                case.tenant.provenance.why(*want),
            ),
        )
        for want in lacking
    )
    return joined(Text(" and "), alternatives)


def _assessment(
    check: Check, outcome: Outcome, reason: Wording, count: int, gaps: Iterable[Wording] = ()
) -> Assessment:
    return Assessment(
        check=check.name,
        outcome=outcome,
        reason=reason,
        count=count,
        gaps=tuple(gaps),
        title=check.title,
        rationale=check.rationale,
        remediation=check.remediation,
        references=check.references,
    )


def _gap_reason(gaps: list[Wording]) -> Wording:
    if not gaps:
        return ""
    named = joined("; ", gaps[:_MOST_NAMED])
    more = len(gaps) - _MOST_NAMED
    if more > 0:
        return Text.plural(
            "not assessed: {gaps}; and {number} more",
            "not assessed: {gaps}; and {number} more",
            more,
            gaps=named,
        )
    return Text("not assessed: {gaps}", gaps=named)
