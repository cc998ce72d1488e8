"""Every way from a principal through a group to a role.

The unit of classification is the access path: principal -(membership)-> group -(role)-> scope.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pimreport.model.entra import Access, GroupId, PrincipalType, State
from pimreport.model.making import maker
from pimreport.model.paths import AccessPath, Governing, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pimreport.analysis.roles import RoleNames
    from pimreport.model.entra import Membership, RoleAssignment
    from pimreport.model.evidence import Origin
    from pimreport.model.tenant import Tenant

_KINDS = {
    (False, State.ELIGIBLE): Kind.OPTION_A,
    (True, State.ACTIVE): Kind.OPTION_B,
    (False, State.ACTIVE): Kind.STANDING_ACCESS,
    (True, State.ELIGIBLE): Kind.DOUBLE_ACTIVATION,
}


@dataclass(frozen=True, slots=True)
class _Way:
    """How one principal gets into a group, directly or through nested groups."""

    principal: str
    access: Access
    state: State
    via: tuple[GroupId, ...]
    starts: datetime | None
    ends: datetime | None
    origins: tuple[Origin, ...]
    governed_by: tuple[Governing, ...]


_access_path, _made_way = maker(AccessPath), maker(_Way)


def find_paths(tenant: Tenant, names: RoleNames) -> tuple[AccessPath, ...]:
    """All access paths, ordered by role weight, group and principal.

    Nested groups are followed to any depth; a cycle ends where it closes. A nested group in which
    the evidence shows no member stands as the principal itself, so that it is never lost.
    """
    ways = _Ways(tenant)
    activated = _activated_roles(tenant)
    # Sorted in two steps: what all paths of a group to a role share is compared once for them.
    shared: defaultdict[tuple[int, str, str, GroupId], list[AccessPath]] = defaultdict(list)
    for group in _groups_with_roles(tenant):
        into, name = ways.into(group), tenant.group(group).name or ""
        for assignment in tenant.roles_of(group):
            role = names.ref(assignment.role)
            shared[role.rank, role.name, name, group].extend(
                _paths(tenant, names, group, assignment, into, activated)
            )
    return tuple(path for one in sorted(shared) for path in sorted(shared[one], key=_order))


def _groups_with_roles(tenant: Tenant) -> list[GroupId]:
    return [group for group in tenant.groups if tenant.roles_of(group)]


def _paths(
    tenant: Tenant,
    names: RoleNames,
    group: GroupId,
    assignment: RoleAssignment,
    ways: Sequence[_Way],
    activated: dict[tuple[str, str, str], tuple[Origin, ...]],
) -> Iterator[AccessPath]:
    role = names.ref(assignment.role)
    name = tenant.group(group).name
    state = State.ACTIVE if assignment.state is State.LISTED else assignment.state
    kinds = {one: _kind(one, state) for one in State}
    # The role's own settings run only where it is the role that is activated.
    last = () if state is State.ACTIVE else (Governing(role=role.template_id),)
    for way in ways:
        principal = tenant.principal(way.principal)
        # An application activates nothing, so no policy ever asks it; as an owner it lets others in.
        activates = principal.type is not PrincipalType.SERVICE_PRINCIPAL
        runs = activates or way.access is Access.OWNER
        role_state, origins = state, way.origins + assignment.origins
        # Nobody activates a role by a membership that is not in force itself.
        if state is State.ELIGIBLE and way.state is not State.ELIGIBLE:
            own = activated.get((way.principal, role.template_id, assignment.scope))
            if own is not None:
                role_state = State.ACTIVATED
                origins += own
        yield _access_path(
            principal=principal,
            access=way.access,
            membership=State.ACTIVE if way.state is State.LISTED else way.state,
            via=way.via,
            group=group,
            group_name=name,
            role=role,
            role_state=role_state,
            scope=assignment.scope,
            kind=kinds[way.state],
            starts=way.starts,
            ends=way.ends,
            origins=origins,
            governed_by=way.governed_by + last if runs else (),
        )


def _kind(membership: State, role: State) -> Kind | None:
    """What a path is; None if a plain members list leaves open whether it was activated."""
    if membership is State.LISTED:
        return None
    held = State.ELIGIBLE if role in {State.ELIGIBLE, State.ACTIVATED} else State.ACTIVE
    return _KINDS[membership is not State.ACTIVE, held]


def _activated_roles(tenant: Tenant) -> dict[tuple[str, str, str], tuple[Origin, ...]]:
    """Roles that users have activated for themselves: what an Option A activation looks like."""
    return {
        (one.principal, tenant.role(one.role).template_id, one.scope): one.origins
        for one in (*tenant.role_assignments, *tenant.inherited_role_assignments)
        if one.state is State.ACTIVATED
    }


class _Ways:
    """Who gets into a group and how; each group is expanded once."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._inherited: defaultdict[str, list[Membership]] = defaultdict(list)
        for one in tenant.inherited_memberships:
            self._inherited[one.group].append(one)

    def into(self, group: GroupId) -> list[_Way]:
        """The ways into one group, each once."""
        ways = {_key(way): way for way in self._expand(group, frozenset())}
        if group not in self._inherited:
            return list(ways.values())
        by_principal: defaultdict[tuple[str, Access], list[_Way]] = defaultdict(list)
        for way in ways.values():
            by_principal[way.principal, way.access].append(way)
        for row in self._inherited[group]:
            explained = [way for way in by_principal[row.principal, row.access] if way.via]
            if not explained:
                way = self._unexplained(row)
                ways[_key(way)] = way
            elif row.state is State.ACTIVATED:
                for way in explained:
                    ways[_key(way)] = replace(
                        way, state=State.ACTIVATED, origins=way.origins + row.origins
                    )
        return list(ways.values())

    def _expand(self, group: GroupId, above: frozenset[str]) -> Iterator[_Way]:
        policies = {access: (Governing(group, access),) for access in Access}
        for one in self._tenant.memberships_of_group(group):
            way = _way(one, policies[one.access])
            if not self._tenant.is_group(one.principal):
                yield way
                continue
            nested = GroupId(one.principal)
            if nested in above or nested == group:
                continue
            inner = list(self._expand(nested, above | {group}))
            if not any(deeper.access is Access.MEMBER for deeper in inner):
                yield way
            for deeper in inner:
                yield replace(
                    deeper,
                    state=_weaker(deeper.state, one.state),
                    via=(*deeper.via, nested),
                    starts=_latest(deeper.starts, one.starts),
                    ends=_earliest(deeper.ends, one.ends),
                    origins=deeper.origins + one.origins,
                    governed_by=deeper.governed_by + way.governed_by,
                )

    def _unexplained(self, row: Membership) -> _Way:
        """A user who holds the membership through a group that the evidence does not expand."""
        nested = [
            GroupId(one.principal)
            for one in self._tenant.memberships_of_group(row.group)
            if self._tenant.is_group(one.principal)
        ]
        way = _way(row, (Governing(row.group, row.access),))
        return replace(way, via=(nested[0],) if len(nested) == 1 else ())


