"""Who may be in a group, through nested groups too, as far as a plain list has to be explained.

A plain list shows whoever has activated an eligibility, and that may be the eligibility of a group
they are in (entra.md, sections 1 and 5).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.entra import GroupId

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from pimreport.model.entra import Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGroups:
    """Which groups there are, and of which of them the members are known in full.

    ``ids``: of all groups. ``knows_eligible``, ``knows_members``: eligible and active members.
    """

    ids: Collection[str]
    knows_eligible: Callable[[GroupId], bool]
    knows_members: Callable[[GroupId], bool]


class Nesting:
    """Memberships in force, of any state, upwards and downwards."""

    def __init__(self, rows: Iterable[Membership], groups: KnownGroups) -> None:
        """Index who is directly in what."""
        self._knows_members = groups.knows_members
        self._above: defaultdict[str, set[GroupId]] = defaultdict(set)
        self._below: defaultdict[str, set[GroupId]] = defaultdict(set)
        for one in rows:
            self._above[one.principal].add(one.group)
            if one.principal in groups.ids:
                self._below[one.group].add(GroupId(one.principal))

    def holds(self, group: GroupId, principal: str) -> bool | None:
        """Whether the principal is, or may become, a member; None if members are not in evidence."""
        if group in _all(self._above, principal):
            return True
        inside = {group, *_all(self._below, group)}
        return False if all(map(self._knows_members, inside)) else None

    def any_holds(self, groups: Iterable[GroupId], principal: str) -> bool | None:
        """The same of any of these groups."""
        told = {self.holds(group, principal) for group in groups}
        return True if True in told else None if None in told else False


def _all(neighbours: defaultdict[str, set[GroupId]], start: str) -> set[GroupId]:
    found: set[GroupId] = set()
    ahead = list(neighbours.get(start, ()))
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead.extend(neighbours.get(one, ()))
    return found
