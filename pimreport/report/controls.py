"""Which requirements of frameworks the findings bear on, exact ones told apart from related ones."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.data import facts
from pimreport.model.findings import Severity, Status
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.model.findings import Finding
    from pimreport.model.report import Report

_TEXT = re.compile(r"(?P<control>.+) \((?P<relation>exact|related)(?:: (?P<verdict>.+))?\)")
DISPUTED = "permanently-active-group"
"""The check on which two benchmarks contradict each other."""


@dataclass(slots=True)
class Touched:
    """One requirement and the findings that bear on it. ``verdict``: the framework's own words."""

    framework: str
    id: str
    title: Text
    exact: bool
    verdict: str
    checks: dict[str, int] = field(default_factory=dict)
    severity: Severity = Severity.INFO
    open: int = 0
    accepted: int = 0

    def add(self, check: str, status: Status, severity: Severity, number: int) -> None:
        """Count some more findings."""
        self.checks[check] = self.checks.get(check, 0) + number
        if status is Status.OPEN:
            self.open += number
            self.severity = min(self.severity, severity, key=lambda one: one.rank)
        else:
            self.accepted += number


def touched(findings: Iterable[Finding]) -> Sequence[Touched]:
    """Each requirement once per relation: frameworks in the order of the facts, exact ones first."""
    found: dict[str, Touched] = {}
    # A hundred thousand findings are of some dozen kinds.
    alike = Counter((one.controls, one.check, one.status, one.severity) for one in findings)
    for (controls, check, status, severity), number in alike.items():
        for text in controls:
            if text not in found:
                found[text] = _read(text)
            found[text].add(check, status, severity, number)
    order = list(frameworks())
    return sorted(
        found.values(),
        key=lambda one: (
            order.index(one.framework) if one.framework in order else len(order),
            not one.exact,
            [
                (int(part), "") if part.isdigit() else (0, part)
                for part in re.split(r"(\d+)", one.id)
            ],
        ),
    )


def disputed(report: Report) -> Sequence[Touched]:
    """The contradictory verdicts on Option B, if a finding bears on them."""
    return [
        one
        for one in touched(one for one in report.findings if one.check == DISPUTED)
        if one.verdict
    ]


def frameworks() -> dict[str, str]:
    """Name and version of each framework, by the key that controls bear."""
    return {
        one["key"]: f"{one['name']}, {one['version']}" for one in facts("controls")["framework"]
    }


def _read(text: str) -> Touched:
    matched = _TEXT.fullmatch(text)
    control, relation, verdict = matched.groups("") if matched else (text, "related", "")
    framework = next((one for one in frameworks() if control.startswith(f"{one} ")), "")
    number = control.removeprefix(framework).strip()
    title = facts("controls")["controls"].get(framework, {}).get(number)
    return Touched(
        framework=framework or "Other",
        id=number,
        title=Text.stored(title) if title else Text("title not shipped"),
        exact=relation == "exact",
        verdict=verdict,
    )
