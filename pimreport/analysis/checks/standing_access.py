"""Members who hold a role through a group without activating anything."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related
from pimreport.analysis.references import SCUBA
from pimreport.analysis.remedies import eligible_membership, option_a
from pimreport.analysis.roles import SCUBA_ROLES
from pimreport.analysis.severity import gravest, role_names, severity_of
from pimreport.model.entra import TENANT_SCOPE, Access, PrincipalType
from pimreport.model.evidence import united_origins
from pimreport.model.findings import Finding, NotAssessed, Remedies
from pimreport.model.paths import Kind
from pimreport.wording import Text, joined, later, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.findings import Remedy
    from pimreport.model.paths import AccessPath
    from pimreport.wording import Wording


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    standing: defaultdict[tuple[str, str], list[AccessPath]] = defaultdict(list)
    untold: dict[Text, None] = {}
    for path in case.paths:
        if path.access is not Access.MEMBER:
            continue
        if path.kind is Kind.STANDING_ACCESS:
            standing[path.principal.id, path.group].append(path)
        elif path.kind is None:
            untold[
                Text(
                    "{name} in {group}",
                    name=case.name(path.principal),
                    group=case.group_name(path.group),
                )
            ] = None
    for paths in standing.values():
        yield _finding(case, paths)
    for who in untold:
        yield NotAssessed(
            what=Text("{who} (assigned or activated: no assignmentScheduleInstances)", who=who)
        )


def _finding(case: Case, paths: Sequence[AccessPath]) -> Finding:
    worst = gravest(paths)
    top = worst.role
    name, group = case.name(worst.principal), case.group_name(worst.group)
    roles = role_names(paths)
    origins = united_origins(paths)
    service = worst.principal.type is PrincipalType.SERVICE_PRINCIPAL
    return CHECK.finding(
        worst.principal.id,
        worst.group,
        # Whoever holds the account holds the role; for a workload that is how it must be.
        severity=severity_of(
            top, service, worst.scope != TENANT_SCOPE, worst.principal.enabled is False
        ),
        title=Text(
            "{name} holds {role} without activation through {group}",
            name=name,
            role=top.name,
            group=group,
        ),
        subject=worst.principal.id,
        group=worst.group,
        roles=roles,
        detail=later(_detail, case, worst, tuple(paths)),
        remediation=later(_of_application, name, group) if service else later(_remediation, group),
        # Who is in by a nested group has no membership of their own that could be changed.
        remedies=() if service or worst.via else Remedies(_remedies, worst),
        reaching=[path.role for path in paths],
        origins=origins,
    )


def _detail(case: Case, worst: AccessPath, paths: Sequence[AccessPath]) -> Wording:
    name, group = case.name(worst.principal), case.group_name(worst.group)
    scoped = list(dict.fromkeys(case.role(path) for path in paths))
    service = worst.principal.type is PrincipalType.SERVICE_PRINCIPAL
    remark = (
        Text("Service principals cannot be eligible, so PIM cannot change this.") if service else ""
    )
    nested = joined("", [Text(" via {group}", group=case.group_name(one)) for one in worst.via])
    return joined(
        " ",
        (
            Text(
                "{name} is an active member of {group}{nested}, and {group} is active in {names}:"
                " nothing is ever activated, so neither approval nor an MFA prompt applies.",
                name=name,
                group=group,
                nested=nested,
                names=listed(scoped),
            ),
            Text("The membership ends on {date}.", date=worst.ends.date()) if worst.ends else "",
            remark,
            case.disabled(worst.principal),
            case.caveat(worst.group),
            evidence(*(path.origins for path in paths)),
        ),
    )


def _remediation(group: str) -> Wording:
    return Text(
        "Make the membership of {group} eligible (Option B), or keep the members active"
        " and make the group eligible for the role (Option A), which keeps the documented"
        " protection of active members.",
        group=group,
    )


def _of_application(name: str, group: str) -> Wording:
    return Text(
        "Check whether {name} needs the role. If it does, assign the narrowest role that will do to"
        " the application itself, so that {group} is for people alone, and guard the application's"
        " owners, secrets and certificates like the role; if not, take it out of {group}.",
        name=name,
        group=group,
    )


def _remedies(worst: AccessPath) -> tuple[Remedy, ...]:
    return eligible_membership(worst), option_a(worst)


CHECK = Check(
    name="standing-access",
    title=Text("Role held through a group without activation"),
    rationale=Text(
        "An active member of a group that is active in a role holds that role day and"
        " night. PIM guards neither step: no justification, no approval, no MFA prompt."
    ),
    remediation=Text("Make either the membership or the group's role assignment eligible."),
    references=(SCUBA,),
    controls=(
        *exact("SCuBA", "MS.AAD.7.4v1", roles=SCUBA_ROLES),
        *exact("CIS", "5.3.1"),
        *related("NIST", "AC-2", "AC-6(5)"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(
        ("role_assignments", "role_assignment_schedules", "role_assignment_schedule_instances"),
        (
            "group_members",
            "group_assignment_schedules",
            "group_assignment_schedule_instances",
        ),
    ),
    find=_find,
)
