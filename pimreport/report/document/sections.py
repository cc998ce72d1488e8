"""Findings by check: what forty alike share is told once, and each of them is a line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.model.findings import Confidence, Severity, Status
from pimreport.report.citations import cited, numbered
from pimreport.report.controls import touched
from pimreport.report.words import subject
from pimreport.report.writer import Limits
from pimreport.visible import called, visible
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pimreport.model.findings import Assessment, Finding, Reference
    from pimreport.model.report import Report

MOST_INSTANCES = Limits().findings_per_check
"""Findings printed of one check, where few checks found something."""
_ALL_INSTANCES = 150
"""Of all checks together, about."""
_FEWEST_INSTANCES = 4
_FEW = 6
_MOST_REFERENCES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One finding as a line of its section."""

    severity: str
    title: str
    who: str
    group: str
    roles: str
    evidence: str
    remediation: str
    accepted: bool
    contested: bool


@dataclass(slots=True, kw_only=True)
class Section:
    """What a check found. ``counts``: open findings by severity; ``total``: accepted ones, too."""

    check: str
    title: str
    why: str
    fix: str
    references: str
    exact: Sequence[str] = ()
    counts: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    instances: list[Instance] = field(default_factory=list)
    total: int = 0

    @property
    def severities(self) -> Sequence[tuple[str, int]]:
        """The severities that occur, the worst first."""
        return [(one.value, self.counts[one.value]) for one in Severity if self.counts[one.value]]

    @property
    def grave(self) -> bool:
        """An open finding is worse than low."""
        return any(
            self.counts[one.value] for one in (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)
        )

    @property
    def few(self) -> Sequence[Instance]:
        """As many as fit into a cell."""
        return self.instances[:_FEW]

    @property
    def left_out(self) -> int:
        """Findings that are not printed."""
        return self.total - len(self.instances)


def sections(report: Report, most: int = MOST_INSTANCES) -> Sequence[Section]:
    """A section for each check that found something; the worst, then the most frequent first.

    Args:
        report: whose findings.
        most: findings printed of one check, where few checks found something.
    """
    texts = {one.check: one for one in report.assessments}
    numbers = numbered(report.tenant.sources)
    by_check: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_check.setdefault(finding.check, []).append(finding)
    share = min(most, max(_FEWEST_INSTANCES, _ALL_INSTANCES // max(1, len(by_check))))
    found = [
        _section(report, texts.get(check), findings, numbers, share)
        for check, findings in by_check.items()
    ]
    return sorted(found, key=lambda one: [-one.counts[level.value] for level in Severity])


def _section(
    report: Report,
    text: Assessment | None,
    findings: Sequence[Finding],
    numbers: Mapping[str, str],
    most: int,
) -> Section:
    first = findings[0]
    made = Section(
        check=first.check,
        title=str((text and text.title) or first.title),
        why=str(text.rationale if text else ""),
        fix=str((text and text.remediation) or first.remediation),
        references=_references(text.references if text else ()),
        exact=[f"{one.framework} {one.id}" for one in touched(findings) if one.exact],
        total=len(findings),
    )
    for one in findings:
        if one.status is Status.OPEN:
            made.counts[one.severity.value] += 1
        else:
            made.accepted += 1
    made.instances = [_instance(report, one, numbers) for one in findings[:most]]
    return made


def _references(references: Sequence[Reference]) -> str:
    told = [f"{one.title} ({one.date})" for one in references[:_MOST_REFERENCES]]
    return visible("; ".join(told))


def _roles(names: Sequence[str]) -> str:
    """The highest one; how many more there are."""
    if not names:
        return str(Text("no role"))
    return names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"


def _instance(report: Report, one: Finding, numbers: Mapping[str, str]) -> Instance:
    group = "" if one.group is None else called(report.tenant.group(one.group).name, one.group)
    who = subject(report, one.subject)
    return Instance(
        severity=one.severity.value,
        title=visible(one.title),
        who=visible(who),
        group=visible(group) if group and one.group != one.subject else "",
        roles=visible(_roles(one.roles)),
        evidence=visible(cited(one.origins, numbers)),
        remediation=visible(one.remediation),
        accepted=one.status is Status.ACCEPTED,
        contested=one.confidence is Confidence.CONTESTED,
    )
