"""Who, by name, can reset whom: the holders of reset roles in the same evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from pimreport.analysis import reset_table
from pimreport.analysis.roles import TAKES_OVER_TENANT, tier
from pimreport.model.entra import (
    TENANT_SCOPE,
    UNIT_SCOPE,
    Access,
    GroupId,
    PrincipalType,
    State,
)
from pimreport.model.paths import Kind
from pimreport.model.people import EVERYTHING, Others, Resetter, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pimreport.analysis.roles import RoleNames
    from pimreport.analysis.situation import Situation
    from pimreport.model.entra import PrincipalId
    from pimreport.model.paths import AccessPath, RoleRef
    from pimreport.model.people import Protection
    from pimreport.model.tenant import Tenant

RoleAt = tuple["RoleRef", str]
"""A role and the scope at which it holds."""
DOCUMENTED = "documented"
MEASURED = "measured"

_STATES = (State.ACTIVE, State.ACTIVATED, State.ELIGIBLE)


class Resetters:
    """All holders of reset roles of one tenant, asked per person."""

    def __init__(self, tenant: Tenant, paths: Sequence[AccessPath], names: RoleNames) -> None:
        """Collect the holders once: direct ones and those behind groups."""
        best: dict[tuple[str, str, str], Resetter] = {}
        holders = (
            *_direct(tenant, names),
            *_through_groups(tenant, paths),
            *_groups_with_untold_members(tenant, names, paths),
        )
        for one in holders:
            if one.principal.enabled is False:
                continue  # a disabled account cannot reset anybody
            if (
                one.state is State.ELIGIBLE
                and one.principal.type is PrincipalType.SERVICE_PRINCIPAL
            ):
                continue  # an application cannot activate what it or its group is eligible for
            key = (one.principal.id, one.role.template_id, one.scope)
            known = best.get(key)
            if known is None or _STATES.index(one.state) < _STATES.index(known.state):
                best[key] = one
        self._ids = frozenset(one.principal.id for one in best.values())
        reach = _reach(tenant, paths, names, self._ids)
        self._candidates = [
            replace(one, reach=reach[one.principal.id]) for one in sorted(best.values(), key=_order)
        ]
        self.known = _known(tenant, names, self._candidates)
        """Everybody who can reset somebody is in the evidence, with whom they reach."""
        self._cache: dict[tuple[object, ...], tuple[Resetter, ...]] = {}
        self._shared: dict[tuple[int, tuple[str, ...], bool], Resetter] = {}
        self._escalating: dict[tuple[RoleAt, ...], list[bool]] = {}

    def of(
        self,
        principal: PrincipalId,
        situation: Situation,
        protection: Protection,
        yields: tuple[RoleAt, ...],
    ) -> Sequence[Resetter]:
        """Who can reset this person, those that may reset everybody included.

        ``yields``: the weightiest roles that the account brings, directly and by group; it is an
        escalation if one of them is out of the resetter's reach. Equal situations share one
        answer, so a large population costs little.
        """
        verdicts = (protection.documented, protection.measured)
        gain = tuple([(role.template_id, scope) for role, scope in yields])
        key = (situation.reach, verdicts, gain)
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = tuple(self._find(situation, protection, yields))
        return Others(found, principal) if principal in self._ids else found

    def _find(
        self, situation: Situation, protection: Protection, yields: tuple[RoleAt, ...]
    ) -> Iterator[Resetter]:
        models: dict[tuple[str, str], tuple[str, ...]] = {}
        if yields not in self._escalating:
            self._escalating[yields] = [
                any(one.escalates_to(*at) for at in yields) for one in self._candidates
            ]
        for at, (one, escalates) in enumerate(
            zip(self._candidates, self._escalating[yields], strict=True)
        ):
            with_role = (one.role.id, one.scope)
            if with_role not in models:
                models[with_role] = _models(one, situation, protection)
            if models[with_role]:
                yield self._made(at, models[with_role], escalates)

    def _made(self, at: int, models: tuple[str, ...], escalates: bool) -> Resetter:  # noqa: FBT001  # a field of what is made
        """A candidate as many people meet it: one value for all of them."""
        key = (at, models, escalates)
        if key not in self._shared:
            self._shared[key] = replace(self._candidates[at], models=models, escalation=escalates)
        return self._shared[key]


def _models(resetter: Resetter, situation: Situation, protection: Protection) -> tuple[str, ...]:
    if resetter.scope != TENANT_SCOPE:
        allowed = _unit_reaches(resetter.scope, situation)
    elif situation.restricted:
        return ()  # not even tenant-wide Global Administrators (documented)
    elif resetter.by_design:
        return (DOCUMENTED, MEASURED)
    else:
        allowed = reset_table.may_reset(
            resetter.role.template_id, situation.all_held, shielded=situation.shielded
        )
    unclear = protection.documented is Verdict.UNKNOWN and not situation.eligible_known
    silent = unclear or protection.documented is Verdict.SILENT
    if not allowed or situation.may_be_shielded or silent:
        return ()  # nobody is accused on the strength of what was not exported
    return (DOCUMENTED,) if situation.tested else (DOCUMENTED, MEASURED)


def _unit_reaches(scope: str, situation: Situation) -> bool:
    """A resetter scoped to a unit reaches its members who hold no administrator role."""
    unit = scope.removeprefix(UNIT_SCOPE)
    units = situation.restricted_units if situation.restricted else situation.units
    return unit in units and not situation.all_held and not situation.shielded


def _reach(
    tenant: Tenant, paths: Iterable[AccessPath], names: RoleNames, of: Collection[str]
) -> dict[str, frozenset[tuple[str, str]]]:
    """Every role and scope that these principals hold or can activate, directly or by group."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in tenant.role_assignments:
        if one.principal in of:
            found[one.principal] |= _worth(names.ref(one.role), one.scope)
    for path in paths:
        if path.principal.id in of:
            found[path.principal.id] |= _worth(path.role, path.scope)
    return {principal: frozenset(roles) for principal, roles in found.items()}


