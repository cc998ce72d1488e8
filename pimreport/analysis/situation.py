"""What of a user's account bears on password reset: the input of both protection models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.analysis.roles import GLOBAL_ADMINISTRATOR, is_everybodys
from pimreport.model.entra import TENANT_SCOPE, UNIT_SCOPE, Access, State, UnitId
from pimreport.model.evidence import RESOURCES_OF_ACTIVE_MEMBERS, RESOURCES_OF_ELIGIBLE_MEMBERS
from pimreport.model.making import maker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.analysis.roles import RoleNames
    from pimreport.model.entra import GroupId, Principal
    from pimreport.model.paths import AccessPath, RoleRef
    from pimreport.model.tenant import Tenant

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Equal situations get equal verdicts; all collections hold ids.

    Attributes:
        restricted: in a restricted management administrative unit; None = not in the evidence.
        units: administrative units of which the user is a member.
        restricted_units: those of them that are restricted.
        held: template ids of roles held actively and directly, as far as certain.
        unclear: template ids of roles held that may be activations (``roleAssignments`` alone).
        restricted_unit_role: holds a role scoped to a restricted unit.
        eligible_roles: template ids of roles the user is directly eligible for.
        shields: role-assignable groups of which the user is an assigned member or owner.
        unclear_shields: the same for rows that may be activations, or groups of unknown kind.
        eligible_member_of: role-assignable groups of which the user is an eligible member.
        eligible_owner_of: the same for eligible owners.
        other_ways: the user has group access that no row of either model covers (nested, or a
            group that is not role-assignable).
        roles_known: active roles are known in full.
        members_known: at least some list of active members was supplied.
        eligible_known: at least some list of eligible members was supplied.
        untold_shields: role-assignable groups whose active members are not in the evidence; an
            active membership of one would protect anybody.
    """

    restricted: bool | None
    units: frozenset[str]
    restricted_units: frozenset[str]
    held: frozenset[str]
    unclear: frozenset[str]
    restricted_unit_role: bool
    eligible_roles: frozenset[str]
    shields: frozenset[GroupId]
    unclear_shields: frozenset[GroupId]
    eligible_member_of: frozenset[GroupId]
    eligible_owner_of: frozenset[GroupId]
    other_ways: bool
    roles_known: bool
    members_known: bool
    eligible_known: bool
    untold_shields: frozenset[GroupId] = frozenset()

    @property
    def all_held(self) -> frozenset[str]:
        """Roles held at the export, those that may be activations included."""
        return self.held | self.unclear

    @property
    def shielded(self) -> bool:
        """A row of the reset table other than the roles' own keeps ordinary resetters away."""
        return bool(self.shields) or self.restricted_unit_role

    @property
    def may_be_shielded(self) -> bool:
        """What is missing could put the user out of the reach of ordinary resetters."""
        return bool(self.unclear_shields) or not self.roles_known

    @property
    def reach(self) -> tuple[object, ...]:
        """All that decides which resetters reach the user; equal for many users."""
        return (
            self.restricted,
            self.units,
            self.restricted_units,
            self.all_held,
            self.shielded,
            self.may_be_shielded,
            self.tested,
        )

    @property
    def eligible_for_global_administrator(self) -> bool:
        """The one directly eligible role that the measurement covers."""
        return GLOBAL_ADMINISTRATOR in self.eligible_roles

    @property
    def tested(self) -> bool:
        """The user has what the measurement covers: resets of such accounts were denied."""
        return bool(
            self.eligible_member_of
            or self.eligible_owner_of
            or self.eligible_for_global_administrator
        )


_situation = maker(Situation)


