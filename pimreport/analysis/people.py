"""The people behind the paths: how well each account is protected, and from whom it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.protection import judge
from pimreport.analysis.situation import Situation, Situations
from pimreport.model.entra import TENANT_SCOPE
from pimreport.model.making import changer, maker
from pimreport.model.people import Person, Protection
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pimreport.analysis.resetters import Resetters, RoleAt
    from pimreport.analysis.roles import RoleNames
    from pimreport.model.entra import Principal, PrincipalId, State
    from pimreport.model.paths import AccessPath, RoleRef
    from pimreport.model.tenant import Tenant

_person, _with_reasons = maker(Person), changer(Protection, "reasons")
_SYNCED = Text(
    "synchronised from on-premises: whoever resets the password there may take the account over,"
    " which no protection in Entra prevents"
)


def judge_people(
    tenant: Tenant,
    by_person: Mapping[PrincipalId, Sequence[AccessPath]],
    names: RoleNames,
    resetters: Resetters,
) -> tuple[dict[PrincipalId, Person], dict[PrincipalId, Situation]]:
    """Everybody with a path, highest role first, and the situation each verdict rests on."""
    situations = Situations(tenant, names)
    verdicts: dict[Situation, Protection] = {}
    people: list[Person] = []
    found: dict[PrincipalId, Situation] = {}
    for principal, own in by_person.items():
        situation = situations.of(own[0].principal, own)
        protection = verdicts.get(situation)
        if protection is None:
            protection = verdicts[situation] = judge(situation, tenant, names)
        direct = _direct(tenant, principal, names)
        # A taken-over account yields what its groups give and what it holds itself.
        yields = _yields(tenant, principal, own, names)
        found[principal] = situation
        own_reasons = tuple(_account_reasons(tenant, own[0].principal))
        if own_reasons:
            protection = _with_reasons(protection, (*protection.reasons, *own_reasons))
        people.append(
            _person(
                principal=own[0].principal,
                highest_role=yields[0][0],
                protection=protection,
                can_be_reset_by=resetters.of(principal, situation, protection, yields),
                direct_roles=direct,
                yields=yields,
            )
        )
    people.sort(key=_order)
    return {one.principal.id: one for one in people}, found


def _yields(
    tenant: Tenant, principal: str, paths: Sequence[AccessPath], names: RoleNames
) -> tuple[RoleAt, ...]:
    """The weightiest role that the account brings and, where it is another, that of its groups.

    Wide before narrow; of two roles of one weight the one that a group gives.
    """
    by_group = paths[0].role, paths[0].scope  # paths are in order of weight
    if by_group[1] != TENANT_SCOPE:
        by_group = min([(path.role, path.scope) for path in paths], key=_weight)
    own = [(names.ref(one.role), one.scope) for one in tenant.roles_of(principal)]
    heavier = [one for one in own if one[0].rank < by_group[0].rank]
    return (min(heavier, key=_weight), by_group) if heavier else (by_group,)


def _weight(at: RoleAt) -> tuple[object, ...]:
    role, scope = at
    return role.rank, role.name, scope != TENANT_SCOPE, scope


def _account_reasons(tenant: Tenant, person: Principal) -> Iterator[Text]:
    """What of the account itself makes a takeover easier, whatever the models say."""
    if person.synced:
        yield _SYNCED
    registration = tenant.registrations.get(person.id)
    if registration is not None and registration.mfa_registered is False:
        yield Text("no MFA method is registered: a new password alone may be enough to sign in")


def _direct(tenant: Tenant, principal: str, names: RoleNames) -> tuple[tuple[RoleRef, State], ...]:
    own = tenant.roles_of(principal)
    if not own:
        return ()
    held = {(names.ref(one.role), one.state) for one in own}
    return tuple(sorted(held, key=lambda one: (one[0].rank, one[0].name, one[1])))


def _order(person: Person) -> tuple[object, ...]:
    return (
        person.highest_role.rank,
        person.highest_role.name,
        person.principal.name or "",
        person.principal.id,
    )
