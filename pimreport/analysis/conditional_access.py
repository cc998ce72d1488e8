"""What one Conditional Access policy does for an authentication context. Entra.md, section 6.

A context alone demands nothing: a policy must target it, be enabled, apply without conditions, and
grant by a strength that allows only phishing-resistant methods. With the operator OR the weakest
control counts. Whom it covers is another question (``analysis.covered``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.visible import called
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.entra import AuthenticationStrength, ConditionalAccessPolicy
    from pimreport.model.tenant import Tenant
    from pimreport.wording import Wording

_PHISHING_RESISTANT = frozenset({"fido2", "windowshelloforbusiness", "x509certificatemultifactor"})
"""Method modes of Microsoft's built-in strength *Phishing-resistant MFA* (Graph's words)."""
_BUILT_IN_STRENGTH = "00000000-0000-0000-0000-000000000004"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a policy does not do what is asked of it, in one clause.

    ``certain``: False where the evidence lacks what would tell.
    """

    why: Wording
    certain: bool = True


def mildest(flaws: Sequence[Flaw]) -> Flaw:
    """One flaw that is not certain is enough to leave the answer open."""
    return next((one for one in flaws if not one.certain), flaws[0])


def named(policy: ConditionalAccessPolicy) -> Text:
    """The policy as sentences name it."""
    return Text("Conditional Access policy {name}", name=called(policy.name, policy.id))


def targeting(context: str, tenant: Tenant) -> list[ConditionalAccessPolicy]:
    """Policies that target the context, those included whose contexts the export lost."""
    return [
        one
        for one in tenant.conditional_access
        if one.contexts is None or context.lower() in one.contexts
    ]


def idle(policy: ConditionalAccessPolicy, context: str) -> Flaw | None:
    """Why a policy that targets the context does not act, or not always; None if it does."""
    if policy.contexts is None:
        return Flaw(
            Text("the export lost which contexts {policy} targets", policy=named(policy)),
            certain=False,
        )
    off = _not_enabled(policy, context)
    if off is not None:
        return off
    if policy.conditions is None:
        return Flaw(
            Text("the export lost the conditions of {policy}", policy=named(policy)), certain=False
        )
    if policy.conditions:
        return Flaw(
            Text(
                "{policy} applies only under conditions ({conditions})",
                policy=named(policy),
                conditions=", ".join(policy.conditions),
            )
        )
    return None


def _not_enabled(policy: ConditionalAccessPolicy, context: str) -> Flaw | None:
    state = (policy.state or "").lower()
    if not state:
        return Flaw(
            Text("the state of {policy} was not exported", policy=named(policy)), certain=False
        )
    if state == "enabled":
        return None
    if state == "disabled":
        return Flaw(
            Text(
                "{policy} for {context} is disabled, so nothing is demanded",
                policy=named(policy),
                context=context,
            )
        )
    return Flaw(
        Text(
            "{policy} for {context} is report-only, so nothing is demanded",
            policy=named(policy),
            context=context,
        )
    )


def weak_grant(policy: ConditionalAccessPolicy, tenant: Tenant) -> Flaw | None:
    """Why the policy lets somebody in by less than phishing-resistant methods; None if it does not."""
    if policy.controls is None:
        return Flaw(
            Text("the export lost the grant controls of {policy}", policy=named(policy)),
            certain=False,
        )
    if "block" in policy.controls:
        return None
    if policy.strength is None:
        return Flaw(
            Text("{policy} grants without an authentication strength", policy=named(policy))
        )
    if policy.controls and (policy.operator or "or").lower() == "or":
        return Flaw(
            Text(
                "{policy} also accepts {controls} (operator OR)",
                policy=named(policy),
                controls=", ".join(policy.controls),
            )
        )
    return _weak_strength(policy, policy.strength, tenant)


def _weak_strength(
    policy: ConditionalAccessPolicy, strength: AuthenticationStrength, tenant: Tenant
) -> Flaw | None:
    resistant = _phishing_resistant(strength, tenant)
    if resistant is None:
        return Flaw(
            Text("the methods that {policy} accepts were not exported", policy=named(policy)),
            certain=False,
        )
    if not resistant:
        return Flaw(
            Text(
                "the strength of {policy} allows methods that can be phished", policy=named(policy)
            )
        )
    return None


def _phishing_resistant(strength: AuthenticationStrength, tenant: Tenant) -> bool | None:
    """The strength allows phishing-resistant methods only; None if the methods are not known."""
    known = tenant.strengths.get(strength.id)
    combinations = strength.combinations or (known.combinations if known else None)
    if combinations is None:
        return True if strength.id == _BUILT_IN_STRENGTH else None
    return bool(combinations) and all(one.lower() in _PHISHING_RESISTANT for one in combinations)
