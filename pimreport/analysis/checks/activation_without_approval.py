"""Activations that nobody has to approve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.activation import governing
from pimreport.analysis.case import evidence, listed, people
from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related, told
from pimreport.analysis.references import PIM_FOR_GROUPS, SCUBA
from pimreport.analysis.remedies import approval
from pimreport.analysis.roles import GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR
from pimreport.analysis.severity import highest, severity_of
from pimreport.model.entra import TENANT_SCOPE
from pimreport.model.evidence import RESOURCES_OF_POLICIES
from pimreport.model.findings import Finding, NotAssessed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.activation import Guard
    from pimreport.analysis.case import Case
    from pimreport.model.findings import AccessPath


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for key, guard in case.guards.items():
        # Approval is asked for once: the first policy on a path answers for it.
        first = [path for path in guard.paths if governing(path)[0] == key]
        unguarded = [path for path in first if case.approval(path) is False]
        if unguarded:
            yield _finding(case, guard, unguarded)
        elif any(case.approval(path) is None for path in first):
            yield NotAssessed(what=f"{guard.policy.label} (approval setting not exported)")


def _finding(case: Case, guard: Guard, paths: Sequence[AccessPath]) -> Finding:
    policy = guard.policy
    top = highest(path.role for path in paths)
    worst = next(path for path in paths if path.role == top)
    names = [case.name(path.principal) for path in paths]
    roles = tuple(dict.fromkeys(path.role.name for path in paths))
    origins = policy.rules.origins if policy.rules else ()
    return Finding(
        key=f"activation-without-approval:{policy.group or policy.role_id}:{policy.access or 'role'}",
        check=CHECK.name,
        severity=severity_of(top, case.strong(worst), worst.scope != TENANT_SCOPE),
        title=f"{top.name} can be activated without approval ({policy.label})",
        subject=policy.group or policy.role_id,
        group=policy.group,
        roles=roles,
        detail=(
            f"The {policy.label} requires no approval, and no other policy on the way does."
            f" {people(path.principal for path in paths).capitalize()} ({listed(names)}) can"
            f" activate the way to {listed(roles)} with nobody else's consent. {evidence(origins, worst.origins)}"
        ),
        remediation=(
            f"Require approval in the {policy.label}, with at least two approvers who are not"
            " themselves among those who activate."
        ),
        remedies=(approval(policy),),
        controls=told(CHECK.controls, [path.role for path in paths]),
        origins=tuple(dict.fromkeys((*origins, *worst.origins))),
    )


CHECK = Check(
    name="activation-without-approval",
    title="Activation without approval",
    rationale=(
        "Without approval, one stolen session or one reset password is enough to light up the role."
        " Microsoft recommends to require approval for eligible members of groups that lead to"
        " directory roles. For Option A the role's policy counts, for Option B the group's."
    ),
    remediation="Require approval in the policy that governs the path, with two or more approvers.",
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
