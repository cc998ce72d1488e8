"""Which records were there before, so that a thing exported twice counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from pimreport.parsers.row import Row

Told = tuple[object, ...]


class Seen:
    """Identities of the records of one resource, and what each told where that is compared."""

    def __init__(self) -> None:
        """Nothing was there yet."""
        self._told: dict[Hashable, Told] = {}
        self._ids: list[AbstractSet[Hashable]] = []

    def __contains__(self, identity: Hashable) -> bool:
        """A record of this identity was there."""
        return identity in self._told or any(identity in ids for ids in self._ids)

    def has_any(self, identities: AbstractSet[Hashable]) -> bool:
        """A record of one of these identities was there."""
        return any(map(self._told.__contains__, identities)) or not all(
            ids.isdisjoint(identities) for ids in self._ids
        )

    def add(self, identity: Hashable, told: Told) -> None:
        """Remember one record."""
        self._told[identity] = told

    def update(self, told: Mapping[Hashable, Told]) -> None:
        """Remember many records."""
        self._told.update(told)

    def add_ids(self, ids: AbstractSet[Hashable]) -> None:
        """Remember many records of which nothing is compared."""
        self._ids.append(ids)

    def difference(self, identity: Hashable, told: Told, names: Iterable[str]) -> str:
        """The properties in which a record contradicts the first one; ignorance is none."""
        first = self._told.get(identity, ())
        return ", ".join(
            name
            for name, one, other in zip(names, first, told, strict=False)
            if one != other and not isinstance(one, Gap) and not isinstance(other, Gap)
        )


def told(row: Row, names: Iterable[str]) -> Told:
    """What a row says in these properties; case is no difference."""
    values = (row.values.get(name) for name in names)
    return tuple([one.lower() if isinstance(one, str) else one for one in values])
