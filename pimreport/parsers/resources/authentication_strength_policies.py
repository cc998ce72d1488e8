"""``policies/authenticationStrengthPolicies``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.parsers.conditional_access import strength_of
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.model.entra import AuthenticationStrength
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[AuthenticationStrength]:
    for row in rows:
        strength = strength_of(row, reading)
        if strength is None:
            reading.reject(row, "it has no id")
        else:
            yield strength


AUTHENTICATION_STRENGTH_POLICIES = Resource(
    name="authentication_strength_policies",
    parse=_parse,
    keys=frozenset({"id", "allowedCombinations"}),
    contexts=(
        "policies/authenticationStrengthPolicies",
        "conditionalAccess/authenticationStrength/policies",
        "conditionalAccess/authenticationStrengths/policies",
    ),
    types=("authenticationStrengthPolicy",),
    reads=frozenset({"allowedCombinations"}),
    command="Get-MgPolicyAuthenticationStrengthPolicy -All",
)