def _way(row: Membership, policies: tuple[Governing, ...]) -> _Way:
    """A membership by itself, as the shortest way into its group.

    ``policies``: what governs it, unless it is assigned; one value for all rows alike.
    """
    activated = row.state is State.ELIGIBLE or row.state is State.ACTIVATED
    return _made_way(
        principal=row.principal,
        access=row.access,
        state=row.state,
        via=(),
        starts=row.starts,
        ends=row.ends,
        origins=row.origins,
        governed_by=policies if activated else (),
    )


def _key(way: _Way) -> tuple[str, Access, bool, tuple[GroupId, ...]]:
    assigned = way.state is State.ACTIVE or way.state is State.LISTED
    return way.principal, way.access, assigned, way.via


def _weaker(first: State, second: State) -> State:
    """The state of two memberships in a row: one activation on the way makes it eligible."""
    for state in (State.ELIGIBLE, State.LISTED, State.ACTIVATED):
        if state in {first, second}:
            return state
    return State.ACTIVE


def _latest(first: datetime | None, second: datetime | None) -> datetime | None:
    return max((one for one in (first, second) if one), default=None)


def _earliest(first: datetime | None, second: datetime | None) -> datetime | None:
    return min((one for one in (first, second) if one), default=None)


def is_person(path: AccessPath) -> bool:
    """The principal of the path is a user, or nothing says that it is something else."""
    return path.principal.type is PrincipalType.USER or (
        path.principal.type is PrincipalType.UNKNOWN
    )


def _order(path: AccessPath) -> tuple[object, ...]:
    """The order of paths to one role through one group."""
    return (
        path.access,
        path.principal.name or "",
        path.principal.id,
        path.via,
        path.scope,
        path.membership,
    )
