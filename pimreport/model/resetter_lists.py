"""Who can reset whom, list by list: people in one situation share their resetters.

In a large tenant thousands of people have thousands of resetters each, and yet there are a few
lists of them. Whoever walks people and their resetters does its work once for each list.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pimreport.model.entra import Principal, PrincipalId
    from pimreport.model.paths import RoleRef
    from pimreport.model.people import Person, Resetter

MOST_SPELT_OUT = 100_000
"""Pairs of a person and a resetter that outputs write one by one: in a workbook a person can still
work with as many, and they are 40 MB of JSON. Some hundred people and some hundred resetters have
fewer; in a large tenant both grow, and their product is what no file can hold."""


class ResetterList:
    """Resetters, and the people who share them; whoever is one of both does not count for themselves.

    Attributes:
        key: ``R1``, ``R2`` and so on in the order of the people; empty where nobody resets them.
        resetters: in print order.
        people: in print order.
    """

    def __init__(self, key: str, resetters: tuple[Resetter, ...]) -> None:
        """Nobody shares it yet."""
        self.key = key
        self.resetters = resetters
        self.people: list[Person] = []

    def __contains__(self, who: PrincipalId) -> bool:
        """Whether they are one of the people."""
        return who in self._people

    def number_of_people(self, but: PrincipalId | None) -> int:
        """How many people there are but this one."""
        return len(self.people) - (but in self._people)

    @cached_property
    def highest_roles(self) -> Sequence[RoleRef]:
        """The highest roles of the people, the weightiest first."""
        roles = {one.highest_role for one in self.people}
        return sorted(roles, key=lambda role: (role.rank, role.name))

    def gained(self, by: Resetter) -> RoleRef:
        """The weightiest role that a reset of somebody else brings the resetter anew.

        Args:
            by: one of the resetters, for whom a reset is an escalation.

        Raises:
            StopIteration: there is nobody else.
        """
        own = self._people.get(by.principal.id)
        return next(
            role
            for role, scope in self._brought
            if self._bring[role, scope] > (own is not None and (role, scope) in own.yields)
            and by.escalates_to(role, scope)
        )

    @cached_property
    def _people(self) -> Mapping[PrincipalId | None, Person]:
        return {one.principal.id: one for one in self.people}

    @cached_property
    def _bring(self) -> Counter[tuple[RoleRef, str]]:
        return Counter(at for one in self.people for at in one.yields)

    @cached_property
    def _brought(self) -> Sequence[tuple[RoleRef, str]]:
        return sorted(self._bring, key=lambda at: (at[0].rank, at[0].name, at[1]))

    def number(self, person: Person) -> int:
        """How many entries there are but the person's own."""
        return len(self.resetters) - self._entries[person.principal.id]

    def principals(self, person: Person, *, by_design: bool) -> int:
        """How many principals can reset the person.

        Args:
            person: who does not count among them.
            by_design: those with a role that may reset everybody, or those with any other one.
        """
        found = self._principals[by_design]
        return len(found) - (person.principal.id in found)

    def gaining(self, person: Person) -> Sequence[tuple[Principal, frozenset[str]]]:
        """Those who gain a role by a reset, none of them by design, and the models under which they can."""
        return [one for who, one in self._gaining.items() if who != person.principal.id]

    def gainers(self, person: Person) -> int:
        """How many these are."""
        return len(self._gaining) - (person.principal.id in self._gaining)

    def seizable_under(self, person: Person) -> frozenset[str]:
        """The protection models under which somebody gains a role by resetting this person."""
        _, own = self._gaining.get(person.principal.id, (None, frozenset[str]()))
        return frozenset(one for one, number in self._under.items() if number > (one in own))

    @cached_property
    def rows(self) -> int:
        """Pairs of a person and an entry."""
        return sum(map(self.number, self.people))

    @cached_property
    def _entries(self) -> Counter[PrincipalId]:
        return Counter(one.principal.id for one in self.resetters)

    @cached_property
    def _principals(self) -> Mapping[bool, frozenset[PrincipalId]]:
        return {
            by_design: frozenset(
                one.principal.id for one in self.resetters if one.by_design is by_design
            )
            for by_design in (False, True)
        }

    @cached_property
    def _gaining(self) -> Mapping[PrincipalId, tuple[Principal, frozenset[str]]]:
        found: dict[PrincipalId, tuple[Principal, frozenset[str]]] = {}
        for one in self.resetters:
            if one.escalation and not one.by_design:
                who = one.principal
                _, models = found.get(who.id, (who, frozenset[str]()))
                found[who.id] = who, models.union(one.models)
        return found

    @cached_property
    def _under(self) -> Counter[str]:
        return Counter(model for _, models in self._gaining.values() for model in models)


class ResetterLists:
    """All lists of a report; iterating gives those in which somebody is."""

    def __init__(self, shared: Iterable[tuple[Person, tuple[Resetter, ...]]]) -> None:
        """Gather the people by what they share.

        Args:
            shared: everybody in print order, with the resetters of all who are in their situation.
        """
        # The analysis makes each resetter once for all whom they reset alike, so equal lists hold
        # the same values, and many people hold the same list.
        by_values: dict[tuple[int, ...], ResetterList] = {}
        by_list: dict[
            int, tuple[ResetterList, tuple[Resetter, ...]]
        ] = {}  # identities last as long
        self._of: dict[PrincipalId, ResetterList] = {}
        numbered = 0
        for person, resetters in shared:
            known = by_list.get(id(resetters))
            if known is None:
                values = tuple(map(id, resetters))
                if values not in by_values:
                    numbered += bool(resetters)
                    by_values[values] = ResetterList(f"R{numbered}" if values else "", resetters)
                known = by_list[id(resetters)] = by_values[values], resetters
            found, _ = known
            found.people.append(person)
            self._of[person.principal.id] = found
        self._all = tuple(by_values.values())

    def __iter__(self) -> Iterator[ResetterList]:
        """In the order of the people."""
        return (one for one in self._all if one.resetters)

    def of(self, person: Person) -> ResetterList:
        """The list this person shares."""
        return self._of[person.principal.id]

    @cached_property
    def spelt_out(self) -> bool:
        """Outputs write each person with all their resetters; else each list once."""
        return sum(one.rows for one in self._all) <= MOST_SPELT_OUT
