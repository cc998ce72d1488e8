"""Does an authentication context demand phishing-resistant authentication? Entra.md, section 6.

A context alone demands nothing: a Conditional Access policy must target it, be enabled, cover
every user who activates, exclude none of them, and grant by a strength that allows only
phishing-resistant methods. With the operator OR the weakest control counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.entra import Access, State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pimreport.model.entra import AuthenticationStrength, ConditionalAccessPolicy
    from pimreport.model.tenant import Tenant

PHISHING_RESISTANT = frozenset({"fido2", "windowshelloforbusiness", "x509certificatemultifactor"})
"""Method modes of Microsoft's built-in strength *Phishing-resistant MFA* (Graph's words)."""
_BUILT_IN_STRENGTH = "00000000-0000-0000-0000-000000000004"
_MEMBERSHIP_HOLDS = (State.ACTIVE, State.LISTED)


@dataclass(frozen=True, slots=True)
class Demand:
    """What an authentication context demands of the people who activate.

    ``strong``: None = cannot be told. ``mfa_fallback``: no policy targets the context, in which
    case Microsoft falls back to MFA. ``why``: one clause.
    """

    strong: bool | None
    why: str
    mfa_fallback: bool = False


def demand_of(context: str, people: Collection[str], group: str | None, tenant: Tenant) -> Demand:
    """Follow the context into Conditional Access for these people (principal ids).

    ``group`` is the PIM group whose membership they activate: a policy that includes only that
    group does not cover them, since they are no members yet.
    """
    if not tenant.coverage.complete("conditional_access_policies"):
        return _unknown("the Conditional Access policies were not exported in full")
    targeting = [one for one in tenant.conditional_access if _may_target(one, context)]
    if not targeting:
        return Demand(
            strong=False,
            why=f"no Conditional Access policy targets the context {context}: only MFA is the fallback",
            mfa_fallback=True,
        )
    flaws = [(one, _flaw(one, context, tenant)) for one in targeting]
    sound = [one for one, flaw in flaws if flaw is None]
    if not sound:
        return _mildest([flaw for _, flaw in flaws if flaw is not None])
    for person in people:
        gaps = [_gap(one, person, group, tenant) for one in sound]
        missed = [gap for gap in gaps if gap is not None]
        if len(missed) == len(gaps):
            return _mildest(missed)
    return Demand(
        strong=True, why=f"{_named(sound[0])} enforces a phishing-resistant strength for {context}"
    )


def _unknown(why: str) -> Demand:
    return Demand(strong=None, why=why)


def _weak(why: str) -> Demand:
    return Demand(strong=False, why=why)


def _mildest(demands: Sequence[Demand]) -> Demand:
    """One flaw that cannot be told is enough to leave the answer open."""
    return next((one for one in demands if one.strong is None), demands[0])


def _may_target(policy: ConditionalAccessPolicy, context: str) -> bool:
    return policy.contexts is None or context.lower() in policy.contexts


def _named(policy: ConditionalAccessPolicy) -> str:
    return f"Conditional Access policy {policy.name or policy.id}"


def _flaw(policy: ConditionalAccessPolicy, context: str, tenant: Tenant) -> Demand | None:
    """Why the policy enforces nothing strong on anybody; None if it does."""
    if policy.contexts is None:
        return _unknown(f"the export lost which contexts {_named(policy)} targets")
    off = _not_enabled(policy, context)
    if off is not None:
        return off
    if policy.conditions:
        narrowed = ", ".join(policy.conditions)
        return _weak(f"{_named(policy)} applies only under conditions ({narrowed})")
    return _weak_grant(policy, tenant)


def _not_enabled(policy: ConditionalAccessPolicy, context: str) -> Demand | None:
    state = (policy.state or "").lower()
    if not state:
        return _unknown(f"the state of {_named(policy)} was not exported")
    if state == "enabled":
        return None
    word = "disabled" if state == "disabled" else "report-only"
    return _weak(f"{_named(policy)} for {context} is {word}, so nothing is demanded")


def _weak_grant(policy: ConditionalAccessPolicy, tenant: Tenant) -> Demand | None:
    if policy.controls is None:
        return _unknown(f"the export lost the grant controls of {_named(policy)}")
    if "block" in policy.controls:
        return None
    if policy.strength is None:
        return _weak(f"{_named(policy)} grants without an authentication strength")
    if policy.controls and (policy.operator or "or").lower() == "or":
        return _weak(f"{_named(policy)} also accepts {', '.join(policy.controls)} (operator OR)")
    return {
        True: None,
        False: _weak(f"the strength of {_named(policy)} allows methods that can be phished"),
        None: _unknown(f"the methods that {_named(policy)} accepts were not exported"),
    }[phishing_resistant(policy.strength, tenant)]


def _gap(
    policy: ConditionalAccessPolicy, person: str, group: str | None, tenant: Tenant
) -> Demand | None:
    """Why a sound policy does not reach this person; None if it does."""
    included = (policy.include_users, policy.include_groups, policy.include_roles)
    excluded = (policy.exclude_users, policy.exclude_groups, policy.exclude_roles)
    if None in included or None in excluded:
        return _unknown(f"the export lost whom {_named(policy)} covers")
    if _in(person, *excluded, tenant):
        return _weak(f"{_named(policy)} excludes {_name(person, tenant)}")
    if _in(person, *included, tenant):
        return None
    if group is not None and group in (policy.include_groups or ()):
        return _weak(
            f"{_named(policy)} is scoped to the group itself, whose members are not yet in it"
        )
    if any(not tenant.knows_active_members(one) for one in policy.include_groups or ()):
        return _unknown(f"the members of a group that {_named(policy)} includes were not exported")
    return _weak(f"{_named(policy)} does not cover {_name(person, tenant)}")


def _in(
    person: str,
    users: Iterable[str] | None,
    groups: Iterable[str] | None,
    roles: Iterable[str] | None,
    tenant: Tenant,
) -> bool:
    if person in (users or ()) or "all" in (users or ()):
        return True
    if "guestsorexternalusers" in (users or ()) and tenant.principal(person).guest:
        return True
    member_of = {
        one.group
        for one in tenant.memberships_of(person)
        if one.state in _MEMBERSHIP_HOLDS and one.access is Access.MEMBER
    }
    if member_of & set(groups or ()):
        return True
    held = {
        tenant.role(one.role).template_id
        for one in tenant.roles_of(person)
        if one.state in _MEMBERSHIP_HOLDS
    }
    return bool(held & set(roles or ()))


def phishing_resistant(strength: AuthenticationStrength, tenant: Tenant) -> bool | None:
    """The strength allows phishing-resistant methods only; None if the methods are not known."""
    known = tenant.strengths.get(strength.id)
    combinations = strength.combinations or (known.combinations if known else None)
    if combinations is None:
        return True if strength.id == _BUILT_IN_STRENGTH else None
    return bool(combinations) and all(one.lower() in PHISHING_RESISTANT for one in combinations)


def _name(person: str, tenant: Tenant) -> str:
    return tenant.principal(person).name or person
