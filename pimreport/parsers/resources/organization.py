"""``organization``: which tenant the evidence is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import TenantFact
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[TenantFact]:
    for row in rows:
        yield TenantFact(id=row.id(), name=row.text("displayName"), origins=reading.origin(row))


ORGANIZATION = Resource(
    name="organization",
    parse=_parse,
    keys=frozenset({"id", "verifiedDomains"}),
    contexts=("organization",),
    types=("organization",),
    command="Get-MgOrganization",
)