class Situations:
    """Works out situations for one tenant."""

    def __init__(self, tenant: Tenant, names: RoleNames) -> None:
        """Look once at what holds for everybody."""
        self._tenant = tenant
        self._names = names
        self._roles_known = tenant.knows_active_roles()
        self._members_known = tenant.coverage.supplied(
            *RESOURCES_OF_ACTIVE_MEMBERS, "group_members"
        )
        self._eligible_known = tenant.coverage.supplied(*RESOURCES_OF_ELIGIBLE_MEMBERS)
        self._assignable = {group: tenant.role_assignable(group) for group in tenant.groups}
        self._untold_shields = frozenset(
            group
            for group, assignable in self._assignable.items()
            if assignable and not tenant.knows_active_members(group)
        )
        self._units_known = (
            tenant.coverage.complete("administrative_units")
            and tenant.coverage.complete("administrative_unit_members")
            and all(
                tenant.knows_members_of_unit(one.id)
                for one in tenant.units.values()
                if one.restricted is not False
            )
        )

    def of(self, user: Principal, paths: Sequence[AccessPath]) -> Situation:
        """The situation of one user.

        Args:
            user: the user.
            paths: all the user's access paths.
        """
        held, unclear, eligible = self._roles(user.id, paths)
        shields, unclear_shields, member, owner = self._groups(user.id)
        units = restricted_units = _NONE
        if in_units := self._tenant.units_of(user.id):
            units = frozenset(in_units)
            restricted_units = frozenset(unit for unit in units if self._restricted(unit))
        return _situation(
            restricted=self._is_restricted(user, units, restricted_units),
            units=units,
            restricted_units=restricted_units,
            held=held,
            unclear=unclear,
            restricted_unit_role=self._holds_restricted_unit_role(user.id),
            eligible_roles=eligible,
            shields=shields,
            unclear_shields=unclear_shields,
            eligible_member_of=member,
            eligible_owner_of=owner,
            # No row of either model speaks of these kinds of access.
            other_ways=any(path.via or self._assignable[path.group] is False for path in paths),
            roles_known=self._roles_known,
            members_known=self._members_known,
            eligible_known=self._eligible_known,
            untold_shields=self._untold_shields,
        )

    def name(self, role: str) -> RoleRef:
        """The role with this template id (or definition id), for the reasons in words."""
        return self._names.ref(role)

    def _restricted(self, unit: str) -> bool:
        known = self._tenant.units.get(UnitId(unit))
        return bool(known and known.restricted)

    def _is_restricted(
        self, user: Principal, units: frozenset[str], restricted_units: frozenset[str]
    ) -> bool | None:
        if restricted_units:
            return True
        if user.restricted is not None or not self._units_known:
            return user.restricted
        return False if all(self._told_unrestricted(unit) for unit in units) else None

    def _told_unrestricted(self, unit: str) -> bool:
        known = self._tenant.units.get(UnitId(unit))
        return known is not None and known.restricted is False

    def _holds_restricted_unit_role(self, principal: str) -> bool:
        own = self._tenant.roles_of(principal)
        return bool(own) and any(
            one.scope.startswith(UNIT_SCOPE)
            and self._restricted(one.scope.removeprefix(UNIT_SCOPE))
            for one in own
            if one.state is State.ACTIVE
        )

    def _roles(
        self, principal: str, paths: Iterable[AccessPath]
    ) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        own = self._tenant.roles_of(principal)
        if not own:
            return _NONE, _NONE, _NONE
        found: dict[State, set[str]] = {state: set() for state in State}
        for one in own:
            template = self._tenant.role(one.role).template_id
            if not is_everybodys(template):
                found[one.state].add(template)
        # An activation of what a group is eligible for (Option A) is no direct eligibility.
        explained = {path.role.template_id for path in paths if path.role_state is not State.ACTIVE}
        eligible = found[State.ELIGIBLE] | (found[State.ACTIVATED] - explained)
        held = frozenset(found[State.ACTIVE])
        return held, frozenset(found[State.LISTED]) - held, frozenset(eligible)

    def _groups(self, principal: str) -> tuple[frozenset[GroupId], ...]:
        shields: list[GroupId] = []
        unclear: list[GroupId] = []
        member: list[GroupId] = []
        owner: list[GroupId] = []
        for one in self._tenant.memberships_of(principal):
            assignable = self._assignable[one.group]
            if assignable is False:
                continue
            if one.state is State.ACTIVE:
                (shields if assignable else unclear).append(one.group)
            elif one.state is State.LISTED:
                unclear.append(one.group)
            elif assignable:
                (member if one.access is Access.MEMBER else owner).append(one.group)
        return frozenset(shields), frozenset(unclear), frozenset(member), frozenset(owner)


def covers(scope: str, units: Iterable[str]) -> bool:
    """A role at this scope reaches a member of these units."""
    return scope == TENANT_SCOPE or scope.removeprefix(UNIT_SCOPE) in units
