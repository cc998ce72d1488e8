"""From the rows of several exports to what a principal holds at one moment.

Schedules, instances and plain lists describe the same grants from three sides. Here they become
one ``Membership`` or ``RoleAssignment`` per grant, with the origins of all rows that show it.
Rules (entra.md, section 5):

* ``assignmentType`` alone tells assigned from activated. A plain list does not.
* A row of a list without that word is *active* if nothing else can explain it, and stays
  ``LISTED`` where an activated eligibility might explain it just as well.
* A schedule may lie in the future; one that has ended no longer counts.
* An activation is short-lived by nature: it is printed as seen at the export, whatever its end.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from pimreport.model.entra import Membership, RoleAssignment, State
from pimreport.model.making import changer

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from pimreport.model.as_of import AsOf
    from pimreport.model.evidence import Origin

Grant = TypeVar("Grant", Membership, RoleAssignment)
_WITH_ORIGINS: dict[type, Callable[..., Any]] = {
    kind: changer(kind, "origins") for kind in (Membership, RoleAssignment)
}

_SAME_END = timedelta(days=1)
"""A schedule's duration and its instance's end need not agree to the second."""
NOT_IN_FORCE = frozenset(
    {
        "adminrevoked", "admindenied", "canceled", "denied", "failed", "failedasresourceislocked",
        "invalid", "pendingadmindecision", "pendingapproval", "pendingapprovalprovisioning",
        "pendingevaluation", "pendingexternalprovisioning", "pendingprovisioning",
        "pendingrevocation", "pendingschedulecreation", "revoked", "timedout",
    }
)  # fmt: skip
IN_FORCE = frozenset(
    {
        "accepted",
        "adminapproved",
        "granted",
        "provisioned",
        "provisioningstarted",
        "schedulecreated",
    }
)
"""Graph's words for a schedule's status (Microsoft Graph, *unifiedRoleScheduleBase*, and PIM's for Azure)."""


def in_three(grants: Iterable[Grant], as_of: AsOf) -> tuple[list[Grant], list[Grant], list[Grant]]:
    """Split grants into current, upcoming and ended ones (which includes revoked schedules)."""
    current: list[Grant] = []
    upcoming: list[Grant] = []
    ended: list[Grant] = []
    lapsed: list[Grant] = []
    ended_by, begun_by = as_of.ended, as_of.future
    for grant in grants:
        if grant.status is not None and grant.status.lower() in NOT_IN_FORCE:
            ended.append(grant)
        elif grant.ends is not None and ended_by(grant.ends):
            (lapsed if grant.state is State.ACTIVATED else ended).append(grant)
        elif grant.starts is not None and begun_by(grant.starts):
            upcoming.append(grant)
        else:
            current.append(grant)
    if lapsed:
        _sort_out(lapsed, current, ended)
    return current, upcoming, ended


def _sort_out(lapsed: list[Grant], current: list[Grant], ended: list[Grant]) -> None:
    """Whoever activated is eligible still, unless the eligibility is on record as ended too."""
    over = {_of(one) for one in ended if one.state is State.ELIGIBLE}
    over -= {_of(one) for one in current if one.state is State.ELIGIBLE}
    for grant in lapsed:
        (ended if _of(grant) in over else current).append(grant)


def _of(grant: Membership | RoleAssignment) -> tuple[object, ...]:
    if isinstance(grant, Membership):
        return grant.principal, grant.group, grant.access
    return grant.principal, grant.role, grant.scope


def united(
    grants: Iterable[Grant],
    key: Callable[[Grant], Hashable],
    explains_listing: Callable[[Grant], bool | None],
    at_odds: list[tuple[Grant, Grant]],
) -> list[Grant]:
    """One grant per key and state, in order of first appearance.

    ``explains_listing(grant)`` answers whether an activated eligibility explains a listed row:
    True or None (cannot be told) leave it ``LISTED``, False makes it ``ACTIVE``. Rows of one grant
    that end at different times are added to ``at_odds``.
    """
    alone: dict[Hashable, Grant] = {}
    several: defaultdict[Hashable, list[Grant]] = defaultdict(list)
    for grant in grants:
        if alone.setdefault(key(grant), grant) is not grant:
            several[key(grant)].append(grant)
    result: list[Grant] = []
    name: Hashable  # mypy does not see it by itself
    for name, first in alone.items():
        if name in several or first.state is State.LISTED:
            result.extend(_by_state((first, *several.get(name, ())), explains_listing, at_odds))
        else:
            result.append(first)
    return result


def _by_state(
    rows: Iterable[Grant],
    explains_listing: Callable[[Grant], bool | None],
    at_odds: list[tuple[Grant, Grant]],
) -> Iterable[Grant]:
    """The rows of one key as one grant per state."""
    states: dict[State, Grant] = {}
    for grant in rows:
        earlier = states.get(grant.state)
        if earlier is None:
            states[grant.state] = grant
            continue
        if earlier.ends != grant.ends and _end_differently(earlier, grant):
            at_odds.append((earlier, grant))
        states[grant.state] = _merged(earlier, grant)
    listed = states.pop(State.LISTED, None)
    if listed is not None:
        _settle(listed, states, explains_listing)
    activated = states.get(State.ACTIVATED)
    eligible = states.pop(State.ELIGIBLE, None) if activated else None
    if activated and eligible:
        origins = _origins(activated.origins, eligible.origins)
        states[State.ACTIVATED] = _WITH_ORIGINS[type(activated)](activated, origins)
    return states.values()


def _settle(
    listed: Grant,
    states: dict[State, Grant],
    explains_listing: Callable[[Grant], bool | None],
) -> None:
    for state in (State.ACTIVE, State.ACTIVATED):
        if state in states:
            told = states[state]
            origins = _origins(told.origins, listed.origins)
            states[state] = _WITH_ORIGINS[type(told)](told, origins)
            return
    if explains_listing(listed) is False:
        states[State.ACTIVE] = replace(listed, state=State.ACTIVE)
    else:
        states[State.LISTED] = listed


def _end_differently(first: Grant, second: Grant) -> bool:
    """Two rows of one grant, whose ends are not equal, cannot both be right; activations come and go."""
    if first.state is State.ACTIVATED:
        return False
    if first.ends is None or second.ends is None:
        permanent = first.permanent if first.ends is None else second.permanent
        return permanent is True
    return abs(first.ends - second.ends) > _SAME_END


def _merged(first: Grant, second: Grant) -> Grant:
    """Two rows of one grant: the later end and the earlier start hold, dates win over none."""
    starts = [row.starts for row in (first, second) if row.starts]
    ends = [row.ends for row in (first, second) if row.ends]
    permanent = {first.permanent, second.permanent} - {None}
    by_pim = {first.by_pim, second.by_pim} - {None}
    return replace(
        first,
        starts=min(starts, default=None),
        ends=None if True in permanent else max(ends, default=None),
        permanent=True in permanent if permanent else None,
        ends_told=first.ends_told or second.ends_told,
        by_pim=by_pim.pop() if len(by_pim) == 1 else None,
        inherited=first.inherited and second.inherited,
        status=first.status or second.status,
        created=first.created or second.created,
        origins=_origins(first.origins, second.origins),
    )


def _origins(*groups: tuple[Origin, ...]) -> tuple[Origin, ...]:
    return tuple(dict.fromkeys(origin for group in groups for origin in group))
