"""Principals that are told what they hold. Every telling returns the teller, to go on telling."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self, TypedDict

from pimreport.model.entra import Access, PrincipalType, State
from pimreport.synthetic.grants import DEFAULT_START, GroupGrant, RoleGrant, moment
from pimreport.synthetic.settings import UNTOUCHED_GROUP

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from pimreport.synthetic.draft import DraftTenant, Scope
    from pimreport.synthetic.grants import When
    from pimreport.synthetic.roles import DraftRole
    from pimreport.synthetic.settings import PolicySettings, Settings


class DraftPrincipal:
    """A user, service principal or group of a draft tenant."""

    kind = PrincipalType.USER

    def __init__(self, tenant: DraftTenant, id_: str, name: str) -> None:
        """Principals are made by their tenant's methods."""
        self.tenant = tenant
        self.id = id_
        self.name = name

    def holds(self, role: DraftRole | str, scope: Scope = "/", **when: Unpack[When]) -> Self:
        """Assign the role actively."""
        return self._grant(State.ACTIVE, role, scope, when)

    def active_in(self, role: DraftRole | str, scope: Scope = "/", **when: Unpack[When]) -> Self:
        """Assign the role actively (what one says of a group)."""
        return self._grant(State.ACTIVE, role, scope, when)

    def eligible_for(self, role: DraftRole | str, scope: Scope = "/", **when: Unpack[When]) -> Self:
        """Make eligible for the role."""
        return self._grant(State.ELIGIBLE, role, scope, when)

    def has_activated(
        self, role: DraftRole | str, scope: Scope = "/", **when: Unpack[When]
    ) -> Self:
        """Make eligible for the role, and activate it on the day of the export."""
        self._grant(State.ELIGIBLE, role, scope, when)
        return self._grant(State.ACTIVATED, role, scope, self.tenant.today)

    def _grant(self, state: State, role: DraftRole | str, scope: Scope, when: When) -> Self:
        self.tenant.role_grants.append(
            RoleGrant(
                principal=self,
                state=state,
                role=self.tenant.role(role),
                scope=self.tenant.scope(scope),
                starts=moment(when.get("starts", DEFAULT_START)),
                ends=moment(when.get("ends")),
                inherited=when.get("inherited", False),
            )
        )
        return self


class Facts(TypedDict, total=False):
    """What can be told of a user's account; ``sign_in`` None: it has never signed in."""

    enabled: bool
    guest: bool
    synced: bool
    sign_in: str | None
    created: str


class DraftUser(DraftPrincipal):
    """A person. ``facts``: Graph's properties of the user as exported, by Graph's names."""

    def __init__(self, tenant: DraftTenant, id_: str, name: str, upn: str) -> None:
        """Users are made by ``DraftTenant.user``: enabled, cloud-only members unless told."""
        super().__init__(tenant, id_, name)
        self.upn = upn
        self.facts: dict[str, object] = {
            "accountEnabled": True,
            "userType": "Member",
            "onPremisesSyncEnabled": None,
            "createdDateTime": "2024-03-01T09:00:00Z",
            "signInActivity": None,
        }
        self.methods: tuple[str, ...] = ("microsoftAuthenticatorPush", "softwareOneTimePasscode")

    def know(self, **facts: Unpack[Facts]) -> Self:
        """Tell more of the account; what is not mentioned stays as it was."""
        graph: dict[str, Callable[[object], tuple[str, object]]] = {
            "enabled": lambda told: ("accountEnabled", told),
            "guest": lambda told: ("userType", "Guest" if told else "Member"),
            "synced": lambda told: ("onPremisesSyncEnabled", told or None),
            "created": lambda told: ("createdDateTime", told),
            "sign_in": lambda told: ("signInActivity", told and {"lastSignInDateTime": told}),
        }
        self.facts.update(graph[fact](told) for fact, told in facts.items())
        return self

    def registered(self, *methods: str) -> Self:
        """Register these authentication methods; none at all means no MFA registered."""
        self.methods = methods
        return self


class DraftServicePrincipal(DraftPrincipal):
    """An application in the tenant."""

    kind = PrincipalType.SERVICE_PRINCIPAL

    def permitted(self, *permissions: str) -> Self:
        """Grant application permissions of Microsoft Graph, such as ``Group.ReadWrite.All``."""
        self.tenant.app_permissions.extend((self, permission) for permission in permissions)
        return self


class DraftGroup(DraftPrincipal):
    """A group, told who is in it and what guards the way in.

    ``pim``: it is enabled in PIM for Groups; without, nobody exported schedules or policies of it.
    """

    kind = PrincipalType.GROUP

    def __init__(
        self, tenant: DraftTenant, id_: str, name: str, facts: dict[str, object], *, pim: bool
    ) -> None:
        """Groups are made by ``DraftTenant.group``."""
        super().__init__(tenant, id_, name)
        self.facts = facts
        self.pim = pim
        self.policies: dict[Access, PolicySettings | None] = dict.fromkeys(Access, UNTOUCHED_GROUP)

    def with_active(self, *members: DraftPrincipal | str, **when: Unpack[When]) -> Self:
        """Add assigned members."""
        return self._with(State.ACTIVE, Access.MEMBER, members, when)

    def with_eligible(self, *members: DraftPrincipal | str, **when: Unpack[When]) -> Self:
        """Add eligible members; a group among them is a nested path."""
        return self._with(State.ELIGIBLE, Access.MEMBER, members, when)

    def with_activated(self, *members: DraftPrincipal | str, **when: Unpack[When]) -> Self:
        """Add eligible members who activated on the day of the export."""
        self._with(State.ELIGIBLE, Access.MEMBER, members, when)
        return self._with(State.ACTIVATED, Access.MEMBER, members, self.tenant.today)

    def with_owner(self, *owners: DraftPrincipal | str, **when: Unpack[When]) -> Self:
        """Add assigned owners."""
        return self._with(State.ACTIVE, Access.OWNER, owners, when)

    def with_eligible_owner(self, *owners: DraftPrincipal | str, **when: Unpack[When]) -> Self:
        """Add eligible owners."""
        return self._with(State.ELIGIBLE, Access.OWNER, owners, when)

    def with_activated_owner(self, *owners: DraftPrincipal | str, **when: Unpack[When]) -> Self:
        """Add eligible owners who activated on the day of the export."""
        self._with(State.ELIGIBLE, Access.OWNER, owners, when)
        return self._with(State.ACTIVATED, Access.OWNER, owners, self.tenant.today)

    def member_policy(self, **settings: Unpack[Settings]) -> Self:
        """Change the policy of member activations, starting from an untouched one."""
        self.policies[Access.MEMBER] = replace(UNTOUCHED_GROUP, **settings)
        return self

    def owner_policy(self, **settings: Unpack[Settings]) -> Self:
        """Change the policy of owner activations, starting from an untouched one."""
        self.policies[Access.OWNER] = replace(UNTOUCHED_GROUP, **settings)
        return self

    def without_policy(self, *accesses: Access | str) -> Self:
        """Leave the group's policies (both, unless told which) out of the exports."""
        for access in accesses or tuple(Access):
            self.policies[Access(access)] = None
        return self

    def _with(
        self, state: State, access: Access, principals: tuple[DraftPrincipal | str, ...], when: When
    ) -> Self:
        for principal in principals:
            self.tenant.group_grants.append(
                GroupGrant(
                    principal=self.tenant.principal(principal),
                    state=state,
                    group=self,
                    access=access,
                    starts=moment(when.get("starts", DEFAULT_START)),
                    ends=moment(when.get("ends")),
                    inherited=when.get("inherited", False),
                )
            )
        return self
