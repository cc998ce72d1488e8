"""Does an authentication context demand phishing-resistant authentication? Entra.md, section 6.

Some Conditional Access policy must target it, enforce something strong (``conditional_access``),
cover every user who activates and exclude none of them (``covered``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.analysis.conditional_access import (
    Flaw,
    idle,
    mildest,
    named,
    targeting,
    weak_grant,
)
from pimreport.analysis.covered import Covered, for_everybody
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pimreport.model.entra import ConditionalAccessPolicy
    from pimreport.model.evidence import Origin
    from pimreport.model.tenant import Tenant
    from pimreport.wording import Wording

_NOT_EXPORTED = Text("the Conditional Access policies were not exported in full")
_MOST_GAPS = 3


@dataclass(frozen=True, slots=True)
class Demand:
    """What an authentication context demands of the people who activate.

    ``strong``: None = cannot be told. ``mfa_fallback``: no policy targets the context, in which
    case Microsoft falls back to MFA. ``why``: one clause. ``policies``: those that target the context.
    """

    strong: bool | None
    why: Wording
    mfa_fallback: bool = False
    policies: tuple[ConditionalAccessPolicy, ...] = ()

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The rows of Conditional Access that it rests on."""
        return tuple(origin for one in self.policies for origin in one.origins)


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


def demand_of(
    context: str,
    people: Collection[str],
    group: str | None,
    tenant: Tenant,
    *,
    all_known: bool,
) -> Demand:
    """Follow the context into Conditional Access for these people (principal ids).

    ``group`` is the PIM group whose membership they activate, if it is one. ``all_known``: nobody
    who activates can be missing from ``people`` for want of an export.
    """
    if not tenant.coverage.complete("conditional_access_policies"):
        return Demand(strong=None, why=_NOT_EXPORTED)
    judged = [
        (one, idle(one, context) or weak_grant(one, tenant)) for one in targeting(context, tenant)
    ]
    if not judged:
        return Demand(
            strong=False,
            why=Text(
                "no Conditional Access policy targets the context {context}: only MFA is the"
                " fallback",
                context=context,
            ),
            mfa_fallback=True,
        )
    policies = tuple(one for one, _ in judged)
    sound = [one for one, flaw in judged if flaw is None]
    flawed = [(one, flaw) for one, flaw in judged if flaw is not None]
    if sound:
        unclear = [(one, flaw) for one, flaw in flawed if not flaw.certain]
        lacking = _first_missed(people, sound, unclear, Covered(tenant, group))
        if lacking is None and not all_known and not any(map(for_everybody, sound)):
            lacking = Flaw(Text("who activates under it was not exported in full"), certain=False)
    else:
        lacking = mildest([flaw for _, flaw in flawed])
    if lacking is not None:
        strong = False if lacking.certain else None
        return Demand(strong=strong, why=lacking.why, policies=policies)
    return Demand(
        strong=True,
        why=Text(
            "{policy} enforces a phishing-resistant strength for {context}",
            policy=named(sound[0]),
            context=context,
        ),
        policies=policies,
    )


def _first_missed(
    people: Iterable[str],
    sound: Sequence[ConditionalAccessPolicy],
    unclear: Sequence[tuple[ConditionalAccessPolicy, Flaw]],
    covered: Covered,
) -> Flaw | None:
    """Why one of the people is certainly missed; else why it cannot be told of one; else None.

    A person whom no sound policy covers may still be covered by one of which the export lost
    something.
    """
    untold: Flaw | None = None
    for person in people:
        missed = covered.missed(sound, person)
        if missed is not None and missed.certain:
            missed = _may_reach(unclear, person, covered) or missed
            if missed.certain:
                return missed
        untold = untold or missed
    return untold


def _may_reach(
    unclear: Iterable[tuple[ConditionalAccessPolicy, Flaw]], person: str, covered: Covered
) -> Flaw | None:
    """What the export lost of a policy that may cover this person; None if none may."""
    for policy, lost in unclear:
        gap = covered.gap(policy, person)
        if gap is None or not gap.certain:
            return lost
    return None


def enforcement_of(
    context: str, people: Collection[str], group: str | None, tenant: Tenant
) -> Enforcement:
    """Does an enabled policy act on the context for each of these people? As ``demand_of``."""
    if not tenant.coverage.complete("conditional_access_policies"):
        return Enforcement(None, _NOT_EXPORTED)
    judged = [(one, idle(one, context)) for one in targeting(context, tenant)]
    if not judged:
        untargeted = Text("no Conditional Access policy targets {context}", context=context)
        return Enforcement(holds=False, why=untargeted, mfa_fallback=True)
    policies = [one for one, _ in judged]
    acting = [one for one, flaw in judged if flaw is None]
    if not acting:
        flaws = [flaw for _, flaw in judged if flaw is not None]
        return _summed_up([mildest(flaws)], policies)
    covered = Covered(tenant, group)
    return _summed_up((covered.missed(acting, person) for person in people), policies)


def asked_every_time(
    context: str, people: Collection[str], group: str | None, tenant: Tenant
) -> Enforcement:
    """Must each of these people authenticate anew at each activation (or can none activate)?

    Policies add up: any enabled one that targets the context and covers the person may ask.
    """
    acting = [one for one in targeting(context, tenant) if idle(one, context) is None]
    covered = Covered(tenant, group)
    return _summed_up((_not_asked(acting, person, covered) for person in people), acting)


def _not_asked(
    policies: Sequence[ConditionalAccessPolicy], person: str, covered: Covered
) -> Flaw | None:
    """Why none of the policies asks this person every time; None if one does, or one blocks."""
    judged = [(one, covered.gap(one, person)) for one in policies]
    covering = [one for one, gap in judged if gap is None]
    if any(one.sign_in_every_time or "block" in (one.controls or ()) for one in covering):
        return None
    lost = [one for one in covering if one.sign_in_every_time is None]
    if lost or not covering:
        names = joined(", ", map(named, lost or policies))
        return Flaw(
            Text("the sign-in frequency of {names} was not exported", names=names), certain=False
        )
    for one, gap in judged:
        if gap is not None and not gap.certain and one.sign_in_every_time is not False:
            return gap
    return Flaw(Text("{policy} does not ask for a sign-in every time", policy=named(covering[0])))


def _summed_up(
    found: Iterable[Flaw | None], policies: Sequence[ConditionalAccessPolicy]
) -> Enforcement:
    """What is found of several people as one answer; a certain flaw outweighs one that is not."""
    flaws = [one for one in found if one is not None]
    certain = [one for one in flaws if one.certain]
    clauses = list(dict.fromkeys(one.why for one in certain or flaws))
    why = joined("; ", clauses[:_MOST_GAPS])
    if len(clauses) > _MOST_GAPS:
        more = len(clauses) - _MOST_GAPS
        why = Text.plural(
            "{clauses} (and {number} more)", "{clauses} (and {number} more)", more, clauses=why
        )
    holds = False if certain else None if flaws else True
    return Enforcement(holds, why, policies=tuple(policies))
