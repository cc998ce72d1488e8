"""Does an authentication context demand phishing-resistant authentication? Entra.md, section 6.

A context alone demands nothing: a Conditional Access policy must target it, be enabled, cover
every user who activates, exclude none of them, and grant by a strength that allows only
phishing-resistant methods. With the operator OR the weakest control counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.analysis.audience import Audience

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pimreport.model.entra import AuthenticationStrength, ConditionalAccessPolicy
    from pimreport.model.tenant import Tenant

PHISHING_RESISTANT = frozenset({"fido2", "windowshelloforbusiness", "x509certificatemultifactor"})
"""Method modes of Microsoft's built-in strength *Phishing-resistant MFA* (Graph's words)."""
_BUILT_IN_STRENGTH = "00000000-0000-0000-0000-000000000004"
_NOT_EXPORTED = "the Conditional Access policies were not exported in full"
_MOST_GAPS = 3


@dataclass(frozen=True, slots=True)
class Demand:
    """What an authentication context demands of the people who activate.

    ``strong``: None = cannot be told. ``mfa_fallback``: no policy targets the context, in which
    case Microsoft falls back to MFA. ``why``: one clause.
    """

    strong: bool | None
    why: str
    mfa_fallback: bool = False


@dataclass(frozen=True, slots=True)
class Enforcement:
    """Whether Conditional Access acts on an authentication context, however strong its demand is.

    ``holds``: for everybody who activates; None = cannot be told. ``why``: one clause.
    ``mfa_fallback``: as in :class:`Demand`. ``policies``: those that target the context.
    """

    holds: bool | None
    why: str = ""
    mfa_fallback: bool = False
    policies: tuple[ConditionalAccessPolicy, ...] = ()


def enforcement_of(
    context: str, people: Collection[str], group: str | None, tenant: Tenant
) -> Enforcement:
    """Does an enabled policy act on the context for each of these people? As ``demand_of``."""
    if not tenant.coverage.complete("conditional_access_policies"):
        return Enforcement(None, _NOT_EXPORTED)
    targeting = _targeting(context, tenant)
    if not targeting:
        return Enforcement(False, f"no Conditional Access policy targets {context}", True)  # noqa: FBT003  # the answer
    idle = [(one, _idle(one, context)) for one in targeting]
    acting = [one for one, flaw in idle if flaw is None]
    if acting:
        audience = Audience(tenant)
        gaps = [_missed(acting, person, group, audience) for person in people]
    else:
        gaps = [_mildest([flaw for _, flaw in idle if flaw is not None])]
    return _summed_up([gap for gap in gaps if gap is not None], targeting)


def asked_every_time(
    context: str, people: Collection[str], group: str | None, tenant: Tenant
) -> Enforcement:
    """Must each of these people authenticate anew at each activation (or can none activate)?

    Policies add up: any enabled one that targets the context and covers the person may ask.
    """
    acting = [one for one in _targeting(context, tenant) if _idle(one, context) is None]
    gaps: list[Demand] = []
    audience = Audience(tenant)
    for person in people:
        gap = _not_asked(acting, person, group, audience)
        if gap is not None:
            gaps.append(gap)
    return _summed_up(gaps, acting)


def _not_asked(
    policies: Sequence[ConditionalAccessPolicy], person: str, group: str | None, audience: Audience
) -> Demand | None:
    """Why none of the policies asks this person every time; None if one does, or one blocks."""
    reached = [(one, _gap(one, person, group, audience)) for one in policies]
    covering = [one for one, gap in reached if gap is None]
    if any(one.sign_in_every_time or "block" in (one.controls or ()) for one in covering):
        return None
    lost = [one for one in covering if one.sign_in_every_time is None]
    if lost or not covering:
        names = ", ".join(map(_named, lost or policies))
        return _unknown(f"the sign-in frequency of {names} was not exported")
    for one, gap in reached:
        if gap is not None and gap.strong is None and one.sign_in_every_time is not False:
            return gap
    return _weak(f"{_named(covering[0])} does not ask for a sign-in every time")


def demand_of(context: str, people: Collection[str], group: str | None, tenant: Tenant) -> Demand:
    """Follow the context into Conditional Access for these people (principal ids).

    ``group`` is the PIM group whose membership they activate: a policy that includes only that
    group does not cover them, since they are no members yet.
    """
    if not tenant.coverage.complete("conditional_access_policies"):
        return _unknown(_NOT_EXPORTED)
    targeting = _targeting(context, tenant)
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
    unclear = [(one, flaw) for one, flaw in flaws if flaw is not None and flaw.strong is None]
    audience = Audience(tenant)
    untold: Demand | None = None
    for person in people:
        missed = _missed(sound, person, group, audience)
        if missed is not None and missed.strong is False:
            missed = _may_reach(unclear, person, group, audience) or missed
        if missed is not None and missed.strong is False:
            return missed
        untold = untold or missed
    return untold or Demand(
        strong=True, why=f"{_named(sound[0])} enforces a phishing-resistant strength for {context}"
    )


def _may_reach(
    unclear: Iterable[tuple[ConditionalAccessPolicy, Demand]],
    person: str,
    group: str | None,
    audience: Audience,
) -> Demand | None:
    """What the export lost of a policy that may cover this person; None if none may."""
    for policy, lost in unclear:
        gap = _gap(policy, person, group, audience)
        if gap is None or gap.strong is None:
            return lost
    return None


def _unknown(why: str) -> Demand:
    return Demand(strong=None, why=why)


def _weak(why: str) -> Demand:
    return Demand(strong=False, why=why)


def _mildest(demands: Sequence[Demand]) -> Demand:
    """One flaw that cannot be told is enough to leave the answer open."""
    return next((one for one in demands if one.strong is None), demands[0])


def _missed(
    policies: Iterable[ConditionalAccessPolicy], person: str, group: str | None, audience: Audience
) -> Demand | None:
    """Why none of the policies reaches this person; None if one does."""
    missed: list[Demand] = []
    for policy in policies:
        gap = _gap(policy, person, group, audience)
        if gap is None:
            return None
        missed.append(gap)
    return _mildest(missed)


def _summed_up(gaps: Sequence[Demand], policies: Sequence[ConditionalAccessPolicy]) -> Enforcement:
    """The gaps of several people as one answer; a certain gap outweighs one that is not."""
    certain = [gap for gap in gaps if gap.strong is False]
    clauses = list(dict.fromkeys(gap.why for gap in certain or gaps))
    more = f" (and {len(clauses) - _MOST_GAPS} more)" if len(clauses) > _MOST_GAPS else ""
    holds = False if certain else None if gaps else True
    return Enforcement(holds, "; ".join(clauses[:_MOST_GAPS]) + more, policies=tuple(policies))


def _targeting(context: str, tenant: Tenant) -> list[ConditionalAccessPolicy]:
    """Policies that target the context, those included whose contexts the export lost."""
    return [
        one
        for one in tenant.conditional_access
        if one.contexts is None or context.lower() in one.contexts
    ]


def _named(policy: ConditionalAccessPolicy) -> str:
    return f"Conditional Access policy {policy.name or policy.id}"


def _flaw(policy: ConditionalAccessPolicy, context: str, tenant: Tenant) -> Demand | None:
    """Why the policy enforces nothing strong on anybody; None if it does."""
    return _idle(policy, context) or _weak_grant(policy, tenant)


def _idle(policy: ConditionalAccessPolicy, context: str) -> Demand | None:
    """Why the policy does not act, or not always; None if it does."""
    if policy.contexts is None:
        return _unknown(f"the export lost which contexts {_named(policy)} targets")
    off = _not_enabled(policy, context)
    if off is not None:
        return off
    if policy.conditions is None:
        return _unknown(f"the export lost the conditions of {_named(policy)}")
    if policy.conditions:
        narrowed = ", ".join(policy.conditions)
        return _weak(f"{_named(policy)} applies only under conditions ({narrowed})")
    return None


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
    policy: ConditionalAccessPolicy, person: str, group: str | None, audience: Audience
) -> Demand | None:
    """Why a sound policy does not reach this person; None if it does."""
    inside = (policy.include_users, policy.include_groups, policy.include_roles)
    outside = (policy.exclude_users, policy.exclude_groups, policy.exclude_roles)
    if None in (*inside, *outside):
        return _unknown(f"the export lost whom {_named(policy)} covers")
    excluded = audience.excluded(policy, person)
    if excluded is True:
        return _weak(f"{_named(policy)} excludes {_name(person, audience.tenant)}")
    included = audience.included(policy, person)
    if included is not True:
        return _not_included(policy, person, group, audience)
    if excluded is False:
        return None
    return _untold(policy, "excludes", person, excluded, audience)


def _not_included(
    policy: ConditionalAccessPolicy, person: str, group: str | None, audience: Audience
) -> Demand:
    if group is not None and group in (policy.include_groups or ()):
        return _weak(
            f"{_named(policy)} is scoped to the group itself, whose members are not yet in it"
        )
    included = audience.included(policy, person)
    if isinstance(included, str):
        return _untold(policy, "covers", person, included, audience)
    return _weak(f"{_named(policy)} does not cover {_name(person, audience.tenant)}")


def _untold(
    policy: ConditionalAccessPolicy, verb: str, person: str, lacking: str, audience: Audience
) -> Demand:
    name = _name(person, audience.tenant)
    return _unknown(f"it cannot be told whether {_named(policy)} {verb} {name}: {lacking}")


def phishing_resistant(strength: AuthenticationStrength, tenant: Tenant) -> bool | None:
    """The strength allows phishing-resistant methods only; None if the methods are not known."""
    known = tenant.strengths.get(strength.id)
    combinations = strength.combinations or (known.combinations if known else None)
    if combinations is None:
        return True if strength.id == _BUILT_IN_STRENGTH else None
    return bool(combinations) and all(one.lower() in PHISHING_RESISTANT for one in combinations)


def _name(person: str, tenant: Tenant) -> str:
    return tenant.principal(person).name or person
