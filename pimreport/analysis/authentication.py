"""Does an authentication context demand phishing-resistant authentication? Entra.md, section 6.

A context alone demands nothing: a Conditional Access policy must target it, be enabled, cover
every user who activates, exclude none of them, and grant by a strength that allows only
phishing-resistant methods. With the operator OR the weakest control counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.analysis.audience import Audience
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pimreport.model.entra import AuthenticationStrength, ConditionalAccessPolicy
    from pimreport.model.tenant import Tenant
    from pimreport.wording import Wording

PHISHING_RESISTANT = frozenset({"fido2", "windowshelloforbusiness", "x509certificatemultifactor"})
"""Method modes of Microsoft's built-in strength *Phishing-resistant MFA* (Graph's words)."""
_BUILT_IN_STRENGTH = "00000000-0000-0000-0000-000000000004"
_NOT_EXPORTED = Text("the Conditional Access policies were not exported in full")
_MOST_GAPS = 3


@dataclass(frozen=True, slots=True)
class Demand:
    """What an authentication context demands of the people who activate.

    ``strong``: None = cannot be told. ``mfa_fallback``: no policy targets the context, in which
    case Microsoft falls back to MFA. ``why``: one clause.
    """

    strong: bool | None
    why: Wording
    mfa_fallback: bool = False


@dataclass(frozen=True, slots=True)
class Enforcement:
    """Whether Conditional Access acts on an authentication context, however strong its demand is.

    ``holds``: for everybody who activates; None = cannot be told. ``why``: one clause.
    ``mfa_fallback``: as in :class:`Demand`. ``policies``: those that target the context.
    """

    holds: bool | None
    why: Wording = ""
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
        untargeted = Text("no Conditional Access policy targets {context}", context=context)
        return Enforcement(holds=False, why=untargeted, mfa_fallback=True)
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
        names = joined(", ", map(_named, lost or policies))
        return _unknown(Text("the sign-in frequency of {names} was not exported", names=names))
    for one, gap in reached:
        if gap is not None and gap.strong is None and one.sign_in_every_time is not False:
            return gap
    return _weak(Text("{policy} does not ask for a sign-in every time", policy=_named(covering[0])))


def demand_of(
    context: str,
    people: Collection[str],
    group: str | None,
    tenant: Tenant,
    *,
    all_known: bool,
) -> Demand:
    """Follow the context into Conditional Access for these people (principal ids).

    ``group`` is the PIM group whose membership they activate: a policy that includes only that
    group does not cover them, since they are no members yet. ``all_known``: nobody who activates
    can be missing from ``people`` for want of an export.
    """
    if not tenant.coverage.complete("conditional_access_policies"):
        return _unknown(_NOT_EXPORTED)
    targeting = _targeting(context, tenant)
    if not targeting:
        return Demand(
            strong=False,
            why=Text(
                "no Conditional Access policy targets the context {context}: only MFA is the"
                " fallback",
                context=context,
            ),
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
    if not all_known and not any(map(_for_everybody, sound)):
        untold = untold or _unknown(Text("who activates under it was not exported in full"))
    return untold or Demand(
        strong=True,
        why=Text(
            "{policy} enforces a phishing-resistant strength for {context}",
            policy=_named(sound[0]),
            context=context,
        ),
    )


def _for_everybody(policy: ConditionalAccessPolicy) -> bool:
    """Whoever there may be, the policy covers them."""
    excluded = (policy.exclude_users, policy.exclude_groups, policy.exclude_roles)
    return "all" in (policy.include_users or ()) and not any(one is None or one for one in excluded)


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


def _unknown(why: Wording) -> Demand:
    return Demand(strong=None, why=why)


def _weak(why: Wording) -> Demand:
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
    why = joined("; ", clauses[:_MOST_GAPS])
    if len(clauses) > _MOST_GAPS:
        more = len(clauses) - _MOST_GAPS
        why = Text.plural(
            "{clauses} (and {number} more)", "{clauses} (and {number} more)", more, clauses=why
        )
    holds = False if certain else None if gaps else True
    return Enforcement(holds, why, policies=tuple(policies))


def _targeting(context: str, tenant: Tenant) -> list[ConditionalAccessPolicy]:
    """Policies that target the context, those included whose contexts the export lost."""
    return [
        one
        for one in tenant.conditional_access
        if one.contexts is None or context.lower() in one.contexts
    ]


def _named(policy: ConditionalAccessPolicy) -> Text:
    return Text("Conditional Access policy {name}", name=policy.name or policy.id)


def _flaw(policy: ConditionalAccessPolicy, context: str, tenant: Tenant) -> Demand | None:
    """Why the policy enforces nothing strong on anybody; None if it does."""
    return _idle(policy, context) or _weak_grant(policy, tenant)


def _idle(policy: ConditionalAccessPolicy, context: str) -> Demand | None:
    """Why the policy does not act, or not always; None if it does."""
    if policy.contexts is None:
        return _unknown(
            Text("the export lost which contexts {policy} targets", policy=_named(policy))
        )
    off = _not_enabled(policy, context)
    if off is not None:
        return off
    if policy.conditions is None:
        return _unknown(Text("the export lost the conditions of {policy}", policy=_named(policy)))
    if policy.conditions:
        narrowed = ", ".join(policy.conditions)
        return _weak(
            Text(
                "{policy} applies only under conditions ({conditions})",
                policy=_named(policy),
                conditions=narrowed,
            )
        )
    return None


def _not_enabled(policy: ConditionalAccessPolicy, context: str) -> Demand | None:
    state = (policy.state or "").lower()
    if not state:
        return _unknown(Text("the state of {policy} was not exported", policy=_named(policy)))
    if state == "enabled":
        return None
    if state == "disabled":
        return _weak(
            Text(
                "{policy} for {context} is disabled, so nothing is demanded",
                policy=_named(policy),
                context=context,
            )
        )
    return _weak(
        Text(
            "{policy} for {context} is report-only, so nothing is demanded",
            policy=_named(policy),
            context=context,
        )
    )


def _weak_grant(policy: ConditionalAccessPolicy, tenant: Tenant) -> Demand | None:
    if policy.controls is None:
        return _unknown(
            Text("the export lost the grant controls of {policy}", policy=_named(policy))
        )
    if "block" in policy.controls:
        return None
    if policy.strength is None:
        return _weak(
            Text("{policy} grants without an authentication strength", policy=_named(policy))
        )
    if policy.controls and (policy.operator or "or").lower() == "or":
        return _weak(
            Text(
                "{policy} also accepts {controls} (operator OR)",
                policy=_named(policy),
                controls=", ".join(policy.controls),
            )
        )
    return {
        True: None,
        False: _weak(
            Text(
                "the strength of {policy} allows methods that can be phished", policy=_named(policy)
            )
        ),
        None: _unknown(
            Text("the methods that {policy} accepts were not exported", policy=_named(policy))
        ),
    }[phishing_resistant(policy.strength, tenant)]


def _gap(
    policy: ConditionalAccessPolicy, person: str, group: str | None, audience: Audience
) -> Demand | None:
    """Why a sound policy does not reach this person; None if it does."""
    inside = (policy.include_users, policy.include_groups, policy.include_roles)
    outside = (policy.exclude_users, policy.exclude_groups, policy.exclude_roles)
    if None in (*inside, *outside):
        return _unknown(Text("the export lost whom {policy} covers", policy=_named(policy)))
    excluded = audience.excluded(policy, person)
    if excluded is True:
        return _weak(
            Text(
                "{policy} excludes {name}",
                policy=_named(policy),
                name=_name(person, audience.tenant),
            )
        )
    included = audience.included(policy, person)
    if included is not True:
        return _not_included(policy, person, group, audience)
    if excluded is False:
        return None
    return _unknown(
        Text(
            "it cannot be told whether {policy} excludes {name}: {lacking}",
            policy=_named(policy),
            name=_name(person, audience.tenant),
            lacking=excluded,
        )
    )


def _not_included(
    policy: ConditionalAccessPolicy, person: str, group: str | None, audience: Audience
) -> Demand:
    if group is not None and group in (policy.include_groups or ()):
        return _weak(
            Text(
                "{policy} is scoped to the group itself, whose members are not yet in it",
                policy=_named(policy),
            )
        )
    included = audience.included(policy, person)
    if isinstance(included, Text):
        return _unknown(
            Text(
                "it cannot be told whether {policy} covers {name}: {lacking}",
                policy=_named(policy),
                name=_name(person, audience.tenant),
                lacking=included,
            )
        )
    return _weak(
        Text(
            "{policy} does not cover {name}",
            policy=_named(policy),
            name=_name(person, audience.tenant),
        )
    )


def phishing_resistant(strength: AuthenticationStrength, tenant: Tenant) -> bool | None:
    """The strength allows phishing-resistant methods only; None if the methods are not known."""
    known = tenant.strengths.get(strength.id)
    combinations = strength.combinations or (known.combinations if known else None)
    if combinations is None:
        return True if strength.id == _BUILT_IN_STRENGTH else None
    return bool(combinations) and all(one.lower() in PHISHING_RESISTANT for one in combinations)


def _name(person: str, tenant: Tenant) -> str:
    return tenant.principal(person).name or person
