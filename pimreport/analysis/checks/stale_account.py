"""Accounts on the way to a role that nobody has used for long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.reach import PATHS, activates, lacking, reaches, told_reach, untold_owners
from pimreport.analysis.references import GRAPH
from pimreport.wording import Text, later

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pimreport.analysis.case import Case
    from pimreport.analysis.reach import Reach
    from pimreport.model.entra import Principal
    from pimreport.model.findings import Finding, NotAssessed
    from pimreport.wording import Wording


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    limit = case.tenant.as_of.first - timedelta(days=case.expect.stale_days)
    unknown: list[Principal] = []
    undated: list[Principal] = []
    for reach in reaches(case):
        principal = reach.principal
        if principal.enabled is False or _expected_to_rest(case, principal):
            continue
        if principal.sign_in is None and not principal.sign_in_exported:
            unknown.append(principal)
        elif principal.sign_in is None and principal.created is None:
            undated.append(principal)
        elif _used(principal) < limit:
            yield _finding(case, reach)
    yield from lacking(case, "signInActivity", unknown)
    yield from lacking(case, Text("createdDateTime (no sign-in is on record)"), undated)
    yield from untold_owners(case)


def _expected_to_rest(case: Case, principal: Principal) -> bool:
    """An emergency access account is not used if all goes well (and is judged on its own)."""
    return case.expect.is_emergency_access(principal.id, principal.upn)


def _used(principal: Principal) -> datetime:
    used = principal.sign_in or principal.created
    if used is None:  # the caller has set such accounts aside
        message = f"{principal.id}: neither sign-in nor creation is known"
        raise ValueError(message)
    return used


def _finding(case: Case, reach: Reach) -> Finding:
    return reach.finding(
        CHECK,
        reach.severity(case, not reach.direct and activates(reach.worst)),
        Text(
            "{name}, unused for more than {days} days, reaches {role}",
            name=case.name(reach.principal),
            days=case.expect.stale_days,
            role=reach.top.name,
        ),
        later(_detail, case, reach),
        later(_remediation, case, reach),
    )


def _detail(case: Case, reach: Reach) -> Wording:
    principal = reach.principal
    day = _used(principal).date()
    idle = (
        Text("last signed in on {day}", day=day)
        if principal.sign_in
        else Text("has no sign-in on record since it was created on {day}", day=day)
    )
    return Text(
        "The account {name} {idle}, more than {days} days before {as_of}, and"
        " {told_reach}. What nobody has used for so long is not shown to be needed.",
        name=case.name(principal),
        idle=idle,
        days=case.expect.stale_days,
        as_of=case.tenant.as_of.first.date(),
        told_reach=told_reach(case, reach),
    )


def _remediation(case: Case, reach: Reach) -> Wording:
    name = case.name(reach.principal)
    return Text(
        "Ask whether {name} still needs {role}; if not, remove the account from {group}"
        " and disable it.",
        name=name,
        role=reach.top.name,
        group=case.group_name(reach.worst.group),
    )


CHECK = Check(
    name="stale-account",
    title=Text("Unused account reaches a role"),
    rationale=Text(
        "An account that nobody signs in with has an owner who is less likely to notice"
        " its misuse, and what it can activate does not seem to be needed. Declared"
        " emergency access accounts are left out, and disabled accounts are a finding of"
        " their own."
    ),
    remediation=Text("Remove access that has not been used, and disable the account."),
    references=(GRAPH,),
    controls=(
        *related("NIST", "AC-2", "AC-2(7)", "AC-6(7)"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.2"),
        *related("PCI DSS", "7.2.4"),
    ),
    needs=PATHS,
    find=_find,
)
