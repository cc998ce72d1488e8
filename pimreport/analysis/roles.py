"""Roles as reports name and weigh them: the export first, the shipped catalogue where it is silent."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pimreport.data import facts
from pimreport.model.paths import RoleRef
from pimreport.visible import called

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pimreport.model.tenant import Tenant

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
PRIVILEGED_ROLE_ADMINISTRATOR = "e8611ab8-c189-46e8-94e1-60213ab1f814"

SCUBA_ROLES = frozenset(facts("role_tiers")["highly_privileged"]["roles"]) | {
    GLOBAL_ADMINISTRATOR,
    PRIVILEGED_ROLE_ADMINISTRATOR,
}
"""Template ids of the eight roles that CISA's baseline names as highly privileged."""

TAKES_OVER_TENANT, HIGHLY_PRIVILEGED, PRIVILEGED, ORDINARY = range(4)
"""Tiers of a role; ``tier(ref)`` gives one of them."""

_PRIVILEGED_ACTIONS = (
    "microsoft.directory/applications/credentials/update",
    "microsoft.directory/applications/allproperties/update",
    "microsoft.directory/applications/owners/update",
    "microsoft.directory/conditionalaccesspolicies/",
    "microsoft.directory/groupsassignabletoroles/",
    "microsoft.directory/roleassignments/",
    "microsoft.directory/roledefinitions/",
    "microsoft.directory/serviceprincipals/credentials/update",
    "microsoft.directory/serviceprincipals/owners/update",
    "microsoft.directory/users/authenticationmethods/",
    "microsoft.directory/users/password/update",
)
_STEP = 100


@cache
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """Built-in roles by template id, from ``role_definitions.toml``."""
    return {role["template_id"]: role for role in facts("role_definitions")["role"]}


@cache
def _weights() -> Mapping[str, int]:
    tiers = facts("role_tiers")
    return {
        role: tier * _STEP + place
        for tier, name in enumerate(("takes_over_tenant", "highly_privileged"))
        for place, role in enumerate(tiers[name]["roles"])
    }


def tier(role: RoleRef) -> int:
    """The tier of a role, 0 (takes over the tenant) to 3 (ordinary)."""
    return role.rank // _STEP


def is_everybodys(template_id: str) -> bool:
    """Default roles such as *User*, which every account has: never an administrator role."""
    return bool(catalogue().get(template_id, {}).get("system", False))


class RoleNames:
    """Looks up :class:`RoleRef` values for one tenant; each role once."""

    def __init__(self, tenant: Tenant) -> None:
        """Remember the tenant whose exported definitions come before the catalogue."""
        self._tenant = tenant
        self._known: dict[str, RoleRef] = {}

    def ref(self, role_id: str) -> RoleRef:
        """The role with this definition id, named and weighed."""
        known = self._known.get(role_id)
        if known is None:
            known = self._known[role_id] = self._look_up(role_id)
        return known

    def _look_up(self, role_id: str) -> RoleRef:
        role = self._tenant.role(role_id)
        shipped = catalogue().get(role.template_id, {})
        privileged = role.privileged
        if privileged is None:
            privileged = shipped.get("privileged")
        if privileged is None and role.actions is not None:
            privileged = any(
                action.lower().startswith(_PRIVILEGED_ACTIONS) for action in role.actions
            )
        rank = _weights().get(role.template_id)
        if rank is None:
            # A custom role whose permissions were not exported may be anything: weigh it as
            # privileged rather than wave it through.
            rank = (ORDINARY if privileged is False else PRIVILEGED) * _STEP
        return RoleRef(
            id=role_id,
            template_id=role.template_id,
            name=called(role.name, shipped.get("name"), role.template_id),
            privileged=privileged,
            rank=rank,
        )
