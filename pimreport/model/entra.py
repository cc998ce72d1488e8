"""The directory's own things: principals, groups, roles, who holds what, and activation policies.

Values are immutable. ``None`` always means *not in the evidence*, never *no*. Ids are lower-case
GUIDs (the parsers normalise them); their ``NewType``s let mypy refuse a wrong join.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

from pimreport.model.word import Word

if TYPE_CHECKING:
    from datetime import datetime

    from pimreport.model.evidence import Origin

PrincipalId = NewType("PrincipalId", str)
GroupId = NewType("GroupId", str)
RoleId = NewType("RoleId", str)
"""Id of a role definition. Equals the template id for built-in roles, differs for custom ones."""
UnitId = NewType("UnitId", str)
"""Id of an administrative unit."""

TENANT_SCOPE = "/"
UNIT_SCOPE = "/administrativeUnits/"
SOME_GUESTS = "someguestsorexternalusers"
"""Our word beside Graph's in a Conditional Access policy's users: only certain kinds of external
users, or those of certain tenants (the object ``conditionalAccessGuestsOrExternalUsers``)."""


class PrincipalType(Word):
    """Graph's ``@odata.type`` without its prefix."""

    USER = "user"
    GROUP = "group"
    SERVICE_PRINCIPAL = "servicePrincipal"
    UNKNOWN = "unknown"


class Access(Word):
    """Graph's ``accessId``: the relation of a principal to a group."""

    MEMBER = "member"
    OWNER = "owner"


