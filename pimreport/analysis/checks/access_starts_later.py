"""Access that is already granted but begins after the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related, told
from pimreport.analysis.references import ASSIGN_MEMBER_OWNER
from pimreport.model.entra import Membership, RoleAssignment, State
from pimreport.model.evidence import graph_name
from pimreport.model.findings import Finding, NotAssessed, Severity
from pimreport.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.findings import RoleRef

_OF_GROUPS = ("group_eligibility_schedules", "group_assignment_schedules")
_OF_ROLES = ("role_eligibility_schedules", "role_assignment_schedules")


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    leading: dict[str, Sequence[RoleRef]] = {
        group.id: group.roles for group in case.groups if group.roles
    }
    found: dict[str, Finding] = {}
    for grant in sorted(case.tenant.upcoming, key=_day):
        one = _coming(case, grant, leading)
        if one is not None:
            found.setdefault(one.key, one)
    yield from found.values()
    for resource in _OF_ROLES:
        if not case.tenant.coverage.complete(resource):
            yield NotAssessed(
                what=f"roles that groups get later ({graph_name(resource)} not in full)"
            )
    for group in leading:
        if not all(case.tenant.coverage.covers(group, resource) for resource in _OF_GROUPS):
            yield NotAssessed(
                what=f"members that {case.group_name(group)} gets later (schedules not in full)"
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
    return Finding(
        key=f"access-starts-later:{grant.principal}:{grant.group}:{grant.access}:{grant.state}",
        check=CHECK.name,
        severity=Severity.INFO,
        title=f"{name} becomes an {grant.state} {grant.access} of {group} on {_day(grant)}",
        subject=grant.principal,
        group=grant.group,
        roles=tuple(role.name for role in roles),
        detail=(
            f"A schedule makes {name} an {grant.state} {grant.access} of {group} from {_day(grant)}"
            f" on: the way to {listed(role.name for role in roles)} then opens without any further"
            f" grant, and no list of today's members shows it. {evidence(grant.origins)}"
        ),
        remediation=f"Review this now, with the members of {group}; cancel it if it is not wanted.",
        controls=told(CHECK.controls, roles),
        origins=grant.origins,
    )


def _of_role(case: Case, grant: RoleAssignment) -> Finding:
    role, group = case.names.ref(grant.role), case.group_name(grant.principal)
    return Finding(
        key=f"access-starts-later:{grant.principal}:{role.template_id}:{grant.scope}:{grant.state}",
        check=CHECK.name,
        severity=Severity.INFO,
        title=f"{group} becomes {_held(grant)} {role.name} on {_day(grant)}",
        subject=grant.principal,
        group=grant.principal,
        roles=(role.name,),
        detail=(
            f"A schedule makes the group {group} {_held(grant)} {role.name} from {_day(grant)}"
            " on: the way to it then opens for its members without any further grant."
            f" {evidence(grant.origins)}"
        ),
        remediation=f"Review this now, with everybody in {group}; cancel it if it is not wanted.",
        controls=told(CHECK.controls, [role]),
        origins=grant.origins,
    )


def _held(grant: RoleAssignment) -> str:
    return f"{grant.state} {'for' if grant.state is State.ELIGIBLE else 'in'}"


def _day(grant: Membership | RoleAssignment) -> str:
    return grant.starts.date().isoformat() if grant.starts else "a later day"


CHECK = Check(
    name="access-starts-later",
    title="Access that begins later",
    rationale=(
        "PIM can make somebody eligible or active from a later day on. Lists of what holds now do"
        " not show it, so a review that looks only at them signs off less than is granted."
    ),
    remediation="Export the schedules too, and review what has not begun with what has.",
    references=(ASSIGN_MEMBER_OWNER,),
    controls=(
        *related("NIST", "AC-2", "AC-6(7)"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.2"),
    ),
    needs=(_OF_GROUPS, _OF_ROLES),
    find=_find,
)
