"""Access that ends within weeks: renew it knowingly, or let it go."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.references import ASSIGN_MEMBER_OWNER
from pimreport.analysis.severity import role_names
from pimreport.analysis.terms import HELD
from pimreport.model.entra import State
from pimreport.model.evidence import (
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
    united_origins,
)
from pimreport.model.findings import Finding, NotAssessed, Severity
from pimreport.wording import Text, joined, later, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pimreport.analysis.case import Case
    from pimreport.model.entra import RoleAssignment
    from pimreport.model.paths import AccessPath
    from pimreport.wording import Wording


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
        yield NotAssessed(
            what=Text("eligibilities of {names} (activated at the export)", names=listed(activated))
        )
    for group in case.groups:
        for assignment in case.tenant.roles_of(group.id):
            if assignment.ends and assignment.ends <= limit:
                yield _of_role(case, assignment, assignment.ends)
    yield from _untold(case)


def _untold(case: Case) -> Iterator[NotAssessed]:
    """What may end soon: plain lists show no ends, and a column may not have been exported."""
    for group in case.groups:
        name, roles = case.group_name(group.id), case.tenant.roles_of(group.id)
        if not all(one.ends_told for one in roles):
            yield NotAssessed(what=Text("ends of roles of {group} (not exported)", group=name))
        if not roles and group.id not in case.nested_groups:
            continue
        members = case.tenant.memberships_of_group(group.id)
        if not all(one.ends_told or one.state is State.ACTIVATED for one in members):
            yield NotAssessed(
                what=Text("ends of memberships of {group} (not exported)", group=name)
            )


def _of_membership(case: Case, ends: Sequence[tuple[datetime, AccessPath]]) -> Finding:
    end, path = min(ends, key=lambda one: one[0])
    paths = [one for _, one in ends]
    name, group = case.name(path.principal), case.group_name(path.group)
    origins = united_origins(paths)
    return CHECK.finding(
        path.principal.id,
        path.group,
        severity=Severity.INFO,
        title=Text(
            "{name} loses access through {group} on {day}",
            name=name,
            group=group,
            day=end.date(),
        ),
        subject=path.principal.id,
        group=path.group,
        roles=role_names(paths),
        detail=later(_detail, case, path, end, tuple(paths)),
        remediation=later(_remediation, case, path),
        reaching=[one.role for one in paths],
        origins=origins,
    )


def _detail(case: Case, path: AccessPath, end: datetime, paths: Sequence[AccessPath]) -> Wording:
    name = case.name(path.principal)
    return joined(
        " ",
        (
            Text(
                "{name} reaches {names} {way} until {moment} UTC, within {days} days.",
                name=name,
                names=listed(one.role.name for one in paths),
                way=case.way(path),
                moment=end,
                days=case.expect.expiring_days,
            ),
            evidence(*(one.origins for one in paths)),
        ),
    )


def _remediation(case: Case, path: AccessPath) -> Wording:
    name, group = case.name(path.principal), case.group_name(path.group)
    return Text(
        "Decide with whoever is responsible for {group} whether {name} still needs the"
        " access; extend it in PIM, or let it end.",
        group=group,
        name=name,
    )


def _of_role(case: Case, assignment: RoleAssignment, end: datetime) -> Finding:
    role, group = case.names.ref(assignment.role), case.group_name(assignment.principal)
    return CHECK.finding(
        assignment.principal,
        role.template_id,
        assignment.scope,
        assignment.state,
        severity=Severity.INFO,
        title=Text(
            "{group} loses {role} on {day}",
            group=group,
            role=role.name,
            day=end.date(),
        ),
        subject=assignment.principal,
        group=assignment.principal,
        roles=(role.name,),
        detail=joined(
            " ",
            (
                Text(
                    "{group} is {held} {role} until {moment} UTC, within {days} days: from then"
                    " on nobody reaches the role through the group.",
                    group=group,
                    held=HELD[assignment.state],
                    role=role.name,
                    moment=end,
                    days=case.expect.expiring_days,
                ),
                evidence(assignment.origins),
            ),
        ),
        remediation=Text(
            "Decide whether {group} still needs {role}; extend it in PIM, or let it end.",
            group=group,
            role=role.name,
        ),
        reaching=[role],
        origins=assignment.origins,
    )


CHECK = Check(
    name="expiring-soon",
    title=Text("Access ends soon"),
    rationale=Text(
        "What ends before the next review is either renewed in a hurry by whoever"
        " notices, or missing when it is needed. Known in time, it is a decision."
    ),
    remediation=Text("Renew what is needed with a justification, and let the rest end."),
    references=(ASSIGN_MEMBER_OWNER,),
    controls=(
        *related("NIST", "AC-2", "AC-6(7)"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.2"),
    ),
    needs=(RESOURCES_OF_ELIGIBLE_MEMBERS, RESOURCES_OF_ELIGIBLE_ROLES),
    find=_find,
)
