"""What one person reaches through groups, in the words that checks about people share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pimreport.analysis.joining import caveat
from pimreport.model.entra import Access, State
from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ACTIVE_ROLES,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
)
from pimreport.model.findings import Kind, NotAssessed
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.entra import Principal, PrincipalId
    from pimreport.model.evidence import Origin
    from pimreport.model.findings import AccessPath, RoleRef
    from pimreport.wording import Wording

PATHS = (
    RESOURCES_OF_ACTIVE_ROLES + RESOURCES_OF_ELIGIBLE_ROLES,
    (*RESOURCES_OF_ACTIVE_MEMBERS, *RESOURCES_OF_ELIGIBLE_MEMBERS, "group_members"),
)
"""What a check needs at least, if it looks at whoever has an access path."""


@dataclass(frozen=True)
class Reach:
    """All access paths of one person; ``top`` is the weightiest role the account yields at all.

    What several checks ask is worked out when the first of them asks it.
    """

    principal: Principal
    paths: Sequence[AccessPath]
    top: RoleRef

    @property
    def worst(self) -> AccessPath:
        """The path to the weightiest role behind a group (paths are ordered by that)."""
        return self.paths[0]

    @cached_property
    def roles(self) -> tuple[RoleRef, ...]:
        """The roles behind groups, weightiest first, each once."""
        return tuple({path.role.template_id: path.role for path in self.paths}.values())

    @cached_property
    def role_names(self) -> tuple[str, ...]:
        """Their names, and that of a weightier role held directly."""
        direct = (self.top,) if self.top.rank < self.worst.role.rank else ()
        return tuple(dict.fromkeys([role.name for role in (*direct, *self.roles)]))

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """The rows that describe the account, then those of the paths."""
        of_paths = [origin for path in self.paths for origin in path.origins]
        return tuple(dict.fromkeys([*self.principal.origins, *of_paths]))


def reaches(case: Case) -> Sequence[Reach]:
    """Everybody with an access path, in the order of the report's people."""
    if not case.known_reaches:
        case.known_reaches.extend(_reaches(case))
    return case.known_reaches


def _reaches(case: Case) -> Iterator[Reach]:
    by_person: defaultdict[PrincipalId, list[AccessPath]] = defaultdict(list)
    for path in case.paths:
        by_person[path.principal.id].append(path)
    for person in case.people.values():
        yield Reach(person.principal, by_person[person.principal.id], person.highest_role)


def told_reach(case: Case, reach: Reach, *, direct: bool = True) -> Wording:
    """``can activate Global Administrator through Tier 0 (Option B) without approval``.

    ``direct``: tell of a weightier role held without a group, too.
    """
    worst = reach.worst
    others = [role.name for role in reach.roles if role.template_id != worst.role.template_id]
    told: list[Wording] = [_verb(case, worst)]
    if others:
        told.append(Text(", and {names} besides", names=listed(others)))
    if direct and reach.top.rank < worst.role.rank:
        told.append(Text("; {role} is held or can be activated directly", role=reach.top.name))
    if caveat(case, worst.group):
        told.append(
            Text(
                " (the evidence contradicts itself: it shows {group} with a directory role and as"
                " not role-assignable)",
                group=case.group_name(worst.group),
            )
        )
    return joined("", told)


def _verb(case: Case, path: AccessPath) -> Text:
    role, way, guard = path.role.name, case.way(path), _guard(case, path)
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
