"""Strong authentication that a session may have shown long before the activation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.authentication import asked_every_time
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.policy_findings import Governed
from pimreport.analysis.references import GROUP_SETTINGS, ROLE_SETTINGS
from pimreport.model.evidence import RESOURCES_OF_POLICIES
from pimreport.model.findings import NotAssessed
from pimreport.wording import Text, noted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.authentication import Enforcement
    from pimreport.analysis.case import Case
    from pimreport.model.findings import Finding


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for guard in case.guards.values():
        governed, rules = Governed(case, guard, guard.paths), guard.policy.rules
        if guard.strong is None:
            yield NotAssessed(what=noted(guard.policy.label, guard.demand.why))
        elif guard.strong and rules is not None and rules.authentication_context:
            context = rules.authentication_context
            people = [one.id for one in governed.principals]
            asked = asked_every_time(context, people, guard.policy.group, case.tenant)
            if asked.holds is False:
                yield _finding(governed, context, asked)
            elif asked.holds is None:
                yield NotAssessed(what=noted(guard.policy.label, asked.why))


def _finding(governed: Governed, context: str, asked: Enforcement) -> Finding:
    case, policy = governed.case, governed.guard.policy
    return governed.finding(
        CHECK,
        # The methods cannot be phished: what is left is a session taken from a machine.
        governed.severity(True, True, case.approval(governed.worst)),  # noqa: FBT003  # see above
        Text(
            "A session that once authenticated strongly activates {role} ({policy})",
            role=governed.top.name,
            policy=policy.label,
        ),
        Text(
            "The {policy} enforces the authentication context {context}, but {why}: a session"
            " that has met the strength already is not asked again, so whoever holds a"
            " session of {one_of_them} activates the way to {roles} with it.",
            policy=policy.label,
            context=context,
            why=asked.why,
            one_of_them=governed.one_of_them,
            roles=governed.to_where,
        ),
        Text(
            "Set the sign-in frequency of the Conditional Access policy for {context} to"
            " every time.",
            context=context,
        ),
        *(origin for one in asked.policies for origin in one.origins),
    )


CHECK = Check(
    name="no-fresh-authentication",
    title=Text("No fresh authentication on activation"),
    rationale=Text(
        "A phishing-resistant strength is met by a session that used it at sign-in."
        " Without the sign-in frequency every time, the activation asks for nothing more,"
        " and a stolen session or an unlocked machine is enough."
    ),
    remediation=Text("Set the sign-in frequency to every time for the authentication context."),
    references=(GROUP_SETTINGS, ROLE_SETTINGS),
    controls=(
        *related("NIST", "IA-2(1)", "IA-2(8)"),
        *related("ISO", "A.8.5"),
        *related("SOC 2", "CC6.1"),
    ),
    needs=(RESOURCES_OF_POLICIES,),
    find=_find,
)
