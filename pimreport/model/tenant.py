"""The tenant as the evidence shows it: built once (``model.building``), then asked questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.model.entra import (
    Access,
    Group,
    GroupId,
    Principal,
    PrincipalId,
    PrincipalType,
    Role,
    RoleId,
    UnitId,
)
from pimreport.model.evidence import (
    RESOURCE_OF_UNIT_MEMBERS,
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ACTIVE_ROLES,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pimreport.model.as_of import AsOf
    from pimreport.model.coverage import Coverage
    from pimreport.model.entra import (
        AdministrativeUnit,
        AppPermission,
        AuthenticationContext,
        AuthenticationStrength,
        ConditionalAccessPolicy,
        Membership,
        PolicyRules,
        Registration,
        RoleAssignment,
    )
    from pimreport.model.evidence import Source
    from pimreport.model.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Tenant:
    """Everything the exports say, indexed; every question is a look-up.

    Memberships and role assignments are resolved (see ``model.holdings``): one per grant, held
    directly, in force at ``as_of``. ``LISTED`` marks a grant that may be an activation.
    Role ids are resolved to the definition; ``role(id).template_id`` is what to compare.
    """

    as_of: AsOf
    sources: tuple[Source, ...]
    provenance: Provenance
    coverage: Coverage
    id: str | None
    name: str | None
    principals: Mapping[PrincipalId, Principal]
    groups: Mapping[GroupId, Group]
    roles: Mapping[RoleId, Role]
    units: Mapping[UnitId, AdministrativeUnit]
    registrations: Mapping[PrincipalId, Registration]
    strengths: Mapping[str, AuthenticationStrength]
    contexts: Mapping[str, AuthenticationContext]
    conditional_access: tuple[ConditionalAccessPolicy, ...]
    app_permissions: tuple[AppPermission, ...]
    memberships: tuple[Membership, ...]
    inherited_memberships: tuple[Membership, ...]
    role_assignments: tuple[RoleAssignment, ...]
    inherited_role_assignments: tuple[RoleAssignment, ...]
    upcoming: tuple[Membership | RoleAssignment, ...]
    ended: tuple[Membership | RoleAssignment, ...]
    policies: Mapping[str, PolicyRules]
    pim_groups: frozenset[GroupId]
    """Groups that a PIM-for-Groups list names: they are enabled in PIM."""
    _group_policy: Mapping[tuple[GroupId, Access], PolicyRules]
    _role_policy: Mapping[RoleId, PolicyRules]
    _of_group: Mapping[GroupId, Sequence[Membership]]
    _of_member: Mapping[PrincipalId, Sequence[Membership]]
    _roles_of: Mapping[PrincipalId, Sequence[RoleAssignment]]
    _units_of: Mapping[PrincipalId, Sequence[UnitId]]
    _members_of_unit: Mapping[UnitId, Sequence[PrincipalId]] = field(repr=False)

    def principal(self, principal: str) -> Principal:
        """The principal, or a nameless one of unknown type if the evidence only mentions its id."""
        known = self.principals.get(PrincipalId(principal))
        if known is not None:
            return known
        group = self.groups.get(GroupId(principal))
        if group is not None:
            return Principal(id=PrincipalId(principal), type=PrincipalType.GROUP, name=group.name)
        return Principal(id=PrincipalId(principal))

    def group(self, group: str) -> Group:
        """The group, or a nameless one if the evidence only mentions its id."""
        return self.groups.get(GroupId(group)) or Group(id=GroupId(group))

    def is_group(self, principal: str) -> bool:
        """The evidence knows this principal as a group."""
        return GroupId(principal) in self.groups

    def role(self, role: str) -> Role:
        """The role definition, or one that bears its id as template id if none was exported."""
        return self.roles.get(RoleId(role)) or Role(id=RoleId(role), template_id=role)

    def memberships_of_group(self, group: str) -> Sequence[Membership]:
        """Who is, or may become, a direct member or owner of the group."""
        return self._of_group.get(GroupId(group), ())

    def memberships_of(self, principal: str) -> Sequence[Membership]:
        """The groups of which the principal is, or may become, a direct member or owner."""
        return self._of_member.get(PrincipalId(principal), ())

    def roles_of(self, principal: str) -> Sequence[RoleAssignment]:
        """Roles the principal holds or may activate by an assignment to itself."""
        return self._roles_of.get(PrincipalId(principal), ())

    def units_of(self, principal: str) -> Sequence[UnitId]:
        """Administrative units of which the principal is a member, as far as exported."""
        return self._units_of.get(PrincipalId(principal), ())

    def members_of_unit(self, unit: str) -> Sequence[PrincipalId]:
        """Members of an administrative unit, as far as exported."""
        return self._members_of_unit.get(UnitId(unit), ())

    def knows_members_of_unit(self, unit: str) -> bool:
        """Some export lists who is in the unit, be it nobody."""
        return bool(self.members_of_unit(unit)) or self.coverage.covers(
            unit, RESOURCE_OF_UNIT_MEMBERS
        )

    def provably_empty(self, principal: str) -> bool:
        """A group that has no members, active or eligible; the evidence is complete on that."""
        if not self.is_group(principal):
            return False
        group = GroupId(principal)
        known = self.knows_active_members(group) and self.knows_eligible_members(group)
        members = (one.access is Access.MEMBER for one in self.memberships_of_group(group))
        return known and not any(members)

    def policy_for_group(self, group: str, access: Access) -> PolicyRules | None:
        """The PIM policy of a group for members or owners; None if not in the evidence."""
        return self._group_policy.get((GroupId(group), access))

    def policy_for_role(self, role: str) -> PolicyRules | None:
        """The PIM policy of a directory role; None if not in the evidence."""
        return self._role_policy.get(RoleId(self.role(role).template_id)) or self._role_policy.get(
            RoleId(role)
        )

    def role_assignable(self, group: str) -> bool | None:
        """Whether the group is role-assignable.

        Only such a group can hold a directory role (Microsoft, groups-concept), so one that holds
        a role is, even where ``isAssignableToRole`` was not exported.
        """
        told = self.group(group).role_assignable
        return True if told is None and self.roles_of(group) else told

    def knows_active_roles(self) -> bool:
        """Who holds which role actively is known in full."""
        return self.coverage.complete(*RESOURCES_OF_ACTIVE_ROLES)

    def knows_eligible_roles(self) -> bool:
        """Who is eligible for which role is known in full."""
        return self.coverage.complete(*RESOURCES_OF_ELIGIBLE_ROLES)

    def knows_active_members(self, group: str) -> bool:
        """The active members of the group are known in full."""
        return self.coverage.covers(group, *RESOURCES_OF_ACTIVE_MEMBERS, "group_members")

    def knows_owners(self, group: str) -> bool:
        """The owners of the group are known in full, active and eligible."""
        active = self.coverage.covers(group, *RESOURCES_OF_ACTIVE_MEMBERS, "group_owners")
        return active and self.knows_eligible_members(group)

    def knows_eligible_members(self, group: str) -> bool:
        """The eligible members and owners of the group are known in full."""
        return group in self.provenance.not_in_pim or self.coverage.covers(
            group, *RESOURCES_OF_ELIGIBLE_MEMBERS
        )

    def knows_members_of_nested(self, group: GroupId) -> bool:
        """Its members are known in full; only a group that is used in PIM has eligible ones."""
        eligible = group not in self.pim_groups or self.knows_eligible_members(group)
        return eligible and self.knows_active_members(group)
