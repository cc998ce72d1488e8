"""The portal's export of role assignments: read and shown, but names are no evidence of identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    if rows:
        reading.warn(
            "no_object_ids",
            "The portal's export names people, groups and roles without object ids; two of the "
            "same name cannot be told apart, so nothing was concluded from it. Export with the "
            "script of `pimreport collector`.",
        )
    yield from ()


ROLE_ASSIGNMENTS_BY_NAME = Resource(
    name="role_assignments_by_name",
    parse=_parse,
    keys=frozenset({"roleName", "state", "principalDisplayName", "isPermanent"}),
    types=("roleAssignmentByName",),
    reads=frozenset({"startDateTime", "endDateTime"}),
    command="Get-MgRoleManagementDirectoryRoleAssignmentScheduleInstance -All",
)
