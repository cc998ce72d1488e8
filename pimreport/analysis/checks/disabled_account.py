"""Disabled accounts that were left on the way to a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.reach import PATHS, lacking, reaches, told_reach, untold_owners
from pimreport.analysis.references import GRAPH, RESET_TABLE
from pimreport.model.findings import Finding, NotAssessed, Severity
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.case import Case
    from pimreport.analysis.reach import Reach
    from pimreport.model.entra import Principal


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    unknown: list[Principal] = []
    for reach in reaches(case):
        if reach.principal.enabled is False:
            yield _finding(case, reach)
        elif reach.principal.enabled is None:
            unknown.append(reach.principal)
    yield from lacking(case, "accountEnabled", unknown)
    yield from untold_owners(case)


def _finding(case: Case, reach: Reach) -> Finding:
    name = case.name(reach.principal)
    return reach.finding(
        CHECK,
        Severity.LOW,  # nobody can sign in with it today, whatever the role
        Text(
            "{name} is disabled but was left on the way to {role}",
            name=name,
            role=reach.worst.role.name,
        ),
        Text(
            "The account {name} is disabled, yet once enabled it {told_reach}. Enabling an"
            " account takes far less than granting the role: User Administrators and others"
            " can do it.",
            name=name,
            told_reach=told_reach(case, reach),
        ),
        Text(
            "Remove {name} from {group}; whoever returns is granted access again on request.",
            name=name,
            group=case.group_name(reach.worst.group),
        ),
    )


CHECK = Check(
    name="disabled-account",
    title=Text("Disabled account keeps its way to a role"),
    rationale=Text(
        "A disabled account that is still an eligible or active member regains the role"
        " with the moment somebody enables it, without any request or review."
    ),
    remediation=Text("Remove memberships and eligibilities when an account is disabled."),
    references=(GRAPH, RESET_TABLE),
    controls=(
        *related("NIST", "AC-2", "AC-2(7)"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.2"),
        *related("PCI DSS", "7.2.4"),
    ),
    needs=PATHS,
    find=_find,
)
