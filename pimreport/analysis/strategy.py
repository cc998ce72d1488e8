"""How each group is used: Option A, Option B, something worse, or not to be told."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.terms import KINDS
from pimreport.model.entra import Access, State
from pimreport.model.paths import GroupSummary, Kind, Strategy
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.analysis.roles import RoleNames
    from pimreport.model.entra import GroupId, Membership
    from pimreport.model.paths import AccessPath, RoleRef
    from pimreport.model.tenant import Tenant
    from pimreport.wording import Wording

_SAYS = {
    Kind.OPTION_A: Text("active members, group eligible for its roles"),
    Kind.OPTION_B: Text("eligible members, group active in its roles"),
    Kind.STANDING_ACCESS: Text("active members and active roles: nothing is ever activated"),
    Kind.DOUBLE_ACTIVATION: Text("eligible members, group eligible for its roles"),
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
            own,
            {State.ACTIVE},
            Access.MEMBER,
            tenant.knows_active_members(group)
            and not any(one.state is State.LISTED and one.access is Access.MEMBER for one in own),
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
    known: bool,  # noqa: FBT001  # says whether who is not found is none
) -> int | None:
    found = {row.principal for row in rows if row.access is access and row.state in states}
    return len(found) if known else None


def _strategy(
    tenant: Tenant, group: GroupId, members: Sequence[AccessPath]
) -> tuple[Strategy, Wording]:
    roles_known = tenant.knows_active_roles() and tenant.knows_eligible_roles()
    if not tenant.roles_of(group) and roles_known:
        return Strategy.NO_ROLE, Text("no directory role is assigned to this group")
    gaps = _gaps(tenant, group, members)
    kinds = {path.kind for path in members if path.kind is not None}
    if gaps:
        shown = [KINDS[kind] for kind in Kind if kind in kinds]
        if shown:
            gaps.append(
                Text("what the evidence does show is {kinds}", kinds=joined(Text(" and "), shown))
            )
        return Strategy.UNKNOWN, joined("; ", gaps)
    if not members:
        owners = any(one.access is Access.OWNER for one in tenant.memberships_of_group(group))
        if owners:
            return Strategy.NO_MEMBERS, Text("nobody is an active or eligible member, only owners")
        return Strategy.NO_MEMBERS, Text("nobody is an active or eligible member")
    if len(kinds) > 1:
        return Strategy.MIXED, joined("; ", _mixture(members))
    kind = next(iter(kinds))
    return Strategy(kind.value), _SAYS[kind]


def _gaps(tenant: Tenant, group: GroupId, members: Sequence[AccessPath]) -> list[Wording]:
    """What is missing that could change the strategy, each as a clause naming the export."""
    gaps: list[Wording] = []
    if not tenant.knows_active_roles():
        gaps.append(
            Text("active roles are not known in full: roleAssignmentScheduleInstances missing")
        )
    if not tenant.knows_eligible_roles():
        gaps.append(
            Text("eligible roles are not known in full: roleEligibilityScheduleInstances missing")
        )
    if not tenant.knows_active_members(group):
        gaps.append(
            Text(
                "active members are not known: no assignmentScheduleInstances export for this group"
            )
        )
    if not tenant.knows_eligible_members(group):
        gaps.append(
            Text(
                "eligible members are not known: no eligibilityScheduleInstances export for this"
                " group"
            )
        )
    unclear = {path.principal.id for path in members if path.kind is None}
    unclear |= {
        one.principal
        for one in tenant.memberships_of_group(group)
        if one.state is State.LISTED and one.access is Access.MEMBER
    }
    if unclear:
        gaps.append(
            Text.plural(
                "{number} listed member may be assigned or activated: only"
                " assignmentScheduleInstances tells",
                "{number} listed members may be assigned or activated: only"
                " assignmentScheduleInstances tells",
                len(unclear),
            )
        )
    return gaps


def _mixture(members: Sequence[AccessPath]) -> list[Wording]:
    people: defaultdict[Kind, set[str]] = defaultdict(set)
    roles: defaultdict[Kind, dict[str, None]] = defaultdict(dict)
    for path in members:
        if path.kind is not None:
            people[path.kind].add(path.principal.id)
            roles[path.kind][path.role.name] = None
    return [
        Text.plural(
            "{kind}: {number} principal to {roles}",
            "{kind}: {number} principals to {roles}",
            len(people[kind]),
            kind=KINDS[kind],
            roles=", ".join(roles[kind]),
        )
        for kind in Kind
        if kind in people
    ]
