"""What was assessed, and how far: each reason once, with the checks it limits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.findings import Outcome
from pimreport.report.document.sheets import shortened
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Something that could not be looked at. ``checks``: which ones lack it."""

    reason: str
    checks: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All assessments in brief.

    ``passed``, ``found`` (with the number of findings) and ``blind``: ids of checks, in order, by
    outcome; ``limits``: what some checks could not look at, the widest first; ``left_out``: how many
    more such limits there are.
    """

    passed: Sequence[str]
    found: Sequence[tuple[str, int]]
    blind: Sequence[tuple[str, str]]
    limits: Sequence[Limit]
    left_out: int


def seen(report: Report, most: int) -> Seen:
    """Gather the assessments; ``most``: how many limits to name."""
    limits: dict[str, list[str]] = {}
    for one in report.assessments:
        if one.outcome is not Outcome.NOT_ASSESSED:
            for gap in one.gaps:
                limits.setdefault(visible(str(gap)), []).append(one.check)
    ordered = sorted(limits.items(), key=lambda item: (-len(item[1]), item[0]))
    counts = Counter(one.check for one in report.findings)
    return Seen(
        passed=_of(report, Outcome.PASS),
        found=[(one, counts[one]) for one in _of(report, Outcome.FINDINGS)],
        blind=[
            (one.check, shortened(visible(str(one.reason))))
            for one in report.assessments
            if one.outcome is Outcome.NOT_ASSESSED
        ],
        limits=[Limit(reason=reason, checks=checks) for reason, checks in ordered[:most]],
        left_out=max(0, len(ordered) - most),
    )


def _of(report: Report, outcome: Outcome) -> Sequence[str]:
    return [one.check for one in report.assessments if one.outcome is outcome]
