"""``reports/authenticationMethods/userRegistrationDetails``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import PrincipalId, Registration
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Registration]:
    for row in rows:
        user = row.id()
        if user is None:
            reading.reject(row, "it has no id")
        elif reading.wanted is None or user in reading.wanted:
            yield Registration(
                principal=PrincipalId(user),
                mfa_registered=row.flag("isMfaRegistered"),
                methods=row.strings("methodsRegistered"),
                origins=reading.origin(row),
            )


USER_REGISTRATION_DETAILS = Resource(
    name="user_registration_details",
    parse=_parse,
    keys=frozenset({"id"}),
    one_of=frozenset({"isMfaRegistered", "isMfaCapable", "methodsRegistered"}),
    never=frozenset({"accountEnabled", "@odata.type", "principalId"}),
    contexts=("reports/authenticationMethods/userRegistrationDetails",),
    types=("userRegistrationDetails",),
    reads=frozenset({"id", "methodsRegistered", "isMfaRegistered"}),
    compared=("isMfaRegistered", "isMfaCapable"),
    about_principals=True,
    command="Get-MgReportAuthenticationMethodUserRegistrationDetail -All",
)
