"""``directory/administrativeUnits``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import AdministrativeUnit, UnitId
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[AdministrativeUnit]:
    for row in rows:
        unit = row.id()
        if unit is None:
            reading.reject(row, "it has no id")
            continue
        yield AdministrativeUnit(
            id=UnitId(unit),
            name=row.text("displayName"),
            restricted=_restricted(row),
            origins=reading.origin(row),
        )


def _restricted(row: Row) -> bool | None:
    """Null means no (Microsoft Graph, *administrativeUnit*); only an absent property is unknown."""
    name = "isMemberManagementRestricted"
    told = row.flag(name)
    return False if told is None and row.survived(name) else told


ADMINISTRATIVE_UNITS = Resource(
    name="administrative_units",
    parse=_parse,
    keys=frozenset({"id", "displayName"}),
    one_of=frozenset({"isMemberManagementRestricted", "membershipType", "scopedRoleMembers"}),
    never=frozenset({"groupTypes", "securityEnabled", "mailEnabled", "isAssignableToRole"}),
    contexts=("administrativeUnits",),
    types=("administrativeUnit",),
    reads=frozenset({"id"}),
    expected=("isMemberManagementRestricted",),
    compared=("displayName", "isMemberManagementRestricted"),
    command="Get-MgDirectoryAdministrativeUnit -All",
)
