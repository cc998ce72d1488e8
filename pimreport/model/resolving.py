"""From all rows about memberships and roles to what everybody holds at one moment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from pimreport.model import holdings
from pimreport.model.entra import Access, GroupId, Membership, PrincipalId, RoleAssignment, State
from pimreport.model.nesting import KnownGroups, Nesting

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from pimreport.model.as_of import AsOf

Grant = TypeVar("Grant", Membership, RoleAssignment)
_key: Callable[[Membership], tuple[GroupId, PrincipalId, Access]] = attrgetter(
    "group", "principal", "access"
)
_ELIGIBLE = frozenset({State.ELIGIBLE, State.ACTIVATED})


@dataclass(frozen=True, slots=True)
class Resolved(Generic[Grant]):
    """Grants by what they mean at the moment.

    Attributes:
        own: in force and held directly, one per grant.
        inherited: in force through a nested group, as exported.
        upcoming: not begun yet.
        ended: over, or never provisioned.
        at_odds: two rows each, which tell different ends of one grant.
    """

    own: Sequence[Grant]
    inherited: Sequence[Grant]
    upcoming: Sequence[Grant]
    ended: Sequence[Grant]
    at_odds: Sequence[tuple[Grant, Grant]]


def memberships(
    rows: Iterable[Membership], as_of: AsOf, groups: KnownGroups
) -> Resolved[Membership]:
    """Resolve memberships.

    Args:
        rows: of schedules, instances and plain lists alike.
        as_of: the moment.
        groups: which there are, and whose members are known.
    """
    current, upcoming, ended = holdings.in_three(rows, as_of)
    inherited = [one for one in current if one.inherited]
    to_explain = _to_explain(current)
    eligible = {_key(one) for one in to_explain if one.state in _ELIGIBLE}
    nested: defaultdict[tuple[GroupId, Access], list[GroupId]] = defaultdict(list)
    for group, principal, access in eligible:
        if principal in groups.ids:
            nested[group, access].append(GroupId(principal))
    nesting = Nesting(to_explain if nested else (), groups)

    def activated(listed: Membership) -> bool | None:
        """Whether an activation may be what put this row into a plain members list."""
        if _key(listed) in eligible:
            return True
        through = nested.get((listed.group, listed.access), ())
        told = nesting.any_holds(through, listed.principal)
        return told if told is not False or groups.knows_eligible(listed.group) else None

    direct = [one for one in current if not one.inherited] if inherited else current
    at_odds: list[tuple[Membership, Membership]] = []
    own = holdings.united(direct, _key, activated, at_odds)
    told = {_key(one) for one in _to_explain(own) if one.state is not State.LISTED}
    # Whoever activated an eligibility held through a nested group stands in the plain list as
    # well; the inherited row is what explains that.
    explained = {_key(one) for one in inherited} - told
    settled = [one for one in own if one.state is not State.LISTED or _key(one) not in explained]
    return Resolved(settled, inherited, upcoming, ended, at_odds)


def _to_explain(grants: Sequence[Grant]) -> Sequence[Grant]:
    """The grants, if there is a listed one that others may explain; none otherwise."""
    return grants if any(one.state is State.LISTED for one in grants) else ()


def role_assignments(
    rows: Iterable[RoleAssignment],
    as_of: AsOf,
    *,
    template: Callable[[RoleAssignment], str],
    members: Sequence[Membership],
    groups: KnownGroups,
    cannot_activate: Collection[str],
    knows_eligible: bool,
) -> Resolved[RoleAssignment]:
    """Resolve role assignments.

    Args:
        rows: of schedules, instances and plain lists alike.
        as_of: the moment.
        template: template id of the role of an assignment.
        members: resolved memberships: a group's eligibility can explain a member's activation.
        groups: which there are, and whose members are known.
        cannot_activate: ids of groups and service principals.
        knows_eligible: whether all eligibilities for roles are known.
    """
    current, upcoming, ended = holdings.in_three(rows, as_of)
    to_explain = _to_explain(current)
    eligible = {(template(one), str(one.principal)) for one in to_explain if one.state in _ELIGIBLE}
    by_group: defaultdict[str, list[GroupId]] = defaultdict(list)
    for role, principal in eligible:
        if principal in groups.ids:
            by_group[role].append(GroupId(principal))
    nesting = Nesting(members if by_group else (), groups)

    def activated(listed: RoleAssignment) -> bool | None:
        """Whether an activation may be what put this row into ``roleAssignments``."""
        if listed.principal in cannot_activate:
            return False
        role = template(listed)
        if (role, listed.principal) in eligible:
            return True
        told = nesting.any_holds(by_group.get(role, ()), listed.principal)
        return told if told is not False or knows_eligible else None

    at_odds: list[tuple[RoleAssignment, RoleAssignment]] = []
    own = holdings.united(
        (one for one in current if not one.inherited),
        lambda one: (template(one), one.principal, one.scope),
        activated,
        at_odds,
    )
    inherited = [one for one in current if one.inherited]
    return Resolved(own, inherited, upcoming, ended, at_odds)
