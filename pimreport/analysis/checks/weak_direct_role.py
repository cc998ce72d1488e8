"""A direct role that was meant to protect, but stands in the reset table itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pimreport.analysis import reset_table
from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.references import RESET_TABLE
from pimreport.analysis.remedies import protect
from pimreport.analysis.severity import gravest, severity_of
from pimreport.model.entra import TENANT_SCOPE, State
from pimreport.model.findings import Finding, NotAssessed
from pimreport.model.people import Grade
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.case import Case
    from pimreport.analysis.situation import Situation
    from pimreport.model.people import Person

_OPEN = (Grade.EXPOSED, Grade.CONTESTED)


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for person in case.people.values():
        situation = case.situations[person.principal.id]
        if situation.all_held and person.protection.grade in _OPEN:
            yield _finding(case, person, situation)
        elif situation.all_held and person.protection.grade is Grade.UNKNOWN:
            yield NotAssessed(
                what=Text("{name} (protection unknown)", name=case.name(person.principal))
            )


def _finding(case: Case, person: Person, situation: Situation) -> Finding:
    name = case.name(person.principal)
    held = sorted(case.names.ref(role).name for role in situation.all_held)
    resetters = sorted(
        case.names.ref(role).name
        for role in reset_table.resetters_of(situation.all_held)
        if not reset_table.resets_everybody(role)
    )
    escalating = [one for one in person.can_be_reset_by if one.escalation]
    # Nobody in the evidence could do it: that counts only if the evidence could tell.
    nobody = None if not case.knows_resetters else not escalating
    contested = person.protection.grade is Grade.CONTESTED
    worst = gravest(case.by_person[person.principal.id])
    # A guard on the group's way is none where the account brings as much by itself.
    by_group = worst.role.template_id == person.highest_role.template_id
    origins = tuple(
        origin
        for one in case.tenant.roles_of(person.principal.id)
        if one.state in {State.ACTIVE, State.LISTED}
        for origin in one.origins
    )
    return CHECK.finding(
        person.principal.id,
        severity=severity_of(
            person.highest_role,
            contested,
            nobody,
            by_group and case.approval(worst),
            by_group and worst.scope != TENANT_SCOPE,
            person.principal.enabled is False,
        ),
        title=Text("The direct role of {name} does not protect the account", name=name),
        subject=person.principal.id,
        group=None,
        roles=tuple(held),
        detail=joined(
            " ",
            (
                Text(
                    "{name} holds {names} directly and can reach {role} through a group. By the reset"
                    " table (Microsoft, {date}) holders of {names} can be reset by {resetters}, so the"
                    " direct role does not protect the account.",
                    name=name,
                    names=listed(held),
                    role=case.role(worst),
                    date=date.fromisoformat(RESET_TABLE.date),
                    resetters=listed(resetters),
                ),
                case.disabled(person.principal),
                evidence(origins),
            ),
        ),
        remediation=Text(
            "Replace the direct role by protection that holds: active membership of a"
            " role-less role-assignable group, a restricted management administrative unit,"
            " or a role outside the rows of the reset table."
        ),
        remedies=protect(person.principal.id, name),
        reaching=[person.highest_role],
        origins=origins,
    )


CHECK = Check(
    name="weak-direct-role",
    title=Text("Direct role that does not protect"),
    rationale=Text(
        "A direct active role keeps ordinary resetters away only if the reset table does"
        " not let one of them reset its holders. Directory Readers, Reports Reader,"
        " Message Center Reader, Guest Inviter, Helpdesk Administrator and others do"
        " stand in the table, and every role a person holds must be out of a resetter's"
        " reach."
    ),
    remediation=Text(
        "Use protection that the documentation names: active membership of a"
        " role-assignable group, a restricted management administrative unit, or a role"
        " outside the table's rows."
    ),
    references=(RESET_TABLE,),
    controls=(
        *related("NIST", "AC-2(7)", "AC-6(5)"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.1"),
    ),
    needs=(
        ("role_assignments", "role_assignment_schedules", "role_assignment_schedule_instances"),
    ),
    find=_find,
)
