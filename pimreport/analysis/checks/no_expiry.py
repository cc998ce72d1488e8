"""Eligibilities and assignments that never have to be renewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.policy_findings import Governed
from pimreport.analysis.references import GROUP_SETTINGS, ROLE_SETTINGS
from pimreport.analysis.terms import STATES
from pimreport.model.entra import State
from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
    RESOURCES_OF_POLICIES,
)
from pimreport.model.findings import NotAssessed
from pimreport.wording import Text, joined, listed, noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.activation import Guard
    from pimreport.analysis.case import Case
    from pimreport.model.entra import Membership, PolicyRules, RoleAssignment
    from pimreport.model.findings import Finding
    from pimreport.wording import Wording

    Grant = Membership | RoleAssignment


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for guard in case.guards.values():
        rules = guard.policy.rules
        granted = [
            one
            for one in _granted(case, guard)
            if _is_or_may_be_endless(one) and not _may_be_endless(case, one)
        ]
        endless = [one for one in granted if one.permanent is True]
        untold = [one for one in granted if one.permanent is None]
        allowed = _allowed(rules)
        if endless or allowed:
            yield _finding(Governed(case, guard, guard.paths), allowed, endless)
        if rules is None or None in {rules.eligible_expires, rules.active_expires}:
            yield NotAssessed(
                what=Text("{policy} (expiry settings not exported)", policy=guard.policy.label)
            )
        elif untold:
            names = listed(
                sorted(case.name(case.tenant.principal(one.principal)) for one in untold)
            )
            yield NotAssessed(
                what=Text(
                    "{policy} (whether the grants of {names} end: only schedules tell, not instances"
                    " without an end)",
                    policy=guard.policy.label,
                    names=names,
                )
            )


def _allowed(rules: PolicyRules | None) -> list[Wording]:
    """What the policy allows for good."""
    told = (
        (
            (rules.eligible_expires, STATES[State.ELIGIBLE]),
            (rules.active_expires, STATES[State.ACTIVE]),
        )
        if rules
        else ()
    )
    return [word for expires, word in told if expires is False]


def _granted(case: Case, guard: Guard) -> Iterator[Grant]:
    """What was granted under the policy: memberships, or role assignments of groups."""
    policy = guard.policy
    if policy.group is not None:
        for one in case.tenant.memberships_of_group(policy.group):
            if one.access is policy.access:
                yield one
        return
    for group in {path.group: None for path in guard.paths}:
        for held in case.tenant.roles_of(group):
            if case.tenant.role(held.role).template_id == policy.role_id:
                yield held


def _is_or_may_be_endless(grant: Grant) -> bool:
    return grant.permanent is True or (grant.permanent is None and grant.ends is None)


def _may_be_endless(case: Case, grant: Grant) -> bool:
    """Emergency access accounts need no end."""
    upn = case.tenant.principal(grant.principal).upn
    return case.expect.is_emergency_access(grant.principal, upn)


def _finding(governed: Governed, allowed: Sequence[Wording], endless: Sequence[Grant]) -> Finding:
    label = governed.guard.policy.label
    return governed.finding(
        CHECK,
        # An old grant harms by being forgotten; each activation is guarded as it is.
        governed.severity(True, True, not endless),  # noqa: FBT003  # see above
        Text("The {label} allows permanent {names} assignments", label=label, names=listed(allowed))
        if allowed
        else Text("Granted without end under the {label}", label=label),
        joined(
            " ",
            (
                _what_is_allowed(governed, allowed),
                _who_holds(governed.case, endless),
                Text(
                    "It is a way to {roles}, and nothing makes anybody ask again whether it is"
                    " still needed.",
                    roles=governed.to_where,
                ),
            ),
        ),
        Text(
            "Require an end for eligible and active assignments in the {label}, and give an"
            " end to those that have none.",
            label=label,
        ),
        *(origin for one in endless for origin in one.origins),
    )


def _what_is_allowed(governed: Governed, allowed: Sequence[Wording]) -> Wording:
    label, rules = governed.guard.policy.label, governed.guard.policy.rules
    if allowed:
        return Text(
            "The {label} allows permanent {names} assignments.", label=label, names=listed(allowed)
        )
    if rules is None or None in {rules.eligible_expires, rules.active_expires}:
        return Text("What the {label} requires was not exported.", label=label)
    return Text(
        "The {label} requires an end today, but not all that was granted has one.", label=label
    )


def _who_holds(case: Case, endless: Sequence[Grant]) -> Wording:
    if endless:
        names = [
            noted(case.name(case.tenant.principal(one.principal)), STATES[one.state])
            for one in endless
        ]
        return Text.plural(
            "The schedule of {names} has no end.",
            "The schedules of {names} have no end.",
            len(names),
            names=listed(names),
        )
    schedules = (
        *(one for one in RESOURCES_OF_ACTIVE_MEMBERS if one.endswith("schedules")),
        *(one for one in RESOURCES_OF_ELIGIBLE_MEMBERS if one.endswith("schedules")),
        *(one for one in RESOURCES_OF_ELIGIBLE_ROLES if one.endswith("schedules")),
    )
    if case.tenant.coverage.supplied(*schedules):
        return Text("No schedule in the evidence shows one that never ends.")
    return Text(
        "Whether anybody holds one is not in the evidence: only schedules tell, not instances."
    )


CHECK = Check(
    name="no-expiry",
    title=Text("Assignments without end"),
    rationale=Text(
        "What never ends is never renewed, so nobody is asked again whether it is still"
        " needed. An end forces that question at least once a year. A missing end date"
        " alone proves nothing; a schedule without expiration, or a policy that allows"
        " one, does."
    ),
    remediation=Text("Require expiration in the policy, and end what was granted for good."),
    references=(GROUP_SETTINGS, ROLE_SETTINGS),
    controls=(
        *related("NIST", "AC-2", "AC-6(7)"),
        *related("ISO", "A.5.18", "A.8.2"),
        *related("SOC 2", "CC6.2", "CC6.3"),
    ),
    needs=(RESOURCES_OF_POLICIES,),
    find=_find,
)
