"""Activations that do not demand phishing-resistant authentication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related
from pimreport.analysis.policy_findings import Governed, first_on
from pimreport.analysis.references import PIM_FOR_GROUPS, SCUBA
from pimreport.analysis.remedies import authentication_context
from pimreport.analysis.roles import SCUBA_ROLES
from pimreport.model.evidence import RESOURCES_OF_POLICIES
from pimreport.model.findings import NotAssessed
from pimreport.wording import Text, noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pimreport.analysis.case import Case
    from pimreport.model.findings import Finding
    from pimreport.model.paths import AccessPath


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for guard in case.guards.values():
        first = first_on(guard)
        weak = [path for path in first if case.strong(path) is False]
        if weak:
            yield _finding(Governed(case, guard, weak))
        yield from _untold(case, [path for path in first if case.strong(path) is None])


def _untold(case: Case, paths: Iterable[AccessPath]) -> Iterator[NotAssessed]:
    """Policies of which it cannot be told; a second one on the way may be the strong one."""
    for one in dict.fromkeys(one for path in paths for one in path.governed_by):
        guard = case.guards[one]
        if guard.strong is None:
            yield NotAssessed(what=noted(guard.policy.label, guard.demand.why))


def _finding(governed: Governed) -> Finding:
    guard, worst = governed.guard, governed.worst
    policy = guard.policy
    some_mfa = bool(policy.rules and policy.rules.mfa) or guard.demand.mfa_fallback
    return governed.finding(
        CHECK,
        governed.severity(governed.case.approval(worst), some_mfa),
        Text(
            "{role} can be activated without phishing-resistant authentication ({policy})",
            role=governed.top.name,
            policy=policy.label,
        ),
        Text(
            "Activation under the {policy} does not demand phishing-resistant authentication:"
            " {why}. It leads {people} to {roles}.",
            policy=policy.label,
            why=guard.demand.why,
            people=governed.who,
            roles=governed.to_where,
        ),
        Text(
            "Set an authentication context in the {policy} and enforce it with an enabled"
            " Conditional Access policy that covers everybody who activates, excludes nobody"
            " of them, is not scoped to the group itself, requires the phishing-resistant"
            " authentication strength and asks every time.",
            policy=policy.label,
        ),
        *guard.demand.origins,
        remedies=(authentication_context(policy),),
    )


CHECK = Check(
    name="activation-without-strong-mfa",
    title=Text("Activation without enforced strong authentication"),
    rationale=Text(
        "Requiring MFA on activation is met by a session that already has it, so a stolen"
        " session activates. Strong means an authentication context and a Conditional"
        " Access policy that enforces a phishing-resistant strength for everybody who"
        " activates."
    ),
    remediation=Text("Set an authentication context and enforce it with Conditional Access."),
    references=(PIM_FOR_GROUPS, SCUBA),
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
