"""Access that ends within weeks: renew it knowingly, or let it go."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related, told
from pimreport.analysis.references import ASSIGN_MEMBER_OWNER
from pimreport.model.entra import State
from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
)
from pimreport.model.findings import Finding, NotAssessed, Severity
from pimreport.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pimreport.analysis.case import Case
    from pimreport.model.entra import RoleAssignment
    from pimreport.model.findings import AccessPath


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    limit = case.tenant.as_of.last + timedelta(days=case.expect.expiring_days)
    ending: defaultdict[tuple[str, str], list[tuple[datetime, AccessPath]]] = defaultdict(list)
    activated: dict[str, None] = {}
    for path in case.paths:
        if path.membership is State.ACTIVATED:
            # Its end is that of the activation; the eligibility behind it may end sooner or later.
            activated[case.name(path.principal)] = None
        elif path.ends and path.ends <= limit:
            ending[path.principal.id, path.group].append((path.ends, path))
    for ends in ending.values():
        yield _of_membership(case, ends)
    if activated:
        yield NotAssessed(what=f"eligibilities of {listed(activated)} (activated at the export)")
    for group in case.groups:
        for assignment in case.tenant.roles_of(group.id):
            if assignment.ends and assignment.ends <= limit:
                yield _of_role(case, assignment, assignment.ends)
        if group.roles and not case.tenant.coverage.covers(group.id, *RESOURCES_OF_ACTIVE_MEMBERS):
            yield NotAssessed(
                what=f"ends of active memberships of {case.group_name(group.id)} (no schedule export)"
            )


def _of_membership(case: Case, ends: Sequence[tuple[datetime, AccessPath]]) -> Finding:
    end, path = min(ends, key=lambda one: one[0])
    paths = [one for _, one in ends]
    name, group = case.name(path.principal), case.group_name(path.group)
    origins = tuple(dict.fromkeys(origin for one in paths for origin in one.origins))
    return Finding(
        key=f"expiring-soon:{path.principal.id}:{path.group}",
        check=CHECK.name,
        severity=Severity.INFO,
        title=f"{name} loses access through {group} on {end.date().isoformat()}",
        subject=path.principal.id,
        group=path.group,
        roles=tuple(dict.fromkeys(one.role.name for one in paths)),
        detail=(
            f"{name} reaches {listed(one.role.name for one in paths)} {case.way(path)} until"
            f" {_moment(end)}, within {case.expect.expiring_days} days. {evidence(origins)}"
        ),
        remediation=(
            f"Decide with whoever is responsible for {group} whether {name} still needs the"
            " access; extend it in PIM, or let it end."
        ),
        controls=told(CHECK.controls, [one.role for one in paths]),
        origins=origins,
    )


def _of_role(case: Case, assignment: RoleAssignment, end: datetime) -> Finding:
    role, group = case.names.ref(assignment.role), case.group_name(assignment.principal)
    return Finding(
        key=f"expiring-soon:{assignment.principal}:{role.template_id}:{assignment.scope}:{assignment.state}",
        check=CHECK.name,
        severity=Severity.INFO,
        title=f"{group} loses {role.name} on {end.date().isoformat()}",
        subject=assignment.principal,
        group=assignment.principal,
        roles=(role.name,),
        detail=(
            f"{group} is {_held(assignment)} {role.name} until {_moment(end)}, within"
            f" {case.expect.expiring_days} days: from then on nobody reaches the role through the"
            f" group. {evidence(assignment.origins)}"
        ),
        remediation=f"Decide whether {group} still needs {role.name}; extend it in PIM, or let it end.",
        controls=told(CHECK.controls, [role]),
        origins=assignment.origins,
    )


def _held(assignment: RoleAssignment) -> str:
    return f"{assignment.state} {'for' if assignment.state is State.ELIGIBLE else 'in'}"


def _moment(end: datetime) -> str:
    return end.strftime("%Y-%m-%d %H:%M UTC")


CHECK = Check(
    name="expiring-soon",
    title="Access ends soon",
    rationale=(
        "What ends before the next review is either renewed in a hurry by whoever notices, or"
        " missing when it is needed. Known in time, it is a decision."
    ),
    remediation="Renew what is needed with a justification, and let the rest end.",
    references=(ASSIGN_MEMBER_OWNER,),
    controls=(
        *related("NIST", "AC-2", "AC-6(7)"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.2"),
    ),
    needs=(RESOURCES_OF_ELIGIBLE_MEMBERS, RESOURCES_OF_ELIGIBLE_ROLES),
    find=_find,
)
