"""Who in the evidence holds one of some roles over the whole tenant, directly or through a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.analysis.terms import STATES
from pimreport.model.entra import TENANT_SCOPE, Access, PrincipalType, State
from pimreport.wording import joined

if TYPE_CHECKING:
    from collections.abc import Collection

    from pimreport.analysis.case import Case
    from pimreport.model.entra import Principal
    from pimreport.model.evidence import Origin
    from pimreport.model.paths import RoleRef
    from pimreport.wording import Wording


@dataclass(frozen=True, slots=True)
class Holder:
    """A user or application with a role; ``eligible``: something has to be activated first."""

    principal: Principal
    role: RoleRef
    eligible: bool
    origins: tuple[Origin, ...]

    @property
    def how(self) -> Wording:
        """``Security Administrator, eligible``."""
        state = STATES[State.ELIGIBLE if self.eligible else State.ACTIVE]
        return joined(", ", (self.role.name, state))


def holders(case: Case, roles: Collection[str]) -> list[Holder]:
    """Holders of roles (template ids), direct ones first; each once per role, active before eligible.

    A disabled account signs in nowhere, so it is none; nor is an application that is eligible, since
    it cannot activate anything.
    """
    found: dict[tuple[str, str], Holder] = {}
    for one in case.tenant.role_assignments:
        role = case.names.ref(one.role)
        held = role.template_id in roles and one.scope == TENANT_SCOPE
        if held and not case.tenant.is_group(one.principal):
            principal = case.tenant.principal(one.principal)
            eligible = one.state in {State.ELIGIBLE, State.ACTIVATED}
            _add(found, Holder(principal, role, eligible, one.origins))
    for path in case.paths:
        held = path.role.template_id in roles and path.scope == TENANT_SCOPE
        if held and path.access is Access.MEMBER and not case.tenant.is_group(path.principal.id):
            eligible = not path.membership == path.role_state == State.ACTIVE
            _add(found, Holder(path.principal, path.role, eligible, path.origins))
    return [
        one
        for one in found.values()
        if one.principal.enabled is not False
        and not (one.eligible and one.principal.type is PrincipalType.SERVICE_PRINCIPAL)
    ]


def _add(found: dict[tuple[str, str], Holder], holder: Holder) -> None:
    key = holder.principal.id, holder.role.template_id
    if key not in found or (found[key].eligible and not holder.eligible):
        found[key] = holder
