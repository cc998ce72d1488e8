"""A tenant of any size: people who matter as a draft, the crowd made while it is written.

Whoever is in a group or holds a role is told like in any draft; the other hundreds of thousands of
accounts only fill the lists, so they are never held. The same seed gives the same bytes.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.synthetic import catalogue, policies, population_groups
from pimreport.synthetic.crowd import Crowd
from pimreport.synthetic.draft import DraftTenant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pimreport.synthetic.conditional_access import Row
    from pimreport.synthetic.ways import Way

_OF_THE_CROWD = frozenset({"users", "user_registration_details"})
_USERS_PER_GROUP = 3
"""People who matter, at most, for each member of a group: most are in several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a tenant is; ``members``: rows of each group, on average."""

    users: int = 1000
    groups: int = 20
    members: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list, its rows made as they are asked for."""

    resource: str
    context: str
    rows: Iterable[Row]


class Population:
    """An invented tenant of a given size."""

    def __init__(self, size: Size, seed: int = 0, name: str = "Northwind") -> None:
        """Invent everybody who matters."""
        chance = random.Random(f"{name} {seed}")  # noqa: S311  # the same every time
        self.draft = DraftTenant(f"{name} {seed}" if seed else name)
        self.crowd = Crowd(self.draft, seed)
        mattering = min(size.users, max(1, size.groups * size.members // _USERS_PER_GROUP))
        people = [self.crowd.person(self.draft, number) for number in range(mattering)]
        self._others = range(mattering, size.users)
        population_groups.invent(self.draft, people, size.groups, size.members, chance)

    def listings(self) -> Iterator[Listing]:
        """Every list that complete evidence has, one file each."""
        for resource, (context, rows) in (catalogue.DIRECTORY | catalogue.OF_GROUPS).items():
            made = rows(self.draft)
            if resource in _OF_THE_CROWD:
                made = self._with_crowd(resource, made)
            yield Listing(resource=resource, context=context, rows=made)
        yield Listing(
            resource="role_management_policy_assignments",
            context="policies/roleManagementPolicyAssignments(policy(rules()))",
            rows=self._policies(),
        )

    def _with_crowd(self, resource: str, rows: Iterable[Row]) -> Iterator[Row]:
        yield from rows
        yield from self.crowd.rows(resource, self._others)

    def _policies(self) -> Iterator[Row]:
        for group in self.draft.groups.values():
            yield from policies.group_policy_assignments(self.draft, group)
        yield from policies.role_policy_assignments(self.draft)


def write(population: Population, folder: Path, ways: Iterable[Way]) -> list[Path]:
    """Write every list into the folder, in turn in each of the given ways; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    order = tuple(ways)
    written = []
    for number, listing in enumerate(population.listings()):
        way = order[number % len(order)]
        path = folder / f"{listing.resource}{way.suffix}"
        with path.open("wb") as stream:
            stream.writelines(way.pieces(listing))
        written.append(path)
    return written
