"""Guests and other external accounts on the way to a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related
from pimreport.analysis.reach import PATHS, lacking, reaches, told_reach, untold_owners
from pimreport.analysis.references import CIS, SCUBA
from pimreport.analysis.roles import SCUBA_ROLES
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.case import Case
    from pimreport.analysis.reach import Reach
    from pimreport.model.entra import Principal
    from pimreport.model.findings import Finding, NotAssessed


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    unknown: list[Principal] = []
    for reach in reaches(case):
        if reach.principal.guest or reach.principal.invited:
            yield _finding(case, reach)
        elif reach.principal.guest is None:
            unknown.append(reach.principal)
    yield from lacking(case, "userType", unknown)
    yield from untold_owners(case)


def _finding(case: Case, reach: Reach) -> Finding:
    name = case.name(reach.principal)
    what = (
        Text("is a guest (userType Guest)")
        if reach.principal.guest
        else Text("was invited from another organisation (#EXT# in its userPrincipalName)")
    )
    return reach.finding(
        CHECK,
        reach.severity(case),
        Text("{name}, an external account, reaches {role}", name=name, role=reach.top.name),
        Text(
            "{name} {what} and {told_reach}. The account signs in where it comes from: its"
            " password, its methods and the end of its employment are in the hands of another"
            " organisation.",
            name=name,
            what=what,
            told_reach=told_reach(case, reach),
        ),
        Text(
            "Replace {name} by an internal cloud-only account, or take the account out of"
            " {group} and review guests with roles regularly.",
            name=name,
            group=case.group_name(reach.worst.group),
        ),
    )


CHECK = Check(
    name="guest-account",
    title=Text("Guest reaches a role"),
    rationale=Text(
        "A guest signs in with an account of another organisation, which sets its"
        " password policy, registers its methods, and does not tell when the person"
        " leaves."
    ),
    remediation=Text("Give external people an internal cloud-only account for privileged work."),
    references=(SCUBA, CIS),
    controls=(
        *exact("SCuBA", "MS.AAD.7.3v1", roles=SCUBA_ROLES),
        *related("CIS", "1.1.1", "5.3.2"),
        *related("NIST", "AC-6(5)", "AC-6(6)"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.1"),
    ),
    needs=PATHS,
    find=_find,
)
