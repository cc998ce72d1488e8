"""Activations of privileged roles that last longer than a task takes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.policy_findings import Governed, privileged
from pimreport.analysis.references import GROUP_SETTINGS, ROLE_SETTINGS
from pimreport.analysis.severity import severity_of
from pimreport.model.evidence import RESOURCES_OF_POLICIES
from pimreport.model.findings import NotAssessed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.case import Case
    from pimreport.model.findings import Finding

_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)(?:\.\d+)?S)?)?",
    re.IGNORECASE,
)


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    longest = timedelta(hours=case.expect.longest_activation_hours)
    for guard in case.guards.values():
        paths = privileged(guard.paths)
        if not paths:
            continue
        text = guard.policy.rules.max_duration if guard.policy.rules else None
        lasts = _duration(text)
        if text is None:
            yield NotAssessed(what=f"{guard.policy.label} (activation duration not exported)")
        elif lasts is None:
            yield NotAssessed(
                what=f"{guard.policy.label} (activation duration {text!r} unreadable)"
            )
        elif lasts > longest:
            yield _finding(Governed(case, guard, paths), lasts, text)


def _duration(text: str | None) -> timedelta | None:
    """``PT8H``, ``PT30M``, ``P1DT12H``; None where it is none, or has calendar months or years."""
    match = _DURATION.fullmatch((text or "").strip())
    parts = (
        {unit: int(number) for unit, number in match.groupdict("").items() if number}
        if match
        else {}
    )
    return timedelta(**parts) if parts else None


def _hours(lasts: timedelta) -> str:
    hours = lasts / timedelta(hours=1)
    return f"{hours:g} hour{'s' * (hours != 1)}"


def _finding(governed: Governed, lasts: timedelta, text: str) -> Finding:
    label = governed.guard.policy.label
    expected = governed.case.expect.longest_activation_hours
    return governed.finding(
        CHECK,
        severity_of(governed.top, True, True),  # noqa: FBT003  # the activation itself may be guarded
        f"An activation on the way to {governed.top.name} lasts up to {_hours(lasts)} ({label})",
        f"The {label} lets an activation last {_hours(lasts)} ({text}); longer than"
        f" {_hours(timedelta(hours=expected))} is questioned here. During that time a session of"
        f" {governed.any_of_them} carries the way to {governed.to_where}, needed or not.",
        f"Lower the maximum activation duration in the {label} to what a task takes, at most"
        f" {_hours(timedelta(hours=expected))}.",
    )


CHECK = Check(
    name="long-activation",
    title="Activation lasts long",
    rationale=(
        "An activated role is standing access until it ends. The longer one activation may last,"
        " the more of the day a stolen session carries the role, and the less an activation says"
        " about a task. PIM allows up to 24 hours."
    ),
    remediation="Lower the maximum activation duration of the policy that governs the path.",
    references=(GROUP_SETTINGS, ROLE_SETTINGS),
    controls=(
        *related("NIST", "AC-6(2)", "AC-6(5)"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(RESOURCES_OF_POLICIES,),
    find=_find,
)
