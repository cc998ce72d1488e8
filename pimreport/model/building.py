"""From the facts of all files to the tenant: sorted by kind, united, resolved and indexed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from pimreport.model import at_odds, resolving
from pimreport.model.coverage import Coverage
from pimreport.model.entra import (
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
    PrincipalType,
    Registration,
    Role,
    RoleAssignment,
    TenantFact,
    UnitMember,
)
from pimreport.model.evidence import (
    RESOURCE_OF_UNIT_MEMBERS,
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
)
from pimreport.model.merging import by, index, pairs, united
from pimreport.model.nesting import KnownGroups
from pimreport.model.policies import linked
from pimreport.model.provenance import Provenance
from pimreport.model.tenant import Tenant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.model.as_of import AsOf
    from pimreport.model.entra import Fact
    from pimreport.model.evidence import Source
    from pimreport.model.resolving import Resolved

Thing = TypeVar("Thing")


def tenant_of(
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
            sources=at_odds.told(self.sources, [*members.at_odds, *assignments.at_odds]),
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
        listed = (
            GroupId(group)
            for source in self.sources
            if source.resource != RESOURCE_OF_UNIT_MEMBERS
            for group in source.groups
        )
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
