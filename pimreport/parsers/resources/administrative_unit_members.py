"""``directory/administrativeUnits/{id}/members``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pimreport.model.entra import PrincipalId, UnitId, UnitMember
from pimreport.parsers import directory_objects
from pimreport.parsers.principals import mentioned
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    for row in rows:
        principal = row.id()
        if principal is None:
            reading.reject(row, "it has no id")
            continue
        yield from mentioned(row, reading)
        unit = directory_objects.unit_of(row, reading)
        if unit is None:
            reading.warn(
                "unit_of_members_unknown",
                "The file does not say whose members it lists. Put the administrative unit's id "
                "into the file name, such as administrativeUnit_<unit id>_members.json.",
            )
            continue
        reading.groups.add(unit)
        yield UnitMember(
            unit=UnitId(unit), principal=PrincipalId(principal), origins=reading.origin(row)
        )


ADMINISTRATIVE_UNIT_MEMBERS = Resource(
    name="administrative_unit_members",
    parse=_parse,
    records=partial(directory_objects.records, column=directory_objects.OF_A_UNIT),
    identity=partial(directory_objects.identity, directory_objects.OF_A_UNIT),
    keys=frozenset({"id", "administrativeUnitId"}),
    never=frozenset({"roleId", "roleMemberInfo"}),
    contexts=("administrativeUnits/members",),
    per_unit=True,
    reads=frozenset({"id", "additionalProperties"}),
    command="Get-MgDirectoryAdministrativeUnitMember -All -AdministrativeUnitId <unit id>",
)