class State(Word):
    """How a membership or a role is held."""

    ACTIVE = "active"
    """Assigned: in force without any activation."""
    ELIGIBLE = "eligible"
    ACTIVATED = "activated"
    """Eligible, and activated at the moment of the export."""
    LISTED = "listed"
    """In force at the moment of the export, from a list that does not tell assigned from activated
    (``/groups/{id}/members``, ``roleAssignments``). Only facts carry it; see ``model.holdings``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """A user, service principal or group as far as the evidence describes it.

    ``restricted``: ``isManagementRestricted``, member of a restricted management administrative
    unit. ``sign_in``: the latest sign-in of any kind that ``signInActivity`` shows.
    """

    id: PrincipalId
    type: PrincipalType = PrincipalType.UNKNOWN
    name: str | None = None
    upn: str | None = None
    enabled: bool | None = None
    guest: bool | None = None
    synced: bool | None = None
    restricted: bool | None = None
    created: datetime | None = None
    sign_in: datetime | None = None
    sign_in_exported: bool | None = None
    origins: tuple[Origin, ...] = ()

    @property
    def invited(self) -> bool:
        """From another organisation, whatever ``userType`` says: Entra puts #EXT# into the UPN."""
        return "#ext#" in (self.upn or "").lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group. ``role_assignable``: ``isAssignableToRole``, where an exported null means False."""

    id: GroupId
    name: str | None = None
    role_assignable: bool | None = None
    dynamic: bool | None = None
    microsoft_365: bool | None = None
    synced: bool | None = None
    restricted: bool | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role definition. Match roles by ``template_id``, never by name.

    ``actions``: allowed resource actions as exported; None if the export does not carry them.
    ``privileged``: ``isPrivileged`` from a beta export, else None.
    """

    id: RoleId
    template_id: str
    name: str | None = None
    builtin: bool | None = None
    privileged: bool | None = None
    actions: frozenset[str] | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a membership and a role assignment have in common.

    ``inherited``: held through a nested group (``memberType`` group), so no grant of its own.
    ``permanent``: True only if the schedule says ``noExpiration``; ``ends`` None proves nothing.
    ``ends_told``: some row says when it ends, or shows no end in the place for one; a plain list does not.
    ``by_pim``: its instance has a start, as all that PIM makes; None if no instance tells.
    ``scheduled``: from a schedule, which may lie in the future, not from an instance or list.
    ``status``: the schedule's status, such as ``Provisioned`` or ``Revoked``.
    """

    principal: PrincipalId
    state: State
    inherited: bool = False
    starts: datetime | None = None
    ends: datetime | None = None
    permanent: bool | None = None
    ends_told: bool = False
    by_pim: bool | None = None
    scheduled: bool = False
    status: str | None = None
    created: datetime | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Grant):
    """A principal is, or may become, a member or owner of a group."""

    group: GroupId
    access: Access


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAssignment(Grant):
    """A principal holds, or may activate, a directory role at a scope."""

    role: RoleId
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approver:
    """Somebody who may approve an activation. ``group``: every member of a group; None = unknown."""

    id: PrincipalId
    name: str | None = None
    group: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One alert rule: whom it tells about which event."""

    rule: str
    default_recipients: bool | None = None
    recipients: tuple[str, ...] | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRules:
    """The settings of one role management policy; None = unknown, never *not required*.

    Durations are ISO 8601 texts as exported (``PT8H``). ``authentication_context``: the claim value
    where ``context_enabled``; ``approvers``: of all stages, None if the list did not survive.
    """

    id: str
    max_duration: str | None = None
    mfa: bool | None = None
    justification: bool | None = None
    ticket: bool | None = None
    approval: bool | None = None
    approvers: tuple[Approver, ...] | None = None
    context_enabled: bool | None = None
    authentication_context: str | None = None
    eligible_expires: bool | None = None
    eligible_max: str | None = None
    active_expires: bool | None = None
    active_max: str | None = None
    active_mfa: bool | None = None
    active_justification: bool | None = None
    notifications: tuple[Notification, ...] | None = None
    modified: datetime | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLink:
    """A policy assignment: which policy governs which group access, or which role.

    Exactly one of (``group`` and ``access``) or ``role`` is set. ``access`` is None where the
    evidence does not tell the member policy from the owner policy.
    """

    policy: str
    group: GroupId | None = None
    access: Access | None = None
    role: RoleId | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministrativeUnit:
    """An administrative unit. ``restricted``: ``isMemberManagementRestricted``."""

    id: UnitId
    name: str | None = None
    restricted: bool | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMember:
    """A user, group or device inside an administrative unit."""

    unit: UnitId
    principal: PrincipalId
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A row of ``userRegistrationDetails``."""

    principal: PrincipalId
    mfa_registered: bool | None = None
    methods: tuple[str, ...] | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationStrength:
    """An authentication strength and the method combinations it allows (Graph's words)."""

    id: str
    name: str | None = None
    combinations: tuple[str, ...] | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationContext:
    """An authentication context; its ``id`` is what a PIM rule stores as claim value (``c1``)."""

    id: str
    name: str | None = None
    available: bool | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalAccessPolicy:
    """A Conditional Access policy, as far as authentication contexts and MFA are concerned.

    Collections are None where the export lost them. Ids and words are lower-cased, so that
    ``All``, ``None`` and ``GuestsOrExternalUsers`` read ``all``, ``none``, ``guestsorexternalusers``;
    see ``SOME_GUESTS``.
    ``state``: enabled, disabled or enabledForReportingButNotEnforced.
    """

    id: str
    name: str | None = None
    state: str | None = None
    contexts: tuple[str, ...] | None = None
    applications: tuple[str, ...] | None = None
    include_users: tuple[str, ...] | None = None
    exclude_users: tuple[str, ...] | None = None
    include_groups: tuple[str, ...] | None = None
    exclude_groups: tuple[str, ...] | None = None
    include_roles: tuple[str, ...] | None = None
    exclude_roles: tuple[str, ...] | None = None
    conditions: tuple[str, ...] | None = None
    """Names of further conditions that narrow the policy (locations, platforms, risk, ...)."""
    operator: str | None = None
    controls: tuple[str, ...] | None = None
    strength: AuthenticationStrength | None = None
    sign_in_every_time: bool | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppPermission:
    """An application permission granted to a service principal (an app role assignment)."""

    principal: PrincipalId
    permission: str
    resource: str | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantFact:
    """What a file says of the tenant it came from."""

    id: str | None = None
    name: str | None = None
    origins: tuple[Origin, ...] = ()


Fact = (
    Principal
    | Group
    | Role
    | Membership
    | RoleAssignment
    | PolicyRules
    | PolicyLink
    | AdministrativeUnit
    | UnitMember
    | Registration
    | AuthenticationStrength
    | AuthenticationContext
    | ConditionalAccessPolicy
    | AppPermission
    | TenantFact
)
