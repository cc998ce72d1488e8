"""Whom a Conditional Access policy covers, as far as the evidence tells.

What is not exported is unknown on either side: a group whose members nobody exported may include a
person, and it may exclude one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.model.entra import SOME_GUESTS, Access, State
from pimreport.visible import called
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.entra import ConditionalAccessPolicy
    from pimreport.model.tenant import Tenant

MEMBERSHIP_HOLDS = (State.ACTIVE, State.LISTED)
_GUESTS = "guestsorexternalusers"


@dataclass(frozen=True, slots=True)
class Audience:
    """Answers for one tenant; ``True``, ``False``, or a clause on what the evidence lacks."""

    tenant: Tenant
    _gaps: dict[str, Text | None] = field(default_factory=dict)

    def excluded(self, policy: ConditionalAccessPolicy, person: str) -> bool | Text:
        """The policy excludes the person."""
        return self._among(
            person,
            policy.exclude_users or (),
            policy.exclude_groups or (),
            policy.exclude_roles or (),
        )

    def included(self, policy: ConditionalAccessPolicy, person: str) -> bool | Text:
        """The policy includes the person, exclusions aside."""
        return self._among(
            person,
            policy.include_users or (),
            policy.include_groups or (),
            policy.include_roles or (),
        )

    def _among(
        self, person: str, users: Iterable[str], groups: Iterable[str], roles: Iterable[str]
    ) -> bool | Text:
        answers = (
            person in users or "all" in users,
            self._in_groups(person, groups),
            self._as_guest(person, users),
            self._in_roles(person, roles),
            self._unexpanded(person, (*users, *groups, *roles)),
        )
        if True in answers:
            return True
        return next((one for one in answers if isinstance(one, Text)), False)

    def _in_groups(self, person: str, groups: Iterable[str]) -> bool | Text:
        if not groups:
            return False
        if not self._groups_of(person).isdisjoint(groups):
            return True
        return next((gap for gap in map(self._gap, groups) if gap is not None), False)

    def _groups_of(self, person: str) -> set[str]:
        """Groups of which the person is a member now, through nested groups too."""
        found: set[str] = set()
        open_ends = [person]
        while open_ends:
            inner = open_ends.pop()
            for one in self.tenant.memberships_of(inner):
                holds = one.state in MEMBERSHIP_HOLDS and one.access is Access.MEMBER
                if holds and one.group not in found:
                    found.add(one.group)
                    open_ends.append(one.group)
        return found

    def _gap(self, group: str) -> Text | None:
        """Whose members are lacking: the group's, or those of a group nested in it."""
        if group not in self._gaps:
            lacking = next((one for one in self._inside(group) if not self._known(one)), None)
            name = None if lacking is None else called(self.tenant.group(lacking).name, lacking)
            self._gaps[group] = (
                Text("the members of the group {name} were not exported", name=name)
                if name
                else None
            )
        return self._gaps[group]

    def _known(self, group: str) -> bool:
        return self.tenant.knows_active_members(group)

    def _inside(self, group: str) -> Iterable[str]:
        """The group, and those nested in it now."""
        seen = {group: None}
        open_ends = [group]
        while open_ends:
            for one in self.tenant.memberships_of_group(open_ends.pop()):
                holds = one.state in MEMBERSHIP_HOLDS and one.access is Access.MEMBER
                if holds and self.tenant.is_group(one.principal) and one.principal not in seen:
                    seen[one.principal] = None
                    open_ends.append(one.principal)
        return seen

    def _as_guest(self, person: str, users: Iterable[str]) -> bool | Text:
        """The words for guests and external users; an external account may be a member, too."""
        if _GUESTS not in users and SOME_GUESTS not in users:
            return False
        account = self.tenant.principal(person)
        if account.guest is False and not account.invited:
            return False
        if account.guest and _GUESTS in users:
            return True
        name = called(account.name, person)
        if account.guest is None:
            return Text("whether {name} is a guest was not exported", name=name)
        return Text(
            "which kind of external user {name} is cannot be told from the evidence", name=name
        )

    def _in_roles(self, person: str, roles: Iterable[str]) -> bool | Text:
        if not roles:
            return False
        held = {
            self.tenant.role(one.role).template_id
            for one in self.tenant.roles_of(person)
            if one.state in MEMBERSHIP_HOLDS
        }
        if not held.isdisjoint(roles):
            return True
        return (
            False
            if self.tenant.knows_active_roles()
            else Text("the active roles were not exported")
        )

    def _unexpanded(self, person: str, words: Iterable[str]) -> bool | Text:
        """A group stands for its members, whom any word may name."""
        if not words or not self.tenant.is_group(person):
            return False
        return Text(
            "the members of {group} were not exported",
            group=called(self.tenant.group(person).name, person),
        )
