"""From all rows about memberships and roles to what everybody holds at one moment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from pimreport.model import holdings
from pimreport.model.entra import Access, GroupId, Membership, PrincipalId, RoleAssignment, State

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
    """

    own: Sequence[Grant]
    inherited: Sequence[Grant]
    upcoming: Sequence[Grant]
    ended: Sequence[Grant]


def memberships(
    rows: Iterable[Membership], as_of: AsOf, knows_eligible: Callable[[GroupId], bool]
) -> Resolved[Membership]:
    """Resolve memberships.

    Args:
        rows: of schedules, instances and plain lists alike.
        as_of: the moment.
        knows_eligible: whether the eligible members of a group are known in full.
    """
    current, upcoming, ended = holdings.in_three(rows, as_of)
    inherited = [one for one in current if one.inherited]
    eligible = {_key(one) for one in _to_explain(current) if one.state in _ELIGIBLE}

    def activated(listed: Membership) -> bool | None:
        """Whether an activation may be what put this row into a plain members list."""
        if _key(listed) in eligible:
            return True
        return False if knows_eligible(listed.group) else None

    direct = [one for one in current if not one.inherited] if inherited else current
    own = holdings.united(direct, _key, activated)
    told = {_key(one) for one in _to_explain(own) if one.state is not State.LISTED}
    # Whoever activated an eligibility held through a nested group stands in the plain list as
    # well; the inherited row is what explains that.
    explained = {_key(one) for one in inherited} - told
    settled = [one for one in own if one.state is not State.LISTED or _key(one) not in explained]
    return Resolved(settled, inherited, upcoming, ended)


def _to_explain(grants: Sequence[Grant]) -> Sequence[Grant]:
    """The grants, if there is a listed one that others may explain; none otherwise."""
    return grants if any(one.state is State.LISTED for one in grants) else ()


def role_assignments(
    rows: Iterable[RoleAssignment],
    as_of: AsOf,
    *,
    template: Callable[[RoleAssignment], str],
    members: Iterable[Membership],
    cannot_activate: Collection[str],
    knows_eligible: bool,
) -> Resolved[RoleAssignment]:
    """Resolve role assignments.

    Args:
        rows: of schedules, instances and plain lists alike.
        as_of: the moment.
        template: template id of the role of an assignment.
        members: resolved memberships: a group's eligibility can explain a member's activation.
        cannot_activate: ids of groups and service principals.
        knows_eligible: whether all eligibilities for roles are known.
    """
    current, upcoming, ended = holdings.in_three(rows, as_of)
    to_explain = _to_explain(current)
    eligible = {(template(one), str(one.principal)) for one in to_explain if one.state in _ELIGIBLE}
    groups_of: defaultdict[str, set[GroupId]] = defaultdict(set)
    for one in members if to_explain else ():
        groups_of[one.principal].add(one.group)

    def activated(listed: RoleAssignment) -> bool | None:
        """Whether an activation may be what put this row into ``roleAssignments``."""
        if listed.principal in cannot_activate:
            return False
        role = template(listed)
        if (role, listed.principal) in eligible:
            return True
        if any((role, group) in eligible for group in groups_of[listed.principal]):
            return True
        return False if knows_eligible else None

    own = holdings.united(
        (one for one in current if not one.inherited),
        lambda one: (template(one), one.principal, one.scope),
        activated,
    )
    return Resolved(own, [one for one in current if one.inherited], upcoming, ended)
