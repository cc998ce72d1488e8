"""``servicePrincipals/{id}/appRoleAssignments``: application permissions granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import AppPermission, Principal, PrincipalId
from pimreport.parsers.principals import type_of
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    for row in rows:
        principal = row.id("principalId")
        permission = row.text("appRoleValue") or row.id("appRoleId")
        if principal is None or permission is None:
            reading.reject(row, "principalId or appRoleId is missing")
            continue
        kind = row.word("principalType")
        # Users and groups are assigned to applications in the same list: that grants sign-in.
        if kind in {None, "serviceprincipal"}:
            yield AppPermission(
                principal=PrincipalId(principal),
                permission=permission,
                resource=row.text("resourceDisplayName"),
                origins=reading.origin(row),
            )
        name = row.text("principalDisplayName")
        if name and kind == "serviceprincipal":
            yield Principal(
                id=PrincipalId(principal),
                type=type_of(kind),
                name=name,
                origins=reading.origin(row),
            )


APP_ROLE_ASSIGNMENTS = Resource(
    name="app_role_assignments",
    parse=_parse,
    keys=frozenset({"appRoleId", "principalId"}),
    contexts=(
        "servicePrincipals/appRoleAssignments",
        "servicePrincipals/appRoleAssignedTo",
        "appRoleAssignments",
    ),
    types=("appRoleAssignment",),
    reads=frozenset({"appRoleId", "principalId"}),
    compared=("appRoleId", "principalId", "resourceId"),
    command="Get-MgServicePrincipalAppRoleAssignment -All -ServicePrincipalId <id>",
)
