"""Roles and memberships that were given past Privileged Identity Management.

An instance that PIM did not make has no start (``startDateTime`` null, ``assignmentType``
Assigned): CISA's own test for MS.AAD.7.5v1. A column that was not exported looks the same, so a
missing start counts only if the same kind of file shows the start of some other row.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related
from pimreport.analysis.references import GRAPH, SCUBA
from pimreport.analysis.roles import ORDINARY, SCUBA_ROLES, tier
from pimreport.analysis.severity import severity_of, weight
from pimreport.model.entra import TENANT_SCOPE, Access, Membership, RoleAssignment, State
from pimreport.model.evidence import united_origins
from pimreport.model.findings import Finding, NotAssessed
from pimreport.wording import Text, joined, listed, noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.paths import RoleRef
    from pimreport.wording import Wording

Grant = TypeVar("Grant", Membership, RoleAssignment)


_NO_START = Text("no assignmentScheduleInstances row of which the start can be told")


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    tenant = case.tenant
    roles = _Instances(case, "role_assignment_schedule_instances", tenant.role_assignments)
    privileged = [
        one
        for one in tenant.role_assignments
        if one.state is State.ACTIVE and tier(case.names.ref(one.role)) < ORDINARY
    ]
    by_principal: defaultdict[str, list[RoleAssignment]] = defaultdict(list)
    for assignment in roles.outside(privileged):
        by_principal[assignment.principal].append(assignment)
    for assignments in by_principal.values():
        yield _of_roles(case, assignments)
    leading = {group.id: group.roles for group in case.groups if group.roles}
    members = [
        one
        for one in tenant.memberships
        if one.state is State.ACTIVE and one.access is Access.MEMBER and one.group in leading
    ]
    memberships = _Instances(case, "group_assignment_schedule_instances", tenant.memberships)
    for membership in memberships.outside(members):
        yield _of_membership(case, membership, leading[membership.group])
    roles_untold = roles.untold(privileged)
    if roles_untold:
        yield NotAssessed(
            what=noted(
                Text.plural(
                    "{told} active role assignment",
                    "{told} active role assignments",
                    roles_untold,
                ),
                _NO_START,
            )
        )
    members_untold = memberships.untold(members)
    if members_untold:
        yield NotAssessed(
            what=noted(
                Text.plural(
                    "{told} active membership", "{told} active memberships", members_untold
                ),
                _NO_START,
            )
        )


class _Instances:
    """Tells which grants come from an instance list, and whether that list shows starts at all."""

    def __init__(
        self, case: Case, resource: str, grants: Iterable[Membership | RoleAssignment]
    ) -> None:
        """Look once at the files of the resource, by the format in which they were written."""
        sources = case.tenant.sources
        self._formats = {one.file: one.format for one in sources if one.resource == resource}
        self._with_starts = {
            self._formats[origin.file]
            for one in grants
            if one.by_pim
            for origin in one.origins
            if origin.file in self._formats
        }

    def outside(self, grants: Iterable[Grant]) -> Iterator[Grant]:
        """Grants without a start, where a start would have been exported."""
        return (one for one in grants if one.by_pim is False and self._shows_starts(one))

    def untold(self, grants: Iterable[Membership | RoleAssignment]) -> int:
        """How many grants no instance list with starts tells about."""
        return sum(one.by_pim is None or not self._shows_starts(one) for one in grants)

    def _shows_starts(self, grant: Membership | RoleAssignment) -> bool:
        formats = {self._formats.get(origin.file) for origin in grant.origins}
        return bool(formats & self._with_starts)


def _of_roles(case: Case, assignments: Sequence[RoleAssignment]) -> Finding:
    principal = case.tenant.principal(assignments[0].principal)
    refs = [case.names.ref(one.role) for one in assignments]
    top, scoped = _gravest(case, assignments)
    group = case.tenant.is_group(principal.id)
    name = case.name(principal)
    members = (
        Text(
            "Members of {name} reach the role the way they get into the group, but the"
            " assignment itself was neither requested nor recorded in PIM.",
            name=name,
        )
        if group
        else ""
    )
    return CHECK.finding(
        principal.id,
        severity=severity_of(top, group, scoped),
        title=Text("{name} was given {role} outside PIM", name=name, role=top.name),
        subject=principal.id,
        group=principal.id if group else None,
        roles=tuple(dict.fromkeys(ref.name for ref in refs)),
        detail=joined(
            " ",
            (
                Text(
                    "{name} is assigned {roles}, and the instance has no start time, by which CISA's"
                    " assessment of MS.AAD.7.5v1 tells an assignment that PIM did not make.",
                    name=name,
                    roles=listed(
                        case.role_at(ref, one.scope)
                        for ref, one in zip(refs, assignments, strict=True)
                    ),
                ),
                members,
                _rows(assignments),
            ),
        ),
        remediation=Text(
            "Find out from the audit log who assigned {role} to {name} and why; remove the"
            " assignment and make it again in PIM, with a justification and an end. An emergency"
            " access account gets it actively and without an end, and is declared in the settings.",
            role=top.name,
            name=name,
        ),
        reaching=refs,
        origins=united_origins(assignments),
    )


def _of_membership(case: Case, membership: Membership, roles: Sequence[RoleRef]) -> Finding:
    principal = case.tenant.principal(membership.principal)
    name, group = case.name(principal), case.group_name(membership.group)
    top, scoped = _gravest(case, case.tenant.roles_of(membership.group))
    return CHECK.finding(
        principal.id,
        membership.group,
        severity=severity_of(top, scoped),
        title=Text("{name} was added to {group} outside PIM", name=name, group=group),
        subject=principal.id,
        group=membership.group,
        roles=tuple(role.name for role in roles),
        detail=joined(
            " ",
            (
                Text(
                    "{name} is an assigned member of {group}, which leads to {roles}, and the"
                    " instance has no start time, by which CISA's assessment of MS.AAD.7.5v1 tells"
                    " what was given in the directory, past PIM and its settings.",
                    name=name,
                    group=group,
                    roles=listed(role.name for role in roles),
                ),
                _rows([membership]),
            ),
        ),
        remediation=Text(
            "Find out from the audit log who added {name} to {group} and why; remove the"
            " membership, and grant it again in PIM, with an end, if it is needed.",
            name=name,
            group=group,
        ),
        reaching=roles,
        origins=membership.origins,
    )


def _gravest(case: Case, assignments: Iterable[RoleAssignment]) -> tuple[RoleRef, bool]:
    """The role that weighs most, and whether it holds in a part of the tenant only."""
    held = [(case.names.ref(one.role), one.scope) for one in assignments]
    role, scope = min(held, key=lambda at: weight(*at))
    return role, scope != TENANT_SCOPE


def _rows(grants: Iterable[Membership | RoleAssignment]) -> Wording:
    return evidence(*(one.origins for one in grants))


CHECK = Check(
    name="assigned-outside-pim",
    title=Text("Assignment that PIM did not make"),
    rationale=Text(
        "Whoever may assign roles or manage a group can do so past PIM: in the directory,"
        " by a script or by an application. Such an assignment needed no justification,"
        " has no end, and told nobody. CISA's assessment recognises it by an instance"
        " without a start time."
    ),
    remediation=Text("Assign roles and memberships through PIM only, and alert on what is not."),
    references=(SCUBA, GRAPH),
    controls=(
        *exact("SCuBA", "MS.AAD.7.5v1", roles=SCUBA_ROLES),
        *related("CIS", "5.3.1"),
        *related("NIST", "AC-2"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.2"),
    ),
    needs=(("role_assignment_schedule_instances", "group_assignment_schedule_instances"),),
    find=_find,
)
