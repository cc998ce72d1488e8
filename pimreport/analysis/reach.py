"""What one person reaches through groups, in the words that checks about people share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.severity import gravest, severity_of, weight
from pimreport.model.entra import TENANT_SCOPE, Access, State
from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ACTIVE_ROLES,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
    united_origins,
)
from pimreport.model.findings import NotAssessed
from pimreport.model.making import maker
from pimreport.model.paths import Kind
from pimreport.wording import Text, joined, later, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.analysis.check import Check
    from pimreport.model.entra import Principal
    from pimreport.model.evidence import Origin
    from pimreport.model.findings import Finding, Severity
    from pimreport.model.paths import AccessPath, RoleRef
    from pimreport.wording import Wording

PATHS = (
    RESOURCES_OF_ACTIVE_ROLES + RESOURCES_OF_ELIGIBLE_ROLES,
    (*RESOURCES_OF_ACTIVE_MEMBERS, *RESOURCES_OF_ELIGIBLE_MEMBERS, "group_members"),
)
"""What a check needs at least, if it looks at whoever has an access path."""


@dataclass(frozen=True, slots=True)
class Reach:
    """All access paths of one person, and what several checks ask of them.

    Attributes:
        principal: the person.
        worst: the gravest path.
        top: the gravest role the account yields at all.
        scope: where that role holds.
        direct: it is not behind a group: the account has it, or may activate it, by itself.
        roles: the roles behind groups, weightiest first, each once.
        role_names: their names, after that of a graver role held directly.
        origins: the rows that describe the account, then those of the paths.
    """

    principal: Principal
    worst: AccessPath
    top: RoleRef
    scope: str
    direct: bool
    roles: tuple[RoleRef, ...]
    role_names: tuple[str, ...]
    origins: tuple[Origin, ...]

    def severity(self, case: Case, *lowered_by: bool | None) -> Severity:
        """The severity for the gravest role, lowered by these circumstances (``severity_of``).

        A guard on the group's way is none where the account brings as much by itself.
        """
        return severity_of(
            self.top,
            self.scope != TENANT_SCOPE,
            not self.direct and case.approval(self.worst),
            self.principal.enabled is False,
            *lowered_by,
        )

    def finding(
        self,
        check: Check,
        severity: Severity,
        title: Wording,
        detail: Wording,
        remediation: Wording,
    ) -> Finding:
        """A finding about the person; all the rows end its detail."""
        return check.finding(
            self.principal.id,
            severity=severity,
            title=title,
            subject=self.principal.id,
            group=self.worst.group,
            roles=self.role_names,
            detail=later(_with_evidence, detail, self.origins),
            remediation=remediation,
            reaching=(self.top, *self.roles),
            origins=self.origins,
        )


def _with_evidence(detail: Wording, origins: tuple[Origin, ...]) -> Wording:
    return joined(" ", (detail, evidence(origins)))


_reach = maker(Reach)


def reaches(case: Case) -> Sequence[Reach]:
    """Everybody with an access path, in the order of the report's people."""
    if not case.known_reaches:
        case.known_reaches.extend(_reaches(case))
    return case.known_reaches


def _reaches(case: Case) -> Iterator[Reach]:
    for principal, person in case.people.items():
        paths = case.by_person[principal]
        worst = gravest(paths)
        roles = [worst.role]
        if len(paths) > 1:
            roles = list({path.role.template_id: path.role for path in paths}.values())
        names = [role.name for role in roles]
        at = worst.role, worst.scope
        own = [(case.names.ref(one.role), one.scope) for one in case.tenant.roles_of(principal)]
        graver = min(own, key=lambda one: weight(*one), default=at)
        direct = weight(*graver) < weight(*at)
        top, scope = graver if direct else at
        yield _reach(
            person.principal,
            worst,
            top,
            scope,
            direct,
            tuple(roles),
            tuple(dict.fromkeys([top.name, *names] if direct else names)),
            united_origins([person.principal, *paths]),
        )


def told_reach(case: Case, reach: Reach, *, direct: bool = True) -> Wording:
    """``can activate Global Administrator through Tier 0 (Option B) without approval``.

    ``direct``: tell of a weightier role held without a group, too.
    """
    worst = reach.worst
    others = [role.name for role in reach.roles if role.template_id != worst.role.template_id]
    clauses: list[Wording] = [_verb(case, worst)]
    if others:
        clauses.append(Text(", and {names} besides", names=listed(others)))
    if direct and reach.direct:
        top = case.role_at(reach.top, reach.scope)
        clauses.append(Text("; {role} is held or can be activated directly", role=top))
    if case.caveat(worst.group):
        clauses.append(
            Text(
                " (the evidence contradicts itself: it shows {group} with a directory role and as"
                " not role-assignable)",
                group=case.group_name(worst.group),
            )
        )
    return joined("", clauses)


def _verb(case: Case, path: AccessPath) -> Text:
    role, way, guard = case.role(path), case.way(path), _guard(case, path)
    if path.access is Access.OWNER or path.kind is None:
        return Text("can reach {role} {way}{guard}", role=role, way=way, guard=guard)
    if path.kind is Kind.STANDING_ACCESS:
        return Text("holds {role} {way}{guard}", role=role, way=way, guard=guard)
    return Text("can activate {role} {way}{guard}", role=role, way=way, guard=guard)


def _guard(case: Case, path: AccessPath) -> Wording:
    if not activates(path):
        return ""
    approved = case.approval(path)
    if approved is None:
        return Text(" under a policy that was not exported")
    return Text(" after approval") if approved else Text(" without approval")


def activates(path: AccessPath) -> bool:
    """Something on the path has to be activated, so that a policy guards it."""
    return path.needs_membership_activation or path.role_state is not State.ACTIVE


def lacking(case: Case, what: Wording, principals: Sequence[Principal]) -> Iterator[NotAssessed]:
    """``onPremisesSyncEnabled of Ada and Grace (not exported)``; nothing if nobody lacks it."""
    if principals:
        names = listed(case.name(one) for one in principals)
        yield NotAssessed(what=Text("{what} of {names} (not exported)", what=what, names=names))


def untold_owners(case: Case) -> Iterator[NotAssessed]:
    """Groups whose owners may be missing; for the rest of what may hide see ``Case.path_gaps``."""
    for group in case.groups:
        if group.roles and not case.tenant.knows_owners(group.id):
            yield NotAssessed(
                what=Text(
                    "owners of {group} (not exported in full)", group=case.group_name(group.id)
                )
            )
    for nested, outer in case.nested_groups.items():
        if nested in case.tenant.pim_groups and not case.tenant.knows_owners(nested):
            yield NotAssessed(
                what=Text(
                    "owners of {group}, nested in {outer} (not exported in full)",
                    group=case.group_name(nested),
                    outer=case.group_name(outer),
                )
            )
