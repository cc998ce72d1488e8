"""Access that is already granted but begins after the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.references import ASSIGN_MEMBER_OWNER
from pimreport.analysis.terms import ACCESS, HELD, STATES
from pimreport.model.entra import Membership, RoleAssignment
from pimreport.model.evidence import graph_name
from pimreport.model.findings import Finding, NotAssessed, Severity
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from pimreport.analysis.case import Case
    from pimreport.model.paths import RoleRef

_OF_GROUPS = ("group_eligibility_schedules", "group_assignment_schedules")
_OF_ROLES = ("role_eligibility_schedules", "role_assignment_schedules")


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    leading: dict[str, Sequence[RoleRef]] = {
        group.id: group.roles for group in case.groups if group.roles
    }
    found: dict[str, Finding] = {}
    for grant in sorted(case.tenant.upcoming, key=_begin):
        one = _coming(case, grant, leading)
        if one is not None:
            found.setdefault(one.key, one)
    yield from found.values()
    for resource in _OF_ROLES:
        if not case.tenant.coverage.complete(resource):
            yield NotAssessed(
                what=Text(
                    "roles that groups get later ({resource} not in full)",
                    resource=graph_name(resource),
                )
            )
    for group in leading:
        if not all(case.tenant.coverage.covers(group, resource) for resource in _OF_GROUPS):
            yield NotAssessed(
                what=Text(
                    "members that {group} gets later (schedules not in full)",
                    group=case.group_name(group),
                )
            )


def _coming(
    case: Case, grant: Membership | RoleAssignment, leading: Mapping[str, Sequence[RoleRef]]
) -> Finding | None:
    if isinstance(grant, RoleAssignment):
        return _of_role(case, grant) if case.tenant.is_group(grant.principal) else None
    return _of_membership(case, grant, leading[grant.group]) if grant.group in leading else None


def _of_membership(case: Case, grant: Membership, roles: Sequence[RoleRef]) -> Finding:
    name = case.name(case.tenant.principal(grant.principal))
    group = case.group_name(grant.group)
    return CHECK.finding(
        grant.principal,
        grant.group,
        grant.access,
        grant.state,
        severity=Severity.INFO,
        title=Text(
            "{name} becomes an {state} {access} of {group} on {day}",
            name=name,
            state=STATES[grant.state],
            access=ACCESS[grant.access],
            group=group,
            day=_day(grant),
        ),
        subject=grant.principal,
        group=grant.group,
        roles=tuple(role.name for role in roles),
        detail=joined(
            " ",
            (
                Text(
                    "A schedule makes {name} an {state} {access} of {group} from {day} on: the way to"
                    " {names} then opens without any further grant, and no list of today's members"
                    " shows it.",
                    name=name,
                    state=STATES[grant.state],
                    access=ACCESS[grant.access],
                    group=group,
                    day=_day(grant),
                    names=listed(role.name for role in roles),
                ),
                evidence(grant.origins),
            ),
        ),
        remediation=Text(
            "Review this now, with the members of {group}; cancel it if it is not wanted.",
            group=group,
        ),
        reaching=roles,
        origins=grant.origins,
    )


def _of_role(case: Case, grant: RoleAssignment) -> Finding:
    role, group = case.names.ref(grant.role), case.group_name(grant.principal)
    return CHECK.finding(
        grant.principal,
        role.template_id,
        grant.scope,
        grant.state,
        severity=Severity.INFO,
        title=Text(
            "{group} becomes {held} {role} on {day}",
            group=group,
            held=HELD[grant.state],
            role=role.name,
            day=_day(grant),
        ),
        subject=grant.principal,
        group=grant.principal,
        roles=(role.name,),
        detail=joined(
            " ",
            (
                Text(
                    "A schedule makes the group {group} {held} {role} from {day} on: the way to it"
                    " then opens for its members without any further grant.",
                    group=group,
                    held=HELD[grant.state],
                    role=role.name,
                    day=_day(grant),
                ),
                evidence(grant.origins),
            ),
        ),
        remediation=Text(
            "Review this now, with everybody in {group}; cancel it if it is not wanted.",
            group=group,
        ),
        reaching=[role],
        origins=grant.origins,
    )


def _begin(grant: Membership | RoleAssignment) -> str:
    return grant.starts.date().isoformat() if grant.starts else "later"


def _day(grant: Membership | RoleAssignment) -> date | Text:
    return grant.starts.date() if grant.starts else Text("a later day")


CHECK = Check(
    name="access-starts-later",
    title=Text("Access that begins later"),
    rationale=Text(
        "PIM can make somebody eligible or active from a later day on. Lists of what"
        " holds now do not show it, so a review that looks only at them signs off less"
        " than is granted."
    ),
    remediation=Text("Export the schedules too, and review what has not begun with what has."),
    references=(ASSIGN_MEMBER_OWNER,),
    controls=(
        *related("NIST", "AC-2", "AC-6(7)"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.2"),
    ),
    needs=(_OF_GROUPS, _OF_ROLES),
    find=_find,
)
