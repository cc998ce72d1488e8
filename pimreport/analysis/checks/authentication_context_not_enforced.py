"""Authentication contexts that a policy demands and nothing enforces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.authentication import enforcement_of
from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related
from pimreport.analysis.policy_findings import Governed
from pimreport.analysis.references import GROUP_SETTINGS, ROLE_SETTINGS
from pimreport.analysis.roles import SCUBA_ROLES
from pimreport.model.evidence import RESOURCES_OF_POLICIES
from pimreport.model.findings import NotAssessed
from pimreport.wording import Text, joined, noted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.authentication import Enforcement
    from pimreport.analysis.case import Case
    from pimreport.model.findings import Finding
    from pimreport.wording import Wording


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for guard in case.guards.values():
        governed, rules = Governed(case, guard, guard.paths), guard.policy.rules
        if rules is None or rules.context_enabled is None:
            yield NotAssessed(
                what=Text(
                    "{policy} (authentication context setting not exported)",
                    policy=guard.policy.label,
                )
            )
        elif rules.context_enabled and rules.authentication_context:
            yield from _judged(governed, rules.authentication_context)
        elif rules.context_enabled:
            yield NotAssessed(
                what=Text("{policy} (which context it demands was lost)", policy=guard.policy.label)
            )


def _judged(governed: Governed, context: str) -> Iterator[Finding | NotAssessed]:
    people = [one.id for one in governed.principals]
    policy = governed.guard.policy
    enforcement = enforcement_of(context, people, policy.group, governed.case.tenant)
    published = _published(governed.case, context)
    if enforcement.holds is False or published is False:
        yield _finding(governed, context, enforcement, published=published)
    if enforcement.holds is None:
        yield NotAssessed(what=noted(policy.label, enforcement.why))
    if published is None:
        yield NotAssessed(
            what=Text(
                "{policy} (whether {context} is published was not exported)",
                policy=policy.label,
                context=context,
            )
        )


def _published(case: Case, context: str) -> bool | None:
    """``isAvailable``; a context that a complete list does not name is not there."""
    known = case.tenant.contexts.get(context.lower())
    if known is not None:
        return known.available
    listed = case.tenant.coverage.complete("authentication_context_class_references")
    return False if listed else None


def _finding(
    governed: Governed, context: str, enforcement: Enforcement, *, published: bool | None
) -> Finding:
    case, policy = governed.case, governed.guard.policy
    enforced = enforcement.holds is not False
    lowered_by = (enforcement.mfa_fallback or enforced, enforced)
    known = case.tenant.contexts.get(context.lower())
    return governed.finding(
        CHECK,
        governed.severity(case.approval(governed.worst), *lowered_by),
        Text(
            "The {policy} demands authentication context {context}, which is not enforced",
            policy=policy.label,
            context=context,
        )
        if enforcement.holds is False
        else Text(
            "The {policy} demands authentication context {context}, which is not published",
            policy=policy.label,
            context=context,
        ),
        joined(
            " ",
            (
                Text(
                    "The {policy} demands the authentication context {context} of {people} on the"
                    " way to {roles}.",
                    policy=policy.label,
                    context=context,
                    people=governed.who,
                    roles=governed.to_where,
                ),
                _why(context, enforcement),
                _unpublished(case, context, published=published),
            ),
        ),
        Text(
            "Enforce {context} with an enabled Conditional Access policy that targets it,"
            " covers everybody who activates, excludes nobody of them and is not scoped to"
            " the group or role that is activated; publish the context.",
            context=context,
        ),
        *(known.origins if known else ()),
        *(origin for one in enforcement.policies for origin in one.origins),
    )


def _why(context: str, enforcement: Enforcement) -> Wording:
    if enforcement.holds is not False:
        return ""
    if enforcement.mfa_fallback:
        return Text(
            "Nothing enforces it for everybody who activates: {why}, so Microsoft falls back to"
            " plain MFA on activation.",
            why=enforcement.why,
        )
    return Text(
        "Nothing enforces it for everybody who activates: {why}. Since a policy targets {context},"
        " PIM does not fall back to MFA: where that policy does not act, the activation demands"
        " nothing.",
        why=enforcement.why,
        context=context,
    )


def _unpublished(case: Case, context: str, *, published: bool | None) -> Wording:
    if published is not False:
        return ""
    if context.lower() in case.tenant.contexts:
        return Text(
            "The context {context} is not published for use by apps (isAvailable false).",
            context=context,
        )
    return Text(
        "The list of authentication contexts in the evidence does not name {context}.",
        context=context,
    )


CHECK = Check(
    name="authentication-context-not-enforced",
    title=Text("Authentication context that nothing enforces"),
    rationale=Text(
        "An authentication context alone demands nothing: a Conditional Access policy has"
        " to target it, be enabled and cover whoever activates. If none targets it, PIM"
        " falls back to MFA. If one does but is off, report-only, excludes the person or"
        " is scoped to the group whose membership is only being activated, there is no"
        " fallback, and the setting in PIM looks like a guard that never acts."
    ),
    remediation=Text(
        "Target the context with an enabled Conditional Access policy for everybody who"
        " activates, without exclusions among them, and publish the context."
    ),
    references=(GROUP_SETTINGS, ROLE_SETTINGS),
    controls=(
        *exact("SCuBA", "MS.AAD.3.6v1", roles=SCUBA_ROLES),
        *exact("CIS", "5.2.2.5"),
        *related("NIST", "IA-2(1)", "IA-2(8)"),
        *related("ISO", "A.8.5"),
        *related("SOC 2", "CC6.1"),
    ),
    needs=(RESOURCES_OF_POLICIES,),
    find=_find,
)
