"""How many people are, or can become, Global Administrator."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related
from pimreport.analysis.references import CIS, SCUBA
from pimreport.analysis.roles import GLOBAL_ADMINISTRATOR
from pimreport.model.entra import Access, PrincipalType
from pimreport.model.evidence import RESOURCES_OF_ACTIVE_ROLES, RESOURCES_OF_ELIGIBLE_ROLES
from pimreport.model.findings import Finding, NotAssessed, Severity
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pimreport.analysis.case import Case
    from pimreport.analysis.controls import Control
    from pimreport.model.entra import Principal
    from pimreport.model.evidence import Origin
    from pimreport.model.paths import RoleRef
    from pimreport.wording import Wording

    Population = Mapping[str, Sequence[Origin]]

_ASKED = {"SCuBA": (2, 8), "CIS": (2, 4)}
"""Fewest and most by SCuBA MS.AAD.7.1v1 and by CIS Microsoft 365 v7.0.0, 1.1.3."""
_MOST_OF_ALL = min(most for _, most in _ASKED.values())


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    everybody = _population(case)
    population = [one for one in everybody if case.tenant.principal(one).enabled is not False]
    users = [one for one in population if _type(case, one) is PrincipalType.USER]
    fewest, most = case.expect.global_admins
    gaps = list(_gaps(case))
    nameless = len(population) - len(users)
    limit = min(most, _MOST_OF_ALL)
    if len(users) > limit:
        yield _finding(case, everybody, users, at_least=bool(gaps or nameless))
    elif everybody and not gaps and len(population) < fewest:
        yield _finding(case, everybody, population, at_least=False)
    if nameless and len(users) <= limit and (len(users) < fewest or len(population) > limit):
        yield NotAssessed(
            what=Text.plural(
                "{told} Global Administrator described by no export, so perhaps no user",
                "{told} Global Administrators described by no export, so perhaps no user",
                nameless,
            )
        )
    if not everybody and not gaps:
        yield NotAssessed(
            what=Text("Global Administrators (the lists show none, and every tenant has one)")
        )
    for gap in gaps:
        yield NotAssessed(what=gap)


def _type(case: Case, principal: str) -> PrincipalType:
    return case.tenant.principal(principal).type


def _population(case: Case) -> Population:
    """Everybody with a way to the role, each once, with the rows that show it."""
    found: defaultdict[str, list[Origin]] = defaultdict(list)
    for one in case.tenant.role_assignments:
        if case.tenant.role(one.role).template_id == GLOBAL_ADMINISTRATOR:
            found[one.principal].extend(one.origins)
    for path in case.paths:
        if path.role.template_id == GLOBAL_ADMINISTRATOR and path.access is Access.MEMBER:
            found[path.principal.id].extend(path.origins)
    people = {PrincipalType.USER, PrincipalType.UNKNOWN}
    return {one: origins for one, origins in found.items() if _type(case, one) in people}


def _gaps(case: Case) -> Iterator[Wording]:
    tenant = case.tenant
    if not tenant.knows_active_roles():
        yield Text("active Global Administrators (roleAssignmentScheduleInstances not in full)")
    if not tenant.knows_eligible_roles():
        yield Text("eligible Global Administrators (roleEligibilityScheduleInstances not in full)")
    leading = [group.id for group in case.groups if _leads(group.roles)]
    nested = [
        path.principal.id
        for path in case.paths
        if path.role.template_id == GLOBAL_ADMINISTRATOR and tenant.is_group(path.principal.id)
    ]
    for group in dict.fromkeys((*leading, *nested)):
        outer = group in leading
        if not tenant.knows_active_members(group) or (
            outer and not tenant.knows_eligible_members(group)
        ):
            yield Text("members of {group} (not exported in full)", group=case.group_name(group))


def _leads(roles: Sequence[RoleRef]) -> bool:
    return any(role.template_id == GLOBAL_ADMINISTRATOR for role in roles)


def _finding(
    case: Case, everybody: Population, members: Sequence[str], *, at_least: bool
) -> Finding:
    role = case.names.ref(GLOBAL_ADMINISTRATOR)
    people = [case.tenant.principal(one) for one in members]
    number = Text.plural("{told} person", "{told} people", len(people))
    if at_least:
        number = Text("at least {number}", number=number)
    fewest, most = case.expect.global_admins
    few = len(people) < fewest
    as_expected = fewest <= len(people) <= most
    shown = members or everybody
    origins = tuple(dict.fromkeys(row for one in shown for row in everybody[one]))
    return CHECK.finding(
        "tenant",
        # A number harms nobody by itself, still less one that keeps what is expected.
        severity=Severity.LOW if as_expected else Severity.MEDIUM,
        title=_title(number, few=few, as_expected=as_expected),
        subject=GLOBAL_ADMINISTRATOR,
        group=None,
        roles=(role.name,),
        detail=joined(
            " ",
            (
                Text.plural(
                    "In the evidence {people} is or can become {role}, directly or through a group,"
                    " active or eligible{names}.",
                    "In the evidence {people} are or can become {role}, directly or through a"
                    " group, active or eligible{names}.",
                    len(people),
                    people=number,
                    role=role.name,
                    names=_told(case, people),
                ),
                *_remarks(case, people, everybody),
                Text(
                    "Expected here are {fewest} to {most}; CISA SCuBA MS.AAD.7.1v1 asks for two to"
                    " eight, eligible members of PIM groups included, {cis} for two to four. Owners"
                    " of groups are not counted.",
                    fewest=fewest,
                    most=most,
                    cis=_CIS,
                ),
                evidence(origins),
            ),
        ),
        remediation=_FEW if few else _MANY,
        reaching=[role],
        controls=_missed(len(people)),
        origins=origins,
    )


def _title(number: Text, *, few: bool, as_expected: bool) -> Text:
    if as_expected:
        return Text(
            "More Global Administrators than {cis} asks for: {people}", cis=_CIS, people=number
        )
    if few:
        return Text("Too few Global Administrators: {people}", people=number)
    return Text("Too many Global Administrators: {people}", people=number)


def _told(case: Case, people: Sequence[Principal]) -> Wording:
    names = listed(sorted(case.name(one) for one in people), most=10)
    return joined("", (": ", names)) if names else ""


def _remarks(case: Case, people: Sequence[Principal], everybody: Population) -> Iterator[Wording]:
    declared = sum(case.expect.is_emergency_access(one.id, one.upn) for one in people)
    disabled = sum(case.tenant.principal(one).enabled is False for one in everybody)
    if declared:
        yield Text.plural(
            "Counted with them: {told} declared emergency access account.",
            "Counted with them: {told} declared emergency access accounts.",
            declared,
        )
    if disabled:
        yield Text.plural(
            "Left out: {told} disabled account with a way to the role.",
            "Left out: {told} disabled accounts with a way to the role.",
            disabled,
        )


def _missed(number: int) -> list[Control]:
    """The controls of the check without those whose own limits the number keeps."""
    kept = {framework for framework, (low, high) in _ASKED.items() if low <= number <= high}
    return [one for one in CHECK.controls if one.framework not in kept]


_CIS = "CIS Microsoft 365 v7.0.0, 1.1.3,"
_FEW = Text(
    "Give a second account Global Administrator, such as a second emergency access"
    " account, so that the tenant cannot be locked out."
)
_MANY = Text(
    "Give those who do not need all of it a role that covers their task, and take"
    " them out of the groups that lead to Global Administrator."
)


def _looked_at(case: Case) -> Wording:
    everybody = _population(case)
    disabled = sum(case.tenant.principal(one).enabled is False for one in everybody)
    number = Text.plural(
        "looked at {told} person who is or can become Global Administrator",
        "looked at {told} people who are or can become Global Administrator",
        len(everybody) - disabled,
    )
    if not disabled:
        return number
    left_out = Text.plural(
        "{told} disabled account left out", "{told} disabled accounts left out", disabled
    )
    return joined("; ", (number, left_out))


CHECK = Check(
    name="too-many-global-admins",
    title=Text("Too many, or too few, Global Administrators"),
    rationale=Text(
        "Every account that is or can become Global Administrator is a way to the whole"
        " tenant. Role lists show a group as one holder; whoever is an eligible or active"
        " member of it, nested groups included, counts; a disabled account does not. With"
        " fewer than two, one lost account locks the organisation out."
    ),
    remediation=Text("Keep two to four, and give everybody else a finer-grained role."),
    references=(SCUBA, CIS),
    controls=(
        *exact("SCuBA", "MS.AAD.7.1v1"),
        *exact("CIS", "1.1.3"),
        *related("NIST", "AC-6(5)"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(RESOURCES_OF_ACTIVE_ROLES, RESOURCES_OF_ELIGIBLE_ROLES),
    find=_find,
    looked_at=_looked_at,
    over_paths=False,  # only what may hide a Global Administrator matters, and is named
)