def _worth(role: RoleRef, scope: str) -> set[tuple[str, str]]:
    own = {(role.template_id, scope)}
    return own | {EVERYTHING} if scope == TENANT_SCOPE and tier(role) == TAKES_OVER_TENANT else own


def _known(tenant: Tenant, names: RoleNames, candidates: Iterable[Resetter]) -> bool:
    """No export is missing that could show one more resetter, or whom one of these reaches."""
    units = {one.scope.removeprefix(UNIT_SCOPE) for one in candidates if one.scope != TENANT_SCOPE}
    return (
        tenant.knows_active_roles()
        and tenant.knows_eligible_roles()
        and tenant.coverage.complete("role_definitions")
        and (not units or tenant.coverage.complete("administrative_units"))
        and all(map(tenant.knows_members_of_unit, units))
        and all(_knows_everybody_in(tenant, group) for group in _groups_that_reset(tenant, names))
    )


def _groups_that_reset(tenant: Tenant, names: RoleNames) -> set[GroupId]:
    return {
        GroupId(one.principal)
        for one in tenant.role_assignments
        if tenant.is_group(one.principal)
        and _resetter(tenant, names.ref(one.role), one.principal, one.state, one.scope)
    }


def _knows_everybody_in(tenant: Tenant, group: GroupId) -> bool:
    """Who is or may become a member is known in full, through nested groups too."""
    inside: set[GroupId] = set()
    ahead = [group]
    while ahead:
        for one in tenant.memberships_of_group(ahead.pop()):
            nested = GroupId(one.principal)
            if tenant.is_group(nested) and nested not in inside:
                inside.add(nested)
                ahead.append(nested)
    known = tenant.knows_active_members(group) and tenant.knows_eligible_members(group)
    return known and all(map(tenant.knows_members_of_nested, inside - {group}))


def _direct(tenant: Tenant, names: RoleNames) -> Iterator[Resetter]:
    for one in tenant.role_assignments:
        if tenant.is_group(one.principal):
            continue
        state = State.ACTIVE if one.state is State.LISTED else one.state
        made = _resetter(tenant, names.ref(one.role), one.principal, state, one.scope)
        if made is not None:
            yield replace(made, origins=one.origins)


def _through_groups(tenant: Tenant, paths: Iterable[AccessPath]) -> Iterator[Resetter]:
    resets: dict[str, bool] = {}
    for path in paths:
        role = path.role
        if role.id not in resets:
            resets[role.id] = reset_table.capability(tenant.role(role.id)) is not None
        if not resets[role.id] or path.access is not Access.MEMBER:
            continue
        if tenant.provably_empty(path.principal.id):
            continue
        made = _resetter(tenant, role, path.principal.id, _state(path), path.scope)
        if made is not None:
            yield replace(made, origins=path.origins)


def _groups_with_untold_members(
    tenant: Tenant, names: RoleNames, paths: Iterable[AccessPath]
) -> Iterator[Resetter]:
    """A group that holds a reset role and whose members nobody exported stands for them."""
    expanded = {str(path.group) for path in paths if path.access is Access.MEMBER}
    for one in tenant.role_assignments:
        group = one.principal
        if not tenant.is_group(group) or group in expanded:
            continue
        if tenant.knows_active_members(group) and tenant.knows_eligible_members(group):
            continue
        state = State.ELIGIBLE if one.state is State.ELIGIBLE else State.ACTIVE
        made = _resetter(tenant, names.ref(one.role), group, state, one.scope)
        if made is not None:
            yield replace(made, origins=one.origins)


def _state(path: AccessPath) -> State:
    if path.kind is Kind.STANDING_ACCESS or (path.kind is None and path.role_state is State.ACTIVE):
        return State.ACTIVE
    lit = {path.membership, path.role_state}
    return State.ELIGIBLE if State.ELIGIBLE in lit else State.ACTIVATED


def _resetter(
    tenant: Tenant, role: RoleRef, principal: str, state: State, scope: str
) -> Resetter | None:
    method = reset_table.capability(tenant.role(role.id))
    if method is None or not (scope == TENANT_SCOPE or scope.startswith(UNIT_SCOPE)):
        return None
    return Resetter(
        principal=tenant.principal(principal),
        role=role,
        state=state,
        scope=scope,
        method=method,
        escalation=False,
        by_design=scope == TENANT_SCOPE and reset_table.resets_everybody(role.template_id),
        models=(),
    )


def _order(resetter: Resetter) -> tuple[object, ...]:
    return (
        resetter.by_design,
        resetter.method is not resetter.method.AUTHENTICATION_METHOD,
        _STATES.index(resetter.state),
        resetter.role.name,
        resetter.principal.type is not PrincipalType.USER,
        resetter.principal.name or "",
        resetter.principal.id,
        resetter.scope,
    )
