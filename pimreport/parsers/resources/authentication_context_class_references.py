"""``identity/conditionalAccess/authenticationContextClassReferences``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import AuthenticationContext
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[AuthenticationContext]:
    for row in rows:
        identity = row.id()
        if identity is None:
            reading.reject(row, "it has no id")
            continue
        yield AuthenticationContext(
            id=identity,
            name=row.text("displayName"),
            available=row.flag("isAvailable"),
            origins=reading.origin(row),
        )


AUTHENTICATION_CONTEXT_CLASS_REFERENCES = Resource(
    name="authentication_context_class_references",
    parse=_parse,
    keys=frozenset({"id", "isAvailable"}),
    contexts=("conditionalAccess/authenticationContextClassReferences",),
    types=("authenticationContextClassReference",),
    compared=("isAvailable",),
    command="Get-MgIdentityConditionalAccessAuthenticationContextClassReference -All",
)
