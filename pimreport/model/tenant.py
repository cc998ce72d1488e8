"""The tenant as the evidence shows it: built once from facts, then asked questions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from pimreport.model import resolving
from pimreport.model.coverage import Coverage
from pimreport.model.entra import (
    Access,
    AdministrativeUnit,
    AppPermission,
    AuthenticationContext,
    AuthenticationStrength,
    ConditionalAccessPolicy,
    Group,
    GroupId,
    Membership,
    PolicyLink,
    PolicyRules,
    Principal,
    PrincipalId,
    PrincipalType,
    Registration,
    Role,
    RoleAssignment,
    RoleId,
    TenantFact,
    UnitId,
    UnitMember,
)
from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ACTIVE_ROLES,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
)
from pimreport.model.merging import by, index, pairs, united
from pimreport.model.nesting import KnownGroups
from pimreport.model.policies import linked
from pimreport.model.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pimreport.model.as_of import AsOf
    from pimreport.model.entra import Fact
    from pimreport.model.evidence import Source
    from pimreport.model.resolving import Resolved

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Tenant:
    """Everything the exports say, indexed. Build it with :meth:`of`; every question is a look-up.

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

    @classmethod
    def of(
        cls,
        facts: Iterable[Fact],
        sources: Sequence[Source],
        as_of: AsOf,
        provenance: Provenance | None = None,
    ) -> Tenant:
        """Resolve and index the facts of all files.

        Args:
            facts: in any order; the same thing may be described by many facts.
            sources: one per file and resource, for what the evidence covers.
            as_of: the moment the report speaks about.
            provenance: how the evidence was obtained; None: nobody knows.
        """
        return _Builder(facts, sources, as_of, provenance or Provenance()).build()

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


class _Builder:
    """Sorts facts by kind, then resolves and indexes each kind."""

    def __init__(
        self,
        facts: Iterable[Fact],
        sources: Sequence[Source],
        as_of: AsOf,
        provenance: Provenance,
    ) -> None:
        self.by_type: defaultdict[type, list[object]] = defaultdict(list)
        for fact in facts:
            self.by_type[type(fact)].append(fact)
        self.sources = tuple(sources)
        self.as_of = as_of
        self.provenance = provenance
        self.coverage = Coverage.of(sources)
        self.roles = {
            one.id: _by_own_id(one) for one in by(self.all(Role), lambda one: one.id).values()
        }
        self.principals = by(self.all(Principal), lambda one: one.id)
        self.groups = self._all_groups()

    def all(self, kind: type[Thing]) -> list[Thing]:
        return self.by_type[kind]  # type: ignore[return-value]  # filled by type above

    def build(self) -> Tenant:
        groups = KnownGroups(
            ids=self.groups,
            knows_eligible=self._knows_eligible,
            knows_members=self._knows_members,
        )
        members = resolving.memberships(self.all(Membership), self.as_of, groups)
        assignments = self._role_assignments(members.own, groups)
        policies = linked(by(self.all(PolicyRules), lambda one: one.id), self.all(PolicyLink))
        inside = dict.fromkeys((one.unit, one.principal) for one in self.all(UnitMember))
        tenants = self.all(TenantFact)
        return Tenant(
            as_of=self.as_of,
            sources=self.sources,
            provenance=self.provenance,
            coverage=self.coverage,
            id=next((one.id for one in tenants if one.id), None),
            name=next((one.name for one in tenants if one.name), None),
            principals=self.principals,
            groups=self.groups,
            roles=self.roles,
            units=by(self.all(AdministrativeUnit), lambda one: one.id),
            registrations={one.principal: one for one in self.all(Registration)},
            strengths=by(self.all(AuthenticationStrength), lambda one: one.id),
            contexts=by(self.all(AuthenticationContext), lambda one: one.id),
            conditional_access=tuple(
                by(self.all(ConditionalAccessPolicy), lambda one: one.id).values()
            ),
            app_permissions=tuple(self.all(AppPermission)),
            memberships=tuple(members.own),
            inherited_memberships=tuple(members.inherited),
            role_assignments=tuple(assignments.own),
            inherited_role_assignments=tuple(assignments.inherited),
            upcoming=(*members.upcoming, *assignments.upcoming),
            ended=(*members.ended, *assignments.ended),
            policies=policies.by_id,
            pim_groups=self._pim_groups(),
            _group_policy=policies.of_group,
            _role_policy=policies.of_role,
            _of_group=index(members.own, attrgetter("group")),
            _of_member=index(members.own, attrgetter("principal")),
            _roles_of=index(assignments.own, attrgetter("principal")),
            _units_of=pairs((principal, unit) for unit, principal in inside),
            _members_of_unit=pairs(inside),
        )

    def _all_groups(self) -> dict[GroupId, Group]:
        """Groups as described, as mentioned by name, and as merely used as a group."""
        groups = by(self.all(Group), lambda one: one.id)
        for principal in self.principals.values():
            if principal.type is PrincipalType.GROUP:
                group = GroupId(principal.id)
                groups[group] = united(groups.get(group), Group(id=group, name=principal.name))
        listed = (GroupId(group) for source in self.sources for group in source.groups)
        for mentioned in (*listed, *(one.group for one in self.all(Membership))):
            if mentioned not in groups:
                groups[mentioned] = Group(id=mentioned)
        return groups

    def _pim_groups(self) -> frozenset[GroupId]:
        lists = RESOURCES_OF_ACTIVE_MEMBERS + RESOURCES_OF_ELIGIBLE_MEMBERS
        return frozenset(
            GroupId(group)
            for source in self.sources
            if source.resource in lists
            for group in source.groups
        )

    def _knows_eligible(self, group: GroupId) -> bool:
        return group in self.provenance.not_in_pim or self.coverage.covers(
            group, *RESOURCES_OF_ELIGIBLE_MEMBERS
        )

    def _knows_members(self, group: GroupId) -> bool:
        return self.coverage.covers(group, *RESOURCES_OF_ACTIVE_MEMBERS, "group_members")

    def _role_assignments(
        self, members: Sequence[Membership], groups: KnownGroups
    ) -> Resolved[RoleAssignment]:
        applications = (
            one.id
            for one in self.principals.values()
            if one.type is PrincipalType.SERVICE_PRINCIPAL
        )
        return resolving.role_assignments(
            self.all(RoleAssignment),
            self.as_of,
            template=self._template,
            members=members,
            groups=groups,
            cannot_activate=frozenset((*map(str, self.groups), *applications)),
            knows_eligible=self.coverage.complete(*RESOURCES_OF_ELIGIBLE_ROLES),
        )

    def _template(self, assignment: RoleAssignment) -> str:
        known = self.roles.get(assignment.role)
        return known.template_id if known else assignment.role


def _by_own_id(role: Role) -> Role:
    """A custom role is known by its id alone: whoever makes one can give it any ``templateId``.

    That of a built-in role would lend it that role's place in the reset table (Microsoft Graph,
    *unifiedRoleDefinition*: "Custom template identifier that can be set when isBuiltIn is false").
    """
    return replace(role, template_id=role.id) if role.builtin is False else role
