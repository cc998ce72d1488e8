"""People on the way to a role who have no second factor registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.reach import PATHS, reaches, told_reach, untold_owners
from pimreport.analysis.references import RESET_TABLE
from pimreport.model.evidence import united_origins
from pimreport.model.findings import Finding, NotAssessed
from pimreport.model.people import Method
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.analysis.reach import Reach
    from pimreport.model.entra import Principal, Registration
    from pimreport.model.people import Resetter
    from pimreport.wording import Wording


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    unknown: list[Principal] = []
    for reach in reaches(case):
        registration = case.tenant.registrations.get(reach.principal.id)
        if registration is None or registration.mfa_registered is None:
            unknown.append(reach.principal)
        elif not registration.mfa_registered:
            yield _finding(case, reach, registration)
    if unknown:
        names = listed(case.name(one) for one in unknown)
        yield NotAssessed(
            what=Text("{names} (no isMfaRegistered in userRegistrationDetails)", names=names)
        )
    yield from untold_owners(case)


def _finding(case: Case, reach: Reach, registration: Registration) -> Finding:
    name = case.name(reach.principal)
    person = case.people[reach.principal.id]
    resetters = [one for one in person.can_be_reset_by if one.escalation]
    nobody = None if not case.knows_resetters else not resetters
    origins = united_origins([registration, reach])
    return CHECK.finding(
        reach.principal.id,
        severity=reach.severity(case, nobody),
        title=Text(
            "{name} has no MFA method registered and reaches {role}", name=name, role=reach.top.name
        ),
        subject=reach.principal.id,
        group=reach.worst.group,
        roles=reach.role_names,
        detail=joined(
            " ",
            (
                Text(
                    "{name} has no MFA method registered (isMfaRegistered false) and {told_reach}."
                    " Whoever gets hold of the password registers the first method and passes every"
                    " MFA prompt after it.",
                    name=name,
                    told_reach=told_reach(case, reach),
                ),
                _who(case, resetters),
                evidence(
                    registration.origins,
                    *(path.origins for path in case.by_person[reach.principal.id]),
                ),
            ),
        ),
        remediation=Text(
            "Have {name} register a phishing-resistant method in person, with a Temporary"
            " Access Pass handed over by somebody who may grant the role anyway; until then"
            " remove the account from {group}.",
            name=name,
            group=case.group_name(reach.worst.group),
        ),
        reaching=(reach.top, *reach.roles),
        origins=origins,
    )


def _who(case: Case, resetters: Sequence[Resetter]) -> Wording:
    """Who could do it to this account by a role that does not reach as far."""
    if not resetters:
        return ""
    by_id = {one.principal.id: case.name(one.principal) for one in resetters}
    methods = {one.principal.id for one in resetters if one.method is Method.AUTHENTICATION_METHOD}
    names = listed(by_id.values())
    if methods:
        names_and_methods = Text.plural(
            "({told} of them sets methods too)", "({told} of them set methods too)", len(methods)
        )
        tail = joined("", (" ", names_and_methods))
    else:
        tail = joined("", ())
    if any("measured" in one.models for one in resetters):
        return Text("{names} can reset the password{tail}.", names=names, tail=tail)
    return Text(
        "{names} can reset the password by Microsoft's documentation{tail}.", names=names, tail=tail
    )


CHECK = Check(
    name="no-mfa-registered",
    title=Text("No MFA method registered on the way to a role"),
    rationale=Text(
        "MFA protects only those who have registered a method. Who has none is asked to"
        " register one at the next prompt, and whoever knows the password by then"
        " registers their own. A reset role alone is enough to get there."
    ),
    remediation=Text(
        "Let only people who have registered a phishing-resistant method be eligible."
    ),
    references=(RESET_TABLE,),
    controls=(
        *related("SCuBA", "MS.AAD.3.6v1"),
        *related("CIS", "5.2.2.5"),
        *related("NIST", "IA-2(1)"),
        *related("ISO", "A.8.5"),
        *related("SOC 2", "CC6.1"),
    ),
    needs=(*PATHS, ("user_registration_details",)),
    find=_find,
)
