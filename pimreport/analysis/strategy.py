"""How each group is used: Option A, Option B, something worse, or not to be told."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pimreport.model.entra import Access, State
from pimreport.model.findings import GroupSummary, Kind, Strategy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.analysis.roles import RoleNames
    from pimreport.model.entra import GroupId, Membership
    from pimreport.model.findings import AccessPath, RoleRef
    from pimreport.model.tenant import Tenant

_SAYS = {
    Kind.OPTION_A: "active members, group eligible for its roles",
    Kind.OPTION_B: "eligible members, group active in its roles",
    Kind.STANDING_ACCESS: "active members and active roles: nothing is ever activated",
    Kind.DOUBLE_ACTIVATION: "eligible members, group eligible for its roles",
}


def summarise_groups(
    tenant: Tenant, paths: Iterable[AccessPath], names: RoleNames
) -> tuple[GroupSummary, ...]:
    """Every group that holds a role, is role-assignable or is used in PIM, with its strategy.

    Owner paths do not decide the strategy: ownership is judged on its own (checks owner-path).
    """
    by_group: defaultdict[GroupId, list[AccessPath]] = defaultdict(list)
    for path in paths:
        by_group[path.group].append(path)
    summaries = [
        _summary(tenant, group, by_group[group], names)
        for group in tenant.groups
        if _matters(tenant, group)
    ]
    summaries.sort(key=lambda one: (_weight(one.roles), one.name or "", one.id))
    return tuple(summaries)


def _weight(roles: Sequence[RoleRef]) -> int:
    return roles[0].rank if roles else 10**6


def _matters(tenant: Tenant, group: GroupId) -> bool:
    return bool(
        tenant.roles_of(group) or tenant.group(group).role_assignable or group in tenant.pim_groups
    )


def _summary(
    tenant: Tenant, group: GroupId, paths: Sequence[AccessPath], names: RoleNames
) -> GroupSummary:
    members = [path for path in paths if path.access is Access.MEMBER]
    kinds = Counter(path.kind for path in members if path.kind is not None)
    strategy, reason = _strategy(tenant, group, members)
    refs = {one.role: names.ref(one.role) for one in tenant.roles_of(group)}
    roles = {ref.template_id: ref for ref in refs.values()}
    own = tenant.memberships_of_group(group)
    known = tenant.group(group)
    return GroupSummary(
        id=group,
        name=known.name,
        role_assignable=tenant.role_assignable(group),
        strategy=strategy,
        kinds={kind: kinds[kind] for kind in Kind if kinds[kind]},
        reason=reason,
        roles=tuple(sorted(roles.values(), key=lambda role: (role.rank, role.name))),
        member_count=_count(
            own, {State.ACTIVE, State.LISTED}, Access.MEMBER, tenant.knows_active_members(group)
        ),
        eligible_count=_count(
            own,
            {State.ELIGIBLE, State.ACTIVATED},
            Access.MEMBER,
            tenant.knows_eligible_members(group),
        ),
        owner_count=_count(own, set(State), Access.OWNER, tenant.knows_owners(group)),
        origins=known.origins or tuple(o for one in tenant.roles_of(group) for o in one.origins),
    )


def _count(
    rows: Iterable[Membership],
    states: set[State],
    access: Access,
    known: bool,  # noqa: FBT001  # says whether an empty result means none
) -> int | None:
    found = {row.principal for row in rows if row.access is access and row.state in states}
    return len(found) if found or known else None


def _strategy(
    tenant: Tenant, group: GroupId, members: Sequence[AccessPath]
) -> tuple[Strategy, str]:
    roles_known = tenant.knows_active_roles() and tenant.knows_eligible_roles()
    if not tenant.roles_of(group) and roles_known:
        return Strategy.NO_ROLE, "no directory role is assigned to this group"
    gaps = _gaps(tenant, group, members)
    kinds = {path.kind for path in members if path.kind is not None}
    if gaps:
        shown = " and ".join(kind.value for kind in Kind if kind in kinds)
        tail = f"; what the evidence does show is {shown}" if shown else ""
        return Strategy.UNKNOWN, "; ".join(gaps) + tail
    if not members:
        owners = any(one.access is Access.OWNER for one in tenant.memberships_of_group(group))
        tail = ", only owners" if owners else ""
        return Strategy.NO_MEMBERS, f"nobody is an active or eligible member{tail}"
    if len(kinds) > 1:
        return Strategy.MIXED, "; ".join(_mixture(members))
    kind = next(iter(kinds))
    return Strategy(kind.value), _SAYS[kind]


def _gaps(tenant: Tenant, group: GroupId, members: Sequence[AccessPath]) -> list[str]:
    """What is missing that could change the strategy, each as a clause naming the export."""
    gaps: list[str] = []
    if not tenant.knows_active_roles():
        gaps.append("active roles are not known in full: roleAssignmentScheduleInstances missing")
    if not tenant.knows_eligible_roles():
        gaps.append(
            "eligible roles are not known in full: roleEligibilityScheduleInstances missing"
        )
    if not tenant.knows_active_members(group):
        gaps.append(
            "active members are not known: no assignmentScheduleInstances export for this group"
        )
    if not tenant.knows_eligible_members(group):
        gaps.append(
            "eligible members are not known: no eligibilityScheduleInstances export for this group"
        )
    unclear = {path.principal.id for path in members if path.kind is None}
    unclear |= {
        one.principal
        for one in tenant.memberships_of_group(group)
        if one.state is State.LISTED and one.access is Access.MEMBER
    }
    if unclear:
        plural = "member" if len(unclear) == 1 else "members"
        gaps.append(
            f"{len(unclear)} listed {plural} may be assigned or activated: only"
            " assignmentScheduleInstances tells"
        )
    return gaps


def _mixture(members: Sequence[AccessPath]) -> list[str]:
    people: defaultdict[Kind, set[str]] = defaultdict(set)
    roles: defaultdict[Kind, dict[str, None]] = defaultdict(dict)
    for path in members:
        if path.kind is not None:
            people[path.kind].add(path.principal.id)
            roles[path.kind][path.role.name] = None
    return [
        f"{kind.value}: {len(people[kind])} principal{'s' * (len(people[kind]) != 1)}"
        f" to {', '.join(roles[kind])}"
        for kind in Kind
        if kind in people
    ]
