"""The tenant as it is invented: principals, units, roles, policies, and what to leave out."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from pimreport.synthetic.conditional_access import DraftConditionalAccess
from pimreport.synthetic.ids import guid
from pimreport.synthetic.principals import (
    DraftGroup,
    DraftPrincipal,
    DraftServicePrincipal,
    DraftUser,
)
from pimreport.synthetic.roles import DraftRole, builtin_roles
from pimreport.synthetic.settings import UNTOUCHED_ROLE, PolicySettings

if TYPE_CHECKING:
    from typing import Unpack

    from pimreport.synthetic.grants import GroupGrant, RoleGrant, When
    from pimreport.synthetic.principals import Facts
    from pimreport.synthetic.settings import Settings


@dataclass(eq=False, kw_only=True)
class DraftUnit:
    """An administrative unit and its members."""

    tenant: DraftTenant
    name: str
    restricted: bool
    members: list[DraftPrincipal] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The unit's object id."""
        return guid(self.tenant.name, "unit", self.name)

    def containing(self, *members: DraftPrincipal | str) -> Self:
        """Put principals into the unit."""
        self.members.extend(self.tenant.principal(member) for member in members)
        return self


Scope = DraftUnit | str


class DraftTenant(DraftConditionalAccess):
    """An invented tenant; it tells its story through methods that read like the auditor's notes.

    Args:
        name: of the tenant; all ids depend on it.
        exported: the moment of the export; instances show what is in force then.
        every_role: export all built-in role definitions, not only those that matter here.
    """

    def __init__(
        self,
        name: str = "Contoso",
        *,
        exported: str = "2026-09-30T12:00:00Z",
        every_role: bool = False,
    ) -> None:
        """A tenant in which nobody holds anything yet."""
        super().__init__(name)
        self.domain = f"{name.lower().replace(' ', '')}.example"
        self.exported = exported
        self.every_role = every_role
        self.users: dict[str, DraftUser] = {}
        self.groups: dict[str, DraftGroup] = {}
        self.service_principals: dict[str, DraftServicePrincipal] = {}
        self.units: dict[str, DraftUnit] = {}
        self.custom_roles: dict[str, DraftRole] = {}
        self.group_grants: list[GroupGrant] = []
        self.role_grants: list[RoleGrant] = []
        self.role_policies: dict[str, PolicySettings | None] = {}
        self.app_permissions: list[tuple[DraftServicePrincipal, str]] = []
        self.left_out: set[str] = set()
        self.added: set[str] = set()
        self.omitted: dict[str, set[str]] = {}

    @property
    def today(self) -> When:
        """An activation on the day of the export: since two hours ago, until the evening."""
        day = self.exported[:10]
        return {"starts": f"{day}T10:00:00Z", "ends": f"{day}T18:00:00Z"}

    def user(self, name: str, *, upn: str | None = None, **facts: Unpack[Facts]) -> DraftUser:
        """The user of this name (or UPN), made on first mention; ``facts`` told later count too."""
        key = upn or name
        if key not in self.users:
            mark = (
                f"_partner.example#EXT#@{self.domain}" if facts.get("guest") else f"@{self.domain}"
            )
            upn = upn or f"{_mail_name(name)}{mark}"
            self.users[key] = DraftUser(self, guid(self.name, "user", upn), name, upn)
        self.users[key].know(**facts)
        return self.users[key]

    def group(
        self,
        name: str,
        *,
        role_assignable: bool | None = True,
        pim: bool = True,
        dynamic: bool = False,
        microsoft_365: bool = False,
        synced: bool = False,
    ) -> DraftGroup:
        """The group of this name; made on first mention, with these properties."""
        if name not in self.groups:
            types = ["DynamicMembership"] * dynamic + ["Unified"] * microsoft_365
            facts: dict[str, object] = {
                "groupTypes": types,
                "isAssignableToRole": role_assignable,
                "securityEnabled": not microsoft_365,
                "onPremisesSyncEnabled": True if synced else None,
            }
            id_ = guid(self.name, "group", name)
            self.groups[name] = DraftGroup(self, id_, name, facts, pim=pim)
        return self.groups[name]

    def service_principal(self, name: str) -> DraftServicePrincipal:
        """The application of this name; made on first mention."""
        id_ = guid(self.name, "service principal", name)
        return self.service_principals.setdefault(name, DraftServicePrincipal(self, id_, name))

    def stranger(self, name: str) -> DraftPrincipal:
        """A principal that no export describes, such as one that was deleted."""
        return DraftPrincipal(self, guid(self.name, "stranger", name), name)

    def unit(self, name: str, *, restricted: bool = False) -> DraftUnit:
        """The administrative unit of this name; made on first mention."""
        made = DraftUnit(tenant=self, name=name, restricted=restricted)
        return self.units.setdefault(name, made)

    def custom_role(self, name: str, *actions: str) -> DraftRole:
        """A role definition of the tenant's own, with its allowed resource actions."""
        id_ = guid(self.name, "role", name)
        self.custom_roles[name] = DraftRole(
            id=id_, template_id=id_, name=name, builtin=False, actions=actions
        )
        return self.custom_roles[name]

    def role_policy(self, role: DraftRole | str, **settings: Unpack[Settings]) -> Self:
        """Change the activation policy of a role, starting from an untouched one."""
        self.role_policies[self.role(role).id] = replace(UNTOUCHED_ROLE, **settings)
        return self

    def without_role_policy(self, role: DraftRole | str) -> Self:
        """Leave the role's policy out of the exports."""
        self.role_policies[self.role(role).id] = None
        return self

    def without(self, *resources: str) -> Self:
        """Leave resources out of the exports, such as ``role_eligibility_schedule_instances``."""
        self.left_out.update(resources)
        return self

    def also(self, *resources: str) -> Self:
        """Export resources that are not exported unasked, such as ``group_members``."""
        self.added.update(resources)
        return self

    def omitting(self, resource: str, *properties: str) -> Self:
        """Leave properties of a resource out, as if they had not been selected."""
        self.omitted.setdefault(resource, set()).update(properties)
        return self

    def role(self, role: DraftRole | str) -> DraftRole:
        """A role by name: a custom one if the tenant has it, else the built-in one."""
        if isinstance(role, DraftRole):
            return role
        return self.custom_roles.get(role) or builtin_roles()[role]

    def principal(self, principal: DraftPrincipal | str) -> DraftPrincipal:
        """A principal as it is, or the user of this name."""
        return self.user(principal) if isinstance(principal, str) else principal

    def scope(self, scope: Scope) -> str:
        """A scope as Graph writes it."""
        return scope if isinstance(scope, str) else f"/administrativeUnits/{scope.id}"


def _mail_name(name: str) -> str:
    """``jorg.muller`` for ``Jörg Müller``: letters without marks, words joined by full stops."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode("ascii")
    return ".".join("".join(one for one in word if one.isalnum()) for word in plain.split())
