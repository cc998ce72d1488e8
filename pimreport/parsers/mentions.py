"""Principals and groups that rows mention: whom to describe, and each description once."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING

from pimreport.model.entra import (
    AppPermission,
    ConditionalAccessPolicy,
    Group,
    Membership,
    PolicyRules,
    Principal,
    PrincipalType,
    RoleAssignment,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from pimreport.model.entra import Fact

_DESCRIBED = (Principal, Group)
_WITHOUT_ORIGINS: dict[type, attrgetter[tuple[object, ...]]] = {
    kind: attrgetter(*(one.name for one in fields(kind) if one.name != "origins"))
    for kind in _DESCRIBED
}


class Mentions:
    """Facts about principals and groups repeat with every row that mentions them."""

    def __init__(self) -> None:
        """Nobody was mentioned yet."""
        self._first: dict[type, dict[str, Principal | Group]] = {Principal: {}, Group: {}}
        self._told: dict[tuple[type, str], set[Hashable]] = {}
        self._kinds: dict[str, tuple[PrincipalType, Principal | Group]] = {}

    def told_before(self, fact: Fact) -> bool:
        """A row before said exactly the same of this principal or group."""
        if not isinstance(fact, _DESCRIBED):
            return False
        kind = type(fact)
        first = self._first[kind].setdefault(fact.id, fact)
        if first is fact:  # hardly anybody is described twice
            return False
        describe = _WITHOUT_ORIGINS[kind]
        told = self._told.setdefault((kind, fact.id), {describe(first)})
        described = describe(fact)
        if described in told:
            return True
        told.add(described)
        return False

    def other_kind(
        self, fact: Fact
    ) -> tuple[PrincipalType, PrincipalType, Principal | Group] | None:
        """What it is here, and what another fact said it is, if these differ; and that other fact."""
        if isinstance(fact, Principal):
            kind = fact.type
        elif isinstance(fact, Group) and not _is_only_named(fact):
            kind = PrincipalType.GROUP
        else:
            return None
        if kind is PrincipalType.UNKNOWN:
            return None
        first, by = self._kinds.setdefault(fact.id, (kind, fact))
        return None if first is kind else (kind, first, by)

    def only_named(self) -> list[Group]:
        """Groups of which nothing is known that only groups have, and nobody calls a group."""
        return [
            one
            for one in self._first[Group].values()
            if isinstance(one, Group)
            and (Group, one.id) not in self._told
            and _is_only_named(one)
            and self.kind(one.id) is not PrincipalType.GROUP
        ]

    def kind(self, identity: str) -> PrincipalType:
        """What the first row that describes this principal says it is."""
        told = self._first[Principal].get(identity)
        return told.type if isinstance(told, Principal) else PrincipalType.UNKNOWN


def _is_only_named(group: Group) -> bool:
    """Nothing is known of it that only groups have."""
    return group.role_assignable is group.dynamic is group.microsoft_365 is None


def mentioned(facts: Iterable[Fact]) -> Iterable[str]:
    """Ids of the principals that facts refer to: whoever is worth describing."""
    for fact in facts:
        if isinstance(fact, Membership | RoleAssignment | AppPermission):
            yield fact.principal
        elif isinstance(fact, PolicyRules):
            yield from (one.id for one in fact.approvers or ())
        elif isinstance(fact, ConditionalAccessPolicy):
            yield from fact.include_users or ()
            yield from fact.exclude_users or ()
