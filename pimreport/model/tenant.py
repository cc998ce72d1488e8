"""The tenant as the evidence shows it: built once from facts, then asked questions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, TypeVar

from pimreport.model import holdings
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
    State,
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
from pimreport.model.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from pimreport.model.as_of import AsOf
    from pimreport.model.entra import Fact
    from pimreport.model.evidence import Source

Thing = TypeVar("Thing")
Key = TypeVar("Key", bound="Hashable")


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
    tenant_ids: frozenset[str]
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


class _Builder:
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

    def all(self, kind: type[Thing]) -> list[Thing]:
        return self.by_type[kind]  # type: ignore[return-value]  # filled by type above

    def build(self) -> Tenant:
        self.roles = _by(self.all(Role), lambda one: one.id)
        memberships, inherited, upcoming, ended = self._memberships()
        assignments, inherited_roles, upcoming_roles, ended_roles = self._role_assignments(
            memberships
        )
        of_group = _index(memberships, lambda one: one.group)
        group_policy, role_policy, policies = self._policies()
        tenants = self.all(TenantFact)
        units_of: defaultdict[PrincipalId, list[UnitId]] = defaultdict(list)
        members_of_unit: defaultdict[UnitId, list[PrincipalId]] = defaultdict(list)
        for member in dict.fromkeys((one.unit, one.principal) for one in self.all(UnitMember)):
            units_of[member[1]].append(member[0])
            members_of_unit[member[0]].append(member[1])
        groups = _by(self.all(Group), lambda one: one.id)
        principals = _by(self.all(Principal), lambda one: one.id)
        for principal in principals.values():
            if principal.type is PrincipalType.GROUP:
                group = GroupId(principal.id)
                groups[group] = _united(groups.get(group), Group(id=group, name=principal.name))
        for mentioned in self._mentioned_groups():
            groups.setdefault(mentioned, Group(id=mentioned))
        return Tenant(
            as_of=self.as_of,
            sources=self.sources,
            provenance=self.provenance,
            coverage=self.coverage,
            id=next((one.id for one in tenants if one.id), None),
            name=next((one.name for one in tenants if one.name), None),
            tenant_ids=frozenset(one.id for one in tenants if one.id),
            principals=principals,
            groups=groups,
            roles=self.roles,
            units=_by(self.all(AdministrativeUnit), lambda one: one.id),
            registrations={one.principal: one for one in self.all(Registration)},
            strengths=_by(self.all(AuthenticationStrength), lambda one: one.id),
            contexts=_by(self.all(AuthenticationContext), lambda one: one.id),
            conditional_access=tuple(
                _by(self.all(ConditionalAccessPolicy), lambda one: one.id).values()
            ),
            app_permissions=tuple(self.all(AppPermission)),
            memberships=tuple(memberships),
            inherited_memberships=tuple(inherited),
            role_assignments=tuple(assignments),
            inherited_role_assignments=tuple(inherited_roles),
            upcoming=(*upcoming, *upcoming_roles),
            ended=(*ended, *ended_roles),
            policies=policies,
            pim_groups=self._pim_groups(),
            _group_policy=group_policy,
            _role_policy=role_policy,
            _of_group=of_group,
            _of_member=_index(memberships, lambda one: one.principal),
            _roles_of=_index(assignments, lambda one: one.principal),
            _units_of=units_of,
            _members_of_unit=members_of_unit,
        )

    def _mentioned_groups(self) -> set[GroupId]:
        """Ids that the evidence uses as a group, described or not."""
        named = {GroupId(group) for source in self.sources for group in source.groups}
        return named | {one.group for one in self.all(Membership)}

    def _pim_groups(self) -> frozenset[GroupId]:
        lists = RESOURCES_OF_ACTIVE_MEMBERS + RESOURCES_OF_ELIGIBLE_MEMBERS
        return frozenset(
            GroupId(group)
            for source in self.sources
            if source.resource in lists
            for group in source.groups
        )

    def _memberships(
        self,
    ) -> tuple[list[Membership], list[Membership], list[Membership], list[Membership]]:
        current, upcoming, ended = holdings.in_three(self.all(Membership), self.as_of)
        own = [one for one in current if not one.inherited]
        inherited = [one for one in current if one.inherited]
        eligible = {
            (one.group, one.principal, one.access)
            for one in current
            if one.state in {State.ELIGIBLE, State.ACTIVATED}
        }

        def activated(listed: Membership) -> bool | None:
            """Whether an activation may be what put this row into a plain members list."""
            key = (listed.group, listed.principal, listed.access)
            if key in eligible:
                return True
            known = listed.group in self.provenance.not_in_pim or self.coverage.covers(
                listed.group, *RESOURCES_OF_ELIGIBLE_MEMBERS
            )
            return False if known else None

        resolved = holdings.united(
            own, lambda one: (one.group, one.principal, one.access), activated
        )
        via_nested = {(one.group, one.principal, one.access) for one in inherited}
        own_keys = {
            (one.group, one.principal, one.access)
            for one in resolved
            if one.state is not State.LISTED
        }
        # A user who activated an eligibility held through a nested group shows in the members
        # list as well; the inherited instance is what explains that row.
        settled = [
            one
            for one in resolved
            if one.state is not State.LISTED
            or (one.group, one.principal, one.access) in own_keys
            or (one.group, one.principal, one.access) not in via_nested
        ]
        return settled, inherited, upcoming, ended

    def _role_assignments(
        self, memberships: Sequence[Membership]
    ) -> tuple[
        list[RoleAssignment], list[RoleAssignment], list[RoleAssignment], list[RoleAssignment]
    ]:
        current, upcoming, ended = holdings.in_three(self.all(RoleAssignment), self.as_of)
        own = [one for one in current if not one.inherited]
        inherited = [one for one in current if one.inherited]
        eligible = {
            (self._template(one.role), one.principal)
            for one in current
            if one.state in {State.ELIGIBLE, State.ACTIVATED}
        }
        member_of: defaultdict[str, set[str]] = defaultdict(set)
        for one in memberships:
            member_of[one.principal].add(one.group)
        knows = self.coverage.complete(*RESOURCES_OF_ELIGIBLE_ROLES)
        not_users: set[str] = {one.id for one in self.all(Group)} | self._mentioned_groups()
        not_users |= {
            one.id
            for one in self.all(Principal)
            if one.type in {PrincipalType.GROUP, PrincipalType.SERVICE_PRINCIPAL}
        }

        def activated(listed: RoleAssignment) -> bool | None:
            """Groups and service principals cannot activate; of users the eligibilities tell."""
            if listed.principal in not_users:
                return False
            role = self._template(listed.role)
            if (role, listed.principal) in eligible:
                return True
            if any((role, group) in eligible for group in member_of[listed.principal]):
                return True
            return False if knows else None

        resolved = holdings.united(
            own, lambda one: (self._template(one.role), one.principal, one.scope), activated
        )
        return resolved, inherited, upcoming, ended

    def _template(self, role: RoleId) -> str:
        known = self.roles.get(role)
        return known.template_id if known else role

    def _policies(
        self,
    ) -> tuple[
        dict[tuple[GroupId, Access], PolicyRules],
        dict[RoleId, PolicyRules],
        dict[str, PolicyRules],
    ]:
        policies = _by(self.all(PolicyRules), lambda one: one.id)
        group_policy: dict[tuple[GroupId, Access], PolicyRules] = {}
        role_policy: dict[RoleId, PolicyRules] = {}
        unclear: defaultdict[GroupId, list[str]] = defaultdict(list)
        linked: set[str] = set()
        for link in self.all(PolicyLink):
            rules = policies.get(link.policy) or PolicyRules(id=link.policy, origins=link.origins)
            policies[link.policy] = rules
            if link.group is not None and link.access is not None:
                group_policy[link.group, link.access] = rules
                linked.add(link.policy)
            elif link.group is not None:
                unclear[link.group].append(link.policy)
            elif link.role is not None:
                role_policy[link.role] = rules
        for group, ids in unclear.items():
            # One policy each for members and owners: if one is told, the other follows.
            loose = set(ids) - linked
            untold = [access for access in Access if (group, access) not in group_policy]
            if len(loose) == 1 and len(untold) == 1:
                group_policy[group, untold[0]] = policies[loose.pop()]
        return group_policy, role_policy, policies


def _index(things: Iterable[Thing], key: Callable[[Thing], Key]) -> dict[Key, list[Thing]]:
    index: defaultdict[Key, list[Thing]] = defaultdict(list)
    for thing in things:
        index[key(thing)].append(thing)
    return dict(index)


def _by(things: Iterable[Thing], key: Callable[[Thing], Key]) -> dict[Key, Thing]:
    found: dict[Key, Thing] = {}
    for thing in things:
        name = key(thing)
        found[name] = _united(found.get(name), thing)
    return found


def _united(first: Thing | None, second: Thing) -> Thing:
    """Two descriptions of one thing: what the first leaves open, the second fills."""
    if first is None or first == second:
        return second
    changes: dict[str, object] = {}
    for one in fields(first):  # type: ignore[arg-type]
        mine, theirs = getattr(first, one.name), getattr(second, one.name)
        if one.name == "origins":
            merged = tuple(dict.fromkeys((*mine, *theirs)))
            if merged != mine:
                changes["origins"] = merged
        elif (mine is None or mine is PrincipalType.UNKNOWN) and theirs is not None:
            changes[one.name] = theirs
    return replace(first, **changes) if changes else first  # type: ignore[type-var]
