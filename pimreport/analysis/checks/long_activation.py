"""Activations of privileged roles that last longer than a task takes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.policy_findings import Governed, privileged
from pimreport.analysis.references import GROUP_SETTINGS, ROLE_SETTINGS
from pimreport.model.evidence import RESOURCES_OF_POLICIES
from pimreport.model.findings import NotAssessed
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.case import Case
    from pimreport.model.findings import Finding
    from pimreport.wording import Wording

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
            yield NotAssessed(
                what=Text("{policy} (activation duration not exported)", policy=guard.policy.label)
            )
        elif lasts is None:
            yield NotAssessed(
                what=Text(
                    "{policy} (activation duration {text!r} unreadable)",
                    policy=guard.policy.label,
                    text=text,
                )
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


def _hours(lasts: timedelta) -> Wording:
    hours = lasts / timedelta(hours=1)
    return Text.plural("{hours:g} hour", "{hours:g} hours", 1 if hours == 1 else 2, hours=hours)


def _finding(governed: Governed, lasts: timedelta, text: str) -> Finding:
    label = governed.guard.policy.label
    expected = governed.case.expect.longest_activation_hours
    return governed.finding(
        CHECK,
        governed.severity(True, True),  # noqa: FBT003  # the activation itself may be guarded
        Text(
            "An activation on the way to {role} lasts up to {hours} ({label})",
            role=governed.top.name,
            hours=_hours(lasts),
            label=label,
        ),
        Text(
            "The {label} lets an activation last {hours} ({text}); longer than {expected} is"
            " questioned here. During that time a session of {one_of_them} carries the way to"
            " {roles}, needed or not.",
            label=label,
            hours=_hours(lasts),
            text=text,
            expected=_hours(timedelta(hours=expected)),
            one_of_them=governed.one_of_them,
            roles=governed.to_where,
        ),
        Text(
            "Lower the maximum activation duration in the {label} to what a task takes, at"
            " most {hours}.",
            label=label,
            hours=_hours(timedelta(hours=expected)),
        ),
    )


CHECK = Check(
    name="long-activation",
    title=Text("Activation lasts long"),
    rationale=Text(
        "An activated role is standing access until it ends. The longer one activation"
        " may last, the more of the day a stolen session carries the role, and the less"
        " an activation says about a task. PIM allows up to 24 hours."
    ),
    remediation=Text("Lower the maximum activation duration of the policy that governs the path."),
    references=(GROUP_SETTINGS, ROLE_SETTINGS),
    controls=(
        *related("NIST", "AC-6(2)", "AC-6(5)"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(RESOURCES_OF_POLICIES,),
    find=_find,
)
