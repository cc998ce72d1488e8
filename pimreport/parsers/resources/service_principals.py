"""``servicePrincipals``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Principal, PrincipalId, PrincipalType
from pimreport.parsers import strangers
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Principal]:
    others = strangers.turned_away(rows, strangers.APPLICATIONS, reading)
    for row in rows:
        identity = row.id()
        if row in others:
            continue
        if identity is None:
            reading.reject(row, "it has no id")
        elif reading.wants(identity, row.text("displayName")):
            yield Principal(
                id=PrincipalId(identity),
                type=PrincipalType.SERVICE_PRINCIPAL,
                name=row.text("displayName"),
                enabled=row.flag("accountEnabled"),
                created=row.moment("createdDateTime"),
                origins=reading.origin(row),
            )


SERVICE_PRINCIPALS = Resource(
    name="service_principals",
    parse=_parse,
    keys=frozenset({"id", "appId"}),
    never=frozenset(
        {
            "@odata.type", "groupId", "principalId", "publisherDomain", "requiredResourceAccess",
            "roleDefinitionId", "userPrincipalName",
        }
    ),
    contexts=("servicePrincipals",),
    types=("servicePrincipal",),
    reads=frozenset({"id"}),
    compared=("displayName", "accountEnabled"),
    about_principals=True,
    command="Get-MgServicePrincipal -All",
)  # fmt: skip
