"""How bad a finding is: one rule for all checks.

Start from the highest role that can be reached: critical if it takes over the tenant, high if CISA
names it as highly privileged, medium if Microsoft marks it as privileged, low otherwise. Each thing
on the way that makes the harm less likely or smaller (approval, enforced strong authentication,
nobody in the evidence who could do it, a contested exposure, a role that holds in one
administrative unit only, an account that is disabled) lowers it by one step; so does each other
thing that must go wrong before the weakness does any harm. It is never lowered below low: what leads to a role
is worth a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.roles import tier
from pimreport.model.entra import TENANT_SCOPE
from pimreport.model.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.model.paths import AccessPath, RoleRef

_BY_TIER = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
_LOWEST = len(_BY_TIER) - 1


def severity_of(role: RoleRef, *lowered_by: bool | None) -> Severity:
    """The severity for the highest role reached.

    Args:
        role: the highest role that the subject of the finding reaches.
        lowered_by: mitigating circumstances; True lowers by one step, None (unknown) does not.
    """
    return _BY_TIER[min(tier(role) + lowered_by.count(True), _LOWEST)]


def gravest(paths: Sequence[AccessPath]) -> AccessPath:
    """The path that leads to most: a role in one unit counts a step less than in the tenant."""
    if len(paths) == 1:
        return paths[0]
    return min(paths, key=lambda path: weight(path.role, path.scope))


def weight(role: RoleRef, scope: str) -> tuple[int, int, str]:
    """What to sort by, the gravest first: a role in one unit counts a step less."""
    return tier(role) + (scope != TENANT_SCOPE), role.rank, role.name


def role_names(paths: Sequence[AccessPath]) -> tuple[str, ...]:
    """The names of the roles that paths lead to, in their order, each once."""
    if len(paths) == 1:
        return (paths[0].role.name,)
    return tuple(dict.fromkeys([path.role.name for path in paths]))


def highest(roles: Iterable[RoleRef]) -> RoleRef:
    """The weightiest of some roles."""
    return min(roles, key=lambda role: (role.rank, role.name))
