"""Which records were there before, so that a thing exported twice counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from pimreport.parsers.resource import Resource
    from pimreport.parsers.row import Row

Told = tuple[object, ...]
NEVER_NULL = frozenset(
    {"accountEnabled", "userType", "userPrincipalName", "memberType", "assignmentType", "status"}
)
"""Graph gives these a value in every record."""


class Many:
    """Records of one list, column by column, since hardly any of them is ever met again."""

    def __init__(self) -> None:
        """None was met yet."""
        self.places: dict[Hashable, int] = {}
        self._columns: list[list[object]] = []

    def extend(self, identities: Sequence[Hashable], compared: Sequence[Iterable[object]]) -> None:
        """Add records with what they say in the columns in which repeated ones should agree."""
        first = len(self.places)
        self.places.update(zip(identities, range(first, first + len(identities)), strict=True))
        self._columns = self._columns or [[] for _ in compared]
        for column, values in zip(self._columns, compared, strict=True):
            column.extend(values)

    def add(self, other: Many) -> None:
        """Add the records of another list of the same resource."""
        self.extend(list(other.places), other._columns)

    def told(self, identity: Hashable) -> Told:
        """What the record with this identity says."""
        return tuple(column[self.places[identity]] for column in self._columns)


class Seen:
    """Identities of the records of one resource, and what each told where that is compared."""

    def __init__(self) -> None:
        """Nothing was there yet."""
        self._told: dict[Hashable, Told] = {}
        self._ids: set[Any] = set()
        self._many = Many()

    def __contains__(self, identity: Hashable) -> bool:
        """A record of this identity was there."""
        return identity in self._told or identity in self._ids or identity in self._many.places

    def has_any(self, identities: Iterable[Hashable]) -> bool:
        """A record of one of these identities was there."""
        known = (self._told.keys(), self._ids, self._many.places.keys())
        return any(ids and not ids.isdisjoint(identities) for ids in known)

    def add(self, identity: Hashable, told: Told) -> None:
        """Remember one record."""
        self._told[identity] = told

    def add_list(self, many: Many) -> None:
        """Remember the records of a list, none of which was there before; it is no longer yours."""
        if self._many.places:
            self._many.add(many)
        else:
            self._many = many

    def add_ids(self, ids: set[Any]) -> None:
        """Remember many records of which nothing is compared; the set is no longer yours."""
        if len(ids) > len(self._ids):
            self._ids, ids = ids, self._ids
        self._ids |= ids

    def says_less(self, identity: Hashable, told: Told) -> bool:
        """The first record lost, or never had, a value that this one brings."""
        first = self._first(identity)
        return any(
            isinstance(one, Gap) and other is not None and not isinstance(other, Gap)
            for one, other in zip(first, told, strict=False)
        )

    def difference(self, identity: Hashable, told: Told, names: Iterable[str]) -> list[str]:
        """The properties in which a record contradicts the first one; ignorance is none."""
        first = self._first(identity)
        return [
            name
            for name, one, other in zip(names, first, told, strict=False)
            if one != other and not isinstance(one, Gap) and not isinstance(other, Gap)
        ]

    def _first(self, identity: Hashable) -> Told:
        if identity in self._many.places:
            return self._many.told(identity)
        return self._told.get(identity, ())


def compared_values(row: Row, resource: Resource) -> Told:
    """What a row says where repeated records should agree; case is no difference.

    What was not exported is no contradiction of what another export tells; an SDK object has null
    for it.
    """
    values = [row.values.get(name, Gap.LOST) for name in resource.compared]
    for at, name in enumerate(resource.compared):
        if isinstance(values[at], str):
            values[at] = values[at].strip().lower() or None
        if values[at] is None and name in NEVER_NULL:
            values[at] = Gap.LOST
    return (*values, *(resource.tells(row).values() if resource.tells else ()))


def compared_names(row: Row, resource: Resource) -> tuple[str, ...]:
    """What the values of :func:`compared_values` are called."""
    return (*resource.compared, *(resource.tells(row) if resource.tells else ()))
