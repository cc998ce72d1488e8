"""Rules of PIM groups under the group's name (ScubaGear), which ``by_name`` matches where it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.parsers import by_name
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    reading.by_name.extend(rows)
    if rows:
        reading.warn(
            "rules_by_group_name",
            "The rules of PIM groups stand under the group's name, without its id. They are used "
            "only where the whole list of groups is in the evidence and one group bears the name.",
        )
    yield from ()


GROUP_POLICIES_BY_NAME = Resource(
    name="group_policies_by_name",
    parse=_parse,
    keys=frozenset({"groupName", "accessId", "rules"}),
    types=("groupPolicyByName",),
    reads=frozenset({"rules"}),
    identity=by_name.never_the_same,
    command="Get-MgPolicyRoleManagementPolicyAssignment -Filter \"scopeId eq '<group id>' and scopeType eq 'Group'\" -ExpandProperty \"policy(`$expand=rules)\"",
)
