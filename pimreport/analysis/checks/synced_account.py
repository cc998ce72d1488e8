"""Accounts on the way to a role whose password an on-premises helpdesk can reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related
from pimreport.analysis.reach import PATHS, lacking, reaches, told_reach, untold_owners
from pimreport.analysis.references import CIS, SCUBA
from pimreport.analysis.roles import SCUBA_ROLES
from pimreport.wording import Text, later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.case import Case
    from pimreport.analysis.reach import Reach
    from pimreport.model.entra import Principal
    from pimreport.model.findings import Finding, NotAssessed
    from pimreport.wording import Wording


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    unknown: list[Principal] = []
    for reach in reaches(case):
        if reach.principal.synced:
            yield _finding(case, reach)
        elif reach.principal.synced is None:
            unknown.append(reach.principal)
    yield from lacking(case, "onPremisesSyncEnabled", unknown)
    yield from untold_owners(case)


def _finding(case: Case, reach: Reach) -> Finding:
    return reach.finding(
        CHECK,
        reach.severity(case),
        Text(
            "{name}, an account synchronised from on-premises, reaches {role}",
            name=case.name(reach.principal),
            role=reach.top.name,
        ),
        later(_detail, case, reach),
        later(_remediation, case, reach),
    )


def _detail(case: Case, reach: Reach) -> Wording:
    return Text(
        "{name} is synchronised from an on-premises directory and {told_reach}. Whoever"
        " resets the password there changes what the account signs in with in the cloud"
        " as well, whatever Microsoft Entra protects it from. This presumes password hash"
        " synchronisation, pass-through authentication or federation, which these exports"
        " cannot show.",
        name=case.name(reach.principal),
        told_reach=told_reach(case, reach),
    )


def _remediation(case: Case, reach: Reach) -> Wording:
    name = case.name(reach.principal)
    return Text(
        "Give {name} a separate cloud-only account for {role} and remove the synchronised"
        " one from the group.",
        name=name,
        role=reach.top.name,
    )


CHECK = Check(
    name="synced-account",
    title=Text("Account synchronised from on-premises reaches a role"),
    rationale=Text(
        "The password of a synchronised account is managed in the on-premises directory."
        " An on-premises helpdesk, or whoever has taken that directory over, can reset"
        " it; neither role-assignable groups nor restricted units in the cloud prevent"
        " that. Whether the reset takes effect in the cloud depends on how sign-in is set"
        " up, which exports do not show."
    ),
    remediation=Text("Use separate, cloud-only accounts for whatever leads to a privileged role."),
    references=(SCUBA, CIS),
    controls=(
        *exact("SCuBA", "MS.AAD.7.3v1", roles=SCUBA_ROLES),
        *exact("CIS", "1.1.1"),
        *related("NIST", "AC-6(5)"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.1"),
    ),
    needs=PATHS,
    find=_find,
)
