"""Privileged roles that somebody with a group path holds directly as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.reach import PATHS, reaches, told_reach
from pimreport.analysis.references import SCUBA
from pimreport.analysis.roles import ORDINARY, tier
from pimreport.analysis.severity import severity_of, weight
from pimreport.analysis.terms import STATES
from pimreport.model.entra import TENANT_SCOPE, State
from pimreport.model.evidence import RESOURCES_OF_ACTIVE_ROLES, united_origins
from pimreport.model.findings import Finding, NotAssessed, Severity
from pimreport.wording import Text, joined, listed, noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.analysis.reach import Reach
    from pimreport.model.entra import RoleAssignment
    from pimreport.wording import Wording


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for reach in reaches(case):
        direct = _beside(case, reach)
        if direct:
            yield _finding(case, reach, direct)


def _beside(case: Case, reach: Reach) -> list[RoleAssignment]:
    """Direct privileged roles that no group gives at the same scope (check duplicate-path)."""
    own = case.tenant.roles_of(reach.principal.id)
    if not own:
        return []
    by_group = {(path.role.template_id, path.scope) for path in case.by_person[reach.principal.id]}
    return [
        one
        for one in own
        if tier(case.names.ref(one.role)) < ORDINARY
        and (case.tenant.role(one.role).template_id, one.scope) not in by_group
    ]


def _finding(case: Case, reach: Reach, direct: Sequence[RoleAssignment]) -> Finding:
    refs = [case.names.ref(one.role) for one in direct]
    at = [(ref, one.scope) for ref, one in zip(refs, direct, strict=True)]
    top, scope = min(at, key=lambda one: weight(*one))
    strongest = [one for one, where in zip(direct, at, strict=True) if where == (top, scope)]
    standing = any(one.state in {State.ACTIVE, State.LISTED} for one in strongest)
    stronger = weight(top, scope) < weight(reach.worst.role, reach.worst.scope)
    name = case.name(reach.principal)
    told_direct = listed(noted(ref.name, _held(one)) for one, ref in zip(direct, refs, strict=True))
    return CHECK.finding(
        reach.principal.id,
        severity=severity_of(top, not standing, scope != TENANT_SCOPE)
        if stronger
        else Severity.LOW,
        title=Text(
            "{name} has {role} directly, beside {group}",
            name=name,
            role=top.name,
            group=case.group_name(reach.worst.group),
        ),
        subject=reach.principal.id,
        group=reach.worst.group,
        roles=tuple(dict.fromkeys(ref.name for ref in refs)),
        detail=joined(
            " ",
            (
                Text(
                    "{name} {told_reach}, and has directly: {told_direct}.",
                    name=name,
                    told_reach=told_reach(case, reach, direct=False),
                    told_direct=told_direct,
                ),
                Text("That is more than the group gives.") if stronger else "",
                Text("A review of the groups alone does not show them."),
                evidence(*(one.origins for one in direct)),
            ),
        ),
        remediation=Text(
            "Review the direct roles of {name} together with the groups: give them through a"
            " group with a policy of its own, or remove what is not needed.",
            name=name,
        ),
        reaching=refs,
        origins=united_origins([*direct, reach]),
    )


def _held(assignment: RoleAssignment) -> Wording:
    listed_only = assignment.state is State.LISTED
    state = Text("assigned or activated") if listed_only else STATES[assignment.state]
    if assignment.scope == TENANT_SCOPE:
        return state
    return Text("{state}, at {scope}", state=state, scope=assignment.scope)


CHECK = Check(
    name="direct-assignment-beside-group",
    title=Text("Direct role beside the group"),
    rationale=Text(
        "Whoever reviews a group sees what the group gives. Roles that its members hold"
        " or may activate on their own belong to the same account and are guarded by"
        " other policies; one that is stronger than the group's is the way an attacker"
        " takes."
    ),
    remediation=Text("Give roles through groups or directly, and review both per person."),
    references=(SCUBA,),
    controls=(
        *related("NIST", "AC-2(7)", "AC-6(5)", "AC-6(7)"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(*PATHS, RESOURCES_OF_ACTIVE_ROLES),
    find=_find,
)
