"""Activations that nobody has to approve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related
from pimreport.analysis.policy_findings import Governed, first_on
from pimreport.analysis.references import PIM_FOR_GROUPS, SCUBA
from pimreport.analysis.remedies import approval
from pimreport.analysis.roles import GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR
from pimreport.model.evidence import RESOURCES_OF_POLICIES
from pimreport.model.findings import NotAssessed
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pimreport.analysis.case import Case
    from pimreport.model.findings import Finding
    from pimreport.model.paths import AccessPath


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for guard in case.guards.values():
        # Approval is asked for once: the first policy on a path answers for it.
        first = first_on(guard)
        unguarded = [path for path in first if case.approval(path) is False]
        if unguarded:
            yield _finding(Governed(case, guard, unguarded))
        yield from _untold(case, [path for path in first if case.approval(path) is None])


def _untold(case: Case, paths: Iterable[AccessPath]) -> Iterator[NotAssessed]:
    """Policies of which it cannot be told; a second one on the way may be the one that asks."""
    for one in dict.fromkeys(one for path in paths for one in path.governed_by):
        policy = case.guards[one].policy
        if case.guards[one].approval is None:
            yield NotAssessed(
                what=Text("{policy} (approval setting not exported)", policy=policy.label)
            )


def _finding(governed: Governed) -> Finding:
    policy, worst = governed.guard.policy, governed.worst
    return governed.finding(
        CHECK,
        governed.severity(governed.case.strong(worst)),
        Text(
            "{role} can be activated without approval ({policy})",
            role=governed.top.name,
            policy=policy.label,
        ),
        Text(
            "The {policy} requires no approval, and no other policy on the way does. With nobody"
            " else's consent {people} can activate the way to {roles}.",
            policy=policy.label,
            people=governed.who,
            roles=governed.to_where,
        ),
        Text(
            "Require approval in the {policy}, with at least two approvers who are not themselves"
            " among those who activate.",
            policy=policy.label,
        ),
        remedies=(approval(policy),),
    )


CHECK = Check(
    name="activation-without-approval",
    title=Text("Activation without approval"),
    rationale=Text(
        "Without approval, one stolen session or one reset password is enough to light up the role."
        " Microsoft recommends to require approval for eligible members of groups that lead to"
        " directory roles. For Option A the role's policy counts, for Option B the group's."
    ),
    remediation=Text(
        "Require approval in the policy that governs the path, with two or more approvers."
    ),
    references=(PIM_FOR_GROUPS, SCUBA),
    controls=(
        *exact("SCuBA", "MS.AAD.7.6v1", roles=[GLOBAL_ADMINISTRATOR]),
        *exact("CIS", "5.3.4", roles=[GLOBAL_ADMINISTRATOR]),
        *exact("CIS", "5.3.5", roles=[PRIVILEGED_ROLE_ADMINISTRATOR]),
        *related("NIST", "AC-6(1)", "AC-3(2)"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(RESOURCES_OF_POLICIES,),
    find=_find,
)
