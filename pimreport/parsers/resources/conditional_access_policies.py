"""``identity/conditionalAccess/policies``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.parsers.conditional_access import policy_of
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    for row in rows:
        policy = policy_of(row, reading)
        if policy is None:
            reading.reject(row, "it has no id")
            continue
        yield policy
        if policy.strength is not None:
            yield policy.strength


CONDITIONAL_ACCESS_POLICIES = Resource(
    name="conditional_access_policies",
    parse=_parse,
    keys=frozenset({"conditions", "id"}),
    one_of=frozenset({"grantControls", "state", "sessionControls"}),
    contexts=("conditionalAccess/policies",),
    types=("conditionalAccessPolicy",),
    reads=frozenset({"conditions", "grantControls", "sessionControls"}),
    expected=("state", "grantControls"),
    compared=("state",),
    command="Invoke-MgGraphRequest -OutputType PSObject /v1.0/identity/conditionalAccess/policies",
)
